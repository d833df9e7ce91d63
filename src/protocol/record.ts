/**
 * Records as values: decodeRecords and encodeBatch, for whoever handles few of them (coordinators, the controller, tests,
 * the cleaner). Hot paths use what these are made of: RecordCursor and BatchBuilder.
 *
 * Magic 2 only; legacy.ts reads older ones. The layout of a record is drawn in record-cursor.ts.
 */
import type { CompressionType, TimestampType } from './batch.ts'
import { BatchBuilder } from './batch-builder.ts'
import { MAX_DECOMPRESSED_BYTES } from './compress/index.ts'
import { RecordCursor, type RecordHeader } from './record-cursor.ts'
import type { RecordHeaderInit } from './record-parts.ts'
import type { LeaderEpoch, Offset, ProducerId, Timestamp } from './types.ts'

// Beside the two functions, the two classes: one place to import from.
export { BatchBuilder, type BatchBuilderOptions } from './batch-builder.ts'
export type { BatchFields } from './batch-fields.ts'
export { RecordCursor, type RecordHeader } from './record-cursor.ts'
export { maxRecordBatchSize, maxValueBatchSize, type RecordHeaderInit } from './record-parts.ts'

/** As read; key, value and header values are views on the batch, or on what it was decompressed to. */
export interface Record {
  offset: Offset
  timestamp: Timestamp
  key: Buffer | null
  value: Buffer | null
  headers: RecordHeader[]
}

/** To write. */
export interface RecordInit {
  /** Default: one more than the record before; the first has the batch's base offset. Grows strictly. */
  readonly offset?: Offset
  readonly timestamp: Timestamp
  readonly key?: Uint8Array | null
  readonly value?: Uint8Array | null
  readonly headers?: readonly RecordHeaderInit[]
}

/**
 * The records of the one batch at `position`, decompressed, control records included (see control.ts).
 * @param maxBytes most that they may decompress to
 * @throws {KafkaError} CORRUPT_MESSAGE when the header or the compressed block is broken, MESSAGE_TOO_LARGE beyond
 *         maxBytes, INVALID_RECORD when a record is broken. The CRC is not checked: see verifyCrc.
 */
export function decodeRecords(buffer: Buffer, position = 0, maxBytes = MAX_DECOMPRESSED_BYTES): Record[] {
  const cursor = new RecordCursor()
  cursor.open(buffer, position, maxBytes)
  const records: Record[] = []
  while (cursor.next())
    records.push({
      offset: cursor.offset,
      timestamp: cursor.timestamp,
      key: cursor.key(),
      value: cursor.value(),
      headers: cursor.headers(),
    })
  return records
}

export interface BatchInit {
  readonly records: readonly RecordInit[]
  readonly baseOffset?: Offset
  readonly leaderEpoch?: LeaderEpoch
  readonly compression?: CompressionType
  readonly level?: number | undefined
  /** 'LogAppendTime': every record then has the largest timestamp given. */
  readonly timestampType?: TimestampType
  readonly producerId?: ProducerId
  readonly producerEpoch?: number
  readonly baseSequence?: number
  readonly isTransactional?: boolean
  readonly isControl?: boolean
  readonly deleteHorizonMs?: Timestamp | undefined
  /** Only where it is not the last record's: compaction keeps the batch's, and may keep no record at all. */
  readonly lastOffset?: Offset
  readonly maxTimestamp?: Timestamp
}

/** One batch, with its CRC. Fields left out mean "none", as in Kafka (-1); the base offset is 0. */
export function encodeBatch(batch: BatchInit): Buffer {
  const { records, compression = 'none', level, timestampType, deleteHorizonMs, ...fields } = batch
  const builder = new BatchBuilder({ compression, level, capacity: 256 })
  builder.reset({ deleteHorizonMs })
  const base = fields.baseOffset ?? 0
  let next = base
  let maxTimestamp = fields.maxTimestamp ?? -1
  for (const { offset = next, timestamp, key = null, value = null, headers = [] } of records) {
    if (offset < next) throw new RangeError(`A record has offset ${offset} where at least ${next} must come`)
    builder.append(timestamp, key, value, headers, offset - base)
    next = offset + 1
    maxTimestamp = Math.max(maxTimestamp, timestamp)
  }
  return builder.finish(timestampType === 'LogAppendTime' ? { ...fields, logAppendTimeMs: maxTimestamp } : fields)
}
