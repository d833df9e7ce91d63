/**
 * The transaction coordinator: from a request to its transactional id, from a decision to the log, from there to the
 * markers, and back to the answer. All on one thread, so a decision sees the state as the one before left it.
 *
 * The order that atomicity rests on: the decision is written, then the markers are, then that it is complete. Whoever finds
 * a decision without its completion, after a restart, writes the markers (again: a second one changes nothing).
 * Kafka answers EndTxn when the decision is written; here the answer waits for the markers, which are all on this machine,
 * so that the producer's next transaction is not told to come again (CONCURRENT_TRANSACTIONS).
 * Source: KIP-98, KIP-890; Kafka 4.3 `TransactionCoordinator`, `TransactionMarkerChannelManager`.
 * Not here: markers to other brokers; two-phase commit (KIP-939).
 */
import type { Clock, Timer } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { SECONDS } from '../lib/units.ts'
import { type ErrorName, KafkaError } from '../protocol/errors.ts'
import type { ProducerId } from '../protocol/types.ts'
import { type InitRequest, initProducerId, needsProducerId } from './decide/22-init-producer-id.ts'
import { addPartitions, type Producer, verify } from './decide/24-add-partitions-to-txn.ts'
import { completed, type EndRequest, endTransaction, fencingAbort, needsNextProducerId } from './decide/26-end-txn.ts'
import * as queries from './queries.ts'
import { transactionGone } from './records.ts'
import type { TransactionStore } from './store.ts'
import { EPOCH_PER_TRANSACTION, isEnding, type Partitions, type Transaction } from './transaction.ts'

export interface Marker {
  producerId: ProducerId
  producerEpoch: number
  committed: boolean
  coordinatorEpoch: number
  /** From 2 on a marker's epoch is larger than that of the transaction's records: a stricter look is taken at it. */
  transactionVersion: number
}

export interface TransactionSettings {
  maxTimeoutMs: number
  /** The level of transaction.version. */
  serverVersion: number
  timeoutCheckMs: number
  expireAfterMs: number
  expireCheckMs: number
}

export interface CoordinatorOptions {
  store: TransactionStore
  clock: Clock
  logger: Logger
  takeProducerId: () => Promise<ProducerId>
  /** Into one partition; resolves when it is in the file, rejects with a {@link KafkaError}. */
  writeMarker: (topic: string, index: number, marker: Marker) => Promise<void>
  settings: () => TransactionSettings
}

/** Who a producer is from now on. */
export interface ProducerIdAndEpoch {
  producerId: ProducerId
  producerEpoch: number
}

const RETRY_MARKERS_MS = 1 * SECONDS
const EXPIRE_AT_ONCE = 1000
/** There is nothing left to end there: the topic is gone, or the producer has gone on. */
const nothingToEnd: readonly ErrorName[] = [
  'UNKNOWN_TOPIC_OR_PARTITION',
  'INVALID_PRODUCER_EPOCH',
  'TRANSACTION_COORDINATOR_FENCED',
]

export class TransactionCoordinator {
  readonly store: TransactionStore
  readonly #o: CoordinatorOptions
  readonly #ending = new Map<string, Promise<void>>()
  readonly #timers = new Map<string, Timer>()
  #closed = false

