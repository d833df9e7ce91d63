/**
 * The .index of a segment: where to begin looking for an offset.
 *
 * ```
 *  0  int32  offset - base offset     the last offset of a batch
 *  4  int32  position in the .log     where that batch begins
 * ```
 * Sparse: one entry each index.interval.bytes of log. Both columns grow. Entries are kept in memory while the segment is
 * written to, and a file is read when the segment is first searched: 2 MB of index for 1 GB of log.
 * Kafka preallocates 10 MB of zeros for the active one; we write what there is, which its loader takes as well.
 * Source: Kafka 4.3 `OffsetIndex`.
 */
import type { Files } from '../lib/files.ts'
import type { Offset } from '../protocol/types.ts'

const ENTRY_BYTES = 8

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
   * @returns undefined when the file is missing or holds what cannot be: it has to be rebuilt
   */
  static load(files: Files, file: string, baseOffset: Offset, logSize: number): OffsetIndex | undefined {
    if (!files.exists(file)) return undefined
    const bytes = files.readAll(file)
    if (bytes.length % ENTRY_BYTES !== 0) return undefined
    // The tail of zeros is what Kafka had preallocated when it was killed.
    let count = bytes.length / ENTRY_BYTES
    while (
      count > 0 &&
      bytes.readInt32BE((count - 1) * ENTRY_BYTES + 4) === 0 &&
      bytes.readInt32BE((count - 1) * ENTRY_BYTES) === 0
    )
      count--
    const index = new OffsetIndex(baseOffset, bytes.subarray(0, count * ENTRY_BYTES))
    let [offset, position] = [-1, -1]
    for (let i = 0; i < count; i++) {
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

  #relative(i: number): number {
    return this.#bytes.readInt32BE(i * ENTRY_BYTES)
  }

  #position(i: number): number {
    return this.#bytes.readInt32BE(i * ENTRY_BYTES + 4)
  }

  append(lastOffset: Offset, position: number): void {
    const at = this.#count * ENTRY_BYTES
    if (at + ENTRY_BYTES > this.#bytes.length) {
      const grown = Buffer.alloc(Math.max(64 * ENTRY_BYTES, this.#bytes.length * 2))
      this.#bytes.copy(grown, 0, 0, at)
      this.#bytes = grown
    }
    this.#bytes.writeInt32BE(lastOffset - this.baseOffset, at)
    this.#bytes.writeInt32BE(position, at + 4)
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

  /** The last entry's position; 0 when there is none. */
  get lastPosition(): number {
    return this.#count === 0 ? 0 : this.#position(this.#count - 1)
  }

  /** Forget all from `position` of the log on. */
  truncate(position: number): void {
    while (this.#count > 0 && this.#position(this.#count - 1) >= position) this.#count--
  }

  toBuffer(): Buffer {
    return this.#bytes.subarray(0, this.#count * ENTRY_BYTES)
  }
}
