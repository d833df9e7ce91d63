import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { JoinGroup } from '../../../src/protocol/generated/apis/11-join-group.ts'
import { join, joinRequest, stable, startWithGroups, sync } from '../groups.ts'

t.test('everybody gets what the leader brought, those who asked before it too', async t => {
  const { connection, connect } = await startWithGroups(t)
  const leader = await stable(connection)
  const second = await connect()
  const joining = join(second)
  await new Promise(resolve => setTimeout(resolve, 50))
  await connection.send(JoinGroup, 9, joinRequest(leader.memberId))
  const { memberId, generationId } = await joining
  const waiting = sync(second, memberId, generationId)
  const mine = await sync(connection, leader.memberId, generationId, { [leader.memberId]: 'one', [memberId]: 'two' })
  t.equal(mine.assignment.toString(), 'one')
  t.equal((await waiting).assignment.toString(), 'two')
  t.equal((await sync(second, memberId, generationId)).assignment.toString(), 'two', 'and again, when asked again')
  t.equal(errorName((await sync(second, memberId, generationId - 1)).errorCode), 'ILLEGAL_GENERATION')
  t.equal(errorName((await sync(second, 'who', generationId)).errorCode), 'UNKNOWN_MEMBER_ID')
})
