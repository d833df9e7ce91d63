import t from 'tap'
import { OffsetFetch } from '../../../src/protocol/generated/apis/09-offset-fetch.ts'
import { commitOffset, startWithGroups } from '../groups.ts'
import { connectTo, startBroker } from '../start.ts'

const one = { groupId: 'g', topics: [{ name: 'orders', topicId: 'AAAAAAAAAAAAAAAAAAAAAA', partitionIndexes: [0, 1] }] }

t.test('offsets come back as they were committed, -1 where there is none, in every form of the request', async t => {
  const { connection, topicId } = await startWithGroups(t)
  await commitOffset(connection, 42)
  const old = await connection.send(OffsetFetch, 1, { ...one, groups: [] })
  t.match(old.topics[0]?.partitions, [
    { committedOffset: 42, metadata: 'note' },
    { committedOffset: -1, metadata: '' },
  ])
  const all = await connection.send(OffsetFetch, 7, { groupId: 'g', topics: null, groups: [] })
  t.match(all.topics, [{ name: 'orders', partitions: [{ partitionIndex: 0, committedOffset: 42 }] }])
  const several = await connection.send(OffsetFetch, 9, { groups: [one, { groupId: 'other', topics: null }] })
  t.match(several.groups, [
    { groupId: 'g', topics: [{ partitions: [{ committedOffset: 42 }, {}] }] },
    { groupId: 'other', topics: [] },
  ])
  const byId = await connection.send(OffsetFetch, 10, {
    groups: [{ groupId: 'g', topics: [{ ...one.topics[0]!, topicId }] }],
  })
  t.match(byId.groups[0]?.topics, [{ topicId, partitions: [{ committedOffset: 42 }, {}] }])
})

t.test('an acknowledged offset is there after a start, with or without the view', async t => {
  const { connection, broker, dir } = await startWithGroups(t)
  await commitOffset(connection, 42)
  await broker.close()
  const again = await startBroker(t, {}, dir)
  const { topics } = await (await connectTo(t, again.broker)).send(OffsetFetch, 1, { ...one, groups: [] })
  t.equal(topics[0]?.partitions[0]?.committedOffset, 42)
})
