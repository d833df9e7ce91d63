import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { ElectLeaders } from '../../../src/protocol/generated/apis/43-elect-leaders.ts'
import { startWithTopic } from '../start.ts'

t.test('a node by itself leads all it can: no election is needed, and of all partitions none is told', async t => {
  const { connection, broker } = await startWithTopic(t, { partitions: 2 })
  const epoch = broker.metadata.partition('orders', 0)!.leaderEpoch
  for (let version = 0; version <= ElectLeaders.max; version++) {
    const answer = await connection.send(ElectLeaders, version, {
      topicPartitions: [
        { topic: 'orders', partitions: [0, 5] },
        { topic: 'nowhere', partitions: [0] },
      ],
    })
    t.match(answer, { errorCode: 0 })
    t.same(
      answer.replicaElectionResults.map(({ topic, partitionResult }) => [
        topic,
        ...partitionResult.map(({ errorCode, errorMessage }) => `${errorName(errorCode)}: ${errorMessage}`),
      ]),
      [
        [
          'orders',
          'ELECTION_NOT_NEEDED: Leader election not needed for topic partition.',
          'UNKNOWN_TOPIC_OR_PARTITION: No such partition as orders-5',
        ],
        ['nowhere', 'UNKNOWN_TOPIC_OR_PARTITION: No such topic as nowhere'],
      ],
    )
    t.match(await connection.send(ElectLeaders, version, { topicPartitions: null }), {
      errorCode: 0,
      replicaElectionResults: [{ topic: 'orders', partitionResult: [] }],
    })
  }
  t.equal(broker.metadata.partition('orders', 0)!.leaderEpoch, epoch)
})

t.test('a kind of election that nobody knows', async t => {
  const { connection } = await startWithTopic(t)
  const topicPartitions = [{ topic: 'orders', partitions: [0] }]
  const answer = await connection.send(ElectLeaders, 2, { electionType: 7, topicPartitions })
  t.equal(errorName(answer.errorCode), 'INVALID_REQUEST')
  t.match(answer.replicaElectionResults, [
    { topic: 'orders', partitionResult: [{ errorCode: 42, errorMessage: 'Unknown election type 7' }] },
  ])
})
