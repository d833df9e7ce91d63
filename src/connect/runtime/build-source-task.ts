/** Puts a source task together: its connector, converters, transforms, producer and offsets. Source: Kafka 4.3 `Worker`. */
import type { Producer } from '../../client/producer/producer.ts'
import type { Logger } from '../../lib/logger.ts'
import type { SourceConnector, SourceRecord } from '../plugin.ts'
import { resolveSettings } from '../settings.ts'
import { type OffsetStore, OffsetWriter, offsetReader } from '../storage/offsets.ts'
import { chainOf } from './chain.ts'
import { adminConfigsFor, type ClientConfigs, producerConfigsFor } from './clients.ts'
import { sourceSettings } from './connector-settings.ts'
import { RegularSourceTask } from './regular-source-task.ts'
import { taskKey } from './states.ts'
import { convertersOf } from './task-converters.ts'
import { logReporter, Tolerance } from './tolerance.ts'
import { noTopicCreation, topicCreation, usesTopicCreation } from './topic-creation.ts'
import type { TaskStart, WorkerOptions } from './worker.ts'
import type { WorkerTask } from './worker-task.ts'

export interface SourceBuild {
  readonly worker: WorkerOptions
  readonly start: TaskStart
  readonly log: Logger
  readonly class: string
  readonly plugin: SourceConnector
  readonly offsets: OffsetStore
  readonly newProducer: (configs: ClientConfigs) => Producer
}

/** @throws {SettingsError} */
export function buildSourceTask(build: SourceBuild): WorkerTask {
  const { worker, start, log, plugin, offsets } = build
  const { id, connector, given } = start
  const { settings, plugins } = worker
  const config = resolveSettings(sourceSettings, connector)
  const own = resolveSettings(plugin.config, given)
  return new RegularSourceTask({
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
      plugin.task(
        own as never,
        {
          connectorName: id.connector,
          taskNumber: id.task,
          given,
          log,
          signal,
          offsets: offsetReader(offsets, id.connector),
          transaction: undefined,
        },
        given,
      ),
    producer: () => build.newProducer(producerConfigsFor(settings, id, connector)),
    topics:
      settings.config['topic.creation.enable'] && usesTopicCreation(connector)
        ? topicCreation(connector, adminConfigsFor(settings, `connector-adminclient-${taskKey(id)}`, connector), log)
        : noTopicCreation,
    onTopic: start.onTopic,
    offsets: new OffsetWriter(offsets, id.connector),
    flushIntervalMs: settings.config['offset.flush.interval.ms'],
    flushTimeoutMs: settings.config['offset.flush.timeout.ms'],
  })
}

const describeSource = (record: SourceRecord) => {
  const { topic, partition = null, sourcePartition, sourceOffset, timestamp = null } = record
  const place = JSON.stringify({ sourcePartition, sourceOffset }, (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  return `source record is = {topic='${topic}', partition=${partition}, timestamp=${timestamp}, ${place.slice(1)}`
}
