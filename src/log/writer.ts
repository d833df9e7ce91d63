/**
 * The writing end of a log: what is queued, what is in the file, what is synced, and who waits for it.
 *
 * ```
 *   recovery point     written            in the file        end
 *   = synced           = high watermark
 *        │ in the page cache │ waits for a sync │ queued       │
 * ```
 * Invariants: recovery point <= in the file <= end; written <= in the file; each only grows, but for the end, which falls
 * back to what is in the file when a write fails. Where flush.messages says so, written waits for the recovery point.
 * A disk that fails once is not trusted again: nothing more is taken in, and nothing that was not written is told to be.
 *
 * All that arrives in one turn of the event loop is written with one writev, and then acknowledged. Where it must be synced,
 * one fsync serves all who wait; it runs off the event loop, one at a time, while the next ones gather. With a single waiter
 * it is synchronous, which saves the way through the thread pool.
 * Measured 2026-11-21: one writev a turn 515 MB/s, a write per append 322, through a worker thread 357; fsyncs for 50
 * connections 31,700/s in groups off the loop, 21,000/s on it; for one connection synchronous ones are 12 to 22 % faster.
 */
import path from 'node:path'
import type { Clock, Timer } from '../lib/clock.ts'
import type { Files } from '../lib/files.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { Offset } from '../protocol/types.ts'
import type { LogConfig } from './config.ts'
import type { Epochs } from './epochs.ts'
import { isSystemError } from './errors.ts'
import type { Handles } from './handles.ts'
import type { Segment, SegmentBatch } from './segment.ts'
import type { AbortedTransaction } from './txn-index.ts'
import { Unsynced } from './unsynced.ts'
import { Waiters } from './waiters.ts'

export interface WriterOptions {
  /** `topic-partition`, for messages. */
  name: string
  dir: string
  /** The log's own list; the last one is written to. */
  segments: readonly Segment[]
  epochs: Epochs
  config: () => LogConfig
  files: Files
  handles: Handles
  clock: Clock
  endOffset: Offset
  recoveryPoint: Offset
  /** All that was appended is in the file. */
  onInFile: () => void
  /** The high watermark has moved. */
  onWritten: (offset: Offset) => void
  /** The disk failed, and what was queued is gone: the log ends at `offset`. */
  onBroken: (offset: Offset, error: Error) => void
}

interface Queued extends SegmentBatch {
  /** A transaction that this batch, a marker, aborts. */
  readonly aborted: AbortedTransaction | undefined
}

/** What a sync has begun with. */
interface Sync {
  readonly number: number
  readonly upTo: Offset
  readonly bytes: number
  readonly files: readonly string[]
}

export class Writer {
  /** One past the last record, queued ones counted. */
  endOffset: Offset
  inFileOffset: Offset
  writtenOffset: Offset
  recoveryPoint: Offset
  /** Bytes behind the recovery point: so many a start after a crash has to look at. */
  unsyncedBytes: number
  readonly #o: WriterOptions
  #queue: Queued[] = []
  queuedBytes = 0
  #scheduled = false
  readonly #waiters = new Waiters()
  #syncing: Promise<void> | undefined
  /** A sync has to reach so far. */
  #wanted: Offset = 0
  /** Beside the .log files: what else is to be synced before the recovery point moves. */
  readonly #unsynced: Unsynced
  #flushTimer: Timer | undefined
  #closed = false
  /** Why nothing is written any more. */
  #broken: KafkaError | undefined

  constructor(options: WriterOptions) {
    this.#o = options
    this.endOffset = options.endOffset
    this.inFileOffset = options.endOffset
    this.writtenOffset = options.endOffset
    this.recoveryPoint = Math.min(options.recoveryPoint, options.endOffset)
    this.unsyncedBytes = this.recoveryPoint < options.endOffset ? this.#active.size : 0
    this.#unsynced = new Unsynced(options.files)
    // A new partition's own name is its parent's to keep.
    this.alsoSync([path.dirname(options.dir)])
  }

