/**
 * The snapshots of the metadata log: which there are, when the next is due, and what may go once it is there.
 *
 * Due when metadata.log.max.record.bytes.between.snapshots have been written since the last, or
 * metadata.log.max.snapshot.interval.ms have passed and something was written. It is read from the view through a connection of
 * its own, a batch a turn of the event loop, so that writers and requests do not wait.
 * The newest is always kept. An older one goes, and with it the segments wholly below the next one, when log and snapshots
 * together exceed metadata.max.retention.bytes, or it is older than metadata.max.retention.ms.
 * Source: KIP-630; Kafka 4.3 `SnapshotGenerator`, `KafkaRaftLog`.
 */
import path from 'node:path'
import type { Clock, Timer } from '../lib/clock.ts'
import type { Files } from '../lib/files.ts'
import type { Logger } from '../lib/logger.ts'
import { CorruptLogError } from '../log/errors.ts'
import type { Offset, Timestamp } from '../protocol/types.ts'
import type { RecordSource } from '../view/source.ts'
import type { View } from '../view/view.ts'
import {
  CheckpointFile,
  checkpointBatches,
  checkpointName,
  lastTimestampOf,
  parseCheckpointName,
  readCheckpoint,
  type SnapshotId,
} from './checkpoint.ts'
import { kraftOf } from './kraft.ts'
import { render } from './snapshot.ts'

export interface SnapshotLimits {
  bytesBetween: number
  /** 0: never by time. */
  intervalMs: number
  /** Below 0: no limit. */
  retentionBytes: number
  retentionMs: number
}

/** The log, as far as its snapshots concern it. */
export interface SnapshottedLog extends RecordSource {
  readonly dir: string
  readonly size: number
  bytesBetween(from: Offset, upTo: Offset): number
  deleteBefore(offset: Offset): Offset
}

export interface SnapshotsOptions {
  log: SnapshottedLog
  limits: SnapshotLimits
  files: Files
  clock: Clock
  logger: Logger
}

interface Taking {
  file: CheckpointFile
  reader: View
}

export class Snapshots {
  readonly #o: SnapshotsOptions
  /** Oldest first. */
  #ids: SnapshotId[]
  #bytes = 0
  #since: number
  #timer: Timer | undefined
  #taking: Taking | undefined
  #view: View | undefined

  constructor(options: SnapshotsOptions) {
    this.#o = options
    this.#since = options.clock.monotonic()
    this.#ids = this.#look()
  }

