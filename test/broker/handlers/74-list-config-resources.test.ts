import t from 'tap'
import { resourceTypes } from '../../../src/config/alter.ts'
import { errorName } from '../../../src/protocol/errors.ts'
import { ListConfigResources } from '../../../src/protocol/generated/apis/74-list-config-resources.ts'
import { startWithTopic } from '../start.ts'

t.test('version 0 lists client metrics only; version 1 everything, or what was asked', async t => {
  const { connection, broker } = await startWithTopic(t)
  const list = async (version: number, types: number[]) => {
    const { errorCode, configResources } = await connection.send(
      ListConfigResources,
      version,
      version === 0 ? {} : { resourceTypes: types },
    )
    t.equal(errorCode, 0)
    return configResources.map(({ resourceType, resourceName }) => `${resourceType} ${resourceName}`)
  }
  t.same(await list(0, []), [])
  t.same(await list(1, []), [
    `${resourceTypes.brokerLogger} ${broker.nodeId}`,
    `${resourceTypes.broker} ${broker.nodeId}`,
    `${resourceTypes.topic} orders`,
  ])
  t.same(await list(1, [resourceTypes.topic]), [`${resourceTypes.topic} orders`])
})

t.test('what cannot be listed', async t => {
  const { connection } = await startWithTopic(t)
  const { errorCode, configResources } = await connection.send(ListConfigResources, 1, {
    resourceTypes: [resourceTypes.topic, 99],
  })
  t.equal(errorName(errorCode), 'UNSUPPORTED_VERSION')
  t.same(configResources, [])
})
