/**
 * What becomes of a batch, by its answer or for want of one: it is written, goes back to its lane, is cut into smaller ones, or
 * is given up; and whoever waits for it is told.
 * Source: Kafka 4.3 `Sender.completeBatch`; KIP-467 (each record its own reason), KIP-951 (a refusal may name the new leader).
 */
import type { BatchBuilderOptions } from '../../protocol/batch-builder.ts'
import { errorName, KafkaError } from '../../protocol/errors.ts'
import type { PartitionProduceResponse, ProduceResponse } from '../../protocol/generated/apis/00-produce.ts'
import type { Uuid } from '../../protocol/types.ts'
import type { Cluster } from '../cluster.ts'
import { backoffMs } from '../retry.ts'
import { Bell } from '../wait.ts'
import type { Accumulator } from './accumulator.ts'
import type { Batch } from './batch.ts'
import type { Identities } from './identity.ts'
import type { Lane } from './lane.ts'

export interface OutcomeOptions {
  acks: -1 | 0 | 1
  transactionalId: string | null
  deliveryTimeoutMs: number
  retries: number
  batchSize: number
  builder: BatchBuilderOptions
}

/** One request's worth. */
export type Batches = readonly (readonly [Lane, Batch])[]

export class Outcomes {
  readonly #cluster: Cluster
  readonly #accumulator: Accumulator
  readonly #identities: Identities
  readonly #lookForLeaders: () => void
  readonly #o: OutcomeOptions
  /** Rings when some batch is done. */
  readonly changed = new Bell()
  /** No record is taken or sent any more. */
  fatal: KafkaError | undefined
  /** Told of every batch that is given up: for those who append without a callback. */
  onLost: ((batch: Batch, error: KafkaError) => void) | undefined

  constructor(
    cluster: Cluster,
    accumulator: Accumulator,
    identities: Identities,
    lookForLeaders: () => void,
    options: OutcomeOptions,
  ) {
    this.#cluster = cluster
    this.#accumulator = accumulator
    this.#identities = identities
    this.#lookForLeaders = lookForLeaders
    this.#o = options
  }

  /** @param names of the topics that were asked for, by id */
  answered(batches: Batches, { responses, nodeEndpoints }: ProduceResponse, names: ReadonlyMap<Uuid, string>): void {
    const rows = new Map<string, PartitionProduceResponse>()
    for (const { name, topicId, partitionResponses } of responses) {
      const topic = name === '' ? (names.get(topicId) ?? '') : name
      for (const row of partitionResponses) rows.set(`${topic}-${row.index}`, row)
    }
    for (const [lane, batch] of batches) {
      const row = rows.get(`${lane.topic}-${lane.partition}`)
      if (row?.errorCode === 0) this.written(lane, batch, row.baseOffset, row.logAppendTimeMs)
      else {
        const moved = row && this.#cluster.leaderMoved(lane.topic, lane.partition, row.currentLeader, nodeEndpoints)
        this.refused(lane, batch, errorOf(lane, row), row, moved)
      }
    }
  }

  written(lane: Lane, batch: Batch, baseOffset: number, appendTime: number): void {
    lane.written(batch)
    batch.written(baseOffset, appendTime)
    // Without an answer the bytes may still wait in the socket.
    this.#release(lane, batch, this.#o.acks !== 0)
  }

  /** @param moved the refusal named the new leader: no need to wait */
  refused(lane: Lane, batch: Batch, error: KafkaError, row?: PartitionProduceResponse, moved = false): void {
    const now = this.#cluster.clock.monotonic()
    const known = error instanceof KafkaError
    const tries = batch.attempts <= this.#o.retries && now - batch.createdAt < this.#o.deliveryTimeoutMs && !this.fatal
    const verdict = known ? lane.judge(batch, error, tries) : 'fail'
    if (verdict === 'written') return this.written(lane, batch, -1, -1)
    if (verdict === 'split') return this.#split(lane, batch, error)
    // An error that could be retried does not say that the records are not there: a timeout, a lost connection.
    if (verdict === 'fail') return this.#lose(lane, batch, error, known && !error.retriable, row)
    lane.retry(batch)
    const { retryBackoff, random } = this.#cluster
    lane.notBefore = moved ? now : now + backoffMs(retryBackoff, Math.max(0, batch.attempts - 1), random)
    if (error.refreshMetadata && !moved) this.#lookForLeaders()
  }

  /** Give up what is older than delivery.timeout.ms. */
  expire(lane: Lane, now: number): void {
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
    this.changed.ring()
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
