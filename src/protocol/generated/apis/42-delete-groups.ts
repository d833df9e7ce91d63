// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface DeleteGroupsRequest {
  groupsNames: readonly string[]
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteGroupsRequestInit {
  groupsNames: readonly string[]
  unknownTags?: readonly UnknownTag[]
}

function readDeleteGroupsRequest(r: Reader, ver: number): DeleteGroupsRequest {
  let groupsNames: readonly string[]
  {
    const count = r.array(ver >= 2, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(ver >= 2)
    groupsNames = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { groupsNames, unknownTags } : { groupsNames }
}

function writeDeleteGroupsRequest(w: Writer, v: DeleteGroupsRequestInit, ver: number): void {
  {
    const items = v.groupsNames
    w.array(items.length, ver >= 2)
    for (const item of items) w.string(item, ver >= 2)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DeleteGroupsRequestMessage: Message<DeleteGroupsRequest, DeleteGroupsRequestInit> = {
  name: 'DeleteGroupsRequest',
  min: 0,
  max: 2,
  flexibleFrom: 2,
  read: readDeleteGroupsRequest,
  write: writeDeleteGroupsRequest,
}

export interface DeletableGroupResult {
  groupId: string
  errorCode: number
  unknownTags?: readonly UnknownTag[]
}

export interface DeletableGroupResultInit {
  groupId: string
  errorCode?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteGroupsResponse {
  throttleTimeMs: number
  results: readonly DeletableGroupResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteGroupsResponseInit {
  throttleTimeMs?: number | undefined
  results: readonly DeletableGroupResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readDeletableGroupResult(r: Reader, ver: number): DeletableGroupResult {
  const groupId = r.string(ver >= 2)
  const errorCode = r.int16()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { groupId, errorCode, unknownTags } : { groupId, errorCode }
}

function writeDeletableGroupResult(w: Writer, v: DeletableGroupResultInit, ver: number): void {
  w.string(v.groupId, ver >= 2)
  w.int16(v.errorCode ?? 0)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDeleteGroupsResponse(r: Reader, ver: number): DeleteGroupsResponse {
  const throttleTimeMs = r.int32()
  let results: readonly DeletableGroupResult[]
  {
    const count = r.array(ver >= 2, 3)
    const items = new Array<DeletableGroupResult>(count)
    for (let i = 0; i < count; i++) items[i] = readDeletableGroupResult(r, ver)
    results = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, results, unknownTags } : { throttleTimeMs, results }
}

function writeDeleteGroupsResponse(w: Writer, v: DeleteGroupsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.results
    w.array(items.length, ver >= 2)
    for (const item of items) writeDeletableGroupResult(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DeleteGroupsResponseMessage: Message<DeleteGroupsResponse, DeleteGroupsResponseInit> = {
  name: 'DeleteGroupsResponse',
  min: 0,
  max: 2,
  flexibleFrom: 2,
  read: readDeleteGroupsResponse,
  write: writeDeleteGroupsResponse,
}

/** DeleteGroups */
export const DeleteGroups: Api<
  DeleteGroupsRequest,
  DeleteGroupsRequestInit,
  DeleteGroupsResponse,
  DeleteGroupsResponseInit
> = {
  key: 42,
  name: 'DeleteGroups',
  min: 0,
  max: 2,
  advertisedMin: 0,
  flexibleFrom: 2,
  listeners: ['broker'],
  request: DeleteGroupsRequestMessage,
  response: DeleteGroupsResponseMessage,
}
