/**
 * A client's picture of a cluster, and its way to ask: any broker, the leader of a partition, or a coordinator. Leaders and
 * coordinators are looked up again when an answer says that they moved, and leaders when what is known of them is old.
 * Source: Kafka 4.3 `NetworkClient`, `Metadata`; KIP-899 (back to the bootstrap servers when no known broker answers).
 */
import { type Clock, systemClock, type Timer } from '../lib/clock.ts'
import { MINUTES, SECONDS } from '../lib/units.ts'
import { type Uuid, ZERO_UUID } from '../lib/uuid.ts'
import { errorName, KafkaError } from '../protocol/errors.ts'
import { Metadata, type MetadataResponse } from '../protocol/generated/apis/03-metadata.ts'
import type { Api } from '../protocol/message.ts'
import { type Address, parseBootstrap } from './bootstrap.ts'
import { Coordinators } from './coordinators.ts'
import { ANY, type BrokerInfo, MetadataCache, NO_NODE, type PartitionInfo, type TopicInfo } from './metadata.ts'
import { type Channel, type Peer, Peers, type VersionRange, versionFor } from './peers.ts'
import { type BackoffOptions, type RetryOptions, retry } from './retry.ts'
import { pause } from './wait.ts'

export { ANY, type BrokerInfo, type PartitionInfo, type TopicInfo } from './metadata.ts'

export interface ClusterOptions {
  bootstrapServers: string
  clientId?: string | undefined
  /** How long one answer may take (request.timeout.ms). */
  requestTimeoutMs?: number
  /** How long a call may take with all its retries (default.api.timeout.ms). */
  apiTimeoutMs?: number
  /** Metadata older than this is asked for again (metadata.max.age.ms); 0: nothing is remembered. */
  metadataMaxAgeMs?: number
  retryBackoff?: BackoffOptions
  reconnectBackoff?: BackoffOptions
  connectTimeout?: BackoffOptions
  clock?: Clock
  random?: () => number
  /** How the cluster is asked for, where Metadata is not served: by controllers. */
  ask?: (cluster: Cluster) => Promise<MetadataResponse>
}

/** Metadata is asked for by topic id from here on. */
const BY_ID = 12

export interface RequestOptions {
  timeoutMs?: number
  minVersion?: number
  maxVersion?: number
  channel?: Channel
}

/** A body, or a function that makes it once the version is known. */
export type Body<Init> = Init | ((version: number) => Init)

export class Cluster {
  readonly clock: Clock
  readonly random: () => number
  readonly apiTimeoutMs: number
  readonly retryBackoff: BackoffOptions
  readonly metadata = new MetadataCache()
  readonly coordinators: Coordinators
  /** Topics that are looked up again by themselves. */
  readonly tracked = new Set<string>()
  /** All topics are: somebody waits for new ones. */
  trackAll = false
  readonly #peers: Peers
  readonly #bootstrap: readonly Address[]
  readonly #maxAgeMs: number
  readonly #ask: ClusterOptions['ask']
  readonly #onUpdate = new Set<() => void>()
  #updating: Promise<void> | undefined
  #updatedAt = Number.NEGATIVE_INFINITY
  #ageTimer: Timer | undefined
  #closed = false

