/**
 * Fetches ahead of the reader: one request per broker under way, for all partitions that have nothing waiting to be read.
 * What arrives is kept as whole batches; records are taken out of them when somebody reads. With read_committed, batches of
 * aborted transactions are dropped as they come.
 * Source: KIP-74, KIP-98, KIP-227 (sessions are not used yet: each request names its partitions); Kafka 4.3 `Fetcher`.
 */
import { batchSize, readBatchHeader, verifyCrc } from '../../protocol/batch.ts'
import { controlTypeOf } from '../../protocol/control.ts'
import { type ErrorName, errorName, KafkaError } from '../../protocol/errors.ts'
import { Fetch, type FetchResponse } from '../../protocol/generated/apis/01-fetch.ts'
import { decodeRecords } from '../../protocol/record.ts'
import type { LeaderEpoch, Offset } from '../../protocol/types.ts'
import type { Cluster } from '../cluster.ts'

export interface FetcherOptions {
  minBytes: number
  maxWaitMs: number
  maxBytes: number
  maxPartitionBytes: number
  readCommitted: boolean
  checkCrcs: boolean
  requestTimeoutMs: number
}

/** One partition as it is read. */
export interface Position {
  readonly topic: string
  readonly partition: number
  /** The next record that the reader gets. */
  offset: Offset
  /** The next record to fetch: ahead of `offset` by what waits. */
  fetchOffset: Offset
  highWatermark: Offset
  /** Whole batches, oldest first. */
  readonly waiting: Buffer[]
  paused: boolean
  fetching: boolean
  /** Fetches that were under way at a seek answer for another time. */
  generation: number
  notBefore: number
}

/** The last version that names topics by name. */
const BY_NAME = 12
const READ_COMMITTED = 1
/** What a consumer is, to a leader. */
const NO_REPLICA = -1
const RETRY_MS = 100

export class Fetcher {
  readonly #cluster: Cluster
  readonly #o: FetcherOptions
  readonly positions = new Map<string, Position>()
  readonly #busy = new Set<number>()
  #arrived: (() => void)[] = []
  #errors: KafkaError[] = []
  /** A partition whose offset is not there any more. */
  readonly #onOutOfRange: (position: Position) => void
  #closed = false

  constructor(cluster: Cluster, options: FetcherOptions, onOutOfRange: (position: Position) => void) {
    this.#cluster = cluster
    this.#o = options
    this.#onOutOfRange = onOutOfRange
  }

  assign(topic: string, partition: number, offset: Offset): Position {
    const position: Position = {
      topic,
      partition,
      offset,
      fetchOffset: offset,
      highWatermark: -1,
      waiting: [],
      paused: false,
      fetching: false,
      generation: 0,
      notBefore: 0,
    }
    this.positions.set(`${topic}-${partition}`, position)
    return position
  }

  seek(position: Position, offset: Offset): void {
    position.offset = position.fetchOffset = offset
    position.waiting.length = 0
    position.generation++
    position.fetching = false
  }

  /** Ask for whatever has nothing waiting, broker by broker. */
  pump(): void {
    if (this.#closed) return
    const byLeader = new Map<number, Position[]>()
    const now = this.#cluster.clock.monotonic()
    for (const position of this.positions.values()) {
      if (
        position.paused ||
        position.fetching ||
        position.waiting.length > 0 ||
        position.notBefore > now ||
        position.fetchOffset < 0
      )
        continue
      const leader = this.#cluster.known(position.topic)?.partitions[position.partition]?.leader ?? -1
      if (leader < 0) {
        this.#later(position)
        continue
      }
      byLeader.set(leader, [...(byLeader.get(leader) ?? []), position])
    }
    for (const [leader, positions] of byLeader) if (!this.#busy.has(leader)) this.#fetch(leader, positions)
  }

  #later(position: Position): void {
    position.notBefore = this.#cluster.clock.monotonic() + RETRY_MS
    this.#cluster.refresh([position.topic]).catch(() => {})
    setTimeout(() => this.pump(), RETRY_MS + 1)
  }

  #fetch(leader: number, positions: readonly Position[]): void {
    const { minBytes, maxWaitMs, maxBytes, maxPartitionBytes, readCommitted, requestTimeoutMs } = this.#o
    this.#busy.add(leader)
    const topics = new Map<string, Position[]>()
    const generations = new Map(positions.map(position => [position, position.generation]))
    for (const position of positions) {
      position.fetching = true
      topics.set(position.topic, [...(topics.get(position.topic) ?? []), position])
    }
    const init = {
      replicaId: NO_REPLICA,
      maxWaitMs,
      minBytes,
      maxBytes,
      isolationLevel: readCommitted ? READ_COMMITTED : 0,
      sessionId: 0,
      sessionEpoch: -1,
      topics: [...topics].map(([topic, list]) => ({
        topic,
        partitions: list.map(({ partition, fetchOffset }) => ({
          partition,
          currentLeaderEpoch: -1 as LeaderEpoch,
          fetchOffset,
          logStartOffset: -1,
          partitionMaxBytes: maxPartitionBytes,
        })),
      })),
      forgottenTopicsData: [],
      rackId: '',
    }
    this.#cluster
      .request(Fetch, leader, init, { timeoutMs: requestTimeoutMs + maxWaitMs, maxVersion: BY_NAME })
      .then(
        response => this.#answered(response, generations),
        error => {
          for (const position of positions) {
            position.fetching = false
            this.#later(position)
          }
          if (error instanceof KafkaError && !error.retriable && !error.refreshMetadata) this.#errors.push(error)
        },
      )
      .finally(() => {
        this.#busy.delete(leader)
        this.#tell()
        this.pump()
      })
  }

