import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { Heartbeat } from '../../../src/protocol/generated/apis/12-heartbeat.ts'
import { LeaveGroup } from '../../../src/protocol/generated/apis/13-leave-group.ts'
import { stable, startWithGroups } from '../groups.ts'

t.test('who left is gone; who never was is said so, one by one', async t => {
  const { connection } = await startWithGroups(t)
  const { memberId, generationId } = await stable(connection)
  const left = await connection.send(LeaveGroup, 5, {
    groupId: 'g',
    memberId: '',
    members: [{ memberId }, { memberId: 'who' }],
  })
  t.same(
    left.members.map(({ errorCode }) => errorName(errorCode)),
    ['NONE', 'UNKNOWN_MEMBER_ID'],
  )
  t.equal(
    errorName((await connection.send(Heartbeat, 4, { groupId: 'g', generationId, memberId })).errorCode),
    'UNKNOWN_MEMBER_ID',
  )
  const old = await connection.send(LeaveGroup, 0, { groupId: 'g', memberId, members: [] })
  t.equal(errorName(old.errorCode), 'UNKNOWN_MEMBER_ID')
})
