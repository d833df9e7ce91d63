import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { InitProducerId } from '../../../src/protocol/generated/apis/22-init-producer-id.ts'
import { connectTo, directory, startBroker } from '../start.ts'

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
