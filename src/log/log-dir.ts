/**
 * One data directory: the partitions that lie in it, opened when somebody first asks for them, and what is written down about
 * all of them. A disk that fails takes its directory offline: its partitions answer KAFKA_STORAGE_ERROR until the broker is
 * started again, and the other directories go on.
 * Source: KIP-112; Kafka 4.3 `LogManager`, `LogDirFailureChannel`.
 */
import path from 'node:path'
import type { Clock } from '../lib/clock.ts'
import type { Files } from '../lib/files.ts'
import type { Logger } from '../lib/logger.ts'
import type { Random } from '../lib/random.ts'
import { randomUuid, type Uuid } from '../lib/uuid.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { Offset } from '../protocol/types.ts'
import { readCleanShutdown, removeCleanShutdown, writeCleanShutdown } from './clean-shutdown.ts'
import type { LogConfig } from './config.ts'
import { DirCheckpoints } from './dir-checkpoints.ts'
import { CorruptLogError, isDiskFault, isSystemError } from './errors.ts'
import type { Handles } from './handles.ts'
import type { MetaProperties } from './meta-properties.ts'
import { PartitionLog } from './partition-log.ts'
import {
  deletedDir,
  isDeletedDir,
  PARTITION_METADATA,
  parsePartitionDir,
  parseSegmentFile,
  partitionDir,
} from './paths.ts'

export interface LogDirOptions {
  path: string
  meta: MetaProperties
  lock: { release(): void }
  configOf: (topic: string) => LogConfig
  files: Files
  handles: Handles
  clock: Clock
  random: Random
  logger: Logger
  onFailed: (error: Error) => void
}

/** A start after a crash looks at less than this of a partition in a millisecond or two: not worth a sync. */
const SETTLE_BYTES = 4 * 1024 * 1024

export class LogDir {
  readonly path: string
  readonly meta: MetaProperties
  /** It was left cleanly. */
  readonly cleanShutdown: boolean
  readonly previousBrokerEpoch: number | undefined
  readonly #o: LogDirOptions
  /** By directory name; undefined: there, but not opened yet. */
  readonly #logs = new Map<string, PartitionLog | undefined>()
  readonly #checkpoints: DirCheckpoints
  #failure: KafkaError | undefined

  constructor(options: LogDirOptions) {
    const { files, path: dir } = options
    this.#o = options
    this.path = dir
    this.meta = options.meta
    const stop = readCleanShutdown(files, dir)
    this.cleanShutdown = stop !== undefined
    this.previousBrokerEpoch = stop?.brokerEpoch
    this.#checkpoints = new DirCheckpoints(files, dir)
    this.#look()
    removeCleanShutdown(files, dir)
  }

