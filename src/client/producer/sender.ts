/**
 * Batches to leaders: one Produce request per broker at a time carries the oldest batch of each of its partitions; up to five
 * requests are under way at once. Answers that may be tried again put their batches back, in order of sequence, so that an
 * idempotent producer's records stay in order and once.
 * Source: KIP-98, KIP-360 (a producer that lost its place starts a new epoch); Kafka 4.3 `Sender`, `TransactionManager`.
 */
import { addSequence, NO_PRODUCER_EPOCH, NO_PRODUCER_ID, NO_SEQUENCE } from '../../protocol/batch.ts'
import { errorName, KafkaError } from '../../protocol/errors.ts'
import { Produce, type ProduceResponse } from '../../protocol/generated/apis/00-produce.ts'
import { InitProducerId } from '../../protocol/generated/apis/22-init-producer-id.ts'
import { ANY, type Cluster } from '../cluster.ts'
import type { Accumulator, Batch, PartitionQueue } from './accumulator.ts'

export interface SenderOptions {
  acks: -1 | 0 | 1
  idempotent: boolean
  lingerMs: number
  requestTimeoutMs: number
  deliveryTimeoutMs: number
  retryBackoffMs: number
  maxRequestSize: number
  maxInFlight: number
}

/** The last version that names topics by name: ids need no second look-up of ours, but brokers before 4.1 lack them. */
const BY_NAME = 12

export class Sender {
  readonly #cluster: Cluster
  readonly #accumulator: Accumulator
  readonly #o: SenderOptions
  #producerId = NO_PRODUCER_ID
  #epoch = NO_PRODUCER_EPOCH
  /** A request for a producer id is under way. */
  #identifying: Promise<void> | undefined
  /** By broker: requests without an answer. */
  readonly #inFlight = new Map<number, number>()
  #timer: NodeJS.Timeout | undefined
  #woken = false
  /** Send everything now, linger or not. */
  #flushing = 0
  /** Called when there is room again, or nothing left. */
  #idle: (() => void)[] = []
  /** A partition whose leader is unknown: not before then. */
  readonly #notBefore = new Map<PartitionQueue, number>()
  fatal: KafkaError | undefined

  constructor(cluster: Cluster, accumulator: Accumulator, options: SenderOptions) {
    this.#cluster = cluster
    this.#accumulator = accumulator
    this.#o = options
  }

