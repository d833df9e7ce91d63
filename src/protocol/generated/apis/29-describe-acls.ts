// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface DescribeAclsRequest {
  resourceTypeFilter: number
  resourceNameFilter: string | null
  patternTypeFilter: number
  principalFilter: string | null
  hostFilter: string | null
  operation: number
  permissionType: number
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeAclsRequestInit {
  resourceTypeFilter: number
  resourceNameFilter: string | null
  patternTypeFilter?: number | undefined
  principalFilter: string | null
  hostFilter: string | null
  operation: number
  permissionType: number
  unknownTags?: readonly UnknownTag[]
}

function readDescribeAclsRequest(r: Reader, ver: number): DescribeAclsRequest {
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

function writeDescribeAclsRequest(w: Writer, v: DescribeAclsRequestInit, ver: number): void {
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

export const DescribeAclsRequestMessage: Message<DescribeAclsRequest, DescribeAclsRequestInit> = {
  name: 'DescribeAclsRequest',
  min: 1,
  max: 3,
  flexibleFrom: 2,
  read: readDescribeAclsRequest,
  write: writeDescribeAclsRequest,
}

export interface DescribeAclsResource {
  resourceType: number
  resourceName: string
  patternType: number
  acls: readonly AclDescription[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeAclsResourceInit {
  resourceType: number
  resourceName: string
  patternType?: number | undefined
  acls: readonly AclDescriptionInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface AclDescription {
  principal: string
  host: string
  operation: number
  permissionType: number
  unknownTags?: readonly UnknownTag[]
}

export interface AclDescriptionInit {
  principal: string
  host: string
  operation: number
  permissionType: number
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeAclsResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  resources: readonly DescribeAclsResource[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeAclsResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  resources: readonly DescribeAclsResourceInit[]
  unknownTags?: readonly UnknownTag[]
}

function readDescribeAclsResource(r: Reader, ver: number): DescribeAclsResource {
  const resourceType = r.int8()
  const resourceName = r.string(ver >= 2)
  const patternType = r.int8()
  let acls: readonly AclDescription[]
  {
    const count = r.array(ver >= 2, 4)
    const items = new Array<AclDescription>(count)
    for (let i = 0; i < count; i++) items[i] = readAclDescription(r, ver)
    acls = items
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
    ? { resourceType, resourceName, patternType, acls, unknownTags }
    : { resourceType, resourceName, patternType, acls }
}

function writeDescribeAclsResource(w: Writer, v: DescribeAclsResourceInit, ver: number): void {
  w.int8(v.resourceType)
  w.string(v.resourceName, ver >= 2)
  w.int8(v.patternType ?? 3)
  {
    const items = v.acls
    w.array(items.length, ver >= 2)
    for (const item of items) writeAclDescription(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readAclDescription(r: Reader, ver: number): AclDescription {
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
    ? { principal, host, operation, permissionType, unknownTags }
    : { principal, host, operation, permissionType }
}

function writeAclDescription(w: Writer, v: AclDescriptionInit, ver: number): void {
  w.string(v.principal, ver >= 2)
  w.string(v.host, ver >= 2)
  w.int8(v.operation)
  w.int8(v.permissionType)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDescribeAclsResponse(r: Reader, ver: number): DescribeAclsResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(ver >= 2)
  let resources: readonly DescribeAclsResource[]
  {
    const count = r.array(ver >= 2, 4)
    const items = new Array<DescribeAclsResource>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribeAclsResource(r, ver)
    resources = items
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
    ? { throttleTimeMs, errorCode, errorMessage, resources, unknownTags }
    : { throttleTimeMs, errorCode, errorMessage, resources }
}

function writeDescribeAclsResponse(w: Writer, v: DescribeAclsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, ver >= 2)
  {
    const items = v.resources
    w.array(items.length, ver >= 2)
    for (const item of items) writeDescribeAclsResource(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DescribeAclsResponseMessage: Message<DescribeAclsResponse, DescribeAclsResponseInit> = {
  name: 'DescribeAclsResponse',
  min: 1,
  max: 3,
  flexibleFrom: 2,
  read: readDescribeAclsResponse,
  write: writeDescribeAclsResponse,
}

/** DescribeAcls */
export const DescribeAcls: Api<
  DescribeAclsRequest,
  DescribeAclsRequestInit,
  DescribeAclsResponse,
  DescribeAclsResponseInit
> = {
  key: 29,
  name: 'DescribeAcls',
  min: 1,
  max: 3,
  advertisedMin: 1,
  flexibleFrom: 2,
  listeners: ['broker', 'controller'],
  request: DescribeAclsRequestMessage,
  response: DescribeAclsResponseMessage,
}
