/**
 * The records of `__consumer_offsets`, in Kafka 4.3's own forms and versions, so that its tools and its coordinator can
 * read what we wrote. A key is the record type and the key message; a value is its version and the message; no value is a
 * tombstone. One function a record: what a group is, is what these say.
 * Source: Kafka 4.3 `GroupCoordinatorRecordHelpers`.
 */
import type { Uuid } from '../lib/uuid.ts'
import { OffsetCommitKey, OffsetCommitValue } from '../protocol/generated/records/group/01-offset-commit.ts'
import { GroupMetadataKey, GroupMetadataValue } from '../protocol/generated/records/group/02-group-metadata.ts'
import {
  ConsumerGroupMetadataKey,
  ConsumerGroupMetadataValue,
} from '../protocol/generated/records/group/03-consumer-group-metadata.ts'
import { ConsumerGroupPartitionMetadataKey } from '../protocol/generated/records/group/04-consumer-group-partition-metadata.ts'
import {
  ConsumerGroupMemberMetadataKey,
  ConsumerGroupMemberMetadataValue,
} from '../protocol/generated/records/group/05-consumer-group-member-metadata.ts'
import {
  ConsumerGroupTargetAssignmentMetadataKey,
  ConsumerGroupTargetAssignmentMetadataValue,
} from '../protocol/generated/records/group/06-consumer-group-target-assignment-metadata.ts'
import {
  ConsumerGroupTargetAssignmentMemberKey,
  ConsumerGroupTargetAssignmentMemberValue,
} from '../protocol/generated/records/group/07-consumer-group-target-assignment-member.ts'
import {
  ConsumerGroupCurrentMemberAssignmentKey,
  ConsumerGroupCurrentMemberAssignmentValue,
} from '../protocol/generated/records/group/08-consumer-group-current-member-assignment.ts'
import {
  ConsumerGroupRegularExpressionKey,
  ConsumerGroupRegularExpressionValue,
} from '../protocol/generated/records/group/16-consumer-group-regular-expression.ts'
import type { Message } from '../protocol/message.ts'
import type { LeaderEpoch, Offset, Timestamp } from '../protocol/types.ts'
import { Writer } from '../protocol/writer.ts'
import type { Assignment } from './assign/types.ts'
import type { ClassicGroup, ClassicMember } from './classic/group.ts'
import type { ConsumerMember, OwnedPartitions, ResolvedRegex } from './consumer/group.ts'

export interface GroupRecord {
  key: Buffer
  /** Null is a tombstone. */
  value: Buffer | null
}

/** Version 3 is the last without tagged fields: what Kafka 4.3 writes when it knows no topic id. */
const OFFSET_VERSION = 3
const OFFSET_VERSION_WITH_TOPIC_ID = 4
const GROUP_METADATA_VERSION = 3
const ONLY_VERSION = 0

export interface CommittedOffset {
  offset: Offset
  /** -1: unknown. */
  leaderEpoch: LeaderEpoch
  metadata: string
  commitTimestampMs: Timestamp
  /** When a client of OffsetCommit v2 to 4 said how long to keep it. */
  expireTimestampMs: Timestamp | null
  topicId: Uuid | null
}

const OFFSET_VERSION_WITH_EXPIRY = 1

export function offsetCommit(group: string, topic: string, partition: number, committed: CommittedOffset): GroupRecord {
  const { offset, leaderEpoch, metadata, commitTimestampMs, expireTimestampMs, topicId } = committed
  const version =
    expireTimestampMs !== null
      ? OFFSET_VERSION_WITH_EXPIRY
      : topicId !== null
        ? OFFSET_VERSION_WITH_TOPIC_ID
        : OFFSET_VERSION
  const value = {
    offset,
    leaderEpoch,
    metadata,
    commitTimestamp: commitTimestampMs,
    ...(expireTimestampMs !== null && { expireTimestamp: expireTimestampMs }),
    ...(topicId !== null && { topicId }),
  }
  return { key: key(OffsetCommitKey, { group, topic, partition }), value: encoded(OffsetCommitValue, value, version) }
}

export const offsetGone = (group: string, topic: string, partition: number): GroupRecord => ({
  key: key(OffsetCommitKey, { group, topic, partition }),
  value: null,
})

/** A generation: its members with what they were given; by default what they have. */
export function classicGroup(
  group: ClassicGroup,
  assignmentOf: (memberId: string) => Buffer = memberId => group.members.get(memberId)!.assignment,
): GroupRecord {
  const member = (member: ClassicMember) => ({
    memberId: member.memberId,
    groupInstanceId: member.instanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    rebalanceTimeout: member.rebalanceTimeoutMs,
    sessionTimeout: member.sessionTimeoutMs,
    subscription: group.metadataOf(member),
    assignment: assignmentOf(member.memberId),
  })
  const value = {
    protocolType: group.protocolType ?? '',
    generation: group.generationId,
    protocol: group.protocolName,
    leader: group.leaderId,
    currentStateTimestamp: group.stateTimestampMs,
    members: [...group.members.values()].map(member),
  }
  return {
    key: key(GroupMetadataKey, { group: group.groupId }),
    value: encoded(GroupMetadataValue, value, GROUP_METADATA_VERSION),
  }
}