  /** Something was appended: look, once, when this turn is over. */
  wake(): void {
    if (this.#woken) return
    this.#woken = true
    setImmediate(() => {
      this.#woken = false
      this.#look()
    })
  }

  /** Resolves when all that was appended is answered, one way or another. */
  async flush(): Promise<void> {
    this.#flushing++
    this.wake()
    while (!this.#accumulator.isEmpty) await this.changed()
    this.#flushing--
  }

  /** Resolves when some batch has been answered. */
  changed(): Promise<void> {
    return new Promise(resolve => this.#idle.push(resolve))
  }

  #look(): void {
    if (this.#o.idempotent && this.#producerId === NO_PRODUCER_ID) {
      if (!this.#accumulator.isEmpty) this.#identify()
      return
    }
    const now = this.#cluster.clock.monotonic()
    let nextMs = Number.POSITIVE_INFINITY
    const byNode = new Map<number, PartitionQueue[]>()
    for (const queue of this.#accumulator.all()) {
      const [batch] = queue.batches
      if (!batch) continue
      const wait = this.#waitFor(queue, batch, now)
      if (wait > 0) {
        nextMs = Math.min(nextMs, wait)
        continue
      }
      const leader = this.#cluster.known(queue.topic)?.partitions[queue.partition]?.leader ?? -1
      if (leader < 0) {
        this.#postpone(queue)
        nextMs = Math.min(nextMs, this.#o.retryBackoffMs)
        continue
      }
      const queues = byNode.get(leader)
      if (queues) queues.push(queue)
      else byNode.set(leader, [queue])
    }
    for (const [node, queues] of byNode) this.#send(node, queues)
    if (nextMs < Number.POSITIVE_INFINITY) this.#arm(nextMs)
  }

  /** Milliseconds until `batch`, the oldest of `queue`, may leave: it is full, it has lingered, or somebody flushes. */
  #waitFor(queue: PartitionQueue, batch: Batch, now: number): number {
    const full = queue.batches.length > 1 || batch.bytes !== undefined || this.#flushing > 0
    return Math.max(full ? 0 : batch.createdAt + this.#o.lingerMs - now, (this.#notBefore.get(queue) ?? 0) - now)
  }

  #arm(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#look(), Math.max(1, ms))
  }

  /** No leader is known: ask, and try again a little later. */
  #postpone(queue: PartitionQueue): void {
    this.#notBefore.set(queue, this.#cluster.clock.monotonic() + this.#o.retryBackoffMs)
    this.#expire(queue)
    this.#cluster.refresh([queue.topic]).then(
      () => this.wake(),
      () => this.wake(),
    )
  }

  /** Batches that have waited longer than delivery.timeout.ms are given up. */
  #expire(queue: PartitionQueue): void {
    const oldest = this.#cluster.clock.monotonic() - this.#o.deliveryTimeoutMs
    while (queue.batches[0] && queue.batches[0].createdAt < oldest) {
      const batch = queue.batches.shift()!
      this.#finish(
        batch,
        new KafkaError(
          'REQUEST_TIMED_OUT',
          `${batch.builder.count} record(s) for ${queue.topic}-${queue.partition} could not be delivered within ${this.#o.deliveryTimeoutMs} ms (delivery.timeout.ms)`,
        ),
      )
    }
  }

  #identify(): void {
    this.#identifying ??= this.#cluster
      .retry(async () => {
        const answer = await this.#cluster.request(InitProducerId, ANY, {
          transactionalId: null,
          transactionTimeoutMs: 60_000,
          producerId: this.#producerId,
          producerEpoch: this.#epoch,
        })
        if (answer.errorCode !== 0) throw new KafkaError(errorName(answer.errorCode), 'The broker gives no producer id')
        this.#producerId = answer.producerId
        this.#epoch = answer.producerEpoch
      }, this.#o.deliveryTimeoutMs)
      .catch(error => this.#failAll(error as KafkaError))
      .finally(() => {
        this.#identifying = undefined
        this.wake()
      })
  }

  #failAll(error: KafkaError): void {
    this.fatal = error
    for (const queue of this.#accumulator.all()) for (const batch of queue.batches.splice(0)) this.#finish(batch, error)
  }

  /** Requests to one broker until its partitions have nothing ready, or enough is under way. */
  #send(node: number, queues: readonly PartitionQueue[]): void {
    for (let sent = true; sent; ) {
      sent = false
      if ((this.#inFlight.get(node) ?? 0) >= this.#o.maxInFlight) return
      const batches: Batch[] = []
      let size = 0
      for (const queue of queues) {
        const [batch] = queue.batches
        if (!batch || this.#waitFor(queue, batch, this.#cluster.clock.monotonic()) > 0) continue
        if (batches.length > 0 && size + batch.builder.uncompressedSize > this.#o.maxRequestSize) continue
        queue.batches.shift()
        queue.inFlight++
        this.#seal(queue, batch)
        size += batch.bytes!.length
        batches.push(batch)
      }
      if (batches.length > 0) {
        this.#request(node, batches)
        sent = true
      }
    }
  }

  #seal(queue: PartitionQueue, batch: Batch): void {
    if (batch.bytes) return
    if (this.#o.idempotent) {
      batch.sequence = queue.nextSequence
      queue.nextSequence = addSequence(queue.nextSequence, batch.builder.count)
    }
    batch.bytes = batch.builder.finish({
      producerId: this.#producerId,
      producerEpoch: this.#epoch,
      baseSequence: this.#o.idempotent ? batch.sequence : NO_SEQUENCE,
    })
  }

  #request(node: number, batches: readonly Batch[]): void {
    const topics = new Map<string, Batch[]>()
    for (const batch of batches) topics.set(batch.topic, [...(topics.get(batch.topic) ?? []), batch])
    const init = {
      transactionalId: null,
      acks: this.#o.acks,
      timeoutMs: this.#o.requestTimeoutMs,
      topicData: [...topics].map(([name, list]) => ({
        name,
        partitionData: list.map(({ partition, bytes }) => ({ index: partition, records: bytes! })),
      })),
    }
    this.#inFlight.set(node, (this.#inFlight.get(node) ?? 0) + 1)
    const over = () => {
      this.#inFlight.set(node, this.#inFlight.get(node)! - 1)
      this.#look()
    }
    if (this.#o.acks === 0) {
      this.#cluster.tell(Produce, node, init, { maxVersion: BY_NAME }).then(
        () => {
          for (const batch of batches) this.#done(batch, -1, -1)
          over()
        },
        error => {
          for (const batch of batches) this.#refused(batch, error as KafkaError)
          over()
        },
      )
      return
    }
    this.#cluster.request(Produce, node, init, { timeoutMs: this.#o.requestTimeoutMs, maxVersion: BY_NAME }).then(
      response => {
        this.#answered(batches, response)
        over()
      },
      error => {
        for (const batch of batches) this.#refused(batch, error as KafkaError)
        over()
      },
    )
  }

  #answered(batches: readonly Batch[], { responses }: ProduceResponse): void {
    for (const batch of batches) {
      const row = responses
        .find(({ name }) => name === batch.topic)
        ?.partitionResponses.find(({ index }) => index === batch.partition)
      if (!row)
        this.#refused(
          batch,
          new KafkaError('UNKNOWN_SERVER_ERROR', `The broker did not answer for ${batch.topic}-${batch.partition}`),
        )
      else if (row.errorCode === 0) this.#done(batch, row.baseOffset, row.logAppendTimeMs)
      // Another try of the same batch has arrived before: it is there.
      else if (errorName(row.errorCode) === 'DUPLICATE_SEQUENCE_NUMBER') this.#done(batch, -1, -1)
      else
        this.#refused(
          batch,
          new KafkaError(
            errorName(row.errorCode),
            row.recordErrors[0]?.batchIndexErrorMessage ??
              row.errorMessage ??
              `${batch.topic}-${batch.partition}: ${errorName(row.errorCode)}`,
          ),
        )
    }
  }

  #done(batch: Batch, baseOffset: number, appendTime: number): void {
    this.#queueOf(batch).inFlight--
    const { topic, partition } = batch
    for (const { index, timestamp, done } of batch.callbacks)
      done(undefined, {
        topic,
        partition,
        offset: baseOffset < 0 ? -1 : baseOffset + index,
        timestamp: appendTime < 0 ? timestamp : appendTime,
      })
    this.#accumulator.release(batch)
    this.#tellIdle()
  }

  #queueOf = (batch: Batch) => this.#accumulator.queue(batch.topic, batch.partition)

  #refused(batch: Batch, error: KafkaError): void {
    const queue = this.#queueOf(batch)
    queue.inFlight--
    const age = this.#cluster.clock.monotonic() - batch.createdAt
    // Out of order only because the batch before it has to be sent again: it will be in order after that one.
    const behind =
      error.name === 'OUT_OF_ORDER_SEQUENCE_NUMBER' &&
      queue.batches.some(({ sequence }) => sequence >= 0 && sequence < batch.sequence)
    const again = error instanceof KafkaError && (error.retriable || behind) && age < this.#o.deliveryTimeoutMs
    if (!again) return this.#finish(batch, error)
    const at = queue.batches.findIndex(
      other => other.bytes === undefined || (batch.sequence >= 0 && other.sequence > batch.sequence),
    )
    queue.batches.splice(at < 0 ? queue.batches.length : at, 0, batch)
    this.#notBefore.set(queue, this.#cluster.clock.monotonic() + this.#o.retryBackoffMs)
    if (error.refreshMetadata || error.name === 'NETWORK_EXCEPTION')
      this.#cluster.refresh([batch.topic]).catch(() => {})
    this.#arm(this.#o.retryBackoffMs)
  }

  #finish(batch: Batch, error: KafkaError): void {
    for (const { done } of batch.callbacks) done(error)
    this.onLost?.(batch, error)
    this.#accumulator.release(batch)
    this.#tellIdle()
  }

  /** Told of every batch that is given up: for those who append without a callback. */
  onLost: ((batch: Batch, error: KafkaError) => void) | undefined

  #tellIdle(): void {
    for (const fn of this.#idle.splice(0)) fn()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}
