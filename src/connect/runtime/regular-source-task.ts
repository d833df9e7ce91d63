/**
 * A source task without transactions: offsets are committed every offset.flush.interval.ms, as far as records were written. After
 * a crash the last ones are written again: at least once. Source: Kafka 4.3 `WorkerSourceTask`.
 */

import { within } from '../../client/wait.ts'
import { systemClock } from '../../lib/clock.ts'
import { ConnectError } from '../errors.ts'
import type { SourceRecord, Written } from '../plugin.ts'
import type { OffsetStore, OffsetWriter } from '../storage/offsets.ts'
import { BaseSourceTask, type SourceTaskOptions } from './source-task.ts'
import { SubmittedRecords } from './submitted-records.ts'

export interface RegularOptions extends SourceTaskOptions {
  readonly store: OffsetStore
  readonly offsets: OffsetWriter
  readonly flushIntervalMs: number
  readonly flushTimeoutMs: number
}

export class RegularSourceTask extends BaseSourceTask {
  readonly #o: RegularOptions
  readonly #submitted = new SubmittedRecords()
  #lost: Error | undefined
  #timer: NodeJS.Timeout | undefined
  #committing: Promise<void> | undefined

  constructor(options: RegularOptions) {
    super(options)
    this.#o = options
  }

  protected override prepare(): Promise<void> {
    return this.#o.store.start()
  }

  protected override async start(): Promise<void> {
    await super.start()
    this.#timer = setInterval(() => void this.commit(), this.#o.flushIntervalMs)
  }

  /** Offsets of what is written by now. What fails is tried again the next time. */
  commit(): Promise<void> {
    this.#committing ??= this.#commit().finally(() => {
      this.#committing = undefined
    })
    return this.#committing
  }

  async #commit(): Promise<void> {
    this.#collect()
    const { offsets, flushTimeoutMs } = this.#o
    if (!offsets.isEmpty) {
      let error: unknown
      const flushed = offsets.flush().catch(cause => {
        error = cause
      })
      const inTime = await within(systemClock, flushed, flushTimeoutMs)
      if (error || !inTime) {
        this.log.error(
          inTime
            ? 'Failed to flush offsets to storage; they are tried again at the next flush interval'
            : `Offsets were not flushed within ${flushTimeoutMs} ms (offset.flush.timeout.ms)`,
          error,
        )
        return
      }
    }
    await this.tellCommitted()
  }

  #collect(): void {
    for (const { partition, offset } of this.#submitted.committable()) this.#o.offsets.set(partition, offset)
  }

  protected override beginTurn(): void {
    if (this.#lost) throw new ConnectError('Unrecoverable exception from producer send callback', { cause: this.#lost })
  }

  protected override async beforePoll(): Promise<void> {
    this.beginTurn()
  }

  protected override submitting(record: SourceRecord) {
    return this.#submitted.submit(record.sourcePartition, record.sourceOffset)
  }

  protected override async dropped(record: SourceRecord): Promise<void> {
    await this.written(record, undefined)
    this.submitting(record).ack()
  }

  protected override acknowledged(record: SourceRecord, written: Written | undefined): void {
    void this.written(record, written)
  }

  protected override async dispatched(): Promise<void> {}
  protected override async batchDispatched(): Promise<void> {}

  protected override sendFailed(error: Error): void {
    this.#lost ??= error
  }

  protected override async finish(): Promise<void> {
    clearInterval(this.#timer)
    await within(systemClock, this.#submitted.settled(), this.#o.flushTimeoutMs)
    await this.#committing
    await this.commit()
  }

  protected override abandon(): void {
    clearInterval(this.#timer)
    super.abandon()
    this.#o.store.stop().catch(error => this.log.error('A reader of offsets could not be closed', error))
  }

  protected override async close(): Promise<void> {
    clearInterval(this.#timer)
    await super.close()
    await this.#o.store.stop()
  }
}
