// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface MemberIdentity {
  memberId: string
  groupInstanceId: string | null
  reason: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface MemberIdentityInit {
  memberId: string
  groupInstanceId?: string | null | undefined
  reason?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface LeaveGroupRequest {
  groupId: string
  memberId: string
  members: readonly MemberIdentity[]
  unknownTags?: readonly UnknownTag[]
}

export interface LeaveGroupRequestInit {
  groupId: string
  memberId?: string | undefined
  members?: readonly MemberIdentityInit[] | undefined
  unknownTags?: readonly UnknownTag[]
}

function readMemberIdentity(r: Reader, ver: number): MemberIdentity {
  const memberId = r.string(ver >= 4)
  const groupInstanceId = r.nullableString(ver >= 4)
  let reason: string | null = null
  if (ver >= 5) reason = r.nullableString(true)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { memberId, groupInstanceId, reason, unknownTags } : { memberId, groupInstanceId, reason }
}

function writeMemberIdentity(w: Writer, v: MemberIdentityInit, ver: number): void {
  w.string(v.memberId, ver >= 4)
  w.string(v.groupInstanceId ?? null, ver >= 4)
  if (ver >= 5) w.string(v.reason ?? null, true)
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readLeaveGroupRequest(r: Reader, ver: number): LeaveGroupRequest {
  const groupId = r.string(ver >= 4)
  let memberId: string = ''
  if (ver <= 2) memberId = r.string(false)
  let members: readonly MemberIdentity[] = []
  if (ver >= 3) {
    const count = r.array(ver >= 4, 2)
    const items = new Array<MemberIdentity>(count)
    for (let i = 0; i < count; i++) items[i] = readMemberIdentity(r, ver)
    members = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { groupId, memberId, members, unknownTags } : { groupId, memberId, members }
}

function writeLeaveGroupRequest(w: Writer, v: LeaveGroupRequestInit, ver: number): void {
  w.string(v.groupId, ver >= 4)
  if (ver <= 2) w.string(v.memberId ?? '', false)
  else if (v.memberId !== undefined && !(v.memberId === ''))
    throw w.lacks('LeaveGroupRequest', ver, 'memberId', v.memberId, '0-2')
  if (ver >= 3) {
    const items = v.members ?? []
    w.array(items.length, ver >= 4)
    for (const item of items) writeMemberIdentity(w, item, ver)
  } else if (v.members !== undefined && !(v.members.length === 0))
    throw w.lacks('LeaveGroupRequest', ver, 'members', v.members, '3-5')
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const LeaveGroupRequestMessage: Message<LeaveGroupRequest, LeaveGroupRequestInit> = {
  name: 'LeaveGroupRequest',
  min: 0,
  max: 5,
  flexibleFrom: 4,
  read: readLeaveGroupRequest,
  write: writeLeaveGroupRequest,
}

export interface MemberResponse {
  memberId: string
  groupInstanceId: string | null
  errorCode: number
  unknownTags?: readonly UnknownTag[]
}

export interface MemberResponseInit {
  memberId: string
  groupInstanceId: string | null
  errorCode?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface LeaveGroupResponse {
  throttleTimeMs: number
  errorCode: number
  members: readonly MemberResponse[]
  unknownTags?: readonly UnknownTag[]
}

export interface LeaveGroupResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  members?: readonly MemberResponseInit[] | undefined
  unknownTags?: readonly UnknownTag[]
}

function readMemberResponse(r: Reader, ver: number): MemberResponse {
  const memberId = r.string(ver >= 4)
  const groupInstanceId = r.nullableString(ver >= 4)
  const errorCode = r.int16()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { memberId, groupInstanceId, errorCode, unknownTags } : { memberId, groupInstanceId, errorCode }
}

function writeMemberResponse(w: Writer, v: MemberResponseInit, ver: number): void {
  w.string(v.memberId, ver >= 4)
  w.string(v.groupInstanceId, ver >= 4)
  w.int16(v.errorCode ?? 0)
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readLeaveGroupResponse(r: Reader, ver: number): LeaveGroupResponse {
  let throttleTimeMs: number = 0
  if (ver >= 1) throttleTimeMs = r.int32()
  const errorCode = r.int16()
  let members: readonly MemberResponse[] = []
  if (ver >= 3) {
    const count = r.array(ver >= 4, 4)
    const items = new Array<MemberResponse>(count)
    for (let i = 0; i < count; i++) items[i] = readMemberResponse(r, ver)
    members = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, errorCode, members, unknownTags } : { throttleTimeMs, errorCode, members }
}

function writeLeaveGroupResponse(w: Writer, v: LeaveGroupResponseInit, ver: number): void {
  if (ver >= 1) w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  if (ver >= 3) {
    const items = v.members ?? []
    w.array(items.length, ver >= 4)
    for (const item of items) writeMemberResponse(w, item, ver)
  } else if (v.members !== undefined && !(v.members.length === 0))
    throw w.lacks('LeaveGroupResponse', ver, 'members', v.members, '3-5')
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const LeaveGroupResponseMessage: Message<LeaveGroupResponse, LeaveGroupResponseInit> = {
  name: 'LeaveGroupResponse',
  min: 0,
  max: 5,
  flexibleFrom: 4,
  read: readLeaveGroupResponse,
  write: writeLeaveGroupResponse,
}

/** LeaveGroup */
export const LeaveGroup: Api<LeaveGroupRequest, LeaveGroupRequestInit, LeaveGroupResponse, LeaveGroupResponseInit> = {
  key: 13,
  name: 'LeaveGroup',
  min: 0,
  max: 5,
  advertisedMin: 0,
  flexibleFrom: 4,
  listeners: ['broker'],
  request: LeaveGroupRequestMessage,
  response: LeaveGroupResponseMessage,
}
