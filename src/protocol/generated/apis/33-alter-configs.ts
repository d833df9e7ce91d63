// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface AlterConfigsResource {
  resourceType: number
  resourceName: string
  configs: readonly AlterableConfig[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterConfigsResourceInit {
  resourceType: number
  resourceName: string
  configs: readonly AlterableConfigInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterableConfig {
  name: string
  value: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface AlterableConfigInit {
  name: string
  value: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface AlterConfigsRequest {
  resources: readonly AlterConfigsResource[]
  validateOnly: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface AlterConfigsRequestInit {
  resources: readonly AlterConfigsResourceInit[]
  validateOnly: boolean
  unknownTags?: readonly UnknownTag[]
}

function readAlterConfigsResource(r: Reader, ver: number): AlterConfigsResource {
  const resourceType = r.int8()
  const resourceName = r.string(ver >= 2)
  let configs: readonly AlterableConfig[]
  {
    const count = r.array(ver >= 2, 2)
    const items = new Array<AlterableConfig>(count)
    for (let i = 0; i < count; i++) items[i] = readAlterableConfig(r, ver)
    configs = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { resourceType, resourceName, configs, unknownTags } : { resourceType, resourceName, configs }
}

function writeAlterConfigsResource(w: Writer, v: AlterConfigsResourceInit, ver: number): void {
  w.int8(v.resourceType)
  w.string(v.resourceName, ver >= 2)
  {
    const items = v.configs
    w.array(items.length, ver >= 2)
    for (const item of items) writeAlterableConfig(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readAlterableConfig(r: Reader, ver: number): AlterableConfig {
  const name = r.string(ver >= 2)
  const value = r.nullableString(ver >= 2)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { name, value, unknownTags } : { name, value }
}

function writeAlterableConfig(w: Writer, v: AlterableConfigInit, ver: number): void {
  w.string(v.name, ver >= 2)
  w.string(v.value, ver >= 2)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readAlterConfigsRequest(r: Reader, ver: number): AlterConfigsRequest {
  let resources: readonly AlterConfigsResource[]
  {
    const count = r.array(ver >= 2, 3)
    const items = new Array<AlterConfigsResource>(count)
    for (let i = 0; i < count; i++) items[i] = readAlterConfigsResource(r, ver)
    resources = items
  }
  const validateOnly = r.bool()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { resources, validateOnly, unknownTags } : { resources, validateOnly }
}

function writeAlterConfigsRequest(w: Writer, v: AlterConfigsRequestInit, ver: number): void {
  {
    const items = v.resources
    w.array(items.length, ver >= 2)
    for (const item of items) writeAlterConfigsResource(w, item, ver)
  }
  w.bool(v.validateOnly)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const AlterConfigsRequestMessage: Message<AlterConfigsRequest, AlterConfigsRequestInit> = {
  name: 'AlterConfigsRequest',
  min: 0,
  max: 2,
  flexibleFrom: 2,
  read: readAlterConfigsRequest,
  write: writeAlterConfigsRequest,
}

export interface AlterConfigsResourceResponse {
  errorCode: number
  errorMessage: string | null
  resourceType: number
  resourceName: string
  unknownTags?: readonly UnknownTag[]
}

export interface AlterConfigsResourceResponseInit {
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  resourceType: number
  resourceName: string
  unknownTags?: readonly UnknownTag[]
}

export interface AlterConfigsResponse {
  throttleTimeMs: number
  responses: readonly AlterConfigsResourceResponse[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterConfigsResponseInit {
  throttleTimeMs?: number | undefined
  responses: readonly AlterConfigsResourceResponseInit[]
  unknownTags?: readonly UnknownTag[]
}

function readAlterConfigsResourceResponse(r: Reader, ver: number): AlterConfigsResourceResponse {
  const errorCode = r.int16()
  const errorMessage = r.nullableString(ver >= 2)
  const resourceType = r.int8()
  const resourceName = r.string(ver >= 2)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { errorCode, errorMessage, resourceType, resourceName, unknownTags }
    : { errorCode, errorMessage, resourceType, resourceName }
}

function writeAlterConfigsResourceResponse(w: Writer, v: AlterConfigsResourceResponseInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, ver >= 2)
  w.int8(v.resourceType)
  w.string(v.resourceName, ver >= 2)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readAlterConfigsResponse(r: Reader, ver: number): AlterConfigsResponse {
  const throttleTimeMs = r.int32()
  let responses: readonly AlterConfigsResourceResponse[]
  {
    const count = r.array(ver >= 2, 5)
    const items = new Array<AlterConfigsResourceResponse>(count)
    for (let i = 0; i < count; i++) items[i] = readAlterConfigsResourceResponse(r, ver)
    responses = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, responses, unknownTags } : { throttleTimeMs, responses }
}

function writeAlterConfigsResponse(w: Writer, v: AlterConfigsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.responses
    w.array(items.length, ver >= 2)
    for (const item of items) writeAlterConfigsResourceResponse(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const AlterConfigsResponseMessage: Message<AlterConfigsResponse, AlterConfigsResponseInit> = {
  name: 'AlterConfigsResponse',
  min: 0,
  max: 2,
  flexibleFrom: 2,
  read: readAlterConfigsResponse,
  write: writeAlterConfigsResponse,
}

/** AlterConfigs */
export const AlterConfigs: Api<
  AlterConfigsRequest,
  AlterConfigsRequestInit,
  AlterConfigsResponse,
  AlterConfigsResponseInit
> = {
  key: 33,
  name: 'AlterConfigs',
  min: 0,
  max: 2,
  advertisedMin: 0,
  flexibleFrom: 2,
  listeners: ['broker', 'controller'],
  request: AlterConfigsRequestMessage,
  response: AlterConfigsResponseMessage,
}
