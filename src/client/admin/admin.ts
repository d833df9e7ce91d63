/**
 * Admin: topics, partitions, settings, offsets, the cluster. Each call is one question; results of several items carry each
 * item's own error, and `unwrap` throws the first.
 *
 * @example
 * await using admin = await Admin.connect('localhost:9092')
 * await admin.createTopics([{ name: 'orders', partitions: 3 }])
 */
import { adminConfigs } from '../../config/admin.ts'
import { resolve } from '../../config/define.ts'
import { ZERO_UUID } from '../../lib/uuid.ts'
import { type ErrorName, errorName, KafkaError } from '../../protocol/errors.ts'
import { ListOffsets } from '../../protocol/generated/apis/02-list-offsets.ts'
import { CreateTopics } from '../../protocol/generated/apis/19-create-topics.ts'
import { DeleteTopics } from '../../protocol/generated/apis/20-delete-topics.ts'
import { DeleteRecords } from '../../protocol/generated/apis/21-delete-records.ts'
import { DescribeConfigs } from '../../protocol/generated/apis/32-describe-configs.ts'
import { DescribeLogDirs, type DescribeLogDirsResponse } from '../../protocol/generated/apis/35-describe-log-dirs.ts'
import { CreatePartitions } from '../../protocol/generated/apis/37-create-partitions.ts'
import { IncrementalAlterConfigs } from '../../protocol/generated/apis/44-incremental-alter-configs.ts'
import { DescribeCluster, type DescribeClusterResponse } from '../../protocol/generated/apis/60-describe-cluster.ts'
import { DescribeTopicPartitions } from '../../protocol/generated/apis/75-describe-topic-partitions.ts'
import type { Offset, Timestamp } from '../../protocol/types.ts'
import { ANY, Cluster, type TopicInfo } from '../cluster.ts'

export type AdminConfigs = Readonly<Record<string, string>> & { readonly 'bootstrap.servers': string }

export interface NewTopic {
  name: string
  /** Default: the broker's num.partitions. */
  partitions?: number
  /** Default: the broker's default.replication.factor. */
  replicationFactor?: number
  /** Broker ids by partition, instead of both. */
  assignments?: ReadonlyMap<number, readonly number[]>
  configs?: Readonly<Record<string, string>>
}

export interface CreatedTopic {
  name: string
  error: KafkaError | undefined
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

export interface TopicDescription {
  name: string
  topicId: string
  internal: boolean
  error: KafkaError | undefined
  partitions: PartitionDescription[]
}

/** ConfigResource.Type. */
export const resourceTypes = { topic: 2, broker: 4, brokerLogger: 8, clientMetrics: 16, group: 32 } as const
/** AlterConfigOp.OpType. */
export const configOperations = { set: 0, delete: 1, append: 2, subtract: 3 } as const

export interface Resource {
  type: number
  name: string
}

export interface ConfigEntry {
  name: string
  value: string | null
  readOnly: boolean
  /** 1 dynamic topic, 2 dynamic broker, 3 dynamic default broker, 4 static broker, 5 default, 7 client metrics, 8 group. */
  source: number
  sensitive: boolean
  type: number
  documentation: string | null
  synonyms: readonly { name: string; value: string | null; source: number }[]
}

export interface ConfigChange {
  name: string
  operation: number
  value: string | null
}

export interface ListedOffset {
  topic: string
  partition: number
  error: KafkaError | undefined
  /** -1: no record at or after that time. */
  offset: Offset
  timestamp: Timestamp
  leaderEpoch: number
}

/** Instead of a time: what ListOffsets calls them. */
export const offsetSpecs = { latest: -1, earliest: -2, maxTimestamp: -3, earliestLocal: -4, latestTiered: -5 } as const

const BROKER_TIMEOUT_MS = 30_000
/** DeleteTopics by name alone, up to this version. */
const NAMES_ONLY = 5

export class Admin {
  readonly cluster: Cluster

  private constructor(cluster: Cluster) {
    this.cluster = cluster
  }

  static async connect(target: string | AdminConfigs): Promise<Admin> {
    const given = typeof target === 'string' ? { 'bootstrap.servers': target } : target
    const config = resolve(adminConfigs, given)
    return new Admin(
      await Cluster.connect({
        bootstrapServers: given['bootstrap.servers'],
        clientId: config['client.id'] || 'tskafka-admin',
        requestTimeoutMs: config['request.timeout.ms'],
        apiTimeoutMs: config['default.api.timeout.ms'],
        metadataMaxAgeMs: 0,
      }),
    )
  }

  /** Changes go to the controller; a broker passes them on. */
  get #controller(): number {
    return this.cluster.controllerId < 0 ? ANY : this.cluster.controllerId
  }

