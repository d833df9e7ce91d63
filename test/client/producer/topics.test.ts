import t from 'tap'
import { Admin } from '../../../src/client/admin/admin.ts'
import { Producer } from '../../../src/client/producer/producer.ts'
import { startBroker } from '../../broker/start.ts'

t.test('a topic that was deleted is made again by who writes to it, where the broker makes topics', async t => {
  const { broker } = await startBroker(t, { 'auto.create.topics.enable': 'true', 'num.partitions': '1' })
  const producer = new Producer({ 'bootstrap.servers': broker.address })
  t.teardown(() => producer.close(1000))
  t.match(await producer.send({ topic: 'orders', value: 'one' }), { offset: 0 })
  await using admin = await Admin.connect(broker.address)
  await admin.deleteTopics(['orders'])
  t.match(await producer.send({ topic: 'orders', value: 'two' }), { topic: 'orders', offset: 0 }, 'of the new topic')
})
