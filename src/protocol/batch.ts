/**
 * A record batch from outside: its header, its bounds, its checksum, and what a broker rewrites in place. Nothing here
 * looks at records (record.ts), and nothing decompresses.
 *
 * Source: Kafka's protocol guide, "Record Batch"; KIP-98, KIP-534 (delete horizon). Big-endian.
 *
 *    0  int64   base offset                      ┐ LOG_OVERHEAD: position and size are known from these 12 bytes
 *    8  int32   length of all that follows       ┘
 *   12  int32   partition leader epoch, -1 unknown; not under the CRC, so a broker may write it
 *   16  int8    magic = 2
 *   17  uint32  CRC-32C of byte 21 to the end
 *   21  int16   attributes: bits 0-2 codec · 3 log append time · 4 transactional · 5 control · 6 delete horizon
 *   23  int32   last offset delta
 *   27  int64   base timestamp; with bit 6 the delete horizon
 *   35  int64   max timestamp; with bit 3 the timestamp of every record
 *   43  int64   producer id, -1 none
 *   51  int16   producer epoch, -1 none
 *   53  int32   base sequence, -1 none
 *   57  int32   record count; 0 in a batch that compaction emptied
 *   61          records, compressed as one block
 *
 * Lengths are never trusted: a batch that is shorter than its header, or ends behind the buffer, is CORRUPT_MESSAGE.
 * Not here: magic 0 and 1, whose header differs behind byte 17; see legacy.ts.
 */
import { readInt16, readInt32, readInt64, readUint32, writeInt16, writeInt32, writeInt64 } from '../lib/bytes.ts'
import { crc32c } from '../lib/crc32c.ts'
import { KafkaError } from './errors.ts'
import type { LeaderEpoch, Offset, ProducerId, Timestamp } from './types.ts'

/** Base offset and length: what must be read to know where the next batch begins. */
export const LOG_OVERHEAD = 12
/** A batch without records. */
export const BATCH_OVERHEAD = 61
export const MAGIC = 2

export const NO_TIMESTAMP: Timestamp = -1
export const NO_PRODUCER_ID: ProducerId = -1
export const NO_PRODUCER_EPOCH = -1
export const NO_SEQUENCE = -1
export const NO_LEADER_EPOCH: LeaderEpoch = -1

const LENGTH_AT = 8
const LEADER_EPOCH_AT = 12
const MAGIC_AT = 16
const CRC_AT = 17
const ATTRIBUTES_AT = 21
const MAX_TIMESTAMP_AT = 35

/** Bits of the attributes. */
export const CODEC_MASK = 0x07
export const LOG_APPEND_TIME_BIT = 0x08
export const TRANSACTIONAL_BIT = 0x10
export const CONTROL_BIT = 0x20
export const DELETE_HORIZON_BIT = 0x40

/** By the number in the attributes. */
export const compressionTypes = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
export type CompressionType = (typeof compressionTypes)[number]
/** As `message.timestamp.type` names them. */
export type TimestampType = 'CreateTime' | 'LogAppendTime'

/** The header's fields as numbers, and the questions they answer. A copy: it does not follow later changes of the bytes. */
export class BatchHeader {
  readonly baseOffset: Offset
  /** Bytes of the whole batch, the 12 before its length field's count included. */
  readonly size: number
  readonly leaderEpoch: LeaderEpoch
  /** As stored, unchecked: see verifyCrc. */
  readonly crc: number
  readonly attributes: number
  readonly lastOffsetDelta: number
  readonly baseTimestamp: Timestamp
  readonly maxTimestamp: Timestamp
  readonly producerId: ProducerId
  readonly producerEpoch: number
  readonly baseSequence: number
  /** Records as the header counts them, unchecked. */
  readonly count: number

  constructor(bytes: Uint8Array, at: number) {
    this.baseOffset = readInt64(bytes, at)
    this.size = readInt32(bytes, at + LENGTH_AT) + LOG_OVERHEAD
    this.leaderEpoch = readInt32(bytes, at + LEADER_EPOCH_AT)
    this.crc = readUint32(bytes, at + CRC_AT)
    this.attributes = readInt16(bytes, at + ATTRIBUTES_AT)
    this.lastOffsetDelta = readInt32(bytes, at + 23)
    this.baseTimestamp = readInt64(bytes, at + 27)
    this.maxTimestamp = readInt64(bytes, at + MAX_TIMESTAMP_AT)
    this.producerId = readInt64(bytes, at + 43)
    this.producerEpoch = readInt16(bytes, at + 51)
    this.baseSequence = readInt32(bytes, at + 53)
    this.count = readInt32(bytes, at + 57)
  }

