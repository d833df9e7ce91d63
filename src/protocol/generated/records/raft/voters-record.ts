// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag, Uuid } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface Voter {
  voterId: number
  voterDirectoryId: Uuid
  endpoints: readonly Endpoint[]
  kRaftVersionFeature: KRaftVersionFeature
  unknownTags?: readonly UnknownTag[]
}

export interface VoterInit {
  voterId: number
  voterDirectoryId: Uuid
  endpoints: readonly EndpointInit[]
  kRaftVersionFeature: KRaftVersionFeatureInit
  unknownTags?: readonly UnknownTag[]
}

export interface Endpoint {
  name: string
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface EndpointInit {
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

export interface VotersRecord {
  version: number
  voters: readonly Voter[]
  unknownTags?: readonly UnknownTag[]
}

export interface VotersRecordInit {
  version: number
  voters: readonly VoterInit[]
  unknownTags?: readonly UnknownTag[]
}

function readVoter(r: Reader, ver: number): Voter {
  const voterId = r.int32()
  const voterDirectoryId = r.uuid()
  let endpoints: readonly Endpoint[]
  {
    const count = r.array(true, 5)
    const items = new Array<Endpoint>(count)
    for (let i = 0; i < count; i++) items[i] = readEndpoint(r, ver)
    endpoints = items
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
    ? { voterId, voterDirectoryId, endpoints, kRaftVersionFeature, unknownTags }
    : { voterId, voterDirectoryId, endpoints, kRaftVersionFeature }
}

function writeVoter(w: Writer, v: VoterInit, ver: number): void {
  w.int32(v.voterId)
  w.uuid(v.voterDirectoryId)
  {
    const items = v.endpoints
    w.array(items.length, true)
    for (const item of items) writeEndpoint(w, item, ver)
  }
  writeKRaftVersionFeature(w, v.kRaftVersionFeature, ver)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readEndpoint(r: Reader, ver: number): Endpoint {
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

function writeEndpoint(w: Writer, v: EndpointInit, ver: number): void {
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

function readVotersRecord(r: Reader, ver: number): VotersRecord {
  const version = r.int16()
  let voters: readonly Voter[]
  {
    const count = r.array(true, 27)
    const items = new Array<Voter>(count)
    for (let i = 0; i < count; i++) items[i] = readVoter(r, ver)
    voters = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { version, voters, unknownTags } : { version, voters }
}

function writeVotersRecord(w: Writer, v: VotersRecordInit, ver: number): void {
  w.int16(v.version)
  {
    const items = v.voters
    w.array(items.length, true)
    for (const item of items) writeVoter(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** VotersRecord */
export const VotersRecord: Message<VotersRecord, VotersRecordInit> = {
  name: 'VotersRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readVotersRecord,
  write: writeVotersRecord,
}
