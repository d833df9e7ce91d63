// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Shapes } from '../../../shape.ts'

export const shapes: Shapes = {
  RemoteLogSegmentMetadataRecord: [
    {
      name: 'remoteLogSegmentId',
      type: 'struct',
      fields: [
        {
          name: 'topicIdPartition',
          type: 'struct',
          fields: [
            { name: 'name', type: 'string' },
            { name: 'id', type: 'uuid' },
            { name: 'partition', type: 'int32' },
          ],
        },
        { name: 'id', type: 'uuid' },
      ],
    },
    { name: 'startOffset', type: 'offset' },
    { name: 'endOffset', type: 'offset' },
    { name: 'brokerId', type: 'int32' },
    { name: 'maxTimestampMs', type: 'timestamp' },
    { name: 'eventTimestampMs', type: 'timestamp' },
    {
      name: 'segmentLeaderEpochs',
      type: 'struct',
      array: true,
      fields: [
        { name: 'leaderEpoch', type: 'leaderEpoch' },
        { name: 'offset', type: 'offset' },
      ],
    },
    { name: 'segmentSizeInBytes', type: 'int32' },
    { name: 'customMetadata', type: 'bytes' },
    { name: 'remoteLogSegmentState', type: 'int8' },
    { name: 'txnIndexEmpty', type: 'bool', tagged: true },
  ],
  RemoteLogSegmentMetadataUpdateRecord: [
    {
      name: 'remoteLogSegmentId',
      type: 'struct',
      fields: [
        {
          name: 'topicIdPartition',
          type: 'struct',
          fields: [
            { name: 'name', type: 'string' },
            { name: 'id', type: 'uuid' },
            { name: 'partition', type: 'int32' },
          ],
        },
        { name: 'id', type: 'uuid' },
      ],
    },
    { name: 'brokerId', type: 'int32' },
    { name: 'eventTimestampMs', type: 'timestamp' },
    { name: 'customMetadata', type: 'bytes' },
    { name: 'remoteLogSegmentState', type: 'int8' },
  ],
  RemotePartitionDeleteMetadataRecord: [
    {
      name: 'topicIdPartition',
      type: 'struct',
      fields: [
        { name: 'name', type: 'string' },
        { name: 'id', type: 'uuid' },
        { name: 'partition', type: 'int32' },
      ],
    },
    { name: 'brokerId', type: 'int32' },
    { name: 'eventTimestampMs', type: 'timestamp' },
    { name: 'remotePartitionDeleteState', type: 'int8' },
  ],
  RemoteLogSegmentMetadataSnapshotRecord: [
    { name: 'segmentId', type: 'uuid' },
    { name: 'startOffset', type: 'offset' },
    { name: 'endOffset', type: 'offset' },
    { name: 'brokerId', type: 'int32' },
    { name: 'maxTimestampMs', type: 'timestamp' },
    { name: 'eventTimestampMs', type: 'timestamp' },
    {
      name: 'segmentLeaderEpochs',
      type: 'struct',
      array: true,
      fields: [
        { name: 'leaderEpoch', type: 'leaderEpoch' },
        { name: 'offset', type: 'offset' },
      ],
    },
    { name: 'segmentSizeInBytes', type: 'int32' },
    { name: 'customMetadata', type: 'bytes' },
    { name: 'remoteLogSegmentState', type: 'int8' },
    { name: 'txnIndexEmpty', type: 'bool', tagged: true },
  ],
}
