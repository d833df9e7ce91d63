// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag, Uuid } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface ShareGroupCurrentMemberAssignmentKey {
  groupId: string
  memberId: string
}

export interface ShareGroupCurrentMemberAssignmentKeyInit {
  groupId: string
  memberId: string
}

function readShareGroupCurrentMemberAssignmentKey(r: Reader, ver: number): ShareGroupCurrentMemberAssignmentKey {
  const groupId = r.string(false)
  const memberId = r.string(false)
  return { groupId, memberId }
}

function writeShareGroupCurrentMemberAssignmentKey(
  w: Writer,
  v: ShareGroupCurrentMemberAssignmentKeyInit,
  ver: number,
): void {
  w.string(v.groupId, false)
  w.string(v.memberId, false)
}

/** ShareGroupCurrentMemberAssignment */
export const ShareGroupCurrentMemberAssignmentKey: Message<
  ShareGroupCurrentMemberAssignmentKey,
  ShareGroupCurrentMemberAssignmentKeyInit
> = {
  name: 'ShareGroupCurrentMemberAssignmentKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 14,
  read: readShareGroupCurrentMemberAssignmentKey,
  write: writeShareGroupCurrentMemberAssignmentKey,
}

export interface TopicPartitions {
  topicId: Uuid
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicPartitionsInit {
  topicId: Uuid
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface ShareGroupCurrentMemberAssignmentValue {
  memberEpoch: number
  previousMemberEpoch: number
  state: number
  assignedPartitions: readonly TopicPartitions[]
  unknownTags?: readonly UnknownTag[]
}

export interface ShareGroupCurrentMemberAssignmentValueInit {
  memberEpoch: number
  previousMemberEpoch: number
  state: number
  assignedPartitions: readonly TopicPartitionsInit[]
  unknownTags?: readonly UnknownTag[]
}

function readTopicPartitions(r: Reader, ver: number): TopicPartitions {
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

function writeTopicPartitions(w: Writer, v: TopicPartitionsInit, ver: number): void {
  w.uuid(v.topicId)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readShareGroupCurrentMemberAssignmentValue(r: Reader, ver: number): ShareGroupCurrentMemberAssignmentValue {
  const memberEpoch = r.int32()
  const previousMemberEpoch = r.int32()
  const state = r.int8()
  let assignedPartitions: readonly TopicPartitions[]
  {
    const count = r.array(true, 18)
    const items = new Array<TopicPartitions>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicPartitions(r, ver)
    assignedPartitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { memberEpoch, previousMemberEpoch, state, assignedPartitions, unknownTags }
    : { memberEpoch, previousMemberEpoch, state, assignedPartitions }
}

function writeShareGroupCurrentMemberAssignmentValue(
  w: Writer,
  v: ShareGroupCurrentMemberAssignmentValueInit,
  ver: number,
): void {
  w.int32(v.memberEpoch)
  w.int32(v.previousMemberEpoch)
  w.int8(v.state)
  {
    const items = v.assignedPartitions
    w.array(items.length, true)
    for (const item of items) writeTopicPartitions(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ShareGroupCurrentMemberAssignmentValue: Message<
  ShareGroupCurrentMemberAssignmentValue,
  ShareGroupCurrentMemberAssignmentValueInit
> = {
  name: 'ShareGroupCurrentMemberAssignmentValue',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 14,
  read: readShareGroupCurrentMemberAssignmentValue,
  write: writeShareGroupCurrentMemberAssignmentValue,
}
