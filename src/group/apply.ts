/**
 * Records of `__consumer_offsets` into rows. Offsets written within a transaction wait beside the others until its marker: a
 * commit moves them over, an abort drops them. Records of a newer Kafka, and of share and streams groups, are stepped over.
 * Source: Kafka 4.3 `GroupCoordinatorShard.replay`, `OffsetMetadataManager.replay`.
 */
import type { BatchHeader } from '../protocol/batch.ts'
import { readControlRecord } from '../protocol/control.ts'
import { messages } from '../protocol/generated/records/group/index.ts'
import type * as R from '../protocol/generated/records/group/types.ts'
import type { Message } from '../protocol/message.ts'
import { Reader } from '../protocol/reader.ts'
import { decodeRecords } from '../protocol/record.ts'
import { ZERO_UUID } from '../protocol/types.ts'
import type { View } from '../view/view.ts'

interface Context {
  source: string
  /** -1: not in a transaction. */
  producerId: number
}

type Apply<Key, Value> = (view: View, key: Key, value: Value | null, context: Context) => void
interface ByGroup {
  groupId: string
}
interface ByMember extends ByGroup {
  memberId: string
}

const json = (value: unknown) => JSON.stringify(value)

const offsetCommit: Apply<R.OffsetCommitKey, R.OffsetCommitValue> = (
  view,
  { group, topic, partition },
  value,
  { source, producerId },
) => {
  if (value === null) {
    view.run('DELETE FROM offset_commit WHERE group_id = ? AND topic = ? AND partition = ?', group, topic, partition)
    view.run('DELETE FROM pending_offset WHERE group_id = ? AND topic = ? AND partition = ?', group, topic, partition)
    return
  }
  const row = [
    group,
    topic,
    partition,
    value.offset,
    value.leaderEpoch,
    value.metadata,
    value.commitTimestamp,
    value.expireTimestamp < 0 ? null : value.expireTimestamp,
    value.topicId === ZERO_UUID ? null : value.topicId,
  ]
  if (producerId < 0) view.run('INSERT OR REPLACE INTO offset_commit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', ...row)
  else
    view.run(
      'INSERT OR REPLACE INTO pending_offset VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      source,
      producerId,
      ...row,
    )
}

const classicGroup: Apply<R.GroupMetadataKey, R.GroupMetadataValue> = (view, { group }, value) => {
  view.run('DELETE FROM classic_member WHERE group_id = ?', group)
  if (value === null) {
    view.run('DELETE FROM classic_group WHERE group_id = ?', group)
    return
  }
  const { protocolType, generation, protocol, leader, currentStateTimestamp, members } = value
  view.run(
    'INSERT OR REPLACE INTO classic_group VALUES (?, ?, ?, ?, ?, ?)',
    group,
    protocolType,
    generation,
    protocol,
    leader,
    currentStateTimestamp,
  )
  members.forEach((member, position) => {
    const {
      memberId,
      groupInstanceId,
      clientId,
      clientHost,
      rebalanceTimeout,
      sessionTimeout,
      subscription,
      assignment,
    } = member
    // Before version 1 there was one timeout for both.
    const rebalanceTimeoutMs = rebalanceTimeout < 0 ? sessionTimeout : rebalanceTimeout
    view.run(
      'INSERT INTO classic_member VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      group,
      position,
      memberId,
      groupInstanceId,
      clientId,
      clientHost,
      rebalanceTimeoutMs,
      sessionTimeout,
      subscription,
      assignment,
    )
  })
}

const groupEpoch: Apply<ByGroup, R.ConsumerGroupMetadataValue> = (view, { groupId }, value) => {
  if (value === null) view.run('DELETE FROM consumer_group WHERE group_id = ?', groupId)
  else
    view.run(
      'INSERT INTO consumer_group VALUES (?, ?, ?, 0, 0) ON CONFLICT DO UPDATE SET epoch = excluded.epoch, metadata_hash = excluded.metadata_hash',
      groupId,
      value.epoch,
      String(value.metadataHash),
    )
}

const consumerMember: Apply<ByMember, R.ConsumerGroupMemberMetadataValue> = (view, { groupId, memberId }, value) => {
  if (value === null) {
    view.run('DELETE FROM consumer_member WHERE group_id = ? AND member_id = ?', groupId, memberId)
    return
  }
  const { classicMemberMetadata: classic } = value
  // An absent structure reads as an empty one: only one with protocols says something.
  const speaksClassic = classic !== null && classic.supportedProtocols.length > 0
  const protocols = speaksClassic && {
    sessionTimeoutMs: classic.sessionTimeoutMs,
    supportedProtocols: classic.supportedProtocols.map(({ name, metadata }) => ({
      name,
      metadata: metadata.toString('base64'),
    })),
  }
  view.run(
    'INSERT OR REPLACE INTO consumer_member VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    groupId,
    memberId,
    value.instanceId,
    value.rackId,
    value.clientId,
    value.clientHost,
    json(value.subscribedTopicNames),
    value.subscribedTopicRegex,
    value.rebalanceTimeoutMs,
    value.serverAssignor,
    protocols ? json(protocols) : null,
  )
}

