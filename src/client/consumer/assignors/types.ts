/** What an assignor is given, and what it gives back. Source: Kafka 4.3 `ConsumerPartitionAssignor`. */
import type { TopicPartition } from '../../offsets.ts'

/** A member, as it told the leader about itself. */
export interface MemberSubscription {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly rackId: string | null
  readonly topics: readonly string[]
  readonly ownedPartitions: readonly TopicPartition[]
  /** Of the generation in which it owned them; -1: it does not say. */
  readonly generationId: number
  /** For assignors of its kind. */
  readonly userData: Buffer | null
}

/** Topics that there are, with the racks of each partition's replicas, by partition number. */
export type PartitionRacks = ReadonlyMap<string, readonly (readonly string[])[]>

/** By member id; members without partitions are in it. */
export type Assignment = Map<string, TopicPartition[]>

/** What a member got last, for the next round's user data. */
export interface Memory {
  readonly partitions: readonly TopicPartition[]
  readonly generationId: number
}

export type RebalanceProtocol = 'eager' | 'cooperative'

/** Pure: the same members and topics are assigned in the same way, by whoever leads the group. */
export interface Assignor {
  /** What members agree on. */
  readonly name: string
  readonly protocols: readonly RebalanceProtocol[]
  assign(topics: PartitionRacks, members: readonly MemberSubscription[]): Assignment
  /** @param memory what this member got last by this assignor */
  userData?(memory: Memory | undefined): Buffer | null
}

export const NO_GENERATION = -1

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const byTopic = (a: TopicPartition, b: TopicPartition): number =>
  compare(a.topic, b.topic) || a.partition - b.partition

/** Static members first, by their instance id, so that a restart changes nothing; then the others by member id. */
export function byInstance(a: MemberSubscription, b: MemberSubscription): number {
  if (a.groupInstanceId !== null && b.groupInstanceId !== null) return compare(a.groupInstanceId, b.groupInstanceId)
  if (a.groupInstanceId !== null) return -1
  return b.groupInstanceId !== null ? 1 : compare(a.memberId, b.memberId)
}
