/** Members of classic groups, on a broker of our own in the same process. */
import t from 'tap'
import { CommitFailedError } from '../../../src/client/consumer/consumer.ts'
import { directory } from '../../broker/start.ts'
import { until } from '../../kit/until.ts'
import { freePort, type Kit, shared, startGroups } from './group-kit.ts'

const COOPERATIVE = { 'partition.assignment.strategy': 'cooperative-sticky' }

async function withTopic(t: Parameters<typeof startGroups>[0], partitions: number, records = 0): Promise<Kit> {
  const kit = await startGroups(t)
  await kit.topic('orders', partitions)
  if (records > 0) await kit.fill('orders', partitions, records)
  return kit
}

t.test('one member reads everything, and the next goes on where it was', async t => {
  const kit = await withTopic(t, 3, 30)
  const first = (await kit.member(['orders'])).start()
  await until('all was read', () => first.values.length === 30)
  await first.close()
  t.same(first.diary, ['+ orders-0 orders-1 orders-2', '- orders-0 orders-1 orders-2'])
  await kit.fill('orders', 3, 3, 30)
  const second = (await kit.member(['orders'])).start()
  await until('the rest was read', () => second.values.length >= 3)
  t.same(second.values.sort(), ['30', '31', '32'], 'what the first had read was committed when it left')
  await second.close()
})

for (const [name, configs] of [
  ['eager', { 'partition.assignment.strategy': 'range' }],
  ['eager, as by default', {}],
  ['eager and sticky', { 'partition.assignment.strategy': 'sticky' }],
  ['cooperative', COOPERATIVE],
] as const)
  t.test(`members come and go, and every record is read once: ${name}`, async t => {
    const kit = await withTopic(t, 6, 60)
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
    const values = read()
      .map(Number)
      .sort((x, y) => x - y)
    t.same(values, [...Array(240).keys()], 'each once')
    t.same([...a.errors, ...b.errors, ...c.errors], [])
    if (name === 'cooperative') {
      t.equal(a.diary[0], '+ orders-0 orders-1 orders-2 orders-3 orders-4 orders-5')
      t.notOk(
        a.diary.includes('- orders-0 orders-1 orders-2 orders-3 orders-4 orders-5'),
        'what stays is not given up in between',
      )
    } else t.equal(a.diary[1], '- orders-0 orders-1 orders-2 orders-3 orders-4 orders-5')
    await a.close()
    await c.close()
  })

t.test('a member that does not poll in time is put out, loses what it had, and comes back', async t => {
  const kit = await withTopic(t, 2, 4)
  const slow = await kit.member(['orders'], { 'max.poll.interval.ms': '300', 'max.poll.records': '1' })
  let stuck = true
  slow.onRecords = async records => {
    while (stuck && records.length > 0) await new Promise(resolve => setTimeout(resolve, 10))
  }
  slow.start()
  await until('it has all', () => slow.owned.length === 2)
  const other = (await kit.member(['orders'])).start()
  await until('the other has all', () => other.owned.length === 2, 5000)
  await until('the other reads it all: nothing was committed', () => other.values.length === 4)
  t.rejects(slow.consumer.commitSync(), { constructor: CommitFailedError, message: /max\.poll\.interval\.ms/ })
  stuck = false
  await until('both share', shared([slow, other], 2))
  t.equal(slow.diary[1], 'lost orders-0 orders-1')
  await slow.close()
  await other.close()
})

t.test('a listener may take its time: a poll that waits for it is a poll', async t => {
  const kit = await withTopic(t, 1, 1)
  const consumer = kit.consumer({ 'max.poll.interval.ms': '100000' })
  const steps: string[] = []
  await consumer.subscribe(['orders'], {
    async onPartitionsAssigned() {
      await new Promise(resolve => setTimeout(resolve, 100))
      steps.push('assigned')
    },
  })
  while ((await consumer.poll(1000)).length === 0);
  steps.push('read')
  t.same(steps, ['assigned', 'read'], 'no record comes before its partition was announced')
})

t.test('what a listener throws comes out of the poll, and the group goes on', async t => {
  const kit = await withTopic(t, 1, 1)
  const consumer = kit.consumer()
  await consumer.subscribe(['orders'], {
    onPartitionsAssigned() {
      throw new RangeError('mine')
    },
  })
  await t.rejects(
    (async () => {
      for (;;) await consumer.poll(100)
    })(),
    { message: 'mine' },
  )
  t.same((await consumer.poll(1000)).length, 1)
  await consumer.close()
})

