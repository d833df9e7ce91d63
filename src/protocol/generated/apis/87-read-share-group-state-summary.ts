// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, Offset, UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface ReadStateSummaryData {
  topicId: Uuid
  partitions: readonly PartitionData[]
  unknownTags?: readonly UnknownTag[]
}

export interface ReadStateSummaryDataInit {
  topicId: Uuid
  partitions: readonly PartitionDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionData {
  partition: number
  leaderEpoch: LeaderEpoch
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionDataInit {
  partition: number
  leaderEpoch: LeaderEpoch
  unknownTags?: readonly UnknownTag[]
}

export interface ReadShareGroupStateSummaryRequest {
  groupId: string
  topics: readonly ReadStateSummaryData[]
  unknownTags?: readonly UnknownTag[]
}

export interface ReadShareGroupStateSummaryRequestInit {
  groupId: string
  topics: readonly ReadStateSummaryDataInit[]
  unknownTags?: readonly UnknownTag[]
}

function readReadStateSummaryData(r: Reader, ver: number): ReadStateSummaryData {
  const topicId = r.uuid()
  let partitions: readonly PartitionData[]
  {
    const count = r.array(true, 9)
    const items = new Array<PartitionData>(count)
    for (let i = 0; i < count; i++) items[i] = readPartitionData(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topicId, partitions, unknownTags } : { topicId, partitions }
}

function writeReadStateSummaryData(w: Writer, v: ReadStateSummaryDataInit, ver: number): void {
  w.uuid(v.topicId)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writePartitionData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readPartitionData(r: Reader, ver: number): PartitionData {
  const partition = r.int32()
  const leaderEpoch = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { partition, leaderEpoch, unknownTags } : { partition, leaderEpoch }
}

function writePartitionData(w: Writer, v: PartitionDataInit, ver: number): void {
  w.int32(v.partition)
  w.int32(v.leaderEpoch)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readReadShareGroupStateSummaryRequest(r: Reader, ver: number): ReadShareGroupStateSummaryRequest {
  const groupId = r.string(true)
  let topics: readonly ReadStateSummaryData[]
  {
    const count = r.array(true, 18)
    const items = new Array<ReadStateSummaryData>(count)
    for (let i = 0; i < count; i++) items[i] = readReadStateSummaryData(r, ver)
    topics = items
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

function writeReadShareGroupStateSummaryRequest(
  w: Writer,
  v: ReadShareGroupStateSummaryRequestInit,
  ver: number,
): void {
  w.string(v.groupId, true)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeReadStateSummaryData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ReadShareGroupStateSummaryRequestMessage: Message<
  ReadShareGroupStateSummaryRequest,
  ReadShareGroupStateSummaryRequestInit
> = {
  name: 'ReadShareGroupStateSummaryRequest',
  min: 0,
  max: 1,
  flexibleFrom: 0,
  read: readReadShareGroupStateSummaryRequest,
  write: writeReadShareGroupStateSummaryRequest,
}

export interface ReadStateSummaryResult {
  topicId: Uuid
  partitions: readonly PartitionResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface ReadStateSummaryResultInit {
  topicId: Uuid
  partitions: readonly PartitionResultInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionResult {
  partition: number
  errorCode: number
  errorMessage: string | null
  stateEpoch: number
  leaderEpoch: LeaderEpoch
  startOffset: Offset
  deliveryCompleteCount: number
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionResultInit {
  partition: number
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  stateEpoch: number
  leaderEpoch: LeaderEpoch
  startOffset: Offset
  deliveryCompleteCount?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface ReadShareGroupStateSummaryResponse {
  results: readonly ReadStateSummaryResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface ReadShareGroupStateSummaryResponseInit {
  results: readonly ReadStateSummaryResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readReadStateSummaryResult(r: Reader, ver: number): ReadStateSummaryResult {
  const topicId = r.uuid()
  let partitions: readonly PartitionResult[]
  {
    const count = r.array(true, 24)
    const items = new Array<PartitionResult>(count)
    for (let i = 0; i < count; i++) items[i] = readPartitionResult(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topicId, partitions, unknownTags } : { topicId, partitions }
}

function writeReadStateSummaryResult(w: Writer, v: ReadStateSummaryResultInit, ver: number): void {
  w.uuid(v.topicId)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writePartitionResult(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readPartitionResult(r: Reader, ver: number): PartitionResult {
  const partition = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  const stateEpoch = r.int32()
  const leaderEpoch = r.int32()
  const startOffset = r.int64()
  let deliveryCompleteCount: number = -1
  if (ver >= 1) deliveryCompleteCount = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { partition, errorCode, errorMessage, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, unknownTags }
    : { partition, errorCode, errorMessage, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount }
}

function writePartitionResult(w: Writer, v: PartitionResultInit, ver: number): void {
  w.int32(v.partition)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, true)
  w.int32(v.stateEpoch)
  w.int32(v.leaderEpoch)
  w.int64(v.startOffset)
  if (ver >= 1) w.int32(v.deliveryCompleteCount ?? -1)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readReadShareGroupStateSummaryResponse(r: Reader, ver: number): ReadShareGroupStateSummaryResponse {
  let results: readonly ReadStateSummaryResult[]
  {
    const count = r.array(true, 18)
    const items = new Array<ReadStateSummaryResult>(count)
    for (let i = 0; i < count; i++) items[i] = readReadStateSummaryResult(r, ver)
    results = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { results, unknownTags } : { results }
}

function writeReadShareGroupStateSummaryResponse(
  w: Writer,
  v: ReadShareGroupStateSummaryResponseInit,
  ver: number,
): void {
  {
    const items = v.results
    w.array(items.length, true)
    for (const item of items) writeReadStateSummaryResult(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ReadShareGroupStateSummaryResponseMessage: Message<
  ReadShareGroupStateSummaryResponse,
  ReadShareGroupStateSummaryResponseInit
> = {
  name: 'ReadShareGroupStateSummaryResponse',
  min: 0,
  max: 1,
  flexibleFrom: 0,
  read: readReadShareGroupStateSummaryResponse,
  write: writeReadShareGroupStateSummaryResponse,
}

/** ReadShareGroupStateSummary */
export const ReadShareGroupStateSummary: Api<
  ReadShareGroupStateSummaryRequest,
  ReadShareGroupStateSummaryRequestInit,
  ReadShareGroupStateSummaryResponse,
  ReadShareGroupStateSummaryResponseInit
> = {
  key: 87,
  name: 'ReadShareGroupStateSummary',
  min: 0,
  max: 1,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: ReadShareGroupStateSummaryRequestMessage,
  response: ReadShareGroupStateSummaryResponseMessage,
}
