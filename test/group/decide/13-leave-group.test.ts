import t from 'tap'
import { GROUP, heartbeat, join, refusal, type Started, stable, startGroups, turn } from '../start.ts'

const leave = async (
  { coordinator }: Started,
  ...members: readonly (readonly [memberId: string, instanceId?: string])[]
) => {
  const { members: rows = [] } = await coordinator.leaveGroup({
    groupId: GROUP,
    members: members.map(([memberId, groupInstanceId = null]) => ({ memberId, groupInstanceId, reason: null })),
  })
  return rows.map(({ errorCode = 0 }) => errorCode)
}

t.test('several go at once, each with its own answer, and the others rebalance once', async t => {
  const started = startGroups()
  const { memberId: a } = await stable(started)
  const more = [join(started), join(started, '', { groupInstanceId: 'i' })]
  await turn(started)
  await join(started, a)
  const [b] = await Promise.all(more)
  t.same(await leave(started, [b!.memberId], ['', 'i'], ['x'], ['', 'j'], ['x', 'i']), [0, 0, 25, 25, 25])
  t.equal(await refusal(() => heartbeat(started, a, 2)), 'REBALANCE_IN_PROGRESS')
  const again = join(started, a)
  await turn(started)
  t.equal((await again).generationId, 3)
})

t.test('the last one goes: an empty group, at once, which another may begin anew', async t => {
  const started = startGroups()
  const { memberId } = await stable(started)
  t.same(await leave(started, [memberId]), [0])
  t.match(started.groups.find(GROUP), { group: { state: 'Empty', generationId: 2, protocolName: null } })
  const other = await stable(started, { protocolType: 'connect' }).catch(error => error)
  t.equal(other.generationId, 3)
})

t.test('who leaves while it waits for the others is answered', async t => {
  const started = startGroups()
  await stable(started, { sessionTimeoutMs: 60_000 })
  const joining = join(started)
  await turn(started)
  const found = started.groups.find(GROUP)
  const [, waiting] = found?.kind === 'classic' ? [...found.group.members.keys()] : []
  t.same(await leave(started, [waiting!]), [0])
  t.equal(await refusal(() => joining), 'UNKNOWN_MEMBER_ID')
})

t.test('an id that was given out, and never used, can be given back', async t => {
  const started = startGroups()
  await stable(started)
  const { coordinator } = started
  const request = { groupId: GROUP, groupInstanceId: null, protocolType: 'consumer', reason: null }
  const { memberId } = await coordinator.joinGroup(
    {
      ...request,
      memberId: '',
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: 10_000,
      protocols: [{ name: 'range', metadata: Buffer.alloc(0) }],
    },
    { clientId: 'c', clientHost: '/h', apiVersion: 9 },
  )
  t.same(await leave(started, [memberId]), [0])
  t.same(await leave(started, [memberId]), [25])
})
