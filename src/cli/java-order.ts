/** The order in which Java's HashMap gives partitions: those of Kafka's tools that print in it, and their lines are ours. */
import { hashCode, hashMapOrder } from '../lib/java-order.ts'

export { hashMapOrder }

/** TopicPartition.hashCode */
export const hashOfPartition = (topic: string, partition: number): number =>
  (Math.imul(31 + partition, 31) + hashCode(topic)) | 0