const targetEpoch: Apply<ByGroup, R.ConsumerGroupTargetAssignmentMetadataValue> = (view, { groupId }, value) => {
  const { assignmentEpoch, assignmentTimestamp } = value ?? { assignmentEpoch: 0, assignmentTimestamp: 0 }
  view.run(
    'UPDATE consumer_group SET assignment_epoch = ?, assignment_timestamp = ? WHERE group_id = ?',
    assignmentEpoch,
    assignmentTimestamp,
    groupId,
  )
}

const targetMember: Apply<ByMember, R.ConsumerGroupTargetAssignmentMemberValue> = (
  view,
  { groupId, memberId },
  value,
) => {
  if (value === null) view.run('DELETE FROM consumer_target WHERE group_id = ? AND member_id = ?', groupId, memberId)
  else {
    const partitions = value.topicPartitions.map(({ topicId, partitions }) => [topicId, partitions])
    view.run('INSERT OR REPLACE INTO consumer_target VALUES (?, ?, ?)', groupId, memberId, json(partitions))
  }
}

const owned = (topics: R.ConsumerGroupCurrentMemberAssignmentValue['assignedPartitions'], epoch: number) =>
  json(
    topics.map(({ topicId, partitions, assignmentEpochs }) => [
      topicId,
      partitions.map((partition, i) => [partition, assignmentEpochs?.[i] ?? epoch]),
    ]),
  )

const currentAssignment: Apply<ByMember, R.ConsumerGroupCurrentMemberAssignmentValue> = (
  view,
  { groupId, memberId },
  value,
) => {
  if (value === null) view.run('DELETE FROM consumer_current WHERE group_id = ? AND member_id = ?', groupId, memberId)
  else {
    const { memberEpoch, previousMemberEpoch, state, assignedPartitions, partitionsPendingRevocation } = value
    view.run(
      'INSERT OR REPLACE INTO consumer_current VALUES (?, ?, ?, ?, ?, ?, ?)',
      groupId,
      memberId,
      memberEpoch,
      previousMemberEpoch,
      state,
      owned(assignedPartitions, memberEpoch),
      owned(partitionsPendingRevocation, memberEpoch),
    )
  }
}

const regularExpression: Apply<R.ConsumerGroupRegularExpressionKey, R.ConsumerGroupRegularExpressionValue> = (
  view,
  { groupId, regularExpression },
  value,
) => {
  if (value === null)
    view.run('DELETE FROM consumer_regex WHERE group_id = ? AND regex = ?', groupId, regularExpression)
  else
    view.run(
      'INSERT OR REPLACE INTO consumer_regex VALUES (?, ?, ?, ?, ?)',
      groupId,
      regularExpression,
      json(value.topics),
      value.version,
      value.timestamp,
    )
}

/** Replaced by the hash in the group's own record; Kafka 4.0 wrote it. */
const nothing = () => {}

// biome-ignore lint/suspicious/noExplicitAny: each type has its own key and value
const appliers: Readonly<Record<number, Apply<any, any>>> = {
  0: offsetCommit,
  1: offsetCommit,
  2: classicGroup,
  3: groupEpoch,
  4: nothing,
  5: consumerMember,
  6: targetEpoch,
  7: targetMember,
  8: currentAssignment,
  16: regularExpression,
}

const codec = (kind: 'Key' | 'Value') =>
  new Map<number, Message<unknown, unknown>>(
    messages.filter(({ name }) => name.endsWith(kind)).map(message => [message.apiKey!, message]),
  )
const keys = codec('Key')
const values = codec('Value')

/** Fold a batch. @returns ids of the groups it touched */
export function applyBatch(view: View, header: BatchHeader, bytes: Buffer, source: string): Set<string> {
  const touched = new Set<string>()
  const records = decodeRecords(bytes)
  if (header.isControl) {
    const marker = records[0] && readControlRecord(records[0])
    if (marker && (marker.type === 'COMMIT' || marker.type === 'ABORT'))
      endTransaction(view, header.producerId, marker.type === 'COMMIT', source, touched)
    return touched
  }
  const context = { source, producerId: header.isTransactional ? header.producerId : -1 }
  for (const { key, value } of records) {
    if (!key || key.length < 2) continue
    const type = key.readInt16BE(0)
    const apply = appliers[type]
    if (!apply) continue
    const id = keys.get(type)!.read(new Reader(key, 2), 0) as { group?: string; groupId?: string }
    const message = values.get(type)!
    const version = value === null || value.length < 2 ? 0 : value.readInt16BE(0)
    if (version > message.max) continue
    apply(view, id, value === null ? null : message.read(new Reader(value, 2), version), context)
    touched.add(id.group ?? id.groupId ?? '')
  }
  return touched
}

function endTransaction(
  view: View,
  producerId: number,
  committed: boolean,
  source: string,
  touched: Set<string>,
): void {
  for (const { group_id } of view
    .sql<{ group_id: string }>('SELECT DISTINCT group_id FROM pending_offset WHERE source = ? AND producer_id = ?')
    .all(source, producerId))
    touched.add(group_id)
  if (committed)
    view.run(
      `INSERT OR REPLACE INTO offset_commit
       SELECT group_id, topic, partition, offset, leader_epoch, metadata, commit_timestamp, expire_timestamp, topic_id
       FROM pending_offset WHERE source = ? AND producer_id = ?`,
      source,
      producerId,
    )
  view.run('DELETE FROM pending_offset WHERE source = ? AND producer_id = ?', source, producerId)
}
