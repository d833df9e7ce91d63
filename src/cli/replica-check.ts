/**
 * Whether replicas hold the same: batch by batch, by offset and checksum, up to the high watermark. No I/O.
 * Source: Kafka 4.3 `ReplicaVerificationTool.ReplicaBuffer`.
 */
import { keyOf, type TopicPartition } from '../client/offsets.ts'
import { type BatchHeader, batches } from '../protocol/batch.ts'
import type { Offset } from '../protocol/types.ts'

/** What a replica answered; one that did not answer has nothing, and a high watermark of -1. */
export interface Copy {
  broker: number
  highWatermark: Offset
  bytes: Buffer
}

export type Finding =
  | { kind: 'offsets'; at: TopicPartition; first: Seen; other: Seen }
  | { kind: 'checksums'; at: TopicPartition; first: Seen; other: Seen }

export interface Seen {
  broker: number
  offset: Offset
  checksum: number
}

export interface Lag {
  lag: number
  at: TopicPartition
  offset: Offset
}

export class ReplicaCheck {
  readonly #next: Map<string, Offset>
  readonly #partitions: readonly TopicPartition[]

  /** @param offsets where to begin, in the order in which equal lags are told */
  constructor(offsets: readonly (TopicPartition & { offset: Offset })[]) {
    this.#partitions = offsets
    this.#next = new Map(offsets.map(each => [keyOf(each), each.offset]))
  }

  /** Where the partition is read next: behind what all replicas have alike. */
  next(at: TopicPartition): Offset {
    return this.#next.get(keyOf(at))!
  }

  /** @param copies of each partition, by `keyOf` @returns what differs, up to the first wrong offset, and the largest lag */
  verify(copies: ReadonlyMap<string, readonly Copy[]>): { findings: Finding[]; lag: Lag } {
    const findings: Finding[] = []
    let worst: Lag = { lag: -1, at: this.#partitions[0]!, offset: -1 }
    for (const at of this.#partitions) {
      const theirs = copies.get(keyOf(at)) ?? []
      const next = this.#compare(at, theirs, findings)
      this.#next.set(keyOf(at), next)
      if (findings.at(-1)?.kind === 'offsets') break
      const lag = Math.max(...theirs.map(({ highWatermark }) => highWatermark)) - next
      if (lag > worst.lag) worst = { lag, at, offset: next }
    }
    return { findings, lag: worst }
  }

  /** @returns the offset behind the last batch that all of them have */
  #compare(at: TopicPartition, copies: readonly Copy[], findings: Finding[]): Offset {
    const rows = copies.map(copy => ({ ...copy, batches: batches(copy.bytes, 'skip') }))
    let next = this.next(at)
    for (;;) {
      let [first, header]: [Seen | undefined, BatchHeader | undefined] = [undefined, undefined]
      for (const { broker, highWatermark, batches } of rows) {
        const batch = batches.next()
        if (batch.done || batch.value.header.lastOffset >= highWatermark) return next
        header = batch.value.header
        const seen = { broker, offset: header.lastOffset, checksum: header.crc }
        first ??= seen
        if (seen.offset !== first.offset) {
          findings.push({ kind: 'offsets', at, first, other: seen })
          return next
        }
        if (seen.checksum !== first.checksum) findings.push({ kind: 'checksums', at, first, other: seen })
      }
      if (header === undefined) return next
      next = header.nextOffset
    }
  }
}
