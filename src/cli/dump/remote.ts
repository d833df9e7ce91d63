/**
 * Records about segments in a tier, as Java's toString() has them. tskafka has no tiers: these are another broker's files.
 * Source: Kafka 4.3 `RemoteLogSegmentMetadata`, `RemoteLogSegmentMetadataUpdate`, `RemotePartitionDeleteMetadata`.
 * Not here: snapshots of them, which no broker writes yet.
 */
import {
  type RemoteLogSegmentIdEntry,
  RemoteLogSegmentMetadataRecord,
} from '../../protocol/generated/records/remote/00-remote-log-segment-metadata.ts'
import { RemoteLogSegmentMetadataUpdateRecord } from '../../protocol/generated/records/remote/01-remote-log-segment-metadata-update.ts'
import { RemotePartitionDeleteMetadataRecord } from '../../protocol/generated/records/remote/02-remote-partition-delete-metadata.ts'
import { Reader } from '../../protocol/reader.ts'

const segmentStates = [
  'COPY_SEGMENT_STARTED',
  'COPY_SEGMENT_FINISHED',
  'DELETE_SEGMENT_STARTED',
  'DELETE_SEGMENT_FINISHED',
]
const partitionStates = ['DELETE_PARTITION_MARKED', 'DELETE_PARTITION_STARTED', 'DELETE_PARTITION_FINISHED']

/** @throws {Error} for a type or a frame that is not known */
export function remoteText(bytes: Buffer): string {
  const reader = new Reader(bytes)
  if (reader.uvarint() !== 1) throw new Error('The frame has a version that is not known')
  const type = reader.uvarint()
  const version = reader.uvarint()
  const show = kinds[type]
  if (!show) throw new Error(`Unknown metadata id ${type}`)
  return show(reader, version)
}

const kinds: Readonly<Record<number, (reader: Reader, version: number) => string>> = {
  0: (reader, version) => {
    const value = RemoteLogSegmentMetadataRecord.read(reader, version)
    return javaObject('RemoteLogSegmentMetadata', {
      remoteLogSegmentId: segmentId(value.remoteLogSegmentId),
      startOffset: value.startOffset,
      endOffset: value.endOffset,
      brokerId: value.brokerId,
      maxTimestampMs: value.maxTimestampMs,
      eventTimestampMs: value.eventTimestampMs,
      segmentLeaderEpochs: `{${value.segmentLeaderEpochs.map(each => `${each.leaderEpoch}=${each.offset}`).join(', ')}}`,
      segmentSizeInBytes: value.segmentSizeInBytes,
      customMetadata: custom(value.customMetadata),
      state: segmentStates[value.remoteLogSegmentState],
      txnIdxEmpty: value.txnIndexEmpty,
    })
  },
  1: (reader, version) => {
    const value = RemoteLogSegmentMetadataUpdateRecord.read(reader, version)
    return javaObject('RemoteLogSegmentMetadataUpdate', {
      remoteLogSegmentId: segmentId(value.remoteLogSegmentId),
      customMetadata: custom(value.customMetadata),
      state: segmentStates[value.remoteLogSegmentState],
      eventTimestampMs: value.eventTimestampMs,
      brokerId: value.brokerId,
    })
  },
  2: (reader, version) => {
    const value = RemotePartitionDeleteMetadataRecord.read(reader, version)
    return javaObject('RemotePartitionDeleteMetadata', {
      topicPartition: partitionText(value.topicIdPartition),
      state: partitionStates[value.remotePartitionDeleteState],
      eventTimestampMs: value.eventTimestampMs,
      brokerId: value.brokerId,
    })
  },
}

const javaObject = (name: string, fields: object) =>
  `${name}{${Object.entries(fields)
    .map(([field, value]) => `${field}=${value}`)
    .join(', ')}}`

const partitionText = ({ id, name, partition }: RemoteLogSegmentIdEntry['topicIdPartition']) =>
  `${id}:${name}-${partition}`
const segmentId = ({ topicIdPartition, id }: RemoteLogSegmentIdEntry) =>
  javaObject('RemoteLogSegmentId', { topicIdPartition: partitionText(topicIdPartition), id })
const custom = (bytes: Buffer | null) =>
  bytes === null ? 'Optional.empty' : `Optional[CustomMetadata{${bytes.length} bytes}]`
