// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { Timestamp, UnknownTag } from '../../../types.ts'
import { Writer } from '../../../writer.ts'

export interface StreamsGroupTargetAssignmentMetadataKey {
  groupId: string
}

export interface StreamsGroupTargetAssignmentMetadataKeyInit {
  groupId: string
}

function readStreamsGroupTargetAssignmentMetadataKey(r: Reader, ver: number): StreamsGroupTargetAssignmentMetadataKey {
  const groupId = r.string(false)
  return { groupId }
}

function writeStreamsGroupTargetAssignmentMetadataKey(
  w: Writer,
  v: StreamsGroupTargetAssignmentMetadataKeyInit,
  ver: number,
): void {
  w.string(v.groupId, false)
}

/** StreamsGroupTargetAssignmentMetadata */
export const StreamsGroupTargetAssignmentMetadataKey: Message<
  StreamsGroupTargetAssignmentMetadataKey,
  StreamsGroupTargetAssignmentMetadataKeyInit
> = {
  name: 'StreamsGroupTargetAssignmentMetadataKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 20,
  read: readStreamsGroupTargetAssignmentMetadataKey,
  write: writeStreamsGroupTargetAssignmentMetadataKey,
}

export interface StreamsGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number
  assignmentTimestamp: Timestamp
  unknownTags?: readonly UnknownTag[]
}

export interface StreamsGroupTargetAssignmentMetadataValueInit {
  assignmentEpoch: number
  assignmentTimestamp?: Timestamp | undefined
  unknownTags?: readonly UnknownTag[]
}

function readStreamsGroupTargetAssignmentMetadataValue(
  r: Reader,
  ver: number,
): StreamsGroupTargetAssignmentMetadataValue {
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

function writeStreamsGroupTargetAssignmentMetadataValue(
  w: Writer,
  v: StreamsGroupTargetAssignmentMetadataValueInit,
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

export const StreamsGroupTargetAssignmentMetadataValue: Message<
  StreamsGroupTargetAssignmentMetadataValue,
  StreamsGroupTargetAssignmentMetadataValueInit
> = {
  name: 'StreamsGroupTargetAssignmentMetadataValue',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 20,
  read: readStreamsGroupTargetAssignmentMetadataValue,
  write: writeStreamsGroupTargetAssignmentMetadataValue,
}
