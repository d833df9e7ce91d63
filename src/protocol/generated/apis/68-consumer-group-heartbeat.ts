// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface RequestTopicPartitions {
  topicId: Uuid
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface RequestTopicPartitionsInit {
  topicId: Uuid
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface ConsumerGroupHeartbeatRequest {
  groupId: string
  memberId: string
  memberEpoch: number
  instanceId: string | null
  rackId: string | null
  rebalanceTimeoutMs: number
  subscribedTopicNames: readonly string[] | null
  subscribedTopicRegex: string | null
  serverAssignor: string | null
  topicPartitions: readonly RequestTopicPartitions[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface ConsumerGroupHeartbeatRequestInit {
  groupId: string
  memberId: string
  memberEpoch: number
  instanceId?: string | null | undefined
  rackId?: string | null | undefined
  rebalanceTimeoutMs?: number | undefined
  subscribedTopicNames?: readonly string[] | null | undefined
  subscribedTopicRegex?: string | null | undefined
  serverAssignor?: string | null | undefined
  topicPartitions?: readonly RequestTopicPartitionsInit[] | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readRequestTopicPartitions(r: Reader, ver: number): RequestTopicPartitions {
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

function writeRequestTopicPartitions(w: Writer, v: RequestTopicPartitionsInit, ver: number): void {
  w.uuid(v.topicId)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readConsumerGroupHeartbeatRequest(r: Reader, ver: number): ConsumerGroupHeartbeatRequest {
  const groupId = r.string(true)
  const memberId = r.string(true)
  const memberEpoch = r.int32()
  const instanceId = r.nullableString(true)
  const rackId = r.nullableString(true)
  const rebalanceTimeoutMs = r.int32()
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
  let subscribedTopicRegex: string | null = null
  if (ver >= 1) subscribedTopicRegex = r.nullableString(true)
  const serverAssignor = r.nullableString(true)
  let topicPartitions: readonly RequestTopicPartitions[] | null
  {
    const count = r.nullableArray(true, 18)
    if (count < 0) topicPartitions = null
    else {
      const items = new Array<RequestTopicPartitions>(count)
      for (let i = 0; i < count; i++) items[i] = readRequestTopicPartitions(r, ver)
      topicPartitions = items
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
    ? {
        groupId,
        memberId,
        memberEpoch,
        instanceId,
        rackId,
        rebalanceTimeoutMs,
        subscribedTopicNames,
        subscribedTopicRegex,
        serverAssignor,
        topicPartitions,
        unknownTags,
      }
    : {
        groupId,
        memberId,
        memberEpoch,
        instanceId,
        rackId,
        rebalanceTimeoutMs,
        subscribedTopicNames,
        subscribedTopicRegex,
        serverAssignor,
        topicPartitions,
      }
}

function writeConsumerGroupHeartbeatRequest(w: Writer, v: ConsumerGroupHeartbeatRequestInit, ver: number): void {
  w.string(v.groupId, true)
  w.string(v.memberId, true)
  w.int32(v.memberEpoch)
  w.string(v.instanceId ?? null, true)
  w.string(v.rackId ?? null, true)
  w.int32(v.rebalanceTimeoutMs ?? -1)
  {
    const items = v.subscribedTopicNames ?? null
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) w.string(item, true)
    }
  }
  if (ver >= 1) w.string(v.subscribedTopicRegex ?? null, true)
  else if (v.subscribedTopicRegex !== undefined && !(v.subscribedTopicRegex === null))
    throw w.lacks('ConsumerGroupHeartbeatRequest', ver, 'subscribedTopicRegex', v.subscribedTopicRegex, '1-1')
  w.string(v.serverAssignor ?? null, true)
  {
    const items = v.topicPartitions ?? null
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeRequestTopicPartitions(w, item, ver)
    }
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ConsumerGroupHeartbeatRequestMessage: Message<
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatRequestInit
> = {
  name: 'ConsumerGroupHeartbeatRequest',
  min: 0,
  max: 1,
  flexibleFrom: 0,
  read: readConsumerGroupHeartbeatRequest,
  write: writeConsumerGroupHeartbeatRequest,
}

export interface Assignment {
  topicPartitions: readonly ResponseTopicPartitions[]
  unknownTags?: readonly UnknownTag[]
}

export interface AssignmentInit {
  topicPartitions: readonly ResponseTopicPartitionsInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseTopicPartitions {
  topicId: Uuid
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseTopicPartitionsInit {
  topicId: Uuid
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface ConsumerGroupHeartbeatResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  memberId: string | null
  memberEpoch: number
  heartbeatIntervalMs: number
  assignment: Assignment | null
  unknownTags?: readonly UnknownTag[]
}

export interface ConsumerGroupHeartbeatResponseInit {
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
  let topicPartitions: readonly ResponseTopicPartitions[]
  {
    const count = r.array(true, 18)
    const items = new Array<ResponseTopicPartitions>(count)
    for (let i = 0; i < count; i++) items[i] = readResponseTopicPartitions(r, ver)
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
    for (const item of items) writeResponseTopicPartitions(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readResponseTopicPartitions(r: Reader, ver: number): ResponseTopicPartitions {
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

function writeResponseTopicPartitions(w: Writer, v: ResponseTopicPartitionsInit, ver: number): void {
  w.uuid(v.topicId)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readConsumerGroupHeartbeatResponse(r: Reader, ver: number): ConsumerGroupHeartbeatResponse {
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

function writeConsumerGroupHeartbeatResponse(w: Writer, v: ConsumerGroupHeartbeatResponseInit, ver: number): void {
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

export const ConsumerGroupHeartbeatResponseMessage: Message<
  ConsumerGroupHeartbeatResponse,
  ConsumerGroupHeartbeatResponseInit
> = {
  name: 'ConsumerGroupHeartbeatResponse',
  min: 0,
  max: 1,
  flexibleFrom: 0,
  read: readConsumerGroupHeartbeatResponse,
  write: writeConsumerGroupHeartbeatResponse,
}

/** ConsumerGroupHeartbeat */
export const ConsumerGroupHeartbeat: Api<
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatRequestInit,
  ConsumerGroupHeartbeatResponse,
  ConsumerGroupHeartbeatResponseInit
> = {
  key: 68,
  name: 'ConsumerGroupHeartbeat',
  min: 0,
  max: 1,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: ConsumerGroupHeartbeatRequestMessage,
  response: ConsumerGroupHeartbeatResponseMessage,
}
