/** Puts a source task together: its connector, converters, transforms, producer and offsets. Source: Kafka 4.3 `Worker`. */
import { Producer } from '../../client/producer/producer.ts'
import { systemClock } from '../../lib/clock.ts'
import type { Logger } from '../../lib/logger.ts'
import type { SourceConnector, SourceRecord } from '../plugin.ts'
import { resolveSettings } from '../settings.ts'
import { OffsetWriter, offsetReader } from '../storage/offsets.ts'
import { chainOf } from './chain.ts'
import { adminConfigsFor, sourceProducerConfigs } from './clients.ts'
import { sourceSettings } from './connector-settings.ts'
import { ExactlyOnceSourceTask } from './exactly-once-source-task.ts'
import { sourceTask } from './handed-over.ts'
import { RegularSourceTask } from './regular-source-task.ts'
import { sourceOffsets } from './source-offsets.ts'
import type { SourceTaskOptions } from './source-task.ts'
import { taskKey } from './states.ts'
import { convertersOf } from './task-converters.ts'
import { logReporter, Tolerance } from './tolerance.ts'
import { noTopicCreation, topicCreation, usesTopicCreation } from './topic-creation.ts'
import { connectorBoundary, intervalBoundary, pollBoundary, type TransactionBoundary } from './transaction-boundary.ts'
import type { TaskStart, WorkerOptions } from './worker.ts'
import type { WorkerSettings } from './worker-config.ts'
import type { WorkerTask } from './worker-task.ts'

export interface SourceBuild {
  readonly worker: WorkerOptions
  readonly start: TaskStart
  readonly log: Logger
  readonly class: string
  readonly plugin: SourceConnector
}

/** @throws {SettingsError} */
export function buildSourceTask(build: SourceBuild): WorkerTask {
  const { worker, start, log, plugin } = build
  const { id, connector, given, exactlyOnce } = start
  const { settings, plugins } = worker
  const config = resolveSettings(sourceSettings, connector)
  const own = resolveSettings(plugin.config, given)
  let made: Producer | undefined
  const producer = () => {
    made ??= new Producer(sourceProducerConfigs(settings, id, connector))
    return made
  }
  const { store, topic } = sourceOffsets(worker, id, connector, exactlyOnce && producer)
  const boundary = exactlyOnce && boundaryOf(config, settings)
  const common: SourceTaskOptions = {
    id,
    version: plugin.version,
    status: start.status,
    initial: start.target,
    log,
    connectorClass: build.class,
    converters: convertersOf(plugins, connector, settings.given),
    chain: chainOf(plugins, connector),
    tolerance: signal => {
      const tolerance = new Tolerance<SourceRecord>({
        retryTimeoutMs: config['errors.retry.timeout'],
        maxDelayMs: config['errors.retry.delay.max.ms'],
        tolerance: config['errors.tolerance'] as 'none' | 'all',
        signal,
      })
      if (config['errors.log.enable'])
        tolerance.reporters = [logReporter(id, log, config['errors.log.include.messages'] ? describeSource : undefined)]
      return tolerance
    },
    create: async signal =>
      sourceTask(
        await plugin.task(
          own as never,
          {
            connectorName: id.connector,
            taskNumber: id.task,
            given,
            log,
            signal,
            offsets: offsetReader(store, id.connector),
            transaction: boundary?.context,
          },
          given,
        ),
      ),
    producer,
    topics:
      settings.config['topic.creation.enable'] && usesTopicCreation(connector)
        ? topicCreation(connector, adminConfigsFor(settings, `connector-adminclient-${taskKey(id)}`, connector), log)
        : noTopicCreation,
    onTopic: start.onTopic,
  }
  const offsets = new OffsetWriter(store, id.connector)
  if (exactlyOnce && boundary)
    return new ExactlyOnceSourceTask({ ...common, exactlyOnce, boundary, store, offsets, offsetsTopic: topic! })
  return new RegularSourceTask({
    ...common,
    store,
    offsets,
    flushIntervalMs: settings.config['offset.flush.interval.ms'],
    flushTimeoutMs: settings.config['offset.flush.timeout.ms'],
  })
}

type SourceConfig = ReturnType<typeof resolveSettings<typeof sourceSettings>>

function boundaryOf(config: SourceConfig, worker: WorkerSettings): TransactionBoundary {
  const intervalMs = config['transaction.boundary.interval.ms'] ?? worker.config['offset.flush.interval.ms']
  const boundaries: Readonly<Record<string, () => TransactionBoundary>> = {
    poll: pollBoundary,
    interval: () => intervalBoundary(intervalMs, systemClock),
    connector: connectorBoundary,
  }
  return boundaries[config['transaction.boundary'].toLowerCase()]!()
}

const describeSource = (record: SourceRecord) => {
  const { topic, partition = null, sourcePartition, sourceOffset, timestamp = null } = record
  const place = JSON.stringify({ sourcePartition, sourceOffset }, (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  return `source record is = {topic='${topic}', partition=${partition}, timestamp=${timestamp}, ${place.slice(1)}`
}
