import t from 'tap'
import { Consumer, type ConsumerRecord } from '../../../src/client/consumer/consumer.ts'
import { serdes } from '../../../src/client/serde.ts'
import { encodeEndTxnMarker } from '../../../src/protocol/control.ts'
import { errorCodes } from '../../../src/protocol/errors.ts'
import { Fetch } from '../../../src/protocol/generated/apis/01-fetch.ts'
import { ListOffsets } from '../../../src/protocol/generated/apis/02-list-offsets.ts'
import { until } from '../../kit/until.ts'
import { FakeBroker, type FakeTopic, HANG_UP, topicId } from '../fake-broker.ts'
import { Shelf } from './shelf.ts'

async function setUp(
  t: { teardown(fn: () => unknown): unknown },
  topics: Record<string, FakeTopic | number>,
  configs: Record<string, string> = {},
) {
  const broker = await FakeBroker.start(topics)
  const shelf = new Shelf(broker)
  const consumer = new Consumer({
    'bootstrap.servers': broker.bootstrap,
    'auto.offset.reset': 'earliest',
    'retry.backoff.ms': '2',
    'retry.backoff.max.ms': '10',
    'reconnect.backoff.ms': '1',
    'reconnect.backoff.max.ms': '5',
    'fetch.max.wait.ms': '20',
    'default.api.timeout.ms': '2000',
    ...configs,
  })
  t.teardown(async () => {
    await consumer.close()
    await broker.close()
  })
  return { broker, shelf, consumer }
}

const at = (partition = 0, topic = 'orders') => ({ topic, partition })
const values = (records: readonly ConsumerRecord[]) => records.map(({ value }) => String(value))
/** Poll until `count` records are there. */
async function read(consumer: Consumer, count: number): Promise<string[]> {
  const all: string[] = []
  for (let tries = 0; all.length < count && tries < 50; tries++) all.push(...values(await consumer.poll(200)))
  return all
}

t.test('records come in order, with all that they are', async t => {
  const { shelf, consumer } = await setUp(t, { orders: 1 })
  shelf.put('orders-0', [], {
    records: [
      { timestamp: 5, key: Buffer.from('k'), value: Buffer.from('a'), headers: [{ key: 'h', value: null }] },
      { timestamp: 6, value: null },
    ],
  })
  await consumer.assign([at()])
  t.match(await consumer.poll(1000), [
    {
      topic: 'orders',
      partition: 0,
      offset: 0,
      leaderEpoch: 0,
      timestamp: 5,
      timestampType: 'CreateTime',
      key: Buffer.from('k'),
      value: Buffer.from('a'),
      headers: [{ key: 'h', value: null }],
    },
    { offset: 1, timestamp: 6, key: null, value: null, headers: [] },
  ])
  t.equal(await consumer.position(at()), 2)
  t.equal(consumer.highWatermark(at()), 2)
})

t.test('a poll gives at most max.poll.records, and what is there at once', async t => {
  const { shelf, consumer } = await setUp(t, { orders: 1 }, { 'max.poll.records': '3' })
  shelf.put('orders-0', ['a', 'b'])
  shelf.put('orders-0', ['c', 'd'])
  await consumer.assign([at()])
  t.same(values(await consumer.poll(1000)), ['a', 'b', 'c'])
  t.same(values(await consumer.poll(1000)), ['d'])
  const before = Date.now()
  t.same(await consumer.poll(30), [])
  t.ok(Date.now() - before >= 29)
})

t.test('a record that comes while a poll waits ends the wait', async t => {
  const { shelf, consumer } = await setUp(t, { orders: 1 })
  await consumer.assign([at()])
  setTimeout(() => shelf.put('orders-0', ['late']), 50)
  t.same(values(await consumer.poll(5000)), ['late'])
})

t.test('fetches run ahead of the reader, and not further than their share', async t => {
  const { shelf, consumer } = await setUp(
    t,
    { orders: 1 },
    { 'max.partition.fetch.bytes': '1000', 'max.poll.records': '1' },
  )
  for (let i = 0; i < 50; i++) shelf.put('orders-0', [`${i}`.padEnd(300)])
  await consumer.assign([at()])
  t.same((await consumer.poll(1000)).length, 1)
  await until('it ran ahead', () => shelf.fetches.length >= 2)
  await new Promise(resolve => setTimeout(resolve, 50))
  const { length } = shelf.fetches
  t.ok(length <= 3, `${length} fetches for one record`)
  t.equal((await read(consumer, 49)).length, 49)
})

