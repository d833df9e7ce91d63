/**
 * Members that come and go at random, of all kinds, while records are written: when none of them dies, every record is read once.
 * The seed is printed; what the clock does to it is not repeated.
 */
import t from 'tap'
import { Producer } from '../../../src/client/producer/producer.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import { until } from '../../kit/until.ts'
import { Member, startGroups } from './group-kit.ts'

const PARTITIONS = 8
const RUN_MS = 2500
const NEW = { 'group.protocol': 'consumer' }
const timers = { 'group.consumer.heartbeat.interval.ms': '50', 'group.consumer.min.heartbeat.interval.ms': '10' }

for (const [name, configs] of [
  ['range', { 'partition.assignment.strategy': 'range' }],
  ['cooperative-sticky', { 'partition.assignment.strategy': 'cooperative-sticky' }],
  ['KIP-848', NEW],
] as const)
  t.test(name, async t => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1e6)
    t.comment(`SEED=${seed}`)
    const random = seededRandom(seed)
    const kit = await startGroups(t, timers)
    await kit.topic('orders', PARTITIONS)
    await using producer = new Producer({ 'bootstrap.servers': kit.server })
    const all: Member[] = []
    const live: Member[] = []
    const closing: Promise<void>[] = []
    const join = async () => {
      const more = { 'auto.commit.interval.ms': '100', 'max.poll.records': String(1 + random.below(20)) }
      const member = new Member(kit.consumer({ ...configs, ...more }))
      t.teardown(() => member.stop())
      all.push(member)
      live.push(member)
      await member.subscribe(random.below(2) ? ['orders'] : /ord.*/)
      member.start()
    }
    await join()
    let sent = 0
    for (const end = Date.now() + RUN_MS; Date.now() < end; ) {
      const dice = random.below(6)
      if (dice === 0 && live.length < 5) await join()
      if (dice === 1 && live.length > 1) closing.push(live.splice(random.below(live.length), 1)[0]!.close())
      for (let i = 0; i < 10; i++, sent++)
        await producer.enqueue({ topic: 'orders', partition: sent % PARTITIONS, value: String(sent) })
      await new Promise(resolve => setTimeout(resolve, random.below(100)))
    }
    await producer.flush()
    await Promise.all(closing)
    const read = () => all.flatMap(({ values }) => values)
    await until(`all ${sent} records were read`, () => new Set(read()).size === sent, 20_000)
    await Promise.all(live.map(member => member.close()))
    const twice = read().filter((value, i, values) => values.indexOf(value) !== i)
    t.same(twice, [], `each once, by ${all.length} members`)
    t.same(
      all.flatMap(({ errors }) => errors.map(String)),
      [],
    )
  })
