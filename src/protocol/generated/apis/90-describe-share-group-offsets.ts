// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, Offset, UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface DescribeShareGroupOffsetsRequestGroup {
  groupId: string
  topics: readonly DescribeShareGroupOffsetsRequestTopic[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeShareGroupOffsetsRequestGroupInit {
  groupId: string
  topics: readonly DescribeShareGroupOffsetsRequestTopicInit[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeShareGroupOffsetsRequestTopic {
  topicName: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeShareGroupOffsetsRequestTopicInit {
  topicName: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeShareGroupOffsetsRequest {
  groups: readonly DescribeShareGroupOffsetsRequestGroup[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeShareGroupOffsetsRequestInit {
  groups: readonly DescribeShareGroupOffsetsRequestGroupInit[]
  unknownTags?: readonly UnknownTag[]
}

function readDescribeShareGroupOffsetsRequestGroup(r: Reader, ver: number): DescribeShareGroupOffsetsRequestGroup {
  const groupId = r.string(true)
  let topics: readonly DescribeShareGroupOffsetsRequestTopic[] | null
  {
    const count = r.nullableArray(true, 3)
    if (count < 0) topics = null
    else {
      const items = new Array<DescribeShareGroupOffsetsRequestTopic>(count)
      for (let i = 0; i < count; i++) items[i] = readDescribeShareGroupOffsetsRequestTopic(r, ver)
      topics = items
    }
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { groupId, topics, unknownTags } : { groupId, topics }
}

function writeDescribeShareGroupOffsetsRequestGroup(
  w: Writer,
  v: DescribeShareGroupOffsetsRequestGroupInit,
  ver: number,
): void {
  w.string(v.groupId, true)
  {
    const items = v.topics
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeDescribeShareGroupOffsetsRequestTopic(w, item, ver)
    }
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDescribeShareGroupOffsetsRequestTopic(r: Reader, ver: number): DescribeShareGroupOffsetsRequestTopic {
  const topicName = r.string(true)
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
  return unknownTags ? { topicName, partitions, unknownTags } : { topicName, partitions }
}

function writeDescribeShareGroupOffsetsRequestTopic(
  w: Writer,
  v: DescribeShareGroupOffsetsRequestTopicInit,
  ver: number,
): void {
  w.string(v.topicName, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDescribeShareGroupOffsetsRequest(r: Reader, ver: number): DescribeShareGroupOffsetsRequest {
  let groups: readonly DescribeShareGroupOffsetsRequestGroup[]
  {
    const count = r.array(true, 3)
    const items = new Array<DescribeShareGroupOffsetsRequestGroup>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribeShareGroupOffsetsRequestGroup(r, ver)
    groups = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { groups, unknownTags } : { groups }
}

function writeDescribeShareGroupOffsetsRequest(w: Writer, v: DescribeShareGroupOffsetsRequestInit, ver: number): void {
  {
    const items = v.groups
    w.array(items.length, true)
    for (const item of items) writeDescribeShareGroupOffsetsRequestGroup(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const DescribeShareGroupOffsetsRequestMessage: Message<
  DescribeShareGroupOffsetsRequest,
  DescribeShareGroupOffsetsRequestInit
> = {
  name: 'DescribeShareGroupOffsetsRequest',
  min: 0,
  max: 1,
  flexibleFrom: 0,
  read: readDescribeShareGroupOffsetsRequest,
  write: writeDescribeShareGroupOffsetsRequest,
}

export interface DescribeShareGroupOffsetsResponseGroup {
  groupId: string
  topics: readonly DescribeShareGroupOffsetsResponseTopic[]
  errorCode: number
  errorMessage: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeShareGroupOffsetsResponseGroupInit {
  groupId: string
  topics: readonly DescribeShareGroupOffsetsResponseTopicInit[]
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeShareGroupOffsetsResponseTopic {
  topicName: string
  topicId: Uuid
  partitions: readonly DescribeShareGroupOffsetsResponsePartition[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeShareGroupOffsetsResponseTopicInit {
  topicName: string
  topicId: Uuid
  partitions: readonly DescribeShareGroupOffsetsResponsePartitionInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeShareGroupOffsetsResponsePartition {
  partitionIndex: number
  startOffset: Offset
  leaderEpoch: LeaderEpoch
  lag: number
  errorCode: number
  errorMessage: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeShareGroupOffsetsResponsePartitionInit {
  partitionIndex: number
  startOffset: Offset
  leaderEpoch: LeaderEpoch
  lag?: number | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeShareGroupOffsetsResponse {
  throttleTimeMs: number
  groups: readonly DescribeShareGroupOffsetsResponseGroup[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeShareGroupOffsetsResponseInit {
  throttleTimeMs?: number | undefined
  groups: readonly DescribeShareGroupOffsetsResponseGroupInit[]
  unknownTags?: readonly UnknownTag[]
}

function readDescribeShareGroupOffsetsResponseGroup(r: Reader, ver: number): DescribeShareGroupOffsetsResponseGroup {
  const groupId = r.string(true)
  let topics: readonly DescribeShareGroupOffsetsResponseTopic[]
  {
    const count = r.array(true, 19)
    const items = new Array<DescribeShareGroupOffsetsResponseTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribeShareGroupOffsetsResponseTopic(r, ver)
    topics = items
  }
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { groupId, topics, errorCode, errorMessage, unknownTags }
    : { groupId, topics, errorCode, errorMessage }
}

function writeDescribeShareGroupOffsetsResponseGroup(
  w: Writer,
  v: DescribeShareGroupOffsetsResponseGroupInit,
  ver: number,
): void {
  w.string(v.groupId, true)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeDescribeShareGroupOffsetsResponseTopic(w, item, ver)
  }
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDescribeShareGroupOffsetsResponseTopic(r: Reader, ver: number): DescribeShareGroupOffsetsResponseTopic {
  const topicName = r.string(true)
  const topicId = r.uuid()
  let partitions: readonly DescribeShareGroupOffsetsResponsePartition[]
  {
    const count = r.array(true, 20)
    const items = new Array<DescribeShareGroupOffsetsResponsePartition>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribeShareGroupOffsetsResponsePartition(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topicName, topicId, partitions, unknownTags } : { topicName, topicId, partitions }
}

function writeDescribeShareGroupOffsetsResponseTopic(
  w: Writer,
  v: DescribeShareGroupOffsetsResponseTopicInit,
  ver: number,
): void {
  w.string(v.topicName, true)
  w.uuid(v.topicId)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writeDescribeShareGroupOffsetsResponsePartition(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDescribeShareGroupOffsetsResponsePartition(
  r: Reader,
  ver: number,
): DescribeShareGroupOffsetsResponsePartition {
  const partitionIndex = r.int32()
  const startOffset = r.int64()
  const leaderEpoch = r.int32()
  let lag: number = -1
  if (ver >= 1) lag = r.int64()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { partitionIndex, startOffset, leaderEpoch, lag, errorCode, errorMessage, unknownTags }
    : { partitionIndex, startOffset, leaderEpoch, lag, errorCode, errorMessage }
}

function writeDescribeShareGroupOffsetsResponsePartition(
  w: Writer,
  v: DescribeShareGroupOffsetsResponsePartitionInit,
  ver: number,
): void {
  w.int32(v.partitionIndex)
  w.int64(v.startOffset)
  w.int32(v.leaderEpoch)
  if (ver >= 1) w.int64(v.lag ?? -1)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDescribeShareGroupOffsetsResponse(r: Reader, ver: number): DescribeShareGroupOffsetsResponse {
  const throttleTimeMs = r.int32()
  let groups: readonly DescribeShareGroupOffsetsResponseGroup[]
  {
    const count = r.array(true, 6)
    const items = new Array<DescribeShareGroupOffsetsResponseGroup>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribeShareGroupOffsetsResponseGroup(r, ver)
    groups = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { throttleTimeMs, groups, unknownTags } : { throttleTimeMs, groups }
}

function writeDescribeShareGroupOffsetsResponse(
  w: Writer,
  v: DescribeShareGroupOffsetsResponseInit,
  ver: number,
): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.groups
    w.array(items.length, true)
    for (const item of items) writeDescribeShareGroupOffsetsResponseGroup(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const DescribeShareGroupOffsetsResponseMessage: Message<
  DescribeShareGroupOffsetsResponse,
  DescribeShareGroupOffsetsResponseInit
> = {
  name: 'DescribeShareGroupOffsetsResponse',
  min: 0,
  max: 1,
  flexibleFrom: 0,
  read: readDescribeShareGroupOffsetsResponse,
  write: writeDescribeShareGroupOffsetsResponse,
}

/** DescribeShareGroupOffsets */
export const DescribeShareGroupOffsets: Api<
  DescribeShareGroupOffsetsRequest,
  DescribeShareGroupOffsetsRequestInit,
  DescribeShareGroupOffsetsResponse,
  DescribeShareGroupOffsetsResponseInit
> = {
  key: 90,
  name: 'DescribeShareGroupOffsets',
  min: 0,
  max: 1,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: DescribeShareGroupOffsetsRequestMessage,
  response: DescribeShareGroupOffsetsResponseMessage,
}
