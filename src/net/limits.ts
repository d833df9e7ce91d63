/**
 * How many connections a broker keeps, over all its listeners and for one address; and how fast one address may make them.
 * Source: Kafka's `max.connections`, `max.connections.per.ip`, `max.connections.per.ip.overrides`; KIP-612.
 * Not here: `max.connection.creation.rate`, and making room by closing somebody else's idle connection.
 */
export interface ConnectionLimitOptions {
  max: number
  maxPerIp: number
  /** address -> its own limit */
  overrides?: ReadonlyMap<string, number>
  /** Called for each connection: how long it is to be left waiting and then closed, in ms; 0: it is welcome. */
  throttleMs?: (ip: string) => number
}

export class ConnectionLimits {
  readonly #options: ConnectionLimitOptions
  readonly #perIp = new Map<string, number>()
  #count = 0

  constructor(options: ConnectionLimitOptions) {
    this.#options = options
  }

  get count(): number {
    return this.#count
  }

  /** Count a new connection; or say why there may be none, with the setting that says so. */
  admit(ip: string): string | undefined {
    const { max, maxPerIp, overrides } = this.#options
    if (this.#count >= max) return `there are ${this.#count} connections already (max.connections=${max})`
    const count = this.#perIp.get(ip) ?? 0
    const limit = overrides?.get(ip) ?? maxPerIp
    if (count >= limit)
      return `there are ${count} connections from this address already (max.connections.per.ip=${limit})`
    this.#count++
    this.#perIp.set(ip, count + 1)
    return undefined
  }

  throttleMs(ip: string): number {
    return this.#options.throttleMs?.(ip) ?? 0
  }

  release(ip: string): void {
    this.#count--
    const count = (this.#perIp.get(ip) ?? 1) - 1
    if (count === 0) this.#perIp.delete(ip)
    else this.#perIp.set(ip, count)
  }
}
