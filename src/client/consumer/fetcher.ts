/**
 * Fetches ahead of the reader: one request per broker under way, for all of its partitions that are read, as long as not too
 * much waits. While the reader is busy with one answer, the next is on its way.
 * Source: KIP-74, KIP-227, KIP-392 (a follower nearby), KIP-951; Kafka 4.3 `AbstractFetch`.
 */
import type { Timer } from '../../lib/clock.ts'
import { type ErrorName, errorName, KafkaError } from '../../protocol/errors.ts'
import {
  Fetch,
  type FetchResponse,
  type NodeEndpoint,
  type PartitionData,
} from '../../protocol/generated/apis/01-fetch.ts'
import type { LeaderEpoch } from '../../protocol/types.ts'
import { ZERO_UUID } from '../../protocol/types.ts'
import type { Cluster } from '../cluster.ts'
import { keyOf } from '../offsets.ts'
import { mayRetry } from '../retry.ts'
import { Bell, within } from '../wait.ts'
import { entriesOf } from './batches.ts'
import { type FetchLimits, FINAL_EPOCH, fetchRequest } from './fetch-request.ts'
import { FetchSession, type SessionRequest, type Wanted } from './fetch-session.ts'
import type { Position } from './position.ts'

export interface FetcherOptions extends FetchLimits {
  maxPartitionBytes: number
  checkCrcs: boolean
  requestTimeoutMs: number
  /** How long to stay with that replica: metadata.max.age.ms. */
  replicaMs: number
}

/** The last version that names topics by name. */
const BY_NAME = 12
const NO_EPOCH: LeaderEpoch = -1
/** How long the end waits for brokers to end their sessions. */
const CLOSE_MS = 1000
/** Of the session, not of a partition. */
const sessionErrors: ReadonlySet<ErrorName> = new Set([
  'FETCH_SESSION_ID_NOT_FOUND',
  'INVALID_FETCH_SESSION_EPOCH',
  'FETCH_SESSION_TOPIC_ID_ERROR',
  'UNKNOWN_TOPIC_ID',
  'INCONSISTENT_TOPIC_ID',
])

export class Fetcher {
  readonly #cluster: Cluster
  readonly #o: FetcherOptions
  /** By `topic-partition`, in no order that means anything. */
  readonly positions = new Map<string, Position>()
  /** Positions with something to read, the one whose turn it is first. */
  readonly ready = new Set<Position>()
  readonly arrival = new Bell()
  readonly #sessions = new Map<number, FetchSession>()
  readonly #busy = new Set<number>()
  readonly #onOutOfRange: (position: Position) => void
  #timer: Timer | undefined
  #closed = false

  /** @param onOutOfRange gets a partition whose offset is not there any more */
  constructor(cluster: Cluster, options: FetcherOptions, onOutOfRange: (position: Position) => void) {
    this.#cluster = cluster
    this.#o = options
    this.#onOutOfRange = onOutOfRange
  }

