/**
 * One segment: a stretch of the log from its base offset on, in a .log file, with indexes that say where to look.
 * Written at the end only; read anywhere.
 *
 * Indexes of a segment that is written to stay in memory; those of the others are read when somebody searches (held-indexes.ts).
 * What their files lack is made again from the log; so are files that are missing or hold what cannot be.
 * Source: Kafka 4.3 `LogSegment`.
 */
import type { Files } from '../lib/files.ts'
import type { Offset, Timestamp } from '../protocol/types.ts'
import type { Handles } from './handles.ts'
import { HeldIndexes } from './held-indexes.ts'
import { LogFile } from './log-file.ts'
import type { OffsetIndex } from './offset-index.ts'
import type { SegmentFile } from './paths.ts'
import { headers, isWhole, search } from './scan.ts'
import type { SegmentIndexes } from './segment-indexes.ts'
import { SegmentNames } from './segment-names.ts'
import type { TimeIndex, TimestampOffset } from './time-index.ts'
import { TxnIndex } from './txn-index.ts'
import { Unsynced } from './unsynced.ts'

export interface SegmentOptions {
  dir: string
  baseOffset: Offset
  /** At the end of its files' names, while they are not a log's: `.cleaned`, `.swap`. */
  suffix?: string
  files: Files
  handles: Handles
  /** index.interval.bytes, now. */
  indexIntervalBytes: () => number
  /** Something was put right that a person may want to know of. */
  warn: (message: string) => void
}

export interface SegmentBatch {
  readonly bytes: Buffer
  readonly lastOffset: Offset
  readonly maxTimestamp: Timestamp
}

/** Offsets in an index are 32 bits from the base. */
export const MAX_OFFSET_DELTA = 2 ** 31 - 1

export class Segment {
  readonly baseOffset: Offset
  /** Transactions that were aborted by a marker in this segment. */
  readonly aborted: TxnIndex
  readonly file: LogFile
  readonly #o: SegmentOptions
  readonly #names: SegmentNames
  readonly #indexes: HeldIndexes
  #firstTimestamp: Timestamp | undefined

  constructor(options: SegmentOptions, size: number) {
    const { dir, baseOffset, files, handles, suffix = '' } = options
    this.#o = options
    this.baseOffset = baseOffset
    this.#names = new SegmentNames(files, dir, baseOffset, suffix)
    this.#indexes = new HeldIndexes(baseOffset, this.#names, options)
    this.file = new LogFile(handles, this.#names.of('log'), size)
    this.aborted = new TxnIndex(files, handles, this.#names.of('txnindex'))
  }

  static create(options: SegmentOptions): Segment {
    const segment = new Segment(options, 0)
    segment.file.create()
    segment.#indexes.reset()
    return segment
  }

  /** Bytes in the .log file. */
  get size(): number {
    return this.file.size
  }

  /** When the .log file was written to last. What has no timestamps is as old as this. */
  get modifiedMs(): number {
    return this.#o.files.stat(this.file.path)?.mtimeMs ?? 0
  }

  /** Cleaning makes nothing younger. */
  setModified(mtimeMs: number): void {
    const { files } = this.#o
    for (const kind of ['log', 'index', 'timeindex'] as const) files.setModified(this.#names.of(kind), mtimeMs)
  }

  /** Of the first batch; undefined in an empty segment. segment.ms counts from it. */
  get firstTimestamp(): Timestamp | undefined {
    this.#firstTimestamp ??= this.file.headerAt(0)?.maxTimestamp
    return this.#firstTimestamp
  }

  get largestTimestamp(): TimestampOffset {
    return this.#indexes.largest ?? this.#loaded.largest
  }

  get index(): OffsetIndex {
    return this.#loaded.offsets
  }

  get times(): TimeIndex {
    return this.#loaded.times
  }

  get #loaded(): SegmentIndexes {
    const { inMemory } = this.#indexes
    if (inMemory) return inMemory
    const indexes = this.#indexes.read(this.size)
    if (indexes && this.#isOf(indexes.times.last)) return indexes
    if (this.size > 0) this.#o.warn(`${this.file.path}: its indexes are missing or broken; they are made again`)
    return this.rebuildIndexes()
  }

  /** Whether a batch has what the time index says; what it says of the largest decides about whole segments. */
  #isOf({ timestamp, offset }: TimestampOffset): boolean {
    if (timestamp < 0) return true
    return this.file.headerAt(Math.max(0, this.#search(offset)))?.maxTimestamp === timestamp
  }

  /** Make the indexes again, and their files, from headers, which are believed. */
  rebuildIndexes(): SegmentIndexes {
    const indexes = this.#indexes.reset()
    for (const { header, position } of headers(this.file.read, 0, this.size))
      this.#note(indexes, position, header.size, header.lastOffset, header.maxTimestamp)
    this.closeNow()
    return indexes
  }

  /**
   * Whether a batch up to `lastOffset` needs another segment, for the sake of the indexes.
   * @param maxBytes segment.index.bytes
   * @param queued batches that come before it: each may have an entry
   */
  isFull(lastOffset: Offset, maxBytes: number, queued: number): boolean {
    if (lastOffset - this.baseOffset > MAX_OFFSET_DELTA) return true
    return this.index.isFull(maxBytes, queued) || this.times.isFull(maxBytes, queued)
  }

  /** Write `batches` at the end, in one go, and index them. @throws what the disk says; a part may be in the file then */
  append(batches: readonly SegmentBatch[]): void {
    this.file.write(batches.map(({ bytes }) => bytes))
    const indexes = this.#loaded
    this.#indexes.changed()
    for (const { bytes, lastOffset, maxTimestamp } of batches) {
      this.#note(indexes, this.size, bytes.length, lastOffset, maxTimestamp)
      this.file.size += bytes.length
    }
  }

  #note(to: SegmentIndexes, position: number, size: number, lastOffset: Offset, maxTimestamp: Timestamp): void {
    if (position === 0) this.#firstTimestamp = maxTimestamp
    to.note(position, size, lastOffset, maxTimestamp, this.#o.indexIntervalBytes())
  }

  /**
   * Position of the batch that holds `offset`, or of the first one after it; the size when there is none.
   * @throws {CorruptLogError} where no batch can begin
   */
  find(offset: Offset): number {
    let found = this.#search(offset)
    if (found < 0 && this.index.lookup(offset) > 0) {
      this.#distrust(this.index.lookup(offset))
      found = this.#search(offset)
    }
    if (found < 0) throw this.file.corruptAt(-1 - found)
    return found
  }

  #search(offset: Offset): number {
    return search(this.file.read, this.index.lookup(offset), this.size, offset, this.baseOffset)
  }

  #distrust(position: number): void {
    this.#o.warn(
      `${this.file.path}: its index points at byte ${position}, where its batch does not begin; it is made again`,
    )
    this.rebuildIndexes()
  }

  /** From this position on to look for the first record at or after `timestamp`, or `offset`, whichever comes later. */
  findTime(timestamp: Timestamp, offset: Offset): number {
    const entry = this.times.lookup(timestamp)
    if (!this.#isOf(entry)) this.#distrustTimes(entry)
    return this.find(Math.max(this.times.lookup(timestamp).offset, offset, this.baseOffset))
  }

  #distrustTimes({ timestamp, offset }: TimestampOffset): void {
    this.#o.warn(
      `${this.file.path}: no batch at offset ${offset} has timestamp ${timestamp}, as the index says; it is made again`,
    )
    this.rebuildIndexes()
  }

