// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface ListConfigResourcesRequest {
  resourceTypes: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface ListConfigResourcesRequestInit {
  resourceTypes?: readonly number[] | undefined
  unknownTags?: readonly UnknownTag[]
}

function readListConfigResourcesRequest(r: Reader, ver: number): ListConfigResourcesRequest {
  let resourceTypes: readonly number[] = []
  if (ver >= 1) {
    const count = r.array(true, 1)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int8()
    resourceTypes = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { resourceTypes, unknownTags } : { resourceTypes }
}

function writeListConfigResourcesRequest(w: Writer, v: ListConfigResourcesRequestInit, ver: number): void {
  if (ver >= 1) {
    const items = v.resourceTypes ?? []
    w.array(items.length, true)
    for (const item of items) w.int8(item)
  } else if (v.resourceTypes !== undefined && !(v.resourceTypes.length === 0))
    throw w.lacks('ListConfigResourcesRequest', ver, 'resourceTypes', v.resourceTypes, '1-1')
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ListConfigResourcesRequestMessage: Message<ListConfigResourcesRequest, ListConfigResourcesRequestInit> = {
  name: 'ListConfigResourcesRequest',
  min: 0,
  max: 1,
  flexibleFrom: 0,
  read: readListConfigResourcesRequest,
  write: writeListConfigResourcesRequest,
}

export interface ConfigResource {
  resourceName: string
  resourceType: number
  unknownTags?: readonly UnknownTag[]
}

export interface ConfigResourceInit {
  resourceName: string
  resourceType?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface ListConfigResourcesResponse {
  throttleTimeMs: number
  errorCode: number
  configResources: readonly ConfigResource[]
  unknownTags?: readonly UnknownTag[]
}

export interface ListConfigResourcesResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  configResources: readonly ConfigResourceInit[]
  unknownTags?: readonly UnknownTag[]
}

function readConfigResource(r: Reader, ver: number): ConfigResource {
  const resourceName = r.string(true)
  let resourceType: number = 16
  if (ver >= 1) resourceType = r.int8()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { resourceName, resourceType, unknownTags } : { resourceName, resourceType }
}

function writeConfigResource(w: Writer, v: ConfigResourceInit, ver: number): void {
  w.string(v.resourceName, true)
  if (ver >= 1) w.int8(v.resourceType ?? 16)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readListConfigResourcesResponse(r: Reader, ver: number): ListConfigResourcesResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  let configResources: readonly ConfigResource[]
  {
    const count = r.array(true, 2)
    const items = new Array<ConfigResource>(count)
    for (let i = 0; i < count; i++) items[i] = readConfigResource(r, ver)
    configResources = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { throttleTimeMs, errorCode, configResources, unknownTags }
    : { throttleTimeMs, errorCode, configResources }
}

function writeListConfigResourcesResponse(w: Writer, v: ListConfigResourcesResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  {
    const items = v.configResources
    w.array(items.length, true)
    for (const item of items) writeConfigResource(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ListConfigResourcesResponseMessage: Message<ListConfigResourcesResponse, ListConfigResourcesResponseInit> =
  {
    name: 'ListConfigResourcesResponse',
    min: 0,
    max: 1,
    flexibleFrom: 0,
    read: readListConfigResourcesResponse,
    write: writeListConfigResourcesResponse,
  }

/** ListConfigResources */
export const ListConfigResources: Api<
  ListConfigResourcesRequest,
  ListConfigResourcesRequestInit,
  ListConfigResourcesResponse,
  ListConfigResourcesResponseInit
> = {
  key: 74,
  name: 'ListConfigResources',
  min: 0,
  max: 1,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: ListConfigResourcesRequestMessage,
  response: ListConfigResourcesResponseMessage,
}
