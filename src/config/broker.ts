/** Every broker setting. Most are Kafka's to act upon; each is accepted, so that a server.properties of a release runs as it is. */
import { groupConfigs } from './broker/group.ts'
import { logConfigs } from './broker/log.ts'
import { networkConfigs } from './broker/network.ts'
import { nodeConfigs } from './broker/node.ts'
import { replicationConfigs } from './broker/replication.ts'
import { securityConfigs } from './broker/security.ts'
import { transactionConfigs } from './broker/transaction.ts'
import type { ConfigOf } from './define.ts'

export const brokerConfigs = {
  ...nodeConfigs,
  ...networkConfigs,
  ...logConfigs,
  ...groupConfigs,
  ...transactionConfigs,
  ...replicationConfigs,
  ...securityConfigs,
}

export type BrokerConfig = ConfigOf<typeof brokerConfigs>
