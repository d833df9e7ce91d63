/**
 * Batches to leaders: one Produce request per broker carries the next batch of each of its partitions that is due; up to
 * max.in.flight.requests.per.connection requests are under way. What may be tried again goes back to its lane.
 * Source: Kafka 4.3 `Sender`; KIP-951 (a refusal may name the new leader).
 */
import type { Timer } from '../../lib/clock.ts'
import { ZERO_UUID } from '../../lib/uuid.ts'
import type { BatchBuilderOptions } from '../../protocol/batch-builder.ts'
import { errorName, KafkaError } from '../../protocol/errors.ts'
import {
  type PartitionProduceResponse,
  Produce,
  type ProduceResponse,
} from '../../protocol/generated/apis/00-produce.ts'
import type { Cluster } from '../cluster.ts'
import { backoffMs } from '../retry.ts'
import { Bell } from '../wait.ts'
import type { Accumulator } from './accumulator.ts'
import type { Batch, Identity } from './batch.ts'
import type { Lane } from './lane.ts'

export interface SenderOptions {
  acks: -1 | 0 | 1
  transactionalId: string | null
  lingerMs: number
  requestTimeoutMs: number
  deliveryTimeoutMs: number
  retries: number
  batchSize: number
  maxRequestSize: number
  maxInFlight: number
  builder: BatchBuilderOptions
}

/** What the sender needs to know of who it sends for. */
export interface Identities {
  /** Undefined: batches carry none. Null: there is none yet, and it is being asked for. */
  current(): Identity | undefined | null
  /** A lane needs a new epoch. */
  bump(): void
  /** Whether a partition may be written to now; when not, it is made so, and the sender is woken. */
  admits(lane: Lane): boolean
  /** Highest version of Produce: a transaction of the first kind must not look like one of the second (KIP-890). */
  readonly maxVersion: number
  /** A batch was given up. */
  failed(error: KafkaError): void
}

/** The first version that names topics by id, and the last that names them by name. */
const BY_ID = 13

export class Sender {
  readonly #cluster: Cluster
  readonly #accumulator: Accumulator
  readonly #identities: Identities
  readonly #o: SenderOptions
  /** By broker: requests without an answer. */
  readonly #inFlight = new Map<number, number>()
  readonly #changed = new Bell()
  #timer: Timer | undefined
  #woken = false
  /** Batches that somebody flushes leave at once, linger or not. */
  #flushing = 0
  #stopped = false
  /** No record is taken or sent any more. */
  fatal: KafkaError | undefined
  /** Told of every batch that is given up: for those who append without a callback. */
  onLost: ((batch: Batch, error: KafkaError) => void) | undefined

  constructor(cluster: Cluster, accumulator: Accumulator, identities: Identities, options: SenderOptions) {
    this.#cluster = cluster
    this.#accumulator = accumulator
    this.#identities = identities
    this.#o = options
    cluster.onUpdate(() => this.wake())
  }

