import t from 'tap'
import { heartbeat, join, refusal, stable, startGroups, sync, turn } from '../start.ts'

t.test('a heartbeat keeps a member for another session, and silence does not', async t => {
  const started = startGroups()
  const { memberId } = await stable(started, { sessionTimeoutMs: 10_000 })
  for (let i = 0; i < 5; i++) {
    started.clock.advance(9999)
    heartbeat(started, memberId, 1)
  }
  started.clock.advance(10_000)
  t.equal(await refusal(() => heartbeat(started, memberId, 1)), 'UNKNOWN_MEMBER_ID')
})

t.test('it tells of a rebalance, and counts as a sign of life all the same', async t => {
  const started = startGroups()
  const { memberId } = await stable(started, { sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 60_000 })
  const joining = join(started, '', { rebalanceTimeoutMs: 60_000 })
  await turn(started)
  for (let i = 0; i < 3; i++) {
    started.clock.advance(9000)
    t.equal(await refusal(() => heartbeat(started, memberId, 1)), 'REBALANCE_IN_PROGRESS')
  }
  const rejoined = join(started, memberId)
  await turn(started)
  t.equal((await rejoined).generationId, 2)
  await joining
})

t.test('between join and sync it is fine: libraries begin early', async t => {
  const started = startGroups()
  const joining = join(started)
  await turn(started)
  const { memberId } = await joining
  t.equal(await refusal(() => heartbeat(started, memberId, 1)), undefined)
  await sync(started, memberId, 1)
})

t.test('a member whose join is being answered is not silent: the coordinator is', async t => {
  const started = startGroups()
  const { memberId } = await stable(started, { rebalanceTimeoutMs: 60_000, sessionTimeoutMs: 60_000 })
  const waiting = join(started, '', { sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 60_000 })
  await turn(started)
  started.clock.advance(30_000)
  await join(started, memberId)
  t.equal((await waiting).generationId, 2)
})
