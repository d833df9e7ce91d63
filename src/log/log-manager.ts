/**
 * All logs of a broker: which directories there are, which partition lies in which, and what is written down when the broker
 * stops. A log is opened when somebody first asks for it, so a start does not grow with their number; what is written is
 * synced in the background, so a start after a crash does not grow with their size.
 * Source: Kafka 4.3 `LogManager`.
 */
import type { Clock } from '../lib/clock.ts'
import type { Files } from '../lib/files.ts'
import type { Logger } from '../lib/logger.ts'
import { type Random, systemRandom } from '../lib/random.ts'
import { SECONDS } from '../lib/units.ts'
import { randomUuid, type Uuid } from '../lib/uuid.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { Offset } from '../protocol/types.ts'
import { type Claim, claim, demandDistinct } from './claim.ts'
import type { LogConfig } from './config.ts'
import { Copies } from './copies.ts'
import { isSystemError } from './errors.ts'
import { Handles } from './handles.ts'
import { LogDir } from './log-dir.ts'
import { DirectoryError, writeMetaProperties } from './meta-properties.ts'
import type { PartitionLog } from './partition-log.ts'
import { partitionDir } from './paths.ts'
import { Rhythm } from './rhythm.ts'

export interface LogManagerOptions {
  dirs: readonly string[]
  nodeId: number
  /** Undefined: whatever the directories say; a new one gets a random id. */
  clusterId?: string | undefined
  /** The settings of a topic, now. */
  configOf: (topic: string) => LogConfig
  files: Files
  clock: Clock
  random?: Random
  logger: Logger
  /** Format directories that are empty; otherwise they are an error. */
  format: boolean
  /** Offsets are written down this often; default: 60 seconds. */
  checkpointIntervalMs?: number
  /** Whether there can be a broker without this directory. */
  mayFail?: (dir: string) => boolean
  /** A directory has gone offline. */
  onFailed?: (dir: string, error: Error) => void
}

export interface Stored {
  topic: string
  partition: number
  topicId: Uuid | undefined
  dir: string
}

interface Failed {
  path: string
  failure: Error
  directoryId: Uuid | undefined
}

const CHECKPOINT_INTERVAL_MS = 60 * SECONDS
/** As much as comes in this time, a start after a crash has to look at. */
const SETTLE_INTERVAL_MS = 5 * SECONDS

export class LogManager {
  readonly #o: LogManagerOptions
  readonly #dirs: readonly LogDir[]
  /** Those that were offline from the start. */
  readonly #failed: Failed[]
  readonly handles: Handles
  /** Of partitions on their way to another directory. */
  readonly copies: Copies
  /** Epoch of the broker that stopped here cleanly; undefined after a crash, or at first. */
  readonly previousBrokerEpoch: number | undefined
  readonly #rhythm: Rhythm

