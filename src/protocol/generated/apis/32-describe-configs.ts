// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface DescribeConfigsResource {
  resourceType: number
  resourceName: string
  configurationKeys: readonly string[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeConfigsResourceInit {
  resourceType: number
  resourceName: string
  configurationKeys: readonly string[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeConfigsRequest {
  resources: readonly DescribeConfigsResource[]
  includeSynonyms: boolean
  includeDocumentation: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeConfigsRequestInit {
  resources: readonly DescribeConfigsResourceInit[]
  includeSynonyms?: boolean | undefined
  includeDocumentation?: boolean | undefined
  unknownTags?: readonly UnknownTag[]
}

function readDescribeConfigsResource(r: Reader, ver: number): DescribeConfigsResource {
  const resourceType = r.int8()
  const resourceName = r.string(ver >= 4)
  let configurationKeys: readonly string[] | null
  {
    const count = r.nullableArray(ver >= 4, 1)
    if (count < 0) configurationKeys = null
    else {
      const items = new Array<string>(count)
      for (let i = 0; i < count; i++) items[i] = r.string(ver >= 4)
      configurationKeys = items
    }
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
    ? { resourceType, resourceName, configurationKeys, unknownTags }
    : { resourceType, resourceName, configurationKeys }
}

function writeDescribeConfigsResource(w: Writer, v: DescribeConfigsResourceInit, ver: number): void {
  w.int8(v.resourceType)
  w.string(v.resourceName, ver >= 4)
  {
    const items = v.configurationKeys
    if (items === null) w.array(-1, ver >= 4)
    else {
      w.array(items.length, ver >= 4)
      for (const item of items) w.string(item, ver >= 4)
    }
  }
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDescribeConfigsRequest(r: Reader, ver: number): DescribeConfigsRequest {
  let resources: readonly DescribeConfigsResource[]
  {
    const count = r.array(ver >= 4, 3)
    const items = new Array<DescribeConfigsResource>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribeConfigsResource(r, ver)
    resources = items
  }
  const includeSynonyms = r.bool()
  let includeDocumentation: boolean = false
  if (ver >= 3) includeDocumentation = r.bool()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { resources, includeSynonyms, includeDocumentation, unknownTags }
    : { resources, includeSynonyms, includeDocumentation }
}

function writeDescribeConfigsRequest(w: Writer, v: DescribeConfigsRequestInit, ver: number): void {
  {
    const items = v.resources
    w.array(items.length, ver >= 4)
    for (const item of items) writeDescribeConfigsResource(w, item, ver)
  }
  w.bool(v.includeSynonyms ?? false)
  if (ver >= 3) w.bool(v.includeDocumentation ?? false)
  else if (v.includeDocumentation !== undefined && !(v.includeDocumentation === false))
    throw w.lacks('DescribeConfigsRequest', ver, 'includeDocumentation', v.includeDocumentation, '3-4')
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DescribeConfigsRequestMessage: Message<DescribeConfigsRequest, DescribeConfigsRequestInit> = {
  name: 'DescribeConfigsRequest',
  min: 1,
  max: 4,
  flexibleFrom: 4,
  read: readDescribeConfigsRequest,
  write: writeDescribeConfigsRequest,
}

export interface DescribeConfigsResult {
  errorCode: number
  errorMessage: string | null
  resourceType: number
  resourceName: string
  configs: readonly DescribeConfigsResourceResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeConfigsResultInit {
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  resourceType: number
  resourceName: string
  configs: readonly DescribeConfigsResourceResultInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeConfigsResourceResult {
  name: string
  value: string | null
  readOnly: boolean
  configSource: number
  isSensitive: boolean
  synonyms: readonly DescribeConfigsSynonym[]
  configType: number
  documentation: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeConfigsResourceResultInit {
  name: string
  value: string | null
  readOnly: boolean
  configSource?: number | undefined
  isSensitive: boolean
  synonyms: readonly DescribeConfigsSynonymInit[]
  configType?: number | undefined
  documentation?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeConfigsSynonym {
  name: string
  value: string | null
  source: number
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeConfigsSynonymInit {
  name: string
  value: string | null
  source: number
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeConfigsResponse {
  throttleTimeMs: number
  results: readonly DescribeConfigsResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeConfigsResponseInit {
  throttleTimeMs?: number | undefined
  results: readonly DescribeConfigsResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readDescribeConfigsResult(r: Reader, ver: number): DescribeConfigsResult {
  const errorCode = r.int16()
  const errorMessage = r.nullableString(ver >= 4)
  const resourceType = r.int8()
  const resourceName = r.string(ver >= 4)
  let configs: readonly DescribeConfigsResourceResult[]
  {
    const count = r.array(ver >= 4, 6)
    const items = new Array<DescribeConfigsResourceResult>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribeConfigsResourceResult(r, ver)
    configs = items
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
    ? { errorCode, errorMessage, resourceType, resourceName, configs, unknownTags }
    : { errorCode, errorMessage, resourceType, resourceName, configs }
}

function writeDescribeConfigsResult(w: Writer, v: DescribeConfigsResultInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, ver >= 4)
  w.int8(v.resourceType)
  w.string(v.resourceName, ver >= 4)
  {
    const items = v.configs
    w.array(items.length, ver >= 4)
    for (const item of items) writeDescribeConfigsResourceResult(w, item, ver)
  }
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDescribeConfigsResourceResult(r: Reader, ver: number): DescribeConfigsResourceResult {
  const name = r.string(ver >= 4)
  const value = r.nullableString(ver >= 4)
  const readOnly = r.bool()
  const configSource = r.int8()
  const isSensitive = r.bool()
  let synonyms: readonly DescribeConfigsSynonym[]
  {
    const count = r.array(ver >= 4, 3)
    const items = new Array<DescribeConfigsSynonym>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribeConfigsSynonym(r, ver)
    synonyms = items
  }
  let configType: number = 0
  if (ver >= 3) configType = r.int8()
  let documentation: string | null = ''
  if (ver >= 3) documentation = r.nullableString(ver >= 4)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { name, value, readOnly, configSource, isSensitive, synonyms, configType, documentation, unknownTags }
    : { name, value, readOnly, configSource, isSensitive, synonyms, configType, documentation }
}

function writeDescribeConfigsResourceResult(w: Writer, v: DescribeConfigsResourceResultInit, ver: number): void {
  w.string(v.name, ver >= 4)
  w.string(v.value, ver >= 4)
  w.bool(v.readOnly)
  w.int8(v.configSource ?? -1)
  w.bool(v.isSensitive)
  {
    const items = v.synonyms
    w.array(items.length, ver >= 4)
    for (const item of items) writeDescribeConfigsSynonym(w, item, ver)
  }
  if (ver >= 3) w.int8(v.configType ?? 0)
  if (ver >= 3) w.string(v.documentation === undefined ? '' : v.documentation, ver >= 4)
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDescribeConfigsSynonym(r: Reader, ver: number): DescribeConfigsSynonym {
  const name = r.string(ver >= 4)
  const value = r.nullableString(ver >= 4)
  const source = r.int8()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { name, value, source, unknownTags } : { name, value, source }
}

function writeDescribeConfigsSynonym(w: Writer, v: DescribeConfigsSynonymInit, ver: number): void {
  w.string(v.name, ver >= 4)
  w.string(v.value, ver >= 4)
  w.int8(v.source)
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDescribeConfigsResponse(r: Reader, ver: number): DescribeConfigsResponse {
  const throttleTimeMs = r.int32()
  let results: readonly DescribeConfigsResult[]
  {
    const count = r.array(ver >= 4, 6)
    const items = new Array<DescribeConfigsResult>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribeConfigsResult(r, ver)
    results = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, results, unknownTags } : { throttleTimeMs, results }
}

function writeDescribeConfigsResponse(w: Writer, v: DescribeConfigsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.results
    w.array(items.length, ver >= 4)
    for (const item of items) writeDescribeConfigsResult(w, item, ver)
  }
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DescribeConfigsResponseMessage: Message<DescribeConfigsResponse, DescribeConfigsResponseInit> = {
  name: 'DescribeConfigsResponse',
  min: 1,
  max: 4,
  flexibleFrom: 4,
  read: readDescribeConfigsResponse,
  write: writeDescribeConfigsResponse,
}

/** DescribeConfigs */
export const DescribeConfigs: Api<
  DescribeConfigsRequest,
  DescribeConfigsRequestInit,
  DescribeConfigsResponse,
  DescribeConfigsResponseInit
> = {
  key: 32,
  name: 'DescribeConfigs',
  min: 1,
  max: 4,
  advertisedMin: 1,
  flexibleFrom: 4,
  listeners: ['broker', 'controller'],
  request: DescribeConfigsRequestMessage,
  response: DescribeConfigsResponseMessage,
}
