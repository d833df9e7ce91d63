// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { ProducerId, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface AddPartitionsToTxnTransaction {
  transactionalId: string
  producerId: ProducerId
  producerEpoch: number
  verifyOnly: boolean
  topics: readonly AddPartitionsToTxnTopic[]
  unknownTags?: readonly UnknownTag[]
}

export interface AddPartitionsToTxnTransactionInit {
  transactionalId: string
  producerId: ProducerId
  producerEpoch: number
  verifyOnly?: boolean | undefined
  topics: readonly AddPartitionsToTxnTopicInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface AddPartitionsToTxnTopic {
  name: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface AddPartitionsToTxnTopicInit {
  name: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface AddPartitionsToTxnRequest {
  transactions: readonly AddPartitionsToTxnTransaction[]
  v3AndBelowTransactionalId: string
  v3AndBelowProducerId: ProducerId
  v3AndBelowProducerEpoch: number
  v3AndBelowTopics: readonly AddPartitionsToTxnTopic[]
  unknownTags?: readonly UnknownTag[]
}

export interface AddPartitionsToTxnRequestInit {
  transactions?: readonly AddPartitionsToTxnTransactionInit[] | undefined
  v3AndBelowTransactionalId?: string | undefined
  v3AndBelowProducerId?: ProducerId | undefined
  v3AndBelowProducerEpoch?: number | undefined
  v3AndBelowTopics?: readonly AddPartitionsToTxnTopicInit[] | undefined
  unknownTags?: readonly UnknownTag[]
}

function readAddPartitionsToTxnTransaction(r: Reader, ver: number): AddPartitionsToTxnTransaction {
  const transactionalId = r.string(true)
  const producerId = r.int64()
  const producerEpoch = r.int16()
  const verifyOnly = r.bool()
  let topics: readonly AddPartitionsToTxnTopic[]
  {
    const count = r.array(true, 2)
    const items = new Array<AddPartitionsToTxnTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readAddPartitionsToTxnTopic(r, ver)
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
    ? { transactionalId, producerId, producerEpoch, verifyOnly, topics, unknownTags }
    : { transactionalId, producerId, producerEpoch, verifyOnly, topics }
}

function writeAddPartitionsToTxnTransaction(w: Writer, v: AddPartitionsToTxnTransactionInit, ver: number): void {
  w.string(v.transactionalId, true)
  w.int64(v.producerId)
  w.int16(v.producerEpoch)
  w.bool(v.verifyOnly ?? false)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeAddPartitionsToTxnTopic(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readAddPartitionsToTxnTopic(r: Reader, ver: number): AddPartitionsToTxnTopic {
  const name = r.string(ver >= 3)
  let partitions: readonly number[]
  {
    const count = r.array(ver >= 3, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { name, partitions, unknownTags } : { name, partitions }
}

function writeAddPartitionsToTxnTopic(w: Writer, v: AddPartitionsToTxnTopicInit, ver: number): void {
  w.string(v.name, ver >= 3)
  {
    const items = v.partitions
    w.array(items.length, ver >= 3)
    for (const item of items) w.int32(item)
  }
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readAddPartitionsToTxnRequest(r: Reader, ver: number): AddPartitionsToTxnRequest {
  let transactions: readonly AddPartitionsToTxnTransaction[] = []
  if (ver >= 4) {
    const count = r.array(true, 14)
    const items = new Array<AddPartitionsToTxnTransaction>(count)
    for (let i = 0; i < count; i++) items[i] = readAddPartitionsToTxnTransaction(r, ver)
    transactions = items
  }
  let v3AndBelowTransactionalId: string = ''
  if (ver <= 3) v3AndBelowTransactionalId = r.string(ver >= 3)
  let v3AndBelowProducerId: ProducerId = 0
  if (ver <= 3) v3AndBelowProducerId = r.int64()
  let v3AndBelowProducerEpoch: number = 0
  if (ver <= 3) v3AndBelowProducerEpoch = r.int16()
  let v3AndBelowTopics: readonly AddPartitionsToTxnTopic[] = []
  if (ver <= 3) {
    const count = r.array(ver >= 3, 2)
    const items = new Array<AddPartitionsToTxnTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readAddPartitionsToTxnTopic(r, ver)
    v3AndBelowTopics = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? {
        transactions,
        v3AndBelowTransactionalId,
        v3AndBelowProducerId,
        v3AndBelowProducerEpoch,
        v3AndBelowTopics,
        unknownTags,
      }
    : { transactions, v3AndBelowTransactionalId, v3AndBelowProducerId, v3AndBelowProducerEpoch, v3AndBelowTopics }
}

function writeAddPartitionsToTxnRequest(w: Writer, v: AddPartitionsToTxnRequestInit, ver: number): void {
  if (ver >= 4) {
    const items = v.transactions ?? []
    w.array(items.length, true)
    for (const item of items) writeAddPartitionsToTxnTransaction(w, item, ver)
  } else if (v.transactions !== undefined && !(v.transactions.length === 0))
    throw w.lacks('AddPartitionsToTxnRequest', ver, 'transactions', v.transactions, '4-5')
  if (ver <= 3) w.string(v.v3AndBelowTransactionalId ?? '', ver >= 3)
  else if (v.v3AndBelowTransactionalId !== undefined && !(v.v3AndBelowTransactionalId === ''))
    throw w.lacks('AddPartitionsToTxnRequest', ver, 'v3AndBelowTransactionalId', v.v3AndBelowTransactionalId, '0-3')
  if (ver <= 3) w.int64(v.v3AndBelowProducerId ?? 0)
  else if (v.v3AndBelowProducerId !== undefined && !(v.v3AndBelowProducerId === 0))
    throw w.lacks('AddPartitionsToTxnRequest', ver, 'v3AndBelowProducerId', v.v3AndBelowProducerId, '0-3')
  if (ver <= 3) w.int16(v.v3AndBelowProducerEpoch ?? 0)
  else if (v.v3AndBelowProducerEpoch !== undefined && !(v.v3AndBelowProducerEpoch === 0))
    throw w.lacks('AddPartitionsToTxnRequest', ver, 'v3AndBelowProducerEpoch', v.v3AndBelowProducerEpoch, '0-3')
  if (ver <= 3) {
    const items = v.v3AndBelowTopics ?? []
    w.array(items.length, ver >= 3)
    for (const item of items) writeAddPartitionsToTxnTopic(w, item, ver)
  } else if (v.v3AndBelowTopics !== undefined && !(v.v3AndBelowTopics.length === 0))
    throw w.lacks('AddPartitionsToTxnRequest', ver, 'v3AndBelowTopics', v.v3AndBelowTopics, '0-3')
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const AddPartitionsToTxnRequestMessage: Message<AddPartitionsToTxnRequest, AddPartitionsToTxnRequestInit> = {
  name: 'AddPartitionsToTxnRequest',
  min: 0,
  max: 5,
  flexibleFrom: 3,
  read: readAddPartitionsToTxnRequest,
  write: writeAddPartitionsToTxnRequest,
}

export interface AddPartitionsToTxnResult {
  transactionalId: string
  topicResults: readonly AddPartitionsToTxnTopicResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface AddPartitionsToTxnResultInit {
  transactionalId: string
  topicResults: readonly AddPartitionsToTxnTopicResultInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface AddPartitionsToTxnTopicResult {
  name: string
  resultsByPartition: readonly AddPartitionsToTxnPartitionResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface AddPartitionsToTxnTopicResultInit {
  name: string
  resultsByPartition: readonly AddPartitionsToTxnPartitionResultInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface AddPartitionsToTxnPartitionResult {
  partitionIndex: number
  partitionErrorCode: number
  unknownTags?: readonly UnknownTag[]
}

export interface AddPartitionsToTxnPartitionResultInit {
  partitionIndex: number
  partitionErrorCode: number
  unknownTags?: readonly UnknownTag[]
}

export interface AddPartitionsToTxnResponse {
  throttleTimeMs: number
  errorCode: number
  resultsByTransaction: readonly AddPartitionsToTxnResult[]
  resultsByTopicV3AndBelow: readonly AddPartitionsToTxnTopicResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface AddPartitionsToTxnResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  resultsByTransaction?: readonly AddPartitionsToTxnResultInit[] | undefined
  resultsByTopicV3AndBelow?: readonly AddPartitionsToTxnTopicResultInit[] | undefined
  unknownTags?: readonly UnknownTag[]
}

function readAddPartitionsToTxnResult(r: Reader, ver: number): AddPartitionsToTxnResult {
  const transactionalId = r.string(true)
  let topicResults: readonly AddPartitionsToTxnTopicResult[]
  {
    const count = r.array(true, 2)
    const items = new Array<AddPartitionsToTxnTopicResult>(count)
    for (let i = 0; i < count; i++) items[i] = readAddPartitionsToTxnTopicResult(r, ver)
    topicResults = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { transactionalId, topicResults, unknownTags } : { transactionalId, topicResults }
}

function writeAddPartitionsToTxnResult(w: Writer, v: AddPartitionsToTxnResultInit, ver: number): void {
  w.string(v.transactionalId, true)
  {
    const items = v.topicResults
    w.array(items.length, true)
    for (const item of items) writeAddPartitionsToTxnTopicResult(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readAddPartitionsToTxnTopicResult(r: Reader, ver: number): AddPartitionsToTxnTopicResult {
  const name = r.string(ver >= 3)
  let resultsByPartition: readonly AddPartitionsToTxnPartitionResult[]
  {
    const count = r.array(ver >= 3, 6)
    const items = new Array<AddPartitionsToTxnPartitionResult>(count)
    for (let i = 0; i < count; i++) items[i] = readAddPartitionsToTxnPartitionResult(r, ver)
    resultsByPartition = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { name, resultsByPartition, unknownTags } : { name, resultsByPartition }
}

function writeAddPartitionsToTxnTopicResult(w: Writer, v: AddPartitionsToTxnTopicResultInit, ver: number): void {
  w.string(v.name, ver >= 3)
  {
    const items = v.resultsByPartition
    w.array(items.length, ver >= 3)
    for (const item of items) writeAddPartitionsToTxnPartitionResult(w, item, ver)
  }
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readAddPartitionsToTxnPartitionResult(r: Reader, ver: number): AddPartitionsToTxnPartitionResult {
  const partitionIndex = r.int32()
  const partitionErrorCode = r.int16()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { partitionIndex, partitionErrorCode, unknownTags } : { partitionIndex, partitionErrorCode }
}

function writeAddPartitionsToTxnPartitionResult(
  w: Writer,
  v: AddPartitionsToTxnPartitionResultInit,
  ver: number,
): void {
  w.int32(v.partitionIndex)
  w.int16(v.partitionErrorCode)
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readAddPartitionsToTxnResponse(r: Reader, ver: number): AddPartitionsToTxnResponse {
  const throttleTimeMs = r.int32()
  let errorCode: number = 0
  if (ver >= 4) errorCode = r.int16()
  let resultsByTransaction: readonly AddPartitionsToTxnResult[] = []
  if (ver >= 4) {
    const count = r.array(true, 3)
    const items = new Array<AddPartitionsToTxnResult>(count)
    for (let i = 0; i < count; i++) items[i] = readAddPartitionsToTxnResult(r, ver)
    resultsByTransaction = items
  }
  let resultsByTopicV3AndBelow: readonly AddPartitionsToTxnTopicResult[] = []
  if (ver <= 3) {
    const count = r.array(ver >= 3, 2)
    const items = new Array<AddPartitionsToTxnTopicResult>(count)
    for (let i = 0; i < count; i++) items[i] = readAddPartitionsToTxnTopicResult(r, ver)
    resultsByTopicV3AndBelow = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { throttleTimeMs, errorCode, resultsByTransaction, resultsByTopicV3AndBelow, unknownTags }
    : { throttleTimeMs, errorCode, resultsByTransaction, resultsByTopicV3AndBelow }
}

function writeAddPartitionsToTxnResponse(w: Writer, v: AddPartitionsToTxnResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  if (ver >= 4) w.int16(v.errorCode ?? 0)
  if (ver >= 4) {
    const items = v.resultsByTransaction ?? []
    w.array(items.length, true)
    for (const item of items) writeAddPartitionsToTxnResult(w, item, ver)
  } else if (v.resultsByTransaction !== undefined && !(v.resultsByTransaction.length === 0))
    throw w.lacks('AddPartitionsToTxnResponse', ver, 'resultsByTransaction', v.resultsByTransaction, '4-5')
  if (ver <= 3) {
    const items = v.resultsByTopicV3AndBelow ?? []
    w.array(items.length, ver >= 3)
    for (const item of items) writeAddPartitionsToTxnTopicResult(w, item, ver)
  } else if (v.resultsByTopicV3AndBelow !== undefined && !(v.resultsByTopicV3AndBelow.length === 0))
    throw w.lacks('AddPartitionsToTxnResponse', ver, 'resultsByTopicV3AndBelow', v.resultsByTopicV3AndBelow, '0-3')
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const AddPartitionsToTxnResponseMessage: Message<AddPartitionsToTxnResponse, AddPartitionsToTxnResponseInit> = {
  name: 'AddPartitionsToTxnResponse',
  min: 0,
  max: 5,
  flexibleFrom: 3,
  read: readAddPartitionsToTxnResponse,
  write: writeAddPartitionsToTxnResponse,
}

/** AddPartitionsToTxn */
export const AddPartitionsToTxn: Api<
  AddPartitionsToTxnRequest,
  AddPartitionsToTxnRequestInit,
  AddPartitionsToTxnResponse,
  AddPartitionsToTxnResponseInit
> = {
  key: 24,
  name: 'AddPartitionsToTxn',
  min: 0,
  max: 5,
  advertisedMin: 0,
  flexibleFrom: 3,
  listeners: ['broker'],
  request: AddPartitionsToTxnRequestMessage,
  response: AddPartitionsToTxnResponseMessage,
}
