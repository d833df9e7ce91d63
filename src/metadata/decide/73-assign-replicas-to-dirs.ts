/**
 * AssignReplicasToDirs v0: a broker tells in which of its directories its copies lie. One in a directory that does not work
 * has no leader there; one that nobody led because its directory was not known is led again.
 * Source: KIP-858; Kafka 4.3 `ReplicationControlManager.handleAssignReplicasToDirs`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type {
  AssignReplicasToDirsRequest,
  AssignReplicasToDirsResponseInit,
} from '../../protocol/generated/apis/73-assign-replicas-to-dirs.ts'
import { PartitionChangeRecord } from '../../protocol/generated/records/metadata/05-partition-change.ts'
import type { PartitionState, TopicState } from '../cache.ts'
import { type MetadataRecord, record } from '../records.ts'
import { demandBrokerEpoch, withoutBroker } from './63-broker-heartbeat.ts'
import type { Decide } from './state.ts'

const NOBODY = -1
const DIRECTORIES_SINCE = 17

export const assignReplicasToDirs: Decide<AssignReplicasToDirsRequest, AssignReplicasToDirsResponseInit> = (
  state,
  { brokerId, brokerEpoch, directories },
) => {
  const { metadata } = state
  if ((metadata.features.get('metadata.version') ?? 0) < DIRECTORIES_SINCE)
    throw new KafkaError('UNSUPPORTED_VERSION', 'Directory assignment is not supported yet.')
  const { logDirs } = demandBrokerEpoch(state, brokerId, brokerEpoch)
  const records: MetadataRecord[] = []
  const assign = (id: string, topic: TopicState | undefined, partitionIndex: number) => {
    if (!topic) throw new KafkaError('UNKNOWN_TOPIC_ID', 'No topic has this id')
    const partition = topic.partitions[partitionIndex]
    if (!partition)
      throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `No such partition as ${topic.name}-${partitionIndex}`)
    const place = partition.replicas.indexOf(brokerId)
    if (place < 0)
      throw new KafkaError(
        'NOT_LEADER_OR_FOLLOWER',
        `Broker ${brokerId} has no copy of ${topic.name}-${partitionIndex}`,
      )
    const directory = partition.directories[place]
    const offline = logDirs.length > 0 && !logDirs.includes(id)
    const change = {
      ...(directory !== id && {
        directories: partition.replicas.map((_, i) => (i === place ? id : partition.directories[i]!)),
      }),
      ...(offline ? withoutBroker(state, partition, brokerId) : withBroker(partition, brokerId)),
    }
    if (Object.keys(change).length > 0)
      records.push(record(PartitionChangeRecord, { topicId: topic.id, partitionId: partitionIndex, ...change }))
  }
  const answer = directories.map(({ id, topics }) => ({
    id,
    topics: topics.map(({ topicId, partitions }) => ({
      topicId,
      partitions: partitions.map(({ partitionIndex }) => {
        try {
          assign(id, metadata.topicById(topicId), partitionIndex)
          return { partitionIndex, errorCode: 0 }
        } catch (error) {
          if (!(error instanceof KafkaError)) throw error
          return { partitionIndex, errorCode: error.code }
        }
      }),
    })),
  }))
  return { records, response: { throttleTimeMs: 0, errorCode: 0, directories: answer } }
}

/** Nobody leads, and this broker has all records: it leads. */
function withBroker({ leader, isr, elr, lastKnownElr }: PartitionState, brokerId: number) {
  const inSync = isr.includes(brokerId)
  if (leader !== NOBODY || !(inSync || (isr.length === 0 && elr.includes(brokerId)))) return {}
  return {
    leader: brokerId,
    ...(!inSync && { isr: [brokerId] }),
    ...(elr.length > 0 && { eligibleLeaderReplicas: [] }),
    ...(lastKnownElr.length > 0 && { lastKnownElr: [] }),
  }
}
