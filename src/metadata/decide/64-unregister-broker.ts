/**
 * UnregisterBroker v0: a broker that will not come back is forgotten; what it led others lead, or nobody.
 * Source: KIP-631; Kafka 4.3 `ReplicationControlManager.unregisterBroker`, `handleBrokerUnregistered`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type {
  UnregisterBrokerRequest,
  UnregisterBrokerResponseInit,
} from '../../protocol/generated/apis/64-unregister-broker.ts'
import { UnregisterBrokerRecord } from '../../protocol/generated/records/metadata/01-unregister-broker.ts'
import { PartitionChangeRecord } from '../../protocol/generated/records/metadata/05-partition-change.ts'
import { type MetadataRecord, record } from '../records.ts'
import type { ControllerState, Decide } from './state.ts'

export const unregisterBroker: Decide<UnregisterBrokerRequest, UnregisterBrokerResponseInit> = (
  state,
  { brokerId },
) => {
  const broker = state.metadata.brokers.get(brokerId)
  if (!broker) throw new KafkaError('BROKER_ID_NOT_REGISTERED', `Broker ID ${brokerId} is not currently registered`)
  // Kafka would forget it, and it would stay up, unused, until its next start.
  if (brokerId === state.nodeId)
    throw new KafkaError('INVALID_REQUEST', `Broker ID ${brokerId} is this one, and runs: stop it first`)
  const gone = record(UnregisterBrokerRecord, { brokerId, brokerEpoch: broker.epoch })
  return { records: [...handedOver(state, brokerId), gone], response: { errorMessage: null } }
}

function* handedOver({ metadata }: ControllerState, brokerId: number): Iterable<MetadataRecord> {
  const alive = (id: number) => id !== brokerId && metadata.brokers.get(id)?.fenced === false
  for (const { id: topicId, partitions } of metadata.topics.values())
    for (const [partitionId, { leader, isr, replicas }] of partitions.entries()) {
      if (leader !== brokerId && !isr.includes(brokerId)) continue
      const left = isr.filter(id => id !== brokerId)
      yield record(PartitionChangeRecord, {
        topicId,
        partitionId,
        // The last one in sync stays so: it alone may lead again.
        ...(isr.includes(brokerId) && left.length > 0 && { isr: left }),
        ...(leader === brokerId && { leader: replicas.find(id => left.includes(id) && alive(id)) ?? -1 }),
      })
    }
}
