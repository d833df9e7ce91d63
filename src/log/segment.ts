/**
 * One segment: a stretch of the log from its base offset on, in a .log file, with two indexes that say where to look.
 * Written at the end only; read anywhere. Indexes of the active segment live in memory and are written when it is closed
 * (and at checkpoints); a start after a crash makes them again from the log.
 * Source: Kafka 4.3 `LogSegment`.
 */
import path from 'node:path'
import { readInt32, readInt64 } from '../lib/bytes.ts'
import type { FileHandle, Files } from '../lib/files.ts'
import { BATCH_OVERHEAD, BatchHeader, LOG_OVERHEAD, readBatchHeader, verifyCrc } from '../protocol/batch.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { Offset, Timestamp } from '../protocol/types.ts'
import { CorruptLogError } from './errors.ts'
import type { Handles } from './handles.ts'
import { OffsetIndex } from './offset-index.ts'
import { segmentFile } from './paths.ts'
import { TimeIndex, type TimestampOffset } from './time-index.ts'
import { type AbortedTransaction, decodeAborted, encodeAborted } from './txn-index.ts'

/** How much is read at a time when batch headers are looked for. */
const SCAN_BYTES = 64 * 1024

export interface SegmentOptions {
  dir: string
  baseOffset: Offset
  files: Files
  handles: Handles
}

/** A batch as a scan meets it. */
export interface Located {
  header: BatchHeader
  position: number
}

export class Segment {
  readonly dir: string
  readonly baseOffset: Offset
  readonly #files: Files
  readonly #handles: Handles
  readonly #log: string
  /** Bytes in the file. */
  size: number
  #index: OffsetIndex | undefined
  #times: TimeIndex | undefined
  #aborted: AbortedTransaction[] | undefined
  /** Index entries that the files have already. */
  #savedEntries = 0
  /** Largest timestamp so far and the offset that has it; undefined until somebody asks. */
  #largest: TimestampOffset | undefined
  /** Bytes since the last index entry. */
  #unindexed = 0
  /** Timestamp of the first batch: segment.ms counts from it. */
  #firstTimestamp: Timestamp | undefined

  constructor({ dir, baseOffset, files, handles }: SegmentOptions, size: number) {
    this.dir = dir
    this.baseOffset = baseOffset
    this.#files = files
    this.#handles = handles
    this.#log = path.join(dir, segmentFile(baseOffset, 'log'))
    this.size = size
  }

  static create(options: SegmentOptions): Segment {
    const segment = new Segment(options, 0)
    options.handles.get(segment.#log)
    segment.#index = new OffsetIndex(segment.baseOffset)
    segment.#times = new TimeIndex(segment.baseOffset)
    segment.#largest = { timestamp: -1, offset: segment.baseOffset }
    return segment
  }

  get path(): string {
    return this.#log
  }

  get #handle(): FileHandle {
    return this.#handles.get(this.#log)
  }

  get index(): OffsetIndex {
    this.#index ??= OffsetIndex.load(this.#files, this.#file('index'), this.baseOffset, this.size)
    if (!this.#index) this.rebuildIndexes(true)
    return this.#index!
  }

  get times(): TimeIndex {
    this.#times ??= TimeIndex.load(this.#files, this.#file('timeindex'), this.baseOffset)
    if (!this.#times) this.rebuildIndexes(true)
    return this.#times!
  }

  get largestTimestamp(): TimestampOffset {
    this.#largest ??= this.times.last
    return this.#largest
  }

  #file(kind: 'index' | 'timeindex' | 'txnindex'): string {
    return path.join(this.dir, segmentFile(this.baseOffset, kind))
  }

  /** Bytes of both indexes, for segment.index.bytes. */
  get indexBytes(): number {
    return Math.max(this.index.sizeBytes, this.times.sizeBytes)
  }

  /**
   * Write `batches` at the end, in one go, and index them.
   * @throws what the disk says; then the file is as it was before
   */
  append(
    batches: readonly { bytes: Buffer; lastOffset: Offset; maxTimestamp: Timestamp }[],
    indexIntervalBytes: number,
  ): void {
    const start = this.size
    try {
      this.#handle.writev(
        batches.map(({ bytes }) => bytes),
        start,
      )
    } catch (error) {
      // What a full disk took of it must not be found by anybody.
      this.#handle.truncate(start)
      throw error
    }
    for (const { bytes, lastOffset, maxTimestamp } of batches) {
      this.#account(this.size, bytes.length, lastOffset, maxTimestamp, indexIntervalBytes)
      this.size += bytes.length
    }
  }

