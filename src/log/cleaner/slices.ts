/**
 * Long work in slices: requests come between. Also the place where it is told to stop, and held back to a rate. Works that go on at
 * the same time share both: there is one slice between two looks at the sockets, whoever's turn it is.
 */
import { type Clock, sleep } from '../../lib/clock.ts'

/** Who waits for a request does not notice. */
const SLICE_MS = 6

/** Whoever stops a cleaning waits for it no longer. */
const LONGEST_REST_MS = 100

/** The log was deleted, has failed, or the broker stops: what was begun is left, and nothing is half done. */
export class CleaningStopped extends Error {
  override readonly name = 'CleaningStopped'
}

/** What all cleanings that go on at the same time share. */
export class Pace {
  readonly clock: Clock
  readonly #bytesPerSecond: () => number
  /** What was read and written so far is within the rate from then on. Nothing is saved up while there is nothing to do. */
  #fairAt = 0
  #lastTurn: Promise<void> = Promise.resolve()

  /** @param bytesPerSecond log.cleaner.io.max.bytes.per.second, of reading and writing together; asked at every use */
  constructor(clock: Clock, bytesPerSecond: () => number) {
    this.clock = clock
    this.#bytesPerSecond = bytesPerSecond
  }

  /** So much was read or written. @returns how long it takes until more may be */
  spent(bytes: number): number {
    const now = this.clock.monotonic()
    this.#fairAt = Math.max(this.#fairAt, now) + (1000 * bytes) / this.#bytesPerSecond()
    return this.#fairAt - now
  }

  /** Resolves in a later turn of the event loop, for one at a time, in the order in which they have asked. */
  turn(): Promise<void> {
    this.#lastTurn = this.#lastTurn.then(() => new Promise(setImmediate))
    return this.#lastTurn
  }
}

export class Slices {
  readonly #pace: Pace
  readonly #stopped: () => boolean
  #began: number

  constructor(pace: Pace, stopped: () => boolean) {
    this.#pace = pace
    this.#stopped = stopped
    this.#began = performance.now()
  }

  /** So much was read or written. Between two calls nobody else runs. @throws {CleaningStopped} */
  async spent(bytes: number): Promise<void> {
    const aheadMs = this.#pace.spent(bytes)
    const restMs = aheadMs > SLICE_MS ? aheadMs : 0
    if (restMs === 0 && performance.now() - this.#began <= SLICE_MS) return
    for (let leftMs = restMs; leftMs > 0; leftMs -= LONGEST_REST_MS) {
      await sleep(this.#pace.clock, Math.min(leftMs, LONGEST_REST_MS))
      this.demandGoing()
    }
    await this.#pace.turn()
    this.demandGoing()
    this.#began = performance.now()
  }

  /** @throws {CleaningStopped} */
  demandGoing(): void {
    if (this.#stopped()) throw new CleaningStopped('The cleaning was stopped')
  }
}
