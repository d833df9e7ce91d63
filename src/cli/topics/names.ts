/** Which topics the words of `topics` mean. Source: Kafka 4.3 `TopicCommand.TopicService.getTopics`, `getTopicIds`. */
import { listTopics } from '../../client/admin/topics.ts'
import type { Cluster, TopicInfo } from '../../client/cluster.ts'
import { uuidToBytes, ZERO_UUID } from '../../lib/uuid.ts'
import { Refusal } from '../executing.ts'
import { isInternal, topicPattern } from '../topic-filter.ts'
import type { Options } from './flags.ts'

/** @throws {Refusal} when a topic was named and nothing matches, unless that is all right */
export async function matching(
  cluster: Cluster,
  { topic, excludeInternal, ifExists, list }: Options,
): Promise<TopicInfo[]> {
  const pattern = topic === undefined ? undefined : topicPattern(topic)
  const found = (await listTopics(cluster, { internal: !excludeInternal })).filter(
    ({ name }) => (pattern?.test(name) ?? true) && !(excludeInternal && isInternal(name)),
  )
  if (topic && !list && !ifExists && found.length === 0)
    throw new Refusal(`Topic '${topic}' does not exist as expected`)
  return found
}

export const names = async (cluster: Cluster, options: Options): Promise<string[]> =>
  (await matching(cluster, options)).map(({ name }) => name)

export async function describedNames(cluster: Cluster, options: Options): Promise<string[]> {
  const { topicId, ifExists, excludeInternal } = options
  if (topicId === undefined || topicId === ZERO_UUID) return names(cluster, options)
  if (!uuidToBytes(topicId))
    throw new Refusal(
      `Input string \`${topicId}\` decoded as ${Buffer.from(topicId, 'base64url').length} bytes, which is not equal to the expected 16 bytes of a base64-encoded UUID`,
    )
  const found = (await listTopics(cluster, { internal: !excludeInternal })).filter(({ id }) => id === topicId)
  if (found.length === 0 && !ifExists) throw new Refusal(`TopicId '${topicId}' does not exist as expected`)
  return found.map(({ name }) => name)
}
