// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { Timestamp, UnknownTag } from '../../../types.ts'
import { Writer } from '../../../writer.ts'

export interface ShareGroupTargetAssignmentMetadataKey {
  groupId: string
}

export interface ShareGroupTargetAssignmentMetadataKeyInit {
  groupId: string
}

function readShareGroupTargetAssignmentMetadataKey(r: Reader, ver: number): ShareGroupTargetAssignmentMetadataKey {
  const groupId = r.string(false)
  return { groupId }
}

function writeShareGroupTargetAssignmentMetadataKey(
  w: Writer,
  v: ShareGroupTargetAssignmentMetadataKeyInit,
  ver: number,
): void {
  w.string(v.groupId, false)
}

/** ShareGroupTargetAssignmentMetadata */
export const ShareGroupTargetAssignmentMetadataKey: Message<
  ShareGroupTargetAssignmentMetadataKey,
  ShareGroupTargetAssignmentMetadataKeyInit
> = {
  name: 'ShareGroupTargetAssignmentMetadataKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 12,
  read: readShareGroupTargetAssignmentMetadataKey,
  write: writeShareGroupTargetAssignmentMetadataKey,
}

export interface ShareGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number
  assignmentTimestamp: Timestamp
  unknownTags?: readonly UnknownTag[]
}

export interface ShareGroupTargetAssignmentMetadataValueInit {
  assignmentEpoch: number
  assignmentTimestamp?: Timestamp | undefined
  unknownTags?: readonly UnknownTag[]
}

function readShareGroupTargetAssignmentMetadataValue(r: Reader, ver: number): ShareGroupTargetAssignmentMetadataValue {
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

function writeShareGroupTargetAssignmentMetadataValue(
  w: Writer,
  v: ShareGroupTargetAssignmentMetadataValueInit,
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

export const ShareGroupTargetAssignmentMetadataValue: Message<
  ShareGroupTargetAssignmentMetadataValue,
  ShareGroupTargetAssignmentMetadataValueInit
> = {
  name: 'ShareGroupTargetAssignmentMetadataValue',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 12,
  read: readShareGroupTargetAssignmentMetadataValue,
  write: writeShareGroupTargetAssignmentMetadataValue,
}