t.test('partitions take turns', async t => {
  const { shelf, consumer } = await setUp(t, { orders: 2 }, { 'max.poll.records': '2' })
  for (const partition of [0, 1]) for (let i = 0; i < 6; i++) shelf.put(`orders-${partition}`, [`${partition}.${i}`])
  await consumer.assign([at(0), at(1)])
  // Each fetch is sent when the one before was answered: the third says that both partitions are there.
  await until('both were fetched', () => shelf.fetches.length >= 3)
  const polls = []
  for (let i = 0; i < 4; i++) polls.push((await consumer.poll(1000))[0]!.partition)
  t.same([...polls].sort(), [0, 0, 1, 1])
  t.not(polls[0], polls[1])
})

t.test('auto.offset.reset says where to begin', async t => {
  for (const [reset, first] of [
    ['earliest', 2],
    ['latest', 6],
    ['by_duration:P30000D', 2],
    ['by_duration:PT0S', 6],
  ] as const) {
    const { shelf, consumer } = await setUp(t, { orders: 1 }, { 'auto.offset.reset': reset })
    shelf.put('orders-0', ['0', '1', '2', '3', '4', '5'])
    shelf.log('orders-0').start = 2
    await consumer.assign([at()])
    t.equal(await consumer.position(at()), first, reset)
  }
})

t.test('with none, and no seek, a poll says so; a seek helps', async t => {
  const { shelf, consumer } = await setUp(t, { orders: 1 }, { 'auto.offset.reset': 'none' })
  shelf.put('orders-0', ['a', 'b'])
  await consumer.assign([at()])
  await t.rejects(consumer.poll(1000), { name: 'OFFSET_OUT_OF_RANGE', message: /auto\.offset\.reset is none/ })
  consumer.seek(at(), 1)
  t.same(values(await consumer.poll(1000)), ['b'])
})

t.test('an offset that is gone is reset', async t => {
  const { shelf, consumer } = await setUp(t, { orders: 1 })
  shelf.put('orders-0', ['a', 'b', 'c'])
  shelf.log('orders-0').start = 2
  await consumer.assign([at()])
  consumer.seek(at(), 0)
  t.same(values(await consumer.poll(1000)), ['c'])
  consumer.seek(at(), 900)
  t.same(values(await consumer.poll(1000)), ['c'])
})

t.test('seek jumps, and drops what waits', async t => {
  const { shelf, consumer } = await setUp(t, { orders: 1 }, { 'max.poll.records': '1' })
  shelf.put('orders-0', ['a', 'b', 'c'])
  shelf.put('orders-0', ['d'])
  await consumer.assign([at()])
  t.same(values(await consumer.poll(1000)), ['a'])
  consumer.seek(at(), 3)
  t.same(values(await consumer.poll(1000)), ['d'])
  consumer.seek(at(), 1)
  t.same(values(await consumer.poll(1000)), ['b'], 'into the middle of a batch')
  await consumer.seekToBeginning()
  t.same(values(await consumer.poll(1000)), ['a'])
  await consumer.seekToEnd([at()])
  t.equal(await consumer.position(at()), 4)
  t.throws(() => consumer.seek(at(7), 0), { name: 'TypeError', message: /orders-7 is not assigned/ })
  t.throws(() => consumer.seek(at(), -1), { name: 'TypeError' })
})

t.test('offsets by time, and the edges', async t => {
  const { shelf, consumer } = await setUp(t, { orders: 2 })
  shelf.put('orders-0', ['a', 'b', 'c'])
  t.match(await consumer.offsetsForTimes([{ ...at(), timestamp: 1001 }]), [{ offset: 1, timestamp: 1001 }])
  t.same(await consumer.offsetsForTimes([{ ...at(), timestamp: 5000 }]), [undefined])
  t.equal(await consumer.offsetForTime(at(), 5000), 3)
  t.same(await consumer.beginningOffsets([at(), at(1)]), [0, 0])
  t.same(await consumer.endOffsets([at(), at(1)]), [3, 0])
})

t.test('a paused partition gives nothing, keeps what was fetched, and goes on', async t => {
  const { shelf, consumer } = await setUp(t, { orders: 2 })
  shelf.put('orders-0', ['a'])
  shelf.put('orders-1', ['b'])
  await consumer.assign([at(0), at(1)])
  consumer.pause([at(0)])
  t.same(consumer.paused, [at(0)])
  t.same(values(await consumer.poll(500)), ['b'])
  t.same(values(await consumer.poll(50)), [])
  consumer.resume([at(0)])
  t.same(values(await consumer.poll(500)), ['a'])
})

