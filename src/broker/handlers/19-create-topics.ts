/**
 * CreateTopics v2-7: the controller decides (`metadata/decide/19-create-topics`).
 * When the answer leaves, the topic is in the metadata and its logs exist: a produce may follow at once.
 */
import { createdTopic } from '../../config/describe.ts'
import { errorCodes } from '../../protocol/errors.ts'
import {
  type CreatableTopicResultInit,
  CreateTopics,
  type CreateTopicsRequest,
} from '../../protocol/generated/apis/19-create-topics.ts'
import { forAllowed } from '../allowed.ts'
import type { Broker } from '../broker.ts'
import { handler, type Session } from '../handler.ts'
import { charge, doneWithin } from '../mutations.ts'

/** THROTTLING_QUOTA_EXCEEDED came with it (KIP-599). */
const STRICT_SINCE = 6

export const createTopics = handler(
  CreateTopics,
  async (request, session, broker) => {
    let throttleTimeMs = 0
    const forward = async (topics: CreateTopicsRequest['topics']) => {
      const charged = await charge({
        quotas: broker.quotas,
        session,
        strictSince: STRICT_SINCE,
        permits: async () => {
          const rehearsal = { ...request, topics, validateOnly: true }
          const { topics: rows } = await broker.controller.forward(CreateTopics, rehearsal, session.principal)
          return rows.map(({ errorCode, numPartitions }) => (errorCode ? 0 : (numPartitions ?? 0)))
        },
        row: (i, error): CreatableTopicResultInit => ({ name: topics[i]!.name, ...error }),
      })
      throttleTimeMs = charged.throttleTimeMs
      return doneWithin(topics, charged, make)
    }
    const make = async (topics: CreateTopicsRequest['topics']) => {
      const response = await broker.controller.forward(CreateTopics, { ...request, topics }, session.principal)
      return response.topics.map(topic => (topic.errorCode ? topic : withConfigs(topic, session, broker)))
    }
    const { topics } = request
    if (broker.acls.allows(session, 'CREATE', 'CLUSTER')) return { topics: await forward(topics), throttleTimeMs }
    const asked = {
      session,
      broker,
      operation: 'CREATE',
      topics,
      nameOf: ({ name }: (typeof topics)[number]) => name,
    } as const
    const rows = await forAllowed(asked, forward, ({ name }, errorCode) => ({ name, errorCode, errorMessage: null }))
    return { topics: rows, throttleTimeMs }
  },
  { refusal: ({ topics }, error) => ({ topics: topics.map(({ name }) => ({ name, ...error })) }) },
)

/** All settings of the topic, with where they come from (KIP-525): the controller knows those that were given. */
function withConfigs(topic: CreatableTopicResultInit, session: Session, broker: Broker): CreatableTopicResultInit {
  const { name, topicId } = topic
  if (!broker.acls.allows(session, 'DESCRIBE_CONFIGS', 'TOPIC', name))
    return {
      name,
      topicId,
      errorMessage: null,
      topicConfigErrorCode: errorCodes.TOPIC_AUTHORIZATION_FAILED.code,
      configs: null,
    }
  const own = new Map(topic.configs?.map(({ name, value }) => [name, value ?? '']))
  return { ...topic, configs: createdTopic(own, broker.settings.values) }
}
