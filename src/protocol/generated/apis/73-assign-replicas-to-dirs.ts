// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface RequestDirectoryData {
  id: Uuid
  topics: readonly RequestTopicData[]
  unknownTags?: readonly UnknownTag[]
}

export interface RequestDirectoryDataInit {
  id: Uuid
  topics: readonly RequestTopicDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface RequestTopicData {
  topicId: Uuid
  partitions: readonly RequestPartitionData[]
  unknownTags?: readonly UnknownTag[]
}

export interface RequestTopicDataInit {
  topicId: Uuid
  partitions: readonly RequestPartitionDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface RequestPartitionData {
  partitionIndex: number
  unknownTags?: readonly UnknownTag[]
}

export interface RequestPartitionDataInit {
  partitionIndex: number
  unknownTags?: readonly UnknownTag[]
}

export interface AssignReplicasToDirsRequest {
  brokerId: number
  brokerEpoch: number
  directories: readonly RequestDirectoryData[]
  unknownTags?: readonly UnknownTag[]
}

export interface AssignReplicasToDirsRequestInit {
  brokerId: number
  brokerEpoch?: number | undefined
  directories: readonly RequestDirectoryDataInit[]
  unknownTags?: readonly UnknownTag[]
}

function readRequestDirectoryData(r: Reader, ver: number): RequestDirectoryData {
  const id = r.uuid()
  let topics: readonly RequestTopicData[]
  {
    const count = r.array(true, 18)
    const items = new Array<RequestTopicData>(count)
    for (let i = 0; i < count; i++) items[i] = readRequestTopicData(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { id, topics, unknownTags } : { id, topics }
}

function writeRequestDirectoryData(w: Writer, v: RequestDirectoryDataInit, ver: number): void {
  w.uuid(v.id)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeRequestTopicData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readRequestTopicData(r: Reader, ver: number): RequestTopicData {
  const topicId = r.uuid()
  let partitions: readonly RequestPartitionData[]
  {
    const count = r.array(true, 5)
    const items = new Array<RequestPartitionData>(count)
    for (let i = 0; i < count; i++) items[i] = readRequestPartitionData(r, ver)
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

function writeRequestTopicData(w: Writer, v: RequestTopicDataInit, ver: number): void {
  w.uuid(v.topicId)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writeRequestPartitionData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readRequestPartitionData(r: Reader, ver: number): RequestPartitionData {
  const partitionIndex = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { partitionIndex, unknownTags } : { partitionIndex }
}

function writeRequestPartitionData(w: Writer, v: RequestPartitionDataInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readAssignReplicasToDirsRequest(r: Reader, ver: number): AssignReplicasToDirsRequest {
  const brokerId = r.int32()
  const brokerEpoch = r.int64()
  let directories: readonly RequestDirectoryData[]
  {
    const count = r.array(true, 18)
    const items = new Array<RequestDirectoryData>(count)
    for (let i = 0; i < count; i++) items[i] = readRequestDirectoryData(r, ver)
    directories = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { brokerId, brokerEpoch, directories, unknownTags } : { brokerId, brokerEpoch, directories }
}

function writeAssignReplicasToDirsRequest(w: Writer, v: AssignReplicasToDirsRequestInit, ver: number): void {
  w.int32(v.brokerId)
  w.int64(v.brokerEpoch ?? -1)
  {
    const items = v.directories
    w.array(items.length, true)
    for (const item of items) writeRequestDirectoryData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const AssignReplicasToDirsRequestMessage: Message<AssignReplicasToDirsRequest, AssignReplicasToDirsRequestInit> =
  {
    name: 'AssignReplicasToDirsRequest',
    min: 0,
    max: 0,
    flexibleFrom: 0,
    read: readAssignReplicasToDirsRequest,
    write: writeAssignReplicasToDirsRequest,
  }

export interface ResponseDirectoryData {
  id: Uuid
  topics: readonly ResponseTopicData[]
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseDirectoryDataInit {
  id: Uuid
  topics: readonly ResponseTopicDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseTopicData {
  topicId: Uuid
  partitions: readonly ResponsePartitionData[]
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseTopicDataInit {
  topicId: Uuid
  partitions: readonly ResponsePartitionDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface ResponsePartitionData {
  partitionIndex: number
  errorCode: number
  unknownTags?: readonly UnknownTag[]
}

export interface ResponsePartitionDataInit {
  partitionIndex: number
  errorCode?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface AssignReplicasToDirsResponse {
  throttleTimeMs: number
  errorCode: number
  directories: readonly ResponseDirectoryData[]
  unknownTags?: readonly UnknownTag[]
}

export interface AssignReplicasToDirsResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  directories: readonly ResponseDirectoryDataInit[]
  unknownTags?: readonly UnknownTag[]
}

function readResponseDirectoryData(r: Reader, ver: number): ResponseDirectoryData {
  const id = r.uuid()
  let topics: readonly ResponseTopicData[]
  {
    const count = r.array(true, 18)
    const items = new Array<ResponseTopicData>(count)
    for (let i = 0; i < count; i++) items[i] = readResponseTopicData(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { id, topics, unknownTags } : { id, topics }
}

function writeResponseDirectoryData(w: Writer, v: ResponseDirectoryDataInit, ver: number): void {
  w.uuid(v.id)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeResponseTopicData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readResponseTopicData(r: Reader, ver: number): ResponseTopicData {
  const topicId = r.uuid()
  let partitions: readonly ResponsePartitionData[]
  {
    const count = r.array(true, 7)
    const items = new Array<ResponsePartitionData>(count)
    for (let i = 0; i < count; i++) items[i] = readResponsePartitionData(r, ver)
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

function writeResponseTopicData(w: Writer, v: ResponseTopicDataInit, ver: number): void {
  w.uuid(v.topicId)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writeResponsePartitionData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readResponsePartitionData(r: Reader, ver: number): ResponsePartitionData {
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

function writeResponsePartitionData(w: Writer, v: ResponsePartitionDataInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int16(v.errorCode ?? 0)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readAssignReplicasToDirsResponse(r: Reader, ver: number): AssignReplicasToDirsResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  let directories: readonly ResponseDirectoryData[]
  {
    const count = r.array(true, 18)
    const items = new Array<ResponseDirectoryData>(count)
    for (let i = 0; i < count; i++) items[i] = readResponseDirectoryData(r, ver)
    directories = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { throttleTimeMs, errorCode, directories, unknownTags }
    : { throttleTimeMs, errorCode, directories }
}

function writeAssignReplicasToDirsResponse(w: Writer, v: AssignReplicasToDirsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  {
    const items = v.directories
    w.array(items.length, true)
    for (const item of items) writeResponseDirectoryData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const AssignReplicasToDirsResponseMessage: Message<
  AssignReplicasToDirsResponse,
  AssignReplicasToDirsResponseInit
> = {
  name: 'AssignReplicasToDirsResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readAssignReplicasToDirsResponse,
  write: writeAssignReplicasToDirsResponse,
}

/** AssignReplicasToDirs */
export const AssignReplicasToDirs: Api<
  AssignReplicasToDirsRequest,
  AssignReplicasToDirsRequestInit,
  AssignReplicasToDirsResponse,
  AssignReplicasToDirsResponseInit
> = {
  key: 73,
  name: 'AssignReplicasToDirs',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['controller'],
  request: AssignReplicasToDirsRequestMessage,
  response: AssignReplicasToDirsResponseMessage,
}
