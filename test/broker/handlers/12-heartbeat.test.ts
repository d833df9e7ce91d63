import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { Heartbeat } from '../../../src/protocol/generated/apis/12-heartbeat.ts'
import { join, stable, startWithGroups } from '../groups.ts'

t.test('a heartbeat is how a member hears of a rebalance, and of what is wrong with it', async t => {
  const { connection, connect } = await startWithGroups(t)
  const { memberId, generationId } = await stable(connection)
  const beat = async (member: string, generation: number) =>
    errorName(
      (await connection.send(Heartbeat, 4, { groupId: 'g', generationId: generation, memberId: member })).errorCode,
    )
  t.equal(await beat(memberId, generationId), 'NONE')
  t.equal(await beat(memberId, generationId + 1), 'ILLEGAL_GENERATION')
  t.equal(await beat('who', generationId), 'UNKNOWN_MEMBER_ID')
  void join(await connect()).catch(() => {})
  await new Promise(resolve => setTimeout(resolve, 50))
  t.equal(await beat(memberId, generationId), 'REBALANCE_IN_PROGRESS')
})
