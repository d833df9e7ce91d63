/**
 * What a data directory's checkpoints say of its partitions, by directory name: where recovery begins, where logs start, what
 * is committed, what is clean. The first two decide what a start believes. A row of a partition that was deleted must never meet a new one
 * of the same name: whoever makes one asks `mentions` first.
 * Source: Kafka 4.3 `LogManager.checkpointRecoveryOffsetsInDir`, `checkpointLogStartOffsetsInDir`.
 */
import type { Files } from '../lib/files.ts'
import type { Logger } from '../lib/logger.ts'
import type { Offset } from '../protocol/types.ts'
import { type CheckpointRow, readCheckpoint, writeCheckpoint, writeCheckpointLater } from './checkpoints.ts'
import type { PartitionLog } from './partition-log.ts'
import { CLEANER_OFFSETS, HIGH_WATERMARKS, LOG_START_OFFSETS, parsePartitionDir, RECOVERY_POINTS } from './paths.ts'

export class DirCheckpoints {
  readonly #files: Files
  readonly #dir: string
  /** There was a file of log start offsets, and it cannot be read. */
  readonly logStartsLost: boolean
  readonly #recoveryPoints: Map<string, Offset>
  readonly #logStartOffsets: Map<string, Offset>
  readonly #cleanerOffsets: Map<string, Offset>
  /** Partitions that the files may have a row of. */
  #mentioned: ReadonlySet<string>
  /** What is being written off the event loop is dropped when something newer has begun. */
  #writes = 0

  constructor(files: Files, dir: string, logger: Logger) {
    this.#files = files
    this.#dir = dir
    const broken = new Set<string>()
    const read = (name: string) =>
      readCheckpoint(files, dir, name, file => {
        broken.add(name)
        logger.warn(`${file} is no list of offsets: it is done without, and written anew`)
      })
    this.#recoveryPoints = read(RECOVERY_POINTS)
    this.#logStartOffsets = read(LOG_START_OFFSETS)
    this.#cleanerOffsets = read(CLEANER_OFFSETS)
    this.logStartsLost = broken.has(LOG_START_OFFSETS)
    const all = [this.#recoveryPoints, this.#logStartOffsets, this.#cleanerOffsets]
    this.#mentioned = new Set(all.flatMap(offsets => [...offsets.keys()]))
  }

  recoveryPoint(name: string): Offset {
    return this.#recoveryPoints.get(name) ?? 0
  }

  logStartOffset(name: string): Offset {
    return this.#logStartOffsets.get(name) ?? 0
  }

  /** One past what is clean; undefined: it was never cleaned. */
  cleanerOffset(name: string): Offset | undefined {
    return this.#cleanerOffsets.get(name)
  }

  /** It is written with the next checkpoint: one that is lost only makes for more work. */
  cleaned(name: string, offset: Offset): void {
    this.#cleanerOffsets.set(name, offset)
  }

  mentions(name: string): boolean {
    return this.#mentioned.has(name)
  }

  /** It is no more. The files say so when they are written again. */
  forget(name: string): void {
    this.#recoveryPoints.delete(name)
    this.#logStartOffsets.delete(name)
    this.#cleanerOffsets.delete(name)
  }

  /** Forget all but `names`. */
  keep(names: { has(name: string): boolean }): void {
    for (const name of this.#mentioned) if (!names.has(name)) this.forget(name)
  }

  /** @param logs of all partitions that there are; undefined: not open, its rows stay as they are */
  write(logs: ReadonlyMap<string, PartitionLog | undefined>): void {
    this.drop()
    for (const [file, rows] of this.#rows(logs)) writeCheckpoint(this.#files, this.#dir, file, rows)
    this.#mentioned = new Set(logs.keys())
  }

  /** The same, with the syncs off the event loop. */
  async writeLater(logs: ReadonlyMap<string, PartitionLog | undefined>): Promise<void> {
    this.drop()
    const number = this.#writes
    const rows = this.#rows(logs)
    this.#mentioned = new Set([...this.#mentioned, ...logs.keys()])
    for (const [file, of] of rows)
      await writeCheckpointLater(this.#files, this.#dir, file, of, () => number === this.#writes)
  }

  /** What is being written is not to be. */
  drop(): void {
    this.#writes++
  }

  #rows(logs: ReadonlyMap<string, PartitionLog | undefined>): [file: string, rows: CheckpointRow[]][] {
    const highWatermarks = readCheckpoint(this.#files, this.#dir, HIGH_WATERMARKS)
    for (const name of highWatermarks.keys()) if (!logs.has(name)) highWatermarks.delete(name)
    for (const [name, log] of logs) {
      if (!log) continue
      this.#recoveryPoints.set(name, log.recoveryPoint)
      highWatermarks.set(name, log.writtenOffset)
      if (log.logStartOffset > log.segments[0]!.baseOffset) this.#logStartOffsets.set(name, log.logStartOffset)
      else this.#logStartOffsets.delete(name)
    }
    return [
      [RECOVERY_POINTS, rowsOf(this.#recoveryPoints)],
      [LOG_START_OFFSETS, rowsOf(this.#logStartOffsets)],
      [HIGH_WATERMARKS, rowsOf(highWatermarks)],
      [CLEANER_OFFSETS, rowsOf(this.#cleanerOffsets)],
    ]
  }
}

const rowsOf = (offsets: ReadonlyMap<string, Offset>): CheckpointRow[] =>
  Array.from(offsets, ([name, offset]) => ({ ...parsePartitionDir(name)!, offset }))
