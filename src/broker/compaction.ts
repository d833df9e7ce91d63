/**
 * Compacted logs are cleaned, the dirtiest first, one at a time, in the background: looked for every log.cleaner.backoff.ms,
 * and at once again after one was cleaned. A log that cannot be cleaned is left alone until the broker is started again.
 * Source: Kafka 4.3 `LogCleaner`, `LogCleanerManager`. Not here: more than one cleaner (log.cleaner.threads).
 */
import type { Clock, Timer } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { MiB } from '../lib/units.ts'
import { clean } from '../log/cleaner/clean.ts'
import { type Cleanable, cleanable } from '../log/cleaner/cleanable.ts'
import { CleaningStopped } from '../log/cleaner/slices.ts'
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
}

export class Compaction {
  readonly #logs: LogManager
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #settings: () => CompactionSettings
  readonly #isBusy: (log: PartitionLog) => boolean
  readonly #uncleanable = new WeakSet<PartitionLog>()
  #timer: Timer | undefined
  #running: Promise<number> | undefined
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
    if (settings()['log.cleaner.enable']) this.#later()
  }

  #later(): void {
    this.#timer = this.#clock.after(this.#settings()['log.cleaner.backoff.ms'], () => {
      this.run()
        .catch(error => this.#logger.error('Logs could not be cleaned', error))
        .finally(() => {
          if (!this.#stopped) this.#later()
        })
    })
  }

  /** Clean what is due. @returns cleanings */
  run(): Promise<number> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #run(): Promise<number> {
    for (let count = 0; ; count++) {
      const dirtiest = await this.#dirtiest()
      if (!dirtiest || this.#stopped) return count
      await this.#clean(dirtiest)
    }
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
      if (!log || this.#uncleanable.has(log) || this.#isBusy(log)) return undefined
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
        clock: this.#clock,
        dedupeBytes: settings['log.cleaner.dedupe.buffer.size'],
        loadFactor: settings['log.cleaner.io.buffer.load.factor'],
        bytesPerSecond: () => this.#settings()['log.cleaner.io.max.bytes.per.second'],
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
    await this.#running?.catch(() => {})
  }
}

const isFault = (error: unknown): error is Error =>
  error instanceof KafkaError || error instanceof CorruptLogError || isSystemError(error)

const inMiB = (bytes: number): string => (bytes / MiB).toFixed(1)
