/**
 * Client quotas in force: bytes that a client may produce and fetch in a second, and the share of the broker's time that its
 * requests may take. Who is over it is answered all the same, told for how long to keep still (throttleTimeMs), and not
 * listened to for that long.
 *
 * A client's quota is the most exact one that there is, for the user and the client id, their defaults, and what lies between;
 * whoever shares it shares its rate: a quota of a user is one for all of that user's clients.
 * Partitions that it may create and delete (controller_mutation_rate) are tokens; of an address, connections are counted.
 * Source: KIP-13, KIP-124, KIP-219 (answer first, then keep still), KIP-599, KIP-612; Kafka 4.3 `ClientQuotaManager`,
 * `ClientRequestQuotaManager`, `ConnectionQuotas`. Not here: an answer to a fetch is not held back.
 */
import { isIP } from 'node:net'
import type { Clock } from '../lib/clock.ts'
import { HOURS, SECONDS } from '../lib/units.ts'
import { entityKey, entityOf } from '../metadata/quotas.ts'
import { Rate, type RateWindows } from './rate.ts'
import { TokenBucket } from './token-bucket.ts'

/** Who asks, as far as quotas know one. */
export interface Client {
  readonly principal: string
  readonly clientId: string | null
}

export type QuotaKey = 'producer_byte_rate' | 'consumer_byte_rate' | 'request_percentage' | 'controller_mutation_rate'
const CONNECTIONS = 'connection_creation_rate'
export type Quotas = ReadonlyMap<string, ReadonlyMap<string, number>>

interface Found {
  bound: number
  /** Of all that share the quota. */
  scope: string
}

/** Rates that nobody added to for so long are forgotten; and there are never more than so many. */
const IDLE_MS = HOURS
const RATES_MAX = 10_000
const ANY = null

export interface ClientQuotasOptions {
  clock: Clock
  windows: () => RateWindows
  /** Of controller_mutation_rate. */
  controllerWindows: () => RateWindows
  /** A quota may be of a host name: its address, if it has one. */
  resolve?: (name: string) => Promise<string | undefined>
}

export class ClientQuotas {
  readonly #o: ClientQuotasOptions
  #quotas: Quotas = new Map()
  #keys = new Set<string>()
  /** Of connections, by address: those of names are here when they are resolved. */
  #addresses = new Map<string, number>()
  readonly #rates = new Map<string, Rate>()
  readonly #buckets = new Map<string, TokenBucket>()
  readonly #found = new Map<string, Found | undefined>()

  constructor(options: ClientQuotasOptions) {
    this.#o = options
  }

  /** These are all quotas now. What was measured stays. */
  load(quotas: Quotas): void {
    this.#quotas = quotas
    this.#keys = new Set([...quotas.values()].flatMap(each => [...each.keys()]))
    this.#found.clear()
    this.#loadAddresses()
  }

