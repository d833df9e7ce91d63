/**
 * Long work in slices: requests come between. Also the place where it is told to stop, and held back to a rate.
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

export class Slices {
  readonly #clock: Clock
  readonly #stopped: () => boolean
  readonly #bytesPerSecond: () => number
  #began: number
  #since: number
  #bytes = 0

  /** @param bytesPerSecond log.cleaner.io.max.bytes.per.second, of reading and writing together */
  constructor(clock: Clock, stopped: () => boolean, bytesPerSecond: () => number) {
    this.#clock = clock
    this.#stopped = stopped
    this.#bytesPerSecond = bytesPerSecond
    this.#began = performance.now()
    this.#since = clock.monotonic()
  }

  /** So much was read or written. Between two calls nobody else runs. @throws {CleaningStopped} */
  async spent(bytes: number): Promise<void> {
    this.#bytes += bytes
    const aheadMs = (1000 * this.#bytes) / this.#bytesPerSecond() - (this.#clock.monotonic() - this.#since)
    for (let restMs = aheadMs > SLICE_MS ? aheadMs : 0; restMs > 0; restMs -= LONGEST_REST_MS)
      await this.#rest(() => sleep(this.#clock, Math.min(restMs, LONGEST_REST_MS)))
    if (performance.now() - this.#began > SLICE_MS) await this.#rest(() => new Promise(setImmediate))
  }

  async #rest(wait: () => Promise<void>): Promise<void> {
    await wait()
    this.demandGoing()
    this.#began = performance.now()
  }

  /** @throws {CleaningStopped} */
  demandGoing(): void {
    if (this.#stopped()) throw new CleaningStopped('The cleaning was stopped')
  }
}
