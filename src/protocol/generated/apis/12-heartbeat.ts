// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface HeartbeatRequest {
  groupId: string
  generationId: number
  memberId: string
  groupInstanceId: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface HeartbeatRequestInit {
  groupId: string
  generationId: number
  memberId: string
  groupInstanceId?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readHeartbeatRequest(r: Reader, ver: number): HeartbeatRequest {
  const groupId = r.string(ver >= 4)
  const generationId = r.int32()
  const memberId = r.string(ver >= 4)
  let groupInstanceId: string | null = null
  if (ver >= 3) groupInstanceId = r.nullableString(ver >= 4)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { groupId, generationId, memberId, groupInstanceId, unknownTags }
    : { groupId, generationId, memberId, groupInstanceId }
}

function writeHeartbeatRequest(w: Writer, v: HeartbeatRequestInit, ver: number): void {
  w.string(v.groupId, ver >= 4)
  w.int32(v.generationId)
  w.string(v.memberId, ver >= 4)
  if (ver >= 3) w.string(v.groupInstanceId ?? null, ver >= 4)
  else if (v.groupInstanceId !== undefined && !(v.groupInstanceId === null))
    throw w.lacks('HeartbeatRequest', ver, 'groupInstanceId', v.groupInstanceId, '3-4')
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const HeartbeatRequestMessage: Message<HeartbeatRequest, HeartbeatRequestInit> = {
  name: 'HeartbeatRequest',
  min: 0,
  max: 4,
  flexibleFrom: 4,
  read: readHeartbeatRequest,
  write: writeHeartbeatRequest,
}

export interface HeartbeatResponse {
  throttleTimeMs: number
  errorCode: number
  unknownTags?: readonly UnknownTag[]
}

export interface HeartbeatResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

function readHeartbeatResponse(r: Reader, ver: number): HeartbeatResponse {
  let throttleTimeMs: number = 0
  if (ver >= 1) throttleTimeMs = r.int32()
  const errorCode = r.int16()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, errorCode, unknownTags } : { throttleTimeMs, errorCode }
}

function writeHeartbeatResponse(w: Writer, v: HeartbeatResponseInit, ver: number): void {
  if (ver >= 1) w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const HeartbeatResponseMessage: Message<HeartbeatResponse, HeartbeatResponseInit> = {
  name: 'HeartbeatResponse',
  min: 0,
  max: 4,
  flexibleFrom: 4,
  read: readHeartbeatResponse,
  write: writeHeartbeatResponse,
}

/** Heartbeat */
export const Heartbeat: Api<HeartbeatRequest, HeartbeatRequestInit, HeartbeatResponse, HeartbeatResponseInit> = {
  key: 12,
  name: 'Heartbeat',
  min: 0,
  max: 4,
  advertisedMin: 0,
  flexibleFrom: 4,
  listeners: ['broker'],
  request: HeartbeatRequestMessage,
  response: HeartbeatResponseMessage,
}
