/**
 * Messages of magic 0 (Kafka 0.8) and 1 (0.10), read only: old directories may hold them, Kafka 4 writes them nowhere.
 *
 *    0  int64   offset; of a compressed message that of the last one in it
 *    8  int32   size of what follows
 *   12  uint32  CRC-32 (not C) of byte 16 to the end
 *   16  int8    magic, 0 or 1
 *   17  int8    attributes: bits 0-2 codec, no zstd · magic 1: bit 3 log append time
 *   18  int64   magic 1: timestamp
 *   ..  int32   key size, -1 null; key
 *   ..  int32   value size, -1 null; value
 *
 * A compressed message's value is messages of its own magic, none of them compressed again. Their offsets are absolute in
 * magic 0 and count from 0 in magic 1 (KIP-31); with log append time the outer timestamp is everybody's (KIP-32).
 * Source: Kafka's protocol guide, "Message sets"; Kafka `LegacyRecord`, `AbstractLegacyRecordBatch`.
 */
import { readInt32, readInt64, readUint32 } from '../lib/bytes.ts'
import { crc32 } from '../lib/crc32.ts'
import { batchMagic, batchSize, compressionTypes, LOG_APPEND_TIME_BIT, LOG_OVERHEAD, NO_TIMESTAMP } from './batch.ts'
import { decompress, MAX_DECOMPRESSED_BYTES } from './compress/index.ts'
import { KafkaError } from './errors.ts'
import type { Record } from './record.ts'
import type { Offset, Timestamp } from './types.ts'

const CRC_AT = 12
const MAGIC_AT = 16
const TIMESTAMP_AT = 18
/** Where the key's size is, by magic. */
const KEY_AT = [18, 26] as const

export interface LegacyMessage {
  /** Of a compressed message: the last offset in it. */
  offset: Offset
  /** Bytes, the 12 before its size field's count included. */
  size: number
  magic: 0 | 1
  compression: 'none' | 'gzip' | 'snappy' | 'lz4'
  hasLogAppendTime: boolean
  /** -1 in magic 0. */
  timestamp: Timestamp
  key: Buffer | null
  value: Buffer | null
}

/**
 * The message at `position`, not opened.
 * @throws {KafkaError} CORRUPT_MESSAGE when its sizes do not fit, or it is not of magic 0 or 1
 */
export function readLegacyMessage(buffer: Buffer, position = 0): LegacyMessage {
  const size = batchSize(buffer, position)
  if (size === undefined || position + size > buffer.length)
    throw corrupt(`The message at byte ${position} ends behind the buffer, which has ${buffer.length} bytes`)
  const end = position + size
  const magic = batchMagic(buffer, position)
  if (magic !== 0 && magic !== 1)
    throw corrupt(`The message at byte ${position} has magic ${magic}: 0 and 1 are read here`)
  if (size < KEY_AT[magic] + 8)
    throw corrupt(`The message at byte ${position} has ${size} bytes, too few for magic ${magic}`)
  const attributes = buffer[position + MAGIC_AT + 1]!
  const compression = compressionTypes[attributes & 7]
  if (compression === undefined || compression === 'zstd')
    throw corrupt(`The message at byte ${position} has codec ${attributes & 7}: magic ${magic} knows 0 to 3`)
  const key = readBytes(buffer, position + KEY_AT[magic], end)
  const value = readBytes(buffer, key.end, end)
  if (value.end !== end) throw corrupt(`The message at byte ${position} has ${end - value.end} bytes behind its value`)
  return {
    offset: readInt64(buffer, position),
    size,
    magic,
    compression,
    hasLogAppendTime: magic === 1 && (attributes & LOG_APPEND_TIME_BIT) !== 0,
    timestamp: magic === 1 ? readInt64(buffer, position + TIMESTAMP_AT) : NO_TIMESTAMP,
    key: key.bytes,
    value: value.bytes,
  }
}

/** Whether the stored CRC-32 is that of the bytes. Call readLegacyMessage first: the bounds are taken as checked. */
export const verifyLegacyCrc = (buffer: Buffer, position = 0): boolean =>
  crc32(
    buffer.subarray(position + MAGIC_AT, position + LOG_OVERHEAD + readInt32(buffer, position + LOG_OVERHEAD - 4)),
  ) === readUint32(buffer, position + CRC_AT)

/**
 * The records of the one message at `position`: itself, or those compressed in it.
 * @param maxBytes most that they may decompress to
 * @throws {KafkaError} CORRUPT_MESSAGE, or MESSAGE_TOO_LARGE beyond maxBytes; the outer CRC is not checked
 */
export function decodeLegacyRecords(buffer: Buffer, position = 0, maxBytes = MAX_DECOMPRESSED_BYTES): Record[] {
  const outer = readLegacyMessage(buffer, position)
  if (outer.compression === 'none') return [record(outer, outer.offset, outer.timestamp)]
  if (outer.value === null) throw corrupt(`The compressed message at offset ${outer.offset} has no value`)

  const set = decompress(outer.compression, outer.value, maxBytes)
  const inner: LegacyMessage[] = []
  for (let at = 0; at < set.length; ) {
    const message = readLegacyMessage(set, at)
    if (message.magic !== outer.magic || message.compression !== 'none')
      throw corrupt(
        `The message at offset ${outer.offset}, of magic ${outer.magic}, holds one of magic ${message.magic} and codec ${message.compression}`,
      )
    inner.push(message)
    at += message.size
  }
  const last = inner.at(-1)
  if (last === undefined) throw corrupt(`The compressed message at offset ${outer.offset} holds none`)
  const base = outer.magic === 0 ? 0 : outer.offset - last.offset
  return inner.map(message =>
    record(message, base + message.offset, outer.hasLogAppendTime ? outer.timestamp : message.timestamp),
  )
}

const record = ({ key, value }: LegacyMessage, offset: Offset, timestamp: Timestamp): Record => ({
  offset,
  timestamp,
  key,
  value,
  headers: [],
})

function readBytes(buffer: Buffer, at: number, end: number): { bytes: Buffer | null; end: number } {
  const start = at + 4
  const size = start <= end ? readInt32(buffer, at) : 0
  if (start > end || size < -1 || start + size > end)
    throw corrupt(`A key or value of ${size} bytes at byte ${at} does not fit into its message`)
  return size === -1 ? { bytes: null, end: start } : { bytes: buffer.subarray(start, start + size), end: start + size }
}

const corrupt = (message: string) => new KafkaError('CORRUPT_MESSAGE', message)
