import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { InitProducerId } from '../../../src/protocol/generated/apis/22-init-producer-id.ts'
import { DescribeProducers } from '../../../src/protocol/generated/apis/61-describe-producers.ts'
import { batchOf, produceTo, startWithTopic } from '../start.ts'

t.test('who wrote, and how far', async t => {
  const { connection } = await startWithTopic(t)
  const { producerId } = await connection.send(InitProducerId, 4, { transactionalId: null, transactionTimeoutMs: 0 })
  const fields = { producerId, producerEpoch: 0, baseSequence: 0 }
  await produceTo(connection, 'orders', 0, batchOf(['a', 'b', 'c'], fields, 1234))
  await produceTo(connection, 'orders', 0, batchOf(['nobody']))
  const { topics } = await connection.send(DescribeProducers, 0, {
    topics: [{ name: 'orders', partitionIndexes: [0] }],
  })
  t.equal(topics[0]!.partitions[0]!.activeProducers.length, 1)
  t.match(topics, [
    {
      name: 'orders',
      partitions: [
        {
          partitionIndex: 0,
          errorCode: 0,
          activeProducers: [
            {
              producerId,
              producerEpoch: 0,
              lastSequence: 2,
              lastTimestamp: 1234,
              coordinatorEpoch: -1,
              currentTxnStartOffset: -1,
            },
          ],
        },
      ],
    },
  ])
})

t.test("errors are each partition's own", async t => {
  const { connection } = await startWithTopic(t)
  const { topics } = await connection.send(DescribeProducers, 0, {
    topics: [
      { name: 'orders', partitionIndexes: [0, 1] },
      { name: 'not/legal', partitionIndexes: [0] },
    ],
  })
  t.same(
    topics.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorName(errorCode))),
    ['NONE', 'UNKNOWN_TOPIC_OR_PARTITION', 'INVALID_TOPIC_EXCEPTION'],
  )
})
