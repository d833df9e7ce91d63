/**
 * What must not be asked of a coordinator, and what Apache Kafka 4.3 says to it. `fixtures/refusals/coordinators.txt` is what
 * it said; to ask it again, on a fresh one:
 *
 *   BOOTSTRAP=127.0.0.1:19092 npx tsx test/refusals/coordinators.ts
 */
import fs from 'node:fs'
import path from 'node:path'
import { Connection } from '../../src/net/connection.ts'
import { errorName } from '../../src/protocol/errors.ts'
import { OffsetCommit } from '../../src/protocol/generated/apis/08-offset-commit.ts'
import { OffsetFetch } from '../../src/protocol/generated/apis/09-offset-fetch.ts'
import { FindCoordinator } from '../../src/protocol/generated/apis/10-find-coordinator.ts'
import { JoinGroup, type JoinGroupRequestInit } from '../../src/protocol/generated/apis/11-join-group.ts'
import { Heartbeat } from '../../src/protocol/generated/apis/12-heartbeat.ts'
import { LeaveGroup } from '../../src/protocol/generated/apis/13-leave-group.ts'
import { SyncGroup } from '../../src/protocol/generated/apis/14-sync-group.ts'
import { DescribeGroups } from '../../src/protocol/generated/apis/15-describe-groups.ts'
import { ListGroups } from '../../src/protocol/generated/apis/16-list-groups.ts'
import { CreateTopics } from '../../src/protocol/generated/apis/19-create-topics.ts'
import { InitProducerId } from '../../src/protocol/generated/apis/22-init-producer-id.ts'
import { AddPartitionsToTxn } from '../../src/protocol/generated/apis/24-add-partitions-to-txn.ts'
import { AddOffsetsToTxn } from '../../src/protocol/generated/apis/25-add-offsets-to-txn.ts'
import { EndTxn } from '../../src/protocol/generated/apis/26-end-txn.ts'
import { TxnOffsetCommit } from '../../src/protocol/generated/apis/28-txn-offset-commit.ts'
import { DeleteGroups } from '../../src/protocol/generated/apis/42-delete-groups.ts'
import { OffsetDelete } from '../../src/protocol/generated/apis/47-offset-delete.ts'
import { DescribeTransactions } from '../../src/protocol/generated/apis/65-describe-transactions.ts'
import {
  ConsumerGroupHeartbeat,
  type ConsumerGroupHeartbeatRequestInit,
} from '../../src/protocol/generated/apis/68-consumer-group-heartbeat.ts'
import { ConsumerGroupDescribe } from '../../src/protocol/generated/apis/69-consumer-group-describe.ts'
import { subscription } from '../broker/groups.ts'

export const file = path.resolve(import.meta.dirname, '../../fixtures/refusals/coordinators.txt')

const TOPIC = 'orders'
const NO_ID = 'AAAAAAAAAAAAAAAAAAAAAA'

/** Who is there when the questions are asked. */
interface Cast {
  connection: Connection
  /** The one member of the classic group `g`, static, called `i`. */
  member: { memberId: string; generation: number }
  /** The one member of the consumer group `c`. */
  consumer: { memberId: string; epoch: number }
  /** Of `pay`; nothing is open. */
  producer: { producerId: number; producerEpoch: number }
}

type Question = (cast: Cast) => Promise<number>

async function prepare(connection: Connection): Promise<Cast> {
  const topic = { name: TOPIC, numPartitions: 2, replicationFactor: 1, assignments: [], configs: [] }
  await connection.send(CreateTopics, 7, { topics: [topic] })
  await found(connection, 0, 'g')
  await found(connection, 1, 'pay')
  const joining = (memberId: string) =>
    connection.send(JoinGroup, 9, { ...join, groupId: 'g', memberId, groupInstanceId: 'i' })
  const joined = await joining('')
  const { memberId, generationId } = joined
  const sync = { groupId: 'g', memberId, generationId, groupInstanceId: 'i' }
  await connection.send(SyncGroup, 5, { ...sync, assignments: [{ memberId, assignment: Buffer.alloc(0) }] })
  await connection.send(ConsumerGroupHeartbeat, 1, { ...beat, groupId: 'c', memberId: 'member', memberEpoch: 0 })
  const { producerId, producerEpoch } = await init(connection, 'pay')
  return {
    connection,
    member: { memberId, generation: generationId },
    consumer: { memberId: 'member', epoch: 1 },
    producer: { producerId, producerEpoch },
  }
}

