// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { ProducerId, Timestamp, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface DescribeTransactionsRequest {
  transactionalIds: readonly string[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeTransactionsRequestInit {
  transactionalIds: readonly string[]
  unknownTags?: readonly UnknownTag[]
}

function readDescribeTransactionsRequest(r: Reader, ver: number): DescribeTransactionsRequest {
  let transactionalIds: readonly string[]
  {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    transactionalIds = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { transactionalIds, unknownTags } : { transactionalIds }
}

function writeDescribeTransactionsRequest(w: Writer, v: DescribeTransactionsRequestInit, ver: number): void {
  {
    const items = v.transactionalIds
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const DescribeTransactionsRequestMessage: Message<DescribeTransactionsRequest, DescribeTransactionsRequestInit> =
  {
    name: 'DescribeTransactionsRequest',
    min: 0,
    max: 0,
    flexibleFrom: 0,
    read: readDescribeTransactionsRequest,
    write: writeDescribeTransactionsRequest,
  }

export interface TransactionState {
  errorCode: number
  transactionalId: string
  transactionState: string
  transactionTimeoutMs: number
  transactionStartTimeMs: Timestamp
  producerId: ProducerId
  producerEpoch: number
  topics: readonly TopicData[]
  unknownTags?: readonly UnknownTag[]
}

export interface TransactionStateInit {
  errorCode?: number | undefined
  transactionalId: string
  transactionState: string
  transactionTimeoutMs: number
  transactionStartTimeMs: Timestamp
  producerId: ProducerId
  producerEpoch: number
  topics: readonly TopicDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicData {
  topic: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicDataInit {
  topic: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeTransactionsResponse {
  throttleTimeMs: number
  transactionStates: readonly TransactionState[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeTransactionsResponseInit {
  throttleTimeMs?: number | undefined
  transactionStates: readonly TransactionStateInit[]
  unknownTags?: readonly UnknownTag[]
}

function readTransactionState(r: Reader, ver: number): TransactionState {
  const errorCode = r.int16()
  const transactionalId = r.string(true)
  const transactionState = r.string(true)
  const transactionTimeoutMs = r.int32()
  const transactionStartTimeMs = r.int64()
  const producerId = r.int64()
  const producerEpoch = r.int16()
  let topics: readonly TopicData[]
  {
    const count = r.array(true, 3)
    const items = new Array<TopicData>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicData(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? {
        errorCode,
        transactionalId,
        transactionState,
        transactionTimeoutMs,
        transactionStartTimeMs,
        producerId,
        producerEpoch,
        topics,
        unknownTags,
      }
    : {
        errorCode,
        transactionalId,
        transactionState,
        transactionTimeoutMs,
        transactionStartTimeMs,
        producerId,
        producerEpoch,
        topics,
      }
}

function writeTransactionState(w: Writer, v: TransactionStateInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  w.string(v.transactionalId, true)
  w.string(v.transactionState, true)
  w.int32(v.transactionTimeoutMs)
  w.int64(v.transactionStartTimeMs)
  w.int64(v.producerId)
  w.int16(v.producerEpoch)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeTopicData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readTopicData(r: Reader, ver: number): TopicData {
  const topic = r.string(true)
  let partitions: readonly number[]
  {
    const count = r.array(true, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topic, partitions, unknownTags } : { topic, partitions }
}

function writeTopicData(w: Writer, v: TopicDataInit, ver: number): void {
  w.string(v.topic, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDescribeTransactionsResponse(r: Reader, ver: number): DescribeTransactionsResponse {
  const throttleTimeMs = r.int32()
  let transactionStates: readonly TransactionState[]
  {
    const count = r.array(true, 28)
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
  return unknownTags ? { throttleTimeMs, transactionStates, unknownTags } : { throttleTimeMs, transactionStates }
}

function writeDescribeTransactionsResponse(w: Writer, v: DescribeTransactionsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.transactionStates
    w.array(items.length, true)
    for (const item of items) writeTransactionState(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const DescribeTransactionsResponseMessage: Message<
  DescribeTransactionsResponse,
  DescribeTransactionsResponseInit
> = {
  name: 'DescribeTransactionsResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readDescribeTransactionsResponse,
  write: writeDescribeTransactionsResponse,
}

/** DescribeTransactions */
export const DescribeTransactions: Api<
  DescribeTransactionsRequest,
  DescribeTransactionsRequestInit,
  DescribeTransactionsResponse,
  DescribeTransactionsResponseInit
> = {
  key: 65,
  name: 'DescribeTransactions',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: DescribeTransactionsRequestMessage,
  response: DescribeTransactionsResponseMessage,
}
