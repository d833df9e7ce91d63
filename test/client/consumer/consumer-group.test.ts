/** Members of groups of KIP-848, on a broker of our own in the same process. */
import t from 'tap'
import { CommitFailedError, SubscriptionPattern } from '../../../src/client/consumer/consumer.ts'
import { directory } from '../../broker/start.ts'
import { until } from '../../kit/until.ts'
import { freePort, shared, startGroups } from './group-kit.ts'

const NEW = { 'group.protocol': 'consumer' }
/** Soon, for a test. */
const fast = { 'group.consumer.heartbeat.interval.ms': '50', 'group.consumer.min.heartbeat.interval.ms': '10' }

async function withTopic(t: Parameters<typeof startGroups>[0], partitions: number, records = 0, more = {}) {
  const kit = await startGroups(t, { ...fast, ...more })
  await kit.topic('orders', partitions)
  if (records > 0) await kit.fill('orders', partitions, records)
  return kit
}

t.test('one member reads everything, and the next goes on where it was', async t => {
  const kit = await withTopic(t, 3, 30)
  const first = (await kit.member(['orders'], NEW)).start()
  await until('all was read', () => first.values.length === 30)
  t.match(first.consumer.groupMetadata(), { groupId: 'g', memberId: /^[\w-]{22}$/, generationId: 1 })
  await first.close()
  t.same(first.diary, ['+ orders-0 orders-1 orders-2', '- orders-0 orders-1 orders-2'])
  await kit.fill('orders', 3, 3, 30)
  const second = (await kit.member(['orders'], NEW)).start()
  await until('the rest was read', () => second.values.length >= 3)
  t.same(second.values.sort(), ['30', '31', '32'])
  await second.close()
})

for (const assignor of ['uniform', 'range'])
  t.test(`members come and go, and every record is read once: ${assignor}`, async t => {
    const kit = await withTopic(t, 6, 60)
    const configs = { ...NEW, 'group.remote.assignor': assignor }
    const a = (await kit.member(['orders'], configs)).start()
    await until('A has all', () => a.owned.length === 6)
    const b = (await kit.member(['orders'], configs)).start()
    await until('A and B share', shared([a, b], 6))
    await kit.fill('orders', 6, 60, 60)
    const c = (await kit.member(['orders'], configs)).start()
    await until('all three share', shared([a, b, c], 6))
    await kit.fill('orders', 6, 60, 120)
    const read = () => [...a.values, ...b.values, ...c.values]
    await until('all was read', () => read().length >= 180)
    await b.close()
    await until('A and C have all', shared([a, c], 6))
    await kit.fill('orders', 6, 60, 180)
    await until('all was read again', () => read().length >= 240)
    await new Promise(resolve => setTimeout(resolve, 100))
    t.same(
      read()
        .map(Number)
        .sort((x, y) => x - y),
      [...Array(240).keys()],
      'each once',
    )
    t.same([...a.errors, ...b.errors, ...c.errors], [])
    t.notOk(
      a.diary.some(line => /^- .* .* .* .* .* /.test(line)),
      'what stays is not given up in between',
    )
    await a.close()
    await c.close()
  })

t.test('a member that does not poll in time loses what it had, and comes back', async t => {
  const kit = await withTopic(t, 2, 4)
  const slow = await kit.member(['orders'], { ...NEW, 'max.poll.interval.ms': '300', 'max.poll.records': '1' })
  let stuck = true
  slow.onRecords = async records => {
    while (stuck && records.length > 0) await new Promise(resolve => setTimeout(resolve, 10))
  }
  slow.start()
  await until('it has all', () => slow.owned.length === 2)
  const other = (await kit.member(['orders'], NEW)).start()
  await until('the other reads it all: nothing was committed', () => other.values.length === 4, 5000)
  await t.rejects(slow.consumer.commitSync(), { constructor: CommitFailedError, message: /max\.poll\.interval\.ms/ })
  stuck = false
  await until('both share', shared([slow, other], 2))
  t.equal(slow.diary[1], 'lost orders-0 orders-1')
  await slow.close()
  await other.close()
})

