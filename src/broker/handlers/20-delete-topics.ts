/** DeleteTopics v1-6: the controller decides (`metadata/decide/20-delete-topics`); the logs go away by rename, at once. */
import { ZERO_UUID } from '../../lib/uuid.ts'
import { type DeletableTopicResultInit, DeleteTopics } from '../../protocol/generated/apis/20-delete-topics.ts'
import { forAllowed } from '../allowed.ts'
import { handler } from '../handler.ts'
import { charge, doneWithin } from '../mutations.ts'

/** THROTTLING_QUOTA_EXCEEDED came with it (KIP-599). */
const STRICT_SINCE = 5

export const deleteTopics = handler(
  DeleteTopics,
  async (request, session, broker) => {
    const wanted = [...request.topics, ...request.topicNames.map(name => ({ name, topicId: ZERO_UUID }))]
    let throttleTimeMs = 0
    const forward = async (topics: typeof wanted) => {
      const charged = await charge({
        quotas: broker.quotas,
        session,
        strictSince: STRICT_SINCE,
        permits: async () =>
          topics.map(({ name, topicId }) => {
            const topic = name === null ? broker.metadata.topicById(topicId) : broker.metadata.topics.get(name)
            return topic?.partitions.length ?? 0
          }),
        row: (i, error): DeletableTopicResultInit => ({ ...topics[i]!, ...error }),
      })
      throttleTimeMs = charged.throttleTimeMs
      return doneWithin(topics, charged, remove)
    }
    const remove = async (topics: typeof wanted) => {
      const forwarded = { ...request, topics, topicNames: [] }
      const { responses } = await broker.controller.forward(DeleteTopics, forwarded, session.principal)
      return responses
    }
    if (broker.acls.allows(session, 'DELETE', 'CLUSTER')) return { responses: await forward(wanted), throttleTimeMs }
    const nameOf = ({ name, topicId }: (typeof wanted)[number]) => name ?? broker.metadata.topicById(topicId)?.name
    const asked = { session, broker, operation: 'DELETE', topics: wanted, nameOf } as const
    const rows = await forAllowed(asked, forward, (topic, errorCode) => ({ ...topic, errorCode, errorMessage: null }))
    return { responses: rows, throttleTimeMs }
  },
  {
    refusal: ({ topics, topicNames }, error) => ({
      responses: [...topics, ...topicNames.map(name => ({ name }))].map(topic => ({ ...topic, ...error })),
    }),
  },
)
