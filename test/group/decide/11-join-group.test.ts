import assert from 'node:assert'
import t from 'tap'
import { ClassicGroup } from '../../../src/group/classic/group.ts'
import {
  caller,
  GROUP,
  heartbeat,
  join,
  joinRequest,
  refusal,
  type Started,
  stable,
  startGroups,
  subscription,
  sync,
  turn,
} from '../start.ts'

function group({ groups }: Started): ClassicGroup {
  const found = groups.find(GROUP)
  assert(found?.group instanceof ClassicGroup)
  return found.group
}
const ask = ({ coordinator }: Started, memberId: string, more = {}, version = 9) =>
  coordinator.joinGroup(joinRequest(memberId, more), caller(version))

/** Two members, stable: the leader and the other. */
async function pair(started: Started, more = {}) {
  const { memberId: leader } = await stable(started, more)
  const joining = join(started)
  await turn(started)
  await join(started, leader, more)
  const { memberId: other } = await joining
  const waiting = sync(started, other, 2)
  await sync(started, leader, 2, { [leader]: { orders: [0, 1] }, [other]: { orders: [2, 3] } })
  await waiting
  return { leader, other }
}

t.test('from version 4 on one comes twice; its id is held for a session', async t => {
  const started = startGroups()
  const first = await ask(started, '', { sessionTimeoutMs: 6000 })
  t.match(first, { errorCode: 79, memberId: /^client-[0-9a-f-]{36}$/ })
  t.equal(group(started).pendingJoin.size, 1)
  started.clock.advance(6000)
  t.equal(group(started).pendingJoin.size, 0)
  t.equal(await refusal(() => ask(started, first.memberId)), 'UNKNOWN_MEMBER_ID')

  const other = startGroups()
  const old = ask(other, '', {}, 3)
  await turn(other)
  t.match(await old, { generationId: 1 }, 'an older one is in at once')
})

t.test('a generation waits for an id that was given out: somebody is about to come', async t => {
  const started = startGroups()
  const { memberId: a } = await stable(started)
  const { memberId: coming } = await ask(started, '')
  const joining = ask(started, '', { groupInstanceId: 'i' })
  await turn(started)
  const rejoining = ask(started, a)
  await turn(started)
  t.equal(group(started).state, 'PreparingRebalance')
  const third = ask(started, coming)
  t.same([(await joining).generationId, (await rejoining).generationId, (await third).generationId], [2, 2, 2])
})

t.test('the last member goes while the next is between its two joins: the group takes it in', async t => {
  const started = startGroups()
  const { memberId: going } = await stable(started)
  const { memberId: coming } = await ask(started, '')
  await started.coordinator.leaveGroup({
    groupId: GROUP,
    members: [{ memberId: going, groupInstanceId: null, reason: null }],
  })
  t.equal(group(started).state, 'PreparingRebalance')
  const other = { protocols: [{ name: 'roundrobin', metadata: subscription() }] }
  t.match(await ask(started, coming, { ...other, protocolType: 'connect' }), { errorCode: 23 }, 'of another type')
  t.match(await ask(started, coming, { protocols: [] }), { errorCode: 23 }, 'speaks nothing')
  const joined = await ask(started, coming, other)
  t.match(joined, { errorCode: undefined, generationId: 2, leader: coming, protocolName: 'roundrobin' })
  t.equal(joined.members?.length, 1)
})

t.test('only the leader sees the members; it is told their metadata', async t => {
  const started = startGroups()
  const { memberId: a } = await stable(started)
  const joining = join(started, '', { topics: ['payments'] })
  await turn(started)
  const { members, leader } = await join(started, a)
  t.equal(leader, a)
  t.same(
    members?.map(({ metadata }) => metadata),
    [subscription(), subscription({ topics: ['payments'] })],
  )
  t.match(await joining, { leader: a, members: [] })
})