  #loadAddresses(): void {
    const addresses = new Map<string, number>()
    this.#addresses = addresses
    for (const [key, values] of this.#quotas) {
      const limit = values.get(CONNECTIONS)
      const name = entityOf(key).find(({ entityType }) => entityType === 'ip')?.entityName
      if (limit === undefined || name === undefined || name === null) continue
      if (isIP(name) !== 0) addresses.set(name, limit)
      else
        void this.#o.resolve?.(name).then(address => {
          if (address !== undefined && !addresses.has(address)) addresses.set(address, limit)
        })
    }
  }

  /** Whether anybody has such a quota: without one nothing is measured. */
  has(key: QuotaKey | typeof CONNECTIONS): boolean {
    return this.#keys.has(key)
  }

  /** Add to the client's rate. @returns how long it is to keep still, in ms */
  record(key: QuotaKey, client: Client, value: number): number {
    const found = this.#find(key, client)
    if (found === undefined) return 0
    const now = this.#o.clock.monotonic()
    const rate = this.#rate(`${key} ${found.scope}`, now)
    rate.record(value, now)
    const throttleMs = rate.throttleMs(found.bound, now)
    // Time is spent in large pieces: longer than a window would be a punishment.
    return key === 'request_percentage' ? Math.min(throttleMs, this.#o.windows().ms) : throttleMs
  }

  /**
   * Take the tokens of so many partitions, if there are any left.
   * @param strict take none when there are not @returns how long until there are tokens, in ms
   */
  mutate(client: Client, partitions: number, strict: boolean): number {
    const found = this.#find('controller_mutation_rate', client)
    if (found === undefined) return 0
    const now = this.#o.clock.monotonic()
    const make = () => new TokenBucket(this.#o.controllerWindows())
    const bucket = kept(this.#buckets, found.scope, make, now)
    const waitMs = bucket.waitMs(found.bound, now)
    if (strict && waitMs > 0) return waitMs
    bucket.take(partitions, found.bound, now)
    return strict ? 0 : bucket.waitMs(found.bound, now)
  }

  /** Count a new connection of an address. @returns how long it is to wait for its end, in ms; 0: it is welcome */
  connect(ip: string): number {
    if (!this.has(CONNECTIONS)) return 0
    const others = this.#quotas.get(entityKey([{ entityType: 'ip', entityName: ANY }]))?.get(CONNECTIONS)
    const limit = this.#addresses.get(ip) ?? others
    if (limit === undefined) return 0
    const now = this.#o.clock.monotonic()
    const windows = this.#o.windows()
    const rate = this.#rate(`${CONNECTIONS} ${ip}`, now)
    rate.record(1, now)
    const throttleMs = Math.min(rate.throttleMs(limit, now), windows.ms)
    // It is not let in, so it does not count.
    if (throttleMs > 0) rate.record(-1, now)
    return throttleMs
  }

  /** The most bytes that one fetch may bring: more than all windows take would never be made up for. */
  fetchMax(client: Client): number {
    if (!this.has('consumer_byte_rate')) return Number.POSITIVE_INFINITY
    const found = this.#find('consumer_byte_rate', client)
    const { count, ms } = this.#o.windows()
    return found === undefined ? Number.POSITIVE_INFINITY : (found.bound * Math.max(1, count - 1) * ms) / SECONDS
  }

  #rate(name: string, now: number): Rate {
    return kept(this.#rates, name, () => new Rate(this.#o.windows()), now)
  }

  #find(key: QuotaKey, { principal, clientId }: Client): Found | undefined {
    const name = `${key} ${principal} ${clientId}`
    if (this.#found.has(name)) return this.#found.get(name)
    if (this.#found.size >= RATES_MAX) this.#found.clear()
    const found = this.#search(key, principal.slice(principal.indexOf(':') + 1), clientId ?? '')
    this.#found.set(name, found)
    return found
  }

  /** The most exact first. Source: KIP-55. */
  #search(key: QuotaKey, user: string, clientId: string): Found | undefined {
    const both = JSON.stringify([user, clientId])
    const levels: [user: string | null | undefined, client: string | null | undefined, scope: string][] = [
      [user, clientId, both],
      [user, ANY, both],
      [user, undefined, `user ${user}`],
      [ANY, clientId, both],
      [ANY, ANY, both],
      [ANY, undefined, `user ${user}`],
      [undefined, clientId, `client ${clientId}`],
      [undefined, ANY, `client ${clientId}`],
    ]
    for (const [userName, clientName, scope] of levels) {
      const parts = [
        ...(userName === undefined ? [] : [{ entityType: 'user', entityName: userName }]),
        ...(clientName === undefined ? [] : [{ entityType: 'client-id', entityName: clientName }]),
      ]
      const bound = this.#quotas.get(entityKey(parts))?.get(key)
      if (bound !== undefined) return { bound, scope }
    }
    return undefined
  }
}

/** What was measured under a name. Those that are idle are forgotten when there are too many; when none is, the oldest. */
function kept<Measure extends { idleSince: number }>(
  all: Map<string, Measure>,
  name: string,
  make: () => Measure,
  now: number,
): Measure {
  const found = all.get(name)
  if (found) return found
  if (all.size >= RATES_MAX) {
    for (const [old, measure] of all) if (now - measure.idleSince > IDLE_MS) all.delete(old)
    if (all.size >= RATES_MAX) all.delete(all.keys().next().value!)
  }
  const made = make()
  all.set(name, made)
  return made
}
