/** What a KIP-848 member tells its coordinator, and what it does about each answer: on a broker that says what a test tells it to. */
import t from 'tap'
import { Consumer, SubscriptionPattern } from '../../../../src/client/consumer/consumer.ts'
import { type ErrorName, errorCodes } from '../../../../src/protocol/errors.ts'
import { OffsetCommit } from '../../../../src/protocol/generated/apis/08-offset-commit.ts'
import { OffsetFetch } from '../../../../src/protocol/generated/apis/09-offset-fetch.ts'
import { ConsumerGroupHeartbeat } from '../../../../src/protocol/generated/apis/68-consumer-group-heartbeat.ts'
import { until } from '../../../kit/until.ts'
import { FakeBroker, HANG_UP, topicId } from '../../fake-broker.ts'
import { namesOf } from '../names.ts'
import { Shelf } from '../shelf.ts'

type Fault = ErrorName | typeof HANG_UP
const code = (name: ErrorName) => errorCodes[name].code

/** A coordinator that assigns what `target` says, raising the epoch when that changes. */
async function setUp(t: { teardown(fn: () => unknown): unknown }, configs: Record<string, string> = {}) {
  const broker = await FakeBroker.start({ orders: 4 })
  new Shelf(broker)
  const world = { faults: [] as Fault[], commitFaults: [] as Fault[], target: [0, 1], epoch: 0, told: '' }
  broker.on(ConsumerGroupHeartbeat, ({ memberId, memberEpoch, topicPartitions }) => {
    const error = world.faults.shift()
    if (error === HANG_UP) return HANG_UP
    if (error) return { errorCode: code(error), errorMessage: 'so it is', memberEpoch: 0, heartbeatIntervalMs: 0 }
    const target = JSON.stringify(world.target)
    const isNews = world.told !== target || memberEpoch === 0 || topicPartitions !== null
    if (world.told !== target || memberEpoch === 0) world.epoch++
    world.told = target
    return {
      memberId,
      memberEpoch: memberEpoch < 0 ? memberEpoch : world.epoch,
      heartbeatIntervalMs: 20,
      assignment: isNews ? { topicPartitions: [{ topicId: topicId('orders'), partitions: world.target }] } : null,
    }
  })
  broker.on(OffsetFetch, ({ groups }) => ({
    groups: groups.map(({ groupId, topics }) => ({
      groupId,
      topics: (topics ?? []).map(({ topicId, partitionIndexes }) => ({
        topicId,
        partitions: partitionIndexes.map(partitionIndex => ({ partitionIndex, committedOffset: -1, metadata: '' })),
      })),
    })),
  }))
  broker.on(OffsetCommit, ({ topics }) => {
    const error = world.commitFaults.shift()
    if (error === HANG_UP) return HANG_UP
    return {
      topics: topics.map(({ topicId, partitions }) => ({
        topicId,
        partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: error ? code(error) : 0 })),
      })),
    }
  })
  const diary: string[] = []
  const consumer = new Consumer({
    'bootstrap.servers': broker.bootstrap,
    'group.id': 'g',
    'group.protocol': 'consumer',
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': 'false',
    'retry.backoff.ms': '2',
    'retry.backoff.max.ms': '10',
    'reconnect.backoff.ms': '1',
    'reconnect.backoff.max.ms': '5',
    ...configs,
  })
  t.teardown(async () => {
    await consumer.close(500).catch(() => {})
    await broker.close()
  })
  const note = (what: string) => (partitions: readonly { partition: number }[]) => {
    diary.push(`${what}${partitions.map(({ partition }) => partition).join()}`)
  }
  const listener = {
    onPartitionsAssigned: note('+'),
    onPartitionsRevoked: note('-'),
    onPartitionsLost: note('lost '),
  }
  await consumer.subscribe(['orders'], listener)
  const settle = (partitions: readonly number[]) =>
    until(`it has ${partitions}`, async () => {
      await consumer.poll(10)
      return namesOf(consumer.assignment).join() === partitions.map(each => `orders-${each}`).join()
    })
  const beats = () => broker.of('ConsumerGroupHeartbeat').map(({ body }) => body)
  return { broker, world, consumer, diary, settle, beats, listener }
}

