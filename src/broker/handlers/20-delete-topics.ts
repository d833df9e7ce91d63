/** DeleteTopics v1-6: the controller decides (`metadata/decide/20-delete-topics`); the logs go away by rename, at once. */
import { DeleteTopics } from '../../protocol/generated/apis/20-delete-topics.ts'
import { handler } from '../handler.ts'

export const deleteTopics = handler(
  DeleteTopics,
  (request, { principal }, broker) => broker.controller.forward(DeleteTopics, request, principal),
  {
    refusal: ({ topics, topicNames }, error) => ({
      responses: [...topics, ...topicNames.map(name => ({ name }))].map(topic => ({ ...topic, ...error })),
    }),
  },
)
