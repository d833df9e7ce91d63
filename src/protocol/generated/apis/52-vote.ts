// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, Offset, UnknownTag, Uuid } from '../../types.ts'
import { ZERO_UUID } from '../../types.ts'
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
  replicaEpoch: number
  replicaId: number
  replicaDirectoryId: Uuid
  voterDirectoryId: Uuid
  lastOffsetEpoch: LeaderEpoch
  lastOffset: Offset
  preVote: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface RequestPartitionDataInit {
  partitionIndex: number
  replicaEpoch: number
  replicaId: number
  replicaDirectoryId?: Uuid | undefined
  voterDirectoryId?: Uuid | undefined
  lastOffsetEpoch: LeaderEpoch
  lastOffset: Offset
  preVote?: boolean | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface VoteRequest {
  clusterId: string | null
  voterId: number
  topics: readonly RequestTopicData[]
  unknownTags?: readonly UnknownTag[]
}

export interface VoteRequestInit {
  clusterId?: string | null | undefined
  voterId?: number | undefined
  topics: readonly RequestTopicDataInit[]
  unknownTags?: readonly UnknownTag[]
}

function readRequestTopicData(r: Reader, ver: number): RequestTopicData {
  const topicName = r.string(true)
  let partitions: readonly RequestPartitionData[]
  {
    const count = r.array(true, 25)
    const items = new Array<RequestPartitionData>(count)
    for (let i = 0; i < count; i++) items[i] = readRequestPartitionData(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topicName, partitions, unknownTags } : { topicName, partitions }
}

function writeRequestTopicData(w: Writer, v: RequestTopicDataInit, ver: number): void {
  w.string(v.topicName, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writeRequestPartitionData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readRequestPartitionData(r: Reader, ver: number): RequestPartitionData {
  const partitionIndex = r.int32()
  const replicaEpoch = r.int32()
  const replicaId = r.int32()
  let replicaDirectoryId: Uuid = ZERO_UUID
  if (ver >= 1) replicaDirectoryId = r.uuid()
  let voterDirectoryId: Uuid = ZERO_UUID
  if (ver >= 1) voterDirectoryId = r.uuid()
  const lastOffsetEpoch = r.int32()
  const lastOffset = r.int64()
  let preVote: boolean = false
  if (ver >= 2) preVote = r.bool()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? {
        partitionIndex,
        replicaEpoch,
        replicaId,
        replicaDirectoryId,
        voterDirectoryId,
        lastOffsetEpoch,
        lastOffset,
        preVote,
        unknownTags,
      }
    : {
        partitionIndex,
        replicaEpoch,
        replicaId,
        replicaDirectoryId,
        voterDirectoryId,
        lastOffsetEpoch,
        lastOffset,
        preVote,
      }
}

function writeRequestPartitionData(w: Writer, v: RequestPartitionDataInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int32(v.replicaEpoch)
  w.int32(v.replicaId)
  if (ver >= 1) w.uuid(v.replicaDirectoryId ?? ZERO_UUID)
  if (ver >= 1) w.uuid(v.voterDirectoryId ?? ZERO_UUID)
  w.int32(v.lastOffsetEpoch)
  w.int64(v.lastOffset)
  if (ver >= 2) w.bool(v.preVote ?? false)
  else if (v.preVote !== undefined && !(v.preVote === false))
    throw w.lacks('VoteRequest', ver, 'RequestPartitionData.preVote', v.preVote, '2-2')
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readVoteRequest(r: Reader, ver: number): VoteRequest {
  const clusterId = r.nullableString(true)
  let voterId: number = -1
  if (ver >= 1) voterId = r.int32()
  let topics: readonly RequestTopicData[]
  {
    const count = r.array(true, 3)
    const items = new Array<RequestTopicData>(count)
    for (let i = 0; i < count; i++) items[i] = readRequestTopicData(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { clusterId, voterId, topics, unknownTags } : { clusterId, voterId, topics }
}

function writeVoteRequest(w: Writer, v: VoteRequestInit, ver: number): void {
  w.string(v.clusterId ?? null, true)
  if (ver >= 1) w.int32(v.voterId ?? -1)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeRequestTopicData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const VoteRequestMessage: Message<VoteRequest, VoteRequestInit> = {
  name: 'VoteRequest',
  min: 0,
  max: 2,
  flexibleFrom: 0,
  read: readVoteRequest,
  write: writeVoteRequest,
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
  voteGranted: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface ResponsePartitionDataInit {
  partitionIndex: number
  errorCode?: number | undefined
  leaderId: number
  leaderEpoch: LeaderEpoch
  voteGranted: boolean
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

export interface VoteResponse {
  errorCode: number
  topics: readonly ResponseTopicData[]
  nodeEndpoints: readonly NodeEndpoint[]
  unknownTags?: readonly UnknownTag[]
}

export interface VoteResponseInit {
  errorCode?: number | undefined
  topics: readonly ResponseTopicDataInit[]
  nodeEndpoints?: readonly NodeEndpointInit[] | undefined
  unknownTags?: readonly UnknownTag[]
}

function readResponseTopicData(r: Reader, ver: number): ResponseTopicData {
  const topicName = r.string(true)
  let partitions: readonly ResponsePartitionData[]
  {
    const count = r.array(true, 16)
    const items = new Array<ResponsePartitionData>(count)
    for (let i = 0; i < count; i++) items[i] = readResponsePartitionData(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topicName, partitions, unknownTags } : { topicName, partitions }
}

function writeResponseTopicData(w: Writer, v: ResponseTopicDataInit, ver: number): void {
  w.string(v.topicName, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writeResponsePartitionData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readResponsePartitionData(r: Reader, ver: number): ResponsePartitionData {
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const leaderId = r.int32()
  const leaderEpoch = r.int32()
  const voteGranted = r.bool()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { partitionIndex, errorCode, leaderId, leaderEpoch, voteGranted, unknownTags }
    : { partitionIndex, errorCode, leaderId, leaderEpoch, voteGranted }
}

function writeResponsePartitionData(w: Writer, v: ResponsePartitionDataInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int16(v.errorCode ?? 0)
  w.int32(v.leaderId)
  w.int32(v.leaderEpoch)
  w.bool(v.voteGranted)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
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

function readVoteResponse(r: Reader, ver: number): VoteResponse {
  const errorCode = r.int16()
  let topics: readonly ResponseTopicData[]
  {
    const count = r.array(true, 3)
    const items = new Array<ResponseTopicData>(count)
    for (let i = 0; i < count; i++) items[i] = readResponseTopicData(r, ver)
    topics = items
  }
  let nodeEndpoints: readonly NodeEndpoint[] = []
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        if (!(ver >= 1)) throw r.earlyTag(tag, ver)
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

function writeVoteResponse(w: Writer, v: VoteResponseInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeResponseTopicData(w, item, ver)
  }
  const nodeEndpointsSet = v.nodeEndpoints !== undefined && !(v.nodeEndpoints.length === 0)
  if (nodeEndpointsSet && !(ver >= 1)) throw w.lacks('VoteResponse', ver, 'nodeEndpoints', v.nodeEndpoints, '1-2')
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

export const VoteResponseMessage: Message<VoteResponse, VoteResponseInit> = {
  name: 'VoteResponse',
  min: 0,
  max: 2,
  flexibleFrom: 0,
  read: readVoteResponse,
  write: writeVoteResponse,
}

/** Vote */
export const Vote: Api<VoteRequest, VoteRequestInit, VoteResponse, VoteResponseInit> = {
  key: 52,
  name: 'Vote',
  min: 0,
  max: 2,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['controller'],
  request: VoteRequestMessage,
  response: VoteResponseMessage,
}
