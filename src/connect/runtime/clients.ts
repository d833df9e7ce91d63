/**
 * Settings of the clients that a worker makes for connectors: its own, those with a prefix, and what the connector overrides
 * (`producer.override.*`), as far as the policy lets it. Source: Kafka 4.3 `Worker.baseProducerConfigs` and its like, KIP-458.
 * Not as Kafka's: producers are idempotent unless told otherwise, as every producer is, and have five requests under way.
 */
import { adminConfigs } from '../../config/admin.ts'
import { consumerConfigs } from '../../config/consumer.ts'
import { producerConfigs } from '../../config/producer.ts'
import type { Given } from '../plugin.ts'
import { withPrefix } from '../settings.ts'
import type { TaskId } from './states.ts'
import { taskKey } from './states.ts'
import type { WorkerSettings } from './worker-config.ts'

export type ClientConfigs = Record<string, string> & { 'bootstrap.servers': string }

const LONG_MAX = '9223372036854775807'
const INT_MAX = String(2 ** 31 - 1)

/** The connector's name for what it overrides, by client. */
export const overridePrefixes = {
  producer: 'producer.override.',
  consumer: 'consumer.override.',
  admin: 'admin.override.',
} as const

/** Retries never end by themselves: a task that cannot write waits, or is stopped. */
export const producerConfigsFor = (worker: WorkerSettings, id: TaskId, connector: Given): ClientConfigs => ({
  'bootstrap.servers': worker.bootstrapServers,
  'max.block.ms': LONG_MAX,
  acks: 'all',
  'delivery.timeout.ms': INT_MAX,
  'client.id': `connector-producer-${taskKey(id)}`,
  ...worker.of('producer.'),
  ...withPrefix(connector, overridePrefixes.producer),
})

/** Who has this id now is the task; whoever had it before is refused. */
export const taskTransactionalId = (groupId: string, { connector, task }: TaskId): string =>
  `${groupId}-${connector}-${task}`

/** The same for tasks that write in transactions, if the worker has it so. */
export const sourceProducerConfigs = (worker: WorkerSettings, id: TaskId, connector: Given): ClientConfigs => ({
  ...producerConfigsFor(worker, id, connector),
  ...(worker.exactlyOnce === 'enabled' && {
    'enable.idempotence': 'true',
    'transactional.id': taskTransactionalId(worker.groupId!, id),
  }),
})

/** Of a topic of offsets that is a connector's own. */
export const offsetConsumerConfigs = (worker: WorkerSettings, clientId: string, connector: Given): ClientConfigs => {
  const { 'group.id': _, ...configs }: ClientConfigs = {
    'bootstrap.servers': worker.bootstrapServers,
    'client.id': clientId,
    ...worker.of('consumer.'),
    ...withPrefix(connector, overridePrefixes.consumer),
  }
  return configs
}

export const sinkGroup = (connector: string, given: Given): string =>
  given[`${overridePrefixes.consumer}group.id`] ?? `connect-${connector}`

export const sinkConsumerConfigs = (worker: WorkerSettings, id: TaskId, connector: Given): ClientConfigs => ({
  'bootstrap.servers': worker.bootstrapServers,
  'client.id': `connector-consumer-${taskKey(id)}`,
  'group.id': `connect-${id.connector}`,
  'enable.auto.commit': 'false',
  'auto.offset.reset': 'earliest',
  ...worker.of('consumer.'),
  ...withPrefix(connector, overridePrefixes.consumer),
})

export const adminConfigsFor = (worker: WorkerSettings, clientId: string, connector: Given): ClientConfigs => ({
  'bootstrap.servers': worker.bootstrapServers,
  'client.id': clientId,
  ...worker.of('admin.'),
  ...withPrefix(connector, overridePrefixes.admin),
})

export const deadLetterProducerConfigs = (worker: WorkerSettings, id: TaskId, connector: Given): ClientConfigs => ({
  ...producerConfigsFor(worker, id, connector),
  'client.id': `connector-dlq-producer-${taskKey(id)}`,
  ...withPrefix(connector, overridePrefixes.producer),
})

/** Of the worker's own topics: what the worker says without a prefix. */
export function internalClients(worker: WorkerSettings, clientId: string) {
  const known = (table: Readonly<Record<string, unknown>>): ClientConfigs => ({
    ...Object.fromEntries(Object.entries(worker.given).filter(([name]) => name in table && !notShared.has(name))),
    'bootstrap.servers': worker.bootstrapServers,
    'client.id': clientId,
  })
  return { admin: known(adminConfigs), consumer: known(consumerConfigs), producer: known(producerConfigs) }
}
/** Of the worker, and not of its clients; or theirs, and not the worker's to choose. */
const notShared = new Set(['group.id', 'client.id', 'transactional.id', 'metric.reporters'])
