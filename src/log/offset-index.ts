/**
 * The .index of a segment: where to begin looking for an offset.
 *
 * ```
 *  0  int32  offset - base offset     the last offset of a batch
 *  4  int32  position in the .log     where that batch begins
 * ```
 * Sparse: one entry each index.interval.bytes of log. Both columns grow. Entries of the active segment are kept in memory
 * and written when it is closed; a file is read when its segment is first searched: 2 MB of index for 1 GB of log.
 *
 * Kafka maps the active segment's file into memory, 10 MB of zeros beforehand. Ours is not there until it is closed: after
 * a crash every broker, Kafka as well, makes it again from the log, so zeros would be written for nobody.
 * Source: Kafka 4.3 `OffsetIndex`.
 */
import { readInt32, writeInt32 } from '../lib/bytes.ts'
import type { Files } from '../lib/files.ts'
import type { Offset } from '../protocol/types.ts'

const ENTRY_BYTES = 8
const SPARE_ENTRIES = 64

export class OffsetIndex {
  readonly baseOffset: Offset
  #bytes: Buffer
  #count: number

  constructor(baseOffset: Offset, bytes: Buffer = Buffer.alloc(0)) {
    this.baseOffset = baseOffset
    this.#bytes = bytes
    this.#count = Math.floor(bytes.length / ENTRY_BYTES)
  }

  /**
   * Read what a file holds, as far as it makes sense for a log of `logSize` bytes.
   * @returns undefined when the file is missing or holds what cannot be: it has to be made again
   */
  static load(files: Files, file: string, baseOffset: Offset, logSize: number): OffsetIndex | undefined {
    if (!files.exists(file)) return undefined
    const bytes = files.readAll(file)
    if (bytes.length % ENTRY_BYTES !== 0) return undefined
    const index = new OffsetIndex(baseOffset, bytes)
    // The tail of zeros is what Kafka had made beforehand when it was killed. No entry is at position 0.
    while (index.#count > 0 && index.#position(index.#count - 1) === 0 && index.#relative(index.#count - 1) === 0)
      index.#count--
    let [offset, position] = [-1, -1]
    for (let i = 0; i < index.#count; i++) {
      const [nextOffset, nextPosition] = [index.#relative(i), index.#position(i)]
      if (nextOffset <= offset || nextPosition <= position || nextPosition >= logSize) return undefined
      offset = nextOffset
      position = nextPosition
    }
    return index
  }

  get count(): number {
    return this.#count
  }

  get sizeBytes(): number {
    return this.#count * ENTRY_BYTES
  }

  /** Whether a file of `maxBytes` (segment.index.bytes) takes no further entry. */
  isFull(maxBytes: number): boolean {
    return this.#count >= Math.floor(maxBytes / ENTRY_BYTES)
  }

  #relative(i: number): number {
    return readInt32(this.#bytes, i * ENTRY_BYTES)
  }

  #position(i: number): number {
    return readInt32(this.#bytes, i * ENTRY_BYTES + 4)
  }

  append(lastOffset: Offset, position: number): void {
    const at = this.#count * ENTRY_BYTES
    if (at + ENTRY_BYTES > this.#bytes.length) {
      const grown = Buffer.alloc(Math.max(SPARE_ENTRIES * ENTRY_BYTES, this.#bytes.length * 2))
      this.#bytes.copy(grown, 0, 0, at)
      this.#bytes = grown
    }
    writeInt32(this.#bytes, at, lastOffset - this.baseOffset)
    writeInt32(this.#bytes, at + 4, position)
    this.#count++
  }

  /** A position at or before the batch that holds `offset`; 0 when the index knows none. */
  lookup(offset: Offset): number {
    const relative = offset - this.baseOffset
    let [low, high] = [0, this.#count - 1]
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
    if (this.#count === 0) return undefined
    return { offset: this.baseOffset + this.#relative(this.#count - 1), position: this.#position(this.#count - 1) }
  }

  /** Forget all entries of `offset` and later. */
  truncate(offset: Offset): void {
    while (this.#count > 0 && this.baseOffset + this.#relative(this.#count - 1) >= offset) this.#count--
  }

  /** Forget all from `position` of the log on. */
  truncateAt(position: number): void {
    while (this.#count > 0 && this.#position(this.#count - 1) >= position) this.#count--
  }

  toBuffer(): Buffer {
    return this.#bytes.subarray(0, this.#count * ENTRY_BYTES)
  }
}
