// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { Timestamp, UnknownTag, Uuid } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

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

export interface RemotePartitionDeleteMetadataRecord {
  topicIdPartition: TopicIdPartitionEntry
  brokerId: number
  eventTimestampMs: Timestamp
  remotePartitionDeleteState: number
  unknownTags?: readonly UnknownTag[]
}

export interface RemotePartitionDeleteMetadataRecordInit {
  topicIdPartition: TopicIdPartitionEntryInit
  brokerId: number
  eventTimestampMs: Timestamp
  remotePartitionDeleteState: number
  unknownTags?: readonly UnknownTag[]
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

function readRemotePartitionDeleteMetadataRecord(r: Reader, ver: number): RemotePartitionDeleteMetadataRecord {
  const topicIdPartition = readTopicIdPartitionEntry(r, ver)
  const brokerId = r.int32()
  const eventTimestampMs = r.int64()
  const remotePartitionDeleteState = r.int8()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { topicIdPartition, brokerId, eventTimestampMs, remotePartitionDeleteState, unknownTags }
    : { topicIdPartition, brokerId, eventTimestampMs, remotePartitionDeleteState }
}

function writeRemotePartitionDeleteMetadataRecord(
  w: Writer,
  v: RemotePartitionDeleteMetadataRecordInit,
  ver: number,
): void {
  writeTopicIdPartitionEntry(w, v.topicIdPartition, ver)
  w.int32(v.brokerId)
  w.int64(v.eventTimestampMs)
  w.int8(v.remotePartitionDeleteState)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** RemotePartitionDeleteMetadata */
export const RemotePartitionDeleteMetadataRecord: Message<
  RemotePartitionDeleteMetadataRecord,
  RemotePartitionDeleteMetadataRecordInit
> = {
  name: 'RemotePartitionDeleteMetadataRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 2,
  read: readRemotePartitionDeleteMetadataRecord,
  write: writeRemotePartitionDeleteMetadataRecord,
}
