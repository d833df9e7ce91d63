/** What a classic member asks a coordinator, and what it does about each answer: on a broker that says what a test tells it to. */
import t from 'tap'
import { Consumer } from '../../../../src/client/consumer/consumer.ts'
import { decodeSubscription, encodeAssignment } from '../../../../src/client/consumer/membership/consumer-protocol.ts'
import { type ErrorName, errorCodes } from '../../../../src/protocol/errors.ts'
import { OffsetCommit } from '../../../../src/protocol/generated/apis/08-offset-commit.ts'
import { OffsetFetch } from '../../../../src/protocol/generated/apis/09-offset-fetch.ts'
import { FindCoordinator } from '../../../../src/protocol/generated/apis/10-find-coordinator.ts'
import { JoinGroup } from '../../../../src/protocol/generated/apis/11-join-group.ts'
import { Heartbeat } from '../../../../src/protocol/generated/apis/12-heartbeat.ts'
import { LeaveGroup } from '../../../../src/protocol/generated/apis/13-leave-group.ts'
import { SyncGroup } from '../../../../src/protocol/generated/apis/14-sync-group.ts'
import { until } from '../../../kit/until.ts'
import { FakeBroker, HANG_UP, SILENCE } from '../../fake-broker.ts'
import { Shelf } from '../shelf.ts'

const code = (name: ErrorName) => errorCodes[name].code

/** A group of one, with two partitions; and what goes wrong once, by API. */
async function setUp(t: { teardown(fn: () => unknown): unknown }, configs: Record<string, string> = {}) {
  const broker = await FakeBroker.start({ orders: 2 })
  new Shelf(broker)
  const faults: Record<string, (ErrorName | typeof HANG_UP)[]> = {}
  const fault = (api: string) => faults[api]?.shift()
  let generation = 0
  broker.on(JoinGroup, ({ memberId, protocols }) => {
    const error = fault('JoinGroup')
    if (error === HANG_UP) return HANG_UP
    if (error || memberId === '')
      return {
        errorCode: code(error ?? 'MEMBER_ID_REQUIRED'),
        protocolName: null,
        leader: '',
        memberId: memberId || `m${broker.of('JoinGroup').length}`,
        members: [],
      }
    const [{ name, metadata }] = protocols as [(typeof protocols)[0]]
    generation++
    const members = [{ memberId, metadata }]
    return {
      generationId: generation,
      protocolType: 'consumer',
      protocolName: name,
      leader: memberId,
      memberId,
      members,
    }
  })
  broker.on(SyncGroup, ({ assignments }) => {
    const error = fault('SyncGroup')
    if (error === HANG_UP) return HANG_UP
    const assignment = assignments[0]?.assignment ?? encodeAssignment([])
    return { errorCode: error ? code(error) : 0, assignment: error ? Buffer.alloc(0) : assignment }
  })
  broker.on(Heartbeat, () => {
    const error = fault('Heartbeat')
    return error === HANG_UP ? HANG_UP : { errorCode: error ? code(error) : 0 }
  })
  broker.on(LeaveGroup, () => ({ members: [] }))
  broker.on(OffsetFetch, ({ groups }) => ({
    groups: groups.map(({ groupId, topics }) => ({
      groupId,
      topics: (topics ?? []).map(({ topicId, partitionIndexes }) => ({
        topicId,
        partitions: partitionIndexes.map(partitionIndex => ({ partitionIndex, committedOffset: -1, metadata: '' })),
      })),
    })),
  }))
  broker.on(OffsetCommit, ({ topics }) => {
    const error = fault('OffsetCommit')
    if (error === HANG_UP) return HANG_UP
    return {
      topics: topics.map(({ topicId, partitions }) => ({
        topicId,
        partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: error ? code(error) : 0 })),
      })),
    }
  })
  const diary: string[] = []
  const consumer = new Consumer({
    'bootstrap.servers': broker.bootstrap,
    'group.id': 'g',
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': 'false',
    'heartbeat.interval.ms': '20',
    'retry.backoff.ms': '2',
    'retry.backoff.max.ms': '10',
    'reconnect.backoff.ms': '1',
    'reconnect.backoff.max.ms': '5',
    ...configs,
  })
  t.teardown(async () => {
    await consumer.close(500).catch(() => {})
    await broker.close()
  })
  const note = (what: string) => (partitions: readonly unknown[]) => {
    diary.push(`${what}${partitions.length}`)
  }
  await consumer.subscribe(['orders'], {
    onPartitionsAssigned: note('+'),
    onPartitionsRevoked: note('-'),
    onPartitionsLost: note('lost '),
  })
  const settle = () => until('it has both', async () => (await consumer.poll(20)) && consumer.assignment.length === 2)
  return { broker, faults, consumer, diary, settle }
}

