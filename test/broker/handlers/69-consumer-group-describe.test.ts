import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { ConsumerGroupDescribe } from '../../../src/protocol/generated/apis/69-consumer-group-describe.ts'
import { beat, startWithGroups } from '../groups.ts'
import { connectTo, startBroker } from '../start.ts'

t.test('a consumer group shows what each member has and shall have, after a start too', async t => {
  const { connection, broker, dir } = await startWithGroups(t)
  await beat(connection, 'a', 0)
  const ask = { groupIds: ['c', 'none'], includeAuthorizedOperations: false }
  const expected = {
    groupState: 'Stable',
    groupEpoch: 1,
    assignmentEpoch: 1,
    assignorName: 'uniform',
    members: [
      {
        memberId: 'a',
        memberEpoch: 1,
        subscribedTopicNames: ['orders'],
        assignment: { topicPartitions: [{ topicName: 'orders', partitions: [0, 1, 2, 3] }] },
      },
    ],
  }
  const { groups } = await connection.send(ConsumerGroupDescribe, 1, ask)
  t.match(groups[0], expected)
  t.equal(errorName(groups[1]!.errorCode), 'GROUP_ID_NOT_FOUND')
  await broker.close()
  const again = await startBroker(t, {}, dir)
  t.match((await (await connectTo(t, again.broker)).send(ConsumerGroupDescribe, 1, ask)).groups[0], expected)
})