t.test('a static member may be away for a while, and gets its partitions back', async t => {
  const kit = await withTopic(t, 4)
  const a = (await kit.member(['orders'], { ...NEW, 'group.instance.id': 'a' })).start()
  const b = (await kit.member(['orders'], { ...NEW, 'group.instance.id': 'b' })).start()
  await until('both share', shared([a, b], 4))
  const kept = a.owned
  const before = b.diary.length
  await a.close()
  const again = (await kit.member(['orders'], { ...NEW, 'group.instance.id': 'a' })).start()
  await until('it is back', () => again.owned.length === 2)
  t.same(again.owned, kept)
  t.equal(b.diary.length, before)
  await again.close()
  await b.close()
})

t.test('a group.instance.id that is in use is refused to a second one', async t => {
  const kit = await withTopic(t, 1)
  const configs = { ...NEW, 'group.instance.id': 'a' }
  const first = (await kit.member(['orders'], configs)).start()
  await until('it has all', () => first.owned.length === 1)
  const second = (await kit.member(['orders'], configs)).start()
  await until('the second was told', () => second.errors.length > 0)
  t.match(second.errors[0], { name: 'UNRELEASED_INSTANCE_ID' })
  t.same(first.errors, [])
  await second.close()
  await first.close()
})

for (const [name, topics] of [
  ['the consumer', /ord.*/],
  ['the coordinator', new SubscriptionPattern('ord.*')],
] as const)
  t.test(`topics that match an expression are found by ${name}`, async t => {
    const kit = await withTopic(t, 1, 1, { 'group.consumer.regex.refresh.interval.ms': '10000' })
    const a = (await kit.member(topics, { ...NEW, 'metadata.max.age.ms': '100' })).start()
    await until('it has one', () => a.owned.length === 1)
    await kit.topic('ordinary', 1)
    await kit.topic('other', 1)
    await until('it has both', () => a.owned.length === 2, 15_000)
    t.same(a.owned, ['orders-0', 'ordinary-0'])
    await kit.fill('ordinary', 1, 1, 1)
    await until('it reads both', () => a.values.length === 2)
    await a.subscribe(['other'])
    await until('it has the other', () => a.owned.join() === 'other-0')
    await a.close()
  })

t.test('what the coordinator refuses comes out of the poll', async t => {
  const kit = await withTopic(t, 1)
  for (const [configs, topics, name, message] of [
    [{ 'group.remote.assignor': 'mine' }, ['orders'], 'UNSUPPORTED_ASSIGNOR', /mine/],
    [{}, new SubscriptionPattern('ord('), 'INVALID_REGULAR_EXPRESSION', /ord\(/],
  ] as const) {
    const consumer = kit.consumer({ ...NEW, ...configs })
    await consumer.subscribe(topics)
    const polls = async () => {
      for (;;) await consumer.poll(100)
    }
    await t.rejects(polls(), { name, message })
    await consumer.close()
  }
  const consumer = kit.consumer(NEW)
  await consumer.subscribe(['orders'])
  await t.rejects(consumer.enforceRebalance(), { message: /coordinator decides/ })
  await t.rejects(kit.consumer().subscribe(new SubscriptionPattern('a')), { message: /group\.protocol=consumer/ })
})

t.test('a coordinator that is restarted knows its members still', async t => {
  const dir = directory(t)
  const configs = { ...fast, listeners: `PLAINTEXT://127.0.0.1:${await freePort()}` }
  const kit = await startGroups(t, configs, dir)
  await kit.topic('orders', 2)
  const a = (await kit.member(['orders'], NEW)).start()
  await until('it has both', () => a.owned.length === 2)
  const { memberId, generationId } = a.consumer.groupMetadata()
  await kit.started.broker.close()
  await new Promise(resolve => setTimeout(resolve, 300))
  const again = await startGroups(t, configs, dir)
  await again.fill('orders', 2, 4)
  await until('it reads on', () => a.values.length === 4)
  t.match(a.consumer.groupMetadata(), { memberId, generationId })
  t.same(a.errors, [])
  await a.close()
})
