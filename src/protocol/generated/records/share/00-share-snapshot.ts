// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { LeaderEpoch, Offset, Timestamp, UnknownTag, Uuid } from '../../../types.ts'
import { Writer } from '../../../writer.ts'

export interface ShareSnapshotKey {
  groupId: string
  topicId: Uuid
  partition: number
}

export interface ShareSnapshotKeyInit {
  groupId: string
  topicId: Uuid
  partition: number
}

function readShareSnapshotKey(r: Reader, ver: number): ShareSnapshotKey {
  const groupId = r.string(false)
  const topicId = r.uuid()
  const partition = r.int32()
  return { groupId, topicId, partition }
}

function writeShareSnapshotKey(w: Writer, v: ShareSnapshotKeyInit, ver: number): void {
  w.string(v.groupId, false)
  w.uuid(v.topicId)
  w.int32(v.partition)
}

/** ShareSnapshot */
export const ShareSnapshotKey: Message<ShareSnapshotKey, ShareSnapshotKeyInit> = {
  name: 'ShareSnapshotKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 0,
  read: readShareSnapshotKey,
  write: writeShareSnapshotKey,
}

export interface StateBatch {
  firstOffset: Offset
  lastOffset: Offset
  deliveryState: number
  deliveryCount: number
  unknownTags?: readonly UnknownTag[]
}

export interface StateBatchInit {
  firstOffset: Offset
  lastOffset: Offset
  deliveryState: number
  deliveryCount: number
  unknownTags?: readonly UnknownTag[]
}

export interface ShareSnapshotValue {
  snapshotEpoch: number
  stateEpoch: number
  leaderEpoch: LeaderEpoch
  startOffset: Offset
  deliveryCompleteCount: number
  createTimestamp: Timestamp
  writeTimestamp: Timestamp
  stateBatches: readonly StateBatch[]
  unknownTags?: readonly UnknownTag[]
}

export interface ShareSnapshotValueInit {
  snapshotEpoch: number
  stateEpoch: number
  leaderEpoch: LeaderEpoch
  startOffset: Offset
  deliveryCompleteCount?: number | undefined
  createTimestamp: Timestamp
  writeTimestamp: Timestamp
  stateBatches: readonly StateBatchInit[]
  unknownTags?: readonly UnknownTag[]
}

function readStateBatch(r: Reader, ver: number): StateBatch {
  const firstOffset = r.int64()
  const lastOffset = r.int64()
  const deliveryState = r.int8()
  const deliveryCount = r.int16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { firstOffset, lastOffset, deliveryState, deliveryCount, unknownTags }
    : { firstOffset, lastOffset, deliveryState, deliveryCount }
}

function writeStateBatch(w: Writer, v: StateBatchInit, ver: number): void {
  w.int64(v.firstOffset)
  w.int64(v.lastOffset)
  w.int8(v.deliveryState)
  w.int16(v.deliveryCount)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readShareSnapshotValue(r: Reader, ver: number): ShareSnapshotValue {
  const snapshotEpoch = r.int32()
  const stateEpoch = r.int32()
  const leaderEpoch = r.int32()
  const startOffset = r.int64()
  const createTimestamp = r.int64()
  const writeTimestamp = r.int64()
  let stateBatches: readonly StateBatch[]
  {
    const count = r.array(true, 20)
    const items = new Array<StateBatch>(count)
    for (let i = 0; i < count; i++) items[i] = readStateBatch(r, ver)
    stateBatches = items
  }
  let deliveryCompleteCount: number = -1
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        deliveryCompleteCount = r.int32()
        break
      default:
        unknownTags = r.unknownTag(unknownTags, tag)
    }
    r.leave(outer)
  }
  return unknownTags
    ? {
        snapshotEpoch,
        stateEpoch,
        leaderEpoch,
        startOffset,
        deliveryCompleteCount,
        createTimestamp,
        writeTimestamp,
        stateBatches,
        unknownTags,
      }
    : {
        snapshotEpoch,
        stateEpoch,
        leaderEpoch,
        startOffset,
        deliveryCompleteCount,
        createTimestamp,
        writeTimestamp,
        stateBatches,
      }
}

function writeShareSnapshotValue(w: Writer, v: ShareSnapshotValueInit, ver: number): void {
  w.int32(v.snapshotEpoch)
  w.int32(v.stateEpoch)
  w.int32(v.leaderEpoch)
  w.int64(v.startOffset)
  w.int64(v.createTimestamp)
  w.int64(v.writeTimestamp)
  {
    const items = v.stateBatches
    w.array(items.length, true)
    for (const item of items) writeStateBatch(w, item, ver)
  }
  const deliveryCompleteCountSet = v.deliveryCompleteCount !== undefined && !(v.deliveryCompleteCount === -1)
  w.uvarint((deliveryCompleteCountSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
  if (deliveryCompleteCountSet) {
    const inner = new Writer(64)
    inner.int32(v.deliveryCompleteCount ?? -1)
    w.tag(0, inner)
  }
  w.unknownTags(v.unknownTags)
}

export const ShareSnapshotValue: Message<ShareSnapshotValue, ShareSnapshotValueInit> = {
  name: 'ShareSnapshotValue',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 0,
  read: readShareSnapshotValue,
  write: writeShareSnapshotValue,
}
