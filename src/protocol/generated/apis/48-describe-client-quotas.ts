// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface ComponentData {
  entityType: string
  matchType: number
  match: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface ComponentDataInit {
  entityType: string
  matchType: number
  match: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeClientQuotasRequest {
  components: readonly ComponentData[]
  strict: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeClientQuotasRequestInit {
  components: readonly ComponentDataInit[]
  strict: boolean
  unknownTags?: readonly UnknownTag[]
}

function readComponentData(r: Reader, ver: number): ComponentData {
  const entityType = r.string(ver >= 1)
  const matchType = r.int8()
  const match = r.nullableString(ver >= 1)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { entityType, matchType, match, unknownTags } : { entityType, matchType, match }
}

function writeComponentData(w: Writer, v: ComponentDataInit, ver: number): void {
  w.string(v.entityType, ver >= 1)
  w.int8(v.matchType)
  w.string(v.match, ver >= 1)
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDescribeClientQuotasRequest(r: Reader, ver: number): DescribeClientQuotasRequest {
  let components: readonly ComponentData[]
  {
    const count = r.array(ver >= 1, 3)
    const items = new Array<ComponentData>(count)
    for (let i = 0; i < count; i++) items[i] = readComponentData(r, ver)
    components = items
  }
  const strict = r.bool()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { components, strict, unknownTags } : { components, strict }
}

function writeDescribeClientQuotasRequest(w: Writer, v: DescribeClientQuotasRequestInit, ver: number): void {
  {
    const items = v.components
    w.array(items.length, ver >= 1)
    for (const item of items) writeComponentData(w, item, ver)
  }
  w.bool(v.strict)
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DescribeClientQuotasRequestMessage: Message<DescribeClientQuotasRequest, DescribeClientQuotasRequestInit> =
  {
    name: 'DescribeClientQuotasRequest',
    min: 0,
    max: 1,
    flexibleFrom: 1,
    read: readDescribeClientQuotasRequest,
    write: writeDescribeClientQuotasRequest,
  }

export interface EntryData {
  entity: readonly EntityData[]
  values: readonly ValueData[]
  unknownTags?: readonly UnknownTag[]
}

export interface EntryDataInit {
  entity: readonly EntityDataInit[]
  values: readonly ValueDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface EntityData {
  entityType: string
  entityName: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface EntityDataInit {
  entityType: string
  entityName: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface ValueData {
  key: string
  value: number
  unknownTags?: readonly UnknownTag[]
}

export interface ValueDataInit {
  key: string
  value: number
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeClientQuotasResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  entries: readonly EntryData[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeClientQuotasResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  entries: readonly EntryDataInit[] | null
  unknownTags?: readonly UnknownTag[]
}

function readEntryData(r: Reader, ver: number): EntryData {
  let entity: readonly EntityData[]
  {
    const count = r.array(ver >= 1, 2)
    const items = new Array<EntityData>(count)
    for (let i = 0; i < count; i++) items[i] = readEntityData(r, ver)
    entity = items
  }
  let values: readonly ValueData[]
  {
    const count = r.array(ver >= 1, 9)
    const items = new Array<ValueData>(count)
    for (let i = 0; i < count; i++) items[i] = readValueData(r, ver)
    values = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { entity, values, unknownTags } : { entity, values }
}

function writeEntryData(w: Writer, v: EntryDataInit, ver: number): void {
  {
    const items = v.entity
    w.array(items.length, ver >= 1)
    for (const item of items) writeEntityData(w, item, ver)
  }
  {
    const items = v.values
    w.array(items.length, ver >= 1)
    for (const item of items) writeValueData(w, item, ver)
  }
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readEntityData(r: Reader, ver: number): EntityData {
  const entityType = r.string(ver >= 1)
  const entityName = r.nullableString(ver >= 1)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { entityType, entityName, unknownTags } : { entityType, entityName }
}

function writeEntityData(w: Writer, v: EntityDataInit, ver: number): void {
  w.string(v.entityType, ver >= 1)
  w.string(v.entityName, ver >= 1)
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readValueData(r: Reader, ver: number): ValueData {
  const key = r.string(ver >= 1)
  const value = r.float64()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { key, value, unknownTags } : { key, value }
}

function writeValueData(w: Writer, v: ValueDataInit, ver: number): void {
  w.string(v.key, ver >= 1)
  w.float64(v.value)
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDescribeClientQuotasResponse(r: Reader, ver: number): DescribeClientQuotasResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(ver >= 1)
  let entries: readonly EntryData[] | null
  {
    const count = r.nullableArray(ver >= 1, 2)
    if (count < 0) entries = null
    else {
      const items = new Array<EntryData>(count)
      for (let i = 0; i < count; i++) items[i] = readEntryData(r, ver)
      entries = items
    }
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { throttleTimeMs, errorCode, errorMessage, entries, unknownTags }
    : { throttleTimeMs, errorCode, errorMessage, entries }
}

function writeDescribeClientQuotasResponse(w: Writer, v: DescribeClientQuotasResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, ver >= 1)
  {
    const items = v.entries
    if (items === null) w.array(-1, ver >= 1)
    else {
      w.array(items.length, ver >= 1)
      for (const item of items) writeEntryData(w, item, ver)
    }
  }
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DescribeClientQuotasResponseMessage: Message<
  DescribeClientQuotasResponse,
  DescribeClientQuotasResponseInit
> = {
  name: 'DescribeClientQuotasResponse',
  min: 0,
  max: 1,
  flexibleFrom: 1,
  read: readDescribeClientQuotasResponse,
  write: writeDescribeClientQuotasResponse,
}

/** DescribeClientQuotas */
export const DescribeClientQuotas: Api<
  DescribeClientQuotasRequest,
  DescribeClientQuotasRequestInit,
  DescribeClientQuotasResponse,
  DescribeClientQuotasResponseInit
> = {
  key: 48,
  name: 'DescribeClientQuotas',
  min: 0,
  max: 1,
  advertisedMin: 0,
  flexibleFrom: 1,
  listeners: ['broker'],
  request: DescribeClientQuotasRequestMessage,
  response: DescribeClientQuotasResponseMessage,
}
