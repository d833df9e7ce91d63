/**
 * What members of a classic group tell one another, as bytes that a coordinator only passes on:
 *
 *   version int16, then ConsumerProtocolSubscription or ConsumerProtocolAssignment of that version
 *
 * A version that is newer than ours is read as ours: what it adds comes behind.
 * Source: Kafka 4.3 `ConsumerProtocol`.
 */
import { KafkaError } from '../../../protocol/errors.ts'
import { ConsumerProtocolAssignment } from '../../../protocol/generated/records/consumer/consumer-protocol-assignment.ts'
import { ConsumerProtocolSubscription } from '../../../protocol/generated/records/consumer/consumer-protocol-subscription.ts'
import type { Message } from '../../../protocol/message.ts'
import { ProtocolError, Reader } from '../../../protocol/reader.ts'
import { Writer } from '../../../protocol/writer.ts'
import { groupByTopic, type TopicPartition } from '../../offsets.ts'
import { byTopic, type MemberSubscription } from '../assignors/types.ts'

export const PROTOCOL_TYPE = 'consumer'

const NO_RACK = ''

export function encodeSubscription(
  member: Omit<MemberSubscription, 'memberId' | 'groupInstanceId'>,
  version = ConsumerProtocolSubscription.max,
): Buffer {
  const { topics, userData, ownedPartitions, generationId, rackId } = member
  return encode(
    ConsumerProtocolSubscription,
    {
      topics,
      userData,
      ownedPartitions: byName(ownedPartitions),
      generationId,
      rackId: rackId === NO_RACK ? null : rackId,
    },
    version,
  )
}

/** @throws {KafkaError} INCONSISTENT_GROUP_PROTOCOL for bytes that are none */
export function decodeSubscription(
  bytes: Buffer,
  member: Pick<MemberSubscription, 'memberId' | 'groupInstanceId'>,
): MemberSubscription {
  const { topics, userData, ownedPartitions, generationId, rackId } = decode(ConsumerProtocolSubscription, bytes, () =>
    member.memberId === '' ? 'a member' : `member ${member.memberId}`,
  )
  const { memberId, groupInstanceId } = member
  return { memberId, groupInstanceId, topics, userData, ownedPartitions: flat(ownedPartitions), generationId, rackId }
}

export const encodeAssignment = (partitions: readonly TopicPartition[], userData: Buffer | null = null): Buffer =>
  encode(
    ConsumerProtocolAssignment,
    { assignedPartitions: byName(partitions), userData },
    ConsumerProtocolAssignment.max,
  )

/** @throws {KafkaError} INCONSISTENT_GROUP_PROTOCOL for bytes that are none */
export const decodeAssignment = (bytes: Buffer): TopicPartition[] =>
  flat(decode(ConsumerProtocolAssignment, bytes, () => "the group's leader").assignedPartitions)

function encode<Init>(message: Message<unknown, Init>, value: Init, version: number): Buffer {
  const writer = new Writer()
  writer.int16(version)
  message.write(writer, value, version)
  return writer.toBuffer()
}

function decode<Read>(message: Message<Read, never>, bytes: Buffer, who: () => string): Read {
  const reader = new Reader(bytes)
  try {
    const version = reader.int16()
    if (version < message.min) throw new ProtocolError(`there is no version ${version}`)
    return message.read(reader, Math.min(version, message.max))
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    throw new KafkaError(
      'INCONSISTENT_GROUP_PROTOCOL',
      `The ${bytes.length} bytes from ${who()} are no ${message.name}: ${error.message}`,
      { cause: error },
    )
  }
}

const byName = (partitions: readonly TopicPartition[]) =>
  groupByTopic([...partitions].sort(byTopic), ({ partition }) => partition).map(({ name, partitions }) => ({
    topic: name,
    partitions,
  }))

const flat = (topics: readonly { topic: string; partitions: readonly number[] }[]): TopicPartition[] =>
  topics.flatMap(({ topic, partitions }) => partitions.map(partition => ({ topic, partition })))
