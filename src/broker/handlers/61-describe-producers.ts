/**
 * DescribeProducers v0: who wrote to a partition with a producer id, and what transaction it has open. Source: KIP-664.
 */

import { demandTopicName } from '../../metadata/topic-names.ts'
import { DescribeProducers } from '../../protocol/generated/apis/61-describe-producers.ts'
import type { Broker } from '../broker.ts'
import { answer, handler } from '../handler.ts'

const NONE = -1

export const describeProducers = handler(
  DescribeProducers,
  ({ topics }, session, broker) => ({
    topics: topics.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map(partitionIndex =>
        answer(
          { partitionIndex, activeProducers: [] },
          () => {
            demandTopicName(name)
            broker.acls.demand(session, 'READ', 'TOPIC', name)
            return { partitionIndex, activeProducers: active(name, partitionIndex, broker) }
          },
          broker,
        ),
      ),
    })),
  }),
  {
    refusal: ({ topics }, error) => ({
      topics: topics.map(({ name, partitionIndexes }) => ({
        name,
        partitions: partitionIndexes.map(partitionIndex => ({ partitionIndex, ...error, activeProducers: [] })),
      })),
    }),
  },
)

function active(topic: string, index: number, broker: Broker) {
  const { log } = broker.partitions.leader(topic, index)
  return Array.from(log.producers.all(), state => ({
    producerId: state.producerId,
    producerEpoch: state.epoch,
    lastSequence: state.batches.at(-1)?.lastSequence ?? NONE,
    lastTimestamp: state.lastTimestamp,
    coordinatorEpoch: state.coordinatorEpoch,
    currentTxnStartOffset: state.txnFirstOffset ?? NONE,
  }))
}