/** A coordinator of a fresh cluster takes a moment. */
async function found(connection: Connection, keyType: number, key: string): Promise<void> {
  for (;;) {
    const { coordinators } = await connection.send(FindCoordinator, 4, { keyType, coordinatorKeys: [key] })
    if (coordinators[0]!.errorCode === 0) break
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

async function init(connection: Connection, transactionalId: string) {
  for (;;) {
    const request = { transactionalId, transactionTimeoutMs: 60_000, producerId: -1, producerEpoch: -1 }
    const answer = await connection.send(InitProducerId, 5, request)
    if (answer.errorCode === 0) return answer
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

const join: Omit<JoinGroupRequestInit, 'groupId' | 'memberId'> = {
  sessionTimeoutMs: 30_000,
  rebalanceTimeoutMs: 30_000,
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: subscription(TOPIC) }],
}
const beat = { rebalanceTimeoutMs: 5000, subscribedTopicNames: [TOPIC], topicPartitions: [] }

const joins =
  (more: Partial<JoinGroupRequestInit>, version = 9): Question =>
  async ({ connection }) =>
    (await connection.send(JoinGroup, version, { ...join, groupId: 'g', memberId: '', ...more })).errorCode

const heartbeats =
  (more: (cast: Cast) => object): Question =>
  async cast => {
    const { memberId, generation } = cast.member
    const request = { groupId: 'g', memberId, generationId: generation, groupInstanceId: null, ...more(cast) }
    return (await cast.connection.send(Heartbeat, 4, request)).errorCode
  }

const syncs =
  (more: (cast: Cast) => object): Question =>
  async cast => {
    const { memberId, generation } = cast.member
    const request = { groupId: 'g', memberId, generationId: generation, assignments: [], ...more(cast) }
    return (await cast.connection.send(SyncGroup, 5, { protocolType: 'consumer', protocolName: 'range', ...request }))
      .errorCode
  }

const leaves =
  (groupId: string, memberId: string, groupInstanceId: string | null): Question =>
  async ({ connection }) => {
    const { errorCode, members } = await connection.send(LeaveGroup, 5, {
      groupId,
      members: [{ memberId, groupInstanceId, reason: null }],
    })
    return errorCode || (members[0]?.errorCode ?? 0)
  }

const beats =
  (more: Partial<ConsumerGroupHeartbeatRequestInit>, version = 1): Question =>
  async ({ connection, consumer }) => {
    const request = { groupId: 'c', memberId: consumer.memberId, memberEpoch: consumer.epoch, ...more }
    return (await connection.send(ConsumerGroupHeartbeat, version, request)).errorCode
  }

interface Commit {
  groupId?: string
  memberId?: string
  generation?: number
  instance?: string | null
  topic?: string
  topicId?: string
  partition?: number
  metadata?: string
  version?: number
}
const commits =
  (more: (cast: Cast) => Commit): Question =>
  async cast => {
    const {
      groupId = 'g',
      memberId = '',
      generation = -1,
      instance = null,
      topic = TOPIC,
      topicId = NO_ID,
      partition = 0,
      metadata = '',
      version = 9,
    } = more(cast)
    const { topics } = await cast.connection.send(OffsetCommit, version, {
      groupId,
      generationIdOrMemberEpoch: generation,
      memberId,
      groupInstanceId: instance,
      topics: [
        {
          ...(version >= 10 ? { topicId } : { name: topic }),
          partitions: [{ partitionIndex: partition, committedOffset: 1, committedMetadata: metadata }],
        },
      ],
    })
    return topics[0]!.partitions[0]!.errorCode
  }

const fetches =
  (groupId: string, more: { memberId?: string; memberEpoch?: number } = {}): Question =>
  async ({ connection }) => {
    const topics = [{ name: TOPIC, partitionIndexes: [0] }]
    const { groups } = await connection.send(OffsetFetch, 9, { groups: [{ groupId, topics, ...more }] })
    return groups[0]!.errorCode || (groups[0]!.topics[0]?.partitions[0]?.errorCode ?? 0)
  }

const inits =
  (more: object): Question =>
  async ({ connection }) => {
    const request = { transactionalId: 'pay', transactionTimeoutMs: 60_000, producerId: -1, producerEpoch: -1 }
    return (await connection.send(InitProducerId, 5, { ...request, ...more })).errorCode
  }

const adds =
  (more: object, topic = TOPIC, partition = 0): Question =>
  async ({ connection, producer }) => {
    const { resultsByTopicV3AndBelow } = await connection.send(AddPartitionsToTxn, 3, {
      v3AndBelowTransactionalId: 'pay',
      v3AndBelowProducerId: producer.producerId,
      v3AndBelowProducerEpoch: producer.producerEpoch,
      v3AndBelowTopics: [{ name: topic, partitions: [partition] }],
      ...more,
    })
    return resultsByTopicV3AndBelow[0]!.resultsByPartition[0]!.partitionErrorCode
  }

const ends =
  (more: object, version = 5): Question =>
  async ({ connection, producer }) => {
    const { producerId, producerEpoch } = producer
    const request = { transactionalId: 'pay', producerId, producerEpoch, committed: true, ...more }
    return (await connection.send(EndTxn, version, request)).errorCode
  }

const addsOffsets =
  (more: object): Question =>
  async ({ connection, producer }) => {
    const { producerId, producerEpoch } = producer
    const request = { transactionalId: 'pay', producerId, producerEpoch, groupId: 'g', ...more }
    return (await connection.send(AddOffsetsToTxn, 3, request)).errorCode
  }

const commitsInTransaction =
  (more: object, version = 3): Question =>
  async ({ connection, producer }) => {
    const { producerId, producerEpoch } = producer
    const { topics } = await connection.send(TxnOffsetCommit, version, {
      transactionalId: 'pay',
      groupId: 'g',
      producerId,
      producerEpoch,
      topics: [{ name: TOPIC, partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }] }],
      ...more,
    })
    return topics[0]!.partitions[0]!.errorCode
  }

