/** A broker whose groups rebalance at once, and a classic member in three calls. */
import type { Test } from 'tap'
import type { Connection } from '../../src/net/connection.ts'
import { errorName } from '../../src/protocol/errors.ts'
import { OffsetCommit } from '../../src/protocol/generated/apis/08-offset-commit.ts'
import { FindCoordinator } from '../../src/protocol/generated/apis/10-find-coordinator.ts'
import { JoinGroup, type JoinGroupRequestInit } from '../../src/protocol/generated/apis/11-join-group.ts'
import { SyncGroup } from '../../src/protocol/generated/apis/14-sync-group.ts'
import {
  ConsumerGroupHeartbeat,
  type ConsumerGroupHeartbeatRequestInit,
} from '../../src/protocol/generated/apis/68-consumer-group-heartbeat.ts'
import { startWithTopic } from './start.ts'

export async function startWithGroups(t: Test, broker: Record<string, string> = {}) {
  const started = await startWithTopic(t, {
    partitions: 4,
    broker: { 'group.initial.rebalance.delay.ms': '0', 'offsets.topic.num.partitions': '3', ...broker },
  })
  await started.connection.send(FindCoordinator, 4, { keyType: 0, coordinatorKeys: ['g'] })
  return started
}

/** The consumer protocol's subscription, version 0: topics, no user data. */
export function subscription(...topics: string[]): Buffer {
  const parts = topics.map(topic => Buffer.concat([Buffer.from([0, topic.length]), Buffer.from(topic)]))
  const count = Buffer.alloc(4)
  count.writeInt32BE(topics.length)
  return Buffer.concat([Buffer.from([0, 0]), count, ...parts, Buffer.from('ffffffff', 'hex')])
}

export const joinRequest = (memberId = '', more: Partial<JoinGroupRequestInit> = {}): JoinGroupRequestInit => ({
  groupId: 'g',
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 10_000,
  memberId,
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: subscription('orders') }],
  ...more,
})

/** Join, with the id that the broker gives on the first try. */
export async function join(connection: Connection, more: Partial<JoinGroupRequestInit> = {}) {
  const first = await connection.send(JoinGroup, 9, joinRequest('', more))
  if (errorName(first.errorCode) !== 'MEMBER_ID_REQUIRED') return first
  return connection.send(JoinGroup, 9, joinRequest(first.memberId, more))
}

export const sync = (
  connection: Connection,
  memberId: string,
  generationId: number,
  assignments: Record<string, string> = {},
) =>
  connection.send(SyncGroup, 5, {
    groupId: 'g',
    generationId,
    memberId,
    protocolType: 'consumer',
    protocolName: 'range',
    assignments: Object.entries(assignments).map(([memberId, text]) => ({ memberId, assignment: Buffer.from(text) })),
  })

/** A group of one member, stable. */
export async function stable(connection: Connection, more: Partial<JoinGroupRequestInit> = {}) {
  const { memberId, generationId } = await join(connection, more)
  await sync(connection, memberId, generationId, { [memberId]: 'all' })
  return { memberId, generationId }
}

export async function commitOffset(
  connection: Connection,
  offset: number,
  { memberId = '', generation = -1, group = 'g', metadata = 'note' } = {},
) {
  const { topics } = await connection.send(OffsetCommit, 9, {
    groupId: group,
    generationIdOrMemberEpoch: generation,
    memberId,
    topics: [
      {
        name: 'orders',
        topicId: 'AAAAAAAAAAAAAAAAAAAAAA',
        partitions: [{ partitionIndex: 0, committedOffset: offset, committedMetadata: metadata }],
      },
    ],
  })
  return errorName(topics[0]!.partitions[0]!.errorCode)
}

/** A heartbeat of the consumer protocol that says nothing new; epoch 0 joins. */
export const beat = (
  connection: Connection,
  memberId: string,
  memberEpoch: number,
  more: Partial<ConsumerGroupHeartbeatRequestInit> = {},
) =>
  connection.send(ConsumerGroupHeartbeat, 1, {
    groupId: 'c',
    memberId,
    memberEpoch,
    ...(memberEpoch === 0 && { rebalanceTimeoutMs: 5000, subscribedTopicNames: ['orders'], topicPartitions: [] }),
    ...more,
  })
