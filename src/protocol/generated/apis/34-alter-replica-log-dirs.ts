// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface AlterReplicaLogDir {
  path: string
  topics: readonly AlterReplicaLogDirTopic[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterReplicaLogDirInit {
  path: string
  topics: readonly AlterReplicaLogDirTopicInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterReplicaLogDirTopic {
  name: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterReplicaLogDirTopicInit {
  name: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterReplicaLogDirsRequest {
  dirs: readonly AlterReplicaLogDir[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterReplicaLogDirsRequestInit {
  dirs: readonly AlterReplicaLogDirInit[]
  unknownTags?: readonly UnknownTag[]
}

function readAlterReplicaLogDir(r: Reader, ver: number): AlterReplicaLogDir {
  const path = r.string(ver >= 2)
  let topics: readonly AlterReplicaLogDirTopic[]
  {
    const count = r.array(ver >= 2, 2)
    const items = new Array<AlterReplicaLogDirTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readAlterReplicaLogDirTopic(r, ver)
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
  return unknownTags ? { path, topics, unknownTags } : { path, topics }
}

function writeAlterReplicaLogDir(w: Writer, v: AlterReplicaLogDirInit, ver: number): void {
  w.string(v.path, ver >= 2)
  {
    const items = v.topics
    w.array(items.length, ver >= 2)
    for (const item of items) writeAlterReplicaLogDirTopic(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readAlterReplicaLogDirTopic(r: Reader, ver: number): AlterReplicaLogDirTopic {
  const name = r.string(ver >= 2)
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
  return unknownTags ? { name, partitions, unknownTags } : { name, partitions }
}

function writeAlterReplicaLogDirTopic(w: Writer, v: AlterReplicaLogDirTopicInit, ver: number): void {
  w.string(v.name, ver >= 2)
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

function readAlterReplicaLogDirsRequest(r: Reader, ver: number): AlterReplicaLogDirsRequest {
  let dirs: readonly AlterReplicaLogDir[]
  {
    const count = r.array(ver >= 2, 2)
    const items = new Array<AlterReplicaLogDir>(count)
    for (let i = 0; i < count; i++) items[i] = readAlterReplicaLogDir(r, ver)
    dirs = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { dirs, unknownTags } : { dirs }
}

function writeAlterReplicaLogDirsRequest(w: Writer, v: AlterReplicaLogDirsRequestInit, ver: number): void {
  {
    const items = v.dirs
    w.array(items.length, ver >= 2)
    for (const item of items) writeAlterReplicaLogDir(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const AlterReplicaLogDirsRequestMessage: Message<AlterReplicaLogDirsRequest, AlterReplicaLogDirsRequestInit> = {
  name: 'AlterReplicaLogDirsRequest',
  min: 1,
  max: 2,
  flexibleFrom: 2,
  read: readAlterReplicaLogDirsRequest,
  write: writeAlterReplicaLogDirsRequest,
}

export interface AlterReplicaLogDirTopicResult {
  topicName: string
  partitions: readonly AlterReplicaLogDirPartitionResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterReplicaLogDirTopicResultInit {
  topicName: string
  partitions: readonly AlterReplicaLogDirPartitionResultInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterReplicaLogDirPartitionResult {
  partitionIndex: number
  errorCode: number
  unknownTags?: readonly UnknownTag[]
}

export interface AlterReplicaLogDirPartitionResultInit {
  partitionIndex: number
  errorCode?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface AlterReplicaLogDirsResponse {
  throttleTimeMs: number
  results: readonly AlterReplicaLogDirTopicResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterReplicaLogDirsResponseInit {
  throttleTimeMs?: number | undefined
  results: readonly AlterReplicaLogDirTopicResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readAlterReplicaLogDirTopicResult(r: Reader, ver: number): AlterReplicaLogDirTopicResult {
  const topicName = r.string(ver >= 2)
  let partitions: readonly AlterReplicaLogDirPartitionResult[]
  {
    const count = r.array(ver >= 2, 6)
    const items = new Array<AlterReplicaLogDirPartitionResult>(count)
    for (let i = 0; i < count; i++) items[i] = readAlterReplicaLogDirPartitionResult(r, ver)
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
  return unknownTags ? { topicName, partitions, unknownTags } : { topicName, partitions }
}

function writeAlterReplicaLogDirTopicResult(w: Writer, v: AlterReplicaLogDirTopicResultInit, ver: number): void {
  w.string(v.topicName, ver >= 2)
  {
    const items = v.partitions
    w.array(items.length, ver >= 2)
    for (const item of items) writeAlterReplicaLogDirPartitionResult(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readAlterReplicaLogDirPartitionResult(r: Reader, ver: number): AlterReplicaLogDirPartitionResult {
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { partitionIndex, errorCode, unknownTags } : { partitionIndex, errorCode }
}

function writeAlterReplicaLogDirPartitionResult(
  w: Writer,
  v: AlterReplicaLogDirPartitionResultInit,
  ver: number,
): void {
  w.int32(v.partitionIndex)
  w.int16(v.errorCode ?? 0)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readAlterReplicaLogDirsResponse(r: Reader, ver: number): AlterReplicaLogDirsResponse {
  const throttleTimeMs = r.int32()
  let results: readonly AlterReplicaLogDirTopicResult[]
  {
    const count = r.array(ver >= 2, 2)
    const items = new Array<AlterReplicaLogDirTopicResult>(count)
    for (let i = 0; i < count; i++) items[i] = readAlterReplicaLogDirTopicResult(r, ver)
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
  return unknownTags ? { throttleTimeMs, results, unknownTags } : { throttleTimeMs, results }
}

function writeAlterReplicaLogDirsResponse(w: Writer, v: AlterReplicaLogDirsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.results
    w.array(items.length, ver >= 2)
    for (const item of items) writeAlterReplicaLogDirTopicResult(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const AlterReplicaLogDirsResponseMessage: Message<AlterReplicaLogDirsResponse, AlterReplicaLogDirsResponseInit> =
  {
    name: 'AlterReplicaLogDirsResponse',
    min: 1,
    max: 2,
    flexibleFrom: 2,
    read: readAlterReplicaLogDirsResponse,
    write: writeAlterReplicaLogDirsResponse,
  }

/** AlterReplicaLogDirs */
export const AlterReplicaLogDirs: Api<
  AlterReplicaLogDirsRequest,
  AlterReplicaLogDirsRequestInit,
  AlterReplicaLogDirsResponse,
  AlterReplicaLogDirsResponseInit
> = {
  key: 34,
  name: 'AlterReplicaLogDirs',
  min: 1,
  max: 2,
  advertisedMin: 1,
  flexibleFrom: 2,
  listeners: ['broker'],
  request: AlterReplicaLogDirsRequestMessage,
  response: AlterReplicaLogDirsResponseMessage,
}
