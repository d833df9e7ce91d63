/** What the controller decides on, by API key. */
import { createTopics } from './19-create-topics.ts'
import { deleteTopics } from './20-delete-topics.ts'
import { createAcls } from './30-create-acls.ts'
import { deleteAcls } from './31-delete-acls.ts'
import { createPartitions } from './37-create-partitions.ts'
import { electLeaders } from './43-elect-leaders.ts'
import { alterConfigs, incrementalAlterConfigs } from './44-incremental-alter-configs.ts'
import { alterPartitionReassignments } from './45-alter-partition-reassignments.ts'
import { alterClientQuotas } from './49-alter-client-quotas.ts'
import { alterUserScramCredentials } from './51-alter-user-scram-credentials.ts'
import { describeQuorum } from './55-describe-quorum.ts'
import { updateFeatures } from './57-update-features.ts'
import { brokerHeartbeat } from './63-broker-heartbeat.ts'
import { unregisterBroker } from './64-unregister-broker.ts'
import { allocateProducerIds } from './67-allocate-producer-ids.ts'
import { assignReplicasToDirs } from './73-assign-replicas-to-dirs.ts'
import type { Decide } from './state.ts'

// biome-ignore lint/suspicious/noExplicitAny: each API has its own request
export const decisions: Readonly<Record<number, Decide<any, unknown>>> = {
  19: createTopics,
  20: deleteTopics,
  30: createAcls,
  31: deleteAcls,
  33: alterConfigs,
  37: createPartitions,
  43: electLeaders,
  44: incrementalAlterConfigs,
  45: alterPartitionReassignments,
  49: alterClientQuotas,
  51: alterUserScramCredentials,
  55: describeQuorum,
  57: updateFeatures,
  63: brokerHeartbeat,
  64: unregisterBroker,
  67: allocateProducerIds,
  73: assignReplicasToDirs,
}
