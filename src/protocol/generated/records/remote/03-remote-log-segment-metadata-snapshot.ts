// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { LeaderEpoch, Offset, Timestamp, UnknownTag, Uuid } from '../../../types.ts'
import { Writer } from '../../../writer.ts'

export interface SegmentLeaderEpochEntry {
  leaderEpoch: LeaderEpoch
  offset: Offset
  unknownTags?: readonly UnknownTag[]
}

export interface SegmentLeaderEpochEntryInit {
  leaderEpoch: LeaderEpoch
  offset: Offset
  unknownTags?: readonly UnknownTag[]
}

export interface RemoteLogSegmentMetadataSnapshotRecord {
  segmentId: Uuid
  startOffset: Offset
  endOffset: Offset
  brokerId: number
  maxTimestampMs: Timestamp
  eventTimestampMs: Timestamp
  segmentLeaderEpochs: readonly SegmentLeaderEpochEntry[]
  segmentSizeInBytes: number
  customMetadata: Buffer | null
  remoteLogSegmentState: number
  txnIndexEmpty: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface RemoteLogSegmentMetadataSnapshotRecordInit {
  segmentId: Uuid
  startOffset: Offset
  endOffset: Offset
  brokerId: number
  maxTimestampMs: Timestamp
  eventTimestampMs: Timestamp
  segmentLeaderEpochs: readonly SegmentLeaderEpochEntryInit[]
  segmentSizeInBytes: number
  customMetadata?: Buffer | null | undefined
  remoteLogSegmentState: number
  txnIndexEmpty?: boolean | undefined
  unknownTags?: readonly UnknownTag[]
}

function readSegmentLeaderEpochEntry(r: Reader, ver: number): SegmentLeaderEpochEntry {
  const leaderEpoch = r.int32()
  const offset = r.int64()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { leaderEpoch, offset, unknownTags } : { leaderEpoch, offset }
}

function writeSegmentLeaderEpochEntry(w: Writer, v: SegmentLeaderEpochEntryInit, ver: number): void {
  w.int32(v.leaderEpoch)
  w.int64(v.offset)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readRemoteLogSegmentMetadataSnapshotRecord(r: Reader, ver: number): RemoteLogSegmentMetadataSnapshotRecord {
  const segmentId = r.uuid()
  const startOffset = r.int64()
  const endOffset = r.int64()
  const brokerId = r.int32()
  const maxTimestampMs = r.int64()
  const eventTimestampMs = r.int64()
  let segmentLeaderEpochs: readonly SegmentLeaderEpochEntry[]
  {
    const count = r.array(true, 13)
    const items = new Array<SegmentLeaderEpochEntry>(count)
    for (let i = 0; i < count; i++) items[i] = readSegmentLeaderEpochEntry(r, ver)
    segmentLeaderEpochs = items
  }
  const segmentSizeInBytes = r.int32()
  const customMetadata = r.nullableBytes(true)
  const remoteLogSegmentState = r.int8()
  let txnIndexEmpty: boolean = false
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        txnIndexEmpty = r.bool()
        break
      default:
        unknownTags = r.unknownTag(unknownTags, tag)
    }
    r.leave(outer)
  }
  return unknownTags
    ? {
        segmentId,
        startOffset,
        endOffset,
        brokerId,
        maxTimestampMs,
        eventTimestampMs,
        segmentLeaderEpochs,
        segmentSizeInBytes,
        customMetadata,
        remoteLogSegmentState,
        txnIndexEmpty,
        unknownTags,
      }
    : {
        segmentId,
        startOffset,
        endOffset,
        brokerId,
        maxTimestampMs,
        eventTimestampMs,
        segmentLeaderEpochs,
        segmentSizeInBytes,
        customMetadata,
        remoteLogSegmentState,
        txnIndexEmpty,
      }
}

function writeRemoteLogSegmentMetadataSnapshotRecord(
  w: Writer,
  v: RemoteLogSegmentMetadataSnapshotRecordInit,
  ver: number,
): void {
  w.uuid(v.segmentId)
  w.int64(v.startOffset)
  w.int64(v.endOffset)
  w.int32(v.brokerId)
  w.int64(v.maxTimestampMs)
  w.int64(v.eventTimestampMs)
  {
    const items = v.segmentLeaderEpochs
    w.array(items.length, true)
    for (const item of items) writeSegmentLeaderEpochEntry(w, item, ver)
  }
  w.int32(v.segmentSizeInBytes)
  w.bytes(v.customMetadata ?? null, true)
  w.int8(v.remoteLogSegmentState)
  const txnIndexEmptySet = v.txnIndexEmpty !== undefined && !(v.txnIndexEmpty === false)
  w.uvarint((txnIndexEmptySet ? 1 : 0) + (v.unknownTags?.length ?? 0))
  if (txnIndexEmptySet) {
    const inner = new Writer(64)
    inner.bool(v.txnIndexEmpty ?? false)
    w.tag(0, inner)
  }
  w.unknownTags(v.unknownTags)
}

/** RemoteLogSegmentMetadataSnapshot */
export const RemoteLogSegmentMetadataSnapshotRecord: Message<
  RemoteLogSegmentMetadataSnapshotRecord,
  RemoteLogSegmentMetadataSnapshotRecordInit
> = {
  name: 'RemoteLogSegmentMetadataSnapshotRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 3,
  read: readRemoteLogSegmentMetadataSnapshotRecord,
  write: writeRemoteLogSegmentMetadataSnapshotRecord,
}
