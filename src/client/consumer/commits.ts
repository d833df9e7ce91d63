/**
 * A consumer's commits: asked for, or by themselves every auto.commit.interval.ms. The latter only within a poll: what the
 * reader was given before is done with by then, and what it gets next is not.
 * Source: Kafka 4.3 `ConsumerCoordinator.commitOffsetsSync`, `CommitRequestManager`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { Cluster } from '../cluster.ts'
import { type CommittedOffset, type GroupMetadata, keyOf, type TopicPartition } from '../offsets.ts'
import { mayRetry } from '../retry.ts'
import { pause, within } from '../wait.ts'
import type { CommitVerdict } from './membership/membership.ts'
import { commitOffsets, fetchOffsets, type Member } from './offset-requests.ts'

/** How long the last commit waits for a group that is about to settle. */
const SETTLE_MS = 5000

export interface CommitsHost {
  /** Who commits. @param leaving it is the last commit; @throws {KafkaError} when nothing can be committed now */
  commitAs(leaving: boolean): Member
  commitRefused(error: KafkaError, sentAs: GroupMetadata): CommitVerdict | Promise<CommitVerdict>
  /** Where the reader is, in all that it owns. */
  positions(): CommittedOffset[]
  /** A commit by itself failed, and nobody waits for it. */
  warn(error: KafkaError): void
}

export type CommitCallback = (error: KafkaError | undefined, offsets: readonly CommittedOffset[]) => void

export class Commits {
  readonly #cluster: Cluster
  readonly #groupId: string
  readonly #host: CommitsHost
  readonly #intervalMs: number | undefined
  #nextAt: number
  readonly #inFlight = new Set<Promise<void>>()
  #auto: Promise<void> | undefined

  /** @param intervalMs auto.commit.interval.ms; undefined: only when asked */
  constructor(cluster: Cluster, groupId: string, intervalMs: number | undefined, host: CommitsHost) {
    this.#cluster = cluster
    this.#groupId = groupId
    this.#host = host
    this.#intervalMs = intervalMs
    this.#nextAt = cluster.clock.monotonic() + (intervalMs ?? 0)
  }

  /** Until it is done, or refused for good. What was sent before is answered first. */
  async commit(
    offsets: readonly CommittedOffset[],
    timeoutMs = this.#cluster.apiTimeoutMs,
    leaving = false,
  ): Promise<void> {
    if (offsets.length === 0) return
    const { coordinators, clock } = this.#cluster
    await within(clock, Promise.allSettled(this.#inFlight), timeoutMs)
    await coordinators.retry('group', this.#groupId, () => this.#once(offsets, leaving), { timeoutMs })
  }

  /** Once, in the background. */
  commitAsync(offsets: readonly CommittedOffset[], callback: CommitCallback): void {
    const work = (offsets.length === 0 ? Promise.resolve() : this.#once(offsets)).then(
      () => callback(undefined, offsets),
      error => {
        if (!(error instanceof KafkaError)) throw error
        this.#cluster.coordinators.noteError('group', this.#groupId, error)
        callback(error, offsets)
      },
    )
    this.#inFlight.add(work)
    work.finally(() => this.#inFlight.delete(work))
  }

  async #once(offsets: readonly CommittedOffset[], leaving = false): Promise<void> {
    for (;;) {
      const member = this.#host.commitAs(leaving)
      try {
        return await commitOffsets(this.#cluster, member, offsets)
      } catch (error) {
        if (!(error instanceof KafkaError)) throw error
        const verdict = (await this.#host.commitRefused(error, member)) ?? error
        if (verdict !== 'again') throw verdict
      }
    }
  }

  /** When the next commit by itself is due, in ms; Infinity: never. */
  get dueInMs(): number {
    return this.#intervalMs === undefined ? Number.POSITIVE_INFINITY : this.#nextAt - this.#cluster.clock.monotonic()
  }

  /** The interval begins anew: an assignment is fresh. */
  restart(): void {
    if (this.#intervalMs !== undefined) this.#nextAt = this.#cluster.clock.monotonic() + this.#intervalMs
  }

  /** If it is time, and the last one is answered. */
  maybeAutoCommit(): void {
    if (this.dueInMs > 0) return
    this.restart()
    if (!this.#auto) this.#autoCommit()
  }

  /** Now, if commits happen by themselves: partitions are changed by hand. */
  autoCommitNow(): void {
    if (this.#intervalMs !== undefined) this.#autoCommit()
  }

  #autoCommit(): void {
    const offsets = this.#host.positions()
    if (offsets.length === 0) return
    const { clock, retryBackoff } = this.#cluster
    this.#auto = new Promise(resolve => {
      this.commitAsync(offsets, error => {
        this.#auto = undefined
        // The poll that comes takes part in the rebalance, and commits before anything goes.
        if (error === undefined || error.name === 'REBALANCE_IN_PROGRESS') return resolve()
        const passes: boolean = mayRetry(error)
        if (passes) this.#nextAt = Math.min(this.#nextAt, clock.monotonic() + retryBackoff.firstMs)
        else this.#host.warn(error)
        resolve()
      })
    })
  }

  /**
   * Before partitions go: all that was read, for as long as it takes. What cannot be committed is said, not thrown.
   * @param leaving a rebalance that is about to end is waited for: others would read again what a cooperative member read in it
   */
  async autoCommitAll(timeoutMs: number, leaving = false): Promise<void> {
    if (this.#intervalMs === undefined) return
    this.restart()
    const { clock, retryBackoff } = this.#cluster
    const deadline = clock.monotonic() + Math.min(timeoutMs, SETTLE_MS)
    for (;;)
      try {
        return await this.commit(this.#host.positions(), timeoutMs, leaving)
      } catch (error) {
        if (!(error instanceof KafkaError)) throw error
        const isOver = clock.monotonic() + retryBackoff.firstMs > deadline
        if (!leaving || isOver || error.name !== 'REBALANCE_IN_PROGRESS') return this.#host.warn(error)
        await pause(clock, retryBackoff.firstMs)
      }
  }

  /** @throws {KafkaError} what they cannot be told for; UNSTABLE_OFFSET_COMMIT while a transaction is about to commit some */
  async fetch(partitions: readonly TopicPartition[]): Promise<Map<string, Required<CommittedOffset>>> {
    try {
      return await fetchOffsets(this.#cluster, this.#groupId, partitions)
    } catch (error) {
      this.#cluster.coordinators.noteError('group', this.#groupId, error)
      throw error
    }
  }

  async committed(partitions: readonly TopicPartition[]): Promise<(Required<CommittedOffset> | undefined)[]> {
    if (partitions.length === 0) return []
    const found = await this.#cluster.coordinators.retry('group', this.#groupId, () => this.fetch(partitions))
    return partitions.map(at => found.get(keyOf(at)))
  }

  /** What is under way is answered, or `timeoutMs` are over. */
  async settled(timeoutMs: number): Promise<void> {
    await within(this.#cluster.clock, Promise.allSettled(this.#inFlight), timeoutMs)
  }
}
