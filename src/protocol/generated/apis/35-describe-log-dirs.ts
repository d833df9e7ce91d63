// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface DescribableLogDirTopic {
  topic: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribableLogDirTopicInit {
  topic: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeLogDirsRequest {
  topics: readonly DescribableLogDirTopic[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeLogDirsRequestInit {
  topics: readonly DescribableLogDirTopicInit[] | null
  unknownTags?: readonly UnknownTag[]
}

function readDescribableLogDirTopic(r: Reader, ver: number): DescribableLogDirTopic {
  const topic = r.string(ver >= 2)
  let partitions: readonly number[]
  {
    const count = r.array(ver >= 2, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
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
  return unknownTags ? { topic, partitions, unknownTags } : { topic, partitions }
}

function writeDescribableLogDirTopic(w: Writer, v: DescribableLogDirTopicInit, ver: number): void {
  w.string(v.topic, ver >= 2)
  {
    const items = v.partitions
    w.array(items.length, ver >= 2)
    for (const item of items) w.int32(item)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDescribeLogDirsRequest(r: Reader, ver: number): DescribeLogDirsRequest {
  let topics: readonly DescribableLogDirTopic[] | null
  {
    const count = r.nullableArray(ver >= 2, 2)
    if (count < 0) topics = null
    else {
      const items = new Array<DescribableLogDirTopic>(count)
      for (let i = 0; i < count; i++) items[i] = readDescribableLogDirTopic(r, ver)
      topics = items
    }
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { topics, unknownTags } : { topics }
}

function writeDescribeLogDirsRequest(w: Writer, v: DescribeLogDirsRequestInit, ver: number): void {
  {
    const items = v.topics
    if (items === null) w.array(-1, ver >= 2)
    else {
      w.array(items.length, ver >= 2)
      for (const item of items) writeDescribableLogDirTopic(w, item, ver)
    }
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DescribeLogDirsRequestMessage: Message<DescribeLogDirsRequest, DescribeLogDirsRequestInit> = {
  name: 'DescribeLogDirsRequest',
  min: 1,
  max: 5,
  flexibleFrom: 2,
  read: readDescribeLogDirsRequest,
  write: writeDescribeLogDirsRequest,
}

export interface DescribeLogDirsResult {
  errorCode: number
  logDir: string
  topics: readonly DescribeLogDirsTopic[]
  totalBytes: number
  usableBytes: number
  isCordoned: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeLogDirsResultInit {
  errorCode?: number | undefined
  logDir: string
  topics: readonly DescribeLogDirsTopicInit[]
  totalBytes?: number | undefined
  usableBytes?: number | undefined
  isCordoned?: boolean | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeLogDirsTopic {
  name: string
  partitions: readonly DescribeLogDirsPartition[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeLogDirsTopicInit {
  name: string
  partitions: readonly DescribeLogDirsPartitionInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeLogDirsPartition {
  partitionIndex: number
  partitionSize: number
  offsetLag: number
  isFutureKey: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeLogDirsPartitionInit {
  partitionIndex: number
  partitionSize: number
  offsetLag: number
  isFutureKey: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeLogDirsResponse {
  throttleTimeMs: number
  errorCode: number
  results: readonly DescribeLogDirsResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeLogDirsResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  results: readonly DescribeLogDirsResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readDescribeLogDirsResult(r: Reader, ver: number): DescribeLogDirsResult {
  const errorCode = r.int16()
  const logDir = r.string(ver >= 2)
  let topics: readonly DescribeLogDirsTopic[]
  {
    const count = r.array(ver >= 2, 2)
    const items = new Array<DescribeLogDirsTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribeLogDirsTopic(r, ver)
    topics = items
  }
  let totalBytes: number = -1
  if (ver >= 4) totalBytes = r.int64()
  let usableBytes: number = -1
  if (ver >= 4) usableBytes = r.int64()
  let isCordoned: boolean = false
  if (ver >= 5) isCordoned = r.bool()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { errorCode, logDir, topics, totalBytes, usableBytes, isCordoned, unknownTags }
    : { errorCode, logDir, topics, totalBytes, usableBytes, isCordoned }
}

function writeDescribeLogDirsResult(w: Writer, v: DescribeLogDirsResultInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  w.string(v.logDir, ver >= 2)
  {
    const items = v.topics
    w.array(items.length, ver >= 2)
    for (const item of items) writeDescribeLogDirsTopic(w, item, ver)
  }
  if (ver >= 4) w.int64(v.totalBytes ?? -1)
  if (ver >= 4) w.int64(v.usableBytes ?? -1)
  if (ver >= 5) w.bool(v.isCordoned ?? false)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDescribeLogDirsTopic(r: Reader, ver: number): DescribeLogDirsTopic {
  const name = r.string(ver >= 2)
  let partitions: readonly DescribeLogDirsPartition[]
  {
    const count = r.array(ver >= 2, 21)
    const items = new Array<DescribeLogDirsPartition>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribeLogDirsPartition(r, ver)
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

function writeDescribeLogDirsTopic(w: Writer, v: DescribeLogDirsTopicInit, ver: number): void {
  w.string(v.name, ver >= 2)
  {
    const items = v.partitions
    w.array(items.length, ver >= 2)
    for (const item of items) writeDescribeLogDirsPartition(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDescribeLogDirsPartition(r: Reader, ver: number): DescribeLogDirsPartition {
  const partitionIndex = r.int32()
  const partitionSize = r.int64()
  const offsetLag = r.int64()
  const isFutureKey = r.bool()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { partitionIndex, partitionSize, offsetLag, isFutureKey, unknownTags }
    : { partitionIndex, partitionSize, offsetLag, isFutureKey }
}

function writeDescribeLogDirsPartition(w: Writer, v: DescribeLogDirsPartitionInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int64(v.partitionSize)
  w.int64(v.offsetLag)
  w.bool(v.isFutureKey)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDescribeLogDirsResponse(r: Reader, ver: number): DescribeLogDirsResponse {
  const throttleTimeMs = r.int32()
  let errorCode: number = 0
  if (ver >= 3) errorCode = r.int16()
  let results: readonly DescribeLogDirsResult[]
  {
    const count = r.array(ver >= 2, 4)
    const items = new Array<DescribeLogDirsResult>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribeLogDirsResult(r, ver)
    results = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, errorCode, results, unknownTags } : { throttleTimeMs, errorCode, results }
}

function writeDescribeLogDirsResponse(w: Writer, v: DescribeLogDirsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  if (ver >= 3) w.int16(v.errorCode ?? 0)
  {
    const items = v.results
    w.array(items.length, ver >= 2)
    for (const item of items) writeDescribeLogDirsResult(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DescribeLogDirsResponseMessage: Message<DescribeLogDirsResponse, DescribeLogDirsResponseInit> = {
  name: 'DescribeLogDirsResponse',
  min: 1,
  max: 5,
  flexibleFrom: 2,
  read: readDescribeLogDirsResponse,
  write: writeDescribeLogDirsResponse,
}

/** DescribeLogDirs */
export const DescribeLogDirs: Api<
  DescribeLogDirsRequest,
  DescribeLogDirsRequestInit,
  DescribeLogDirsResponse,
  DescribeLogDirsResponseInit
> = {
  key: 35,
  name: 'DescribeLogDirs',
  min: 1,
  max: 5,
  advertisedMin: 1,
  flexibleFrom: 2,
  listeners: ['broker'],
  request: DescribeLogDirsRequestMessage,
  response: DescribeLogDirsResponseMessage,
}
