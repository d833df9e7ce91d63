/** What is asked of groups.db: groups as objects, offsets as rows. */
import type { Uuid } from '../lib/uuid.ts'
import type { View } from '../view/view.ts'
import { subscribedTopics } from './classic/consumer-protocol.ts'
import { ClassicGroup } from './classic/group.ts'
import { ConsumerGroup, type ConsumerMember, type MemberState, type OwnedPartitions } from './consumer/group.ts'
import type { CommittedOffset } from './records.ts'

interface ClassicMemberRow {
  member_id: string
  instance_id: string | null
  client_id: string
  client_host: string
  rebalance_timeout_ms: number
  session_timeout_ms: number
  subscription: Buffer
  assignment: Buffer
}

/** A classic group as its last generation left it; undefined when there is none. */
export function classicGroup(view: View, groupId: string): ClassicGroup | undefined {
  const row = view
    .sql<{
      protocol_type: string
      generation: number
      protocol: string | null
      leader: string | null
      state_timestamp: number
    }>('SELECT * FROM classic_group WHERE group_id = ?')
    .get(groupId)
  if (!row) return undefined
  const group = new ClassicGroup(groupId, row.state_timestamp)
  group.generationId = row.generation
  group.protocolType = row.protocol_type === '' ? null : row.protocol_type
  group.protocolName = row.protocol
  for (const member of view
    .sql<ClassicMemberRow>('SELECT * FROM classic_member WHERE group_id = ? ORDER BY position')
    .all(groupId))
    group.add(
      {
        memberId: member.member_id,
        instanceId: member.instance_id,
        clientId: member.client_id,
        clientHost: member.client_host,
        rebalanceTimeoutMs: member.rebalance_timeout_ms,
        sessionTimeoutMs: member.session_timeout_ms,
        protocols: [{ name: row.protocol ?? '', metadata: member.subscription }],
        assignment: member.assignment,
        isNew: false,
        awaitingJoin: undefined,
        awaitingSync: undefined,
      },
      row.protocol_type,
    )
  group.leaderId = row.leader
  if (group.members.size > 0) group.state = 'Stable'
  group.topics = subscribedTopics(group)
  return group
}

interface ConsumerMemberRow {
  member_id: string
  instance_id: string | null
  rack_id: string | null
  client_id: string
  client_host: string
  topics: string
  regex: string | null
  rebalance_timeout_ms: number
  server_assignor: string | null
  classic: string | null
  epoch: number | null
  previous_epoch: number
  state: number
  assigned: string
  revoking: string
}

/** A consumer group as its records say it is; undefined when there is none. */
export function consumerGroup(view: View, groupId: string): ConsumerGroup | undefined {
  const row = view
    .sql<{ epoch: number; metadata_hash: string; assignment_epoch: number; assignment_timestamp: number }>(
      'SELECT * FROM consumer_group WHERE group_id = ?',
    )
    .get(groupId)
  if (!row) return undefined
  const group = new ConsumerGroup(groupId)
  group.epoch = row.epoch
  group.metadataHash = BigInt(row.metadata_hash)
  group.assignmentEpoch = row.assignment_epoch
  group.assignmentTimestampMs = row.assignment_timestamp
  const members = view.sql<ConsumerMemberRow>(
    'SELECT * FROM consumer_member LEFT JOIN consumer_current USING (group_id, member_id) WHERE group_id = ?',
  )
  for (const member of members.all(groupId)) group.members.set(member.member_id, memberOf(member))
  for (const { member_id, partitions } of view
    .sql<{ member_id: string; partitions: string }>('SELECT * FROM consumer_target WHERE group_id = ?')
    .all(groupId))
    group.target.set(member_id, new Map(JSON.parse(partitions) as [Uuid, number[]][]))
  const regexes = view.sql<{ regex: string; topics: string; version: number; timestamp: number }>(
    'SELECT * FROM consumer_regex WHERE group_id = ?',
  )
  for (const { regex, topics, version, timestamp } of regexes.all(groupId))
    group.regexes.set(regex, { topics: new Set(JSON.parse(topics) as string[]), version, timestampMs: timestamp })
  return group
}

