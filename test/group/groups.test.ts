/** What is in memory follows the log: answers wait for it, and what it could not take is undone. */
import t from 'tap'
import { KafkaError } from '../../src/protocol/errors.ts'
import { diskError } from '../kit/faulty-files.ts'
import { beat, GROUP, given, heartbeat, join, refusal, stable, startGroups, sync, turn } from './start.ts'

const full = new KafkaError('KAFKA_STORAGE_ERROR', 'the disk is full')

t.test('an answer without records waits for those before it: they are what it tells of', async t => {
  const started = startGroups()
  started.log.held = true
  const lost = beat(started, 'a', 0)
  let answered = false
  const again = beat(started, 'a', 0).finally(() => {
    answered = true
  })
  await turn(started)
  t.notOk(answered, 'epoch 1 is not in the file')
  started.log.held = false
  started.log.write()
  t.equal((await lost).memberEpoch, 1)
  t.equal((await again).memberEpoch, 1)
})

t.test('offsets that are read are in the file', async t => {
  const started = startGroups()
  const { offsets } = started.coordinator
  const asked = [{ name: 'orders', topicId: '', partitionIndexes: [0] }]
  const nobody = { memberId: null, memberEpoch: -1 }
  started.log.held = true
  const committing = commit(started, 7)
  let answered = false
  const reading = offsets.fetch(GROUP, nobody, asked, false).finally(() => {
    answered = true
  })
  await turn(started)
  t.notOk(answered)
  started.log.held = false
  started.log.write()
  await committing
  t.equal((await reading)[0]!.partitions[0]!.committedOffset, 7)
})

t.test('what the log could not write is not in the view', async t => {
  const started = startGroups()
  await commit(started, 7)
  started.log.held = true
  const refused = refusal(() => commit(started, 8))
  const alone = refusal(() => beat(started, 'a', 0))
  started.log.fail(full)
  t.equal(await refused, 'KAFKA_STORAGE_ERROR')
  t.equal(await alone, 'KAFKA_STORAGE_ERROR')
  t.equal(started.groups.find(GROUP), undefined)
  const [topic] = await started.coordinator.offsets.fetchAll(GROUP, { memberId: null, memberEpoch: -1 }, false)
  t.equal(topic?.partitions[0]?.committedOffset, 7)
})

t.test('a disk that takes nothing and gives nothing back fails who asks, and nobody else', async t => {
  const started = startGroups()
  await commit(started, 7)
  started.log.held = true
  const refused = refusal(() => commit(started, 8))
  const { batchesFrom } = started.log
  started.log.batchesFrom = () => {
    throw diskError('EIO', 'read', '/data/__consumer_offsets-0/00000000000000000000.log')
  }
  started.log.fail(full)
  t.equal(await refused, 'KAFKA_STORAGE_ERROR')
  const nobody = { memberId: null, memberEpoch: -1 }
  await t.rejects(async () => started.coordinator.offsets.fetchAll(GROUP, nobody, false), {
    name: 'NOT_COORDINATOR',
    cause: { code: 'EIO' },
  })
  started.log.batchesFrom = batchesFrom
  const [topic] = await started.coordinator.offsets.fetchAll(GROUP, nobody, false)
  t.equal(topic?.partitions[0]?.committedOffset, 7)
})

t.test('a classic group that could not be written is none', async t => {
  const started = startGroups({ rebalanceDelayMs: 3000 })
  await beat(started, 'a', 0)
  await beat(started, 'a', -1)
  started.log.held = true
  const joining = refusal(() => join(started, '', { groupInstanceId: 'i' }))
  await turn(started)
  started.log.fail(full)
  started.log.held = false
  t.equal(await joining, 'COORDINATOR_NOT_AVAILABLE')
  t.equal(started.groups.find(GROUP)?.kind, 'consumer', 'the empty group that there was')
  t.same(given(await beat(started, 'b', 0)), [0, 1, 2, 3])
})

t.test('a downgrade that could not be written has not been', async t => {
  const started = startGroups()
  const { memberId } = await stable(started)
  await beat(started, 'c', 0)
  await join(started, memberId)
  await sync(started, memberId, 2)
  started.log.held = true
  const leaving = refusal(() => beat(started, 'c', -1))
  t.equal(started.groups.find(GROUP)?.kind, 'classic')
  started.log.fail(full)
  started.log.held = false
  t.equal(await leaving, 'KAFKA_STORAGE_ERROR')
  t.equal(started.groups.find(GROUP)?.kind, 'consumer')
  t.equal(await refusal(() => heartbeat(started, memberId, 2)), undefined)
  t.equal(given(await beat(started, 'c', 2))?.length, 2)
})

t.test('a group over group.max.size when it is read rebalances, so that some go', async t => {
  const before = startGroups()
  const { memberId: a } = await stable(before)
  const joining = join(before)
  await turn(before)
  await join(before, a)
  const { memberId: b } = await joining
  const waiting = sync(before, b, 2)
  await sync(before, a, 2, { [a]: { orders: [0, 1] }, [b]: { orders: [2, 3] } })
  await waiting

  const after = startGroups({ log: before.log, clock: before.clock, maxSize: 1 })
  t.equal(await refusal(() => heartbeat(after, a, 2)), 'REBALANCE_IN_PROGRESS')
  const first = join(after, a)
  t.equal(await refusal(() => join(after, b)), 'GROUP_MAX_SIZE_REACHED')
  after.clock.advance(30_000)
  t.equal((await first).generationId, 3, 'once the rebalance is over')
})

function commit({ coordinator }: ReturnType<typeof startGroups>, offset: number) {
  return coordinator.offsets.commit({
    groupId: GROUP,
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
        partitions: [{ partitionIndex: 0, committedOffset: offset, committedLeaderEpoch: 0, committedMetadata: '' }],
      },
    ],
  })
}
