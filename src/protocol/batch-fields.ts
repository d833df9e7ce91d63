/**
 * The header of a batch that is built (batch-builder.ts): what is said of it, beside what its records have come to.
 * The layout, and what the bits mean: batch.ts.
 */
import {
  type BatchHeaderInit,
  CONTROL_BIT,
  type CompressionType,
  compressionTypes,
  DELETE_HORIZON_BIT,
  LOG_APPEND_TIME_BIT,
  NO_LEADER_EPOCH,
  NO_PRODUCER_EPOCH,
  NO_PRODUCER_ID,
  NO_SEQUENCE,
  NO_TIMESTAMP,
  TRANSACTIONAL_BIT,
} from './batch.ts'
import type { LeaderEpoch, Offset, ProducerId, Timestamp } from './types.ts'

/** What a batch says of itself besides its records; all have Kafka's "none" as default. */
export interface BatchFields {
  baseOffset?: Offset
  leaderEpoch?: LeaderEpoch
  producerId?: ProducerId
  producerEpoch?: number
  baseSequence?: number
  isTransactional?: boolean
  isControl?: boolean
  /** The time of every record, which makes the batch one of log append time. */
  logAppendTimeMs?: Timestamp | undefined
  /** Last offset of a batch that compaction took records from; default: that of the last record. */
  lastOffset?: Offset
  /** At least this; default: the largest of the records. */
  maxTimestamp?: Timestamp
}

/** What its records have come to. */
interface Built {
  /** Bytes of the whole batch. */
  size: number
  count: number
  compression: CompressionType
  /** Whether the base timestamp is a delete horizon (KIP-534). */
  deleteHorizon: boolean
  /** -1 without records. */
  lastOffsetDelta: number
  baseTimestamp: Timestamp
  maxTimestamp: Timestamp
}

export function headerOf(fields: BatchFields, built: Built): BatchHeaderInit {
  const { baseOffset = 0, logAppendTimeMs } = fields
  const { size, count, baseTimestamp } = built
  let attributes = count > 0 ? compressionTypes.indexOf(built.compression) : 0
  if (logAppendTimeMs !== undefined) attributes |= LOG_APPEND_TIME_BIT
  if (fields.isTransactional) attributes |= TRANSACTIONAL_BIT
  if (fields.isControl) attributes |= CONTROL_BIT
  if (built.deleteHorizon) attributes |= DELETE_HORIZON_BIT
  return {
    baseOffset,
    size,
    leaderEpoch: fields.leaderEpoch ?? NO_LEADER_EPOCH,
    attributes,
    lastOffsetDelta:
      fields.lastOffset === undefined ? Math.max(0, built.lastOffsetDelta) : fields.lastOffset - baseOffset,
    baseTimestamp,
    maxTimestamp: logAppendTimeMs ?? Math.max(built.maxTimestamp, fields.maxTimestamp ?? NO_TIMESTAMP),
    producerId: fields.producerId ?? NO_PRODUCER_ID,
    producerEpoch: fields.producerEpoch ?? NO_PRODUCER_EPOCH,
    baseSequence: fields.baseSequence ?? NO_SEQUENCE,
    count,
  }
}
