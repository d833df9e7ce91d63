import assert from 'node:assert'
import t from 'tap'
import { MemoryLog } from '../../kit/memory-log.ts'
import {
  beat,
  caller,
  GROUP,
  heartbeat,
  join,
  joinRequest,
  readAssignment,
  refusal,
  type Started,
  stable,
  startGroups,
  sync,
  turn,
  written,
} from '../start.ts'

/** A group of a classic member and one of the consumer protocol, each with its share, at epoch 2. */
async function mixed(options: Parameters<typeof startGroups>[0] = {}) {
  const started = startGroups(options)
  const { memberId } = await stable(started)
  await beat(started, 'c', 0)
  await join(started, memberId)
  await sync(started, memberId, 2)
  await beat(started, 'c', 2)
  return { started, a: memberId }
}

const kindOf = ({ groups }: Started) => groups.find(GROUP)?.kind
function classicGroup({ groups }: Started) {
  const found = groups.demand(GROUP)
  assert(found?.kind === 'classic')
  return found.group
}

t.test('the last member of the consumer protocol leaves: the group is classic, and rebalances', async t => {
  const { started, a } = await mixed()
  await beat(started, 'c', -1)
  t.match(classicGroup(started), { state: 'PreparingRebalance', generationId: 2, protocolType: 'consumer' })
  t.equal(await refusal(() => heartbeat(started, a, 2)), 'REBALANCE_IN_PROGRESS')
  const joined = await join(started, a)
  t.match(joined, { generationId: 3, leader: a })
  await sync(started, a, 3, { [a]: { orders: [0, 1, 2, 3] } })
  t.equal(await refusal(() => heartbeat(started, a, 3)), undefined)
})

t.test('the records of a downgrade are those of Kafka, in its order', async t => {
  const { started } = await mixed()
  const from = started.log.bytes.length
  await beat(started, 'c', -1)
  // Current assignments, targets, the target's epoch, members, the old subscription record, the epoch: all buried.
  t.same(written(started, from), [-8, -8, -7, -7, -6, -5, -5, -4, -3, 2])
})

t.test('silence downgrades as leaving does', async t => {
  const { started, a } = await mixed()
  for (let second = 0; second < 50; second += 5) {
    started.clock.advance(5000)
    await refusal(() => heartbeat(started, a, 2))
  }
  t.equal(kindOf(started), 'classic')
})

t.test('an administrator that sends it away downgrades too', async t => {
  const { started } = await mixed()
  await started.coordinator.leaveGroup({
    groupId: GROUP,
    members: [{ memberId: 'c', groupInstanceId: null, reason: null }],
  })
  t.equal(kindOf(started), 'classic')
})

t.test('a group that stays a consumer group, and why', async t => {
  for (const policy of ['upgrade', 'disabled'] as const) {
    const { started, a } = await mixed()
    started.settings.policy = policy
    await beat(started, 'c', -1)
    t.equal(kindOf(started), 'consumer', policy)
    const again = policy === 'upgrade' ? undefined : 'INCONSISTENT_GROUP_PROTOCOL'
    t.equal(await refusal(() => join(started, a)), again, `${policy}: its classic members go on in it, or not`)
  }
  const { started } = await mixed()
  await join(started)
  started.settings.maxSize = 1
  await beat(started, 'c', -1)
  t.equal(kindOf(started), 'consumer', 'larger than group.max.size')

  const alone = startGroups()
  await beat(alone, 'c', 0)
  await beat(alone, 'c', -1)
  t.equal(kindOf(alone), 'consumer', 'nobody stays: there is no member whose protocol it could speak')
})

t.test('a static member comes back with the classic protocol: no rebalance if it wants the same', async t => {
  const { started, a } = await mixed()
  await beat(started, 'c', -1)
  await join(started, a)
  await sync(started, a, 3, { [a]: { orders: [0, 1, 2, 3] } })
  await beat(started, 's', 0, { instanceId: 'i' }) // epoch 4
  const moved = await join(started, a)
  await sync(started, a, moved.generationId!)
  await beat(started, 's', 4)
  const had = started.groups.find(GROUP)
  assert(had?.kind === 'consumer')
  const share = [...had.group.target.get('s')!.values()].flat()

  const back = await started.coordinator.joinGroup(joinRequest('', { groupInstanceId: 'i' }), caller(9))
  t.match(classicGroup(started), { state: 'Stable', generationId: 4 })
  t.equal(back.generationId, 4)
  const request = { groupId: GROUP, groupInstanceId: 'i', protocolType: null, protocolName: null, assignments: [] }
  const synced = await started.coordinator.syncGroup({ ...request, memberId: back.memberId, generationId: 4 })
  t.same(readAssignment(synced.assignment), { orders: share })
  t.equal(await refusal(() => heartbeat(started, a, 4)), undefined, 'the other need not know')
})

t.test('a static member comes back with the classic protocol and wants something else: a rebalance', async t => {
  const topics = new Map([
    ['orders', 4],
    ['payments', 2],
  ])
  const { started, a } = await mixed({ topics })
  await beat(started, 's', 0, { instanceId: 'i' })
  await beat(started, 'c', -1)
  t.equal(kindOf(started), 'consumer')
  const coming = joinRequest('', { groupInstanceId: 'i', topics: ['payments'] })
  await started.coordinator.joinGroup(coming, caller(9))
  t.match(classicGroup(started), { state: 'PreparingRebalance' })
  const joining = join(started, a)
  await join(started, '', { groupInstanceId: 'i', topics: ['payments'] })
  t.equal(await refusal(() => joining), undefined)
})

t.test('timers of the consumer group mean nothing to the classic one', async t => {
  const { started, a } = await mixed()
  await join(started, a, { rebalanceTimeoutMs: 12_000 }) // and never asks for its assignment
  await beat(started, 'c', -1)
  const joining = join(started, a, { rebalanceTimeoutMs: 12_000 })
  await turn(started)
  const { generationId } = await joining
  await sync(started, a, generationId!, { [a]: {} })
  for (let second = 0; second < 15; second += 5) {
    started.clock.advance(5000)
    heartbeat(started, a, generationId!)
  }
  t.ok(classicGroup(started).members.has(a))
})

t.test('a restart finds the classic group, stable, with the shares that were meant', async t => {
  const log = new MemoryLog('__consumer_offsets-0')
  const { started, a } = await mixed({ log })
  await beat(started, 'c', -1)
  const after = startGroups({ log, clock: started.clock })
  t.match(classicGroup(after), { state: 'Stable', generationId: 2, protocolName: 'range', leaderId: a })
  t.same(readAssignment((await sync(after, a, 2)).assignment)['orders']?.length, 2)
})
