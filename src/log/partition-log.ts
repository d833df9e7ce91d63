/**
 * One partition on disk: segments end to end, one of them written to. Here its parts meet: what is there is read by load.ts, put
 * together by parts.ts; batches are judged by validate.ts and producers.ts, written by writer.ts, read by reader.ts, and go
 * when log-start.ts raises the start.
 *
 * ```
 *  log start                    written = high watermark       end
 *      │ segment │ segment │ active segment   │ queued batches   │
 * ```
 * Appends get their offsets at once and their bytes are queued; all that arrives in one turn of the event loop is written
 * with one writev, and then acknowledged (`onWritten`). With one replica what is written is committed, so `writtenOffset`
 * is the high watermark.
 *
 * Invariants: logStartOffset <= writtenOffset <= endOffset; offsets of batches grow; nothing is read beyond writtenOffset.
 * Source: Kafka 4.3 `UnifiedLog`, `LocalLog`.
 */
import { assert } from '../lib/assert.ts'
import type { Uuid } from '../lib/uuid.ts'
import type { BatchHeader } from '../protocol/batch.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { LeaderEpoch, Offset, Timestamp } from '../protocol/types.ts'
import { abortedTransactions } from './aborted.ts'
import type { AppendOptions, AppendResult } from './appender.ts'
import type { LogConfig } from './config.ts'
import { dropLaterThan } from './epoch-check.ts'
import type { EpochEntry } from './epochs.ts'
import type { PartitionLogOptions } from './load.ts'
import { openParts, type Parts } from './parts.ts'
import type { Producers } from './producers.ts'
import { NOTHING, type ReadPlan, type ReadRequest } from './reader.ts'
import type { Segment } from './segment.ts'
import type { SegmentList } from './segment-list.ts'
import type { TimestampOffset } from './time-index.ts'
import { largestTimestamp, offsetForTimestamp } from './timestamps.ts'
import type { AbortedTransaction } from './txn-index.ts'

export class PartitionLog {
  readonly topic: string
  readonly partition: number
  readonly topicId: Uuid
  #o: PartitionLogOptions
  #parts: Parts
  #closed = false

  private constructor(options: PartitionLogOptions) {
    this.#o = options
    this.topic = options.topic
    this.partition = options.partition
    this.topicId = options.topicId
    this.#parts = openParts(options)
  }

  /** Open what is there, or make it. After an unclean stop what lies behind the recovery point is checked, batch by batch. */
  static open(options: PartitionLogOptions): PartitionLog {
    return new PartitionLog(options)
  }

  get config(): LogConfig {
    return this.#o.config()
  }

  get name(): string {
    return `${this.topic}-${this.partition}`
  }

  /** Where it lies: another place once it has been moved. */
  get dir(): string {
    return this.#o.dir
  }

  get producers(): Producers {
    return this.#parts.producers
  }

  get segmentList(): SegmentList {
    return this.#parts.segments
  }

  get logStartOffset(): Offset {
    return this.#parts.start.offset
  }

  /** One past the last record, written or queued. */
  get endOffset(): Offset {
    return this.#parts.writer.endOffset
  }

  /** One past the last record that is in the file, and synced where the settings ask for it: the high watermark. */
  get writtenOffset(): Offset {
    return this.#parts.writer.writtenOffset
  }

  /** One past the last record that a power cut leaves. */
  get recoveryPoint(): Offset {
    return this.#parts.writer.recoveryPoint
  }

  /** Before it every transaction has ended: as far as read_committed reads. */
  get lastStableOffset(): Offset {
    const unstable = this.#parts.producers.firstUnstableOffset
    return unstable === undefined ? this.writtenOffset : Math.min(unstable, this.writtenOffset)
  }

  get epochs(): readonly EpochEntry[] {
    return this.#parts.epochs.entries
  }

  /** Bytes in all .log files. */
  get size(): number {
    return this.#parts.segments.size
  }

  get segments(): readonly Segment[] {
    return this.#parts.segments.list
  }

