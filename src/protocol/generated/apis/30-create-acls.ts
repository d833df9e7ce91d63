// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface AclCreation {
  resourceType: number
  resourceName: string
  resourcePatternType: number
  principal: string
  host: string
  operation: number
  permissionType: number
  unknownTags?: readonly UnknownTag[]
}

export interface AclCreationInit {
  resourceType: number
  resourceName: string
  resourcePatternType?: number | undefined
  principal: string
  host: string
  operation: number
  permissionType: number
  unknownTags?: readonly UnknownTag[]
}

export interface CreateAclsRequest {
  creations: readonly AclCreation[]
  unknownTags?: readonly UnknownTag[]
}

export interface CreateAclsRequestInit {
  creations: readonly AclCreationInit[]
  unknownTags?: readonly UnknownTag[]
}

function readAclCreation(r: Reader, ver: number): AclCreation {
  const resourceType = r.int8()
  const resourceName = r.string(ver >= 2)
  const resourcePatternType = r.int8()
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
    ? { resourceType, resourceName, resourcePatternType, principal, host, operation, permissionType, unknownTags }
    : { resourceType, resourceName, resourcePatternType, principal, host, operation, permissionType }
}

function writeAclCreation(w: Writer, v: AclCreationInit, ver: number): void {
  w.int8(v.resourceType)
  w.string(v.resourceName, ver >= 2)
  w.int8(v.resourcePatternType ?? 3)
  w.string(v.principal, ver >= 2)
  w.string(v.host, ver >= 2)
  w.int8(v.operation)
  w.int8(v.permissionType)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readCreateAclsRequest(r: Reader, ver: number): CreateAclsRequest {
  let creations: readonly AclCreation[]
  {
    const count = r.array(ver >= 2, 7)
    const items = new Array<AclCreation>(count)
    for (let i = 0; i < count; i++) items[i] = readAclCreation(r, ver)
    creations = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { creations, unknownTags } : { creations }
}

function writeCreateAclsRequest(w: Writer, v: CreateAclsRequestInit, ver: number): void {
  {
    const items = v.creations
    w.array(items.length, ver >= 2)
    for (const item of items) writeAclCreation(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const CreateAclsRequestMessage: Message<CreateAclsRequest, CreateAclsRequestInit> = {
  name: 'CreateAclsRequest',
  min: 1,
  max: 3,
  flexibleFrom: 2,
  read: readCreateAclsRequest,
  write: writeCreateAclsRequest,
}

export interface AclCreationResult {
  errorCode: number
  errorMessage: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface AclCreationResultInit {
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface CreateAclsResponse {
  throttleTimeMs: number
  results: readonly AclCreationResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface CreateAclsResponseInit {
  throttleTimeMs?: number | undefined
  results: readonly AclCreationResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readAclCreationResult(r: Reader, ver: number): AclCreationResult {
  const errorCode = r.int16()
  const errorMessage = r.nullableString(ver >= 2)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { errorCode, errorMessage, unknownTags } : { errorCode, errorMessage }
}

function writeAclCreationResult(w: Writer, v: AclCreationResultInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, ver >= 2)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readCreateAclsResponse(r: Reader, ver: number): CreateAclsResponse {
  const throttleTimeMs = r.int32()
  let results: readonly AclCreationResult[]
  {
    const count = r.array(ver >= 2, 3)
    const items = new Array<AclCreationResult>(count)
    for (let i = 0; i < count; i++) items[i] = readAclCreationResult(r, ver)
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

function writeCreateAclsResponse(w: Writer, v: CreateAclsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.results
    w.array(items.length, ver >= 2)
    for (const item of items) writeAclCreationResult(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const CreateAclsResponseMessage: Message<CreateAclsResponse, CreateAclsResponseInit> = {
  name: 'CreateAclsResponse',
  min: 1,
  max: 3,
  flexibleFrom: 2,
  read: readCreateAclsResponse,
  write: writeCreateAclsResponse,
}

/** CreateAcls */
export const CreateAcls: Api<CreateAclsRequest, CreateAclsRequestInit, CreateAclsResponse, CreateAclsResponseInit> = {
  key: 30,
  name: 'CreateAcls',
  min: 1,
  max: 3,
  advertisedMin: 1,
  flexibleFrom: 2,
  listeners: ['broker', 'controller'],
  request: CreateAclsRequestMessage,
  response: CreateAclsResponseMessage,
}