/** What is asked, in this order; what changes something comes last. */
export const questions: Readonly<Record<string, Question>> = {
  'JoinGroup: the group id is empty': joins({ groupId: '' }),
  'JoinGroup: the session timeout is too short': joins({ sessionTimeoutMs: 10 }),
  'JoinGroup: the session timeout is too long': joins({ sessionTimeoutMs: 100_000_000 }),
  'JoinGroup: a member id that nobody has': joins({ memberId: 'x' }),
  'JoinGroup: a member id of a group that is not there': joins({ groupId: 'none', memberId: 'x' }),
  'JoinGroup: an instance id of another member': joins({ memberId: 'x', groupInstanceId: 'i' }),
  'JoinGroup: an instance id that nobody has': joins({ memberId: 'x', groupInstanceId: 'j' }),
  'JoinGroup: another protocol type': joins({ protocolType: 'connect' }),
  'JoinGroup: no common protocol': joins({ protocols: [{ name: 'mine', metadata: subscription(TOPIC) }] }),
  'JoinGroup: no protocol at all': joins({ protocols: [] }),
  'JoinGroup: an empty protocol type': joins({ groupId: 'new', protocolType: '' }),
  'JoinGroup: an empty protocol type, older': joins({ groupId: 'new', protocolType: '' }, 2),
  'JoinGroup: without an id': joins({ groupId: 'new' }),
  'JoinGroup: an instance id with a slash': joins({ groupId: 'new2', groupInstanceId: 'a/b' }),
  'JoinGroup: nonsense as metadata of a consumer group': joins({
    groupId: 'c',
    memberId: 'x',
    protocols: [{ name: 'range', metadata: Buffer.from([1]) }],
  }),
  'JoinGroup: another protocol type into a consumer group': joins({ groupId: 'c', protocolType: 'connect' }),

  'SyncGroup: a group that is not there': syncs(() => ({ groupId: 'none' })),
  'SyncGroup: the group id is empty': syncs(() => ({ groupId: '' })),
  'SyncGroup: a member id that nobody has': syncs(() => ({ memberId: 'x' })),
  'SyncGroup: another generation': syncs(() => ({ generationId: 9 })),
  'SyncGroup: another protocol type': syncs(() => ({ protocolType: 'connect' })),
  'SyncGroup: another protocol': syncs(() => ({ protocolName: 'mine' })),
  'SyncGroup: an instance id of another member': syncs(() => ({ memberId: 'x', groupInstanceId: 'i' })),
  'SyncGroup: a member of the consumer protocol': syncs(({ consumer }) => ({
    groupId: 'c',
    memberId: consumer.memberId,
    generationId: consumer.epoch,
  })),

  'Heartbeat: a group that is not there': heartbeats(() => ({ groupId: 'none' })),
  'Heartbeat: the group id is empty': heartbeats(() => ({ groupId: '' })),
  'Heartbeat: a member id that nobody has': heartbeats(() => ({ memberId: 'x' })),
  'Heartbeat: another generation': heartbeats(() => ({ generationId: 9 })),
  'Heartbeat: an instance id that nobody has': heartbeats(() => ({ groupInstanceId: 'j' })),
  'Heartbeat: an instance id of another member': heartbeats(() => ({ memberId: 'x', groupInstanceId: 'i' })),
  'Heartbeat: a member of the consumer protocol': heartbeats(({ consumer }) => ({
    groupId: 'c',
    memberId: consumer.memberId,
    generationId: consumer.epoch,
  })),

  'LeaveGroup: a group that is not there': leaves('none', 'x', null),
  'LeaveGroup: the group id is empty': leaves('', 'x', null),
  'LeaveGroup: a member id that nobody has': leaves('g', 'x', null),
  'LeaveGroup: an instance id that nobody has': leaves('g', '', 'j'),
  'LeaveGroup: an instance id of another member': leaves('g', 'x', 'i'),
  'LeaveGroup: a member id that nobody has in a consumer group': leaves('c', 'x', null),
  'LeaveGroup: an instance id that nobody has in a consumer group': leaves('c', '', 'j'),

  'ConsumerGroupHeartbeat: the group id is empty': beats({ groupId: '' }),
  'ConsumerGroupHeartbeat: the group id is blank': beats({ groupId: ' ' }),
  'ConsumerGroupHeartbeat: the member id is empty': beats({ memberId: '' }),
  'ConsumerGroupHeartbeat: the member id is empty, older, and it has joined': beats({ memberId: '' }, 0),
  'ConsumerGroupHeartbeat: an epoch below -2': beats({ memberEpoch: -3 }),
  'ConsumerGroupHeartbeat: -2 without an instance id': beats({ memberEpoch: -2 }),
  'ConsumerGroupHeartbeat: it joins without a rebalance timeout': beats({
    ...beat,
    memberId: 'n',
    memberEpoch: 0,
    rebalanceTimeoutMs: -1,
  }),
  'ConsumerGroupHeartbeat: it joins and says that it owns something': beats({
    ...beat,
    memberId: 'n',
    memberEpoch: 0,
    topicPartitions: [{ topicId: NO_ID, partitions: [0] }],
  }),
  'ConsumerGroupHeartbeat: it joins without saying what it owns': beats({
    ...beat,
    memberId: 'n',
    memberEpoch: 0,
    topicPartitions: null,
  }),
  'ConsumerGroupHeartbeat: it joins without a subscription': beats({
    ...beat,
    memberId: 'n',
    memberEpoch: 0,
    subscribedTopicNames: null,
  }),
  'ConsumerGroupHeartbeat: the instance id is empty': beats({ instanceId: '' }),
  'ConsumerGroupHeartbeat: the rack is empty': beats({ rackId: '' }),
  'ConsumerGroupHeartbeat: an assignor that is not there': beats({ serverAssignor: 'mine' }),
  'ConsumerGroupHeartbeat: an assignor without a name': beats({ serverAssignor: '' }),
  'ConsumerGroupHeartbeat: a group that is not there': beats({ groupId: 'none' }),
  'ConsumerGroupHeartbeat: a member id that nobody has': beats({ memberId: 'x' }),
  'ConsumerGroupHeartbeat: an epoch ahead': beats({ memberEpoch: 9 }),
  'ConsumerGroupHeartbeat: an instance id that nobody has': beats({ instanceId: 'j' }),
  'ConsumerGroupHeartbeat: it leaves, and is not there': beats({ memberId: 'x', memberEpoch: -1 }),
  'ConsumerGroupHeartbeat: it leaves a group that is not there': beats({ groupId: 'none', memberEpoch: -1 }),
  'ConsumerGroupHeartbeat: an expression that is none': beats({
    ...beat,
    memberId: 'n',
    memberEpoch: 0,
    subscribedTopicNames: [],
    subscribedTopicRegex: '(',
  }),
  'ConsumerGroupHeartbeat: a classic group, and it has joined': beats({ groupId: 'g' }),

  'OffsetCommit: the group id is empty': commits(() => ({ groupId: '' })),
  'OffsetCommit: a generation of a group that is not there': commits(() => ({ groupId: 'none', generation: 1 })),
  'OffsetCommit: a generation of a group that is not there, older': commits(() => ({
    groupId: 'none',
    generation: 1,
    version: 8,
  })),
  'OffsetCommit: nobody, and the group has members': commits(() => ({})),
  'OffsetCommit: a member id that nobody has': commits(() => ({ memberId: 'x', generation: 1 })),
  'OffsetCommit: another generation': commits(({ member }) => ({ memberId: member.memberId, generation: 9 })),
  'OffsetCommit: an instance id of another member': commits(() => ({ memberId: 'x', generation: 1, instance: 'i' })),
  'OffsetCommit: an instance id that nobody has': commits(() => ({ memberId: 'x', generation: 1, instance: 'j' })),
  'OffsetCommit: a topic that is not there': commits(() => ({ groupId: 'free', topic: 'none' })),
  'OffsetCommit: a topic id that is not there': commits(() => ({
    groupId: 'free',
    version: 10,
    topicId: 'AQIDBAUGBwgJCgsMDQ4PEA',
  })),
  'OffsetCommit: a partition that is not there': commits(() => ({ groupId: 'free', partition: 9 })),
  'OffsetCommit: metadata that is too long': commits(() => ({ groupId: 'free', metadata: 'x'.repeat(5000) })),
  'OffsetCommit: nobody, and the consumer group has members': commits(() => ({ groupId: 'c' })),
  'OffsetCommit: a member of the consumer protocol, another epoch': commits(({ consumer }) => ({
    groupId: 'c',
    memberId: consumer.memberId,
    generation: 9,
  })),
  'OffsetCommit: a member of the consumer protocol, an old version': commits(({ consumer }) => ({
    groupId: 'c',
    memberId: consumer.memberId,
    generation: consumer.epoch,
    version: 8,
  })),

  'OffsetFetch: the group id is empty': fetches(''),
  'OffsetFetch: a group that is not there': fetches('none'),
  'OffsetFetch: a member id that nobody has': fetches('c', { memberId: 'x', memberEpoch: 1 }),
  'OffsetFetch: another epoch': fetches('c', { memberId: 'member', memberEpoch: 9 }),
  'OffsetFetch: a member id without an epoch': fetches('c', { memberId: 'member' }),

  'OffsetDelete: a group that is not there': async ({ connection }) =>
    (await connection.send(OffsetDelete, 0, { groupId: 'none', topics: [] })).errorCode,
  'OffsetDelete: the group id is empty': async ({ connection }) =>
    (await connection.send(OffsetDelete, 0, { groupId: '', topics: [] })).errorCode,
  'OffsetDelete: a topic that the group reads': async ({ connection }) => {
    const topics = [{ name: TOPIC, partitions: [{ partitionIndex: 0 }] }]
    const answer = await connection.send(OffsetDelete, 0, { groupId: 'g', topics })
    return answer.errorCode || answer.topics[0]!.partitions[0]!.errorCode
  },
  'OffsetDelete: a topic that is not there': async ({ connection }) => {
    const topics = [{ name: 'none', partitions: [{ partitionIndex: 0 }] }]
    const answer = await connection.send(OffsetDelete, 0, { groupId: 'g', topics })
    return answer.errorCode || answer.topics[0]!.partitions[0]!.errorCode
  },

  'DeleteGroups: a group that is not there': async ({ connection }) =>
    (await connection.send(DeleteGroups, 2, { groupsNames: ['none'] })).results[0]!.errorCode,
  'DeleteGroups: the group id is empty': async ({ connection }) =>
    (await connection.send(DeleteGroups, 2, { groupsNames: [''] })).results[0]!.errorCode,
  'DeleteGroups: a classic group with members': async ({ connection }) =>
    (await connection.send(DeleteGroups, 2, { groupsNames: ['g'] })).results[0]!.errorCode,
  'DeleteGroups: a consumer group with members': async ({ connection }) =>
    (await connection.send(DeleteGroups, 2, { groupsNames: ['c'] })).results[0]!.errorCode,

  'DescribeGroups: a group that is not there': async ({ connection }) =>
    (await connection.send(DescribeGroups, 6, { groups: ['none'] })).groups[0]!.errorCode,
  'DescribeGroups: a group that is not there, older': async ({ connection }) =>
    (await connection.send(DescribeGroups, 5, { groups: ['none'] })).groups[0]!.errorCode,
  'DescribeGroups: the group id is empty': async ({ connection }) =>
    (await connection.send(DescribeGroups, 6, { groups: [''] })).groups[0]!.errorCode,
  'DescribeGroups: a consumer group': async ({ connection }) =>
    (await connection.send(DescribeGroups, 6, { groups: ['c'] })).groups[0]!.errorCode,
  'ConsumerGroupDescribe: a group that is not there': async ({ connection }) =>
    (await connection.send(ConsumerGroupDescribe, 1, { groupIds: ['none'], includeAuthorizedOperations: false }))
      .groups[0]!.errorCode,
  'ConsumerGroupDescribe: the group id is empty': async ({ connection }) =>
    (await connection.send(ConsumerGroupDescribe, 1, { groupIds: [''], includeAuthorizedOperations: false })).groups[0]!
      .errorCode,
  'ConsumerGroupDescribe: a classic group': async ({ connection }) =>
    (await connection.send(ConsumerGroupDescribe, 1, { groupIds: ['g'], includeAuthorizedOperations: false }))
      .groups[0]!.errorCode,
  'ListGroups: a state that is none': async ({ connection }) =>
    (await connection.send(ListGroups, 5, { statesFilter: ['Happy'], typesFilter: [] })).errorCode,
  'ListGroups: a type that is none': async ({ connection }) =>
    (await connection.send(ListGroups, 5, { statesFilter: [], typesFilter: ['happy'] })).errorCode,
  'FindCoordinator: a type that is none': async ({ connection }) =>
    (await connection.send(FindCoordinator, 4, { keyType: 9, coordinatorKeys: ['x'] })).coordinators[0]!.errorCode,

  'InitProducerId: the transactional id is empty': inits({ transactionalId: '' }),
  'InitProducerId: no time at all': inits({ transactionTimeoutMs: 0 }),
  'InitProducerId: a timeout that is too long': inits({ transactionTimeoutMs: 100_000_000 }),
  'InitProducerId: an epoch without a producer id': inits({ producerEpoch: 3 }),
  'InitProducerId: a producer id without an epoch': inits({ producerId: 3 }),
  'InitProducerId: another producer id': inits({ producerId: 123_456, producerEpoch: 0 }),
  'InitProducerId: another epoch': async cast =>
    inits({ producerId: cast.producer.producerId, producerEpoch: 9 })(cast),

  'AddPartitionsToTxn: an id that is not there': adds({ v3AndBelowTransactionalId: 'none' }),
  'AddPartitionsToTxn: the id is empty': adds({ v3AndBelowTransactionalId: '' }),
  'AddPartitionsToTxn: another producer id': adds({ v3AndBelowProducerId: 123_456 }),
  'AddPartitionsToTxn: another epoch': adds({ v3AndBelowProducerEpoch: 9 }),
  'AddPartitionsToTxn: a topic that is not there': adds({}, 'none'),
  'AddPartitionsToTxn: a partition that is not there': adds({}, TOPIC, 9),

  'AddOffsetsToTxn: an id that is not there': addsOffsets({ transactionalId: 'none' }),
  'AddOffsetsToTxn: another producer id': addsOffsets({ producerId: 123_456 }),
  'AddOffsetsToTxn: another epoch': addsOffsets({ producerEpoch: 9 }),

  'TxnOffsetCommit: an id that is not there': commitsInTransaction({ transactionalId: 'none' }),
  'TxnOffsetCommit: another producer id': commitsInTransaction({ producerId: 123_456 }),
  'TxnOffsetCommit: another epoch': commitsInTransaction({ producerEpoch: 9 }),
  'TxnOffsetCommit: another epoch, newest': commitsInTransaction({ producerEpoch: 9 }, 5),
  'TxnOffsetCommit: the group’s partition is not in the transaction': commitsInTransaction({}),
  'TxnOffsetCommit: a generation of a group that is not there': commitsInTransaction({
    groupId: 'none',
    generationId: 3,
    memberId: 'x',
  }),

  'EndTxn: an id that is not there': ends({ transactionalId: 'none' }),
  'EndTxn: the id is empty': ends({ transactionalId: '' }),
  'EndTxn: another producer id': ends({ producerId: 123_456 }),
  'EndTxn: another epoch': ends({ producerEpoch: 9 }),
  'EndTxn: another epoch, older': ends({ producerEpoch: 9 }, 1),
  'EndTxn: a commit of nothing': ends({}),
  'EndTxn: a commit of nothing, older': ends({}, 3),
  'EndTxn: an abort of nothing, older': ends({ committed: false }, 3),
  'DescribeTransactions: an id that is not there': async ({ connection }) =>
    (await connection.send(DescribeTransactions, 0, { transactionalIds: ['none'] })).transactionStates[0]!.errorCode,
  'DescribeTransactions: the id is empty': async ({ connection }) =>
    (await connection.send(DescribeTransactions, 0, { transactionalIds: [''] })).transactionStates[0]!.errorCode,
  // From here on something is there that was not.
  'AddOffsetsToTxn: the group id is empty': addsOffsets({ groupId: '' }),
  'EndTxn: a commit, older, of what an older one began': ends({}, 3),
}

/** Ask everything. A connection that is closed is an answer, too: a wrong one. */
export async function askAll(connect: () => Promise<Connection>): Promise<Record<string, string>> {
  const cast = await prepare(await connect())
  const answers: Record<string, string> = {}
  for (const [name, question] of Object.entries(questions))
    try {
      answers[name] = errorName(await question(cast))
    } catch (error) {
      answers[name] = `the connection was closed: ${(error as Error).message}`
      cast.connection = await connect()
    }
  return answers
}

const WAIT_MS = 3000

if (process.argv[1] === import.meta.filename) {
  const [host = '', port] = (process.env['BOOTSTRAP'] ?? '').split(':')
  const answers = await askAll(() => Connection.connect({ host, port: Number(port), requestTimeoutMs: WAIT_MS }))
  fs.writeFileSync(
    file,
    Object.entries(answers)
      .map(([name, answer]) => `${name}: ${answer}\n`)
      .join(''),
  )
  process.exit(0)
}
