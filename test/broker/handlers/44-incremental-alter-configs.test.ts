import t from 'tap'
import { resourceTypes } from '../../../src/config/alter.ts'
import { errorName } from '../../../src/protocol/errors.ts'
import { IncrementalAlterConfigs } from '../../../src/protocol/generated/apis/44-incremental-alter-configs.ts'
import { batchOf, produceTo, startWithTopic } from '../start.ts'

const [SET, DELETE, APPEND, SUBTRACT] = [0, 1, 2, 3]
const resource = (
  resourceType: number,
  resourceName: string,
  ...configs: [name: string, operation: number, value: string | null][]
) => ({
  resourceType,
  resourceName,
  configs: configs.map(([name, configOperation, value]) => ({ name, configOperation, value })),
})
const orders = (...configs: [name: string, operation: number, value: string | null][]) =>
  resource(resourceTypes.topic, 'orders', ...configs)

t.test('set, delete, append, subtract, in every version', async t => {
  const { connection, broker } = await startWithTopic(t)
  const now = () => Object.fromEntries(broker.metadata.configs(resourceTypes.topic, 'orders'))
  for (const version of [0, 1]) {
    const alter = async (...configs: Parameters<typeof orders>) => {
      const { responses } = await connection.send(IncrementalAlterConfigs, version, {
        resources: [orders(...configs)],
        validateOnly: false,
      })
      t.match(responses, [{ errorCode: 0, resourceType: resourceTypes.topic, resourceName: 'orders' }])
      return now()
    }
    t.same(await alter(['retention.ms', SET, '1000'], ['cleanup.policy', APPEND, 'compact']), {
      'retention.ms': '1000',
      'cleanup.policy': 'delete,compact',
    })
    t.same(await alter(['cleanup.policy', SUBTRACT, 'delete']), { 'retention.ms': '1000', 'cleanup.policy': 'compact' })
    t.same(await alter(['retention.ms', DELETE, null], ['cleanup.policy', DELETE, null]), {})
  }
})

t.test('a change is in force at once', async t => {
  const { connection } = await startWithTopic(t)
  const large = batchOf(['x'.repeat(500)])
  t.match(await produceTo(connection, 'orders', 0, large), { errorCode: 0 })
  await connection.send(IncrementalAlterConfigs, 1, {
    resources: [orders(['max.message.bytes', SET, '100'])],
    validateOnly: false,
  })
  t.match(await produceTo(connection, 'orders', 0, large), { error: 'MESSAGE_TOO_LARGE' })
  await connection.send(IncrementalAlterConfigs, 1, {
    resources: [
      orders(['max.message.bytes', DELETE, null]),
      resource(resourceTypes.broker, '', ['message.max.bytes', SET, '100']),
    ],
    validateOnly: false,
  })
  t.match(
    await produceTo(connection, 'orders', 0, large),
    { error: 'MESSAGE_TOO_LARGE' },
    "the brokers' default is a topic's",
  )
})

t.test('each resource has its own answer', async t => {
  const { connection, broker } = await startWithTopic(t)
  const { responses } = await connection.send(IncrementalAlterConfigs, 1, {
    resources: [
      orders(['retention.ms', SET, '1000']),
      resource(resourceTypes.topic, 'nowhere', ['retention.ms', SET, '1000']),
      resource(resourceTypes.group, 'g', ['consumer.session.timeout.ms', SET, null]),
      resource(resourceTypes.broker, '99', ['max.connections', SET, '5']),
      resource(resourceTypes.broker, String(broker.nodeId), ['log.dirs', SET, '/elsewhere']),
      resource(resourceTypes.clientMetrics, 'm', ['interval.ms', SET, '1000'], ['interval.ms', SET, '2000']),
      resource(99, 'x', ['a', SET, 'b']),
    ],
    validateOnly: false,
  })
  t.same(
    responses.map(({ errorCode }) => errorName(errorCode)),
    [
      'NONE',
      'UNKNOWN_TOPIC_OR_PARTITION',
      'INVALID_REQUEST',
      'INVALID_REQUEST',
      'INVALID_REQUEST',
      'INVALID_REQUEST',
      'INVALID_REQUEST',
    ],
  )
  t.ok(responses.slice(1).every(({ errorMessage }) => errorMessage))
})

