// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, Offset, UnknownTag, Uuid } from '../../types.ts'
import { ZERO_UUID } from '../../types.ts'
import { Writer } from '../../writer.ts'

export interface RequestTopicSnapshot {
  name: string
  partitions: readonly RequestPartitionSnapshot[]
  unknownTags?: readonly UnknownTag[]
}

export interface RequestTopicSnapshotInit {
  name: string
  partitions: readonly RequestPartitionSnapshotInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface RequestPartitionSnapshot {
  partition: number
  currentLeaderEpoch: LeaderEpoch
  snapshotId: RequestSnapshotId
  position: number
  replicaDirectoryId: Uuid
  unknownTags?: readonly UnknownTag[]
}

export interface RequestPartitionSnapshotInit {
  partition: number
  currentLeaderEpoch: LeaderEpoch
  snapshotId: RequestSnapshotIdInit
  position: number
  replicaDirectoryId?: Uuid | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface RequestSnapshotId {
  endOffset: Offset
  epoch: LeaderEpoch
  unknownTags?: readonly UnknownTag[]
}

export interface RequestSnapshotIdInit {
  endOffset: Offset
  epoch: LeaderEpoch
  unknownTags?: readonly UnknownTag[]
}

export interface FetchSnapshotRequest {
  clusterId: string | null
  replicaId: number
  maxBytes: number
  topics: readonly RequestTopicSnapshot[]
  unknownTags?: readonly UnknownTag[]
}

export interface FetchSnapshotRequestInit {
  clusterId?: string | null | undefined
  replicaId?: number | undefined
  maxBytes?: number | undefined
  topics: readonly RequestTopicSnapshotInit[]
  unknownTags?: readonly UnknownTag[]
}

function readRequestTopicSnapshot(r: Reader, ver: number): RequestTopicSnapshot {
  const name = r.string(true)
  let partitions: readonly RequestPartitionSnapshot[]
  {
    const count = r.array(true, 30)
    const items = new Array<RequestPartitionSnapshot>(count)
    for (let i = 0; i < count; i++) items[i] = readRequestPartitionSnapshot(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, partitions, unknownTags } : { name, partitions }
}

function writeRequestTopicSnapshot(w: Writer, v: RequestTopicSnapshotInit, ver: number): void {
  w.string(v.name, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writeRequestPartitionSnapshot(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readRequestPartitionSnapshot(r: Reader, ver: number): RequestPartitionSnapshot {
  const partition = r.int32()
  const currentLeaderEpoch = r.int32()
  const snapshotId = readRequestSnapshotId(r, ver)
  const position = r.int64()
  let replicaDirectoryId: Uuid = ZERO_UUID
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        if (!(ver >= 1)) throw r.earlyTag(tag, ver)
        replicaDirectoryId = r.uuid()
        break
      default:
        unknownTags = r.unknownTag(unknownTags, tag)
    }
    r.leave(outer)
  }
  return unknownTags
    ? { partition, currentLeaderEpoch, snapshotId, position, replicaDirectoryId, unknownTags }
    : { partition, currentLeaderEpoch, snapshotId, position, replicaDirectoryId }
}

function writeRequestPartitionSnapshot(w: Writer, v: RequestPartitionSnapshotInit, ver: number): void {
  w.int32(v.partition)
  w.int32(v.currentLeaderEpoch)
  writeRequestSnapshotId(w, v.snapshotId, ver)
  w.int64(v.position)
  const replicaDirectoryIdSet = ver >= 1 && v.replicaDirectoryId !== undefined && !(v.replicaDirectoryId === ZERO_UUID)
  w.uvarint((replicaDirectoryIdSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
  if (replicaDirectoryIdSet) {
    const inner = new Writer(64)
    inner.uuid(v.replicaDirectoryId ?? ZERO_UUID)
    w.tag(0, inner)
  }
  w.unknownTags(v.unknownTags)
}

function readRequestSnapshotId(r: Reader, ver: number): RequestSnapshotId {
  const endOffset = r.int64()
  const epoch = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { endOffset, epoch, unknownTags } : { endOffset, epoch }
}

function writeRequestSnapshotId(w: Writer, v: RequestSnapshotIdInit, ver: number): void {
  w.int64(v.endOffset)
  w.int32(v.epoch)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readFetchSnapshotRequest(r: Reader, ver: number): FetchSnapshotRequest {
  const replicaId = r.int32()
  const maxBytes = r.int32()
  let topics: readonly RequestTopicSnapshot[]
  {
    const count = r.array(true, 3)
    const items = new Array<RequestTopicSnapshot>(count)
    for (let i = 0; i < count; i++) items[i] = readRequestTopicSnapshot(r, ver)
    topics = items
  }
  let clusterId: string | null = null
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        clusterId = r.nullableString(true)
        break
      default:
        unknownTags = r.unknownTag(unknownTags, tag)
    }
    r.leave(outer)
  }
  return unknownTags
    ? { clusterId, replicaId, maxBytes, topics, unknownTags }
    : { clusterId, replicaId, maxBytes, topics }
}

function writeFetchSnapshotRequest(w: Writer, v: FetchSnapshotRequestInit, ver: number): void {
  w.int32(v.replicaId ?? -1)
  w.int32(v.maxBytes ?? 0x7fffffff)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeRequestTopicSnapshot(w, item, ver)
  }
  const clusterIdSet = v.clusterId !== undefined && !(v.clusterId === null)
  w.uvarint((clusterIdSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
  if (clusterIdSet) {
    const inner = new Writer(64)
    inner.string(v.clusterId ?? null, true)
    w.tag(0, inner)
  }
  w.unknownTags(v.unknownTags)
}

export const FetchSnapshotRequestMessage: Message<FetchSnapshotRequest, FetchSnapshotRequestInit> = {
  name: 'FetchSnapshotRequest',
  min: 0,
  max: 1,
  flexibleFrom: 0,
  read: readFetchSnapshotRequest,
  write: writeFetchSnapshotRequest,
}

export interface ResponseTopicSnapshot {
  name: string
  partitions: readonly ResponsePartitionSnapshot[]
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseTopicSnapshotInit {
  name: string
  partitions: readonly ResponsePartitionSnapshotInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface ResponsePartitionSnapshot {
  index: number
  errorCode: number
  snapshotId: ResponseSnapshotId
  currentLeader: LeaderIdAndEpoch
  size: number
  position: number
  unalignedRecords: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface ResponsePartitionSnapshotInit {
  index: number
  errorCode?: number | undefined
  snapshotId: ResponseSnapshotIdInit
  currentLeader?: LeaderIdAndEpochInit | undefined
  size: number
  position: number
  unalignedRecords: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseSnapshotId {
  endOffset: Offset
  epoch: LeaderEpoch
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseSnapshotIdInit {
  endOffset: Offset
  epoch: LeaderEpoch
  unknownTags?: readonly UnknownTag[]
}

export interface LeaderIdAndEpoch {
  leaderId: number
  leaderEpoch: LeaderEpoch
  unknownTags?: readonly UnknownTag[]
}

export interface LeaderIdAndEpochInit {
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

export interface FetchSnapshotResponse {
  throttleTimeMs: number
  errorCode: number
  topics: readonly ResponseTopicSnapshot[]
  nodeEndpoints: readonly NodeEndpoint[]
  unknownTags?: readonly UnknownTag[]
}

export interface FetchSnapshotResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  topics: readonly ResponseTopicSnapshotInit[]
  nodeEndpoints?: readonly NodeEndpointInit[] | undefined
  unknownTags?: readonly UnknownTag[]
}

function readResponseTopicSnapshot(r: Reader, ver: number): ResponseTopicSnapshot {
  const name = r.string(true)
  let partitions: readonly ResponsePartitionSnapshot[]
  {
    const count = r.array(true, 37)
    const items = new Array<ResponsePartitionSnapshot>(count)
    for (let i = 0; i < count; i++) items[i] = readResponsePartitionSnapshot(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, partitions, unknownTags } : { name, partitions }
}

function writeResponseTopicSnapshot(w: Writer, v: ResponseTopicSnapshotInit, ver: number): void {
  w.string(v.name, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writeResponsePartitionSnapshot(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readResponsePartitionSnapshot(r: Reader, ver: number): ResponsePartitionSnapshot {
  const index = r.int32()
  const errorCode = r.int16()
  const snapshotId = readResponseSnapshotId(r, ver)
  const size = r.int64()
  const position = r.int64()
  const unalignedRecords = r.bytes(true)
  let currentLeader: LeaderIdAndEpoch = defaultLeaderIdAndEpoch()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        currentLeader = readLeaderIdAndEpoch(r, ver)
        break
      default:
        unknownTags = r.unknownTag(unknownTags, tag)
    }
    r.leave(outer)
  }
  return unknownTags
    ? { index, errorCode, snapshotId, currentLeader, size, position, unalignedRecords, unknownTags }
    : { index, errorCode, snapshotId, currentLeader, size, position, unalignedRecords }
}

function writeResponsePartitionSnapshot(w: Writer, v: ResponsePartitionSnapshotInit, ver: number): void {
  w.int32(v.index)
  w.int16(v.errorCode ?? 0)
  writeResponseSnapshotId(w, v.snapshotId, ver)
  w.int64(v.size)
  w.int64(v.position)
  w.bytes(v.unalignedRecords, true)
  const currentLeaderSet = v.currentLeader !== undefined && !isDefaultLeaderIdAndEpoch(v.currentLeader)
  w.uvarint((currentLeaderSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
  if (currentLeaderSet) {
    const inner = new Writer(64)
    writeLeaderIdAndEpoch(inner, v.currentLeader ?? defaultLeaderIdAndEpoch(), ver)
    w.tag(0, inner)
  }
  w.unknownTags(v.unknownTags)
}

function readResponseSnapshotId(r: Reader, ver: number): ResponseSnapshotId {
  const endOffset = r.int64()
  const epoch = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { endOffset, epoch, unknownTags } : { endOffset, epoch }
}

function writeResponseSnapshotId(w: Writer, v: ResponseSnapshotIdInit, ver: number): void {
  w.int64(v.endOffset)
  w.int32(v.epoch)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readLeaderIdAndEpoch(r: Reader, ver: number): LeaderIdAndEpoch {
  const leaderId = r.int32()
  const leaderEpoch = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { leaderId, leaderEpoch, unknownTags } : { leaderId, leaderEpoch }
}

function writeLeaderIdAndEpoch(w: Writer, v: LeaderIdAndEpochInit, ver: number): void {
  w.int32(v.leaderId)
  w.int32(v.leaderEpoch)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function defaultLeaderIdAndEpoch(): LeaderIdAndEpoch {
  return { leaderId: 0, leaderEpoch: 0 }
}

function isDefaultLeaderIdAndEpoch(v: LeaderIdAndEpochInit): boolean {
  return v.leaderId === 0 && v.leaderEpoch === 0
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

function readFetchSnapshotResponse(r: Reader, ver: number): FetchSnapshotResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  let topics: readonly ResponseTopicSnapshot[]
  {
    const count = r.array(true, 3)
    const items = new Array<ResponseTopicSnapshot>(count)
    for (let i = 0; i < count; i++) items[i] = readResponseTopicSnapshot(r, ver)
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
  return unknownTags
    ? { throttleTimeMs, errorCode, topics, nodeEndpoints, unknownTags }
    : { throttleTimeMs, errorCode, topics, nodeEndpoints }
}

function writeFetchSnapshotResponse(w: Writer, v: FetchSnapshotResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeResponseTopicSnapshot(w, item, ver)
  }
  const nodeEndpointsSet = v.nodeEndpoints !== undefined && !(v.nodeEndpoints.length === 0)
  if (nodeEndpointsSet && !(ver >= 1))
    throw w.lacks('FetchSnapshotResponse', ver, 'nodeEndpoints', v.nodeEndpoints, '1-1')
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

export const FetchSnapshotResponseMessage: Message<FetchSnapshotResponse, FetchSnapshotResponseInit> = {
  name: 'FetchSnapshotResponse',
  min: 0,
  max: 1,
  flexibleFrom: 0,
  read: readFetchSnapshotResponse,
  write: writeFetchSnapshotResponse,
}

/** FetchSnapshot */
export const FetchSnapshot: Api<
  FetchSnapshotRequest,
  FetchSnapshotRequestInit,
  FetchSnapshotResponse,
  FetchSnapshotResponseInit
> = {
  key: 59,
  name: 'FetchSnapshot',
  min: 0,
  max: 1,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['controller'],
  request: FetchSnapshotRequestMessage,
  response: FetchSnapshotResponseMessage,
}
