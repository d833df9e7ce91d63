/** How long to go on without a record, a broker or a topic: for ever, unless --timeout-ms says otherwise. */
import { KafkaError } from '../protocol/errors.ts'
import type { Io } from './io.ts'
import { messages } from './run.ts'

const RETRY_MS = 250
const SLICE_MS = 1000

export class Patience {
  readonly #io: Io
  readonly #limitMs: number
  #since: number
  #ended = false
  #told = false

  constructor(io: Io, limitMs: number | undefined) {
    this.#io = io
    this.#limitMs = limitMs === undefined || limitMs < 0 ? Number.POSITIVE_INFINITY : limitMs
    this.#since = io.clock.monotonic()
  }

  get #leftMs(): number {
    return this.#since + this.#limitMs - this.#io.clock.monotonic()
  }

  get ranOut(): boolean {
    return !this.#ended && this.#leftMs <= 0
  }

  get isOver(): boolean {
    return this.#ended || this.#leftMs <= 0
  }

  /** How long to wait at a time, so that an interrupt is not kept waiting. */
  get sliceMs(): number {
    return Math.max(0, Math.min(this.#leftMs, SLICE_MS))
  }

  renew(): void {
    this.#since = this.#io.clock.monotonic()
  }

  end(): void {
    this.#ended = true
  }

  /** Try again until it works. What keeps it from working is told once. @returns undefined when the time is over */
  async with<Result>(attempt: () => Promise<Result>): Promise<Result | undefined> {
    while (!this.isOver)
      try {
        return await attempt()
      } catch (error) {
        if (!(error instanceof KafkaError && (error.retriable || error.refreshMetadata))) throw error
        if (!this.#told) this.#io.warn(`WARN ${messages(error)}; it is waited for`)
        this.#told = true
        await new Promise(resolve => setTimeout(resolve, Math.min(RETRY_MS, Math.max(0, this.#leftMs))))
      }
    return undefined
  }
}
