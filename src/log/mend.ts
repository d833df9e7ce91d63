/**
 * A batch of which one bit has turned where no CRC looks: in the sign of its offset, in its length, in its magic. With the bit
 * turned back the CRC is right, so it is known which one it was. What is wrong otherwise with the offset, or with the leader epoch,
 * is recover-segment.ts's to find out. Apache Kafka cuts the log there, and what follows is lost.
 *
 * ```
 *   0       8       12          16     17    21
 *   offset  length  leader epoch magic  CRC   all that it is of
 *   ^               ^
 *   sign: no offset is less than 0
 * ```
 */
import { MiB } from '../lib/units.ts'
import { BATCH_OVERHEAD, MAGIC } from '../protocol/batch.ts'
import { headerAt, isWhole, MAGIC_AT, type ReadAt } from './scan.ts'

/** Bytes before the CRC. */
const START_BYTES = MAGIC_AT + 1

const fields: readonly { field: string; bits: readonly number[] }[] = [
  { field: 'the sign of its offset', bits: [7] },
  { field: 'its length', bits: bitsOf(8, 12) },
  { field: 'its magic', bits: bitsOf(MAGIC_AT, MAGIC_AT + 1) },
]

/** Bits of the bytes from `from` to `to`, counted from the lowest of the first byte. */
function bitsOf(from: number, to: number): number[] {
  return Array.from({ length: (to - from) * 8 }, (_, i) => from * 8 + i)
}

export interface Mended {
  /** What has to be at the batch's place, up to the CRC. */
  start: Buffer
  /** In which a bit had turned. */
  field: string
}

/** Longer ones are not looked for: no request brings one. */
const LONGEST_BYTES = 100 * MiB

/** @returns undefined when no bit makes a whole batch of the bytes from `position` on */
export function mended(read: ReadAt, position: number, size: number): Mended | undefined {
  const first = Buffer.alloc(BATCH_OVERHEAD)
  if (read(first, 0, first.length, position) < first.length) return undefined
  const longest = Math.min(size - position, LONGEST_BYTES)
  for (const { field, bits } of fields)
    for (const bit of bits) {
      const start = Buffer.from(first)
      start[bit >> 3]! ^= 1 << (bit & 7)
      const header = start[MAGIC_AT] === MAGIC ? headerAt(start, 0, start.length) : undefined
      if (header === undefined || header.size > longest) continue
      const batch = Buffer.allocUnsafe(header.size)
      read(batch, 0, batch.length, position)
      start.copy(batch, 0, 0, START_BYTES)
      if (isWhole(batch)) return { start: start.subarray(0, START_BYTES), field }
    }
  return undefined
}
