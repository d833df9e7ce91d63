/**
 * The partitions of one data directory, by the names of their directories: those that lie in it, opened when somebody first asks
 * for them, and copies on their way to it. What is asked of one that is not open is told by names and sizes alone.
 *
 * A log gets what the directory's checkpoints say of it when it is opened. They must never say of it what they were told of
 * another partition of its name, or of what a crash has taken: they are written anew before, or with, such an opening.
 * Source: Kafka 4.3 `LogManager.loadLogs`, `getOrCreateLog`.
 */
import path from 'node:path'
import type { Clock } from '../lib/clock.ts'
import type { Files } from '../lib/files.ts'
import type { Logger } from '../lib/logger.ts'
import type { Random } from '../lib/random.ts'
import { randomUuid, type Uuid } from '../lib/uuid.ts'
import type { Offset } from '../protocol/types.ts'
import { bytesIn, hasBytes, logsIn } from './at-rest.ts'
import type { LogConfig } from './config.ts'
import { DirCheckpoints } from './dir-checkpoints.ts'
import { type Copy, Futures } from './futures.ts'
import type { Handles } from './handles.ts'
import { PartitionLog } from './partition-log.ts'
import { topicIdIn } from './partition-metadata.ts'
import { parsePartitionDir, partitionDir } from './paths.ts'
import { isUntouched } from './untouched.ts'

export interface DirLogsOptions {
  path: string
  /** The directory was left cleanly. */
  cleanShutdown: boolean
  configOf: (topic: string) => LogConfig
  files: Files
  handles: Handles
  clock: Clock
  random: Random
  logger: Logger
  /** Does what is to be done on the disk, and takes care of its faults. */
  attempt: <T>(work: () => T) => T
  /** A log takes nothing more in. */
  onFailed: (name: string, error: Error) => void
}

export class DirLogs {
  readonly #o: DirLogsOptions
  /** By directory name; undefined: there, but not opened yet. */
  readonly #logs = new Map<string, PartitionLog | undefined>()
  /** Copies that are made here, of partitions that lie in other directories. */
  readonly futures: Futures
  readonly #checkpoints: DirCheckpoints

  /** @param found names of all that lies in the directory */
  constructor(found: readonly string[], options: DirLogsOptions) {
    const { files, path: dir, cleanShutdown, logger } = options
    this.#o = options
    this.#checkpoints = new DirCheckpoints(files, dir, logger)
    this.futures = new Futures({ ...options, open: (where, of, clean, start) => this.openAt(where, of, clean, start) })
    for (const name of found)
      if (!this.futures.found(name, cleanShutdown) && parsePartitionDir(name) && this.#isDirectory(name))
        this.#logs.set(name, undefined)
    this.#checkpoints.keep({ has: name => this.#logs.has(name) || this.futures.has(name) })
  }

  #isDirectory(name: string): boolean {
    return this.#o.files.stat(this.#pathOf(name))?.isDirectory ?? false
  }

  #pathOf(name: string): string {
    return path.join(this.#o.path, name)
  }

  /** Partitions that lie here. */
  get count(): number {
    return this.#logs.size
  }

  /** Partitions that lie here, by the names of their directories. */
  get names(): Iterable<string> {
    return this.#logs.keys()
  }

  has(topic: string, partition: number): boolean {
    return this.#logs.has(partitionDir(topic, partition))
  }

  /** Undefined when it is not open, or not here. */
  get(name: string): PartitionLog | undefined {
    return this.#logs.get(name)
  }

