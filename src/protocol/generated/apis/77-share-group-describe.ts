// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface ShareGroupDescribeRequest {
  groupIds: readonly string[]
  includeAuthorizedOperations: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface ShareGroupDescribeRequestInit {
  groupIds: readonly string[]
  includeAuthorizedOperations: boolean
  unknownTags?: readonly UnknownTag[]
}

function readShareGroupDescribeRequest(r: Reader, ver: number): ShareGroupDescribeRequest {
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

function writeShareGroupDescribeRequest(w: Writer, v: ShareGroupDescribeRequestInit, ver: number): void {
  {
    const items = v.groupIds
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  w.bool(v.includeAuthorizedOperations)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ShareGroupDescribeRequestMessage: Message<ShareGroupDescribeRequest, ShareGroupDescribeRequestInit> = {
  name: 'ShareGroupDescribeRequest',
  min: 1,
  max: 1,
  flexibleFrom: 1,
  read: readShareGroupDescribeRequest,
  write: writeShareGroupDescribeRequest,
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
  rackId: string | null
  memberEpoch: number
  clientId: string
  clientHost: string
  subscribedTopicNames: readonly string[]
  assignment: Assignment
  unknownTags?: readonly UnknownTag[]
}

export interface MemberInit {
  memberId: string
  rackId?: string | null | undefined
  memberEpoch: number
  clientId: string
  clientHost: string
  subscribedTopicNames: readonly string[]
  assignment: AssignmentInit
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

export interface ShareGroupDescribeResponse {
  throttleTimeMs: number
  groups: readonly DescribedGroup[]
  unknownTags?: readonly UnknownTag[]
}

export interface ShareGroupDescribeResponseInit {
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
    const count = r.array(true, 12)
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
  const assignment = readAssignment(r, ver)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { memberId, rackId, memberEpoch, clientId, clientHost, subscribedTopicNames, assignment, unknownTags }
    : { memberId, rackId, memberEpoch, clientId, clientHost, subscribedTopicNames, assignment }
}

function writeMember(w: Writer, v: MemberInit, ver: number): void {
  w.string(v.memberId, true)
  w.string(v.rackId ?? null, true)
  w.int32(v.memberEpoch)
  w.string(v.clientId, true)
  w.string(v.clientHost, true)
  {
    const items = v.subscribedTopicNames
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  writeAssignment(w, v.assignment, ver)
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

function readShareGroupDescribeResponse(r: Reader, ver: number): ShareGroupDescribeResponse {
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

function writeShareGroupDescribeResponse(w: Writer, v: ShareGroupDescribeResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.groups
    w.array(items.length, true)
    for (const item of items) writeDescribedGroup(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ShareGroupDescribeResponseMessage: Message<ShareGroupDescribeResponse, ShareGroupDescribeResponseInit> = {
  name: 'ShareGroupDescribeResponse',
  min: 1,
  max: 1,
  flexibleFrom: 1,
  read: readShareGroupDescribeResponse,
  write: writeShareGroupDescribeResponse,
}

/** ShareGroupDescribe */
export const ShareGroupDescribe: Api<
  ShareGroupDescribeRequest,
  ShareGroupDescribeRequestInit,
  ShareGroupDescribeResponse,
  ShareGroupDescribeResponseInit
> = {
  key: 77,
  name: 'ShareGroupDescribe',
  min: 1,
  max: 1,
  advertisedMin: 1,
  flexibleFrom: 1,
  listeners: ['broker'],
  request: ShareGroupDescribeRequestMessage,
  response: ShareGroupDescribeResponseMessage,
}
