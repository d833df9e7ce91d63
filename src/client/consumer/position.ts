/**
 * One partition as a consumer reads it: where the reader is, where fetching is, and what waits in between.
 *
 *   offset ≤ what `entries` hold < fetchOffset        both are -1 while it is not known where to begin
 */
import type { KafkaError } from '../../protocol/errors.ts'
import type { LeaderEpoch, Offset } from '../../protocol/types.ts'
import { keyOf, type TopicPartition } from '../offsets.ts'
import type { Reset } from './reset.ts'

/** A whole batch; records that nobody may see, to be stepped over; or what went wrong there. */
export type Entry =
  | { readonly kind: 'batch'; readonly bytes: Buffer; readonly nextOffset: Offset; readonly leaderEpoch: LeaderEpoch }
  | { readonly kind: 'skip'; readonly nextOffset: Offset; readonly leaderEpoch: LeaderEpoch }
  | { readonly kind: 'error'; readonly error: KafkaError }

const NO_OFFSET: Offset = -1
const NO_EPOCH: LeaderEpoch = -1

export class Position implements TopicPartition {
  readonly topic: string
  readonly partition: number
  readonly key: string
  /** Of the next record that the reader gets. */
  offset: Offset = NO_OFFSET
  /** Of the last record that the reader got: what a commit tells, and what shows that a log was cut (KIP-320). */
  leaderEpoch: LeaderEpoch = NO_EPOCH
  /** Of the next record to fetch. */
  fetchOffset: Offset = NO_OFFSET
  readonly entries: Entry[] = []
  /** Bytes in `entries`. */
  buffered = 0
  highWatermark: Offset = NO_OFFSET
  lastStableOffset: Offset = NO_OFFSET
  logStartOffset: Offset = NO_OFFSET
  paused = false
  /** How to find an offset, when there is none: one that was asked for, or undefined for auto.offset.reset. */
  reset: Reset | undefined
  /** Raised by each jump: a fetch that was under way answers for another place. */
  generation = 0
  /** Not to be fetched before then. */
  notBefore = 0
  /** A follower to read from, and until when (KIP-392). */
  replica: { id: number; until: number } | undefined
  /** The leader's epoch under which `offset` was last found to be where it should. */
  checkedEpoch: LeaderEpoch = NO_EPOCH

  constructor({ topic, partition }: TopicPartition) {
    this.topic = topic
    this.partition = partition
    this.key = keyOf(this)
  }

  get isKnown(): boolean {
    return this.offset !== NO_OFFSET
  }

  /** Go on at `offset`; what waits is dropped. */
  seek(offset: Offset, leaderEpoch: LeaderEpoch = NO_EPOCH): void {
    this.offset = this.fetchOffset = offset
    this.leaderEpoch = leaderEpoch
    this.reset = undefined
    this.#drop()
  }

  /** No offset is known any more. */
  lose(reset?: Reset): void {
    this.offset = this.fetchOffset = NO_OFFSET
    this.leaderEpoch = NO_EPOCH
    this.reset = reset
    this.#drop()
  }

  #drop(): void {
    this.entries.length = 0
    this.buffered = 0
    this.generation++
    this.notBefore = 0
    this.replica = undefined
  }

  keep(entry: Entry): void {
    this.entries.push(entry)
    if (entry.kind === 'batch') this.buffered += entry.bytes.length
  }

  /** The first entry is read: the reader is behind it. */
  shift(): void {
    const entry = this.entries.shift()!
    if (entry.kind === 'error') return
    if (entry.kind === 'batch') this.buffered -= entry.bytes.length
    this.offset = Math.max(this.offset, entry.nextOffset)
    this.leaderEpoch = entry.leaderEpoch
  }
}
