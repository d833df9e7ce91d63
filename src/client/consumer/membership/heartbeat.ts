/**
 * A member's pulse: a request every so often, sooner after one that failed, as long as the reader polls often enough. One that
 * does not is stuck, and its partitions are of more use to others.
 * Source: KIP-62; Kafka 4.3 `Heartbeat`, `AbstractCoordinator.HeartbeatThread`.
 */
import type { Clock, Timer } from '../../../lib/clock.ts'
import { type BackoffOptions, backoffMs } from '../../retry.ts'

export interface HeartbeatOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly retryBackoff: BackoffOptions
  readonly maxPollIntervalMs: number
  /** One heartbeat. @returns when the next is due, in ms; undefined: it failed */
  readonly send: () => Promise<number | undefined>
  /** There was no poll for max.poll.interval.ms. */
  readonly onPollTimeout: () => void
}

export class Heartbeat {
  readonly #o: HeartbeatOptions
  #timer: Timer | undefined
  #running = false
  /** Raised by each start and stop: an answer that comes later is of another life. */
  #life = 0
  #sending = false
  #failures = 0
  #nextAt = 0
  #polledAt: number
  #waiting = 0

  constructor(options: HeartbeatOptions) {
    this.#o = options
    this.#polledAt = options.clock.monotonic()
  }

  get isRunning(): boolean {
    return this.#running
  }

  /** @param firstInMs until the first */
  start(firstInMs: number): void {
    this.#life++
    this.#running = true
    this.#sending = false
    this.#failures = 0
    this.#nextAt = this.#o.clock.monotonic() + firstInMs
    this.#arm()
  }

  stop(): void {
    this.#life++
    this.#running = false
    this.#timer?.cancel()
  }

  /** The reader is alive. */
  polled(): void {
    this.#polledAt = this.#o.clock.monotonic()
  }

  /** The reader waits for us: that is no time without a poll. @returns what to call when it does no more */
  waited(): () => void {
    this.#waiting++
    return () => {
      this.#waiting--
      this.polled()
    }
  }

  /** The next one at once, or as soon as the one under way is answered. */
  soon(): void {
    this.#nextAt = this.#o.clock.monotonic()
    if (this.#running) this.#arm()
  }

  #pollDeadline(): number {
    return this.#waiting > 0 ? Number.POSITIVE_INFINITY : this.#polledAt + this.#o.maxPollIntervalMs
  }

  #arm(): void {
    this.#timer?.cancel()
    const now = this.#o.clock.monotonic()
    const next = this.#sending ? Number.POSITIVE_INFINITY : this.#nextAt
    // A poll that waits now may be over soon: its time is looked at again, at the latest when it could be up.
    const deadline = Math.min(this.#pollDeadline(), now + this.#o.maxPollIntervalMs)
    this.#timer = this.#o.clock.after(Math.max(0, Math.min(next, deadline) - now), () => this.#tick())
  }

  #tick(): void {
    if (!this.#running) return
    const now = this.#o.clock.monotonic()
    if (now >= this.#pollDeadline()) {
      this.stop()
      this.#o.onPollTimeout()
      return
    }
    if (!this.#sending && now >= this.#nextAt) this.#send()
    this.#arm()
  }

  #send(): void {
    const life = this.#life
    this.#sending = true
    const sentAt = this.#o.clock.monotonic()
    this.#nextAt = Number.POSITIVE_INFINITY
    this.#o.send().then(nextMs => {
      if (life !== this.#life) return
      this.#sending = false
      const { retryBackoff, random, clock } = this.#o
      const at =
        nextMs === undefined ? clock.monotonic() + backoffMs(retryBackoff, this.#failures++, random) : sentAt + nextMs
      if (nextMs !== undefined) this.#failures = 0
      // Somebody may have asked for one sooner meanwhile.
      this.#nextAt = Math.min(this.#nextAt, at)
      this.#arm()
    })
  }
}
