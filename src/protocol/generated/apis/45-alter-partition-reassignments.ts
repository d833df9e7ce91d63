// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface ReassignableTopic {
  name: string
  partitions: readonly ReassignablePartition[]
  unknownTags?: readonly UnknownTag[]
}

export interface ReassignableTopicInit {
  name: string
  partitions: readonly ReassignablePartitionInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface ReassignablePartition {
  partitionIndex: number
  replicas: readonly number[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface ReassignablePartitionInit {
  partitionIndex: number
  replicas?: readonly number[] | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface AlterPartitionReassignmentsRequest {
  timeoutMs: number
  allowReplicationFactorChange: boolean
  topics: readonly ReassignableTopic[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterPartitionReassignmentsRequestInit {
  timeoutMs?: number | undefined
  allowReplicationFactorChange?: boolean | undefined
  topics: readonly ReassignableTopicInit[]
  unknownTags?: readonly UnknownTag[]
}

function readReassignableTopic(r: Reader, ver: number): ReassignableTopic {
  const name = r.string(true)
  let partitions: readonly ReassignablePartition[]
  {
    const count = r.array(true, 6)
    const items = new Array<ReassignablePartition>(count)
    for (let i = 0; i < count; i++) items[i] = readReassignablePartition(r, ver)
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

function writeReassignableTopic(w: Writer, v: ReassignableTopicInit, ver: number): void {
  w.string(v.name, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writeReassignablePartition(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readReassignablePartition(r: Reader, ver: number): ReassignablePartition {
  const partitionIndex = r.int32()
  let replicas: readonly number[] | null
  {
    const count = r.nullableArray(true, 4)
    if (count < 0) replicas = null
    else {
      const items = new Array<number>(count)
      for (let i = 0; i < count; i++) items[i] = r.int32()
      replicas = items
    }
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { partitionIndex, replicas, unknownTags } : { partitionIndex, replicas }
}

function writeReassignablePartition(w: Writer, v: ReassignablePartitionInit, ver: number): void {
  w.int32(v.partitionIndex)
  {
    const items = v.replicas ?? null
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) w.int32(item)
    }
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readAlterPartitionReassignmentsRequest(r: Reader, ver: number): AlterPartitionReassignmentsRequest {
  const timeoutMs = r.int32()
  let allowReplicationFactorChange: boolean = true
  if (ver >= 1) allowReplicationFactorChange = r.bool()
  let topics: readonly ReassignableTopic[]
  {
    const count = r.array(true, 3)
    const items = new Array<ReassignableTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readReassignableTopic(r, ver)
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
    ? { timeoutMs, allowReplicationFactorChange, topics, unknownTags }
    : { timeoutMs, allowReplicationFactorChange, topics }
}

function writeAlterPartitionReassignmentsRequest(
  w: Writer,
  v: AlterPartitionReassignmentsRequestInit,
  ver: number,
): void {
  w.int32(v.timeoutMs ?? 60000)
  if (ver >= 1) w.bool(v.allowReplicationFactorChange ?? true)
  else if (v.allowReplicationFactorChange !== undefined && !(v.allowReplicationFactorChange === true))
    throw w.lacks(
      'AlterPartitionReassignmentsRequest',
      ver,
      'allowReplicationFactorChange',
      v.allowReplicationFactorChange,
      '1-1',
    )
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeReassignableTopic(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const AlterPartitionReassignmentsRequestMessage: Message<
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsRequestInit
> = {
  name: 'AlterPartitionReassignmentsRequest',
  min: 0,
  max: 1,
  flexibleFrom: 0,
  read: readAlterPartitionReassignmentsRequest,
  write: writeAlterPartitionReassignmentsRequest,
}

export interface ReassignableTopicResponse {
  name: string
  partitions: readonly ReassignablePartitionResponse[]
  unknownTags?: readonly UnknownTag[]
}

export interface ReassignableTopicResponseInit {
  name: string
  partitions: readonly ReassignablePartitionResponseInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface ReassignablePartitionResponse {
  partitionIndex: number
  errorCode: number
  errorMessage: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface ReassignablePartitionResponseInit {
  partitionIndex: number
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface AlterPartitionReassignmentsResponse {
  throttleTimeMs: number
  allowReplicationFactorChange: boolean
  errorCode: number
  errorMessage: string | null
  responses: readonly ReassignableTopicResponse[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterPartitionReassignmentsResponseInit {
  throttleTimeMs?: number | undefined
  allowReplicationFactorChange?: boolean | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  responses: readonly ReassignableTopicResponseInit[]
  unknownTags?: readonly UnknownTag[]
}

function readReassignableTopicResponse(r: Reader, ver: number): ReassignableTopicResponse {
  const name = r.string(true)
  let partitions: readonly ReassignablePartitionResponse[]
  {
    const count = r.array(true, 8)
    const items = new Array<ReassignablePartitionResponse>(count)
    for (let i = 0; i < count; i++) items[i] = readReassignablePartitionResponse(r, ver)
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

function writeReassignableTopicResponse(w: Writer, v: ReassignableTopicResponseInit, ver: number): void {
  w.string(v.name, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writeReassignablePartitionResponse(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readReassignablePartitionResponse(r: Reader, ver: number): ReassignablePartitionResponse {
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

function writeReassignablePartitionResponse(w: Writer, v: ReassignablePartitionResponseInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readAlterPartitionReassignmentsResponse(r: Reader, ver: number): AlterPartitionReassignmentsResponse {
  const throttleTimeMs = r.int32()
  let allowReplicationFactorChange: boolean = true
  if (ver >= 1) allowReplicationFactorChange = r.bool()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  let responses: readonly ReassignableTopicResponse[]
  {
    const count = r.array(true, 3)
    const items = new Array<ReassignableTopicResponse>(count)
    for (let i = 0; i < count; i++) items[i] = readReassignableTopicResponse(r, ver)
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
    ? { throttleTimeMs, allowReplicationFactorChange, errorCode, errorMessage, responses, unknownTags }
    : { throttleTimeMs, allowReplicationFactorChange, errorCode, errorMessage, responses }
}

function writeAlterPartitionReassignmentsResponse(
  w: Writer,
  v: AlterPartitionReassignmentsResponseInit,
  ver: number,
): void {
  w.int32(v.throttleTimeMs ?? 0)
  if (ver >= 1) w.bool(v.allowReplicationFactorChange ?? true)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, true)
  {
    const items = v.responses
    w.array(items.length, true)
    for (const item of items) writeReassignableTopicResponse(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const AlterPartitionReassignmentsResponseMessage: Message<
  AlterPartitionReassignmentsResponse,
  AlterPartitionReassignmentsResponseInit
> = {
  name: 'AlterPartitionReassignmentsResponse',
  min: 0,
  max: 1,
  flexibleFrom: 0,
  read: readAlterPartitionReassignmentsResponse,
  write: writeAlterPartitionReassignmentsResponse,
}

/** AlterPartitionReassignments */
export const AlterPartitionReassignments: Api<
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsRequestInit,
  AlterPartitionReassignmentsResponse,
  AlterPartitionReassignmentsResponseInit
> = {
  key: 45,
  name: 'AlterPartitionReassignments',
  min: 0,
  max: 1,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker', 'controller'],
  request: AlterPartitionReassignmentsRequestMessage,
  response: AlterPartitionReassignmentsResponseMessage,
}
