// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, Offset, UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface WriteStateData {
  topicId: Uuid
  partitions: readonly PartitionData[]
  unknownTags?: readonly UnknownTag[]
}

export interface WriteStateDataInit {
  topicId: Uuid
  partitions: readonly PartitionDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionData {
  partition: number
  stateEpoch: number
  leaderEpoch: LeaderEpoch
  startOffset: Offset
  deliveryCompleteCount: number
  stateBatches: readonly StateBatch[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionDataInit {
  partition: number
  stateEpoch: number
  leaderEpoch: LeaderEpoch
  startOffset: Offset
  deliveryCompleteCount?: number | undefined
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

export interface WriteShareGroupStateRequest {
  groupId: string
  topics: readonly WriteStateData[]
  unknownTags?: readonly UnknownTag[]
}

export interface WriteShareGroupStateRequestInit {
  groupId: string
  topics: readonly WriteStateDataInit[]
  unknownTags?: readonly UnknownTag[]
}

function readWriteStateData(r: Reader, ver: number): WriteStateData {
  const topicId = r.uuid()
  let partitions: readonly PartitionData[]
  {
    const count = r.array(true, 22)
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

function writeWriteStateData(w: Writer, v: WriteStateDataInit, ver: number): void {
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
  const stateEpoch = r.int32()
  const leaderEpoch = r.int32()
  const startOffset = r.int64()
  let deliveryCompleteCount: number = -1
  if (ver >= 1) deliveryCompleteCount = r.int32()
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
    ? { partition, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches, unknownTags }
    : { partition, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches }
}

function writePartitionData(w: Writer, v: PartitionDataInit, ver: number): void {
  w.int32(v.partition)
  w.int32(v.stateEpoch)
  w.int32(v.leaderEpoch)
  w.int64(v.startOffset)
  if (ver >= 1) w.int32(v.deliveryCompleteCount ?? -1)
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

function readWriteShareGroupStateRequest(r: Reader, ver: number): WriteShareGroupStateRequest {
  const groupId = r.string(true)
  let topics: readonly WriteStateData[]
  {
    const count = r.array(true, 18)
    const items = new Array<WriteStateData>(count)
    for (let i = 0; i < count; i++) items[i] = readWriteStateData(r, ver)
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

function writeWriteShareGroupStateRequest(w: Writer, v: WriteShareGroupStateRequestInit, ver: number): void {
  w.string(v.groupId, true)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeWriteStateData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const WriteShareGroupStateRequestMessage: Message<WriteShareGroupStateRequest, WriteShareGroupStateRequestInit> =
  {
    name: 'WriteShareGroupStateRequest',
    min: 0,
    max: 1,
    flexibleFrom: 0,
    read: readWriteShareGroupStateRequest,
    write: writeWriteShareGroupStateRequest,
  }

export interface WriteStateResult {
  topicId: Uuid
  partitions: readonly PartitionResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface WriteStateResultInit {
  topicId: Uuid
  partitions: readonly PartitionResultInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionResult {
  partition: number
  errorCode: number
  errorMessage: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionResultInit {
  partition: number
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface WriteShareGroupStateResponse {
  results: readonly WriteStateResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface WriteShareGroupStateResponseInit {
  results: readonly WriteStateResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readWriteStateResult(r: Reader, ver: number): WriteStateResult {
  const topicId = r.uuid()
  let partitions: readonly PartitionResult[]
  {
    const count = r.array(true, 8)
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

function writeWriteStateResult(w: Writer, v: WriteStateResultInit, ver: number): void {
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
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { partition, errorCode, errorMessage, unknownTags } : { partition, errorCode, errorMessage }
}

function writePartitionResult(w: Writer, v: PartitionResultInit, ver: number): void {
  w.int32(v.partition)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readWriteShareGroupStateResponse(r: Reader, ver: number): WriteShareGroupStateResponse {
  let results: readonly WriteStateResult[]
  {
    const count = r.array(true, 18)
    const items = new Array<WriteStateResult>(count)
    for (let i = 0; i < count; i++) items[i] = readWriteStateResult(r, ver)
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

function writeWriteShareGroupStateResponse(w: Writer, v: WriteShareGroupStateResponseInit, ver: number): void {
  {
    const items = v.results
    w.array(items.length, true)
    for (const item of items) writeWriteStateResult(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const WriteShareGroupStateResponseMessage: Message<
  WriteShareGroupStateResponse,
  WriteShareGroupStateResponseInit
> = {
  name: 'WriteShareGroupStateResponse',
  min: 0,
  max: 1,
  flexibleFrom: 0,
  read: readWriteShareGroupStateResponse,
  write: writeWriteShareGroupStateResponse,
}

/** WriteShareGroupState */
export const WriteShareGroupState: Api<
  WriteShareGroupStateRequest,
  WriteShareGroupStateRequestInit,
  WriteShareGroupStateResponse,
  WriteShareGroupStateResponseInit
> = {
  key: 85,
  name: 'WriteShareGroupState',
  min: 0,
  max: 1,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: WriteShareGroupStateRequestMessage,
  response: WriteShareGroupStateResponseMessage,
}