t.test('the first heartbeat says all, later ones what is new, the last one goodbye', async t => {
  const { consumer, world, settle, beats, diary } = await setUp(t, {
    'group.remote.assignor': 'range',
    'client.rack': 'r1',
    'max.poll.interval.ms': '60000',
  })
  await settle([0, 1])
  // One may go out before the poll that takes over what was assigned.
  const taken = () => beats().findIndex(({ topicPartitions }, i) => i > 0 && topicPartitions !== null)
  await until('it pulses', () => taken() > 0 && beats().length > taken() + 2)
  const id = topicId('orders')
  const [joins, ...rest] = beats()
  const acknowledges = rest[taken() - 1]
  const pulses = rest.filter(beat => beat !== acknowledges)
  const { memberId } = joins
  t.match(memberId, /^[\w-]{22}$/)
  t.match(joins, {
    groupId: 'g',
    memberEpoch: 0,
    instanceId: null,
    rackId: 'r1',
    rebalanceTimeoutMs: 60_000,
    subscribedTopicNames: ['orders'],
    subscribedTopicRegex: null,
    serverAssignor: 'range',
    topicPartitions: [],
  })
  const nothing = {
    rackId: null,
    rebalanceTimeoutMs: -1,
    subscribedTopicNames: null,
    subscribedTopicRegex: null,
    serverAssignor: null,
  }
  t.match(acknowledges, {
    ...nothing,
    memberId,
    memberEpoch: 1,
    topicPartitions: [{ topicId: id, partitions: [0, 1] }],
  })
  for (const pulse of pulses) t.match(pulse, { ...nothing, memberId, memberEpoch: 1, topicPartitions: null })
  world.target = [1, 2]
  await settle([1, 2])
  t.same(diary, ['+0,1', '-0', '+2'])
  await until('it says so', () => beats().at(-1).topicPartitions !== null || beats().at(-2).topicPartitions !== null)
  t.match(
    beats()
      .filter(({ topicPartitions }) => topicPartitions !== null)
      .at(-1),
    { memberEpoch: 2, topicPartitions: [{ topicId: id, partitions: [1, 2] }] },
  )
  await consumer.close()
  t.match(beats().at(-1), { memberId, memberEpoch: -1 })
  t.same(diary, ['+0,1', '-0', '+2', '-1,2'])
})

t.test('a static member says that it may come back', async t => {
  const { consumer, settle, beats } = await setUp(t, { 'group.instance.id': 'a' })
  await settle([0, 1])
  await consumer.close()
  t.match(beats().at(-1), { instanceId: 'a', memberEpoch: -2 })
})

t.test('another wish is told at once', async t => {
  const { consumer, settle, beats, listener } = await setUp(t)
  await settle([0, 1])
  await consumer.subscribe(['orders', 'fruit'], listener)
  await until('it is told', () => beats().some(({ subscribedTopicNames }) => subscribedTopicNames?.includes('fruit')))
  await consumer.subscribe(new SubscriptionPattern('o.*'), listener)
  await until('it is told', () => beats().some(({ subscribedTopicRegex }) => subscribedTopicRegex === 'o.*'))
  t.match(
    beats().find(({ subscribedTopicRegex }) => subscribedTopicRegex === 'o.*'),
    { subscribedTopicNames: [] },
  )
  await consumer.subscribe(['orders'], listener)
  await until('it is taken back', () => beats().some(({ subscribedTopicRegex }) => subscribedTopicRegex === ''))
})

