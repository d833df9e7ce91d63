/**
 * Topics that the broker has made for itself or for a client that asked for them: auto-creation, internal topics.
 * Source: Kafka 4.3 `AutoTopicCreationManager`; `auto.create.topics.enable`, `offsets.topic.*`, `transaction.state.log.*`.
 * With fewer brokers than an internal topic wants copies, it gets as many as there are: a first start needs no settings.
 */

import { illegalTopicName } from '../metadata/topic-names.ts'
import { KafkaError } from '../protocol/errors.ts'
import { CreateTopics, type CreateTopicsRequest } from '../protocol/generated/apis/19-create-topics.ts'
import type { Broker } from './broker.ts'
import type { Session } from './handler.ts'

export const CONSUMER_OFFSETS = '__consumer_offsets'
export const TRANSACTION_STATE = '__transaction_state'

type CreatableTopic = CreateTopicsRequest['topics'][number]

/** UNKNOWN_TOPIC_OR_PARTITION, or why there can be no such topic. */
export function unknownTopic(name: string): KafkaError {
  const why = illegalTopicName(name)
  return why === undefined
    ? new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `There is no topic ${JSON.stringify(name)} here`)
    : new KafkaError('INVALID_TOPIC_EXCEPTION', `Topic name is invalid: ${why}`)
}

/** Create `names`, and say which could not be. One that somebody else has created meanwhile is fine. */
export async function createMissing(
  names: readonly string[],
  session: Session,
  broker: Broker,
): Promise<Map<string, KafkaError>> {
  const errors = new Map<string, KafkaError>()
  const legal = names.filter(name => {
    const ok = illegalTopicName(name) === undefined
    if (!ok) errors.set(name, unknownTopic(name))
    return ok
  })
  if (legal.length === 0) return errors
  const response = await broker.controller.forward(CreateTopics, requestFor(legal, broker), session.principal)
  for (const { name, errorCode, errorMessage } of response.topics) {
    if (errorCode === undefined || errorCode === 0 || errorCode === alreadyExists) continue
    broker.logger.warn(`Cannot create topic ${name}, which ${session.connection.name} asked for: ${errorMessage}`)
    errors.set(name, unknownTopic(name))
  }
  return errors
}

const alreadyExists = new KafkaError('TOPIC_ALREADY_EXISTS', '').code

const requestFor = (names: readonly string[], broker: Broker): CreateTopicsRequest => ({
  topics: names.map(name => internalTopic(name, broker) ?? ordinaryTopic(name)),
  timeoutMs: 30_000,
  validateOnly: false,
})

/** -1: what `num.partitions` and `default.replication.factor` say. */
const ordinaryTopic = (name: string): CreatableTopic => ({
  name,
  numPartitions: -1,
  replicationFactor: -1,
  assignments: [],
  configs: [],
})

function internalTopic(name: string, { config, metadata }: Broker): CreatableTopic | undefined {
  const copies = (wanted: number) => Math.max(1, Math.min(wanted, metadata.brokers.size))
  if (name === CONSUMER_OFFSETS)
    return {
      ...ordinaryTopic(name),
      numPartitions: config['offsets.topic.num.partitions'],
      replicationFactor: copies(config['offsets.topic.replication.factor']),
      configs: [
        { name: 'cleanup.policy', value: 'compact' },
        { name: 'compression.type', value: 'producer' },
        { name: 'segment.bytes', value: String(config['offsets.topic.segment.bytes']) },
      ],
    }
  if (name === TRANSACTION_STATE)
    return {
      ...ordinaryTopic(name),
      numPartitions: config['transaction.state.log.num.partitions'],
      replicationFactor: copies(config['transaction.state.log.replication.factor']),
      configs: [
        { name: 'cleanup.policy', value: 'compact' },
        { name: 'compression.type', value: 'uncompressed' },
        { name: 'min.insync.replicas', value: String(copies(config['transaction.state.log.min.isr'])) },
        { name: 'segment.bytes', value: String(config['transaction.state.log.segment.bytes']) },
        { name: 'unclean.leader.election.enable', value: 'false' },
      ],
    }
  return undefined
}
