/**
 * Requests that wait for something to be written, as a fetch with a minimum of bytes does. Kafka calls it the purgatory.
 *
 * A waiter watches the partitions it waits for. A write wakes the watchers of its partition; a woken waiter looks whether
 * it has enough, and goes on waiting if not. It never waits beyond its time, nor beyond the broker's stop.
 * Bounded by the connections: one that waits has its next requests held back, so there is one waiter a connection at most.
 */
import type { Clock, Timer } from '../lib/clock.ts'

/** Something that waiters can watch: a partition. */
export interface Watched {
  readonly waiters: Set<Waiter>
}

export interface Waiter {
  /** Look whether the wait is over; cheap, as every write asks. */
  readonly ready: () => boolean
  readonly done: () => void
}

export class Waiting {
  readonly #clock: Clock
  readonly #all = new Set<Waiter>()
  #stopped = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get size(): number {
    return this.#all.size
  }

  /** Resolves when `ready()` says so after a wake of one of `watched`, when `timeoutMs` are over, or at `stop()`. */
  until(ready: () => boolean, watched: readonly Watched[], timeoutMs: number): Promise<void> {
    if (this.#stopped) return Promise.resolve()
    return new Promise(resolve => {
      let timer: Timer | undefined
      const waiter: Waiter = {
        ready,
        done: () => {
          if (!this.#all.delete(waiter)) return
          timer?.cancel()
          for (const { waiters } of watched) waiters.delete(waiter)
          resolve()
        },
      }
      timer = this.#clock.after(timeoutMs, waiter.done)
      this.#all.add(waiter)
      for (const { waiters } of watched) waiters.add(waiter)
    })
  }

  /** Something about `watched` has changed. */
  wake({ waiters }: Watched): void {
    for (const waiter of waiters) if (waiter.ready()) waiter.done()
  }

  /** Let everybody go, now and from now on. */
  stop(): void {
    this.#stopped = true
    for (const waiter of this.#all) waiter.done()
  }
}
