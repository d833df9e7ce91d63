// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Shapes } from '../../../shape.ts'

export const shapes: Shapes = {
  LegacyOffsetCommitKey: [
    { name: 'group', type: 'string' },
    { name: 'topic', type: 'string' },
    { name: 'partition', type: 'int32' },
  ],
  LegacyOffsetCommitValue: [
    { name: 'offset', type: 'offset' },
    { name: 'metadata', type: 'string' },
    { name: 'commitTimestamp', type: 'timestamp' },
  ],
  OffsetCommitKey: [
    { name: 'group', type: 'string' },
    { name: 'topic', type: 'string' },
    { name: 'partition', type: 'int32' },
  ],
  OffsetCommitValue: [
    { name: 'offset', type: 'offset' },
    { name: 'leaderEpoch', type: 'leaderEpoch', from: 3 },
    { name: 'metadata', type: 'string' },
    { name: 'commitTimestamp', type: 'timestamp' },
    { name: 'expireTimestamp', type: 'timestamp', from: 1, to: 1 },
    { name: 'topicId', type: 'uuid', from: 4, tagged: true },
  ],
  GroupMetadataKey: [{ name: 'group', type: 'string' }],
  GroupMetadataValue: [
    { name: 'protocolType', type: 'string' },
    { name: 'generation', type: 'int32' },
    { name: 'protocol', type: 'string' },
    { name: 'leader', type: 'string' },
    { name: 'currentStateTimestamp', type: 'timestamp', from: 2 },
    {
      name: 'members',
      type: 'struct',
      array: true,
      fields: [
        { name: 'memberId', type: 'string' },
        { name: 'groupInstanceId', type: 'string', from: 3 },
        { name: 'clientId', type: 'string' },
        { name: 'clientHost', type: 'string' },
        { name: 'rebalanceTimeout', type: 'int32', from: 1 },
        { name: 'sessionTimeout', type: 'int32' },
        { name: 'subscription', type: 'bytes' },
        { name: 'assignment', type: 'bytes' },
      ],
    },
  ],
  ConsumerGroupMetadataKey: [{ name: 'groupId', type: 'string' }],
  ConsumerGroupMetadataValue: [
    { name: 'epoch', type: 'int32' },
    { name: 'metadataHash', type: 'hash', tagged: true, default: 0n },
  ],
  ConsumerGroupPartitionMetadataKey: [{ name: 'groupId', type: 'string' }],
  ConsumerGroupPartitionMetadataValue: [
    {
      name: 'topics',
      type: 'struct',
      array: true,
      fields: [
        { name: 'topicId', type: 'uuid' },
        { name: 'topicName', type: 'string' },
        { name: 'numPartitions', type: 'int32' },
        {
          name: 'partitionMetadata',
          type: 'struct',
          array: true,
          fields: [
            { name: 'partition', type: 'int32' },
            { name: 'racks', type: 'string', array: true },
          ],
        },
      ],
    },
  ],
  ConsumerGroupMemberMetadataKey: [
    { name: 'groupId', type: 'string' },
    { name: 'memberId', type: 'string' },
  ],
  ConsumerGroupMemberMetadataValue: [
    { name: 'instanceId', type: 'string' },
    { name: 'rackId', type: 'string' },
    { name: 'clientId', type: 'string' },
    { name: 'clientHost', type: 'string' },
    { name: 'subscribedTopicNames', type: 'string', array: true },
    { name: 'subscribedTopicRegex', type: 'string' },
    { name: 'rebalanceTimeoutMs', type: 'int32' },
    { name: 'serverAssignor', type: 'string' },
    {
      name: 'classicMemberMetadata',
      type: 'struct',
      tagged: true,
      fields: [
        { name: 'sessionTimeoutMs', type: 'int32' },
        {
          name: 'supportedProtocols',
          type: 'struct',
          array: true,
          fields: [
            { name: 'name', type: 'string' },
            { name: 'metadata', type: 'bytes' },
          ],
        },
      ],
    },
  ],
  ConsumerGroupTargetAssignmentMetadataKey: [{ name: 'groupId', type: 'string' }],
  ConsumerGroupTargetAssignmentMetadataValue: [
    { name: 'assignmentEpoch', type: 'int32' },
    { name: 'assignmentTimestamp', type: 'timestamp', tagged: true, default: 0 },
  ],
  ConsumerGroupTargetAssignmentMemberKey: [
    { name: 'groupId', type: 'string' },
    { name: 'memberId', type: 'string' },
  ],
  ConsumerGroupTargetAssignmentMemberValue: [
    {
      name: 'topicPartitions',
      type: 'struct',
      array: true,
      fields: [
        { name: 'topicId', type: 'uuid' },
        { name: 'partitions', type: 'int32', array: true },
      ],
    },
  ],
  ConsumerGroupCurrentMemberAssignmentKey: [
    { name: 'groupId', type: 'string' },
    { name: 'memberId', type: 'string' },
  ],
  ConsumerGroupCurrentMemberAssignmentValue: [
    { name: 'memberEpoch', type: 'int32' },
    { name: 'previousMemberEpoch', type: 'int32' },
    { name: 'state', type: 'int8' },
    {
      name: 'assignedPartitions',
      type: 'struct',
      array: true,
      fields: [
        { name: 'topicId', type: 'uuid' },
        { name: 'partitions', type: 'int32', array: true },
        { name: 'assignmentEpochs', type: 'int32', array: true, tagged: true },
      ],
    },
    {
      name: 'partitionsPendingRevocation',
      type: 'struct',
      array: true,
      fields: [
        { name: 'topicId', type: 'uuid' },
        { name: 'partitions', type: 'int32', array: true },
        { name: 'assignmentEpochs', type: 'int32', array: true, tagged: true },
      ],
    },
  ],
  ShareGroupMemberMetadataKey: [
    { name: 'groupId', type: 'string' },
    { name: 'memberId', type: 'string' },
  ],
  ShareGroupMemberMetadataValue: [
    { name: 'rackId', type: 'string' },
    { name: 'clientId', type: 'string' },
    { name: 'clientHost', type: 'string' },
    { name: 'subscribedTopicNames', type: 'string', array: true },
  ],
  ShareGroupMetadataKey: [{ name: 'groupId', type: 'string' }],
  ShareGroupMetadataValue: [
    { name: 'epoch', type: 'int32' },
    { name: 'metadataHash', type: 'hash' },
  ],
  ShareGroupTargetAssignmentMetadataKey: [{ name: 'groupId', type: 'string' }],
  ShareGroupTargetAssignmentMetadataValue: [
    { name: 'assignmentEpoch', type: 'int32' },
    { name: 'assignmentTimestamp', type: 'timestamp', tagged: true, default: 0 },
  ],
  ShareGroupTargetAssignmentMemberKey: [
    { name: 'groupId', type: 'string' },
    { name: 'memberId', type: 'string' },
  ],
  ShareGroupTargetAssignmentMemberValue: [
    {
      name: 'topicPartitions',
      type: 'struct',
      array: true,
      fields: [
        { name: 'topicId', type: 'uuid' },
        { name: 'partitions', type: 'int32', array: true },
      ],
    },
  ],
  ShareGroupCurrentMemberAssignmentKey: [
    { name: 'groupId', type: 'string' },
    { name: 'memberId', type: 'string' },
  ],
  ShareGroupCurrentMemberAssignmentValue: [
    { name: 'memberEpoch', type: 'int32' },
    { name: 'previousMemberEpoch', type: 'int32' },
    { name: 'state', type: 'int8' },
    {
      name: 'assignedPartitions',
      type: 'struct',
      array: true,
      fields: [
        { name: 'topicId', type: 'uuid' },
        { name: 'partitions', type: 'int32', array: true },
      ],
    },
  ],
  ShareGroupStatePartitionMetadataKey: [{ name: 'groupId', type: 'string' }],
  ShareGroupStatePartitionMetadataValue: [
    {
      name: 'initializingTopics',
      type: 'struct',
      array: true,
      fields: [
        { name: 'topicId', type: 'uuid' },
        { name: 'topicName', type: 'string' },
        { name: 'partitions', type: 'int32', array: true },
      ],
    },
    {
      name: 'initializedTopics',
      type: 'struct',
      array: true,
      fields: [
        { name: 'topicId', type: 'uuid' },
        { name: 'topicName', type: 'string' },
        { name: 'partitions', type: 'int32', array: true },
      ],
    },
    {
      name: 'deletingTopics',
      type: 'struct',
      array: true,
      fields: [
        { name: 'topicId', type: 'uuid' },
        { name: 'topicName', type: 'string' },
      ],
    },
  ],
  ConsumerGroupRegularExpressionKey: [
    { name: 'groupId', type: 'string' },
    { name: 'regularExpression', type: 'string' },
  ],
  ConsumerGroupRegularExpressionValue: [
    { name: 'topics', type: 'string', array: true },
    { name: 'version', type: 'int64' },
    { name: 'timestamp', type: 'timestamp' },
  ],
  StreamsGroupMetadataKey: [{ name: 'groupId', type: 'string' }],
  StreamsGroupMetadataValue: [
    { name: 'epoch', type: 'int32' },
    { name: 'metadataHash', type: 'hash' },
    { name: 'validatedTopologyEpoch', type: 'int32', tagged: true, default: -1 },
    {
      name: 'lastAssignmentConfigs',
      type: 'struct',
      array: true,
      tagged: true,
      fields: [
        { name: 'key', type: 'string' },
        { name: 'value', type: 'string' },
      ],
    },
  ],
  StreamsGroupMemberMetadataKey: [
    { name: 'groupId', type: 'string' },
    { name: 'memberId', type: 'string' },
  ],
  StreamsGroupMemberMetadataValue: [
    { name: 'instanceId', type: 'string' },
    { name: 'rackId', type: 'string' },
    { name: 'clientId', type: 'string' },
    { name: 'clientHost', type: 'string' },
    { name: 'rebalanceTimeoutMs', type: 'int32' },
    { name: 'topologyEpoch', type: 'int32' },
    { name: 'processId', type: 'string' },
    {
      name: 'userEndpoint',
      type: 'struct',
      fields: [
        { name: 'host', type: 'string' },
        { name: 'port', type: 'uint16' },
      ],
    },
    {
      name: 'clientTags',
      type: 'struct',
      array: true,
      fields: [
        { name: 'key', type: 'string' },
        { name: 'value', type: 'string' },
      ],
    },
  ],
  StreamsGroupTargetAssignmentMetadataKey: [{ name: 'groupId', type: 'string' }],
  StreamsGroupTargetAssignmentMetadataValue: [
    { name: 'assignmentEpoch', type: 'int32' },
    { name: 'assignmentTimestamp', type: 'timestamp', tagged: true, default: 0 },
  ],
  StreamsGroupTargetAssignmentMemberKey: [
    { name: 'groupId', type: 'string' },
    { name: 'memberId', type: 'string' },
  ],
  StreamsGroupTargetAssignmentMemberValue: [
    {
      name: 'activeTasks',
      type: 'struct',
      array: true,
      fields: [
        { name: 'subtopologyId', type: 'string' },
        { name: 'partitions', type: 'int32', array: true },
      ],
    },
    {
      name: 'standbyTasks',
      type: 'struct',
      array: true,
      fields: [
        { name: 'subtopologyId', type: 'string' },
        { name: 'partitions', type: 'int32', array: true },
      ],
    },
    {
      name: 'warmupTasks',
      type: 'struct',
      array: true,
      fields: [
        { name: 'subtopologyId', type: 'string' },
        { name: 'partitions', type: 'int32', array: true },
      ],
    },
  ],
  StreamsGroupCurrentMemberAssignmentKey: [
    { name: 'groupId', type: 'string' },
    { name: 'memberId', type: 'string' },
  ],
  StreamsGroupCurrentMemberAssignmentValue: [
    { name: 'memberEpoch', type: 'int32' },
    { name: 'previousMemberEpoch', type: 'int32' },
    { name: 'state', type: 'int8' },
    {
      name: 'activeTasks',
      type: 'struct',
      array: true,
      fields: [
        { name: 'subtopologyId', type: 'string' },
        { name: 'partitions', type: 'int32', array: true },
        { name: 'assignmentEpochs', type: 'int32', array: true, tagged: true },
      ],
    },
    {
      name: 'standbyTasks',
      type: 'struct',
      array: true,
      fields: [
        { name: 'subtopologyId', type: 'string' },
        { name: 'partitions', type: 'int32', array: true },
        { name: 'assignmentEpochs', type: 'int32', array: true, tagged: true },
      ],
    },
    {
      name: 'warmupTasks',
      type: 'struct',
      array: true,
      fields: [
        { name: 'subtopologyId', type: 'string' },
        { name: 'partitions', type: 'int32', array: true },
        { name: 'assignmentEpochs', type: 'int32', array: true, tagged: true },
      ],
    },
    {
      name: 'activeTasksPendingRevocation',
      type: 'struct',
      array: true,
      fields: [
        { name: 'subtopologyId', type: 'string' },
        { name: 'partitions', type: 'int32', array: true },
        { name: 'assignmentEpochs', type: 'int32', array: true, tagged: true },
      ],
    },
    {
      name: 'standbyTasksPendingRevocation',
      type: 'struct',
      array: true,
      fields: [
        { name: 'subtopologyId', type: 'string' },
        { name: 'partitions', type: 'int32', array: true },
        { name: 'assignmentEpochs', type: 'int32', array: true, tagged: true },
      ],
    },
    {
      name: 'warmupTasksPendingRevocation',
      type: 'struct',
      array: true,
      fields: [
        { name: 'subtopologyId', type: 'string' },
        { name: 'partitions', type: 'int32', array: true },
        { name: 'assignmentEpochs', type: 'int32', array: true, tagged: true },
      ],
    },
  ],
  StreamsGroupTopologyKey: [{ name: 'groupId', type: 'string' }],
  StreamsGroupTopologyValue: [
    { name: 'epoch', type: 'int32' },
    {
      name: 'subtopologies',
      type: 'struct',
      array: true,
      fields: [
        { name: 'subtopologyId', type: 'string' },
        { name: 'sourceTopics', type: 'string', array: true },
        { name: 'sourceTopicRegex', type: 'string', array: true },
        {
          name: 'stateChangelogTopics',
          type: 'struct',
          array: true,
          fields: [
            { name: 'name', type: 'string' },
            { name: 'partitions', type: 'int32' },
            { name: 'replicationFactor', type: 'int16' },
            {
              name: 'topicConfigs',
              type: 'struct',
              array: true,
              fields: [
                { name: 'key', type: 'string' },
                { name: 'value', type: 'string' },
              ],
            },
          ],
        },
        { name: 'repartitionSinkTopics', type: 'string', array: true },
        {
          name: 'repartitionSourceTopics',
          type: 'struct',
          array: true,
          fields: [
            { name: 'name', type: 'string' },
            { name: 'partitions', type: 'int32' },
            { name: 'replicationFactor', type: 'int16' },
            {
              name: 'topicConfigs',
              type: 'struct',
              array: true,
              fields: [
                { name: 'key', type: 'string' },
                { name: 'value', type: 'string' },
              ],
            },
          ],
        },
        {
          name: 'copartitionGroups',
          type: 'struct',
          array: true,
          fields: [
            { name: 'sourceTopics', type: 'int16', array: true },
            { name: 'sourceTopicRegex', type: 'int16', array: true },
            { name: 'repartitionSourceTopics', type: 'int16', array: true },
          ],
        },
      ],
    },
  ],
}
