/**
 * What a client's batch must be before it is taken in, in the order that Kafka looks at it.
 *
 * Looked at without taking it apart: base offset, size, CRC, counts, control bit, sequence, and the largest timestamp, all by
 * the header. Records are decoded only where something asks for them: a compacted topic needs keys, a lower bound on
 * timestamps needs them all, another codec than the producer's needs the batch built anew.
 * Not here: Kafka decompresses every batch to count its records and to find the largest timestamp, and so refuses one whose
 * header does not tell the truth about what it holds. We take the header's word, which the CRC covers: a batch that lies
 * does so to its own readers. It is more than half of what a compressed produce costs (test/bench/micro/batch.ts).
 * Source: Kafka 4.3 `UnifiedLog.analyzeAndValidateRecords`, `LogValidator`.
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
import { decodeRecords, encodeBatch, RecordCursor } from '../protocol/record.ts'
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

/**
 * @param bytes one batch, and nothing behind it
 * @throws {KafkaError} what is wrong with it; see `InvalidRecordsError`
 */
export function validate(bytes: Buffer, config: LogConfig, now: Timestamp): Valid {
  const given = readBatchHeader(bytes)
  demandSound(bytes, given, config)
  const appendTime = config['message.timestamp.type'] === 'LogAppendTime'
  demandRecords(bytes, given, config, { now, appendTime })
  const batch = inCodec(bytes, given, config)
  if (batch.length > config['segment.bytes'])
    throw new KafkaError(
      'RECORD_LIST_TOO_LARGE',
      `The record batch has ${batch.length} bytes; a segment of the topic holds ${config['segment.bytes']} (segment.bytes)`,
    )
  if (appendTime) setMaxTimestamp(batch, 0, 'LogAppendTime', now)
  const header = appendTime || batch !== bytes ? readBatchHeader(batch) : given
  return { batch, header, logAppendTimeMs: appendTime ? now : NO_TIMESTAMP }
}

function demandSound(bytes: Buffer, header: BatchHeader, config: LogConfig): void {
  const { baseOffset, count, lastOffsetDelta, producerId, producerEpoch, baseSequence } = header
  if (baseOffset !== 0)
    throw new KafkaError('INVALID_RECORD', `The record batch's base offset must be 0, and is ${baseOffset}`)
  demandSize(header.size, config)
  if (!verifyCrc(bytes))
    throw new KafkaError('CORRUPT_MESSAGE', `The record batch's CRC does not match its ${header.size} bytes`)
  if (count === 0) throw new KafkaError('INVALID_RECORD', 'The record batch has no records')
  if (count !== lastOffsetDelta + 1)
    throw new KafkaError(
      'INVALID_RECORD',
      `The record batch counts ${count} records, and offsets 0 to ${lastOffsetDelta}`,
    )
  if (header.isControl) throw new KafkaError('INVALID_RECORD', 'Clients are not allowed to write control records')
  if (header.hasProducerId && (producerEpoch < 0 || baseSequence < 0))
    throw new KafkaError(
      'INVALID_RECORD',
      `Producer ${producerId} gives epoch ${producerEpoch} and sequence ${baseSequence}`,
    )
  if (header.isTransactional && !header.hasProducerId)
    throw new KafkaError('INVALID_RECORD', 'A transactional record batch needs a producer id')
}

function demandSize(size: number, config: LogConfig): void {
  const max = config['max.message.bytes']
  if (size > max)
    throw new KafkaError(
      'MESSAGE_TOO_LARGE',
      `The record batch has ${size} bytes; the topic takes ${max} (max.message.bytes)`,
    )
}

interface Clocked {
  now: Timestamp
  appendTime: boolean
}

/** What is asked of each record; records are looked at only when the header cannot answer for all of them. */
function demandRecords(bytes: Buffer, header: BatchHeader, config: LogConfig, { now, appendTime }: Clocked): void {
  if (header.timestampType === 'LogAppendTime')
    throw new InvalidRecordsError('INVALID_TIMESTAMP', 'A producer cannot give its records log append time', [])
  const needsKeys = config['cleanup.policy'].includes('compact')
  const earliest = appendTime ? Number.NEGATIVE_INFINITY : now - config['message.timestamp.before.max.ms']
  const latest = appendTime ? Number.POSITIVE_INFINITY : now + config['message.timestamp.after.max.ms']
  // The header bounds its records from above only: deltas may be negative.
  if (!needsKeys && earliest <= 0 && header.maxTimestamp <= latest) return

  const errors: RecordError[] = []
  let name: 'INVALID_RECORD' | 'INVALID_TIMESTAMP' = 'INVALID_RECORD'
  const cursor = new RecordCursor()
  cursor.open(bytes)
  for (let batchIndex = 0; cursor.next(); batchIndex++) {
    const { keyLength, timestamp } = cursor
    if (needsKeys && keyLength < 0)
      errors.push({ batchIndex, message: 'Compacted topic cannot accept message without key.' })
    else if (timestamp !== NO_TIMESTAMP && (timestamp < earliest || timestamp > latest)) {
      name = 'INVALID_TIMESTAMP'
      const message = `Timestamp ${timestamp} of message with offset ${batchIndex} is out of range. The timestamp should be within [${earliest}, ${latest}]`
      errors.push({ batchIndex, message })
    }
  }
  if (errors.length === 0) return
  const why = name === 'INVALID_TIMESTAMP' ? ' due to invalid timestamp' : ': a compacted topic needs keys'
  throw new InvalidRecordsError(name, `One or more records have been rejected${why}`, errors)
}

/** The batch in the topic's codec: the one given where it has it already. */
function inCodec(batch: Buffer, header: BatchHeader, config: LogConfig): Buffer {
  const type = config['compression.type']
  const compression = type === 'uncompressed' ? 'none' : (type as CompressionType | 'producer')
  if (compression === 'producer' || compression === header.compression) return batch
  const recoded = encodeBatch({
    leaderEpoch: header.leaderEpoch,
    records: decodeRecords(batch),
    compression,
    level: levelOf(compression, config),
    producerId: header.producerId,
    producerEpoch: header.producerEpoch,
    baseSequence: header.baseSequence,
    isTransactional: header.isTransactional,
  })
  demandSize(recoded.length, config)
  return recoded
}

const levelOf = (compression: CompressionType, config: LogConfig): number | undefined =>
  compression === 'gzip' || compression === 'lz4' || compression === 'zstd'
    ? config[`compression.${compression}.level`]
    : undefined
