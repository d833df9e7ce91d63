import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { UnregisterBroker } from '../../../src/protocol/generated/apis/64-unregister-broker.ts'
import { startBroker } from '../start.ts'

t.test('who is not registered cannot be forgotten, and this one runs', async t => {
  const { broker, connect } = await startBroker(t)
  const connection = await connect()
  for (const brokerId of [7, -1]) {
    const { errorCode, errorMessage } = await connection.send(UnregisterBroker, 0, { brokerId })
    t.equal(errorName(errorCode), 'BROKER_ID_NOT_REGISTERED')
    t.equal(errorMessage, `Broker ID ${brokerId} is not currently registered`)
  }
  t.equal(errorName((await connection.send(UnregisterBroker, 0, { brokerId: 1 })).errorCode), 'INVALID_REQUEST')
  t.ok(broker.metadata.brokers.has(1))
})
