// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { Writer } from '../../writer.ts'

export interface OffsetDeleteRequestTopic {
  name: string
  partitions: readonly OffsetDeleteRequestPartition[]
}

export interface OffsetDeleteRequestTopicInit {
  name: string
  partitions: readonly OffsetDeleteRequestPartitionInit[]
}

export interface OffsetDeleteRequestPartition {
  partitionIndex: number
}

export interface OffsetDeleteRequestPartitionInit {
  partitionIndex: number
}

export interface OffsetDeleteRequest {
  groupId: string
  topics: readonly OffsetDeleteRequestTopic[]
}

export interface OffsetDeleteRequestInit {
  groupId: string
  topics: readonly OffsetDeleteRequestTopicInit[]
}

function readOffsetDeleteRequestTopic(r: Reader, ver: number): OffsetDeleteRequestTopic {
  const name = r.string(false)
  let partitions: readonly OffsetDeleteRequestPartition[]
  {
    const count = r.array(false, 4)
    const items = new Array<OffsetDeleteRequestPartition>(count)
    for (let i = 0; i < count; i++) items[i] = readOffsetDeleteRequestPartition(r, ver)
    partitions = items
  }
  return { name, partitions }
}

function writeOffsetDeleteRequestTopic(w: Writer, v: OffsetDeleteRequestTopicInit, ver: number): void {
  w.string(v.name, false)
  {
    const items = v.partitions
    w.array(items.length, false)
    for (const item of items) writeOffsetDeleteRequestPartition(w, item, ver)
  }
}

function readOffsetDeleteRequestPartition(r: Reader, ver: number): OffsetDeleteRequestPartition {
  const partitionIndex = r.int32()
  return { partitionIndex }
}

function writeOffsetDeleteRequestPartition(w: Writer, v: OffsetDeleteRequestPartitionInit, ver: number): void {
  w.int32(v.partitionIndex)
}

function readOffsetDeleteRequest(r: Reader, ver: number): OffsetDeleteRequest {
  const groupId = r.string(false)
  let topics: readonly OffsetDeleteRequestTopic[]
  {
    const count = r.array(false, 2)
    const items = new Array<OffsetDeleteRequestTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readOffsetDeleteRequestTopic(r, ver)
    topics = items
  }
  return { groupId, topics }
}

function writeOffsetDeleteRequest(w: Writer, v: OffsetDeleteRequestInit, ver: number): void {
  w.string(v.groupId, false)
  {
    const items = v.topics
    w.array(items.length, false)
    for (const item of items) writeOffsetDeleteRequestTopic(w, item, ver)
  }
}

export const OffsetDeleteRequestMessage: Message<OffsetDeleteRequest, OffsetDeleteRequestInit> = {
  name: 'OffsetDeleteRequest',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  read: readOffsetDeleteRequest,
  write: writeOffsetDeleteRequest,
}

export interface OffsetDeleteResponseTopic {
  name: string
  partitions: readonly OffsetDeleteResponsePartition[]
}

export interface OffsetDeleteResponseTopicInit {
  name: string
  partitions: readonly OffsetDeleteResponsePartitionInit[]
}

export interface OffsetDeleteResponsePartition {
  partitionIndex: number
  errorCode: number
}

export interface OffsetDeleteResponsePartitionInit {
  partitionIndex: number
  errorCode?: number | undefined
}

export interface OffsetDeleteResponse {
  errorCode: number
  throttleTimeMs: number
  topics: readonly OffsetDeleteResponseTopic[]
}

export interface OffsetDeleteResponseInit {
  errorCode?: number | undefined
  throttleTimeMs?: number | undefined
  topics: readonly OffsetDeleteResponseTopicInit[]
}

function readOffsetDeleteResponseTopic(r: Reader, ver: number): OffsetDeleteResponseTopic {
  const name = r.string(false)
  let partitions: readonly OffsetDeleteResponsePartition[]
  {
    const count = r.array(false, 6)
    const items = new Array<OffsetDeleteResponsePartition>(count)
    for (let i = 0; i < count; i++) items[i] = readOffsetDeleteResponsePartition(r, ver)
    partitions = items
  }
  return { name, partitions }
}

function writeOffsetDeleteResponseTopic(w: Writer, v: OffsetDeleteResponseTopicInit, ver: number): void {
  w.string(v.name, false)
  {
    const items = v.partitions
    w.array(items.length, false)
    for (const item of items) writeOffsetDeleteResponsePartition(w, item, ver)
  }
}

function readOffsetDeleteResponsePartition(r: Reader, ver: number): OffsetDeleteResponsePartition {
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  return { partitionIndex, errorCode }
}

function writeOffsetDeleteResponsePartition(w: Writer, v: OffsetDeleteResponsePartitionInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int16(v.errorCode ?? 0)
}

function readOffsetDeleteResponse(r: Reader, ver: number): OffsetDeleteResponse {
  const errorCode = r.int16()
  const throttleTimeMs = r.int32()
  let topics: readonly OffsetDeleteResponseTopic[]
  {
    const count = r.array(false, 2)
    const items = new Array<OffsetDeleteResponseTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readOffsetDeleteResponseTopic(r, ver)
    topics = items
  }
  return { errorCode, throttleTimeMs, topics }
}

function writeOffsetDeleteResponse(w: Writer, v: OffsetDeleteResponseInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.topics
    w.array(items.length, false)
    for (const item of items) writeOffsetDeleteResponseTopic(w, item, ver)
  }
}

export const OffsetDeleteResponseMessage: Message<OffsetDeleteResponse, OffsetDeleteResponseInit> = {
  name: 'OffsetDeleteResponse',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  read: readOffsetDeleteResponse,
  write: writeOffsetDeleteResponse,
}

/** OffsetDelete */
export const OffsetDelete: Api<
  OffsetDeleteRequest,
  OffsetDeleteRequestInit,
  OffsetDeleteResponse,
  OffsetDeleteResponseInit
> = {
  key: 47,
  name: 'OffsetDelete',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  listeners: ['broker'],
  request: OffsetDeleteRequestMessage,
  response: OffsetDeleteResponseMessage,
}
