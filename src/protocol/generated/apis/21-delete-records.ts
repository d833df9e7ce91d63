// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { Offset, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface DeleteRecordsTopic {
  name: string
  partitions: readonly DeleteRecordsPartition[]
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteRecordsTopicInit {
  name: string
  partitions: readonly DeleteRecordsPartitionInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteRecordsPartition {
  partitionIndex: number
  offset: Offset
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteRecordsPartitionInit {
  partitionIndex: number
  offset: Offset
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteRecordsRequest {
  topics: readonly DeleteRecordsTopic[]
  timeoutMs: number
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteRecordsRequestInit {
  topics: readonly DeleteRecordsTopicInit[]
  timeoutMs: number
  unknownTags?: readonly UnknownTag[]
}

function readDeleteRecordsTopic(r: Reader, ver: number): DeleteRecordsTopic {
  const name = r.string(ver >= 2)
  let partitions: readonly DeleteRecordsPartition[]
  {
    const count = r.array(ver >= 2, 12)
    const items = new Array<DeleteRecordsPartition>(count)
    for (let i = 0; i < count; i++) items[i] = readDeleteRecordsPartition(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { name, partitions, unknownTags } : { name, partitions }
}

function writeDeleteRecordsTopic(w: Writer, v: DeleteRecordsTopicInit, ver: number): void {
  w.string(v.name, ver >= 2)
  {
    const items = v.partitions
    w.array(items.length, ver >= 2)
    for (const item of items) writeDeleteRecordsPartition(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDeleteRecordsPartition(r: Reader, ver: number): DeleteRecordsPartition {
  const partitionIndex = r.int32()
  const offset = r.int64()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { partitionIndex, offset, unknownTags } : { partitionIndex, offset }
}

function writeDeleteRecordsPartition(w: Writer, v: DeleteRecordsPartitionInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int64(v.offset)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDeleteRecordsRequest(r: Reader, ver: number): DeleteRecordsRequest {
  let topics: readonly DeleteRecordsTopic[]
  {
    const count = r.array(ver >= 2, 2)
    const items = new Array<DeleteRecordsTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readDeleteRecordsTopic(r, ver)
    topics = items
  }
  const timeoutMs = r.int32()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { topics, timeoutMs, unknownTags } : { topics, timeoutMs }
}

function writeDeleteRecordsRequest(w: Writer, v: DeleteRecordsRequestInit, ver: number): void {
  {
    const items = v.topics
    w.array(items.length, ver >= 2)
    for (const item of items) writeDeleteRecordsTopic(w, item, ver)
  }
  w.int32(v.timeoutMs)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DeleteRecordsRequestMessage: Message<DeleteRecordsRequest, DeleteRecordsRequestInit> = {
  name: 'DeleteRecordsRequest',
  min: 0,
  max: 2,
  flexibleFrom: 2,
  read: readDeleteRecordsRequest,
  write: writeDeleteRecordsRequest,
}

export interface DeleteRecordsTopicResult {
  name: string
  partitions: readonly DeleteRecordsPartitionResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteRecordsTopicResultInit {
  name: string
  partitions: readonly DeleteRecordsPartitionResultInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteRecordsPartitionResult {
  partitionIndex: number
  lowWatermark: Offset
  errorCode: number
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteRecordsPartitionResultInit {
  partitionIndex: number
  lowWatermark: Offset
  errorCode?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteRecordsResponse {
  throttleTimeMs: number
  topics: readonly DeleteRecordsTopicResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteRecordsResponseInit {
  throttleTimeMs?: number | undefined
  topics: readonly DeleteRecordsTopicResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readDeleteRecordsTopicResult(r: Reader, ver: number): DeleteRecordsTopicResult {
  const name = r.string(ver >= 2)
  let partitions: readonly DeleteRecordsPartitionResult[]
  {
    const count = r.array(ver >= 2, 14)
    const items = new Array<DeleteRecordsPartitionResult>(count)
    for (let i = 0; i < count; i++) items[i] = readDeleteRecordsPartitionResult(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { name, partitions, unknownTags } : { name, partitions }
}

function writeDeleteRecordsTopicResult(w: Writer, v: DeleteRecordsTopicResultInit, ver: number): void {
  w.string(v.name, ver >= 2)
  {
    const items = v.partitions
    w.array(items.length, ver >= 2)
    for (const item of items) writeDeleteRecordsPartitionResult(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDeleteRecordsPartitionResult(r: Reader, ver: number): DeleteRecordsPartitionResult {
  const partitionIndex = r.int32()
  const lowWatermark = r.int64()
  const errorCode = r.int16()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { partitionIndex, lowWatermark, errorCode, unknownTags }
    : { partitionIndex, lowWatermark, errorCode }
}

function writeDeleteRecordsPartitionResult(w: Writer, v: DeleteRecordsPartitionResultInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int64(v.lowWatermark)
  w.int16(v.errorCode ?? 0)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDeleteRecordsResponse(r: Reader, ver: number): DeleteRecordsResponse {
  const throttleTimeMs = r.int32()
  let topics: readonly DeleteRecordsTopicResult[]
  {
    const count = r.array(ver >= 2, 2)
    const items = new Array<DeleteRecordsTopicResult>(count)
    for (let i = 0; i < count; i++) items[i] = readDeleteRecordsTopicResult(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, topics, unknownTags } : { throttleTimeMs, topics }
}

function writeDeleteRecordsResponse(w: Writer, v: DeleteRecordsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.topics
    w.array(items.length, ver >= 2)
    for (const item of items) writeDeleteRecordsTopicResult(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DeleteRecordsResponseMessage: Message<DeleteRecordsResponse, DeleteRecordsResponseInit> = {
  name: 'DeleteRecordsResponse',
  min: 0,
  max: 2,
  flexibleFrom: 2,
  read: readDeleteRecordsResponse,
  write: writeDeleteRecordsResponse,
}

/** DeleteRecords */
export const DeleteRecords: Api<
  DeleteRecordsRequest,
  DeleteRecordsRequestInit,
  DeleteRecordsResponse,
  DeleteRecordsResponseInit
> = {
  key: 21,
  name: 'DeleteRecords',
  min: 0,
  max: 2,
  advertisedMin: 0,
  flexibleFrom: 2,
  listeners: ['broker'],
  request: DeleteRecordsRequestMessage,
  response: DeleteRecordsResponseMessage,
}
