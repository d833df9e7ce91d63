/** CreatePartitions v0-3: more partitions for a topic, never fewer. Source: KIP-195; Kafka 4.3 `ReplicationControlManager.createPartitions`. */
import { KafkaError } from '../../protocol/errors.ts'
import type {
  CreatePartitionsRequest,
  CreatePartitionsResponseInit,
} from '../../protocol/generated/apis/37-create-partitions.ts'
import type { MetadataRecord } from '../records.ts'
import { demandReplicas, newPartition, place } from './19-create-topics.ts'
import type { ControllerState, Decide } from './state.ts'

export const createPartitions: Decide<CreatePartitionsRequest, CreatePartitionsResponseInit> = (
  state,
  { topics, validateOnly },
) => {
  const records: MetadataRecord[] = []
  const names = topics.map(({ name }) => name)
  const results = topics.map(topic => {
    try {
      if (names.filter(name => name === topic.name).length > 1)
        throw new KafkaError('INVALID_REQUEST', 'Duplicate topic name.')
      records.push(...add(state, topic))
      return { name: topic.name }
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      return { name: topic.name, errorCode: error.code, errorMessage: error.message }
    }
  })
  return { records: validateOnly ? [] : records, response: { results } }
}

function add(
  state: ControllerState,
  { name, count, assignments }: CreatePartitionsRequest['topics'][number],
): MetadataRecord[] {
  const topic = state.metadata.topics.get(name)
  if (!topic) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', 'This server does not host this topic-partition.')
  const current = topic.partitions.length
  if (count === current) throw new KafkaError('INVALID_PARTITIONS', `Topic already has ${current} partition(s).`)
  if (count < current)
    throw new KafkaError(
      'INVALID_PARTITIONS',
      `The topic ${name} currently has ${current} partition(s); ${count} would not be an increase.`,
    )
  const factor = topic.partitions[0]!.replicas.length
  const more = count - current
  if (assignments && assignments.length !== more)
    throw new KafkaError(
      'INVALID_REPLICA_ASSIGNMENT',
      `Attempted to add ${more} additional partition(s), but only ${assignments.length} assignment(s) were specified.`,
    )
  for (const { brokerIds } of assignments ?? []) demandReplicas(state, brokerIds, factor)
  const replicas = assignments?.map(({ brokerIds }) => brokerIds) ?? place(state, more, factor, current)
  return replicas.map((ids, i) => newPartition(state, topic.id, current + i, ids))
}
