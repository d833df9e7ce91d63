import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { JoinGroup } from '../../../src/protocol/generated/apis/11-join-group.ts'
import { join, joinRequest, stable, startWithGroups, sync } from '../groups.ts'

t.test('a member without an id is given one first, then leads the group it is alone in', async t => {
  const { connection } = await startWithGroups(t)
  const first = await connection.send(JoinGroup, 9, joinRequest())
  t.equal(errorName(first.errorCode), 'MEMBER_ID_REQUIRED')
  t.match(first.memberId, /^test-[0-9a-f]{8}-/)
  const joined = await connection.send(JoinGroup, 9, joinRequest(first.memberId))
  t.match(joined, {
    errorCode: 0,
    generationId: 1,
    leader: first.memberId,
    protocolName: 'range',
    members: [{ memberId: first.memberId }],
  })
  const old = await connection.send(JoinGroup, 3, joinRequest('', { groupId: 'old' }))
  t.match(old, { errorCode: 0, generationId: 1 }, 'an old client joins at once')
})

t.test('a second member makes the first rejoin; only the leader sees who is there', async t => {
  const { connection, connect } = await startWithGroups(t)
  const leader = await stable(connection)
  const second = await connect()
  const joining = join(second)
  await new Promise(resolve => setTimeout(resolve, 50))
  const rejoined = await connection.send(JoinGroup, 9, joinRequest(leader.memberId))
  const joined = await joining
  t.equal(rejoined.generationId, 2)
  t.equal(joined.generationId, 2)
  t.equal(rejoined.members.length, 2)
  t.same(joined.members, [])
  t.equal(joined.leader, leader.memberId)
})

t.test('a static member that comes back under a new id fences the old one, without a rebalance', async t => {
  const { connection, connect } = await startWithGroups(t)
  const before = await join(connection, { groupInstanceId: 'i' })
  await sync(connection, before.memberId, before.generationId, { [before.memberId]: 'all' })
  const after = await join(await connect(), { groupInstanceId: 'i' })
  t.match(after, { errorCode: 0, generationId: before.generationId, skipAssignment: true })
  t.not(after.memberId, before.memberId)
  t.equal(
    errorName((await connection.send(JoinGroup, 9, joinRequest(before.memberId, { groupInstanceId: 'i' }))).errorCode),
    'FENCED_INSTANCE_ID',
  )
})

t.test('what does not fit is refused: protocol, timeout, size, id', async t => {
  const { connection, connect } = await startWithGroups(t, { 'group.max.size': '1' })
  await stable(connection)
  const other = await connect()
  const refused = async (more: Parameters<typeof joinRequest>[1], memberId = '') =>
    errorName((await other.send(JoinGroup, 9, joinRequest(memberId, more))).errorCode)
  t.equal(await refused({}), 'GROUP_MAX_SIZE_REACHED')
  t.equal(await refused({ sessionTimeoutMs: 1 }), 'INVALID_SESSION_TIMEOUT')
  t.equal(await refused({ groupId: '' }), 'INVALID_GROUP_ID')
  t.equal(await refused({ groupId: 'new', protocols: [] }), 'INCONSISTENT_GROUP_PROTOCOL')
  t.equal(await refused({ groupId: 'none' }, 'who'), 'UNKNOWN_MEMBER_ID')
})
