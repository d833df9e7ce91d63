import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { OffsetFetch } from '../../../src/protocol/generated/apis/09-offset-fetch.ts'
import { DeleteGroups } from '../../../src/protocol/generated/apis/42-delete-groups.ts'
import { commitOffset, stable, startWithGroups } from '../groups.ts'

t.test('an empty group goes with its offsets; one with members stays', async t => {
  const { connection } = await startWithGroups(t)
  await stable(connection)
  await commitOffset(connection, 5, { group: 'simple' })
  const { results } = await connection.send(DeleteGroups, 2, { groupsNames: ['g', 'simple', 'none'] })
  t.same(
    results.map(({ errorCode }) => errorName(errorCode)),
    ['NON_EMPTY_GROUP', 'NONE', 'GROUP_ID_NOT_FOUND'],
  )
  const { topics } = await connection.send(OffsetFetch, 7, { groupId: 'simple', topics: null, groups: [] })
  t.same(topics, [])
})
