// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface ListPartitionReassignmentsTopics {
  name: string
  partitionIndexes: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface ListPartitionReassignmentsTopicsInit {
  name: string
  partitionIndexes: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface ListPartitionReassignmentsRequest {
  timeoutMs: number
  topics: readonly ListPartitionReassignmentsTopics[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface ListPartitionReassignmentsRequestInit {
  timeoutMs?: number | undefined
  topics?: readonly ListPartitionReassignmentsTopicsInit[] | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readListPartitionReassignmentsTopics(r: Reader, ver: number): ListPartitionReassignmentsTopics {
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

function writeListPartitionReassignmentsTopics(w: Writer, v: ListPartitionReassignmentsTopicsInit, ver: number): void {
  w.string(v.name, true)
  {
    const items = v.partitionIndexes
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readListPartitionReassignmentsRequest(r: Reader, ver: number): ListPartitionReassignmentsRequest {
  const timeoutMs = r.int32()
  let topics: readonly ListPartitionReassignmentsTopics[] | null
  {
    const count = r.nullableArray(true, 3)
    if (count < 0) topics = null
    else {
      const items = new Array<ListPartitionReassignmentsTopics>(count)
      for (let i = 0; i < count; i++) items[i] = readListPartitionReassignmentsTopics(r, ver)
      topics = items
    }
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { timeoutMs, topics, unknownTags } : { timeoutMs, topics }
}

function writeListPartitionReassignmentsRequest(
  w: Writer,
  v: ListPartitionReassignmentsRequestInit,
  ver: number,
): void {
  w.int32(v.timeoutMs ?? 60000)
  {
    const items = v.topics ?? null
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeListPartitionReassignmentsTopics(w, item, ver)
    }
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ListPartitionReassignmentsRequestMessage: Message<
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsRequestInit
> = {
  name: 'ListPartitionReassignmentsRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readListPartitionReassignmentsRequest,
  write: writeListPartitionReassignmentsRequest,
}

export interface OngoingTopicReassignment {
  name: string
  partitions: readonly OngoingPartitionReassignment[]
  unknownTags?: readonly UnknownTag[]
}

export interface OngoingTopicReassignmentInit {
  name: string
  partitions: readonly OngoingPartitionReassignmentInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface OngoingPartitionReassignment {
  partitionIndex: number
  replicas: readonly number[]
  addingReplicas: readonly number[]
  removingReplicas: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface OngoingPartitionReassignmentInit {
  partitionIndex: number
  replicas: readonly number[]
  addingReplicas: readonly number[]
  removingReplicas: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface ListPartitionReassignmentsResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  topics: readonly OngoingTopicReassignment[]
  unknownTags?: readonly UnknownTag[]
}

export interface ListPartitionReassignmentsResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  topics: readonly OngoingTopicReassignmentInit[]
  unknownTags?: readonly UnknownTag[]
}

function readOngoingTopicReassignment(r: Reader, ver: number): OngoingTopicReassignment {
  const name = r.string(true)
  let partitions: readonly OngoingPartitionReassignment[]
  {
    const count = r.array(true, 8)
    const items = new Array<OngoingPartitionReassignment>(count)
    for (let i = 0; i < count; i++) items[i] = readOngoingPartitionReassignment(r, ver)
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

function writeOngoingTopicReassignment(w: Writer, v: OngoingTopicReassignmentInit, ver: number): void {
  w.string(v.name, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writeOngoingPartitionReassignment(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readOngoingPartitionReassignment(r: Reader, ver: number): OngoingPartitionReassignment {
  const partitionIndex = r.int32()
  let replicas: readonly number[]
  {
    const count = r.array(true, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    replicas = items
  }
  let addingReplicas: readonly number[]
  {
    const count = r.array(true, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    addingReplicas = items
  }
  let removingReplicas: readonly number[]
  {
    const count = r.array(true, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    removingReplicas = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { partitionIndex, replicas, addingReplicas, removingReplicas, unknownTags }
    : { partitionIndex, replicas, addingReplicas, removingReplicas }
}

function writeOngoingPartitionReassignment(w: Writer, v: OngoingPartitionReassignmentInit, ver: number): void {
  w.int32(v.partitionIndex)
  {
    const items = v.replicas
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  {
    const items = v.addingReplicas
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  {
    const items = v.removingReplicas
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readListPartitionReassignmentsResponse(r: Reader, ver: number): ListPartitionReassignmentsResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  let topics: readonly OngoingTopicReassignment[]
  {
    const count = r.array(true, 3)
    const items = new Array<OngoingTopicReassignment>(count)
    for (let i = 0; i < count; i++) items[i] = readOngoingTopicReassignment(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { throttleTimeMs, errorCode, errorMessage, topics, unknownTags }
    : { throttleTimeMs, errorCode, errorMessage, topics }
}

function writeListPartitionReassignmentsResponse(
  w: Writer,
  v: ListPartitionReassignmentsResponseInit,
  ver: number,
): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, true)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeOngoingTopicReassignment(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ListPartitionReassignmentsResponseMessage: Message<
  ListPartitionReassignmentsResponse,
  ListPartitionReassignmentsResponseInit
> = {
  name: 'ListPartitionReassignmentsResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readListPartitionReassignmentsResponse,
  write: writeListPartitionReassignmentsResponse,
}

/** ListPartitionReassignments */
export const ListPartitionReassignments: Api<
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsRequestInit,
  ListPartitionReassignmentsResponse,
  ListPartitionReassignmentsResponseInit
> = {
  key: 46,
  name: 'ListPartitionReassignments',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker', 'controller'],
  request: ListPartitionReassignmentsRequestMessage,
  response: ListPartitionReassignmentsResponseMessage,
}
