/** Members of the classic protocol in a consumer group: JoinGroup, SyncGroup, Heartbeat and LeaveGroup of theirs. */
import assert from 'node:assert'
import t, { type Test } from 'tap'
import type { ConsumerGroup } from '../../../src/group/consumer/group.ts'
import {
  beat,
  caller,
  GROUP,
  given,
  heartbeat,
  join,
  joinRequest,
  readAssignment,
  refusal,
  type Started,
  stable,
  startGroups,
  subscription,
  sync,
  syncRequest,
} from '../start.ts'

/** A group of a classic member, which has everything, and `c`, which waits. */
async function mixed(t: Test, options: Parameters<typeof startGroups>[0] = {}) {
  const started = startGroups(options)
  const { memberId } = await stable(started)
  const { memberEpoch } = await beat(started, 'c', 0)
  t.equal(memberEpoch, 2)
  return { started, a: memberId }
}

function consumerGroup({ groups }: Started): ConsumerGroup {
  const found = groups.find(GROUP)
  assert(found?.kind === 'consumer')
  return found.group
}

t.test('a classic member gives up, joins again, and both have their share', async t => {
  const { started, a } = await mixed(t)
  t.equal(await refusal(() => heartbeat(started, a, 1)), 'REBALANCE_IN_PROGRESS')
  const first = await join(started, a, { owned: { orders: [0, 1, 2, 3] } })
  t.match(first, { generationId: 1, leader: '', members: [], protocolName: 'range', protocolType: 'consumer' })
  const kept = readAssignment((await sync(started, a, 1)).assignment)
  t.equal(kept['orders']?.length, 2)
  t.equal(given(await beat(started, 'c', 2)), undefined, 'not before it said that it gave up')
  t.equal(await refusal(() => heartbeat(started, a, 1)), 'REBALANCE_IN_PROGRESS', 'it has to come and say so')
  const second = await join(started, a, { owned: kept })
  t.equal(second.generationId, 2)
  t.same(readAssignment((await sync(started, a, 2)).assignment), kept)
  t.equal(await refusal(() => heartbeat(started, a, 2)), undefined)
  const taken = given(await beat(started, 'c', 2))
  t.same([...kept['orders']!, ...taken!].sort(), [0, 1, 2, 3])
})

t.test('one that gives up everything before it joins moves in one step, as eager assignors do', async t => {
  const { started, a } = await mixed(t)
  const joined = await join(started, a)
  t.equal(joined.generationId, 2)
  t.equal(readAssignment((await sync(started, a, 2)).assignment)['orders']?.length, 2)
  t.equal(given(await beat(started, 'c', 2))?.length, 2)
})

t.test('a classic member that waits for a partition hears when it is free', async t => {
  const { started } = await mixed(t)
  const d = await join(started)
  t.same(readAssignment((await sync(started, d.memberId, d.generationId!)).assignment), {})
  t.equal(await refusal(() => heartbeat(started, d.memberId, d.generationId!)), undefined, 'nothing is free')
  const [a] = [...consumerGroup(started).members.keys()].filter(id => id !== 'c' && id !== d.memberId)
  const again = await join(started, a)
  await sync(started, a!, again.generationId!)
  t.equal(await refusal(() => heartbeat(started, d.memberId, d.generationId!)), 'REBALANCE_IN_PROGRESS', 'now it is')
})

t.test('a newcomer is given an id first, where its version knows that', async t => {
  const { started } = await mixed(t)
  t.equal(await refusal(() => started.coordinator.joinGroup(joinRequest(''), caller(4))), 'MEMBER_ID_REQUIRED')
  const old = await started.coordinator.joinGroup(joinRequest(''), caller(3))
  t.equal(old.errorCode ?? 0, 0)
  t.ok(consumerGroup(started).members.has(old.memberId))
})

