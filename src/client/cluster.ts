/**
 * A client's picture of a cluster: its brokers, which of them leads which partition, and a connection to each that is asked.
 * Versions are agreed on per connection (KIP-35); leaders are looked up again when an answer says that they moved.
 * Source: Kafka 4.3 `NetworkClient`, `Metadata`.
 */
import { type Clock, sleep, systemClock } from '../lib/clock.ts'
import { MINUTES, SECONDS } from '../lib/units.ts'
import { type Uuid, ZERO_UUID } from '../lib/uuid.ts'
import { Connection } from '../net/connection.ts'
import { errorName, KafkaError } from '../protocol/errors.ts'
import { Metadata, type MetadataResponse } from '../protocol/generated/apis/03-metadata.ts'
import { ApiVersions } from '../protocol/generated/apis/18-api-versions.ts'
import type { Api } from '../protocol/message.ts'
import type { LeaderEpoch } from '../protocol/types.ts'
import { type Address, parseBootstrap } from './bootstrap.ts'
import { Backoff } from './retry.ts'

export interface ClusterOptions {
  bootstrapServers: string
  clientId?: string
  requestTimeoutMs?: number
  /** How long a call may take with all its retries (default.api.timeout.ms). */
  apiTimeoutMs?: number
  /** Metadata older than this is asked for again (metadata.max.age.ms). */
  metadataMaxAgeMs?: number
  clock?: Clock
}

export interface PartitionInfo {
  index: number
  leader: number
  leaderEpoch: LeaderEpoch
  replicas: readonly number[]
  isr: readonly number[]
}

export interface TopicInfo {
  name: string
  id: Uuid
  internal: boolean
  /** By partition number. */
  partitions: readonly PartitionInfo[]
}

interface Peer {
  connection: Connection
  /** By API key: the versions the broker speaks. */
  versions: ReadonlyMap<number, { min: number; max: number }>
}

/** Any broker will do. */
export const ANY = -1
const NOT_A_NODE = -1

export class Cluster {
  readonly #o: ClusterOptions
  readonly clock: Clock
  readonly #bootstrap: readonly Address[]
  readonly #peers = new Map<string, Promise<Peer>>()
  #brokers = new Map<number, Address & { rack: string | null }>()
  readonly #topics = new Map<string, TopicInfo & { fetchedAt: number }>()
  clusterId = ''
  controllerId = NOT_A_NODE
  #closed = false

  private constructor(options: ClusterOptions) {
    this.#o = options
    this.clock = options.clock ?? systemClock
    this.#bootstrap = parseBootstrap(options.bootstrapServers)
  }

  /** Reach any of the bootstrap servers. @throws {KafkaError} NETWORK_EXCEPTION when none answers */
  static async connect(options: ClusterOptions): Promise<Cluster> {
    const cluster = new Cluster(options)
    try {
      await cluster.refresh([])
    } catch (error) {
      await cluster.close()
      throw error
    }
    return cluster
  }

  get brokers(): ReadonlyMap<number, Address & { rack: string | null }> {
    return this.#brokers
  }

  get apiTimeoutMs(): number {
    return this.#o.apiTimeoutMs ?? 1 * MINUTES
  }

  #peer({ host, port }: Address): Promise<Peer> {
    const key = `${host}:${port}`
    const known = this.#peers.get(key)
    if (known) return known
    const peer = this.#open(host, port)
    this.#peers.set(key, peer)
    const forget = () => {
      if (this.#peers.get(key) === peer) this.#peers.delete(key)
    }
    peer.then(({ connection }) => connection.onClose(forget), forget)
    return peer
  }

