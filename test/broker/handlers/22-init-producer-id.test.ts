import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { InitProducerId } from '../../../src/protocol/generated/apis/22-init-producer-id.ts'
import { connectTo, directory, startBroker } from '../start.ts'
import { add, committed, describe, end, init, produce, start } from '../transactions.ts'

const ask = { transactionalId: null, transactionTimeoutMs: 60_000 }

t.test('every advertised version gives an id that nobody else has', async t => {
  const { broker } = await startBroker(t)
  const connections = await Promise.all([connectTo(t, broker), connectTo(t, broker)])
  const ids = new Set<number>()
  for (let version = 0; version <= 5; version++)
    for (const connection of connections) {
      const { errorCode, producerId, producerEpoch } = await connection.send(InitProducerId, version, ask)
      t.same([errorCode, producerEpoch], [0, 0])
      t.notOk(ids.has(producerId))
      ids.add(producerId)
    }
})

t.test('ids are not given again after a restart', async t => {
  const dir = directory(t)
  const one = await startBroker(t, {}, dir)
  const { producerId: first } = await (await one.connect()).send(InitProducerId, 4, ask)
  await one.broker.close()
  const two = await startBroker(t, {}, dir)
  const { producerId: second } = await (await two.connect()).send(InitProducerId, 4, ask)
  t.ok(second > first, `${second} after ${first}`)
})

t.test('more than a block of them, asked for at once', async t => {
  const { connect } = await startBroker(t)
  const connection = await connect()
  const answers = await Promise.all(Array.from({ length: 1500 }, () => connection.send(InitProducerId, 4, ask)))
  t.equal(new Set(answers.map(({ producerId }) => producerId)).size, 1500)
})

t.test('nonsense is refused', async t => {
  const { connect } = await startBroker(t)
  const connection = await connect()
  for (const more of [{ producerId: 1 }, { producerEpoch: 1 }, { transactionalId: '' }]) {
    const { errorCode, producerId, producerEpoch } = await connection.send(InitProducerId, 4, { ...ask, ...more })
    t.same([errorName(errorCode), producerId, producerEpoch], ['INVALID_REQUEST', -1, -1])
  }
})

t.test('who comes with the same id fences who was there, and aborts what it left', async t => {
  const { connection } = await start(t)
  const old = await init(connection)
  await produce(connection, old, ['lost'])
  t.match(await init(connection), { error: 'CONCURRENT_TRANSACTIONS', producerId: -1 }, 'has to come again')
  const now = await init(connection)
  t.match(now, { error: 'NONE', producerId: old.producerId, producerEpoch: 2 })
  t.equal(await produce(connection, old, ['late'], { sequence: 1 }), 'INVALID_PRODUCER_EPOCH')
  t.same(await add(connection, old), ['PRODUCER_FENCED'])
  t.same(await add(connection, old, [0], 1), ['INVALID_PRODUCER_EPOCH'])
  t.match(await end(connection, old, true), { error: 'PRODUCER_FENCED' })
  t.match(await end(connection, old, true, 1), { error: 'INVALID_PRODUCER_EPOCH' })
  t.equal(await produce(connection, now, ['kept']), 'NONE')
  t.match(await end(connection, now, true), { error: 'NONE' })
  const { values, aborted } = await committed(connection)
  t.same(values, ['0 lost', '2 kept'])
  t.match(aborted, [{ firstOffset: 0 }])
})

t.test('a producer that goes on says who it was', async t => {
  const { connection } = await start(t)
  const who = await init(connection)
  const next = await init(connection, { who: { producerId: who.producerId, producerEpoch: 0 } })
  t.match(next, { error: 'NONE', producerEpoch: 1 })
  t.match(await init(connection, { who: { producerId: who.producerId, producerEpoch: 0 } }), next, 'a repetition')
  const stranger = { producerId: who.producerId + 77, producerEpoch: 0 }
  t.match(await init(connection, { who: stranger }), { error: 'PRODUCER_FENCED', producerId: -1 })
  t.match(await init(connection, { who: stranger, version: 3 }), { error: 'INVALID_PRODUCER_EPOCH' })
})

t.test('who is not what it says is refused', async t => {
  const { connection } = await start(t)
  t.match(await init(connection, { timeoutMs: 900_001 }), { error: 'INVALID_TRANSACTION_TIMEOUT' })
  t.match(await init(connection, { timeoutMs: 0 }), { error: 'INVALID_TRANSACTION_TIMEOUT' })
  const nobody = { producerId: 5, producerEpoch: 0 }
  t.same(await add(connection, nobody), ['INVALID_PRODUCER_ID_MAPPING'])
  t.match(await end(connection, nobody, true), { error: 'INVALID_PRODUCER_ID_MAPPING' })
  t.equal(await produce(connection, nobody, ['x']), 'INVALID_PRODUCER_ID_MAPPING')
  t.equal(await produce(connection, nobody, ['x'], { transactionalId: null }), 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED')
  t.equal(errorName((await describe(connection, 'nobody')).errorCode), 'TRANSACTIONAL_ID_NOT_FOUND')
  const who = await init(connection)
  t.match(await end(connection, who, true), { error: 'INVALID_TXN_STATE' }, 'nothing to commit')
  t.match(await end(connection, who, true, 3), { error: 'INVALID_TXN_STATE' })
  t.match(await end(connection, who, false), { error: 'NONE', producerEpoch: 1 }, 'an empty abort gives an epoch')
})