  async createTopics(topics: readonly NewTopic[], options: { validateOnly?: boolean } = {}): Promise<CreatedTopic[]> {
    const response = await this.cluster.retry(() =>
      this.cluster.request(CreateTopics, this.#controller, {
        topics: topics.map(({ name, partitions = -1, replicationFactor = -1, assignments, configs = {} }) => ({
          name,
          numPartitions: assignments ? -1 : partitions,
          replicationFactor: assignments ? -1 : replicationFactor,
          assignments: [...(assignments ?? [])].map(([partitionIndex, brokerIds]) => ({ partitionIndex, brokerIds })),
          configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
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

  async deleteTopics(names: readonly string[]): Promise<{ name: string; error: KafkaError | undefined }[]> {
    const response = await this.cluster.retry(() =>
      this.cluster.request(DeleteTopics, this.#controller, version => ({
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

  async createPartitions(
    counts: ReadonlyMap<string, number>,
    options: { assignments?: ReadonlyMap<string, readonly (readonly number[])[]>; validateOnly?: boolean } = {},
  ) {
    const response = await this.cluster.retry(() =>
      this.cluster.request(CreatePartitions, this.#controller, {
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

  /** Names of all topics, sorted; internal ones too unless told otherwise. */
  async listTopics(options: { internal?: boolean } = {}): Promise<TopicInfo[]> {
    const topics = await this.cluster.retry(() => this.cluster.allTopics())
    return topics
      .filter(({ internal }) => options.internal !== false || !internal)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** By DescribeTopicPartitions where the broker has it (it pages, and knows eligible leader replicas), else by Metadata. */
  async describeTopics(names: readonly string[]): Promise<TopicDescription[]> {
    if (names.length === 0) return []
    return this.cluster.retry(async () =>
      (await this.cluster.serves(DescribeTopicPartitions)) ? this.#describePaged(names) : this.#describePlain(names),
    )
  }

  async #describePaged(names: readonly string[]): Promise<TopicDescription[]> {
    const topics = new Map<string, TopicDescription>()
    let cursor: { topicName: string; partitionIndex: number } | null = null
    do {
      const response: Awaited<ReturnType<typeof ask>> = await ask(this.cluster, [...names].sort(), cursor)
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

  async #describePlain(names: readonly string[]): Promise<TopicDescription[]> {
    const response = await this.cluster.refresh(names)
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

  describeCluster(options: { includeFenced?: boolean } = {}): Promise<DescribeClusterResponse> {
    return this.cluster.retry(async () => {
      const response = await this.cluster.request(DescribeCluster, ANY, version =>
        version >= 2
          ? { includeClusterAuthorizedOperations: false, includeFencedBrokers: options.includeFenced ?? false }
          : { includeClusterAuthorizedOperations: false },
      )
      const error = failure(response.errorCode, response.errorMessage, 'the cluster')
      if (error) throw error
      return response
    })
  }

  /** Settings of resources; `names` for some of them only. A broker is asked about itself. */
  async describeConfigs(
    resources: readonly Resource[],
    options: { names?: readonly string[]; synonyms?: boolean; documentation?: boolean } = {},
  ) {
    const answers: { type: number; name: string; error: KafkaError | undefined; entries: ConfigEntry[] }[] = []
    for (const [node, group] of byNode(resources)) {
      const response = await this.cluster.retry(() =>
        this.cluster.request(DescribeConfigs, node, {
          resources: group.map(({ type, name }) => ({
            resourceType: type,
            resourceName: name,
            configurationKeys: options.names ?? null,
          })),
          includeSynonyms: options.synonyms ?? false,
          includeDocumentation: options.documentation ?? false,
        }),
      )
      for (const row of response.results)
        answers.push({
          type: row.resourceType,
          name: row.resourceName,
          error: failure(row.errorCode, row.errorMessage, row.resourceName),
          entries: row.configs.map(
            ({ name, value, readOnly, configSource, isSensitive, configType, documentation, synonyms }) => ({
              name,
              value,
              readOnly,
              source: configSource,
              sensitive: isSensitive,
              type: configType,
              documentation,
              synonyms,
            }),
          ),
        })
    }
    return answers
  }

  async incrementalAlterConfigs(
    changes: readonly (Resource & { changes: readonly ConfigChange[] })[],
    options: { validateOnly?: boolean } = {},
  ) {
    const answers: (Resource & { error: KafkaError | undefined })[] = []
    for (const [node, group] of byNode(changes)) {
      const response = await this.cluster.retry(() =>
        this.cluster.request(IncrementalAlterConfigs, node, {
          resources: group.map(({ type, name, changes }) => ({
            resourceType: type,
            resourceName: name,
            configs: changes.map(({ name, operation, value }) => ({ name, configOperation: operation, value })),
          })),
          validateOnly: options.validateOnly ?? false,
        }),
      )
      for (const row of response.responses)
        answers.push({
          type: row.resourceType,
          name: row.resourceName,
          error: failure(row.errorCode, row.errorMessage, row.resourceName),
        })
    }
    return answers
  }

  /** Offsets of partitions at a time, or at one of `offsetSpecs`. Each leader is asked once. */
  async listOffsets(
    wanted: readonly { topic: string; partition: number; timestamp: Timestamp }[],
    options: { readCommitted?: boolean } = {},
  ): Promise<ListedOffset[]> {
    return this.cluster.retry(async () => {
      const rows: ListedOffset[] = []
      const byLeader = new Map<number, { topic: string; partition: number; timestamp: Timestamp }[]>()
      for (const each of wanted)
        try {
          const { leader } = await this.cluster.leaderOf(each.topic, each.partition)
          byLeader.set(leader, [...(byLeader.get(leader) ?? []), each])
        } catch (error) {
          if (!(error instanceof KafkaError)) throw error
          rows.push({ topic: each.topic, partition: each.partition, error, offset: -1, timestamp: -1, leaderEpoch: -1 })
        }
      for (const [leader, group] of byLeader) {
        const topics = new Map<string, { partitionIndex: number; currentLeaderEpoch: number; timestamp: Timestamp }[]>()
        for (const { topic, partition, timestamp } of group)
          topics.set(topic, [
            ...(topics.get(topic) ?? []),
            { partitionIndex: partition, currentLeaderEpoch: -1, timestamp },
          ])
        const response = await this.cluster.request(ListOffsets, leader, {
          replicaId: -1,
          isolationLevel: options.readCommitted ? 1 : 0,
          topics: [...topics].map(([name, partitions]) => ({ name, partitions })),
          timeoutMs: BROKER_TIMEOUT_MS,
        })
        for (const { name, partitions } of response.topics)
          for (const { partitionIndex, errorCode, offset, timestamp, leaderEpoch } of partitions)
            rows.push({
              topic: name,
              partition: partitionIndex,
              error: failure(errorCode, null, `${name}-${partitionIndex}`),
              offset,
              timestamp,
              leaderEpoch,
            })
      }
      return rows
    })
  }

  /** Delete records before an offset (-1: all there are). @returns where each partition begins then */
  async deleteRecords(before: readonly { topic: string; partition: number; offset: Offset }[]) {
    const rows: { topic: string; partition: number; error: KafkaError | undefined; lowWatermark: Offset }[] = []
    for (const { topic, partition, offset } of before) {
      const response = await this.cluster.retry(async () => {
        const { leader } = await this.cluster.leaderOf(topic, partition)
        const topics = [{ name: topic, partitions: [{ partitionIndex: partition, offset }] }]
        return this.cluster.request(DeleteRecords, leader, { topics, timeoutMs: BROKER_TIMEOUT_MS })
      })
      const [row] = response.topics[0]?.partitions ?? []
      rows.push({
        topic,
        partition,
        error: failure(row?.errorCode ?? -1, null, `${topic}-${partition}`),
        lowWatermark: row?.lowWatermark ?? -1,
      })
    }
    return rows
  }

  /** Directories, and what lies in them, broker by broker. */
  async describeLogDirs(
    brokers: readonly number[] = [...this.cluster.brokers.keys()],
  ): Promise<Map<number, DescribeLogDirsResponse['results']>> {
    const answers = new Map<number, DescribeLogDirsResponse['results']>()
    for (const broker of brokers)
      answers.set(
        broker,
        (await this.cluster.retry(() => this.cluster.request(DescribeLogDirs, broker, { topics: null }))).results,
      )
    return answers
  }

  close(): Promise<void> {
    return this.cluster.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

const ask = (
  cluster: Cluster,
  names: readonly string[],
  cursor: { topicName: string; partitionIndex: number } | null,
) =>
  cluster.request(DescribeTopicPartitions, ANY, {
    topics: names.map(name => ({ name })),
    responsePartitionLimit: 2000,
    cursor,
  })

function failure(code: number, message: string | null, what: string): KafkaError | undefined {
  if (code === 0) return undefined
  const name: ErrorName = errorName(code)
  return new KafkaError(name, message ?? `${name}: ${what}`)
}

/** A broker's own settings are asked of itself; all else of any broker. */
function byNode<R extends Resource>(resources: readonly R[]): Map<number, R[]> {
  const groups = new Map<number, R[]>()
  for (const resource of resources) {
    const own =
      resource.name !== '' && (resource.type === resourceTypes.broker || resource.type === resourceTypes.brokerLogger)
    const node = own ? Number(resource.name) : ANY
    groups.set(node, [...(groups.get(node) ?? []), resource])
  }
  return groups
}

/** Throw the first error of `rows`, if there is one. */
export function unwrap<Row extends { error: KafkaError | undefined }>(rows: readonly Row[]): readonly Row[] {
  for (const { error } of rows) if (error) throw error
  return rows
}
