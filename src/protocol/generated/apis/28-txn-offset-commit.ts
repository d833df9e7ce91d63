// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, Offset, ProducerId, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface TxnOffsetCommitRequestTopic {
  name: string
  partitions: readonly TxnOffsetCommitRequestPartition[]
  unknownTags?: readonly UnknownTag[]
}

export interface TxnOffsetCommitRequestTopicInit {
  name: string
  partitions: readonly TxnOffsetCommitRequestPartitionInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface TxnOffsetCommitRequestPartition {
  partitionIndex: number
  committedOffset: Offset
  committedLeaderEpoch: LeaderEpoch
  committedMetadata: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface TxnOffsetCommitRequestPartitionInit {
  partitionIndex: number
  committedOffset: Offset
  committedLeaderEpoch?: LeaderEpoch | undefined
  committedMetadata: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface TxnOffsetCommitRequest {
  transactionalId: string
  groupId: string
  producerId: ProducerId
  producerEpoch: number
  generationId: number
  memberId: string
  groupInstanceId: string | null
  topics: readonly TxnOffsetCommitRequestTopic[]
  unknownTags?: readonly UnknownTag[]
}

export interface TxnOffsetCommitRequestInit {
  transactionalId: string
  groupId: string
  producerId: ProducerId
  producerEpoch: number
  generationId?: number | undefined
  memberId?: string | undefined
  groupInstanceId?: string | null | undefined
  topics: readonly TxnOffsetCommitRequestTopicInit[]
  unknownTags?: readonly UnknownTag[]
}

function readTxnOffsetCommitRequestTopic(r: Reader, ver: number): TxnOffsetCommitRequestTopic {
  const name = r.string(ver >= 3)
  let partitions: readonly TxnOffsetCommitRequestPartition[]
  {
    const count = r.array(ver >= 3, 13)
    const items = new Array<TxnOffsetCommitRequestPartition>(count)
    for (let i = 0; i < count; i++) items[i] = readTxnOffsetCommitRequestPartition(r, ver)
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

function writeTxnOffsetCommitRequestTopic(w: Writer, v: TxnOffsetCommitRequestTopicInit, ver: number): void {
  w.string(v.name, ver >= 3)
  {
    const items = v.partitions
    w.array(items.length, ver >= 3)
    for (const item of items) writeTxnOffsetCommitRequestPartition(w, item, ver)
  }
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readTxnOffsetCommitRequestPartition(r: Reader, ver: number): TxnOffsetCommitRequestPartition {
  const partitionIndex = r.int32()
  const committedOffset = r.int64()
  let committedLeaderEpoch: LeaderEpoch = -1
  if (ver >= 2) committedLeaderEpoch = r.int32()
  const committedMetadata = r.nullableString(ver >= 3)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata, unknownTags }
    : { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }
}

function writeTxnOffsetCommitRequestPartition(w: Writer, v: TxnOffsetCommitRequestPartitionInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int64(v.committedOffset)
  if (ver >= 2) w.int32(v.committedLeaderEpoch ?? -1)
  w.string(v.committedMetadata, ver >= 3)
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readTxnOffsetCommitRequest(r: Reader, ver: number): TxnOffsetCommitRequest {
  const transactionalId = r.string(ver >= 3)
  const groupId = r.string(ver >= 3)
  const producerId = r.int64()
  const producerEpoch = r.int16()
  let generationId: number = -1
  if (ver >= 3) generationId = r.int32()
  let memberId: string = ''
  if (ver >= 3) memberId = r.string(true)
  let groupInstanceId: string | null = null
  if (ver >= 3) groupInstanceId = r.nullableString(true)
  let topics: readonly TxnOffsetCommitRequestTopic[]
  {
    const count = r.array(ver >= 3, 2)
    const items = new Array<TxnOffsetCommitRequestTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readTxnOffsetCommitRequestTopic(r, ver)
    topics = items
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
        transactionalId,
        groupId,
        producerId,
        producerEpoch,
        generationId,
        memberId,
        groupInstanceId,
        topics,
        unknownTags,
      }
    : { transactionalId, groupId, producerId, producerEpoch, generationId, memberId, groupInstanceId, topics }
}

function writeTxnOffsetCommitRequest(w: Writer, v: TxnOffsetCommitRequestInit, ver: number): void {
  w.string(v.transactionalId, ver >= 3)
  w.string(v.groupId, ver >= 3)
  w.int64(v.producerId)
  w.int16(v.producerEpoch)
  if (ver >= 3) w.int32(v.generationId ?? -1)
  else if (v.generationId !== undefined && !(v.generationId === -1))
    throw w.lacks('TxnOffsetCommitRequest', ver, 'generationId', v.generationId, '3-5')
  if (ver >= 3) w.string(v.memberId ?? '', true)
  else if (v.memberId !== undefined && !(v.memberId === ''))
    throw w.lacks('TxnOffsetCommitRequest', ver, 'memberId', v.memberId, '3-5')
  if (ver >= 3) w.string(v.groupInstanceId ?? null, true)
  else if (v.groupInstanceId !== undefined && !(v.groupInstanceId === null))
    throw w.lacks('TxnOffsetCommitRequest', ver, 'groupInstanceId', v.groupInstanceId, '3-5')
  {
    const items = v.topics
    w.array(items.length, ver >= 3)
    for (const item of items) writeTxnOffsetCommitRequestTopic(w, item, ver)
  }
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const TxnOffsetCommitRequestMessage: Message<TxnOffsetCommitRequest, TxnOffsetCommitRequestInit> = {
  name: 'TxnOffsetCommitRequest',
  min: 0,
  max: 5,
  flexibleFrom: 3,
  read: readTxnOffsetCommitRequest,
  write: writeTxnOffsetCommitRequest,
}

export interface TxnOffsetCommitResponseTopic {
  name: string
  partitions: readonly TxnOffsetCommitResponsePartition[]
  unknownTags?: readonly UnknownTag[]
}

export interface TxnOffsetCommitResponseTopicInit {
  name: string
  partitions: readonly TxnOffsetCommitResponsePartitionInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface TxnOffsetCommitResponsePartition {
  partitionIndex: number
  errorCode: number
  unknownTags?: readonly UnknownTag[]
}

export interface TxnOffsetCommitResponsePartitionInit {
  partitionIndex: number
  errorCode?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface TxnOffsetCommitResponse {
  throttleTimeMs: number
  topics: readonly TxnOffsetCommitResponseTopic[]
  unknownTags?: readonly UnknownTag[]
}

export interface TxnOffsetCommitResponseInit {
  throttleTimeMs?: number | undefined
  topics: readonly TxnOffsetCommitResponseTopicInit[]
  unknownTags?: readonly UnknownTag[]
}

function readTxnOffsetCommitResponseTopic(r: Reader, ver: number): TxnOffsetCommitResponseTopic {
  const name = r.string(ver >= 3)
  let partitions: readonly TxnOffsetCommitResponsePartition[]
  {
    const count = r.array(ver >= 3, 6)
    const items = new Array<TxnOffsetCommitResponsePartition>(count)
    for (let i = 0; i < count; i++) items[i] = readTxnOffsetCommitResponsePartition(r, ver)
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

function writeTxnOffsetCommitResponseTopic(w: Writer, v: TxnOffsetCommitResponseTopicInit, ver: number): void {
  w.string(v.name, ver >= 3)
  {
    const items = v.partitions
    w.array(items.length, ver >= 3)
    for (const item of items) writeTxnOffsetCommitResponsePartition(w, item, ver)
  }
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readTxnOffsetCommitResponsePartition(r: Reader, ver: number): TxnOffsetCommitResponsePartition {
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { partitionIndex, errorCode, unknownTags } : { partitionIndex, errorCode }
}

function writeTxnOffsetCommitResponsePartition(w: Writer, v: TxnOffsetCommitResponsePartitionInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int16(v.errorCode ?? 0)
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readTxnOffsetCommitResponse(r: Reader, ver: number): TxnOffsetCommitResponse {
  const throttleTimeMs = r.int32()
  let topics: readonly TxnOffsetCommitResponseTopic[]
  {
    const count = r.array(ver >= 3, 2)
    const items = new Array<TxnOffsetCommitResponseTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readTxnOffsetCommitResponseTopic(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, topics, unknownTags } : { throttleTimeMs, topics }
}

function writeTxnOffsetCommitResponse(w: Writer, v: TxnOffsetCommitResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.topics
    w.array(items.length, ver >= 3)
    for (const item of items) writeTxnOffsetCommitResponseTopic(w, item, ver)
  }
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const TxnOffsetCommitResponseMessage: Message<TxnOffsetCommitResponse, TxnOffsetCommitResponseInit> = {
  name: 'TxnOffsetCommitResponse',
  min: 0,
  max: 5,
  flexibleFrom: 3,
  read: readTxnOffsetCommitResponse,
  write: writeTxnOffsetCommitResponse,
}

/** TxnOffsetCommit */
export const TxnOffsetCommit: Api<
  TxnOffsetCommitRequest,
  TxnOffsetCommitRequestInit,
  TxnOffsetCommitResponse,
  TxnOffsetCommitResponseInit
> = {
  key: 28,
  name: 'TxnOffsetCommit',
  min: 0,
  max: 5,
  advertisedMin: 0,
  flexibleFrom: 3,
  listeners: ['broker'],
  request: TxnOffsetCommitRequestMessage,
  response: TxnOffsetCommitResponseMessage,
}
