// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Shapes } from '../../../shape.ts'

export const shapes: Shapes = {
  TransactionLogKey: [{ name: 'transactionalId', type: 'string' }],
  TransactionLogValue: [
    { name: 'producerId', type: 'producerId' },
    { name: 'previousProducerId', type: 'producerId', from: 1, tagged: true, default: -1 },
    { name: 'nextProducerId', type: 'producerId', from: 1, tagged: true, default: -1 },
    { name: 'producerEpoch', type: 'int16' },
    { name: 'nextProducerEpoch', type: 'int16', from: 1, tagged: true, default: -1 },
    { name: 'transactionTimeoutMs', type: 'int32' },
    { name: 'transactionStatus', type: 'int8' },
    {
      name: 'transactionPartitions',
      type: 'struct',
      array: true,
      fields: [
        { name: 'topic', type: 'string' },
        { name: 'partitionIds', type: 'int32', array: true },
      ],
    },
    { name: 'transactionLastUpdateTimestampMs', type: 'timestamp' },
    { name: 'transactionStartTimestampMs', type: 'timestamp' },
    { name: 'clientTransactionVersion', type: 'int16', from: 1, tagged: true, default: 0 },
  ],
}
