// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, Offset, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface OffsetForLeaderTopic {
  topic: string
  partitions: readonly OffsetForLeaderPartition[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetForLeaderTopicInit {
  topic: string
  partitions: readonly OffsetForLeaderPartitionInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetForLeaderPartition {
  partition: number
  currentLeaderEpoch: LeaderEpoch
  leaderEpoch: LeaderEpoch
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetForLeaderPartitionInit {
  partition: number
  currentLeaderEpoch?: LeaderEpoch | undefined
  leaderEpoch: LeaderEpoch
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetForLeaderEpochRequest {
  replicaId: number
  topics: readonly OffsetForLeaderTopic[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetForLeaderEpochRequestInit {
  replicaId?: number | undefined
  topics: readonly OffsetForLeaderTopicInit[]
  unknownTags?: readonly UnknownTag[]
}

function readOffsetForLeaderTopic(r: Reader, ver: number): OffsetForLeaderTopic {
  const topic = r.string(ver >= 4)
  let partitions: readonly OffsetForLeaderPartition[]
  {
    const count = r.array(ver >= 4, 12)
    const items = new Array<OffsetForLeaderPartition>(count)
    for (let i = 0; i < count; i++) items[i] = readOffsetForLeaderPartition(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { topic, partitions, unknownTags } : { topic, partitions }
}

function writeOffsetForLeaderTopic(w: Writer, v: OffsetForLeaderTopicInit, ver: number): void {
  w.string(v.topic, ver >= 4)
  {
    const items = v.partitions
    w.array(items.length, ver >= 4)
    for (const item of items) writeOffsetForLeaderPartition(w, item, ver)
  }
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readOffsetForLeaderPartition(r: Reader, ver: number): OffsetForLeaderPartition {
  const partition = r.int32()
  const currentLeaderEpoch = r.int32()
  const leaderEpoch = r.int32()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { partition, currentLeaderEpoch, leaderEpoch, unknownTags }
    : { partition, currentLeaderEpoch, leaderEpoch }
}

function writeOffsetForLeaderPartition(w: Writer, v: OffsetForLeaderPartitionInit, ver: number): void {
  w.int32(v.partition)
  w.int32(v.currentLeaderEpoch ?? -1)
  w.int32(v.leaderEpoch)
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readOffsetForLeaderEpochRequest(r: Reader, ver: number): OffsetForLeaderEpochRequest {
  let replicaId: number = -2
  if (ver >= 3) replicaId = r.int32()
  let topics: readonly OffsetForLeaderTopic[]
  {
    const count = r.array(ver >= 4, 2)
    const items = new Array<OffsetForLeaderTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readOffsetForLeaderTopic(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { replicaId, topics, unknownTags } : { replicaId, topics }
}

function writeOffsetForLeaderEpochRequest(w: Writer, v: OffsetForLeaderEpochRequestInit, ver: number): void {
  if (ver >= 3) w.int32(v.replicaId ?? -2)
  {
    const items = v.topics
    w.array(items.length, ver >= 4)
    for (const item of items) writeOffsetForLeaderTopic(w, item, ver)
  }
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const OffsetForLeaderEpochRequestMessage: Message<OffsetForLeaderEpochRequest, OffsetForLeaderEpochRequestInit> =
  {
    name: 'OffsetForLeaderEpochRequest',
    min: 2,
    max: 4,
    flexibleFrom: 4,
    read: readOffsetForLeaderEpochRequest,
    write: writeOffsetForLeaderEpochRequest,
  }

export interface OffsetForLeaderTopicResult {
  topic: string
  partitions: readonly EpochEndOffset[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetForLeaderTopicResultInit {
  topic: string
  partitions: readonly EpochEndOffsetInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface EpochEndOffset {
  errorCode: number
  partition: number
  leaderEpoch: LeaderEpoch
  endOffset: Offset
  unknownTags?: readonly UnknownTag[]
}

export interface EpochEndOffsetInit {
  errorCode?: number | undefined
  partition: number
  leaderEpoch?: LeaderEpoch | undefined
  endOffset?: Offset | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetForLeaderEpochResponse {
  throttleTimeMs: number
  topics: readonly OffsetForLeaderTopicResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetForLeaderEpochResponseInit {
  throttleTimeMs?: number | undefined
  topics: readonly OffsetForLeaderTopicResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readOffsetForLeaderTopicResult(r: Reader, ver: number): OffsetForLeaderTopicResult {
  const topic = r.string(ver >= 4)
  let partitions: readonly EpochEndOffset[]
  {
    const count = r.array(ver >= 4, 18)
    const items = new Array<EpochEndOffset>(count)
    for (let i = 0; i < count; i++) items[i] = readEpochEndOffset(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { topic, partitions, unknownTags } : { topic, partitions }
}

function writeOffsetForLeaderTopicResult(w: Writer, v: OffsetForLeaderTopicResultInit, ver: number): void {
  w.string(v.topic, ver >= 4)
  {
    const items = v.partitions
    w.array(items.length, ver >= 4)
    for (const item of items) writeEpochEndOffset(w, item, ver)
  }
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readEpochEndOffset(r: Reader, ver: number): EpochEndOffset {
  const errorCode = r.int16()
  const partition = r.int32()
  const leaderEpoch = r.int32()
  const endOffset = r.int64()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { errorCode, partition, leaderEpoch, endOffset, unknownTags }
    : { errorCode, partition, leaderEpoch, endOffset }
}

function writeEpochEndOffset(w: Writer, v: EpochEndOffsetInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  w.int32(v.partition)
  w.int32(v.leaderEpoch ?? -1)
  w.int64(v.endOffset ?? -1)
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readOffsetForLeaderEpochResponse(r: Reader, ver: number): OffsetForLeaderEpochResponse {
  const throttleTimeMs = r.int32()
  let topics: readonly OffsetForLeaderTopicResult[]
  {
    const count = r.array(ver >= 4, 2)
    const items = new Array<OffsetForLeaderTopicResult>(count)
    for (let i = 0; i < count; i++) items[i] = readOffsetForLeaderTopicResult(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, topics, unknownTags } : { throttleTimeMs, topics }
}

function writeOffsetForLeaderEpochResponse(w: Writer, v: OffsetForLeaderEpochResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.topics
    w.array(items.length, ver >= 4)
    for (const item of items) writeOffsetForLeaderTopicResult(w, item, ver)
  }
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const OffsetForLeaderEpochResponseMessage: Message<
  OffsetForLeaderEpochResponse,
  OffsetForLeaderEpochResponseInit
> = {
  name: 'OffsetForLeaderEpochResponse',
  min: 2,
  max: 4,
  flexibleFrom: 4,
  read: readOffsetForLeaderEpochResponse,
  write: writeOffsetForLeaderEpochResponse,
}

/** OffsetForLeaderEpoch */
export const OffsetForLeaderEpoch: Api<
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochRequestInit,
  OffsetForLeaderEpochResponse,
  OffsetForLeaderEpochResponseInit
> = {
  key: 23,
  name: 'OffsetForLeaderEpoch',
  min: 2,
  max: 4,
  advertisedMin: 2,
  flexibleFrom: 4,
  listeners: ['broker'],
  request: OffsetForLeaderEpochRequestMessage,
  response: OffsetForLeaderEpochResponseMessage,
}
