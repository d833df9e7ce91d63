import t from 'tap'
import { DescribeLogDirs } from '../../../src/protocol/generated/apis/35-describe-log-dirs.ts'
import { batchOf, createTopic, directory, produceTo, startBroker, startWithTopic } from '../start.ts'

t.test('every version tells the directories and the sizes in them', async t => {
  const { connection, dir } = await startWithTopic(t, { partitions: 2 })
  const batch = batchOf(['a'])
  await produceTo(connection, 'orders', 1, batch)
  for (let version = DescribeLogDirs.min; version <= DescribeLogDirs.max; version++) {
    const { results } = await connection.send(DescribeLogDirs, version, { topics: null })
    t.equal(results.length, 1)
    const [result] = results
    t.match(result, { errorCode: 0, logDir: dir })
    const orders = result?.topics.find(({ name }) => name === 'orders')
    t.same(
      orders?.partitions
        .map(({ partitionIndex, partitionSize, offsetLag }) => [partitionIndex, partitionSize, offsetLag])
        .sort(),
      [
        [0, 0, 0],
        [1, batch.length, 0],
      ],
    )
    if (version >= 4) t.ok(result!.totalBytes > result!.usableBytes && result!.usableBytes > 0)
  }
})

t.test('only what was asked for', async t => {
  const { connection } = await startWithTopic(t, { partitions: 2 })
  const { results } = await connection.send(DescribeLogDirs, 4, {
    topics: [
      { topic: 'orders', partitions: [1] },
      { topic: 'nowhere', partitions: [0] },
    ],
  })
  t.same(
    results[0]!.topics.map(({ name, partitions }) => `${name} ${partitions.map(each => each.partitionIndex)}`),
    ['orders 1'],
  )
})

t.test('several directories share the partitions', async t => {
  const dir = directory(t)
  const { connect } = await startBroker(t, { 'log.dirs': `${dir}/a,${dir}/b` })
  const connection = await connect()
  await createTopic(connection, 'orders', 4)
  const { results } = await connection.send(DescribeLogDirs, 4, { topics: null })
  t.same(
    results.map(({ logDir }) => logDir),
    [`${dir}/a`, `${dir}/b`],
  )
  for (const { topics } of results) t.equal(topics.find(({ name }) => name === 'orders')?.partitions.length, 2)
})
