import t from 'tap'
import { resourceTypes } from '../../../src/config/alter.ts'
import { errorName } from '../../../src/protocol/errors.ts'
import { DescribeConfigs } from '../../../src/protocol/generated/apis/32-describe-configs.ts'
import { IncrementalAlterConfigs } from '../../../src/protocol/generated/apis/44-incremental-alter-configs.ts'
import { startWithTopic } from '../start.ts'

const ask = (resourceType: number, resourceName: string, configurationKeys: string[] | null = null, more = {}) => ({
  resources: [{ resourceType, resourceName, configurationKeys }],
  ...more,
})
const [DYNAMIC_TOPIC, STATIC_BROKER, DEFAULT] = [1, 4, 5]

t.test("every version tells a topic's settings, and where they come from", async t => {
  const { connection } = await startWithTopic(t, {
    configs: { 'retention.ms': '1000' },
    broker: { 'log.segment.bytes': '2000000' },
  })
  const keys = ['retention.ms', 'segment.bytes', 'cleanup.policy', 'unknown']
  for (let version = DescribeConfigs.min; version <= DescribeConfigs.max; version++) {
    const { results } = await connection.send(DescribeConfigs, version, ask(resourceTypes.topic, 'orders', keys))
    t.equal(results[0]!.errorCode, 0)
    const rows = new Map(results[0]!.configs.map(row => [row.name, row]))
    t.equal(rows.size, 3)
    t.match(rows.get('retention.ms'), {
      value: '1000',
      configSource: DYNAMIC_TOPIC,
      readOnly: false,
      isSensitive: false,
      synonyms: [],
    })
    t.match(rows.get('segment.bytes'), { value: '2000000', configSource: STATIC_BROKER })
    t.match(rows.get('cleanup.policy'), { value: 'delete', configSource: DEFAULT })
  }
})

t.test('synonyms and documentation only where asked for', async t => {
  const { connection } = await startWithTopic(t, { configs: { 'retention.ms': '1000' } })
  const { results } = await connection.send(
    DescribeConfigs,
    4,
    ask(resourceTypes.topic, 'orders', ['retention.ms'], { includeSynonyms: true, includeDocumentation: true }),
  )
  const [row] = results[0]!.configs
  t.match(row!.synonyms[0], { name: 'retention.ms', value: '1000', source: DYNAMIC_TOPIC })
  t.equal(row!.synonyms.length, 1, 'log.retention.ms has no value, whatever log.retention.hours has')
  t.ok(row!.documentation)
})

t.test('all settings, when none is named', async t => {
  const { connection, broker } = await startWithTopic(t)
  const count = async (type: number, name: string) => {
    const { results } = await connection.send(DescribeConfigs, 4, ask(type, name))
    return results[0]!.configs.length
  }
  t.ok((await count(resourceTypes.topic, 'orders')) > 30)
  t.ok((await count(resourceTypes.broker, String(broker.nodeId))) > 200)
  t.ok((await count(resourceTypes.brokerLogger, String(broker.nodeId))) > 3)
  t.ok((await count(resourceTypes.group, 'g')) > 3)
  t.ok((await count(resourceTypes.clientMetrics, 'm')) > 0)
})

t.test('what is set for all brokers', async t => {
  const { connection } = await startWithTopic(t)
  await connection.send(IncrementalAlterConfigs, 1, {
    resources: [
      {
        resourceType: resourceTypes.broker,
        resourceName: '',
        configs: [{ name: 'max.connections', configOperation: 0, value: '77' }],
      },
    ],
    validateOnly: false,
  })
  const { results } = await connection.send(DescribeConfigs, 4, ask(resourceTypes.broker, ''))
  t.ok(
    results[0]!.configs.some(
      ({ name, value, configSource }) => name === 'max.connections' && value === '77' && configSource === 3,
    ),
  )
})

t.test('what is not there', async t => {
  const { connection } = await startWithTopic(t)
  for (const [type, name, error] of [
    [resourceTypes.topic, 'nowhere', 'UNKNOWN_TOPIC_OR_PARTITION'],
    [resourceTypes.topic, 'not/legal', 'INVALID_TOPIC_EXCEPTION'],
    [resourceTypes.broker, '99', 'INVALID_REQUEST'],
    [resourceTypes.group, '', 'INVALID_REQUEST'],
    [99, 'x', 'INVALID_REQUEST'],
  ] as const) {
    const { results } = await connection.send(DescribeConfigs, 4, ask(type, name))
    t.equal(errorName(results[0]!.errorCode), error, `${type} ${name}`)
    t.same(results[0]!.configs, [])
  }
})