  /** Ask for whatever is wanted, broker by broker. */
  pump(): void {
    if (this.#closed) return
    const now = this.#cluster.clock.monotonic()
    const byNode = new Map<number, Position[]>()
    /** What waits to be read of a broker's partitions; where one has its share, its broker is not asked for the others, either:
     * that request would wait for them, and when the one is read, it would have to wait, too. */
    const full = new Set<number>()
    const waiting = new Map<number, number>()
    let soonest = Number.POSITIVE_INFINITY
    for (const position of this.positions.values()) {
      if (position.paused || !position.isKnown || this.needsCheck(position)) continue
      // The reader gets the error first.
      if (position.entries.at(-1)?.kind === 'error') continue
      if (position.notBefore > now) {
        soonest = Math.min(soonest, position.notBefore)
        continue
      }
      const node = this.#nodeOf(position, now)
      if (node < 0) {
        soonest = Math.min(soonest, this.#later(position, true))
        continue
      }
      waiting.set(node, (waiting.get(node) ?? 0) + position.buffered)
      if (position.buffered >= this.#o.maxPartitionBytes) full.add(node)
      const group = byNode.get(node)
      if (group) group.push(position)
      else byNode.set(node, [position])
    }
    for (const [node, positions] of byNode)
      if (!this.#busy.has(node) && !full.has(node) && waiting.get(node)! < this.#o.maxBytes)
        this.#fetch(node, positions)
    if (soonest < Number.POSITIVE_INFINITY) this.#arm(soonest - now)
  }

  /** Another leader than the one that what was read came from: its log may be another one, too (KIP-320). */
  needsCheck({ topic, partition, leaderEpoch, checkedEpoch }: Position): boolean {
    if (leaderEpoch === NO_EPOCH) return false
    const now = this.#cluster.metadata.partition(topic, partition)?.leaderEpoch ?? NO_EPOCH
    return now !== NO_EPOCH && now !== checkedEpoch
  }

  #arm(ms: number): void {
    this.#timer?.cancel()
    this.#timer = this.#cluster.clock.after(Math.max(1, ms), () => this.pump())
  }

  #nodeOf(position: Position, now: number): number {
    const { replica } = position
    if (replica && replica.until > now && this.#cluster.brokers.has(replica.id)) return replica.id
    return this.#cluster.metadata.leaderOf(position.topic, position.partition)
  }

  /** Not now. @param look whether its leader should be looked up meanwhile; @returns when */
  #later(position: Position, look: boolean): number {
    const { clock, retryBackoff } = this.#cluster
    position.notBefore = clock.monotonic() + retryBackoff.firstMs
    position.replica = undefined
    // Without an answer the time comes all the same.
    if (look) this.#cluster.update().catch(() => {})
    return position.notBefore
  }

  #fetch(node: number, positions: readonly Position[]): void {
    const session = this.#sessions.get(node) ?? new FetchSession()
    this.#sessions.set(node, session)
    const { metadata } = this.#cluster
    const wanted = new Map<string, Wanted>()
    const generations = new Map<Position, number>()
    for (const position of positions) {
      const { topic, partition, key, fetchOffset, generation } = position
      generations.set(position, generation)
      position.checkedEpoch = metadata.partition(topic, partition)?.leaderEpoch ?? NO_EPOCH
      wanted.set(key, {
        topic,
        partition,
        topicId: metadata.topic(topic)?.id ?? ZERO_UUID,
        fetchOffset,
        leaderEpoch: position.replica ? NO_EPOCH : position.checkedEpoch,
        maxBytes: this.#o.maxPartitionBytes,
      })
    }
    const request = session.next(wanted)
    this.#busy.add(node)
    const names = new Map([...wanted.values()].map(({ topic, topicId }) => [topicId, topic]))
    this.#ask(node, request).then(
      response => {
        this.#busy.delete(node)
        this.#answered(response, session, names, generations)
        this.#over()
      },
      error => {
        this.#busy.delete(node)
        session.lost()
        if (!this.#closed) this.#failed(error, generations)
        this.#over()
      },
    )
  }

  #over(): void {
    this.pump()
    this.arrival.ring()
  }

