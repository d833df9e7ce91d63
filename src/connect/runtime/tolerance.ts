/**
 * What becomes of a record that cannot be converted, transformed or written: tried again for a while (errors.retry.timeout),
 * reported, and then passed over (errors.tolerance=all) or the end of its task.
 * Source: KIP-298; Kafka 4.3 `RetryWithToleranceOperator`, `LogReporter`.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { asError, ConnectError, isRetriable } from '../errors.ts'
import type { Log } from '../plugin.ts'
import { type TaskId, taskKey } from './states.ts'

export type Stage =
  | 'TASK_PUT'
  | 'TASK_POLL'
  | 'TRANSFORMATION'
  | 'KEY_CONVERTER'
  | 'VALUE_CONVERTER'
  | 'HEADER_CONVERTER'
  | 'KAFKA_PRODUCE'
  | 'KAFKA_CONSUME'

/** Where a record is on its way. One for all records of a task, one after the other. */
export interface Place<Original> {
  original: Original
  stage: Stage
  /** The plugin at work, by its class. */
  at: string
}

/** A record that failed, for reporters. */
export interface Failed<Original> extends Readonly<Place<Original>> {
  readonly error: Error
}

/** Resolves when the report is safe. */
export type Reporter<Original> = (failed: Failed<Original>) => Promise<void>

export interface ToleranceOptions {
  /** errors.retry.timeout; -1: no end. */
  readonly retryTimeoutMs: number
  /** errors.retry.delay.max.ms. */
  readonly maxDelayMs: number
  readonly tolerance: 'none' | 'all'
  readonly signal: AbortSignal
}

const FIRST_DELAY_MS = 300

export class Tolerance<Original> {
  readonly #o: ToleranceOptions
  reporters: readonly Reporter<Original>[] = []
  #failures = 0

  constructor(options: ToleranceOptions) {
    this.#o = options
  }

  get isAll(): boolean {
    return this.#o.tolerance === 'all'
  }

  get withinLimits(): boolean {
    return this.isAll || this.#failures === 0
  }

  /**
   * `work` has thrown: do it again, or pass the record over.
   * @returns undefined for a record that is passed over
   * @throws {ConnectError} when that is not tolerated
   */
  async recover<Result>(place: Place<Original>, error: unknown, work: () => Result): Promise<Result | undefined> {
    let last = error
    const deadline = Date.now() + this.#o.retryTimeoutMs
    for (let attempt = 0; isRetriable(last) && this.#mayRetry(deadline); attempt++) {
      await this.#backoff(attempt, deadline)
      try {
        return work()
      } catch (again) {
        last = again
      }
    }
    await this.fail(place, asError(last))
    return undefined
  }

  #mayRetry(deadline: number): boolean {
    return !this.#o.signal.aborted && (this.#o.retryTimeoutMs < 0 || Date.now() < deadline)
  }

  async #backoff(attempt: number, deadline: number): Promise<void> {
    const { maxDelayMs, retryTimeoutMs, signal } = this.#o
    let delay = FIRST_DELAY_MS * 2 ** Math.min(attempt, 30)
    if (delay > maxDelayMs) delay = Math.random() * maxDelayMs
    if (retryTimeoutMs >= 0) delay = Math.min(delay, Math.max(0, deadline - Date.now()))
    await sleep(delay, undefined, { signal }).catch(() => {})
  }

  /** A record is lost. @throws {ConnectError} when that is not tolerated */
  async fail(place: Place<Original>, error: Error): Promise<void> {
    this.#failures++
    const failed = { ...place, error }
    await Promise.all(this.reporters.map(report => report(failed)))
    if (!this.withinLimits) throw new ConnectError('Tolerance exceeded in error handler', { cause: error })
  }
}

/** errors.log.enable: a line for each. @param describe the record, with errors.log.include.messages */
export const logReporter =
  <Original>(id: TaskId, log: Log, describe: ((original: Original) => string) | undefined): Reporter<Original> =>
  async ({ stage, at, original, error }) => {
    const record = describe ? `, where ${describe(original)}` : ''
    log.error(
      `Error encountered in task ${taskKey(id)}. Executing stage '${stage}' with class '${at}'${record}.`,
      error,
    )
  }
