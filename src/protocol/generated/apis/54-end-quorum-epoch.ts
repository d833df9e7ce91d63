// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, UnknownTag, Uuid } from '../../types.ts'
import { Writer } from '../../writer.ts'

export interface RequestTopicData {
  topicName: string
  partitions: readonly RequestPartitionData[]
  unknownTags?: readonly UnknownTag[]
}

export interface RequestTopicDataInit {
  topicName: string
  partitions: readonly RequestPartitionDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface RequestPartitionData {
  partitionIndex: number
  leaderId: number
  leaderEpoch: LeaderEpoch
  preferredSuccessors: readonly number[]
  preferredCandidates: readonly ReplicaInfo[]
  unknownTags?: readonly UnknownTag[]
}

export interface RequestPartitionDataInit {
  partitionIndex: number
  leaderId: number
  leaderEpoch: LeaderEpoch
  preferredSuccessors?: readonly number[] | undefined
  preferredCandidates?: readonly ReplicaInfoInit[] | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface ReplicaInfo {
  candidateId: number
  candidateDirectoryId: Uuid
  unknownTags?: readonly UnknownTag[]
}

export interface ReplicaInfoInit {
  candidateId: number
  candidateDirectoryId: Uuid
  unknownTags?: readonly UnknownTag[]
}

export interface LeaderEndpoint {
  name: string
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface LeaderEndpointInit {
  name: string
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface EndQuorumEpochRequest {
  clusterId: string | null
  topics: readonly RequestTopicData[]
  leaderEndpoints: readonly LeaderEndpoint[]
  unknownTags?: readonly UnknownTag[]
}

export interface EndQuorumEpochRequestInit {
  clusterId?: string | null | undefined
  topics: readonly RequestTopicDataInit[]
  leaderEndpoints?: readonly LeaderEndpointInit[] | undefined
  unknownTags?: readonly UnknownTag[]
}

function readRequestTopicData(r: Reader, ver: number): RequestTopicData {
  const topicName = r.string(ver >= 1)
  let partitions: readonly RequestPartitionData[]
  {
    const count = r.array(ver >= 1, 12)
    const items = new Array<RequestPartitionData>(count)
    for (let i = 0; i < count; i++) items[i] = readRequestPartitionData(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { topicName, partitions, unknownTags } : { topicName, partitions }
}

function writeRequestTopicData(w: Writer, v: RequestTopicDataInit, ver: number): void {
  w.string(v.topicName, ver >= 1)
  {
    const items = v.partitions
    w.array(items.length, ver >= 1)
    for (const item of items) writeRequestPartitionData(w, item, ver)
  }
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readRequestPartitionData(r: Reader, ver: number): RequestPartitionData {
  const partitionIndex = r.int32()
  const leaderId = r.int32()
  const leaderEpoch = r.int32()
  let preferredSuccessors: readonly number[] = []
  if (ver <= 0) {
    const count = r.array(false, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    preferredSuccessors = items
  }
  let preferredCandidates: readonly ReplicaInfo[] = []
  if (ver >= 1) {
    const count = r.array(true, 21)
    const items = new Array<ReplicaInfo>(count)
    for (let i = 0; i < count; i++) items[i] = readReplicaInfo(r, ver)
    preferredCandidates = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { partitionIndex, leaderId, leaderEpoch, preferredSuccessors, preferredCandidates, unknownTags }
    : { partitionIndex, leaderId, leaderEpoch, preferredSuccessors, preferredCandidates }
}

function writeRequestPartitionData(w: Writer, v: RequestPartitionDataInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int32(v.leaderId)
  w.int32(v.leaderEpoch)
  if (ver <= 0) {
    const items = v.preferredSuccessors ?? []
    w.array(items.length, false)
    for (const item of items) w.int32(item)
  }
  if (ver >= 1) {
    const items = v.preferredCandidates ?? []
    w.array(items.length, true)
    for (const item of items) writeReplicaInfo(w, item, ver)
  }
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readReplicaInfo(r: Reader, ver: number): ReplicaInfo {
  const candidateId = r.int32()
  const candidateDirectoryId = r.uuid()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { candidateId, candidateDirectoryId, unknownTags } : { candidateId, candidateDirectoryId }
}

function writeReplicaInfo(w: Writer, v: ReplicaInfoInit, ver: number): void {
  w.int32(v.candidateId)
  w.uuid(v.candidateDirectoryId)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readLeaderEndpoint(r: Reader, ver: number): LeaderEndpoint {
  const name = r.string(true)
  const host = r.string(true)
  const port = r.uint16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, host, port, unknownTags } : { name, host, port }
}

function writeLeaderEndpoint(w: Writer, v: LeaderEndpointInit, ver: number): void {
  w.string(v.name, true)
  w.string(v.host, true)
  w.uint16(v.port)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readEndQuorumEpochRequest(r: Reader, ver: number): EndQuorumEpochRequest {
  const clusterId = r.nullableString(ver >= 1)
  let topics: readonly RequestTopicData[]
  {
    const count = r.array(ver >= 1, 2)
    const items = new Array<RequestTopicData>(count)
    for (let i = 0; i < count; i++) items[i] = readRequestTopicData(r, ver)
    topics = items
  }
  let leaderEndpoints: readonly LeaderEndpoint[] = []
  if (ver >= 1) {
    const count = r.array(true, 5)
    const items = new Array<LeaderEndpoint>(count)
    for (let i = 0; i < count; i++) items[i] = readLeaderEndpoint(r, ver)
    leaderEndpoints = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { clusterId, topics, leaderEndpoints, unknownTags } : { clusterId, topics, leaderEndpoints }
}

function writeEndQuorumEpochRequest(w: Writer, v: EndQuorumEpochRequestInit, ver: number): void {
  w.string(v.clusterId ?? null, ver >= 1)
  {
    const items = v.topics
    w.array(items.length, ver >= 1)
    for (const item of items) writeRequestTopicData(w, item, ver)
  }
  if (ver >= 1) {
    const items = v.leaderEndpoints ?? []
    w.array(items.length, true)
    for (const item of items) writeLeaderEndpoint(w, item, ver)
  }
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const EndQuorumEpochRequestMessage: Message<EndQuorumEpochRequest, EndQuorumEpochRequestInit> = {
  name: 'EndQuorumEpochRequest',
  min: 0,
  max: 1,
  flexibleFrom: 1,
  read: readEndQuorumEpochRequest,
  write: writeEndQuorumEpochRequest,
}

export interface ResponseTopicData {
  topicName: string
  partitions: readonly ResponsePartitionData[]
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseTopicDataInit {
  topicName: string
  partitions: readonly ResponsePartitionDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface ResponsePartitionData {
  partitionIndex: number
  errorCode: number
  leaderId: number
  leaderEpoch: LeaderEpoch
  unknownTags?: readonly UnknownTag[]
}

export interface ResponsePartitionDataInit {
  partitionIndex: number
  errorCode?: number | undefined
  leaderId: number
  leaderEpoch: LeaderEpoch
  unknownTags?: readonly UnknownTag[]
}

export interface NodeEndpoint {
  nodeId: number
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface NodeEndpointInit {
  nodeId: number
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface EndQuorumEpochResponse {
  errorCode: number
  topics: readonly ResponseTopicData[]
  nodeEndpoints: readonly NodeEndpoint[]
  unknownTags?: readonly UnknownTag[]
}

export interface EndQuorumEpochResponseInit {
  errorCode?: number | undefined
  topics: readonly ResponseTopicDataInit[]
  nodeEndpoints?: readonly NodeEndpointInit[] | undefined
  unknownTags?: readonly UnknownTag[]
}

function readResponseTopicData(r: Reader, ver: number): ResponseTopicData {
  const topicName = r.string(ver >= 1)
  let partitions: readonly ResponsePartitionData[]
  {
    const count = r.array(ver >= 1, 14)
    const items = new Array<ResponsePartitionData>(count)
    for (let i = 0; i < count; i++) items[i] = readResponsePartitionData(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { topicName, partitions, unknownTags } : { topicName, partitions }
}

function writeResponseTopicData(w: Writer, v: ResponseTopicDataInit, ver: number): void {
  w.string(v.topicName, ver >= 1)
  {
    const items = v.partitions
    w.array(items.length, ver >= 1)
    for (const item of items) writeResponsePartitionData(w, item, ver)
  }
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readResponsePartitionData(r: Reader, ver: number): ResponsePartitionData {
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const leaderId = r.int32()
  const leaderEpoch = r.int32()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { partitionIndex, errorCode, leaderId, leaderEpoch, unknownTags }
    : { partitionIndex, errorCode, leaderId, leaderEpoch }
}

function writeResponsePartitionData(w: Writer, v: ResponsePartitionDataInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int16(v.errorCode ?? 0)
  w.int32(v.leaderId)
  w.int32(v.leaderEpoch)
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readNodeEndpoint(r: Reader, ver: number): NodeEndpoint {
  const nodeId = r.int32()
  const host = r.string(true)
  const port = r.uint16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { nodeId, host, port, unknownTags } : { nodeId, host, port }
}

function writeNodeEndpoint(w: Writer, v: NodeEndpointInit, ver: number): void {
  w.int32(v.nodeId)
  w.string(v.host, true)
  w.uint16(v.port)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readEndQuorumEpochResponse(r: Reader, ver: number): EndQuorumEpochResponse {
  const errorCode = r.int16()
  let topics: readonly ResponseTopicData[]
  {
    const count = r.array(ver >= 1, 2)
    const items = new Array<ResponseTopicData>(count)
    for (let i = 0; i < count; i++) items[i] = readResponseTopicData(r, ver)
    topics = items
  }
  let nodeEndpoints: readonly NodeEndpoint[] = []
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      switch (tag) {
        case 0:
          {
            const count = r.array(true, 8)
            const items = new Array<NodeEndpoint>(count)
            for (let i = 0; i < count; i++) items[i] = readNodeEndpoint(r, ver)
            nodeEndpoints = items
          }
          break
        default:
          unknownTags = r.unknownTag(unknownTags, tag)
      }
      r.leave(outer)
    }
  return unknownTags ? { errorCode, topics, nodeEndpoints, unknownTags } : { errorCode, topics, nodeEndpoints }
}

function writeEndQuorumEpochResponse(w: Writer, v: EndQuorumEpochResponseInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  {
    const items = v.topics
    w.array(items.length, ver >= 1)
    for (const item of items) writeResponseTopicData(w, item, ver)
  }
  const nodeEndpointsSet = v.nodeEndpoints !== undefined && !(v.nodeEndpoints.length === 0)
  if (nodeEndpointsSet && !(ver >= 1))
    throw w.lacks('EndQuorumEpochResponse', ver, 'nodeEndpoints', v.nodeEndpoints, '1-1')
  if (ver >= 1) {
    w.uvarint((nodeEndpointsSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
    if (nodeEndpointsSet) {
      const inner = new Writer(64)
      {
        const items = v.nodeEndpoints ?? []
        inner.array(items.length, true)
        for (const item of items) writeNodeEndpoint(inner, item, ver)
      }
      w.tag(0, inner)
    }
    w.unknownTags(v.unknownTags)
  }
}

export const EndQuorumEpochResponseMessage: Message<EndQuorumEpochResponse, EndQuorumEpochResponseInit> = {
  name: 'EndQuorumEpochResponse',
  min: 0,
  max: 1,
  flexibleFrom: 1,
  read: readEndQuorumEpochResponse,
  write: writeEndQuorumEpochResponse,
}

/** EndQuorumEpoch */
export const EndQuorumEpoch: Api<
  EndQuorumEpochRequest,
  EndQuorumEpochRequestInit,
  EndQuorumEpochResponse,
  EndQuorumEpochResponseInit
> = {
  key: 54,
  name: 'EndQuorumEpoch',
  min: 0,
  max: 1,
  advertisedMin: 0,
  flexibleFrom: 1,
  listeners: ['controller'],
  request: EndQuorumEpochRequestMessage,
  response: EndQuorumEpochResponseMessage,
}
