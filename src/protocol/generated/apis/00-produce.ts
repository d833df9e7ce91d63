// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, Offset, Timestamp, UnknownTag, Uuid } from '../../types.ts'
import { ZERO_UUID } from '../../types.ts'
import { Writer } from '../../writer.ts'

export interface TopicProduceData {
  name: string
  topicId: Uuid
  partitionData: readonly PartitionProduceData[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicProduceDataInit {
  name?: string | undefined
  topicId?: Uuid | undefined
  partitionData: readonly PartitionProduceDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionProduceData {
  index: number
  records: Buffer | null
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionProduceDataInit {
  index: number
  records: Buffer | null
  unknownTags?: readonly UnknownTag[]
}

export interface ProduceRequest {
  transactionalId: string | null
  acks: number
  timeoutMs: number
  topicData: readonly TopicProduceData[]
  unknownTags?: readonly UnknownTag[]
}

export interface ProduceRequestInit {
  transactionalId?: string | null | undefined
  acks: number
  timeoutMs: number
  topicData: readonly TopicProduceDataInit[]
  unknownTags?: readonly UnknownTag[]
}

function readTopicProduceData(r: Reader, ver: number): TopicProduceData {
  let name: string = ''
  if (ver <= 12) name = r.string(ver >= 9)
  let topicId: Uuid = ZERO_UUID
  if (ver >= 13) topicId = r.uuid()
  let partitionData: readonly PartitionProduceData[]
  {
    const count = r.array(ver >= 9, 5)
    const items = new Array<PartitionProduceData>(count)
    for (let i = 0; i < count; i++) items[i] = readPartitionProduceData(r, ver)
    partitionData = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 9)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { name, topicId, partitionData, unknownTags } : { name, topicId, partitionData }
}

function writeTopicProduceData(w: Writer, v: TopicProduceDataInit, ver: number): void {
  if (ver <= 12) w.string(v.name ?? '', ver >= 9)
  if (ver >= 13) w.uuid(v.topicId ?? ZERO_UUID)
  {
    const items = v.partitionData
    w.array(items.length, ver >= 9)
    for (const item of items) writePartitionProduceData(w, item, ver)
  }
  if (ver >= 9) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readPartitionProduceData(r: Reader, ver: number): PartitionProduceData {
  const index = r.int32()
  const records = r.nullableBytes(ver >= 9)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 9)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { index, records, unknownTags } : { index, records }
}

function writePartitionProduceData(w: Writer, v: PartitionProduceDataInit, ver: number): void {
  w.int32(v.index)
  w.bytes(v.records, ver >= 9)
  if (ver >= 9) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readProduceRequest(r: Reader, ver: number): ProduceRequest {
  const transactionalId = r.nullableString(ver >= 9)
  const acks = r.int16()
  const timeoutMs = r.int32()
  let topicData: readonly TopicProduceData[]
  {
    const count = r.array(ver >= 9, 1)
    const items = new Array<TopicProduceData>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicProduceData(r, ver)
    topicData = items
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
    ? { transactionalId, acks, timeoutMs, topicData, unknownTags }
    : { transactionalId, acks, timeoutMs, topicData }
}

function writeProduceRequest(w: Writer, v: ProduceRequestInit, ver: number): void {
  w.string(v.transactionalId ?? null, ver >= 9)
  w.int16(v.acks)
  w.int32(v.timeoutMs)
  {
    const items = v.topicData
    w.array(items.length, ver >= 9)
    for (const item of items) writeTopicProduceData(w, item, ver)
  }
  if (ver >= 9) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const ProduceRequestMessage: Message<ProduceRequest, ProduceRequestInit> = {
  name: 'ProduceRequest',
  min: 3,
  max: 13,
  flexibleFrom: 9,
  read: readProduceRequest,
  write: writeProduceRequest,
}

export interface TopicProduceResponse {
  name: string
  topicId: Uuid
  partitionResponses: readonly PartitionProduceResponse[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicProduceResponseInit {
  name?: string | undefined
  topicId?: Uuid | undefined
  partitionResponses: readonly PartitionProduceResponseInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionProduceResponse {
  index: number
  errorCode: number
  baseOffset: Offset
  logAppendTimeMs: Timestamp
  logStartOffset: Offset
  recordErrors: readonly BatchIndexAndErrorMessage[]
  errorMessage: string | null
  currentLeader: LeaderIdAndEpoch
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionProduceResponseInit {
  index: number
  errorCode?: number | undefined
  baseOffset: Offset
  logAppendTimeMs?: Timestamp | undefined
  logStartOffset?: Offset | undefined
  recordErrors?: readonly BatchIndexAndErrorMessageInit[] | undefined
  errorMessage?: string | null | undefined
  currentLeader?: LeaderIdAndEpochInit | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface BatchIndexAndErrorMessage {
  batchIndex: number
  batchIndexErrorMessage: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface BatchIndexAndErrorMessageInit {
  batchIndex: number
  batchIndexErrorMessage?: string | null | undefined
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

export interface ProduceResponse {
  responses: readonly TopicProduceResponse[]
  throttleTimeMs: number
  nodeEndpoints: readonly NodeEndpoint[]
  unknownTags?: readonly UnknownTag[]
}

export interface ProduceResponseInit {
  responses: readonly TopicProduceResponseInit[]
  throttleTimeMs?: number | undefined
  nodeEndpoints?: readonly NodeEndpointInit[] | undefined
  unknownTags?: readonly UnknownTag[]
}

function readTopicProduceResponse(r: Reader, ver: number): TopicProduceResponse {
  let name: string = ''
  if (ver <= 12) name = r.string(ver >= 9)
  let topicId: Uuid = ZERO_UUID
  if (ver >= 13) topicId = r.uuid()
  let partitionResponses: readonly PartitionProduceResponse[]
  {
    const count = r.array(ver >= 9, 22)
    const items = new Array<PartitionProduceResponse>(count)
    for (let i = 0; i < count; i++) items[i] = readPartitionProduceResponse(r, ver)
    partitionResponses = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 9)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { name, topicId, partitionResponses, unknownTags } : { name, topicId, partitionResponses }
}

function writeTopicProduceResponse(w: Writer, v: TopicProduceResponseInit, ver: number): void {
  if (ver <= 12) w.string(v.name ?? '', ver >= 9)
  if (ver >= 13) w.uuid(v.topicId ?? ZERO_UUID)
  {
    const items = v.partitionResponses
    w.array(items.length, ver >= 9)
    for (const item of items) writePartitionProduceResponse(w, item, ver)
  }
  if (ver >= 9) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readPartitionProduceResponse(r: Reader, ver: number): PartitionProduceResponse {
  const index = r.int32()
  const errorCode = r.int16()
  const baseOffset = r.int64()
  const logAppendTimeMs = r.int64()
  let logStartOffset: Offset = -1
  if (ver >= 5) logStartOffset = r.int64()
  let recordErrors: readonly BatchIndexAndErrorMessage[] = []
  if (ver >= 8) {
    const count = r.array(ver >= 9, 5)
    const items = new Array<BatchIndexAndErrorMessage>(count)
    for (let i = 0; i < count; i++) items[i] = readBatchIndexAndErrorMessage(r, ver)
    recordErrors = items
  }
  let errorMessage: string | null = null
  if (ver >= 8) errorMessage = r.nullableString(ver >= 9)
  let currentLeader: LeaderIdAndEpoch = defaultLeaderIdAndEpoch()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 9)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      switch (tag) {
        case 0:
          if (!(ver >= 10)) throw r.earlyTag(tag, ver)
          currentLeader = readLeaderIdAndEpoch(r, ver)
          break
        default:
          unknownTags = r.unknownTag(unknownTags, tag)
      }
      r.leave(outer)
    }
  return unknownTags
    ? {
        index,
        errorCode,
        baseOffset,
        logAppendTimeMs,
        logStartOffset,
        recordErrors,
        errorMessage,
        currentLeader,
        unknownTags,
      }
    : { index, errorCode, baseOffset, logAppendTimeMs, logStartOffset, recordErrors, errorMessage, currentLeader }
}

function writePartitionProduceResponse(w: Writer, v: PartitionProduceResponseInit, ver: number): void {
  w.int32(v.index)
  w.int16(v.errorCode ?? 0)
  w.int64(v.baseOffset)
  w.int64(v.logAppendTimeMs ?? -1)
  if (ver >= 5) w.int64(v.logStartOffset ?? -1)
  if (ver >= 8) {
    const items = v.recordErrors ?? []
    w.array(items.length, ver >= 9)
    for (const item of items) writeBatchIndexAndErrorMessage(w, item, ver)
  }
  if (ver >= 8) w.string(v.errorMessage ?? null, ver >= 9)
  const currentLeaderSet = v.currentLeader !== undefined && !isDefaultLeaderIdAndEpoch(v.currentLeader)
  if (currentLeaderSet && !(ver >= 10))
    throw w.lacks('ProduceResponse', ver, 'PartitionProduceResponse.currentLeader', v.currentLeader, '10-13')
  if (ver >= 9) {
    w.uvarint((currentLeaderSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
    if (currentLeaderSet) {
      const inner = new Writer(64)
      writeLeaderIdAndEpoch(inner, v.currentLeader ?? defaultLeaderIdAndEpoch(), ver)
      w.tag(0, inner)
    }
    w.unknownTags(v.unknownTags)
  }
}

function readBatchIndexAndErrorMessage(r: Reader, ver: number): BatchIndexAndErrorMessage {
  const batchIndex = r.int32()
  const batchIndexErrorMessage = r.nullableString(ver >= 9)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 9)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { batchIndex, batchIndexErrorMessage, unknownTags } : { batchIndex, batchIndexErrorMessage }
}

function writeBatchIndexAndErrorMessage(w: Writer, v: BatchIndexAndErrorMessageInit, ver: number): void {
  w.int32(v.batchIndex)
  w.string(v.batchIndexErrorMessage ?? null, ver >= 9)
  if (ver >= 9) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
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

function readProduceResponse(r: Reader, ver: number): ProduceResponse {
  let responses: readonly TopicProduceResponse[]
  {
    const count = r.array(ver >= 9, 1)
    const items = new Array<TopicProduceResponse>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicProduceResponse(r, ver)
    responses = items
  }
  const throttleTimeMs = r.int32()
  let nodeEndpoints: readonly NodeEndpoint[] = []
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 9)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      switch (tag) {
        case 0:
          if (!(ver >= 10)) throw r.earlyTag(tag, ver)
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
    ? { responses, throttleTimeMs, nodeEndpoints, unknownTags }
    : { responses, throttleTimeMs, nodeEndpoints }
}

function writeProduceResponse(w: Writer, v: ProduceResponseInit, ver: number): void {
  {
    const items = v.responses
    w.array(items.length, ver >= 9)
    for (const item of items) writeTopicProduceResponse(w, item, ver)
  }
  w.int32(v.throttleTimeMs ?? 0)
  const nodeEndpointsSet = v.nodeEndpoints !== undefined && !(v.nodeEndpoints.length === 0)
  if (nodeEndpointsSet && !(ver >= 10)) throw w.lacks('ProduceResponse', ver, 'nodeEndpoints', v.nodeEndpoints, '10-13')
  if (ver >= 9) {
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

export const ProduceResponseMessage: Message<ProduceResponse, ProduceResponseInit> = {
  name: 'ProduceResponse',
  min: 3,
  max: 13,
  flexibleFrom: 9,
  read: readProduceResponse,
  write: writeProduceResponse,
}

/** Produce */
export const Produce: Api<ProduceRequest, ProduceRequestInit, ProduceResponse, ProduceResponseInit> = {
  key: 0,
  name: 'Produce',
  min: 3,
  max: 13,
  advertisedMin: 0,
  flexibleFrom: 9,
  listeners: ['broker'],
  request: ProduceRequestMessage,
  response: ProduceResponseMessage,
}
