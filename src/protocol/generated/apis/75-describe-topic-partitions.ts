// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface TopicRequest {
  name: string
  unknownTags?: readonly UnknownTag[]
}

export interface TopicRequestInit {
  name: string
  unknownTags?: readonly UnknownTag[]
}

export interface RequestCursor {
  topicName: string
  partitionIndex: number
  unknownTags?: readonly UnknownTag[]
}

export interface RequestCursorInit {
  topicName: string
  partitionIndex: number
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeTopicPartitionsRequest {
  topics: readonly TopicRequest[]
  responsePartitionLimit: number
  cursor: RequestCursor | null
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeTopicPartitionsRequestInit {
  topics: readonly TopicRequestInit[]
  responsePartitionLimit?: number | undefined
  cursor?: RequestCursorInit | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readTopicRequest(r: Reader, ver: number): TopicRequest {
  const name = r.string(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, unknownTags } : { name }
}

function writeTopicRequest(w: Writer, v: TopicRequestInit, ver: number): void {
  w.string(v.name, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readRequestCursor(r: Reader, ver: number): RequestCursor {
  const topicName = r.string(true)
  const partitionIndex = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topicName, partitionIndex, unknownTags } : { topicName, partitionIndex }
}

function writeRequestCursor(w: Writer, v: RequestCursorInit, ver: number): void {
  w.string(v.topicName, true)
  w.int32(v.partitionIndex)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDescribeTopicPartitionsRequest(r: Reader, ver: number): DescribeTopicPartitionsRequest {
  let topics: readonly TopicRequest[]
  {
    const count = r.array(true, 2)
    const items = new Array<TopicRequest>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicRequest(r, ver)
    topics = items
  }
  const responsePartitionLimit = r.int32()
  const cursor = r.int8() < 0 ? null : readRequestCursor(r, ver)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { topics, responsePartitionLimit, cursor, unknownTags }
    : { topics, responsePartitionLimit, cursor }
}

function writeDescribeTopicPartitionsRequest(w: Writer, v: DescribeTopicPartitionsRequestInit, ver: number): void {
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeTopicRequest(w, item, ver)
  }
  w.int32(v.responsePartitionLimit ?? 2000)
  {
    const value = v.cursor ?? null
    if (value === null) w.int8(-1)
    else {
      w.int8(1)
      writeRequestCursor(w, value, ver)
    }
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const DescribeTopicPartitionsRequestMessage: Message<
  DescribeTopicPartitionsRequest,
  DescribeTopicPartitionsRequestInit
> = {
  name: 'DescribeTopicPartitionsRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readDescribeTopicPartitionsRequest,
  write: writeDescribeTopicPartitionsRequest,
}

export interface DescribeTopicPartitionsResponseTopic {
  errorCode: number
  name: string | null
  topicId: Uuid
  isInternal: boolean
  partitions: readonly DescribeTopicPartitionsResponsePartition[]
  topicAuthorizedOperations: number
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeTopicPartitionsResponseTopicInit {
  errorCode?: number | undefined
  name: string | null
  topicId: Uuid
  isInternal?: boolean | undefined
  partitions: readonly DescribeTopicPartitionsResponsePartitionInit[]
  topicAuthorizedOperations?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeTopicPartitionsResponsePartition {
  errorCode: number
  partitionIndex: number
  leaderId: number
  leaderEpoch: LeaderEpoch
  replicaNodes: readonly number[]
  isrNodes: readonly number[]
  eligibleLeaderReplicas: readonly number[] | null
  lastKnownElr: readonly number[] | null
  offlineReplicas: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeTopicPartitionsResponsePartitionInit {
  errorCode?: number | undefined
  partitionIndex: number
  leaderId: number
  leaderEpoch?: LeaderEpoch | undefined
  replicaNodes: readonly number[]
  isrNodes: readonly number[]
  eligibleLeaderReplicas?: readonly number[] | null | undefined
  lastKnownElr?: readonly number[] | null | undefined
  offlineReplicas: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseCursor {
  topicName: string
  partitionIndex: number
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseCursorInit {
  topicName: string
  partitionIndex: number
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeTopicPartitionsResponse {
  throttleTimeMs: number
  topics: readonly DescribeTopicPartitionsResponseTopic[]
  nextCursor: ResponseCursor | null
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeTopicPartitionsResponseInit {
  throttleTimeMs?: number | undefined
  topics: readonly DescribeTopicPartitionsResponseTopicInit[]
  nextCursor?: ResponseCursorInit | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readDescribeTopicPartitionsResponseTopic(r: Reader, ver: number): DescribeTopicPartitionsResponseTopic {
  const errorCode = r.int16()
  const name = r.nullableString(true)
  const topicId = r.uuid()
  const isInternal = r.bool()
  let partitions: readonly DescribeTopicPartitionsResponsePartition[]
  {
    const count = r.array(true, 20)
    const items = new Array<DescribeTopicPartitionsResponsePartition>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribeTopicPartitionsResponsePartition(r, ver)
    partitions = items
  }
  const topicAuthorizedOperations = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations, unknownTags }
    : { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations }
}

function writeDescribeTopicPartitionsResponseTopic(
  w: Writer,
  v: DescribeTopicPartitionsResponseTopicInit,
  ver: number,
): void {
  w.int16(v.errorCode ?? 0)
  w.string(v.name, true)
  w.uuid(v.topicId)
  w.bool(v.isInternal ?? false)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writeDescribeTopicPartitionsResponsePartition(w, item, ver)
  }
  w.int32(v.topicAuthorizedOperations ?? -2147483648)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDescribeTopicPartitionsResponsePartition(
  r: Reader,
  ver: number,
): DescribeTopicPartitionsResponsePartition {
  const errorCode = r.int16()
  const partitionIndex = r.int32()
  const leaderId = r.int32()
  const leaderEpoch = r.int32()
  let replicaNodes: readonly number[]
  {
    const count = r.array(true, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    replicaNodes = items
  }
  let isrNodes: readonly number[]
  {
    const count = r.array(true, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    isrNodes = items
  }
  let eligibleLeaderReplicas: readonly number[] | null
  {
    const count = r.nullableArray(true, 4)
    if (count < 0) eligibleLeaderReplicas = null
    else {
      const items = new Array<number>(count)
      for (let i = 0; i < count; i++) items[i] = r.int32()
      eligibleLeaderReplicas = items
    }
  }
  let lastKnownElr: readonly number[] | null
  {
    const count = r.nullableArray(true, 4)
    if (count < 0) lastKnownElr = null
    else {
      const items = new Array<number>(count)
      for (let i = 0; i < count; i++) items[i] = r.int32()
      lastKnownElr = items
    }
  }
  let offlineReplicas: readonly number[]
  {
    const count = r.array(true, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    offlineReplicas = items
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
        partitionIndex,
        leaderId,
        leaderEpoch,
        replicaNodes,
        isrNodes,
        eligibleLeaderReplicas,
        lastKnownElr,
        offlineReplicas,
        unknownTags,
      }
    : {
        errorCode,
        partitionIndex,
        leaderId,
        leaderEpoch,
        replicaNodes,
        isrNodes,
        eligibleLeaderReplicas,
        lastKnownElr,
        offlineReplicas,
      }
}

function writeDescribeTopicPartitionsResponsePartition(
  w: Writer,
  v: DescribeTopicPartitionsResponsePartitionInit,
  ver: number,
): void {
  w.int16(v.errorCode ?? 0)
  w.int32(v.partitionIndex)
  w.int32(v.leaderId)
  w.int32(v.leaderEpoch ?? -1)
  {
    const items = v.replicaNodes
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  {
    const items = v.isrNodes
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  {
    const items = v.eligibleLeaderReplicas ?? null
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) w.int32(item)
    }
  }
  {
    const items = v.lastKnownElr ?? null
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) w.int32(item)
    }
  }
  {
    const items = v.offlineReplicas
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readResponseCursor(r: Reader, ver: number): ResponseCursor {
  const topicName = r.string(true)
  const partitionIndex = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topicName, partitionIndex, unknownTags } : { topicName, partitionIndex }
}

function writeResponseCursor(w: Writer, v: ResponseCursorInit, ver: number): void {
  w.string(v.topicName, true)
  w.int32(v.partitionIndex)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDescribeTopicPartitionsResponse(r: Reader, ver: number): DescribeTopicPartitionsResponse {
  const throttleTimeMs = r.int32()
  let topics: readonly DescribeTopicPartitionsResponseTopic[]
  {
    const count = r.array(true, 26)
    const items = new Array<DescribeTopicPartitionsResponseTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribeTopicPartitionsResponseTopic(r, ver)
    topics = items
  }
  const nextCursor = r.int8() < 0 ? null : readResponseCursor(r, ver)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { throttleTimeMs, topics, nextCursor, unknownTags } : { throttleTimeMs, topics, nextCursor }
}

function writeDescribeTopicPartitionsResponse(w: Writer, v: DescribeTopicPartitionsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeDescribeTopicPartitionsResponseTopic(w, item, ver)
  }
  {
    const value = v.nextCursor ?? null
    if (value === null) w.int8(-1)
    else {
      w.int8(1)
      writeResponseCursor(w, value, ver)
    }
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const DescribeTopicPartitionsResponseMessage: Message<
  DescribeTopicPartitionsResponse,
  DescribeTopicPartitionsResponseInit
> = {
  name: 'DescribeTopicPartitionsResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readDescribeTopicPartitionsResponse,
  write: writeDescribeTopicPartitionsResponse,
}

/** DescribeTopicPartitions */
export const DescribeTopicPartitions: Api<
  DescribeTopicPartitionsRequest,
  DescribeTopicPartitionsRequestInit,
  DescribeTopicPartitionsResponse,
  DescribeTopicPartitionsResponseInit
> = {
  key: 75,
  name: 'DescribeTopicPartitions',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: DescribeTopicPartitionsRequestMessage,
  response: DescribeTopicPartitionsResponseMessage,
}
