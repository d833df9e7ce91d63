/** How answers read in a play. */
import { KafkaError } from '../../src/protocol/errors.ts'
import type { World } from './world.ts'

/** Who asks when it does not matter. */
export const CLIENT = 'client'

/** A connection that is lost before the answer comes is something that happens in a play. */
export async function answered<Said>(ask: () => Promise<Said>): Promise<Said | string> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof KafkaError && error.name === 'NETWORK_EXCEPTION') return 'no answer: the connection was lost'
    throw error
  }
}

/** `orders-0 orders-1`, sorted. */
export const listed = (topics: Iterable<readonly [topic: string, partitions: readonly number[]]>): string =>
  [...topics]
    .flatMap(([topic, partitions]) => partitions.map(partition => ({ topic, partition })))
    .sort((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1))
    .map(({ topic, partition }) => `${topic}-${partition}`)
    .join(' ') || 'nothing'

export const topicName = (world: World, topicId: string): string =>
  world.broker.metadata.topicById(topicId)?.name ?? '(a topic that is gone)'

export const topicIdOf = (world: World, name: string): string => {
  const topic = world.broker.metadata.topics.get(name)
  if (!topic) throw new Error(`There is no topic ${name}: topic create`)
  return topic.id
}