  /** The order matters: the largest timestamp first, then the entry for the bytes before this batch. As Kafka does it. */
  #account(
    position: number,
    size: number,
    lastOffset: Offset,
    maxTimestamp: Timestamp,
    indexIntervalBytes: number,
  ): void {
    if (maxTimestamp > this.largestTimestamp.timestamp) this.#largest = { timestamp: maxTimestamp, offset: lastOffset }
    this.#firstTimestamp ??= maxTimestamp
    if (this.#unindexed > indexIntervalBytes) {
      this.index.append(lastOffset, position)
      this.times.append(this.#largest!.timestamp, this.#largest!.offset)
      this.#unindexed = 0
    }
    this.#unindexed += size
  }

  /** Timestamp of the first batch; undefined for an empty segment. */
  get firstTimestamp(): Timestamp | undefined {
    if (this.#firstTimestamp === undefined && this.size > 0) {
      const [first] = this.scan(0)
      this.#firstTimestamp = first?.header.maxTimestamp
    }
    return this.#firstTimestamp
  }

  /** Position of the batch that holds `offset`, or of the first one after it; the size when there is none. */
  find(offset: Offset, from: number = this.index.lookup(offset)): number {
    for (const { header, position } of this.scan(from)) if (header.lastOffset >= offset) return position
    return this.size
  }

  read(buffer: Buffer, at: number, length: number, position: number): number {
    return this.#handle.read(buffer, at, length, position)
  }

  /**
   * Batches from `position` on, headers only: bodies are skipped, and not checked.
   * @throws {CorruptLogError} where no batch can begin
   */
  *scan(position: number): Generator<Located> {
    let buffer = Buffer.allocUnsafe(Math.min(SCAN_BYTES, Math.max(this.size - position, 0)))
    let [start, end] = [position, position]
    while (position + LOG_OVERHEAD <= this.size) {
      if (position < start || position + BATCH_OVERHEAD > end) {
        start = position
        end = position + this.read(buffer, 0, Math.min(buffer.length, this.size - position), position)
        if (end - start < Math.min(BATCH_OVERHEAD, this.size - position)) return
      }
      const header = headerAt(buffer, position - start, end - start)
      if (!header || position + header.size > this.size)
        throw new CorruptLogError(this.#log, position, 'no record batch begins here')
      yield { header, position }
      // A consumer of this generator may have read elsewhere with the same handle: positions are absolute, so that is fine.
      position += header.size
      if (buffer.length < BATCH_OVERHEAD) buffer = Buffer.allocUnsafe(SCAN_BYTES)
    }
    if (position < this.size)
      throw new CorruptLogError(this.#log, position, `${this.size - position} bytes are no record batch`)
  }

  /** The whole batch at `position`. */
  batchAt(position: number, size: number): Buffer {
    const buffer = Buffer.allocUnsafe(size)
    if (this.read(buffer, 0, size, position) < size)
      throw new CorruptLogError(this.#log, position, `${size} bytes are not there`)
    return buffer
  }

  /**
   * Make the indexes from the log. `trust`: headers are believed, as after a clean stop; otherwise each batch is read whole
   * and checked, and the file is cut where the first one is torn or wrong.
   * @param each called for every batch that stays
   * @returns bytes that were cut
   */
  rebuildIndexes(
    trust: boolean,
    each?: (batch: Buffer | undefined, header: BatchHeader) => void,
    indexIntervalBytes = 4096,
  ): number {
    const before = this.size
    this.#index = new OffsetIndex(this.baseOffset)
    this.#times = new TimeIndex(this.baseOffset)
    this.#largest = { timestamp: -1, offset: this.baseOffset }
    this.#firstTimestamp = undefined
    this.#unindexed = 0
    this.#savedEntries = 0
    let expected = this.baseOffset
    let position = 0
    for (const batch of this.#believable(trust)) {
      // Offsets grow; holes are what compaction leaves.
      if (batch.header.baseOffset < expected) break
      expected = batch.header.nextOffset
      this.#account(position, batch.header.size, batch.header.lastOffset, batch.header.maxTimestamp, indexIntervalBytes)
      each?.(batch.bytes, batch.header)
      position += batch.header.size
    }
    if (position < this.size) this.truncate(position)
    return before - position
  }

  *#believable(trust: boolean): Generator<{ header: BatchHeader; bytes: Buffer | undefined }> {
    let position = 0
    while (position < this.size) {
      const head = Buffer.allocUnsafe(Math.min(BATCH_OVERHEAD, this.size - position))
      this.read(head, 0, head.length, position)
      const header = headerAt(head, 0, head.length)
      if (!header || position + header.size > this.size) return
      let bytes: Buffer | undefined
      if (!trust) {
        bytes = this.batchAt(position, header.size)
        try {
          readBatchHeader(bytes)
        } catch (error) {
          if (error instanceof KafkaError) return
          throw error
        }
        if (!verifyCrc(bytes)) return
      }
      yield { header, bytes }
      position += header.size
    }
  }

  /** Cut the file, and the indexes with it. */
  truncate(size: number): void {
    this.#handle.truncate(size)
    this.size = size
    this.#index?.truncate(size)
  }

  /** The active segment becomes an old one, or the broker stops: the last timestamp entry, then both files. */
  close(): void {
    this.times.append(this.largestTimestamp.timestamp, this.largestTimestamp.offset)
    this.saveIndexes()
  }

  saveIndexes(): void {
    if (this.#index && this.#times && this.#savedEntries !== this.#index.count + this.#times.count + 1) {
      this.#files.writeAtomic(this.#file('index'), this.#index.toBuffer())
      this.#files.writeAtomic(this.#file('timeindex'), this.#times.toBuffer())
      this.#savedEntries = this.#index.count + this.#times.count + 1
    }
  }

  get aborted(): readonly AbortedTransaction[] {
    if (!this.#aborted) {
      const file = this.#file('txnindex')
      this.#aborted = (this.#files.exists(file) ? decodeAborted(this.#files.readAll(file)) : undefined) ?? []
    }
    return this.#aborted
  }

  addAborted(transaction: AbortedTransaction): void {
    const all = [...this.aborted, transaction]
    this.#files.writeAtomic(this.#file('txnindex'), Buffer.concat(all.map(encodeAborted)))
    this.#aborted = all
  }

  resetAborted(): void {
    this.#files.remove(this.#file('txnindex'))
    this.#aborted = []
  }

  sync(): void {
    this.#handle.sync()
  }

  syncAsync(): Promise<void> {
    return this.#handle.syncAsync()
  }

  release(): void {
    this.#handles.close(this.#log)
  }

  /** Remove its files. */
  discard(): void {
    this.release()
    for (const kind of ['log', 'index', 'timeindex', 'txnindex'] as const)
      this.#files.remove(path.join(this.dir, segmentFile(this.baseOffset, kind)))
  }
}

/** The header at `at` if it can be one; the batch's end may lie behind the buffer. */
function headerAt(buffer: Buffer, at: number, end: number): BatchHeader | undefined {
  if (at + BATCH_OVERHEAD > end) return undefined
  const size = readInt32(buffer, at + 8) + LOG_OVERHEAD
  if (size < BATCH_OVERHEAD || buffer[at + 16] !== 2 || readInt64(buffer, at) < 0) return undefined
  const header = new BatchHeader(buffer, at)
  return header.lastOffsetDelta < 0 || header.count < 0 ? undefined : header
}
