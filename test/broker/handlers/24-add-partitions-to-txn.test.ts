import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { AddPartitionsToTxn } from '../../../src/protocol/generated/apis/24-add-partitions-to-txn.ts'
import { startWithTopic } from '../start.ts'
import { add, describe, few, ID, init, produce, start } from '../transactions.ts'

t.test('partitions that do not exist let none of them in', async t => {
  const { connection } = await start(t)
  const who = await init(connection)
  t.same(await add(connection, who, [0, 7]), ['OPERATION_NOT_ATTEMPTED', 'UNKNOWN_TOPIC_OR_PARTITION'])
  t.match(await describe(connection), { transactionState: 'Empty', topics: [] })
})

t.test('brokers ask for many at once, to add or to verify', async t => {
  const { connection } = await start(t, 2)
  const { producerId, producerEpoch } = await init(connection)
  const ask = async (verifyOnly: boolean, partitions: number[], transactionalId = ID) => {
    const response = await connection.send(AddPartitionsToTxn, 5, {
      transactions: [
        { transactionalId, producerId, producerEpoch, verifyOnly, topics: [{ name: 'orders', partitions }] },
      ],
    })
    const [result] = response.resultsByTransaction
    return result!.topicResults[0]!.resultsByPartition.map(row => errorName(row.partitionErrorCode))
  }
  t.same(await ask(true, [0]), ['TRANSACTION_ABORTABLE'])
  t.same(await ask(false, [0]), ['NONE'])
  t.same(await ask(true, [0, 1]), ['NONE', 'TRANSACTION_ABORTABLE'])
  t.same(await ask(true, [0], 'nobody'), ['INVALID_PRODUCER_ID_MAPPING'])
})

t.test('a broker that is told not to verify lets older producers in', async t => {
  const { connection } = await startWithTopic(t, {
    broker: { ...few, 'transaction.partition.verification.enable': 'false' },
  })
  const who = await init(connection)
  t.equal(await produce(connection, who, ['x'], { version: 9 }), 'NONE')
})