  constructor(options: CoordinatorOptions) {
    this.#o = options
    this.store = options.store
    this.store.onEnding = transactions => {
      // The partition is still being read.
      setImmediate(() => {
        for (const transaction of transactions) if (!this.#closed) this.#finish(transaction.transactionalId)
      })
    }
    this.#repeat(
      'timeouts',
      ({ timeoutCheckMs }) => timeoutCheckMs,
      () => this.abortTimedOut(),
    )
    this.#repeat(
      'expiry',
      ({ expireCheckMs }) => expireCheckMs,
      () => this.expire(),
    )
  }

  #repeat(key: string, every: (settings: TransactionSettings) => number, fn: () => void): void {
    this.#later(key, every(this.#o.settings()), () => {
      fn()
      this.#repeat(key, every, fn)
    })
  }

  #later(key: string, delayMs: number, fn: () => void): void {
    const timer = this.#o.clock.after(delayMs, () => {
      this.#timers.delete(key)
      if (this.#closed) return
      try {
        fn()
      } catch (error) {
        this.#o.logger.error(`A transaction's timer failed (${key})`, error)
      }
    })
    this.#timers.set(key, timer)
  }

  /** @throws {KafkaError} INVALID_REQUEST, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR */
  find(transactionalId: string): Transaction | undefined {
    if (this.#closed) throw new KafkaError('COORDINATOR_NOT_AVAILABLE', 'The broker is stopping')
    if (transactionalId === '') throw new KafkaError('INVALID_REQUEST', 'The transactional id is empty')
    return this.store.get(transactionalId)
  }

  async initProducerId(request: InitRequest): Promise<ProducerIdAndEpoch> {
    const { transactionalId, timeoutMs, expected } = request
    const { maxTimeoutMs } = this.#o.settings()
    if (timeoutMs <= 0 || timeoutMs > maxTimeoutMs)
      throw new KafkaError(
        'INVALID_TRANSACTION_TIMEOUT',
        `transaction.timeout.ms=${timeoutMs} was asked; 1 to ${maxTimeoutMs} (transaction.max.timeout.ms) are possible`,
      )
    const fresh = needsProducerId(this.find(transactionalId), expected) ? await this.#o.takeProducerId() : undefined
    // Somebody else may have been faster while the id was on its way.
    const known = this.find(transactionalId)
    const next = initProducerId(known, request, this.#o.clock.now(), fresh)
    if (next === 'abort') {
      await this.#abort(known!)
      throw new KafkaError(
        'CONCURRENT_TRANSACTIONS',
        `The open transaction of "${transactionalId}" was aborted: ask again`,
      )
    }
    await this.#write(next)
    return { producerId: next.producerId, producerEpoch: next.epoch }
  }

  /** Resolves when it is in the log; when nothing is new, what was there before may be on its way there still. */
  async addPartitions(producer: Producer, added: Partitions, clientVersion: number): Promise<void> {
    const next = addPartitions(this.find(producer.transactionalId), producer, added, clientVersion, this.#o.clock.now())
    await (next ? this.#write(next) : this.store.settled(producer.transactionalId))
  }

  /**
   * The same at once, for a partition whose records follow in this turn: what was added is in the file before they are, so
   * that no record can be in a transaction that nobody knows.
   */
  addNow(producer: Producer, topic: string, index: number): void {
    const added = new Map([[topic, new Set([index])]])
    const known = this.find(producer.transactionalId)
    const next = addPartitions(known, producer, added, EPOCH_PER_TRANSACTION, this.#o.clock.now())
    if (!next) return
    let failed: Error | undefined
    const { log } = this.store.put(next, error => {
      failed = error
    })
    log.write()
    if (failed) throw failed
  }

  verify(producer: Producer, topic: string, index: number): boolean {
    return verify(this.find(producer.transactionalId), producer, topic, index)
  }

  /** @returns who the producer is in its next transaction */
  async endTransaction(request: EndRequest): Promise<ProducerIdAndEpoch> {
    const { transactionalId, clientVersion } = request
    const needsNext = needsNextProducerId(this.find(transactionalId), clientVersion)
    const nextId = needsNext ? await this.#o.takeProducerId() : undefined
    const known = this.find(transactionalId)
    const next = endTransaction(known, request, this.#o.clock.now(), nextId)
    if (!next) return { producerId: known!.producerId, producerEpoch: known!.epoch }
    const { producerId, epoch } = completed(next, 0)
    await this.#write(next)
    await this.#finish(transactionalId)
    return { producerId, producerEpoch: epoch }
  }

  async #abort(known: Transaction): Promise<void> {
    const { serverVersion } = this.#o.settings()
    const nextId = needsNextProducerId(known, serverVersion) ? await this.#o.takeProducerId() : undefined
    const now = this.find(known.transactionalId)
    if (now?.state !== 'Ongoing' || now.producerId !== known.producerId || now.epoch !== known.epoch) return
    await this.#write(fencingAbort(now, serverVersion, this.#o.clock.now(), nextId))
    await this.#finish(known.transactionalId)
  }

  #write(transaction: Transaction): Promise<void> {
    return new Promise((resolve, reject) => {
      this.store.put(transaction, error => (error ? reject(error) : resolve()))
    })
  }

  /** Write the markers of a decided transaction, then that it is complete; resolves when each was tried once. */
  #finish(transactionalId: string): Promise<void> {
    const running = this.#ending.get(transactionalId)
    if (running) return running
    const done = this.#writeMarkers(transactionalId)
      .catch(error => this.#o.logger.error(`Transaction "${transactionalId}" cannot be ended`, error))
      .finally(() => this.#ending.delete(transactionalId))
    this.#ending.set(transactionalId, done)
    return done
  }

  async #writeMarkers(transactionalId: string): Promise<void> {
    if (this.#closed) return
    const transaction = this.find(transactionalId)
    if (!transaction || !isEnding(transaction)) return
    const marker: Marker = {
      producerId: transaction.producerId,
      producerEpoch: transaction.epoch,
      committed: transaction.state === 'PrepareCommit',
      coordinatorEpoch: this.store.load(transactionalId).leaderEpoch,
      transactionVersion: transaction.clientVersion,
    }
    const writes: Promise<boolean>[] = []
    for (const [topic, indexes] of transaction.partitions)
      for (const index of indexes) writes.push(this.#writeMarker(topic, index, marker, transactionalId))
    const all = (await Promise.all(writes)).every(ok => ok)
    if (this.#closed) return
    if (all) this.store.put(completed(transaction, this.#o.clock.now()), () => {})
    else
      this.#later(`markers ${transactionalId}`, RETRY_MARKERS_MS, () => {
        this.#finish(transactionalId)
      })
  }

  async #writeMarker(topic: string, index: number, marker: Marker, transactionalId: string): Promise<boolean> {
    try {
      await this.#o.writeMarker(topic, index, marker)
      return true
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      this.#o.logger.warn(`No marker of "${transactionalId}" in ${topic}-${index}: ${error.name}: ${error.message}`)
      return nothingToEnd.includes(error.name)
    }
  }

  /** Abort what has been open for longer than its producer wanted. */
  abortTimedOut(): void {
    for (const transaction of queries.timedOut(this.store.view, this.#o.clock.now())) {
      const { transactionalId, timeoutMs } = transaction
      this.#o.logger.info(`Transaction "${transactionalId}" has been open for more than ${timeoutMs} ms: it is aborted`)
      this.#abort(transaction).catch(error => this.#o.logger.warn(`"${transactionalId}" stays open: ${error.message}`))
    }
  }

  /** Forget ids that nobody has used for transactional.id.expiration.ms. */
  expire(): void {
    const before = this.#o.clock.now() - this.#o.settings().expireAfterMs
    for (const transactionalId of queries.silent(this.store.view, before, EXPIRE_AT_ONCE)) {
      this.#o.logger.info(`Transactional id "${transactionalId}" was not used for long, and is forgotten`)
      this.store.append(transactionalId, transactionGone(transactionalId), () => {})
      this.store.forget(transactionalId)
    }
  }

  close(): void {
    this.#closed = true
    for (const timer of this.#timers.values()) timer.cancel()
    this.store.close()
  }
}