  private constructor(options: LogManagerOptions, claims: readonly Claim[], failed: readonly Failed[]) {
    const { files, random = systemRandom, nodeId, onFailed } = options
    const known = claims.find(({ meta }) => meta)?.meta
    const clusterId = options.clusterId ?? known?.clusterId ?? randomUuid(random)
    this.#o = options
    this.handles = new Handles(files)
    this.#failed = [...failed]
    /** What is of no use is offline from the start. */
    const usable = <T>({ path, lock, meta }: Claim, open: () => T): T[] => {
      try {
        return [open()]
      } catch (error) {
        lock.release()
        if (!isSystemError(error)) throw error
        this.#failed.push({ path, failure: error, directoryId: meta?.directoryId })
        return []
      }
    }
    const { handles } = this
    const opened = claims.flatMap(claimed =>
      usable(claimed, () => {
        const { path, lock, meta = { clusterId, nodeId, directoryId: randomUuid(random) } } = claimed
        return {
          claimed,
          dir: new LogDir({ ...options, path, lock, meta, handles, random, onFailed: e => onFailed?.(path, e) }),
        }
      }),
    )
    demandDistinct(opened.map(({ dir: { path, logs } }) => ({ path, names: logs.names })))
    // Only now: a start that is refused writes nothing.
    this.#dirs = opened.flatMap(({ claimed, dir }) =>
      usable(claimed, () => {
        if (!claimed.meta) writeMetaProperties(files, dir.path, dir.meta)
        return dir
      }),
    )
    this.copies = new Copies(this.#dirs)
    for (const { path, failure } of this.#failed)
      options.logger.error(`The data directory ${path} is offline until the broker is started again`, failure)
    this.previousBrokerEpoch = this.#dirs.find(dir => dir.previousBrokerEpoch !== undefined)?.previousBrokerEpoch
    // The directory has failed, and has said so; or this is a bug, which must be seen.
    this.#rhythm = new Rhythm(options.clock, error =>
      options.logger.error('Logs could not be synced in the background', error),
    )
    const each = (work: (dir: LogDir) => Promise<void>) => () => Promise.all(this.#online.map(work))
    this.#rhythm.every(
      options.checkpointIntervalMs ?? CHECKPOINT_INTERVAL_MS,
      each(dir => dir.checkpointLater()),
    )
    this.#rhythm.every(
      SETTLE_INTERVAL_MS,
      each(dir => dir.settle()),
    )
  }

  /**
   * A directory that cannot be read or written to is offline, where `mayFail` says so, and the others are opened.
   * @throws {DirectoryError} in use, of another node or cluster, not formatted, not writable
   */
  static open(options: LogManagerOptions): LogManager {
    const claims: Claim[] = []
    const failed: Failed[] = []
    try {
      let { clusterId } = options
      for (const dir of options.dirs) {
        try {
          const claimed = claim(options.files, dir, { ...options, clusterId })
          clusterId ??= claimed.meta?.clusterId
          claims.push(claimed)
        } catch (error) {
          if (!(error instanceof DirectoryError && error.isFault && options.mayFail?.(dir))) throw error
          failed.push({ path: dir, failure: error, directoryId: undefined })
        }
      }
      return new LogManager(options, claims, failed)
    } catch (error) {
      for (const { lock } of claims) lock.release()
      throw error
    }
  }

  /**
   * Nothing is refused any more: what was left cleanly will not be so after a kill. Called before the first write.
   * @throws {KafkaError} KAFKA_STORAGE_ERROR when a directory that may not fail does
   */
  begin(): void {
    for (const dir of this.#online)
      try {
        dir.begin()
      } catch (error) {
        if (!dir.failure || !this.#o.mayFail?.(dir.path)) throw error
      }
  }

  get #online(): readonly LogDir[] {
    return this.#dirs.filter(({ failure }) => !failure)
  }

  get clusterId(): string {
    return this.#dirs[0]!.meta.clusterId
  }

  /** In the order of the setting. Offline ones have a `failure`; those that were so at the start may have no id. */
  get dirs(): readonly { path: string; directoryId: Uuid | undefined; failure: Error | undefined }[] {
    const all = [
      ...this.#dirs.map(({ path, meta, failure }) => ({ path, directoryId: meta.directoryId, failure })),
      ...this.#failed,
    ]
    return this.#o.dirs.map(dir => all.find(({ path }) => path === dir)!)
  }

  /** Directories, those that are offline among them. */
  get count(): number {
    return this.#o.dirs.length
  }

  /** Ids of the directories that work. */
  get onlineIds(): readonly Uuid[] {
    return this.#online.map(({ meta }) => meta.directoryId)
  }

  /** Whether all directories were left cleanly. */
  get cleanShutdown(): boolean {
    return this.#dirs.every(({ cleanShutdown }) => cleanShutdown)
  }

  #dirOf(topic: string, partition: number): LogDir | undefined {
    return this.#dirs.find(({ logs }) => logs.has(topic, partition))
  }

  /**
   * The log of a partition, opened if it has to be; undefined when there is none.
   * @param topicId what it gets when its directory does not say: formatting makes one without, and so does a kill in its first moment
   * @throws {KafkaError} KAFKA_STORAGE_ERROR when its directory is offline
   */
  log(topic: string, partition: number, topicId?: Uuid): PartitionLog | undefined {
    return this.#dirOf(topic, partition)?.open(topic, partition, topicId)
  }

  /** Whether a partition has anything in its segments, found out without opening it. */
  hasBytes(topic: string, partition: number): boolean {
    return this.#dirOf(topic, partition)?.logs.hasBytes(topic, partition) ?? false
  }

  /** Bytes in a partition's .log files, found out without opening it. */
  sizeOf(topic: string, partition: number): number {
    return this.#dirOf(topic, partition)?.logs.sizeOf(topic, partition) ?? 0
  }

  /**
   * `log`, or one that is made when there is none, in the directory with the fewest partitions unless one is named.
   * @throws {KafkaError} KAFKA_STORAGE_ERROR when the one that is named does not work: there may be a log in it
   */
  create(topic: string, partition: number, topicId: Uuid, directoryId?: Uuid): PartitionLog {
    const known = this.log(topic, partition, topicId)
    if (known) return known
    const online = this.#online
    const fewest = [...online].sort((a, b) => a.logs.count - b.logs.count)[0] ?? this.#dirs[0]!
    const dir = directoryId === undefined ? fewest : online.find(({ meta }) => meta.directoryId === directoryId)
    if (!dir)
      throw new KafkaError(
        'KAFKA_STORAGE_ERROR',
        `${topic}-${partition} lies in the directory ${directoryId}, which is offline`,
      )
    return dir.open(topic, partition, topicId)
  }

  /** Where a partition lies; undefined when it has no log. */
  placeOf(topic: string, partition: number): { path: string; directoryId: Uuid } | undefined {
    const dir = this.#dirOf(topic, partition)
    return dir && { path: dir.path, directoryId: dir.meta.directoryId }
  }

  /** Every partition that lies in a directory that works, opened or not. */
  list(): Stored[] {
    return this.#online.flatMap(dir =>
      Array.from(dir.logs.partitions(), ({ topic, partition, topicId }) => ({
        topic,
        partition,
        topicId,
        dir: dir.path,
      })),
    )
  }

  /** Compacted partitions in which something may be cleaned, each to be opened by a call. */
  *compacted(): Generator<() => PartitionLog | undefined> {
    for (const dir of this.#online)
      for (const { topic, partition } of dir.logs.compacted()) yield () => this.log(topic, partition)
  }

  /** One past what is clean of a compacted log; undefined: it was never cleaned. */
  cleanerOffset(log: PartitionLog): Offset | undefined {
    return this.#dirOf(log.topic, log.partition)?.logs.cleanerOffset(log.name)
  }

  /** `log` is clean up to `offset`. */
  cleaned(log: PartitionLog, offset: Offset): void {
    this.#dirOf(log.topic, log.partition)?.logs.cleaned(log, offset)
  }

  /** Gone for everybody at once; its bytes go after file.delete.delay.ms. */
  delete(topic: string, partition: number, suffix: 'delete' | 'stray' = 'delete'): void {
    const delayMs = this.#o.configOf(topic)['file.delete.delay.ms']
    this.#dirOf(topic, partition)?.delete(topic, partition, suffix, delayMs)
    for (const dir of this.#online) dir.dropFuture(partitionDir(topic, partition))
  }

  /** A clean stop: everything synced, everything written down, the markers last. */
  async close(brokerEpoch: number): Promise<void> {
    this.#rhythm.stop()
    await Promise.all(this.#dirs.map(dir => dir.close(brokerEpoch)))
    this.handles.closeAll()
  }

  /** Let go of locks and files without a word on disk, as a crash would: for tests, and for a start that failed. */
  abandon(): void {
    this.#rhythm.stop()
    for (const dir of this.#dirs) dir.abandon()
    this.handles.closeAll()
  }
}
