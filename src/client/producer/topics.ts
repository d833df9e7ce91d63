/**
 * The topics that a producer writes to: what is known of them, and which of their partitions a record goes to.
 * Source: KIP-480, KIP-794 (records without keys stay with a partition for a batch's worth); Kafka 4.3
 * `BuiltInPartitioner`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { Cluster, TopicInfo } from '../cluster.ts'
import type { Accumulator } from './accumulator.ts'
import type { Lane } from './lane.ts'
import { partitionOfKey, pickPartition } from './partitioner.ts'
import type { ProducerSettings } from './settings.ts'

export interface Topic {
  info: TopicInfo
  lanes: readonly Lane[]
  /** Where records without keys go now. */
  sticky: Lane | undefined
}

export class Topics {
  readonly #cluster: Cluster
  readonly #accumulator: Accumulator
  readonly #config: ProducerSettings['config']
  readonly #known = new Map<string, Topic>()
  readonly #looking = new Map<string, Promise<void>>()

  constructor(cluster: Cluster, accumulator: Accumulator, config: ProducerSettings['config']) {
    this.#cluster = cluster
    this.#accumulator = accumulator
    this.#config = config
    cluster.onUpdate(() => this.#learn())
  }

  get(name: string): Topic | undefined {
    return this.#known.get(name)
  }

  /** Look for it, unless it is known. @throws {KafkaError} when there is no such topic, and none is made */
  async demand(name: string): Promise<Topic> {
    if (!this.#known.has(name)) {
      const looking = this.#looking.get(name) ?? this.#look(name).finally(() => this.#looking.delete(name))
      this.#looking.set(name, looking)
      await looking
    }
    return this.#known.get(name)!
  }

  async #look(name: string): Promise<void> {
    const info = await this.#cluster.retry(() => this.#cluster.topic(name, true))
    this.#cluster.tracked.add(name)
    this.#known.set(name, { info, lanes: this.#accumulator.lanes(name, info.partitions.length), sticky: undefined })
  }

  /** Topics may have grown; one that is gone is kept as it was, until its records are given up. */
  #learn(): void {
    for (const [name, topic] of this.#known) {
      const info = this.#cluster.known(name)
      if (!info || info === topic.info) continue
      topic.info = info
      topic.lanes = this.#accumulator.lanes(name, info.partitions.length)
    }
  }

  /** @throws {KafkaError} UNKNOWN_TOPIC_OR_PARTITION when the topic has no such partition */
  lane(topic: Topic, partition: number | undefined, key: Uint8Array | null): Lane {
    const { lanes } = topic
    if (partition === undefined)
      return key === null || this.#config['partitioner.ignore.keys']
        ? this.sticky(topic)
        : lanes[partitionOfKey(key, lanes.length)]!
    const lane = lanes[partition]
    if (lane) return lane
    throw new KafkaError(
      'UNKNOWN_TOPIC_OR_PARTITION',
      `Topic "${topic.info.name}" has partitions 0 to ${lanes.length - 1}, and no ${partition}`,
    )
  }

  /** The partition of records without keys: another one when a batch's worth went there, and it is not being filled. */
  sticky(topic: Topic): Lane {
    const { sticky, lanes, info } = topic
    if (lanes.length === 1) return lanes[0]!
    if (sticky && (sticky.filling || sticky.stickyBytes < this.#config['batch.size'])) return sticky
    const queued = info.partitions.map(({ leader }, index) => (leader < 0 ? undefined : lanes[index]!.pending.length))
    const adaptive = this.#config['partitioner.adaptive.partitioning.enable']
    const next = lanes[pickPartition(queued, adaptive, this.#cluster.random)]!
    next.stickyBytes = 0
    topic.sticky = next
    return next
  }
}
