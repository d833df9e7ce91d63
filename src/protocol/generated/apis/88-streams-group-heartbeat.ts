// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { Offset, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface Topology {
  epoch: number
  subtopologies: readonly Subtopology[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopologyInit {
  epoch: number
  subtopologies: readonly SubtopologyInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface Subtopology {
  subtopologyId: string
  sourceTopics: readonly string[]
  sourceTopicRegex: readonly string[]
  stateChangelogTopics: readonly TopicInfo[]
  repartitionSinkTopics: readonly string[]
  repartitionSourceTopics: readonly TopicInfo[]
  copartitionGroups: readonly CopartitionGroup[]
  unknownTags?: readonly UnknownTag[]
}

export interface SubtopologyInit {
  subtopologyId: string
  sourceTopics: readonly string[]
  sourceTopicRegex: readonly string[]
  stateChangelogTopics: readonly TopicInfoInit[]
  repartitionSinkTopics: readonly string[]
  repartitionSourceTopics: readonly TopicInfoInit[]
  copartitionGroups: readonly CopartitionGroupInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicInfo {
  name: string
  partitions: number
  replicationFactor: number
  topicConfigs: readonly KeyValue[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicInfoInit {
  name: string
  partitions: number
  replicationFactor: number
  topicConfigs: readonly KeyValueInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface KeyValue {
  key: string
  value: string
  unknownTags?: readonly UnknownTag[]
}

export interface KeyValueInit {
  key: string
  value: string
  unknownTags?: readonly UnknownTag[]
}

export interface CopartitionGroup {
  sourceTopics: readonly number[]
  sourceTopicRegex: readonly number[]
  repartitionSourceTopics: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface CopartitionGroupInit {
  sourceTopics: readonly number[]
  sourceTopicRegex: readonly number[]
  repartitionSourceTopics: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface RequestTaskIds {
  subtopologyId: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface RequestTaskIdsInit {
  subtopologyId: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface RequestEndpoint {
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface RequestEndpointInit {
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface TaskOffset {
  subtopologyId: string
  partition: number
  offset: Offset
  unknownTags?: readonly UnknownTag[]
}

export interface TaskOffsetInit {
  subtopologyId: string
  partition: number
  offset: Offset
  unknownTags?: readonly UnknownTag[]
}

export interface StreamsGroupHeartbeatRequest {
  groupId: string
  memberId: string
  memberEpoch: number
  endpointInformationEpoch: number
  instanceId: string | null
  rackId: string | null
  rebalanceTimeoutMs: number
  topology: Topology | null
  activeTasks: readonly RequestTaskIds[] | null
  standbyTasks: readonly RequestTaskIds[] | null
  warmupTasks: readonly RequestTaskIds[] | null
  processId: string | null
  userEndpoint: RequestEndpoint | null
  clientTags: readonly KeyValue[] | null
  taskOffsets: readonly TaskOffset[] | null
  taskEndOffsets: readonly TaskOffset[] | null
  shutdownApplication: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface StreamsGroupHeartbeatRequestInit {
  groupId: string
  memberId: string
  memberEpoch: number
  endpointInformationEpoch: number
  instanceId?: string | null | undefined
  rackId?: string | null | undefined
  rebalanceTimeoutMs?: number | undefined
  topology?: TopologyInit | null | undefined
  activeTasks?: readonly RequestTaskIdsInit[] | null | undefined
  standbyTasks?: readonly RequestTaskIdsInit[] | null | undefined
  warmupTasks?: readonly RequestTaskIdsInit[] | null | undefined
  processId?: string | null | undefined
  userEndpoint?: RequestEndpointInit | null | undefined
  clientTags?: readonly KeyValueInit[] | null | undefined
  taskOffsets?: readonly TaskOffsetInit[] | null | undefined
  taskEndOffsets?: readonly TaskOffsetInit[] | null | undefined
  shutdownApplication?: boolean | undefined
  unknownTags?: readonly UnknownTag[]
}

function readTopology(r: Reader, ver: number): Topology {
  const epoch = r.int32()
  let subtopologies: readonly Subtopology[]
  {
    const count = r.array(true, 8)
    const items = new Array<Subtopology>(count)
    for (let i = 0; i < count; i++) items[i] = readSubtopology(r, ver)
    subtopologies = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { epoch, subtopologies, unknownTags } : { epoch, subtopologies }
}

function writeTopology(w: Writer, v: TopologyInit, ver: number): void {
  w.int32(v.epoch)
  {
    const items = v.subtopologies
    w.array(items.length, true)
    for (const item of items) writeSubtopology(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readSubtopology(r: Reader, ver: number): Subtopology {
  const subtopologyId = r.string(true)
  let sourceTopics: readonly string[]
  {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    sourceTopics = items
  }
  let sourceTopicRegex: readonly string[]
  {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    sourceTopicRegex = items
  }
  let stateChangelogTopics: readonly TopicInfo[]
  {
    const count = r.array(true, 9)
    const items = new Array<TopicInfo>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicInfo(r, ver)
    stateChangelogTopics = items
  }
  let repartitionSinkTopics: readonly string[]
  {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    repartitionSinkTopics = items
  }
  let repartitionSourceTopics: readonly TopicInfo[]
  {
    const count = r.array(true, 9)
    const items = new Array<TopicInfo>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicInfo(r, ver)
    repartitionSourceTopics = items
  }
  let copartitionGroups: readonly CopartitionGroup[]
  {
    const count = r.array(true, 4)
    const items = new Array<CopartitionGroup>(count)
    for (let i = 0; i < count; i++) items[i] = readCopartitionGroup(r, ver)
    copartitionGroups = items
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
        subtopologyId,
        sourceTopics,
        sourceTopicRegex,
        stateChangelogTopics,
        repartitionSinkTopics,
        repartitionSourceTopics,
        copartitionGroups,
        unknownTags,
      }
    : {
        subtopologyId,
        sourceTopics,
        sourceTopicRegex,
        stateChangelogTopics,
        repartitionSinkTopics,
        repartitionSourceTopics,
        copartitionGroups,
      }
}

function writeSubtopology(w: Writer, v: SubtopologyInit, ver: number): void {
  w.string(v.subtopologyId, true)
  {
    const items = v.sourceTopics
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  {
    const items = v.sourceTopicRegex
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  {
    const items = v.stateChangelogTopics
    w.array(items.length, true)
    for (const item of items) writeTopicInfo(w, item, ver)
  }
  {
    const items = v.repartitionSinkTopics
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  {
    const items = v.repartitionSourceTopics
    w.array(items.length, true)
    for (const item of items) writeTopicInfo(w, item, ver)
  }
  {
    const items = v.copartitionGroups
    w.array(items.length, true)
    for (const item of items) writeCopartitionGroup(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readTopicInfo(r: Reader, ver: number): TopicInfo {
  const name = r.string(true)
  const partitions = r.int32()
  const replicationFactor = r.int16()
  let topicConfigs: readonly KeyValue[]
  {
    const count = r.array(true, 3)
    const items = new Array<KeyValue>(count)
    for (let i = 0; i < count; i++) items[i] = readKeyValue(r, ver)
    topicConfigs = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { name, partitions, replicationFactor, topicConfigs, unknownTags }
    : { name, partitions, replicationFactor, topicConfigs }
}

function writeTopicInfo(w: Writer, v: TopicInfoInit, ver: number): void {
  w.string(v.name, true)
  w.int32(v.partitions)
  w.int16(v.replicationFactor)
  {
    const items = v.topicConfigs
    w.array(items.length, true)
    for (const item of items) writeKeyValue(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readKeyValue(r: Reader, ver: number): KeyValue {
  const key = r.string(true)
  const value = r.string(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { key, value, unknownTags } : { key, value }
}

function writeKeyValue(w: Writer, v: KeyValueInit, ver: number): void {
  w.string(v.key, true)
  w.string(v.value, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readCopartitionGroup(r: Reader, ver: number): CopartitionGroup {
  let sourceTopics: readonly number[]
  {
    const count = r.array(true, 2)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int16()
    sourceTopics = items
  }
  let sourceTopicRegex: readonly number[]
  {
    const count = r.array(true, 2)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int16()
    sourceTopicRegex = items
  }
  let repartitionSourceTopics: readonly number[]
  {
    const count = r.array(true, 2)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int16()
    repartitionSourceTopics = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { sourceTopics, sourceTopicRegex, repartitionSourceTopics, unknownTags }
    : { sourceTopics, sourceTopicRegex, repartitionSourceTopics }
}

function writeCopartitionGroup(w: Writer, v: CopartitionGroupInit, ver: number): void {
  {
    const items = v.sourceTopics
    w.array(items.length, true)
    for (const item of items) w.int16(item)
  }
  {
    const items = v.sourceTopicRegex
    w.array(items.length, true)
    for (const item of items) w.int16(item)
  }
  {
    const items = v.repartitionSourceTopics
    w.array(items.length, true)
    for (const item of items) w.int16(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readRequestTaskIds(r: Reader, ver: number): RequestTaskIds {
  const subtopologyId = r.string(true)
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
  return unknownTags ? { subtopologyId, partitions, unknownTags } : { subtopologyId, partitions }
}

function writeRequestTaskIds(w: Writer, v: RequestTaskIdsInit, ver: number): void {
  w.string(v.subtopologyId, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readRequestEndpoint(r: Reader, ver: number): RequestEndpoint {
  const host = r.string(true)
  const port = r.uint16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { host, port, unknownTags } : { host, port }
}

function writeRequestEndpoint(w: Writer, v: RequestEndpointInit, ver: number): void {
  w.string(v.host, true)
  w.uint16(v.port)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readTaskOffset(r: Reader, ver: number): TaskOffset {
  const subtopologyId = r.string(true)
  const partition = r.int32()
  const offset = r.int64()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { subtopologyId, partition, offset, unknownTags } : { subtopologyId, partition, offset }
}

function writeTaskOffset(w: Writer, v: TaskOffsetInit, ver: number): void {
  w.string(v.subtopologyId, true)
  w.int32(v.partition)
  w.int64(v.offset)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readStreamsGroupHeartbeatRequest(r: Reader, ver: number): StreamsGroupHeartbeatRequest {
  const groupId = r.string(true)
  const memberId = r.string(true)
  const memberEpoch = r.int32()
  const endpointInformationEpoch = r.int32()
  const instanceId = r.nullableString(true)
  const rackId = r.nullableString(true)
  const rebalanceTimeoutMs = r.int32()
  const topology = r.int8() < 0 ? null : readTopology(r, ver)
  let activeTasks: readonly RequestTaskIds[] | null
  {
    const count = r.nullableArray(true, 3)
    if (count < 0) activeTasks = null
    else {
      const items = new Array<RequestTaskIds>(count)
      for (let i = 0; i < count; i++) items[i] = readRequestTaskIds(r, ver)
      activeTasks = items
    }
  }
  let standbyTasks: readonly RequestTaskIds[] | null
  {
    const count = r.nullableArray(true, 3)
    if (count < 0) standbyTasks = null
    else {
      const items = new Array<RequestTaskIds>(count)
      for (let i = 0; i < count; i++) items[i] = readRequestTaskIds(r, ver)
      standbyTasks = items
    }
  }
  let warmupTasks: readonly RequestTaskIds[] | null
  {
    const count = r.nullableArray(true, 3)
    if (count < 0) warmupTasks = null
    else {
      const items = new Array<RequestTaskIds>(count)
      for (let i = 0; i < count; i++) items[i] = readRequestTaskIds(r, ver)
      warmupTasks = items
    }
  }
  const processId = r.nullableString(true)
  const userEndpoint = r.int8() < 0 ? null : readRequestEndpoint(r, ver)
  let clientTags: readonly KeyValue[] | null
  {
    const count = r.nullableArray(true, 3)
    if (count < 0) clientTags = null
    else {
      const items = new Array<KeyValue>(count)
      for (let i = 0; i < count; i++) items[i] = readKeyValue(r, ver)
      clientTags = items
    }
  }
  let taskOffsets: readonly TaskOffset[] | null
  {
    const count = r.nullableArray(true, 14)
    if (count < 0) taskOffsets = null
    else {
      const items = new Array<TaskOffset>(count)
      for (let i = 0; i < count; i++) items[i] = readTaskOffset(r, ver)
      taskOffsets = items
    }
  }
  let taskEndOffsets: readonly TaskOffset[] | null
  {
    const count = r.nullableArray(true, 14)
    if (count < 0) taskEndOffsets = null
    else {
      const items = new Array<TaskOffset>(count)
      for (let i = 0; i < count; i++) items[i] = readTaskOffset(r, ver)
      taskEndOffsets = items
    }
  }
  const shutdownApplication = r.bool()
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
        memberEpoch,
        endpointInformationEpoch,
        instanceId,
        rackId,
        rebalanceTimeoutMs,
        topology,
        activeTasks,
        standbyTasks,
        warmupTasks,
        processId,
        userEndpoint,
        clientTags,
        taskOffsets,
        taskEndOffsets,
        shutdownApplication,
        unknownTags,
      }
    : {
        groupId,
        memberId,
        memberEpoch,
        endpointInformationEpoch,
        instanceId,
        rackId,
        rebalanceTimeoutMs,
        topology,
        activeTasks,
        standbyTasks,
        warmupTasks,
        processId,
        userEndpoint,
        clientTags,
        taskOffsets,
        taskEndOffsets,
        shutdownApplication,
      }
}

function writeStreamsGroupHeartbeatRequest(w: Writer, v: StreamsGroupHeartbeatRequestInit, ver: number): void {
  w.string(v.groupId, true)
  w.string(v.memberId, true)
  w.int32(v.memberEpoch)
  w.int32(v.endpointInformationEpoch)
  w.string(v.instanceId ?? null, true)
  w.string(v.rackId ?? null, true)
  w.int32(v.rebalanceTimeoutMs ?? -1)
  {
    const value = v.topology ?? null
    if (value === null) w.int8(-1)
    else {
      w.int8(1)
      writeTopology(w, value, ver)
    }
  }
  {
    const items = v.activeTasks ?? null
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeRequestTaskIds(w, item, ver)
    }
  }
  {
    const items = v.standbyTasks ?? null
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeRequestTaskIds(w, item, ver)
    }
  }
  {
    const items = v.warmupTasks ?? null
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeRequestTaskIds(w, item, ver)
    }
  }
  w.string(v.processId ?? null, true)
  {
    const value = v.userEndpoint ?? null
    if (value === null) w.int8(-1)
    else {
      w.int8(1)
      writeRequestEndpoint(w, value, ver)
    }
  }
  {
    const items = v.clientTags ?? null
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeKeyValue(w, item, ver)
    }
  }
  {
    const items = v.taskOffsets ?? null
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeTaskOffset(w, item, ver)
    }
  }
  {
    const items = v.taskEndOffsets ?? null
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeTaskOffset(w, item, ver)
    }
  }
  w.bool(v.shutdownApplication ?? false)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const StreamsGroupHeartbeatRequestMessage: Message<
  StreamsGroupHeartbeatRequest,
  StreamsGroupHeartbeatRequestInit
> = {
  name: 'StreamsGroupHeartbeatRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readStreamsGroupHeartbeatRequest,
  write: writeStreamsGroupHeartbeatRequest,
}

export interface Status {
  statusCode: number
  statusDetail: string
  unknownTags?: readonly UnknownTag[]
}

export interface StatusInit {
  statusCode: number
  statusDetail: string
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseTaskIds {
  subtopologyId: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseTaskIdsInit {
  subtopologyId: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface EndpointToPartitions {
  userEndpoint: ResponseEndpoint
  activePartitions: readonly TopicPartition[]
  standbyPartitions: readonly TopicPartition[]
  unknownTags?: readonly UnknownTag[]
}

export interface EndpointToPartitionsInit {
  userEndpoint: ResponseEndpointInit
  activePartitions: readonly TopicPartitionInit[]
  standbyPartitions: readonly TopicPartitionInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseEndpoint {
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseEndpointInit {
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface TopicPartition {
  topic: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicPartitionInit {
  topic: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface StreamsGroupHeartbeatResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  memberId: string
  memberEpoch: number
  heartbeatIntervalMs: number
  acceptableRecoveryLag: number
  taskOffsetIntervalMs: number
  status: readonly Status[] | null
  activeTasks: readonly ResponseTaskIds[] | null
  standbyTasks: readonly ResponseTaskIds[] | null
  warmupTasks: readonly ResponseTaskIds[] | null
  endpointInformationEpoch: number
  partitionsByUserEndpoint: readonly EndpointToPartitions[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface StreamsGroupHeartbeatResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  memberId: string
  memberEpoch: number
  heartbeatIntervalMs: number
  acceptableRecoveryLag: number
  taskOffsetIntervalMs: number
  status: readonly StatusInit[] | null
  activeTasks?: readonly ResponseTaskIdsInit[] | null | undefined
  standbyTasks?: readonly ResponseTaskIdsInit[] | null | undefined
  warmupTasks?: readonly ResponseTaskIdsInit[] | null | undefined
  endpointInformationEpoch: number
  partitionsByUserEndpoint?: readonly EndpointToPartitionsInit[] | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readStatus(r: Reader, ver: number): Status {
  const statusCode = r.int8()
  const statusDetail = r.string(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { statusCode, statusDetail, unknownTags } : { statusCode, statusDetail }
}

function writeStatus(w: Writer, v: StatusInit, ver: number): void {
  w.int8(v.statusCode)
  w.string(v.statusDetail, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readResponseTaskIds(r: Reader, ver: number): ResponseTaskIds {
  const subtopologyId = r.string(true)
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
  return unknownTags ? { subtopologyId, partitions, unknownTags } : { subtopologyId, partitions }
}

function writeResponseTaskIds(w: Writer, v: ResponseTaskIdsInit, ver: number): void {
  w.string(v.subtopologyId, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readEndpointToPartitions(r: Reader, ver: number): EndpointToPartitions {
  const userEndpoint = readResponseEndpoint(r, ver)
  let activePartitions: readonly TopicPartition[]
  {
    const count = r.array(true, 3)
    const items = new Array<TopicPartition>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicPartition(r, ver)
    activePartitions = items
  }
  let standbyPartitions: readonly TopicPartition[]
  {
    const count = r.array(true, 3)
    const items = new Array<TopicPartition>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicPartition(r, ver)
    standbyPartitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { userEndpoint, activePartitions, standbyPartitions, unknownTags }
    : { userEndpoint, activePartitions, standbyPartitions }
}

function writeEndpointToPartitions(w: Writer, v: EndpointToPartitionsInit, ver: number): void {
  writeResponseEndpoint(w, v.userEndpoint, ver)
  {
    const items = v.activePartitions
    w.array(items.length, true)
    for (const item of items) writeTopicPartition(w, item, ver)
  }
  {
    const items = v.standbyPartitions
    w.array(items.length, true)
    for (const item of items) writeTopicPartition(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readResponseEndpoint(r: Reader, ver: number): ResponseEndpoint {
  const host = r.string(true)
  const port = r.uint16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { host, port, unknownTags } : { host, port }
}

function writeResponseEndpoint(w: Writer, v: ResponseEndpointInit, ver: number): void {
  w.string(v.host, true)
  w.uint16(v.port)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readTopicPartition(r: Reader, ver: number): TopicPartition {
  const topic = r.string(true)
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
  return unknownTags ? { topic, partitions, unknownTags } : { topic, partitions }
}

function writeTopicPartition(w: Writer, v: TopicPartitionInit, ver: number): void {
  w.string(v.topic, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readStreamsGroupHeartbeatResponse(r: Reader, ver: number): StreamsGroupHeartbeatResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  const memberId = r.string(true)
  const memberEpoch = r.int32()
  const heartbeatIntervalMs = r.int32()
  const acceptableRecoveryLag = r.int32()
  const taskOffsetIntervalMs = r.int32()
  let status: readonly Status[] | null
  {
    const count = r.nullableArray(true, 3)
    if (count < 0) status = null
    else {
      const items = new Array<Status>(count)
      for (let i = 0; i < count; i++) items[i] = readStatus(r, ver)
      status = items
    }
  }
  let activeTasks: readonly ResponseTaskIds[] | null
  {
    const count = r.nullableArray(true, 3)
    if (count < 0) activeTasks = null
    else {
      const items = new Array<ResponseTaskIds>(count)
      for (let i = 0; i < count; i++) items[i] = readResponseTaskIds(r, ver)
      activeTasks = items
    }
  }
  let standbyTasks: readonly ResponseTaskIds[] | null
  {
    const count = r.nullableArray(true, 3)
    if (count < 0) standbyTasks = null
    else {
      const items = new Array<ResponseTaskIds>(count)
      for (let i = 0; i < count; i++) items[i] = readResponseTaskIds(r, ver)
      standbyTasks = items
    }
  }
  let warmupTasks: readonly ResponseTaskIds[] | null
  {
    const count = r.nullableArray(true, 3)
    if (count < 0) warmupTasks = null
    else {
      const items = new Array<ResponseTaskIds>(count)
      for (let i = 0; i < count; i++) items[i] = readResponseTaskIds(r, ver)
      warmupTasks = items
    }
  }
  const endpointInformationEpoch = r.int32()
  let partitionsByUserEndpoint: readonly EndpointToPartitions[] | null
  {
    const count = r.nullableArray(true, 7)
    if (count < 0) partitionsByUserEndpoint = null
    else {
      const items = new Array<EndpointToPartitions>(count)
      for (let i = 0; i < count; i++) items[i] = readEndpointToPartitions(r, ver)
      partitionsByUserEndpoint = items
    }
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
        throttleTimeMs,
        errorCode,
        errorMessage,
        memberId,
        memberEpoch,
        heartbeatIntervalMs,
        acceptableRecoveryLag,
        taskOffsetIntervalMs,
        status,
        activeTasks,
        standbyTasks,
        warmupTasks,
        endpointInformationEpoch,
        partitionsByUserEndpoint,
        unknownTags,
      }
    : {
        throttleTimeMs,
        errorCode,
        errorMessage,
        memberId,
        memberEpoch,
        heartbeatIntervalMs,
        acceptableRecoveryLag,
        taskOffsetIntervalMs,
        status,
        activeTasks,
        standbyTasks,
        warmupTasks,
        endpointInformationEpoch,
        partitionsByUserEndpoint,
      }
}

function writeStreamsGroupHeartbeatResponse(w: Writer, v: StreamsGroupHeartbeatResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, true)
  w.string(v.memberId, true)
  w.int32(v.memberEpoch)
  w.int32(v.heartbeatIntervalMs)
  w.int32(v.acceptableRecoveryLag)
  w.int32(v.taskOffsetIntervalMs)
  {
    const items = v.status
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeStatus(w, item, ver)
    }
  }
  {
    const items = v.activeTasks ?? null
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeResponseTaskIds(w, item, ver)
    }
  }
  {
    const items = v.standbyTasks ?? null
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeResponseTaskIds(w, item, ver)
    }
  }
  {
    const items = v.warmupTasks ?? null
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeResponseTaskIds(w, item, ver)
    }
  }
  w.int32(v.endpointInformationEpoch)
  {
    const items = v.partitionsByUserEndpoint ?? null
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeEndpointToPartitions(w, item, ver)
    }
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const StreamsGroupHeartbeatResponseMessage: Message<
  StreamsGroupHeartbeatResponse,
  StreamsGroupHeartbeatResponseInit
> = {
  name: 'StreamsGroupHeartbeatResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readStreamsGroupHeartbeatResponse,
  write: writeStreamsGroupHeartbeatResponse,
}

/** StreamsGroupHeartbeat */
export const StreamsGroupHeartbeat: Api<
  StreamsGroupHeartbeatRequest,
  StreamsGroupHeartbeatRequestInit,
  StreamsGroupHeartbeatResponse,
  StreamsGroupHeartbeatResponseInit
> = {
  key: 88,
  name: 'StreamsGroupHeartbeat',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: StreamsGroupHeartbeatRequestMessage,
  response: StreamsGroupHeartbeatResponseMessage,
}
