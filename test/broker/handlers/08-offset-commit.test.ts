import t from 'tap'
import { commitOffset, stable, startWithGroups } from '../groups.ts'

t.test('a group that nobody manages takes offsets from anyone; a managed one only from its members', async t => {
  const { connection } = await startWithGroups(t)
  t.equal(await commitOffset(connection, 7), 'NONE')
  const { memberId, generationId } = await stable(connection)
  t.equal(await commitOffset(connection, 8), 'UNKNOWN_MEMBER_ID')
  t.equal(await commitOffset(connection, 8, { memberId, generation: generationId + 1 }), 'ILLEGAL_GENERATION')
  t.equal(await commitOffset(connection, 8, { memberId: 'stranger', generation: generationId }), 'UNKNOWN_MEMBER_ID')
  t.equal(await commitOffset(connection, 8, { memberId, generation: generationId }), 'NONE')
})

t.test('metadata that is too large is refused, and a group that is not there', async t => {
  const { connection } = await startWithGroups(t)
  t.equal(await commitOffset(connection, 1, { metadata: 'x'.repeat(5000) }), 'OFFSET_METADATA_TOO_LARGE')
  t.equal(await commitOffset(connection, 1, { group: 'nobody', memberId: 'm', generation: 3 }), 'GROUP_ID_NOT_FOUND')
  t.equal(
    await commitOffset(connection, 1, { group: '' }),
    'NONE',
    'a group without a name, as simple consumers had it',
  )
})
