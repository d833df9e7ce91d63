/**
 * BrokerHeartbeat v0-2: which of a broker's directories have failed. Nobody leads from them; other brokers may have copies.
 * Source: KIP-858; Kafka 4.3 `ReplicationControlManager.processBrokerHeartbeat`, `handleDirectoriesOffline`.
 * Not here: fencing, and what comes of silence. The one broker that there is lives in the controller's process.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type {
  BrokerHeartbeatRequest,
  BrokerHeartbeatResponseInit,
} from '../../protocol/generated/apis/63-broker-heartbeat.ts'
import { PartitionChangeRecord } from '../../protocol/generated/records/metadata/05-partition-change.ts'
import { BrokerRegistrationChangeRecord } from '../../protocol/generated/records/metadata/17-broker-registration-change.ts'
import type { BrokerState, PartitionState } from '../cache.ts'
import { type MetadataRecord, record } from '../records.ts'
import type { ControllerState, Decide } from './state.ts'

const NOBODY = -1
const ELR = 'eligible.leader.replicas.version'

export const brokerHeartbeat: Decide<BrokerHeartbeatRequest, BrokerHeartbeatResponseInit> = (
  state,
  { brokerId, brokerEpoch, offlineLogDirs, currentMetadataOffset },
) => {
  const broker = demandBrokerEpoch(state, brokerId, brokerEpoch)
  const isCaughtUp = currentMetadataOffset >= broker.epoch
  const response = { throttleTimeMs: 0, errorCode: 0, isCaughtUp, isFenced: broker.fenced, shouldShutDown: false }
  const failed = new Set(broker.logDirs.filter(id => offlineLogDirs.includes(id)))
  if (failed.size === 0) return { records: [], response }
  const records: MetadataRecord[] = []
  for (const { id: topicId, partitions } of state.metadata.topics.values())
    for (const [partitionId, partition] of partitions.entries()) {
      const directory = partition.directories[partition.replicas.indexOf(brokerId)]
      if (directory === undefined || !failed.has(directory)) continue
      const change = withoutBroker(state, partition, brokerId)
      if (Object.keys(change).length > 0)
        records.push(record(PartitionChangeRecord, { topicId, partitionId, ...change }))
    }
  const logDirs = broker.logDirs.filter(id => !failed.has(id))
  records.push(record(BrokerRegistrationChangeRecord, { brokerId, brokerEpoch, logDirs }, 2))
  return { records, response }
}

/** @throws {KafkaError} BROKER_ID_NOT_REGISTERED, STALE_BROKER_EPOCH */
export function demandBrokerEpoch({ metadata }: ControllerState, brokerId: number, brokerEpoch: number): BrokerState {
  const broker = metadata.brokers.get(brokerId)
  if (!broker) throw new KafkaError('BROKER_ID_NOT_REGISTERED', `Broker ID ${brokerId} is not currently registered`)
  if (broker.epoch !== brokerEpoch)
    throw new KafkaError(
      'STALE_BROKER_EPOCH',
      `Expected broker epoch ${broker.epoch} for broker ${brokerId}, but got broker epoch ${brokerEpoch}`,
    )
  return broker
}

/**
 * What becomes of a partition whose copy at `brokerId` cannot be used. Its last one in sync stays the one that may lead: in
 * the ISR, or where there is one (KIP-966) among those that are eligible.
 */
export function withoutBroker(
  { metadata }: ControllerState,
  { leader, replicas, isr, elr, lastKnownElr }: PartitionState,
  brokerId: number,
) {
  const left = isr.filter(id => id !== brokerId)
  const alive = (id: number) => id !== brokerId && metadata.brokers.get(id)?.fenced === false
  const next = leader === brokerId ? (replicas.find(id => left.includes(id) && alive(id)) ?? NOBODY) : leader
  const withElr = (metadata.features.get(ELR) ?? 0) > 0
  return {
    ...(next !== leader && { leader: next }),
    ...(left.length < isr.length && (left.length > 0 || withElr) && { isr: left }),
    ...(left.length === 0 && isr.length > 0 && withElr && { eligibleLeaderReplicas: [...elr, brokerId] }),
    ...(left.length === 0 && isr.length > 0 && withElr && lastKnownElr.length === 0 && { lastKnownElr: [brokerId] }),
  }
}
