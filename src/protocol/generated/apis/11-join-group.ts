// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface JoinGroupRequestProtocol {
  name: string
  metadata: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface JoinGroupRequestProtocolInit {
  name: string
  metadata: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface JoinGroupRequest {
  groupId: string
  sessionTimeoutMs: number
  rebalanceTimeoutMs: number
  memberId: string
  groupInstanceId: string | null
  protocolType: string
  protocols: readonly JoinGroupRequestProtocol[]
  reason: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface JoinGroupRequestInit {
  groupId: string
  sessionTimeoutMs: number
  rebalanceTimeoutMs?: number | undefined
  memberId: string
  groupInstanceId?: string | null | undefined
  protocolType: string
  protocols: readonly JoinGroupRequestProtocolInit[]
  reason?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readJoinGroupRequestProtocol(r: Reader, ver: number): JoinGroupRequestProtocol {
  const name = r.string(ver >= 6)
  const metadata = r.bytes(ver >= 6)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 6)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { name, metadata, unknownTags } : { name, metadata }
}

function writeJoinGroupRequestProtocol(w: Writer, v: JoinGroupRequestProtocolInit, ver: number): void {
  w.string(v.name, ver >= 6)
  w.bytes(v.metadata, ver >= 6)
  if (ver >= 6) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readJoinGroupRequest(r: Reader, ver: number): JoinGroupRequest {
  const groupId = r.string(ver >= 6)
  const sessionTimeoutMs = r.int32()
  let rebalanceTimeoutMs: number = -1
  if (ver >= 1) rebalanceTimeoutMs = r.int32()
  const memberId = r.string(ver >= 6)
  let groupInstanceId: string | null = null
  if (ver >= 5) groupInstanceId = r.nullableString(ver >= 6)
  const protocolType = r.string(ver >= 6)
  let protocols: readonly JoinGroupRequestProtocol[]
  {
    const count = r.array(ver >= 6, 2)
    const items = new Array<JoinGroupRequestProtocol>(count)
    for (let i = 0; i < count; i++) items[i] = readJoinGroupRequestProtocol(r, ver)
    protocols = items
  }
  let reason: string | null = null
  if (ver >= 8) reason = r.nullableString(true)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 6)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? {
        groupId,
        sessionTimeoutMs,
        rebalanceTimeoutMs,
        memberId,
        groupInstanceId,
        protocolType,
        protocols,
        reason,
        unknownTags,
      }
    : { groupId, sessionTimeoutMs, rebalanceTimeoutMs, memberId, groupInstanceId, protocolType, protocols, reason }
}

function writeJoinGroupRequest(w: Writer, v: JoinGroupRequestInit, ver: number): void {
  w.string(v.groupId, ver >= 6)
  w.int32(v.sessionTimeoutMs)
  if (ver >= 1) w.int32(v.rebalanceTimeoutMs ?? -1)
  w.string(v.memberId, ver >= 6)
  if (ver >= 5) w.string(v.groupInstanceId ?? null, ver >= 6)
  else if (v.groupInstanceId !== undefined && !(v.groupInstanceId === null))
    throw w.lacks('JoinGroupRequest', ver, 'groupInstanceId', v.groupInstanceId, '5-9')
  w.string(v.protocolType, ver >= 6)
  {
    const items = v.protocols
    w.array(items.length, ver >= 6)
    for (const item of items) writeJoinGroupRequestProtocol(w, item, ver)
  }
  if (ver >= 8) w.string(v.reason ?? null, true)
  if (ver >= 6) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const JoinGroupRequestMessage: Message<JoinGroupRequest, JoinGroupRequestInit> = {
  name: 'JoinGroupRequest',
  min: 0,
  max: 9,
  flexibleFrom: 6,
  read: readJoinGroupRequest,
  write: writeJoinGroupRequest,
}

export interface JoinGroupResponseMember {
  memberId: string
  groupInstanceId: string | null
  metadata: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface JoinGroupResponseMemberInit {
  memberId: string
  groupInstanceId?: string | null | undefined
  metadata: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface JoinGroupResponse {
  throttleTimeMs: number
  errorCode: number
  generationId: number
  protocolType: string | null
  protocolName: string | null
  leader: string
  skipAssignment: boolean
  memberId: string
  members: readonly JoinGroupResponseMember[]
  unknownTags?: readonly UnknownTag[]
}

export interface JoinGroupResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  generationId?: number | undefined
  protocolType?: string | null | undefined
  protocolName: string | null
  leader: string
  skipAssignment?: boolean | undefined
  memberId: string
  members: readonly JoinGroupResponseMemberInit[]
  unknownTags?: readonly UnknownTag[]
}

function readJoinGroupResponseMember(r: Reader, ver: number): JoinGroupResponseMember {
  const memberId = r.string(ver >= 6)
  let groupInstanceId: string | null = null
  if (ver >= 5) groupInstanceId = r.nullableString(ver >= 6)
  const metadata = r.bytes(ver >= 6)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 6)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { memberId, groupInstanceId, metadata, unknownTags } : { memberId, groupInstanceId, metadata }
}

function writeJoinGroupResponseMember(w: Writer, v: JoinGroupResponseMemberInit, ver: number): void {
  w.string(v.memberId, ver >= 6)
  if (ver >= 5) w.string(v.groupInstanceId ?? null, ver >= 6)
  w.bytes(v.metadata, ver >= 6)
  if (ver >= 6) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readJoinGroupResponse(r: Reader, ver: number): JoinGroupResponse {
  let throttleTimeMs: number = 0
  if (ver >= 2) throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const generationId = r.int32()
  let protocolType: string | null = null
  if (ver >= 7) protocolType = r.nullableString(true)
  const protocolName = ver >= 7 ? r.nullableString(ver >= 6) : r.string(ver >= 6)
  const leader = r.string(ver >= 6)
  let skipAssignment: boolean = false
  if (ver >= 9) skipAssignment = r.bool()
  const memberId = r.string(ver >= 6)
  let members: readonly JoinGroupResponseMember[]
  {
    const count = r.array(ver >= 6, 2)
    const items = new Array<JoinGroupResponseMember>(count)
    for (let i = 0; i < count; i++) items[i] = readJoinGroupResponseMember(r, ver)
    members = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 6)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? {
        throttleTimeMs,
        errorCode,
        generationId,
        protocolType,
        protocolName,
        leader,
        skipAssignment,
        memberId,
        members,
        unknownTags,
      }
    : { throttleTimeMs, errorCode, generationId, protocolType, protocolName, leader, skipAssignment, memberId, members }
}

function writeJoinGroupResponse(w: Writer, v: JoinGroupResponseInit, ver: number): void {
  if (ver >= 2) w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.int32(v.generationId ?? -1)
  if (ver >= 7) w.string(v.protocolType ?? null, true)
  w.string(v.protocolName, ver >= 6)
  w.string(v.leader, ver >= 6)
  if (ver >= 9) w.bool(v.skipAssignment ?? false)
  else if (v.skipAssignment !== undefined && !(v.skipAssignment === false))
    throw w.lacks('JoinGroupResponse', ver, 'skipAssignment', v.skipAssignment, '9-9')
  w.string(v.memberId, ver >= 6)
  {
    const items = v.members
    w.array(items.length, ver >= 6)
    for (const item of items) writeJoinGroupResponseMember(w, item, ver)
  }
  if (ver >= 6) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const JoinGroupResponseMessage: Message<JoinGroupResponse, JoinGroupResponseInit> = {
  name: 'JoinGroupResponse',
  min: 0,
  max: 9,
  flexibleFrom: 6,
  read: readJoinGroupResponse,
  write: writeJoinGroupResponse,
}

/** JoinGroup */
export const JoinGroup: Api<JoinGroupRequest, JoinGroupRequestInit, JoinGroupResponse, JoinGroupResponseInit> = {
  key: 11,
  name: 'JoinGroup',
  min: 0,
  max: 9,
  advertisedMin: 0,
  flexibleFrom: 6,
  listeners: ['broker'],
  request: JoinGroupRequestMessage,
  response: JoinGroupResponseMessage,
}
