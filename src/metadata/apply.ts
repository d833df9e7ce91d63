/**
 * Metadata records into rows. Dull by law: what a record says is done, nothing is asked. A record about what is not there is
 * a broken log, and stops the node, as on Kafka.
 * Source: Kafka 4.3 `MetadataDelta` and its parts; METADATA records of KIP-631.
 */
import { assert } from '../lib/assert.ts'
import type * as R from '../protocol/generated/records/metadata/types.ts'
import type { View } from '../view/view.ts'
import { entityKey } from './quotas.ts'
import type { Touched } from './touched.ts'

type Apply<T> = (view: View, record: T, touched: Touched) => void

const json = (value: unknown) => JSON.stringify(value)
const one = (changes: number, what: string) => assert(changes === 1, `${what} is not in the metadata`)

const registerBroker: Apply<R.RegisterBrokerRecord> = (view, r, touched) => {
  view.run(
    'INSERT OR REPLACE INTO broker VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    r.brokerId,
    r.incarnationId,
    r.brokerEpoch,
    r.rack,
    Number(r.fenced),
    Number(r.inControlledShutdown),
    json(r.endPoints.map(({ name, host, port, securityProtocol }) => ({ name, host, port, securityProtocol }))),
    json(
      r.features.map(({ name, minSupportedVersion, maxSupportedVersion }) => ({
        name,
        minSupportedVersion,
        maxSupportedVersion,
      })),
    ),
    json(r.logDirs),
    r.cordonedLogDirs === null ? null : json(r.cordonedLogDirs),
  )
  touched.brokers = true
}

const unregisterBroker: Apply<R.UnregisterBrokerRecord> = (view, { brokerId }, touched) => {
  one(view.run('DELETE FROM broker WHERE broker_id = ?', brokerId), `broker ${brokerId}`)
  touched.brokers = true
}

/** 1 and -1 set and clear; 0 leaves as it is. */
const brokerChange: Apply<R.BrokerRegistrationChangeRecord> = (view, r, touched) => {
  const changes = view.run(
    `UPDATE broker SET fenced = CASE @fenced WHEN 0 THEN fenced ELSE @fenced > 0 END,
       in_controlled_shutdown = CASE @shutdown WHEN 0 THEN in_controlled_shutdown ELSE @shutdown > 0 END,
       log_dirs = CASE @dirs WHEN '[]' THEN log_dirs ELSE @dirs END,
       cordoned_dirs = coalesce(@cordoned, cordoned_dirs)
     WHERE broker_id = @id AND epoch = @epoch`,
    {
      fenced: r.fenced,
      shutdown: r.inControlledShutdown,
      dirs: json(r.logDirs),
      cordoned: r.cordonedLogDirs === null ? null : json(r.cordonedLogDirs),
      id: r.brokerId,
      epoch: r.brokerEpoch,
    },
  )
  one(changes, `broker ${r.brokerId} with epoch ${r.brokerEpoch}`)
  touched.brokers = true
}

const fence =
  (fenced: number): Apply<R.FenceBrokerRecord> =>
  (view, { id, epoch }, touched) => {
    one(view.run('UPDATE broker SET fenced = ? WHERE broker_id = ? AND epoch = ?', fenced, id, epoch), `broker ${id}`)
    touched.brokers = true
  }

const topic: Apply<R.TopicRecord> = (view, { name, topicId }, touched) => {
  view.run('INSERT INTO topic VALUES (?, ?)', name, topicId)
  touched.topicIds.add(topicId)
}

const partition: Apply<R.PartitionRecord> = (view, r, touched) => {
  view.run(
    'INSERT OR REPLACE INTO partition VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    r.topicId,
    r.partitionId,
    r.leader,
    r.leaderEpoch,
    r.partitionEpoch,
    json(r.replicas),
    json(r.isr),
    json(r.addingReplicas),
    json(r.removingReplicas),
    json(r.eligibleLeaderReplicas ?? []),
    json(r.lastKnownElr ?? []),
    json(r.directories),
    r.leaderRecoveryState,
  )
  touched.topicIds.add(r.topicId)
}

const NO_LEADER_CHANGE = -2

/** Fields that are there replace; the partition epoch always rises, the leader epoch when a leader is named, even the same. */
const partitionChange: Apply<R.PartitionChangeRecord> = (view, r, touched) => {
  const optional = (value: readonly unknown[] | null) => (value === null ? null : json(value))
  const changes = view.run(
    `UPDATE partition SET
       isr = coalesce(@isr, isr), replicas = coalesce(@replicas, replicas), removing = coalesce(@removing, removing), adding = coalesce(@adding, adding),
       elr = coalesce(@elr, elr), last_known_elr = coalesce(@lastKnownElr, last_known_elr), directories = coalesce(@directories, directories),
       leader = CASE @leader WHEN ${NO_LEADER_CHANGE} THEN leader ELSE @leader END,
       leader_epoch = leader_epoch + (@leader <> ${NO_LEADER_CHANGE}),
       leader_recovery = CASE @recovery WHEN -1 THEN leader_recovery ELSE @recovery END,
       partition_epoch = partition_epoch + 1
     WHERE topic_id = @topicId AND partition = @partition`,
    {
      isr: optional(r.isr),
      replicas: optional(r.replicas),
      removing: optional(r.removingReplicas),
      adding: optional(r.addingReplicas),
      elr: optional(r.eligibleLeaderReplicas),
      lastKnownElr: optional(r.lastKnownElr),
      directories: optional(r.directories),
      leader: r.leader,
      recovery: r.leaderRecoveryState,
      topicId: r.topicId,
      partition: r.partitionId,
    },
  )
  one(changes, `partition ${r.partitionId} of topic ${r.topicId}`)
  touched.topicIds.add(r.topicId)
}

