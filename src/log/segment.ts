/**
 * One segment: a stretch of the log from its base offset on, in a .log file, with indexes that say where to look.
 * Written at the end only; read anywhere.
 *
 * Indexes of the segment that is written to live in memory, and are written when it is closed. A crash loses them, and they
 * are made again from the log; so are files that are missing or hold what cannot be.
 * Source: Kafka 4.3 `LogSegment`.
 */
import path from 'node:path'
import type { Files } from '../lib/files.ts'
import type { BatchHeader } from '../protocol/batch.ts'
import type { Offset, Timestamp } from '../protocol/types.ts'
import { CorruptLogError } from './errors.ts'
import type { Handles } from './handles.ts'
import { OffsetIndex } from './offset-index.ts'
import { DELETED, segmentFile, segmentFiles } from './paths.ts'
import { headers, isWhole, type Located, search, wholeBatches } from './scan.ts'
import { TimeIndex, type TimestampOffset } from './time-index.ts'
import { TxnIndex } from './txn-index.ts'

export interface SegmentOptions {
  dir: string
  baseOffset: Offset
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
const MAX_OFFSET_DELTA = 2 ** 31 - 1

export class Segment {
  readonly baseOffset: Offset
  /** Transactions that were aborted by a marker in this segment. */
  readonly aborted: TxnIndex
  /** Bytes in the file. */
  size: number
  readonly #o: SegmentOptions
  #log: string
  #index: OffsetIndex | undefined
  #times: TimeIndex | undefined
  #unsaved = false
  /** Largest timestamp so far, and the offset that has it; undefined until somebody asks. */
  #largest: TimestampOffset | undefined
  /** Bytes since the last index entry. */
  #unindexed = 0
  #firstTimestamp: Timestamp | undefined

  constructor(options: SegmentOptions, size: number) {
    const { dir, baseOffset, files, handles } = options
    this.#o = options
    this.baseOffset = baseOffset
    this.size = size
    this.#log = path.join(dir, segmentFile(baseOffset, 'log'))
    this.aborted = new TxnIndex(files, handles, path.join(dir, segmentFile(baseOffset, 'txnindex')))
  }

