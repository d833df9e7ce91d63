/**
 * Partitions on their way from one directory of this broker to another: copied in the background, as fast as
 * replica.alter.log.dirs.io.max.bytes.per.second allows, a piece a turn of the event loop. When a copy has everything, the
 * controller is told where the partition lies from now on, and the copy takes the log's place, for everybody, between two turns.
 * Source: KIP-113, KIP-858; Kafka 4.3 `ReplicaManager.alterReplicaLogDirs`, `ReplicaAlterLogDirsThread`.
 */
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { MiB, SECONDS } from '../lib/units.ts'
import { CorruptLogError, isSystemError } from '../log/errors.ts'
import type { LogManager } from '../log/log-manager.ts'
import { Move } from '../log/move.ts'
import type { PartitionLog } from '../log/partition-log.ts'
import type { MetadataCache } from '../metadata/cache.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { Assignments } from './assignments.ts'

export interface MovesOptions {
  nodeId: number
  logs: LogManager
  metadata: MetadataCache
  assignments: Assignments
  clock: Clock
  logger: Logger
  /** Bytes a second, of all moves together; null: no limit. */
  bytesPerSecond: () => number | null
  /** As many are copied at once. */
  atOnce: () => number
  /** The log of a partition that this broker leads, opened. @throws {KafkaError} */
  logOf: (topic: string, partition: number) => PartitionLog
}

const PIECE_BYTES = MiB
/** More than this is synced off the event loop before a swap. */
const SWAP_BYTES = 4 * MiB

export class Moves {
  readonly #o: MovesOptions
  readonly #moves = new Map<PartitionLog, Move>()
  readonly #waiting: Move[] = []
  #running = 0
  /** Bytes that were copied faster than they should have been. */
  #debt = 0
  #stopped = false
  readonly #sleepers = new Set<() => void>()

  constructor(options: MovesOptions) {
    this.#o = options
  }

  /** Whether `log` is being moved: nobody compacts it meanwhile. */
  has(log: PartitionLog): boolean {
    return this.#moves.has(log)
  }

  /** Begin to move `log` to `dir`; a move to elsewhere ends. Where it lies already there is nothing to do. @throws {KafkaError} */
  begin(log: PartitionLog, dir: string): void {
    const { logs, logger } = this.#o
    const known = this.#moves.get(log)
    if (known?.dir === dir) return
    if (known) {
      known.cancelled = true
      this.#moves.delete(log)
      logs.copies.drop(log.topic, log.partition, known.dir)
    }
    if (logs.placeOf(log.topic, log.partition)?.path === dir) return
    const move = new Move({ logs, log, dir, logger })
    this.#moves.set(log, move)
    this.#waiting.push(move)
    this.#next()
  }

  /** A topic is gone, and its logs are: what was on its way is not. */
  forget(topic: string): void {
    for (const [log, move] of this.#moves) {
      if (log.topic !== topic) continue
      move.cancelled = true
      this.#moves.delete(log)
    }
  }

  /** Go on with what the last stop has left. */
  resume(): void {
    for (const { topic, partition, dir, directoryId } of this.#o.logs.copies.list())
      try {
        this.#resume(topic, partition, dir, directoryId)
      } catch (error) {
        if (!isFault(error)) throw error
        this.#o.logger.error(`The copy of ${topic}-${partition} in ${dir} stays as it is`, error)
      }
  }

  #resume(topic: string, partition: number, dir: string, directoryId: string): void {
    const { logs, metadata, nodeId, logOf, logger } = this.#o
    const state = metadata.partition(topic, partition)
    if (!state) {
      logger.warn(`${topic}-${partition}, on its way to ${dir}, is of no topic that there is: it goes`)
      return logs.copies.drop(topic, partition, dir)
    }
    if (logs.placeOf(topic, partition)) return this.begin(logOf(topic, partition), dir)
    const isOurs = state.directories[state.replicas.indexOf(nodeId)] === directoryId
    // The stop came between the two renames of a swap; or the directory that it came from is offline.
    if (isOurs && logs.dirs.every(({ failure }) => !failure)) return logs.copies.promote(topic, partition, dir)
    logger.warn(`The copy of ${topic}-${partition} in ${dir} waits: what it was copied from is not there`)
  }

  #next(): void {
    while (!this.#stopped && this.#running < this.#o.atOnce()) {
      const move = this.#waiting.shift()
      if (!move) return
      if (move.cancelled) continue
      this.#running++
      this.#run(move)
        .catch(error => {
          const { name } = move.log
          this.#o.logger.error(`${name} is not moved to ${move.dir}; it stays where it is`, error)
          if (this.#moves.get(move.log) === move) this.#moves.delete(move.log)
          if (!isFault(error)) throw error
        })
        .finally(() => {
          this.#running--
          this.#next()
        })
    }
  }

  async #run(move: Move): Promise<void> {
    while (!this.#isOver(move)) {
      const rate = this.#o.bytesPerSecond()
      const most = rate === null ? PIECE_BYTES : Math.min(PIECE_BYTES, Math.max(1, rate))
      const bytes = move.step(most)
      if (bytes < most && move.isComplete) {
        if (move.unsyncedBytes > SWAP_BYTES) await move.settle()
        else if (await this.#finish(move)) return
      }
      await this.#pace(bytes)
    }
  }

  #isOver(move: Move): boolean {
    return this.#stopped || move.cancelled
  }

  /** @returns whether it is done; false: something was written meanwhile */
  async #finish(move: Move): Promise<boolean> {
    const { logs, assignments, logger } = this.#o
    const { log, dir } = move
    const { topic, topicId, partition, name } = log
    const from = logs.placeOf(topic, partition)!
    const to = logs.dirs.find(({ path }) => path === dir)!
    const end = move.finish()
    // What a start finds after a crash from here on: the copy has everything, and is the one that is believed.
    await assignments.tell([{ topicId, partition, directoryId: to.directoryId! }])
    if (this.#isOver(move) || log.endOffset !== end) return false
    try {
      move.swap()
    } catch (error) {
      await assignments.tell([{ topicId, partition, directoryId: from.directoryId }])
      throw error
    }
    this.#moves.delete(log)
    logger.info(`${name} lies in ${dir} now, and no longer in ${from.path}`)
    return true
  }

  /** Let requests come between; and wait where there is a limit. */
  async #pace(bytes: number): Promise<void> {
    await new Promise(resolve => setImmediate(resolve))
    this.#debt += bytes
    while (!this.#stopped) {
      const rate = this.#o.bytesPerSecond()
      if (rate === null) this.#debt = 0
      if (this.#debt <= 0 || rate === null) return
      // The limit may change while it waits.
      const waitMs = Math.min(SECONDS, (this.#debt / Math.max(1, rate)) * SECONDS)
      const began = this.#o.clock.monotonic()
      await this.#sleep(waitMs)
      this.#debt = Math.max(0, this.#debt - ((this.#o.clock.monotonic() - began) * rate) / SECONDS)
      if (this.#debt < 1) this.#debt = 0
    }
  }

  #sleep(ms: number): Promise<void> {
    return new Promise(resolve => {
      const wake = () => {
        timer.cancel()
        this.#sleepers.delete(wake)
        resolve()
      }
      const timer = this.#o.clock.after(ms, wake)
      this.#sleepers.add(wake)
    })
  }

  /** What is on its way stays so; the next start goes on. */
  stop(): void {
    this.#stopped = true
    for (const wake of this.#sleepers) wake()
  }
}

const isFault = (error: unknown): error is Error =>
  error instanceof KafkaError || error instanceof CorruptLogError || isSystemError(error)
