/**
 * AlterPartitionReassignments v0-1: other replicas for a partition, or those it had. What needs no copying is done at once;
 * what does is begun, and waits for a broker that copies.
 * Source: KIP-455, KIP-860 (v1); Kafka 4.3 `ReplicationControlManager.alterPartitionReassignments`, `PartitionReassignmentReplicas`.
 * Not here: the end of a reassignment that had to copy, which comes with followers.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponseInit,
} from '../../protocol/generated/apis/45-alter-partition-reassignments.ts'
import { PartitionChangeRecord } from '../../protocol/generated/records/metadata/05-partition-change.ts'
import type { PartitionState } from '../cache.ts'
import { UNASSIGNED } from '../directories.ts'
import { type MetadataRecord, record } from '../records.ts'
import { demandReplicas } from './19-create-topics.ts'
import type { ControllerState, Decide } from './state.ts'

export const alterPartitionReassignments: Decide<
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponseInit
> = (state, { topics, allowReplicationFactorChange }) => {
  const records: MetadataRecord[] = []
  const responses = topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex, replicas }) => {
      try {
        records.push(...change(state, name, partitionIndex, replicas, allowReplicationFactorChange))
        return { partitionIndex, errorMessage: null }
      } catch (error) {
        if (!(error instanceof KafkaError)) throw error
        return { partitionIndex, errorCode: error.code, errorMessage: error.message || null }
      }
    }),
  }))
  return { records, response: { errorMessage: null, allowReplicationFactorChange, responses } }
}

interface Target {
  replicas: readonly number[]
  isr: readonly number[]
  adding: readonly number[]
  removing: readonly number[]
}

function change(
  state: ControllerState,
  name: string,
  partitionId: number,
  wanted: readonly number[] | null,
  mayResize: boolean,
): MetadataRecord[] {
  const topic = state.metadata.topics.get(name)
  if (!topic) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `Unable to find a topic named ${name}.`)
  const partition = topic.partitions[partitionId]
  if (!partition) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `Unable to find partition ${name}:${partitionId}.`)
  if (wanted) demandReplicas(state, wanted, wanted.length)
  const before = partition.replicas.filter(id => !partition.adding.includes(id))
  if (wanted && !mayResize && wanted.length !== before.length)
    throw new KafkaError(
      'INVALID_REPLICATION_FACTOR',
      `The replication factor is changed from ${before.length} to ${wanted.length}`,
    )
  const target = wanted ? reassigned(partition, wanted) : reverted(partition, before)
  const leader = target.replicas.includes(partition.leader) ? partition.leader : nextLeader(state, target)
  if (same(target, partition) && leader === partition.leader) return []
  return [
    record(PartitionChangeRecord, {
      topicId: topic.id,
      partitionId,
      ...changedOf(target, partition),
      ...(leader !== partition.leader && { leader }),
      ...(!equal(target.replicas, partition.replicas) && {
        replicas: target.replicas,
        directories: target.replicas.map(id => directoryOf(state, partition, id)),
      }),
    }),
  ]
}

/** Both sets of replicas until the new ones have everything; where they have, the new ones. */
function reassigned({ replicas, isr }: PartitionState, wanted: readonly number[]): Target {
  const removing = replicas.filter(id => !wanted.includes(id))
  const adding = wanted.filter(id => !replicas.includes(id))
  const kept = isr.filter(id => !removing.includes(id))
  if (adding.length === 0 && (kept.length > 0 || removing.length === 0))
    return { replicas: wanted, isr: kept, adding: [], removing: [] }
  return { replicas: [...wanted, ...removing], isr, adding, removing }
}

/** @throws {KafkaError} NO_REASSIGNMENT_IN_PROGRESS, INVALID_REPLICA_ASSIGNMENT */
function reverted({ isr, adding, removing }: PartitionState, before: readonly number[]): Target {
  if (adding.length + removing.length === 0) throw new KafkaError('NO_REASSIGNMENT_IN_PROGRESS', '')
  const kept = isr.filter(id => before.includes(id))
  if (kept.length === 0)
    throw new KafkaError(
      'INVALID_REPLICA_ASSIGNMENT',
      'The replicas that were there before have no longer all records: going back would lose some.',
    )
  return { replicas: before, isr: kept, adding: [], removing: [] }
}

const nextLeader = ({ metadata }: ControllerState, { replicas, isr }: Target): number =>
  replicas.find(id => isr.includes(id) && metadata.brokers.get(id)?.fenced === false) ?? -1

const directoryOf = (state: ControllerState, { replicas, directories }: PartitionState, id: number) =>
  directories[replicas.indexOf(id)] ?? state.directoryOf(id) ?? UNASSIGNED

const equal = (a: readonly number[], b: readonly number[]) => a.length === b.length && a.every((id, i) => id === b[i])

const same = (target: Target, partition: PartitionState) =>
  (['replicas', 'isr', 'adding', 'removing'] as const).every(field => equal(target[field], partition[field]))

const changedOf = (target: Target, partition: PartitionState) => ({
  ...(!equal(target.isr, partition.isr) && { isr: target.isr }),
  ...(!equal(target.adding, partition.adding) && { addingReplicas: target.adding }),
  ...(!equal(target.removing, partition.removing) && { removingReplicas: target.removing }),
})
