import t from 'tap'
import { electLeaders } from '../../../src/metadata/decide/43-elect-leaders.ts'
import { errorName } from '../../../src/protocol/errors.ts'
import { cluster } from '../cluster.ts'

const elect = (type: number, partitions: number[] = [0]) => ({
  electionType: type,
  topicPartitions: [{ topic: 'orders', partitions }],
  timeoutMs: 1000,
})
const PREFERRED = 0
const UNCLEAN = 1

t.test('the preferred replica leads again, where it is alive and in sync', async t => {
  const replicas = [2, 1, 3]
  const { decide, partition } = cluster(
    t,
    [
      { replicas, leader: 1 },
      { replicas, leader: 1, isr: [1, 3] },
      { replicas: [3, 1], leader: 1 },
    ],
    { alive: [1, 2] },
  )
  const { response } = decide(electLeaders, elect(PREFERRED, [0, 1, 2]))
  t.same(
    response.replicaElectionResults[0]!.partitionResult.map(({ errorCode = 0 }) => errorName(errorCode)),
    ['NONE', 'PREFERRED_LEADER_NOT_AVAILABLE', 'PREFERRED_LEADER_NOT_AVAILABLE'],
  )
  t.match(partition(), { leader: 2, leaderEpoch: 1, isr: replicas })
  t.match([partition(1), partition(2)], [{ leader: 1 }, { leader: 1 }])
})

t.test('of all partitions those are told where something happened, or should have', async t => {
  const { decide, partition } = cluster(
    t,
    [{ replicas: [1, 2] }, { replicas: [2, 1], leader: 1 }, { replicas: [3, 1], leader: 1 }],
    { alive: [1, 2] },
  )
  const { response } = decide(electLeaders, { electionType: PREFERRED, topicPartitions: null, timeoutMs: 1 })
  t.match(response.replicaElectionResults, [
    {
      topic: 'orders',
      partitionResult: [
        { partitionId: 1, errorMessage: null },
        { partitionId: 2, errorCode: 80 },
      ],
    },
  ])
  t.equal(partition(1).leader, 2)
})

t.test('uncleanly leads who has all records, else who had, else who has any', async t => {
  const nobody = { replicas: [1, 2, 3], leader: -1 }
  const { decide, partition } = cluster(
    t,
    [
      { ...nobody, isr: [3], eligibleLeaderReplicas: [2], lastKnownElr: [2] },
      { ...nobody, isr: [], eligibleLeaderReplicas: [2], lastKnownElr: [3] },
      { ...nobody, isr: [], lastKnownElr: [2] },
      { ...nobody, isr: [3] },
      { replicas: [3], leader: -1 },
    ],
    { alive: [1, 2] },
  )
  const { response, records } = decide(electLeaders, elect(UNCLEAN, [0, 1, 2, 3, 4]))
  t.match(
    [0, 1, 2, 3].map(index => partition(index)),
    [
      { leader: 2, isr: [2], elr: [], lastKnownElr: [] },
      { leader: 2, isr: [2], elr: [], lastKnownElr: [] },
      { leader: 2, isr: [2], lastKnownElr: [] },
      { leader: 1, isr: [1] },
    ],
  )
  t.same(
    records.map(({ value }) => (value as { leaderRecoveryState?: number }).leaderRecoveryState ?? -1),
    [-1, -1, 1, 1],
    'records may be lost with the last two',
  )
  t.equal(
    errorName(response.replicaElectionResults[0]!.partitionResult[4]!.errorCode!),
    'ELIGIBLE_LEADERS_NOT_AVAILABLE',
  )
})
