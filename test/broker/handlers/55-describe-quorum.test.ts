import t from 'tap'
import { ZERO_UUID } from '../../../src/lib/uuid.ts'
import { errorName } from '../../../src/protocol/errors.ts'
import { DescribeQuorum } from '../../../src/protocol/generated/apis/55-describe-quorum.ts'
import { createTopic, startBroker } from '../start.ts'

const ask = (topicName: string, ...indexes: number[]) => ({
  topics: [{ topicName, partitions: indexes.map(partitionIndex => ({ partitionIndex })) }],
})

t.test('this node leads, votes, and has everything; each version tells its part', async t => {
  const { broker, connect } = await startBroker(t)
  const connection = await connect()
  await createTopic(connection, 'orders')
  for (let version = 0; version <= DescribeQuorum.max; version++) {
    const { errorCode, topics, nodes } = await connection.send(DescribeQuorum, version, ask('__cluster_metadata', 0))
    const { nextOffset: highWatermark, epoch: leaderEpoch } = broker.metadata.position
    t.equal(errorCode, 0)
    t.match(topics, [
      {
        topicName: '__cluster_metadata',
        partitions: [{ errorCode: 0, leaderId: 1, leaderEpoch, highWatermark, observers: [] }],
      },
    ])
    const [voter, ...others] = topics[0]!.partitions[0]!.currentVoters
    t.match(voter, { replicaId: 1, logEndOffset: highWatermark })
    t.same(others, [])
    t.equal(voter!.lastFetchTimestamp > 0, version > 0)
    t.equal(voter!.lastCaughtUpTimestamp, voter!.lastFetchTimestamp)
    t.equal(voter!.replicaDirectoryId, version > 1 ? broker.logs.dirs[0]!.directoryId : ZERO_UUID)
    t.same(
      nodes.map(({ nodeId, listeners }) => [nodeId, ...listeners.map(({ name }) => name)]),
      version > 1 ? [[1, 'CONTROLLER']] : [],
    )
  }
})

t.test('of another topic, or of more than the one partition, it knows nothing', async t => {
  const { connect } = await startBroker(t)
  const connection = await connect()
  for (const request of [
    ask('orders', 0, 1),
    ask('__cluster_metadata', 1),
    ask('__cluster_metadata', 0, 1),
    { topics: [...ask('__cluster_metadata', 0).topics, ...ask('orders', 0).topics] },
    ask('__cluster_metadata'),
    { topics: [] },
  ])
    for (let version = 0; version <= DescribeQuorum.max; version++) {
      const { errorCode, topics } = await connection.send(DescribeQuorum, version, request)
      t.equal(errorCode, 0)
      t.equal(topics.length, request.topics.length)
      for (const { errorCode, currentVoters } of topics.flatMap(({ partitions }) => partitions))
        t.same([errorName(errorCode), currentVoters], ['UNKNOWN_TOPIC_OR_PARTITION', []])
    }
})