  static create(options: SegmentOptions): Segment {
    const segment = new Segment(options, 0)
    options.handles.create(segment.#log)
    segment.#begin()
    return segment
  }

  get path(): string {
    return this.#log
  }

  /** Of the first batch; undefined in an empty segment. segment.ms counts from it. */
  get firstTimestamp(): Timestamp | undefined {
    if (this.#firstTimestamp === undefined && this.size > 0)
      for (const { header } of this.scan(0)) {
        this.#firstTimestamp = header.maxTimestamp
        break
      }
    return this.#firstTimestamp
  }

  get largestTimestamp(): TimestampOffset {
    this.#largest ??= this.times.last
    return this.#largest
  }

  get index(): OffsetIndex {
    if (!this.#index) this.#load()
    return this.#index!
  }

  get times(): TimeIndex {
    if (!this.#times) this.#load()
    return this.#times!
  }

  get indexBytes(): number {
    return (this.#index?.sizeBytes ?? 0) + (this.#times?.sizeBytes ?? 0)
  }

  /** The indexes in memory know more than the files. */
  get unsaved(): boolean {
    return this.#unsaved
  }

  /** Whether a batch up to `lastOffset` needs another segment, for the sake of the indexes. `maxBytes`: segment.index.bytes. */
  isFull(lastOffset: Offset, maxBytes: number): boolean {
    return lastOffset - this.baseOffset > MAX_OFFSET_DELTA || this.index.isFull(maxBytes) || this.times.isFull(maxBytes)
  }

  /** Write `batches` at the end, in one go, and index them. @throws what the disk says; a part may be in the file then */
  append(batches: readonly SegmentBatch[]): void {
    this.#o.handles.get(this.#log).writev(
      batches.map(({ bytes }) => bytes),
      this.size,
    )
    for (const { bytes, lastOffset, maxTimestamp } of batches) {
      this.#account(this.size, bytes.length, lastOffset, maxTimestamp)
      this.size += bytes.length
    }
  }

  /** As Kafka does it: the largest timestamp first, then an entry if enough was written before this batch. */
  #account(position: number, size: number, lastOffset: Offset, maxTimestamp: Timestamp): void {
    const largest = this.largestTimestamp
    if (maxTimestamp > largest.timestamp) this.#largest = { timestamp: maxTimestamp, offset: lastOffset }
    if (position === 0) this.#firstTimestamp = maxTimestamp
    if (this.#unindexed > this.#o.indexIntervalBytes()) {
      this.index.append(lastOffset, position)
      this.times.append(this.#largest!.timestamp, this.#largest!.offset)
      this.#unindexed = 0
      this.#changed()
    }
    this.#unindexed += size
  }

  #changed(): void {
    if (this.#unsaved) return
    this.#unsaved = true
    this.#o.handles.indexes.forget(this)
  }

  readonly #read = (buffer: Buffer, at: number, length: number, position: number): number =>
    this.#o.handles.get(this.#log).read(buffer, at, length, position)

  /** Bytes from `position` on into `buffer[at, at + length)`. @returns how many; fewer only at the end of the file */
  read(buffer: Buffer, at: number, length: number, position: number): number {
    return this.#read(buffer, at, length, position)
  }

  /**
   * Position of the batch that holds `offset`, or of the first one after it; the size when there is none.
   * @throws {CorruptLogError} where no batch can begin
   */
  find(offset: Offset): number {
    const from = this.index.lookup(offset)
    let found = search(this.#read, from, this.size, offset)
    if (found < 0 && from > 0) {
      this.#distrust(from)
      found = search(this.#read, this.index.lookup(offset), this.size, offset)
    }
    if (found < 0) throw this.#corrupt(-1 - found)
    return found
  }

  #distrust(position: number): void {
    this.#o.warn(`${this.#log}: its index points at byte ${position}, where its batch does not begin; it is made again`)
    this.rebuildIndexes()
  }

  /**
   * Headers of the batches from `position` on.
   * @throws {CorruptLogError} where no batch can begin
   */
  *scan(position: number): Generator<Located> {
    for (const located of headers(this.#read, position, this.size)) {
      yield located
      position = located.position + located.header.size
    }
    if (position < this.size) throw this.#corrupt(position)
  }

  /**
   * Whole batches from `position` on; their bytes stay valid. CRCs are not checked.
   * @throws {CorruptLogError} where no batch can begin
   */
  *batches(position: number): Generator<Located & { bytes: Buffer }> {
    for (const located of wholeBatches(this.#read, position, this.size)) {
      yield located
      position = located.position + located.header.size
    }
    if (position < this.size) throw this.#corrupt(position)
  }

  #corrupt(position: number): CorruptLogError {
    return new CorruptLogError(
      this.#log,
      position,
      `no record batch begins here, and ${this.size - position} bytes follow`,
    )
  }

  /** One past the last batch. @throws {CorruptLogError} where no batch can begin */
  get endOffset(): Offset {
    let end = this.baseOffset
    const { last } = this.index
    if (last && !this.#isAt(last.position, last.offset)) this.#distrust(last.position)
    for (const { header } of this.scan(this.index.last?.position ?? 0)) end = header.nextOffset
    return end
  }

  #begin(): void {
    this.#index = new OffsetIndex(this.baseOffset)
    this.#times = new TimeIndex(this.baseOffset)
    this.#largest = { timestamp: -1, offset: this.baseOffset }
    this.#firstTimestamp = undefined
    this.#unindexed = 0
    this.#unsaved = false
    this.#changed()
  }

  #file(kind: 'index' | 'timeindex'): string {
    return path.join(this.#o.dir, segmentFile(this.baseOffset, kind))
  }

  /** @returns whether both files are there and can be believed */
  #readIndexes(): boolean {
    const { files } = this.#o
    this.#index = OffsetIndex.load(files, this.#file('index'), this.baseOffset, this.size)
    this.#times = TimeIndex.load(files, this.#file('timeindex'), this.baseOffset)
    return this.#index !== undefined && this.#times !== undefined
  }

  #load(): void {
    if (this.#readIndexes()) this.#o.handles.indexes.loaded(this)
    else {
      if (this.size > 0) this.#o.warn(`${this.#log}: its indexes are missing or broken; they are made again`)
      this.rebuildIndexes()
    }
  }

  forgetIndexes(): void {
    if (this.#unsaved) return
    this.#index = undefined
    this.#times = undefined
  }

  /** Make the indexes again from headers, which are believed. */
  rebuildIndexes(): void {
    this.#begin()
    for (const { header, position } of headers(this.#read, 0, this.size))
      this.#account(position, header.size, header.lastOffset, header.maxTimestamp)
  }

  /**
   * After a crash: keep whole batches and nothing else, and make the indexes fit.
   * What lies before `trusted` was synced: its headers are believed, and the index files, as far as they go.
   * @param each called for every batch looked at, in order
   * @returns bytes that were cut off
   */
  recover(trusted: Offset, each: (header: BatchHeader) => void): number {
    let position = this.#resume(trusted)
    let expected = this.baseOffset
    const keep = ({ header }: Located): boolean => {
      // Offsets grow; holes are what compaction leaves.
      if (header.baseOffset < expected || header.lastOffset - this.baseOffset > MAX_OFFSET_DELTA) return false
      expected = header.nextOffset
      this.#account(position, header.size, header.lastOffset, header.maxTimestamp)
      each(header)
      position += header.size
      return true
    }
    for (const located of headers(this.#read, position, this.size))
      if (located.header.nextOffset > trusted || !keep(located)) break
    for (const located of wholeBatches(this.#read, position, this.size))
      if (!isWhole(located.bytes) || !keep(located)) break
    const cut = this.size - position
    if (cut > 0) this.truncate(position)
    return cut
  }

  /** Begin at the last batch that the index files know and that was synced. @returns its position */
  #resume(trusted: Offset): number {
    if (trusted > this.baseOffset && this.#readIndexes()) {
      this.#index!.truncate(trusted)
      this.#times!.truncate(trusted)
      const last = this.#index!.last
      if (last === undefined || this.#isAt(last.position, last.offset)) {
        this.#largest = this.#times!.last
        this.#unindexed = 0
        this.#changed()
        return last?.position ?? 0
      }
    }
    this.#begin()
    return 0
  }

  #isAt(position: number, lastOffset: Offset): boolean {
    for (const { header } of headers(this.#read, position, this.size)) return header.lastOffset === lastOffset
    return false
  }

  /** Cut the file, and the indexes with it. */
  truncate(size: number): void {
    this.#o.handles.get(this.#log).truncate(size)
    this.size = size
    this.#index?.truncateAt(size)
    this.#changed()
  }

  /**
   * No more is written: one last entry for the largest timestamp, then the index files.
   * @returns files that are to be synced, the .log first
   */
  close(): string[] {
    const largest = this.largestTimestamp
    if (largest.timestamp > this.times.last.timestamp) {
      this.times.append(largest.timestamp, largest.offset)
      this.#changed()
    }
    return this.save()
  }

  /** Write the indexes as they are. @returns as `close` */
  save(): string[] {
    const { files, handles } = this.#o
    const written = [this.#log]
    if (this.#unsaved) {
      files.writeAll(this.#file('index'), this.index.toBuffer())
      files.writeAll(this.#file('timeindex'), this.times.toBuffer())
      written.push(this.#file('index'), this.#file('timeindex'))
      this.#unsaved = false
      handles.indexes.loaded(this)
    }
    if (files.exists(this.aborted.path)) written.push(this.aborted.path)
    return written
  }

  /** Let go of the file and of memory. */
  release(): void {
    this.#o.handles.close(this.#log)
    this.#o.handles.indexes.forget(this)
  }

  /** Rename its files, so that nobody finds them; what is being read can be read on. @returns the new names */
  putAside(): string[] {
    const { dir, files } = this.#o
    this.release()
    const gone: string[] = []
    for (const kind of segmentFiles) {
      const file = path.join(dir, segmentFile(this.baseOffset, kind))
      if (!files.exists(file)) continue
      files.rename(file, file + DELETED)
      gone.push(file + DELETED)
    }
    this.#log += DELETED
    return gone
  }
}
