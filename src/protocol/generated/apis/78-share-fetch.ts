// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, Offset, UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface FetchTopic {
  topicId: Uuid
  partitions: readonly FetchPartition[]
  unknownTags?: readonly UnknownTag[]
}

export interface FetchTopicInit {
  topicId: Uuid
  partitions: readonly FetchPartitionInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface FetchPartition {
  partitionIndex: number
  acknowledgementBatches: readonly AcknowledgementBatch[]
  unknownTags?: readonly UnknownTag[]
}

export interface FetchPartitionInit {
  partitionIndex: number
  acknowledgementBatches: readonly AcknowledgementBatchInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface AcknowledgementBatch {
  firstOffset: Offset
  lastOffset: Offset
  acknowledgeTypes: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface AcknowledgementBatchInit {
  firstOffset: Offset
  lastOffset: Offset
  acknowledgeTypes: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface ForgottenTopic {
  topicId: Uuid
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface ForgottenTopicInit {
  topicId: Uuid
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface ShareFetchRequest {
  groupId: string | null
  memberId: string | null
  shareSessionEpoch: number
  maxWaitMs: number
  minBytes: number
  maxBytes: number
  maxRecords: number
  batchSize: number
  shareAcquireMode: number
  isRenewAck: boolean
  topics: readonly FetchTopic[]
  forgottenTopicsData: readonly ForgottenTopic[]
  unknownTags?: readonly UnknownTag[]
}

export interface ShareFetchRequestInit {
  groupId?: string | null | undefined
  memberId: string | null
  shareSessionEpoch: number
  maxWaitMs: number
  minBytes: number
  maxBytes?: number | undefined
  maxRecords: number
  batchSize: number
  shareAcquireMode?: number | undefined
  isRenewAck?: boolean | undefined
  topics: readonly FetchTopicInit[]
  forgottenTopicsData: readonly ForgottenTopicInit[]
  unknownTags?: readonly UnknownTag[]
}

function readFetchTopic(r: Reader, ver: number): FetchTopic {
  const topicId = r.uuid()
  let partitions: readonly FetchPartition[]
  {
    const count = r.array(true, 6)
    const items = new Array<FetchPartition>(count)
    for (let i = 0; i < count; i++) items[i] = readFetchPartition(r, ver)
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

function writeFetchTopic(w: Writer, v: FetchTopicInit, ver: number): void {
  w.uuid(v.topicId)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writeFetchPartition(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readFetchPartition(r: Reader, ver: number): FetchPartition {
  const partitionIndex = r.int32()
  let acknowledgementBatches: readonly AcknowledgementBatch[]
  {
    const count = r.array(true, 18)
    const items = new Array<AcknowledgementBatch>(count)
    for (let i = 0; i < count; i++) items[i] = readAcknowledgementBatch(r, ver)
    acknowledgementBatches = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { partitionIndex, acknowledgementBatches, unknownTags }
    : { partitionIndex, acknowledgementBatches }
}

function writeFetchPartition(w: Writer, v: FetchPartitionInit, ver: number): void {
  w.int32(v.partitionIndex)
  {
    const items = v.acknowledgementBatches
    w.array(items.length, true)
    for (const item of items) writeAcknowledgementBatch(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readAcknowledgementBatch(r: Reader, ver: number): AcknowledgementBatch {
  const firstOffset = r.int64()
  const lastOffset = r.int64()
  let acknowledgeTypes: readonly number[]
  {
    const count = r.array(true, 1)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int8()
    acknowledgeTypes = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { firstOffset, lastOffset, acknowledgeTypes, unknownTags }
    : { firstOffset, lastOffset, acknowledgeTypes }
}

function writeAcknowledgementBatch(w: Writer, v: AcknowledgementBatchInit, ver: number): void {
  w.int64(v.firstOffset)
  w.int64(v.lastOffset)
  {
    const items = v.acknowledgeTypes
    w.array(items.length, true)
    for (const item of items) w.int8(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readForgottenTopic(r: Reader, ver: number): ForgottenTopic {
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

function writeForgottenTopic(w: Writer, v: ForgottenTopicInit, ver: number): void {
  w.uuid(v.topicId)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readShareFetchRequest(r: Reader, ver: number): ShareFetchRequest {
  const groupId = r.nullableString(true)
  const memberId = r.nullableString(true)
  const shareSessionEpoch = r.int32()
  const maxWaitMs = r.int32()
  const minBytes = r.int32()
  const maxBytes = r.int32()
  const maxRecords = r.int32()
  const batchSize = r.int32()
  let shareAcquireMode: number = 0
  if (ver >= 2) shareAcquireMode = r.int8()
  let isRenewAck: boolean = false
  if (ver >= 2) isRenewAck = r.bool()
  let topics: readonly FetchTopic[]
  {
    const count = r.array(true, 18)
    const items = new Array<FetchTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readFetchTopic(r, ver)
    topics = items
  }
  let forgottenTopicsData: readonly ForgottenTopic[]
  {
    const count = r.array(true, 18)
    const items = new Array<ForgottenTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readForgottenTopic(r, ver)
    forgottenTopicsData = items
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
        shareSessionEpoch,
        maxWaitMs,
        minBytes,
        maxBytes,
        maxRecords,
        batchSize,
        shareAcquireMode,
        isRenewAck,
        topics,
        forgottenTopicsData,
        unknownTags,
      }
    : {
        groupId,
        memberId,
        shareSessionEpoch,
        maxWaitMs,
        minBytes,
        maxBytes,
        maxRecords,
        batchSize,
        shareAcquireMode,
        isRenewAck,
        topics,
        forgottenTopicsData,
      }
}

function writeShareFetchRequest(w: Writer, v: ShareFetchRequestInit, ver: number): void {
  w.string(v.groupId ?? null, true)
  w.string(v.memberId, true)
  w.int32(v.shareSessionEpoch)
  w.int32(v.maxWaitMs)
  w.int32(v.minBytes)
  w.int32(v.maxBytes ?? 0x7fffffff)
  w.int32(v.maxRecords)
  w.int32(v.batchSize)
  if (ver >= 2) w.int8(v.shareAcquireMode ?? 0)
  if (ver >= 2) w.bool(v.isRenewAck ?? false)
  else if (v.isRenewAck !== undefined && !(v.isRenewAck === false))
    throw w.lacks('ShareFetchRequest', ver, 'isRenewAck', v.isRenewAck, '2-2')
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeFetchTopic(w, item, ver)
  }
  {
    const items = v.forgottenTopicsData
    w.array(items.length, true)
    for (const item of items) writeForgottenTopic(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ShareFetchRequestMessage: Message<ShareFetchRequest, ShareFetchRequestInit> = {
  name: 'ShareFetchRequest',
  min: 1,
  max: 2,
  flexibleFrom: 1,
  read: readShareFetchRequest,
  write: writeShareFetchRequest,
}

export interface ShareFetchableTopicResponse {
  topicId: Uuid
  partitions: readonly PartitionData[]
  unknownTags?: readonly UnknownTag[]
}

export interface ShareFetchableTopicResponseInit {
  topicId: Uuid
  partitions: readonly PartitionDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionData {
  partitionIndex: number
  errorCode: number
  errorMessage: string | null
  acknowledgeErrorCode: number
  acknowledgeErrorMessage: string | null
  currentLeader: LeaderIdAndEpoch
  records: Buffer
  acquiredRecords: readonly AcquiredRecords[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionDataInit {
  partitionIndex: number
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  acknowledgeErrorCode: number
  acknowledgeErrorMessage?: string | null | undefined
  currentLeader: LeaderIdAndEpochInit
  records: Buffer
  acquiredRecords: readonly AcquiredRecordsInit[]
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

export interface AcquiredRecords {
  firstOffset: Offset
  lastOffset: Offset
  deliveryCount: number
  unknownTags?: readonly UnknownTag[]
}

export interface AcquiredRecordsInit {
  firstOffset: Offset
  lastOffset: Offset
  deliveryCount: number
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

export interface ShareFetchResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  acquisitionLockTimeoutMs: number
  responses: readonly ShareFetchableTopicResponse[]
  nodeEndpoints: readonly NodeEndpoint[]
  unknownTags?: readonly UnknownTag[]
}

export interface ShareFetchResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  acquisitionLockTimeoutMs: number
  responses: readonly ShareFetchableTopicResponseInit[]
  nodeEndpoints: readonly NodeEndpointInit[]
  unknownTags?: readonly UnknownTag[]
}

function readShareFetchableTopicResponse(r: Reader, ver: number): ShareFetchableTopicResponse {
  const topicId = r.uuid()
  let partitions: readonly PartitionData[]
  {
    const count = r.array(true, 22)
    const items = new Array<PartitionData>(count)
    for (let i = 0; i < count; i++) items[i] = readPartitionData(r, ver)
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

function writeShareFetchableTopicResponse(w: Writer, v: ShareFetchableTopicResponseInit, ver: number): void {
  w.uuid(v.topicId)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writePartitionData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readPartitionData(r: Reader, ver: number): PartitionData {
  const partitionIndex = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  const acknowledgeErrorCode = r.int16()
  const acknowledgeErrorMessage = r.nullableString(true)
  const currentLeader = readLeaderIdAndEpoch(r, ver)
  const records = r.bytes(true)
  let acquiredRecords: readonly AcquiredRecords[]
  {
    const count = r.array(true, 19)
    const items = new Array<AcquiredRecords>(count)
    for (let i = 0; i < count; i++) items[i] = readAcquiredRecords(r, ver)
    acquiredRecords = items
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
        acknowledgeErrorCode,
        acknowledgeErrorMessage,
        currentLeader,
        records,
        acquiredRecords,
        unknownTags,
      }
    : {
        partitionIndex,
        errorCode,
        errorMessage,
        acknowledgeErrorCode,
        acknowledgeErrorMessage,
        currentLeader,
        records,
        acquiredRecords,
      }
}

function writePartitionData(w: Writer, v: PartitionDataInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, true)
  w.int16(v.acknowledgeErrorCode)
  w.string(v.acknowledgeErrorMessage ?? null, true)
  writeLeaderIdAndEpoch(w, v.currentLeader, ver)
  w.bytes(v.records, true)
  {
    const items = v.acquiredRecords
    w.array(items.length, true)
    for (const item of items) writeAcquiredRecords(w, item, ver)
  }
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

function readAcquiredRecords(r: Reader, ver: number): AcquiredRecords {
  const firstOffset = r.int64()
  const lastOffset = r.int64()
  const deliveryCount = r.int16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { firstOffset, lastOffset, deliveryCount, unknownTags }
    : { firstOffset, lastOffset, deliveryCount }
}

function writeAcquiredRecords(w: Writer, v: AcquiredRecordsInit, ver: number): void {
  w.int64(v.firstOffset)
  w.int64(v.lastOffset)
  w.int16(v.deliveryCount)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
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

function readShareFetchResponse(r: Reader, ver: number): ShareFetchResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  const acquisitionLockTimeoutMs = r.int32()
  let responses: readonly ShareFetchableTopicResponse[]
  {
    const count = r.array(true, 18)
    const items = new Array<ShareFetchableTopicResponse>(count)
    for (let i = 0; i < count; i++) items[i] = readShareFetchableTopicResponse(r, ver)
    responses = items
  }
  let nodeEndpoints: readonly NodeEndpoint[]
  {
    const count = r.array(true, 11)
    const items = new Array<NodeEndpoint>(count)
    for (let i = 0; i < count; i++) items[i] = readNodeEndpoint(r, ver)
    nodeEndpoints = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { throttleTimeMs, errorCode, errorMessage, acquisitionLockTimeoutMs, responses, nodeEndpoints, unknownTags }
    : { throttleTimeMs, errorCode, errorMessage, acquisitionLockTimeoutMs, responses, nodeEndpoints }
}

function writeShareFetchResponse(w: Writer, v: ShareFetchResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, true)
  w.int32(v.acquisitionLockTimeoutMs)
  {
    const items = v.responses
    w.array(items.length, true)
    for (const item of items) writeShareFetchableTopicResponse(w, item, ver)
  }
  {
    const items = v.nodeEndpoints
    w.array(items.length, true)
    for (const item of items) writeNodeEndpoint(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ShareFetchResponseMessage: Message<ShareFetchResponse, ShareFetchResponseInit> = {
  name: 'ShareFetchResponse',
  min: 1,
  max: 2,
  flexibleFrom: 1,
  read: readShareFetchResponse,
  write: writeShareFetchResponse,
}

/** ShareFetch */
export const ShareFetch: Api<ShareFetchRequest, ShareFetchRequestInit, ShareFetchResponse, ShareFetchResponseInit> = {
  key: 78,
  name: 'ShareFetch',
  min: 1,
  max: 2,
  advertisedMin: 1,
  flexibleFrom: 1,
  listeners: ['broker'],
  request: ShareFetchRequestMessage,
  response: ShareFetchResponseMessage,
}
