import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { AlterPartitionReassignments } from '../../../src/protocol/generated/apis/45-alter-partition-reassignments.ts'
import { startWithTopic } from '../start.ts'

const rows: [name: string, index: number, replicas: number[] | null, error: string, message: string | null][] = [
  ['orders', 0, null, 'NO_REASSIGNMENT_IN_PROGRESS', null],
  ['orders', 0, [1], 'NONE', null],
  ['orders', 9, [1], 'UNKNOWN_TOPIC_OR_PARTITION', 'Unable to find partition orders:9.'],
  ['nowhere', 0, [1], 'UNKNOWN_TOPIC_OR_PARTITION', 'Unable to find a topic named nowhere.'],
  ['orders', 0, [], 'INVALID_REPLICA_ASSIGNMENT', 'The manual partition assignment includes an empty replica list.'],
  [
    'orders',
    0,
    [1, 1],
    'INVALID_REPLICA_ASSIGNMENT',
    'The manual partition assignment includes the broker 1 more than once.',
  ],
  [
    'orders',
    0,
    [1, 2],
    'INVALID_REPLICA_ASSIGNMENT',
    'The manual partition assignment includes broker 2, but no such broker is registered.',
  ],
]

t.test('a node by itself has nowhere else to put a partition', async t => {
  const { connection, broker } = await startWithTopic(t, { broker: { 'node.id': '1' } })
  const before = broker.metadata.partition('orders', 0)
  for (let version = 0; version <= AlterPartitionReassignments.max; version++) {
    const answer = await connection.send(AlterPartitionReassignments, version, {
      topics: rows.map(([name, partitionIndex, replicas]) => ({ name, partitions: [{ partitionIndex, replicas }] })),
      ...(version > 0 && { allowReplicationFactorChange: false }),
    })
    t.match(answer, { errorCode: 0, errorMessage: null, allowReplicationFactorChange: version === 0 })
    t.same(
      answer.responses.map(({ name, partitions: [row] }) => [name, errorName(row!.errorCode), row!.errorMessage]),
      rows.map(([name, , , error, message]) => [name, error, message]),
    )
  }
  t.same(broker.metadata.partition('orders', 0), before)
})
