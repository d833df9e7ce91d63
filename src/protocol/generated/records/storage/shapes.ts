// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Shapes } from '../../../shape.ts'

export const shapes: Shapes = {
  ProducerSnapshot: [
    { name: 'crc', type: 'uint32' },
    {
      name: 'producerEntries',
      type: 'struct',
      array: true,
      fields: [
        { name: 'producerId', type: 'producerId' },
        { name: 'epoch', type: 'int16' },
        { name: 'lastSequence', type: 'int32' },
        { name: 'lastOffset', type: 'offset' },
        { name: 'offsetDelta', type: 'int32' },
        { name: 'timestamp', type: 'timestamp' },
        { name: 'coordinatorEpoch', type: 'int32' },
        { name: 'currentTxnFirstOffset', type: 'offset' },
      ],
    },
  ],
}
