// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, Offset, UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface ReadStateData {
  topicId: Uuid
  partitions: readonly PartitionData[]
  unknownTags?: readonly UnknownTag[]
}

export interface ReadStateDataInit {
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

export interface ReadShareGroupStateRequest {
  groupId: string
  topics: readonly ReadStateData[]
  unknownTags?: readonly UnknownTag[]
}

export interface ReadShareGroupStateRequestInit {
  groupId: string
  topics: readonly ReadStateDataInit[]
  unknownTags?: readonly UnknownTag[]
}

function readReadStateData(r: Reader, ver: number): ReadStateData {
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

function writeReadStateData(w: Writer, v: ReadStateDataInit, ver: number): void {
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

function readReadShareGroupStateRequest(r: Reader, ver: number): ReadShareGroupStateRequest {
  const groupId = r.string(true)
  let topics: readonly ReadStateData[]
  {
    const count = r.array(true, 18)
    const items = new Array<ReadStateData>(count)
    for (let i = 0; i < count; i++) items[i] = readReadStateData(r, ver)
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

function writeReadShareGroupStateRequest(w: Writer, v: ReadShareGroupStateRequestInit, ver: number): void {
  w.string(v.groupId, true)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeReadStateData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ReadShareGroupStateRequestMessage: Message<ReadShareGroupStateRequest, ReadShareGroupStateRequestInit> = {
  name: 'ReadShareGroupStateRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readReadShareGroupStateRequest,
  write: writeReadShareGroupStateRequest,
}

export interface ReadStateResult {
  topicId: Uuid
  partitions: readonly PartitionResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface ReadStateResultInit {
  topicId: Uuid
  partitions: readonly PartitionResultInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionResult {
  partition: number
  errorCode: number
  errorMessage: string | null
  stateEpoch: number
  startOffset: Offset
  stateBatches: readonly StateBatch[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionResultInit {
  partition: number
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  stateEpoch: number
  startOffset: Offset
  stateBatches: readonly StateBatchInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface StateBatch {
  firstOffset: Offset
  lastOffset: Offset
  deliveryState: number
  deliveryCount: number
  unknownTags?: readonly UnknownTag[]
}

export interface StateBatchInit {
  firstOffset: Offset
  lastOffset: Offset
  deliveryState: number
  deliveryCount: number
  unknownTags?: readonly UnknownTag[]
}

export interface ReadShareGroupStateResponse {
  results: readonly ReadStateResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface ReadShareGroupStateResponseInit {
  results: readonly ReadStateResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readReadStateResult(r: Reader, ver: number): ReadStateResult {
  const topicId = r.uuid()
  let partitions: readonly PartitionResult[]
  {
    const count = r.array(true, 21)
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

function writeReadStateResult(w: Writer, v: ReadStateResultInit, ver: number): void {
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
  const startOffset = r.int64()
  let stateBatches: readonly StateBatch[]
  {
    const count = r.array(true, 20)
    const items = new Array<StateBatch>(count)
    for (let i = 0; i < count; i++) items[i] = readStateBatch(r, ver)
    stateBatches = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { partition, errorCode, errorMessage, stateEpoch, startOffset, stateBatches, unknownTags }
    : { partition, errorCode, errorMessage, stateEpoch, startOffset, stateBatches }
}

function writePartitionResult(w: Writer, v: PartitionResultInit, ver: number): void {
  w.int32(v.partition)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, true)
  w.int32(v.stateEpoch)
  w.int64(v.startOffset)
  {
    const items = v.stateBatches
    w.array(items.length, true)
    for (const item of items) writeStateBatch(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readStateBatch(r: Reader, ver: number): StateBatch {
  const firstOffset = r.int64()
  const lastOffset = r.int64()
  const deliveryState = r.int8()
  const deliveryCount = r.int16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { firstOffset, lastOffset, deliveryState, deliveryCount, unknownTags }
    : { firstOffset, lastOffset, deliveryState, deliveryCount }
}

function writeStateBatch(w: Writer, v: StateBatchInit, ver: number): void {
  w.int64(v.firstOffset)
  w.int64(v.lastOffset)
  w.int8(v.deliveryState)
  w.int16(v.deliveryCount)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readReadShareGroupStateResponse(r: Reader, ver: number): ReadShareGroupStateResponse {
  let results: readonly ReadStateResult[]
  {
    const count = r.array(true, 18)
    const items = new Array<ReadStateResult>(count)
    for (let i = 0; i < count; i++) items[i] = readReadStateResult(r, ver)
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

function writeReadShareGroupStateResponse(w: Writer, v: ReadShareGroupStateResponseInit, ver: number): void {
  {
    const items = v.results
    w.array(items.length, true)
    for (const item of items) writeReadStateResult(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ReadShareGroupStateResponseMessage: Message<ReadShareGroupStateResponse, ReadShareGroupStateResponseInit> =
  {
    name: 'ReadShareGroupStateResponse',
    min: 0,
    max: 0,
    flexibleFrom: 0,
    read: readReadShareGroupStateResponse,
    write: writeReadShareGroupStateResponse,
  }

/** ReadShareGroupState */
export const ReadShareGroupState: Api<
  ReadShareGroupStateRequest,
  ReadShareGroupStateRequestInit,
  ReadShareGroupStateResponse,
  ReadShareGroupStateResponseInit
> = {
  key: 84,
  name: 'ReadShareGroupState',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: ReadShareGroupStateRequestMessage,
  response: ReadShareGroupStateResponseMessage,
}