  #look(): void {
    const { files } = this.#o
    for (const name of files.list(this.path)) {
      const where = path.join(this.path, name)
      // Its deletion was interrupted: it goes on, out of the way of the start.
      if (isDeletedDir(name)) this.#removeLater(where, 0)
      else if (parsePartitionDir(name) && files.stat(where)?.isDirectory) this.#logs.set(name, undefined)
    }
    this.#checkpoints.keep(this.#logs)
  }

  /** Why it is offline; undefined: it is not. */
  get failure(): Error | undefined {
    return this.#failure
  }

  /** Partitions that lie here. */
  get count(): number {
    return this.#logs.size
  }

  has(topic: string, partition: number): boolean {
    return this.#logs.has(partitionDir(topic, partition))
  }

  /** Whether there is anything in its segments, or was in those that are deleted, from their names and sizes. */
  hasBytes(topic: string, partition: number): boolean {
    const { files } = this.#o
    const dir = path.join(this.path, partitionDir(topic, partition))
    return files.list(dir).some(name => {
      const segment = parseSegmentFile(name)
      return segment?.kind === 'log' && (segment.baseOffset > 0 || files.stat(path.join(dir, name))!.size > 0)
    })
  }

  /** Every partition, and its log if it is open. */
  *partitions(): Generator<{
    topic: string
    partition: number
    topicId: Uuid | undefined
    log: PartitionLog | undefined
  }> {
    for (const [name, log] of this.#logs)
      yield { ...parsePartitionDir(name)!, topicId: log?.topicId ?? this.#topicIdIn(name), log }
  }

  /** Logs that are open. */
  *opened(): Generator<PartitionLog> {
    for (const log of this.#logs.values()) if (log) yield log
  }

  /** The log of a partition, opened, or made. @throws {KafkaError} KAFKA_STORAGE_ERROR, {CorruptLogError} */
  open(topic: string, partition: number, topicId?: Uuid): PartitionLog {
    const { files, handles, clock, logger, configOf, random } = this.#o
    if (this.#failure) throw this.#failure
    const name = partitionDir(topic, partition)
    const open = this.#logs.get(name)
    if (open) return open
    const known = this.#logs.has(name)
    const log = this.#try(() => {
      if (!known && this.#checkpoints.mentions(name)) this.#checkpoints.write(this.#logs)
      return PartitionLog.open({
        dir: path.join(this.path, name),
        topic,
        partition,
        topicId: this.#topicIdIn(name) ?? topicId ?? randomUuid(random),
        config: () => configOf(topic),
        files,
        handles,
        clock,
        logger,
        recoveryPoint: this.#checkpoints.recoveryPoint(name),
        logStartOffset: this.#checkpoints.logStartOffset(name),
        cleanShutdown: known ? this.cleanShutdown : true,
        onFailed: error => this.#logFailed(name, error),
      })
    })
    this.#logs.set(name, log)
    // Less is there than the file says was synced: what comes now must not be taken for it.
    if (log.recoveryPoint < this.#checkpoints.recoveryPoint(name)) this.#try(() => this.#checkpoints.write(this.#logs))
    return log
  }

  #topicIdIn(name: string): Uuid | undefined {
    const { files } = this.#o
    const file = path.join(this.path, name, PARTITION_METADATA)
    return files.exists(file) ? /^topic_id: (\S+)$/m.exec(files.readAll(file).toString())?.[1] : undefined
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
    const names = this.#try(() => this.#o.files.list(path.join(this.path, name)))
    return names.filter(each => parseSegmentFile(each)?.kind === 'log').length
  }

  cleanerOffset(name: string): Offset | undefined {
    return this.#checkpoints.cleanerOffset(name)
  }

  cleaned(log: PartitionLog, offset: Offset): void {
    if (this.#logs.get(log.name) === log) this.#checkpoints.cleaned(log.name, offset)
  }

  /** Gone for everybody at once; its bytes go after `delayMs`, those of a stray never. */
  delete(topic: string, partition: number, suffix: 'delete' | 'stray', delayMs: number): void {
    if (this.#failure) return
    const name = partitionDir(topic, partition)
    this.#logs.get(name)?.abandon()
    this.#logs.delete(name)
    this.#checkpoints.forget(name)
    const to = path.join(this.path, deletedDir(topic, partition, randomUuid(this.#o.random), suffix))
    this.#try(() => this.#o.files.rename(path.join(this.path, name), to))
    if (suffix === 'delete') this.#removeLater(to, delayMs)
  }

  #removeLater(dir: string, delayMs: number): void {
    const { files, clock, logger } = this.#o
    clock.after(delayMs, () => {
      files.removeAsync(dir).catch(error => logger.error(`${dir} could not be deleted`, error))
    })
  }

  #logFailed(name: string, error: Error): void {
    if (isDiskFault(error)) return this.fail(error)
    this.#o.logger.error(`${name} in ${this.path} has failed, and is offline until the broker is started again`, error)
  }

  /** Take it offline, with all that lies in it. */
  fail(error: Error): void {
    if (this.#failure) return
    const { logger, onFailed } = this.#o
    logger.error(`The data directory ${this.path} has failed, and is offline until the broker is started again`, error)
    this.#failure = new KafkaError(
      'KAFKA_STORAGE_ERROR',
      `The data directory ${this.path} has failed: ${error.message}`,
      {
        cause: error,
      },
    )
    for (const log of this.opened()) log.fail(error)
    onFailed(error)
  }

  /** @throws {KafkaError} KAFKA_STORAGE_ERROR for a fault of the disk, which takes the directory offline */
  #try<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (!isDiskFault(error)) throw error
      this.fail(error)
      throw this.#failure!
    }
  }

  /** Sync the logs that much has come to, one after the other, and write down how far. */
  async settle(): Promise<void> {
    let moved = false
    for (const log of this.opened()) {
      if (this.#failure) return
      if (log.unsyncedBytes < SETTLE_BYTES) continue
      await log.settle()
      moved = true
    }
    if (moved) await this.checkpointLater()
  }

  /** Write down where recovery begins, what is committed, and where logs start; the syncs are off the event loop. */
  async checkpointLater(): Promise<void> {
    if (this.#failure) return
    try {
      await this.#checkpoints.writeLater(this.#logs)
    } catch (error) {
      this.fail(error as Error)
    }
  }

  /** A clean stop: everything synced, everything written down, the marker last. A directory that has failed gets no marker. */
  close(brokerEpoch: number): void {
    try {
      if (!this.#failure) this.#try(() => this.#closeLogs(brokerEpoch))
    } catch (error) {
      if (!this.#failure) throw error
    } finally {
      this.abandon()
    }
  }

  #closeLogs(brokerEpoch: number): void {
    // The marker speaks for all logs: after a crash those that nobody asked for are checked first.
    let clean = true
    for (const { topic, partition, log } of this.partitions())
      if (log || !this.cleanShutdown) clean = this.#closeLog(topic, partition) && clean
    this.#checkpoints.write(this.#logs)
    if (clean) writeCleanShutdown(this.#o.files, this.path, brokerEpoch)
  }

  /** @returns whether it was closed cleanly */
  #closeLog(topic: string, partition: number): boolean {
    try {
      this.open(topic, partition).close()
      return true
    } catch (error) {
      if (this.#failure || !(error instanceof KafkaError || error instanceof CorruptLogError || isSystemError(error)))
        throw error
      this.#o.logger.error(`${topic}-${partition} was not stopped cleanly: the next start looks at it`, error)
      return false
    }
  }

  /** Let go of locks and files without a word on disk, as a crash would. */
  abandon(): void {
    for (const log of this.opened()) log.abandon()
    this.#checkpoints.drop()
    this.#o.lock.release()
  }
}
