// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, UnknownTag, Uuid } from '../../types.ts'
import { Writer } from '../../writer.ts'

export interface Listener {
  name: string
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface ListenerInit {
  name: string
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface KRaftVersionFeature {
  minSupportedVersion: number
  maxSupportedVersion: number
  unknownTags?: readonly UnknownTag[]
}

export interface KRaftVersionFeatureInit {
  minSupportedVersion: number
  maxSupportedVersion: number
  unknownTags?: readonly UnknownTag[]
}

export interface UpdateRaftVoterRequest {
  clusterId: string | null
  currentLeaderEpoch: LeaderEpoch
  voterId: number
  voterDirectoryId: Uuid
  listeners: readonly Listener[]
  kRaftVersionFeature: KRaftVersionFeature
  unknownTags?: readonly UnknownTag[]
}

export interface UpdateRaftVoterRequestInit {
  clusterId: string | null
  currentLeaderEpoch: LeaderEpoch
  voterId: number
  voterDirectoryId: Uuid
  listeners: readonly ListenerInit[]
  kRaftVersionFeature: KRaftVersionFeatureInit
  unknownTags?: readonly UnknownTag[]
}

function readListener(r: Reader, ver: number): Listener {
  const name = r.string(true)
  const host = r.string(true)
  const port = r.uint16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, host, port, unknownTags } : { name, host, port }
}

function writeListener(w: Writer, v: ListenerInit, ver: number): void {
  w.string(v.name, true)
  w.string(v.host, true)
  w.uint16(v.port)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readKRaftVersionFeature(r: Reader, ver: number): KRaftVersionFeature {
  const minSupportedVersion = r.int16()
  const maxSupportedVersion = r.int16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { minSupportedVersion, maxSupportedVersion, unknownTags }
    : { minSupportedVersion, maxSupportedVersion }
}

function writeKRaftVersionFeature(w: Writer, v: KRaftVersionFeatureInit, ver: number): void {
  w.int16(v.minSupportedVersion)
  w.int16(v.maxSupportedVersion)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readUpdateRaftVoterRequest(r: Reader, ver: number): UpdateRaftVoterRequest {
  const clusterId = r.nullableString(true)
  const currentLeaderEpoch = r.int32()
  const voterId = r.int32()
  const voterDirectoryId = r.uuid()
  let listeners: readonly Listener[]
  {
    const count = r.array(true, 5)
    const items = new Array<Listener>(count)
    for (let i = 0; i < count; i++) items[i] = readListener(r, ver)
    listeners = items
  }
  const kRaftVersionFeature = readKRaftVersionFeature(r, ver)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { clusterId, currentLeaderEpoch, voterId, voterDirectoryId, listeners, kRaftVersionFeature, unknownTags }
    : { clusterId, currentLeaderEpoch, voterId, voterDirectoryId, listeners, kRaftVersionFeature }
}

function writeUpdateRaftVoterRequest(w: Writer, v: UpdateRaftVoterRequestInit, ver: number): void {
  w.string(v.clusterId, true)
  w.int32(v.currentLeaderEpoch)
  w.int32(v.voterId)
  w.uuid(v.voterDirectoryId)
  {
    const items = v.listeners
    w.array(items.length, true)
    for (const item of items) writeListener(w, item, ver)
  }
  writeKRaftVersionFeature(w, v.kRaftVersionFeature, ver)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const UpdateRaftVoterRequestMessage: Message<UpdateRaftVoterRequest, UpdateRaftVoterRequestInit> = {
  name: 'UpdateRaftVoterRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readUpdateRaftVoterRequest,
  write: writeUpdateRaftVoterRequest,
}

export interface CurrentLeader {
  leaderId: number
  leaderEpoch: LeaderEpoch
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface CurrentLeaderInit {
  leaderId?: number | undefined
  leaderEpoch?: LeaderEpoch | undefined
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface UpdateRaftVoterResponse {
  throttleTimeMs: number
  errorCode: number
  currentLeader: CurrentLeader
  unknownTags?: readonly UnknownTag[]
}

export interface UpdateRaftVoterResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  currentLeader?: CurrentLeaderInit | undefined
  unknownTags?: readonly UnknownTag[]
}

function readCurrentLeader(r: Reader, ver: number): CurrentLeader {
  const leaderId = r.int32()
  const leaderEpoch = r.int32()
  const host = r.string(true)
  const port = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { leaderId, leaderEpoch, host, port, unknownTags } : { leaderId, leaderEpoch, host, port }
}

function writeCurrentLeader(w: Writer, v: CurrentLeaderInit, ver: number): void {
  w.int32(v.leaderId ?? -1)
  w.int32(v.leaderEpoch ?? -1)
  w.string(v.host, true)
  w.int32(v.port)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function defaultCurrentLeader(): CurrentLeader {
  return { leaderId: -1, leaderEpoch: -1, host: '', port: 0 }
}

function isDefaultCurrentLeader(v: CurrentLeaderInit): boolean {
  return (
    (v.leaderId === undefined || v.leaderId === -1) &&
    (v.leaderEpoch === undefined || v.leaderEpoch === -1) &&
    v.host === '' &&
    v.port === 0
  )
}

function readUpdateRaftVoterResponse(r: Reader, ver: number): UpdateRaftVoterResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  let currentLeader: CurrentLeader = defaultCurrentLeader()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        currentLeader = readCurrentLeader(r, ver)
        break
      default:
        unknownTags = r.unknownTag(unknownTags, tag)
    }
    r.leave(outer)
  }
  return unknownTags
    ? { throttleTimeMs, errorCode, currentLeader, unknownTags }
    : { throttleTimeMs, errorCode, currentLeader }
}

function writeUpdateRaftVoterResponse(w: Writer, v: UpdateRaftVoterResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  const currentLeaderSet = v.currentLeader !== undefined && !isDefaultCurrentLeader(v.currentLeader)
  w.uvarint((currentLeaderSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
  if (currentLeaderSet) {
    const inner = new Writer(64)
    writeCurrentLeader(inner, v.currentLeader ?? defaultCurrentLeader(), ver)
    w.tag(0, inner)
  }
  w.unknownTags(v.unknownTags)
}

export const UpdateRaftVoterResponseMessage: Message<UpdateRaftVoterResponse, UpdateRaftVoterResponseInit> = {
  name: 'UpdateRaftVoterResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readUpdateRaftVoterResponse,
  write: writeUpdateRaftVoterResponse,
}

/** UpdateRaftVoter */
export const UpdateRaftVoter: Api<
  UpdateRaftVoterRequest,
  UpdateRaftVoterRequestInit,
  UpdateRaftVoterResponse,
  UpdateRaftVoterResponseInit
> = {
  key: 82,
  name: 'UpdateRaftVoter',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['controller'],
  request: UpdateRaftVoterRequestMessage,
  response: UpdateRaftVoterResponseMessage,
}