  async #open(host: string, port: number): Promise<Peer> {
    const { clientId = 'tskafka', requestTimeoutMs = 30 * SECONDS } = this.#o
    const connection = await Connection.connect({ host, port, clientId, requestTimeoutMs, clock: this.clock })
    try {
      const ask = { clientSoftwareName: 'tskafka', clientSoftwareVersion: '0.1.0' }
      let answer = await connection.send(ApiVersions, ApiVersions.max, ask)
      // An old broker answers in the form of version 0, and says what it can.
      if (errorName(answer.errorCode) === 'UNSUPPORTED_VERSION') answer = await connection.send(ApiVersions, 0, ask)
      if (answer.errorCode !== 0)
        throw new KafkaError(errorName(answer.errorCode), `${host}:${port} does not say which API versions it speaks`)
      return {
        connection,
        versions: new Map(
          answer.apiKeys.map(({ apiKey, minVersion, maxVersion }) => [apiKey, { min: minVersion, max: maxVersion }]),
        ),
      }
    } catch (error) {
      await connection.close()
      throw error
    }
  }

  /** A connection to a node, or to any. */
  async #to(nodeId: number): Promise<Peer> {
    if (this.#closed) throw new KafkaError('NETWORK_EXCEPTION', 'The client is closed')
    const known =
      nodeId === ANY ? [...this.#brokers.values()] : [this.#brokers.get(nodeId)].filter(each => each !== undefined)
    if (nodeId !== ANY && known.length === 0)
      throw new KafkaError('LEADER_NOT_AVAILABLE', `Broker ${nodeId} is not in the cluster's metadata`)
    const addresses = nodeId === ANY ? [...known, ...this.#bootstrap] : known
    let last: unknown
    for (const address of addresses)
      try {
        return await this.#peer(address)
      } catch (error) {
        last = error
      }
    throw last
  }

  /** The highest version of `api` that both sides speak. */
  #version(api: Api<unknown, unknown, unknown, unknown>, { versions, connection }: Peer, highest: number): number {
    const theirs = versions.get(api.key)
    const version = Math.min(api.max, theirs?.max ?? NOT_A_NODE, highest)
    if (!theirs || version < Math.max(api.min, theirs.min))
      throw new KafkaError(
        'UNSUPPORTED_VERSION',
        `The broker at ${connection.host}:${connection.port} does not serve ${api.name} in versions ${api.min} to ${api.max}${theirs ? `; it serves ${theirs.min} to ${theirs.max}` : ''}`,
      )
    return version
  }

  /** Whether a broker serves an API at all. */
  async serves(api: { key: number }, nodeId = ANY): Promise<boolean> {
    return (await this.#to(nodeId)).versions.has(api.key)
  }

  /** All APIs and versions of one broker. */
  async apiVersions(nodeId = ANY): Promise<ReadonlyMap<number, { min: number; max: number }>> {
    return (await this.#to(nodeId)).versions
  }

  /** One request to one node, once. @returns the answer, and the version it was asked in */
  async request<Init, Response>(
    api: Api<unknown, Init, Response, unknown>,
    nodeId: number,
    init: Init | ((version: number) => Init),
    options: { timeoutMs?: number; maxVersion?: number } = {},
  ): Promise<Response> {
    const peer = await this.#to(nodeId)
    const version = this.#version(api, peer, options.maxVersion ?? api.max)
    const body = typeof init === 'function' ? (init as (version: number) => Init)(version) : init
    return peer.connection.send(api, version, body, options)
  }

  /** Without an answer: Produce with acks=0. */
  async tell<Init>(
    api: Api<unknown, Init, unknown, unknown>,
    nodeId: number,
    init: Init,
    maxVersion = api.max,
  ): Promise<void> {
    const peer = await this.#to(nodeId)
    peer.connection.sendWithoutResponse(api, this.#version(api, peer, maxVersion), init)
    await peer.connection.drained()
  }

  /** Try until it works, until it fails for good, or until the time is over. Between tries leaders are looked up again. */
  async retry<Result>(attempt: () => Promise<Result>, timeoutMs = this.apiTimeoutMs): Promise<Result> {
    const deadline = this.clock.monotonic() + timeoutMs
    const backoff = new Backoff()
    for (;;) {
      try {
        return await attempt()
      } catch (error) {
        if (!(error instanceof KafkaError) || !(error.retriable || error.refreshMetadata)) throw error
        const delay = backoff.next()
        if (this.clock.monotonic() + delay > deadline) throw error
        await this.#pause(delay)
        if (error.refreshMetadata || error.name === 'NETWORK_EXCEPTION')
          await this.refresh([...this.#topics.keys()]).catch(() => {})
      }
    }
  }

  /** Waiting is work that somebody waits for: the process stays. */
  async #pause(ms: number): Promise<void> {
    const keep = setInterval(() => {}, 1 << 30)
    await sleep(this.clock, ms)
    clearInterval(keep)
  }

  /** Ask for metadata: of topics, of none (brokers only), or of all (null). */
  async refresh(topics: readonly string[] | null, allowAutoTopicCreation = false): Promise<MetadataResponse> {
    const wanted = topics?.map(name => ({ name, topicId: ZERO_UUID })) ?? null
    const response = await this.request(Metadata, ANY, { topics: wanted, allowAutoTopicCreation })
    this.clusterId = response.clusterId ?? ''
    this.controllerId = response.controllerId
    this.#brokers = new Map(response.brokers.map(({ nodeId, host, port, rack }) => [nodeId, { host, port, rack }]))
    const fetchedAt = this.clock.monotonic()
    for (const topic of response.topics) {
      const { name, topicId, isInternal, errorCode } = topic
      if (name === null) continue
      if (errorCode !== 0) {
        this.#topics.delete(name)
        continue
      }
      const partitions: PartitionInfo[] = []
      for (const { partitionIndex, leaderId, leaderEpoch, replicaNodes, isrNodes } of topic.partitions)
        partitions[partitionIndex] = {
          index: partitionIndex,
          leader: leaderId,
          leaderEpoch,
          replicas: replicaNodes,
          isr: isrNodes,
        }
      this.#topics.set(name, { name, id: topicId, internal: isInternal, partitions, fetchedAt })
    }
    return response
  }

  /** All topics there are. */
  async allTopics(): Promise<TopicInfo[]> {
    const { topics } = await this.refresh(null)
    return topics.flatMap(({ name }) => this.#topics.get(name ?? '') ?? [])
  }

  /**
   * A topic, from memory when that is fresh. With `create` the broker may make it (auto.create.topics.enable).
   * @throws {KafkaError} what the broker says of it, UNKNOWN_TOPIC_OR_PARTITION for one
   */
  async topic(name: string, create = false): Promise<TopicInfo> {
    const known = this.#topics.get(name)
    const maxAge = this.#o.metadataMaxAgeMs ?? 5 * MINUTES
    if (known && this.clock.monotonic() - known.fetchedAt < maxAge) return known
    const { topics } = await this.refresh([name], create)
    const found = this.#topics.get(name)
    if (found) return found
    const error = errorName(topics[0]?.errorCode ?? -1)
    throw new KafkaError(
      error,
      error === 'UNKNOWN_TOPIC_OR_PARTITION' ? `There is no topic "${name}"` : `Cannot use topic "${name}": ${error}`,
    )
  }

  /** From memory only. */
  known(name: string): TopicInfo | undefined {
    return this.#topics.get(name)
  }

  /** @throws {KafkaError} UNKNOWN_TOPIC_OR_PARTITION, LEADER_NOT_AVAILABLE */
  async leaderOf(topic: string, partition: number): Promise<PartitionInfo> {
    const info = (await this.topic(topic)).partitions[partition]
    if (!info) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `Topic "${topic}" has no partition ${partition}`)
    if (info.leader < 0)
      throw new KafkaError('LEADER_NOT_AVAILABLE', `Partition ${topic}-${partition} has no leader now`)
    return info
  }

  /** What is known of these topics is out of date. */
  forget(topics: Iterable<string>): void {
    for (const name of topics) this.#topics.delete(name)
  }

  async close(): Promise<void> {
    this.#closed = true
    const peers = [...this.#peers.values()]
    this.#peers.clear()
    await Promise.all(
      peers.map(peer =>
        peer.then(
          ({ connection }) => connection.close(),
          () => {},
        ),
      ),
    )
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
