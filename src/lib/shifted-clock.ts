/**
 * The system's clock, which can be moved forward: time goes by as it does, and `advance` adds to it. Timers that fall due on
 * the way fire at once, in order, each seeing the time it was set for. For a broker inside somebody's test, where clients
 * live in real time and a week of retention must not take one.
 */
import { type Clock, systemClock, type Timer } from './clock.ts'
import { type Duration, durationMs } from './duration.ts'

interface Pending {
  /** By `monotonic()`. */
  at: number
  fn: () => void
  /** None while time is being moved: those that are left are set at its end. */
  timer: Timer | undefined
}

export class ShiftedClock implements Clock {
  readonly #base: Clock
  #shiftMs = 0
  readonly #pending = new Set<Pending>()
  #moving = false

  constructor(base: Clock = systemClock) {
    this.#base = base
  }

  now(): number {
    return this.#base.now() + Math.floor(this.#shiftMs)
  }

  monotonic(): number {
    return this.#base.monotonic() + this.#shiftMs
  }

  after(delayMs: number, fn: () => void): Timer {
    const fire = () => {
      if (this.#pending.delete(pending)) fn()
    }
    const pending: Pending = {
      at: this.monotonic() + Math.max(0, delayMs),
      fn: fire,
      timer: this.#moving ? undefined : this.#base.after(delayMs, fire),
    }
    this.#pending.add(pending)
    return { cancel: () => this.#cancel(pending) }
  }

  /** Move time forward, `'7d'` or milliseconds, firing every timer on the way, those that timers set included. */
  advance(by: Duration): void {
    const end = this.monotonic() + durationMs(by)
    this.#moving = true
    try {
      for (let next = this.#firstUntil(end); next !== undefined; next = this.#firstUntil(end)) {
        this.#shiftMs += Math.max(0, next.at - this.monotonic())
        next.timer?.cancel()
        next.fn()
      }
    } finally {
      this.#moving = false
      this.#shiftMs += Math.max(0, end - this.monotonic())
      this.#arm()
    }
  }

  /** What is still to come was set to ring by the old time, or not set. */
  #arm(): void {
    for (const pending of this.#pending) {
      pending.timer?.cancel()
      pending.timer = this.#base.after(pending.at - this.monotonic(), pending.fn)
    }
  }

  #cancel(pending: Pending): void {
    this.#pending.delete(pending)
    pending.timer?.cancel()
  }

  /** Sets keep their order, so of two that fall due together the older one comes first. */
  #firstUntil(end: number): Pending | undefined {
    let first: Pending | undefined
    for (const pending of this.#pending)
      if (pending.at <= end && (first === undefined || pending.at < first.at)) first = pending
    return first
  }
}
