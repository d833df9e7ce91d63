// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag, Uuid } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface ConsumerGroupTargetAssignmentMemberKey {
  groupId: string
  memberId: string
}

export interface ConsumerGroupTargetAssignmentMemberKeyInit {
  groupId: string
  memberId: string
}

function readConsumerGroupTargetAssignmentMemberKey(r: Reader, ver: number): ConsumerGroupTargetAssignmentMemberKey {
  const groupId = r.string(false)
  const memberId = r.string(false)
  return { groupId, memberId }
}

function writeConsumerGroupTargetAssignmentMemberKey(
  w: Writer,
  v: ConsumerGroupTargetAssignmentMemberKeyInit,
  ver: number,
): void {
  w.string(v.groupId, false)
  w.string(v.memberId, false)
}

/** ConsumerGroupTargetAssignmentMember */
export const ConsumerGroupTargetAssignmentMemberKey: Message<
  ConsumerGroupTargetAssignmentMemberKey,
  ConsumerGroupTargetAssignmentMemberKeyInit
> = {
  name: 'ConsumerGroupTargetAssignmentMemberKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 7,
  read: readConsumerGroupTargetAssignmentMemberKey,
  write: writeConsumerGroupTargetAssignmentMemberKey,
}

export interface TopicPartition {
  topicId: Uuid
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicPartitionInit {
  topicId: Uuid
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface ConsumerGroupTargetAssignmentMemberValue {
  topicPartitions: readonly TopicPartition[]
  unknownTags?: readonly UnknownTag[]
}

export interface ConsumerGroupTargetAssignmentMemberValueInit {
  topicPartitions: readonly TopicPartitionInit[]
  unknownTags?: readonly UnknownTag[]
}

function readTopicPartition(r: Reader, ver: number): TopicPartition {
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

function writeTopicPartition(w: Writer, v: TopicPartitionInit, ver: number): void {
  w.uuid(v.topicId)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readConsumerGroupTargetAssignmentMemberValue(
  r: Reader,
  ver: number,
): ConsumerGroupTargetAssignmentMemberValue {
  let topicPartitions: readonly TopicPartition[]
  {
    const count = r.array(true, 18)
    const items = new Array<TopicPartition>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicPartition(r, ver)
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

function writeConsumerGroupTargetAssignmentMemberValue(
  w: Writer,
  v: ConsumerGroupTargetAssignmentMemberValueInit,
  ver: number,
): void {
  {
    const items = v.topicPartitions
    w.array(items.length, true)
    for (const item of items) writeTopicPartition(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ConsumerGroupTargetAssignmentMemberValue: Message<
  ConsumerGroupTargetAssignmentMemberValue,
  ConsumerGroupTargetAssignmentMemberValueInit
> = {
  name: 'ConsumerGroupTargetAssignmentMemberValue',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 7,
  read: readConsumerGroupTargetAssignmentMemberValue,
  write: writeConsumerGroupTargetAssignmentMemberValue,
}
