/**
 * The segments of a log, end to end, the last one written to. Old ones go from the beginning, cleaned ones take the place of
 * others in the middle.
 *
 * Segments go in two steps: their files are renamed at once, so that no start finds them, and removed after
 * file.delete.delay.ms, so that what is being read can be read on. A crash in between leaves files that the next start removes.
 * Source: Kafka 4.3 `LogSegments`, `LocalLog.deleteSegmentFiles`.
 */
import type { Offset } from '../protocol/types.ts'
import { CleaningStopped } from './cleaner/slices.ts'
import { type PartitionLogOptions, segmentOptions } from './load.ts'
import { DELETED } from './paths.ts'
import { replaceSegments } from './replace.ts'
import { Segment } from './segment.ts'

export interface SegmentListOptions extends PartitionLogOptions {
  /** Does what is to be done on the disk, and takes care of its faults. */
  attempt: <T>(work: () => T) => T
  /** Segments are gone: what is known of places in them is to be forgotten. */
  onChanged: () => void
}

export class SegmentList {
  readonly list: Segment[]
  readonly #o: SegmentListOptions
  #closed = false

  constructor(list: Segment[], options: SegmentListOptions) {
    this.list = list
    this.#o = options
  }

  get active(): Segment {
    return this.list[this.list.length - 1]!
  }

  /** Bytes in all .log files. */
  get size(): number {
    return this.list.reduce((sum, { size }) => sum + size, 0)
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Make a segment's files. With a suffix it is not of the log yet. */
  create(baseOffset: Offset, suffix = ''): Segment {
    return Segment.create({ ...segmentOptions(this.#o, baseOffset), suffix })
  }

  /** Delete from the oldest on while `old` says so; never the active one. @returns how many went */
  removeOldest(old: (segment: Segment, next: Segment | undefined) => boolean): number {
    let count = 0
    while (this.list.length > 1 && old(this.list[0]!, this.list[1])) {
      const segment = this.list.shift()!
      this.#removeLater(
        segment,
        this.#o.attempt(() => segment.rename(DELETED)),
      )
      count++
    }
    if (count > 0) this.#o.onChanged()
    return count
  }

  /**
   * Put `cleaned` in the place of `old`, its neighbours in the list.
   * @throws {CleaningStopped} when one of them is not there any more
   */
  async replace(old: readonly Segment[], cleaned: Segment): Promise<void> {
    const { files, dir, attempt, onChanged } = this.#o
    const gone = await replaceSegments(old, cleaned, {
      files,
      dir,
      attempt: work => {
        this.demandOpen()
        return attempt(work)
      },
      swap: () => {
        const at = this.list.indexOf(old[0]!)
        if (at < 0 || old.some((segment, i) => this.list[at + i] !== segment))
          throw new CleaningStopped(`${dir}: segments that were being cleaned have been deleted`)
        this.list.splice(at, old.length, cleaned)
        onChanged()
      },
      has: segment => this.list.includes(segment),
    })
    for (const segment of old) this.#removeLater(segment, gone)
  }

  /** What was being cleaned is not wanted any more. */
  discard(cleaned: Segment): void {
    if (this.list.includes(cleaned) || this.#closed) return
    for (const file of this.#o.attempt(() => cleaned.rename(DELETED))) this.#o.attempt(() => this.#o.files.remove(file))
    cleaned.release()
  }

  /** @throws {CleaningStopped} */
  demandOpen(): void {
    if (this.#closed) throw new CleaningStopped(`${this.#o.dir}: the log was closed`)
  }

  #removeLater(segment: Segment, names: readonly string[]): void {
    const { files, clock, logger, config } = this.#o
    clock.after(config()['file.delete.delay.ms'], () => {
      segment.release()
      for (const file of names)
        files.removeAsync(file).catch(error => logger.error(`${file} could not be deleted`, error))
    })
  }

  close(): void {
    this.#closed = true
    for (const segment of this.list) segment.release()
  }
}