  /** Whether there is anything in its segments, or was in those that are deleted, from their names and sizes. */
  hasBytes(topic: string, partition: number): boolean {
    return hasBytes(this.#o.files, this.#pathOf(partitionDir(topic, partition)))
  }

  /** Bytes in its .log files, from their sizes where it is not open. */
  sizeOf(topic: string, partition: number): number {
    const name = partitionDir(topic, partition)
    return this.#logs.get(name)?.size ?? bytesIn(this.#o.files, this.#pathOf(name))
  }

  /** Every partition, and the id of its topic if it is known. */
  *partitions(): Generator<{ topic: string; partition: number; topicId: Uuid | undefined }> {
    for (const [name, log] of this.#logs)
      yield { ...parsePartitionDir(name)!, topicId: log?.topicId ?? topicIdIn(this.#o.files, this.#pathOf(name)) }
  }

  /** Compacted partitions that have a segment which is not written to any more. They need not be open. */
  *compacted(): Generator<{ topic: string; partition: number }> {
    for (const name of [...this.#logs.keys()]) {
      const { topic, partition } = parsePartitionDir(name)!
      const compacts = this.#o.configOf(topic)['cleanup.policy'].includes('compact')
      if (compacts && this.#segmentsOf(name) > 1) yield { topic, partition }
    }
  }

  #segmentsOf(name: string): number {
    const open = this.#logs.get(name)
    if (open || !this.#logs.has(name)) return open?.segments.length ?? 0
    return this.#o.attempt(() => logsIn(this.#o.files, this.#pathOf(name))).length
  }

  /** Whether a log that is not open is as a clean stop has left it. */
  isUntouched(name: string): boolean {
    if (this.#checkpoints.logStartsLost) return false
    return this.#o.attempt(() => isUntouched(this.#o.files, this.#pathOf(name), this.#checkpoints.recoveryPoint(name)))
  }

  /** Logs that are open, copies among them. */
  *opened(): Generator<PartitionLog> {
    for (const log of this.#logs.values()) if (log) yield log
    for (const [, log] of this.futures.opened()) yield log
  }

  /** The log of a partition, opened, or made. @throws {KafkaError} KAFKA_STORAGE_ERROR, {CorruptLogError} */
  open(topic: string, partition: number, topicId?: Uuid): PartitionLog {
    const name = partitionDir(topic, partition)
    const open = this.#logs.get(name)
    if (open) return open
    const { files, random, cleanShutdown, attempt } = this.#o
    const known = this.#logs.has(name)
    const where = this.#pathOf(name)
    const of = { topic, partition, topicId: topicIdIn(files, where) ?? topicId ?? randomUuid(random) }
    const log = attempt(() => {
      if (!known && this.#checkpoints.mentions(name)) this.writeDown()
      return this.openAt(where, of, known ? cleanShutdown : true)
    })
    this.#logs.set(name, log)
    // Less is there than the file says was synced: what comes now must not be taken for it.
    if (log.recoveryPoint < this.#checkpoints.recoveryPoint(name)) attempt(() => this.writeDown())
    return log
  }

  /** Open what lies in `dir`, or make it. It is not among the partitions by that. @param start where a new copy begins */
  openAt(dir: string, of: Copy, clean: boolean, start?: Offset): PartitionLog {
    const name = partitionDir(of.topic, of.partition)
    if (start !== undefined && this.#checkpoints.mentions(name)) this.writeDown()
    return PartitionLog.open({
      ...this.#o,
      ...of,
      dir,
      config: () => this.#o.configOf(of.topic),
      recoveryPoint: this.#checkpoints.recoveryPoint(name),
      logStartOffset: start ?? this.#checkpoints.logStartOffset(name),
      logStartLost: this.#checkpoints.logStartsLost,
      cleanShutdown: clean,
      onFailed: error => this.#o.onFailed(name, error),
    })
  }

  /** A partition lies here from now on. @param log undefined: it is not open */
  set(name: string, log: PartitionLog | undefined): void {
    this.#logs.set(name, log)
  }

  /** It lies here no more. */
  remove(name: string): void {
    this.#logs.delete(name)
    this.forget(name)
  }

  /** What is written down of it is of nobody any more. */
  forget(name: string): void {
    this.#checkpoints.forget(name)
  }

  cleanerOffset(name: string): Offset | undefined {
    return this.#checkpoints.cleanerOffset(name)
  }

  cleaned(log: PartitionLog, offset: Offset): void {
    if (this.#logs.get(log.name) === log) this.#checkpoints.cleaned(log.name, offset)
  }

  /** Logs by name, those that are on their way here among them. */
  get #all(): ReadonlyMap<string, PartitionLog | undefined> {
    return new Map<string, PartitionLog | undefined>([...this.#logs, ...this.futures.opened()])
  }

  /** Write down where recovery begins, what is committed, where logs start, and what is clean. */
  writeDown(): void {
    this.#checkpoints.write(this.#all)
  }

  /** The same, with the syncs off the event loop. */
  writeDownLater(): Promise<void> {
    return this.#checkpoints.writeLater(this.#all)
  }

  /** Let go of files without a word on disk; nor is that written down which is about to be. */
  abandon(): void {
    for (const log of this.opened()) log.abandon()
    this.#checkpoints.drop()
  }
}