  #ask(node: number, request: SessionRequest): Promise<FetchResponse> {
    const { maxWaitMs, requestTimeoutMs } = this.#o
    return this.#cluster.request(Fetch, node, fetchRequest(request, this.#o), {
      channel: 'fetch',
      timeoutMs: requestTimeoutMs + maxWaitMs,
      maxVersion: request.byId ? Fetch.max : BY_NAME,
    })
  }

  /** No answer, or none that can be read. */
  #failed(error: unknown, generations: ReadonlyMap<Position, number>): void {
    const lasting = !mayRetry(error)
    for (const [position, generation] of generations) {
      if (position.generation !== generation) continue
      this.#later(position, !lasting)
      if (lasting) this.#keepError(position, error as KafkaError)
    }
  }

  #answered(
    { errorCode, sessionId, responses, nodeEndpoints }: FetchResponse,
    session: FetchSession,
    names: ReadonlyMap<string, string>,
    generations: ReadonlyMap<Position, number>,
  ): void {
    if (this.#closed) return
    const error = errorName(errorCode)
    if (error !== 'NONE') {
      session.refused(error)
      if (!sessionErrors.has(error)) this.#failed(new KafkaError(error, `A fetch was refused: ${error}`), generations)
      else if (error !== 'FETCH_SESSION_ID_NOT_FOUND' && error !== 'INVALID_FETCH_SESSION_EPOCH')
        for (const position of generations.keys()) this.#later(position, true)
      return
    }
    session.answered(sessionId)
    for (const { topic, topicId, partitions } of responses)
      for (const data of partitions) {
        const name = topic === '' ? (names.get(topicId) ?? '') : topic
        const position = this.positions.get(keyOf({ topic: name, partition: data.partitionIndex }))
        // Gone, or moved on since it was asked for.
        if (!position || position.generation !== generations.get(position)) continue
        if (data.errorCode === 0) this.#take(position, data)
        else this.#refused(position, data, nodeEndpoints)
      }
  }

  #take(position: Position, data: PartitionData): void {
    position.highWatermark = data.highWatermark
    position.lastStableOffset = data.lastStableOffset
    if (data.logStartOffset >= 0) position.logStartOffset = data.logStartOffset
    if (data.preferredReadReplica >= 0)
      position.replica = {
        id: data.preferredReadReplica,
        until: this.#cluster.clock.monotonic() + this.#o.replicaMs,
      }
    if (!data.records || data.records.length === 0) return
    const { checkCrcs, readCommitted } = this.#o
    const aborted = readCommitted ? (data.abortedTransactions ?? []) : undefined
    for (const entry of entriesOf(data.records, { from: position.fetchOffset, checkCrcs, aborted })) {
      if (entry.kind === 'error') {
        this.#keepError(position, entry.error)
        return
      }
      position.keep(entry)
      position.fetchOffset = entry.nextOffset
    }
    if (position.entries.length > 0) this.ready.add(position)
  }

  /** The reader gets it when it has read what came before; until then nothing more is fetched. */
  #keepError(position: Position, error: KafkaError): void {
    const message = `Cannot read ${position.key}: ${error.message}`
    position.keep({ kind: 'error', error: new KafkaError(error.name, message, { cause: error }) })
    this.ready.add(position)
  }

  #refused(position: Position, data: PartitionData, endpoints: readonly NodeEndpoint[]): void {
    const name = errorName(data.errorCode)
    if (name === 'OFFSET_OUT_OF_RANGE') {
      // A follower may lag behind, or have deleted more: only the leader's word counts.
      if (position.replica) this.#later(position, false)
      // What was fetched before can still be read.
      else if (position.entries.length === 0) this.#onOutOfRange(position)
      else position.notBefore = this.#cluster.clock.monotonic() + this.#cluster.retryBackoff.firstMs
      return
    }
    const { topic, partition } = position
    if (this.#cluster.leaderMoved(topic, partition, data.currentLeader, endpoints)) {
      position.replica = undefined
      return
    }
    const error = new KafkaError(name, name)
    // The log is not as long yet as its last leader's was, or a segment is being moved: the same question again.
    const waits = name === 'OFFSET_NOT_AVAILABLE' || name === 'OFFSET_MOVED_TO_TIERED_STORAGE'
    if (mayRetry(error) || waits || name === 'UNKNOWN_SERVER_ERROR') this.#later(position, error.refreshMetadata)
    else this.#keepError(position, error)
  }

  /** The brokers may forget their sessions; nobody waits for them long. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#timer?.cancel()
    this.arrival.ring()
    const end = { sessionEpoch: FINAL_EPOCH, send: [], forget: [], byId: true }
    const ends = [...this.#sessions]
      .filter(([node, { id }]) => id !== 0 && !this.#busy.has(node))
      .map(([node, { id }]) => this.#ask(node, { ...end, sessionId: id }))
    await within(this.#cluster.clock, Promise.allSettled(ends), CLOSE_MS)
  }
}
