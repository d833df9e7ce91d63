/**
 * A snapshot is the view, written as records; loading one makes the view. The two are each other's inverse, for the view
 * holds the facts of Kafka's metadata image and nothing else: digest(view) = digest(load(render(view))).
 *
 * Order, as Kafka writes an image: features (metadata.version first, for it says how the rest is to be read), brokers,
 * controllers, each topic with its partitions, configs, quotas, producer ids, ACLs, SCRAM, tokens. The version of each
 * record is the highest that the cluster's metadata.version knows.
 * Source: KIP-630; Kafka 4.3 `MetadataImage.write`.
 */
import type crypto from 'node:crypto'
import { lazily } from '../lib/load.ts'
import { RegisterBrokerRecord } from '../protocol/generated/records/metadata/00-register-broker.ts'
import { TopicRecord } from '../protocol/generated/records/metadata/02-topic.ts'
import { PartitionRecord } from '../protocol/generated/records/metadata/03-partition.ts'
import { ConfigRecord } from '../protocol/generated/records/metadata/04-config.ts'
import { DelegationTokenRecord } from '../protocol/generated/records/metadata/10-delegation-token.ts'
import { UserScramCredentialRecord } from '../protocol/generated/records/metadata/11-user-scram-credential.ts'
import { FeatureLevelRecord } from '../protocol/generated/records/metadata/12-feature-level.ts'
import { ClientQuotaRecord } from '../protocol/generated/records/metadata/14-client-quota.ts'
import { ProducerIdsRecord } from '../protocol/generated/records/metadata/15-producer-ids.ts'
import { AccessControlEntryRecord } from '../protocol/generated/records/metadata/18-access-control-entry.ts'
import { RegisterControllerRecord } from '../protocol/generated/records/metadata/27-register-controller.ts'
import type { View } from '../view/view.ts'
import { entityOf } from './quotas.ts'
import { type MetadataRecord, record, recordAt } from './records.ts'
import { type AclRow, aclOf } from './rows.ts'

const node = lazily<typeof crypto>('node:crypto')

const METADATA_VERSION = 'metadata.version'

/** Every fact of the view, as records, in the order of an image. `view` is not to change meanwhile. */
export function* render(view: View): Generator<MetadataRecord> {
  const levels = view.sql<Row>('SELECT name, level FROM feature ORDER BY name <> ?, name').all(METADATA_VERSION)
  const version = Number(levels.find(({ name }) => name === METADATA_VERSION)?.level ?? 0)
  for (const table of tables)
    for (const row of view.sql<Row>(table.sql).iterate()) {
      yield recordAt(table.record(row), version)
      if (table.parts) for (const part of table.parts(view, row)) yield recordAt(part, version)
    }
}

// biome-ignore lint/suspicious/noExplicitAny: a row of any table; the schema says which columns it has
type Row = Record<string, any>

interface Table {
  sql: string
  record: (row: Row) => MetadataRecord
  /** What belongs to a row comes right behind it. */
  parts?: (view: View, row: Row) => Generator<MetadataRecord>
}

const list = (text: string) => JSON.parse(text)
/** A tagged field is left out where it says nothing. */
const filled = (text: string) => (text === '[]' ? undefined : list(text))

const topicOf = (row: Row) => record(TopicRecord, { name: row.name, topicId: row.topic_id })

const partitionOf = (row: Row): MetadataRecord =>
  record(PartitionRecord, {
    partitionId: row.partition,
    topicId: row.topic_id,
    replicas: list(row.replicas),
    isr: list(row.isr),
    removingReplicas: list(row.removing),
    addingReplicas: list(row.adding),
    leader: row.leader,
    leaderRecoveryState: row.leader_recovery,
    leaderEpoch: row.leader_epoch,
    partitionEpoch: row.partition_epoch,
    directories: list(row.directories),
    eligibleLeaderReplicas: filled(row.elr),
    lastKnownElr: filled(row.last_known_elr),
  })