const ownedOf = (text: string | null): OwnedPartitions =>
  new Map(
    (JSON.parse(text ?? '[]') as [Uuid, [number, number][]][]).map(([topicId, partitions]) => [
      topicId,
      new Map(partitions),
    ]),
  )

function memberOf(row: ConsumerMemberRow): ConsumerMember {
  const classic =
    row.classic === null
      ? null
      : (JSON.parse(row.classic) as {
          sessionTimeoutMs: number
          supportedProtocols: { name: string; metadata: string }[]
        })
  return {
    memberId: row.member_id,
    instanceId: row.instance_id,
    rackId: row.rack_id,
    clientId: row.client_id,
    clientHost: row.client_host,
    topics: JSON.parse(row.topics) as string[],
    regex: row.regex ?? '',
    rebalanceTimeoutMs: row.rebalance_timeout_ms,
    serverAssignor: row.server_assignor,
    classic: classic && {
      sessionTimeoutMs: classic.sessionTimeoutMs,
      supportedProtocols: classic.supportedProtocols.map(({ name, metadata }) => ({
        name,
        metadata: Buffer.from(metadata, 'base64'),
      })),
    },
    epoch: row.epoch ?? 0,
    previousEpoch: row.epoch === null ? 0 : row.previous_epoch,
    state: (row.epoch === null ? 0 : row.state) as MemberState,
    assigned: ownedOf(row.assigned),
    pendingRevocation: ownedOf(row.revoking),
  }
}

interface OffsetRow {
  topic: string
  partition: number
  offset: number
  leader_epoch: number
  metadata: string
  commit_timestamp: number
  expire_timestamp: number | null
  topic_id: string | null
}

const offsetOf = (row: OffsetRow): CommittedOffset => ({
  offset: row.offset,
  leaderEpoch: row.leader_epoch,
  metadata: row.metadata,
  commitTimestampMs: row.commit_timestamp,
  expireTimestampMs: row.expire_timestamp,
  topicId: row.topic_id,
})

export function committed(view: View, groupId: string, topic: string, partition: number): CommittedOffset | undefined {
  const row = view
    .sql<OffsetRow>('SELECT * FROM offset_commit WHERE group_id = ? AND topic = ? AND partition = ?')
    .get(groupId, topic, partition)
  return row && offsetOf(row)
}

/** All offsets of a group, by topic. */
export function allCommitted(view: View, groupId: string): Map<string, Map<number, CommittedOffset>> {
  const topics = new Map<string, Map<number, CommittedOffset>>()
  for (const row of view
    .sql<OffsetRow>('SELECT * FROM offset_commit WHERE group_id = ? ORDER BY topic, partition')
    .all(groupId)) {
    const partitions = topics.get(row.topic) ?? new Map<number, CommittedOffset>()
    partitions.set(row.partition, offsetOf(row))
    topics.set(row.topic, partitions)
  }
  return topics
}

/** Whether a transaction that has not ended has an offset of this partition. */
export const isPending = (view: View, groupId: string, topic: string, partition: number): boolean =>
  view
    .sql('SELECT 1 FROM pending_offset WHERE group_id = ? AND topic = ? AND partition = ? LIMIT 1')
    .get(groupId, topic, partition) !== undefined

/** Partitions of a group that only a transaction knows of yet. */
export const pendingOf = (view: View, groupId: string) =>
  view
    .sql<{ topic: string; partition: number }>(
      'SELECT DISTINCT topic, partition FROM pending_offset WHERE group_id = ?',
    )
    .all(groupId)

/** Every group id that has a group or an offset. */
export const groupIds = (view: View): string[] =>
  view
    .sql<{ group_id: string }>(
      'SELECT group_id FROM classic_group UNION SELECT group_id FROM consumer_group UNION SELECT group_id FROM offset_commit UNION SELECT group_id FROM pending_offset ORDER BY 1',
    )
    .all()
    .map(({ group_id }) => group_id)
