// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, Offset, Timestamp, UnknownTag, Uuid } from '../../types.ts'
import { ZERO_UUID } from '../../types.ts'
import type { Writer } from '../../writer.ts'

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
  unknownTags?: readonly UnknownTag[]
}

export interface RequestPartitionDataInit {
  partitionIndex: number
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeQuorumRequest {
  topics: readonly RequestTopicData[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeQuorumRequestInit {
  topics: readonly RequestTopicDataInit[]
  unknownTags?: readonly UnknownTag[]
}

function readRequestTopicData(r: Reader, ver: number): RequestTopicData {
  const topicName = r.string(true)
  let partitions: readonly RequestPartitionData[]
  {
    const count = r.array(true, 5)
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
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { partitionIndex, unknownTags } : { partitionIndex }
}

function writeRequestPartitionData(w: Writer, v: RequestPartitionDataInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDescribeQuorumRequest(r: Reader, ver: number): DescribeQuorumRequest {
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
  return unknownTags ? { topics, unknownTags } : { topics }
}

function writeDescribeQuorumRequest(w: Writer, v: DescribeQuorumRequestInit, ver: number): void {
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeRequestTopicData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const DescribeQuorumRequestMessage: Message<DescribeQuorumRequest, DescribeQuorumRequestInit> = {
  name: 'DescribeQuorumRequest',
  min: 0,
  max: 2,
  flexibleFrom: 0,
  read: readDescribeQuorumRequest,
  write: writeDescribeQuorumRequest,
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
  errorMessage: string | null
  leaderId: number
  leaderEpoch: LeaderEpoch
  highWatermark: Offset
  currentVoters: readonly ReplicaState[]
  observers: readonly ReplicaState[]
  unknownTags?: readonly UnknownTag[]
}

export interface ResponsePartitionDataInit {
  partitionIndex: number
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  leaderId: number
  leaderEpoch: LeaderEpoch
  highWatermark: Offset
  currentVoters: readonly ReplicaStateInit[]
  observers: readonly ReplicaStateInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface ReplicaState {
  replicaId: number
  replicaDirectoryId: Uuid
  logEndOffset: Offset
  lastFetchTimestamp: Timestamp
  lastCaughtUpTimestamp: Timestamp
  unknownTags?: readonly UnknownTag[]
}

export interface ReplicaStateInit {
  replicaId: number
  replicaDirectoryId?: Uuid | undefined
  logEndOffset: Offset
  lastFetchTimestamp?: Timestamp | undefined
  lastCaughtUpTimestamp?: Timestamp | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface Node {
  nodeId: number
  listeners: readonly Listener[]
  unknownTags?: readonly UnknownTag[]
}

export interface NodeInit {
  nodeId: number
  listeners: readonly ListenerInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface Listener {
  name: string
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface ListenerInit {
  name: string
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeQuorumResponse {
  errorCode: number
  errorMessage: string | null
  topics: readonly ResponseTopicData[]
  nodes: readonly Node[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeQuorumResponseInit {
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  topics: readonly ResponseTopicDataInit[]
  nodes?: readonly NodeInit[] | undefined
  unknownTags?: readonly UnknownTag[]
}

function readResponseTopicData(r: Reader, ver: number): ResponseTopicData {
  const topicName = r.string(true)
  let partitions: readonly ResponsePartitionData[]
  {
    const count = r.array(true, 25)
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
  let errorMessage: string | null = ''
  if (ver >= 2) errorMessage = r.nullableString(true)
  const leaderId = r.int32()
  const leaderEpoch = r.int32()
  const highWatermark = r.int64()
  let currentVoters: readonly ReplicaState[]
  {
    const count = r.array(true, 13)
    const items = new Array<ReplicaState>(count)
    for (let i = 0; i < count; i++) items[i] = readReplicaState(r, ver)
    currentVoters = items
  }
  let observers: readonly ReplicaState[]
  {
    const count = r.array(true, 13)
    const items = new Array<ReplicaState>(count)
    for (let i = 0; i < count; i++) items[i] = readReplicaState(r, ver)
    observers = items
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
        partitionIndex,
        errorCode,
        errorMessage,
        leaderId,
        leaderEpoch,
        highWatermark,
        currentVoters,
        observers,
        unknownTags,
      }
    : { partitionIndex, errorCode, errorMessage, leaderId, leaderEpoch, highWatermark, currentVoters, observers }
}

function writeResponsePartitionData(w: Writer, v: ResponsePartitionDataInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int16(v.errorCode ?? 0)
  if (ver >= 2) w.string(v.errorMessage === undefined ? '' : v.errorMessage, true)
  w.int32(v.leaderId)
  w.int32(v.leaderEpoch)
  w.int64(v.highWatermark)
  {
    const items = v.currentVoters
    w.array(items.length, true)
    for (const item of items) writeReplicaState(w, item, ver)
  }
  {
    const items = v.observers
    w.array(items.length, true)
    for (const item of items) writeReplicaState(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readReplicaState(r: Reader, ver: number): ReplicaState {
  const replicaId = r.int32()
  let replicaDirectoryId: Uuid = ZERO_UUID
  if (ver >= 2) replicaDirectoryId = r.uuid()
  const logEndOffset = r.int64()
  let lastFetchTimestamp: Timestamp = -1
  if (ver >= 1) lastFetchTimestamp = r.int64()
  let lastCaughtUpTimestamp: Timestamp = -1
  if (ver >= 1) lastCaughtUpTimestamp = r.int64()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { replicaId, replicaDirectoryId, logEndOffset, lastFetchTimestamp, lastCaughtUpTimestamp, unknownTags }
    : { replicaId, replicaDirectoryId, logEndOffset, lastFetchTimestamp, lastCaughtUpTimestamp }
}

function writeReplicaState(w: Writer, v: ReplicaStateInit, ver: number): void {
  w.int32(v.replicaId)
  if (ver >= 2) w.uuid(v.replicaDirectoryId ?? ZERO_UUID)
  else if (v.replicaDirectoryId !== undefined && !(v.replicaDirectoryId === ZERO_UUID))
    throw w.lacks('DescribeQuorumResponse', ver, 'ReplicaState.replicaDirectoryId', v.replicaDirectoryId, '2-2')
  w.int64(v.logEndOffset)
  if (ver >= 1) w.int64(v.lastFetchTimestamp ?? -1)
  if (ver >= 1) w.int64(v.lastCaughtUpTimestamp ?? -1)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readNode(r: Reader, ver: number): Node {
  const nodeId = r.int32()
  let listeners: readonly Listener[]
  {
    const count = r.array(true, 5)
    const items = new Array<Listener>(count)
    for (let i = 0; i < count; i++) items[i] = readListener(r, ver)
    listeners = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { nodeId, listeners, unknownTags } : { nodeId, listeners }
}

function writeNode(w: Writer, v: NodeInit, ver: number): void {
  w.int32(v.nodeId)
  {
    const items = v.listeners
    w.array(items.length, true)
    for (const item of items) writeListener(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readListener(r: Reader, ver: number): Listener {
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

function writeListener(w: Writer, v: ListenerInit, ver: number): void {
  w.string(v.name, true)
  w.string(v.host, true)
  w.uint16(v.port)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDescribeQuorumResponse(r: Reader, ver: number): DescribeQuorumResponse {
  const errorCode = r.int16()
  let errorMessage: string | null = ''
  if (ver >= 2) errorMessage = r.nullableString(true)
  let topics: readonly ResponseTopicData[]
  {
    const count = r.array(true, 3)
    const items = new Array<ResponseTopicData>(count)
    for (let i = 0; i < count; i++) items[i] = readResponseTopicData(r, ver)
    topics = items
  }
  let nodes: readonly Node[] = []
  if (ver >= 2) {
    const count = r.array(true, 6)
    const items = new Array<Node>(count)
    for (let i = 0; i < count; i++) items[i] = readNode(r, ver)
    nodes = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { errorCode, errorMessage, topics, nodes, unknownTags }
    : { errorCode, errorMessage, topics, nodes }
}

function writeDescribeQuorumResponse(w: Writer, v: DescribeQuorumResponseInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  if (ver >= 2) w.string(v.errorMessage === undefined ? '' : v.errorMessage, true)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeResponseTopicData(w, item, ver)
  }
  if (ver >= 2) {
    const items = v.nodes ?? []
    w.array(items.length, true)
    for (const item of items) writeNode(w, item, ver)
  } else if (v.nodes !== undefined && !(v.nodes.length === 0))
    throw w.lacks('DescribeQuorumResponse', ver, 'nodes', v.nodes, '2-2')
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const DescribeQuorumResponseMessage: Message<DescribeQuorumResponse, DescribeQuorumResponseInit> = {
  name: 'DescribeQuorumResponse',
  min: 0,
  max: 2,
  flexibleFrom: 0,
  read: readDescribeQuorumResponse,
  write: writeDescribeQuorumResponse,
}

/** DescribeQuorum */
export const DescribeQuorum: Api<
  DescribeQuorumRequest,
  DescribeQuorumRequestInit,
  DescribeQuorumResponse,
  DescribeQuorumResponseInit
> = {
  key: 55,
  name: 'DescribeQuorum',
  min: 0,
  max: 2,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker', 'controller'],
  request: DescribeQuorumRequestMessage,
  response: DescribeQuorumResponseMessage,
}