/** The topic goes with its partitions and its settings. */
const removeTopic: Apply<R.RemoveTopicRecord> = (view, { topicId }, touched) => {
  const row = view.sql<{ name: string }>('SELECT name FROM topic WHERE topic_id = ?').get(topicId)
  assert(row, `topic ${topicId} is not in the metadata`)
  view.run('DELETE FROM partition WHERE topic_id = ?', topicId)
  view.run('DELETE FROM config WHERE resource_type = 2 AND resource_name = ?', row.name)
  view.run('DELETE FROM topic WHERE topic_id = ?', topicId)
  touched.topicIds.add(topicId)
}

const config: Apply<R.ConfigRecord> = (view, r, touched) => {
  if (r.value === null)
    view.run(
      'DELETE FROM config WHERE resource_type = ? AND resource_name = ? AND name = ?',
      r.resourceType,
      r.resourceName,
      r.name,
    )
  else view.run('INSERT OR REPLACE INTO config VALUES (?, ?, ?, ?)', r.resourceType, r.resourceName, r.name, r.value)
  touched.configs.add(`${r.resourceType} ${r.resourceName}`)
}

const featureLevel: Apply<R.FeatureLevelRecord> = (view, { name, featureLevel }, touched) => {
  if (featureLevel === 0) view.run('DELETE FROM feature WHERE name = ?', name)
  else view.run('INSERT OR REPLACE INTO feature VALUES (?, ?)', name, featureLevel)
  touched.features = true
}

const producerIds: Apply<R.ProducerIdsRecord> = (view, { nextProducerId }) => {
  view.run('INSERT OR REPLACE INTO producer_ids VALUES (0, ?)', nextProducerId)
}

const clientQuota: Apply<R.ClientQuotaRecord> = (view, { entity, key, value, remove }, touched) => {
  const id = entityKey(entity)
  if (remove) view.run('DELETE FROM client_quota WHERE entity = ? AND key = ?', id, key)
  else view.run('INSERT OR REPLACE INTO client_quota VALUES (?, ?, ?)', id, key, value)
  touched.quotas = true
}

const acl: Apply<R.AccessControlEntryRecord> = (view, r, touched) => {
  view.run(
    'INSERT OR REPLACE INTO acl VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    r.id,
    r.resourceType,
    r.resourceName,
    r.patternType,
    r.principal,
    r.host,
    r.operation,
    r.permissionType,
  )
  touched.acls.add(r.id)
}

const removeAcl: Apply<R.RemoveAccessControlEntryRecord> = (view, { id }, touched) => {
  view.run('DELETE FROM acl WHERE acl_id = ?', id)
  touched.acls.add(id)
}

const scram: Apply<R.UserScramCredentialRecord> = (view, r, touched) => {
  touched.scram = true
  view.run(
    'INSERT OR REPLACE INTO scram VALUES (?, ?, ?, ?, ?, ?)',
    r.name,
    r.mechanism,
    r.salt,
    r.storedKey,
    r.serverKey,
    r.iterations,
  )
}

const removeScram: Apply<R.RemoveUserScramCredentialRecord> = (view, { name, mechanism }, touched) => {
  touched.scram = true
  view.run('DELETE FROM scram WHERE user = ? AND mechanism = ?', name, mechanism)
}

const token: Apply<R.DelegationTokenRecord> = (view, r) => {
  view.run(
    'INSERT OR REPLACE INTO delegation_token VALUES (?, ?, ?, ?, ?, ?, ?)',
    r.tokenId,
    r.owner,
    r.requester,
    json(r.renewers),
    r.issueTimestamp,
    r.maxTimestamp,
    r.expirationTimestamp,
  )
}

const removeToken: Apply<R.RemoveDelegationTokenRecord> = (view, { tokenId }) => {
  view.run('DELETE FROM delegation_token WHERE token_id = ?', tokenId)
}

const registerController: Apply<R.RegisterControllerRecord> = (view, r) => {
  view.run(
    'INSERT OR REPLACE INTO controller VALUES (?, ?, ?, ?)',
    r.controllerId,
    r.incarnationId,
    json(r.endPoints),
    json(r.features),
  )
}

const clearElr: Apply<R.ClearElrRecord> = (view, { topicName }) => {
  const where = topicName === '' ? '' : 'WHERE topic_id = (SELECT topic_id FROM topic WHERE name = ?)'
  view.run(`UPDATE partition SET elr = '[]', last_known_elr = '[]' ${where}`, ...(topicName === '' ? [] : [topicName]))
}

/** Records that say nothing about the state; begin, end and abort are the replay's. */
const nothing = () => {}

// biome-ignore lint/suspicious/noExplicitAny: each key has its own record
export const appliers: Readonly<Record<number, Apply<any>>> = {
  0: registerBroker,
  1: unregisterBroker,
  2: topic,
  3: partition,
  4: config,
  5: partitionChange,
  7: fence(1),
  8: fence(0),
  9: removeTopic,
  10: token,
  11: scram,
  12: featureLevel,
  14: clientQuota,
  15: producerIds,
  17: brokerChange,
  18: acl,
  19: removeAcl,
  20: nothing,
  21: nothing,
  22: removeScram,
  23: nothing,
  24: nothing,
  25: nothing,
  26: removeToken,
  27: registerController,
  28: clearElr,
}
