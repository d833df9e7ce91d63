// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { Offset, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface StreamsGroupDescribeRequest {
  groupIds: readonly string[]
  includeAuthorizedOperations: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface StreamsGroupDescribeRequestInit {
  groupIds: readonly string[]
  includeAuthorizedOperations: boolean
  unknownTags?: readonly UnknownTag[]
}

function readStreamsGroupDescribeRequest(r: Reader, ver: number): StreamsGroupDescribeRequest {
  let groupIds: readonly string[]
  {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    groupIds = items
  }
  const includeAuthorizedOperations = r.bool()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { groupIds, includeAuthorizedOperations, unknownTags }
    : { groupIds, includeAuthorizedOperations }
}

function writeStreamsGroupDescribeRequest(w: Writer, v: StreamsGroupDescribeRequestInit, ver: number): void {
  {
    const items = v.groupIds
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  w.bool(v.includeAuthorizedOperations)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const StreamsGroupDescribeRequestMessage: Message<StreamsGroupDescribeRequest, StreamsGroupDescribeRequestInit> =
  {
    name: 'StreamsGroupDescribeRequest',
    min: 0,
    max: 0,
    flexibleFrom: 0,
    read: readStreamsGroupDescribeRequest,
    write: writeStreamsGroupDescribeRequest,
  }

export interface DescribedGroup {
  errorCode: number
  errorMessage: string | null
  groupId: string
  groupState: string
  groupEpoch: number
  assignmentEpoch: number
  topology: Topology | null
  members: readonly Member[]
  authorizedOperations: number
  unknownTags?: readonly UnknownTag[]
}

export interface DescribedGroupInit {
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  groupId: string
  groupState: string
  groupEpoch: number
  assignmentEpoch: number
  topology?: TopologyInit | null | undefined
  members: readonly MemberInit[]
  authorizedOperations?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface Topology {
  epoch: number
  subtopologies: readonly Subtopology[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface TopologyInit {
  epoch: number
  subtopologies?: readonly SubtopologyInit[] | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface Subtopology {
  subtopologyId: string
  sourceTopics: readonly string[]
  repartitionSinkTopics: readonly string[]
  stateChangelogTopics: readonly TopicInfo[]
  repartitionSourceTopics: readonly TopicInfo[]
  unknownTags?: readonly UnknownTag[]
}

export interface SubtopologyInit {
  subtopologyId: string
  sourceTopics: readonly string[]
  repartitionSinkTopics: readonly string[]
  stateChangelogTopics: readonly TopicInfoInit[]
  repartitionSourceTopics: readonly TopicInfoInit[]
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

export interface Member {
  memberId: string
  memberEpoch: number
  instanceId: string | null
  rackId: string | null
  clientId: string
  clientHost: string
  topologyEpoch: number
  processId: string
  userEndpoint: Endpoint | null
  clientTags: readonly KeyValue[]
  taskOffsets: readonly TaskOffset[]
  taskEndOffsets: readonly TaskOffset[]
  assignment: Assignment
  targetAssignment: Assignment
  isClassic: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface MemberInit {
  memberId: string
  memberEpoch: number
  instanceId?: string | null | undefined
  rackId?: string | null | undefined
  clientId: string
  clientHost: string
  topologyEpoch: number
  processId: string
  userEndpoint?: EndpointInit | null | undefined
  clientTags: readonly KeyValueInit[]
  taskOffsets: readonly TaskOffsetInit[]
  taskEndOffsets: readonly TaskOffsetInit[]
  assignment: AssignmentInit
  targetAssignment: AssignmentInit
  isClassic: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface Endpoint {
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface EndpointInit {
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

export interface Assignment {
  activeTasks: readonly TaskIds[]
  standbyTasks: readonly TaskIds[]
  warmupTasks: readonly TaskIds[]
  unknownTags?: readonly UnknownTag[]
}

export interface AssignmentInit {
  activeTasks: readonly TaskIdsInit[]
  standbyTasks: readonly TaskIdsInit[]
  warmupTasks: readonly TaskIdsInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface TaskIds {
  subtopologyId: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface TaskIdsInit {
  subtopologyId: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface StreamsGroupDescribeResponse {
  throttleTimeMs: number
  groups: readonly DescribedGroup[]
  unknownTags?: readonly UnknownTag[]
}

export interface StreamsGroupDescribeResponseInit {
  throttleTimeMs?: number | undefined
  groups: readonly DescribedGroupInit[]
  unknownTags?: readonly UnknownTag[]
}

function readDescribedGroup(r: Reader, ver: number): DescribedGroup {
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  const groupId = r.string(true)
  const groupState = r.string(true)
  const groupEpoch = r.int32()
  const assignmentEpoch = r.int32()
  const topology = r.int8() < 0 ? null : readTopology(r, ver)
  let members: readonly Member[]
  {
    const count = r.array(true, 28)
    const items = new Array<Member>(count)
    for (let i = 0; i < count; i++) items[i] = readMember(r, ver)
    members = items
  }
  const authorizedOperations = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? {
        errorCode,
        errorMessage,
        groupId,
        groupState,
        groupEpoch,
        assignmentEpoch,
        topology,
        members,
        authorizedOperations,
        unknownTags,
      }
    : {
        errorCode,
        errorMessage,
        groupId,
        groupState,
        groupEpoch,
        assignmentEpoch,
        topology,
        members,
        authorizedOperations,
      }
}

function writeDescribedGroup(w: Writer, v: DescribedGroupInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, true)
  w.string(v.groupId, true)
  w.string(v.groupState, true)
  w.int32(v.groupEpoch)
  w.int32(v.assignmentEpoch)
  {
    const value = v.topology ?? null
    if (value === null) w.int8(-1)
    else {
      w.int8(1)
      writeTopology(w, value, ver)
    }
  }
  {
    const items = v.members
    w.array(items.length, true)
    for (const item of items) writeMember(w, item, ver)
  }
  w.int32(v.authorizedOperations ?? -2147483648)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readTopology(r: Reader, ver: number): Topology {
  const epoch = r.int32()
  let subtopologies: readonly Subtopology[] | null
  {
    const count = r.nullableArray(true, 6)
    if (count < 0) subtopologies = null
    else {
      const items = new Array<Subtopology>(count)
      for (let i = 0; i < count; i++) items[i] = readSubtopology(r, ver)
      subtopologies = items
    }
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
    const items = v.subtopologies ?? null
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeSubtopology(w, item, ver)
    }
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
  let repartitionSinkTopics: readonly string[]
  {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    repartitionSinkTopics = items
  }
  let stateChangelogTopics: readonly TopicInfo[]
  {
    const count = r.array(true, 9)
    const items = new Array<TopicInfo>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicInfo(r, ver)
    stateChangelogTopics = items
  }
  let repartitionSourceTopics: readonly TopicInfo[]
  {
    const count = r.array(true, 9)
    const items = new Array<TopicInfo>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicInfo(r, ver)
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
    ? { subtopologyId, sourceTopics, repartitionSinkTopics, stateChangelogTopics, repartitionSourceTopics, unknownTags }
    : { subtopologyId, sourceTopics, repartitionSinkTopics, stateChangelogTopics, repartitionSourceTopics }
}

function writeSubtopology(w: Writer, v: SubtopologyInit, ver: number): void {
  w.string(v.subtopologyId, true)
  {
    const items = v.sourceTopics
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  {
    const items = v.repartitionSinkTopics
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  {
    const items = v.stateChangelogTopics
    w.array(items.length, true)
    for (const item of items) writeTopicInfo(w, item, ver)
  }
  {
    const items = v.repartitionSourceTopics
    w.array(items.length, true)
    for (const item of items) writeTopicInfo(w, item, ver)
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

function readMember(r: Reader, ver: number): Member {
  const memberId = r.string(true)
  const memberEpoch = r.int32()
  const instanceId = r.nullableString(true)
  const rackId = r.nullableString(true)
  const clientId = r.string(true)
  const clientHost = r.string(true)
  const topologyEpoch = r.int32()
  const processId = r.string(true)
  const userEndpoint = r.int8() < 0 ? null : readEndpoint(r, ver)
  let clientTags: readonly KeyValue[]
  {
    const count = r.array(true, 3)
    const items = new Array<KeyValue>(count)
    for (let i = 0; i < count; i++) items[i] = readKeyValue(r, ver)
    clientTags = items
  }
  let taskOffsets: readonly TaskOffset[]
  {
    const count = r.array(true, 14)
    const items = new Array<TaskOffset>(count)
    for (let i = 0; i < count; i++) items[i] = readTaskOffset(r, ver)
    taskOffsets = items
  }
  let taskEndOffsets: readonly TaskOffset[]
  {
    const count = r.array(true, 14)
    const items = new Array<TaskOffset>(count)
    for (let i = 0; i < count; i++) items[i] = readTaskOffset(r, ver)
    taskEndOffsets = items
  }
  const assignment = readAssignment(r, ver)
  const targetAssignment = readAssignment(r, ver)
  const isClassic = r.bool()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? {
        memberId,
        memberEpoch,
        instanceId,
        rackId,
        clientId,
        clientHost,
        topologyEpoch,
        processId,
        userEndpoint,
        clientTags,
        taskOffsets,
        taskEndOffsets,
        assignment,
        targetAssignment,
        isClassic,
        unknownTags,
      }
    : {
        memberId,
        memberEpoch,
        instanceId,
        rackId,
        clientId,
        clientHost,
        topologyEpoch,
        processId,
        userEndpoint,
        clientTags,
        taskOffsets,
        taskEndOffsets,
        assignment,
        targetAssignment,
        isClassic,
      }
}

function writeMember(w: Writer, v: MemberInit, ver: number): void {
  w.string(v.memberId, true)
  w.int32(v.memberEpoch)
  w.string(v.instanceId ?? null, true)
  w.string(v.rackId ?? null, true)
  w.string(v.clientId, true)
  w.string(v.clientHost, true)
  w.int32(v.topologyEpoch)
  w.string(v.processId, true)
  {
    const value = v.userEndpoint ?? null
    if (value === null) w.int8(-1)
    else {
      w.int8(1)
      writeEndpoint(w, value, ver)
    }
  }
  {
    const items = v.clientTags
    w.array(items.length, true)
    for (const item of items) writeKeyValue(w, item, ver)
  }
  {
    const items = v.taskOffsets
    w.array(items.length, true)
    for (const item of items) writeTaskOffset(w, item, ver)
  }
  {
    const items = v.taskEndOffsets
    w.array(items.length, true)
    for (const item of items) writeTaskOffset(w, item, ver)
  }
  writeAssignment(w, v.assignment, ver)
  writeAssignment(w, v.targetAssignment, ver)
  w.bool(v.isClassic)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readEndpoint(r: Reader, ver: number): Endpoint {
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

function writeEndpoint(w: Writer, v: EndpointInit, ver: number): void {
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

function readAssignment(r: Reader, ver: number): Assignment {
  let activeTasks: readonly TaskIds[]
  {
    const count = r.array(true, 3)
    const items = new Array<TaskIds>(count)
    for (let i = 0; i < count; i++) items[i] = readTaskIds(r, ver)
    activeTasks = items
  }
  let standbyTasks: readonly TaskIds[]
  {
    const count = r.array(true, 3)
    const items = new Array<TaskIds>(count)
    for (let i = 0; i < count; i++) items[i] = readTaskIds(r, ver)
    standbyTasks = items
  }
  let warmupTasks: readonly TaskIds[]
  {
    const count = r.array(true, 3)
    const items = new Array<TaskIds>(count)
    for (let i = 0; i < count; i++) items[i] = readTaskIds(r, ver)
    warmupTasks = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { activeTasks, standbyTasks, warmupTasks, unknownTags }
    : { activeTasks, standbyTasks, warmupTasks }
}

function writeAssignment(w: Writer, v: AssignmentInit, ver: number): void {
  {
    const items = v.activeTasks
    w.array(items.length, true)
    for (const item of items) writeTaskIds(w, item, ver)
  }
  {
    const items = v.standbyTasks
    w.array(items.length, true)
    for (const item of items) writeTaskIds(w, item, ver)
  }
  {
    const items = v.warmupTasks
    w.array(items.length, true)
    for (const item of items) writeTaskIds(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readTaskIds(r: Reader, ver: number): TaskIds {
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

function writeTaskIds(w: Writer, v: TaskIdsInit, ver: number): void {
  w.string(v.subtopologyId, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readStreamsGroupDescribeResponse(r: Reader, ver: number): StreamsGroupDescribeResponse {
  const throttleTimeMs = r.int32()
  let groups: readonly DescribedGroup[]
  {
    const count = r.array(true, 20)
    const items = new Array<DescribedGroup>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribedGroup(r, ver)
    groups = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { throttleTimeMs, groups, unknownTags } : { throttleTimeMs, groups }
}

function writeStreamsGroupDescribeResponse(w: Writer, v: StreamsGroupDescribeResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.groups
    w.array(items.length, true)
    for (const item of items) writeDescribedGroup(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const StreamsGroupDescribeResponseMessage: Message<
  StreamsGroupDescribeResponse,
  StreamsGroupDescribeResponseInit
> = {
  name: 'StreamsGroupDescribeResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readStreamsGroupDescribeResponse,
  write: writeStreamsGroupDescribeResponse,
}

/** StreamsGroupDescribe */
export const StreamsGroupDescribe: Api<
  StreamsGroupDescribeRequest,
  StreamsGroupDescribeRequestInit,
  StreamsGroupDescribeResponse,
  StreamsGroupDescribeResponseInit
> = {
  key: 89,
  name: 'StreamsGroupDescribe',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: StreamsGroupDescribeRequestMessage,
  response: StreamsGroupDescribeResponseMessage,
}
