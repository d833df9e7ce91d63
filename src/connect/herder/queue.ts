/**
 * What a herder was asked to do, in turn: some of it not before a time. One thing at a time is done, between two looks at the group.
 * Source: Kafka 4.3 `DistributedHerder.DistributedHerderRequest`.
 */
import { systemClock, type Timer } from '../../lib/clock.ts'
import { RestError } from '../errors.ts'

interface Entry {
  readonly at: number
  readonly run: () => Promise<void>
  readonly reject: (error: Error) => void
}

export class HerderQueue {
  readonly #wake: () => void
  readonly #now: () => number
  #entries: Entry[] = []
  #isClosed = false

  constructor(wake: () => void, now: () => number) {
    this.#wake = wake
    this.#now = now
  }

  /** When the next one is due; undefined: there is none. */
  get nextAt(): number | undefined {
    return this.#entries.length === 0 ? undefined : Math.min(...this.#entries.map(({ at }) => at))
  }

  /** @throws what it throws; ConnectError when the worker stops before */
  add<Result>(work: () => Result | Promise<Result>, delayMs = 0): Promise<Result> {
    if (this.#isClosed) return Promise.reject(shuttingDown())
    return new Promise((resolve, reject) => {
      this.#entries.push({
        at: this.#now() + delayMs,
        run: async () => {
          try {
            resolve(await work())
          } catch (error) {
            reject(error)
          }
        },
        reject,
      })
      this.#wake()
    })
  }

  /** The same, for somebody who waits: not for ever. @param stage what the worker does meanwhile, in a sentence */
  async ask<Result>(work: () => Result | Promise<Result>, timeoutMs: number, stage: () => string): Promise<Result> {
    let timer: Timer | undefined
    const late = new Promise<never>((_, reject) => {
      timer = systemClock.after(timeoutMs, () => reject(new RestError(500, `Request timed out. ${stage()}`)))
    })
    try {
      return await Promise.race([this.add(work), late])
    } finally {
      timer?.cancel()
    }
  }

  /** All that is due by now, in the order in which it came. */
  async run(): Promise<void> {
    const now = this.#now()
    for (;;) {
      const index = this.#entries.findIndex(({ at }) => at <= now)
      if (index < 0) return
      const [entry] = this.#entries.splice(index, 1)
      await entry!.run()
    }
  }

  close(): void {
    this.#isClosed = true
    for (const { reject } of this.#entries.splice(0)) reject(shuttingDown())
  }
}

const shuttingDown = () => new RestError(500, 'Worker is shutting down')
