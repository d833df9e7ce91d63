// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { LeaderEpoch, Offset, Timestamp, UnknownTag, Uuid } from '../../../types.ts'
import { ZERO_UUID } from '../../../types.ts'
import { Writer } from '../../../writer.ts'

export interface OffsetCommitKey {
  group: string
  topic: string
  partition: number
}

export interface OffsetCommitKeyInit {
  group: string
  topic: string
  partition: number
}

function readOffsetCommitKey(r: Reader, ver: number): OffsetCommitKey {
  const group = r.string(false)
  const topic = r.string(false)
  const partition = r.int32()
  return { group, topic, partition }
}

function writeOffsetCommitKey(w: Writer, v: OffsetCommitKeyInit, ver: number): void {
  w.string(v.group, false)
  w.string(v.topic, false)
  w.int32(v.partition)
}

/** OffsetCommit */
export const OffsetCommitKey: Message<OffsetCommitKey, OffsetCommitKeyInit> = {
  name: 'OffsetCommitKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 1,
  read: readOffsetCommitKey,
  write: writeOffsetCommitKey,
}

export interface OffsetCommitValue {
  offset: Offset
  leaderEpoch: LeaderEpoch
  metadata: string
  commitTimestamp: Timestamp
  expireTimestamp: Timestamp
  topicId: Uuid
  unknownTags?: readonly UnknownTag[]
}

export interface OffsetCommitValueInit {
  offset: Offset
  leaderEpoch?: LeaderEpoch | undefined
  metadata: string
  commitTimestamp: Timestamp
  expireTimestamp?: Timestamp | undefined
  topicId?: Uuid | undefined
  unknownTags?: readonly UnknownTag[]
}

function readOffsetCommitValue(r: Reader, ver: number): OffsetCommitValue {
  const offset = r.int64()
  let leaderEpoch: LeaderEpoch = -1
  if (ver >= 3) leaderEpoch = r.int32()
  const metadata = r.string(ver >= 4)
  const commitTimestamp = r.int64()
  let expireTimestamp: Timestamp = -1
  if (ver >= 1 && ver <= 1) expireTimestamp = r.int64()
  let topicId: Uuid = ZERO_UUID
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      switch (tag) {
        case 0:
          topicId = r.uuid()
          break
        default:
          unknownTags = r.unknownTag(unknownTags, tag)
      }
      r.leave(outer)
    }
  return unknownTags
    ? { offset, leaderEpoch, metadata, commitTimestamp, expireTimestamp, topicId, unknownTags }
    : { offset, leaderEpoch, metadata, commitTimestamp, expireTimestamp, topicId }
}

function writeOffsetCommitValue(w: Writer, v: OffsetCommitValueInit, ver: number): void {
  w.int64(v.offset)
  if (ver >= 3) w.int32(v.leaderEpoch ?? -1)
  w.string(v.metadata, ver >= 4)
  w.int64(v.commitTimestamp)
  if (ver >= 1 && ver <= 1) w.int64(v.expireTimestamp ?? -1)
  if (ver >= 4) {
    const topicIdSet = v.topicId !== undefined && !(v.topicId === ZERO_UUID)
    w.uvarint((topicIdSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
    if (topicIdSet) {
      const inner = new Writer(64)
      inner.uuid(v.topicId ?? ZERO_UUID)
      w.tag(0, inner)
    }
    w.unknownTags(v.unknownTags)
  }
}

export const OffsetCommitValue: Message<OffsetCommitValue, OffsetCommitValueInit> = {
  name: 'OffsetCommitValue',
  min: 0,
  max: 4,
  flexibleFrom: 4,
  apiKey: 1,
  read: readOffsetCommitValue,
  write: writeOffsetCommitValue,
}
