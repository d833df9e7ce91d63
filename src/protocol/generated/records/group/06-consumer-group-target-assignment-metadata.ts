// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { Timestamp, UnknownTag } from '../../../types.ts'
import { Writer } from '../../../writer.ts'

export interface ConsumerGroupTargetAssignmentMetadataKey {
  groupId: string
}

export interface ConsumerGroupTargetAssignmentMetadataKeyInit {
  groupId: string
}

function readConsumerGroupTargetAssignmentMetadataKey(
  r: Reader,
  ver: number,
): ConsumerGroupTargetAssignmentMetadataKey {
  const groupId = r.string(false)
  return { groupId }
}

function writeConsumerGroupTargetAssignmentMetadataKey(
  w: Writer,
  v: ConsumerGroupTargetAssignmentMetadataKeyInit,
  ver: number,
): void {
  w.string(v.groupId, false)
}

/** ConsumerGroupTargetAssignmentMetadata */
export const ConsumerGroupTargetAssignmentMetadataKey: Message<
  ConsumerGroupTargetAssignmentMetadataKey,
  ConsumerGroupTargetAssignmentMetadataKeyInit
> = {
  name: 'ConsumerGroupTargetAssignmentMetadataKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 6,
  read: readConsumerGroupTargetAssignmentMetadataKey,
  write: writeConsumerGroupTargetAssignmentMetadataKey,
}

export interface ConsumerGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number
  assignmentTimestamp: Timestamp
  unknownTags?: readonly UnknownTag[]
}

export interface ConsumerGroupTargetAssignmentMetadataValueInit {
  assignmentEpoch: number
  assignmentTimestamp?: Timestamp | undefined
  unknownTags?: readonly UnknownTag[]
}

function readConsumerGroupTargetAssignmentMetadataValue(
  r: Reader,
  ver: number,
): ConsumerGroupTargetAssignmentMetadataValue {
  const assignmentEpoch = r.int32()
  let assignmentTimestamp: Timestamp = 0
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        assignmentTimestamp = r.int64()
        break
      default:
        unknownTags = r.unknownTag(unknownTags, tag)
    }
    r.leave(outer)
  }
  return unknownTags ? { assignmentEpoch, assignmentTimestamp, unknownTags } : { assignmentEpoch, assignmentTimestamp }
}

function writeConsumerGroupTargetAssignmentMetadataValue(
  w: Writer,
  v: ConsumerGroupTargetAssignmentMetadataValueInit,
  ver: number,
): void {
  w.int32(v.assignmentEpoch)
  const assignmentTimestampSet = v.assignmentTimestamp !== undefined && !(v.assignmentTimestamp === 0)
  w.uvarint((assignmentTimestampSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
  if (assignmentTimestampSet) {
    const inner = new Writer(64)
    inner.int64(v.assignmentTimestamp ?? 0)
    w.tag(0, inner)
  }
  w.unknownTags(v.unknownTags)
}

export const ConsumerGroupTargetAssignmentMetadataValue: Message<
  ConsumerGroupTargetAssignmentMetadataValue,
  ConsumerGroupTargetAssignmentMetadataValueInit
> = {
  name: 'ConsumerGroupTargetAssignmentMetadataValue',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 6,
  read: readConsumerGroupTargetAssignmentMetadataValue,
  write: writeConsumerGroupTargetAssignmentMetadataValue,
}