  #answered(response: FetchResponse, generations: ReadonlyMap<Position, number>): void {
    for (const position of generations.keys())
      if (position.generation === generations.get(position)) position.fetching = false
    if (response.errorCode !== 0) this.#failed(errorName(response.errorCode), undefined)
    for (const { topic, partitions } of response.responses)
      for (const data of partitions) {
        const position = this.positions.get(`${topic}-${data.partitionIndex}`)
        if (!position || position.generation !== generations.get(position)) continue
        if (data.errorCode !== 0) {
          this.#failed(errorName(data.errorCode), position)
          continue
        }
        position.highWatermark = data.highWatermark
        if (data.records) this.#keep(position, data.records, data.abortedTransactions ?? [])
      }
  }

  #failed(error: ErrorName, position: Position | undefined): void {
    if (position && error === 'OFFSET_OUT_OF_RANGE') return this.#onOutOfRange(position)
    const failure = new KafkaError(
      error,
      position ? `Cannot read ${position.topic}-${position.partition}: ${error}` : `A fetch failed: ${error}`,
    )
    if (position && (failure.retriable || failure.refreshMetadata)) return this.#later(position)
    this.#errors.push(failure)
  }

  #keep(position: Position, records: Buffer, aborted: readonly { producerId: number; firstOffset: Offset }[]): void {
    const pending = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset)
    const open = new Set<number>()
    for (let at = 0; at < records.length; ) {
      const size = batchSize(records, at)
      // The last batch may be cut: it comes again, whole, with the next fetch.
      if (size === undefined || at + size > records.length) break
      const batch = records.subarray(at, at + size)
      at += size
      const header = readBatchHeader(batch)
      if (this.#o.checkCrcs && !verifyCrc(batch)) {
        this.#errors.push(
          new KafkaError(
            'CORRUPT_MESSAGE',
            `A batch of ${position.topic}-${position.partition} at offset ${header.baseOffset} is corrupt`,
          ),
        )
        return
      }
      if (header.nextOffset <= position.fetchOffset) continue
      position.fetchOffset = header.nextOffset
      while (pending[0] && pending[0].firstOffset <= header.lastOffset) open.add(pending.shift()!.producerId)
      if (header.isControl) {
        if (header.isTransactional && controlTypeOf(decodeRecords(batch)[0]?.key ?? null) === 'ABORT')
          open.delete(header.producerId)
        if (position.waiting.length === 0) position.offset = header.nextOffset
      } else if (!(this.#o.readCommitted && header.isTransactional && open.has(header.producerId)))
        position.waiting.push(batch)
      else if (position.waiting.length === 0) position.offset = header.nextOffset
    }
  }

  /** Resolves when something has arrived, or after `timeoutMs`. */
  arrival(timeoutMs: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, Math.min(timeoutMs, 2 ** 31 - 1))
      this.#arrived.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  #tell(): void {
    for (const fn of this.#arrived.splice(0)) fn()
  }

  /** @throws {KafkaError} what a fetch failed with, once */
  throwErrors(): void {
    const error = this.#errors.shift()
    if (error) throw error
  }

  close(): void {
    this.#closed = true
    this.#tell()
  }
}
