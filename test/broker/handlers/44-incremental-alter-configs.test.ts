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
