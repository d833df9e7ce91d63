/**
 * CreateTopics v2-7: the controller decides (`metadata/decide/19-create-topics`).
 * When the answer leaves, the topic is in the metadata and its logs exist: a produce may follow at once.
 */
import { CreateTopics } from '../../protocol/generated/apis/19-create-topics.ts'
import { handler } from '../handler.ts'

export const createTopics = handler(
  CreateTopics,
  (request, { principal }, broker) => broker.controller.forward(CreateTopics, request, principal),
  { refusal: ({ topics }, error) => ({ topics: topics.map(({ name }) => ({ name, ...error })) }) },
)
