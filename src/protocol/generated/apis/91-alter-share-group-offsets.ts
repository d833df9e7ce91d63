// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { Offset, UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface AlterShareGroupOffsetsRequestTopic {
  topicName: string
  partitions: readonly AlterShareGroupOffsetsRequestPartition[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterShareGroupOffsetsRequestTopicInit {
  topicName: string
  partitions: readonly AlterShareGroupOffsetsRequestPartitionInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterShareGroupOffsetsRequestPartition {
  partitionIndex: number
  startOffset: Offset
  unknownTags?: readonly UnknownTag[]
}

export interface AlterShareGroupOffsetsRequestPartitionInit {
  partitionIndex: number
  startOffset: Offset
  unknownTags?: readonly UnknownTag[]
}

export interface AlterShareGroupOffsetsRequest {
  groupId: string
  topics: readonly AlterShareGroupOffsetsRequestTopic[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterShareGroupOffsetsRequestInit {
  groupId: string
  topics: readonly AlterShareGroupOffsetsRequestTopicInit[]
  unknownTags?: readonly UnknownTag[]
}

function readAlterShareGroupOffsetsRequestTopic(r: Reader, ver: number): AlterShareGroupOffsetsRequestTopic {
  const topicName = r.string(true)
  let partitions: readonly AlterShareGroupOffsetsRequestPartition[]
  {
    const count = r.array(true, 13)
    const items = new Array<AlterShareGroupOffsetsRequestPartition>(count)
    for (let i = 0; i < count; i++) items[i] = readAlterShareGroupOffsetsRequestPartition(r, ver)
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

function writeAlterShareGroupOffsetsRequestTopic(
  w: Writer,
  v: AlterShareGroupOffsetsRequestTopicInit,
  ver: number,
): void {
  w.string(v.topicName, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writeAlterShareGroupOffsetsRequestPartition(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readAlterShareGroupOffsetsRequestPartition(r: Reader, ver: number): AlterShareGroupOffsetsRequestPartition {
  const partitionIndex = r.int32()
  const startOffset = r.int64()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { partitionIndex, startOffset, unknownTags } : { partitionIndex, startOffset }
}

function writeAlterShareGroupOffsetsRequestPartition(
  w: Writer,
  v: AlterShareGroupOffsetsRequestPartitionInit,
  ver: number,
): void {
  w.int32(v.partitionIndex)
  w.int64(v.startOffset)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readAlterShareGroupOffsetsRequest(r: Reader, ver: number): AlterShareGroupOffsetsRequest {
  const groupId = r.string(true)
  let topics: readonly AlterShareGroupOffsetsRequestTopic[]
  {
    const count = r.array(true, 3)
    const items = new Array<AlterShareGroupOffsetsRequestTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readAlterShareGroupOffsetsRequestTopic(r, ver)
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

function writeAlterShareGroupOffsetsRequest(w: Writer, v: AlterShareGroupOffsetsRequestInit, ver: number): void {
  w.string(v.groupId, true)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeAlterShareGroupOffsetsRequestTopic(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const AlterShareGroupOffsetsRequestMessage: Message<
  AlterShareGroupOffsetsRequest,
  AlterShareGroupOffsetsRequestInit
> = {
  name: 'AlterShareGroupOffsetsRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readAlterShareGroupOffsetsRequest,
  write: writeAlterShareGroupOffsetsRequest,
}

export interface AlterShareGroupOffsetsResponseTopic {
  topicName: string
  topicId: Uuid
  partitions: readonly AlterShareGroupOffsetsResponsePartition[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterShareGroupOffsetsResponseTopicInit {
  topicName: string
  topicId: Uuid
  partitions: readonly AlterShareGroupOffsetsResponsePartitionInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterShareGroupOffsetsResponsePartition {
  partitionIndex: number
  errorCode: number
  errorMessage: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface AlterShareGroupOffsetsResponsePartitionInit {
  partitionIndex: number
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface AlterShareGroupOffsetsResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  responses: readonly AlterShareGroupOffsetsResponseTopic[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterShareGroupOffsetsResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  responses: readonly AlterShareGroupOffsetsResponseTopicInit[]
  unknownTags?: readonly UnknownTag[]
}

function readAlterShareGroupOffsetsResponseTopic(r: Reader, ver: number): AlterShareGroupOffsetsResponseTopic {
  const topicName = r.string(true)
  const topicId = r.uuid()
  let partitions: readonly AlterShareGroupOffsetsResponsePartition[]
  {
    const count = r.array(true, 8)
    const items = new Array<AlterShareGroupOffsetsResponsePartition>(count)
    for (let i = 0; i < count; i++) items[i] = readAlterShareGroupOffsetsResponsePartition(r, ver)
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

function writeAlterShareGroupOffsetsResponseTopic(
  w: Writer,
  v: AlterShareGroupOffsetsResponseTopicInit,
  ver: number,
): void {
  w.string(v.topicName, true)
  w.uuid(v.topicId)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writeAlterShareGroupOffsetsResponsePartition(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readAlterShareGroupOffsetsResponsePartition(r: Reader, ver: number): AlterShareGroupOffsetsResponsePartition {
  const partitionIndex = r.int32()
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
    ? { partitionIndex, errorCode, errorMessage, unknownTags }
    : { partitionIndex, errorCode, errorMessage }
}

function writeAlterShareGroupOffsetsResponsePartition(
  w: Writer,
  v: AlterShareGroupOffsetsResponsePartitionInit,
  ver: number,
): void {
  w.int32(v.partitionIndex)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readAlterShareGroupOffsetsResponse(r: Reader, ver: number): AlterShareGroupOffsetsResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  let responses: readonly AlterShareGroupOffsetsResponseTopic[]
  {
    const count = r.array(true, 19)
    const items = new Array<AlterShareGroupOffsetsResponseTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readAlterShareGroupOffsetsResponseTopic(r, ver)
    responses = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { throttleTimeMs, errorCode, errorMessage, responses, unknownTags }
    : { throttleTimeMs, errorCode, errorMessage, responses }
}

function writeAlterShareGroupOffsetsResponse(w: Writer, v: AlterShareGroupOffsetsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, true)
  {
    const items = v.responses
    w.array(items.length, true)
    for (const item of items) writeAlterShareGroupOffsetsResponseTopic(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const AlterShareGroupOffsetsResponseMessage: Message<
  AlterShareGroupOffsetsResponse,
  AlterShareGroupOffsetsResponseInit
> = {
  name: 'AlterShareGroupOffsetsResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readAlterShareGroupOffsetsResponse,
  write: writeAlterShareGroupOffsetsResponse,
}

/** AlterShareGroupOffsets */
export const AlterShareGroupOffsets: Api<
  AlterShareGroupOffsetsRequest,
  AlterShareGroupOffsetsRequestInit,
  AlterShareGroupOffsetsResponse,
  AlterShareGroupOffsetsResponseInit
> = {
  key: 91,
  name: 'AlterShareGroupOffsets',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: AlterShareGroupOffsetsRequestMessage,
  response: AlterShareGroupOffsetsResponseMessage,
}
