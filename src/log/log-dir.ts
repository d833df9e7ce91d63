/**
 * One data directory: the partitions that lie in it, opened when somebody first asks for them, and what is written down about
 * all of them. A disk that fails takes its directory offline: its partitions answer KAFKA_STORAGE_ERROR until the broker is
 * started again, and the other directories go on.
 * Source: KIP-112; Kafka 4.3 `LogManager`, `LogDirFailureChannel`.
 */
import path from 'node:path'
import type { Clock, Timer } from '../lib/clock.ts'
import type { Files } from '../lib/files.ts'
import type { Logger } from '../lib/logger.ts'
import type { Random } from '../lib/random.ts'
import { randomUuid, type Uuid, ZERO_UUID } from '../lib/uuid.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { Offset } from '../protocol/types.ts'
import { bytesIn, hasBytes, logsIn } from './at-rest.ts'
import { readCleanShutdown, removeCleanShutdown, writeCleanShutdown } from './clean-shutdown.ts'
import type { LogConfig } from './config.ts'
import { DirCheckpoints } from './dir-checkpoints.ts'
import { CorruptLogError, isDiskFault } from './errors.ts'
import { type Copy, Futures } from './futures.ts'
import type { Handles } from './handles.ts'
import type { MetaProperties } from './meta-properties.ts'
import { PartitionLog } from './partition-log.ts'
import { topicIdIn } from './partition-metadata.ts'
import { deletedDir, isDeletedDir, parsePartitionDir, partitionDir } from './paths.ts'
import { closeAll } from './stop.ts'

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
  /** Copies that are made here, of partitions that lie in other directories. */
  readonly futures: Futures
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
    this.#checkpoints = new DirCheckpoints(files, dir, options.logger)
    this.futures = new Futures({ ...options, open: (where, of, clean, start) => this.#openAt(where, of, clean, start) })
    this.#look()
    removeCleanShutdown(files, dir)
  }

  #look(): void {
    const { files } = this.#o
    for (const name of files.list(this.path)) {
      const where = path.join(this.path, name)
      // Its deletion was interrupted: it goes on, out of the way of the start.
      if (isDeletedDir(name)) this.#removeLater(where, 0)
      else if (this.futures.found(name, this.cleanShutdown)) continue
      else if (parsePartitionDir(name) && files.stat(where)?.isDirectory) this.#logs.set(name, undefined)
    }
    this.#checkpoints.keep({ has: name => this.#logs.has(name) || this.futures.has(name) })
  }

  /** Why it is offline; undefined: it is not. */
  get failure(): Error | undefined {
    return this.#failure
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

  /** Whether there is anything in its segments, or was in those that are deleted, from their names and sizes. */
  hasBytes(topic: string, partition: number): boolean {
    return hasBytes(this.#o.files, path.join(this.path, partitionDir(topic, partition)))
  }

  /** Bytes in its .log files, from their sizes where it is not open. */
  sizeOf(topic: string, partition: number): number {
    const name = partitionDir(topic, partition)
    return this.#logs.get(name)?.size ?? bytesIn(this.#o.files, path.join(this.path, name))
  }

  /** Every partition, and its log if it is open. */
  *partitions(): Generator<{
    topic: string
    partition: number
    topicId: Uuid | undefined
    log: PartitionLog | undefined
  }> {
    for (const [name, log] of this.#logs)
      yield {
        ...parsePartitionDir(name)!,
        topicId: log?.topicId ?? topicIdIn(this.#o.files, path.join(this.path, name)),
        log,
      }
  }

  /** Logs that are open. */
  *opened(): Generator<PartitionLog> {
    for (const log of this.#logs.values()) if (log) yield log
    for (const [, log] of this.futures.opened()) yield log
  }

  /** The log of a partition, opened, or made. @throws {KafkaError} KAFKA_STORAGE_ERROR, {CorruptLogError} */
  open(topic: string, partition: number, topicId?: Uuid): PartitionLog {
    if (this.#failure) throw this.#failure
    const name = partitionDir(topic, partition)
    const open = this.#logs.get(name)
    if (open) return open
    const known = this.#logs.has(name)
    const of = {
      topic,
      partition,
      topicId: topicIdIn(this.#o.files, path.join(this.path, name)) ?? topicId ?? randomUuid(this.#o.random),
    }
    const log = this.#try(() => {
      if (!known && this.#checkpoints.mentions(name)) this.#checkpoints.write(this.#all)
      return this.#openAt(path.join(this.path, name), of, known ? this.cleanShutdown : true)
    })
    this.#logs.set(name, log)
    // Less is there than the file says was synced: what comes now must not be taken for it.
    if (log.recoveryPoint < this.#checkpoints.recoveryPoint(name)) this.#try(() => this.#checkpoints.write(this.#all))
    return log
  }

  #openAt(dir: string, of: Copy, clean: boolean, start?: Offset): PartitionLog {
    const name = partitionDir(of.topic, of.partition)
    if (start !== undefined && this.#checkpoints.mentions(name)) this.#checkpoints.write(this.#all)
    return PartitionLog.open({
      ...this.#o,
      ...of,
      dir,
      config: () => this.#o.configOf(of.topic),
      recoveryPoint: this.#checkpoints.recoveryPoint(name),
      logStartOffset: start ?? this.#checkpoints.logStartOffset(name),
      logStartLost: this.#checkpoints.logStartsLost,
      cleanShutdown: clean,
      onFailed: error => this.#logFailed(name, error),
    })
  }

  /** Logs by name, those that are on their way here among them. */
  get #all(): ReadonlyMap<string, PartitionLog | undefined> {
    return new Map<string, PartitionLog | undefined>([...this.#logs, ...this.futures.opened()])
  }

  /**
   * `log` has been copied here, to its end: from now on it lies here and nowhere else.
   * @param leave takes its name away in the other directory; called once all that is left to do here is a rename
   */
  adopt(log: PartitionLog, leave: () => { comeBack: () => void }): void {
    const { name, topic, partition, topicId, logStartOffset } = log
    this.#try(() => this.futures.close(name))
    const { comeBack } = leave()
    let moved: PartitionLog
    try {
      moved = this.#try(() =>
        this.#openAt(this.futures.promote(name), { topic, partition, topicId }, true, logStartOffset),
      )
    } catch (error) {
      comeBack()
      throw error
    }
    log.become(moved)
    this.#logs.set(name, log)
  }

  /** `log` lies elsewhere: its name here goes at once, its bytes after `delayMs`. */
  leave(log: PartitionLog, delayMs: number): { comeBack: () => void } {
    const { files, random } = this.#o
    const from = path.join(this.path, log.name)
    const to = path.join(this.path, deletedDir(log.topic, log.partition, randomUuid(random)))
    this.#try(() => {
      files.rename(from, to)
      files.syncDir(this.path)
    })
    this.#logs.delete(log.name)
    this.#checkpoints.forget(log.name)
    const removal = this.#removeLater(to, delayMs)
    const comeBack = () => {
      removal.cancel()
      this.#logs.set(log.name, log)
      this.#try(() => files.rename(to, from))
    }
    return { comeBack }
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
    return this.#try(() => logsIn(this.#o.files, path.join(this.path, name))).length
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

  /** The copy that is on its way here gets the partition's name. It is opened, and checked if it has to be, when it is used. */
  promoteFuture(name: string): void {
    const { topic, partition } = parsePartitionDir(name)!
    this.#try(() => {
      this.futures.open({ topic, partition, topicId: ZERO_UUID }, () => 0)
      this.futures.promote(name)
    })
    this.#logs.set(name, undefined)
  }

  /** The copy that is on its way here is not wanted any more. */
  dropFuture(name: string): void {
    const { topic, partition } = parsePartitionDir(name)!
    const from = this.futures.drop(name)
    if (from === undefined || this.#failure) return
    this.#checkpoints.forget(name)
    const to = path.join(this.path, deletedDir(topic, partition, randomUuid(this.#o.random)))
    this.#try(() => this.#o.files.rename(from, to))
    this.#removeLater(to, 0)
  }

  #removeLater(dir: string, delayMs: number): Timer {
    const { files, clock, logger } = this.#o
    return clock.after(delayMs, () => {
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
      await this.#checkpoints.writeLater(this.#all)
    } catch (error) {
      this.fail(error as Error)
    }
  }

  /** A clean stop: everything synced, everything written down, the marker last. A directory that has failed gets no marker. */
  async close(brokerEpoch: number): Promise<void> {
    try {
      if (!this.#failure) await this.#closeLogs(brokerEpoch)
    } catch (error) {
      if (isDiskFault(error)) this.fail(error)
      if (!this.#failure) throw error
    } finally {
      this.abandon()
    }
  }

  async #closeLogs(brokerEpoch: number): Promise<void> {
    // The marker speaks for all logs: after a crash those that nobody asked for are checked first.
    const wanted = [...this.#logs].filter(([, log]) => log || !this.cleanShutdown).map(([name]) => name)
    this.#o.files.syncDir(this.path)
    let clean = await closeAll(wanted, {
      logger: this.#o.logger,
      open: name => {
        const { topic, partition } = parsePartitionDir(name)!
        return this.open(topic, partition)
      },
      isOver: () => this.#failure !== undefined,
    })
    for (const name of [...this.futures.names]) clean = this.#closeFuture(name) && clean
    this.#checkpoints.write(this.#all)
    if (clean) writeCleanShutdown(this.#o.files, this.path, brokerEpoch)
  }

  /** The marker speaks for a copy on its way here, too. @returns whether it was closed cleanly */
  #closeFuture(name: string): boolean {
    try {
      const { topic, partition } = parsePartitionDir(name)!
      this.futures.open({ topic, partition, topicId: ZERO_UUID }, () => 0)
      this.futures.close(name)
      return true
    } catch (error) {
      if (this.#failure || !(error instanceof KafkaError || error instanceof CorruptLogError)) throw error
      this.#o.logger.error(`The copy of ${name} on its way to ${this.path} cannot be gone on with: it goes`, error)
      this.dropFuture(name)
      return true
    }
  }

  /** Let go of locks and files without a word on disk, as a crash would. */
  abandon(): void {
    for (const log of this.opened()) log.abandon()
    this.#checkpoints.drop()
    this.#o.lock.release()
  }
}