t.test('sessions name what has changed, and survive being refused', async t => {
  const { shelf, consumer } = await setUp(t, { orders: 2 })
  shelf.put('orders-0', ['a'])
  await consumer.assign([at(0), at(1)])
  t.same(await read(consumer, 1), ['a'])
  await consumer.poll(50)
  const [first, second, third] = shelf.fetches
  t.same(first, { session: '0/0', named: ['orders-0@0', 'orders-1@0'], forgotten: [] })
  t.same(second, { session: '700/1', named: ['orders-0@1'], forgotten: [] })
  t.same(third, { session: '700/2', named: [], forgotten: [] })
  for (const error of [
    'FETCH_SESSION_ID_NOT_FOUND',
    'INVALID_FETCH_SESSION_EPOCH',
    'FETCH_SESSION_TOPIC_ID_ERROR',
  ] as const) {
    let once = true
    shelf.sessionFault = () => {
      if (!once) return undefined
      once = false
      return error
    }
    shelf.put('orders-1', [error])
    t.same(await read(consumer, 1), [error])
  }
})

t.test('brokers without sessions and topic ids are read as well', async t => {
  const { broker, shelf, consumer } = await setUp(t, { orders: 1 })
  broker.claims.set('Fetch', { min: 4, max: 4 })
  broker.claims.set('Metadata', { min: 0, max: 5 })
  broker.claims.set('ListOffsets', { min: 1, max: 1 })
  shelf.sessions = false
  shelf.put('orders-0', ['a', 'b'])
  await consumer.assign([at()])
  t.same(await read(consumer, 2), ['a', 'b'])
})

t.test('what a broker refuses for now is asked for again; what it refuses for good is an error, once', async t => {
  const { shelf, consumer } = await setUp(t, { orders: 1 })
  shelf.put('orders-0', ['a'])
  let times = 3
  shelf.fault = () => (times-- > 0 ? 'NOT_LEADER_OR_FOLLOWER' : undefined)
  await consumer.assign([at()])
  t.same(await read(consumer, 1), ['a'])
  shelf.fault = () => 'TOPIC_AUTHORIZATION_FAILED'
  await t.rejects(consumer.poll(1000), { name: 'TOPIC_AUTHORIZATION_FAILED', message: /orders-0/ })
  shelf.fault = () => undefined
  shelf.put('orders-0', ['b'])
  t.same(await read(consumer, 1), ['b'])
})

t.test('a cut connection is opened again', async t => {
  const { broker, shelf, consumer } = await setUp(t, { orders: 1 })
  shelf.put('orders-0', ['a'])
  await consumer.assign([at()])
  t.same(await read(consumer, 1), ['a'])
  for (const value of ['b', 'c', 'd']) {
    broker.hangUp()
    shelf.put('orders-0', [value])
    t.same(await read(consumer, 1), [value])
  }
})

t.test('a corrupt batch is an error when its turn comes, and a seek steps over it', async t => {
  const { shelf, consumer } = await setUp(t, { orders: 1 })
  shelf.put('orders-0', ['a'])
  shelf.put('orders-0', ['b'])
  shelf.put('orders-0', ['c'])
  shelf.log('orders-0').batches[1]![65]! ^= 1
  await consumer.assign([at()])
  t.same(values(await consumer.poll(1000)), ['a'])
  await t.rejects(consumer.poll(1000), { name: 'CORRUPT_MESSAGE', message: /orders-0.*offset 1/ })
  await t.rejects(consumer.poll(1000), { name: 'CORRUPT_MESSAGE' }, 'it is still there')
  consumer.seek(at(), 2)
  t.same(values(await consumer.poll(1000)), ['c'])
})

