/**
 * The partitions of `__consumer_offsets` that this broker leads, and the view they are folded into: what a decision wants
 * written is appended to its group's partition and folded at once, inside the open transaction; the transaction commits when
 * the turn's writes are done. A partition is read when somebody first asks for a group of it.
 */

import { CorruptLogError, isSystemError } from '../log/errors.ts'
import { readBatchHeader } from '../protocol/batch.ts'
import { coordinatorPartition } from '../protocol/coordinator-partition.ts'
import { KafkaError } from '../protocol/errors.ts'
import { encodeBatch } from '../protocol/record.ts'
import type { LeaderEpoch, Offset } from '../protocol/types.ts'
import type { RecordSource } from '../view/source.ts'
import { foldOf } from '../view/unreadable.ts'
import { View } from '../view/view.ts'
import { applyBatch } from './apply.ts'
import type { GroupRecord } from './records.ts'
import { SCHEMA, SCHEMA_VERSION } from './schema.ts'

interface AppendOptions {
  leaderEpoch: LeaderEpoch
  origin: 'coordinator'
  /** Of the coordinator that sends a marker. */
  transactionVersion?: number | undefined
}

/** A partition's log, as a coordinator uses it. */
export interface CoordinatorLog extends RecordSource {
  readonly endOffset: Offset
  append(records: Buffer, options: AppendOptions): { firstOffset: Offset }
  /** What is queued goes into the file now, not at the end of the turn. */
  write(): void
  onWritten(fn: (error?: Error) => void): void
}

export interface CoordinatorPartition {
  log: CoordinatorLog
  leaderEpoch: LeaderEpoch
}

export interface StoreOptions {
  /** Where groups.db is. */
  file: string
  now: () => number
  /** Partitions of `__consumer_offsets`; 0: it has not been made yet. */
  partitionCount: () => number
  /** @throws {KafkaError} NOT_COORDINATOR when this broker does not lead it */
  partition: (index: number) => CoordinatorPartition
  /** Whether a partition's log has, or the view knows, anything at all, without opening the log. Default: it may. */
  isUsed?: (index: number, view: View) => boolean
}

/** What a batch of a transaction carries. */
export interface TransactionIds {
  producerId: number
  producerEpoch: number
}

export class GroupStore {
  view: View
  readonly #o: StoreOptions
  readonly #loaded = new Map<number, CoordinatorLog>()
  /** Told of groups whose rows changed by other ways than `append`: a partition that was read, a transaction's end, a lost write. */
  onChanged: (groupIds: Iterable<string> | 'all') => void = () => {}

  constructor(options: StoreOptions) {
    this.#o = options
    this.view = openView(options)
  }

  partitionOf(groupId: string): number {
    return coordinatorPartition(groupId, this.#o.partitionCount())
  }

  /** Make sure that a group's partition has been read. @throws {KafkaError} COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR */
  load(groupId: string): CoordinatorPartition {
    return this.loadPartition(this.partitionOf(groupId))
  }

  loadAll(): void {
    const { partitionCount, isUsed = () => true } = this.#o
    for (let index = 0; index < partitionCount(); index++) if (isUsed(index, this.view)) this.loadPartition(index)
  }

  loadPartition(index: number): CoordinatorPartition {
    const partition = this.#o.partition(index)
    if (this.#loaded.get(index) === partition.log) return partition
    const { log } = partition
    // Appended and not written: a view that another partition's log had thrown away in this turn knew it already.
    log.write()
    // Behind the log's beginning, or of another history: all of it is read anew, for one file holds all partitions.
    if (!this.view.fits(log)) this.#reset()
    this.view.commit()
    foldOf(log.name, () =>
      this.view.replay(
        log,
        ({ header, bytes }) => this.onChanged(applyBatch(this.view, header, bytes, log.name)),
        log.endOffset,
      ),
    )
    this.#loaded.set(index, log)
    return partition
  }

  #reset(): void {
    this.view.close()
    View.discard(this.#o.file)
    this.view = openView(this.#o)
    this.#loaded.clear()
  }

  /** Append as one batch, and fold. `written` is called when the batch is in the file. */
  append(
    groupId: string,
    records: readonly GroupRecord[],
    written: (error?: KafkaError) => void,
    transaction?: TransactionIds,
  ): void {
    const { log, leaderEpoch } = this.load(groupId)
    const timestamp = this.#o.now()
    const bytes = encodeBatch({
      records: records.map(({ key, value }) => ({ timestamp, key, value })),
      ...(transaction && { ...transaction, baseSequence: -1, isTransactional: true }),
    })
    this.view.begin()
    log.append(bytes, { leaderEpoch, origin: 'coordinator' })
    applyBatch(this.view, readBatchHeader(bytes), bytes, log.name)
    this.view.setPosition(log.name, log.endOffset, leaderEpoch)
    this.#whenWritten(log, error => written(error as KafkaError | undefined))
    this.view.commitLater()
  }

  /** Resolves when all that was appended to a group's partition so far is in the file. @throws {KafkaError} when it could not be */
  settled(groupId: string): Promise<void> {
    const { log } = this.load(groupId)
    return new Promise((resolve, reject) => log.onWritten(error => (error ? reject(error) : resolve())))
  }

  /** What a log could not write was folded already: the view is read anew from what the logs have. */
  #whenWritten(log: CoordinatorLog, written: (error?: Error) => void): void {
    const { view } = this
    log.onWritten(error => {
      if (error && view === this.view && view.db.open) this.#reread()
      written(error)
    })
  }

  #reread(): void {
    const loaded = [...this.#loaded.keys()]
    this.view.rollback()
    this.#reset()
    this.onChanged('all')
    for (const index of loaded)
      try {
        this.loadPartition(index)
      } catch (error) {
        // The disk gives nothing back, either: whoever asks for a group in it is told, and the other partitions go on.
        if (!(error instanceof KafkaError || error instanceof CorruptLogError || isSystemError(error))) throw error
      }
  }

  /**
   * The end of a transaction that had offsets in this partition. Folded at once: a later append moves the view's position
   * beyond it. @param bytes the marker's batch
   */
  appendMarker(
    index: number,
    bytes: Buffer,
    transactionVersion: number | undefined,
    written: (error?: Error) => void,
  ): void {
    const { log, leaderEpoch } = this.loadPartition(index)
    this.view.begin()
    log.append(bytes, { leaderEpoch, origin: 'coordinator', transactionVersion })
    this.onChanged(applyBatch(this.view, readBatchHeader(bytes), bytes, log.name))
    this.view.setPosition(log.name, log.endOffset, leaderEpoch)
    this.#whenWritten(log, written)
    this.view.commitLater()
  }

  close(): void {
    this.view.commit()
    this.view.close()
  }
}

const openView = ({ file }: StoreOptions) => View.open({ file, schema: SCHEMA, version: SCHEMA_VERSION })
