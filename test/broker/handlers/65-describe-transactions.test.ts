import t from 'tap'
import { errorCodes } from '../../../src/protocol/errors.ts'
import { describe, init, produce, start } from '../transactions.ts'

t.test('an id says what it is doing', async t => {
  const { connection } = await start(t)
  t.match(await describe(connection), { errorCode: errorCodes.COORDINATOR_NOT_AVAILABLE.code }, 'no topic yet')
  const who = await init(connection)
  t.match(await describe(connection), { transactionState: 'Empty', transactionStartTimeMs: -1, topics: [] })
  await produce(connection, who, ['x'])
  t.match(await describe(connection), {
    errorCode: 0,
    transactionState: 'Ongoing',
    transactionTimeoutMs: 60_000,
    producerId: who.producerId,
    producerEpoch: 0,
    topics: [{ topic: 'orders', partitions: [0] }],
  })
  t.match(await describe(connection, 'nobody'), { errorCode: errorCodes.TRANSACTIONAL_ID_NOT_FOUND.code })
  t.match(await describe(connection, ''), { errorCode: errorCodes.INVALID_REQUEST.code })
})
