/** AllocateProducerIds v0: a block of 1000 producer ids, never given twice. Source: KIP-730; Kafka 4.3 `ProducerIdControlManager`. */
import type {
  AllocateProducerIdsRequest,
  AllocateProducerIdsResponseInit,
} from '../../protocol/generated/apis/67-allocate-producer-ids.ts'
import { ProducerIdsRecord } from '../../protocol/generated/records/metadata/15-producer-ids.ts'
import { record } from '../records.ts'
import type { Decide } from './state.ts'

const BLOCK_SIZE = 1000

export const allocateProducerIds: Decide<AllocateProducerIdsRequest, AllocateProducerIdsResponseInit> = (
  state,
  { brokerId, brokerEpoch },
) => {
  const start = state.nextProducerId()
  return {
    records: [record(ProducerIdsRecord, { brokerId, brokerEpoch, nextProducerId: start + BLOCK_SIZE })],
    response: { producerIdStart: start, producerIdLen: BLOCK_SIZE },
  }
}
