/**
 * ElectLeaders v0-2: the preferred replica leads again (type 0), or whoever is alive, at the cost of records (type 1).
 * Source: KIP-183, KIP-460; Kafka 4.3 `ReplicationControlManager.electLeaders`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { ElectLeadersRequest, ElectLeadersResponseInit } from '../../protocol/generated/apis/43-elect-leaders.ts'
import { PartitionChangeRecord } from '../../protocol/generated/records/metadata/05-partition-change.ts'
import type { PartitionState } from '../cache.ts'
import { type MetadataRecord, record } from '../records.ts'
import type { ControllerState, Decide } from './state.ts'

const PREFERRED = 0
const UNCLEAN = 1
const RECOVERING = 1

export const electLeaders: Decide<ElectLeadersRequest, ElectLeadersResponseInit> = (
  state,
  { electionType, topicPartitions },
) => {
  if (electionType !== PREFERRED && electionType !== UNCLEAN)
    throw new KafkaError('INVALID_REQUEST', `Unknown election type ${electionType}`)
  const records: MetadataRecord[] = []
  const elect = (topic: string, partitionId: number) => {
    try {
      records.push(election(state, topic, partitionId, electionType))
      return { partitionId, errorMessage: null }
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      return { partitionId, errorCode: error.code, errorMessage: error.message, needed: error.name }
    }
  }
  const wanted =
    topicPartitions ??
    Array.from(state.metadata.topics.values(), ({ name, partitions }) => ({
      topic: name,
      partitions: [...partitions.keys()],
    }))
  const replicaElectionResults = wanted.map(({ topic, partitions }) => ({
    topic,
    partitionResult: partitions
      .map(partition => elect(topic, partition))
      // Of all partitions, those are told that something happened to, or should have.
      .filter(({ needed }) => topicPartitions !== null || needed !== 'ELECTION_NOT_NEEDED')
      .map(({ needed: _, ...row }) => row),
  }))
  return { records, response: { replicaElectionResults } }
}

function election({ metadata }: ControllerState, name: string, partitionId: number, type: number): MetadataRecord {
  const topic = metadata.topics.get(name)
  if (!topic) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `No such topic as ${name}`)
  const partition = topic.partitions[partitionId]
  if (!partition) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `No such partition as ${name}-${partitionId}`)
  if (type === PREFERRED ? partition.leader === partition.replicas[0] : partition.leader !== -1)
    throw new KafkaError('ELECTION_NOT_NEEDED', 'Leader election not needed for topic partition.')
  const alive = (id: number) => metadata.brokers.get(id)?.fenced === false
  const leader = type === PREFERRED ? preferred(partition, alive) : anyone(partition, alive)
  const clean = partition.isr.includes(leader) || partition.elr.includes(leader)
  return record(PartitionChangeRecord, {
    topicId: topic.id,
    partitionId,
    leader,
    ...(!partition.isr.includes(leader) && { isr: [leader] }),
    ...(!clean && { leaderRecoveryState: RECOVERING }),
    ...(!partition.isr.includes(leader) && partition.elr.length > 0 && { eligibleLeaderReplicas: [] }),
    ...(!partition.isr.includes(leader) && partition.lastKnownElr.length > 0 && { lastKnownElr: [] }),
  })
}

type Alive = (id: number) => boolean

function preferred({ replicas, isr }: PartitionState, alive: Alive): number {
  const [first] = replicas
  if (first !== undefined && isr.includes(first) && alive(first)) return first
  throw new KafkaError('PREFERRED_LEADER_NOT_AVAILABLE', 'The preferred leader was not available.')
}

/** Who has all records, if somebody has; else who had, else who has any. */
function anyone({ replicas, isr, elr, lastKnownElr }: PartitionState, alive: Alive): number {
  const found = [isr, elr, lastKnownElr, replicas].flat().find(alive)
  if (found !== undefined) return found
  throw new KafkaError('ELIGIBLE_LEADERS_NOT_AVAILABLE', 'Eligible topic partition leaders are not available.')
}
