// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { ProducerId, Timestamp, UnknownTag } from '../../../types.ts'
import { Writer } from '../../../writer.ts'

export interface TransactionLogKey {
  transactionalId: string
}

export interface TransactionLogKeyInit {
  transactionalId: string
}

function readTransactionLogKey(r: Reader, ver: number): TransactionLogKey {
  const transactionalId = r.string(false)
  return { transactionalId }
}

function writeTransactionLogKey(w: Writer, v: TransactionLogKeyInit, ver: number): void {
  w.string(v.transactionalId, false)
}

/** TransactionLog */
export const TransactionLogKey: Message<TransactionLogKey, TransactionLogKeyInit> = {
  name: 'TransactionLogKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 0,
  read: readTransactionLogKey,
  write: writeTransactionLogKey,
}

export interface PartitionsSchema {
  topic: string
  partitionIds: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionsSchemaInit {
  topic: string
  partitionIds: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface TransactionLogValue {
  producerId: ProducerId
  previousProducerId: ProducerId
  nextProducerId: ProducerId
  producerEpoch: number
  nextProducerEpoch: number
  transactionTimeoutMs: number
  transactionStatus: number
  transactionPartitions: readonly PartitionsSchema[] | null
  transactionLastUpdateTimestampMs: Timestamp
  transactionStartTimestampMs: Timestamp
  clientTransactionVersion: number
  unknownTags?: readonly UnknownTag[]
}

export interface TransactionLogValueInit {
  producerId: ProducerId
  previousProducerId?: ProducerId | undefined
  nextProducerId?: ProducerId | undefined
  producerEpoch: number
  nextProducerEpoch?: number | undefined
  transactionTimeoutMs: number
  transactionStatus: number
  transactionPartitions: readonly PartitionsSchemaInit[] | null
  transactionLastUpdateTimestampMs: Timestamp
  transactionStartTimestampMs: Timestamp
  clientTransactionVersion?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

function readPartitionsSchema(r: Reader, ver: number): PartitionsSchema {
  const topic = r.string(ver >= 1)
  let partitionIds: readonly number[]
  {
    const count = r.array(ver >= 1, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    partitionIds = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { topic, partitionIds, unknownTags } : { topic, partitionIds }
}

function writePartitionsSchema(w: Writer, v: PartitionsSchemaInit, ver: number): void {
  w.string(v.topic, ver >= 1)
  {
    const items = v.partitionIds
    w.array(items.length, ver >= 1)
    for (const item of items) w.int32(item)
  }
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readTransactionLogValue(r: Reader, ver: number): TransactionLogValue {
  const producerId = r.int64()
  const producerEpoch = r.int16()
  const transactionTimeoutMs = r.int32()
  const transactionStatus = r.int8()
  let transactionPartitions: readonly PartitionsSchema[] | null
  {
    const count = r.nullableArray(ver >= 1, 2)
    if (count < 0) transactionPartitions = null
    else {
      const items = new Array<PartitionsSchema>(count)
      for (let i = 0; i < count; i++) items[i] = readPartitionsSchema(r, ver)
      transactionPartitions = items
    }
  }
  const transactionLastUpdateTimestampMs = r.int64()
  const transactionStartTimestampMs = r.int64()
  let previousProducerId: ProducerId = -1
  let nextProducerId: ProducerId = -1
  let nextProducerEpoch: number = -1
  let clientTransactionVersion: number = 0
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      switch (tag) {
        case 0:
          previousProducerId = r.int64()
          break
        case 1:
          nextProducerId = r.int64()
          break
        case 3:
          nextProducerEpoch = r.int16()
          break
        case 2:
          clientTransactionVersion = r.int16()
          break
        default:
          unknownTags = r.unknownTag(unknownTags, tag)
      }
      r.leave(outer)
    }
  return unknownTags
    ? {
        producerId,
        previousProducerId,
        nextProducerId,
        producerEpoch,
        nextProducerEpoch,
        transactionTimeoutMs,
        transactionStatus,
        transactionPartitions,
        transactionLastUpdateTimestampMs,
        transactionStartTimestampMs,
        clientTransactionVersion,
        unknownTags,
      }
    : {
        producerId,
        previousProducerId,
        nextProducerId,
        producerEpoch,
        nextProducerEpoch,
        transactionTimeoutMs,
        transactionStatus,
        transactionPartitions,
        transactionLastUpdateTimestampMs,
        transactionStartTimestampMs,
        clientTransactionVersion,
      }
}

function writeTransactionLogValue(w: Writer, v: TransactionLogValueInit, ver: number): void {
  w.int64(v.producerId)
  w.int16(v.producerEpoch)
  w.int32(v.transactionTimeoutMs)
  w.int8(v.transactionStatus)
  {
    const items = v.transactionPartitions
    if (items === null) w.array(-1, ver >= 1)
    else {
      w.array(items.length, ver >= 1)
      for (const item of items) writePartitionsSchema(w, item, ver)
    }
  }
  w.int64(v.transactionLastUpdateTimestampMs)
  w.int64(v.transactionStartTimestampMs)
  const previousProducerIdSet = v.previousProducerId !== undefined && !(v.previousProducerId === -1)
  if (previousProducerIdSet && !(ver >= 1))
    throw w.lacks('TransactionLogValue', ver, 'previousProducerId', v.previousProducerId, '1-1')
  const nextProducerIdSet = v.nextProducerId !== undefined && !(v.nextProducerId === -1)
  if (nextProducerIdSet && !(ver >= 1))
    throw w.lacks('TransactionLogValue', ver, 'nextProducerId', v.nextProducerId, '1-1')
  const nextProducerEpochSet = v.nextProducerEpoch !== undefined && !(v.nextProducerEpoch === -1)
  if (nextProducerEpochSet && !(ver >= 1))
    throw w.lacks('TransactionLogValue', ver, 'nextProducerEpoch', v.nextProducerEpoch, '1-1')
  const clientTransactionVersionSet = v.clientTransactionVersion !== undefined && !(v.clientTransactionVersion === 0)
  if (clientTransactionVersionSet && !(ver >= 1))
    throw w.lacks('TransactionLogValue', ver, 'clientTransactionVersion', v.clientTransactionVersion, '1-1')
  if (ver >= 1) {
    w.uvarint(
      (previousProducerIdSet ? 1 : 0) +
        (nextProducerIdSet ? 1 : 0) +
        (clientTransactionVersionSet ? 1 : 0) +
        (nextProducerEpochSet ? 1 : 0) +
        (v.unknownTags?.length ?? 0),
    )
    if (previousProducerIdSet) {
      const inner = new Writer(64)
      inner.int64(v.previousProducerId ?? -1)
      w.tag(0, inner)
    }
    if (nextProducerIdSet) {
      const inner = new Writer(64)
      inner.int64(v.nextProducerId ?? -1)
      w.tag(1, inner)
    }
    if (clientTransactionVersionSet) {
      const inner = new Writer(64)
      inner.int16(v.clientTransactionVersion ?? 0)
      w.tag(2, inner)
    }
    if (nextProducerEpochSet) {
      const inner = new Writer(64)
      inner.int16(v.nextProducerEpoch ?? -1)
      w.tag(3, inner)
    }
    w.unknownTags(v.unknownTags)
  }
}

export const TransactionLogValue: Message<TransactionLogValue, TransactionLogValueInit> = {
  name: 'TransactionLogValue',
  min: 0,
  max: 1,
  flexibleFrom: 1,
  apiKey: 0,
  read: readTransactionLogValue,
  write: writeTransactionLogValue,
}
