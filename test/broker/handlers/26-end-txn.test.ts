/** Transactions as producers see them: begin, write, end, and what is read of it; across versions and restarts. */
import t from 'tap'
import { connectTo, createTopic, directory, startBroker } from '../start.ts'
import { add, committed, describe, end, few, init, produce, start } from '../transactions.ts'

t.test('what is committed is read, what is aborted is not, and the epoch rises each time', async t => {
  const { connection } = await start(t)
  const first = await init(connection)
  t.match(first, { error: 'NONE', producerEpoch: 0 })
  t.equal(await produce(connection, first, ['a', 'b']), 'NONE')
  t.same((await committed(connection)).values, [], 'not before the end')
  const second = await end(connection, first, true)
  t.match(second, { error: 'NONE', producerId: first.producerId, producerEpoch: 1 })
  t.equal(await produce(connection, second, ['c']), 'NONE')
  const third = await end(connection, second, false)
  t.match(third, { error: 'NONE', producerEpoch: 2 })
  t.equal(await produce(connection, third, ['d']), 'NONE')
  t.match(await end(connection, third, true), { error: 'NONE', producerEpoch: 3 })
  const { values, aborted } = await committed(connection)
  t.same(values, ['0 a', '1 b', '3 c', '5 d'])
  t.match(aborted, [{ producerId: first.producerId, firstOffset: 3 }])
})

t.test('a producer of older versions adds its partitions, and keeps its epoch', async t => {
  const { connection } = await start(t, 2)
  for (const version of [0, 1, 2, 3]) {
    const who = await init(connection, { version })
    t.equal(who.error, 'NONE')
    t.equal(await produce(connection, who, ['x'], { version: 9 }), 'INVALID_TXN_STATE', 'not added')
    t.equal(await produce(connection, who, ['x'], { version: 11 }), 'TRANSACTION_ABORTABLE', 'not added')
    t.same(await add(connection, who, [0, 1], version), ['NONE', 'NONE'])
    t.equal(await produce(connection, who, [`v${version}`], { version: 9 }), 'NONE')
    t.match(await end(connection, who, true, version), { error: 'NONE', producerId: -1 })
    t.match(await end(connection, who, true, version), { error: 'NONE' }, 'a repetition')
    t.match(await end(connection, who, false, version), { error: 'INVALID_TXN_STATE' })
    t.match(await describe(connection), { transactionState: 'CompleteCommit', producerEpoch: who.producerEpoch })
  }
  t.same((await committed(connection)).values, ['0 v0', '2 v1', '4 v2', '6 v3'])
})

t.test('a restart keeps the state, and an open transaction goes on', async t => {
  const dir = directory(t)
  const one = await startBroker(t, few, dir)
  const before = await one.connect()
  await createTopic(before, 'orders')
  const who = await init(before)
  await produce(before, who, ['a'])
  await one.broker.close()
  const two = await startBroker(t, few, dir)
  const connection = await connectTo(t, two.broker)
  t.match(await describe(connection), { transactionState: 'Ongoing', producerId: who.producerId })
  t.equal(await produce(connection, who, ['b'], { sequence: 1 }), 'NONE')
  t.match(await end(connection, who, true), { error: 'NONE', producerEpoch: 1 })
  t.same((await committed(connection)).values, ['0 a', '1 b'])
})
