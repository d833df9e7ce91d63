import t from 'tap'
import { alterPartitionReassignments } from '../../../src/metadata/decide/45-alter-partition-reassignments.ts'
import { errorName } from '../../../src/protocol/errors.ts'
import { cluster, directoryOf } from '../cluster.ts'

const ask = (replicas: number[] | null, allowReplicationFactorChange = true) => ({
  timeoutMs: 1000,
  allowReplicationFactorChange,
  topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, replicas }] }],
})
const errorOf = ({
  responses,
}: {
  responses: readonly { partitions: readonly { errorCode?: number | undefined }[] }[]
}) => errorName(responses[0]!.partitions[0]!.errorCode ?? 0)

t.test('another order, or fewer replicas, are there at once', async t => {
  const { decide, partition } = cluster(t, [{ replicas: [1, 2, 3] }])
  t.equal(errorOf(decide(alterPartitionReassignments, ask([3, 2, 1])).response), 'NONE')
  t.match(partition(), {
    replicas: [3, 2, 1],
    directories: [3, 2, 1].map(directoryOf),
    leader: 1,
    leaderEpoch: 0,
    partitionEpoch: 1,
    adding: [],
    removing: [],
  })
  decide(alterPartitionReassignments, ask([2, 3]))
  t.match(partition(), {
    replicas: [2, 3],
    isr: [2, 3],
    leader: 2,
    leaderEpoch: 1,
    directories: [2, 3].map(directoryOf),
  })
  t.same(decide(alterPartitionReassignments, ask([2, 3])).records, [], 'what is so already')
})

t.test('new replicas are begun, and can be taken back', async t => {
  const { decide, partition } = cluster(t, [{ replicas: [1, 2] }])
  decide(alterPartitionReassignments, ask([2, 3]))
  t.match(partition(), { replicas: [2, 3, 1], adding: [3], removing: [1], isr: [1, 2], leader: 1 })
  t.same(partition().directories, [2, 3, 1].map(directoryOf))
  t.equal(errorOf(decide(alterPartitionReassignments, ask(null)).response), 'NONE')
  t.match(partition(), { replicas: [2, 1], adding: [], removing: [], isr: [1, 2], leader: 1 })
  t.equal(errorOf(decide(alterPartitionReassignments, ask(null)).response), 'NO_REASSIGNMENT_IN_PROGRESS')
})

t.test('who was the last in sync is not taken away', async t => {
  const { decide, partition } = cluster(t, [{ replicas: [1, 2], isr: [1] }])
  decide(alterPartitionReassignments, ask([2]))
  t.match(partition(), { replicas: [2, 1], removing: [1], isr: [1], leader: 1 })
  const lost = cluster(t, [{ replicas: [1, 2], isr: [2], leader: 2, addingReplicas: [2] }])
  t.equal(errorOf(lost.decide(alterPartitionReassignments, ask(null)).response), 'INVALID_REPLICA_ASSIGNMENT')
})

t.test('the replication factor stays, when that was asked for', async t => {
  const { decide } = cluster(t, [{ replicas: [1, 2] }])
  const { response } = decide(alterPartitionReassignments, ask([1], false))
  t.equal(errorOf(response), 'INVALID_REPLICATION_FACTOR')
  t.equal(response.allowReplicationFactorChange, false)
})
