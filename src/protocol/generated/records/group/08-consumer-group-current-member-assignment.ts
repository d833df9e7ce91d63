// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag, Uuid } from '../../../types.ts'
import { Writer } from '../../../writer.ts'

export interface ConsumerGroupCurrentMemberAssignmentKey {
  groupId: string
  memberId: string
}

export interface ConsumerGroupCurrentMemberAssignmentKeyInit {
  groupId: string
  memberId: string
}

function readConsumerGroupCurrentMemberAssignmentKey(r: Reader, ver: number): ConsumerGroupCurrentMemberAssignmentKey {
  const groupId = r.string(false)
  const memberId = r.string(false)
  return { groupId, memberId }
}

function writeConsumerGroupCurrentMemberAssignmentKey(
  w: Writer,
  v: ConsumerGroupCurrentMemberAssignmentKeyInit,
  ver: number,
): void {
  w.string(v.groupId, false)
  w.string(v.memberId, false)
}

/** ConsumerGroupCurrentMemberAssignment */
export const ConsumerGroupCurrentMemberAssignmentKey: Message<
  ConsumerGroupCurrentMemberAssignmentKey,
  ConsumerGroupCurrentMemberAssignmentKeyInit
> = {
  name: 'ConsumerGroupCurrentMemberAssignmentKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 8,
  read: readConsumerGroupCurrentMemberAssignmentKey,
  write: writeConsumerGroupCurrentMemberAssignmentKey,
}

export interface TopicPartitions {
  topicId: Uuid
  partitions: readonly number[]
  assignmentEpochs: readonly number[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface TopicPartitionsInit {
  topicId: Uuid
  partitions: readonly number[]
  assignmentEpochs?: readonly number[] | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface ConsumerGroupCurrentMemberAssignmentValue {
  memberEpoch: number
  previousMemberEpoch: number
  state: number
  assignedPartitions: readonly TopicPartitions[]
  partitionsPendingRevocation: readonly TopicPartitions[]
  unknownTags?: readonly UnknownTag[]
}

export interface ConsumerGroupCurrentMemberAssignmentValueInit {
  memberEpoch: number
  previousMemberEpoch: number
  state: number
  assignedPartitions: readonly TopicPartitionsInit[]
  partitionsPendingRevocation: readonly TopicPartitionsInit[]
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
  let assignmentEpochs: readonly number[] | null = []
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        {
          const count = r.nullableArray(true, 4)
          if (count < 0) assignmentEpochs = null
          else {
            const items = new Array<number>(count)
            for (let i = 0; i < count; i++) items[i] = r.int32()
            assignmentEpochs = items
          }
        }
        break
      default:
        unknownTags = r.unknownTag(unknownTags, tag)
    }
    r.leave(outer)
  }
  return unknownTags
    ? { topicId, partitions, assignmentEpochs, unknownTags }
    : { topicId, partitions, assignmentEpochs }
}

function writeTopicPartitions(w: Writer, v: TopicPartitionsInit, ver: number): void {
  w.uuid(v.topicId)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  const assignmentEpochsSet =
    v.assignmentEpochs !== undefined && !(v.assignmentEpochs !== null && v.assignmentEpochs.length === 0)
  w.uvarint((assignmentEpochsSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
  if (assignmentEpochsSet) {
    const inner = new Writer(64)
    {
      const items = v.assignmentEpochs === undefined ? [] : v.assignmentEpochs
      if (items === null) inner.array(-1, true)
      else {
        inner.array(items.length, true)
        for (const item of items) inner.int32(item)
      }
    }
    w.tag(0, inner)
  }
  w.unknownTags(v.unknownTags)
}

function readConsumerGroupCurrentMemberAssignmentValue(
  r: Reader,
  ver: number,
): ConsumerGroupCurrentMemberAssignmentValue {
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
  let partitionsPendingRevocation: readonly TopicPartitions[]
  {
    const count = r.array(true, 18)
    const items = new Array<TopicPartitions>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicPartitions(r, ver)
    partitionsPendingRevocation = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { memberEpoch, previousMemberEpoch, state, assignedPartitions, partitionsPendingRevocation, unknownTags }
    : { memberEpoch, previousMemberEpoch, state, assignedPartitions, partitionsPendingRevocation }
}

function writeConsumerGroupCurrentMemberAssignmentValue(
  w: Writer,
  v: ConsumerGroupCurrentMemberAssignmentValueInit,
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
  {
    const items = v.partitionsPendingRevocation
    w.array(items.length, true)
    for (const item of items) writeTopicPartitions(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ConsumerGroupCurrentMemberAssignmentValue: Message<
  ConsumerGroupCurrentMemberAssignmentValue,
  ConsumerGroupCurrentMemberAssignmentValueInit
> = {
  name: 'ConsumerGroupCurrentMemberAssignmentValue',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 8,
  read: readConsumerGroupCurrentMemberAssignmentValue,
  write: writeConsumerGroupCurrentMemberAssignmentValue,
}