function* partitionsOf(view: View, { topic_id }: Row): Generator<MetadataRecord> {
  const rows = view.sql<Row>('SELECT * FROM partition WHERE topic_id = ? ORDER BY partition')
  for (const row of rows.iterate(topic_id)) yield partitionOf(row)
}

const tables: readonly Table[] = [
  {
    sql: `SELECT * FROM feature ORDER BY name <> '${METADATA_VERSION}', name`,
    record: row => record(FeatureLevelRecord, { name: row.name, featureLevel: row.level }),
  },
  {
    sql: 'SELECT * FROM broker ORDER BY broker_id',
    record: row =>
      record(RegisterBrokerRecord, {
        brokerId: row.broker_id,
        incarnationId: row.incarnation,
        brokerEpoch: row.epoch,
        endPoints: list(row.listeners),
        features: list(row.features),
        rack: row.rack,
        fenced: row.fenced === 1,
        inControlledShutdown: row.in_controlled_shutdown === 1,
        logDirs: list(row.log_dirs),
        cordonedLogDirs: row.cordoned_dirs === null ? null : list(row.cordoned_dirs),
      }),
  },
  {
    sql: 'SELECT * FROM controller ORDER BY controller_id',
    record: row =>
      record(RegisterControllerRecord, {
        controllerId: row.controller_id,
        incarnationId: row.incarnation,
        zkMigrationReady: false,
        endPoints: list(row.listeners),
        features: list(row.features),
      }),
  },
  { sql: 'SELECT * FROM topic ORDER BY topic_id', record: topicOf, parts: partitionsOf },
  {
    sql: 'SELECT * FROM config ORDER BY resource_type, resource_name, name',
    record: row =>
      record(ConfigRecord, {
        resourceType: row.resource_type,
        resourceName: row.resource_name,
        name: row.name,
        value: row.value,
      }),
  },
  {
    sql: 'SELECT * FROM client_quota ORDER BY entity, key',
    record: row =>
      record(ClientQuotaRecord, {
        entity: entityOf(row.entity),
        key: row.key,
        value: row.value,
        remove: false,
      }),
  },
  {
    sql: 'SELECT * FROM producer_ids',
    // Which broker took the last block is not part of the state.
    record: row => record(ProducerIdsRecord, { brokerId: -1, brokerEpoch: -1, nextProducerId: row.next_producer_id }),
  },
  {
    sql: 'SELECT * FROM acl ORDER BY acl_id',
    record: row => record(AccessControlEntryRecord, aclOf(row as AclRow)),
  },
  {
    sql: 'SELECT * FROM scram ORDER BY user, mechanism',
    record: row =>
      record(UserScramCredentialRecord, {
        name: row.user,
        mechanism: row.mechanism,
        salt: row.salt,
        storedKey: row.stored_key,
        serverKey: row.server_key,
        iterations: row.iterations,
      }),
  },
  {
    sql: 'SELECT * FROM delegation_token ORDER BY token_id',
    record: row =>
      record(DelegationTokenRecord, {
        owner: row.owner,
        requester: row.requester,
        renewers: list(row.renewers),
        issueTimestamp: row.issued,
        maxTimestamp: row.max_timestamp,
        expirationTimestamp: row.expires,
        tokenId: row.token_id,
      }),
  },
]

/** The tables that hold facts; `applied` says how far, and is not one. */
const FACTS = [
  'feature',
  'broker',
  'controller',
  'topic',
  'partition',
  'config',
  'client_quota',
  'producer_ids',
  'acl',
  'scram',
  'delegation_token',
  'kraft',
  'voter',
] as const

/** Empty it: what comes next is a snapshot. */
export function clear(view: View): void {
  for (const table of FACTS) view.run(`DELETE FROM ${table}`)
}

/** Equal for views that hold the same facts. */
export function digest(view: View): string {
  const hash = node().createHash('sha256')
  for (const table of FACTS) {
    const columns = view.sql<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`).all()
    const order = columns.map(({ name }) => name).join(', ')
    for (const row of view.sql(`SELECT * FROM ${table} ORDER BY ${order}`).iterate())
      hash.update(`${table} ${JSON.stringify(row)}\n`)
  }
  return hash.digest('hex')
}