t.test('read_committed: aborted records are not seen, and the position is behind the marker', async t => {
  const { shelf, consumer } = await setUp(t, { orders: 1 }, { 'isolation.level': 'read_committed' })
  const txn = { producerId: 9, producerEpoch: 0, baseSequence: 0, isTransactional: true }
  shelf.put('orders-0', ['no', 'no'], txn)
  const timestamp = 1
  shelf.putBytes(
    'orders-0',
    encodeEndTxnMarker({ committed: false, coordinatorEpoch: 0, ...txn, timestamp, baseOffset: 2 }),
  )
  shelf.put('orders-0', ['yes'], txn)
  shelf.putBytes(
    'orders-0',
    encodeEndTxnMarker({ committed: true, coordinatorEpoch: 0, ...txn, timestamp, baseOffset: 4 }),
  )
  shelf.log('orders-0').aborted.push({ producerId: 9, firstOffset: 0 })
  await consumer.assign([at()])
  t.same(await read(consumer, 1), ['yes'])
  t.same(await consumer.poll(50), [])
  t.equal(await consumer.position(at()), 5)
})

t.test('subscribe() reads all partitions of topics by name; those that come later from their beginning', async t => {
  const { broker, shelf, consumer } = await setUp(t, { orders: 2, other: 1 }, { 'auto.offset.reset': 'latest' })
  shelf.put('orders-0', ['old'])
  await consumer.subscribe(['orders'])
  t.same(consumer.assignment, [at(0), at(1)])
  t.same(await consumer.poll(50), [])
  shelf.put('orders-1', ['new'])
  t.same(await read(consumer, 1), ['new'])
  broker.topics.set('orders', { partitions: 3 })
  shelf.put('orders-2', ['before anybody looked'])
  await consumer.cluster.update()
  t.same(await read(consumer, 1), ['before anybody looked'])
})

t.test('subscribe() takes an expression for the whole name, and waits for names that are not there', async t => {
  const { broker, shelf, consumer } = await setUp(t, { 'a.1': 1, 'a.12': 1, 'b.1': 1 })
  await consumer.subscribe(/a\.\d/)
  t.same(consumer.assignment, [at(0, 'a.1')])
  await consumer.subscribe(['later'])
  t.same(consumer.assignment, [])
  broker.topics.set('later', { partitions: 1 })
  shelf.put('later-0', ['here'])
  t.same(await read(consumer, 1), ['here'])
})

t.test('assign() keeps the place of what stays', async t => {
  const { shelf, consumer } = await setUp(t, { orders: 2 })
  shelf.put('orders-0', ['a', 'b'])
  shelf.put('orders-1', ['c'])
  await consumer.assign([at(0)])
  t.same(await read(consumer, 2), ['a', 'b'])
  await consumer.assign([at(0), at(1)])
  t.same(await read(consumer, 1), ['c'])
  await consumer.assign([])
  t.same(await consumer.poll(30), [])
})

t.test('for await gives one after the other, and a break counts what was given', async t => {
  const { shelf, consumer } = await setUp(t, { orders: 1 })
  shelf.put('orders-0', ['a', 'b', 'c', 'd'])
  await consumer.assign([at()])
  const seen: string[] = []
  for await (const { value } of consumer) if (seen.push(String(value)) === 2) break
  t.same(seen, ['a', 'b'])
  t.equal(await consumer.position(at()), 2)
  for await (const { value } of consumer) if (seen.push(String(value)) === 4) break
  t.same(seen, ['a', 'b', 'c', 'd'])
})

t.test('pollBatches() hands out batches, and can be stopped within one', async t => {
  const { shelf, consumer } = await setUp(t, { orders: 1 })
  shelf.put('orders-0', ['a', 'b', 'c'])
  shelf.put('orders-0', ['d'])
  await consumer.assign([at()])
  consumer.seek(at(), 1)
  const seen: string[] = []
  await consumer.pollBatches(1000, (cursor, { topic, partition, from }) => {
    while (cursor.next()) {
      if (cursor.offset < from) continue
      seen.push(`${topic}-${partition}@${cursor.offset} ${cursor.value()}`)
      return false
    }
    return true
  })
  t.same(seen, ['orders-0@1 b'])
  t.equal(await consumer.position(at()), 2)
  t.same(await read(consumer, 2), ['c', 'd'])
})

t.test('deserializers make values; a record that is none comes again until a seek', async t => {
  const { broker, shelf } = await setUp(t, { orders: 1 })
  const consumer = new Consumer<string, unknown>(
    { 'bootstrap.servers': broker.bootstrap, 'auto.offset.reset': 'earliest' },
    { key: serdes.string, value: serdes.json },
  )
  t.teardown(() => consumer.close())
  shelf.put('orders-0', ['1', '{"a":2}', 'three', '4'])
  await consumer.assign([at()])
  t.same(
    (await consumer.poll(1000)).map(({ value }) => value),
    [1, { a: 2 }],
  )
  for (let i = 0; i < 2; i++)
    await t.rejects(consumer.poll(1000), { name: 'SerdeError', message: /orders-0@2: 5 bytes are no JSON/ })
  consumer.seek(at(), 3)
  t.match(await consumer.poll(1000), [{ value: 4 }])
})

