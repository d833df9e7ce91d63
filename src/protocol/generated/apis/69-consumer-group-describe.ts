// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface ConsumerGroupDescribeRequest {
  groupIds: readonly string[]
  includeAuthorizedOperations: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface ConsumerGroupDescribeRequestInit {
  groupIds: readonly string[]
  includeAuthorizedOperations: boolean
  unknownTags?: readonly UnknownTag[]
}

function readConsumerGroupDescribeRequest(r: Reader, ver: number): ConsumerGroupDescribeRequest {
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

function writeConsumerGroupDescribeRequest(w: Writer, v: ConsumerGroupDescribeRequestInit, ver: number): void {
  {
    const items = v.groupIds
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  w.bool(v.includeAuthorizedOperations)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ConsumerGroupDescribeRequestMessage: Message<
  ConsumerGroupDescribeRequest,
  ConsumerGroupDescribeRequestInit
> = {
  name: 'ConsumerGroupDescribeRequest',
  min: 0,
  max: 1,
  flexibleFrom: 0,
  read: readConsumerGroupDescribeRequest,
  write: writeConsumerGroupDescribeRequest,
}

export interface DescribedGroup {
  errorCode: number
  errorMessage: string | null
  groupId: string
  groupState: string
  groupEpoch: number
  assignmentEpoch: number
  assignorName: string
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
  assignorName: string
  members: readonly MemberInit[]
  authorizedOperations?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface Member {
  memberId: string
  instanceId: string | null
  rackId: string | null
  memberEpoch: number
  clientId: string
  clientHost: string
  subscribedTopicNames: readonly string[]
  subscribedTopicRegex: string | null
  assignment: Assignment
  targetAssignment: Assignment
  memberType: number
  unknownTags?: readonly UnknownTag[]
}

export interface MemberInit {
  memberId: string
  instanceId?: string | null | undefined
  rackId?: string | null | undefined
  memberEpoch: number
  clientId: string
  clientHost: string
  subscribedTopicNames: readonly string[]
  subscribedTopicRegex?: string | null | undefined
  assignment: AssignmentInit
  targetAssignment: AssignmentInit
  memberType?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface Assignment {
  topicPartitions: readonly TopicPartitions[]
  unknownTags?: readonly UnknownTag[]
}

export interface AssignmentInit {
  topicPartitions: readonly TopicPartitionsInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicPartitions {
  topicId: Uuid
  topicName: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicPartitionsInit {
  topicId: Uuid
  topicName: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface ConsumerGroupDescribeResponse {
  throttleTimeMs: number
  groups: readonly DescribedGroup[]
  unknownTags?: readonly UnknownTag[]
}

export interface ConsumerGroupDescribeResponseInit {
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
  const assignorName = r.string(true)
  let members: readonly Member[]
  {
    const count = r.array(true, 16)
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
        assignorName,
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
        assignorName,
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
  w.string(v.assignorName, true)
  {
    const items = v.members
    w.array(items.length, true)
    for (const item of items) writeMember(w, item, ver)
  }
  w.int32(v.authorizedOperations ?? -2147483648)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readMember(r: Reader, ver: number): Member {
  const memberId = r.string(true)
  const instanceId = r.nullableString(true)
  const rackId = r.nullableString(true)
  const memberEpoch = r.int32()
  const clientId = r.string(true)
  const clientHost = r.string(true)
  let subscribedTopicNames: readonly string[]
  {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    subscribedTopicNames = items
  }
  const subscribedTopicRegex = r.nullableString(true)
  const assignment = readAssignment(r, ver)
  const targetAssignment = readAssignment(r, ver)
  let memberType: number = -1
  if (ver >= 1) memberType = r.int8()
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
        instanceId,
        rackId,
        memberEpoch,
        clientId,
        clientHost,
        subscribedTopicNames,
        subscribedTopicRegex,
        assignment,
        targetAssignment,
        memberType,
        unknownTags,
      }
    : {
        memberId,
        instanceId,
        rackId,
        memberEpoch,
        clientId,
        clientHost,
        subscribedTopicNames,
        subscribedTopicRegex,
        assignment,
        targetAssignment,
        memberType,
      }
}

function writeMember(w: Writer, v: MemberInit, ver: number): void {
  w.string(v.memberId, true)
  w.string(v.instanceId ?? null, true)
  w.string(v.rackId ?? null, true)
  w.int32(v.memberEpoch)
  w.string(v.clientId, true)
  w.string(v.clientHost, true)
  {
    const items = v.subscribedTopicNames
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  w.string(v.subscribedTopicRegex ?? null, true)
  writeAssignment(w, v.assignment, ver)
  writeAssignment(w, v.targetAssignment, ver)
  if (ver >= 1) w.int8(v.memberType ?? -1)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readAssignment(r: Reader, ver: number): Assignment {
  let topicPartitions: readonly TopicPartitions[]
  {
    const count = r.array(true, 19)
    const items = new Array<TopicPartitions>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicPartitions(r, ver)
    topicPartitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topicPartitions, unknownTags } : { topicPartitions }
}

function writeAssignment(w: Writer, v: AssignmentInit, ver: number): void {
  {
    const items = v.topicPartitions
    w.array(items.length, true)
    for (const item of items) writeTopicPartitions(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readTopicPartitions(r: Reader, ver: number): TopicPartitions {
  const topicId = r.uuid()
  const topicName = r.string(true)
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
  return unknownTags ? { topicId, topicName, partitions, unknownTags } : { topicId, topicName, partitions }
}

function writeTopicPartitions(w: Writer, v: TopicPartitionsInit, ver: number): void {
  w.uuid(v.topicId)
  w.string(v.topicName, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readConsumerGroupDescribeResponse(r: Reader, ver: number): ConsumerGroupDescribeResponse {
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

function writeConsumerGroupDescribeResponse(w: Writer, v: ConsumerGroupDescribeResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.groups
    w.array(items.length, true)
    for (const item of items) writeDescribedGroup(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ConsumerGroupDescribeResponseMessage: Message<
  ConsumerGroupDescribeResponse,
  ConsumerGroupDescribeResponseInit
> = {
  name: 'ConsumerGroupDescribeResponse',
  min: 0,
  max: 1,
  flexibleFrom: 0,
  read: readConsumerGroupDescribeResponse,
  write: writeConsumerGroupDescribeResponse,
}

/** ConsumerGroupDescribe */
export const ConsumerGroupDescribe: Api<
  ConsumerGroupDescribeRequest,
  ConsumerGroupDescribeRequestInit,
  ConsumerGroupDescribeResponse,
  ConsumerGroupDescribeResponseInit
> = {
  key: 69,
  name: 'ConsumerGroupDescribe',
  min: 0,
  max: 1,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: ConsumerGroupDescribeRequestMessage,
  response: ConsumerGroupDescribeResponseMessage,
}
