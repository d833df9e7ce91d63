// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface DeleteShareGroupOffsetsRequestTopic {
  topicName: string
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteShareGroupOffsetsRequestTopicInit {
  topicName: string
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteShareGroupOffsetsRequest {
  groupId: string
  topics: readonly DeleteShareGroupOffsetsRequestTopic[]
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteShareGroupOffsetsRequestInit {
  groupId: string
  topics: readonly DeleteShareGroupOffsetsRequestTopicInit[]
  unknownTags?: readonly UnknownTag[]
}

function readDeleteShareGroupOffsetsRequestTopic(r: Reader, ver: number): DeleteShareGroupOffsetsRequestTopic {
  const topicName = r.string(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topicName, unknownTags } : { topicName }
}

function writeDeleteShareGroupOffsetsRequestTopic(
  w: Writer,
  v: DeleteShareGroupOffsetsRequestTopicInit,
  ver: number,
): void {
  w.string(v.topicName, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDeleteShareGroupOffsetsRequest(r: Reader, ver: number): DeleteShareGroupOffsetsRequest {
  const groupId = r.string(true)
  let topics: readonly DeleteShareGroupOffsetsRequestTopic[]
  {
    const count = r.array(true, 2)
    const items = new Array<DeleteShareGroupOffsetsRequestTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readDeleteShareGroupOffsetsRequestTopic(r, ver)
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

function writeDeleteShareGroupOffsetsRequest(w: Writer, v: DeleteShareGroupOffsetsRequestInit, ver: number): void {
  w.string(v.groupId, true)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeDeleteShareGroupOffsetsRequestTopic(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const DeleteShareGroupOffsetsRequestMessage: Message<
  DeleteShareGroupOffsetsRequest,
  DeleteShareGroupOffsetsRequestInit
> = {
  name: 'DeleteShareGroupOffsetsRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readDeleteShareGroupOffsetsRequest,
  write: writeDeleteShareGroupOffsetsRequest,
}

export interface DeleteShareGroupOffsetsResponseTopic {
  topicName: string
  topicId: Uuid
  errorCode: number
  errorMessage: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteShareGroupOffsetsResponseTopicInit {
  topicName: string
  topicId: Uuid
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteShareGroupOffsetsResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  responses: readonly DeleteShareGroupOffsetsResponseTopic[]
  unknownTags?: readonly UnknownTag[]
}

export interface DeleteShareGroupOffsetsResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  responses: readonly DeleteShareGroupOffsetsResponseTopicInit[]
  unknownTags?: readonly UnknownTag[]
}

function readDeleteShareGroupOffsetsResponseTopic(r: Reader, ver: number): DeleteShareGroupOffsetsResponseTopic {
  const topicName = r.string(true)
  const topicId = r.uuid()
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
    ? { topicName, topicId, errorCode, errorMessage, unknownTags }
    : { topicName, topicId, errorCode, errorMessage }
}

function writeDeleteShareGroupOffsetsResponseTopic(
  w: Writer,
  v: DeleteShareGroupOffsetsResponseTopicInit,
  ver: number,
): void {
  w.string(v.topicName, true)
  w.uuid(v.topicId)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDeleteShareGroupOffsetsResponse(r: Reader, ver: number): DeleteShareGroupOffsetsResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  let responses: readonly DeleteShareGroupOffsetsResponseTopic[]
  {
    const count = r.array(true, 21)
    const items = new Array<DeleteShareGroupOffsetsResponseTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readDeleteShareGroupOffsetsResponseTopic(r, ver)
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

function writeDeleteShareGroupOffsetsResponse(w: Writer, v: DeleteShareGroupOffsetsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, true)
  {
    const items = v.responses
    w.array(items.length, true)
    for (const item of items) writeDeleteShareGroupOffsetsResponseTopic(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const DeleteShareGroupOffsetsResponseMessage: Message<
  DeleteShareGroupOffsetsResponse,
  DeleteShareGroupOffsetsResponseInit
> = {
  name: 'DeleteShareGroupOffsetsResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readDeleteShareGroupOffsetsResponse,
  write: writeDeleteShareGroupOffsetsResponse,
}

/** DeleteShareGroupOffsets */
export const DeleteShareGroupOffsets: Api<
  DeleteShareGroupOffsetsRequest,
  DeleteShareGroupOffsetsRequestInit,
  DeleteShareGroupOffsetsResponse,
  DeleteShareGroupOffsetsResponseInit
> = {
  key: 92,
  name: 'DeleteShareGroupOffsets',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: DeleteShareGroupOffsetsRequestMessage,
  response: DeleteShareGroupOffsetsResponseMessage,
}
