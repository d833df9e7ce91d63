/**
 * A client's picture of a cluster, and its way to ask: any broker, the leader of a partition, or a coordinator. Leaders and
 * coordinators are looked up again when an answer says that they moved, and leaders when what is known of them is old.
 * Source: Kafka 4.3 `Metadata`.
 */
import type { Timer } from '../lib/clock.ts'
import { MINUTES, SECONDS } from '../lib/units.ts'
import { type Uuid, ZERO_UUID } from '../lib/uuid.ts'
import { errorName, KafkaError } from '../protocol/errors.ts'
import { Metadata, type MetadataResponse } from '../protocol/generated/apis/03-metadata.ts'
import { Coordinators } from './coordinators.ts'
import { ANY, type BrokerInfo, type MetadataCache, NO_NODE, type PartitionInfo, type TopicInfo } from './metadata.ts'
import { type BackoffOptions, type RetryOptions, retry } from './retry.ts'
import { Transport, type TransportOptions } from './transport.ts'
import { pause } from './wait.ts'

export { ANY, type BrokerInfo, type PartitionInfo, type TopicInfo } from './metadata.ts'
export type { Body, RequestOptions } from './transport.ts'

export interface ClusterOptions extends TransportOptions {
  /** How long a call may take with all its retries (default.api.timeout.ms). */
  apiTimeoutMs?: number
  /** Metadata older than this is asked for again (metadata.max.age.ms); 0: nothing is remembered. */
  metadataMaxAgeMs?: number
  retryBackoff?: BackoffOptions
  /** How the cluster is asked for, where Metadata is not served: by controllers. */
  ask?: (cluster: Cluster) => Promise<MetadataResponse>
}

/** Metadata is asked for by topic id from here on. */
const BY_ID = 12

export class Cluster extends Transport {
  readonly apiTimeoutMs: number
  readonly retryBackoff: BackoffOptions
  readonly coordinators: Coordinators
  /** Topics that are looked up again by themselves. */
  readonly tracked = new Set<string>()
  /** All topics are: somebody waits for new ones. */
  trackAll = false
  readonly #maxAgeMs: number
  readonly #ask: ClusterOptions['ask']
  readonly #onUpdate = new Set<() => void>()
  #updating: Promise<void> | undefined
  #updatedAt = Number.NEGATIVE_INFINITY
  #ageTimer: Timer | undefined
  #closed = false

  /** Connects when it is first asked. @throws {TypeError} when `bootstrapServers` cannot be */
  constructor(options: ClusterOptions) {
    super(options)
    this.apiTimeoutMs = options.apiTimeoutMs ?? 1 * MINUTES
    this.retryBackoff = options.retryBackoff ?? { firstMs: 100, maxMs: 1 * SECONDS }
    this.#maxAgeMs = options.metadataMaxAgeMs ?? 5 * MINUTES
    this.#ask = options.ask
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
      stopped: () => this.#closed,
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
   * @param create the broker may make those that are gone (auto.create.topics.enable)
   */
  update(create = false): Promise<void> {
    this.#updating ??= this.#look(create).finally(() => {
      this.#updating = undefined
    })
    return this.#updating
  }

  async #look(create: boolean): Promise<void> {
    const since = this.clock.monotonic() - this.#updatedAt
    if (since < this.retryBackoff.firstMs) await pause(this.clock, this.retryBackoff.firstMs - since)
    this.#updatedAt = this.clock.monotonic()
    if (!this.#closed) await this.refresh(this.trackAll ? null : [...this.tracked], create)
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

  override async close(): Promise<void> {
    this.#closed = true
    this.#ageTimer?.cancel()
    this.#onUpdate.clear()
    await super.close()
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
