/** Topics: create, delete, grow, list, describe. */
import { type GivenConfigs, textsOf } from '../../config/given.ts'
import type { topicConfigs } from '../../config/topic.ts'
import { ZERO_UUID } from '../../lib/uuid.ts'
import { CreateTopics } from '../../protocol/generated/apis/19-create-topics.ts'
import { DeleteTopics } from '../../protocol/generated/apis/20-delete-topics.ts'
import { CreatePartitions } from '../../protocol/generated/apis/37-create-partitions.ts'
import { DescribeTopicPartitions } from '../../protocol/generated/apis/75-describe-topic-partitions.ts'
import { ANY, type Cluster, type TopicInfo } from '../cluster.ts'
import { BROKER_TIMEOUT_MS, controllerOf, failure, type Outcome } from './results.ts'

export interface NewTopic {
  name: string
  /** Default: the broker's num.partitions. */
  partitions?: number
  /** Default: the broker's default.replication.factor. */
  replicationFactor?: number
  /** Broker ids by partition, instead of both. */
  assignments?: ReadonlyMap<number, readonly number[]>
  configs?: GivenConfigs<typeof topicConfigs>
}

export interface CreatedTopic extends Outcome {
  name: string
  topicId: string
  partitions: number
  replicationFactor: number
}

export interface PartitionDescription {
  index: number
  leader: number
  leaderEpoch: number
  replicas: readonly number[]
  isr: readonly number[]
  elr: readonly number[] | null
  lastKnownElr: readonly number[] | null
  offline: readonly number[]
}

export interface TopicDescription extends Outcome {
  name: string
  topicId: string
  internal: boolean
  partitions: PartitionDescription[]
}

/** DeleteTopics by name alone, up to this version. */
const NAMES_ONLY = 5
/** Of one answer of DescribeTopicPartitions. */
const PAGE = 2000

export async function createTopics(
  cluster: Cluster,
  topics: readonly NewTopic[],
  options: { validateOnly?: boolean } = {},
): Promise<CreatedTopic[]> {
  const response = await cluster.retry(() =>
    cluster.request(CreateTopics, controllerOf(cluster), {
      topics: topics.map(({ name, partitions = -1, replicationFactor = -1, assignments, configs = {} }) => ({
        name,
        numPartitions: assignments ? -1 : partitions,
        replicationFactor: assignments ? -1 : replicationFactor,
        assignments: [...(assignments ?? [])].map(([partitionIndex, brokerIds]) => ({ partitionIndex, brokerIds })),
        configs: Object.entries(textsOf(configs)).map(([name, value]) => ({ name, value })),
      })),
      timeoutMs: BROKER_TIMEOUT_MS,
      validateOnly: options.validateOnly ?? false,
    }),
  )
  return response.topics.map(row => ({
    name: row.name,
    error: failure(row.errorCode, row.errorMessage, row.name),
    topicId: row.topicId,
    partitions: row.numPartitions,
    replicationFactor: row.replicationFactor,
  }))
}

export async function deleteTopics(
  cluster: Cluster,
  names: readonly string[],
): Promise<({ name: string } & Outcome)[]> {
  const response = await cluster.retry(() =>
    cluster.request(DeleteTopics, controllerOf(cluster), version => ({
      topics: version > NAMES_ONLY ? names.map(name => ({ name, topicId: ZERO_UUID })) : [],
      topicNames: version > NAMES_ONLY ? [] : names,
      timeoutMs: BROKER_TIMEOUT_MS,
    })),
  )
  return response.responses.map(({ name, errorCode, errorMessage }) => ({
    name: name ?? '',
    error: failure(errorCode, errorMessage, name ?? ''),
  }))
}

export async function createPartitions(
  cluster: Cluster,
  counts: ReadonlyMap<string, number>,
  options: { assignments?: ReadonlyMap<string, readonly (readonly number[])[]>; validateOnly?: boolean } = {},
): Promise<({ name: string } & Outcome)[]> {
  const response = await cluster.retry(() =>
    cluster.request(CreatePartitions, controllerOf(cluster), {
      topics: [...counts].map(([name, count]) => ({
        name,
        count,
        assignments: options.assignments?.get(name)?.map(brokerIds => ({ brokerIds })) ?? null,
      })),
      timeoutMs: BROKER_TIMEOUT_MS,
      validateOnly: options.validateOnly ?? false,
    }),
  )
  return response.results.map(({ name, errorCode, errorMessage }) => ({
    name,
    error: failure(errorCode, errorMessage, name),
  }))
}

/** All topics, sorted by name; internal ones too unless told otherwise. */
export async function listTopics(cluster: Cluster, options: { internal?: boolean } = {}): Promise<TopicInfo[]> {
  const topics = await cluster.retry(() => cluster.allTopics())
  return topics
    .filter(({ internal }) => options.internal !== false || !internal)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** By DescribeTopicPartitions where the broker has it (it pages, and knows eligible leader replicas), else by Metadata. */
export async function describeTopics(cluster: Cluster, names: readonly string[]): Promise<TopicDescription[]> {
  if (names.length === 0) return []
  return cluster.retry(async () =>
    (await cluster.serves(DescribeTopicPartitions)) ? describePaged(cluster, names) : describePlain(cluster, names),
  )
}

async function describePaged(cluster: Cluster, names: readonly string[]): Promise<TopicDescription[]> {
  const topics = new Map<string, TopicDescription>()
  const sorted = [...names].sort().map(name => ({ name }))
  let cursor: { topicName: string; partitionIndex: number } | null = null
  do {
    const response: Awaited<ReturnType<typeof ask>> = await ask(cluster, sorted, cursor)
    for (const row of response.topics) {
      const name = row.name ?? ''
      const known = topics.get(name) ?? {
        name,
        topicId: row.topicId,
        internal: row.isInternal,
        error: failure(row.errorCode, null, name),
        partitions: [],
      }
      topics.set(name, known)
      for (const partition of row.partitions)
        known.partitions.push({
          index: partition.partitionIndex,
          leader: partition.leaderId,
          leaderEpoch: partition.leaderEpoch,
          replicas: partition.replicaNodes,
          isr: partition.isrNodes,
          elr: partition.eligibleLeaderReplicas,
          lastKnownElr: partition.lastKnownElr,
          offline: partition.offlineReplicas,
        })
    }
    cursor = response.nextCursor
  } while (cursor)
  return [...topics.values()]
}

const ask = (
  cluster: Cluster,
  topics: readonly { name: string }[],
  cursor: { topicName: string; partitionIndex: number } | null,
) => cluster.request(DescribeTopicPartitions, ANY, { topics, responsePartitionLimit: PAGE, cursor })

async function describePlain(cluster: Cluster, names: readonly string[]): Promise<TopicDescription[]> {
  const response = await cluster.refresh(names)
  return response.topics.map(row => ({
    name: row.name ?? '',
    topicId: row.topicId,
    internal: row.isInternal,
    error: failure(row.errorCode, null, row.name ?? ''),
    partitions: row.partitions.map(partition => ({
      index: partition.partitionIndex,
      leader: partition.leaderId,
      leaderEpoch: partition.leaderEpoch,
      replicas: partition.replicaNodes,
      isr: partition.isrNodes,
      elr: null,
      lastKnownElr: null,
      offline: partition.offlineReplicas,
    })),
  }))
}
