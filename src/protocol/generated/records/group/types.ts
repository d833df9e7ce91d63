// Generated from src/protocol/definitions. Change the definition, then: npm run generate
export type { LegacyOffsetCommitKey, LegacyOffsetCommitValue } from './00-legacy-offset-commit.ts'
export type { OffsetCommitKey, OffsetCommitValue } from './01-offset-commit.ts'
export type { GroupMetadataKey, GroupMetadataValue } from './02-group-metadata.ts'
export type { ConsumerGroupMetadataKey, ConsumerGroupMetadataValue } from './03-consumer-group-metadata.ts'
export type {
  ConsumerGroupPartitionMetadataKey,
  ConsumerGroupPartitionMetadataValue,
} from './04-consumer-group-partition-metadata.ts'
export type {
  ConsumerGroupMemberMetadataKey,
  ConsumerGroupMemberMetadataValue,
} from './05-consumer-group-member-metadata.ts'
export type {
  ConsumerGroupTargetAssignmentMetadataKey,
  ConsumerGroupTargetAssignmentMetadataValue,
} from './06-consumer-group-target-assignment-metadata.ts'
export type {
  ConsumerGroupTargetAssignmentMemberKey,
  ConsumerGroupTargetAssignmentMemberValue,
} from './07-consumer-group-target-assignment-member.ts'
export type {
  ConsumerGroupCurrentMemberAssignmentKey,
  ConsumerGroupCurrentMemberAssignmentValue,
} from './08-consumer-group-current-member-assignment.ts'
export type { ShareGroupMemberMetadataKey, ShareGroupMemberMetadataValue } from './10-share-group-member-metadata.ts'
export type { ShareGroupMetadataKey, ShareGroupMetadataValue } from './11-share-group-metadata.ts'
export type {
  ShareGroupTargetAssignmentMetadataKey,
  ShareGroupTargetAssignmentMetadataValue,
} from './12-share-group-target-assignment-metadata.ts'
export type {
  ShareGroupTargetAssignmentMemberKey,
  ShareGroupTargetAssignmentMemberValue,
} from './13-share-group-target-assignment-member.ts'
export type {
  ShareGroupCurrentMemberAssignmentKey,
  ShareGroupCurrentMemberAssignmentValue,
} from './14-share-group-current-member-assignment.ts'
export type {
  ShareGroupStatePartitionMetadataKey,
  ShareGroupStatePartitionMetadataValue,
} from './15-share-group-state-partition-metadata.ts'
export type {
  ConsumerGroupRegularExpressionKey,
  ConsumerGroupRegularExpressionValue,
} from './16-consumer-group-regular-expression.ts'
export type { StreamsGroupMetadataKey, StreamsGroupMetadataValue } from './17-streams-group-metadata.ts'
export type {
  StreamsGroupMemberMetadataKey,
  StreamsGroupMemberMetadataValue,
} from './19-streams-group-member-metadata.ts'
export type {
  StreamsGroupTargetAssignmentMetadataKey,
  StreamsGroupTargetAssignmentMetadataValue,
} from './20-streams-group-target-assignment-metadata.ts'
export type {
  StreamsGroupTargetAssignmentMemberKey,
  StreamsGroupTargetAssignmentMemberValue,
} from './21-streams-group-target-assignment-member.ts'
export type {
  StreamsGroupCurrentMemberAssignmentKey,
  StreamsGroupCurrentMemberAssignmentValue,
} from './22-streams-group-current-member-assignment.ts'
export type { StreamsGroupTopologyKey, StreamsGroupTopologyValue } from './23-streams-group-topology.ts'
