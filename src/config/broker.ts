/** Every broker setting. Most are Kafka's to act upon; each is accepted, so that a server.properties of a release runs as it is. */
import { cleanerConfigs } from './broker/cleaner.ts'
import { groupConfigs } from './broker/group.ts'
import { logConfigs } from './broker/log.ts'
import { networkConfigs } from './broker/network.ts'
import { nodeConfigs } from './broker/node.ts'
import { remoteConfigs } from './broker/remote.ts'
import { replicationConfigs } from './broker/replication.ts'
import { saslConfigs } from './broker/sasl.ts'
import { securityConfigs } from './broker/security.ts'
import { shareGroupConfigs } from './broker/share-group.ts'
import { streamsGroupConfigs } from './broker/streams-group.ts'
import { transactionConfigs } from './broker/transaction.ts'
import type { ConfigOf } from './define.ts'

export const brokerConfigs = {
  ...nodeConfigs,
  ...remoteConfigs,
  ...networkConfigs,
  ...logConfigs,
  ...cleanerConfigs,
  ...groupConfigs,
  ...shareGroupConfigs,
  ...streamsGroupConfigs,
  ...transactionConfigs,
  ...replicationConfigs,
  ...securityConfigs,
  ...saslConfigs,
}

export type BrokerConfig = ConfigOf<typeof brokerConfigs>
