/** The records by which this node says at its start that it is there. Source: KIP-631, KIP-919; Kafka 4.3 `ClusterControlManager`. */
import { randomUuid } from '../lib/uuid.ts'
import { RegisterBrokerRecord } from '../protocol/generated/records/metadata/00-register-broker.ts'
import { RegisterControllerRecord } from '../protocol/generated/records/metadata/27-register-controller.ts'
import type { ControllerOptions } from './controller.ts'
import { supportedFeatures } from './features.ts'
import { type MetadataRecord, record } from './records.ts'

const PLAINTEXT = 0

const features = () =>
  supportedFeatures.map(({ name, min, max }) => ({ name, minSupportedVersion: min, maxSupportedVersion: max }))

export const controllerRecord = ({ nodeId, controllerListener, random }: ControllerOptions): MetadataRecord =>
  record(RegisterControllerRecord, {
    controllerId: nodeId,
    incarnationId: randomUuid(random),
    zkMigrationReady: false,
    endPoints: [{ ...controllerListener, securityProtocol: PLAINTEXT }],
    features: features(),
  })

/** @param brokerEpoch the offset that the record will have */
export const brokerRecord = (
  { nodeId, listeners, rack, random, directoryIds }: ControllerOptions,
  brokerEpoch: number,
): MetadataRecord =>
  record(RegisterBrokerRecord, {
    brokerId: nodeId,
    isMigratingZkBroker: false,
    incarnationId: randomUuid(random),
    brokerEpoch,
    endPoints: listeners.map(listener => ({ ...listener, securityProtocol: PLAINTEXT })),
    features: features(),
    rack,
    fenced: true,
    inControlledShutdown: false,
    // Stored sorted, as Kafka compares them.
    logDirs: [...directoryIds].sort(),
  })
