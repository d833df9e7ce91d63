/**
 * Time as an argument. Whoever needs the time or a timer takes a `Clock`, so that a test can move a week in one call
 * and a simulation can replay a bad day from its seed.
 */
export interface Clock {
  /** Wall clock in milliseconds since the epoch. */
  now(): number
  /** Monotonic milliseconds, with fractions: for durations, never for timestamps. */
  monotonic(): number
  /** Call `fn` once after `delayMs`; the timer never keeps the process alive by itself. */
  after(delayMs: number, fn: () => void): Timer
}

export interface Timer {
  /** After this, `fn` is not called. Harmless when it was called already. */
  cancel(): void
}

/** setTimeout cannot take more: longer delays are cut to this, 24.8 days. */
const LONGEST_DELAY_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, fn) {
    const handle = setTimeout(fn, Math.min(Math.max(0, delayMs), LONGEST_DELAY_MS))
    handle.unref()
    return { cancel: () => clearTimeout(handle) }
  },
}

/** Resolve after `delayMs` of `clock`. */
export const sleep = (clock: Clock, delayMs: number): Promise<void> =>
  new Promise(resolve => {
    clock.after(delayMs, resolve)
  })

interface VirtualTimer {
  at: number
  sequence: number
  fn: () => void
}

/** A clock that moves only when told to. Timers fire in order of time, then of creation. */
export class VirtualClock implements Clock {
  #now: number
  #sequence = 0
  readonly #timers: VirtualTimer[] = []

  constructor(startMs = 0) {
    this.#now = startMs
  }

  now(): number {
    return this.#now
  }

  monotonic(): number {
    return this.#now
  }

  after(delayMs: number, fn: () => void): Timer {
    const timer = { at: this.#now + Math.max(0, delayMs), sequence: this.#sequence++, fn }
    this.#timers.push(timer)
    return {
      cancel: () => {
        const index = this.#timers.indexOf(timer)
        if (index >= 0) this.#timers.splice(index, 1)
      },
    }
  }

  /** Move time forward by `ms`, firing every timer on the way, those that timers set included. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#now = next.at
      this.#timers.splice(this.#timers.indexOf(next), 1)
      next.fn()
    }
    this.#now = end
  }

  /** Milliseconds until the next timer; undefined when none is set. */
  get untilNext(): number | undefined {
    const next = this.#next(Number.POSITIVE_INFINITY)
    return next === undefined ? undefined : next.at - this.#now
  }

  #next(end: number) {
    let first: VirtualTimer | undefined
    for (const timer of this.#timers) {
      if (timer.at > end) continue
      if (!first || timer.at < first.at || (timer.at === first.at && timer.sequence < first.sequence)) first = timer
    }
    return first
  }
}
