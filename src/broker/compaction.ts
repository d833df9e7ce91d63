/**
 * Compacted logs are cleaned, the dirtiest first, in the background: looked for every log.cleaner.backoff.ms, and at once again
 * after one was cleaned. Up to log.cleaner.threads of them at a time: no threads here, but workers that take turns on the event
 * loop, so that a small log need not wait for a huge one. They are not faster together than one alone, and share the rate and the
 * dedupe buffer. A log that cannot be cleaned is left alone until the broker is started again.
 * Source: Kafka 4.3 `LogCleaner`, `LogCleanerManager`.
 */
import type { Clock, Timer } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { MiB } from '../lib/units.ts'
import { clean } from '../log/cleaner/clean.ts'
import { type Cleanable, cleanable } from '../log/cleaner/cleanable.ts'
import { CleaningStopped, Pace } from '../log/cleaner/slices.ts'
import { CorruptLogError, isSystemError } from '../log/errors.ts'
import type { LogManager } from '../log/log-manager.ts'
import type { PartitionLog } from '../log/partition-log.ts'
import { KafkaError } from '../protocol/errors.ts'

/** By Kafka's names, now. */
export interface CompactionSettings {
  readonly 'log.cleaner.enable': boolean
  readonly 'log.cleaner.backoff.ms': number
  readonly 'log.cleaner.dedupe.buffer.size': number
  readonly 'log.cleaner.io.buffer.load.factor': number
  readonly 'log.cleaner.io.max.bytes.per.second': number
  readonly 'log.cleaner.threads': number
}

export class Compaction {
  readonly #logs: LogManager
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #settings: () => CompactionSettings
  readonly #isBusy: (log: PartitionLog) => boolean
  readonly #pace: Pace
  readonly #uncleanable = new WeakSet<PartitionLog>()
  /** Found by a worker, and not done. */
  readonly #underway = new Set<PartitionLog>()
  readonly #workers = new Set<Promise<void>>()
  #lastLook: Promise<unknown> = Promise.resolve()
  #timer: Timer | undefined
  #cleanings = 0
  #stopped = false

  /** @param isBusy a log that is not to be touched: it is being copied */
  constructor(
    logs: LogManager,
    clock: Clock,
    logger: Logger,
    settings: () => CompactionSettings,
    isBusy: (log: PartitionLog) => boolean = () => false,
  ) {
    this.#logs = logs
    this.#clock = clock
    this.#logger = logger
    this.#settings = settings
    this.#isBusy = isBusy
    this.#pace = new Pace(clock, () => settings()['log.cleaner.io.max.bytes.per.second'])
    if (settings()['log.cleaner.enable']) this.#later()
  }

  #later(): void {
    this.#timer = this.#clock.after(this.#settings()['log.cleaner.backoff.ms'], () => {
      this.#begin()
      this.#later()
    })
  }

  /** Clean what is due. @returns cleanings */
  async run(): Promise<number> {
    const before = this.#cleanings
    this.#begin()
    while (this.#workers.size > 0) await Promise.all(this.#workers)
    return this.#cleanings - before
  }

  /** Another worker, unless there are enough. */
  #begin(): void {
    if (this.#stopped || this.#workers.size >= this.#settings()['log.cleaner.threads']) return
    const worker = this.#work()
      .catch(error => this.#logger.error('Logs could not be cleaned', error))
      .finally(() => this.#workers.delete(worker))
    this.#workers.add(worker)
  }

  /** Until nothing is due, or there are more workers than there should be. */
  async #work(): Promise<void> {
    while (this.#workers.size <= this.#settings()['log.cleaner.threads']) {
      const next = await this.#next()
      if (!next || this.#stopped) return
      // There may be more; and what becomes due meanwhile is the next timer's.
      this.#begin()
      await this.#clean(next).finally(() => this.#underway.delete(next.log))
      this.#cleanings++
    }
  }

  /** One looks at a time: what it finds nobody else does. */
  #next(): Promise<Cleanable | undefined> {
    const found = this.#lastLook.then(async () => {
      const dirtiest = await this.#dirtiest()
      if (dirtiest) this.#underway.add(dirtiest.log)
      return dirtiest
    })
    this.#lastLook = found.catch(() => {})
    return found
  }

  async #dirtiest(): Promise<Cleanable | undefined> {
    let dirtiest: Cleanable | undefined
    for (const find of this.#logs.compacted()) {
      if (this.#stopped) return undefined
      const each = this.#lookAt(find)
      if (each?.due && (!dirtiest || each.ratio > dirtiest.ratio)) dirtiest = each
      await new Promise(setImmediate)
    }
    return dirtiest
  }

  #lookAt(find: () => PartitionLog | undefined): Cleanable | undefined {
    try {
      const log = find()
      if (!log || this.#uncleanable.has(log) || this.#underway.has(log) || this.#isBusy(log)) return undefined
      return cleanable(log, this.#logs.cleanerOffset(log), this.#clock.now())
    } catch (error) {
      // Whoever asks for the partition is told; here is nothing to be cleaned.
      if (isFault(error)) return undefined
      throw error
    }
  }

  async #clean({ log, firstDirty, upTo }: Cleanable): Promise<void> {
    const settings = this.#settings()
    const began = this.#clock.monotonic()
    try {
      const { endOffset, bytesBefore, bytesAfter } = await clean(log, {
        firstDirty,
        upTo,
        pace: this.#pace,
        dedupeBytes: Math.floor(settings['log.cleaner.dedupe.buffer.size'] / settings['log.cleaner.threads']),
        loadFactor: settings['log.cleaner.io.buffer.load.factor'],
        stopped: () => this.#stopped || this.#isBusy(log),
      })
      this.#logs.cleaned(log, endOffset)
      const tookMs = Math.round(this.#clock.monotonic() - began)
      this.#logger.info(
        `${log.name} is clean up to offset ${endOffset}: ${inMiB(bytesBefore)} MiB became ${inMiB(bytesAfter)} in ${tookMs} ms`,
      )
    } catch (error) {
      if (error instanceof CleaningStopped) return
      if (!isFault(error)) throw error
      this.#uncleanable.add(log)
      this.#logger.error(`${log.name} cannot be cleaned, and is left as it is until the broker is started again`, error)
    }
  }

  /** Resolves when what was being cleaned is let go. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#timer?.cancel()
    await Promise.all(this.#workers)
  }
}

const isFault = (error: unknown): error is Error =>
  error instanceof KafkaError || error instanceof CorruptLogError || isSystemError(error)

const inMiB = (bytes: number): string => (bytes / MiB).toFixed(1)
