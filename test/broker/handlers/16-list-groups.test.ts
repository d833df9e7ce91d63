import t from 'tap'
import { ListGroups } from '../../../src/protocol/generated/apis/16-list-groups.ts'
import { beat, commitOffset, stable, startWithGroups } from '../groups.ts'
import { startWithTopic } from '../start.ts'

t.test('groups are listed with state and type, and by them', async t => {
  const { connection } = await startWithGroups(t)
  await stable(connection)
  await commitOffset(connection, 1, { group: 'simple' })
  await beat(connection, 'me', 0)
  const list = async (statesFilter: string[] = [], typesFilter: string[] = []) =>
    (await connection.send(ListGroups, 5, { statesFilter, typesFilter })).groups.map(
      ({ groupId, groupState, groupType }) => [groupId, groupState, groupType].join(' '),
    )
  t.same((await list()).sort(), ['c Stable consumer', 'g Stable classic', 'simple Empty classic'])
  t.same(await list(['empty']), ['simple Empty classic'])
  t.same(await list([], ['consumer']), ['c Stable consumer'])
  t.same(await list([], ['odd']), [], 'nothing is of a type that there is not')
})

t.test('before there is any group the list is empty, and makes none', async t => {
  const { connection, broker } = await startWithTopic(t)
  t.same((await connection.send(ListGroups, 5, { statesFilter: [], typesFilter: [] })).groups, [])
  t.notOk(broker.metadata.topics.has('__consumer_offsets'))
})
