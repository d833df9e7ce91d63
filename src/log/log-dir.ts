/**
 * One data directory: the partitions that lie in it (dir-logs.ts), how they come, go and are closed, and what is written down
 * about all of them. A disk that fails takes its directory offline (dir-fault.ts): its partitions answer KAFKA_STORAGE_ERROR until
 * the broker is started again, and the other directories go on.
 * Source: KIP-112; Kafka 4.3 `LogManager`.
 */
import path from 'node:path'
import type { Timer } from '../lib/clock.ts'
import { randomUuid, type Uuid, ZERO_UUID } from '../lib/uuid.ts'
import { KafkaError } from '../protocol/errors.ts'
import { readCleanShutdown, removeCleanShutdown, writeCleanShutdown } from './clean-shutdown.ts'
import { DirFault } from './dir-fault.ts'
import { DirLogs, type DirLogsOptions } from './dir-logs.ts'
import { CorruptLogError, isDiskFault } from './errors.ts'
import type { MetaProperties } from './meta-properties.ts'
import type { PartitionLog } from './partition-log.ts'
import { deletedDir, isDeletedDir, parsePartitionDir, partitionDir } from './paths.ts'
import { closeAll } from './stop.ts'

export interface LogDirOptions extends Omit<DirLogsOptions, 'cleanShutdown' | 'attempt' | 'onFailed'> {
  meta: MetaProperties
  lock: { release(): void }
  /** It has gone offline: called once. */
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
  readonly logs: DirLogs
  readonly #o: LogDirOptions
  readonly #fault: DirFault
  /** Directories whose deletion was interrupted. */
  #leftovers: readonly string[]

