import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { OffsetDelete } from '../../../src/protocol/generated/apis/47-offset-delete.ts'
import { commitOffset, stable, startWithGroups } from '../groups.ts'

const topics = [{ name: 'orders', partitions: [{ partitionIndex: 0 }] }]

t.test('offsets of a topic go, unless the group reads it now', async t => {
  const { connection } = await startWithGroups(t)
  const remove = (groupId: string) => connection.send(OffsetDelete, 0, { groupId, topics })
  await commitOffset(connection, 5, { group: 'simple' })
  t.equal(errorName((await remove('simple')).topics[0]!.partitions[0]!.errorCode), 'NONE')
  t.equal(errorName((await remove('none')).errorCode), 'GROUP_ID_NOT_FOUND')
  await stable(connection)
  t.equal(errorName((await remove('g')).topics[0]!.partitions[0]!.errorCode), 'GROUP_SUBSCRIBED_TO_TOPIC')
})