  get #active(): Segment {
    return this.#o.segments[this.#o.segments.length - 1]!
  }

  /** @throws {KafkaError} KAFKA_STORAGE_ERROR when the disk has failed before */
  demandIntact(): void {
    if (this.#broken) throw this.#broken
  }

  /** Do what else is to be done on the disk. @throws {KafkaError} KAFKA_STORAGE_ERROR when it fails, as a failed write does */
  readonly attempt = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      if (isSystemError(error)) this.fail(error)
      this.demandIntact()
      throw error
    }
  }

  /** Batches that are not in the file yet. */
  get queued(): number {
    return this.#queue.length
  }

  enqueue(batch: Queued, nextOffset: Offset): void {
    this.#queue.push(batch)
    this.queuedBytes += batch.bytes.length
    this.endOffset = nextOffset
    if (this.#scheduled) return
    this.#scheduled = true
    // After all sockets of this turn have been read: what they brought is written together.
    setImmediate(() => {
      this.#scheduled = false
      this.write()
    })
  }

  /** Write what is queued, now. Errors of the disk go to those who wait. */
  write(): void {
    if (this.#closed || this.#broken) return
    if (this.#queue.length > 0) {
      const queue = this.#queue
      this.#queue = []
      this.unsyncedBytes += this.queuedBytes
      this.queuedBytes = 0
      const active = this.#active
      try {
        for (const { aborted } of queue) if (aborted) this.#abort(active, aborted)
        active.append(queue)
      } catch (error) {
        return this.fail(error as Error)
      }
      this.inFileOffset = this.endOffset
      this.#o.onInFile()
    }
    this.#commit()
  }

  /** The same. @throws {KafkaError} KAFKA_STORAGE_ERROR when it could not be written, now or before */
  writeAll(): void {
    this.write()
    this.demandIntact()
  }

  #abort(active: Segment, transaction: AbortedTransaction): void {
    active.aborted.append(transaction)
    this.alsoSync([active.aborted.path])
  }

  /** What is in the file counts as written: at once, or after a sync where the settings ask for it. */
  #commit(): void {
    if (this.inFileOffset === this.writtenOffset) return this.#answer()
    const { 'flush.messages': flushMessages, 'flush.ms': flushMs } = this.#o.config()
    if (this.inFileOffset - this.recoveryPoint < flushMessages) {
      if (flushMs < Number.MAX_SAFE_INTEGER)
        this.#flushTimer ??= this.#o.clock.after(flushMs, () => void this.flushLater())
      this.#advance(this.inFileOffset)
    } else if (this.#syncing || this.#waiters.count > 1) this.flushLater()
    else this.#flush()
  }

  #advance(offset: Offset): void {
    if (offset > this.writtenOffset) {
      this.writtenOffset = offset
      this.#o.onWritten(offset)
    }
    this.#answer()
  }

  #answer(): void {
    this.#waiters.tell(() => this.writtenOffset)
  }

  /** Called in order, once all that was appended so far is written; with an error when it could not be. */
  onWritten(fn: (error?: Error) => void): void {
    if (this.endOffset <= this.writtenOffset) fn()
    else if (this.#broken) fn(this.#broken)
    else this.#waiters.add(this.endOffset, fn)
  }

  /**
   * A failed write may have left a part, a failed sync may have dropped what it was to keep: nobody is told that it is safe,
   * and nothing of it is read. What the file really has is found out by the next start.
   */
  fail(error: Error): void {
    if (this.#closed || this.#broken) return
    const { name, onBroken } = this.#o
    this.#broken = storageError(name, error)
    this.#stopTimer()
    this.#queue = []
    this.queuedBytes = 0
    this.endOffset = this.inFileOffset
    onBroken(this.endOffset, error)
    this.#waiters.refuse(this.writtenOffset, this.#broken)
  }

  /**
   * A segment was closed and another begun: sync it off the event loop. A recovery then begins behind it.
   * @param files that were written at the close
   */
  rolled(files: readonly string[]): void {
    this.alsoSync(files)
    this.flushLater()
  }

  /** Nothing is queued, and nothing will come before `offset`: the log goes on there. */
  skipTo(offset: Offset): void {
    this.endOffset = offset
    this.inFileOffset = offset
    this.writtenOffset = offset
  }

  /** The next sync has to take in `files`, and their names. */
  alsoSync(files: readonly string[]): void {
    this.#unsynced.add([...files, this.#o.dir])
  }

  /** Sync all that is in the file by now, off the event loop. Resolves when that is done, or has failed. */
  flushLater(): Promise<void> {
    this.#stopTimer()
    this.#wanted = this.inFileOffset
    this.#syncing ??= this.#syncWanted().finally(() => {
      this.#syncing = undefined
      // Somebody may have asked between the last look and now.
      if (this.#mustSync) this.flushLater()
    })
    return this.#syncing
  }

  get #mustSync(): boolean {
    return this.#wanted > this.recoveryPoint && !this.#closed && !this.#broken
  }

  async #syncWanted(): Promise<void> {
    try {
      while (this.#mustSync) {
        const sync = this.#beginSync()
        const logs = this.#unsyncedLogs().map(log => this.#o.handles.syncAsync(log))
        await Promise.all([...logs, this.#unsynced.syncAsync(sync.files)])
        if (!this.#closed && !this.#broken) this.#synced(sync)
      }
    } catch (error) {
      this.fail(error as Error)
    }
  }

  /** Write and sync all there is, off the event loop. @throws {KafkaError} KAFKA_STORAGE_ERROR */
  async flushAll(): Promise<void> {
    this.writeAll()
    await this.flushLater()
    this.demandIntact()
    // With nothing new in the log, what is beside it may still be.
    const { number, files } = this.#unsynced.begin()
    try {
      await this.#unsynced.syncAsync(files)
    } catch (error) {
      this.fail(error as Error)
    }
    this.demandIntact()
    this.#unsynced.done(number)
  }

  /** The log's own name is synced by somebody else. */
  nameIsSynced(): void {
    this.#unsynced.forget(path.dirname(this.#o.dir))
  }

  /** Write and sync all there is, now; the recovery point moves to the end. @throws {KafkaError} KAFKA_STORAGE_ERROR */
  flush(): void {
    this.writeAll()
    this.#flush()
    this.demandIntact()
  }

  #flush(): void {
    this.#stopTimer()
    const sync = this.#beginSync()
    try {
      for (const log of this.#unsyncedLogs()) this.#o.handles.get(log).sync()
      this.#unsynced.sync(sync.files)
    } catch (error) {
      return this.fail(error as Error)
    }
    this.#synced(sync)
  }

  #beginSync(): Sync {
    const { epochs } = this.#o
    if (epochs.unsynced) this.alsoSync([epochs.path])
    epochs.unsynced = false
    return { ...this.#unsynced.begin(), upTo: this.inFileOffset, bytes: this.unsyncedBytes }
  }

  #synced({ number, upTo, bytes }: Sync): void {
    this.#unsynced.done(number)
    if (upTo > this.recoveryPoint) {
      this.recoveryPoint = upTo
      this.unsyncedBytes = Math.max(0, this.unsyncedBytes - bytes)
    }
    const enough = this.inFileOffset - this.recoveryPoint < this.#o.config()['flush.messages']
    if (!enough) this.#wanted = this.inFileOffset
    this.#advance(enough ? this.inFileOffset : this.recoveryPoint)
  }

  /** The .log files that hold something behind the recovery point. */
  #unsyncedLogs(): string[] {
    const { segments } = this.#o
    const logs: string[] = []
    for (let i = segments.length - 1, end = this.inFileOffset; i >= 0 && end > this.recoveryPoint; i--) {
      logs.push(segments[i]!.file.path)
      end = segments[i]!.baseOffset
    }
    return logs
  }

  #stopTimer(): void {
    this.#flushTimer?.cancel()
    this.#flushTimer = undefined
  }

  /** Write no more. Whoever still waits gets an error. */
  close(): void {
    this.#stopTimer()
    this.#queue = []
    this.endOffset = this.inFileOffset
    this.#waiters.refuse(this.writtenOffset, storageError(this.#o.name, new Error('the log was closed')))
    this.#closed = true
  }
}

const storageError = (name: string, cause: Error) =>
  new KafkaError('KAFKA_STORAGE_ERROR', `${name}: ${cause.message}`, { cause })
