// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import { RegisterBrokerRecord } from './00-register-broker.ts'
import { UnregisterBrokerRecord } from './01-unregister-broker.ts'
import { TopicRecord } from './02-topic.ts'
import { PartitionRecord } from './03-partition.ts'
import { ConfigRecord } from './04-config.ts'
import { PartitionChangeRecord } from './05-partition-change.ts'
import { FenceBrokerRecord } from './07-fence-broker.ts'
import { UnfenceBrokerRecord } from './08-unfence-broker.ts'
import { RemoveTopicRecord } from './09-remove-topic.ts'
import { DelegationTokenRecord } from './10-delegation-token.ts'
import { UserScramCredentialRecord } from './11-user-scram-credential.ts'
import { FeatureLevelRecord } from './12-feature-level.ts'
import { ClientQuotaRecord } from './14-client-quota.ts'
import { ProducerIdsRecord } from './15-producer-ids.ts'
import { BrokerRegistrationChangeRecord } from './17-broker-registration-change.ts'
import { AccessControlEntryRecord } from './18-access-control-entry.ts'
import { RemoveAccessControlEntryRecord } from './19-remove-access-control-entry.ts'
import { NoOpRecord } from './20-no-op.ts'
import { ZkMigrationStateRecord } from './21-zk-migration-state.ts'
import { RemoveUserScramCredentialRecord } from './22-remove-user-scram-credential.ts'
import { BeginTransactionRecord } from './23-begin-transaction.ts'
import { EndTransactionRecord } from './24-end-transaction.ts'
import { AbortTransactionRecord } from './25-abort-transaction.ts'
import { RemoveDelegationTokenRecord } from './26-remove-delegation-token.ts'
import { RegisterControllerRecord } from './27-register-controller.ts'
import { ClearElrRecord } from './28-clear-elr.ts'

// biome-ignore lint/suspicious/noExplicitAny: a list of messages holds all of them
export const messages: readonly Message<any, any>[] = [
  RegisterBrokerRecord,
  UnregisterBrokerRecord,
  TopicRecord,
  PartitionRecord,
  ConfigRecord,
  PartitionChangeRecord,
  FenceBrokerRecord,
  UnfenceBrokerRecord,
  RemoveTopicRecord,
  DelegationTokenRecord,
  UserScramCredentialRecord,
  FeatureLevelRecord,
  ClientQuotaRecord,
  ProducerIdsRecord,
  BrokerRegistrationChangeRecord,
  AccessControlEntryRecord,
  RemoveAccessControlEntryRecord,
  NoOpRecord,
  ZkMigrationStateRecord,
  RemoveUserScramCredentialRecord,
  BeginTransactionRecord,
  EndTransactionRecord,
  AbortTransactionRecord,
  RemoveDelegationTokenRecord,
  RegisterControllerRecord,
  ClearElrRecord,
]
