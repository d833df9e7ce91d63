/**
 * CreateTopics v2-7: a topic, its settings, its partitions. One topic's refusal does not fail its neighbours.
 * Source: KIP-4, KIP-464 (defaults by -1), KIP-525 (what was made); Kafka 4.3 `ReplicationControlManager.createTopics`.
 * Not here: CreateTopicPolicy, which is a Java class.
 */
import { operations, resourceTypes } from '../../config/alter.ts'
import { type ErrorName, errorCodes, KafkaError } from '../../protocol/errors.ts'
import type { CreateTopicsRequest, CreateTopicsResponseInit } from '../../protocol/generated/apis/19-create-topics.ts'
import { TopicRecord } from '../../protocol/generated/records/metadata/02-topic.ts'
import { PartitionRecord } from '../../protocol/generated/records/metadata/03-partition.ts'
import { ConfigRecord } from '../../protocol/generated/records/metadata/04-config.ts'
import { UNASSIGNED } from '../directories.ts'
import { type MetadataRecord, record } from '../records.ts'
import { demandTopicName } from '../topic-names.ts'
import { changed } from './changes.ts'
import type { ControllerState, Decide } from './state.ts'

type Creatable = CreateTopicsRequest['topics'][number]

/** One request may make so many partitions: more would be one batch of the log too large. Source: Kafka `MAX_PARTITIONS_PER_BATCH`. */
const MAX_PARTITIONS = 10_000

export const createTopics: Decide<CreateTopicsRequest, CreateTopicsResponseInit> = (
  state,
  { topics, validateOnly },
) => {
  const records: MetadataRecord[] = []
  const names = topics.map(({ name }) => name)
  const taken = new Set<string>()
  const rows = topics.map(topic => {
    try {
      if (names.filter(name => name === topic.name).length > 1)
        throw new KafkaError('INVALID_REQUEST', 'Duplicate topic name.')
      demandFree(topic.name, state, taken)
      const made = make(state, topic)
      records.push(...made.records)
      if (records.length > MAX_PARTITIONS + topics.length * 50)
        throw new KafkaError(
          'POLICY_VIOLATION',
          `Excessively large number of partitions per request: ${MAX_PARTITIONS} are possible`,
        )
      taken.add(topic.name)
      return made.row
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      return {
        name: topic.name,
        errorCode: error.code,
        errorMessage: error.message,
        numPartitions: -1,
        replicationFactor: -1,
        configs: [] as never[],
        topicId: 'AAAAAAAAAAAAAAAAAAAAAA',
      }
    }
  })
  return { records: validateOnly ? [] : records, response: { topics: rows } }
}

/** @throws {KafkaError} INVALID_TOPIC_EXCEPTION, TOPIC_ALREADY_EXISTS */
function demandFree(name: string, { metadata }: ControllerState, taken: ReadonlySet<string>): void {
  demandTopicName(name)
  if (metadata.topics.has(name) || taken.has(name))
    throw new KafkaError('TOPIC_ALREADY_EXISTS', `Topic '${name}' already exists.`)
  if (!/[._]/.test(name)) return
  // Metrics turn dots into underscores: a.b and a_b would be one.
  const folded = name.replaceAll('.', '_')
  for (const other of [...metadata.topics.keys(), ...taken])
    if (other.replaceAll('.', '_') === folded)
      throw new KafkaError('INVALID_TOPIC_EXCEPTION', `Topic '${name}' collides with existing topic: ${other}`)
}

function make(state: ControllerState, topic: Creatable) {
  const { name } = topic
  const assignments = topic.assignments.length > 0 ? manual(state, topic) : automatic(state, topic)
  const configs = changed(
    state,
    resourceTypes.topic,
    name,
    new Map(),
    topic.configs.map(({ name, value }) => ({ name, value: demandValue(name, value), operation: operations.set })),
  )
  const topicId = state.newUuid()
  const records = [
    record(TopicRecord, { name, topicId }),
    ...[...configs].map(([key, value]) =>
      record(ConfigRecord, { resourceType: resourceTypes.topic, resourceName: name, name: key, value }),
    ),
    ...assignments.map((replicas, partitionId) => newPartition(state, topicId, partitionId, replicas)),
  ]
  const row = {
    name,
    topicId,
    errorMessage: null,
    numPartitions: assignments.length,
    replicationFactor: assignments[0]!.length,
    // The handler adds what DescribeConfigs would say.
    configs: [...configs].map(([name, value]) => ({
      name,
      value,
      readOnly: false,
      configSource: 1,
      isSensitive: false,
    })),
  }
  return { records, row }
}

function demandValue(name: string, value: string | null): string {
  if (value === null) throw new KafkaError('INVALID_CONFIG', `Null value not supported for topic configs: ${name}`)
  return value
}

