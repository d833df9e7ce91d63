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
import { Entries } from './entries.ts'

const ENTRY_BYTES = 12

export interface TimestampOffset {
  timestamp: Timestamp
  offset: Offset
}

export class TimeIndex {
  readonly baseOffset: Offset
  readonly #entries: Entries

  constructor(baseOffset: Offset, entries: Entries = new Entries(ENTRY_BYTES)) {
    this.baseOffset = baseOffset
    this.#entries = entries
  }

  /** @returns undefined when the file is missing or holds what cannot be: it has to be made again */
  static load(files: Files, file: string, baseOffset: Offset): TimeIndex | undefined {
    const entries = Entries.load(files, file, ENTRY_BYTES)
    if (entries === undefined) return undefined
    const index = new TimeIndex(baseOffset, entries)
    // The tail of zeros is what Kafka had made beforehand when it was killed.
    entries.cutWhile(i => index.#timestamp(i) === 0 && index.#relative(i) === 0)
    let [timestamp, offset] = [-1, 0]
    for (let i = 0; i < entries.count; i++) {
      const [nextTimestamp, nextOffset] = [index.#timestamp(i), index.#relative(i)]
      if (nextTimestamp <= timestamp || nextOffset < offset) return undefined
      timestamp = nextTimestamp
      offset = nextOffset
    }
    return index
  }

  get count(): number {
    return this.#entries.count
  }

  /** Whether `file` holds the same. */
  isIn(files: Files, file: string): boolean {
    return this.#entries.isIn(files, file)
  }

  get sizeBytes(): number {
    return this.#entries.sizeBytes
  }

  /** Whether a file of `maxBytes` (segment.index.bytes) takes no further entry but the one of the close, once `more` have come. */
  isFull(maxBytes: number, more = 0): boolean {
    return this.count + more >= Math.floor(maxBytes / ENTRY_BYTES) - 1
  }

  #timestamp(i: number): Timestamp {
    return readInt64(this.#entries.bytes, i * ENTRY_BYTES)
  }

  #relative(i: number): number {
    return readInt32(this.#entries.bytes, i * ENTRY_BYTES + 8)
  }

  /** The newest entry; timestamp -1 when there is none. */
  get last(): TimestampOffset {
    return this.#at(this.count - 1)
  }

  /** Nothing happens unless `timestamp` is larger than the last one. */
  append(timestamp: Timestamp, offset: Offset): void {
    if (timestamp <= this.last.timestamp) return
    const at = this.#entries.add()
    writeInt64(this.#entries.bytes, at, timestamp)
    writeInt32(this.#entries.bytes, at + 8, offset - this.baseOffset)
  }

  /** The last entry before `timestamp`: up to its offset all records are older. Timestamp -1 when there is none. */
  lookup(timestamp: Timestamp): TimestampOffset {
    let [low, high] = [0, this.count - 1]
    while (low <= high) {
      const middle = (low + high) >> 1
      if (this.#timestamp(middle) < timestamp) low = middle + 1
      else high = middle - 1
    }
    return this.#at(high)
  }

  #at(i: number): TimestampOffset {
    if (i < 0) return { timestamp: -1, offset: this.baseOffset }
    return { timestamp: this.#timestamp(i), offset: this.baseOffset + this.#relative(i) }
  }

  /** Forget all entries of `offset` and later. */
  truncate(offset: Offset): void {
    this.#entries.cutWhile(i => this.baseOffset + this.#relative(i) >= offset)
  }

  /** Make `file` hold all entries. It is not synced. */
  save(files: Files, file: string): void {
    this.#entries.save(files, file)
  }
}
