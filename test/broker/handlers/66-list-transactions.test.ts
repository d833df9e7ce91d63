import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { ListTransactions } from '../../../src/protocol/generated/apis/66-list-transactions.ts'
import { describe, init, produce, start } from '../transactions.ts'

t.test('they are listed, by state, producer and name', async t => {
  const { connection } = await start(t)
  const list = async (more = {}) => {
    const response = await connection.send(ListTransactions, 2, { stateFilters: [], producerIdFilters: [], ...more })
    return [
      errorName(response.errorCode),
      ...response.transactionStates.map(row => `${row.transactionalId} ${row.transactionState}`),
    ]
  }
  t.same(await list(), ['NONE'])
  const who = await init(connection)
  await init(connection, { transactionalId: 'idle' })
  await produce(connection, who, ['x'])
  t.same(await list(), ['NONE', 'idle Empty', 'payments Ongoing'])
  t.same(await list({ stateFilters: ['Ongoing'] }), ['NONE', 'payments Ongoing'])
  t.same(await list({ producerIdFilters: [who.producerId] }), ['NONE', 'payments Ongoing'])
  t.same(await list({ transactionalIdPattern: 'id.*' }), ['NONE', 'idle Empty'])
  t.same(await list({ transactionalIdPattern: '(' }), ['INVALID_REGULAR_EXPRESSION'])
  t.same(
    await list({ durationFilter: 1e6 }),
    ['NONE', 'idle Empty'],
    'an idle one began before time itself, as on Kafka',
  )
  t.match(await describe(connection), {
    transactionState: 'Ongoing',
    transactionTimeoutMs: 60_000,
    producerId: who.producerId,
    topics: [{ topic: 'orders', partitions: [0] }],
  })
})