t.test('what is wrong with a request of a classic member has its own error', async t => {
  const { started, a } = await mixed(t, { topics: new Map([['orders', 4]]) })
  const join = (memberId: string, more = {}) =>
    refusal(() => started.coordinator.joinGroup(joinRequest(memberId, more), caller(9)))
  t.equal(await join('', { protocolType: 'connect' }), 'INCONSISTENT_GROUP_PROTOCOL')
  t.equal(await join('', { protocols: [] }), 'INCONSISTENT_GROUP_PROTOCOL')
  const sticky = [{ name: 'sticky', metadata: subscription() }]
  t.equal(await join('', { protocols: sticky }), 'INCONSISTENT_GROUP_PROTOCOL', 'the other speaks range')
  const nonsense = [{ name: 'range', metadata: Buffer.from([0]) }]
  t.equal(await join('x', { protocols: nonsense }), 'INCONSISTENT_GROUP_PROTOCOL', 'malformed metadata')
  t.equal(await join('x', { groupInstanceId: 'i' }), 'UNKNOWN_MEMBER_ID', 'an instance that nobody is')
  started.settings.consumerMaxSize = 2
  t.equal(await join(''), 'GROUP_MAX_SIZE_REACHED')
  t.equal(await join(a, {}), undefined, 'who is in it may come back')
  started.settings.policy = 'disabled'
  t.equal(await join(a), 'INCONSISTENT_GROUP_PROTOCOL', 'no migration at all')

  t.equal(await refusal(() => heartbeat(started, 'x', 1)), 'UNKNOWN_MEMBER_ID')
  t.equal(await refusal(() => heartbeat(started, 'c', 2)), 'UNKNOWN_MEMBER_ID', 'it does not speak that protocol')
  t.equal(await refusal(() => heartbeat(started, a, 9)), 'ILLEGAL_GENERATION')
  t.equal(await refusal(() => sync(started, 'x', 1)), 'UNKNOWN_MEMBER_ID')
  t.equal(await refusal(() => sync(started, 'c', 2)), 'UNKNOWN_MEMBER_ID')
  t.equal(await refusal(() => sync(started, a, 9)), 'ILLEGAL_GENERATION')
  const { epoch } = consumerGroup(started).members.get(a)!
  const syncing = (more: object) => refusal(() => started.coordinator.syncGroup({ ...syncRequest(a, epoch), ...more }))
  t.equal(await syncing({ protocolType: 'connect' }), 'INCONSISTENT_GROUP_PROTOCOL')
  t.equal(await syncing({ protocolName: 'sticky' }), 'INCONSISTENT_GROUP_PROTOCOL')
  t.equal(await syncing({ groupInstanceId: 'i' }), 'UNKNOWN_MEMBER_ID')
})

t.test('who was told to rejoin and does not is out after its rebalance timeout', async t => {
  const { started, a } = await mixed(t)
  const beats = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 5) {
      started.clock.advance(5000)
      await beat(started, 'c', 2)
      await refusal(() => heartbeat(started, a, 1))
    }
  }
  await beats(25)
  t.ok(consumerGroup(started).members.has(a), 'told 25 s ago')
  await beats(10)
  t.notOk(consumerGroup(started).members.has(a), 'its heartbeats did not help')
})

t.test('who has joined and does not sync is out after its rebalance timeout', async t => {
  const { started, a } = await mixed(t)
  await join(started, a, { rebalanceTimeoutMs: 8000 })
  started.clock.advance(7999)
  t.ok(consumerGroup(started).members.has(a))
  started.clock.advance(1)
  t.notOk(consumerGroup(started).members.has(a))
})

t.test('a static member changes its protocol, and keeps its place', async t => {
  const started = startGroups()
  const { memberId } = await stable(started, { groupInstanceId: 'i' })
  const next = await beat(started, 'n', 0, { instanceId: 'i' })
  t.same(given(next), [0, 1, 2, 3], 'all of it, at once')
  const group = consumerGroup(started)
  t.same([...group.members.keys()], ['n'])
  t.equal(group.members.get('n')?.classic, null)
  t.equal(await refusal(() => heartbeat(started, memberId, 1)), 'UNKNOWN_MEMBER_ID')
})

t.test('members of either protocol can be sent away by LeaveGroup', async t => {
  const { started, a } = await mixed(t)
  await beat(started, 's', 0, { instanceId: 'i' })
  const { members } = await started.coordinator.leaveGroup({
    groupId: GROUP,
    members: [
      { memberId: a, groupInstanceId: null, reason: null },
      { memberId: '', groupInstanceId: 'i', reason: null },
      { memberId: 'x', groupInstanceId: null, reason: null },
      { memberId: 'x', groupInstanceId: 'i', reason: null },
    ],
  })
  t.same(
    members?.map(({ errorCode = 0 }) => errorCode),
    [0, 0, 25, 82],
  )
  t.same([...consumerGroup(started).members.keys()], ['c'])
})

t.test('who was sent away, and still believes that it reads, starts anew', async t => {
  const { started, a } = await mixed(t)
  await join(started, a, { owned: { orders: [0, 1, 2, 3] } })
  await sync(started, a, 1)
  started.clock.advance(11_000)
  t.notOk(consumerGroup(started).members.has(a), 'silent for its session')
  const late = { owned: { orders: [0, 1] } }
  t.equal(await refusal(() => join(started, a, late)), 'UNKNOWN_MEMBER_ID')
  t.equal(await refusal(() => join(started, a)), undefined, 'with nothing in its hands it may come')
})

t.test('who reads what the coordinator does not know to be its starts anew, and its place is free at once', async t => {
  const { started, a } = await mixed(t)
  await join(started, a)
  await sync(started, a, 2)
  const { assignment } = await sync(started, a, 2)
  const [other] = [0, 1, 2, 3].filter(index => !readAssignment(assignment)['orders']?.includes(index))
  t.equal(await refusal(() => join(started, a, { owned: { orders: [other!] } })), 'UNKNOWN_MEMBER_ID')
  t.same([...consumerGroup(started).members.keys()], ['c'])
})
