import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { beat, startWithGroups } from '../groups.ts'
import { createTopic } from '../start.ts'

const owned = (answer: { assignment: { topicPartitions: readonly { partitions: readonly number[] }[] } | null }) =>
  answer.assignment?.topicPartitions.flatMap(({ partitions }) => partitions).sort()

t.test('members share the partitions: one gives up before the other gets', async t => {
  const { connection, topicId } = await startWithGroups(t)
  const alone = await beat(connection, 'a', 0)
  t.match(alone, { errorCode: 0, memberEpoch: 1, heartbeatIntervalMs: 5000 })
  t.same(owned(alone), [0, 1, 2, 3])
  const second = await beat(connection, 'b', 0)
  t.same(owned(second), [], 'nothing is free yet')
  t.equal(second.memberEpoch, 2)
  const asked = await beat(connection, 'a', 1)
  t.equal(asked.memberEpoch, 1)
  const kept = owned(asked)!
  t.equal(kept.length, 2)
  t.same(owned(await beat(connection, 'b', 2)), undefined, 'still not free')
  const gave = await beat(connection, 'a', 1, { topicPartitions: [{ topicId, partitions: kept }] })
  t.equal(gave.memberEpoch, 2)
  const got = await beat(connection, 'b', 2)
  t.same([...kept, ...owned(got)!].sort(), [0, 1, 2, 3])
})

t.test('whoever leaves leaves its partitions to the others', async t => {
  const { connection } = await startWithGroups(t)
  await beat(connection, 'a', 0)
  await beat(connection, 'b', 0)
  t.equal((await beat(connection, 'a', -1)).memberEpoch, -1)
  t.same(owned(await beat(connection, 'b', 2)), [0, 1, 2, 3])
})

t.test('a static member that is away keeps its partitions, and its successor gets them', async t => {
  const { connection } = await startWithGroups(t)
  const first = await beat(connection, 'a', 0, { instanceId: 'i' })
  t.equal(errorName((await beat(connection, 'b', 0, { instanceId: 'i' })).errorCode), 'UNRELEASED_INSTANCE_ID')
  t.equal((await beat(connection, 'a', -2, { instanceId: 'i' })).memberEpoch, -2)
  const next = await beat(connection, 'b', 0, { instanceId: 'i' })
  t.same(owned(next), owned(first))
  t.equal(errorName((await beat(connection, 'a', 1, { instanceId: 'i' })).errorCode), 'FENCED_INSTANCE_ID')
})

t.test('an expression finds topics, those made later too', async t => {
  const { connection } = await startWithGroups(t)
  const regex = {
    subscribedTopicNames: null,
    subscribedTopicRegex: 'ord.*',
    rebalanceTimeoutMs: 5000,
    topicPartitions: [],
  }
  t.same(owned(await beat(connection, 'a', 0, regex)), [0, 1, 2, 3])
  await createTopic(connection, 'ordinary', 2)
  t.same(owned(await beat(connection, 'a', 1)), [0, 0, 1, 1, 2, 3])
  t.equal(
    errorName((await beat(connection, 'b', 0, { ...regex, subscribedTopicRegex: '(' })).errorCode),
    'INVALID_REGULAR_EXPRESSION',
  )
})

t.test('what is wrong with a heartbeat has its own error', async t => {
  const { connection } = await startWithGroups(t)
  const refused = async (...args: [string, number, Parameters<typeof beat>[3]?]) =>
    errorName((await beat(connection, ...args)).errorCode)
  t.equal(await refused('a', 5), 'GROUP_ID_NOT_FOUND')
  await beat(connection, 'a', 0)
  t.equal(await refused('b', 1), 'UNKNOWN_MEMBER_ID')
  t.equal(await refused('a', 9), 'FENCED_MEMBER_EPOCH')
  t.equal(await refused('', 0), 'INVALID_REQUEST')
  t.equal(await refused('a', -5), 'INVALID_REQUEST')
  t.equal(await refused('a', 1, { serverAssignor: 'best' }), 'UNSUPPORTED_ASSIGNOR')
})
