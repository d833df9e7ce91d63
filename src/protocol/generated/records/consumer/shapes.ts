// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Shapes } from '../../../shape.ts'

export const shapes: Shapes = {
  ConsumerProtocolAssignment: [
    {
      name: 'assignedPartitions',
      type: 'struct',
      array: true,
      fields: [
        { name: 'topic', type: 'string' },
        { name: 'partitions', type: 'int32', array: true },
      ],
    },
    { name: 'userData', type: 'bytes' },
  ],
  ConsumerProtocolSubscription: [
    { name: 'topics', type: 'string', array: true },
    { name: 'userData', type: 'bytes' },
    {
      name: 'ownedPartitions',
      type: 'struct',
      array: true,
      from: 1,
      fields: [
        { name: 'topic', type: 'string', from: 1 },
        { name: 'partitions', type: 'int32', array: true, from: 1 },
      ],
    },
    { name: 'generationId', type: 'int32', from: 2 },
    { name: 'rackId', type: 'string', from: 3 },
  ],
}
