// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface CreatePartitionsTopic {
  name: string
  count: number
  assignments: readonly CreatePartitionsAssignment[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface CreatePartitionsTopicInit {
  name: string
  count: number
  assignments: readonly CreatePartitionsAssignmentInit[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface CreatePartitionsAssignment {
  brokerIds: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface CreatePartitionsAssignmentInit {
  brokerIds: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface CreatePartitionsRequest {
  topics: readonly CreatePartitionsTopic[]
  timeoutMs: number
  validateOnly: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface CreatePartitionsRequestInit {
  topics: readonly CreatePartitionsTopicInit[]
  timeoutMs: number
  validateOnly: boolean
  unknownTags?: readonly UnknownTag[]
}

function readCreatePartitionsTopic(r: Reader, ver: number): CreatePartitionsTopic {
  const name = r.string(ver >= 2)
  const count = r.int32()
  let assignments: readonly CreatePartitionsAssignment[] | null
  {
    const count = r.nullableArray(ver >= 2, 1)
    if (count < 0) assignments = null
    else {
      const items = new Array<CreatePartitionsAssignment>(count)
      for (let i = 0; i < count; i++) items[i] = readCreatePartitionsAssignment(r, ver)
      assignments = items
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
  return unknownTags ? { name, count, assignments, unknownTags } : { name, count, assignments }
}

function writeCreatePartitionsTopic(w: Writer, v: CreatePartitionsTopicInit, ver: number): void {
  w.string(v.name, ver >= 2)
  w.int32(v.count)
  {
    const items = v.assignments
    if (items === null) w.array(-1, ver >= 2)
    else {
      w.array(items.length, ver >= 2)
      for (const item of items) writeCreatePartitionsAssignment(w, item, ver)
    }
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readCreatePartitionsAssignment(r: Reader, ver: number): CreatePartitionsAssignment {
  let brokerIds: readonly number[]
  {
    const count = r.array(ver >= 2, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    brokerIds = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { brokerIds, unknownTags } : { brokerIds }
}

function writeCreatePartitionsAssignment(w: Writer, v: CreatePartitionsAssignmentInit, ver: number): void {
  {
    const items = v.brokerIds
    w.array(items.length, ver >= 2)
    for (const item of items) w.int32(item)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readCreatePartitionsRequest(r: Reader, ver: number): CreatePartitionsRequest {
  let topics: readonly CreatePartitionsTopic[]
  {
    const count = r.array(ver >= 2, 6)
    const items = new Array<CreatePartitionsTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readCreatePartitionsTopic(r, ver)
    topics = items
  }
  const timeoutMs = r.int32()
  const validateOnly = r.bool()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { topics, timeoutMs, validateOnly, unknownTags } : { topics, timeoutMs, validateOnly }
}

function writeCreatePartitionsRequest(w: Writer, v: CreatePartitionsRequestInit, ver: number): void {
  {
    const items = v.topics
    w.array(items.length, ver >= 2)
    for (const item of items) writeCreatePartitionsTopic(w, item, ver)
  }
  w.int32(v.timeoutMs)
  w.bool(v.validateOnly)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const CreatePartitionsRequestMessage: Message<CreatePartitionsRequest, CreatePartitionsRequestInit> = {
  name: 'CreatePartitionsRequest',
  min: 0,
  max: 3,
  flexibleFrom: 2,
  read: readCreatePartitionsRequest,
  write: writeCreatePartitionsRequest,
}

export interface CreatePartitionsTopicResult {
  name: string
  errorCode: number
  errorMessage: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface CreatePartitionsTopicResultInit {
  name: string
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface CreatePartitionsResponse {
  throttleTimeMs: number
  results: readonly CreatePartitionsTopicResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface CreatePartitionsResponseInit {
  throttleTimeMs?: number | undefined
  results: readonly CreatePartitionsTopicResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readCreatePartitionsTopicResult(r: Reader, ver: number): CreatePartitionsTopicResult {
  const name = r.string(ver >= 2)
  const errorCode = r.int16()
  const errorMessage = r.nullableString(ver >= 2)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { name, errorCode, errorMessage, unknownTags } : { name, errorCode, errorMessage }
}

function writeCreatePartitionsTopicResult(w: Writer, v: CreatePartitionsTopicResultInit, ver: number): void {
  w.string(v.name, ver >= 2)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, ver >= 2)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readCreatePartitionsResponse(r: Reader, ver: number): CreatePartitionsResponse {
  const throttleTimeMs = r.int32()
  let results: readonly CreatePartitionsTopicResult[]
  {
    const count = r.array(ver >= 2, 4)
    const items = new Array<CreatePartitionsTopicResult>(count)
    for (let i = 0; i < count; i++) items[i] = readCreatePartitionsTopicResult(r, ver)
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

function writeCreatePartitionsResponse(w: Writer, v: CreatePartitionsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.results
    w.array(items.length, ver >= 2)
    for (const item of items) writeCreatePartitionsTopicResult(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const CreatePartitionsResponseMessage: Message<CreatePartitionsResponse, CreatePartitionsResponseInit> = {
  name: 'CreatePartitionsResponse',
  min: 0,
  max: 3,
  flexibleFrom: 2,
  read: readCreatePartitionsResponse,
  write: writeCreatePartitionsResponse,
}

/** CreatePartitions */
export const CreatePartitions: Api<
  CreatePartitionsRequest,
  CreatePartitionsRequestInit,
  CreatePartitionsResponse,
  CreatePartitionsResponseInit
> = {
  key: 37,
  name: 'CreatePartitions',
  min: 0,
  max: 3,
  advertisedMin: 0,
  flexibleFrom: 2,
  listeners: ['broker', 'controller'],
  request: CreatePartitionsRequestMessage,
  response: CreatePartitionsResponseMessage,
}
