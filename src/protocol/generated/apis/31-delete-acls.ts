// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface DeleteAclsFilter {
  resourceTypeFilter: number
  resourceNameFilter: string | null
  patternTypeFilter: number
  principalFilter: string | null
  hostFilter: string | null
  operation: number
  permissionType: number
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteAclsFilterInit {
  resourceTypeFilter: number
  resourceNameFilter: string | null
  patternTypeFilter?: number | undefined
  principalFilter: string | null
  hostFilter: string | null
  operation: number
  permissionType: number
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteAclsRequest {
  filters: readonly DeleteAclsFilter[]
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteAclsRequestInit {
  filters: readonly DeleteAclsFilterInit[]
  unknownTags?: readonly UnknownTag[]
}

function readDeleteAclsFilter(r: Reader, ver: number): DeleteAclsFilter {
  const resourceTypeFilter = r.int8()
  const resourceNameFilter = r.nullableString(ver >= 2)
  const patternTypeFilter = r.int8()
  const principalFilter = r.nullableString(ver >= 2)
  const hostFilter = r.nullableString(ver >= 2)
  const operation = r.int8()
  const permissionType = r.int8()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? {
        resourceTypeFilter,
        resourceNameFilter,
        patternTypeFilter,
        principalFilter,
        hostFilter,
        operation,
        permissionType,
        unknownTags,
      }
    : {
        resourceTypeFilter,
        resourceNameFilter,
        patternTypeFilter,
        principalFilter,
        hostFilter,
        operation,
        permissionType,
      }
}

function writeDeleteAclsFilter(w: Writer, v: DeleteAclsFilterInit, ver: number): void {
  w.int8(v.resourceTypeFilter)
  w.string(v.resourceNameFilter, ver >= 2)
  w.int8(v.patternTypeFilter ?? 3)
  w.string(v.principalFilter, ver >= 2)
  w.string(v.hostFilter, ver >= 2)
  w.int8(v.operation)
  w.int8(v.permissionType)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDeleteAclsRequest(r: Reader, ver: number): DeleteAclsRequest {
  let filters: readonly DeleteAclsFilter[]
  {
    const count = r.array(ver >= 2, 7)
    const items = new Array<DeleteAclsFilter>(count)
    for (let i = 0; i < count; i++) items[i] = readDeleteAclsFilter(r, ver)
    filters = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { filters, unknownTags } : { filters }
}

function writeDeleteAclsRequest(w: Writer, v: DeleteAclsRequestInit, ver: number): void {
  {
    const items = v.filters
    w.array(items.length, ver >= 2)
    for (const item of items) writeDeleteAclsFilter(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DeleteAclsRequestMessage: Message<DeleteAclsRequest, DeleteAclsRequestInit> = {
  name: 'DeleteAclsRequest',
  min: 1,
  max: 3,
  flexibleFrom: 2,
  read: readDeleteAclsRequest,
  write: writeDeleteAclsRequest,
}

export interface DeleteAclsFilterResult {
  errorCode: number
  errorMessage: string | null
  matchingAcls: readonly DeleteAclsMatchingAcl[]
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteAclsFilterResultInit {
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  matchingAcls: readonly DeleteAclsMatchingAclInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteAclsMatchingAcl {
  errorCode: number
  errorMessage: string | null
  resourceType: number
  resourceName: string
  patternType: number
  principal: string
  host: string
  operation: number
  permissionType: number
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteAclsMatchingAclInit {
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  resourceType: number
  resourceName: string
  patternType?: number | undefined
  principal: string
  host: string
  operation: number
  permissionType: number
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteAclsResponse {
  throttleTimeMs: number
  filterResults: readonly DeleteAclsFilterResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteAclsResponseInit {
  throttleTimeMs?: number | undefined
  filterResults: readonly DeleteAclsFilterResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readDeleteAclsFilterResult(r: Reader, ver: number): DeleteAclsFilterResult {
  const errorCode = r.int16()
  const errorMessage = r.nullableString(ver >= 2)
  let matchingAcls: readonly DeleteAclsMatchingAcl[]
  {
    const count = r.array(ver >= 2, 10)
    const items = new Array<DeleteAclsMatchingAcl>(count)
    for (let i = 0; i < count; i++) items[i] = readDeleteAclsMatchingAcl(r, ver)
    matchingAcls = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { errorCode, errorMessage, matchingAcls, unknownTags }
    : { errorCode, errorMessage, matchingAcls }
}

function writeDeleteAclsFilterResult(w: Writer, v: DeleteAclsFilterResultInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, ver >= 2)
  {
    const items = v.matchingAcls
    w.array(items.length, ver >= 2)
    for (const item of items) writeDeleteAclsMatchingAcl(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDeleteAclsMatchingAcl(r: Reader, ver: number): DeleteAclsMatchingAcl {
  const errorCode = r.int16()
  const errorMessage = r.nullableString(ver >= 2)
  const resourceType = r.int8()
  const resourceName = r.string(ver >= 2)
  const patternType = r.int8()
  const principal = r.string(ver >= 2)
  const host = r.string(ver >= 2)
  const operation = r.int8()
  const permissionType = r.int8()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
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
        resourceType,
        resourceName,
        patternType,
        principal,
        host,
        operation,
        permissionType,
        unknownTags,
      }
    : { errorCode, errorMessage, resourceType, resourceName, patternType, principal, host, operation, permissionType }
}

function writeDeleteAclsMatchingAcl(w: Writer, v: DeleteAclsMatchingAclInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, ver >= 2)
  w.int8(v.resourceType)
  w.string(v.resourceName, ver >= 2)
  w.int8(v.patternType ?? 3)
  w.string(v.principal, ver >= 2)
  w.string(v.host, ver >= 2)
  w.int8(v.operation)
  w.int8(v.permissionType)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDeleteAclsResponse(r: Reader, ver: number): DeleteAclsResponse {
  const throttleTimeMs = r.int32()
  let filterResults: readonly DeleteAclsFilterResult[]
  {
    const count = r.array(ver >= 2, 4)
    const items = new Array<DeleteAclsFilterResult>(count)
    for (let i = 0; i < count; i++) items[i] = readDeleteAclsFilterResult(r, ver)
    filterResults = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, filterResults, unknownTags } : { throttleTimeMs, filterResults }
}

function writeDeleteAclsResponse(w: Writer, v: DeleteAclsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.filterResults
    w.array(items.length, ver >= 2)
    for (const item of items) writeDeleteAclsFilterResult(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DeleteAclsResponseMessage: Message<DeleteAclsResponse, DeleteAclsResponseInit> = {
  name: 'DeleteAclsResponse',
  min: 1,
  max: 3,
  flexibleFrom: 2,
  read: readDeleteAclsResponse,
  write: writeDeleteAclsResponse,
}

/** DeleteAcls */
export const DeleteAcls: Api<DeleteAclsRequest, DeleteAclsRequestInit, DeleteAclsResponse, DeleteAclsResponseInit> = {
  key: 31,
  name: 'DeleteAcls',
  min: 1,
  max: 3,
  advertisedMin: 1,
  flexibleFrom: 2,
  listeners: ['broker', 'controller'],
  request: DeleteAclsRequestMessage,
  response: DeleteAclsResponseMessage,
}