t.test('a resource named twice is refused both times', async t => {
  const { connection } = await startWithTopic(t)
  const { responses } = await connection.send(IncrementalAlterConfigs, 1, {
    resources: [orders(['retention.ms', SET, '1']), orders(['retention.ms', SET, '2'])],
    validateOnly: false,
  })
  t.same(
    responses.map(({ errorCode }) => errorName(errorCode)),
    ['INVALID_REQUEST', 'INVALID_REQUEST'],
  )
})

t.test('levels of loggers change while the broker runs, and are told', async t => {
  const { connection, broker, log } = await startWithTopic(t)
  const id = String(broker.nodeId)
  const alter = async (name: string, operation: number, value: string | null, to = id) => {
    const { responses } = await connection.send(IncrementalAlterConfigs, 1, {
      resources: [resource(resourceTypes.brokerLogger, to, [name, operation, value])],
      validateOnly: false,
    })
    return [errorName(responses[0]!.errorCode), responses[0]!.errorMessage]
  }
  t.same(await alter('root', SET, 'DEBUG'), ['NONE', null])
  broker.logger.debug('heard')
  t.match(log.at(-1), /DEBUG heard/)
  t.same(await alter('root', SET, 'LOUD'), [
    'INVALID_CONFIG',
    'Cannot set the log level of root to LOUD as it is not a supported log level. Valid log levels are DEBUG, ERROR, FATAL, INFO, TRACE, WARN',
  ])
  t.same(await alter('no.such', SET, 'INFO'), ['INVALID_CONFIG', 'Logger no.such does not exist!'])
  t.same((await alter('root', DELETE, null))[0], 'INVALID_REQUEST')
  t.same(await alter('net', DELETE, null), ['NONE', null])
  t.same((await alter('net', APPEND, 'INFO'))[0], 'INVALID_REQUEST')
  t.same(await alter('net', SET, 'INFO', '99'), [
    'INVALID_REQUEST',
    `Unexpected node id. Expected ${id}, but received 99`,
  ])
  t.same((await alter('net', SET, 'INFO', 'x'))[1], 'Node id must be an integer, but it is: x')
})

t.test('a topic has a name; what its settings must be to one another, and to the cluster', async t => {
  const { connection, broker } = await startWithTopic(t)
  const alter = async (type: number, name: string, ...configs: [string, number, string | null][]) => {
    const { responses } = await connection.send(IncrementalAlterConfigs, 1, {
      resources: [resource(type, name, ...configs)],
      validateOnly: false,
    })
    return `${errorName(responses[0]!.errorCode)} ${responses[0]!.errorMessage}`
  }
  t.equal(
    await alter(resourceTypes.topic, '', ['retention.ms', SET, '1']),
    'INVALID_REQUEST Default topic resources are not allowed.',
  )
  t.match(await alter(resourceTypes.topic, 'a b', ['retention.ms', SET, '1']), /^INVALID_TOPIC_EXCEPTION/)
  t.match(await alter(resourceTypes.topic, 'nowhere', ['retention.ms', SET, '1']), /^UNKNOWN_TOPIC_OR_PARTITION/)
  t.match(
    await alter(
      resourceTypes.topic,
      'orders',
      ['min.compaction.lag.ms', SET, '9'],
      ['max.compaction.lag.ms', SET, '5'],
    ),
    /^INVALID_CONFIG conflict/,
  )
  const isr = 'min.insync.replicas'
  t.match(await alter(resourceTypes.broker, String(broker.nodeId), [isr, SET, '1']), /^INVALID_CONFIG Broker-level/)
  t.match(await alter(resourceTypes.broker, '', [isr, DELETE, null]), /^INVALID_CONFIG Cluster-level/)
  t.equal(await alter(resourceTypes.broker, '', [isr, SET, '2']), 'NONE null')
})
