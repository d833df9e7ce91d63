// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface ShareGroupHeartbeatRequest {
  groupId: string
  memberId: string
  memberEpoch: number
  rackId: string | null
  subscribedTopicNames: readonly string[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface ShareGroupHeartbeatRequestInit {
  groupId: string
  memberId: string
  memberEpoch: number
  rackId?: string | null | undefined
  subscribedTopicNames?: readonly string[] | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readShareGroupHeartbeatRequest(r: Reader, ver: number): ShareGroupHeartbeatRequest {
  const groupId = r.string(true)
  const memberId = r.string(true)
  const memberEpoch = r.int32()
  const rackId = r.nullableString(true)
  let subscribedTopicNames: readonly string[] | null
  {
    const count = r.nullableArray(true, 1)
    if (count < 0) subscribedTopicNames = null
    else {
      const items = new Array<string>(count)
      for (let i = 0; i < count; i++) items[i] = r.string(true)
      subscribedTopicNames = items
    }
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { groupId, memberId, memberEpoch, rackId, subscribedTopicNames, unknownTags }
    : { groupId, memberId, memberEpoch, rackId, subscribedTopicNames }
}

function writeShareGroupHeartbeatRequest(w: Writer, v: ShareGroupHeartbeatRequestInit, ver: number): void {
  w.string(v.groupId, true)
  w.string(v.memberId, true)
  w.int32(v.memberEpoch)
  w.string(v.rackId ?? null, true)
  {
    const items = v.subscribedTopicNames ?? null
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) w.string(item, true)
    }
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ShareGroupHeartbeatRequestMessage: Message<ShareGroupHeartbeatRequest, ShareGroupHeartbeatRequestInit> = {
  name: 'ShareGroupHeartbeatRequest',
  min: 1,
  max: 1,
  flexibleFrom: 1,
  read: readShareGroupHeartbeatRequest,
  write: writeShareGroupHeartbeatRequest,
}

export interface Assignment {
  topicPartitions: readonly TopicPartitions[]
  unknownTags?: readonly UnknownTag[]
}

export interface AssignmentInit {
  topicPartitions: readonly TopicPartitionsInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicPartitions {
  topicId: Uuid
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicPartitionsInit {
  topicId: Uuid
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface ShareGroupHeartbeatResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  memberId: string | null
  memberEpoch: number
  heartbeatIntervalMs: number
  assignment: Assignment | null
  unknownTags?: readonly UnknownTag[]
}

export interface ShareGroupHeartbeatResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  memberId?: string | null | undefined
  memberEpoch: number
  heartbeatIntervalMs: number
  assignment?: AssignmentInit | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readAssignment(r: Reader, ver: number): Assignment {
  let topicPartitions: readonly TopicPartitions[]
  {
    const count = r.array(true, 18)
    const items = new Array<TopicPartitions>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicPartitions(r, ver)
    topicPartitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topicPartitions, unknownTags } : { topicPartitions }
}

function writeAssignment(w: Writer, v: AssignmentInit, ver: number): void {
  {
    const items = v.topicPartitions
    w.array(items.length, true)
    for (const item of items) writeTopicPartitions(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readTopicPartitions(r: Reader, ver: number): TopicPartitions {
  const topicId = r.uuid()
  let partitions: readonly number[]
  {
    const count = r.array(true, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
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

function writeTopicPartitions(w: Writer, v: TopicPartitionsInit, ver: number): void {
  w.uuid(v.topicId)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readShareGroupHeartbeatResponse(r: Reader, ver: number): ShareGroupHeartbeatResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  const memberId = r.nullableString(true)
  const memberEpoch = r.int32()
  const heartbeatIntervalMs = r.int32()
  const assignment = r.int8() < 0 ? null : readAssignment(r, ver)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, assignment, unknownTags }
    : { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, assignment }
}

function writeShareGroupHeartbeatResponse(w: Writer, v: ShareGroupHeartbeatResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, true)
  w.string(v.memberId ?? null, true)
  w.int32(v.memberEpoch)
  w.int32(v.heartbeatIntervalMs)
  {
    const value = v.assignment ?? null
    if (value === null) w.int8(-1)
    else {
      w.int8(1)
      writeAssignment(w, value, ver)
    }
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ShareGroupHeartbeatResponseMessage: Message<ShareGroupHeartbeatResponse, ShareGroupHeartbeatResponseInit> =
  {
    name: 'ShareGroupHeartbeatResponse',
    min: 1,
    max: 1,
    flexibleFrom: 1,
    read: readShareGroupHeartbeatResponse,
    write: writeShareGroupHeartbeatResponse,
  }

/** ShareGroupHeartbeat */
export const ShareGroupHeartbeat: Api<
  ShareGroupHeartbeatRequest,
  ShareGroupHeartbeatRequestInit,
  ShareGroupHeartbeatResponse,
  ShareGroupHeartbeatResponseInit
> = {
  key: 76,
  name: 'ShareGroupHeartbeat',
  min: 1,
  max: 1,
  advertisedMin: 1,
  flexibleFrom: 1,
  listeners: ['broker'],
  request: ShareGroupHeartbeatRequestMessage,
  response: ShareGroupHeartbeatResponseMessage,
}
