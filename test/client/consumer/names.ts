/** Partitions as a test writes them: orders-0. */
import type { TopicPartition } from '../../../src/client/consumer/consumer.ts'

export const nameOf = ({ topic, partition }: TopicPartition) => `${topic}-${partition}`
export const namesOf = (partitions: readonly TopicPartition[]) => partitions.map(nameOf).sort()
