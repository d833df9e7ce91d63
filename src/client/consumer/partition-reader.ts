/** What a consumer does with the partitions it has, and with any it asks about: where it is in them, and where they begin and end. */
import type { Offset, Timestamp } from '../../protocol/types.ts'
import type { OffsetAnswer, OffsetQuery } from '../list-offsets.ts'
import type { CommittedOffset, TopicPartition } from '../offsets.ts'
import type { Assigned } from './assigned.ts'
import type { Edges } from './edges.ts'

export abstract class PartitionReader {
  protected readonly assigned: Assigned
  readonly #edges: Edges

  protected constructor(assigned: Assigned, edges: Edges) {
    this.assigned = assigned
    this.#edges = edges
  }

  get assignment(): TopicPartition[] {
    return this.assigned.partitions
  }

  /** Go on at `offset`. @throws {TypeError} when the partition is not assigned, or the offset cannot be one */
  seek(at: TopicPartition, offset: Offset): void {
    this.assigned.seek(at, offset)
  }

  /** Resolves when the offsets are found. */
  seekToBeginning(partitions: readonly TopicPartition[] = this.assignment): Promise<void> {
    return this.assigned.seekTo(partitions, { kind: 'earliest' })
  }

  seekToEnd(partitions: readonly TopicPartition[] = this.assignment): Promise<void> {
    return this.assigned.seekTo(partitions, { kind: 'latest' })
  }

  /** Offset and time of the first record at or after a time, for each; undefined where there is none. */
  offsetsForTimes(queries: readonly OffsetQuery[]): Promise<(OffsetAnswer | undefined)[]> {
    return this.#edges.atTimes(queries)
  }

  /** Offset of the first record at or after `timestamp`; the end when there is none. */
  async offsetForTime(at: TopicPartition, timestamp: Timestamp): Promise<Offset> {
    const [found] = await this.offsetsForTimes([{ ...at, timestamp }])
    return found?.offset ?? (await this.endOffsets([at]))[0]!
  }

  beginningOffsets(partitions: readonly TopicPartition[]): Promise<Offset[]> {
    return this.#edges.of(partitions, 'earliest')
  }

  /** With read_committed: before the first transaction that is still open. */
  endOffsets(partitions: readonly TopicPartition[]): Promise<Offset[]> {
    return this.#edges.of(partitions, 'latest')
  }

  /** The offset of the next record that `poll` gives of a partition. */
  async position(at: TopicPartition): Promise<Offset> {
    const position = this.assigned.at(at)
    await this.assigned.located([position])
    return position.offset
  }

  /** All of them, as far as they are known: what `commitSync` commits, and what a transaction does. */
  positions(): Required<CommittedOffset>[] {
    return this.assigned.positions
  }

  /** One past the last record of a partition, as its last fetch said; -1 before one. */
  highWatermark(at: TopicPartition): Offset {
    return this.assigned.at(at).highWatermark
  }

  /** What was fetched stays; `poll` gives nothing of it until `resume`. */
  pause(partitions: readonly TopicPartition[]): void {
    this.assigned.pause(partitions, true)
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.assigned.pause(partitions, false)
  }

  get paused(): TopicPartition[] {
    return this.assignment.filter(at => this.assigned.at(at).paused)
  }
}
