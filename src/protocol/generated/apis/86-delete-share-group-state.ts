// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface DeleteStateData {
  topicId: Uuid
  partitions: readonly PartitionData[]
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteStateDataInit {
  topicId: Uuid
  partitions: readonly PartitionDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionData {
  partition: number
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionDataInit {
  partition: number
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteShareGroupStateRequest {
  groupId: string
  topics: readonly DeleteStateData[]
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteShareGroupStateRequestInit {
  groupId: string
  topics: readonly DeleteStateDataInit[]
  unknownTags?: readonly UnknownTag[]
}

function readDeleteStateData(r: Reader, ver: number): DeleteStateData {
  const topicId = r.uuid()
  let partitions: readonly PartitionData[]
  {
    const count = r.array(true, 5)
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

function writeDeleteStateData(w: Writer, v: DeleteStateDataInit, ver: number): void {
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
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { partition, unknownTags } : { partition }
}

function writePartitionData(w: Writer, v: PartitionDataInit, ver: number): void {
  w.int32(v.partition)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDeleteShareGroupStateRequest(r: Reader, ver: number): DeleteShareGroupStateRequest {
  const groupId = r.string(true)
  let topics: readonly DeleteStateData[]
  {
    const count = r.array(true, 18)
    const items = new Array<DeleteStateData>(count)
    for (let i = 0; i < count; i++) items[i] = readDeleteStateData(r, ver)
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

function writeDeleteShareGroupStateRequest(w: Writer, v: DeleteShareGroupStateRequestInit, ver: number): void {
  w.string(v.groupId, true)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeDeleteStateData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const DeleteShareGroupStateRequestMessage: Message<
  DeleteShareGroupStateRequest,
  DeleteShareGroupStateRequestInit
> = {
  name: 'DeleteShareGroupStateRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readDeleteShareGroupStateRequest,
  write: writeDeleteShareGroupStateRequest,
}

export interface DeleteStateResult {
  topicId: Uuid
  partitions: readonly PartitionResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteStateResultInit {
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

export interface DeleteShareGroupStateResponse {
  results: readonly DeleteStateResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteShareGroupStateResponseInit {
  results: readonly DeleteStateResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readDeleteStateResult(r: Reader, ver: number): DeleteStateResult {
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

function writeDeleteStateResult(w: Writer, v: DeleteStateResultInit, ver: number): void {
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

function readDeleteShareGroupStateResponse(r: Reader, ver: number): DeleteShareGroupStateResponse {
  let results: readonly DeleteStateResult[]
  {
    const count = r.array(true, 18)
    const items = new Array<DeleteStateResult>(count)
    for (let i = 0; i < count; i++) items[i] = readDeleteStateResult(r, ver)
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

function writeDeleteShareGroupStateResponse(w: Writer, v: DeleteShareGroupStateResponseInit, ver: number): void {
  {
    const items = v.results
    w.array(items.length, true)
    for (const item of items) writeDeleteStateResult(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const DeleteShareGroupStateResponseMessage: Message<
  DeleteShareGroupStateResponse,
  DeleteShareGroupStateResponseInit
> = {
  name: 'DeleteShareGroupStateResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readDeleteShareGroupStateResponse,
  write: writeDeleteShareGroupStateResponse,
}

/** DeleteShareGroupState */
export const DeleteShareGroupState: Api<
  DeleteShareGroupStateRequest,
  DeleteShareGroupStateRequestInit,
  DeleteShareGroupStateResponse,
  DeleteShareGroupStateResponseInit
> = {
  key: 86,
  name: 'DeleteShareGroupState',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: DeleteShareGroupStateRequestMessage,
  response: DeleteShareGroupStateResponseMessage,
}
