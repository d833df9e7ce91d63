// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface ListGroupsRequest {
  statesFilter: readonly string[]
  typesFilter: readonly string[]
  unknownTags?: readonly UnknownTag[]
}

export interface ListGroupsRequestInit {
  statesFilter?: readonly string[] | undefined
  typesFilter?: readonly string[] | undefined
  unknownTags?: readonly UnknownTag[]
}

function readListGroupsRequest(r: Reader, ver: number): ListGroupsRequest {
  let statesFilter: readonly string[] = []
  if (ver >= 4) {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    statesFilter = items
  }
  let typesFilter: readonly string[] = []
  if (ver >= 5) {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    typesFilter = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { statesFilter, typesFilter, unknownTags } : { statesFilter, typesFilter }
}

function writeListGroupsRequest(w: Writer, v: ListGroupsRequestInit, ver: number): void {
  if (ver >= 4) {
    const items = v.statesFilter ?? []
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  } else if (v.statesFilter !== undefined && !(v.statesFilter.length === 0))
    throw w.lacks('ListGroupsRequest', ver, 'statesFilter', v.statesFilter, '4-5')
  if (ver >= 5) {
    const items = v.typesFilter ?? []
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  } else if (v.typesFilter !== undefined && !(v.typesFilter.length === 0))
    throw w.lacks('ListGroupsRequest', ver, 'typesFilter', v.typesFilter, '5-5')
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const ListGroupsRequestMessage: Message<ListGroupsRequest, ListGroupsRequestInit> = {
  name: 'ListGroupsRequest',
  min: 0,
  max: 5,
  flexibleFrom: 3,
  read: readListGroupsRequest,
  write: writeListGroupsRequest,
}

export interface ListedGroup {
  groupId: string
  protocolType: string
  groupState: string
  groupType: string
  unknownTags?: readonly UnknownTag[]
}

export interface ListedGroupInit {
  groupId: string
  protocolType: string
  groupState?: string | undefined
  groupType?: string | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface ListGroupsResponse {
  throttleTimeMs: number
  errorCode: number
  groups: readonly ListedGroup[]
  unknownTags?: readonly UnknownTag[]
}

export interface ListGroupsResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  groups: readonly ListedGroupInit[]
  unknownTags?: readonly UnknownTag[]
}

function readListedGroup(r: Reader, ver: number): ListedGroup {
  const groupId = r.string(ver >= 3)
  const protocolType = r.string(ver >= 3)
  let groupState: string = ''
  if (ver >= 4) groupState = r.string(true)
  let groupType: string = ''
  if (ver >= 5) groupType = r.string(true)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { groupId, protocolType, groupState, groupType, unknownTags }
    : { groupId, protocolType, groupState, groupType }
}

function writeListedGroup(w: Writer, v: ListedGroupInit, ver: number): void {
  w.string(v.groupId, ver >= 3)
  w.string(v.protocolType, ver >= 3)
  if (ver >= 4) w.string(v.groupState ?? '', true)
  if (ver >= 5) w.string(v.groupType ?? '', true)
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readListGroupsResponse(r: Reader, ver: number): ListGroupsResponse {
  let throttleTimeMs: number = 0
  if (ver >= 1) throttleTimeMs = r.int32()
  const errorCode = r.int16()
  let groups: readonly ListedGroup[]
  {
    const count = r.array(ver >= 3, 2)
    const items = new Array<ListedGroup>(count)
    for (let i = 0; i < count; i++) items[i] = readListedGroup(r, ver)
    groups = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, errorCode, groups, unknownTags } : { throttleTimeMs, errorCode, groups }
}

function writeListGroupsResponse(w: Writer, v: ListGroupsResponseInit, ver: number): void {
  if (ver >= 1) w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  {
    const items = v.groups
    w.array(items.length, ver >= 3)
    for (const item of items) writeListedGroup(w, item, ver)
  }
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const ListGroupsResponseMessage: Message<ListGroupsResponse, ListGroupsResponseInit> = {
  name: 'ListGroupsResponse',
  min: 0,
  max: 5,
  flexibleFrom: 3,
  read: readListGroupsResponse,
  write: writeListGroupsResponse,
}

/** ListGroups */
export const ListGroups: Api<ListGroupsRequest, ListGroupsRequestInit, ListGroupsResponse, ListGroupsResponseInit> = {
  key: 16,
  name: 'ListGroups',
  min: 0,
  max: 5,
  advertisedMin: 0,
  flexibleFrom: 3,
  listeners: ['broker'],
  request: ListGroupsRequestMessage,
  response: ListGroupsResponseMessage,
}
