// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface TopicPartitions {
  topic: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicPartitionsInit {
  topic: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface ElectLeadersRequest {
  electionType: number
  topicPartitions: readonly TopicPartitions[] | null
  timeoutMs: number
  unknownTags?: readonly UnknownTag[]
}

export interface ElectLeadersRequestInit {
  electionType?: number | undefined
  topicPartitions: readonly TopicPartitionsInit[] | null
  timeoutMs?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

function readTopicPartitions(r: Reader, ver: number): TopicPartitions {
  const topic = r.string(ver >= 2)
  let partitions: readonly number[]
  {
    const count = r.array(ver >= 2, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { topic, partitions, unknownTags } : { topic, partitions }
}

function writeTopicPartitions(w: Writer, v: TopicPartitionsInit, ver: number): void {
  w.string(v.topic, ver >= 2)
  {
    const items = v.partitions
    w.array(items.length, ver >= 2)
    for (const item of items) w.int32(item)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readElectLeadersRequest(r: Reader, ver: number): ElectLeadersRequest {
  let electionType: number = 0
  if (ver >= 1) electionType = r.int8()
  let topicPartitions: readonly TopicPartitions[] | null
  {
    const count = r.nullableArray(ver >= 2, 2)
    if (count < 0) topicPartitions = null
    else {
      const items = new Array<TopicPartitions>(count)
      for (let i = 0; i < count; i++) items[i] = readTopicPartitions(r, ver)
      topicPartitions = items
    }
  }
  const timeoutMs = r.int32()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { electionType, topicPartitions, timeoutMs, unknownTags }
    : { electionType, topicPartitions, timeoutMs }
}

function writeElectLeadersRequest(w: Writer, v: ElectLeadersRequestInit, ver: number): void {
  if (ver >= 1) w.int8(v.electionType ?? 0)
  else if (v.electionType !== undefined && !(v.electionType === 0))
    throw w.lacks('ElectLeadersRequest', ver, 'electionType', v.electionType, '1-2')
  {
    const items = v.topicPartitions
    if (items === null) w.array(-1, ver >= 2)
    else {
      w.array(items.length, ver >= 2)
      for (const item of items) writeTopicPartitions(w, item, ver)
    }
  }
  w.int32(v.timeoutMs ?? 60000)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const ElectLeadersRequestMessage: Message<ElectLeadersRequest, ElectLeadersRequestInit> = {
  name: 'ElectLeadersRequest',
  min: 0,
  max: 2,
  flexibleFrom: 2,
  read: readElectLeadersRequest,
  write: writeElectLeadersRequest,
}

export interface ReplicaElectionResult {
  topic: string
  partitionResult: readonly PartitionResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface ReplicaElectionResultInit {
  topic: string
  partitionResult: readonly PartitionResultInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionResult {
  partitionId: number
  errorCode: number
  errorMessage: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionResultInit {
  partitionId: number
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface ElectLeadersResponse {
  throttleTimeMs: number
  errorCode: number
  replicaElectionResults: readonly ReplicaElectionResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface ElectLeadersResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  replicaElectionResults: readonly ReplicaElectionResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readReplicaElectionResult(r: Reader, ver: number): ReplicaElectionResult {
  const topic = r.string(ver >= 2)
  let partitionResult: readonly PartitionResult[]
  {
    const count = r.array(ver >= 2, 7)
    const items = new Array<PartitionResult>(count)
    for (let i = 0; i < count; i++) items[i] = readPartitionResult(r, ver)
    partitionResult = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { topic, partitionResult, unknownTags } : { topic, partitionResult }
}

function writeReplicaElectionResult(w: Writer, v: ReplicaElectionResultInit, ver: number): void {
  w.string(v.topic, ver >= 2)
  {
    const items = v.partitionResult
    w.array(items.length, ver >= 2)
    for (const item of items) writePartitionResult(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readPartitionResult(r: Reader, ver: number): PartitionResult {
  const partitionId = r.int32()
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
  return unknownTags ? { partitionId, errorCode, errorMessage, unknownTags } : { partitionId, errorCode, errorMessage }
}

function writePartitionResult(w: Writer, v: PartitionResultInit, ver: number): void {
  w.int32(v.partitionId)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, ver >= 2)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readElectLeadersResponse(r: Reader, ver: number): ElectLeadersResponse {
  const throttleTimeMs = r.int32()
  let errorCode: number = 0
  if (ver >= 1) errorCode = r.int16()
  let replicaElectionResults: readonly ReplicaElectionResult[]
  {
    const count = r.array(ver >= 2, 2)
    const items = new Array<ReplicaElectionResult>(count)
    for (let i = 0; i < count; i++) items[i] = readReplicaElectionResult(r, ver)
    replicaElectionResults = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { throttleTimeMs, errorCode, replicaElectionResults, unknownTags }
    : { throttleTimeMs, errorCode, replicaElectionResults }
}

function writeElectLeadersResponse(w: Writer, v: ElectLeadersResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  if (ver >= 1) w.int16(v.errorCode ?? 0)
  else if (v.errorCode !== undefined && !(v.errorCode === 0))
    throw w.lacks('ElectLeadersResponse', ver, 'errorCode', v.errorCode, '1-2')
  {
    const items = v.replicaElectionResults
    w.array(items.length, ver >= 2)
    for (const item of items) writeReplicaElectionResult(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const ElectLeadersResponseMessage: Message<ElectLeadersResponse, ElectLeadersResponseInit> = {
  name: 'ElectLeadersResponse',
  min: 0,
  max: 2,
  flexibleFrom: 2,
  read: readElectLeadersResponse,
  write: writeElectLeadersResponse,
}

/** ElectLeaders */
export const ElectLeaders: Api<
  ElectLeadersRequest,
  ElectLeadersRequestInit,
  ElectLeadersResponse,
  ElectLeadersResponseInit
> = {
  key: 43,
  name: 'ElectLeaders',
  min: 0,
  max: 2,
  advertisedMin: 0,
  flexibleFrom: 2,
  listeners: ['broker', 'controller'],
  request: ElectLeadersRequestMessage,
  response: ElectLeadersResponseMessage,
}
