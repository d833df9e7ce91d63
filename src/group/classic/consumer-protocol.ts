/**
 * The consumer protocol inside the classic one: what consumers put into JoinGroup's metadata and SyncGroup's assignments.
 * To the classic protocol these are bytes of its members; the coordinator reads them to know which topics a live group has
 * given up, and to take such members into a consumer group and back.
 * Source: Kafka 4.3 `ConsumerProtocol`; KIP-429 (owned partitions), KIP-792 (generation), KIP-881 (rack).
 */
import { ConsumerProtocolAssignment } from '../../protocol/generated/records/consumer/consumer-protocol-assignment.ts'
import { ConsumerProtocolSubscription } from '../../protocol/generated/records/consumer/consumer-protocol-subscription.ts'
import type { Message } from '../../protocol/message.ts'
import { ProtocolError, Reader } from '../../protocol/reader.ts'
import { Writer } from '../../protocol/writer.ts'
import type { Assignment } from '../assign/types.ts'
import type { Topics } from '../topics.ts'
import type { ClassicGroup } from './group.ts'

export const CONSUMER_PROTOCOL_TYPE = 'consumer'

/** @returns undefined when it is not the consumer protocol's */
export const readSubscription = (metadata: Buffer) => read(ConsumerProtocolSubscription, metadata)
/** @returns undefined when it is not the consumer protocol's */
export const readAssignment = (bytes: Buffer) => read(ConsumerProtocolAssignment, bytes)

/** An assignment in the version that the member's own metadata has. Topics that are gone are left out. */
export function encodeAssignment(assignment: Assignment, metadata: Buffer, topics: Topics): Buffer {
  const version = Math.min(metadata.readInt16BE(0), ConsumerProtocolAssignment.max)
  const assignedPartitions = [...assignment].flatMap(([topicId, partitions]) => {
    const topic = topics.byId(topicId)
    return topic ? [{ topic: topic.name, partitions }] : []
  })
  const writer = new Writer()
  writer.int16(version)
  ConsumerProtocolAssignment.write(writer, { assignedPartitions }, version)
  return writer.toBuffer()
}

/** Partitions by name as partitions by id; topics that are gone are left out. */
export const byId = (named: readonly { topic: string; partitions: readonly number[] }[], topics: Topics) =>
  named.flatMap(({ topic: name, partitions }) => {
    const topic = topics.byName(name)
    return topic ? [{ topicId: topic.id, partitions }] : []
  })

/**
 * Which topics a group reads. Only the first version's fields are looked at: every later one begins with them.
 * @returns undefined when this is no consumer group, or a member's metadata is not the consumer protocol's
 */
export function subscribedTopics(group: ClassicGroup): ReadonlySet<string> | undefined {
  if (group.protocolType !== CONSUMER_PROTOCOL_TYPE) return undefined
  const topics = new Set<string>()
  for (const member of group.members.values()) {
    const subscription = read(ConsumerProtocolSubscription, group.metadataOf(member), 0)
    if (!subscription) return undefined
    for (const name of subscription.topics) topics.add(name)
  }
  return topics
}

/** A version, and the message in that version: of a newer one than ours, the part that we know. */
function read<Value>(message: Message<Value, unknown>, bytes: Buffer, max: number = message.max): Value | undefined {
  try {
    const reader = new Reader(bytes)
    const version = reader.int16()
    return version < 0 ? undefined : message.read(reader, Math.min(version, max))
  } catch (error) {
    if (error instanceof ProtocolError) return undefined
    throw error
  }
}
