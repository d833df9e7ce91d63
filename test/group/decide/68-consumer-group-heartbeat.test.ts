import assert from 'node:assert'
import t from 'tap'
import { ConsumerGroup } from '../../../src/group/consumer/group.ts'
import { MemoryLog } from '../../kit/memory-log.ts'
import { beat, GROUP, given, idOf, refusal, type Started, startGroups, written } from '../start.ts'

function group({ groups }: Started): ConsumerGroup {
  const found = groups.demand(GROUP)
  assert(found?.group instanceof ConsumerGroup)
  return found.group
}

t.test('who joins is written down: who it is, the epoch, what it shall have and has', async t => {
  const started = startGroups()
  await beat(started, 'a', 0)
  t.same(written(started), [5, 3, 7, 6, 8])
  await beat(started, 'a', 1)
  t.same(written(started), [5, 3, 7, 6, 8], 'and a heartbeat without news is not')
})

t.test('a member that waits writes nothing while it waits', async t => {
  const started = startGroups()
  await beat(started, 'a', 0)
  await beat(started, 'b', 0)
  await beat(started, 'b', 2)
  const from = started.log.bytes.length
  for (let i = 0; i < 5; i++) t.equal(given(await beat(started, 'b', 2)), undefined)
  t.same(written(started, from), [])
})

t.test(
  'an answer that was lost is given again to one that is an epoch behind, if it has no more than it was given',
  async t => {
    const started = startGroups()
    await beat(started, 'a', 0)
    await beat(started, 'b', 0)
    await beat(started, 'a', 1)
    const [kept] = [...group(started).members.get('a')!.assigned.values()]
    const moved = await beat(started, 'a', 1, { owns: { orders: [...kept!.keys()] } })
    t.equal(moved.memberEpoch, 2)
    const again = await beat(started, 'a', 1, { owns: { orders: [...kept!.keys()] } })
    t.equal(again.memberEpoch, 2)
    t.equal(await refusal(() => beat(started, 'a', 1, { owns: { orders: [0, 1, 2, 3] } })), 'FENCED_MEMBER_EPOCH')
    t.equal(await refusal(() => beat(started, 'a', 1)), 'FENCED_MEMBER_EPOCH', 'it has to say what it has')
    t.equal(await refusal(() => beat(started, 'a', 3)), 'FENCED_MEMBER_EPOCH')
  },
)

t.test('the assignment is told when it is asked for in full, and when it has changed', async t => {
  const started = startGroups()
  t.same(given(await beat(started, 'a', 0)), [0, 1, 2, 3])
  t.equal(given(await beat(started, 'a', 1)), undefined)
  const full = { rebalanceTimeoutMs: 1000, subscribedTopicNames: ['orders'], owns: { orders: [0, 1, 2, 3] } }
  t.same(given(await beat(started, 'a', 1, full)), [0, 1, 2, 3])
  started.topics.set('orders', 5)
  t.same(given(await beat(started, 'a', 1)), [0, 1, 2, 3, 4])
})

t.test('who is silent is out, and what it had is free', async t => {
  const started = startGroups()
  await beat(started, 'a', 0)
  await beat(started, 'b', 0)
  started.clock.advance(30_000)
  await beat(started, 'b', 2)
  started.clock.advance(15_000)
  t.same([...group(started).members.keys()], ['b'])
  t.same(given(await beat(started, 'b', 2)), [0, 1, 2, 3])
})

t.test('who does not give up in time is out', async t => {
  const started = startGroups()
  await beat(started, 'a', 0, { rebalanceTimeoutMs: 20_000 })
  await beat(started, 'b', 0)
  await beat(started, 'a', 1)
  for (let second = 0; second < 20; second += 5) {
    t.ok(group(started).members.has('a'))
    started.clock.advance(5000)
    await refusal(() => beat(started, 'a', 1, { owns: { orders: [0, 1, 2, 3] } }))
  }
  t.notOk(group(started).members.has('a'), 'its heartbeats did not help')
})

t.test('after a restart the time to give up begins anew', async t => {
  const log = new MemoryLog('__consumer_offsets-0')
  const before = startGroups({ log })
  await beat(before, 'a', 0, { rebalanceTimeoutMs: 20_000 })
  await beat(before, 'b', 0)
  await beat(before, 'a', 1)
  before.coordinator.stop()
  const after = startGroups({ log, clock: before.clock })
  await beat(after, 'b', 2)
  after.clock.advance(19_999)
  t.ok(group(after).members.has('a'))
  after.clock.advance(1)
  t.notOk(group(after).members.has('a'))
})

t.test('a static member that is away keeps what it had, counted from epoch 0 for the next one', async t => {
  const started = startGroups()
  await beat(started, 'a', 0, { instanceId: 'i' })
  t.equal((await beat(started, 'a', -2, { instanceId: 'i' })).memberEpoch, -2)
  t.same([...group(started).members.get('a')!.assigned.get(idOf('orders'))!.values()], [0, 0, 0, 0])
  const from = started.log.bytes.length
  t.same(given(await beat(started, 'b', 0, { instanceId: 'i' })), [0, 1, 2, 3])
  // The old one is buried; the new one is written with its share; what it wants is the same, so the epoch stays.
  t.same(written(started, from).slice(0, 6), [-8, -7, -5, 5, 7, 8])
  t.equal(group(started).epoch, 1)
  t.equal(await refusal(() => beat(started, 'a', -1, { instanceId: 'i' })), 'FENCED_INSTANCE_ID')
})

t.test('the assignor is the one that most members name, and the first of the setting when none does', async t => {
  const started = startGroups()
  const shares = () =>
    Object.fromEntries([...group(started).target].map(([id, share]) => [id, [...share.values()].flat()]))
  const inOnePieceEach = { a: [0, 1], b: [2, 3] }
  await beat(started, 'a', 0)
  await beat(started, 'b', 0)
  t.notSame(shares(), inOnePieceEach, 'uniform')
  await beat(started, 'b', 2, { serverAssignor: 'range', subscribedTopicNames: ['orders', 'none'] })
  t.same(shares(), inOnePieceEach)

  started.settings.assignors = ['uniform']
  t.equal(await refusal(() => beat(started, 'a', 1, { serverAssignor: 'range' })), 'UNSUPPORTED_ASSIGNOR')
  started.settings.assignors = ['range']
  await beat(started, 'b', group(started).members.get('b')!.epoch, { subscribedTopicNames: ['orders'] })
  t.same(shares(), inOnePieceEach)
})

t.test('one that is refused leaves nothing behind', async t => {
  const started = startGroups({ consumerMaxSize: 1 })
  await beat(started, 'a', 0)
  const from = started.log.bytes.length
  const before = group(started)
  for (const [why, refused] of [
    ['GROUP_MAX_SIZE_REACHED', () => beat(started, 'b', 0)],
    ['UNSUPPORTED_ASSIGNOR', () => beat(started, 'a', 1, { serverAssignor: 'mine' })],
    ['INVALID_REGULAR_EXPRESSION', () => beat(started, 'a', 1, { subscribedTopicRegex: '(' })],
  ] as const)
    t.equal(await refusal(refused), why)
  t.same(written(started, from), [])
  t.equal(group(started), before)
})
