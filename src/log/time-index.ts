/**
 * The .timeindex of a segment: by when what had been written.
 *
 * ```
 *  0  int64  timestamp                the largest of the segment so far; grows strictly
 *  8  int32  offset - base offset     the last offset of the batch that has it
 * ```
 * An entry comes with each entry of the .index if the largest timestamp has grown, and one when the segment is closed.
 * Source: Kafka 4.3 `TimeIndex`.
 */
import { readInt32, readInt64, writeInt32, writeInt64 } from '../lib/bytes.ts'
import type { Files } from '../lib/files.ts'
import type { Offset, Timestamp } from '../protocol/types.ts'

const ENTRY_BYTES = 12
const SPARE_ENTRIES = 64

export interface TimestampOffset {
  timestamp: Timestamp
  offset: Offset
}

export class TimeIndex {
  readonly baseOffset: Offset
  #bytes: Buffer
  #count: number

  constructor(baseOffset: Offset, bytes: Buffer = Buffer.alloc(0)) {
    this.baseOffset = baseOffset
    this.#bytes = bytes
    this.#count = Math.floor(bytes.length / ENTRY_BYTES)
  }

  /** @returns undefined when the file is missing or holds what cannot be: it has to be made again */
  static load(files: Files, file: string, baseOffset: Offset): TimeIndex | undefined {
    if (!files.exists(file)) return undefined
    const bytes = files.readAll(file)
    if (bytes.length % ENTRY_BYTES !== 0) return undefined
    const index = new TimeIndex(baseOffset, bytes)
    // The tail of zeros is what Kafka had made beforehand when it was killed.
    while (index.#count > 0 && index.#timestamp(index.#count - 1) === 0 && index.#relative(index.#count - 1) === 0)
      index.#count--
    let [timestamp, offset] = [-1, 0]
    for (let i = 0; i < index.#count; i++) {
      const [nextTimestamp, nextOffset] = [index.#timestamp(i), index.#relative(i)]
      if (nextTimestamp <= timestamp || nextOffset < offset) return undefined
      timestamp = nextTimestamp
      offset = nextOffset
    }
    return index
  }

  get count(): number {
    return this.#count
  }

  get sizeBytes(): number {
    return this.#count * ENTRY_BYTES
  }

  /** Whether a file of `maxBytes` (segment.index.bytes) takes no further entry but the one of the close. */
  isFull(maxBytes: number): boolean {
    return this.#count >= Math.floor(maxBytes / ENTRY_BYTES) - 1
  }

  #timestamp(i: number): Timestamp {
    return readInt64(this.#bytes, i * ENTRY_BYTES)
  }

  #relative(i: number): number {
    return readInt32(this.#bytes, i * ENTRY_BYTES + 8)
  }

  /** The newest entry; timestamp -1 when there is none. */
  get last(): TimestampOffset {
    if (this.#count === 0) return { timestamp: -1, offset: this.baseOffset }
    return { timestamp: this.#timestamp(this.#count - 1), offset: this.baseOffset + this.#relative(this.#count - 1) }
  }

  /** Nothing happens unless `timestamp` is larger than the last one. */
  append(timestamp: Timestamp, offset: Offset): void {
    if (timestamp <= this.last.timestamp) return
    const at = this.#count * ENTRY_BYTES
    if (at + ENTRY_BYTES > this.#bytes.length) {
      const grown = Buffer.alloc(Math.max(SPARE_ENTRIES * ENTRY_BYTES, this.#bytes.length * 2))
      this.#bytes.copy(grown, 0, 0, at)
      this.#bytes = grown
    }
    writeInt64(this.#bytes, at, timestamp)
    writeInt32(this.#bytes, at + 8, offset - this.baseOffset)
    this.#count++
  }

  /** From this offset on to look for the first record at or after `timestamp`. */
  lookup(timestamp: Timestamp): Offset {
    let [low, high] = [0, this.#count - 1]
    let offset = this.baseOffset
    while (low <= high) {
      const middle = (low + high) >> 1
      if (this.#timestamp(middle) < timestamp) {
        offset = this.baseOffset + this.#relative(middle)
        low = middle + 1
      } else high = middle - 1
    }
    return offset
  }

  /** Forget all entries of `offset` and later. */
  truncate(offset: Offset): void {
    while (this.#count > 0 && this.baseOffset + this.#relative(this.#count - 1) >= offset) this.#count--
  }

  toBuffer(): Buffer {
    return this.#bytes.subarray(0, this.#count * ENTRY_BYTES)
  }
}
