/** What a group remembers: commits asked for and by themselves, where a reader begins, and where it goes on. */
import t from 'tap'
import { Consumer } from '../../../src/client/consumer/consumer.ts'
import { Producer } from '../../../src/client/producer/producer.ts'
import { ConfigError } from '../../../src/config/define.ts'
import { until } from '../../kit/until.ts'
import { startGroups } from './group-kit.ts'

const at = (partition = 0, topic = 'orders') => ({ topic, partition })
const MANUAL = { 'enable.auto.commit': 'false' }

async function withRecords(t: Parameters<typeof startGroups>[0], partitions: number, records: number) {
  const kit = await startGroups(t)
  await kit.topic('orders', partitions)
  await kit.fill('orders', partitions, records)
  return kit
}

/** Poll until `count` records are there. */
async function read(consumer: Consumer, count: number): Promise<string[]> {
  const values: string[] = []
  for (let tries = 0; values.length < count && tries < 100; tries++)
    values.push(...(await consumer.poll(100)).map(({ value }) => String(value)))
  return values
}

t.test('a commit is what committed() says: offset, leader epoch and metadata', async t => {
  const kit = await withRecords(t, 2, 10)
  const consumer = kit.consumer(MANUAL)
  await consumer.assign([at(0), at(1)])
  t.same(await consumer.committed([at(0), at(1)]), [undefined, undefined])
  await read(consumer, 10)
  await consumer.commitSync()
  t.match(await consumer.committed([at(1), at(0)]), [
    { ...at(1), offset: 5, leaderEpoch: 0, metadata: '' },
    { ...at(0), offset: 5, leaderEpoch: 0, metadata: '' },
  ])
  await consumer.commitSync([{ ...at(0), offset: 2, metadata: 'why' }])
  t.match(await consumer.committed([at(0), at(1)]), [
    { offset: 2, leaderEpoch: -1, metadata: 'why' },
    { offset: 5, metadata: '' },
  ])
  t.equal(await consumer.position(at(0)), 5, 'a commit moves nobody')
})

t.test('commitAsync tells its callback; without one a failure is a warning', async t => {
  const kit = await withRecords(t, 1, 1)
  const warnings: Error[] = []
  const consumer = kit.consumer(MANUAL, 'g', error => warnings.push(error))
  await consumer.assign([at()])
  const told: unknown[] = []
  consumer.commitAsync([{ ...at(), offset: 1 }], (error, offsets) => told.push([error, offsets]))
  await until('it was told', () => told.length === 1)
  t.same(told, [[undefined, [{ ...at(), offset: 1 }]]])
  consumer.commitAsync([{ ...at(), offset: 1, metadata: 'x'.repeat(5000) }])
  await until('it warned', () => warnings.length === 1)
  t.match(warnings[0], { name: 'OFFSET_METADATA_TOO_LARGE' })
  t.throws(() => consumer.commitAsync([{ ...at(), offset: -1 }]), TypeError)
  await t.rejects(consumer.commitSync([{ ...at(), offset: 1.5 }]), TypeError)
})

t.test('commits come by themselves, while it polls', async t => {
  const kit = await withRecords(t, 1, 3)
  const consumer = kit.consumer({ 'auto.commit.interval.ms': '100', 'max.poll.records': '1' })
  await consumer.assign([at()])
  t.same(await read(consumer, 1), ['0'])
  await new Promise(resolve => setTimeout(resolve, 300))
  const committed = (await consumer.committed([at()]))[0]?.offset ?? 0
  t.equal(committed, 0, 'not while the reader is busy: it may not be done')
  t.same(await read(consumer, 1), ['1'])
  await until('the first was committed', async () => (await consumer.committed([at()]))[0]?.offset === 1)
  await consumer.poll(0)
  await consumer.close()
  const next = kit.consumer(MANUAL)
  t.match(await next.committed([at()]), [{ offset: 3 }], 'close commits what was given')
})

t.test('for await: what is being worked on is not committed by itself', async t => {
  const kit = await withRecords(t, 1, 5)
  const consumer = kit.consumer({ 'auto.commit.interval.ms': '20', 'max.poll.records': '2' })
  const observer = kit.consumer(MANUAL)
  await consumer.subscribe(['orders'])
  const seen: [number, number][] = []
  for await (const { offset } of consumer) {
    await new Promise(resolve => setTimeout(resolve, 60))
    const [committed] = await observer.committed([at()])
    seen.push([offset, committed?.offset ?? 0])
    if (offset === 4) break
  }
  t.same(
    seen.map(([offset]) => offset),
    [0, 1, 2, 3, 4],
  )
  for (const [offset, committed] of seen) t.ok(committed <= offset, `${committed} committed while at ${offset}`)
  t.ok(seen.at(-1)![1] >= 2, 'but what came before is')
  await consumer.close()
  t.match(await observer.committed([at()]), [{ offset: 5 }])
})