  /** Connects when it is first asked. @throws {TypeError} when `bootstrapServers` cannot be */
  constructor(options: ClusterOptions) {
    this.clock = options.clock ?? systemClock
    this.random = options.random ?? Math.random
    this.apiTimeoutMs = options.apiTimeoutMs ?? 1 * MINUTES
    this.retryBackoff = options.retryBackoff ?? { firstMs: 100, maxMs: 1 * SECONDS }
    this.#maxAgeMs = options.metadataMaxAgeMs ?? 5 * MINUTES
    this.#ask = options.ask
    this.#bootstrap = parseBootstrap(options.bootstrapServers)
    this.#peers = new Peers({
      clientId: options.clientId ?? 'tskafka',
      requestTimeoutMs: options.requestTimeoutMs ?? 30 * SECONDS,
      connect: options.connectTimeout ?? { firstMs: 10 * SECONDS, maxMs: 30 * SECONDS },
      reconnect: options.reconnectBackoff ?? { firstMs: 50, maxMs: 1 * SECONDS },
      clock: this.clock,
      random: this.random,
    })
    this.coordinators = new Coordinators(this)
    this.#armAge()
  }

  /** Reach any of the bootstrap servers. @throws {KafkaError} NETWORK_EXCEPTION when none answers */
  static async connect(options: ClusterOptions): Promise<Cluster> {
    const cluster = new Cluster(options)
    try {
      await cluster.refresh([])
      return cluster
    } catch (error) {
      await cluster.close()
      throw error
    }
  }

  get brokers(): ReadonlyMap<number, BrokerInfo> {
    return this.metadata.brokers
  }

  get clusterId(): string {
    return this.metadata.clusterId
  }

  get controllerId(): number {
    return this.metadata.controllerId
  }

  get closed(): boolean {
    return this.#closed
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

  /** Try until it works, until it fails for good, or until the time is over. Between tries leaders are looked up again. */
  retry<Result>(attempt: () => Promise<Result>, timeoutMs = this.apiTimeoutMs): Promise<Result> {
    return retry(attempt, this.retryOptions(timeoutMs))
  }

  retryOptions(timeoutMs = this.apiTimeoutMs): RetryOptions {
    return {
      clock: this.clock,
      random: this.random,
      backoff: this.retryBackoff,
      timeoutMs,
      between: error => (error.refreshMetadata && this.metadata.brokers.size > 0 ? this.update() : undefined),
    }
  }

  /** Call `fn` after every change of what is known. @returns how to stop that */
  onUpdate(fn: () => void): () => void {
    this.#onUpdate.add(fn)
    return () => this.#onUpdate.delete(fn)
  }

  #updated(): void {
    for (const fn of this.#onUpdate) fn()
  }

  /** Ask for metadata, now and once: of topics, of none (brokers only), or of all (null). */
  async refresh(topics: readonly string[] | null, allowAutoTopicCreation = false): Promise<MetadataResponse> {
    const wanted = topics?.map(name => ({ name, topicId: ZERO_UUID })) ?? null
    const response = this.#ask
      ? await this.#ask(this)
      : await this.request(Metadata, ANY, { topics: wanted, allowAutoTopicCreation })
    if (response.errorCode !== 0)
      throw new KafkaError(
        errorName(response.errorCode),
        `The broker gives no metadata: ${errorName(response.errorCode)}`,
      )
    this.metadata.apply(response, this.clock.monotonic(), topics === null)
    this.#updated()
    return response
  }

  /** The same of topics whose ids are known, and their names not. */
  async refreshIds(ids: readonly Uuid[]): Promise<void> {
    const topics = ids.map(topicId => ({ name: null, topicId }))
    const response = await this.request(Metadata, ANY, { topics, allowAutoTopicCreation: false }, { minVersion: BY_ID })
    this.metadata.apply(response, this.clock.monotonic())
    this.#updated()
  }

  /**
   * What is known of the tracked topics is out of date: look again, not sooner than retry.backoff.ms after the last time. Who
   * asks meanwhile gets the same answer.
   */
  update(): Promise<void> {
    this.#updating ??= this.#look().finally(() => {
      this.#updating = undefined
    })
    return this.#updating
  }

  async #look(): Promise<void> {
    const since = this.clock.monotonic() - this.#updatedAt
    if (since < this.retryBackoff.firstMs) await pause(this.clock, this.retryBackoff.firstMs - since)
    this.#updatedAt = this.clock.monotonic()
    if (!this.#closed) await this.refresh(this.trackAll ? null : [...this.tracked])
  }

  #armAge(): void {
    if (this.#maxAgeMs <= 0) return
    this.#ageTimer = this.clock.after(this.#maxAgeMs, () => {
      this.#armAge()
      // A broker that does not answer now is asked again by whoever needs it.
      if (this.trackAll || this.tracked.size > 0) this.update().catch(() => {})
    })
  }

  /** A Produce or Fetch answer named the leader (KIP-951). @returns whether that was news */
  leaderMoved(...hint: Parameters<MetadataCache['leaderMoved']>): boolean {
    const news = this.metadata.leaderMoved(...hint)
    if (news) this.#updated()
    return news
  }

  /** All topics there are. */
  async allTopics(): Promise<TopicInfo[]> {
    const { topics } = await this.refresh(null)
    return topics.flatMap(({ name }) => this.metadata.topic(name ?? '') ?? [])
  }

  /**
   * A topic, from memory when that is fresh. With `create` the broker may make it (auto.create.topics.enable).
   * @throws {KafkaError} what the broker says of it, UNKNOWN_TOPIC_OR_PARTITION for one
   */
  async topic(name: string, create = false): Promise<TopicInfo> {
    const known = this.metadata.topic(name)
    if (known && this.metadata.age(name, this.clock.monotonic()) < this.#maxAgeMs) return known
    await this.refresh([name], create)
    const found = this.metadata.topic(name)
    if (found) return found
    const error = this.metadata.errorOf(name) ?? 'UNKNOWN_TOPIC_OR_PARTITION'
    throw new KafkaError(
      error,
      error === 'UNKNOWN_TOPIC_OR_PARTITION' ? `There is no topic "${name}"` : `Cannot use topic "${name}": ${error}`,
    )
  }

  /** From memory only. */
  known(name: string): TopicInfo | undefined {
    return this.metadata.topic(name)
  }

  /** @throws {KafkaError} UNKNOWN_TOPIC_OR_PARTITION, LEADER_NOT_AVAILABLE */
  async leaderOf(topic: string, partition: number): Promise<PartitionInfo> {
    return leaderIn(await this.topic(topic), partition)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#ageTimer?.cancel()
    this.#onUpdate.clear()
    await this.#peers.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/** @throws {KafkaError} UNKNOWN_TOPIC_OR_PARTITION, LEADER_NOT_AVAILABLE */
export function leaderIn({ name, partitions }: TopicInfo, partition: number): PartitionInfo {
  const info = partitions[partition]
  if (!info)
    throw new KafkaError(
      'UNKNOWN_TOPIC_OR_PARTITION',
      `Topic "${name}" has no partition ${partition}: it has 0 to ${partitions.length - 1}`,
    )
  if (info.leader === NO_NODE)
    throw new KafkaError('LEADER_NOT_AVAILABLE', `Partition ${name}-${partition} has no leader now`)
  return info
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
