/** Puts a sink task together: its connector, converters, transforms, consumer and dead letter queue. Source: Kafka 4.3 `Worker`. */
import { Consumer } from '../../client/consumer/consumer.ts'
import type { Logger } from '../../lib/logger.ts'
import { SettingsError } from '../errors.ts'
import type { Given, SinkConnector } from '../plugin.ts'
import { resolveSettings } from '../settings.ts'
import { chainOf, listOf } from './chain.ts'
import { adminConfigsFor, deadLetterProducerConfigs, sinkConsumerConfigs } from './clients.ts'
import { sinkSettings } from './connector-settings.ts'
import { deadLetters } from './dead-letters.ts'
import { sinkTask } from './handed-over.ts'
import type { Consumed } from './sink-consumer.ts'
import { WorkerSinkTask } from './sink-task.ts'
import { taskKey } from './states.ts'
import { convertersOf } from './task-converters.ts'
import { logReporter, Tolerance } from './tolerance.ts'
import type { TaskStart, WorkerOptions } from './worker.ts'
import type { WorkerTask } from './worker-task.ts'

export interface SinkBuild {
  readonly worker: WorkerOptions
  readonly start: TaskStart
  readonly log: Logger
  readonly class: string
  readonly plugin: SinkConnector
}

/** @throws {SettingsError} */
export function buildSinkTask({ worker, start, log, class: connectorClass, plugin }: SinkBuild): WorkerTask {
  const { id, connector, given } = start
  const { settings, plugins } = worker
  const config = resolveSettings(sinkSettings, connector)
  const own = resolveSettings(plugin.config, given)
  const topic = config['errors.deadletterqueue.topic.name'].trim()
  const logs = config['errors.log.enable']
    ? [logReporter(id, log, config['errors.log.include.messages'] ? describeConsumed : undefined)]
    : []
  return new WorkerSinkTask({
    id,
    version: plugin.version,
    status: start.status,
    initial: start.target,
    log,
    connectorClass,
    given,
    topics: topicsOf(given),
    consumer: () => new Consumer(sinkConsumerConfigs(settings, id, connector)),
    converters: convertersOf(plugins, connector, settings.given),
    chain: chainOf(plugins, connector),
    tolerance: signal =>
      new Tolerance<Consumed>({
        retryTimeoutMs: config['errors.retry.timeout'],
        maxDelayMs: config['errors.retry.delay.max.ms'],
        tolerance: config['errors.tolerance'] as 'none' | 'all',
        signal,
      }),
    async reporters() {
      if (!topic) return { reporters: logs, close: async () => {} }
      const queue = await deadLetters({
        id,
        topic,
        replicationFactor: config['errors.deadletterqueue.topic.replication.factor'],
        withContext: config['errors.deadletterqueue.context.headers.enable'],
        producer: deadLetterProducerConfigs(settings, id, connector),
        admin: adminConfigsFor(settings, `connector-dlq-adminclient-${taskKey(id)}`, connector),
        log,
      })
      return { reporters: [...logs, queue.report], close: queue.close }
    },
    mayReport: topic !== '' || config['errors.log.enable'],
    create: async context => sinkTask(await plugin.task(own as never, context, given)),
    flushIntervalMs: settings.config['offset.flush.interval.ms'],
    onTopic: start.onTopic,
  })
}

/** @throws {SettingsError} when there is neither a list nor an expression, or both */
export function topicsOf(given: Given): readonly string[] | RegExp {
  const topics = [...new Set(listOf(given['topics']))]
  const pattern = given['topics.regex']?.trim()
  if (topics.length > 0 && pattern)
    throw new SettingsError('topics and topics.regex are mutually exclusive options, but both are set.')
  if (topics.length > 0) return topics
  if (!pattern) throw new SettingsError('Must configure one of topics or topics.regex')
  return new RegExp(pattern)
}

const describeConsumed = ({ topic, partition, offset, timestamp, timestampType }: Consumed) =>
  `consumed record is {topic='${topic}', partition=${partition}, offset=${offset}${timestamp < 0 ? '' : `, timestamp=${timestamp}, timestampType=${timestampType}`}}`
