/**
 * CreateTopics v2-7: the controller decides (`metadata/decide/19-create-topics`).
 * When the answer leaves, the topic is in the metadata and its logs exist: a produce may follow at once.
 */
import { createdTopic } from '../../config/describe.ts'
import { type CreatableTopicResultInit, CreateTopics } from '../../protocol/generated/apis/19-create-topics.ts'
import type { Broker } from '../broker.ts'
import { handler } from '../handler.ts'

export const createTopics = handler(
  CreateTopics,
  async (request, { principal }, broker) => {
    const response = await broker.controller.forward(CreateTopics, request, principal)
    return { ...response, topics: response.topics.map(topic => (topic.errorCode ? topic : withConfigs(topic, broker))) }
  },
  { refusal: ({ topics }, error) => ({ topics: topics.map(({ name }) => ({ name, ...error })) }) },
)

/** All settings of the topic, with where they come from (KIP-525): the controller knows those that were given. */
const withConfigs = (topic: CreatableTopicResultInit, { settings }: Broker): CreatableTopicResultInit => ({
  ...topic,
  configs: createdTopic(new Map(topic.configs?.map(({ name, value }) => [name, value ?? ''])), settings.values),
})
