/**
 * How long to wait before the next try: doubling up to a limit, with some chance in it, so that not all clients come back at
 * once. Source: KIP-580; Kafka 4.3 `ExponentialBackoff`, `CommonClientConfigs`.
 */
import type { Clock } from '../lib/clock.ts'
import { KafkaError } from '../protocol/errors.ts'
import { pause } from './wait.ts'

/** retry.backoff.ms and retry.backoff.max.ms, or the like of reconnect. */
export interface BackoffOptions {
  firstMs: number
  maxMs: number
}

const JITTER = 0.2

/** Delay before try number `attempt`, counted from 0. */
export function backoffMs({ firstMs, maxMs }: BackoffOptions, attempt: number, random = Math.random): number {
  const limit = Math.max(firstMs, maxMs)
  // 2^31 is beyond any limit; more would be Infinity * 0 for a first of 0.
  const base = Math.min(firstMs * 2 ** Math.min(attempt, 31), limit)
  return Math.min(base * (1 - JITTER + 2 * JITTER * random()), limit)
}

/** A count of tries, and the delay before the next one. */
export class Backoff {
  readonly #options: BackoffOptions
  readonly #random: () => number
  attempts = 0

  constructor(options: BackoffOptions, random: () => number = Math.random) {
    this.#options = options
    this.#random = random
  }

  next(): number {
    return backoffMs(this.#options, this.attempts++, this.#random)
  }

  reset(): void {
    this.attempts = 0
  }
}

/** Whether the same request may succeed later, as the protocol has it. */
export const mayRetry = (error: unknown): error is KafkaError =>
  error instanceof KafkaError && (error.retriable || error.refreshMetadata)

export interface RetryOptions {
  clock: Clock
  backoff: BackoffOptions
  /** With all tries and the waits between them. */
  timeoutMs: number
  /** Between two tries, after the wait: look up leaders, forget a coordinator. Its own failure is the next try's. */
  between?: (error: KafkaError) => Promise<unknown> | undefined
  random?: () => number
  /** Nobody waits for it any more: no further try. */
  stopped?: () => boolean
}

/**
 * Try until it works, fails for good, or the time is over.
 * @throws what the last try threw; after a timeout that is the error that made it wait
 */
export async function retry<Result>(attempt: () => Promise<Result>, options: RetryOptions): Promise<Result> {
  const { clock, timeoutMs, between, stopped } = options
  const deadline = clock.monotonic() + timeoutMs
  const backoff = new Backoff(options.backoff, options.random)
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!mayRetry(error) || stopped?.()) throw error
      const delay = backoff.next()
      if (clock.monotonic() + delay > deadline) throw error
      await pause(clock, delay)
      // Whatever it fails with, the next try fails with it too, and says so with its own name.
      await between?.(error)?.catch(() => {})
    }
  }
}
