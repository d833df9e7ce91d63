/**
 * Where the offsets of a source connector are: in the worker's store, in a topic of its own (offsets.storage.topic, in a group only),
 * or, with exactly-once sources, where the task's producer writes them in its transactions.
 * Source: Kafka 4.3 `Worker.offsetStoreForRegularSourceTask` and its like.
 */
import type { Producer } from '../../client/producer/producer.ts'
import type { Logger } from '../../lib/logger.ts'
import type { Given } from '../plugin.ts'
import { borrowed, ConnectorOffsets } from '../storage/connector-offsets.ts'
import type { OffsetEntry, OffsetStore } from '../storage/offsets.ts'
import { OffsetsTopic } from '../storage/offsets-topic.ts'
import { adminConfigsFor, offsetConsumerConfigs, sourceProducerConfigs } from './clients.ts'
import type { TaskId } from './states.ts'
import { taskKey } from './states.ts'
import type { WorkerSettings } from './worker-config.ts'

/** The worker's topic of offsets, and how others are made. */
export interface OffsetsTopicSettings {
  readonly topic: string
  readonly partitions: number
  readonly replicationFactor: number
  readonly configs: Readonly<Record<string, string>>
}

export interface SourceOffsetsOptions {
  readonly settings: WorkerSettings
  /** The worker's. */
  readonly offsets: OffsetStore
  /** Undefined: they are in a file. */
  readonly offsetsTopic: OffsetsTopicSettings | undefined
  readonly log: Logger
}

export interface SourceOffsets {
  readonly store: OffsetStore
  /** Undefined: a file. */
  readonly topic: string | undefined
}

/** @param producer of who writes in transactions */
export function sourceOffsets(
  { settings, offsets, offsetsTopic, log }: SourceOffsetsOptions,
  id: TaskId,
  given: Given,
  producer?: () => Producer,
): SourceOffsets {
  if (!offsetsTopic) return { store: borrowed(offsets), topic: undefined }
  const topic = given['offsets.storage.topic']?.trim() || offsetsTopic.topic
  const set = producer && ((entries: readonly OffsetEntry[]) => writeAll(producer(), topic, entries))
  const isElsewhere =
    servers(sourceProducerConfigs(settings, id, given)['bootstrap.servers']) !== servers(settings.bootstrapServers)
  if (topic === offsetsTopic.topic && !isElsewhere) return { store: borrowed(offsets, set), topic }
  const isExactlyOnce = settings.exactlyOnce === 'enabled'
  // Without transactions, the worker's topic will do for connectors that write elsewhere.
  if (!given['offsets.storage.topic']?.trim() && !isExactlyOnce) return { store: borrowed(offsets), topic }
  const consumer = offsetConsumerConfigs(settings, `connector-consumer-${taskKey(id)}`, given)
  const own = new OffsetsTopic({
    internal: { ...offsetsTopic, topic, purpose: 'source connector offsets', setting: 'offsets.storage.topic' },
    clients: {
      admin: adminConfigsFor(settings, `connector-adminclient-${taskKey(id)}`, given),
      consumer,
      producer: sourceProducerConfigs(settings, id, given),
    },
    readCommitted: isExactlyOnce || consumer['isolation.level'] !== 'read_uncommitted',
    log,
    file: undefined,
  })
  const store: OffsetStore = set ? { ...borrowed(own, set), start: () => own.start(), stop: () => own.stop() } : own
  return { store: new ConnectorOffsets(store, offsets, log, set !== undefined), topic }
}

const servers = (list: string) =>
  list
    .split(',')
    .map(each => each.trim())
    .sort()
    .join()

async function writeAll(producer: Producer, topic: string, entries: readonly OffsetEntry[]): Promise<void> {
  await Promise.all(entries.map(([key, value]) => producer.send({ topic, key, value })))
}
