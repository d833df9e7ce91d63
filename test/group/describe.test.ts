import t from 'tap'
import { describeClassic, describeConsumer, listGroups } from '../../src/group/describe.ts'
import { beat, GROUP, idOf, join, type Started, stable, startGroups, sync, turn } from './start.ts'

const classic = ({ groups }: Started, version = 6) => describeClassic(groups, GROUP, false, version)
const consumer = ({ groups, coordinator }: Started) => describeConsumer(groups, GROUP, coordinator.topics)

t.test('a classic group is shown with what its members said and got, once its generation stands', async t => {
  const started = startGroups()
  const joining = join(started)
  await turn(started)
  const { memberId } = await joining
  t.match(classic(started), { groupState: 'CompletingRebalance', protocolType: 'consumer', protocolData: '' })
  t.equal(classic(started).members[0]?.memberMetadata.length, 0)
  await sync(started, memberId, 1, { [memberId]: { orders: [0] } })
  t.match(classic(started), {
    groupState: 'Stable',
    protocolData: 'range',
    members: [{ memberId, clientId: 'client', clientHost: '/127.0.0.1', groupInstanceId: null }],
  })
  t.ok(classic(started).members[0]!.memberAssignment.length > 0)
})

t.test('a group that is not there is dead to old versions, and not found to new ones', async t => {
  const started = startGroups()
  t.match(classic(started, 5), { groupState: 'Dead', members: [] })
  t.match(classic(started, 6), { errorCode: 69, errorMessage: `Group ${GROUP} not found.` })
  t.match(describeClassic(started.groups, GROUP, true, 6), { groupState: 'Empty' }, 'one that only has offsets')
  t.match(consumer(started), { errorCode: 69 })
})

t.test('a group of the other kind says so', async t => {
  const started = startGroups()
  await stable(started)
  t.match(consumer(started), { errorCode: 69, errorMessage: `Group ${GROUP} is not a consumer group.` })
  await beat(started, 'c', 0)
  t.match(classic(started), { errorCode: 69, errorMessage: `Group ${GROUP} is not a classic group.` })
})

t.test('a consumer group is shown with what each has and shall have, and which protocol it speaks', async t => {
  const started = startGroups()
  const { memberId } = await stable(started)
  await beat(started, 'c', 0, { serverAssignor: 'range' })
  const { members, ...group } = consumer(started)
  t.match(group, { groupState: 'Reconciling', groupEpoch: 2, assignmentEpoch: 2, assignorName: 'range' })
  const byId = new Map(members.map(member => [member.memberId, member]))
  t.match(byId.get(memberId), {
    memberType: 0,
    memberEpoch: 1,
    subscribedTopicNames: ['orders'],
    assignment: { topicPartitions: [{ topicId: idOf('orders'), topicName: 'orders', partitions: [0, 1, 2, 3] }] },
  })
  t.match(byId.get('c'), { memberType: 1, assignment: { topicPartitions: [] } })
  t.equal(byId.get('c')!.targetAssignment.topicPartitions[0]?.partitions.length, 2)
})

t.test('every kind of group is listed', async t => {
  const started = startGroups()
  await beat(started, 'c', 0)
  await started.coordinator.offsets.commit({
    groupId: 'simple',
    memberId: '',
    instanceId: null,
    generation: -1,
    transactional: false,
    apiVersion: 9,
    retentionMs: -1,
    topics: [
      {
        name: 'orders',
        topicId: 'AAAAAAAAAAAAAAAAAAAAAA',
        knownId: undefined,
        partitionCount: 4,
        partitions: [{ partitionIndex: 0, committedOffset: 1, committedLeaderEpoch: -1, committedMetadata: '' }],
      },
    ],
  })
  t.same(
    listGroups(started.groups).map(({ groupId, groupType, groupState, protocolType }) =>
      [groupId, groupType, groupState, protocolType].join(' '),
    ),
    ['g consumer Stable consumer', 'simple classic Empty '],
  )
})
