// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, Offset, UnknownTag, Uuid } from '../../types.ts'
import { ZERO_UUID } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface OffsetFetchRequestTopic {
  name: string
  partitionIndexes: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetFetchRequestTopicInit {
  name: string
  partitionIndexes: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetFetchRequestGroup {
  groupId: string
  memberId: string | null
  memberEpoch: number
  topics: readonly OffsetFetchRequestTopics[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetFetchRequestGroupInit {
  groupId: string
  memberId?: string | null | undefined
  memberEpoch?: number | undefined
  topics: readonly OffsetFetchRequestTopicsInit[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetFetchRequestTopics {
  name: string
  topicId: Uuid
  partitionIndexes: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetFetchRequestTopicsInit {
  name?: string | undefined
  topicId?: Uuid | undefined
  partitionIndexes: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetFetchRequest {
  groupId: string
  topics: readonly OffsetFetchRequestTopic[] | null
  groups: readonly OffsetFetchRequestGroup[]
  requireStable: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetFetchRequestInit {
  groupId?: string | undefined
  topics?: readonly OffsetFetchRequestTopicInit[] | null | undefined
  groups?: readonly OffsetFetchRequestGroupInit[] | undefined
  requireStable?: boolean | undefined
  unknownTags?: readonly UnknownTag[]
}

function readOffsetFetchRequestTopic(r: Reader, ver: number): OffsetFetchRequestTopic {
  const name = r.string(ver >= 6)
  let partitionIndexes: readonly number[]
  {
    const count = r.array(ver >= 6, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    partitionIndexes = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 6)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { name, partitionIndexes, unknownTags } : { name, partitionIndexes }
}

function writeOffsetFetchRequestTopic(w: Writer, v: OffsetFetchRequestTopicInit, ver: number): void {
  w.string(v.name, ver >= 6)
  {
    const items = v.partitionIndexes
    w.array(items.length, ver >= 6)
    for (const item of items) w.int32(item)
  }
  if (ver >= 6) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readOffsetFetchRequestGroup(r: Reader, ver: number): OffsetFetchRequestGroup {
  const groupId = r.string(true)
  let memberId: string | null = null
  if (ver >= 9) memberId = r.nullableString(true)
  let memberEpoch: number = -1
  if (ver >= 9) memberEpoch = r.int32()
  let topics: readonly OffsetFetchRequestTopics[] | null
  {
    const count = r.nullableArray(true, 2)
    if (count < 0) topics = null
    else {
      const items = new Array<OffsetFetchRequestTopics>(count)
      for (let i = 0; i < count; i++) items[i] = readOffsetFetchRequestTopics(r, ver)
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
  return unknownTags
    ? { groupId, memberId, memberEpoch, topics, unknownTags }
    : { groupId, memberId, memberEpoch, topics }
}

function writeOffsetFetchRequestGroup(w: Writer, v: OffsetFetchRequestGroupInit, ver: number): void {
  w.string(v.groupId, true)
  if (ver >= 9) w.string(v.memberId ?? null, true)
  if (ver >= 9) w.int32(v.memberEpoch ?? -1)
  {
    const items = v.topics
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeOffsetFetchRequestTopics(w, item, ver)
    }
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readOffsetFetchRequestTopics(r: Reader, ver: number): OffsetFetchRequestTopics {
  let name: string = ''
  if (ver <= 9) name = r.string(true)
  let topicId: Uuid = ZERO_UUID
  if (ver >= 10) topicId = r.uuid()
  let partitionIndexes: readonly number[]
  {
    const count = r.array(true, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    partitionIndexes = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, topicId, partitionIndexes, unknownTags } : { name, topicId, partitionIndexes }
}

function writeOffsetFetchRequestTopics(w: Writer, v: OffsetFetchRequestTopicsInit, ver: number): void {
  if (ver <= 9) w.string(v.name ?? '', true)
  if (ver >= 10) w.uuid(v.topicId ?? ZERO_UUID)
  {
    const items = v.partitionIndexes
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readOffsetFetchRequest(r: Reader, ver: number): OffsetFetchRequest {
  let groupId: string = ''
  if (ver <= 7) groupId = r.string(ver >= 6)
  let topics: readonly OffsetFetchRequestTopic[] | null = []
  if (ver <= 7) {
    const count = ver >= 2 ? r.nullableArray(ver >= 6, 2) : r.array(ver >= 6, 2)
    if (count < 0) topics = null
    else {
      const items = new Array<OffsetFetchRequestTopic>(count)
      for (let i = 0; i < count; i++) items[i] = readOffsetFetchRequestTopic(r, ver)
      topics = items
    }
  }
  let groups: readonly OffsetFetchRequestGroup[] = []
  if (ver >= 8) {
    const count = r.array(true, 3)
    const items = new Array<OffsetFetchRequestGroup>(count)
    for (let i = 0; i < count; i++) items[i] = readOffsetFetchRequestGroup(r, ver)
    groups = items
  }
  let requireStable: boolean = false
  if (ver >= 7) requireStable = r.bool()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 6)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { groupId, topics, groups, requireStable, unknownTags }
    : { groupId, topics, groups, requireStable }
}

function writeOffsetFetchRequest(w: Writer, v: OffsetFetchRequestInit, ver: number): void {
  if (ver <= 7) w.string(v.groupId ?? '', ver >= 6)
  else if (v.groupId !== undefined && !(v.groupId === ''))
    throw w.lacks('OffsetFetchRequest', ver, 'groupId', v.groupId, '1-7')
  if (ver <= 7) {
    const items = v.topics === undefined ? [] : v.topics
    if (items === null) w.array(-1, ver >= 6)
    else {
      w.array(items.length, ver >= 6)
      for (const item of items) writeOffsetFetchRequestTopic(w, item, ver)
    }
  } else if (v.topics !== undefined && !(v.topics !== null && v.topics.length === 0))
    throw w.lacks('OffsetFetchRequest', ver, 'topics', v.topics, '1-7')
  if (ver >= 8) {
    const items = v.groups ?? []
    w.array(items.length, true)
    for (const item of items) writeOffsetFetchRequestGroup(w, item, ver)
  } else if (v.groups !== undefined && !(v.groups.length === 0))
    throw w.lacks('OffsetFetchRequest', ver, 'groups', v.groups, '8-10')
  if (ver >= 7) w.bool(v.requireStable ?? false)
  else if (v.requireStable !== undefined && !(v.requireStable === false))
    throw w.lacks('OffsetFetchRequest', ver, 'requireStable', v.requireStable, '7-10')
  if (ver >= 6) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const OffsetFetchRequestMessage: Message<OffsetFetchRequest, OffsetFetchRequestInit> = {
  name: 'OffsetFetchRequest',
  min: 1,
  max: 10,
  flexibleFrom: 6,
  read: readOffsetFetchRequest,
  write: writeOffsetFetchRequest,
}

export interface OffsetFetchResponseTopic {
  name: string
  partitions: readonly OffsetFetchResponsePartition[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetFetchResponseTopicInit {
  name: string
  partitions: readonly OffsetFetchResponsePartitionInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetFetchResponsePartition {
  partitionIndex: number
  committedOffset: Offset
  committedLeaderEpoch: LeaderEpoch
  metadata: string | null
  errorCode: number
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetFetchResponsePartitionInit {
  partitionIndex: number
  committedOffset: Offset
  committedLeaderEpoch?: LeaderEpoch | undefined
  metadata: string | null
  errorCode?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetFetchResponseGroup {
  groupId: string
  topics: readonly OffsetFetchResponseTopics[]
  errorCode: number
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetFetchResponseGroupInit {
  groupId: string
  topics: readonly OffsetFetchResponseTopicsInit[]
  errorCode?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetFetchResponseTopics {
  name: string
  topicId: Uuid
  partitions: readonly OffsetFetchResponsePartitions[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetFetchResponseTopicsInit {
  name?: string | undefined
  topicId?: Uuid | undefined
  partitions: readonly OffsetFetchResponsePartitionsInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetFetchResponsePartitions {
  partitionIndex: number
  committedOffset: Offset
  committedLeaderEpoch: LeaderEpoch
  metadata: string | null
  errorCode: number
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetFetchResponsePartitionsInit {
  partitionIndex: number
  committedOffset: Offset
  committedLeaderEpoch?: LeaderEpoch | undefined
  metadata: string | null
  errorCode?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetFetchResponse {
  throttleTimeMs: number
  topics: readonly OffsetFetchResponseTopic[]
  errorCode: number
  groups: readonly OffsetFetchResponseGroup[]
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetFetchResponseInit {
  throttleTimeMs?: number | undefined
  topics?: readonly OffsetFetchResponseTopicInit[] | undefined
  errorCode?: number | undefined
  groups?: readonly OffsetFetchResponseGroupInit[] | undefined
  unknownTags?: readonly UnknownTag[]
}

function readOffsetFetchResponseTopic(r: Reader, ver: number): OffsetFetchResponseTopic {
  const name = r.string(ver >= 6)
  let partitions: readonly OffsetFetchResponsePartition[]
  {
    const count = r.array(ver >= 6, 15)
    const items = new Array<OffsetFetchResponsePartition>(count)
    for (let i = 0; i < count; i++) items[i] = readOffsetFetchResponsePartition(r, ver)
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

function writeOffsetFetchResponseTopic(w: Writer, v: OffsetFetchResponseTopicInit, ver: number): void {
  w.string(v.name, ver >= 6)
  {
    const items = v.partitions
    w.array(items.length, ver >= 6)
    for (const item of items) writeOffsetFetchResponsePartition(w, item, ver)
  }
  if (ver >= 6) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readOffsetFetchResponsePartition(r: Reader, ver: number): OffsetFetchResponsePartition {
  const partitionIndex = r.int32()
  const committedOffset = r.int64()
  let committedLeaderEpoch: LeaderEpoch = -1
  if (ver >= 5) committedLeaderEpoch = r.int32()
  const metadata = r.nullableString(ver >= 6)
  const errorCode = r.int16()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 6)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode, unknownTags }
    : { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode }
}

function writeOffsetFetchResponsePartition(w: Writer, v: OffsetFetchResponsePartitionInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int64(v.committedOffset)
  if (ver >= 5) w.int32(v.committedLeaderEpoch ?? -1)
  w.string(v.metadata, ver >= 6)
  w.int16(v.errorCode ?? 0)
  if (ver >= 6) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readOffsetFetchResponseGroup(r: Reader, ver: number): OffsetFetchResponseGroup {
  const groupId = r.string(true)
  let topics: readonly OffsetFetchResponseTopics[]
  {
    const count = r.array(true, 2)
    const items = new Array<OffsetFetchResponseTopics>(count)
    for (let i = 0; i < count; i++) items[i] = readOffsetFetchResponseTopics(r, ver)
    topics = items
  }
  const errorCode = r.int16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { groupId, topics, errorCode, unknownTags } : { groupId, topics, errorCode }
}

function writeOffsetFetchResponseGroup(w: Writer, v: OffsetFetchResponseGroupInit, ver: number): void {
  w.string(v.groupId, true)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeOffsetFetchResponseTopics(w, item, ver)
  }
  w.int16(v.errorCode ?? 0)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readOffsetFetchResponseTopics(r: Reader, ver: number): OffsetFetchResponseTopics {
  let name: string = ''
  if (ver <= 9) name = r.string(true)
  let topicId: Uuid = ZERO_UUID
  if (ver >= 10) topicId = r.uuid()
  let partitions: readonly OffsetFetchResponsePartitions[]
  {
    const count = r.array(true, 20)
    const items = new Array<OffsetFetchResponsePartitions>(count)
    for (let i = 0; i < count; i++) items[i] = readOffsetFetchResponsePartitions(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, topicId, partitions, unknownTags } : { name, topicId, partitions }
}

function writeOffsetFetchResponseTopics(w: Writer, v: OffsetFetchResponseTopicsInit, ver: number): void {
  if (ver <= 9) w.string(v.name ?? '', true)
  if (ver >= 10) w.uuid(v.topicId ?? ZERO_UUID)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writeOffsetFetchResponsePartitions(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readOffsetFetchResponsePartitions(r: Reader, ver: number): OffsetFetchResponsePartitions {
  const partitionIndex = r.int32()
  const committedOffset = r.int64()
  const committedLeaderEpoch = r.int32()
  const metadata = r.nullableString(true)
  const errorCode = r.int16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode, unknownTags }
    : { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode }
}

function writeOffsetFetchResponsePartitions(w: Writer, v: OffsetFetchResponsePartitionsInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int64(v.committedOffset)
  w.int32(v.committedLeaderEpoch ?? -1)
  w.string(v.metadata, true)
  w.int16(v.errorCode ?? 0)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readOffsetFetchResponse(r: Reader, ver: number): OffsetFetchResponse {
  let throttleTimeMs: number = 0
  if (ver >= 3) throttleTimeMs = r.int32()
  let topics: readonly OffsetFetchResponseTopic[] = []
  if (ver <= 7) {
    const count = r.array(ver >= 6, 2)
    const items = new Array<OffsetFetchResponseTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readOffsetFetchResponseTopic(r, ver)
    topics = items
  }
  let errorCode: number = 0
  if (ver >= 2 && ver <= 7) errorCode = r.int16()
  let groups: readonly OffsetFetchResponseGroup[] = []
  if (ver >= 8) {
    const count = r.array(true, 5)
    const items = new Array<OffsetFetchResponseGroup>(count)
    for (let i = 0; i < count; i++) items[i] = readOffsetFetchResponseGroup(r, ver)
    groups = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 6)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { throttleTimeMs, topics, errorCode, groups, unknownTags }
    : { throttleTimeMs, topics, errorCode, groups }
}

function writeOffsetFetchResponse(w: Writer, v: OffsetFetchResponseInit, ver: number): void {
  if (ver >= 3) w.int32(v.throttleTimeMs ?? 0)
  if (ver <= 7) {
    const items = v.topics ?? []
    w.array(items.length, ver >= 6)
    for (const item of items) writeOffsetFetchResponseTopic(w, item, ver)
  } else if (v.topics !== undefined && !(v.topics.length === 0))
    throw w.lacks('OffsetFetchResponse', ver, 'topics', v.topics, '1-7')
  if (ver >= 2 && ver <= 7) w.int16(v.errorCode ?? 0)
  if (ver >= 8) {
    const items = v.groups ?? []
    w.array(items.length, true)
    for (const item of items) writeOffsetFetchResponseGroup(w, item, ver)
  } else if (v.groups !== undefined && !(v.groups.length === 0))
    throw w.lacks('OffsetFetchResponse', ver, 'groups', v.groups, '8-10')
  if (ver >= 6) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const OffsetFetchResponseMessage: Message<OffsetFetchResponse, OffsetFetchResponseInit> = {
  name: 'OffsetFetchResponse',
  min: 1,
  max: 10,
  flexibleFrom: 6,
  read: readOffsetFetchResponse,
  write: writeOffsetFetchResponse,
}

/** OffsetFetch */
export const OffsetFetch: Api<
  OffsetFetchRequest,
  OffsetFetchRequestInit,
  OffsetFetchResponse,
  OffsetFetchResponseInit
> = {
  key: 9,
  name: 'OffsetFetch',
  min: 1,
  max: 10,
  advertisedMin: 1,
  flexibleFrom: 6,
  listeners: ['broker'],
  request: OffsetFetchRequestMessage,
  response: OffsetFetchResponseMessage,
}
