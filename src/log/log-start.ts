/**
 * Where a log starts. It is raised to any offset that is written (DeleteRecords), and by retention, which takes whole segments; it
 * never falls. Segments that end below it go; the one that it lies in stays, and what it has before the start is not read.
 * The first leader epoch is cut to it at once, which a start after a crash reads; the directory's checkpoint says it every minute.
 * Source: KIP-107; Kafka 4.3 `UnifiedLog.maybeIncrementLogStartOffset`, `deleteOldSegments`.
 */
import { KafkaError } from '../protocol/errors.ts'
import type { Offset } from '../protocol/types.ts'
import type { Epochs } from './epochs.ts'
import type { Segment } from './segment.ts'
import type { SegmentList } from './segment-list.ts'
import type { Writer } from './writer.ts'

export interface LogStartOptions {
  /** `topic-partition`, for messages. */
  name: string
  segments: SegmentList
  epochs: Epochs
  writer: Writer
}

export class LogStart {
  readonly #o: LogStartOptions
  #offset: Offset

  constructor(offset: Offset, options: LogStartOptions) {
    this.#offset = offset
    this.#o = options
  }

  get offset(): Offset {
    return this.#offset
  }

  /**
   * Raise the start of the log; whole segments below it are deleted. @returns the new start
   * @throws {KafkaError} OFFSET_OUT_OF_RANGE beyond the high watermark
   */
  deleteBefore(offset: Offset): Offset {
    const { name, writer } = this.#o
    if (offset > writer.writtenOffset || offset < 0)
      throw new KafkaError(
        'OFFSET_OUT_OF_RANGE',
        `Cannot delete records of ${name} before offset ${offset}: it ends at ${writer.writtenOffset}`,
      )
    if (offset > this.#offset) {
      this.#raise(offset)
      this.deleteOldSegments((_, next) => next !== undefined && next.baseOffset <= offset)
    }
    return this.#offset
  }

  /** Delete segments from the oldest on while `old` says so; never the active one. @returns how many went */
  deleteOldSegments(old: (segment: Segment, next: Segment | undefined) => boolean): number {
    const { writer, segments } = this.#o
    writer.demandIntact()
    const count = segments.removeOldest(old)
    const { baseOffset } = segments.list[0]!
    if (baseOffset > this.#offset) this.#raise(baseOffset)
    return count
  }

  #raise(offset: Offset): void {
    const { epochs, writer } = this.#o
    this.#offset = offset
    writer.attempt(() => epochs.truncateStart(offset))
  }
}
