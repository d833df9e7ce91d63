// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface DescribeGroupsRequest {
  groups: readonly string[]
  includeAuthorizedOperations: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeGroupsRequestInit {
  groups: readonly string[]
  includeAuthorizedOperations?: boolean | undefined
  unknownTags?: readonly UnknownTag[]
}

function readDescribeGroupsRequest(r: Reader, ver: number): DescribeGroupsRequest {
  let groups: readonly string[]
  {
    const count = r.array(ver >= 5, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(ver >= 5)
    groups = items
  }
  let includeAuthorizedOperations: boolean = false
  if (ver >= 3) includeAuthorizedOperations = r.bool()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 5)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { groups, includeAuthorizedOperations, unknownTags } : { groups, includeAuthorizedOperations }
}

function writeDescribeGroupsRequest(w: Writer, v: DescribeGroupsRequestInit, ver: number): void {
  {
    const items = v.groups
    w.array(items.length, ver >= 5)
    for (const item of items) w.string(item, ver >= 5)
  }
  if (ver >= 3) w.bool(v.includeAuthorizedOperations ?? false)
  else if (v.includeAuthorizedOperations !== undefined && !(v.includeAuthorizedOperations === false))
    throw w.lacks('DescribeGroupsRequest', ver, 'includeAuthorizedOperations', v.includeAuthorizedOperations, '3-6')
  if (ver >= 5) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DescribeGroupsRequestMessage: Message<DescribeGroupsRequest, DescribeGroupsRequestInit> = {
  name: 'DescribeGroupsRequest',
  min: 0,
  max: 6,
  flexibleFrom: 5,
  read: readDescribeGroupsRequest,
  write: writeDescribeGroupsRequest,
}

export interface DescribedGroup {
  errorCode: number
  errorMessage: string | null
  groupId: string
  groupState: string
  protocolType: string
  protocolData: string
  members: readonly DescribedGroupMember[]
  authorizedOperations: number
  unknownTags?: readonly UnknownTag[]
}

export interface DescribedGroupInit {
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  groupId: string
  groupState: string
  protocolType: string
  protocolData: string
  members: readonly DescribedGroupMemberInit[]
  authorizedOperations?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface DescribedGroupMember {
  memberId: string
  groupInstanceId: string | null
  clientId: string
  clientHost: string
  memberMetadata: Buffer
  memberAssignment: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface DescribedGroupMemberInit {
  memberId: string
  groupInstanceId?: string | null | undefined
  clientId: string
  clientHost: string
  memberMetadata: Buffer
  memberAssignment: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeGroupsResponse {
  throttleTimeMs: number
  groups: readonly DescribedGroup[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeGroupsResponseInit {
  throttleTimeMs?: number | undefined
  groups: readonly DescribedGroupInit[]
  unknownTags?: readonly UnknownTag[]
}

function readDescribedGroup(r: Reader, ver: number): DescribedGroup {
  const errorCode = r.int16()
  let errorMessage: string | null = null
  if (ver >= 6) errorMessage = r.nullableString(true)
  const groupId = r.string(ver >= 5)
  const groupState = r.string(ver >= 5)
  const protocolType = r.string(ver >= 5)
  const protocolData = r.string(ver >= 5)
  let members: readonly DescribedGroupMember[]
  {
    const count = r.array(ver >= 5, 5)
    const items = new Array<DescribedGroupMember>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribedGroupMember(r, ver)
    members = items
  }
  let authorizedOperations: number = -2147483648
  if (ver >= 3) authorizedOperations = r.int32()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 5)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? {
        errorCode,
        errorMessage,
        groupId,
        groupState,
        protocolType,
        protocolData,
        members,
        authorizedOperations,
        unknownTags,
      }
    : { errorCode, errorMessage, groupId, groupState, protocolType, protocolData, members, authorizedOperations }
}

function writeDescribedGroup(w: Writer, v: DescribedGroupInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  if (ver >= 6) w.string(v.errorMessage ?? null, true)
  else if (v.errorMessage !== undefined && !(v.errorMessage === null))
    throw w.lacks('DescribeGroupsResponse', ver, 'DescribedGroup.errorMessage', v.errorMessage, '6-6')
  w.string(v.groupId, ver >= 5)
  w.string(v.groupState, ver >= 5)
  w.string(v.protocolType, ver >= 5)
  w.string(v.protocolData, ver >= 5)
  {
    const items = v.members
    w.array(items.length, ver >= 5)
    for (const item of items) writeDescribedGroupMember(w, item, ver)
  }
  if (ver >= 3) w.int32(v.authorizedOperations ?? -2147483648)
  else if (v.authorizedOperations !== undefined && !(v.authorizedOperations === -2147483648))
    throw w.lacks('DescribeGroupsResponse', ver, 'DescribedGroup.authorizedOperations', v.authorizedOperations, '3-6')
  if (ver >= 5) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDescribedGroupMember(r: Reader, ver: number): DescribedGroupMember {
  const memberId = r.string(ver >= 5)
  let groupInstanceId: string | null = null
  if (ver >= 4) groupInstanceId = r.nullableString(ver >= 5)
  const clientId = r.string(ver >= 5)
  const clientHost = r.string(ver >= 5)
  const memberMetadata = r.bytes(ver >= 5)
  const memberAssignment = r.bytes(ver >= 5)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 5)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { memberId, groupInstanceId, clientId, clientHost, memberMetadata, memberAssignment, unknownTags }
    : { memberId, groupInstanceId, clientId, clientHost, memberMetadata, memberAssignment }
}

function writeDescribedGroupMember(w: Writer, v: DescribedGroupMemberInit, ver: number): void {
  w.string(v.memberId, ver >= 5)
  if (ver >= 4) w.string(v.groupInstanceId ?? null, ver >= 5)
  w.string(v.clientId, ver >= 5)
  w.string(v.clientHost, ver >= 5)
  w.bytes(v.memberMetadata, ver >= 5)
  w.bytes(v.memberAssignment, ver >= 5)
  if (ver >= 5) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDescribeGroupsResponse(r: Reader, ver: number): DescribeGroupsResponse {
  let throttleTimeMs: number = 0
  if (ver >= 1) throttleTimeMs = r.int32()
  let groups: readonly DescribedGroup[]
  {
    const count = r.array(ver >= 5, 7)
    const items = new Array<DescribedGroup>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribedGroup(r, ver)
    groups = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 5)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, groups, unknownTags } : { throttleTimeMs, groups }
}

function writeDescribeGroupsResponse(w: Writer, v: DescribeGroupsResponseInit, ver: number): void {
  if (ver >= 1) w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.groups
    w.array(items.length, ver >= 5)
    for (const item of items) writeDescribedGroup(w, item, ver)
  }
  if (ver >= 5) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DescribeGroupsResponseMessage: Message<DescribeGroupsResponse, DescribeGroupsResponseInit> = {
  name: 'DescribeGroupsResponse',
  min: 0,
  max: 6,
  flexibleFrom: 5,
  read: readDescribeGroupsResponse,
  write: writeDescribeGroupsResponse,
}

/** DescribeGroups */
export const DescribeGroups: Api<
  DescribeGroupsRequest,
  DescribeGroupsRequestInit,
  DescribeGroupsResponse,
  DescribeGroupsResponseInit
> = {
  key: 15,
  name: 'DescribeGroups',
  min: 0,
  max: 6,
  advertisedMin: 0,
  flexibleFrom: 5,
  listeners: ['broker'],
  request: DescribeGroupsRequestMessage,
  response: DescribeGroupsResponseMessage,
}