t.test('a member asks for an id, joins with it, leads, syncs and pulses; and says goodbye', async t => {
  const { broker, consumer, settle } = await setUp(t, { 'client.rack': 'r1' })
  await settle()
  const joins = broker.of('JoinGroup').map(({ body }) => body)
  t.same(
    joins.map(({ memberId }) => memberId),
    ['', 'm1'],
  )
  t.match(joins[1], {
    groupId: 'g',
    sessionTimeoutMs: 45_000,
    rebalanceTimeoutMs: 300_000,
    groupInstanceId: null,
    protocolType: 'consumer',
    protocols: [{ name: 'range' }, { name: 'cooperative-sticky' }],
  })
  const told = decodeSubscription(joins[1].protocols[0].metadata, { memberId: 'm1', groupInstanceId: null })
  t.match(told, { topics: ['orders'], ownedPartitions: [], generationId: -1, rackId: 'r1' })
  await until('there were heartbeats', () => broker.of('Heartbeat').length >= 2)
  t.match(broker.of('Heartbeat')[0]!.body, { groupId: 'g', memberId: 'm1', generationId: 1 })
  t.match(consumer.groupMetadata(), { groupId: 'g', memberId: 'm1', generationId: 1, groupInstanceId: null })
  await consumer.close()
  t.match(broker.of('LeaveGroup')[0]!.body, { groupId: 'g', members: [{ memberId: 'm1' }] })
})

for (const [api, errors, joins, diary] of [
  ['JoinGroup', ['COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR', 'COORDINATOR_NOT_AVAILABLE'], 5, ['+2']],
  ['JoinGroup', ['MEMBER_ID_REQUIRED', 'REBALANCE_IN_PROGRESS'], 3, ['+2']],
  ['JoinGroup', ['MEMBER_ID_REQUIRED', 'UNKNOWN_MEMBER_ID'], 4, ['+2']],
  ['JoinGroup', [HANG_UP], 3, ['+2']],
  ['SyncGroup', ['REBALANCE_IN_PROGRESS'], 3, ['+2']],
  ['SyncGroup', ['UNKNOWN_MEMBER_ID'], 4, ['+2']],
  ['SyncGroup', ['ILLEGAL_GENERATION'], 3, ['+2']],
  ['SyncGroup', [HANG_UP, 'NOT_COORDINATOR'], 4, ['+2']],
] as const)
  t.test(`${api} answered with ${errors.map(String).join(', ')}: it joins all the same`, async t => {
    const run = await setUp(t)
    run.faults[api] = [...errors]
    await run.settle()
    t.equal(run.consumer.assignment.length, 2)
    t.equal(run.broker.of('JoinGroup').length, joins)
    t.same(run.diary, diary)
  })

for (const [error, joins, diary] of [
  ['REBALANCE_IN_PROGRESS', 3, ['+2', '-2', '+2']],
  ['UNKNOWN_MEMBER_ID', 4, ['+2', 'lost 2', '+2']],
  ['ILLEGAL_GENERATION', 3, ['+2', 'lost 2', '+2']],
  ['NOT_COORDINATOR', 2, ['+2']],
  [HANG_UP, 2, ['+2']],
] as const)
  t.test(`a heartbeat answered with ${String(error)}`, async t => {
    const run = await setUp(t)
    await run.settle()
    run.faults.Heartbeat = [error]
    const before = run.broker.of('Heartbeat').length
    for (let i = 0; i < 20; i++) await run.consumer.poll(10)
    await run.settle()
    t.ok(run.broker.of('Heartbeat').length > before + 1, 'it goes on')
    t.equal(run.broker.of('JoinGroup').length, joins)
    t.same(run.diary, diary)
  })

t.test('what is refused for good comes out of the poll, and the next poll tries again', async t => {
  const run = await setUp(t)
  run.faults.JoinGroup = ['GROUP_AUTHORIZATION_FAILED']
  await t.rejects(run.settle(), { name: 'GROUP_AUTHORIZATION_FAILED', message: /group "g"/ })
  await run.settle()
  t.equal(run.consumer.assignment.length, 2)
  run.faults.Heartbeat = ['FENCED_INSTANCE_ID']
  await t.rejects(
    (async () => {
      for (;;) await run.consumer.poll(20)
    })(),
    { name: 'FENCED_INSTANCE_ID' },
  )
})

