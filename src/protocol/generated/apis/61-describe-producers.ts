// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { Offset, ProducerId, Timestamp, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface TopicRequest {
  name: string
  partitionIndexes: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicRequestInit {
  name: string
  partitionIndexes: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeProducersRequest {
  topics: readonly TopicRequest[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeProducersRequestInit {
  topics: readonly TopicRequestInit[]
  unknownTags?: readonly UnknownTag[]
}

function readTopicRequest(r: Reader, ver: number): TopicRequest {
  const name = r.string(true)
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
  return unknownTags ? { name, partitionIndexes, unknownTags } : { name, partitionIndexes }
}

function writeTopicRequest(w: Writer, v: TopicRequestInit, ver: number): void {
  w.string(v.name, true)
  {
    const items = v.partitionIndexes
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDescribeProducersRequest(r: Reader, ver: number): DescribeProducersRequest {
  let topics: readonly TopicRequest[]
  {
    const count = r.array(true, 3)
    const items = new Array<TopicRequest>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicRequest(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topics, unknownTags } : { topics }
}

function writeDescribeProducersRequest(w: Writer, v: DescribeProducersRequestInit, ver: number): void {
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeTopicRequest(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const DescribeProducersRequestMessage: Message<DescribeProducersRequest, DescribeProducersRequestInit> = {
  name: 'DescribeProducersRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readDescribeProducersRequest,
  write: writeDescribeProducersRequest,
}

export interface TopicResponse {
  name: string
  partitions: readonly PartitionResponse[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicResponseInit {
  name: string
  partitions: readonly PartitionResponseInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionResponse {
  partitionIndex: number
  errorCode: number
  errorMessage: string | null
  activeProducers: readonly ProducerState[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionResponseInit {
  partitionIndex: number
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  activeProducers: readonly ProducerStateInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface ProducerState {
  producerId: ProducerId
  producerEpoch: number
  lastSequence: number
  lastTimestamp: Timestamp
  coordinatorEpoch: number
  currentTxnStartOffset: Offset
  unknownTags?: readonly UnknownTag[]
}

export interface ProducerStateInit {
  producerId: ProducerId
  producerEpoch: number
  lastSequence?: number | undefined
  lastTimestamp?: Timestamp | undefined
  coordinatorEpoch: number
  currentTxnStartOffset?: Offset | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeProducersResponse {
  throttleTimeMs: number
  topics: readonly TopicResponse[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeProducersResponseInit {
  throttleTimeMs?: number | undefined
  topics: readonly TopicResponseInit[]
  unknownTags?: readonly UnknownTag[]
}

function readTopicResponse(r: Reader, ver: number): TopicResponse {
  const name = r.string(true)
  let partitions: readonly PartitionResponse[]
  {
    const count = r.array(true, 9)
    const items = new Array<PartitionResponse>(count)
    for (let i = 0; i < count; i++) items[i] = readPartitionResponse(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, partitions, unknownTags } : { name, partitions }
}

function writeTopicResponse(w: Writer, v: TopicResponseInit, ver: number): void {
  w.string(v.name, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writePartitionResponse(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readPartitionResponse(r: Reader, ver: number): PartitionResponse {
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  let activeProducers: readonly ProducerState[]
  {
    const count = r.array(true, 37)
    const items = new Array<ProducerState>(count)
    for (let i = 0; i < count; i++) items[i] = readProducerState(r, ver)
    activeProducers = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { partitionIndex, errorCode, errorMessage, activeProducers, unknownTags }
    : { partitionIndex, errorCode, errorMessage, activeProducers }
}

function writePartitionResponse(w: Writer, v: PartitionResponseInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, true)
  {
    const items = v.activeProducers
    w.array(items.length, true)
    for (const item of items) writeProducerState(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readProducerState(r: Reader, ver: number): ProducerState {
  const producerId = r.int64()
  const producerEpoch = r.int32()
  const lastSequence = r.int32()
  const lastTimestamp = r.int64()
  const coordinatorEpoch = r.int32()
  const currentTxnStartOffset = r.int64()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { producerId, producerEpoch, lastSequence, lastTimestamp, coordinatorEpoch, currentTxnStartOffset, unknownTags }
    : { producerId, producerEpoch, lastSequence, lastTimestamp, coordinatorEpoch, currentTxnStartOffset }
}

function writeProducerState(w: Writer, v: ProducerStateInit, ver: number): void {
  w.int64(v.producerId)
  w.int32(v.producerEpoch)
  w.int32(v.lastSequence ?? -1)
  w.int64(v.lastTimestamp ?? -1)
  w.int32(v.coordinatorEpoch)
  w.int64(v.currentTxnStartOffset ?? -1)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDescribeProducersResponse(r: Reader, ver: number): DescribeProducersResponse {
  const throttleTimeMs = r.int32()
  let topics: readonly TopicResponse[]
  {
    const count = r.array(true, 3)
    const items = new Array<TopicResponse>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicResponse(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { throttleTimeMs, topics, unknownTags } : { throttleTimeMs, topics }
}

function writeDescribeProducersResponse(w: Writer, v: DescribeProducersResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeTopicResponse(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const DescribeProducersResponseMessage: Message<DescribeProducersResponse, DescribeProducersResponseInit> = {
  name: 'DescribeProducersResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readDescribeProducersResponse,
  write: writeDescribeProducersResponse,
}

/** DescribeProducers */
export const DescribeProducers: Api<
  DescribeProducersRequest,
  DescribeProducersRequestInit,
  DescribeProducersResponse,
  DescribeProducersResponseInit
> = {
  key: 61,
  name: 'DescribeProducers',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: DescribeProducersRequestMessage,
  response: DescribeProducersResponseMessage,
}
