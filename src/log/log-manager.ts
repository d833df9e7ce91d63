/**
 * All logs of a broker: which directories there are, whose they are, which partition lies in which, and what is written
 * down when the broker stops. A log is opened when somebody first asks for it, so a start does not grow with their number.
 * Source: Kafka 4.3 `LogManager`, `LogDirFailureChannel`.
 */
import path from 'node:path'
import type { Clock, Timer } from '../lib/clock.ts'
import type { Files } from '../lib/files.ts'
import type { Logger } from '../lib/logger.ts'
import { type Random, systemRandom } from '../lib/random.ts'
import { SECONDS } from '../lib/units.ts'
import { randomUuid, type Uuid } from '../lib/uuid.ts'
import type { Offset } from '../protocol/types.ts'
import { readCheckpoint, writeCheckpoint } from './checkpoints.ts'
import type { LogConfig } from './config.ts'
import { DirectoryLock } from './directory-lock.ts'
import { Handles } from './handles.ts'
import { DirectoryError, type MetaProperties, readMetaProperties, writeMetaProperties } from './meta-properties.ts'
import { PartitionLog } from './partition-log.ts'
import {
  CLEAN_SHUTDOWN,
  deletedDir,
  HIGH_WATERMARKS,
  isDeletedDir,
  LOG_START_OFFSETS,
  PARTITION_METADATA,
  parsePartitionDir,
  partitionDir,
  RECOVERY_POINTS,
} from './paths.ts'

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
}

interface LogDir {
  path: string
  meta: MetaProperties
  lock: DirectoryLock
  /** By directory name; undefined: there, but not opened yet. */
  logs: Map<string, PartitionLog | undefined>
  recoveryPoints: Map<string, Offset>
  logStartOffsets: Map<string, Offset>
  cleanShutdown: boolean
}

export interface Stored {
  topic: string
  partition: number
  topicId: Uuid | undefined
  dir: string
}

/** Offsets are written down this often (log.flush.offset.checkpoint.interval.ms). */
const CHECKPOINT_INTERVAL_MS = 60 * SECONDS

export class LogManager {
  readonly #o: LogManagerOptions
  readonly #dirs: LogDir[]
  readonly handles: Handles
  readonly #random: Random
  /** Epoch of the broker that stopped here cleanly; undefined after a crash, or at first. */
  readonly previousBrokerEpoch: number | undefined
  #timer: Timer | undefined

  private constructor(options: LogManagerOptions, dirs: LogDir[], previousBrokerEpoch: number | undefined) {
    this.#o = options
    this.#dirs = dirs
    this.handles = new Handles(options.files)
    this.#random = options.random ?? systemRandom
    this.previousBrokerEpoch = previousBrokerEpoch
    this.#scheduleCheckpoint()
  }

  /** @throws {DirectoryError} in use, of another node or cluster, not formatted, not writable */
  static open(options: LogManagerOptions): LogManager {
    const { files, nodeId, random = systemRandom } = options
    const locks: DirectoryLock[] = []
    try {
      let clusterId = options.clusterId
      let previousBrokerEpoch: number | undefined
      const opened: { dir: string; meta: MetaProperties | undefined }[] = []
      for (const dir of options.dirs) {
        makeDir(files, dir)
        locks.push(DirectoryLock.acquire(dir))
        const meta = readMetaProperties(files, dir)
        if (meta) demandOwn(dir, meta, nodeId, clusterId)
        else if (!options.format)
          throw new DirectoryError(
            `${dir} is not formatted. Run: tskafka storage format --standalone -t $(tskafka storage random-uuid) -c server.properties`,
          )
        clusterId ??= meta?.clusterId
        opened.push({ dir, meta })
      }
      clusterId ??= randomUuid(random)
      const dirs = opened.map(({ dir, meta }, i): LogDir => {
        const own = meta ?? { clusterId, nodeId, directoryId: randomUuid(random) }
        if (!meta) writeMetaProperties(files, dir, own)
        const marker = path.join(dir, CLEAN_SHUTDOWN)
        const cleanShutdown = files.exists(marker)
        if (cleanShutdown) {
          previousBrokerEpoch = brokerEpochOf(files.readAll(marker).toString())
          // From now on a kill is a crash.
          files.remove(marker)
        }
        return {
          path: dir,
          meta: own,
          lock: locks[i]!,
          logs: new Map(),
          recoveryPoints: readCheckpoint(files, dir, RECOVERY_POINTS),
          logStartOffsets: readCheckpoint(files, dir, LOG_START_OFFSETS),
          cleanShutdown,
        }
      })
      const manager = new LogManager(options, dirs, previousBrokerEpoch)
      manager.#look()
      return manager
    } catch (error) {
      for (const lock of locks) lock.release()
      throw error
    }
  }

