/** Work that is done again and again, the next time so long after it was done the last time, until it is stopped. */
import type { Clock, Timer } from '../lib/clock.ts'

export class Rhythm {
  readonly #clock: Clock
  readonly #onFailed: (error: unknown) => void
  readonly #timers = new Set<Timer>()
  #stopped = false

  /** @param onFailed some work has failed; it is done again all the same */
  constructor(clock: Clock, onFailed: (error: unknown) => void) {
    this.#clock = clock
    this.#onFailed = onFailed
  }

  every(intervalMs: number, work: () => Promise<unknown>): void {
    const timer = this.#clock.after(intervalMs, () => {
      this.#timers.delete(timer)
      work()
        .catch(this.#onFailed)
        .finally(() => {
          if (!this.#stopped) this.every(intervalMs, work)
        })
    })
    this.#timers.add(timer)
  }

  /** What is being done comes to its end. */
  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers) timer.cancel()
  }
}
