// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, Offset, Timestamp, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface ListOffsetsTopic {
  name: string
  partitions: readonly ListOffsetsPartition[]
  unknownTags?: readonly UnknownTag[]
}

export interface ListOffsetsTopicInit {
  name: string
  partitions: readonly ListOffsetsPartitionInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface ListOffsetsPartition {
  partitionIndex: number
  currentLeaderEpoch: LeaderEpoch
  timestamp: Timestamp
  unknownTags?: readonly UnknownTag[]
}

export interface ListOffsetsPartitionInit {
  partitionIndex: number
  currentLeaderEpoch?: LeaderEpoch | undefined
  timestamp: Timestamp
  unknownTags?: readonly UnknownTag[]
}

export interface ListOffsetsRequest {
  replicaId: number
  isolationLevel: number
  topics: readonly ListOffsetsTopic[]
  timeoutMs: number
  unknownTags?: readonly UnknownTag[]
}

export interface ListOffsetsRequestInit {
  replicaId: number
  isolationLevel?: number | undefined
  topics: readonly ListOffsetsTopicInit[]
  timeoutMs?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

function readListOffsetsTopic(r: Reader, ver: number): ListOffsetsTopic {
  const name = r.string(ver >= 6)
  let partitions: readonly ListOffsetsPartition[]
  {
    const count = r.array(ver >= 6, 12)
    const items = new Array<ListOffsetsPartition>(count)
    for (let i = 0; i < count; i++) items[i] = readListOffsetsPartition(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 6)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { name, partitions, unknownTags } : { name, partitions }
}

function writeListOffsetsTopic(w: Writer, v: ListOffsetsTopicInit, ver: number): void {
  w.string(v.name, ver >= 6)
  {
    const items = v.partitions
    w.array(items.length, ver >= 6)
    for (const item of items) writeListOffsetsPartition(w, item, ver)
  }
  if (ver >= 6) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readListOffsetsPartition(r: Reader, ver: number): ListOffsetsPartition {
  const partitionIndex = r.int32()
  let currentLeaderEpoch: LeaderEpoch = -1
  if (ver >= 4) currentLeaderEpoch = r.int32()
  const timestamp = r.int64()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 6)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { partitionIndex, currentLeaderEpoch, timestamp, unknownTags }
    : { partitionIndex, currentLeaderEpoch, timestamp }
}

function writeListOffsetsPartition(w: Writer, v: ListOffsetsPartitionInit, ver: number): void {
  w.int32(v.partitionIndex)
  if (ver >= 4) w.int32(v.currentLeaderEpoch ?? -1)
  w.int64(v.timestamp)
  if (ver >= 6) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readListOffsetsRequest(r: Reader, ver: number): ListOffsetsRequest {
  const replicaId = r.int32()
  let isolationLevel: number = 0
  if (ver >= 2) isolationLevel = r.int8()
  let topics: readonly ListOffsetsTopic[]
  {
    const count = r.array(ver >= 6, 2)
    const items = new Array<ListOffsetsTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readListOffsetsTopic(r, ver)
    topics = items
  }
  let timeoutMs: number = 0
  if (ver >= 10) timeoutMs = r.int32()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 6)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { replicaId, isolationLevel, topics, timeoutMs, unknownTags }
    : { replicaId, isolationLevel, topics, timeoutMs }
}

function writeListOffsetsRequest(w: Writer, v: ListOffsetsRequestInit, ver: number): void {
  w.int32(v.replicaId)
  if (ver >= 2) w.int8(v.isolationLevel ?? 0)
  else if (v.isolationLevel !== undefined && !(v.isolationLevel === 0))
    throw w.lacks('ListOffsetsRequest', ver, 'isolationLevel', v.isolationLevel, '2-11')
  {
    const items = v.topics
    w.array(items.length, ver >= 6)
    for (const item of items) writeListOffsetsTopic(w, item, ver)
  }
  if (ver >= 10) w.int32(v.timeoutMs ?? 0)
  if (ver >= 6) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const ListOffsetsRequestMessage: Message<ListOffsetsRequest, ListOffsetsRequestInit> = {
  name: 'ListOffsetsRequest',
  min: 1,
  max: 11,
  flexibleFrom: 6,
  read: readListOffsetsRequest,
  write: writeListOffsetsRequest,
}

export interface ListOffsetsTopicResponse {
  name: string
  partitions: readonly ListOffsetsPartitionResponse[]
  unknownTags?: readonly UnknownTag[]
}

export interface ListOffsetsTopicResponseInit {
  name: string
  partitions: readonly ListOffsetsPartitionResponseInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface ListOffsetsPartitionResponse {
  partitionIndex: number
  errorCode: number
  timestamp: Timestamp
  offset: Offset
  leaderEpoch: LeaderEpoch
  unknownTags?: readonly UnknownTag[]
}

export interface ListOffsetsPartitionResponseInit {
  partitionIndex: number
  errorCode?: number | undefined
  timestamp?: Timestamp | undefined
  offset?: Offset | undefined
  leaderEpoch?: LeaderEpoch | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface ListOffsetsResponse {
  throttleTimeMs: number
  topics: readonly ListOffsetsTopicResponse[]
  unknownTags?: readonly UnknownTag[]
}

export interface ListOffsetsResponseInit {
  throttleTimeMs?: number | undefined
  topics: readonly ListOffsetsTopicResponseInit[]
  unknownTags?: readonly UnknownTag[]
}

function readListOffsetsTopicResponse(r: Reader, ver: number): ListOffsetsTopicResponse {
  const name = r.string(ver >= 6)
  let partitions: readonly ListOffsetsPartitionResponse[]
  {
    const count = r.array(ver >= 6, 22)
    const items = new Array<ListOffsetsPartitionResponse>(count)
    for (let i = 0; i < count; i++) items[i] = readListOffsetsPartitionResponse(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 6)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { name, partitions, unknownTags } : { name, partitions }
}

function writeListOffsetsTopicResponse(w: Writer, v: ListOffsetsTopicResponseInit, ver: number): void {
  w.string(v.name, ver >= 6)
  {
    const items = v.partitions
    w.array(items.length, ver >= 6)
    for (const item of items) writeListOffsetsPartitionResponse(w, item, ver)
  }
  if (ver >= 6) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readListOffsetsPartitionResponse(r: Reader, ver: number): ListOffsetsPartitionResponse {
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const timestamp = r.int64()
  const offset = r.int64()
  let leaderEpoch: LeaderEpoch = -1
  if (ver >= 4) leaderEpoch = r.int32()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 6)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { partitionIndex, errorCode, timestamp, offset, leaderEpoch, unknownTags }
    : { partitionIndex, errorCode, timestamp, offset, leaderEpoch }
}

function writeListOffsetsPartitionResponse(w: Writer, v: ListOffsetsPartitionResponseInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int16(v.errorCode ?? 0)
  w.int64(v.timestamp ?? -1)
  w.int64(v.offset ?? -1)
  if (ver >= 4) w.int32(v.leaderEpoch ?? -1)
  else if (v.leaderEpoch !== undefined && !(v.leaderEpoch === -1))
    throw w.lacks('ListOffsetsResponse', ver, 'ListOffsetsPartitionResponse.leaderEpoch', v.leaderEpoch, '4-11')
  if (ver >= 6) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readListOffsetsResponse(r: Reader, ver: number): ListOffsetsResponse {
  let throttleTimeMs: number = 0
  if (ver >= 2) throttleTimeMs = r.int32()
  let topics: readonly ListOffsetsTopicResponse[]
  {
    const count = r.array(ver >= 6, 2)
    const items = new Array<ListOffsetsTopicResponse>(count)
    for (let i = 0; i < count; i++) items[i] = readListOffsetsTopicResponse(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 6)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, topics, unknownTags } : { throttleTimeMs, topics }
}

function writeListOffsetsResponse(w: Writer, v: ListOffsetsResponseInit, ver: number): void {
  if (ver >= 2) w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.topics
    w.array(items.length, ver >= 6)
    for (const item of items) writeListOffsetsTopicResponse(w, item, ver)
  }
  if (ver >= 6) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const ListOffsetsResponseMessage: Message<ListOffsetsResponse, ListOffsetsResponseInit> = {
  name: 'ListOffsetsResponse',
  min: 1,
  max: 11,
  flexibleFrom: 6,
  read: readListOffsetsResponse,
  write: writeListOffsetsResponse,
}

/** ListOffsets */
export const ListOffsets: Api<
  ListOffsetsRequest,
  ListOffsetsRequestInit,
  ListOffsetsResponse,
  ListOffsetsResponseInit
> = {
  key: 2,
  name: 'ListOffsets',
  min: 1,
  max: 11,
  advertisedMin: 1,
  flexibleFrom: 6,
  listeners: ['broker'],
  request: ListOffsetsRequestMessage,
  response: ListOffsetsResponseMessage,
}
