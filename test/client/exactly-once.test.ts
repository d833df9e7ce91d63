/** Consume, transform, produce, exactly once: consumer, producer and a broker of our own in the same process. */
import t from 'tap'
import type { Consumer } from '../../src/client/consumer/consumer.ts'
import { Producer } from '../../src/client/producer/producer.ts'
import { until } from '../kit/until.ts'
import { type Kit, startGroups } from './consumer/group-kit.ts'

const MANUAL = { 'enable.auto.commit': 'false' }
const COMMITTED = { 'isolation.level': 'read_committed' }

async function setUp(t: Parameters<typeof startGroups>[0], count = 20) {
  const kit = await startGroups(t, {
    'group.consumer.heartbeat.interval.ms': '50',
    'group.consumer.min.heartbeat.interval.ms': '10',
  })
  await kit.topic('fruit', 2)
  await kit.topic('juice', 2)
  await kit.fill('fruit', 2, count)
  return kit
}

async function press(kit: Kit, id: string): Promise<Producer> {
  const producer = new Producer({
    'bootstrap.servers': kit.server,
    'transactional.id': id,
    'retry.backoff.ms': '5',
    'max.block.ms': '5000',
  })
  kit.t.teardown(() => producer.close(1000))
  await producer.initTransactions()
  return producer
}

/** One turn: what a poll gives, squeezed. @returns how many */
async function turn(consumer: Consumer, producer: Producer, meanwhile: () => unknown = () => {}): Promise<number> {
  const records = await consumer.poll(100)
  if (records.length === 0) return 0
  await producer.transaction(async () => {
    for (const { value, partition } of records)
      producer.send({ topic: 'juice', partition, value: `juice of ${value}` }).catch(() => {})
    await meanwhile()
    await producer.sendOffsetsToTransaction(consumer.positions(), consumer.groupMetadata())
  })
  return records.length
}

/** All juice there is, as a reader sees it that gives up after a while without any. */
async function juice(kit: Kit, configs: Record<string, string> = COMMITTED): Promise<string[]> {
  const reader = kit.consumer({ ...MANUAL, ...configs }, 'readers')
  await reader.assign([0, 1].map(partition => ({ topic: 'juice', partition })))
  const values: string[] = []
  for (let idle = 0; idle < 3; ) {
    const records = await reader.poll(100)
    idle = records.length === 0 ? idle + 1 : 0
    values.push(...records.map(({ value }) => String(value)))
  }
  await reader.close()
  return values.sort()
}

const all = (count: number) => [...Array(count).keys()].map(i => `juice of ${i}`).sort()

for (const protocol of ['classic', 'consumer'])
  t.test(`each fruit is pressed once, whatever is aborted on the way: ${protocol}`, async t => {
    const kit = await setUp(t)
    const consumer = kit.consumer({ ...MANUAL, 'group.protocol': protocol, 'max.poll.records': '3' })
    await consumer.subscribe(['fruit'])
    const producer = await press(kit, 'press')
    let done = 0
    for (let round = 0; done < 20; round++) {
      const spoil = async () => {
        await producer.flush()
        if (round % 3 === 1) throw new RangeError('spilt')
      }
      try {
        done += await turn(consumer, producer, spoil)
      } catch (error) {
        t.match(error, RangeError)
        await consumer.seekToCommitted()
      }
    }
    t.same(await juice(kit), all(20))
    t.ok((await juice(kit, {})).length > 20, 'what was aborted is there for those who want to see it')
    const committed = await consumer.committed([0, 1].map(partition => ({ topic: 'fruit', partition })))
    t.match(committed, [{ offset: 10 }, { offset: 10 }])
  })

t.test('a second producer of the same transactional.id fences the first', async t => {
  const kit = await setUp(t, 4)
  const consumer = kit.consumer(MANUAL)
  await consumer.subscribe(['fruit'])
  const zombie = await press(kit, 'press')
  let successor: Producer | undefined
  const pressed = async () => {
    while ((await turn(consumer, zombie, async () => (successor = await press(kit, 'press')))) === 0);
  }
  await t.rejects(pressed(), { name: 'PRODUCER_FENCED', message: /"press"/ })
  t.throws(() => zombie.beginTransaction(), { name: 'PRODUCER_FENCED' }, 'for good')
  t.same(await juice(kit), [], 'nothing of the first is seen')
  await consumer.seekToCommitted()
  for (let done = 0; done < 4; ) done += await turn(consumer, successor!)
  t.same(await juice(kit), all(4))
})

for (const [protocol, error] of [
  ['classic', /UNKNOWN_MEMBER_ID|ILLEGAL_GENERATION/],
  ['consumer', /UNKNOWN_MEMBER_ID|STALE_MEMBER_EPOCH|FENCED_MEMBER_EPOCH/],
] as const)
  t.test(`a member that has lost its partitions cannot commit them in a transaction: ${protocol}`, async t => {
    const kit = await setUp(t, 4)
    const configs = { ...MANUAL, 'group.protocol': protocol }
    const consumer = kit.consumer({ ...configs, 'max.poll.interval.ms': '300' })
    await consumer.subscribe(['fruit'])
    const producer = await press(kit, 'slow')
    const other = await kit.member(['fruit'], configs)
    const pressed = async () => {
      const meanwhile = async () => {
        const before = consumer.groupMetadata()
        const positions = consumer.positions()
        other.start()
        await until('another has them', () => other.owned.length === 2)
        await producer.sendOffsetsToTransaction(positions, before)
      }
      while ((await turn(consumer, producer, meanwhile)) === 0);
    }
    await t.rejects(pressed(), { message: error })
    t.same(await juice(kit), [], 'what it made was aborted')
    await other.close()
    producer.beginTransaction()
    await producer.send({ topic: 'juice', partition: 0, value: 'juice of 0' })
    await producer.commitTransaction()
    t.same(await juice(kit), ['juice of 0'], 'and its producer goes on')
  })

t.test('several members, several producers: each fruit is pressed once while members come and go', async t => {
  const kit = await setUp(t, 60)
  const steps: string[] = []
  let done = 0
  let stop = false
  const worker = async (id: string, until: () => boolean) => {
    const consumer = kit.consumer({
      ...MANUAL,
      'max.poll.records': '2',
      'partition.assignment.strategy': 'cooperative-sticky',
    })
    await consumer.subscribe(['fruit'])
    const producer = await press(kit, id)
    while (!until())
      try {
        const count = await turn(consumer, producer)
        done += count
        const places = consumer.positions().map(({ partition, offset }) => `${partition}@${offset}`)
        steps.push(`${id} ${count} ${done} ${places} ${consumer.groupMetadata().generationId}`)
      } catch (error) {
        steps.push(`${id} ${error}`)
        t.match(error, { name: /REBALANCE_IN_PROGRESS|ILLEGAL_GENERATION|UNKNOWN_MEMBER_ID|TRANSACTION_ABORTABLE/ })
        await consumer.seekToCommitted()
      }
    await consumer.close()
    await producer.close()
  }
  const first = worker('a', () => done >= 10)
  const second = worker('b', () => stop)
  await first
  const third = worker('c', () => stop)
  await until('all is pressed', () => done >= 60, 20_000).catch(error => {
    t.comment(steps.slice(-40).join('\n'))
    throw error
  })
  stop = true
  await Promise.all([second, third])
  t.same(await juice(kit), all(60))
})