t.test('a new leader is asked whether its log is the same; where it parts, reading goes on', async t => {
  const { broker, shelf, consumer } = await setUp(t, { orders: { partitions: 1, leaderEpoch: 0 } })
  shelf.put('orders-0', ['a', 'b', 'c'])
  await consumer.assign([at()])
  t.same(await read(consumer, 3), ['a', 'b', 'c'])
  // The new leader never had c.
  shelf.log('orders-0').batches.length = 0
  shelf.log('orders-0').end = 2
  shelf.put('orders-0', ['other c'])
  shelf.epochEnds = () => 2
  broker.topics.set('orders', { partitions: 1, leaderEpoch: 1 })
  await consumer.cluster.update()
  t.same(await read(consumer, 1), ['other c'])
  t.equal(broker.of('OffsetForLeaderEpoch').length, 1)
})

t.test('a seek while the leader is new goes where it was asked to, not where auto.offset.reset says', async t => {
  const { broker, shelf, consumer } = await setUp(t, { orders: { partitions: 2, leaderEpoch: 0 } })
  shelf.put('orders-0', ['a', 'b', 'c'])
  shelf.put('orders-1', ['d'])
  shelf.epochEnds = epoch => (epoch < 0 ? -1 : 3)
  await consumer.assign([at(0), at(1)])
  t.equal((await read(consumer, 4)).length, 4)
  // The search for partition 1 is refused by a leader that has gone; under the new one it takes its time.
  let [asked, go] = [0, () => {}]
  const held = new Promise<void>(resolve => {
    go = resolve
  })
  broker.on(ListOffsets, async ({ topics }) => {
    const errorCode = asked++ === 0 ? errorCodes.NOT_LEADER_OR_FOLLOWER.code : 0
    broker.topics.set('orders', { partitions: 2, leaderEpoch: 1 })
    if (asked === 2) await held
    const offsetOf = (timestamp: number) => (timestamp === -1 ? 3 : 0)
    return {
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex, timestamp }) => ({
          partitionIndex,
          errorCode,
          timestamp: -1,
          offset: offsetOf(Number(timestamp)),
          leaderEpoch: 1,
        })),
      })),
    }
  })
  consumer.seekToBeginning([at(1)])
  while (asked < 2) await new Promise(setImmediate)
  consumer.seekToEnd([at(0)])
  go()
  t.same(await read(consumer, 1), ['d'])
  t.equal(await consumer.position(at(0)), 3)
})

t.test('the follower that the leader names is read from', async t => {
  const { broker, shelf, consumer } = await setUp(t, { orders: 1 }, { 'client.rack': 'here' })
  const follower = await FakeBroker.start({ orders: 1 }, 2)
  t.teardown(() => follower.close())
  broker.others.push(follower)
  const near = new Shelf(follower)
  near.put('orders-0', ['near'])
  shelf.put('orders-0', ['far'])
  broker.on(Fetch, ({ rackId }) => {
    t.equal(rackId, 'here')
    const row = { partitionIndex: 0, errorCode: 0, highWatermark: 1, abortedTransactions: null, records: null }
    const partitions = [{ ...row, preferredReadReplica: 2 }]
    return { errorCode: 0, sessionId: 0, responses: [{ topic: 'orders', topicId: topicId('orders'), partitions }] }
  })
  await consumer.assign([at()])
  t.same(await read(consumer, 1), ['near'])
})

t.test('a broker that hangs up at each fetch is no error, only nothing', async t => {
  const { broker, shelf, consumer } = await setUp(t, { orders: 1 })
  shelf.put('orders-0', ['a'])
  broker.on(Fetch, () => HANG_UP)
  await consumer.assign([at()])
  t.same(await consumer.poll(100), [])
})

t.test('wakeup() and close() end a poll that waits', async t => {
  const { consumer } = await setUp(t, { orders: 1 })
  await consumer.assign([at()])
  const waiting = consumer.poll(60_000)
  setTimeout(() => consumer.wakeup(), 20)
  t.same(await waiting, [])
  const again = consumer.poll(60_000)
  setTimeout(() => consumer.close(), 20)
  t.same(await again, [])
})
