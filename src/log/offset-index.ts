/**
 * The .index of a segment: where to begin looking for an offset.
 *
 * ```
 *  0  int32  offset - base offset     the last offset of a batch
 *  4  int32  position in the .log     where that batch begins
 * ```
 * Sparse: one entry each index.interval.bytes of log. Both columns grow. Entries of the active segment are kept in memory
 * and written when its log is synced in the background, and when it is closed; a file is read when its segment is first
 * searched: 2 MB of index for 1 GB of log.
 *
 * Kafka maps the active segment's file into memory, 10 MB of zeros beforehand, and makes all of it again after a crash.
 * Source: Kafka 4.3 `OffsetIndex`.
 */
import { readInt32, writeInt32 } from '../lib/bytes.ts'
import type { Files } from '../lib/files.ts'
import type { Offset } from '../protocol/types.ts'
import { Entries } from './entries.ts'

const ENTRY_BYTES = 8

export class OffsetIndex {
  readonly baseOffset: Offset
  readonly #entries: Entries

  constructor(baseOffset: Offset, entries: Entries = new Entries(ENTRY_BYTES)) {
    this.baseOffset = baseOffset
    this.#entries = entries
  }

  /**
   * Read what a file holds, as far as it makes sense for a log of `logSize` bytes.
   * @returns undefined when the file is missing or holds what cannot be: it has to be made again
   */
  static load(files: Files, file: string, baseOffset: Offset, logSize: number): OffsetIndex | undefined {
    const entries = Entries.load(files, file, ENTRY_BYTES)
    if (entries === undefined) return undefined
    const index = new OffsetIndex(baseOffset, entries)
    // The tail of zeros is what Kafka had made beforehand when it was killed. No entry is at position 0.
    entries.cutWhile(i => index.#position(i) === 0 && index.#relative(i) === 0)
    let [offset, position] = [-1, -1]
    for (let i = 0; i < entries.count; i++) {
      const [nextOffset, nextPosition] = [index.#relative(i), index.#position(i)]
      if (nextOffset <= offset || nextPosition <= position || nextPosition >= logSize) return undefined
      offset = nextOffset
      position = nextPosition
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

  /** Whether a file of `maxBytes` (segment.index.bytes) takes no further entry, once `more` have come. */
  isFull(maxBytes: number, more = 0): boolean {
    return this.count + more >= Math.floor(maxBytes / ENTRY_BYTES)
  }

  #relative(i: number): number {
    return readInt32(this.#entries.bytes, i * ENTRY_BYTES)
  }

  #position(i: number): number {
    return readInt32(this.#entries.bytes, i * ENTRY_BYTES + 4)
  }

  append(lastOffset: Offset, position: number): void {
    const at = this.#entries.add()
    writeInt32(this.#entries.bytes, at, lastOffset - this.baseOffset)
    writeInt32(this.#entries.bytes, at + 4, position)
  }

  /** A position at or before the batch that holds `offset`; 0 when the index knows none. */
  lookup(offset: Offset): number {
    const relative = offset - this.baseOffset
    let [low, high] = [0, this.count - 1]
    let position = 0
    while (low <= high) {
      const middle = (low + high) >> 1
      if (this.#relative(middle) <= relative) {
        position = this.#position(middle)
        low = middle + 1
      } else high = middle - 1
    }
    return position
  }

  /** The last entry; undefined when there is none. */
  get last(): { offset: Offset; position: number } | undefined {
    if (this.count === 0) return undefined
    return { offset: this.baseOffset + this.#relative(this.count - 1), position: this.#position(this.count - 1) }
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
