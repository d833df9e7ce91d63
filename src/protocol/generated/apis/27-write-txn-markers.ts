// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { ProducerId, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface WritableTxnMarker {
  producerId: ProducerId
  producerEpoch: number
  transactionResult: boolean
  topics: readonly WritableTxnMarkerTopic[]
  coordinatorEpoch: number
  transactionVersion: number
  unknownTags?: readonly UnknownTag[]
}

export interface WritableTxnMarkerInit {
  producerId: ProducerId
  producerEpoch: number
  transactionResult: boolean
  topics: readonly WritableTxnMarkerTopicInit[]
  coordinatorEpoch: number
  transactionVersion?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface WritableTxnMarkerTopic {
  name: string
  partitionIndexes: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface WritableTxnMarkerTopicInit {
  name: string
  partitionIndexes: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface WriteTxnMarkersRequest {
  markers: readonly WritableTxnMarker[]
  unknownTags?: readonly UnknownTag[]
}

export interface WriteTxnMarkersRequestInit {
  markers: readonly WritableTxnMarkerInit[]
  unknownTags?: readonly UnknownTag[]
}

function readWritableTxnMarker(r: Reader, ver: number): WritableTxnMarker {
  const producerId = r.int64()
  const producerEpoch = r.int16()
  const transactionResult = r.bool()
  let topics: readonly WritableTxnMarkerTopic[]
  {
    const count = r.array(true, 3)
    const items = new Array<WritableTxnMarkerTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readWritableTxnMarkerTopic(r, ver)
    topics = items
  }
  const coordinatorEpoch = r.int32()
  let transactionVersion: number = 0
  if (ver >= 2) transactionVersion = r.int8()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { producerId, producerEpoch, transactionResult, topics, coordinatorEpoch, transactionVersion, unknownTags }
    : { producerId, producerEpoch, transactionResult, topics, coordinatorEpoch, transactionVersion }
}

function writeWritableTxnMarker(w: Writer, v: WritableTxnMarkerInit, ver: number): void {
  w.int64(v.producerId)
  w.int16(v.producerEpoch)
  w.bool(v.transactionResult)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeWritableTxnMarkerTopic(w, item, ver)
  }
  w.int32(v.coordinatorEpoch)
  if (ver >= 2) w.int8(v.transactionVersion ?? 0)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readWritableTxnMarkerTopic(r: Reader, ver: number): WritableTxnMarkerTopic {
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

function writeWritableTxnMarkerTopic(w: Writer, v: WritableTxnMarkerTopicInit, ver: number): void {
  w.string(v.name, true)
  {
    const items = v.partitionIndexes
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readWriteTxnMarkersRequest(r: Reader, ver: number): WriteTxnMarkersRequest {
  let markers: readonly WritableTxnMarker[]
  {
    const count = r.array(true, 17)
    const items = new Array<WritableTxnMarker>(count)
    for (let i = 0; i < count; i++) items[i] = readWritableTxnMarker(r, ver)
    markers = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { markers, unknownTags } : { markers }
}

function writeWriteTxnMarkersRequest(w: Writer, v: WriteTxnMarkersRequestInit, ver: number): void {
  {
    const items = v.markers
    w.array(items.length, true)
    for (const item of items) writeWritableTxnMarker(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const WriteTxnMarkersRequestMessage: Message<WriteTxnMarkersRequest, WriteTxnMarkersRequestInit> = {
  name: 'WriteTxnMarkersRequest',
  min: 1,
  max: 2,
  flexibleFrom: 1,
  read: readWriteTxnMarkersRequest,
  write: writeWriteTxnMarkersRequest,
}

export interface WritableTxnMarkerResult {
  producerId: ProducerId
  topics: readonly WritableTxnMarkerTopicResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface WritableTxnMarkerResultInit {
  producerId: ProducerId
  topics: readonly WritableTxnMarkerTopicResultInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface WritableTxnMarkerTopicResult {
  name: string
  partitions: readonly WritableTxnMarkerPartitionResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface WritableTxnMarkerTopicResultInit {
  name: string
  partitions: readonly WritableTxnMarkerPartitionResultInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface WritableTxnMarkerPartitionResult {
  partitionIndex: number
  errorCode: number
  unknownTags?: readonly UnknownTag[]
}

export interface WritableTxnMarkerPartitionResultInit {
  partitionIndex: number
  errorCode?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface WriteTxnMarkersResponse {
  markers: readonly WritableTxnMarkerResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface WriteTxnMarkersResponseInit {
  markers: readonly WritableTxnMarkerResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readWritableTxnMarkerResult(r: Reader, ver: number): WritableTxnMarkerResult {
  const producerId = r.int64()
  let topics: readonly WritableTxnMarkerTopicResult[]
  {
    const count = r.array(true, 3)
    const items = new Array<WritableTxnMarkerTopicResult>(count)
    for (let i = 0; i < count; i++) items[i] = readWritableTxnMarkerTopicResult(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { producerId, topics, unknownTags } : { producerId, topics }
}

function writeWritableTxnMarkerResult(w: Writer, v: WritableTxnMarkerResultInit, ver: number): void {
  w.int64(v.producerId)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeWritableTxnMarkerTopicResult(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readWritableTxnMarkerTopicResult(r: Reader, ver: number): WritableTxnMarkerTopicResult {
  const name = r.string(true)
  let partitions: readonly WritableTxnMarkerPartitionResult[]
  {
    const count = r.array(true, 7)
    const items = new Array<WritableTxnMarkerPartitionResult>(count)
    for (let i = 0; i < count; i++) items[i] = readWritableTxnMarkerPartitionResult(r, ver)
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

function writeWritableTxnMarkerTopicResult(w: Writer, v: WritableTxnMarkerTopicResultInit, ver: number): void {
  w.string(v.name, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writeWritableTxnMarkerPartitionResult(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readWritableTxnMarkerPartitionResult(r: Reader, ver: number): WritableTxnMarkerPartitionResult {
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { partitionIndex, errorCode, unknownTags } : { partitionIndex, errorCode }
}

function writeWritableTxnMarkerPartitionResult(w: Writer, v: WritableTxnMarkerPartitionResultInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int16(v.errorCode ?? 0)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readWriteTxnMarkersResponse(r: Reader, ver: number): WriteTxnMarkersResponse {
  let markers: readonly WritableTxnMarkerResult[]
  {
    const count = r.array(true, 10)
    const items = new Array<WritableTxnMarkerResult>(count)
    for (let i = 0; i < count; i++) items[i] = readWritableTxnMarkerResult(r, ver)
    markers = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { markers, unknownTags } : { markers }
}

function writeWriteTxnMarkersResponse(w: Writer, v: WriteTxnMarkersResponseInit, ver: number): void {
  {
    const items = v.markers
    w.array(items.length, true)
    for (const item of items) writeWritableTxnMarkerResult(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const WriteTxnMarkersResponseMessage: Message<WriteTxnMarkersResponse, WriteTxnMarkersResponseInit> = {
  name: 'WriteTxnMarkersResponse',
  min: 1,
  max: 2,
  flexibleFrom: 1,
  read: readWriteTxnMarkersResponse,
  write: writeWriteTxnMarkersResponse,
}

/** WriteTxnMarkers */
export const WriteTxnMarkers: Api<
  WriteTxnMarkersRequest,
  WriteTxnMarkersRequestInit,
  WriteTxnMarkersResponse,
  WriteTxnMarkersResponseInit
> = {
  key: 27,
  name: 'WriteTxnMarkers',
  min: 1,
  max: 2,
  advertisedMin: 1,
  flexibleFrom: 1,
  listeners: ['broker'],
  request: WriteTxnMarkersRequestMessage,
  response: WriteTxnMarkersResponseMessage,
}
