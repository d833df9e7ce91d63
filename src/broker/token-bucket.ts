/**
 * Tokens that come at a rate, up to what all windows bring: as long as there are any, a piece of work of any size is let in, and
 * what it takes too much is waited for. Source: KIP-599; Kafka 4.3 `TokenBucket`.
 */
import { SECONDS } from '../lib/units.ts'
import type { RateWindows } from './rate.ts'

export class TokenBucket {
  readonly #windows: RateWindows
  #tokens = Number.POSITIVE_INFINITY
  #at = 0

  /** Full, whatever the rate is. */
  constructor(windows: RateWindows) {
    this.#windows = windows
  }

  /** How long until there are tokens again, in ms; 0 when there are some. */
  waitMs(rate: number, now: number): number {
    this.#refill(rate, now)
    return this.#tokens < 0 ? Math.round((-this.#tokens / rate) * SECONDS) : 0
  }

  take(count: number, rate: number, now: number): void {
    this.#refill(rate, now)
    this.#tokens -= count
  }

  get idleSince(): number {
    return this.#at
  }

  #refill(rate: number, now: number): void {
    const most = (this.#windows.count * this.#windows.ms * rate) / SECONDS
    this.#tokens = Math.min(most, this.#tokens + (rate * (now - this.#at)) / SECONDS)
    this.#at = now
  }
}
