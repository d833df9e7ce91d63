// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface SyncGroupRequestAssignment {
  memberId: string
  assignment: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface SyncGroupRequestAssignmentInit {
  memberId: string
  assignment: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface SyncGroupRequest {
  groupId: string
  generationId: number
  memberId: string
  groupInstanceId: string | null
  protocolType: string | null
  protocolName: string | null
  assignments: readonly SyncGroupRequestAssignment[]
  unknownTags?: readonly UnknownTag[]
}

export interface SyncGroupRequestInit {
  groupId: string
  generationId: number
  memberId: string
  groupInstanceId?: string | null | undefined
  protocolType?: string | null | undefined
  protocolName?: string | null | undefined
  assignments: readonly SyncGroupRequestAssignmentInit[]
  unknownTags?: readonly UnknownTag[]
}

function readSyncGroupRequestAssignment(r: Reader, ver: number): SyncGroupRequestAssignment {
  const memberId = r.string(ver >= 4)
  const assignment = r.bytes(ver >= 4)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { memberId, assignment, unknownTags } : { memberId, assignment }
}

function writeSyncGroupRequestAssignment(w: Writer, v: SyncGroupRequestAssignmentInit, ver: number): void {
  w.string(v.memberId, ver >= 4)
  w.bytes(v.assignment, ver >= 4)
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readSyncGroupRequest(r: Reader, ver: number): SyncGroupRequest {
  const groupId = r.string(ver >= 4)
  const generationId = r.int32()
  const memberId = r.string(ver >= 4)
  let groupInstanceId: string | null = null
  if (ver >= 3) groupInstanceId = r.nullableString(ver >= 4)
  let protocolType: string | null = null
  if (ver >= 5) protocolType = r.nullableString(true)
  let protocolName: string | null = null
  if (ver >= 5) protocolName = r.nullableString(true)
  let assignments: readonly SyncGroupRequestAssignment[]
  {
    const count = r.array(ver >= 4, 2)
    const items = new Array<SyncGroupRequestAssignment>(count)
    for (let i = 0; i < count; i++) items[i] = readSyncGroupRequestAssignment(r, ver)
    assignments = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { groupId, generationId, memberId, groupInstanceId, protocolType, protocolName, assignments, unknownTags }
    : { groupId, generationId, memberId, groupInstanceId, protocolType, protocolName, assignments }
}

function writeSyncGroupRequest(w: Writer, v: SyncGroupRequestInit, ver: number): void {
  w.string(v.groupId, ver >= 4)
  w.int32(v.generationId)
  w.string(v.memberId, ver >= 4)
  if (ver >= 3) w.string(v.groupInstanceId ?? null, ver >= 4)
  else if (v.groupInstanceId !== undefined && !(v.groupInstanceId === null))
    throw w.lacks('SyncGroupRequest', ver, 'groupInstanceId', v.groupInstanceId, '3-5')
  if (ver >= 5) w.string(v.protocolType ?? null, true)
  if (ver >= 5) w.string(v.protocolName ?? null, true)
  {
    const items = v.assignments
    w.array(items.length, ver >= 4)
    for (const item of items) writeSyncGroupRequestAssignment(w, item, ver)
  }
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const SyncGroupRequestMessage: Message<SyncGroupRequest, SyncGroupRequestInit> = {
  name: 'SyncGroupRequest',
  min: 0,
  max: 5,
  flexibleFrom: 4,
  read: readSyncGroupRequest,
  write: writeSyncGroupRequest,
}

export interface SyncGroupResponse {
  throttleTimeMs: number
  errorCode: number
  protocolType: string | null
  protocolName: string | null
  assignment: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface SyncGroupResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  protocolType?: string | null | undefined
  protocolName?: string | null | undefined
  assignment: Buffer
  unknownTags?: readonly UnknownTag[]
}

function readSyncGroupResponse(r: Reader, ver: number): SyncGroupResponse {
  let throttleTimeMs: number = 0
  if (ver >= 1) throttleTimeMs = r.int32()
  const errorCode = r.int16()
  let protocolType: string | null = null
  if (ver >= 5) protocolType = r.nullableString(true)
  let protocolName: string | null = null
  if (ver >= 5) protocolName = r.nullableString(true)
  const assignment = r.bytes(ver >= 4)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { throttleTimeMs, errorCode, protocolType, protocolName, assignment, unknownTags }
    : { throttleTimeMs, errorCode, protocolType, protocolName, assignment }
}

function writeSyncGroupResponse(w: Writer, v: SyncGroupResponseInit, ver: number): void {
  if (ver >= 1) w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  if (ver >= 5) w.string(v.protocolType ?? null, true)
  if (ver >= 5) w.string(v.protocolName ?? null, true)
  w.bytes(v.assignment, ver >= 4)
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const SyncGroupResponseMessage: Message<SyncGroupResponse, SyncGroupResponseInit> = {
  name: 'SyncGroupResponse',
  min: 0,
  max: 5,
  flexibleFrom: 4,
  read: readSyncGroupResponse,
  write: writeSyncGroupResponse,
}

/** SyncGroup */
export const SyncGroup: Api<SyncGroupRequest, SyncGroupRequestInit, SyncGroupResponse, SyncGroupResponseInit> = {
  key: 14,
  name: 'SyncGroup',
  min: 0,
  max: 5,
  advertisedMin: 0,
  flexibleFrom: 4,
  listeners: ['broker'],
  request: SyncGroupRequestMessage,
  response: SyncGroupResponseMessage,
}