  /**
   * One past the last batch. What comes next goes there, so the last ones are looked at: their order, and the very last whole.
   * @throws {CorruptLogError}
   */
  get endOffset(): Offset {
    const { last } = this.index
    if (last && this.file.headerAt(last.position)?.lastOffset !== last.offset) this.#distrust(last.position)
    let end = this.baseOffset
    let tail = this.size
    for (const { header, position } of this.file.scan(this.index.last?.position ?? 0)) {
      const { baseOffset, lastOffset } = header
      if (baseOffset < end || lastOffset - this.baseOffset > MAX_OFFSET_DELTA) throw this.file.corruptAt(position)
      end = lastOffset + 1
      tail = position
    }
    for (const { bytes } of this.file.batches(tail)) if (!isWhole(bytes)) throw this.file.corruptAt(tail)
    return end
  }

  /**
   * After a crash: forget what the indexes say of batches from `trusted` on, and of all where they cannot be believed.
   * @returns position of the last batch that they know, which is to be noted again; 0 when there is none
   */
  resume(trusted: Offset): number {
    const indexes = trusted > this.baseOffset ? this.#indexes.read(this.size) : undefined
    if (indexes) {
      this.#indexes.changed()
      indexes.distrust(trusted)
      const { last } = indexes.offsets
      if (last === undefined || this.file.headerAt(last.position)?.lastOffset === last.offset)
        return last?.position ?? 0
    }
    this.#indexes.reset()
    return 0
  }

  /** After `resume`: a batch is there, in the place after the one that was noted before. */
  note(position: number, size: number, lastOffset: Offset, maxTimestamp: Timestamp): void {
    this.#note(this.#loaded, position, size, lastOffset, maxTimestamp)
  }

  /** No more is written: one last entry for the largest timestamp, then the index files. @returns files to be synced */
  close(): string[] {
    this.#loaded.finish()
    const written = [this.file.path, ...this.save()]
    this.#indexes.saved()
    if (this.#o.files.exists(this.aborted.path)) written.push(this.aborted.path)
    return written
  }

  /** The same, synced: nobody else will. A part of an index can look like all of it. */
  closeNow(): void {
    new Unsynced(this.#o.files).sync([...this.close(), this.#o.dir])
  }

  /** The index files are as `close` leaves them. */
  get isSaved(): boolean {
    return this.#indexes.areSaved(this.#loaded)
  }

  /** Write the indexes as they are. @returns their files, which are not synced */
  save(): string[] {
    return this.#indexes.save(this.#loaded)
  }

  /** Let go of the file and of memory. */
  release(): void {
    this.file.release()
    this.#indexes.release()
  }

  /** Give its files another ending, in the order of `kinds`; what is being read can be read on. @returns the new names */
  rename(suffix: string, kinds?: readonly SegmentFile[]): string[] {
    const renamed = this.#names.rename(suffix, kinds)
    this.file.renamed(this.#names.of('log'))
    this.aborted.path = this.#names.of('txnindex')
    return renamed
  }
}