t.test('who comes back with nothing new, and does not lead, is told what it was told before', async t => {
  const started = startGroups()
  const { leader, other } = await pair(started)
  t.match(await ask(started, other), { generationId: 2, leader, members: [] })
  t.equal(group(started).state, 'Stable')
  heartbeat(started, leader, 2)
})

t.test('new metadata, or a leader that comes back, begins a rebalance', async t => {
  for (const why of ['metadata', 'leader']) {
    const started = startGroups()
    const { leader, other } = await pair(started)
    const rejoining = why === 'leader' ? ask(started, leader) : ask(started, other, { topics: ['payments'] })
    await turn(started)
    t.equal(group(started).state, 'PreparingRebalance', why)
    t.equal(await refusal(() => heartbeat(started, why === 'leader' ? other : leader, 2)), 'REBALANCE_IN_PROGRESS')
    await ask(started, why === 'leader' ? other : leader)
    t.equal((await rejoining).generationId, 3)
  }
})

t.test('who comes again while the leader assigns gets the same answer; with new metadata all begin anew', async t => {
  const started = startGroups()
  const { leader, other } = await pair(started)
  const rejoining = ask(started, leader)
  await turn(started)
  await ask(started, other)
  await rejoining
  t.equal(group(started).state, 'CompletingRebalance')
  t.equal((await ask(started, other)).generationId, 3, 'its first answer was lost')
  t.equal(group(started).state, 'CompletingRebalance')
  const waiting = sync(started, other, 3)
  const changed = ask(started, leader, { topics: ['payments'] })
  t.equal(await refusal(() => waiting), 'REBALANCE_IN_PROGRESS')
  await turn(started)
  await ask(started, other)
  t.equal((await changed).generationId, 4)
})

t.test('a static member that comes back changes its group only if the protocol does', async t => {
  const both = [
    { name: 'range', metadata: subscription() },
    { name: 'sticky', metadata: subscription() },
  ]
  const started = startGroups()
  const { memberId: a } = await stable(started, { groupInstanceId: 'i', protocols: both })
  const back = await ask(started, '', { groupInstanceId: 'i', protocols: both })
  t.match(back, { generationId: 1, skipAssignment: true })
  t.not(back.memberId, a)
  const again = ask(started, '', { groupInstanceId: 'i', protocols: [both[1]!] })
  t.match(await again, { generationId: 2, protocolName: 'sticky' })
})

t.test('an old client that comes back as the leader is shown another one, so that it does not assign', async t => {
  const started = startGroups()
  const { memberId } = await stable(started, { groupInstanceId: 'i' })
  t.match(await ask(started, '', { groupInstanceId: 'i' }, 8), { generationId: 1, leader: memberId, members: [] })
})

t.test('the time that a rebalance may take is the longest that a member asked for; who is late is out', async t => {
  const started = startGroups()
  const { leader, other } = await pair(started, { rebalanceTimeoutMs: 50_000, sessionTimeoutMs: 60_000 })
  const joining = ask(started, leader, { rebalanceTimeoutMs: 50_000, sessionTimeoutMs: 60_000 })
  await turn(started)
  for (let second = 0; second < 49; second += 7) {
    started.clock.advance(7000)
    await refusal(() => heartbeat(started, other, 2))
  }
  t.equal(group(started).state, 'PreparingRebalance')
  started.clock.advance(1000)
  t.equal((await joining).generationId, 3)
  t.same([...group(started).members.keys()], [leader])
})

t.test('static members are waited for until their sessions end, not until the rebalance does', async t => {
  const started = startGroups()
  const one = await stable(started, { groupInstanceId: 'i', sessionTimeoutMs: 60_000, rebalanceTimeoutMs: 5000 })
  const joining = join(started, '', { rebalanceTimeoutMs: 5000 })
  await turn(started)
  started.clock.advance(5000)
  t.equal((await joining).generationId, 2)
  t.ok(group(started).members.has(one.memberId), 'it keeps its place')
})
