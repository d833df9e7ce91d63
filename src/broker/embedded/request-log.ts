/**
 * What clients asked of an embedded broker, and what they were told: for a test to assert on. The newest are kept.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { RequestInfo } from './faults.ts'

export interface RequestEntry extends RequestInfo {
  /** By the broker's clock, in milliseconds since the epoch. */
  readonly at: number
  /** `waiting` until it is answered; `dropped`: the connection was closed by a fault. */
  readonly state: 'waiting' | 'answered' | 'refused' | 'dropped'
  /** What was answered, decoded; undefined where there is no answer (acks=0). */
  // biome-ignore lint/suspicious/noExplicitAny: it is of the API's own type
  readonly response?: any
  /** Why the whole request was refused. An error of one partition is in `response`. */
  readonly error?: string
}

/** Of requests; what they hold is kept as long, so a test that produces gigabytes should look at them as they come. */
const KEPT = 10_000

type Mutable = { -readonly [K in keyof RequestEntry]: RequestEntry[K] }

export class RequestLog {
  readonly #entries: Mutable[] = []
  /** Requests that came and answers that left, so far: as long as it moves, somebody is at work. */
  activity = 0

  /** Oldest first; those of one API on request. */
  entries(api?: string): readonly RequestEntry[] {
    return this.#entries.filter(entry => api === undefined || entry.api === api)
  }

  clear(): void {
    this.#entries.length = 0
  }

  /** @returns to be told how it ended */
  open(info: RequestInfo, at: number): (end: Ending) => void {
    const entry: Mutable = { ...info, at, state: 'waiting' }
    this.#entries.push(entry)
    if (this.#entries.length > KEPT) this.#entries.shift()
    this.activity++
    return end => {
      this.activity++
      Object.assign(entry, end)
    }
  }
}

type Ending = Pick<RequestEntry, 'state' | 'response' | 'error'>

export const answered = (response: unknown): Ending => ({ state: 'answered', response })
export const dropped: Ending = { state: 'dropped' }
export const refused = (error: unknown): Ending => ({
  state: 'refused',
  error: error instanceof KafkaError ? error.name : 'UNKNOWN_SERVER_ERROR',
})
