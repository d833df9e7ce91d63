// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface RequestEntryData {
  entity: readonly RequestEntityData[]
  ops: readonly OpData[]
  unknownTags?: readonly UnknownTag[]
}

export interface RequestEntryDataInit {
  entity: readonly RequestEntityDataInit[]
  ops: readonly OpDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface RequestEntityData {
  entityType: string
  entityName: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface RequestEntityDataInit {
  entityType: string
  entityName: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface OpData {
  key: string
  value: number
  remove: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface OpDataInit {
  key: string
  value: number
  remove: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface AlterClientQuotasRequest {
  entries: readonly RequestEntryData[]
  validateOnly: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface AlterClientQuotasRequestInit {
  entries: readonly RequestEntryDataInit[]
  validateOnly: boolean
  unknownTags?: readonly UnknownTag[]
}

function readRequestEntryData(r: Reader, ver: number): RequestEntryData {
  let entity: readonly RequestEntityData[]
  {
    const count = r.array(ver >= 1, 2)
    const items = new Array<RequestEntityData>(count)
    for (let i = 0; i < count; i++) items[i] = readRequestEntityData(r, ver)
    entity = items
  }
  let ops: readonly OpData[]
  {
    const count = r.array(ver >= 1, 10)
    const items = new Array<OpData>(count)
    for (let i = 0; i < count; i++) items[i] = readOpData(r, ver)
    ops = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { entity, ops, unknownTags } : { entity, ops }
}

function writeRequestEntryData(w: Writer, v: RequestEntryDataInit, ver: number): void {
  {
    const items = v.entity
    w.array(items.length, ver >= 1)
    for (const item of items) writeRequestEntityData(w, item, ver)
  }
  {
    const items = v.ops
    w.array(items.length, ver >= 1)
    for (const item of items) writeOpData(w, item, ver)
  }
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readRequestEntityData(r: Reader, ver: number): RequestEntityData {
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

function writeRequestEntityData(w: Writer, v: RequestEntityDataInit, ver: number): void {
  w.string(v.entityType, ver >= 1)
  w.string(v.entityName, ver >= 1)
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readOpData(r: Reader, ver: number): OpData {
  const key = r.string(ver >= 1)
  const value = r.float64()
  const remove = r.bool()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { key, value, remove, unknownTags } : { key, value, remove }
}

function writeOpData(w: Writer, v: OpDataInit, ver: number): void {
  w.string(v.key, ver >= 1)
  w.float64(v.value)
  w.bool(v.remove)
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readAlterClientQuotasRequest(r: Reader, ver: number): AlterClientQuotasRequest {
  let entries: readonly RequestEntryData[]
  {
    const count = r.array(ver >= 1, 2)
    const items = new Array<RequestEntryData>(count)
    for (let i = 0; i < count; i++) items[i] = readRequestEntryData(r, ver)
    entries = items
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
  return unknownTags ? { entries, validateOnly, unknownTags } : { entries, validateOnly }
}

function writeAlterClientQuotasRequest(w: Writer, v: AlterClientQuotasRequestInit, ver: number): void {
  {
    const items = v.entries
    w.array(items.length, ver >= 1)
    for (const item of items) writeRequestEntryData(w, item, ver)
  }
  w.bool(v.validateOnly)
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const AlterClientQuotasRequestMessage: Message<AlterClientQuotasRequest, AlterClientQuotasRequestInit> = {
  name: 'AlterClientQuotasRequest',
  min: 0,
  max: 1,
  flexibleFrom: 1,
  read: readAlterClientQuotasRequest,
  write: writeAlterClientQuotasRequest,
}

export interface ResponseEntryData {
  errorCode: number
  errorMessage: string | null
  entity: readonly ResponseEntityData[]
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseEntryDataInit {
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  entity: readonly ResponseEntityDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseEntityData {
  entityType: string
  entityName: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseEntityDataInit {
  entityType: string
  entityName: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface AlterClientQuotasResponse {
  throttleTimeMs: number
  entries: readonly ResponseEntryData[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterClientQuotasResponseInit {
  throttleTimeMs?: number | undefined
  entries: readonly ResponseEntryDataInit[]
  unknownTags?: readonly UnknownTag[]
}

function readResponseEntryData(r: Reader, ver: number): ResponseEntryData {
  const errorCode = r.int16()
  const errorMessage = r.nullableString(ver >= 1)
  let entity: readonly ResponseEntityData[]
  {
    const count = r.array(ver >= 1, 2)
    const items = new Array<ResponseEntityData>(count)
    for (let i = 0; i < count; i++) items[i] = readResponseEntityData(r, ver)
    entity = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { errorCode, errorMessage, entity, unknownTags } : { errorCode, errorMessage, entity }
}

function writeResponseEntryData(w: Writer, v: ResponseEntryDataInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, ver >= 1)
  {
    const items = v.entity
    w.array(items.length, ver >= 1)
    for (const item of items) writeResponseEntityData(w, item, ver)
  }
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readResponseEntityData(r: Reader, ver: number): ResponseEntityData {
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

function writeResponseEntityData(w: Writer, v: ResponseEntityDataInit, ver: number): void {
  w.string(v.entityType, ver >= 1)
  w.string(v.entityName, ver >= 1)
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readAlterClientQuotasResponse(r: Reader, ver: number): AlterClientQuotasResponse {
  const throttleTimeMs = r.int32()
  let entries: readonly ResponseEntryData[]
  {
    const count = r.array(ver >= 1, 4)
    const items = new Array<ResponseEntryData>(count)
    for (let i = 0; i < count; i++) items[i] = readResponseEntryData(r, ver)
    entries = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, entries, unknownTags } : { throttleTimeMs, entries }
}

function writeAlterClientQuotasResponse(w: Writer, v: AlterClientQuotasResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.entries
    w.array(items.length, ver >= 1)
    for (const item of items) writeResponseEntryData(w, item, ver)
  }
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const AlterClientQuotasResponseMessage: Message<AlterClientQuotasResponse, AlterClientQuotasResponseInit> = {
  name: 'AlterClientQuotasResponse',
  min: 0,
  max: 1,
  flexibleFrom: 1,
  read: readAlterClientQuotasResponse,
  write: writeAlterClientQuotasResponse,
}

/** AlterClientQuotas */
export const AlterClientQuotas: Api<
  AlterClientQuotasRequest,
  AlterClientQuotasRequestInit,
  AlterClientQuotasResponse,
  AlterClientQuotasResponseInit
> = {
  key: 49,
  name: 'AlterClientQuotas',
  min: 0,
  max: 1,
  advertisedMin: 0,
  flexibleFrom: 1,
  listeners: ['broker', 'controller'],
  request: AlterClientQuotasRequestMessage,
  response: AlterClientQuotasResponseMessage,
}