  /**
   * Give `records` their offsets and queue them. The buffer is changed in place and must stay as it is until written.
   * @param records one batch from a client; one or more of our own
   * @throws {KafkaError} what Kafka answers to a produce that it refuses; nothing is queued then
   */
  append(records: Buffer, options: AppendOptions): AppendResult {
    assert(!this.#closed, `${this.name} is closed`)
    this.#parts.writer.demandIntact()
    return this.#parts.appender.append(records, options)
  }

  /** Take in a batch of another copy of this log: its offsets and its epoch stay. It may leave a gap, as compaction does. */
  replicate({ header, bytes }: { header: BatchHeader; bytes: Buffer }): void {
    assert(!this.#closed, `${this.name} is closed`)
    this.#parts.writer.demandIntact()
    this.#parts.appender.replicate(header, bytes)
  }

  /** There is nothing before `offset` in the other copy, either: the next batch begins there, or later. */
  skipTo(offset: Offset): void {
    this.#parts.appender.skipTo(offset)
  }

  /** All batches of `other` are here: what it knows beside them is known here, too, even if it is in no batch any more. */
  inherit(other: PartitionLog): void {
    this.#parts.epochs.replace(other.epochs)
    this.#parts.producers.replace(
      Array.from(other.producers.all(), state => ({ ...state, batches: [...state.batches] })),
    )
  }

  /** Lie where `other` lies from now on, which is a copy in another directory, and has to be used by nobody else. */
  become(other: PartitionLog): void {
    const { writer, segments } = this.#parts
    writer.close()
    segments.close()
    this.#parts = other.#parts
    this.#o = other.#o
  }

  /** Write what is queued, now; it is at the end of the turn, otherwise. */
  write(): void {
    this.#parts.writer.write()
  }

  /** Called in order, once all that was appended so far is written; with an error when it could not be. */
  onWritten(fn: (error?: Error) => void): void {
    this.#parts.writer.onWritten(fn)
  }

  /** Write and sync all there is; the recovery point moves to the end. @throws {KafkaError} KAFKA_STORAGE_ERROR */
  flush(): void {
    this.#parts.writer.flush()
  }

  /** Bytes that a start after a crash would have to look at. */
  get unsyncedBytes(): number {
    return this.#parts.writer.unsyncedBytes
  }

  /** Sync what has come, off the event loop; the recovery point moves. @throws {KafkaError} KAFKA_STORAGE_ERROR */
  settle(): Promise<void> {
    return this.#parts.appender.settle()
  }

  /** Close the active segment and begin another at the end. @throws {KafkaError} KAFKA_STORAGE_ERROR */
  roll(): void {
    this.#parts.appender.roll()
  }

  /**
   * Find the batches from `from` on. The first may begin before `from`; a fetch must make progress (KIP-74).
   * @throws {KafkaError} OFFSET_OUT_OF_RANGE outside of [logStartOffset, endOffset]
   */
  read(request: ReadRequest): ReadPlan {
    this.#parts.writer.demandIntact()
    const { from } = request
    if (from < this.#parts.start.offset || from > this.endOffset)
      throw new KafkaError(
        'OFFSET_OUT_OF_RANGE',
        `Cannot read ${this.name} at offset ${from}: it holds offsets ${this.#parts.start.offset} to ${this.endOffset - 1}`,
      )
    const upTo = Math.min(request.upTo, this.writtenOffset)
    if (from >= upTo) return NOTHING
    const { attempt, inFileOffset } = this.#parts.writer
    const { size, readInto } = attempt(() => this.#parts.reader.plan({ ...request, upTo }, inFileOffset))
    return { size, readInto: buffer => attempt(() => readInto(buffer)) }
  }

  /** Bytes that a read of [from, upTo) would find, roughly; nothing is read but what finds the place. */
  bytesBetween(from: Offset, upTo: Offset): number {
    if (from < this.#parts.start.offset) return 0
    return this.#parts.reader.bytesBetween(from, Math.min(upTo, this.writtenOffset), this.#parts.writer.inFileOffset)
  }

  /** Read all batches from `offset` on, whole: for those who fold a log into a view. */
  batchesFrom(offset: Offset): Generator<{ header: BatchHeader; bytes: Buffer }> {
    return this.#parts.reader.batchesFrom(offset)
  }

  /** The first record at or after `timestamp`, by offset; undefined when all are older. */
  offsetForTimestamp(timestamp: Timestamp): TimestampOffset | undefined {
    return offsetForTimestamp(this.segments, timestamp, this.#parts.start.offset)
  }

  /** The record with the largest timestamp, the first of them; undefined when none has one. */
  maxTimestampOffset(): TimestampOffset | undefined {
    return largestTimestamp(this.segments, this.#parts.start.offset)
  }

  /** This broker leads from here on, in `epoch`. No batch can be of a later one. */
  lead(epoch: LeaderEpoch): void {
    const { epochs, writer } = this.#parts
    writer.attempt(() => dropLaterThan(epoch, epochs, this.#o.logger))
    epochs.begin(epoch, this.endOffset)
  }

  offsetForLeaderEpoch(epoch: LeaderEpoch): { epoch: LeaderEpoch; endOffset: Offset } {
    return this.#parts.checkedEpochs().endOf(epoch, this.endOffset)
  }

  /** Leader epoch of the batch at `offset`; -1 unknown. */
  epochAt(offset: Offset): LeaderEpoch {
    return this.#parts.epochs.at(offset)
  }

  /** Aborted transactions that touch [from, upTo), in the order of their markers. */
  abortedTransactions(from: Offset, upTo: Offset): AbortedTransaction[] {
    const where = { ...this.#o, segments: this.segments }
    return abortedTransactions(where, this.#parts.reader.indexOf(from), from, upTo)
  }

  /**
   * Raise the start of the log; whole segments below it are deleted. @returns the new start
   * @throws {KafkaError} OFFSET_OUT_OF_RANGE beyond the high watermark
   */
  deleteBefore(offset: Offset): Offset {
    return this.#parts.start.deleteBefore(offset)
  }

  /** Delete segments from the oldest on while `old` says so; never the active one. @returns how many went */
  deleteOldSegments(old: (segment: Segment, next: Segment | undefined) => boolean): number {
    return this.#parts.start.deleteOldSegments(old)
  }

  /** A clean stop: all is written and synced, indexes and producers are saved. */
  close(): void {
    if (this.#closed) return
    this.#parts.writer.writeAll()
    if (this.endOffset !== this.#parts.savedOffset) {
      this.#parts.writer.attempt(() => this.#parts.writer.alsoSync(this.#parts.appender.save()))
      this.flush()
    }
    this.abandon()
  }

  /** The same, with the syncs off the event loop. Meanwhile nothing more is taken in. */
  async closeLater(): Promise<void> {
    if (this.#closed) return
    const { writer, appender, savedOffset } = this.#parts
    writer.writeAll()
    this.#closed = true
    if (this.endOffset !== savedOffset) {
      writer.attempt(() => writer.alsoSync(appender.save()))
      writer.nameIsSynced()
      await writer.flushAll()
    }
    this.abandon()
  }

  /** The disk has failed: nothing more is taken in, and nothing is read. */
  fail(error: Error): void {
    this.#parts.writer.fail(error)
  }

  /** Let go of the files, without writing anything: the directory is being deleted, or has failed. */
  abandon(): void {
    this.#parts.writer.close()
    this.#closed = true
    this.#parts.segments.close()
  }
}
