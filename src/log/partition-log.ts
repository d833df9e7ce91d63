/**
 * One partition on disk: segments end to end, one of them written to. Here its parts meet: what is there is read by load.ts,
 * batches are judged by validate.ts and producers.ts, written by writer.ts, read by reader.ts.
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
import { Appender, type AppendOptions, type AppendResult } from './appender.ts'
import type { LogConfig } from './config.ts'
import type { EpochEntry, Epochs } from './epochs.ts'
import { load, type PartitionLogOptions } from './load.ts'
import type { Producers } from './producers.ts'
import { LogReader, NOTHING, type ReadPlan, type ReadRequest } from './reader.ts'
import type { Segment } from './segment.ts'
import { SegmentList } from './segment-list.ts'
import type { TimestampOffset } from './time-index.ts'
import { largestTimestamp, offsetForTimestamp } from './timestamps.ts'
import type { AbortedTransaction } from './txn-index.ts'
import { Writer } from './writer.ts'

export type { AppendOptions, AppendResult } from './appender.ts'
export type { PartitionLogOptions } from './load.ts'
export type { ReadPlan, ReadRequest } from './reader.ts'

export class PartitionLog {
  readonly topic: string
  readonly partition: number
  readonly topicId: Uuid
  readonly dir: string
  readonly producers: Producers
  readonly #o: PartitionLogOptions
  readonly segmentList: SegmentList
  readonly #epochs: Epochs
  readonly #appender: Appender
  readonly #writer: Writer
  readonly #reader: LogReader
  #logStartOffset: Offset
  /** As far as a clean stop has saved what is beside the batches; undefined: not at all. */
  readonly #savedOffset: Offset | undefined
  #closed = false

  private constructor(options: PartitionLogOptions) {
    const { topic, partition, topicId, dir } = options
    const { segments, epochs, producers, logStartOffset, endOffset, recoveryPoint } = load(options)
    this.#o = options
    this.topic = topic
    this.partition = partition
    this.topicId = topicId
    this.dir = dir
    this.producers = producers
    this.#epochs = epochs
    this.#logStartOffset = logStartOffset
    this.#savedOffset = options.cleanShutdown ? endOffset : undefined
    this.#reader = new LogReader(segments)
    const { name } = this
    const reader = this.#reader
    this.#writer = new Writer({
      ...options,
      name,
      segments,
      epochs,
      endOffset,
      recoveryPoint,
      onInFile: () => producers.written(),
      onWritten: offset => producers.settled(offset),
      onBroken: (offset, error) => {
        producers.undo(offset)
        options.onFailed?.(error)
      },
    })
    const { attempt } = this.#writer
    this.segmentList = new SegmentList(segments, { ...options, attempt, onChanged: () => reader.forget() })
    this.#appender = new Appender({
      ...options,
      name,
      segments: this.segmentList,
      epochs,
      producers,
      writer: this.#writer,
      logStartOffset: () => this.#logStartOffset,
    })
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

  get logStartOffset(): Offset {
    return this.#logStartOffset
  }

  /** One past the last record, written or queued. */
  get endOffset(): Offset {
    return this.#writer.endOffset
  }

  /** One past the last record that is in the file, and synced where the settings ask for it: the high watermark. */
  get writtenOffset(): Offset {
    return this.#writer.writtenOffset
  }

  /** One past the last record that a power cut leaves. */
  get recoveryPoint(): Offset {
    return this.#writer.recoveryPoint
  }

  /** Before it every transaction has ended: as far as read_committed reads. */
  get lastStableOffset(): Offset {
    const unstable = this.producers.firstUnstableOffset
    return unstable === undefined ? this.writtenOffset : Math.min(unstable, this.writtenOffset)
  }

  get epochs(): readonly EpochEntry[] {
    return this.#epochs.entries
  }

  /** Bytes in all .log files. */
  get size(): number {
    return this.segmentList.size
  }

  get segments(): readonly Segment[] {
    return this.segmentList.list
  }

  /**
   * Give `records` their offsets and queue them. The buffer is changed in place and must stay as it is until written.
   * @param records one batch from a client; one or more of our own
   * @throws {KafkaError} what Kafka answers to a produce that it refuses; nothing is queued then
   */
  append(records: Buffer, options: AppendOptions): AppendResult {
    assert(!this.#closed, `${this.name} is closed`)
    this.#writer.demandIntact()
    return this.#appender.append(records, options)
  }

  /** Write what is queued, now; it is at the end of the turn, otherwise. */
  write(): void {
    this.#writer.write()
  }

  /** Called in order, once all that was appended so far is written; with an error when it could not be. */
  onWritten(fn: (error?: Error) => void): void {
    this.#writer.onWritten(fn)
  }

  /** Write and sync all there is; the recovery point moves to the end. @throws {KafkaError} KAFKA_STORAGE_ERROR */
  flush(): void {
    this.#writer.flush()
  }

  /** Bytes that a start after a crash would have to look at. */
  get unsyncedBytes(): number {
    return this.#writer.unsyncedBytes
  }

  /** Sync what has come, off the event loop; the recovery point moves. @throws {KafkaError} KAFKA_STORAGE_ERROR */
  settle(): Promise<void> {
    return this.#appender.settle()
  }

  /** Close the active segment and begin another at the end. @throws {KafkaError} KAFKA_STORAGE_ERROR */
  roll(): void {
    this.#appender.roll()
  }

  /**
   * Find the batches from `from` on. The first may begin before `from`; a fetch must make progress (KIP-74).
   * @throws {KafkaError} OFFSET_OUT_OF_RANGE outside of [logStartOffset, endOffset]
   */
  read(request: ReadRequest): ReadPlan {
    this.#writer.demandIntact()
    const { from } = request
    if (from < this.#logStartOffset || from > this.endOffset)
      throw new KafkaError(
        'OFFSET_OUT_OF_RANGE',
        `Cannot read ${this.name} at offset ${from}: it holds offsets ${this.#logStartOffset} to ${this.endOffset - 1}`,
      )
    const upTo = Math.min(request.upTo, this.writtenOffset)
    if (from >= upTo) return NOTHING
    const { attempt, inFileOffset } = this.#writer
    const { size, readInto } = attempt(() => this.#reader.plan({ ...request, upTo }, inFileOffset))
    return { size, readInto: buffer => attempt(() => readInto(buffer)) }
  }

  /** Bytes that a read of [from, upTo) would find, roughly; nothing is read but what finds the place. */
  bytesBetween(from: Offset, upTo: Offset): number {
    if (from < this.#logStartOffset) return 0
    return this.#reader.bytesBetween(from, Math.min(upTo, this.writtenOffset), this.#writer.inFileOffset)
  }

  /** Read all batches from `offset` on, whole: for those who fold a log into a view. */
  batchesFrom(offset: Offset): Generator<{ header: BatchHeader; bytes: Buffer }> {
    return this.#reader.batchesFrom(offset)
  }

  /** The first record at or after `timestamp`, by offset; undefined when all are older. */
  offsetForTimestamp(timestamp: Timestamp): TimestampOffset | undefined {
    return offsetForTimestamp(this.segments, timestamp, this.#logStartOffset)
  }

  /** The record with the largest timestamp, the first of them; undefined when none has one. */
  maxTimestampOffset(): TimestampOffset | undefined {
    return largestTimestamp(this.segments, this.#logStartOffset)
  }

  /** This broker leads from here on, in `epoch`. */
  lead(epoch: LeaderEpoch): void {
    this.#epochs.begin(epoch, this.endOffset)
  }

  offsetForLeaderEpoch(epoch: LeaderEpoch): { epoch: LeaderEpoch; endOffset: Offset } {
    return this.#epochs.endOf(epoch, this.endOffset)
  }

  /** Leader epoch of the batch at `offset`; -1 unknown. */
  epochAt(offset: Offset): LeaderEpoch {
    return this.#epochs.at(offset)
  }

  /** Aborted transactions that touch [from, upTo), in the order of their markers. */
  abortedTransactions(from: Offset, upTo: Offset): AbortedTransaction[] {
    const where = { ...this.#o, segments: this.segments }
    return abortedTransactions(where, this.#reader.indexOf(from), from, upTo)
  }

  /**
   * Raise the start of the log; whole segments below it are deleted. @returns the new start
   * @throws {KafkaError} OFFSET_OUT_OF_RANGE beyond the high watermark
   */
  deleteBefore(offset: Offset): Offset {
    if (offset > this.writtenOffset || offset < 0)
      throw new KafkaError(
        'OFFSET_OUT_OF_RANGE',
        `Cannot delete records of ${this.name} before offset ${offset}: it ends at ${this.writtenOffset}`,
      )
    if (offset > this.#logStartOffset) {
      this.#startAt(offset)
      this.deleteOldSegments((_, next) => next !== undefined && next.baseOffset <= offset)
    }
    return this.#logStartOffset
  }

  #startAt(offset: Offset): void {
    this.#logStartOffset = offset
    this.#writer.attempt(() => this.#epochs.truncateStart(offset))
  }

  /** Delete segments from the oldest on while `old` says so; never the active one. @returns how many went */
  deleteOldSegments(old: (segment: Segment, next: Segment | undefined) => boolean): number {
    this.#writer.demandIntact()
    const count = this.segmentList.removeOldest(old)
    const { baseOffset } = this.segments[0]!
    if (baseOffset > this.#logStartOffset) this.#startAt(baseOffset)
    return count
  }

  /** A clean stop: all is written and synced, indexes and producers are saved. */
  close(): void {
    if (this.#closed) return
    this.#writer.writeAll()
    if (this.endOffset !== this.#savedOffset) {
      this.#writer.attempt(() => this.#writer.alsoSync(this.#appender.save()))
      this.flush()
    }
    this.abandon()
  }

  /** The disk has failed: nothing more is taken in, and nothing is read. */
  fail(error: Error): void {
    this.#writer.fail(error)
  }

  /** Let go of the files, without writing anything: the directory is being deleted, or has failed. */
  abandon(): void {
    this.#writer.close()
    this.#closed = true
    this.segmentList.close()
  }
}
