// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, Offset, UnknownTag, Uuid } from '../../types.ts'
import { ZERO_UUID } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface OffsetCommitRequestTopic {
  name: string
  topicId: Uuid
  partitions: readonly OffsetCommitRequestPartition[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetCommitRequestTopicInit {
  name?: string | undefined
  topicId?: Uuid | undefined
  partitions: readonly OffsetCommitRequestPartitionInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetCommitRequestPartition {
  partitionIndex: number
  committedOffset: Offset
  committedLeaderEpoch: LeaderEpoch
  committedMetadata: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetCommitRequestPartitionInit {
  partitionIndex: number
  committedOffset: Offset
  committedLeaderEpoch?: LeaderEpoch | undefined
  committedMetadata: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetCommitRequest {
  groupId: string
  generationIdOrMemberEpoch: number
  memberId: string
  groupInstanceId: string | null
  retentionTimeMs: number
  topics: readonly OffsetCommitRequestTopic[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetCommitRequestInit {
  groupId: string
  generationIdOrMemberEpoch?: number | undefined
  memberId: string
  groupInstanceId?: string | null | undefined
  retentionTimeMs?: number | undefined
  topics: readonly OffsetCommitRequestTopicInit[]
  unknownTags?: readonly UnknownTag[]
}

function readOffsetCommitRequestTopic(r: Reader, ver: number): OffsetCommitRequestTopic {
  let name: string = ''
  if (ver <= 9) name = r.string(ver >= 8)
  let topicId: Uuid = ZERO_UUID
  if (ver >= 10) topicId = r.uuid()
  let partitions: readonly OffsetCommitRequestPartition[]
  {
    const count = r.array(ver >= 8, 13)
    const items = new Array<OffsetCommitRequestPartition>(count)
    for (let i = 0; i < count; i++) items[i] = readOffsetCommitRequestPartition(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 8)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { name, topicId, partitions, unknownTags } : { name, topicId, partitions }
}

function writeOffsetCommitRequestTopic(w: Writer, v: OffsetCommitRequestTopicInit, ver: number): void {
  if (ver <= 9) w.string(v.name ?? '', ver >= 8)
  if (ver >= 10) w.uuid(v.topicId ?? ZERO_UUID)
  {
    const items = v.partitions
    w.array(items.length, ver >= 8)
    for (const item of items) writeOffsetCommitRequestPartition(w, item, ver)
  }
  if (ver >= 8) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readOffsetCommitRequestPartition(r: Reader, ver: number): OffsetCommitRequestPartition {
  const partitionIndex = r.int32()
  const committedOffset = r.int64()
  let committedLeaderEpoch: LeaderEpoch = -1
  if (ver >= 6) committedLeaderEpoch = r.int32()
  const committedMetadata = r.nullableString(ver >= 8)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 8)
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

function writeOffsetCommitRequestPartition(w: Writer, v: OffsetCommitRequestPartitionInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int64(v.committedOffset)
  if (ver >= 6) w.int32(v.committedLeaderEpoch ?? -1)
  w.string(v.committedMetadata, ver >= 8)
  if (ver >= 8) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readOffsetCommitRequest(r: Reader, ver: number): OffsetCommitRequest {
  const groupId = r.string(ver >= 8)
  const generationIdOrMemberEpoch = r.int32()
  const memberId = r.string(ver >= 8)
  let groupInstanceId: string | null = null
  if (ver >= 7) groupInstanceId = r.nullableString(ver >= 8)
  let retentionTimeMs: number = -1
  if (ver <= 4) retentionTimeMs = r.int64()
  let topics: readonly OffsetCommitRequestTopic[]
  {
    const count = r.array(ver >= 8, 1)
    const items = new Array<OffsetCommitRequestTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readOffsetCommitRequestTopic(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 8)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { groupId, generationIdOrMemberEpoch, memberId, groupInstanceId, retentionTimeMs, topics, unknownTags }
    : { groupId, generationIdOrMemberEpoch, memberId, groupInstanceId, retentionTimeMs, topics }
}

function writeOffsetCommitRequest(w: Writer, v: OffsetCommitRequestInit, ver: number): void {
  w.string(v.groupId, ver >= 8)
  w.int32(v.generationIdOrMemberEpoch ?? -1)
  w.string(v.memberId, ver >= 8)
  if (ver >= 7) w.string(v.groupInstanceId ?? null, ver >= 8)
  else if (v.groupInstanceId !== undefined && !(v.groupInstanceId === null))
    throw w.lacks('OffsetCommitRequest', ver, 'groupInstanceId', v.groupInstanceId, '7-10')
  if (ver <= 4) w.int64(v.retentionTimeMs ?? -1)
  {
    const items = v.topics
    w.array(items.length, ver >= 8)
    for (const item of items) writeOffsetCommitRequestTopic(w, item, ver)
  }
  if (ver >= 8) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const OffsetCommitRequestMessage: Message<OffsetCommitRequest, OffsetCommitRequestInit> = {
  name: 'OffsetCommitRequest',
  min: 2,
  max: 10,
  flexibleFrom: 8,
  read: readOffsetCommitRequest,
  write: writeOffsetCommitRequest,
}

export interface OffsetCommitResponseTopic {
  name: string
  topicId: Uuid
  partitions: readonly OffsetCommitResponsePartition[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetCommitResponseTopicInit {
  name?: string | undefined
  topicId?: Uuid | undefined
  partitions: readonly OffsetCommitResponsePartitionInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetCommitResponsePartition {
  partitionIndex: number
  errorCode: number
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetCommitResponsePartitionInit {
  partitionIndex: number
  errorCode?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetCommitResponse {
  throttleTimeMs: number
  topics: readonly OffsetCommitResponseTopic[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetCommitResponseInit {
  throttleTimeMs?: number | undefined
  topics: readonly OffsetCommitResponseTopicInit[]
  unknownTags?: readonly UnknownTag[]
}

function readOffsetCommitResponseTopic(r: Reader, ver: number): OffsetCommitResponseTopic {
  let name: string = ''
  if (ver <= 9) name = r.string(ver >= 8)
  let topicId: Uuid = ZERO_UUID
  if (ver >= 10) topicId = r.uuid()
  let partitions: readonly OffsetCommitResponsePartition[]
  {
    const count = r.array(ver >= 8, 6)
    const items = new Array<OffsetCommitResponsePartition>(count)
    for (let i = 0; i < count; i++) items[i] = readOffsetCommitResponsePartition(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 8)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { name, topicId, partitions, unknownTags } : { name, topicId, partitions }
}

function writeOffsetCommitResponseTopic(w: Writer, v: OffsetCommitResponseTopicInit, ver: number): void {
  if (ver <= 9) w.string(v.name ?? '', ver >= 8)
  if (ver >= 10) w.uuid(v.topicId ?? ZERO_UUID)
  {
    const items = v.partitions
    w.array(items.length, ver >= 8)
    for (const item of items) writeOffsetCommitResponsePartition(w, item, ver)
  }
  if (ver >= 8) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readOffsetCommitResponsePartition(r: Reader, ver: number): OffsetCommitResponsePartition {
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 8)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { partitionIndex, errorCode, unknownTags } : { partitionIndex, errorCode }
}

function writeOffsetCommitResponsePartition(w: Writer, v: OffsetCommitResponsePartitionInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int16(v.errorCode ?? 0)
  if (ver >= 8) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readOffsetCommitResponse(r: Reader, ver: number): OffsetCommitResponse {
  let throttleTimeMs: number = 0
  if (ver >= 3) throttleTimeMs = r.int32()
  let topics: readonly OffsetCommitResponseTopic[]
  {
    const count = r.array(ver >= 8, 1)
    const items = new Array<OffsetCommitResponseTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readOffsetCommitResponseTopic(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 8)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, topics, unknownTags } : { throttleTimeMs, topics }
}

function writeOffsetCommitResponse(w: Writer, v: OffsetCommitResponseInit, ver: number): void {
  if (ver >= 3) w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.topics
    w.array(items.length, ver >= 8)
    for (const item of items) writeOffsetCommitResponseTopic(w, item, ver)
  }
  if (ver >= 8) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const OffsetCommitResponseMessage: Message<OffsetCommitResponse, OffsetCommitResponseInit> = {
  name: 'OffsetCommitResponse',
  min: 2,
  max: 10,
  flexibleFrom: 8,
  read: readOffsetCommitResponse,
  write: writeOffsetCommitResponse,
}

/** OffsetCommit */
export const OffsetCommit: Api<
  OffsetCommitRequest,
  OffsetCommitRequestInit,
  OffsetCommitResponse,
  OffsetCommitResponseInit
> = {
  key: 8,
  name: 'OffsetCommit',
  min: 2,
  max: 10,
  advertisedMin: 2,
  flexibleFrom: 8,
  listeners: ['broker'],
  request: OffsetCommitRequestMessage,
  response: OffsetCommitResponseMessage,
}
