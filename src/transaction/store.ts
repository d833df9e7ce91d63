/**
 * The partitions of `__transaction_state` that this broker leads, and the view they are folded into: what a decision wants
 * written is appended to its id's partition and folded at once, inside the open SQLite transaction, which commits when the
 * turn's writes are done. A write that fails throws the view away: it is read again from what the log has.
 */
import { readBatchHeader } from '../protocol/batch.ts'
import { KafkaError } from '../protocol/errors.ts'
import { encodeBatch } from '../protocol/record.ts'
import type { LeaderEpoch, Offset } from '../protocol/types.ts'
import type { RecordSource } from '../view/source.ts'
import { foldOf } from '../view/unreadable.ts'
import { View } from '../view/view.ts'
import { applyBatch } from './apply.ts'
import * as queries from './queries.ts'
import { type TransactionRecord, transactionRecord } from './records.ts'
import { SCHEMA, SCHEMA_VERSION } from './schema.ts'
import { NO_EPOCH, type Transaction } from './transaction.ts'

/** A partition's log, as this coordinator uses it. */
export interface StateLog extends RecordSource {
  readonly endOffset: Offset
  append(records: Buffer, options: { leaderEpoch: LeaderEpoch; origin: 'coordinator' }): { firstOffset: Offset }
  write(): void
  onWritten(fn: (error?: Error) => void): void
}

export interface StatePartition {
  log: StateLog
  leaderEpoch: LeaderEpoch
}

export interface StoreOptions {
  /** Where transactions.db is. */
  file: string
  now: () => number
  /** Of `__transaction_state`; 0: it has not been made yet. */
  partitionCount: () => number
  /** @throws {KafkaError} COORDINATOR_NOT_AVAILABLE */
  partitionOf: (transactionalId: string) => number
  /** @throws {KafkaError} NOT_COORDINATOR when this broker does not lead it */
  partition: (index: number) => StatePartition
  /** Whether a partition's log has, or the view knows, anything at all, without opening the log. Default: it may. */
  isUsed?: (index: number, view: View) => boolean
  /** Of the records' values, by the level of transaction.version. */
  valueVersion: () => number
}

export class TransactionStore {
  view: View
  readonly #o: StoreOptions
  readonly #loaded = new Map<number, StateLog>()
  /** Epochs before the current ones: a producer that repeats itself has them. Not in the log, as on Kafka. */
  readonly #lastEpochs = new Map<string, number>()
  /** Told of transactions that a partition, now read, holds half ended. */
  onEnding: (transactions: readonly Transaction[]) => void = () => {}

  constructor(options: StoreOptions) {
    this.#o = options
    this.view = openView(options)
  }

  /** @throws {KafkaError} COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR */
  load(transactionalId: string): StatePartition {
    return this.loadPartition(this.#o.partitionOf(transactionalId))
  }

  /** Read what this broker leads: whatever is half ended goes on. */
  loadAll(): void {
    // Twice, because a view that had to be thrown away on the way has lost the partitions before.
    const { partitionCount, isUsed = () => true } = this.#o
    for (let pass = 0; pass < 2; pass++)
      for (let index = 0; index < partitionCount(); index++)
        try {
          if (isUsed(index, this.view)) this.loadPartition(index)
        } catch (error) {
          if (!(error instanceof KafkaError)) throw error
        }
  }

  loadPartition(index: number): StatePartition {
    const partition = this.#o.partition(index)
    const { log } = partition
    if (this.#loaded.get(index) === log) return partition
    // Appended and not written: a view that another partition's log had thrown away in this turn knew it already.
    log.write()
    // Behind the log's beginning, or of another history: all of it is read anew, for one file holds all partitions.
    if (!this.view.fits(log)) this.#reset()
    this.view.commit()
    foldOf(log.name, () =>
      this.view.replay(log, ({ header, bytes }) => applyBatch(this.view, header, bytes, log.name), log.endOffset),
    )
    this.#loaded.set(index, log)
    this.onEnding(queries.ending(this.view, log.name))
    return partition
  }

  #reset(): void {
    this.view.close()
    View.discard(this.#o.file)
    this.view = openView(this.#o)
    this.#loaded.clear()
  }

  /** @throws {KafkaError} COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR */
  get(transactionalId: string): Transaction | undefined {
    this.load(transactionalId)
    const known = queries.transaction(this.view, transactionalId)
    return known && { ...known, lastEpoch: this.#lastEpochs.get(transactionalId) ?? NO_EPOCH }
  }

  /** The next state: seen by every decision from now on. @param written called when it is in the file */
  put(transaction: Transaction, written: (error?: Error) => void): StatePartition {
    const { transactionalId, lastEpoch } = transaction
    if (lastEpoch === NO_EPOCH) this.#lastEpochs.delete(transactionalId)
    else this.#lastEpochs.set(transactionalId, lastEpoch)
    return this.append(transactionalId, transactionRecord(transaction, this.#o.valueVersion()), written)
  }

  append(transactionalId: string, record: TransactionRecord, written: (error?: Error) => void): StatePartition {
    const partition = this.load(transactionalId)
    const { log, leaderEpoch } = partition
    const bytes = encodeBatch({ records: [{ timestamp: this.#o.now(), ...record }] })
    this.view.begin()
    log.append(bytes, { leaderEpoch, origin: 'coordinator' })
    applyBatch(this.view, readBatchHeader(bytes), bytes, log.name)
    this.view.setPosition(log.name, log.endOffset, leaderEpoch)
    log.onWritten(error => {
      if (error && this.view.db.open) {
        this.view.rollback()
        this.#reset()
      }
      written(error)
    })
    this.view.commitLater()
    return partition
  }

  /** Resolves when all that was appended to an id's partition so far is in the file. @throws {KafkaError} when it could not be */
  settled(transactionalId: string): Promise<void> {
    const { log } = this.load(transactionalId)
    return new Promise((resolve, reject) => log.onWritten(error => (error ? reject(error) : resolve())))
  }

  forget(transactionalId: string): void {
    this.#lastEpochs.delete(transactionalId)
  }

  close(): void {
    this.view.commit()
    this.view.close()
  }
}

const openView = ({ file }: StoreOptions) => View.open({ file, schema: SCHEMA, version: SCHEMA_VERSION })