  /** Something was appended, or answered elsewhere: look, once, when this turn is over. */
  wake(): void {
    if (this.#woken || this.#stopped) return
    this.#woken = true
    setImmediate(() => {
      this.#woken = false
      this.#look()
    })
  }

  /** Resolves when some batch is done, or after `timeoutMs`. */
  changed(timeoutMs?: number): Promise<boolean> {
    return this.#changed.wait(this.#cluster.clock, timeoutMs)
  }

  /** Resolves when all that was appended before is answered, one way or another. */
  async flush(): Promise<void> {
    const waiting = [...this.#accumulator.incomplete]
    this.#flushing++
    this.wake()
    try {
      while (waiting.some(batch => this.#accumulator.incomplete.has(batch)) && !this.#stopped) await this.changed()
    } finally {
      this.#flushing--
    }
  }

  /** Give up everything that is not in flight, for one reason. */
  abandon(error: KafkaError): void {
    for (const lane of [...this.#accumulator.active]) {
      for (const batch of [...lane.pending]) this.#lose(lane, batch, error, true)
      for (const batch of [...lane.sent]) if (batch.state === 'retry') this.#lose(lane, batch, error, false)
    }
  }

  /** No way on: all is given up, now and later. */
  fail(error: KafkaError): void {
    this.fatal ??= error
    this.abandon(error)
  }

  /** What is still there is given up. */
  stop(error: KafkaError): void {
    this.fail(error)
    this.#stopped = true
    this.#timer?.cancel()
    this.#changed.ring()
  }

  #look(): void {
    if (this.#stopped || this.#accumulator.active.size === 0) return
    if (this.fatal) return this.abandon(this.fatal)
    const now = this.#cluster.clock.monotonic()
    let identity = this.#identities.current()
    let soonest = Number.POSITIVE_INFINITY
    const byNode = new Map<number, Lane[]>()
    for (const lane of this.#accumulator.active) {
      this.#expire(lane, now)
      if (lane.isEmpty) {
        this.#accumulator.active.delete(lane)
        continue
      }
      if (lane.wantsEpoch) {
        this.#identities.bump()
        identity = this.#identities.current()
      }
      if (identity === null) continue
      const wait = this.#waitFor(lane, identity, now)
      if (wait > 0) soonest = Math.min(soonest, wait)
      if (wait !== 0) continue
      const leader = this.#cluster.metadata.leaderOf(lane.topic, lane.partition)
      if (leader < 0) soonest = Math.min(soonest, this.#leaderless(lane, now))
      else if (this.#identities.admits(lane)) {
        const lanes = byNode.get(leader)
        if (lanes) lanes.push(lane)
        else byNode.set(leader, [lane])
      }
    }
    for (const [node, lanes] of byNode) this.#serve(node, lanes, identity ?? undefined, now)
    this.#arm(Math.min(soonest, this.#untilExpiry(now)))
  }

  /** Milliseconds until the lane's next batch may leave; -1 when that takes an answer first. */
  #waitFor(lane: Lane, identity: Identity | undefined, now: number): number {
    const batch = lane.next(identity === undefined || lane.adopt(identity))
    if (!batch) return -1
    const due = batch.state !== 'filling' || this.#flushing > 0 || !this.#accumulator.hasRoom
    const lingers = due ? 0 : batch.createdAt + this.#o.lingerMs - now
    return Math.max(0, lingers, lane.notBefore - now)
  }

  /** Look for a leader. @returns when to come back, at the latest */
  #leaderless(lane: Lane, now: number): number {
    const { firstMs } = this.#cluster.retryBackoff
    lane.notBefore = now + firstMs
    this.#update()
    return firstMs
  }

  /** Without an answer the lanes come back here by their own time. */
  #update(): void {
    this.#cluster.update().catch(() => this.wake())
  }

  #expire(lane: Lane, now: number): void {
    const oldest = now - this.#o.deliveryTimeoutMs
    const first = lane.sent[0] ?? lane.pending[0]
    if (!first || first.createdAt > oldest) return
    const late = ({ createdAt, state, abandoned }: Batch) => createdAt <= oldest && state !== 'done' && !abandoned
    for (const batch of [...lane.sent, ...lane.pending]) {
      // In their order: the first that is not late ends it.
      if (!late(batch)) break
      const error = new KafkaError(
        'REQUEST_TIMED_OUT',
        `${batch.count} record(s) for ${lane.topic}-${lane.partition} were not acknowledged within ${this.#o.deliveryTimeoutMs} ms (delivery.timeout.ms)`,
      )
      if (batch.state === 'inFlight') this.#forsake(batch, error)
      else this.#lose(lane, batch, error, batch.attempts === 0)
    }
  }

  #untilExpiry(now: number): number {
    let oldest = Number.POSITIVE_INFINITY
    for (const { sent, pending } of this.#accumulator.active)
      oldest = Math.min(oldest, sent[0]?.createdAt ?? pending[0]?.createdAt ?? oldest)
    return Math.max(1, oldest + this.#o.deliveryTimeoutMs - now)
  }

  #arm(ms: number): void {
    this.#timer?.cancel()
    this.#timer = Number.isFinite(ms) ? this.#cluster.clock.after(Math.max(1, ms), () => this.#look()) : undefined
  }

  /** Requests to one broker, until its lanes have nothing due, or enough is under way. */
  #serve(node: number, lanes: readonly Lane[], identity: Identity | undefined, now: number): void {
    const { maxInFlight, maxRequestSize } = this.#o
    while ((this.#inFlight.get(node) ?? 0) < maxInFlight) {
      const batches: [Lane, Batch][] = []
      let size = 0
      for (const lane of lanes) {
        if (this.#waitFor(lane, identity, now) !== 0) continue
        const batch = lane.next()!
        const most = batch.bytes?.length ?? batch.builder.uncompressedSize
        if (batches.length > 0 && size + most > maxRequestSize) continue
        lane.send(batch)
        size += batch.bytes!.length
        batches.push([lane, batch])
      }
      if (batches.length === 0) return
      this.#request(node, batches)
    }
  }

  #request(node: number, batches: readonly [Lane, Batch][]): void {
    this.#inFlight.set(node, (this.#inFlight.get(node) ?? 0) + 1)
    const over = () => {
      this.#inFlight.set(node, this.#inFlight.get(node)! - 1)
      // At once: the next batches leave with the answer, not a turn later.
      this.#look()
    }
    const refused = (error: KafkaError) => {
      for (const [lane, batch] of batches) this.#refused(lane, batch, error)
      over()
    }
    this.#cluster.reach(node).then(
      () =>
        this.#ask(node, batches).then(response => {
          if (response) this.#answered(batches, response)
          else for (const [lane, batch] of batches) this.#written(lane, batch, -1, -1)
          over()
        }, refused),
      error => {
        // Never sent: that counts towards delivery.timeout.ms, not towards `retries`.
        for (const [, batch] of batches) batch.attempts--
        refused(error)
      },
    )
  }

  /** @returns undefined with acks=0 */
  async #ask(node: number, batches: readonly [Lane, Batch][]): Promise<ProduceResponse | undefined> {
    const topics = new Map<string, { index: number; records: Buffer }[]>()
    for (const [{ topic, partition }, { bytes }] of batches) {
      const partitions = topics.get(topic)
      if (partitions) partitions.push({ index: partition, records: bytes! })
      else topics.set(topic, [{ index: partition, records: bytes! }])
    }
    const idOf = (topic: string) => this.#cluster.metadata.topic(topic)?.id ?? ZERO_UUID
    const named = [...topics].map(([name, partitionData]) => ({ name, topicId: idOf(name), partitionData }))
    const byId = named.every(({ topicId }) => topicId !== ZERO_UUID)
    const { acks, transactionalId, requestTimeoutMs: timeoutMs } = this.#o
    const init = { transactionalId, acks, timeoutMs, topicData: named }
    const maxVersion = Math.min(this.#identities.maxVersion, byId ? Produce.max : BY_ID - 1)
    if (acks !== 0) return this.#cluster.request(Produce, node, init, { timeoutMs, maxVersion })
    await this.#cluster.tell(Produce, node, init, { maxVersion })
    return undefined
  }

  #answered(batches: readonly [Lane, Batch][], { responses, nodeEndpoints }: ProduceResponse): void {
    const rows = new Map<string, PartitionProduceResponse>()
    for (const { name, topicId, partitionResponses } of responses) {
      const topic = name === '' ? (this.#cluster.metadata.nameOf(topicId) ?? '') : name
      for (const row of partitionResponses) rows.set(`${topic}-${row.index}`, row)
    }
    for (const [lane, batch] of batches) {
      const row = rows.get(`${lane.topic}-${lane.partition}`)
      if (row?.errorCode === 0) this.#written(lane, batch, row.baseOffset, row.logAppendTimeMs)
      else {
        const moved = row && this.#cluster.leaderMoved(lane.topic, lane.partition, row.currentLeader, nodeEndpoints)
        this.#refused(lane, batch, errorOf(lane, row), row, moved)
      }
    }
  }

  #written(lane: Lane, batch: Batch, baseOffset: number, appendTime: number): void {
    lane.written(batch)
    batch.written(baseOffset, appendTime)
    // Without an answer the bytes may still wait in the socket.
    this.#release(lane, batch, this.#o.acks !== 0)
  }

  /** @param moved the refusal named the new leader: no need to wait */
  #refused(lane: Lane, batch: Batch, error: KafkaError, row?: PartitionProduceResponse, moved = false): void {
    const now = this.#cluster.clock.monotonic()
    const known = error instanceof KafkaError
    const tries = batch.attempts <= this.#o.retries && now - batch.createdAt < this.#o.deliveryTimeoutMs && !this.fatal
    const verdict = known ? lane.judge(batch, error, tries) : 'fail'
    if (verdict === 'written') return this.#written(lane, batch, -1, -1)
    if (verdict === 'split') return this.#split(lane, batch, error)
    // An error that could be retried does not say that the records are not there: a timeout, a lost connection.
    if (verdict === 'fail') return this.#lose(lane, batch, error, known && !error.retriable, row)
    lane.retry(batch)
    const { retryBackoff, random } = this.#cluster
    lane.notBefore = moved ? now : now + backoffMs(retryBackoff, Math.max(0, batch.attempts - 1), random)
    if (error.refreshMetadata && !moved) this.#update()
  }

  #split(lane: Lane, batch: Batch, error: KafkaError): void {
    const limit = Math.min(this.#o.batchSize, Math.ceil(batch.bytes!.length / 2))
    const parts = batch.split(limit, this.#o.builder, lane.identity, this.#o.transactionalId !== null)
    if (parts.length < 2) return this.#lose(lane, batch, error, true)
    lane.replace(batch, parts)
    this.#accumulator.replaced(batch, parts)
  }

  /** Given up, and told so; with `row` each record gets its own reason. */
  #lose(lane: Lane, batch: Batch, error: KafkaError, refused: boolean, row?: PartitionProduceResponse): void {
    const inFlight = batch.state === 'inFlight'
    lane.lost(batch, refused)
    if (!batch.abandoned) this.#tell(batch, error, row)
    this.#release(lane, batch, inFlight)
  }

  /** Given up while the broker may still answer: only the sequence waits for it. */
  #forsake(batch: Batch, error: KafkaError): void {
    batch.abandoned = true
    this.#tell(batch, error)
  }

  #tell(batch: Batch, error: KafkaError, row?: PartitionProduceResponse): void {
    batch.failed(index => recordError(error, row, index))
    this.onLost?.(batch, error)
    this.#identities.failed(error)
  }

  #release(lane: Lane, batch: Batch, reuse: boolean): void {
    this.#accumulator.release(batch, reuse)
    if (lane.isEmpty) this.#accumulator.active.delete(lane)
    this.#changed.ring()
  }
}

function errorOf(lane: Lane, row: PartitionProduceResponse | undefined): KafkaError {
  if (!row)
    return new KafkaError('UNKNOWN_SERVER_ERROR', `The broker did not answer for ${lane.topic}-${lane.partition}`)
  const name = errorName(row.errorCode)
  const why = row.recordErrors[0]?.batchIndexErrorMessage ?? row.errorMessage ?? name
  return new KafkaError(name, `Cannot write to ${lane.topic}-${lane.partition}: ${why}`)
}

/** KIP-467: those that were wrong get their reason, their neighbours that they were neighbours. */
function recordError(error: KafkaError, row: PartitionProduceResponse | undefined, index: number): KafkaError {
  if (!row || row.recordErrors.length === 0) return error
  const own = row.recordErrors.find(({ batchIndex }) => batchIndex === index)
  if (!own)
    return new KafkaError(
      'INVALID_RECORD',
      `Not written, because another record of the same batch was refused: ${error.message}`,
    )
  return new KafkaError(
    row.recordErrors.length === 1 ? error.name : 'INVALID_RECORD',
    own.batchIndexErrorMessage ?? error.message,
  )
}
