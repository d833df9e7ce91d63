/** Who may commit what: a table for each kind of group. */
import t from 'tap'
import { ClassicGroup, type ClassicState, NO_ASSIGNMENT } from '../../../src/group/classic/group.ts'
import { ConsumerGroup, type ConsumerMember } from '../../../src/group/consumer/group.ts'
import { newcomer } from '../../../src/group/consumer/seat.ts'
import { commit, demandClassicCommitter, demandConsumerCommitter } from '../../../src/group/decide/08-offset-commit.ts'
import { KafkaError } from '../../../src/protocol/errors.ts'
import { idOf } from '../start.ts'

const caught = (work: () => void) => {
  try {
    work()
    return 'NONE'
  } catch (error) {
    if (error instanceof KafkaError) return error.name
    throw error
  }
}
const nobody = { memberId: '', instanceId: null, generation: -1 }

t.test('a classic group: its members at its generation; nobody in particular while it is empty', async t => {
  const group = (state: ClassicState) => {
    const made = new ClassicGroup('g', 0)
    made.add(
      {
        memberId: 'm',
        instanceId: 'i',
        clientId: '',
        clientHost: '',
        rebalanceTimeoutMs: 1,
        sessionTimeoutMs: 1,
        protocols: [],
        assignment: NO_ASSIGNMENT,
        isNew: false,
        awaitingJoin: undefined,
        awaitingSync: undefined,
      },
      'consumer',
    )
    made.generationId = 3
    made.state = state
    return made
  }
  const member = { memberId: 'm', instanceId: null, generation: 3 }
  for (const [why, state, committer, plain, transactional] of [
    ['a member', 'Stable', member, 'NONE', 'NONE'],
    ['by its name, too', 'Stable', { ...member, instanceId: 'i' }, 'NONE', 'NONE'],
    ['while others rejoin', 'PreparingRebalance', member, 'NONE', 'NONE'],
    ['not before it knows what it is to read', 'CompletingRebalance', member, 'REBALANCE_IN_PROGRESS', 'NONE'],
    ['another generation', 'Stable', { ...member, generation: 2 }, 'ILLEGAL_GENERATION', 'ILLEGAL_GENERATION'],
    ['another member', 'Stable', { ...member, memberId: 'x' }, 'UNKNOWN_MEMBER_ID', 'UNKNOWN_MEMBER_ID'],
    [
      'its name is another’s',
      'Stable',
      { ...member, memberId: 'x', instanceId: 'i' },
      'FENCED_INSTANCE_ID',
      'FENCED_INSTANCE_ID',
    ],
    ['nobody', 'Stable', nobody, 'UNKNOWN_MEMBER_ID', 'NONE'],
    ['nobody, and it is empty', 'Empty', nobody, 'NONE', 'NONE'],
    ['it is being deleted', 'Dead', nobody, 'COORDINATOR_NOT_AVAILABLE', 'COORDINATOR_NOT_AVAILABLE'],
  ] as const) {
    const answer = (transactional: boolean) =>
      caught(() => demandClassicCommitter(group(state), { ...committer, transactional }))
    t.same([answer(false), answer(true)], [plain, transactional], why)
  }
})

t.test('a consumer group: its members at their epoch, or for what they have had since an older one', async t => {
  const orders = idOf('orders')
  const group = new ConsumerGroup('g')
  const member: ConsumerMember = {
    ...newcomer('m'),
    epoch: 5,
    // 0 since epoch 2, 1 since 4; 2 is being given up.
    assigned: new Map([
      [
        orders,
        new Map([
          [0, 2],
          [1, 4],
        ]),
      ],
    ]),
    pendingRevocation: new Map([[orders, new Map([[2, 3]])]]),
  }
  group.members.set('m', member)
  group.members.set('c', { ...member, memberId: 'c', classic: { sessionTimeoutMs: 1, supportedProtocols: [] } })
  const answer = (
    memberId: string,
    generation: number,
    partition: number,
    { transactional = false, version = 9 } = {},
  ) =>
    caught(() =>
      demandConsumerCommitter(
        group,
        { memberId, instanceId: null, generation, transactional },
        version,
      )(orders, partition),
    )
  t.equal(answer('m', 5, 9), 'NONE', 'at its epoch nobody asks what it has')
  t.equal(answer('m', 6, 0), 'STALE_MEMBER_EPOCH', 'an epoch that is not yet')
  t.equal(answer('m', 4, 0), 'NONE')
  t.equal(answer('m', 4, 1), 'NONE')
  t.equal(answer('m', 3, 1), 'STALE_MEMBER_EPOCH', 'it had that only later')
  t.equal(answer('m', 3, 2), 'NONE', 'what it is giving up it has read')
  t.equal(answer('m', 4, 9), 'STALE_MEMBER_EPOCH', 'it does not have that')
  t.equal(answer('c', 4, 9), 'ILLEGAL_GENERATION', 'a classic member hears its own word')
  t.equal(answer('m', 4, 9, { transactional: true }), 'ILLEGAL_GENERATION', 'and so does a transaction')
  t.equal(answer('m', 5, 0, { version: 8 }), 'UNSUPPORTED_VERSION')
  t.equal(answer('c', 5, 0, { version: 8 }), 'NONE')
  t.equal(answer('x', 5, 0), 'UNKNOWN_MEMBER_ID')
  t.equal(answer('', -1, 0), 'UNKNOWN_MEMBER_ID')
  t.equal(answer('', -1, 0, { transactional: true }), 'NONE', 'a producer from before KIP-447')
  t.equal(
    caught(() => demandConsumerCommitter(new ConsumerGroup('g'), { ...nobody, transactional: false }, 2)),
    'NONE',
  )
})

t.test('one partition’s refusal does not fail its neighbours', async t => {
  const partition = (partitionIndex: number, committedMetadata: string | null = '') => ({
    partitionIndex,
    committedOffset: 7,
    committedLeaderEpoch: -1,
    committedMetadata,
  })
  const topicId = 'AAAAAAAAAAAAAAAAAAAAAA'
  const orders = { name: 'orders', topicId, knownId: idOf('orders'), partitionCount: 2 }
  const { records, rows } = commit(
    'g',
    [
      {
        ...orders,
        partitions: [partition(0), partition(2), partition(-1), partition(1, 'x'.repeat(11)), partition(1, null)],
      },
      { ...orders, name: undefined, knownId: undefined, partitions: [partition(0)] },
    ],
    { now: 1000, maxMetadataBytes: 10, expireTimestampMs: null },
  )
  t.equal(records.length, 2)
  t.same(
    rows.map(({ partitions }) => partitions.map(({ errorCode }) => errorCode)),
    [[0, 3, 3, 12, 0], [100]],
  )
})
