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
  configOperation: number
  value: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface AlterableConfigInit {
  name: string
  configOperation: number
  value: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface IncrementalAlterConfigsRequest {
  resources: readonly AlterConfigsResource[]
  validateOnly: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface IncrementalAlterConfigsRequestInit {
  resources: readonly AlterConfigsResourceInit[]
  validateOnly: boolean
  unknownTags?: readonly UnknownTag[]
}

function readAlterConfigsResource(r: Reader, ver: number): AlterConfigsResource {
  const resourceType = r.int8()
  const resourceName = r.string(ver >= 1)
  let configs: readonly AlterableConfig[]
  {
    const count = r.array(ver >= 1, 3)
    const items = new Array<AlterableConfig>(count)
    for (let i = 0; i < count; i++) items[i] = readAlterableConfig(r, ver)
    configs = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
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
  w.string(v.resourceName, ver >= 1)
  {
    const items = v.configs
    w.array(items.length, ver >= 1)
    for (const item of items) writeAlterableConfig(w, item, ver)
  }
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readAlterableConfig(r: Reader, ver: number): AlterableConfig {
  const name = r.string(ver >= 1)
  const configOperation = r.int8()
  const value = r.nullableString(ver >= 1)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { name, configOperation, value, unknownTags } : { name, configOperation, value }
}

function writeAlterableConfig(w: Writer, v: AlterableConfigInit, ver: number): void {
  w.string(v.name, ver >= 1)
  w.int8(v.configOperation)
  w.string(v.value, ver >= 1)
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readIncrementalAlterConfigsRequest(r: Reader, ver: number): IncrementalAlterConfigsRequest {
  let resources: readonly AlterConfigsResource[]
  {
    const count = r.array(ver >= 1, 3)
    const items = new Array<AlterConfigsResource>(count)
    for (let i = 0; i < count; i++) items[i] = readAlterConfigsResource(r, ver)
    resources = items
  }
  const validateOnly = r.bool()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { resources, validateOnly, unknownTags } : { resources, validateOnly }
}

function writeIncrementalAlterConfigsRequest(w: Writer, v: IncrementalAlterConfigsRequestInit, ver: number): void {
  {
    const items = v.resources
    w.array(items.length, ver >= 1)
    for (const item of items) writeAlterConfigsResource(w, item, ver)
  }
  w.bool(v.validateOnly)
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const IncrementalAlterConfigsRequestMessage: Message<
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsRequestInit
> = {
  name: 'IncrementalAlterConfigsRequest',
  min: 0,
  max: 1,
  flexibleFrom: 1,
  read: readIncrementalAlterConfigsRequest,
  write: writeIncrementalAlterConfigsRequest,
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

export interface IncrementalAlterConfigsResponse {
  throttleTimeMs: number
  responses: readonly AlterConfigsResourceResponse[]
  unknownTags?: readonly UnknownTag[]
}

export interface IncrementalAlterConfigsResponseInit {
  throttleTimeMs?: number | undefined
  responses: readonly AlterConfigsResourceResponseInit[]
  unknownTags?: readonly UnknownTag[]
}

function readAlterConfigsResourceResponse(r: Reader, ver: number): AlterConfigsResourceResponse {
  const errorCode = r.int16()
  const errorMessage = r.nullableString(ver >= 1)
  const resourceType = r.int8()
  const resourceName = r.string(ver >= 1)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
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
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, ver >= 1)
  w.int8(v.resourceType)
  w.string(v.resourceName, ver >= 1)
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readIncrementalAlterConfigsResponse(r: Reader, ver: number): IncrementalAlterConfigsResponse {
  const throttleTimeMs = r.int32()
  let responses: readonly AlterConfigsResourceResponse[]
  {
    const count = r.array(ver >= 1, 5)
    const items = new Array<AlterConfigsResourceResponse>(count)
    for (let i = 0; i < count; i++) items[i] = readAlterConfigsResourceResponse(r, ver)
    responses = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, responses, unknownTags } : { throttleTimeMs, responses }
}

function writeIncrementalAlterConfigsResponse(w: Writer, v: IncrementalAlterConfigsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.responses
    w.array(items.length, ver >= 1)
    for (const item of items) writeAlterConfigsResourceResponse(w, item, ver)
  }
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const IncrementalAlterConfigsResponseMessage: Message<
  IncrementalAlterConfigsResponse,
  IncrementalAlterConfigsResponseInit
> = {
  name: 'IncrementalAlterConfigsResponse',
  min: 0,
  max: 1,
  flexibleFrom: 1,
  read: readIncrementalAlterConfigsResponse,
  write: writeIncrementalAlterConfigsResponse,
}

/** IncrementalAlterConfigs */
export const IncrementalAlterConfigs: Api<
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsRequestInit,
  IncrementalAlterConfigsResponse,
  IncrementalAlterConfigsResponseInit
> = {
  key: 44,
  name: 'IncrementalAlterConfigs',
  min: 0,
  max: 1,
  advertisedMin: 0,
  flexibleFrom: 1,
  listeners: ['broker', 'controller'],
  request: IncrementalAlterConfigsRequestMessage,
  response: IncrementalAlterConfigsResponseMessage,
}