  #look(): void {
    const { files, clock } = this.#o
    for (const dir of this.#dirs)
      for (const name of files.list(dir.path)) {
        // Its deletion was interrupted: it goes on, out of the way of the start.
        if (isDeletedDir(name)) clock.after(0, () => files.removeTree(path.join(dir.path, name)))
        else if (parsePartitionDir(name) && files.stat(path.join(dir.path, name))?.isDirectory)
          dir.logs.set(name, undefined)
      }
  }

  get clusterId(): string {
    return this.#dirs[0]!.meta.clusterId
  }

  get dirs(): readonly { path: string; directoryId: Uuid }[] {
    return this.#dirs.map(({ path, meta }) => ({ path, directoryId: meta.directoryId }))
  }

  /** Whether all directories were left cleanly. */
  get cleanShutdown(): boolean {
    return this.#dirs.every(({ cleanShutdown }) => cleanShutdown)
  }

  /**
   * The log of a partition, opened if it has to be; undefined when there is none.
   * @param topicId what it gets when its directory does not say: formatting makes one without, and so does a kill in its first moment
   */
  log(topic: string, partition: number, topicId?: Uuid): PartitionLog | undefined {
    const name = partitionDir(topic, partition)
    const dir = this.#dirs.find(({ logs }) => logs.has(name))
    return dir && (dir.logs.get(name) ?? this.#open(dir, topic, partition, topicId))
  }

  /** The same; made when there is none, in the directory with the fewest partitions unless one is named. */
  create(topic: string, partition: number, topicId: Uuid, directoryId?: Uuid): PartitionLog {
    const known = this.log(topic, partition, topicId)
    if (known) return known
    const fewest = [...this.#dirs].sort((a, b) => a.logs.size - b.logs.size)[0]!
    const dir = this.#dirs.find(({ meta }) => meta.directoryId === directoryId) ?? fewest
    return this.#open(dir, topic, partition, topicId)
  }

  #open(dir: LogDir, topic: string, partition: number, topicId?: Uuid): PartitionLog {
    const { files, clock, logger, configOf } = this.#o
    const name = partitionDir(topic, partition)
    const known = dir.logs.has(name)
    const where = path.join(dir.path, name)
    const log = PartitionLog.open({
      dir: where,
      topic,
      partition,
      topicId: topicIdIn(files, where) ?? topicId ?? randomUuid(this.#random),
      config: () => configOf(topic),
      files,
      handles: this.handles,
      clock,
      logger,
      recoveryPoint: dir.recoveryPoints.get(name) ?? 0,
      logStartOffset: dir.logStartOffsets.get(name) ?? 0,
      cleanShutdown: known ? dir.cleanShutdown : true,
    })
    dir.logs.set(name, log)
    return log
  }

  /** Every partition that lies here, opened or not. */
  list(): Stored[] {
    const { files } = this.#o
    return this.#dirs.flatMap(dir =>
      [...dir.logs].map(([name, log]) => ({
        ...parsePartitionDir(name)!,
        topicId: log?.topicId ?? topicIdIn(files, path.join(dir.path, name)),
        dir: dir.path,
      })),
    )
  }

  /** Logs that are open. */
  *opened(): Generator<{ log: PartitionLog; dir: string }> {
    for (const dir of this.#dirs) for (const log of dir.logs.values()) if (log) yield { log, dir: dir.path }
  }

  /** Gone for everybody at once; its bytes go after file.delete.delay.ms. */
  delete(topic: string, partition: number, suffix: 'delete' | 'stray' = 'delete'): void {
    const { files, clock, configOf } = this.#o
    const name = partitionDir(topic, partition)
    const dir = this.#dirs.find(({ logs }) => logs.has(name))
    if (!dir) return
    dir.logs.get(name)?.abandon()
    dir.logs.delete(name)
    dir.recoveryPoints.delete(name)
    dir.logStartOffsets.delete(name)
    const from = path.join(dir.path, name)
    const to = path.join(dir.path, deletedDir(topic, partition, randomUuid(this.#random), suffix))
    files.rename(from, to)
    if (suffix === 'delete') clock.after(configOf(topic)['file.delete.delay.ms'], () => files.removeTree(to))
  }

  #scheduleCheckpoint(): void {
    this.#timer = this.#o.clock.after(CHECKPOINT_INTERVAL_MS, () => {
      this.checkpoint()
      this.#scheduleCheckpoint()
    })
  }

  /** Write down where recovery begins, what is committed, and where logs start. */
  checkpoint(): void {
    const { files } = this.#o
    for (const dir of this.#dirs) {
      const logs = [...dir.logs.values()].filter(log => log !== undefined)
      for (const log of logs) dir.recoveryPoints.set(log.name, log.recoveryPoint)
      for (const log of logs) {
        if (log.logStartOffset > log.segments[0]!.baseOffset) dir.logStartOffsets.set(log.name, log.logStartOffset)
        else dir.logStartOffsets.delete(log.name)
      }
      const rows = (offsets: Iterable<[string, Offset]>) =>
        [...offsets].map(([name, offset]) => ({ ...parsePartitionDir(name)!, offset }))
      writeCheckpoint(files, dir.path, RECOVERY_POINTS, rows(dir.recoveryPoints))
      writeCheckpoint(files, dir.path, LOG_START_OFFSETS, rows(dir.logStartOffsets))
      const known = readCheckpoint(files, dir.path, HIGH_WATERMARKS)
      for (const name of known.keys()) if (!dir.logs.has(name)) known.delete(name)
      for (const log of logs) known.set(log.name, log.writtenOffset)
      writeCheckpoint(files, dir.path, HIGH_WATERMARKS, rows(known))
    }
  }

  /** A clean stop: everything synced, everything written down, the marker last. */
  close(brokerEpoch: number): void {
    this.#timer?.cancel()
    const { files } = this.#o
    for (const { log } of this.opened()) log.close()
    // Logs that were never opened are as they were left: their points stay, and after a crash they are unchecked still.
    const untouched = this.#dirs.some(dir => !dir.cleanShutdown && [...dir.logs.values()].includes(undefined))
    if (untouched)
      for (const dir of this.#dirs)
        for (const [name] of dir.logs) if (!dir.logs.get(name)) this.#recoverClosed(dir, name)
    this.checkpoint()
    for (const dir of this.#dirs)
      files.writeAtomic(path.join(dir.path, CLEAN_SHUTDOWN), JSON.stringify({ version: 0, brokerEpoch }))
    this.handles.closeAll()
    for (const { lock } of this.#dirs) lock.release()
  }

  /** The marker of a clean stop speaks for all logs of a directory: those that nobody asked for are checked first. */
  #recoverClosed(dir: LogDir, name: string): void {
    const { topic, partition } = parsePartitionDir(name)!
    this.#open(dir, topic, partition).close()
  }

  /** Let go of locks and files without a word on disk, as a crash would: for tests, and for a start that failed. */
  abandon(): void {
    this.#timer?.cancel()
    for (const { log } of this.opened()) log.abandon()
    this.handles.closeAll()
    for (const { lock } of this.#dirs) lock.release()
  }
}

function makeDir(files: Files, dir: string): void {
  try {
    files.mkdir(dir)
  } catch (error) {
    throw new DirectoryError(
      `Cannot make the data directory ${dir}: ${(error as Error).message}. Choose another: --override log.dirs=<directory>`,
      { cause: error },
    )
  }
}

function demandOwn(dir: string, meta: MetaProperties, nodeId: number, clusterId: string | undefined): void {
  if (meta.nodeId !== nodeId)
    throw new DirectoryError(
      `The data directory ${dir} belongs to node ${meta.nodeId}, and this is node ${nodeId}. Set node.id=${meta.nodeId}, or use another directory`,
    )
  if (clusterId !== undefined && meta.clusterId !== clusterId)
    throw new DirectoryError(
      `The data directory ${dir} belongs to cluster ${meta.clusterId}, not to ${clusterId}. All directories of a broker must be of one cluster`,
    )
}

function topicIdIn(files: Files, dir: string): Uuid | undefined {
  const file = path.join(dir, PARTITION_METADATA)
  if (!files.exists(file)) return undefined
  return /^topic_id: (\S+)$/m.exec(files.readAll(file).toString())?.[1]
}

function brokerEpochOf(text: string): number | undefined {
  try {
    const epoch: unknown = (JSON.parse(text) as { brokerEpoch?: unknown }).brokerEpoch
    return typeof epoch === 'number' ? epoch : undefined
  } catch {
    // Kafka writes an empty marker in old versions: a clean stop all the same.
    return undefined
  }
}
