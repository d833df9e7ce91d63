/**
 * The two indexes of a segment, which grow together: where offsets are, and by when what had been written.
 *
 * Their files are written as the log grows, and synced when it is closed. A crash of the machine may leave less of one than
 * of the other, so what is left is believed only as far as both vouch for it.
 * Source: Kafka 4.3 `LogSegment.append`, `LogSegment.sanityCheck`.
 */
import type { Files } from '../lib/files.ts'
import type { Offset, Timestamp } from '../protocol/types.ts'
import { OffsetIndex } from './offset-index.ts'
import { TimeIndex, type TimestampOffset } from './time-index.ts'

export interface IndexPaths {
  readonly index: string
  readonly timeindex: string
}

export class SegmentIndexes {
  readonly offsets: OffsetIndex
  readonly times: TimeIndex
  /** Largest timestamp so far, and the last offset of the batch that has it; -1 when there is none. */
  largest: TimestampOffset
  /** Bytes since the last entry. */
  #unindexed = 0

  private constructor(offsets: OffsetIndex, times: TimeIndex) {
    this.offsets = offsets
    this.times = times
    this.largest = times.last
  }

  static empty(baseOffset: Offset): SegmentIndexes {
    return new SegmentIndexes(new OffsetIndex(baseOffset), new TimeIndex(baseOffset))
  }

  /** @returns undefined unless both files are there and can be believed, for a log of `logSize` bytes */
  static load(files: Files, paths: IndexPaths, baseOffset: Offset, logSize: number): SegmentIndexes | undefined {
    const offsets = OffsetIndex.load(files, paths.index, baseOffset, logSize)
    const times = TimeIndex.load(files, paths.timeindex, baseOffset)
    return offsets && times && new SegmentIndexes(offsets, times)
  }

  get sizeBytes(): number {
    return this.offsets.sizeBytes + this.times.sizeBytes
  }

  /** Note a batch, as Kafka does: the largest timestamp first, then an entry if enough was written before the batch. */
  note(position: number, size: number, lastOffset: Offset, maxTimestamp: Timestamp, intervalBytes: number): void {
    if (maxTimestamp > this.largest.timestamp) this.largest = { timestamp: maxTimestamp, offset: lastOffset }
    if (this.#unindexed > intervalBytes) {
      this.offsets.append(lastOffset, position)
      this.times.append(this.largest.timestamp, this.largest.offset)
      this.#unindexed = 0
    }
    this.#unindexed += size
  }

  /** After a crash: forget what is not of batches before `trusted`, and what only one of the two has. */
  distrust(trusted: Offset): void {
    this.times.truncate(trusted)
    this.largest = this.times.last
    // Up to the offset of the last timestamp none is larger; of later batches the lost entries may have been.
    this.offsets.truncate(this.largest.timestamp < 0 ? this.offsets.baseOffset : this.largest.offset + 1)
    this.#unindexed = 0
  }

  /** One last entry, for the largest timestamp. */
  finish(): void {
    this.times.append(this.largest.timestamp, this.largest.offset)
  }

  /** Whether the files hold what is known, and the last entry. */
  areIn(files: Files, { index, timeindex }: IndexPaths): boolean {
    if (this.largest.timestamp > this.times.last.timestamp) return false
    return this.offsets.isIn(files, index) && this.times.isIn(files, timeindex)
  }

  /** @returns the files that have anything to be synced */
  save(files: Files, { index, timeindex }: IndexPaths): string[] {
    this.times.save(files, timeindex)
    this.offsets.save(files, index)
    return [...(this.offsets.count > 0 ? [index] : []), ...(this.times.count > 0 ? [timeindex] : [])]
  }
}
