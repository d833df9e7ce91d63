import t from 'tap'
import { ListPartitionReassignments } from '../../../src/protocol/generated/apis/46-list-partition-reassignments.ts'
import { startWithTopic } from '../start.ts'

t.test('none on a node by itself, of all topics and of some', async t => {
  const { connection } = await startWithTopic(t)
  const some = [
    { name: 'orders', partitionIndexes: [0, 7] },
    { name: 'nowhere', partitionIndexes: [0] },
  ]
  for (const topics of [null, some, []])
    t.match(await connection.send(ListPartitionReassignments, 0, { topics }), {
      errorCode: 0,
      errorMessage: null,
      topics: [],
    })
})

t.test('what is going on, as the metadata has it', async t => {
  const { connection, broker } = await startWithTopic(t, { partitions: 2 })
  const topic = broker.metadata.topics.get('orders')!
  const [first, second] = topic.partitions
  const moving = { ...second!, replicas: [3, 1], adding: [3], removing: [1] }
  broker.metadata.topics.set('orders', { ...topic, partitions: [first!, moving] })
  const row = { partitionIndex: 1, replicas: [3, 1], addingReplicas: [3], removingReplicas: [1] }
  for (const topics of [null, [{ name: 'orders', partitionIndexes: [1, 0] }]])
    t.match(await connection.send(ListPartitionReassignments, 0, { topics }), {
      topics: [{ name: 'orders', partitions: [row] }],
    })
  const other = [{ name: 'orders', partitionIndexes: [0] }]
  t.match(await connection.send(ListPartitionReassignments, 0, { topics: other }), { topics: [] })
})
