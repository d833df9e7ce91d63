/** DeleteTopics v1-6: the controller decides (`metadata/decide/20-delete-topics`); the logs go away by rename, at once. */
import { ZERO_UUID } from '../../lib/uuid.ts'
import { DeleteTopics } from '../../protocol/generated/apis/20-delete-topics.ts'
import { forAllowed } from '../allowed.ts'
import { handler } from '../handler.ts'

export const deleteTopics = handler(
  DeleteTopics,
  async (request, session, broker) => {
    const wanted = [...request.topics, ...request.topicNames.map(name => ({ name, topicId: ZERO_UUID }))]
    const forward = async (topics: typeof wanted) => {
      const forwarded = { ...request, topics, topicNames: [] }
      const { responses } = await broker.controller.forward(DeleteTopics, forwarded, session.principal)
      return responses
    }
    if (broker.acls.allows(session, 'DELETE', 'CLUSTER')) return { responses: await forward(wanted) }
    const nameOf = ({ name, topicId }: (typeof wanted)[number]) => name ?? broker.metadata.topicById(topicId)?.name
    const asked = { session, broker, operation: 'DELETE', topics: wanted, nameOf } as const
    return {
      responses: await forAllowed(asked, forward, (topic, errorCode) => ({ ...topic, errorCode, errorMessage: null })),
    }
  },
  {
    refusal: ({ topics, topicNames }, error) => ({
      responses: [...topics, ...topicNames.map(name => ({ name }))].map(topic => ({ ...topic, ...error })),
    }),
  },
)