for (const [faults, diary] of [
  [['COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR', 'COORDINATOR_NOT_AVAILABLE', HANG_UP], ['+0,1']],
  [['FENCED_MEMBER_EPOCH'], ['+0,1', 'lost 0,1', '+0,1']],
  [['UNKNOWN_MEMBER_ID'], ['+0,1', 'lost 0,1', '+0,1']],
] as const)
  t.test(`a heartbeat answered with ${faults.map(String).join(', ')}`, async t => {
    const { consumer, world, settle, beats, diary: found } = await setUp(t)
    await settle([0, 1])
    const { memberId } = consumer.groupMetadata()
    world.faults = [...faults]
    await until('it was answered', () => world.faults.length === 0)
    const count = beats().length
    await until('it goes on', async () => {
      await consumer.poll(10)
      return beats().length > count + 2
    })
    await settle([0, 1])
    t.same(found, diary)
    t.equal(consumer.groupMetadata().memberId, memberId, 'its id is its own')
    t.match(
      beats()
        .slice(count)
        .find(({ rebalanceTimeoutMs }) => rebalanceTimeoutMs > 0),
      { subscribedTopicNames: ['orders'] },
      'what the coordinator knows is not known: it is told all',
    )
  })

t.test('what is refused for good comes out of the poll, after what was owned is given up', async t => {
  for (const [error, wanted] of [
    ['GROUP_MAX_SIZE_REACHED', { name: 'GROUP_MAX_SIZE_REACHED', message: /group "g": so it is/ }],
    ['FENCED_INSTANCE_ID', { name: 'FENCED_INSTANCE_ID', message: /taken over/ }],
    ['UNSUPPORTED_VERSION', { name: 'UNSUPPORTED_VERSION', message: /group\.protocol=classic/ }],
  ] as const) {
    const { consumer, world, settle, diary } = await setUp(t)
    await settle([0, 1])
    world.faults = [error]
    await t.rejects(
      (async () => {
        for (;;) await consumer.poll(20)
      })(),
      wanted,
    )
    t.same(diary, ['+0,1', 'lost 0,1'])
    await settle([0, 1])
    await consumer.close()
  }
})

t.test('a broker without the API says what to set', async t => {
  const { broker, consumer } = await setUp(t)
  broker.claims.set('ConsumerGroupHeartbeat', null)
  await t.rejects(
    (async () => {
      for (;;) await consumer.poll(20)
    })(),
    { name: 'UNSUPPORTED_VERSION', message: /group\.protocol=classic/ },
  )
})

t.test('topics that are known by id only are looked up, the others are not kept waiting', async t => {
  const { broker, world, consumer } = await setUp(t)
  await consumer.subscribe(new SubscriptionPattern('.*'))
  broker.topics.set('late', { partitions: 1 })
  broker.on(ConsumerGroupHeartbeat, ({ memberId }) => ({
    memberId,
    memberEpoch: 1,
    heartbeatIntervalMs: 20,
    assignment: {
      topicPartitions: ['orders', 'late'].map(name => ({
        topicId: topicId(name),
        partitions: world.target.slice(0, 1),
      })),
    },
  }))
  await until('it has both', async () => {
    await consumer.poll(10)
    return namesOf(consumer.assignment).join() === 'late-0,orders-0'
  })
  t.ok(broker.of('Metadata').some(({ body }) => body.topics?.some(({ name }: { name: unknown }) => name === null)))
})

t.test('a commit with an epoch that is old by now is sent again with the new one', async t => {
  const { broker, world, consumer, settle } = await setUp(t)
  await settle([0, 1])
  world.commitFaults = ['STALE_MEMBER_EPOCH']
  world.target = [0]
  await consumer.commitSync([{ topic: 'orders', partition: 0, offset: 1 }])
  t.same(
    broker.of('OffsetCommit').map(({ body }) => body.generationIdOrMemberEpoch),
    [1, 2],
  )
  world.commitFaults = ['STALE_MEMBER_EPOCH']
  await t.rejects(consumer.commitSync([{ topic: 'orders', partition: 0, offset: 1 }]), {
    name: 'STALE_MEMBER_EPOCH',
    message: /no member of group "g" any more/,
  })
})
