// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { Offset, UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface InitializeStateData {
  topicId: Uuid
  partitions: readonly PartitionData[]
  unknownTags?: readonly UnknownTag[]
}

export interface InitializeStateDataInit {
  topicId: Uuid
  partitions: readonly PartitionDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionData {
  partition: number
  stateEpoch: number
  startOffset: Offset
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionDataInit {
  partition: number
  stateEpoch: number
  startOffset: Offset
  unknownTags?: readonly UnknownTag[]
}

export interface InitializeShareGroupStateRequest {
  groupId: string
  topics: readonly InitializeStateData[]
  unknownTags?: readonly UnknownTag[]
}

export interface InitializeShareGroupStateRequestInit {
  groupId: string
  topics: readonly InitializeStateDataInit[]
  unknownTags?: readonly UnknownTag[]
}

function readInitializeStateData(r: Reader, ver: number): InitializeStateData {
  const topicId = r.uuid()
  let partitions: readonly PartitionData[]
  {
    const count = r.array(true, 17)
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

function writeInitializeStateData(w: Writer, v: InitializeStateDataInit, ver: number): void {
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
  const startOffset = r.int64()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { partition, stateEpoch, startOffset, unknownTags } : { partition, stateEpoch, startOffset }
}

function writePartitionData(w: Writer, v: PartitionDataInit, ver: number): void {
  w.int32(v.partition)
  w.int32(v.stateEpoch)
  w.int64(v.startOffset)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readInitializeShareGroupStateRequest(r: Reader, ver: number): InitializeShareGroupStateRequest {
  const groupId = r.string(true)
  let topics: readonly InitializeStateData[]
  {
    const count = r.array(true, 18)
    const items = new Array<InitializeStateData>(count)
    for (let i = 0; i < count; i++) items[i] = readInitializeStateData(r, ver)
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

function writeInitializeShareGroupStateRequest(w: Writer, v: InitializeShareGroupStateRequestInit, ver: number): void {
  w.string(v.groupId, true)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeInitializeStateData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const InitializeShareGroupStateRequestMessage: Message<
  InitializeShareGroupStateRequest,
  InitializeShareGroupStateRequestInit
> = {
  name: 'InitializeShareGroupStateRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readInitializeShareGroupStateRequest,
  write: writeInitializeShareGroupStateRequest,
}

export interface InitializeStateResult {
  topicId: Uuid
  partitions: readonly PartitionResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface InitializeStateResultInit {
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

export interface InitializeShareGroupStateResponse {
  results: readonly InitializeStateResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface InitializeShareGroupStateResponseInit {
  results: readonly InitializeStateResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readInitializeStateResult(r: Reader, ver: number): InitializeStateResult {
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

function writeInitializeStateResult(w: Writer, v: InitializeStateResultInit, ver: number): void {
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

function readInitializeShareGroupStateResponse(r: Reader, ver: number): InitializeShareGroupStateResponse {
  let results: readonly InitializeStateResult[]
  {
    const count = r.array(true, 18)
    const items = new Array<InitializeStateResult>(count)
    for (let i = 0; i < count; i++) items[i] = readInitializeStateResult(r, ver)
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

function writeInitializeShareGroupStateResponse(
  w: Writer,
  v: InitializeShareGroupStateResponseInit,
  ver: number,
): void {
  {
    const items = v.results
    w.array(items.length, true)
    for (const item of items) writeInitializeStateResult(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const InitializeShareGroupStateResponseMessage: Message<
  InitializeShareGroupStateResponse,
  InitializeShareGroupStateResponseInit
> = {
  name: 'InitializeShareGroupStateResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readInitializeShareGroupStateResponse,
  write: writeInitializeShareGroupStateResponse,
}

/** InitializeShareGroupState */
export const InitializeShareGroupState: Api<
  InitializeShareGroupStateRequest,
  InitializeShareGroupStateRequestInit,
  InitializeShareGroupStateResponse,
  InitializeShareGroupStateResponseInit
> = {
  key: 83,
  name: 'InitializeShareGroupState',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: InitializeShareGroupStateRequestMessage,
  response: InitializeShareGroupStateResponseMessage,
}
