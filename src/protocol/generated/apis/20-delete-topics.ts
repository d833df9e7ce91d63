// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag, Uuid } from '../../types.ts'
import { ZERO_UUID } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface DeleteTopicState {
  name: string | null
  topicId: Uuid
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteTopicStateInit {
  name?: string | null | undefined
  topicId?: Uuid | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteTopicsRequest {
  topics: readonly DeleteTopicState[]
  topicNames: readonly string[]
  timeoutMs: number
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteTopicsRequestInit {
  topics?: readonly DeleteTopicStateInit[] | undefined
  topicNames?: readonly string[] | undefined
  timeoutMs: number
  unknownTags?: readonly UnknownTag[]
}

function readDeleteTopicState(r: Reader, ver: number): DeleteTopicState {
  const name = r.nullableString(true)
  const topicId = r.uuid()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, topicId, unknownTags } : { name, topicId }
}

function writeDeleteTopicState(w: Writer, v: DeleteTopicStateInit, ver: number): void {
  w.string(v.name ?? null, true)
  w.uuid(v.topicId ?? ZERO_UUID)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDeleteTopicsRequest(r: Reader, ver: number): DeleteTopicsRequest {
  let topics: readonly DeleteTopicState[] = []
  if (ver >= 6) {
    const count = r.array(true, 18)
    const items = new Array<DeleteTopicState>(count)
    for (let i = 0; i < count; i++) items[i] = readDeleteTopicState(r, ver)
    topics = items
  }
  let topicNames: readonly string[] = []
  if (ver <= 5) {
    const count = r.array(ver >= 4, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(ver >= 4)
    topicNames = items
  }
  const timeoutMs = r.int32()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { topics, topicNames, timeoutMs, unknownTags } : { topics, topicNames, timeoutMs }
}

function writeDeleteTopicsRequest(w: Writer, v: DeleteTopicsRequestInit, ver: number): void {
  if (ver >= 6) {
    const items = v.topics ?? []
    w.array(items.length, true)
    for (const item of items) writeDeleteTopicState(w, item, ver)
  } else if (v.topics !== undefined && !(v.topics.length === 0))
    throw w.lacks('DeleteTopicsRequest', ver, 'topics', v.topics, '6-6')
  if (ver <= 5) {
    const items = v.topicNames ?? []
    w.array(items.length, ver >= 4)
    for (const item of items) w.string(item, ver >= 4)
  }
  w.int32(v.timeoutMs)
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DeleteTopicsRequestMessage: Message<DeleteTopicsRequest, DeleteTopicsRequestInit> = {
  name: 'DeleteTopicsRequest',
  min: 1,
  max: 6,
  flexibleFrom: 4,
  read: readDeleteTopicsRequest,
  write: writeDeleteTopicsRequest,
}

export interface DeletableTopicResult {
  name: string | null
  topicId: Uuid
  errorCode: number
  errorMessage: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface DeletableTopicResultInit {
  name: string | null
  topicId?: Uuid | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteTopicsResponse {
  throttleTimeMs: number
  responses: readonly DeletableTopicResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteTopicsResponseInit {
  throttleTimeMs?: number | undefined
  responses: readonly DeletableTopicResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readDeletableTopicResult(r: Reader, ver: number): DeletableTopicResult {
  const name = ver >= 6 ? r.nullableString(ver >= 4) : r.string(ver >= 4)
  let topicId: Uuid = ZERO_UUID
  if (ver >= 6) topicId = r.uuid()
  const errorCode = r.int16()
  let errorMessage: string | null = null
  if (ver >= 5) errorMessage = r.nullableString(true)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { name, topicId, errorCode, errorMessage, unknownTags }
    : { name, topicId, errorCode, errorMessage }
}

function writeDeletableTopicResult(w: Writer, v: DeletableTopicResultInit, ver: number): void {
  w.string(v.name, ver >= 4)
  if (ver >= 6) w.uuid(v.topicId ?? ZERO_UUID)
  w.int16(v.errorCode ?? 0)
  if (ver >= 5) w.string(v.errorMessage ?? null, true)
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDeleteTopicsResponse(r: Reader, ver: number): DeleteTopicsResponse {
  const throttleTimeMs = r.int32()
  let responses: readonly DeletableTopicResult[]
  {
    const count = r.array(ver >= 4, 3)
    const items = new Array<DeletableTopicResult>(count)
    for (let i = 0; i < count; i++) items[i] = readDeletableTopicResult(r, ver)
    responses = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, responses, unknownTags } : { throttleTimeMs, responses }
}

function writeDeleteTopicsResponse(w: Writer, v: DeleteTopicsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.responses
    w.array(items.length, ver >= 4)
    for (const item of items) writeDeletableTopicResult(w, item, ver)
  }
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DeleteTopicsResponseMessage: Message<DeleteTopicsResponse, DeleteTopicsResponseInit> = {
  name: 'DeleteTopicsResponse',
  min: 1,
  max: 6,
  flexibleFrom: 4,
  read: readDeleteTopicsResponse,
  write: writeDeleteTopicsResponse,
}

/** DeleteTopics */
export const DeleteTopics: Api<
  DeleteTopicsRequest,
  DeleteTopicsRequestInit,
  DeleteTopicsResponse,
  DeleteTopicsResponseInit
> = {
  key: 20,
  name: 'DeleteTopics',
  min: 1,
  max: 6,
  advertisedMin: 1,
  flexibleFrom: 4,
  listeners: ['broker', 'controller'],
  request: DeleteTopicsRequestMessage,
  response: DeleteTopicsResponseMessage,
}
