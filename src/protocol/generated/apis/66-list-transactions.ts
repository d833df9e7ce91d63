// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { ProducerId, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface ListTransactionsRequest {
  stateFilters: readonly string[]
  producerIdFilters: readonly ProducerId[]
  durationFilter: number
  transactionalIdPattern: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface ListTransactionsRequestInit {
  stateFilters: readonly string[]
  producerIdFilters: readonly ProducerId[]
  durationFilter?: number | undefined
  transactionalIdPattern?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readListTransactionsRequest(r: Reader, ver: number): ListTransactionsRequest {
  let stateFilters: readonly string[]
  {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    stateFilters = items
  }
  let producerIdFilters: readonly ProducerId[]
  {
    const count = r.array(true, 8)
    const items = new Array<ProducerId>(count)
    for (let i = 0; i < count; i++) items[i] = r.int64()
    producerIdFilters = items
  }
  let durationFilter: number = -1
  if (ver >= 1) durationFilter = r.int64()
  let transactionalIdPattern: string | null = null
  if (ver >= 2) transactionalIdPattern = r.nullableString(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { stateFilters, producerIdFilters, durationFilter, transactionalIdPattern, unknownTags }
    : { stateFilters, producerIdFilters, durationFilter, transactionalIdPattern }
}

function writeListTransactionsRequest(w: Writer, v: ListTransactionsRequestInit, ver: number): void {
  {
    const items = v.stateFilters
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  {
    const items = v.producerIdFilters
    w.array(items.length, true)
    for (const item of items) w.int64(item)
  }
  if (ver >= 1) w.int64(v.durationFilter ?? -1)
  else if (v.durationFilter !== undefined && !(v.durationFilter === -1))
    throw w.lacks('ListTransactionsRequest', ver, 'durationFilter', v.durationFilter, '1-2')
  if (ver >= 2) w.string(v.transactionalIdPattern ?? null, true)
  else if (v.transactionalIdPattern !== undefined && !(v.transactionalIdPattern === null))
    throw w.lacks('ListTransactionsRequest', ver, 'transactionalIdPattern', v.transactionalIdPattern, '2-2')
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ListTransactionsRequestMessage: Message<ListTransactionsRequest, ListTransactionsRequestInit> = {
  name: 'ListTransactionsRequest',
  min: 0,
  max: 2,
  flexibleFrom: 0,
  read: readListTransactionsRequest,
  write: writeListTransactionsRequest,
}

export interface TransactionState {
  transactionalId: string
  producerId: ProducerId
  transactionState: string
  unknownTags?: readonly UnknownTag[]
}

export interface TransactionStateInit {
  transactionalId: string
  producerId: ProducerId
  transactionState: string
  unknownTags?: readonly UnknownTag[]
}

export interface ListTransactionsResponse {
  throttleTimeMs: number
  errorCode: number
  unknownStateFilters: readonly string[]
  transactionStates: readonly TransactionState[]
  unknownTags?: readonly UnknownTag[]
}

export interface ListTransactionsResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  unknownStateFilters: readonly string[]
  transactionStates: readonly TransactionStateInit[]
  unknownTags?: readonly UnknownTag[]
}

function readTransactionState(r: Reader, ver: number): TransactionState {
  const transactionalId = r.string(true)
  const producerId = r.int64()
  const transactionState = r.string(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { transactionalId, producerId, transactionState, unknownTags }
    : { transactionalId, producerId, transactionState }
}

function writeTransactionState(w: Writer, v: TransactionStateInit, ver: number): void {
  w.string(v.transactionalId, true)
  w.int64(v.producerId)
  w.string(v.transactionState, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readListTransactionsResponse(r: Reader, ver: number): ListTransactionsResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  let unknownStateFilters: readonly string[]
  {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    unknownStateFilters = items
  }
  let transactionStates: readonly TransactionState[]
  {
    const count = r.array(true, 11)
    const items = new Array<TransactionState>(count)
    for (let i = 0; i < count; i++) items[i] = readTransactionState(r, ver)
    transactionStates = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { throttleTimeMs, errorCode, unknownStateFilters, transactionStates, unknownTags }
    : { throttleTimeMs, errorCode, unknownStateFilters, transactionStates }
}

function writeListTransactionsResponse(w: Writer, v: ListTransactionsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  {
    const items = v.unknownStateFilters
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  {
    const items = v.transactionStates
    w.array(items.length, true)
    for (const item of items) writeTransactionState(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ListTransactionsResponseMessage: Message<ListTransactionsResponse, ListTransactionsResponseInit> = {
  name: 'ListTransactionsResponse',
  min: 0,
  max: 2,
  flexibleFrom: 0,
  read: readListTransactionsResponse,
  write: writeListTransactionsResponse,
}

/** ListTransactions */
export const ListTransactions: Api<
  ListTransactionsRequest,
  ListTransactionsRequestInit,
  ListTransactionsResponse,
  ListTransactionsResponseInit
> = {
  key: 66,
  name: 'ListTransactions',
  min: 0,
  max: 2,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: ListTransactionsRequestMessage,
  response: ListTransactionsResponseMessage,
}
