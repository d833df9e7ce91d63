// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Shapes } from '../../../shape.ts'

export const shapes: Shapes = {
  ShareSnapshotKey: [
    { name: 'groupId', type: 'string' },
    { name: 'topicId', type: 'uuid' },
    { name: 'partition', type: 'int32' },
  ],
  ShareSnapshotValue: [
    { name: 'snapshotEpoch', type: 'int32' },
    { name: 'stateEpoch', type: 'int32' },
    { name: 'leaderEpoch', type: 'leaderEpoch' },
    { name: 'startOffset', type: 'offset' },
    { name: 'deliveryCompleteCount', type: 'int32', tagged: true, default: -1 },
    { name: 'createTimestamp', type: 'timestamp' },
    { name: 'writeTimestamp', type: 'timestamp' },
    {
      name: 'stateBatches',
      type: 'struct',
      array: true,
      fields: [
        { name: 'firstOffset', type: 'offset' },
        { name: 'lastOffset', type: 'offset' },
        { name: 'deliveryState', type: 'int8' },
        { name: 'deliveryCount', type: 'int16' },
      ],
    },
  ],
  ShareUpdateKey: [
    { name: 'groupId', type: 'string' },
    { name: 'topicId', type: 'uuid' },
    { name: 'partition', type: 'int32' },
  ],
  ShareUpdateValue: [
    { name: 'snapshotEpoch', type: 'int32' },
    { name: 'leaderEpoch', type: 'leaderEpoch' },
    { name: 'startOffset', type: 'offset' },
    { name: 'deliveryCompleteCount', type: 'int32', tagged: true, default: -1 },
    {
      name: 'stateBatches',
      type: 'struct',
      array: true,
      fields: [
        { name: 'firstOffset', type: 'offset' },
        { name: 'lastOffset', type: 'offset' },
        { name: 'deliveryState', type: 'int8' },
        { name: 'deliveryCount', type: 'int16' },
      ],
    },
  ],
}
