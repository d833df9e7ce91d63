/**
 * Which partition of `__consumer_offsets` or `__transaction_state` a group or a transactional id falls on: its leader is the
 * coordinator. Source: Kafka `Utils.abs(name.hashCode()) % partitions`, where -2^31 becomes 0.
 */
import { hashCode } from '../lib/java-order.ts'

export function coordinatorPartition(name: string, count: number): number {
  const hash = hashCode(name)
  return hash === -(2 ** 31) ? 0 : Math.abs(hash) % count
}
