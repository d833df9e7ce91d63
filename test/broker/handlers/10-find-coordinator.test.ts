import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { FindCoordinator } from '../../../src/protocol/generated/apis/10-find-coordinator.ts'
import { startBroker } from '../start.ts'

const [GROUP, TRANSACTION, SHARE] = [0, 1, 2]

t.test('every version finds this broker for groups, and makes the topic', async t => {
  const { broker, connect } = await startBroker(t)
  const connection = await connect()
  const port = Number(broker.address.split(':')[1])
  const here = { errorCode: 0, nodeId: broker.nodeId, host: '127.0.0.1', port }
  for (let version = 0; version <= FindCoordinator.max; version++) {
    const request = version < 4 ? { key: 'g' } : { coordinatorKeys: ['g', 'h'] }
    const response = await connection.send(FindCoordinator, version, {
      ...request,
      ...(version > 0 ? { keyType: GROUP } : {}),
    })
    if (version < 4) t.match(response, here)
    else
      t.match(response.coordinators, [
        { key: 'g', ...here },
        { key: 'h', ...here },
      ])
  }
  t.match(broker.metadata.topics.get('__consumer_offsets'), { internal: true })
  t.equal(broker.metadata.topics.get('__consumer_offsets')?.partitions.length, 50)
})

t.test('transactional ids have a topic of their own', async t => {
  const { broker, connect } = await startBroker(t, { 'transaction.state.log.num.partitions': '7' })
  const { coordinators } = await (await connect()).send(FindCoordinator, 4, {
    keyType: TRANSACTION,
    coordinatorKeys: ['t'],
  })
  t.match(coordinators, [{ key: 't', errorCode: 0, nodeId: broker.nodeId }])
  t.equal(broker.metadata.topics.get('__transaction_state')?.partitions.length, 7)
})

t.test('types that are not served', async t => {
  const { connect } = await startBroker(t)
  const connection = await connect()
  for (const keyType of [SHARE, 9]) {
    const { coordinators } = await connection.send(FindCoordinator, 6, { keyType, coordinatorKeys: ['a'] })
    t.equal(errorName(coordinators[0]!.errorCode), 'INVALID_REQUEST')
    t.match(coordinators, [{ key: 'a', nodeId: -1 }])
  }
})

// Made by Java: Utils.abs("...".hashCode()) % 50; the last one hashes to -2^31.
