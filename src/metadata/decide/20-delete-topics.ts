/** DeleteTopics v1-6: by name or by id. Source: KIP-516; Kafka 4.3 `ControllerApis.deleteTopics`. */
import { ZERO_UUID } from '../../lib/uuid.ts'
import { KafkaError } from '../../protocol/errors.ts'
import type { DeleteTopicsRequest, DeleteTopicsResponseInit } from '../../protocol/generated/apis/20-delete-topics.ts'
import { RemoveTopicRecord } from '../../protocol/generated/records/metadata/09-remove-topic.ts'
import { type MetadataRecord, record } from '../records.ts'
import type { ControllerState, Decide } from './state.ts'

export const deleteTopics: Decide<DeleteTopicsRequest, DeleteTopicsResponseInit> = (state, { topics, topicNames }) => {
  const wanted = [...topics, ...topicNames.map(name => ({ name, topicId: ZERO_UUID }))]
  const records: MetadataRecord[] = []
  const seen = new Set<string>()
  const responses = wanted.map(({ name, topicId }) => {
    try {
      const topic = find(state, name, topicId)
      if (seen.has(topic.id))
        throw new KafkaError('INVALID_REQUEST', 'The provided topic name or id was already supplied.')
      seen.add(topic.id)
      if (!state.deleteTopicEnabled)
        throw new KafkaError('TOPIC_DELETION_DISABLED', 'Topic deletion is disabled: delete.topic.enable is false')
      records.push(record(RemoveTopicRecord, { topicId: topic.id }))
      return { name: topic.name, topicId: topic.id }
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      return { name, topicId, errorCode: error.code, errorMessage: error.message }
    }
  })
  return { records, response: { responses } }
}

function find({ metadata }: ControllerState, name: string | null, topicId: string) {
  if (name !== null && topicId !== ZERO_UUID)
    throw new KafkaError('INVALID_REQUEST', 'You may not specify both topic name and topic id.')
  if (name === null && topicId === ZERO_UUID)
    throw new KafkaError('INVALID_REQUEST', 'Neither topic name nor id were specified.')
  const topic = name === null ? metadata.topicById(topicId) : metadata.topics.get(name)
  if (topic) return topic
  if (name === null) throw new KafkaError('UNKNOWN_TOPIC_ID', 'This server does not host this topic ID.')
  throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', 'This server does not host this topic-partition.')
}