  get lastOffset(): Offset {
    return this.baseOffset + this.lastOffsetDelta
  }

  get nextOffset(): Offset {
    return this.baseOffset + this.lastOffsetDelta + 1
  }

  /** Sequences wrap: 0 comes after 2147483647. NO_SEQUENCE when the producer numbers nothing. */
  get lastSequence(): number {
    return this.baseSequence === NO_SEQUENCE ? NO_SEQUENCE : addSequence(this.baseSequence, this.lastOffsetDelta)
  }

  /** @throws {KafkaError} CORRUPT_MESSAGE for the codecs 5 to 7, which nobody has defined */
  get compression(): CompressionType {
    const name = compressionTypes[this.attributes & CODEC_MASK]
    if (name === undefined) throw corrupt(`Unknown compression codec ${this.attributes & CODEC_MASK}: 0 to 4 are known`)
    return name
  }

  get timestampType(): TimestampType {
    return (this.attributes & LOG_APPEND_TIME_BIT) === 0 ? 'CreateTime' : 'LogAppendTime'
  }

  get isTransactional(): boolean {
    return (this.attributes & TRANSACTIONAL_BIT) !== 0
  }

  get isControl(): boolean {
    return (this.attributes & CONTROL_BIT) !== 0
  }

  get hasProducerId(): boolean {
    return this.producerId > NO_PRODUCER_ID
  }

  /** When compaction may drop the batch's tombstones and markers; undefined until the cleaner has set it. */
  get deleteHorizonMs(): Timestamp | undefined {
    return (this.attributes & DELETE_HORIZON_BIT) === 0 ? undefined : this.baseTimestamp
  }
}

/** `sequence + increment` within 0 to 2^31 - 1. */
export const addSequence = (sequence: number, increment: number): number => {
  const sum = sequence + increment
  return sum > 0x7fffffff ? sum - 0x80000000 : sum
}

/**
 * @returns bytes of the batch at `position`, as it says itself; undefined when fewer than 12 bytes are there. The batch
 *          may end behind the buffer: that is torn, not corrupt, and the caller's to judge.
 * @throws {KafkaError} CORRUPT_MESSAGE when the length cannot be one of any magic
 */
export function batchSize(buffer: Uint8Array, position = 0): number | undefined {
  if (position + LOG_OVERHEAD > buffer.length) return undefined
  const length = readInt32(buffer, position + LENGTH_AT)
  // 14 bytes are the smallest message of magic 0; BatchHeader's own size is asked by readBatchHeader.
  if (length < 14) throw corrupt(`A batch at byte ${position} gives its length as ${length}, less than any batch has`)
  return length + LOG_OVERHEAD
}

/** The magic of the batch or message at `position`, 17 bytes of which must be there. */
export const batchMagic = (buffer: Uint8Array, position = 0): number => (buffer[position + MAGIC_AT]! << 24) >> 24

/**
 * The header of the whole batch at `position`.
 * @throws {KafkaError} CORRUPT_MESSAGE when the batch is shorter than its header, ends behind the buffer, or counts less
 *         than nothing; UNSUPPORTED_FOR_MESSAGE_FORMAT when it is of magic 0 or 1, or a magic unknown to Kafka 4
 */
export function readBatchHeader(buffer: Uint8Array, position = 0): BatchHeader {
  const available = buffer.length - position
  const size = batchSize(buffer, position)
  if (size === undefined || available <= MAGIC_AT || size > available)
    throw corrupt(
      `A batch at byte ${position} ends behind the buffer: ${available} of ${size ?? 'its'} bytes are there`,
    )
  const magic = batchMagic(buffer, position)
  if (magic !== MAGIC)
    throw new KafkaError(
      magic === 0 || magic === 1 ? 'UNSUPPORTED_FOR_MESSAGE_FORMAT' : 'CORRUPT_MESSAGE',
      `A batch at byte ${position} has magic ${magic}: only magic 2 is read here`,
    )
  if (size < BATCH_OVERHEAD)
    throw corrupt(`A batch at byte ${position} has ${size} bytes, less than the ${BATCH_OVERHEAD} of its header`)
  const header = new BatchHeader(buffer, position)
  if (header.lastOffsetDelta < 0 || header.count < 0)
    throw corrupt(
      `A batch at byte ${position} has ${header.count} records and last offset delta ${header.lastOffsetDelta}`,
    )
  return header
}

