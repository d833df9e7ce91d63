// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, Offset, ProducerId, UnknownTag, Uuid } from '../../types.ts'
import { ZERO_UUID } from '../../types.ts'
import { Writer } from '../../writer.ts'

export interface ReplicaState {
  replicaId: number
  replicaEpoch: number
  unknownTags?: readonly UnknownTag[]
}

export interface ReplicaStateInit {
  replicaId?: number | undefined
  replicaEpoch?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface FetchTopic {
  topic: string
  topicId: Uuid
  partitions: readonly FetchPartition[]
  unknownTags?: readonly UnknownTag[]
}

export interface FetchTopicInit {
  topic?: string | undefined
  topicId?: Uuid | undefined
  partitions: readonly FetchPartitionInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface FetchPartition {
  partition: number
  currentLeaderEpoch: LeaderEpoch
  fetchOffset: Offset
  lastFetchedEpoch: LeaderEpoch
  logStartOffset: Offset
  partitionMaxBytes: number
  replicaDirectoryId: Uuid
  highWatermark: Offset
  unknownTags?: readonly UnknownTag[]
}

export interface FetchPartitionInit {
  partition: number
  currentLeaderEpoch?: LeaderEpoch | undefined
  fetchOffset: Offset
  lastFetchedEpoch?: LeaderEpoch | undefined
  logStartOffset?: Offset | undefined
  partitionMaxBytes: number
  replicaDirectoryId?: Uuid | undefined
  highWatermark?: Offset | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface ForgottenTopic {
  topic: string
  topicId: Uuid
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface ForgottenTopicInit {
  topic?: string | undefined
  topicId?: Uuid | undefined
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface FetchRequest {
  clusterId: string | null
  replicaId: number
  replicaState: ReplicaState
  maxWaitMs: number
  minBytes: number
  maxBytes: number
  isolationLevel: number
  sessionId: number
  sessionEpoch: number
  topics: readonly FetchTopic[]
  forgottenTopicsData: readonly ForgottenTopic[]
  rackId: string
  unknownTags?: readonly UnknownTag[]
}

export interface FetchRequestInit {
  clusterId?: string | null | undefined
  replicaId?: number | undefined
  replicaState?: ReplicaStateInit | undefined
  maxWaitMs: number
  minBytes: number
  maxBytes?: number | undefined
  isolationLevel?: number | undefined
  sessionId?: number | undefined
  sessionEpoch?: number | undefined
  topics: readonly FetchTopicInit[]
  forgottenTopicsData?: readonly ForgottenTopicInit[] | undefined
  rackId?: string | undefined
  unknownTags?: readonly UnknownTag[]
}

function readReplicaState(r: Reader, ver: number): ReplicaState {
  const replicaId = r.int32()
  const replicaEpoch = r.int64()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { replicaId, replicaEpoch, unknownTags } : { replicaId, replicaEpoch }
}

function writeReplicaState(w: Writer, v: ReplicaStateInit, ver: number): void {
  w.int32(v.replicaId ?? -1)
  w.int64(v.replicaEpoch ?? -1)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function defaultReplicaState(): ReplicaState {
  return { replicaId: -1, replicaEpoch: -1 }
}

function isDefaultReplicaState(v: ReplicaStateInit): boolean {
  return (v.replicaId === undefined || v.replicaId === -1) && (v.replicaEpoch === undefined || v.replicaEpoch === -1)
}

function readFetchTopic(r: Reader, ver: number): FetchTopic {
  let topic: string = ''
  if (ver <= 12) topic = r.string(ver >= 12)
  let topicId: Uuid = ZERO_UUID
  if (ver >= 13) topicId = r.uuid()
  let partitions: readonly FetchPartition[]
  {
    const count = r.array(ver >= 12, 16)
    const items = new Array<FetchPartition>(count)
    for (let i = 0; i < count; i++) items[i] = readFetchPartition(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 12)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { topic, topicId, partitions, unknownTags } : { topic, topicId, partitions }
}

function writeFetchTopic(w: Writer, v: FetchTopicInit, ver: number): void {
  if (ver <= 12) w.string(v.topic ?? '', ver >= 12)
  if (ver >= 13) w.uuid(v.topicId ?? ZERO_UUID)
  {
    const items = v.partitions
    w.array(items.length, ver >= 12)
    for (const item of items) writeFetchPartition(w, item, ver)
  }
  if (ver >= 12) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readFetchPartition(r: Reader, ver: number): FetchPartition {
  const partition = r.int32()
  let currentLeaderEpoch: LeaderEpoch = -1
  if (ver >= 9) currentLeaderEpoch = r.int32()
  const fetchOffset = r.int64()
  let lastFetchedEpoch: LeaderEpoch = -1
  if (ver >= 12) lastFetchedEpoch = r.int32()
  let logStartOffset: Offset = -1
  if (ver >= 5) logStartOffset = r.int64()
  const partitionMaxBytes = r.int32()
  let replicaDirectoryId: Uuid = ZERO_UUID
  let highWatermark: Offset = 9223372036854775807
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 12)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      switch (tag) {
        case 0:
          if (!(ver >= 17)) throw r.earlyTag(tag, ver)
          replicaDirectoryId = r.uuid()
          break
        case 1:
          if (!(ver >= 18)) throw r.earlyTag(tag, ver)
          highWatermark = r.int64()
          break
        default:
          unknownTags = r.unknownTag(unknownTags, tag)
      }
      r.leave(outer)
    }
  return unknownTags
    ? {
        partition,
        currentLeaderEpoch,
        fetchOffset,
        lastFetchedEpoch,
        logStartOffset,
        partitionMaxBytes,
        replicaDirectoryId,
        highWatermark,
        unknownTags,
      }
    : {
        partition,
        currentLeaderEpoch,
        fetchOffset,
        lastFetchedEpoch,
        logStartOffset,
        partitionMaxBytes,
        replicaDirectoryId,
        highWatermark,
      }
}

function writeFetchPartition(w: Writer, v: FetchPartitionInit, ver: number): void {
  w.int32(v.partition)
  if (ver >= 9) w.int32(v.currentLeaderEpoch ?? -1)
  w.int64(v.fetchOffset)
  if (ver >= 12) w.int32(v.lastFetchedEpoch ?? -1)
  else if (v.lastFetchedEpoch !== undefined && !(v.lastFetchedEpoch === -1))
    throw w.lacks('FetchRequest', ver, 'FetchPartition.lastFetchedEpoch', v.lastFetchedEpoch, '12-18')
  if (ver >= 5) w.int64(v.logStartOffset ?? -1)
  w.int32(v.partitionMaxBytes)
  if (ver >= 12) {
    const replicaDirectoryIdSet =
      ver >= 17 && v.replicaDirectoryId !== undefined && !(v.replicaDirectoryId === ZERO_UUID)
    const highWatermarkSet = ver >= 18 && v.highWatermark !== undefined && !(v.highWatermark === 9223372036854775807)
    w.uvarint((replicaDirectoryIdSet ? 1 : 0) + (highWatermarkSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
    if (replicaDirectoryIdSet) {
      const inner = new Writer(64)
      inner.uuid(v.replicaDirectoryId ?? ZERO_UUID)
      w.tag(0, inner)
    }
    if (highWatermarkSet) {
      const inner = new Writer(64)
      inner.int64(v.highWatermark ?? 9223372036854775807)
      w.tag(1, inner)
    }
    w.unknownTags(v.unknownTags)
  }
}

function readForgottenTopic(r: Reader, ver: number): ForgottenTopic {
  let topic: string = ''
  if (ver <= 12) topic = r.string(ver >= 12)
  let topicId: Uuid = ZERO_UUID
  if (ver >= 13) topicId = r.uuid()
  let partitions: readonly number[]
  {
    const count = r.array(ver >= 12, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 12)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { topic, topicId, partitions, unknownTags } : { topic, topicId, partitions }
}

function writeForgottenTopic(w: Writer, v: ForgottenTopicInit, ver: number): void {
  if (ver <= 12) w.string(v.topic ?? '', ver >= 12)
  if (ver >= 13) w.uuid(v.topicId ?? ZERO_UUID)
  {
    const items = v.partitions
    w.array(items.length, ver >= 12)
    for (const item of items) w.int32(item)
  }
  if (ver >= 12) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readFetchRequest(r: Reader, ver: number): FetchRequest {
  let replicaId: number = -1
  if (ver <= 14) replicaId = r.int32()
  const maxWaitMs = r.int32()
  const minBytes = r.int32()
  const maxBytes = r.int32()
  const isolationLevel = r.int8()
  let sessionId: number = 0
  if (ver >= 7) sessionId = r.int32()
  let sessionEpoch: number = -1
  if (ver >= 7) sessionEpoch = r.int32()
  let topics: readonly FetchTopic[]
  {
    const count = r.array(ver >= 12, 1)
    const items = new Array<FetchTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readFetchTopic(r, ver)
    topics = items
  }
  let forgottenTopicsData: readonly ForgottenTopic[] = []
  if (ver >= 7) {
    const count = r.array(ver >= 12, 1)
    const items = new Array<ForgottenTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readForgottenTopic(r, ver)
    forgottenTopicsData = items
  }
  let rackId: string = ''
  if (ver >= 11) rackId = r.string(ver >= 12)
  let clusterId: string | null = null
  let replicaState: ReplicaState = defaultReplicaState()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 12)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      switch (tag) {
        case 0:
          clusterId = r.nullableString(true)
          break
        case 1:
          if (!(ver >= 15)) throw r.earlyTag(tag, ver)
          replicaState = readReplicaState(r, ver)
          break
        default:
          unknownTags = r.unknownTag(unknownTags, tag)
      }
      r.leave(outer)
    }
  return unknownTags
    ? {
        clusterId,
        replicaId,
        replicaState,
        maxWaitMs,
        minBytes,
        maxBytes,
        isolationLevel,
        sessionId,
        sessionEpoch,
        topics,
        forgottenTopicsData,
        rackId,
        unknownTags,
      }
    : {
        clusterId,
        replicaId,
        replicaState,
        maxWaitMs,
        minBytes,
        maxBytes,
        isolationLevel,
        sessionId,
        sessionEpoch,
        topics,
        forgottenTopicsData,
        rackId,
      }
}

function writeFetchRequest(w: Writer, v: FetchRequestInit, ver: number): void {
  if (ver <= 14) w.int32(v.replicaId ?? -1)
  else if (v.replicaId !== undefined && !(v.replicaId === -1))
    throw w.lacks('FetchRequest', ver, 'replicaId', v.replicaId, '4-14')
  w.int32(v.maxWaitMs)
  w.int32(v.minBytes)
  w.int32(v.maxBytes ?? 0x7fffffff)
  w.int8(v.isolationLevel ?? 0)
  if (ver >= 7) w.int32(v.sessionId ?? 0)
  if (ver >= 7) w.int32(v.sessionEpoch ?? -1)
  {
    const items = v.topics
    w.array(items.length, ver >= 12)
    for (const item of items) writeFetchTopic(w, item, ver)
  }
  if (ver >= 7) {
    const items = v.forgottenTopicsData ?? []
    w.array(items.length, ver >= 12)
    for (const item of items) writeForgottenTopic(w, item, ver)
  } else if (v.forgottenTopicsData !== undefined && !(v.forgottenTopicsData.length === 0))
    throw w.lacks('FetchRequest', ver, 'forgottenTopicsData', v.forgottenTopicsData, '7-18')
  if (ver >= 11) w.string(v.rackId ?? '', ver >= 12)
  const replicaStateSet = v.replicaState !== undefined && !isDefaultReplicaState(v.replicaState)
  if (replicaStateSet && !(ver >= 15)) throw w.lacks('FetchRequest', ver, 'replicaState', v.replicaState, '15-18')
  if (ver >= 12) {
    const clusterIdSet = v.clusterId !== undefined && !(v.clusterId === null)
    w.uvarint((clusterIdSet ? 1 : 0) + (replicaStateSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
    if (clusterIdSet) {
      const inner = new Writer(64)
      inner.string(v.clusterId ?? null, true)
      w.tag(0, inner)
    }
    if (replicaStateSet) {
      const inner = new Writer(64)
      writeReplicaState(inner, v.replicaState ?? defaultReplicaState(), ver)
      w.tag(1, inner)
    }
    w.unknownTags(v.unknownTags)
  }
}

export const FetchRequestMessage: Message<FetchRequest, FetchRequestInit> = {
  name: 'FetchRequest',
  min: 4,
  max: 18,
  flexibleFrom: 12,
  read: readFetchRequest,
  write: writeFetchRequest,
}

export interface FetchableTopicResponse {
  topic: string
  topicId: Uuid
  partitions: readonly PartitionData[]
  unknownTags?: readonly UnknownTag[]
}

export interface FetchableTopicResponseInit {
  topic?: string | undefined
  topicId?: Uuid | undefined
  partitions: readonly PartitionDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionData {
  partitionIndex: number
  errorCode: number
  highWatermark: Offset
  lastStableOffset: Offset
  logStartOffset: Offset
  divergingEpoch: EpochEndOffset
  currentLeader: LeaderIdAndEpoch
  snapshotId: SnapshotId
  abortedTransactions: readonly AbortedTransaction[] | null
  preferredReadReplica: number
  records: Buffer | null
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionDataInit {
  partitionIndex: number
  errorCode?: number | undefined
  highWatermark: Offset
  lastStableOffset?: Offset | undefined
  logStartOffset?: Offset | undefined
  divergingEpoch?: EpochEndOffsetInit | undefined
  currentLeader?: LeaderIdAndEpochInit | undefined
  snapshotId?: SnapshotIdInit | undefined
  abortedTransactions: readonly AbortedTransactionInit[] | null
  preferredReadReplica?: number | undefined
  records: Buffer | null
  unknownTags?: readonly UnknownTag[]
}

export interface EpochEndOffset {
  epoch: LeaderEpoch
  endOffset: Offset
  unknownTags?: readonly UnknownTag[]
}

export interface EpochEndOffsetInit {
  epoch?: LeaderEpoch | undefined
  endOffset?: Offset | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface LeaderIdAndEpoch {
  leaderId: number
  leaderEpoch: LeaderEpoch
  unknownTags?: readonly UnknownTag[]
}

export interface LeaderIdAndEpochInit {
  leaderId?: number | undefined
  leaderEpoch?: LeaderEpoch | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface SnapshotId {
  endOffset: Offset
  epoch: LeaderEpoch
  unknownTags?: readonly UnknownTag[]
}

export interface SnapshotIdInit {
  endOffset?: Offset | undefined
  epoch?: LeaderEpoch | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface AbortedTransaction {
  producerId: ProducerId
  firstOffset: Offset
  unknownTags?: readonly UnknownTag[]
}

export interface AbortedTransactionInit {
  producerId: ProducerId
  firstOffset: Offset
  unknownTags?: readonly UnknownTag[]
}

export interface NodeEndpoint {
  nodeId: number
  host: string
  port: number
  rack: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface NodeEndpointInit {
  nodeId: number
  host: string
  port: number
  rack?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface FetchResponse {
  throttleTimeMs: number
  errorCode: number
  sessionId: number
  responses: readonly FetchableTopicResponse[]
  nodeEndpoints: readonly NodeEndpoint[]
  unknownTags?: readonly UnknownTag[]
}

export interface FetchResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  sessionId?: number | undefined
  responses: readonly FetchableTopicResponseInit[]
  nodeEndpoints?: readonly NodeEndpointInit[] | undefined
  unknownTags?: readonly UnknownTag[]
}

function readFetchableTopicResponse(r: Reader, ver: number): FetchableTopicResponse {
  let topic: string = ''
  if (ver <= 12) topic = r.string(ver >= 12)
  let topicId: Uuid = ZERO_UUID
  if (ver >= 13) topicId = r.uuid()
  let partitions: readonly PartitionData[]
  {
    const count = r.array(ver >= 12, 24)
    const items = new Array<PartitionData>(count)
    for (let i = 0; i < count; i++) items[i] = readPartitionData(r, ver)
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 12)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { topic, topicId, partitions, unknownTags } : { topic, topicId, partitions }
}

function writeFetchableTopicResponse(w: Writer, v: FetchableTopicResponseInit, ver: number): void {
  if (ver <= 12) w.string(v.topic ?? '', ver >= 12)
  if (ver >= 13) w.uuid(v.topicId ?? ZERO_UUID)
  {
    const items = v.partitions
    w.array(items.length, ver >= 12)
    for (const item of items) writePartitionData(w, item, ver)
  }
  if (ver >= 12) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readPartitionData(r: Reader, ver: number): PartitionData {
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const highWatermark = r.int64()
  const lastStableOffset = r.int64()
  let logStartOffset: Offset = -1
  if (ver >= 5) logStartOffset = r.int64()
  let abortedTransactions: readonly AbortedTransaction[] | null
  {
    const count = r.nullableArray(ver >= 12, 16)
    if (count < 0) abortedTransactions = null
    else {
      const items = new Array<AbortedTransaction>(count)
      for (let i = 0; i < count; i++) items[i] = readAbortedTransaction(r, ver)
      abortedTransactions = items
    }
  }
  let preferredReadReplica: number = -1
  if (ver >= 11) preferredReadReplica = r.int32()
  const records = r.nullableBytes(ver >= 12)
  let divergingEpoch: EpochEndOffset = defaultEpochEndOffset()
  let currentLeader: LeaderIdAndEpoch = defaultLeaderIdAndEpoch()
  let snapshotId: SnapshotId = defaultSnapshotId()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 12)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      switch (tag) {
        case 0:
          divergingEpoch = readEpochEndOffset(r, ver)
          break
        case 1:
          currentLeader = readLeaderIdAndEpoch(r, ver)
          break
        case 2:
          snapshotId = readSnapshotId(r, ver)
          break
        default:
          unknownTags = r.unknownTag(unknownTags, tag)
      }
      r.leave(outer)
    }
  return unknownTags
    ? {
        partitionIndex,
        errorCode,
        highWatermark,
        lastStableOffset,
        logStartOffset,
        divergingEpoch,
        currentLeader,
        snapshotId,
        abortedTransactions,
        preferredReadReplica,
        records,
        unknownTags,
      }
    : {
        partitionIndex,
        errorCode,
        highWatermark,
        lastStableOffset,
        logStartOffset,
        divergingEpoch,
        currentLeader,
        snapshotId,
        abortedTransactions,
        preferredReadReplica,
        records,
      }
}

function writePartitionData(w: Writer, v: PartitionDataInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int16(v.errorCode ?? 0)
  w.int64(v.highWatermark)
  w.int64(v.lastStableOffset ?? -1)
  if (ver >= 5) w.int64(v.logStartOffset ?? -1)
  {
    const items = v.abortedTransactions
    if (items === null) w.array(-1, ver >= 12)
    else {
      w.array(items.length, ver >= 12)
      for (const item of items) writeAbortedTransaction(w, item, ver)
    }
  }
  if (ver >= 11) w.int32(v.preferredReadReplica ?? -1)
  else if (v.preferredReadReplica !== undefined && !(v.preferredReadReplica === -1))
    throw w.lacks('FetchResponse', ver, 'PartitionData.preferredReadReplica', v.preferredReadReplica, '11-18')
  w.bytes(v.records, ver >= 12)
  const divergingEpochSet = v.divergingEpoch !== undefined && !isDefaultEpochEndOffset(v.divergingEpoch)
  if (divergingEpochSet && !(ver >= 12))
    throw w.lacks('FetchResponse', ver, 'PartitionData.divergingEpoch', v.divergingEpoch, '12-18')
  const currentLeaderSet = v.currentLeader !== undefined && !isDefaultLeaderIdAndEpoch(v.currentLeader)
  if (currentLeaderSet && !(ver >= 12))
    throw w.lacks('FetchResponse', ver, 'PartitionData.currentLeader', v.currentLeader, '12-18')
  const snapshotIdSet = v.snapshotId !== undefined && !isDefaultSnapshotId(v.snapshotId)
  if (snapshotIdSet && !(ver >= 12))
    throw w.lacks('FetchResponse', ver, 'PartitionData.snapshotId', v.snapshotId, '12-18')
  if (ver >= 12) {
    w.uvarint(
      (divergingEpochSet ? 1 : 0) + (currentLeaderSet ? 1 : 0) + (snapshotIdSet ? 1 : 0) + (v.unknownTags?.length ?? 0),
    )
    if (divergingEpochSet) {
      const inner = new Writer(64)
      writeEpochEndOffset(inner, v.divergingEpoch ?? defaultEpochEndOffset(), ver)
      w.tag(0, inner)
    }
    if (currentLeaderSet) {
      const inner = new Writer(64)
      writeLeaderIdAndEpoch(inner, v.currentLeader ?? defaultLeaderIdAndEpoch(), ver)
      w.tag(1, inner)
    }
    if (snapshotIdSet) {
      const inner = new Writer(64)
      writeSnapshotId(inner, v.snapshotId ?? defaultSnapshotId(), ver)
      w.tag(2, inner)
    }
    w.unknownTags(v.unknownTags)
  }
}

function readEpochEndOffset(r: Reader, ver: number): EpochEndOffset {
  const epoch = r.int32()
  const endOffset = r.int64()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { epoch, endOffset, unknownTags } : { epoch, endOffset }
}

function writeEpochEndOffset(w: Writer, v: EpochEndOffsetInit, ver: number): void {
  w.int32(v.epoch ?? -1)
  w.int64(v.endOffset ?? -1)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function defaultEpochEndOffset(): EpochEndOffset {
  return { epoch: -1, endOffset: -1 }
}

function isDefaultEpochEndOffset(v: EpochEndOffsetInit): boolean {
  return (v.epoch === undefined || v.epoch === -1) && (v.endOffset === undefined || v.endOffset === -1)
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
  w.int32(v.leaderId ?? -1)
  w.int32(v.leaderEpoch ?? -1)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function defaultLeaderIdAndEpoch(): LeaderIdAndEpoch {
  return { leaderId: -1, leaderEpoch: -1 }
}

function isDefaultLeaderIdAndEpoch(v: LeaderIdAndEpochInit): boolean {
  return (v.leaderId === undefined || v.leaderId === -1) && (v.leaderEpoch === undefined || v.leaderEpoch === -1)
}

function readSnapshotId(r: Reader, ver: number): SnapshotId {
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

function writeSnapshotId(w: Writer, v: SnapshotIdInit, ver: number): void {
  w.int64(v.endOffset ?? -1)
  w.int32(v.epoch ?? -1)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function defaultSnapshotId(): SnapshotId {
  return { endOffset: -1, epoch: -1 }
}

function isDefaultSnapshotId(v: SnapshotIdInit): boolean {
  return (v.endOffset === undefined || v.endOffset === -1) && (v.epoch === undefined || v.epoch === -1)
}

function readAbortedTransaction(r: Reader, ver: number): AbortedTransaction {
  const producerId = r.int64()
  const firstOffset = r.int64()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 12)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { producerId, firstOffset, unknownTags } : { producerId, firstOffset }
}

function writeAbortedTransaction(w: Writer, v: AbortedTransactionInit, ver: number): void {
  w.int64(v.producerId)
  w.int64(v.firstOffset)
  if (ver >= 12) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readNodeEndpoint(r: Reader, ver: number): NodeEndpoint {
  const nodeId = r.int32()
  const host = r.string(true)
  const port = r.int32()
  const rack = r.nullableString(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { nodeId, host, port, rack, unknownTags } : { nodeId, host, port, rack }
}

function writeNodeEndpoint(w: Writer, v: NodeEndpointInit, ver: number): void {
  w.int32(v.nodeId)
  w.string(v.host, true)
  w.int32(v.port)
  w.string(v.rack ?? null, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readFetchResponse(r: Reader, ver: number): FetchResponse {
  const throttleTimeMs = r.int32()
  let errorCode: number = 0
  if (ver >= 7) errorCode = r.int16()
  let sessionId: number = 0
  if (ver >= 7) sessionId = r.int32()
  let responses: readonly FetchableTopicResponse[]
  {
    const count = r.array(ver >= 12, 1)
    const items = new Array<FetchableTopicResponse>(count)
    for (let i = 0; i < count; i++) items[i] = readFetchableTopicResponse(r, ver)
    responses = items
  }
  let nodeEndpoints: readonly NodeEndpoint[] = []
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 12)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      switch (tag) {
        case 0:
          if (!(ver >= 16)) throw r.earlyTag(tag, ver)
          {
            const count = r.array(true, 11)
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
    ? { throttleTimeMs, errorCode, sessionId, responses, nodeEndpoints, unknownTags }
    : { throttleTimeMs, errorCode, sessionId, responses, nodeEndpoints }
}

function writeFetchResponse(w: Writer, v: FetchResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  if (ver >= 7) w.int16(v.errorCode ?? 0)
  if (ver >= 7) w.int32(v.sessionId ?? 0)
  else if (v.sessionId !== undefined && !(v.sessionId === 0))
    throw w.lacks('FetchResponse', ver, 'sessionId', v.sessionId, '7-18')
  {
    const items = v.responses
    w.array(items.length, ver >= 12)
    for (const item of items) writeFetchableTopicResponse(w, item, ver)
  }
  const nodeEndpointsSet = v.nodeEndpoints !== undefined && !(v.nodeEndpoints.length === 0)
  if (nodeEndpointsSet && !(ver >= 16)) throw w.lacks('FetchResponse', ver, 'nodeEndpoints', v.nodeEndpoints, '16-18')
  if (ver >= 12) {
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

export const FetchResponseMessage: Message<FetchResponse, FetchResponseInit> = {
  name: 'FetchResponse',
  min: 4,
  max: 18,
  flexibleFrom: 12,
  read: readFetchResponse,
  write: writeFetchResponse,
}

/** Fetch */
export const Fetch: Api<FetchRequest, FetchRequestInit, FetchResponse, FetchResponseInit> = {
  key: 1,
  name: 'Fetch',
  min: 4,
  max: 18,
  advertisedMin: 4,
  flexibleFrom: 12,
  listeners: ['broker', 'controller'],
  request: FetchRequestMessage,
  response: FetchResponseMessage,
}