t.test('a commit that comes too late says so, and the member joins again', async t => {
  const offsets = [{ topic: 'orders', partition: 0, offset: 5 }]
  for (const [error, wanted, joins] of [
    ['UNKNOWN_MEMBER_ID', { name: 'UNKNOWN_MEMBER_ID', message: /max\.poll\.interval\.ms/ }, 4],
    ['ILLEGAL_GENERATION', { name: 'ILLEGAL_GENERATION', message: /max\.poll\.interval\.ms/ }, 3],
    ['REBALANCE_IN_PROGRESS', { name: 'REBALANCE_IN_PROGRESS', message: /poll/ }, 3],
    ['OFFSET_METADATA_TOO_LARGE', { name: 'OFFSET_METADATA_TOO_LARGE', message: /orders-0 in group "g"/ }, 2],
  ] as const) {
    const run = await setUp(t)
    await run.settle()
    run.faults.OffsetCommit = [error]
    await t.rejects(run.consumer.commitSync(offsets), wanted)
    for (let i = 0; i < 5; i++) await run.consumer.poll(10)
    await run.settle()
    t.equal(run.broker.of('JoinGroup').length, joins, error)
    await run.consumer.commitSync(offsets)
  }
})

t.test('a commit is tried again while errors pass', async t => {
  const run = await setUp(t)
  await run.settle()
  run.faults.OffsetCommit = ['COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR', HANG_UP, 'UNKNOWN_TOPIC_OR_PARTITION']
  await run.consumer.commitSync([{ topic: 'orders', partition: 1, offset: 5, leaderEpoch: 3, metadata: 'note' }])
  const commits = run.broker.of('OffsetCommit')
  t.equal(commits.length, 5)
  t.match(commits.at(-1)!.body, {
    generationIdOrMemberEpoch: 1,
    memberId: 'm1',
    topics: [
      {
        partitions: [{ partitionIndex: 1, committedOffset: 5, committedLeaderEpoch: 3, committedMetadata: 'note' }],
      },
    ],
  })
})

t.test('who closes in the middle of a rebalance commits before it goes', async t => {
  const cooperative = { 'partition.assignment.strategy': 'cooperative-sticky', 'enable.auto.commit': 'true' }
  const run = await setUp(t, cooperative)
  await run.settle()
  await run.consumer.seekToBeginning()
  run.faults.Heartbeat = ['REBALANCE_IN_PROGRESS']
  run.broker.on(JoinGroup, () => SILENCE)
  await until('it joins', async () => {
    await run.consumer.poll(10)
    return run.broker.of('JoinGroup').length === 3
  })
  const before = run.broker.of('OffsetCommit').length
  // In its old generation: taken while others are waited for, refused while they are told who gets what.
  run.faults.OffsetCommit = ['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION']
  await run.consumer.close()
  const commits = run.broker.of('OffsetCommit').slice(before)
  t.equal(commits.length, 3)
  t.match(commits.at(-1)!.body, { memberId: 'm1', generationIdOrMemberEpoch: 1 })
  t.equal(run.broker.of('LeaveGroup').length, 1)
})

t.test('close takes no longer than it is given, whoever does not answer', async t => {
  for (const api of [OffsetCommit, LeaveGroup, FindCoordinator] as const) {
    const run = await setUp(t, { 'enable.auto.commit': 'true' })
    await run.settle()
    await run.consumer.seekToBeginning()
    if (api === FindCoordinator) {
      run.faults.Heartbeat = ['NOT_COORDINATOR']
      await until('it looks for another', () => run.faults.Heartbeat!.length === 0)
    }
    run.broker.on(api as typeof OffsetCommit, () => SILENCE)
    const before = Date.now()
    await run.consumer.close(300)
    t.ok(Date.now() - before < 2000, `${api.name}: ${Date.now() - before} ms`)
  }
})

t.test('while the group rebalances, a commit says to poll', async t => {
  const run = await setUp(t)
  await run.settle()
  run.faults.Heartbeat = ['REBALANCE_IN_PROGRESS']
  let release = () => {}
  run.broker.on(JoinGroup, () => new Promise(resolve => (release = () => resolve(HANG_UP))))
  await until('it joins', async () => {
    await run.consumer.poll(10)
    return run.broker.of('JoinGroup').length === 3
  })
  for (let i = 0; i < 5; i++) await run.consumer.poll(10)
  await t.rejects(run.consumer.commitSync([{ topic: 'orders', partition: 0, offset: 1 }]), {
    name: 'REBALANCE_IN_PROGRESS',
    message: /poll/,
  })
  release()
})