export const classicGroupGone = (group: string): GroupRecord => ({ key: key(GroupMetadataKey, { group }), value: null })

export const groupEpoch = (groupId: string, epoch: number, metadataHash: bigint): GroupRecord => ({
  key: key(ConsumerGroupMetadataKey, { groupId }),
  value: encoded(ConsumerGroupMetadataValue, { epoch, metadataHash }),
})

export const groupEpochGone = (groupId: string): GroupRecord => ({
  key: key(ConsumerGroupMetadataKey, { groupId }),
  value: null,
})

/** Kafka 4.0 kept the topics' metadata in a record of its own; Kafka 4.3 buries it when it buries the group, and so do we. */
export const subscriptionMetadataGone = (groupId: string): GroupRecord => ({
  key: key(ConsumerGroupPartitionMetadataKey, { groupId }),
  value: null,
})

export const consumerMember = (groupId: string, member: ConsumerMember): GroupRecord => ({
  key: key(ConsumerGroupMemberMetadataKey, { groupId, memberId: member.memberId }),
  value: encoded(ConsumerGroupMemberMetadataValue, {
    instanceId: member.instanceId,
    rackId: member.rackId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    subscribedTopicNames: member.topics,
    subscribedTopicRegex: member.regex,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    serverAssignor: member.serverAssignor,
    // An absent one reads back as an empty structure: null has to be written (formats.md of the record's definition).
    classicMemberMetadata: member.classic,
  }),
})

export const consumerMemberGone = (groupId: string, memberId: string): GroupRecord => ({
  key: key(ConsumerGroupMemberMetadataKey, { groupId, memberId }),
  value: null,
})

export const targetEpoch = (groupId: string, assignmentEpoch: number, assignmentTimestamp: Timestamp): GroupRecord => ({
  key: key(ConsumerGroupTargetAssignmentMetadataKey, { groupId }),
  value: encoded(ConsumerGroupTargetAssignmentMetadataValue, { assignmentEpoch, assignmentTimestamp }),
})

export const targetEpochGone = (groupId: string): GroupRecord => ({
  key: key(ConsumerGroupTargetAssignmentMetadataKey, { groupId }),
  value: null,
})

export const targetMember = (groupId: string, memberId: string, target: Assignment): GroupRecord => ({
  key: key(ConsumerGroupTargetAssignmentMemberKey, { groupId, memberId }),
  value: encoded(ConsumerGroupTargetAssignmentMemberValue, {
    topicPartitions: [...target].map(([topicId, partitions]) => ({ topicId, partitions })),
  }),
})

export const targetMemberGone = (groupId: string, memberId: string): GroupRecord => ({
  key: key(ConsumerGroupTargetAssignmentMemberKey, { groupId, memberId }),
  value: null,
})

export const currentAssignment = (groupId: string, member: ConsumerMember): GroupRecord => ({
  key: key(ConsumerGroupCurrentMemberAssignmentKey, { groupId, memberId: member.memberId }),
  value: encoded(ConsumerGroupCurrentMemberAssignmentValue, {
    memberEpoch: member.epoch,
    previousMemberEpoch: member.previousEpoch,
    state: member.state,
    assignedPartitions: owned(member.assigned),
    partitionsPendingRevocation: owned(member.pendingRevocation),
  }),
})

export const currentAssignmentGone = (groupId: string, memberId: string): GroupRecord => ({
  key: key(ConsumerGroupCurrentMemberAssignmentKey, { groupId, memberId }),
  value: null,
})

export const regularExpression = (
  groupId: string,
  regularExpression: string,
  resolved: ResolvedRegex,
): GroupRecord => ({
  key: key(ConsumerGroupRegularExpressionKey, { groupId, regularExpression }),
  value: encoded(ConsumerGroupRegularExpressionValue, {
    topics: [...resolved.topics].sort(),
    version: resolved.version,
    timestamp: resolved.timestampMs,
  }),
})

export const regularExpressionGone = (groupId: string, regularExpression: string): GroupRecord => ({
  key: key(ConsumerGroupRegularExpressionKey, { groupId, regularExpression }),
  value: null,
})

const owned = (partitions: OwnedPartitions) =>
  [...partitions].map(([topicId, epochs]) => ({
    topicId,
    partitions: [...epochs.keys()],
    assignmentEpochs: [...epochs.values()],
  }))

function key<Init>(message: Message<unknown, Init>, value: Init): Buffer {
  const writer = new Writer()
  writer.int16(message.apiKey!)
  message.write(writer, value, message.max)
  return writer.toBuffer()
}

function encoded<Init>(message: Message<unknown, Init>, value: Init, version: number = ONLY_VERSION): Buffer {
  const writer = new Writer()
  writer.int16(version)
  message.write(writer, value, version)
  return writer.toBuffer()
}