/** Whether the stored CRC-32C is that of the bytes. Call readBatchHeader first: the bounds are taken as checked. */
export function verifyCrc(buffer: Buffer, position = 0): boolean {
  const end = position + LOG_OVERHEAD + readInt32(buffer, position + LENGTH_AT)
  return crc32c(buffer.subarray(position + ATTRIBUTES_AT, end)) === readUint32(buffer, position + CRC_AT)
}

/** Lies before the CRC's range: no new checksum. */
export const setBaseOffset = (buffer: Uint8Array, position: number, offset: Offset): void =>
  writeInt64(buffer, position, offset)

/** Lies before the CRC's range: no new checksum. */
export const setLeaderEpoch = (buffer: Uint8Array, position: number, epoch: LeaderEpoch): void =>
  writeInt32(buffer, position + LEADER_EPOCH_AT, epoch)

/** Write the max timestamp and its kind, and the new CRC. With 'LogAppendTime' it becomes every record's timestamp. */
export function setMaxTimestamp(buffer: Buffer, position: number, type: TimestampType, timestamp: Timestamp): void {
  const attributes = readInt16(buffer, position + ATTRIBUTES_AT)
  const bit = type === 'LogAppendTime' ? LOG_APPEND_TIME_BIT : 0
  writeInt16(buffer, position + ATTRIBUTES_AT, (attributes & ~LOG_APPEND_TIME_BIT) | bit)
  writeInt64(buffer, position + MAX_TIMESTAMP_AT, timestamp)
  writeCrc(buffer, position)
}

/** Compute and store the CRC of the finished batch at `position`. */
export function writeCrc(buffer: Buffer, position = 0): void {
  const end = position + LOG_OVERHEAD + readInt32(buffer, position + LENGTH_AT)
  writeInt32(buffer, position + CRC_AT, crc32c(buffer.subarray(position + ATTRIBUTES_AT, end)))
}

/** What goes into the 61 bytes; the CRC comes after (writeCrc). */
export interface BatchHeaderInit {
  baseOffset: Offset
  size: number
  leaderEpoch: LeaderEpoch
  attributes: number
  lastOffsetDelta: number
  baseTimestamp: Timestamp
  maxTimestamp: Timestamp
  producerId: ProducerId
  producerEpoch: number
  baseSequence: number
  count: number
}

export function writeBatchHeader(bytes: Uint8Array, at: number, header: BatchHeaderInit): void {
  writeInt64(bytes, at, header.baseOffset)
  writeInt32(bytes, at + LENGTH_AT, header.size - LOG_OVERHEAD)
  writeInt32(bytes, at + LEADER_EPOCH_AT, header.leaderEpoch)
  bytes[at + MAGIC_AT] = MAGIC
  writeInt32(bytes, at + CRC_AT, 0)
  writeInt16(bytes, at + ATTRIBUTES_AT, header.attributes)
  writeInt32(bytes, at + 23, header.lastOffsetDelta)
  writeInt64(bytes, at + 27, header.baseTimestamp)
  writeInt64(bytes, at + MAX_TIMESTAMP_AT, header.maxTimestamp)
  writeInt64(bytes, at + 43, header.producerId)
  writeInt16(bytes, at + 51, header.producerEpoch)
  writeInt32(bytes, at + 53, header.baseSequence)
  writeInt32(bytes, at + 57, header.count)
}

export interface BatchAt {
  header: BatchHeader
  /** Positions in the buffer: `[start, end)`. */
  start: number
  end: number
}

/**
 * The batches of `buffer`, one after the other.
 * @param torn what to do with an incomplete batch at the end: a fetch's last one is cut by design (KIP-74), so 'skip';
 *             anywhere else it is 'corrupt'
 * @throws {KafkaError} as readBatchHeader, when the broken batch is reached
 */
export function* batches(buffer: Uint8Array, torn: 'skip' | 'corrupt' = 'corrupt'): Generator<BatchAt> {
  let start = 0
  while (start < buffer.length) {
    if (torn === 'skip' && start + (batchSize(buffer, start) ?? Number.POSITIVE_INFINITY) > buffer.length) return
    const header = readBatchHeader(buffer, start)
    const end = start + header.size
    yield { header, start, end }
    start = end
  }
}

const corrupt = (message: string) => new KafkaError('CORRUPT_MESSAGE', message)
