import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { ListOffsets } from '../../../src/protocol/generated/apis/02-list-offsets.ts'
import { DeleteRecords } from '../../../src/protocol/generated/apis/21-delete-records.ts'
import { batchOf, createTopic, offsetAt, produceTo, startBroker, startWithTopic } from '../start.ts'

const [LATEST, EARLIEST, MAX_TIMESTAMP, EARLIEST_LOCAL, LATEST_TIERED, EARLIEST_PENDING] = [-1, -2, -3, -4, -5, -6]

t.test('latest, earliest, by time, and the places that versions brought', async t => {
  const { connection } = await startWithTopic(t)
  t.match(await offsetAt(connection, 'orders', 0, LATEST), { offset: 0, timestamp: -1, leaderEpoch: 0 })
  t.match(await offsetAt(connection, 'orders', 0, EARLIEST), { offset: 0, timestamp: -1, leaderEpoch: 0 })
  t.match(await offsetAt(connection, 'orders', 0, MAX_TIMESTAMP), { offset: -1, timestamp: -1 }, 'of nothing')
  for (const [value, timestamp] of [
    ['a', 100],
    ['b', 300],
    ['c', 200],
  ] as const)
    await produceTo(connection, 'orders', 0, batchOf([value, value], {}, timestamp))
  // 0 1 at 100, 2 3 at 300, 4 5 at 200
  for (const [timestamp, offset, found] of [
    [LATEST, 6, -1],
    [EARLIEST, 0, -1],
    [0, 0, 100],
    [100, 0, 100],
    [101, 2, 300],
    [300, 2, 300],
    [301, -1, -1],
    [MAX_TIMESTAMP, 2, 300],
  ] as const)
    t.match(
      await offsetAt(connection, 'orders', 0, timestamp),
      { errorCode: 0, offset, timestamp: found },
      `at ${timestamp}`,
    )
  t.match(await offsetAt(connection, 'orders', 0, EARLIEST_LOCAL, 8), { offset: 0 })
  t.match(await offsetAt(connection, 'orders', 0, LATEST_TIERED, 9), { offset: -1, leaderEpoch: -1 })
  t.match(await offsetAt(connection, 'orders', 0, EARLIEST_PENDING, 11), { offset: -1 })
})

t.test('a place asked of a version that does not know it', async t => {
  const { connection } = await startWithTopic(t)
  for (const [timestamp, version] of [
    [MAX_TIMESTAMP, 6],
    [EARLIEST_LOCAL, 7],
    [LATEST_TIERED, 8],
    [EARLIEST_PENDING, 10],
    [-7, 11],
  ] as const)
    t.match(
      await offsetAt(connection, 'orders', 0, timestamp, version),
      { error: 'UNSUPPORTED_VERSION' },
      `${timestamp}`,
    )
})

t.test('every version answers', async t => {
  const { connection } = await startWithTopic(t)
  await produceTo(connection, 'orders', 0, batchOf(['a', 'b']))
  for (let version = ListOffsets.min; version <= ListOffsets.max; version++)
    t.match(await offsetAt(connection, 'orders', 0, LATEST, version), {
      errorCode: 0,
      offset: 2,
      leaderEpoch: version < 4 ? -1 : 0,
    })
})

t.test("errors are each partition's own; one named twice is refused", async t => {
  const { connection } = await startWithTopic(t)
  const { topics } = await connection.send(ListOffsets, 7, {
    replicaId: -1,
    isolationLevel: 0,
    topics: [
      { name: 'orders', partitions: [0, 5].map(partitionIndex => ({ partitionIndex, timestamp: LATEST })) },
      { name: 'nowhere', partitions: [{ partitionIndex: 0, timestamp: LATEST }] },
    ],
  })
  t.same(
    topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex, errorCode }) => `${name}-${partitionIndex} ${errorName(errorCode)}`),
    ),
    ['orders-0 NONE', 'orders-5 UNKNOWN_TOPIC_OR_PARTITION', 'nowhere-0 UNKNOWN_TOPIC_OR_PARTITION'],
  )
  const twice = await connection.send(ListOffsets, 7, {
    replicaId: -1,
    isolationLevel: 0,
    topics: [{ name: 'orders', partitions: [0, 0].map(partitionIndex => ({ partitionIndex, timestamp: LATEST })) }],
  })
  t.same(
    twice.topics[0]!.partitions.map(({ errorCode }) => errorName(errorCode)),
    ['INVALID_REQUEST'],
  )
})

t.test('earliest follows deleted records', async t => {
  const { connection } = await startWithTopic(t)
  for (const value of ['a', 'b', 'c']) await produceTo(connection, 'orders', 0, batchOf([value]))
  await connection.send(DeleteRecords, 2, {
    topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, offset: 2 }] }],
    timeoutMs: 1000,
  })
  t.match(await offsetAt(connection, 'orders', 0, EARLIEST), { offset: 2 })
})

t.test('partitions of a large topic that nobody has used are empty, and asking makes none of them', async t => {
  const { broker, connect } = await startBroker(t)
  const connection = await connect()
  await createTopic(connection, 'large', 500)
  const partitions = (timestamp: number) =>
    Array.from({ length: 500 }, (_, partitionIndex) => ({ partitionIndex, timestamp }))
  for (const [timestamp, offset] of [
    [-1, 0],
    [-2, 0],
    [-3, -1],
    [-4, 0],
    [1000, -1],
  ] as const) {
    const { topics } = await connection.send(ListOffsets, 8, {
      replicaId: -1,
      isolationLevel: 0,
      topics: [{ name: 'large', partitions: partitions(timestamp) }],
    })
    t.ok(
      topics[0]!.partitions.every(each => each.errorCode === 0 && each.offset === offset),
      `timestamp ${timestamp}`,
    )
  }
  t.equal(broker.logs.list().filter(({ topic }) => topic === 'large').length, 0)
})
