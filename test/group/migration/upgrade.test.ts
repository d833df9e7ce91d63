import assert from 'node:assert'
import t from 'tap'
import { MemoryLog } from '../../kit/memory-log.ts'
import {
  assignment,
  beat,
  GROUP,
  given,
  heartbeat,
  idOf,
  join,
  readAssignment,
  refusal,
  stable,
  startGroups,
  subscription,
  sync,
  syncRequest,
  turn,
  written,
} from '../start.ts'

t.test('the members of a classic group stay when one of the consumer protocol comes', async t => {
  const started = startGroups()
  const { memberId } = await stable(started)
  const joined = await beat(started, 'c', 0)
  t.same(given(joined), [], 'what it shall have is still with the other')
  t.equal(joined.memberEpoch, 2, 'the generation was 1')
  const found = started.groups.find(GROUP)
  assert(found?.kind === 'consumer')
  t.match(found.group.members.get(memberId), {
    epoch: 1,
    topics: ['orders'],
    classic: { sessionTimeoutMs: 10_000, supportedProtocols: [{ name: 'range' }] },
  })
  t.same(
    [...found.group.members.get(memberId)!.assigned.get(idOf('orders'))!.entries()],
    [
      [0, 1],
      [1, 1],
      [2, 1],
      [3, 1],
    ],
  )
})

t.test('the records of an upgrade are those of Kafka, in its order', async t => {
  const started = startGroups()
  await stable(started)
  const from = started.log.bytes.length
  await beat(started, 'c', 0)
  t.same(written(started, from), [
    ...[-2, 5, 3, 7, 6, 8], // the classic group ends; its member, epoch, target and current assignment
    ...[5, 3, 7, 7, 6, 8], // c, the next epoch, both targets, where c is
  ])
})

t.test('one that waits for others is told to join again: there is nothing to wait for any more', async t => {
  const started = startGroups()
  const { memberId } = await stable(started)
  const waiting = join(started)
  await turn(started)
  await beat(started, 'c', 0)
  t.equal(await refusal(() => waiting), 'REBALANCE_IN_PROGRESS')
  t.equal(await refusal(() => heartbeat(started, memberId, 1)), 'REBALANCE_IN_PROGRESS')

  const other = startGroups()
  const first = await stable(other)
  const second = join(other)
  await turn(other)
  await join(other, first.memberId)
  const syncing = sync(other, (await second).memberId, 2)
  await turn(other)
  await beat(other, 'c', 0)
  t.equal(await refusal(() => syncing), 'REBALANCE_IN_PROGRESS')
})

t.test('a leader whose assignment was on its way is not obeyed any more', async t => {
  const started = startGroups()
  const joining = join(started)
  await turn(started)
  const { memberId } = await joining
  started.log.held = true
  const syncing = sync(started, memberId, 1, { [memberId]: { orders: [0, 1, 2, 3] } })
  const coming = beat(started, 'c', 0)
  started.log.held = false
  started.log.write()
  t.equal(await refusal(() => syncing), 'REBALANCE_IN_PROGRESS')
  t.equal(given(await coming)?.length, 2, 'nobody had anything yet')
  t.equal(started.groups.find(GROUP)?.kind, 'consumer')
})

t.test('members that have not been in a generation come along, with nothing', async t => {
  const started = startGroups({ rebalanceDelayMs: 3000 })
  const joining = join(started)
  await turn(started)
  const joined = await beat(started, 'c', 0)
  t.equal(joined.memberEpoch, 1)
  t.equal(await refusal(() => joining), 'REBALANCE_IN_PROGRESS')
  started.clock.advance(3000)
  t.equal(started.groups.find(GROUP)?.kind, 'consumer', 'the rebalance that was being prepared is off')
})

t.test('a classic group that may not be upgraded says so, and goes on', async t => {
  const cases: [string, (started: ReturnType<typeof startGroups>) => Promise<unknown>][] = [
    [
      'the policy',
      async started => {
        started.settings.policy = 'downgrade'
        await stable(started)
      },
    ],
    [
      'the policy is disabled',
      async started => {
        started.settings.policy = 'disabled'
        await stable(started)
      },
    ],
    ['another protocol type', started => stable(started, { protocolType: 'connect' })],
    [
      'metadata that is not the consumer protocol',
      started => stable(started, { protocols: [{ name: 'range', metadata: Buffer.from('0001000000ff', 'hex') }] }),
    ],
    [
      'too many members',
      async started => {
        await stable(started)
        started.settings.consumerMaxSize = 0
      },
    ],
    [
      'what a custom assignor wrote into its assignment',
      async started => {
        const joining = join(started)
        await turn(started)
        const { memberId } = await joining
        const request = syncRequest(memberId, 1)
        const own = assignment({ orders: [0] }, Buffer.from('mine'))
        await started.coordinator.syncGroup({ ...request, assignments: [{ memberId, assignment: own }] })
      },
    ],
  ]
  for (const [why, prepare] of cases) {
    const started = startGroups()
    await prepare(started)
    const before = started.log.endOffset
    t.equal(await refusal(() => beat(started, 'c', 0)), 'GROUP_ID_NOT_FOUND', why)
    t.equal(started.log.endOffset, before, `${why}: nothing was written`)
    const found = started.groups.find(GROUP)
    t.match(found, { kind: 'classic', group: { state: 'Stable' } }, why)
  }
})

