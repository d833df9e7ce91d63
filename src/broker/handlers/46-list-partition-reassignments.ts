/**
 * ListPartitionReassignments v0: partitions that get other replicas, and are not done. Source: KIP-455; Kafka 4.3
 * `ReplicationControlManager.listPartitionReassignments`.
 */
import type { PartitionState } from '../../metadata/cache.ts'
import { ListPartitionReassignments } from '../../protocol/generated/apis/46-list-partition-reassignments.ts'
import { handler } from '../handler.ts'

export const listPartitionReassignments = handler(
  ListPartitionReassignments,
  ({ topics }, session, { acls, metadata }) => {
    acls.demand(session, 'DESCRIBE', 'CLUSTER')
    const wanted =
      topics ??
      Array.from(metadata.topics.values(), ({ name, partitions }) => ({
        name,
        partitionIndexes: [...partitions.keys()],
      }))
    const found = wanted.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.flatMap(index => ongoing(index, metadata.partition(name, index))),
    }))
    return { errorMessage: null, topics: found.filter(({ partitions }) => partitions.length > 0) }
  },
  { refusal: (_request, error) => ({ ...error, topics: [] }) },
)

const ongoing = (partitionIndex: number, partition: PartitionState | undefined) =>
  partition && partition.adding.length + partition.removing.length > 0
    ? [
        {
          partitionIndex,
          replicas: partition.replicas,
          addingReplicas: partition.adding,
          removingReplicas: partition.removing,
        },
      ]
    : []