  /** What is unfinished goes; so does what begins before the log does, for nothing leads on from it. */
  #look(): SnapshotId[] {
    const { files, log } = this.#o
    const ids: SnapshotId[] = []
    for (const name of files.exists(log.dir) ? files.list(log.dir) : []) {
      const found = parseCheckpointName(name)
      if (found === undefined) continue
      const { finished, ...id } = found
      if (finished && id.offset >= log.logStartOffset) ids.push(id)
      else files.remove(path.join(log.dir, name))
    }
    return ids.sort((a, b) => a.offset - b.offset)
  }

  /** Oldest first. */
  get ids(): readonly SnapshotId[] {
    return this.#ids
  }

  /**
   * The newest that can be read.
   * @throws {CorruptLogError} when none can and the log does not begin at 0: then the beginning is lost
   */
  newest(): { id: SnapshotId; batches: { isControl: boolean; bytes: Buffer }[] } | undefined {
    const { files, log, logger } = this.#o
    for (const id of [...this.#ids].reverse())
      try {
        return { id, batches: readCheckpoint(files, this.#fileOf(id)) }
      } catch (error) {
        if (!(error instanceof CorruptLogError)) throw error
        logger.warn(`${error.message}: an older snapshot is taken, or the whole log`)
      }
    if (log.logStartOffset > 0)
      throw new CorruptLogError(
        log.dir,
        0,
        `the metadata log begins at offset ${log.logStartOffset} and no snapshot holds what came before. Restore a .checkpoint file from a copy`,
      )
    return undefined
  }

  /** From now on `view` is what snapshots are taken of. */
  follow(view: View): void {
    const { log } = this.#o
    this.#view = view
    this.wrote(log.bytesBetween(Math.max(this.#ids.at(-1)?.offset ?? 0, log.logStartOffset), log.writtenOffset))
  }

  /** So many bytes have been written, and folded. */
  wrote(bytes: number): void {
    const { limits, clock, logger } = this.#o
    this.#bytes += bytes
    if (this.#bytes === 0 || this.#taking) return
    const left = limits.intervalMs - (clock.monotonic() - this.#since)
    if (this.#bytes >= limits.bytesBetween || (limits.intervalMs > 0 && left <= 0))
      this.take().catch(error => logger.error('A snapshot of the metadata could not be written', error))
    else if (limits.intervalMs > 0) this.#timer ??= clock.after(left, () => this.#late())
  }

  #late(): void {
    this.#timer = undefined
    this.wrote(0)
  }

  /** Write one of all that is committed. @returns undefined when there is one, or the view is at a log's beginning */
  async take(): Promise<SnapshotId | undefined> {
    const { log, files, clock, logger } = this.#o
    const reader = this.#view!.reader()
    const position = reader.position(log.name)
    const id = { offset: position?.nextOffset ?? 0, epoch: position?.epoch ?? 0 }
    this.#timer?.cancel()
    this.#timer = undefined
    this.#bytes = 0
    this.#since = clock.monotonic()
    if (id.offset <= (this.#ids.at(-1)?.offset ?? 0)) {
      reader.close()
      return undefined
    }
    const taking = { file: new CheckpointFile(files, this.#fileOf(id)), reader }
    this.#taking = taking
    try {
      const lastTimestamp = this.#timestampBefore(id.offset)
      const batches = checkpointBatches({
        kraft: kraftOf(reader),
        records: render(reader),
        timestamp: clock.now(),
        lastTimestamp,
        epoch: id.epoch,
      })
      for (const bytes of batches) {
        taking.file.add(bytes)
        await new Promise(resolve => setImmediate(resolve))
        // Stopped meanwhile: what there was of it is gone.
        if (this.#taking !== taking) return undefined
      }
    } catch (error) {
      this.stop()
      throw error
    }
    this.#taking = undefined
    reader.close()
    const size = taking.file.finish()
    this.#ids.push(id)
    logger.info(`Wrote ${checkpointName(id)}, a snapshot of the metadata, ${size} bytes`)
    this.clean()
    return id
  }

  #timestampBefore(offset: Offset): Timestamp {
    const { log, clock } = this.#o
    for (const { header } of log.batchesFrom(offset - 1)) return header.maxTimestamp
    return clock.now()
  }

  /** Delete what is too much, or too old, and not the newest. */
  clean(): void {
    const { log, files, limits, clock, logger } = this.#o
    let total = this.#ids.reduce((sum, id) => sum + (files.stat(this.#fileOf(id))?.size ?? 0), 0)
    while (this.#ids.length > 1) {
      const [oldest, next] = this.#ids as [SnapshotId, SnapshotId]
      const file = this.#fileOf(oldest)
      const tooMuch = limits.retentionBytes >= 0 && log.size + total > limits.retentionBytes
      const tooOld = limits.retentionMs >= 0 && clock.now() - this.#timestampOf(file) > limits.retentionMs
      if (!tooMuch && !tooOld) return
      total -= files.stat(file)?.size ?? 0
      if (next.offset > log.logStartOffset) log.deleteBefore(next.offset)
      files.remove(file)
      this.#ids.shift()
      logger.info(`Deleted ${path.basename(file)} and what of the metadata log is older than offset ${next.offset}`)
    }
  }

  /** One that cannot be read is as old as can be. */
  #timestampOf(file: string): Timestamp {
    try {
      return lastTimestampOf(readCheckpoint(this.#o.files, file))
    } catch (error) {
      if (error instanceof CorruptLogError) return 0
      throw error
    }
  }

  /** Nothing is taken any more; one that was begun is gone. */
  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    const taking = this.#taking
    this.#taking = undefined
    taking?.file.abandon()
    taking?.reader.close()
  }

  #fileOf(id: SnapshotId): string {
    return path.join(this.#o.log.dir, checkpointName(id))
  }
}