t.test('an empty classic group is in nobody’s way, whatever the policy', async t => {
  const started = startGroups({ policy: 'disabled' })
  const { memberId } = await stable(started)
  await started.coordinator.leaveGroup({
    groupId: GROUP,
    members: [{ memberId, groupInstanceId: null, reason: null }],
  })
  t.same(given(await beat(started, 'c', 0)), [0, 1, 2, 3])
})

t.test('an epoch other than 0 does not upgrade', async t => {
  const started = startGroups()
  await stable(started)
  t.equal(await refusal(() => beat(started, 'c', 1)), 'GROUP_ID_NOT_FOUND')
})

t.test('each classic member keeps the session that it asked for', async t => {
  const started = startGroups()
  const { memberId } = await stable(started, { sessionTimeoutMs: 7000 })
  await beat(started, 'c', 0)
  started.clock.advance(6999)
  const members = () => {
    const found = started.groups.find(GROUP)
    return found?.kind === 'consumer' ? [...found.group.members.keys()] : []
  }
  t.same(members(), ['c', memberId].sort())
  started.clock.advance(1)
  t.same(members(), ['c'])
})

t.test('a restart finds the group as it was, of both protocols', async t => {
  const log = new MemoryLog('__consumer_offsets-0')
  const before = startGroups({ log })
  const { memberId } = await stable(before)
  await beat(before, 'c', 0)
  const after = startGroups({ log, clock: before.clock })
  t.equal(await refusal(() => heartbeat(after, memberId, 1)), 'REBALANCE_IN_PROGRESS')
  const joined = await join(after, memberId, { owned: { orders: [0, 1] } })
  const { assignment } = await sync(after, memberId, joined.generationId!)
  t.same(readAssignment(assignment), { orders: [2, 3] })
})

t.test('a subscription of a version that is not known is read as far as it is', async t => {
  const started = startGroups()
  const newer = subscription()
  newer.writeInt16BE(9, 0)
  await stable(started, { protocols: [{ name: 'range', metadata: newer }] })
  t.equal((await beat(started, 'c', 0)).memberEpoch, 2)
})

t.test('a cooperative member in the middle of a rebalance keeps what it says that it has', async t => {
  const started = startGroups()
  const { memberId } = await stable(started)
  const second = join(started)
  await turn(started)
  await join(started, memberId, { owned: { orders: [0, 1, 2, 3] }, generation: 1 })
  // A third member: the generation is over before anybody was given anything in it, and its assignments are forgotten.
  const third = join(started)
  await turn(started)
  t.equal(given(await beat(started, 'c', 0))?.length, 0, 'nothing is free')
  const found = started.groups.find(GROUP)
  assert(found?.kind === 'consumer')
  const { assigned } = found.group.members.get(memberId)!
  t.same([...assigned.get(idOf('orders'))!.keys()], [0, 1, 2, 3])
  t.equal((await second).errorCode ?? 0, 0)
  t.equal(await refusal(() => third), 'REBALANCE_IN_PROGRESS')
})

t.test('of two that say that they have a partition the younger generation is believed', async t => {
  const started = startGroups()
  const first = join(started, '', { owned: { orders: [0, 1] }, generation: 3 })
  await turn(started)
  const { memberId: old } = await first
  const second = join(started, '', { owned: { orders: [1, 2] }, generation: 5 })
  await turn(started)
  await join(started, old, { owned: { orders: [0, 1] }, generation: 3 })
  await second
  await beat(started, 'c', 0)
  const found = started.groups.find(GROUP)
  assert(found?.kind === 'consumer')
  const has = Object.fromEntries(
    [...found.group.members.values()].map(({ memberId, assigned }) => [
      memberId,
      [...(assigned.get(idOf('orders'))?.keys() ?? [])],
    ]),
  )
  t.same(has[old], [0])
  t.same(has[(await second).memberId], [1, 2])
  t.same(has['c'], [3])
})

t.test(
  'a target that a downgrade made an assignment is nobody’s yet: who reads a partition says so when it joins again',
  async t => {
    const started = startGroups()
    const { memberId: a } = await stable(started, { owned: { orders: [0, 1, 2, 3] } })
    await beat(started, 'c', 0)
    const b = (await join(started, '', { owned: {} })).memberId!
    await beat(started, 'c', -1)
    const found = started.groups.find(GROUP)
    assert(found?.kind === 'classic')
    t.not(Object.keys(readAssignment(found.group.members.get(b)!.assignment)).length, 0, 'what b was meant to have')
    const rejoining = join(started, a, { owned: { orders: [0, 1, 2, 3] }, generation: 1 })
    await turn(started)
    await beat(started, 'd', 0)
    t.equal(await refusal(() => rejoining), 'REBALANCE_IN_PROGRESS')
    const upgraded = started.groups.find(GROUP)
    assert(upgraded?.kind === 'consumer')
    t.same([...upgraded.group.members.get(a)!.assigned.get(idOf('orders'))!.keys()].sort(), [0, 1, 2, 3])
  },
)
