import assert from 'node:assert'
import t from 'tap'
import { ClassicGroup } from '../../../src/group/classic/group.ts'
import { KafkaError } from '../../../src/protocol/errors.ts'
import { MemoryLog } from '../../kit/memory-log.ts'
import {
  GROUP,
  heartbeat,
  join,
  readAssignment,
  refusal,
  type Started,
  stable,
  startGroups,
  sync,
  turn,
} from '../start.ts'

function group({ groups }: Started): ClassicGroup {
  const found = groups.demand(GROUP)
  assert(found?.group instanceof ClassicGroup)
  return found.group
}

/** Two members that have joined generation 2, and not synced. */
async function joined(started: Started) {
  const { memberId: leader } = await stable(started)
  const joining = join(started)
  await turn(started)
  await join(started, leader)
  return { leader, other: (await joining).memberId }
}

t.test('nobody hears of an assignment before it is in the file', async t => {
  const started = startGroups()
  const { leader, other } = await joined(started)
  started.log.held = true
  const heard: string[] = []
  const waiting = [leader, other].map(memberId =>
    sync(started, memberId, 2, { [leader]: { orders: [0] }, [other]: { orders: [1] } }).then(({ assignment }) => {
      heard.push(memberId)
      return readAssignment(assignment)
    }),
  )
  await turn(started)
  t.same(heard, [])
  t.equal(group(started).state, 'CompletingRebalance')
  started.log.held = false
  started.log.write()
  t.same(await Promise.all(waiting), [{ orders: [0] }, { orders: [1] }])
  t.equal(group(started).state, 'Stable')
})

t.test('an assignment that cannot be written sends everybody to join again', async t => {
  const started = startGroups()
  const { leader, other } = await joined(started)
  started.log.held = true
  const waiting = [leader, other].map(memberId =>
    refusal(() => sync(started, memberId, 2, { [leader]: { orders: [0] } })),
  )
  await turn(started)
  started.log.fail(new KafkaError('KAFKA_STORAGE_ERROR', 'the disk is full'))
  t.same(await Promise.all(waiting), ['KAFKA_STORAGE_ERROR', 'KAFKA_STORAGE_ERROR'])
  t.equal(group(started).state, 'PreparingRebalance')
})

t.test('an assignment that arrives after somebody has joined is one of the past', async t => {
  const started = startGroups()
  const { leader, other } = await joined(started)
  started.log.held = true
  const waiting = refusal(() => sync(started, leader, 2, { [leader]: { orders: [0] }, [other]: { orders: [1] } }))
  await turn(started)
  const third = join(started)
  await turn(started)
  t.equal(await waiting, 'REBALANCE_IN_PROGRESS')
  started.log.held = false
  started.log.write()
  t.equal(group(started).state, 'PreparingRebalance')
  t.equal(group(started).members.get(leader)!.assignment.length, 0)
  third.catch(() => {})
})

t.test('who asks again in a stable group gets its share; who was not given any, none', async t => {
  const started = startGroups()
  const { leader, other } = await joined(started)
  await sync(started, leader, 2, { [leader]: { orders: [0, 1, 2, 3] } })
  t.same(readAssignment((await sync(started, leader, 2)).assignment), { orders: [0, 1, 2, 3] })
  t.equal((await sync(started, other, 2)).assignment.length, 0)
})

t.test('who does not ask in time is out, and the others rebalance', async t => {
  const started = startGroups()
  const { leader, other } = await joined(started)
  await sync(started, leader, 2, { [leader]: { orders: [0] } })
  for (let second = 0; second < 30; second += 5) {
    started.clock.advance(5000)
    for (const memberId of [leader, other]) await refusal(() => heartbeat(started, memberId, 2))
  }
  t.same([...group(started).members.keys()], [leader])
  t.equal(group(started).state, 'PreparingRebalance')
})

t.test('a restart remembers the generation that was announced, and members go on in it', async t => {
  const log = new MemoryLog('__consumer_offsets-0')
  const before = startGroups({ log })
  const { leader, other } = await joined(before)
  await sync(before, leader, 2, { [leader]: { orders: [0] }, [other]: { orders: [1] } })
  const after = startGroups({ log, clock: before.clock })
  t.match(group(after), { state: 'Stable', generationId: 2, leaderId: leader, protocolName: 'range' })
  heartbeat(after, other, 2)
  t.same(readAssignment((await sync(after, other, 2)).assignment), { orders: [1] })
  after.clock.advance(10_000)
  t.same([...group(after).members.keys()], [], 'those who do not come back have a session, and no more')
})
