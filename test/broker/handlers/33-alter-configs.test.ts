import t from 'tap'
import { resourceTypes } from '../../../src/config/alter.ts'
import { errorName } from '../../../src/protocol/errors.ts'
import { AlterConfigs } from '../../../src/protocol/generated/apis/33-alter-configs.ts'
import { startWithTopic } from '../start.ts'

const ask = (resourceName: string, configs: Record<string, string | null>, validateOnly = false) => ({
  resources: [
    {
      resourceType: resourceTypes.topic,
      resourceName,
      configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
    },
  ],
  validateOnly,
})

t.test('every version replaces all settings', async t => {
  const { connection, broker } = await startWithTopic(t, { configs: { 'retention.ms': '1000' } })
  for (let version = 0; version <= AlterConfigs.max; version++) {
    const { responses } = await connection.send(
      AlterConfigs,
      version,
      ask('orders', { 'segment.ms': String(version + 5000) }),
    )
    t.match(responses, [{ errorCode: 0, resourceName: 'orders' }])
    t.same([...broker.metadata.configs(resourceTypes.topic, 'orders')], [['segment.ms', String(version + 5000)]])
  }
})

t.test('validateOnly changes nothing; wrong values are refused', async t => {
  const { connection, broker } = await startWithTopic(t)
  const error = async (...args: Parameters<typeof ask>) =>
    errorName((await connection.send(AlterConfigs, 2, ask(...args))).responses[0]!.errorCode)
  t.equal(await error('orders', { 'retention.ms': '5' }, true), 'NONE')
  t.equal(await error('orders', { 'retention.ms': 'soon' }), 'INVALID_CONFIG')
  t.equal(await error('orders', { 'retention.ms': null }), 'INVALID_REQUEST')
  t.equal(await error('nowhere', { 'retention.ms': '5' }), 'UNKNOWN_TOPIC_OR_PARTITION')
  t.equal(broker.metadata.configs(resourceTypes.topic, 'orders').size, 0)
})
