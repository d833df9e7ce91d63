/**
 * What a client's batch must be before it is taken in. Looked at without taking it apart: size, checksum, counts, and the
 * timestamps that the header vouches for. Records are decoded only where something asks for them: a compacted topic needs
 * keys, and another codec than the producer's needs the batch built anew.
 * Source: Kafka 4.3 `LogValidator`, `UnifiedLog.analyzeAndValidateRecords`.
 */
import {
  type BatchHeader,
  type CompressionType,
  NO_TIMESTAMP,
  readBatchHeader,
  setMaxTimestamp,
  verifyCrc,
} from '../protocol/batch.ts'
import { KafkaError } from '../protocol/errors.ts'
import { decodeRecords, encodeBatch } from '../protocol/record.ts'
import type { Timestamp } from '../protocol/types.ts'
import type { LogConfig } from './config.ts'

export interface RecordError {
  batchIndex: number
  message: string
}

/** A refusal that names records: it travels as recordErrors (KIP-467). */
export class InvalidRecordsError extends KafkaError {
  readonly recordErrors: readonly RecordError[]

  constructor(name: 'INVALID_RECORD' | 'INVALID_TIMESTAMP', message: string, recordErrors: readonly RecordError[]) {
    super(name, message)
    this.recordErrors = recordErrors
  }
}

export interface Valid {
  /** The batch to write: the one given, changed in place, or one built anew. */
  batch: Buffer
  header: BatchHeader
  /** The time given to all its records; -1 when they keep their own. */
  logAppendTimeMs: Timestamp
}

/** @throws {KafkaError} what is wrong with the batch; see `InvalidRecordsError` */
export function validate(bytes: Buffer, config: LogConfig, now: Timestamp): Valid {
  let batch = bytes
  let header = readBatchHeader(batch)
  if (!verifyCrc(batch))
    throw new KafkaError('CORRUPT_MESSAGE', `The record batch's CRC does not match its ${header.size} bytes`)
  if (header.isControl) throw new KafkaError('INVALID_RECORD', 'Clients are not allowed to write control records')
  if (header.count <= 0) throw new KafkaError('INVALID_RECORD', 'The record batch has no records')
  if (header.count !== header.lastOffsetDelta + 1)
    throw new KafkaError(
      'INVALID_RECORD',
      `The record batch counts ${header.count} records, and offsets 0 to ${header.lastOffsetDelta}`,
    )
  if (header.hasProducerId && (header.producerEpoch < 0 || header.baseSequence < 0))
    throw new KafkaError(
      'INVALID_RECORD',
      `Producer ${header.producerId} gives epoch ${header.producerEpoch} and sequence ${header.baseSequence}`,
    )
  if (header.isTransactional && !header.hasProducerId)
    throw new KafkaError('INVALID_RECORD', 'A transactional record batch needs a producer id')

  if (config['cleanup.policy'].includes('compact')) demandKeys(batch)
  const codec = config['compression.type']
  const wanted = codec === 'uncompressed' ? 'none' : (codec as CompressionType | 'producer')
  if (wanted !== 'producer' && wanted !== header.compression) {
    batch = recompressed(batch, header, wanted)
    header = readBatchHeader(batch)
  }
  // After recompression, as Kafka does: what counts is what would be written.
  if (header.size > config['max.message.bytes'])
    throw new KafkaError(
      'MESSAGE_TOO_LARGE',
      `The record batch has ${header.size} bytes; the topic takes ${config['max.message.bytes']} (max.message.bytes)`,
    )

  if (config['message.timestamp.type'] === 'LogAppendTime') {
    setMaxTimestamp(batch, 0, 'LogAppendTime', now)
    return { batch, header: readBatchHeader(batch), logAppendTimeMs: now }
  }
  if (header.timestampType === 'LogAppendTime')
    throw new InvalidRecordsError('INVALID_TIMESTAMP', 'A producer cannot give its records log append time', [])
  demandTimestamps(batch, header, config, now)
  return { batch, header, logAppendTimeMs: NO_TIMESTAMP }
}

function demandKeys(batch: Buffer): void {
  const errors: RecordError[] = []
  decodeRecords(batch).forEach(({ key }, batchIndex) => {
    if (key === null) errors.push({ batchIndex, message: 'Compacted topic cannot accept message without key.' })
  })
  if (errors.length > 0)
    throw new InvalidRecordsError(
      'INVALID_RECORD',
      'One or more records have been rejected: a compacted topic needs keys',
      errors,
    )
}

/** The header's base and max bound most batches; only one that breaks a bound is decoded, to name its records. */
function demandTimestamps(batch: Buffer, header: BatchHeader, config: LogConfig, now: Timestamp): void {
  const earliest = now - config['message.timestamp.before.max.ms']
  const latest = now + config['message.timestamp.after.max.ms']
  const { baseTimestamp, maxTimestamp } = header
  const inBounds = (timestamp: Timestamp) =>
    timestamp === NO_TIMESTAMP || (timestamp >= earliest && timestamp <= latest)
  // Without a lower bound, the default, only the largest matters.
  if (inBounds(maxTimestamp) && (earliest <= 0 || inBounds(baseTimestamp))) return
  const errors: RecordError[] = []
  decodeRecords(batch).forEach(({ timestamp }, batchIndex) => {
    if (inBounds(timestamp)) return
    const message = `Timestamp ${timestamp} of message with offset ${batchIndex} is out of range. The timestamp should be within [${earliest}, ${latest}]`
    errors.push({ batchIndex, message })
  })
  if (errors.length > 0)
    throw new InvalidRecordsError(
      'INVALID_TIMESTAMP',
      'One or more records have been rejected due to invalid timestamp',
      errors,
    )
}

function recompressed(batch: Buffer, header: BatchHeader, compression: CompressionType): Buffer {
  return encodeBatch({
    baseOffset: header.baseOffset,
    leaderEpoch: header.leaderEpoch,
    records: decodeRecords(batch),
    compression,
    producerId: header.producerId,
    producerEpoch: header.producerEpoch,
    baseSequence: header.baseSequence,
    isTransactional: header.isTransactional,
  })
}
