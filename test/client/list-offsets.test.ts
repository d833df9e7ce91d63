import t, { type Test } from 'tap'
import { Cluster } from '../../src/client/cluster.ts'
import { listOffsets, offsetSpecs } from '../../src/client/list-offsets.ts'
import { errorCodes } from '../../src/protocol/errors.ts'
import { ListOffsets } from '../../src/protocol/generated/apis/02-list-offsets.ts'
import { FakeBroker, HANG_UP } from './fake-broker.ts'

/** Two brokers; `orders` has partitions 0 and 2 on the first, 1 on the second. Offsets are 10 times the partition. */
async function setUp(t: Test) {
  const other = await FakeBroker.start({}, 2)
  const broker = await FakeBroker.start({ orders: { partitions: 3, leaders: [1, 2, 1], leaderEpoch: 4 } })
  broker.others.push(other)
  for (const each of [broker, other])
    each.on(ListOffsets, ({ topics }) => ({
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex, timestamp }) => ({
          partitionIndex,
          errorCode: 0,
          offset: 10 * partitionIndex,
          timestamp,
          leaderEpoch: -1,
        })),
      })),
    }))
  const cluster = await Cluster.connect({ bootstrapServers: broker.bootstrap, apiTimeoutMs: 300 })
  t.teardown(async () => {
    await cluster.close()
    await broker.close()
    await other.close()
  })
  return { broker, other, cluster }
}
const at = (partition: number, timestamp: number = offsetSpecs.latest, topic = 'orders') => ({
  topic,
  partition,
  timestamp,
})

t.test('each leader is asked once, for all of its partitions; rows come in the order of the queries', async t => {
  const { broker, other, cluster } = await setUp(t)
  const rows = await listOffsets(cluster, [at(2), at(1), at(0)])
  t.same(
    rows.map(({ partition, offset, error }) => [partition, offset, error]),
    [
      [2, 20, undefined],
      [1, 10, undefined],
      [0, 0, undefined],
    ],
  )
  t.equal(broker.of('ListOffsets').length, 1)
  t.match(broker.of('ListOffsets')[0]!.body, {
    replicaId: -1,
    isolationLevel: 0,
    topics: [{ name: 'orders', partitions: [{ partitionIndex: 2, currentLeaderEpoch: 4 }, { partitionIndex: 0 }] }],
  })
  t.match(other.of('ListOffsets')[0]!.body.topics, [{ partitions: [{ partitionIndex: 1 }] }])
  await listOffsets(cluster, [at(0)], { readCommitted: true })
  t.equal(broker.of('ListOffsets')[1]!.body.isolationLevel, 1)
})

t.test('one partition’s error, one leader’s silence and a topic that is not there do not fail the others', async t => {
  const { broker, other, cluster } = await setUp(t)
  other.on(ListOffsets, () => HANG_UP)
  broker.on(ListOffsets, ({ topics }) => ({
    topics: topics.map(({ name }) => ({
      name,
      partitions: [
        {
          partitionIndex: 0,
          errorCode: errorCodes.OFFSET_OUT_OF_RANGE.code,
          offset: -1,
          timestamp: -1,
          leaderEpoch: -1,
        },
      ],
    })),
  }))
  const rows = await listOffsets(cluster, [at(0), at(1), at(2), at(0, 5, 'nowhere'), at(7)])
  t.same(
    rows.map(({ topic, partition, error }) => `${topic}-${partition} ${error?.name}`),
    [
      'orders-0 OFFSET_OUT_OF_RANGE',
      'orders-1 NETWORK_EXCEPTION',
      'orders-2 UNKNOWN_SERVER_ERROR', // It was not in the answer.
      'nowhere-0 UNKNOWN_TOPIC_OR_PARTITION',
      'orders-7 UNKNOWN_TOPIC_OR_PARTITION',
    ],
  )
  t.match(rows[0]!.error, { message: 'Cannot find an offset of orders-0: OFFSET_OUT_OF_RANGE' })
  for (const { offset, timestamp } of rows) t.same([offset, timestamp], [-1, -1])
})

t.test('an old broker is not asked for a place that it would take for a time', async t => {
  const { broker, cluster } = await setUp(t)
  broker.claims.set('ListOffsets', { min: 1, max: 6 })
  await cluster.close()
  const old = await Cluster.connect({ bootstrapServers: broker.bootstrap, apiTimeoutMs: 300 })
  t.teardown(() => old.close())
  t.match(await listOffsets(old, [at(0, offsetSpecs.maxTimestamp)]), [{ error: { name: 'UNSUPPORTED_VERSION' } }])
  t.match(await listOffsets(old, [at(0, offsetSpecs.earliest)]), [{ error: undefined, offset: 0 }])
  t.same(
    broker.of('ListOffsets').map(({ version, body }) => [version, body.topics[0].partitions[0].timestamp]),
    [[6, -2]],
  )
})