  constructor(options: LogDirOptions) {
    const { files, path: dir, onFailed } = options
    this.#o = options
    this.path = dir
    this.meta = options.meta
    const stop = readCleanShutdown(files, dir)
    this.cleanShutdown = stop !== undefined
    this.previousBrokerEpoch = stop?.brokerEpoch
    this.#fault = new DirFault({
      ...options,
      onFailed: error => {
        for (const log of this.logs.opened()) log.fail(error)
        onFailed(error)
      },
    })
    const found = files.list(dir)
    this.logs = new DirLogs(found, {
      ...options,
      cleanShutdown: this.cleanShutdown,
      attempt: this.#fault.attempt,
      onFailed: (name, error) => this.#fault.logFailed(name, error),
    })
    this.#leftovers = found.filter(isDeletedDir).map(name => path.join(dir, name))
  }

  /**
   * From here on there is something to lose: a kill is a crash, and deletions that were interrupted go on, out of the way of the
   * start. One that is refused before leaves the directory as it was. @throws {KafkaError} KAFKA_STORAGE_ERROR
   */
  begin(): void {
    this.#fault.attempt(() => removeCleanShutdown(this.#o.files, this.path))
    for (const where of this.#leftovers) this.#removeLater(where, 0)
    this.#leftovers = []
  }

  /** Why it is offline; undefined: it is not. */
  get failure(): Error | undefined {
    return this.#fault.failure
  }

  /** The log of a partition, opened, or made. @throws {KafkaError} KAFKA_STORAGE_ERROR, {CorruptLogError} */
  open(topic: string, partition: number, topicId?: Uuid): PartitionLog {
    if (this.#fault.failure) throw this.#fault.failure
    return this.logs.open(topic, partition, topicId)
  }

  /**
   * `log` has been copied here, to its end: from now on it lies here and nowhere else.
   * @param leave takes its name away in the other directory; called once all that is left to do here is a rename
   */
  adopt(log: PartitionLog, leave: () => { comeBack: () => void }): void {
    const { name, topic, partition, topicId, logStartOffset } = log
    this.#fault.attempt(() => this.logs.futures.close(name))
    const { comeBack } = leave()
    let moved: PartitionLog
    try {
      moved = this.#fault.attempt(() =>
        this.logs.openAt(this.logs.futures.promote(name), { topic, partition, topicId }, true, logStartOffset),
      )
    } catch (error) {
      comeBack()
      throw error
    }
    log.become(moved)
    this.logs.set(name, log)
  }

  /** `log` lies elsewhere: its name here goes at once, its bytes after `delayMs`. */
  leave(log: PartitionLog, delayMs: number): { comeBack: () => void } {
    const { files, random } = this.#o
    const from = path.join(this.path, log.name)
    const to = path.join(this.path, deletedDir(log.topic, log.partition, randomUuid(random)))
    this.#fault.attempt(() => {
      files.rename(from, to)
      files.syncDir(this.path)
    })
    this.logs.remove(log.name)
    const removal = this.#removeLater(to, delayMs)
    const comeBack = () => {
      removal.cancel()
      this.logs.set(log.name, log)
      this.#fault.attempt(() => files.rename(to, from))
    }
    return { comeBack }
  }

  /** Gone for everybody at once; its bytes go after `delayMs`, those of a stray never. */
  delete(topic: string, partition: number, suffix: 'delete' | 'stray', delayMs: number): void {
    if (this.#fault.failure) return
    const name = partitionDir(topic, partition)
    this.logs.get(name)?.abandon()
    this.logs.remove(name)
    const to = path.join(this.path, deletedDir(topic, partition, randomUuid(this.#o.random), suffix))
    this.#fault.attempt(() => this.#o.files.rename(path.join(this.path, name), to))
    if (suffix === 'delete') this.#removeLater(to, delayMs)
  }

  /** The copy that is on its way here gets the partition's name. It is opened, and checked if it has to be, when it is used. */
  promoteFuture(name: string): void {
    const { topic, partition } = parsePartitionDir(name)!
    this.#fault.attempt(() => {
      this.logs.futures.open({ topic, partition, topicId: ZERO_UUID }, () => 0)
      this.logs.futures.promote(name)
    })
    this.logs.set(name, undefined)
  }

  /** The copy that is on its way here is not wanted any more. */
  dropFuture(name: string): void {
    const { topic, partition } = parsePartitionDir(name)!
    const from = this.logs.futures.drop(name)
    if (from === undefined || this.#fault.failure) return
    this.logs.forget(name)
    const to = path.join(this.path, deletedDir(topic, partition, randomUuid(this.#o.random)))
    this.#fault.attempt(() => this.#o.files.rename(from, to))
    this.#removeLater(to, 0)
  }

  #removeLater(dir: string, delayMs: number): Timer {
    const { files, clock, logger } = this.#o
    return clock.after(delayMs, () => {
      files.removeAsync(dir).catch(error => logger.error(`${dir} could not be deleted`, error))
    })
  }

  /** Sync the logs that much has come to, one after the other, and write down how far. */
  async settle(): Promise<void> {
    let moved = false
    for (const log of this.logs.opened()) {
      if (this.#fault.failure) return
      if (log.unsyncedBytes < SETTLE_BYTES) continue
      await log.settle()
      moved = true
    }
    if (moved) await this.checkpointLater()
  }

  /** Write down where recovery begins, what is committed, and where logs start; the syncs are off the event loop. */
  async checkpointLater(): Promise<void> {
    if (this.#fault.failure) return
    try {
      await this.logs.writeDownLater()
    } catch (error) {
      this.#fault.fail(error as Error)
    }
  }

  /** A clean stop: everything synced, everything written down, the marker last. A directory that has failed gets no marker. */
  async close(brokerEpoch: number): Promise<void> {
    try {
      if (!this.#fault.failure) await this.#closeLogs(brokerEpoch)
    } catch (error) {
      if (isDiskFault(error)) this.#fault.fail(error)
      if (!this.#fault.failure) throw error
    } finally {
      this.abandon()
    }
  }

  async #closeLogs(brokerEpoch: number): Promise<void> {
    // The marker speaks for all logs: after a crash those that nobody asked for are looked at first.
    const wanted = [...this.logs.names].filter(
      name => this.logs.get(name) || !(this.cleanShutdown || this.logs.isUntouched(name)),
    )
    this.#o.files.syncDir(this.path)
    const clean = await closeAll(wanted, {
      logger: this.#o.logger,
      open: name => {
        const { topic, partition } = parsePartitionDir(name)!
        return this.open(topic, partition)
      },
      isOver: () => this.#fault.failure !== undefined,
    })
    for (const name of [...this.logs.futures.names]) this.#closeFuture(name)
    this.logs.writeDown()
    if (clean) writeCleanShutdown(this.#o.files, this.path, brokerEpoch)
  }

  /** The marker speaks for a copy on its way here, too: it is closed cleanly, or goes. */
  #closeFuture(name: string): void {
    try {
      const { topic, partition } = parsePartitionDir(name)!
      this.logs.futures.open({ topic, partition, topicId: ZERO_UUID }, () => 0)
      this.logs.futures.close(name)
    } catch (error) {
      if (this.#fault.failure || !(error instanceof KafkaError || error instanceof CorruptLogError)) throw error
      this.#o.logger.error(`The copy of ${name} on its way to ${this.path} cannot be gone on with: it goes`, error)
      this.dropFuture(name)
    }
  }

  /** Let go of locks and files without a word on disk, as a crash would. */
  abandon(): void {
    this.logs.abandon()
    this.#o.lock.release()
  }
}
