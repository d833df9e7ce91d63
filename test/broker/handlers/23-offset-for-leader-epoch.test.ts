import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { OffsetForLeaderEpoch } from '../../../src/protocol/generated/apis/23-offset-for-leader-epoch.ts'
import { batchOf, directory, produceTo, startBroker, startWithTopic } from '../start.ts'

const ask = (leaderEpoch: number, currentLeaderEpoch = -1) => ({
  topics: [{ topic: 'orders', partitions: [{ partition: 0, currentLeaderEpoch, leaderEpoch }] }],
})

t.test('every version says where the epoch ended', async t => {
  const { connection } = await startWithTopic(t)
  await produceTo(connection, 'orders', 0, batchOf(['a', 'b']))
  for (let version = OffsetForLeaderEpoch.min; version <= OffsetForLeaderEpoch.max; version++) {
    const { topics } = await connection.send(OffsetForLeaderEpoch, version, ask(0))
    t.match(topics, [{ topic: 'orders', partitions: [{ partition: 0, errorCode: 0, leaderEpoch: 0, endOffset: 2 }] }])
  }
})

t.test('an epoch that ended in a restart, one that never was, and one that is fenced', async t => {
  const dir = directory(t)
  const one = await startWithTopic(t, { broker: { 'log.dirs': dir } })
  await produceTo(one.connection, 'orders', 0, batchOf(['a', 'b']))
  await one.broker.close()
  const { connect, broker } = await startBroker(t, {}, dir)
  const connection = await connect()
  const epoch = broker.metadata.partition('orders', 0)!.leaderEpoch
  t.ok(epoch > 0, 'a restart is a new epoch')
  await produceTo(connection, 'orders', 0, batchOf(['c']))
  const at = async (leaderEpoch: number, current = -1) => {
    const { topics } = await connection.send(OffsetForLeaderEpoch, 4, ask(leaderEpoch, current))
    const { errorCode, leaderEpoch: found, endOffset } = topics[0]!.partitions[0]!
    return [errorName(errorCode), found, endOffset]
  }
  t.same(await at(0), ['NONE', 0, 2])
  t.same(await at(epoch), ['NONE', epoch, 3])
  t.same(await at(epoch + 5), ['NONE', -1, -1])
  t.same(await at(0, 0), ['FENCED_LEADER_EPOCH', -1, -1])
  t.same(await at(0, epoch + 1), ['UNKNOWN_LEADER_EPOCH', -1, -1])
})
