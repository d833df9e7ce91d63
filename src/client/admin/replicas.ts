/**
 * Where replicas are: elections of leaders, moves between brokers and between directories of one.
 * Source: KIP-183, KIP-460 (elections), KIP-455 (reassignments), KIP-113 (directories).
 */
import type { KafkaError } from '../../protocol/errors.ts'
import { AlterReplicaLogDirs } from '../../protocol/generated/apis/34-alter-replica-log-dirs.ts'
import { ElectLeaders } from '../../protocol/generated/apis/43-elect-leaders.ts'
import { AlterPartitionReassignments } from '../../protocol/generated/apis/45-alter-partition-reassignments.ts'
import { ListPartitionReassignments } from '../../protocol/generated/apis/46-list-partition-reassignments.ts'
import type { Cluster } from '../cluster.ts'
import { groupByTopic, keyOf, type TopicPartition } from '../offsets.ts'
import { describeLogDirs } from './cluster.ts'
import { BROKER_TIMEOUT_MS, controllerOf, demand, failure, type Outcome } from './results.ts'

/** ElectionType. */
export const electionTypes = { preferred: 0, unclean: 1 } as const
export type ElectionType = keyof typeof electionTypes

/** ElectLeaders elects others than the preferred from this version on. */
const UNCLEAN = 1

/** @param partitions those that need an election, if not given @returns each with its error; ELECTION_NOT_NEEDED is one */
export async function electLeaders(
  cluster: Cluster,
  type: ElectionType,
  partitions?: readonly TopicPartition[],
): Promise<(TopicPartition & Outcome)[]> {
  const topics =
    partitions && groupByTopic(partitions, ({ partition }) => partition).map(row => ({ topic: row.name, ...row }))
  const response = await cluster.retry(() =>
    cluster.request(
      ElectLeaders,
      controllerOf(cluster),
      { electionType: electionTypes[type], topicPartitions: topics ?? null, timeoutMs: BROKER_TIMEOUT_MS },
      { minVersion: type === 'preferred' ? 0 : UNCLEAN },
    ),
  )
  demand(response.errorCode, null, 'the election')
  return response.replicaElectionResults.flatMap(({ topic, partitionResult }) =>
    partitionResult.map(({ partitionId: partition, errorCode, errorMessage }) => ({
      topic,
      partition,
      error: failure(errorCode, errorMessage, keyOf({ topic, partition })),
    })),
  )
}

export interface Reassignment extends TopicPartition {
  /** All of them, those that come and those that go too. */
  replicas: readonly number[]
  adding: readonly number[]
  removing: readonly number[]
}

/** Partitions whose replicas move now: of these, or of all. */
export async function listReassignments(
  cluster: Cluster,
  partitions?: readonly TopicPartition[],
): Promise<Reassignment[]> {
  const topics =
    partitions &&
    groupByTopic(partitions, ({ partition }) => partition).map(({ name, partitions }) => ({
      name,
      partitionIndexes: partitions,
    }))
  const response = await cluster.retry(() =>
    cluster.request(ListPartitionReassignments, controllerOf(cluster), {
      timeoutMs: BROKER_TIMEOUT_MS,
      topics: topics ?? null,
    }),
  )
  demand(response.errorCode, response.errorMessage, 'the reassignments')
  return response.topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, replicas, addingReplicas, removingReplicas }) => ({
      topic: name,
      partition: partitionIndex,
      replicas,
      adding: addingReplicas,
      removing: removingReplicas,
    })),
  )
}

/** @param replicas null: stop the move that goes on @returns each with its error */
export async function alterReassignments(
  cluster: Cluster,
  moves: readonly (TopicPartition & { replicas: readonly number[] | null })[],
  options: { allowReplicationFactorChange?: boolean } = {},
): Promise<(TopicPartition & Outcome)[]> {
  const { allowReplicationFactorChange = true } = options
  const response = await cluster.retry(() =>
    cluster.request(
      AlterPartitionReassignments,
      controllerOf(cluster),
      {
        timeoutMs: BROKER_TIMEOUT_MS,
        allowReplicationFactorChange,
        topics: groupByTopic(moves, ({ partition, replicas }) => ({ partitionIndex: partition, replicas })),
      },
      { minVersion: allowReplicationFactorChange ? 0 : 1 },
    ),
  )
  demand(response.errorCode, response.errorMessage, 'the reassignments')
  return response.responses.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex: partition, errorCode, errorMessage }) => ({
      topic: name,
      partition,
      error: failure(errorCode, errorMessage, keyOf({ topic: name, partition })),
    })),
  )
}

/** A replica is a partition on a broker. */
export interface Replica extends TopicPartition {
  readonly broker: number
}

export interface ReplicaDirectory extends Replica {
  /** Undefined: the broker has none in a directory that works. */
  current: string | undefined
  /** Where it is being moved to. */
  future: string | undefined
}

/** In which directories replicas are. */
export async function describeReplicaLogDirs(
  cluster: Cluster,
  replicas: readonly Replica[],
): Promise<ReplicaDirectory[]> {
  const brokers = [...new Set(replicas.map(({ broker }) => broker))].filter(id => cluster.brokers.has(id))
  const dirs = await describeLogDirs(cluster, brokers)
  return replicas.map(replica => {
    const found: ReplicaDirectory = { ...replica, current: undefined, future: undefined }
    for (const { logDir, topics, errorCode } of dirs.get(replica.broker) ?? [])
      for (const { name, partitions } of errorCode === 0 ? topics : [])
        for (const { partitionIndex, isFutureKey } of partitions)
          if (name === replica.topic && partitionIndex === replica.partition)
            found[isFutureKey ? 'future' : 'current'] = logDir
    return found
  })
}

/** @returns each with its error; REPLICA_NOT_AVAILABLE: it is not on that broker yet */
export async function alterReplicaLogDirs(
  cluster: Cluster,
  moves: readonly (Replica & { directory: string })[],
): Promise<(Replica & Outcome)[]> {
  const rows: (Replica & Outcome)[] = []
  for (const broker of new Set(moves.map(each => each.broker))) {
    const here = moves.filter(each => each.broker === broker)
    const paths = [...new Set(here.map(({ directory }) => directory))]
    const dirs = paths.map(path => ({
      path,
      topics: groupByTopic(
        here.filter(({ directory }) => directory === path),
        ({ partition }) => partition,
      ),
    }))
    const response = await cluster.retry(() => cluster.request(AlterReplicaLogDirs, broker, { dirs }))
    for (const { topicName, partitions } of response.results)
      for (const { partitionIndex, errorCode } of partitions) {
        const error: KafkaError | undefined = failure(errorCode, null, `${topicName}-${partitionIndex}`)
        rows.push({ topic: topicName, partition: partitionIndex, broker, error })
      }
  }
  return rows
}
