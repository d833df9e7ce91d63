// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { LeaderEpoch, UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface RequestTopicData {
  topicId: Uuid
  partitions: readonly RequestPartitionData[]
  unknownTags?: readonly UnknownTag[]
}

export interface RequestTopicDataInit {
  topicId: Uuid
  partitions: readonly RequestPartitionDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface RequestPartitionData {
  partitionIndex: number
  leaderEpoch: LeaderEpoch
  newIsr: readonly number[]
  newIsrWithEpochs: readonly BrokerState[]
  leaderRecoveryState: number
  partitionEpoch: number
  unknownTags?: readonly UnknownTag[]
}

export interface RequestPartitionDataInit {
  partitionIndex: number
  leaderEpoch: LeaderEpoch
  newIsr?: readonly number[] | undefined
  newIsrWithEpochs?: readonly BrokerStateInit[] | undefined
  leaderRecoveryState?: number | undefined
  partitionEpoch: number
  unknownTags?: readonly UnknownTag[]
}

export interface BrokerState {
  brokerId: number
  brokerEpoch: number
  unknownTags?: readonly UnknownTag[]
}

export interface BrokerStateInit {
  brokerId: number
  brokerEpoch?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface AlterPartitionRequest {
  brokerId: number
  brokerEpoch: number
  topics: readonly RequestTopicData[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterPartitionRequestInit {
  brokerId: number
  brokerEpoch?: number | undefined
  topics: readonly RequestTopicDataInit[]
  unknownTags?: readonly UnknownTag[]
}

function readRequestTopicData(r: Reader, ver: number): RequestTopicData {
  const topicId = r.uuid()
  let partitions: readonly RequestPartitionData[]
  {
    const count = r.array(true, 14)
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
  return unknownTags ? { topicId, partitions, unknownTags } : { topicId, partitions }
}

function writeRequestTopicData(w: Writer, v: RequestTopicDataInit, ver: number): void {
  w.uuid(v.topicId)
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
  const leaderEpoch = r.int32()
  let newIsr: readonly number[] = []
  if (ver <= 2) {
    const count = r.array(true, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    newIsr = items
  }
  let newIsrWithEpochs: readonly BrokerState[] = []
  if (ver >= 3) {
    const count = r.array(true, 13)
    const items = new Array<BrokerState>(count)
    for (let i = 0; i < count; i++) items[i] = readBrokerState(r, ver)
    newIsrWithEpochs = items
  }
  const leaderRecoveryState = r.int8()
  const partitionEpoch = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { partitionIndex, leaderEpoch, newIsr, newIsrWithEpochs, leaderRecoveryState, partitionEpoch, unknownTags }
    : { partitionIndex, leaderEpoch, newIsr, newIsrWithEpochs, leaderRecoveryState, partitionEpoch }
}

function writeRequestPartitionData(w: Writer, v: RequestPartitionDataInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int32(v.leaderEpoch)
  if (ver <= 2) {
    const items = v.newIsr ?? []
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  } else if (v.newIsr !== undefined && !(v.newIsr.length === 0))
    throw w.lacks('AlterPartitionRequest', ver, 'RequestPartitionData.newIsr', v.newIsr, '2-2')
  if (ver >= 3) {
    const items = v.newIsrWithEpochs ?? []
    w.array(items.length, true)
    for (const item of items) writeBrokerState(w, item, ver)
  } else if (v.newIsrWithEpochs !== undefined && !(v.newIsrWithEpochs.length === 0))
    throw w.lacks('AlterPartitionRequest', ver, 'RequestPartitionData.newIsrWithEpochs', v.newIsrWithEpochs, '3-3')
  w.int8(v.leaderRecoveryState ?? 0)
  w.int32(v.partitionEpoch)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readBrokerState(r: Reader, ver: number): BrokerState {
  const brokerId = r.int32()
  const brokerEpoch = r.int64()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { brokerId, brokerEpoch, unknownTags } : { brokerId, brokerEpoch }
}

function writeBrokerState(w: Writer, v: BrokerStateInit, ver: number): void {
  w.int32(v.brokerId)
  w.int64(v.brokerEpoch ?? -1)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readAlterPartitionRequest(r: Reader, ver: number): AlterPartitionRequest {
  const brokerId = r.int32()
  const brokerEpoch = r.int64()
  let topics: readonly RequestTopicData[]
  {
    const count = r.array(true, 18)
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
  return unknownTags ? { brokerId, brokerEpoch, topics, unknownTags } : { brokerId, brokerEpoch, topics }
}

function writeAlterPartitionRequest(w: Writer, v: AlterPartitionRequestInit, ver: number): void {
  w.int32(v.brokerId)
  w.int64(v.brokerEpoch ?? -1)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeRequestTopicData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const AlterPartitionRequestMessage: Message<AlterPartitionRequest, AlterPartitionRequestInit> = {
  name: 'AlterPartitionRequest',
  min: 2,
  max: 3,
  flexibleFrom: 2,
  read: readAlterPartitionRequest,
  write: writeAlterPartitionRequest,
}

export interface ResponseTopicData {
  topicId: Uuid
  partitions: readonly ResponsePartitionData[]
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseTopicDataInit {
  topicId: Uuid
  partitions: readonly ResponsePartitionDataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface ResponsePartitionData {
  partitionIndex: number
  errorCode: number
  leaderId: number
  leaderEpoch: LeaderEpoch
  isr: readonly number[]
  leaderRecoveryState: number
  partitionEpoch: number
  unknownTags?: readonly UnknownTag[]
}

export interface ResponsePartitionDataInit {
  partitionIndex: number
  errorCode?: number | undefined
  leaderId: number
  leaderEpoch: LeaderEpoch
  isr: readonly number[]
  leaderRecoveryState?: number | undefined
  partitionEpoch: number
  unknownTags?: readonly UnknownTag[]
}

export interface AlterPartitionResponse {
  throttleTimeMs: number
  errorCode: number
  topics: readonly ResponseTopicData[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterPartitionResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  topics: readonly ResponseTopicDataInit[]
  unknownTags?: readonly UnknownTag[]
}

function readResponseTopicData(r: Reader, ver: number): ResponseTopicData {
  const topicId = r.uuid()
  let partitions: readonly ResponsePartitionData[]
  {
    const count = r.array(true, 21)
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
  return unknownTags ? { topicId, partitions, unknownTags } : { topicId, partitions }
}

function writeResponseTopicData(w: Writer, v: ResponseTopicDataInit, ver: number): void {
  w.uuid(v.topicId)
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
  let isr: readonly number[]
  {
    const count = r.array(true, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    isr = items
  }
  const leaderRecoveryState = r.int8()
  const partitionEpoch = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { partitionIndex, errorCode, leaderId, leaderEpoch, isr, leaderRecoveryState, partitionEpoch, unknownTags }
    : { partitionIndex, errorCode, leaderId, leaderEpoch, isr, leaderRecoveryState, partitionEpoch }
}

function writeResponsePartitionData(w: Writer, v: ResponsePartitionDataInit, ver: number): void {
  w.int32(v.partitionIndex)
  w.int16(v.errorCode ?? 0)
  w.int32(v.leaderId)
  w.int32(v.leaderEpoch)
  {
    const items = v.isr
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.int8(v.leaderRecoveryState ?? 0)
  w.int32(v.partitionEpoch)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readAlterPartitionResponse(r: Reader, ver: number): AlterPartitionResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  let topics: readonly ResponseTopicData[]
  {
    const count = r.array(true, 18)
    const items = new Array<ResponseTopicData>(count)
    for (let i = 0; i < count; i++) items[i] = readResponseTopicData(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { throttleTimeMs, errorCode, topics, unknownTags } : { throttleTimeMs, errorCode, topics }
}

function writeAlterPartitionResponse(w: Writer, v: AlterPartitionResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeResponseTopicData(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const AlterPartitionResponseMessage: Message<AlterPartitionResponse, AlterPartitionResponseInit> = {
  name: 'AlterPartitionResponse',
  min: 2,
  max: 3,
  flexibleFrom: 2,
  read: readAlterPartitionResponse,
  write: writeAlterPartitionResponse,
}

/** AlterPartition */
export const AlterPartition: Api<
  AlterPartitionRequest,
  AlterPartitionRequestInit,
  AlterPartitionResponse,
  AlterPartitionResponseInit
> = {
  key: 56,
  name: 'AlterPartition',
  min: 2,
  max: 3,
  advertisedMin: 2,
  flexibleFrom: 2,
  listeners: ['controller'],
  request: AlterPartitionRequestMessage,
  response: AlterPartitionResponseMessage,
}
