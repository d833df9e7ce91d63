/**
 * A transactional id: which producer has it, in which epoch, and what its transaction is about. A plain value: a decision
 * makes the next one, the log holds each of them.
 *
 * ```
 *  Empty ──> Ongoing ──> PrepareCommit ──> CompleteCommit ──┐
 *    ^          ├──────> PrepareAbort ───> CompleteAbort  ──┤
 *    └──────────└───────────────────────────────────────────┘
 * ```
 * Source: KIP-98, KIP-890; Kafka 4.3 `TransactionMetadata`, `TransactionState`.
 */
import type { ProducerId, Timestamp } from '../protocol/types.ts'

/** By the number in the log; Dead and PrepareEpochFence are never written. */
export const states = [
  'Empty',
  'Ongoing',
  'PrepareCommit',
  'PrepareAbort',
  'CompleteCommit',
  'CompleteAbort',
  'Dead',
  'PrepareEpochFence',
] as const
export type State = (typeof states)[number]

export type Partitions = ReadonlyMap<string, ReadonlySet<number>>

export interface Transaction {
  readonly transactionalId: string
  readonly producerId: ProducerId
  /** Whose epochs ran out, -1: none. */
  readonly previousProducerId: ProducerId
  /** Takes over when the transaction is complete, -1: the same goes on. */
  readonly nextProducerId: ProducerId
  readonly epoch: number
  /** The epoch before: whoever repeats a request with it did not hear the answer. Not in the log. */
  readonly lastEpoch: number
  readonly timeoutMs: number
  readonly state: State
  readonly partitions: Partitions
  /** -1: no transaction yet. */
  readonly startMs: Timestamp
  readonly updateMs: Timestamp
  /** 2: the producer's epoch rises with every transaction (KIP-890). */
  readonly clientVersion: number
}

export const NO_PRODUCER_ID = -1
export const NO_EPOCH = -1
export const NO_PARTITIONS: Partitions = new Map()
/** The feature level from which every transaction has an epoch of its own. */
export const EPOCH_PER_TRANSACTION = 2
const MAX_EPOCH = 2 ** 15 - 1

/** The last epoch is kept for fencing. */
export const isExhausted = (epoch: number): boolean => epoch >= MAX_EPOCH - 1
/** One more, while there is one. */
export const bumped = (epoch: number): number => Math.min(epoch + 1, MAX_EPOCH)

export const isEnding = ({ state }: Transaction): boolean => state === 'PrepareCommit' || state === 'PrepareAbort'

export const holds = ({ partitions }: Transaction, topic: string, index: number): boolean =>
  partitions.get(topic)?.has(index) ?? false

export function union(a: Partitions, b: Partitions): Partitions {
  const all = new Map(a)
  for (const [topic, indexes] of b) all.set(topic, new Set([...(a.get(topic) ?? []), ...indexes]))
  return all
}
