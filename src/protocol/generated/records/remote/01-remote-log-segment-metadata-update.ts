// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { Timestamp, UnknownTag, Uuid } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface RemoteLogSegmentIdEntry {
  topicIdPartition: TopicIdPartitionEntry
  id: Uuid
  unknownTags?: readonly UnknownTag[]
}

export interface RemoteLogSegmentIdEntryInit {
  topicIdPartition: TopicIdPartitionEntryInit
  id: Uuid
  unknownTags?: readonly UnknownTag[]
}

export interface TopicIdPartitionEntry {
  name: string
  id: Uuid
  partition: number
  unknownTags?: readonly UnknownTag[]
}

export interface TopicIdPartitionEntryInit {
  name: string
  id: Uuid
  partition: number
  unknownTags?: readonly UnknownTag[]
}

export interface RemoteLogSegmentMetadataUpdateRecord {
  remoteLogSegmentId: RemoteLogSegmentIdEntry
  brokerId: number
  eventTimestampMs: Timestamp
  customMetadata: Buffer | null
  remoteLogSegmentState: number
  unknownTags?: readonly UnknownTag[]
}

export interface RemoteLogSegmentMetadataUpdateRecordInit {
  remoteLogSegmentId: RemoteLogSegmentIdEntryInit
  brokerId: number
  eventTimestampMs: Timestamp
  customMetadata?: Buffer | null | undefined
  remoteLogSegmentState: number
  unknownTags?: readonly UnknownTag[]
}

function readRemoteLogSegmentIdEntry(r: Reader, ver: number): RemoteLogSegmentIdEntry {
  const topicIdPartition = readTopicIdPartitionEntry(r, ver)
  const id = r.uuid()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topicIdPartition, id, unknownTags } : { topicIdPartition, id }
}

function writeRemoteLogSegmentIdEntry(w: Writer, v: RemoteLogSegmentIdEntryInit, ver: number): void {
  writeTopicIdPartitionEntry(w, v.topicIdPartition, ver)
  w.uuid(v.id)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readTopicIdPartitionEntry(r: Reader, ver: number): TopicIdPartitionEntry {
  const name = r.string(true)
  const id = r.uuid()
  const partition = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, id, partition, unknownTags } : { name, id, partition }
}

function writeTopicIdPartitionEntry(w: Writer, v: TopicIdPartitionEntryInit, ver: number): void {
  w.string(v.name, true)
  w.uuid(v.id)
  w.int32(v.partition)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readRemoteLogSegmentMetadataUpdateRecord(r: Reader, ver: number): RemoteLogSegmentMetadataUpdateRecord {
  const remoteLogSegmentId = readRemoteLogSegmentIdEntry(r, ver)
  const brokerId = r.int32()
  const eventTimestampMs = r.int64()
  const customMetadata = r.nullableBytes(true)
  const remoteLogSegmentState = r.int8()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { remoteLogSegmentId, brokerId, eventTimestampMs, customMetadata, remoteLogSegmentState, unknownTags }
    : { remoteLogSegmentId, brokerId, eventTimestampMs, customMetadata, remoteLogSegmentState }
}

function writeRemoteLogSegmentMetadataUpdateRecord(
  w: Writer,
  v: RemoteLogSegmentMetadataUpdateRecordInit,
  ver: number,
): void {
  writeRemoteLogSegmentIdEntry(w, v.remoteLogSegmentId, ver)
  w.int32(v.brokerId)
  w.int64(v.eventTimestampMs)
  w.bytes(v.customMetadata ?? null, true)
  w.int8(v.remoteLogSegmentState)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** RemoteLogSegmentMetadataUpdate */
export const RemoteLogSegmentMetadataUpdateRecord: Message<
  RemoteLogSegmentMetadataUpdateRecord,
  RemoteLogSegmentMetadataUpdateRecordInit
> = {
  name: 'RemoteLogSegmentMetadataUpdateRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 1,
  read: readRemoteLogSegmentMetadataUpdateRecord,
  write: writeRemoteLogSegmentMetadataUpdateRecord,
}
