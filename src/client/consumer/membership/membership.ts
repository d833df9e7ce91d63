/**
 * What a consumer has of its group: who it is there, and which partitions are its own now. Two protocols do it, the classic one
 * (classic.ts: members agree among themselves) and KIP-848 (consumer.ts: the coordinator decides); the consumer sees this.
 *
 * Everything that takes partitions away or hands them over happens inside of a poll: by then the records of the poll before
 * are done with, so what is committed at a revocation is what was read. Only heartbeats go on by themselves.
 */
import type { KafkaError } from '../../../protocol/errors.ts'
import type { Cluster } from '../../cluster.ts'
import { type GroupMetadata, keyOf, type TopicPartition } from '../../offsets.ts'
import type { AssignorName } from '../assignors/names.ts'
import type { Heartbeat } from './heartbeat.ts'

/** Called while a poll waits; what they return is awaited. What they throw is thrown by that poll, when all is done. */
export interface RebalanceListener {
  /** These are about to be another's: the last moment to commit what was read of them. */
  onPartitionsRevoked?(partitions: readonly TopicPartition[]): void | Promise<void>
  /** These came in addition to what is there; an empty list says that a rebalance brought nothing new. */
  onPartitionsAssigned?(partitions: readonly TopicPartition[]): void | Promise<void>
  /** These are another's already, and nothing can be committed. Default: onPartitionsRevoked. */
  onPartitionsLost?(partitions: readonly TopicPartition[]): void | Promise<void>
}

export interface MembershipOptions {
  readonly groupId: string
  /** A static member: it may be away for session.timeout.ms without a rebalance. */
  readonly groupInstanceId: string | null
  readonly sessionTimeoutMs: number
  readonly heartbeatIntervalMs: number
  /** max.poll.interval.ms, which is the rebalance timeout, too. */
  readonly maxPollIntervalMs: number
  readonly requestTimeoutMs: number
  readonly rackId: string
  readonly assignors: readonly AssignorName[]
  /** group.remote.assignor; null: the coordinator's choice. */
  readonly remoteAssignor: string | null
}

/** What a membership needs of its consumer. */
export interface MembershipHost {
  readonly cluster: Cluster
  /** Topics that are wanted now, sorted; of an expression, those that match. */
  topics(): readonly string[]
  /** An expression for the coordinator to match (KIP-848). */
  readonly pattern: string | null
  readonly listener: RebalanceListener
  owned(): readonly TopicPartition[]
  /** Whether a topic is wanted, known to this consumer or not. */
  wants(topic: string): boolean
  /** Know these topics, besides those that are wanted: for a leader. Resolves when what is known is fresh. */
  watch(topics: readonly string[]): Promise<void>
  /** Keep up with these topics, besides those that are wanted by name. */
  track(topics: readonly string[]): void
  /** From now on these, and nothing else, are read. */
  own(partitions: readonly TopicPartition[]): void
  /** Before partitions go: commit what was read, if that is the consumer's task (enable.auto.commit). */
  commitOwned(timeoutMs: number): Promise<void>
  /** Something waits for the next poll. */
  wake(): void
}

export type CommitVerdict = KafkaError | 'again' | undefined

export interface Membership {
  readonly metadata: Required<GroupMetadata>
  /** Something waits for the next poll. */
  readonly isDue: boolean
  /** Partitions are about to go: nothing more is read until the next `poll` has seen to it. */
  readonly isHeld: boolean
  readonly heartbeat: Heartbeat
  /**
   * Take part: join, give up and take over partitions. To be called again and again while a poll lasts.
   * @param timeoutMs waits for others are cut off by then, and go on with the next poll; a listener is waited for
   * @throws {KafkaError} what the group refused for good; the next poll tries again
   */
  poll(timeoutMs: number): Promise<void>
  /** The host wants other topics, or metadata changed. */
  changed(): void
  /** Rebalance, though nothing has changed. */
  rejoin(reason: string): void
  /**
   * Who commits. @param leaving the last commit: it is tried in the middle of a rebalance, too
   * @throws {KafkaError} when nothing can be committed now
   */
  commitAs(leaving?: boolean): Required<GroupMetadata>
  /** A commit was answered with this error. @returns what the caller gets; again: it should be sent again; undefined: as it is */
  commitRefused(error: KafkaError, sentAs: GroupMetadata): CommitVerdict | Promise<CommitVerdict>
  /** Give up what is owned, and go; nobody waits long. */
  leave(timeoutMs: number): Promise<void>
}

export const NO_MEMBER = ''

/** Those of `a` that are not in `b`. */
export function without<Item extends TopicPartition>(a: readonly Item[], b: readonly TopicPartition[]): Item[] {
  const keys = new Set(b.map(keyOf))
  return a.filter(each => !keys.has(keyOf(each)))
}

/** Listeners, one after the other; their first error is thrown when all that belongs together is done. */
export class Callbacks {
  readonly #host: Pick<MembershipHost, 'listener'>
  #error: { cause: unknown } | undefined

  constructor(host: Pick<MembershipHost, 'listener'>) {
    this.#host = host
  }

  async revoked(partitions: readonly TopicPartition[]): Promise<void> {
    const { listener } = this.#host
    if (partitions.length > 0) await this.#call(() => listener.onPartitionsRevoked?.(partitions))
  }

  async lost(partitions: readonly TopicPartition[]): Promise<void> {
    const { listener } = this.#host
    if (partitions.length === 0) return
    await this.#call(() =>
      listener.onPartitionsLost ? listener.onPartitionsLost(partitions) : listener.onPartitionsRevoked?.(partitions),
    )
  }

  async assigned(partitions: readonly TopicPartition[]): Promise<void> {
    const { listener } = this.#host
    await this.#call(() => listener.onPartitionsAssigned?.(partitions))
  }

  async #call(fn: () => void | Promise<void>): Promise<void> {
    try {
      await fn()
    } catch (cause) {
      this.#error ??= { cause }
    }
  }

  /** @throws what a listener threw since the last time */
  rethrow(): void {
    const error = this.#error
    this.#error = undefined
    if (error) throw error.cause
  }
}