t.test('a reader begins where its group was; auto.offset.reset is for partitions without a commit', async t => {
  const kit = await withRecords(t, 2, 10)
  const consumer = kit.consumer(MANUAL)
  await consumer.commitSync([{ ...at(0), offset: 3 }])
  await consumer.assign([at(0), at(1)])
  t.equal(await consumer.position(at(0)), 3)
  t.equal(await consumer.position(at(1)), 0)
  const late = kit.consumer({ ...MANUAL, 'auto.offset.reset': 'latest' })
  await late.assign([at(0), at(1)])
  t.equal(await late.position(at(0)), 3)
  t.equal(await late.position(at(1)), 5)
  const none = kit.consumer({ ...MANUAL, 'auto.offset.reset': 'none' })
  await none.assign([at(0)])
  t.equal(await none.position(at(0)), 3)
  await none.assign([at(1)])
  await t.rejects(none.poll(1000), { name: 'OFFSET_OUT_OF_RANGE', message: /committed/ })
  none.seek(at(1), 4)
  t.same(await read(none, 1), ['9'], 'a seek beats it')
})

t.test('a commit beyond the log is out of range: auto.offset.reset decides', async t => {
  const kit = await withRecords(t, 1, 3)
  const consumer = kit.consumer(MANUAL)
  await consumer.commitSync([{ ...at(), offset: 99 }])
  await consumer.assign([at()])
  t.same(await read(consumer, 3), ['0', '1', '2'])
})

t.test('offsets of an open transaction are waited for', async t => {
  const kit = await withRecords(t, 1, 5)
  const consumer = kit.consumer(MANUAL)
  await using producer = new Producer({ 'bootstrap.servers': kit.server, 'transactional.id': 't' })
  await producer.initTransactions()
  for (const [end, wanted] of [
    ['abort', 0],
    ['commit', 3],
  ] as const) {
    producer.beginTransaction()
    await producer.sendOffsetsToTransaction([{ ...at(), offset: 3 }], { groupId: 'g' })
    await consumer.assign([])
    await consumer.assign([at()])
    let position: number | undefined
    const found = consumer.position(at()).then(offset => {
      position = offset
    })
    await new Promise(resolve => setTimeout(resolve, 150))
    t.equal(position, undefined)
    await (end === 'abort' ? producer.abortTransaction() : producer.commitTransaction())
    await found
    t.equal(position, wanted, end)
  }
})

t.test('partitions by hand and members do not mix in one group', async t => {
  const kit = await withRecords(t, 1, 1)
  const member = (await kit.member(['orders'])).start()
  await until('it is a member', () => member.owned.length === 1)
  const consumer = kit.consumer(MANUAL)
  await consumer.assign([at()])
  await t.rejects(consumer.commitSync([{ ...at(), offset: 1 }]), { message: /has members/ })
  await member.close()
  await consumer.commitSync([{ ...at(), offset: 1 }])
})

t.test('what is paused keeps its partition and its place', async t => {
  const kit = await withRecords(t, 2, 10)
  const consumer = kit.consumer({ 'max.poll.interval.ms': '1000' })
  await consumer.subscribe(['orders'])
  await until('it has both', async () => (await consumer.poll(10)) && consumer.assignment.length === 2)
  await consumer.seekToBeginning()
  consumer.pause([at(0), at(1)])
  for (let i = 0; i < 6; i++) t.same(await consumer.poll(200), [])
  t.equal(consumer.assignment.length, 2, 'longer than max.poll.interval.ms, for it polls')
  consumer.resume([at(0), at(1)])
  t.equal((await read(consumer, 10)).length, 10)
})

t.test('a wakeup ends a poll that waits for the group', async t => {
  const kit = await withRecords(t, 1, 0)
  const consumer = kit.consumer()
  await consumer.subscribe(['orders'])
  const poll = consumer.poll(60_000)
  setTimeout(() => consumer.wakeup(), 50)
  t.same(await poll, [])
})

t.test('a group without a coordinator keeps nobody longer than asked', async t => {
  const consumer = new Consumer({
    'bootstrap.servers': '127.0.0.1:1',
    'group.id': 'g',
    'default.api.timeout.ms': '100',
    'reconnect.backoff.ms': '1',
  })
  const before = Date.now()
  await t.rejects(consumer.commitSync([{ ...at(), offset: 1 }]), { name: 'NETWORK_EXCEPTION' })
  await t.rejects(consumer.committed([at()]), { name: 'NETWORK_EXCEPTION' })
  await consumer.close()
  t.ok(Date.now() - before < 5000)
})

t.test('settings that do not go together, and calls that need a group, say so', async t => {
  const base = { 'bootstrap.servers': '127.0.0.1:1' }
  for (const [configs, message] of [
    [{ 'group.id': '' }, /must not be empty/],
    [{ 'enable.auto.commit': 'true' }, /without a group\.id/],
    [{ 'group.protocol': 'raft' }, /CLASSIC, CONSUMER/],
    [{ 'group.protocol': 'consumer', 'session.timeout.ms': '1000' }, /group\.protocol=CONSUMER/],
    [{ 'group.remote.assignor': 'uniform' }, /group\.protocol=CLASSIC/],
    [{ 'group.id': 'g', 'partition.assignment.strategy': 'mine' }, /range \(RangeAssignor\)/],
  ] as const)
    t.throws(() => new Consumer({ ...base, ...(configs as Record<string, string>) }), { message })
  const consumer = new Consumer(base)
  t.throws(() => consumer.groupMetadata(), ConfigError)
  await t.rejects(consumer.commitSync(), { message: /group\.id/ })
  await t.rejects(consumer.enforceRebalance(), { message: /group\.id/ })
  await consumer.close()
})
