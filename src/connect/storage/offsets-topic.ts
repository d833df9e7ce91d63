/**
 * Offsets of source connectors in a compacted topic. Who asks gets what was committed before, by whomever.
 * Source: Kafka 4.3 `KafkaOffsetBackingStore`.
 */
import type { Logger } from '../../lib/logger.ts'
import type { Place } from '../plugin.ts'
import type { InternalTopic } from './internal-topic.ts'
import { MemoryOffsets } from './memory-offsets.ts'
import type { OffsetEntry } from './offsets.ts'
import { type LogClients, TopicLog } from './topic-log.ts'

export interface OffsetsTopicOptions {
  readonly internal: InternalTopic
  readonly clients: LogClients
  /** Offsets are written in transactions (exactly-once sources). */
  readonly readCommitted: boolean
  readonly log: Logger
}

export class OffsetsTopic extends MemoryOffsets {
  readonly #topic: TopicLog

  constructor(options: OffsetsTopicOptions) {
    super()
    this.#topic = new TopicLog({
      ...options,
      onRecord: ({ key, value }) => key && this.apply([[key, value]]),
    })
  }

  get topic(): string {
    return this.#topic.topic
  }

  override async start(): Promise<void> {
    await this.#topic.start()
  }

  override async stop(): Promise<void> {
    await this.#topic.stop()
  }

  override async get(keys: readonly Buffer[]): Promise<(Buffer | null)[]> {
    await this.#topic.readToEnd()
    return super.get(keys)
  }

  override async set(entries: readonly OffsetEntry[]): Promise<void> {
    await Promise.all(entries.map(([key, value]) => this.#topic.send(key, value)))
  }

  override async partitions(connector: string): Promise<Place[]> {
    await this.#topic.readToEnd()
    return super.partitions(connector)
  }
}
