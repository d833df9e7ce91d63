// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, UnknownTag, Uuid } from '../../types.ts'
import { ZERO_UUID } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface MetadataRequestTopic {
  topicId: Uuid
  name: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface MetadataRequestTopicInit {
  topicId?: Uuid | undefined
  name: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface MetadataRequest {
  topics: readonly MetadataRequestTopic[] | null
  allowAutoTopicCreation: boolean
  includeClusterAuthorizedOperations: boolean
  includeTopicAuthorizedOperations: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface MetadataRequestInit {
  topics: readonly MetadataRequestTopicInit[] | null
  allowAutoTopicCreation?: boolean | undefined
  includeClusterAuthorizedOperations?: boolean | undefined
  includeTopicAuthorizedOperations?: boolean | undefined
  unknownTags?: readonly UnknownTag[]
}

function readMetadataRequestTopic(r: Reader, ver: number): MetadataRequestTopic {
  let topicId: Uuid = ZERO_UUID
  if (ver >= 10) topicId = r.uuid()
  const name = ver >= 10 ? r.nullableString(ver >= 9) : r.string(ver >= 9)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 9)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { topicId, name, unknownTags } : { topicId, name }
}

function writeMetadataRequestTopic(w: Writer, v: MetadataRequestTopicInit, ver: number): void {
  if (ver >= 10) w.uuid(v.topicId ?? ZERO_UUID)
  w.string(v.name, ver >= 9)
  if (ver >= 9) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readMetadataRequest(r: Reader, ver: number): MetadataRequest {
  let topics: readonly MetadataRequestTopic[] | null
  {
    const count = ver >= 1 ? r.nullableArray(ver >= 9, 1) : r.array(ver >= 9, 1)
    if (count < 0) topics = null
    else {
      const items = new Array<MetadataRequestTopic>(count)
      for (let i = 0; i < count; i++) items[i] = readMetadataRequestTopic(r, ver)
      topics = items
    }
  }
  let allowAutoTopicCreation: boolean = true
  if (ver >= 4) allowAutoTopicCreation = r.bool()
  let includeClusterAuthorizedOperations: boolean = false
  if (ver >= 8 && ver <= 10) includeClusterAuthorizedOperations = r.bool()
  let includeTopicAuthorizedOperations: boolean = false
  if (ver >= 8) includeTopicAuthorizedOperations = r.bool()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 9)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? {
        topics,
        allowAutoTopicCreation,
        includeClusterAuthorizedOperations,
        includeTopicAuthorizedOperations,
        unknownTags,
      }
    : { topics, allowAutoTopicCreation, includeClusterAuthorizedOperations, includeTopicAuthorizedOperations }
}

function writeMetadataRequest(w: Writer, v: MetadataRequestInit, ver: number): void {
  {
    const items = v.topics
    if (items === null) w.array(-1, ver >= 9)
    else {
      w.array(items.length, ver >= 9)
      for (const item of items) writeMetadataRequestTopic(w, item, ver)
    }
  }
  if (ver >= 4) w.bool(v.allowAutoTopicCreation ?? true)
  else if (v.allowAutoTopicCreation !== undefined && !(v.allowAutoTopicCreation === true))
    throw w.lacks('MetadataRequest', ver, 'allowAutoTopicCreation', v.allowAutoTopicCreation, '4-13')
  if (ver >= 8 && ver <= 10) w.bool(v.includeClusterAuthorizedOperations ?? false)
  else if (v.includeClusterAuthorizedOperations !== undefined && !(v.includeClusterAuthorizedOperations === false))
    throw w.lacks(
      'MetadataRequest',
      ver,
      'includeClusterAuthorizedOperations',
      v.includeClusterAuthorizedOperations,
      '8-10',
    )
  if (ver >= 8) w.bool(v.includeTopicAuthorizedOperations ?? false)
  else if (v.includeTopicAuthorizedOperations !== undefined && !(v.includeTopicAuthorizedOperations === false))
    throw w.lacks(
      'MetadataRequest',
      ver,
      'includeTopicAuthorizedOperations',
      v.includeTopicAuthorizedOperations,
      '8-13',
    )
  if (ver >= 9) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const MetadataRequestMessage: Message<MetadataRequest, MetadataRequestInit> = {
  name: 'MetadataRequest',
  min: 0,
  max: 13,
  flexibleFrom: 9,
  read: readMetadataRequest,
  write: writeMetadataRequest,
}

export interface MetadataResponseBroker {
  nodeId: number
  host: string
  port: number
  rack: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface MetadataResponseBrokerInit {
  nodeId: number
  host: string
  port: number
  rack?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface MetadataResponseTopic {
  errorCode: number
  name: string | null
  topicId: Uuid
  isInternal: boolean
  partitions: readonly MetadataResponsePartition[]
  topicAuthorizedOperations: number
  unknownTags?: readonly UnknownTag[]
}

export interface MetadataResponseTopicInit {
  errorCode?: number | undefined
  name: string | null
  topicId?: Uuid | undefined
  isInternal?: boolean | undefined
  partitions: readonly MetadataResponsePartitionInit[]
  topicAuthorizedOperations?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface MetadataResponsePartition {
  errorCode: number
  partitionIndex: number
  leaderId: number
  leaderEpoch: LeaderEpoch
  replicaNodes: readonly number[]
  isrNodes: readonly number[]
  offlineReplicas: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface MetadataResponsePartitionInit {
  errorCode?: number | undefined
  partitionIndex: number
  leaderId: number
  leaderEpoch?: LeaderEpoch | undefined
  replicaNodes: readonly number[]
  isrNodes: readonly number[]
  offlineReplicas?: readonly number[] | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface MetadataResponse {
  throttleTimeMs: number
  brokers: readonly MetadataResponseBroker[]
  clusterId: string | null
  controllerId: number
  topics: readonly MetadataResponseTopic[]
  clusterAuthorizedOperations: number
  errorCode: number
  unknownTags?: readonly UnknownTag[]
}

export interface MetadataResponseInit {
  throttleTimeMs?: number | undefined
  brokers: readonly MetadataResponseBrokerInit[]
  clusterId?: string | null | undefined
  controllerId?: number | undefined
  topics: readonly MetadataResponseTopicInit[]
  clusterAuthorizedOperations?: number | undefined
  errorCode?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

function readMetadataResponseBroker(r: Reader, ver: number): MetadataResponseBroker {
  const nodeId = r.int32()
  const host = r.string(ver >= 9)
  const port = r.int32()
  let rack: string | null = null
  if (ver >= 1) rack = r.nullableString(ver >= 9)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 9)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { nodeId, host, port, rack, unknownTags } : { nodeId, host, port, rack }
}

function writeMetadataResponseBroker(w: Writer, v: MetadataResponseBrokerInit, ver: number): void {
  w.int32(v.nodeId)
  w.string(v.host, ver >= 9)
  w.int32(v.port)
  if (ver >= 1) w.string(v.rack ?? null, ver >= 9)
  if (ver >= 9) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readMetadataResponseTopic(r: Reader, ver: number): MetadataResponseTopic {
  const errorCode = r.int16()
  const name = ver >= 12 ? r.nullableString(ver >= 9) : r.string(ver >= 9)
  let topicId: Uuid = ZERO_UUID
  if (ver >= 10) topicId = r.uuid()
  let isInternal: boolean = false
  if (ver >= 1) isInternal = r.bool()
  let partitions: readonly MetadataResponsePartition[]
  {
    const count = r.array(ver >= 9, 12)
    const items = new Array<MetadataResponsePartition>(count)
    for (let i = 0; i < count; i++) items[i] = readMetadataResponsePartition(r, ver)
    partitions = items
  }
  let topicAuthorizedOperations: number = -2147483648
  if (ver >= 8) topicAuthorizedOperations = r.int32()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 9)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations, unknownTags }
    : { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations }
}

function writeMetadataResponseTopic(w: Writer, v: MetadataResponseTopicInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  w.string(v.name, ver >= 9)
  if (ver >= 10) w.uuid(v.topicId ?? ZERO_UUID)
  if (ver >= 1) w.bool(v.isInternal ?? false)
  {
    const items = v.partitions
    w.array(items.length, ver >= 9)
    for (const item of items) writeMetadataResponsePartition(w, item, ver)
  }
  if (ver >= 8) w.int32(v.topicAuthorizedOperations ?? -2147483648)
  else if (v.topicAuthorizedOperations !== undefined && !(v.topicAuthorizedOperations === -2147483648))
    throw w.lacks(
      'MetadataResponse',
      ver,
      'MetadataResponseTopic.topicAuthorizedOperations',
      v.topicAuthorizedOperations,
      '8-13',
    )
  if (ver >= 9) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readMetadataResponsePartition(r: Reader, ver: number): MetadataResponsePartition {
  const errorCode = r.int16()
  const partitionIndex = r.int32()
  const leaderId = r.int32()
  let leaderEpoch: LeaderEpoch = -1
  if (ver >= 7) leaderEpoch = r.int32()
  let replicaNodes: readonly number[]
  {
    const count = r.array(ver >= 9, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    replicaNodes = items
  }
  let isrNodes: readonly number[]
  {
    const count = r.array(ver >= 9, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    isrNodes = items
  }
  let offlineReplicas: readonly number[] = []
  if (ver >= 5) {
    const count = r.array(ver >= 9, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    offlineReplicas = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 9)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { errorCode, partitionIndex, leaderId, leaderEpoch, replicaNodes, isrNodes, offlineReplicas, unknownTags }
    : { errorCode, partitionIndex, leaderId, leaderEpoch, replicaNodes, isrNodes, offlineReplicas }
}

function writeMetadataResponsePartition(w: Writer, v: MetadataResponsePartitionInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  w.int32(v.partitionIndex)
  w.int32(v.leaderId)
  if (ver >= 7) w.int32(v.leaderEpoch ?? -1)
  {
    const items = v.replicaNodes
    w.array(items.length, ver >= 9)
    for (const item of items) w.int32(item)
  }
  {
    const items = v.isrNodes
    w.array(items.length, ver >= 9)
    for (const item of items) w.int32(item)
  }
  if (ver >= 5) {
    const items = v.offlineReplicas ?? []
    w.array(items.length, ver >= 9)
    for (const item of items) w.int32(item)
  }
  if (ver >= 9) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readMetadataResponse(r: Reader, ver: number): MetadataResponse {
  let throttleTimeMs: number = 0
  if (ver >= 3) throttleTimeMs = r.int32()
  let brokers: readonly MetadataResponseBroker[]
  {
    const count = r.array(ver >= 9, 9)
    const items = new Array<MetadataResponseBroker>(count)
    for (let i = 0; i < count; i++) items[i] = readMetadataResponseBroker(r, ver)
    brokers = items
  }
  let clusterId: string | null = null
  if (ver >= 2) clusterId = r.nullableString(ver >= 9)
  let controllerId: number = -1
  if (ver >= 1) controllerId = r.int32()
  let topics: readonly MetadataResponseTopic[]
  {
    const count = r.array(ver >= 9, 4)
    const items = new Array<MetadataResponseTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readMetadataResponseTopic(r, ver)
    topics = items
  }
  let clusterAuthorizedOperations: number = -2147483648
  if (ver >= 8 && ver <= 10) clusterAuthorizedOperations = r.int32()
  let errorCode: number = 0
  if (ver >= 13) errorCode = r.int16()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 9)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { throttleTimeMs, brokers, clusterId, controllerId, topics, clusterAuthorizedOperations, errorCode, unknownTags }
    : { throttleTimeMs, brokers, clusterId, controllerId, topics, clusterAuthorizedOperations, errorCode }
}

function writeMetadataResponse(w: Writer, v: MetadataResponseInit, ver: number): void {
  if (ver >= 3) w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.brokers
    w.array(items.length, ver >= 9)
    for (const item of items) writeMetadataResponseBroker(w, item, ver)
  }
  if (ver >= 2) w.string(v.clusterId ?? null, ver >= 9)
  if (ver >= 1) w.int32(v.controllerId ?? -1)
  {
    const items = v.topics
    w.array(items.length, ver >= 9)
    for (const item of items) writeMetadataResponseTopic(w, item, ver)
  }
  if (ver >= 8 && ver <= 10) w.int32(v.clusterAuthorizedOperations ?? -2147483648)
  else if (v.clusterAuthorizedOperations !== undefined && !(v.clusterAuthorizedOperations === -2147483648))
    throw w.lacks('MetadataResponse', ver, 'clusterAuthorizedOperations', v.clusterAuthorizedOperations, '8-10')
  if (ver >= 13) w.int16(v.errorCode ?? 0)
  if (ver >= 9) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const MetadataResponseMessage: Message<MetadataResponse, MetadataResponseInit> = {
  name: 'MetadataResponse',
  min: 0,
  max: 13,
  flexibleFrom: 9,
  read: readMetadataResponse,
  write: writeMetadataResponse,
}

/** Metadata */
export const Metadata: Api<MetadataRequest, MetadataRequestInit, MetadataResponse, MetadataResponseInit> = {
  key: 3,
  name: 'Metadata',
  min: 0,
  max: 13,
  advertisedMin: 0,
  flexibleFrom: 9,
  listeners: ['broker'],
  request: MetadataRequestMessage,
  response: MetadataResponseMessage,
}
