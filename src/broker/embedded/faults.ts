/**
 * Faults on purpose: what a broker does to requests so that a test sees how its clients take it. A rule names an API and what
 * becomes of a request: an error of the protocol, a delay, a connection that is dropped. The first rule that matches counts.
 */
import { type Duration, durationMs } from '../../lib/duration.ts'
import type { Random } from '../../lib/random.ts'
import { type ErrorName, errorCodes } from '../../protocol/errors.ts'
import { apis } from '../../protocol/generated/apis/index.ts'

export interface Fault {
  /** By Kafka's name: `Produce`, `Fetch`, `JoinGroup`. Default: every API but ApiVersions. */
  api?: string
  /** Answer with this error in every place of the answer, and do nothing. */
  error?: ErrorName
  /** Hold the request back that long before it takes effect. */
  delay?: Duration
  /** Close the connection: `before` the request took effect, or `after` it did and before it is answered. */
  drop?: 'before' | 'after'
  /** How many requests it is for. Default: all that come. */
  times?: number
  /** Of those that match, the share it hits, from 0 to 1; which ones, the broker's `seed` says. Default: 1. */
  chance?: number
  /** Which requests it is for, by what they hold. */
  when?: (request: RequestInfo) => boolean
}

export interface RequestInfo {
  readonly api: string
  readonly version: number
  readonly clientId: string | null
  /** As the protocol has it, decoded. */
  // biome-ignore lint/suspicious/noExplicitAny: it is of the API's own type
  readonly request: any
}

/** One fault, ready: what was left out is filled in. */
interface Rule {
  api: string | undefined
  error: ErrorName | undefined
  delayMs: number
  drop: Fault['drop']
  left: number
  chance: number
  when: (request: RequestInfo) => boolean
}

const ONE_IN = 2 ** 30

export class Faults {
  readonly #random: Random
  readonly #rules = new Set<Rule>()

  constructor(random: Random) {
    this.#random = random
  }

  /** @returns takes the fault back @throws {TypeError} for an API or an error that there is not */
  add(fault: Fault): () => void {
    const { api, error, delay = 0, drop, times = Number.POSITIVE_INFINITY, chance = 1, when = () => true } = fault
    if (api !== undefined && !apis.some(({ name }) => name === api))
      throw new TypeError(`There is no API "${api}": names are Kafka's own, such as Produce, Fetch or OffsetCommit`)
    if (error !== undefined && !(error in errorCodes))
      throw new TypeError(`There is no error "${error}": names are Kafka's own, such as NOT_LEADER_OR_FOLLOWER`)
    if (error === undefined && delay === 0 && drop === undefined)
      throw new TypeError('A fault needs an error, a delay, or a drop')
    const rule = { api, error, delayMs: durationMs(delay), drop, left: times, chance, when }
    this.#rules.add(rule)
    return () => void this.#rules.delete(rule)
  }

  /** Everything goes well again. */
  clear(): void {
    this.#rules.clear()
  }

  /** @returns what is to be done to `request`: a rule counts it as one of its `times` */
  pick(request: RequestInfo): Pick<Rule, 'error' | 'delayMs' | 'drop'> | undefined {
    for (const rule of this.#rules) {
      // A client that cannot learn the versions learns nothing: whoever wants that says so by name.
      if (rule.api === undefined ? request.api === 'ApiVersions' : rule.api !== request.api) continue
      if (!rule.when(request)) continue
      if (rule.chance < 1 && this.#random.below(ONE_IN) >= rule.chance * ONE_IN) continue
      rule.left--
      if (rule.left <= 0) this.#rules.delete(rule)
      return rule
    }
    return undefined
  }
}
