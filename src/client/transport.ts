/**
 * Asking the brokers of a cluster: one of them by its id, or any, the least busy first. What is open is used again.
 * Source: Kafka 4.3 `NetworkClient`; KIP-899 (back to the bootstrap servers when no known broker answers).
 */
import { type Clock, systemClock } from '../lib/clock.ts'
import { SECONDS } from '../lib/units.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { Api } from '../protocol/message.ts'
import { type Address, parseBootstrap } from './bootstrap.ts'
import { ANY, MetadataCache } from './metadata.ts'
import { type Channel, type Peer, Peers, type VersionRange, versionFor } from './peers.ts'
import type { BackoffOptions } from './retry.ts'

export interface TransportOptions {
  bootstrapServers: string
  clientId?: string | undefined
  /** How long one answer may take (request.timeout.ms). */
  requestTimeoutMs?: number
  reconnectBackoff?: BackoffOptions
  connectTimeout?: BackoffOptions
  clock?: Clock
  random?: () => number
}

export interface RequestOptions {
  timeoutMs?: number
  minVersion?: number
  maxVersion?: number
  channel?: Channel
}

/** A body, or a function that makes it once the version is known. */
export type Body<Init> = Init | ((version: number) => Init)

export class Transport {
  readonly clock: Clock
  readonly random: () => number
  /** Which brokers there are, as far as is known. */
  readonly metadata = new MetadataCache()
  readonly #peers: Peers
  readonly #bootstrap: readonly Address[]

  /** Connects when it is first asked. @throws {TypeError} when `bootstrapServers` cannot be */
  constructor(options: TransportOptions) {
    this.clock = options.clock ?? systemClock
    this.random = options.random ?? Math.random
    this.#bootstrap = parseBootstrap(options.bootstrapServers)
    this.#peers = new Peers({
      clientId: options.clientId ?? 'tskafka',
      requestTimeoutMs: options.requestTimeoutMs ?? 30 * SECONDS,
      connect: options.connectTimeout ?? { firstMs: 10 * SECONDS, maxMs: 30 * SECONDS },
      reconnect: options.reconnectBackoff ?? { firstMs: 50, maxMs: 1 * SECONDS },
      clock: this.clock,
      random: this.random,
    })
  }

  /** A connection to a node, or to any. */
  async #to(nodeId: number, channel: Channel): Promise<Peer> {
    if (nodeId !== ANY) {
      const broker = this.metadata.brokers.get(nodeId)
      if (broker) return this.#peers.get(broker, channel)
      throw new KafkaError('LEADER_NOT_AVAILABLE', `Broker ${nodeId} is not in the cluster's metadata`)
    }
    const candidates = this.#candidates(channel)
    // Those that just failed are passed over, unless all have.
    const rested = candidates.filter(address => this.#peers.waitMs(address) === 0)
    let last: unknown
    for (const address of rested.length > 0 ? rested : candidates.slice(0, 1))
      try {
        return await this.#peers.get(address, channel)
      } catch (error) {
        last = error
      }
    throw last
  }

  /** The least busy open connection first, then the known brokers in any order, then the bootstrap servers. */
  #candidates(channel: Channel): Address[] {
    const known = [...this.metadata.brokers.values()].map(address => ({
      address,
      load: this.#peers.opened(address, channel)?.connection.inFlight ?? 1000 + this.random(),
    }))
    known.sort((a, b) => a.load - b.load)
    const addresses: Address[] = known.map(({ address }) => address)
    const soonest = (a: Address, b: Address) => this.#peers.waitMs(a) - this.#peers.waitMs(b)
    if (addresses.every(address => this.#peers.waitMs(address) > 0)) addresses.sort(soonest)
    return [...addresses, ...[...this.#bootstrap].sort(soonest)]
  }

  /** Have a connection to a node. @throws {KafkaError} why there is none */
  async reach(nodeId: number, channel: Channel = 'main'): Promise<void> {
    await this.#to(nodeId, channel)
  }

  /** Whether a broker serves an API at all, and at least in `minVersion`. */
  async serves(api: Api<unknown, never, unknown, unknown>, nodeId = ANY, minVersion = 0): Promise<boolean> {
    const { versions } = await this.#to(nodeId, 'main')
    return (versions.get(api.key)?.max ?? -1) >= Math.max(minVersion, api.min)
  }

  /** All APIs and versions of one broker. */
  async apiVersions(nodeId = ANY): Promise<ReadonlyMap<number, VersionRange>> {
    return (await this.#to(nodeId, 'main')).versions
  }

  /** The level of a feature that the cluster has settled on; 0 when it has not heard of it. */
  async feature(name: string): Promise<number> {
    return (await this.#to(ANY, 'main')).features.get(name) ?? 0
  }

  /** One request to one node, once. */
  async request<Init, Response>(
    api: Api<unknown, Init, Response, unknown>,
    nodeId: number,
    init: Body<Init>,
    options: RequestOptions = {},
  ): Promise<Response> {
    return send(api, await this.#to(nodeId, options.channel ?? 'main'), init, options)
  }

  /** The same to an address, known to metadata or not. */
  async requestAt<Init, Response>(
    api: Api<unknown, Init, Response, unknown>,
    address: Address,
    init: Body<Init>,
    options: RequestOptions = {},
  ): Promise<Response> {
    return send(api, await this.#peers.get(address, options.channel ?? 'main'), init, options)
  }

  /** Without an answer: Produce with acks=0. Resolves when the socket has room for more. */
  async tell<Init>(
    api: Api<unknown, Init, unknown, unknown>,
    nodeId: number,
    init: Body<Init>,
    options: RequestOptions = {},
  ): Promise<void> {
    const peer = await this.#to(nodeId, options.channel ?? 'main')
    const version = versionFor(api, peer, options)
    peer.connection.sendWithoutResponse(api, version, bodyOf(init, version))
    await peer.connection.drained()
  }

  /** Nobody is asked any more, and nobody's answer is waited for. */
  close(): Promise<void> {
    return this.#peers.close()
  }
}

function send<Init, Response>(
  api: Api<unknown, Init, Response, unknown>,
  peer: Peer,
  init: Body<Init>,
  options: RequestOptions,
): Promise<Response> {
  const version = versionFor(api, peer, options)
  const { timeoutMs } = options
  return peer.connection.send(api, version, bodyOf(init, version), timeoutMs === undefined ? {} : { timeoutMs })
}

const bodyOf = <Init>(init: Body<Init>, version: number): Init =>
  typeof init === 'function' ? (init as (version: number) => Init)(version) : init
