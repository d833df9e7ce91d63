/**
 * Batches of a .log file, one after the other: their headers alone, or whole.
 *
 * A header is believed when it can be one: magic 2, a size that fits into the file, counts that are no less than nothing.
 * Whether the batch's bytes are those that were written only its CRC knows. Messages of magic 0 and 1, which old directories
 * hold, are met as batches of one record: their offset is the last one in them, which is all that a search needs.
 */
import { readInt32, readInt64 } from '../lib/bytes.ts'
import { BATCH_OVERHEAD, BatchHeader, LOG_OVERHEAD, MAGIC, verifyCrc } from '../protocol/batch.ts'
import { decodeLegacyRecords, verifyLegacyCrc } from '../protocol/legacy.ts'
import { decodeRecords, type Record } from '../protocol/record.ts'
import type { Offset } from '../protocol/types.ts'

/** Bytes of the file from `position` on into `buffer[at, at + length)`; fewer only at its end. */
export type ReadAt = (buffer: Buffer, at: number, length: number, position: number) => number

/** A batch as a scan meets it. */
export interface Located {
  header: BatchHeader
  position: number
}

/** The smallest message of magic 0: its header, and two sizes. */
export const LEGACY_OVERHEAD = 26
export const MAGIC_AT = 16
/** Enough for an index interval of small batches; a large batch's body is skipped, not read. */
const WINDOW_BYTES = 8 * 1024
const CHUNK_BYTES = 1024 * 1024
/** Scratch for searches: they run from begin to end without anybody coming between. */
const window = Buffer.allocUnsafeSlow(WINDOW_BYTES)

/**
 * The header at `at` if it can be one; its batch may end behind the buffer.
 * @returns undefined where no batch can begin, or too few bytes are there to tell
 */
export function headerAt(buffer: Buffer, at: number, end: number): BatchHeader | undefined {
  if (at + LEGACY_OVERHEAD > end) return undefined
  const size = readInt32(buffer, at + 8) + LOG_OVERHEAD
  const magic = buffer[at + MAGIC_AT]
  if (magic === MAGIC) {
    if (size < BATCH_OVERHEAD || at + BATCH_OVERHEAD > end || readInt64(buffer, at) < 0) return undefined
    const header = new BatchHeader(buffer, at)
    return header.lastOffsetDelta < 0 || header.count < 0 ? undefined : header
  }
  return (magic === 0 || magic === 1) && size >= LEGACY_OVERHEAD ? legacyHeader(buffer, at, size, magic) : undefined
}

/** The fields a message of magic 0 or 1 has, where a batch has them; the others say "none". */
function legacyHeader(buffer: Buffer, at: number, size: number, magic: 0 | 1): BatchHeader {
  const timestamp = magic === 1 ? readInt64(buffer, at + 18) : -1
  return Object.assign(Object.create(BatchHeader.prototype) as BatchHeader, {
    baseOffset: readInt64(buffer, at),
    size,
    leaderEpoch: -1,
    crc: readInt32(buffer, at + 12) >>> 0,
    attributes: buffer[at + MAGIC_AT + 1]! & 0x0f,
    lastOffsetDelta: 0,
    baseTimestamp: timestamp,
    maxTimestamp: timestamp,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    count: 1,
  })
}

/** Whether the bytes of a batch are those that its CRC is of. */
export const isWhole = (batch: Buffer): boolean =>
  batch[MAGIC_AT] === MAGIC ? verifyCrc(batch) : verifyLegacyCrc(batch)

/** The records of a batch of any magic. */
export const recordsOf = (batch: Buffer): Record[] =>
  batch[MAGIC_AT] === MAGIC ? decodeRecords(batch) : decodeLegacyRecords(batch)

/**
 * Batches from `position` on, headers only: bodies are skipped, and not checked. Ends before `size`, where no batch begins,
 * if there is such a place: the caller knows whether that is torn or wrong.
 */
export function* headers(read: ReadAt, position: number, size: number): Generator<Located> {
  // Of its own: whoever takes the headers may search in between.
  const buffer = Buffer.allocUnsafe(WINDOW_BYTES)
  let [start, end] = [position, position]
  while (position + LEGACY_OVERHEAD <= size) {
    if (position + BATCH_OVERHEAD > end && end < size) {
      start = position
      end = position + read(buffer, 0, Math.min(WINDOW_BYTES, size - position), position)
    }
    const header = headerAt(buffer, position - start, end - start)
    if (!header || position + header.size > size) return
    yield { header, position }
    position += header.size
  }
}

/**
 * Position of the batch that holds `offset`, or of the first one after it, from `position` on.
 * @param position where a batch begins that is none of those after `offset`, unless it is 0
 * @param base the segment's: no batch begins before it
 * @returns `size` when there is none; -1 - n when no such batch begins at position n, or not in the order of offsets
 */
export function search(read: ReadAt, position: number, size: number, offset: Offset, base: Offset): number {
  let [start, end] = [position, position]
  const from = position
  let next = base
  while (position < size) {
    if (position + BATCH_OVERHEAD > end && end < size) {
      start = position
      end = position + read(window, 0, Math.min(WINDOW_BYTES, size - position), position)
    }
    const at = position - start
    const batchBytes = readInt32(window, at + 8) + LOG_OVERHEAD
    if (at + LEGACY_OVERHEAD > end - start || batchBytes < LEGACY_OVERHEAD || position + batchBytes > size)
      return -1 - position
    const baseOffset = readInt64(window, at)
    const magic = window[at + MAGIC_AT]!
    const delta = magic === MAGIC ? readInt32(window, at + 23) : 0
    if (baseOffset < next || delta < 0 || magic > MAGIC) return -1 - position
    if (position === from && from > 0 && baseOffset > offset) return -1 - position
    next = baseOffset + delta + 1
    if (next > offset) return position
    position += batchBytes
  }
  return size
}

/**
 * Batches from `position` on, whole, read a megabyte at a time. `bytes` are views on what was read, and stay valid.
 * Ends before `size` as `headers` does.
 */
export function* wholeBatches(
  read: ReadAt,
  position: number,
  size: number,
): Generator<Located & { bytes: Buffer; header: BatchHeader }> {
  let buffer = Buffer.alloc(0)
  let start = position
  while (position + LEGACY_OVERHEAD <= size) {
    let at = position - start
    const known = headerAt(buffer, at, buffer.length)
    const need = known?.size ?? LEGACY_OVERHEAD
    if (position + need > size) return
    if (at + need > buffer.length || !known) {
      // A chunk that begins here and still shows no batch shows that there is none.
      if (at === 0 && buffer.length > 0 && !known) return
      buffer = Buffer.allocUnsafeSlow(Math.min(size - position, Math.max(CHUNK_BYTES, need)))
      buffer = buffer.subarray(0, read(buffer, 0, buffer.length, position))
      start = position
      at = 0
      if (buffer.length < Math.min(need, size - position)) return
      continue
    }
    yield { header: known, position, bytes: buffer.subarray(at, at + known.size) }
    position += known.size
  }
}
