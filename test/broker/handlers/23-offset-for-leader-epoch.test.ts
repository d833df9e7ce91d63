import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { OffsetForLeaderEpoch } from '../../../src/protocol/generated/apis/23-offset-for-leader-epoch.ts'
import { batchOf, produceTo, startWithTopic } from '../start.ts'

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

t.test('epochs that ended, one between them, one that never was, and what the client believes', async t => {
  const { connection, broker } = await startWithTopic(t)
  const { topics } = await connection.send(OffsetForLeaderEpoch, 4, ask(0))
  t.match(topics[0]!.partitions, [{ errorCode: 0, leaderEpoch: 0, endOffset: 0 }], 'nothing is written yet')
  await produceTo(connection, 'orders', 0, batchOf(['a', 'b']))
  const { log } = broker.partitions.leader('orders', 0)
  log.append(batchOf(['c']), { leaderEpoch: 5, origin: 'coordinator' })
  log.write()
  const at = async (leaderEpoch: number, current = -1) => {
    const { topics } = await connection.send(OffsetForLeaderEpoch, 4, ask(leaderEpoch, current))
    const { errorCode, leaderEpoch: found, endOffset } = topics[0]!.partitions[0]!
    return [errorName(errorCode), found, endOffset]
  }
  t.same(await at(0), ['NONE', 0, 3], 'the metadata says that it is the current one')
  t.same(await at(3), ['NONE', 0, 2], 'the last one before it')
  t.same(await at(5), ['NONE', 5, 3])
  t.same(await at(7), ['NONE', -1, -1])
  t.same(await at(0, 0), ['NONE', 0, 3])
  t.same(await at(0, 1), ['UNKNOWN_LEADER_EPOCH', -1, -1])
})

t.test("errors are each partition's own", async t => {
  const { connection } = await startWithTopic(t)
  const { topics } = await connection.send(OffsetForLeaderEpoch, 4, {
    topics: [{ topic: 'nowhere', partitions: [{ partition: 0, leaderEpoch: 0 }] }, ...ask(0).topics],
  })
  t.same(
    topics.map(({ partitions }) => errorName(partitions[0]!.errorCode)),
    ['UNKNOWN_TOPIC_OR_PARTITION', 'NONE'],
  )
})
