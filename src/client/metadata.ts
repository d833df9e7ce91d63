/**
 * What a client knows of a cluster: brokers, topics by name and by id, who leads which partition. Folded from Metadata answers
 * and from the hints in Produce and Fetch answers (KIP-951). No I/O: cluster.ts asks, this remembers.
 * Source: Kafka 4.3 `MetadataSnapshot`, `Metadata` (an answer with an older leader epoch than one seen is older, so it loses).
 */
import { type Uuid, ZERO_UUID } from '../lib/uuid.ts'
import { type ErrorName, errorName } from '../protocol/errors.ts'
import type { MetadataResponse, MetadataResponseTopic } from '../protocol/generated/apis/03-metadata.ts'
import type { LeaderEpoch } from '../protocol/types.ts'
import type { Address } from './bootstrap.ts'

export interface BrokerInfo extends Address {
  readonly id: number
  readonly rack: string | null
}

export interface PartitionInfo {
  readonly index: number
  /** -1: none now. */
  readonly leader: number
  /** -1: the broker is too old to say. */
  readonly leaderEpoch: LeaderEpoch
  readonly replicas: readonly number[]
  readonly isr: readonly number[]
  readonly offline: readonly number[]
}

export interface TopicInfo {
  readonly name: string
  /** ZERO_UUID: the broker is older than topic ids. */
  readonly id: Uuid
  readonly internal: boolean
  /** By partition number. */
  readonly partitions: readonly PartitionInfo[]
}

/** No broker, where a partition's leader is meant. */
export const NO_NODE = -1
/** Any broker will do, where one is asked. */
export const ANY = -1
const NO_EPOCH: LeaderEpoch = -1

export class MetadataCache {
  #brokers = new Map<number, BrokerInfo>()
  readonly #topics = new Map<string, TopicInfo>()
  readonly #names = new Map<Uuid, string>()
  /** When each topic was last in an answer. */
  readonly #seenAt = new Map<string, number>()
  readonly #errors = new Map<string, ErrorName>()
  clusterId = ''
  controllerId = NO_NODE

  get brokers(): ReadonlyMap<number, BrokerInfo> {
    return this.#brokers
  }

  topic(name: string): TopicInfo | undefined {
    return this.#topics.get(name)
  }

  /** The name that an id stands for; ids of topics that are gone stay known until their name has another. */
  nameOf(id: Uuid): string | undefined {
    return this.#names.get(id)
  }

  /** Why the last answer had no topic of that name. */
  errorOf(name: string): ErrorName | undefined {
    return this.#errors.get(name)
  }

  /** Milliseconds since the topic was last in an answer. */
  age(name: string, now: number): number {
    const seenAt = this.#seenAt.get(name)
    return seenAt === undefined ? Number.POSITIVE_INFINITY : now - seenAt
  }

  get topics(): Iterable<TopicInfo> {
    return this.#topics.values()
  }

  partition(topic: string, partition: number): PartitionInfo | undefined {
    return this.#topics.get(topic)?.partitions[partition]
  }

  leaderOf(topic: string, partition: number): number {
    return this.partition(topic, partition)?.leader ?? NO_NODE
  }

  /** @param all whether the answer is about all topics: those it does not name are gone */
  apply(response: MetadataResponse, now: number, all = false): void {
    this.clusterId = response.clusterId ?? ''
    this.controllerId = response.controllerId
    this.#brokers = new Map(
      response.brokers.map(({ nodeId, host, port, rack }) => [nodeId, { id: nodeId, host, port, rack }]),
    )
    if (all) {
      const named = new Set(response.topics.map(({ name }) => name))
      for (const name of this.#topics.keys()) if (!named.has(name)) this.#forget(name, 'UNKNOWN_TOPIC_OR_PARTITION')
    }
    for (const topic of response.topics) {
      if (topic.name === null) continue
      if (topic.errorCode !== 0) this.#forget(topic.name, errorName(topic.errorCode))
      else this.#learn(topic, topic.name, now)
    }
  }

  #forget(name: string, why: ErrorName): void {
    this.#topics.delete(name)
    this.#seenAt.delete(name)
    this.#errors.set(name, why)
  }

  #learn(topic: MetadataResponseTopic, name: string, now: number): void {
    const known = this.#topics.get(name)
    const same = known !== undefined && known.id === topic.topicId
    const partitions: PartitionInfo[] = []
    for (const row of topic.partitions) {
      const before = same ? known.partitions[row.partitionIndex] : undefined
      // Answers of several brokers come in any order; epochs say which is the newer.
      const older = before !== undefined && row.leaderEpoch !== NO_EPOCH && row.leaderEpoch < before.leaderEpoch
      partitions[row.partitionIndex] = older
        ? before
        : {
            index: row.partitionIndex,
            leader: row.leaderId,
            leaderEpoch: row.leaderEpoch,
            replicas: row.replicaNodes,
            isr: row.isrNodes,
            offline: row.offlineReplicas,
          }
    }
    this.#errors.delete(name)
    this.#seenAt.set(name, now)
    this.#topics.set(name, { name, id: topic.topicId, internal: topic.isInternal, partitions })
    if (known && known.id !== topic.topicId) this.#names.delete(known.id)
    if (topic.topicId !== ZERO_UUID) this.#names.set(topic.topicId, name)
  }

  /**
   * A broker said who leads a partition instead of itself (KIP-951).
   * @returns whether that was news
   */
  leaderMoved(
    topic: string,
    partition: number,
    { leaderId, leaderEpoch }: { leaderId: number; leaderEpoch: LeaderEpoch },
    endpoints: readonly { nodeId: number; host: string; port: number; rack: string | null }[],
  ): boolean {
    const info = this.#topics.get(topic)
    const before = info?.partitions[partition]
    if (!info || !before || leaderId < 0 || leaderEpoch <= before.leaderEpoch) return false
    for (const { nodeId, host, port, rack } of endpoints) this.#brokers.set(nodeId, { id: nodeId, host, port, rack })
    if (!this.#brokers.has(leaderId)) return false
    this.#topics.set(topic, {
      ...info,
      partitions: info.partitions.with(partition, { ...before, leader: leaderId, leaderEpoch }),
    })
    return true
  }
}