t.test('a static member may be away for a while: nobody gets its partitions, and it gets them back', async t => {
  const kit = await withTopic(t, 4)
  const configs = { 'session.timeout.ms': '20000' }
  const a = (await kit.member(['orders'], { ...configs, 'group.instance.id': 'a' })).start()
  const b = (await kit.member(['orders'], { ...configs, 'group.instance.id': 'b' })).start()
  await until('both share', shared([a, b], 4))
  const before = b.diary.length
  const [kept, generation] = [a.owned, a.consumer.groupMetadata().generationId]
  await a.close()
  const again = (await kit.member(['orders'], { ...configs, 'group.instance.id': 'a' })).start()
  await until('it is back', () => again.owned.length === 2)
  t.same(again.owned, kept)
  t.equal(again.consumer.groupMetadata().generationId, generation, 'without a rebalance')
  t.equal(b.diary.length, before)
  await again.close()
  await b.close()
})

t.test('of two with one group.instance.id, the first is told', async t => {
  const kit = await withTopic(t, 1)
  const configs = { 'group.instance.id': 'a' }
  const first = (await kit.member(['orders'], configs)).start()
  await until('it has all', () => first.owned.length === 1)
  const second = (await kit.member(['orders'], configs)).start()
  await until('the second has all', () => second.owned.length === 1)
  await until('the first was told', () => first.errors.length > 0 && first.owned.length === 0)
  t.match(first.errors[0], { name: 'FENCED_INSTANCE_ID', message: /group\.instance\.id "a"/ })
  t.equal(first.diary.at(-1), 'lost orders-0')
  await first.close()
  await second.close()
})

t.test('a leader sees partitions and topics that come, an expression matches them', async t => {
  const kit = await withTopic(t, 1)
  const configs = { 'metadata.max.age.ms': '100', 'partition.assignment.strategy': 'roundrobin' }
  const a = (await kit.member(/ord.*/, configs)).start()
  const b = (await kit.member(/ord.*/, configs)).start()
  await until('one has it', () => a.owned.length + b.owned.length === 1)
  await kit.topic('ordinary', 1)
  await kit.topic('other', 1)
  await until('both share', shared([a, b], 2))
  t.same([...a.owned, ...b.owned].sort(), ['orders-0', 'ordinary-0'])
  await a.close()
  await b.close()
})

t.test('another wish, or none: the group follows', async t => {
  const kit = await withTopic(t, 2)
  await kit.topic('fruit', 1)
  const a = (await kit.member(['orders'], COOPERATIVE)).start()
  await until('it has both', () => a.owned.length === 2)
  await a.subscribe(['orders', 'fruit'])
  await until('it has three', () => a.owned.length === 3)
  t.same(a.diary.slice(1), ['+ fruit-0'], 'what stays stays')
  await a.subscribe(['fruit'])
  await until('it has one', () => a.owned.length === 1)
  // Who goes in the middle of a join loses what it has, as on Kafka; who has joined gives it up.
  await until('it has joined with that wish', () => a.consumer.groupMetadata().generationId === 3)
  const commits = () => a.consumer.commitSync([{ topic: 'fruit', partition: 0, offset: 0 }])
  await until('it is in', () =>
    commits()
      .then(() => true)
      .catch(() => false),
  )
  await a.stop()
  await a.consumer.unsubscribe()
  t.same(a.owned, [])
  t.equal(a.diary.at(-1), '- fruit-0')
  const b = (await kit.member(['orders'])).start()
  await until('nobody is in its way', () => b.owned.length === 2)
  await b.close()
})

t.test('a group that cannot be joined says why, and what to do', async t => {
  const kit = await startGroups(t, { 'group.max.size': '1' })
  await kit.topic('orders', 1)
  const configs = { 'partition.assignment.strategy': 'range' }
  const a = (await kit.member(['orders'], configs, 'full')).start()
  await until('it is in', () => a.owned.length === 1)
  for (const [configs, group, name, message] of [
    [{ 'session.timeout.ms': '50' }, 'other', 'INVALID_SESSION_TIMEOUT', /group\.min\.session\.timeout\.ms/],
    [{}, 'full', 'GROUP_MAX_SIZE_REACHED', /group\.max\.size/],
  ] as const) {
    const consumer = kit.consumer(configs, group)
    await consumer.subscribe(['orders'])
    const polls = async () => {
      for (;;) await consumer.poll(100)
    }
    await t.rejects(polls(), { name, message })
    await consumer.close()
  }
  await a.close()
})

t.test('members without a common assignor do not meet', async t => {
  const kit = await withTopic(t, 1)
  const a = (await kit.member(['orders'], { 'partition.assignment.strategy': 'range' })).start()
  await until('it is in', () => a.owned.length === 1)
  const b = (await kit.member(['orders'], { 'partition.assignment.strategy': 'sticky' })).start()
  await until('the other was told', () => b.errors.length > 0)
  t.match(b.errors[0], { name: 'INCONSISTENT_GROUP_PROTOCOL', message: /no assignor in common/ })
  await b.close()
  await a.close()
})

t.test('a coordinator that is restarted knows its members still', async t => {
  const dir = directory(t)
  const port = await freePort()
  const configs = { listeners: `PLAINTEXT://127.0.0.1:${port}` }
  const kit = await startGroups(t, configs, dir)
  await kit.topic('orders', 2)
  const a = (await kit.member(['orders'])).start()
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