/** A partition as it begins: led by the first of its replicas that is alive. */
export function newPartition(
  state: ControllerState,
  topicId: string,
  partitionId: number,
  replicas: readonly number[],
): MetadataRecord {
  const isr = replicas.filter(id => state.metadata.brokers.get(id)?.fenced === false)
  return record(PartitionRecord, {
    topicId,
    partitionId,
    replicas,
    isr,
    removingReplicas: [],
    addingReplicas: [],
    leader: isr[0] ?? -1,
    leaderEpoch: 0,
    partitionEpoch: 0,
    directories: replicas.map(id => state.directoryOf(id) ?? UNASSIGNED),
  })
}

const refuse = (name: ErrorName, message: string): never => {
  throw new KafkaError(name, message)
}

function automatic(state: ControllerState, topic: Creatable): number[][] {
  const partitions = topic.numPartitions === -1 ? state.defaultPartitions : topic.numPartitions
  const factor = topic.replicationFactor === -1 ? state.defaultReplicationFactor : topic.replicationFactor
  if (factor <= 0)
    refuse('INVALID_REPLICATION_FACTOR', 'Replication factor must be larger than 0, or -1 to use the default value.')
  if (partitions <= 0) refuse('INVALID_PARTITIONS', 'Number of partitions was set to an invalid non-positive value.')
  if (partitions > MAX_PARTITIONS)
    refuse(
      'POLICY_VIOLATION',
      `Excessively large number of partitions per request: ${partitions}, and ${MAX_PARTITIONS} are possible`,
    )
  return place(state, partitions, factor, 0)
}

/** Copies in turn over the brokers that are alive. @throws {KafkaError} INVALID_REPLICATION_FACTOR */
export function place({ metadata }: ControllerState, partitions: number, factor: number, first: number): number[][] {
  const alive = [...metadata.brokers.values()].filter(({ fenced }) => !fenced).map(({ id }) => id)
  if (factor > alive.length)
    refuse(
      'INVALID_REPLICATION_FACTOR',
      `Unable to replicate the partition ${factor} time(s): The target replication factor of ${factor} cannot be reached because only ${alive.length} broker(s) are registered or some brokers have all their log directories cordoned.`,
    )
  return Array.from({ length: partitions }, (_, i) =>
    Array.from({ length: factor }, (_, j) => alive[(first + i + j) % alive.length]!),
  )
}

function manual(state: ControllerState, { assignments, numPartitions, replicationFactor }: Creatable): number[][] {
  if (replicationFactor !== -1)
    refuse('INVALID_REQUEST', 'A manual partition assignment was specified, but replication factor was not set to -1.')
  if (numPartitions !== -1)
    refuse('INVALID_REQUEST', 'A manual partition assignment was specified, but numPartitions was not set to -1.')
  const byPartition = new Map<number, readonly number[]>()
  for (const { partitionIndex, brokerIds } of assignments) {
    if (byPartition.has(partitionIndex))
      refuse(
        'INVALID_REPLICA_ASSIGNMENT',
        `Found multiple manual partition assignments for partition ${partitionIndex}`,
      )
    demandReplicas(state, brokerIds, byPartition.get(0)?.length ?? brokerIds.length)
    byPartition.set(partitionIndex, brokerIds)
  }
  return Array.from({ length: byPartition.size }, (_, i) => [
    ...(byPartition.get(i) ??
      refuse('INVALID_REPLICA_ASSIGNMENT', 'partitions should be a consecutive 0-based integer sequence')),
  ])
}

/** @throws {KafkaError} INVALID_REPLICA_ASSIGNMENT */
export function demandReplicas({ metadata }: ControllerState, replicas: readonly number[], factor: number): void {
  if (replicas.length === 0)
    refuse('INVALID_REPLICA_ASSIGNMENT', 'The manual partition assignment includes an empty replica list.')
  const twice = replicas.find((id, i) => replicas.indexOf(id) < i)
  if (twice !== undefined)
    refuse('INVALID_REPLICA_ASSIGNMENT', `The manual partition assignment includes the broker ${twice} more than once.`)
  for (const id of replicas)
    if (!metadata.brokers.has(id))
      refuse(
        'INVALID_REPLICA_ASSIGNMENT',
        `The manual partition assignment includes broker ${id}, but no such broker is registered.`,
      )
  if (replicas.length !== factor)
    refuse(
      'INVALID_REPLICA_ASSIGNMENT',
      `The manual partition assignment includes a partition with ${replicas.length} replica(s), but this is not consistent with previous partitions, which have ${factor} replica(s).`,
    )
}

export const code = (name: ErrorName) => errorCodes[name].code
