// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, Offset, UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface AcknowledgeTopic {
  topicId: Uuid
  partitions: readonly AcknowledgePartition[]
  unknownTags?: readonly UnknownTag[]
}

export interface AcknowledgeTopicInit {
  topicId: Uuid
  partitions: readonly AcknowledgePartitionInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface AcknowledgePartition {
  partitionIndex: number
  acknowledgementBatches: readonly AcknowledgementBatch[]
  unknownTags?: readonly UnknownTag[]
}

export interface AcknowledgePartitionInit {
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

export interface ShareAcknowledgeRequest {
  groupId: string | null
  memberId: string | null
  shareSessionEpoch: number
  isRenewAck: boolean
  topics: readonly AcknowledgeTopic[]
  unknownTags?: readonly UnknownTag[]
}

export interface ShareAcknowledgeRequestInit {
  groupId?: string | null | undefined
  memberId: string | null
  shareSessionEpoch: number
  isRenewAck?: boolean | undefined
  topics: readonly AcknowledgeTopicInit[]
  unknownTags?: readonly UnknownTag[]
}

function readAcknowledgeTopic(r: Reader, ver: number): AcknowledgeTopic {
  const topicId = r.uuid()
  let partitions: readonly AcknowledgePartition[]
  {
    const count = r.array(true, 6)
    const items = new Array<AcknowledgePartition>(count)
    for (let i = 0; i < count; i++) items[i] = readAcknowledgePartition(r, ver)
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

function writeAcknowledgeTopic(w: Writer, v: AcknowledgeTopicInit, ver: number): void {
  w.uuid(v.topicId)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) writeAcknowledgePartition(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readAcknowledgePartition(r: Reader, ver: number): AcknowledgePartition {
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

function writeAcknowledgePartition(w: Writer, v: AcknowledgePartitionInit, ver: number): void {
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

function readShareAcknowledgeRequest(r: Reader, ver: number): ShareAcknowledgeRequest {
  const groupId = r.nullableString(true)
  const memberId = r.nullableString(true)
  const shareSessionEpoch = r.int32()
  let isRenewAck: boolean = false
  if (ver >= 2) isRenewAck = r.bool()
  let topics: readonly AcknowledgeTopic[]
  {
    const count = r.array(true, 18)
    const items = new Array<AcknowledgeTopic>(count)
    for (let i = 0; i < count; i++) items[i] = readAcknowledgeTopic(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { groupId, memberId, shareSessionEpoch, isRenewAck, topics, unknownTags }
    : { groupId, memberId, shareSessionEpoch, isRenewAck, topics }
}

function writeShareAcknowledgeRequest(w: Writer, v: ShareAcknowledgeRequestInit, ver: number): void {
  w.string(v.groupId ?? null, true)
  w.string(v.memberId, true)
  w.int32(v.shareSessionEpoch)
  if (ver >= 2) w.bool(v.isRenewAck ?? false)
  else if (v.isRenewAck !== undefined && !(v.isRenewAck === false))
    throw w.lacks('ShareAcknowledgeRequest', ver, 'isRenewAck', v.isRenewAck, '2-2')
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeAcknowledgeTopic(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ShareAcknowledgeRequestMessage: Message<ShareAcknowledgeRequest, ShareAcknowledgeRequestInit> = {
  name: 'ShareAcknowledgeRequest',
  min: 1,
  max: 2,
  flexibleFrom: 1,
  read: readShareAcknowledgeRequest,
  write: writeShareAcknowledgeRequest,
}

export interface ShareAcknowledgeTopicResponse {
  topicId: Uuid
  partitions: readonly PartitionData[]
  unknownTags?: readonly UnknownTag[]
}

export interface ShareAcknowledgeTopicResponseInit {
  topicId: Uuid
  partitions: readonly PartitionDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionData {
  partitionIndex: number
  errorCode: number
  errorMessage: string | null
  currentLeader: LeaderIdAndEpoch
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionDataInit {
  partitionIndex: number
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  currentLeader: LeaderIdAndEpochInit
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

export interface ShareAcknowledgeResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  acquisitionLockTimeoutMs: number
  responses: readonly ShareAcknowledgeTopicResponse[]
  nodeEndpoints: readonly NodeEndpoint[]
  unknownTags?: readonly UnknownTag[]
}

export interface ShareAcknowledgeResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  acquisitionLockTimeoutMs?: number | undefined
  responses: readonly ShareAcknowledgeTopicResponseInit[]
  nodeEndpoints: readonly NodeEndpointInit[]
  unknownTags?: readonly UnknownTag[]
}

function readShareAcknowledgeTopicResponse(r: Reader, ver: number): ShareAcknowledgeTopicResponse {
  const topicId = r.uuid()
  let partitions: readonly PartitionData[]
  {
    const count = r.array(true, 17)
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

function writeShareAcknowledgeTopicResponse(w: Writer, v: ShareAcknowledgeTopicResponseInit, ver: number): void {
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
  const currentLeader = readLeaderIdAndEpoch(r, ver)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { partitionIndex, errorCode, errorMessage, currentLeader, unknownTags }
    : { partitionIndex, errorCode, errorMessage, currentLeader }
}

function writePartitionData(w: Writer, v: PartitionDataInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, true)
  writeLeaderIdAndEpoch(w, v.currentLeader, ver)
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

function readShareAcknowledgeResponse(r: Reader, ver: number): ShareAcknowledgeResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  let acquisitionLockTimeoutMs: number = 0
  if (ver >= 2) acquisitionLockTimeoutMs = r.int32()
  let responses: readonly ShareAcknowledgeTopicResponse[]
  {
    const count = r.array(true, 18)
    const items = new Array<ShareAcknowledgeTopicResponse>(count)
    for (let i = 0; i < count; i++) items[i] = readShareAcknowledgeTopicResponse(r, ver)
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

function writeShareAcknowledgeResponse(w: Writer, v: ShareAcknowledgeResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, true)
  if (ver >= 2) w.int32(v.acquisitionLockTimeoutMs ?? 0)
  {
    const items = v.responses
    w.array(items.length, true)
    for (const item of items) writeShareAcknowledgeTopicResponse(w, item, ver)
  }
  {
    const items = v.nodeEndpoints
    w.array(items.length, true)
    for (const item of items) writeNodeEndpoint(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ShareAcknowledgeResponseMessage: Message<ShareAcknowledgeResponse, ShareAcknowledgeResponseInit> = {
  name: 'ShareAcknowledgeResponse',
  min: 1,
  max: 2,
  flexibleFrom: 1,
  read: readShareAcknowledgeResponse,
  write: writeShareAcknowledgeResponse,
}

/** ShareAcknowledge */
export const ShareAcknowledge: Api<
  ShareAcknowledgeRequest,
  ShareAcknowledgeRequestInit,
  ShareAcknowledgeResponse,
  ShareAcknowledgeResponseInit
> = {
  key: 79,
  name: 'ShareAcknowledge',
  min: 1,
  max: 2,
  advertisedMin: 1,
  flexibleFrom: 1,
  listeners: ['broker'],
  request: ShareAcknowledgeRequestMessage,
  response: ShareAcknowledgeResponseMessage,
}
