// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag, Uuid } from '../../types.ts'
import { ZERO_UUID } from '../../types.ts'
import { Writer } from '../../writer.ts'

export interface CreatableTopic {
  name: string
  numPartitions: number
  replicationFactor: number
  assignments: readonly CreatableReplicaAssignment[]
  configs: readonly CreatableTopicConfig[]
  unknownTags?: readonly UnknownTag[]
}

export interface CreatableTopicInit {
  name: string
  numPartitions: number
  replicationFactor: number
  assignments: readonly CreatableReplicaAssignmentInit[]
  configs: readonly CreatableTopicConfigInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface CreatableReplicaAssignment {
  partitionIndex: number
  brokerIds: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface CreatableReplicaAssignmentInit {
  partitionIndex: number
  brokerIds: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface CreatableTopicConfig {
  name: string
  value: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface CreatableTopicConfigInit {
  name: string
  value: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface CreateTopicsRequest {
  topics: readonly CreatableTopic[]
  timeoutMs: number
  validateOnly: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface CreateTopicsRequestInit {
  topics: readonly CreatableTopicInit[]
  timeoutMs?: number | undefined
  validateOnly?: boolean | undefined
  unknownTags?: readonly UnknownTag[]
}

function readCreatableTopic(r: Reader, ver: number): CreatableTopic {
  const name = r.string(ver >= 5)
  const numPartitions = r.int32()
  const replicationFactor = r.int16()
  let assignments: readonly CreatableReplicaAssignment[]
  {
    const count = r.array(ver >= 5, 5)
    const items = new Array<CreatableReplicaAssignment>(count)
    for (let i = 0; i < count; i++) items[i] = readCreatableReplicaAssignment(r, ver)
    assignments = items
  }
  let configs: readonly CreatableTopicConfig[]
  {
    const count = r.array(ver >= 5, 2)
    const items = new Array<CreatableTopicConfig>(count)
    for (let i = 0; i < count; i++) items[i] = readCreatableTopicConfig(r, ver)
    configs = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 5)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { name, numPartitions, replicationFactor, assignments, configs, unknownTags }
    : { name, numPartitions, replicationFactor, assignments, configs }
}

function writeCreatableTopic(w: Writer, v: CreatableTopicInit, ver: number): void {
  w.string(v.name, ver >= 5)
  w.int32(v.numPartitions)
  w.int16(v.replicationFactor)
  {
    const items = v.assignments
    w.array(items.length, ver >= 5)
    for (const item of items) writeCreatableReplicaAssignment(w, item, ver)
  }
  {
    const items = v.configs
    w.array(items.length, ver >= 5)
    for (const item of items) writeCreatableTopicConfig(w, item, ver)
  }
  if (ver >= 5) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readCreatableReplicaAssignment(r: Reader, ver: number): CreatableReplicaAssignment {
  const partitionIndex = r.int32()
  let brokerIds: readonly number[]
  {
    const count = r.array(ver >= 5, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    brokerIds = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 5)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { partitionIndex, brokerIds, unknownTags } : { partitionIndex, brokerIds }
}

function writeCreatableReplicaAssignment(w: Writer, v: CreatableReplicaAssignmentInit, ver: number): void {
  w.int32(v.partitionIndex)
  {
    const items = v.brokerIds
    w.array(items.length, ver >= 5)
    for (const item of items) w.int32(item)
  }
  if (ver >= 5) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readCreatableTopicConfig(r: Reader, ver: number): CreatableTopicConfig {
  const name = r.string(ver >= 5)
  const value = r.nullableString(ver >= 5)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 5)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { name, value, unknownTags } : { name, value }
}

function writeCreatableTopicConfig(w: Writer, v: CreatableTopicConfigInit, ver: number): void {
  w.string(v.name, ver >= 5)
  w.string(v.value, ver >= 5)
  if (ver >= 5) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readCreateTopicsRequest(r: Reader, ver: number): CreateTopicsRequest {
  let topics: readonly CreatableTopic[]
  {
    const count = r.array(ver >= 5, 9)
    const items = new Array<CreatableTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readCreatableTopic(r, ver)
    topics = items
  }
  const timeoutMs = r.int32()
  const validateOnly = r.bool()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 5)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { topics, timeoutMs, validateOnly, unknownTags } : { topics, timeoutMs, validateOnly }
}

function writeCreateTopicsRequest(w: Writer, v: CreateTopicsRequestInit, ver: number): void {
  {
    const items = v.topics
    w.array(items.length, ver >= 5)
    for (const item of items) writeCreatableTopic(w, item, ver)
  }
  w.int32(v.timeoutMs ?? 60000)
  w.bool(v.validateOnly ?? false)
  if (ver >= 5) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const CreateTopicsRequestMessage: Message<CreateTopicsRequest, CreateTopicsRequestInit> = {
  name: 'CreateTopicsRequest',
  min: 2,
  max: 7,
  flexibleFrom: 5,
  read: readCreateTopicsRequest,
  write: writeCreateTopicsRequest,
}

export interface CreatableTopicResult {
  name: string
  topicId: Uuid
  errorCode: number
  errorMessage: string | null
  topicConfigErrorCode: number
  numPartitions: number
  replicationFactor: number
  configs: readonly CreatableTopicConfigs[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface CreatableTopicResultInit {
  name: string
  topicId?: Uuid | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  topicConfigErrorCode?: number | undefined
  numPartitions?: number | undefined
  replicationFactor?: number | undefined
  configs?: readonly CreatableTopicConfigsInit[] | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface CreatableTopicConfigs {
  name: string
  value: string | null
  readOnly: boolean
  configSource: number
  isSensitive: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface CreatableTopicConfigsInit {
  name: string
  value: string | null
  readOnly: boolean
  configSource?: number | undefined
  isSensitive: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface CreateTopicsResponse {
  throttleTimeMs: number
  topics: readonly CreatableTopicResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface CreateTopicsResponseInit {
  throttleTimeMs?: number | undefined
  topics: readonly CreatableTopicResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readCreatableTopicResult(r: Reader, ver: number): CreatableTopicResult {
  const name = r.string(ver >= 5)
  let topicId: Uuid = ZERO_UUID
  if (ver >= 7) topicId = r.uuid()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(ver >= 5)
  let numPartitions: number = -1
  if (ver >= 5) numPartitions = r.int32()
  let replicationFactor: number = -1
  if (ver >= 5) replicationFactor = r.int16()
  let configs: readonly CreatableTopicConfigs[] | null = []
  if (ver >= 5) {
    const count = r.nullableArray(true, 6)
    if (count < 0) configs = null
    else {
      const items = new Array<CreatableTopicConfigs>(count)
      for (let i = 0; i < count; i++) items[i] = readCreatableTopicConfigs(r, ver)
      configs = items
    }
  }
  let topicConfigErrorCode: number = 0
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 5)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      switch (tag) {
        case 0:
          topicConfigErrorCode = r.int16()
          break
        default:
          unknownTags = r.unknownTag(unknownTags, tag)
      }
      r.leave(outer)
    }
  return unknownTags
    ? {
        name,
        topicId,
        errorCode,
        errorMessage,
        topicConfigErrorCode,
        numPartitions,
        replicationFactor,
        configs,
        unknownTags,
      }
    : { name, topicId, errorCode, errorMessage, topicConfigErrorCode, numPartitions, replicationFactor, configs }
}

function writeCreatableTopicResult(w: Writer, v: CreatableTopicResultInit, ver: number): void {
  w.string(v.name, ver >= 5)
  if (ver >= 7) w.uuid(v.topicId ?? ZERO_UUID)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, ver >= 5)
  if (ver >= 5) w.int32(v.numPartitions ?? -1)
  if (ver >= 5) w.int16(v.replicationFactor ?? -1)
  if (ver >= 5) {
    const items = v.configs === undefined ? [] : v.configs
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeCreatableTopicConfigs(w, item, ver)
    }
  }
  if (ver >= 5) {
    const topicConfigErrorCodeSet = v.topicConfigErrorCode !== undefined && !(v.topicConfigErrorCode === 0)
    w.uvarint((topicConfigErrorCodeSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
    if (topicConfigErrorCodeSet) {
      const inner = new Writer(64)
      inner.int16(v.topicConfigErrorCode ?? 0)
      w.tag(0, inner)
    }
    w.unknownTags(v.unknownTags)
  }
}

function readCreatableTopicConfigs(r: Reader, ver: number): CreatableTopicConfigs {
  const name = r.string(true)
  const value = r.nullableString(true)
  const readOnly = r.bool()
  const configSource = r.int8()
  const isSensitive = r.bool()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { name, value, readOnly, configSource, isSensitive, unknownTags }
    : { name, value, readOnly, configSource, isSensitive }
}

function writeCreatableTopicConfigs(w: Writer, v: CreatableTopicConfigsInit, ver: number): void {
  w.string(v.name, true)
  w.string(v.value, true)
  w.bool(v.readOnly)
  w.int8(v.configSource ?? -1)
  w.bool(v.isSensitive)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readCreateTopicsResponse(r: Reader, ver: number): CreateTopicsResponse {
  const throttleTimeMs = r.int32()
  let topics: readonly CreatableTopicResult[]
  {
    const count = r.array(ver >= 5, 4)
    const items = new Array<CreatableTopicResult>(count)
    for (let i = 0; i < count; i++) items[i] = readCreatableTopicResult(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 5)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, topics, unknownTags } : { throttleTimeMs, topics }
}

function writeCreateTopicsResponse(w: Writer, v: CreateTopicsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.topics
    w.array(items.length, ver >= 5)
    for (const item of items) writeCreatableTopicResult(w, item, ver)
  }
  if (ver >= 5) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const CreateTopicsResponseMessage: Message<CreateTopicsResponse, CreateTopicsResponseInit> = {
  name: 'CreateTopicsResponse',
  min: 2,
  max: 7,
  flexibleFrom: 5,
  read: readCreateTopicsResponse,
  write: writeCreateTopicsResponse,
}

/** CreateTopics */
export const CreateTopics: Api<
  CreateTopicsRequest,
  CreateTopicsRequestInit,
  CreateTopicsResponse,
  CreateTopicsResponseInit
> = {
  key: 19,
  name: 'CreateTopics',
  min: 2,
  max: 7,
  advertisedMin: 2,
  flexibleFrom: 5,
  listeners: ['broker', 'controller'],
  request: CreateTopicsRequestMessage,
  response: CreateTopicsResponseMessage,
}
