/**
 * Members of several makes in one group, on tskafka and on Apache Kafka, under both protocols: no partition is two members' at
 * once, and every record is read once, while members come and go; but for what a client of Java's gives away too late.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import t, { type Test } from 'tap'
import { Producer } from '../../src/client/producer/producer.ts'
import { formatWithKafka, properties, serveKafka, serveTskafka, tskafka } from './kafka.ts'
import { type Make, RunningMember } from './members.ts'

const PARTITIONS = 6
const ROUND = 60
/** How long a group may take to settle: a JVM starts, and rebalances. */
const SETTLE_MS = 90_000
/** The new protocol is patient by default. */
const timers = `
group.consumer.min.heartbeat.interval.ms=200
group.consumer.heartbeat.interval.ms=200
group.consumer.min.assignment.interval.ms=0
group.consumer.assignment.interval.ms=0
`

const servers = { tskafka: serveTskafka, 'Apache Kafka': serveKafka } as const

async function start(t: Test, make: keyof typeof servers): Promise<string> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-groups-'))
  t.teardown(() => fs.rmSync(dir, { recursive: true, force: true }))
  const { file, port } = await properties(dir, path.join(dir, 'data'))
  fs.appendFileSync(file, timers)
  await formatWithKafka(file)
  return (await servers[make](t, file, port)).address
}

/** By strategy or protocol: who takes part, in the order in which they join; the first leads. */
const scenarios: readonly (readonly [string, Readonly<Record<string, string>>[], Make[]])[] = [
  ['range', [{ 'partition.assignment.strategy': 'range' }], ['java', 'kcat', 'tskafka']],
  ['range', [{ 'partition.assignment.strategy': 'range' }], ['tskafka', 'java', 'kcat']],
  ['sticky', [{ 'partition.assignment.strategy': 'sticky' }], ['tskafka', 'java', 'tskafka']],
  ['cooperative', [{ 'partition.assignment.strategy': 'cooperative-sticky' }], ['kcat', 'tskafka', 'java']],
  ['cooperative', [{ 'partition.assignment.strategy': 'cooperative-sticky' }], ['tskafka', 'kcat', 'java']],
  ['KIP-848', [{ 'group.protocol': 'consumer' }], ['java', 'tskafka', 'tskafka']],
  [
    'an upgrade to KIP-848',
    [{ 'partition.assignment.strategy': 'cooperative-sticky' }, { 'group.protocol': 'consumer' }],
    ['java', 'tskafka', 'java'],
  ],
]

/** Without kcat there is one of ours in its place. */
const hasKcat = spawnSync('kcat', ['-V']).status === 0
const makeOf = (make: Make): Make => (make === 'kcat' && !hasKcat ? 'tskafka' : make)

for (const server of Object.keys(servers) as (keyof typeof servers)[])
  t.test(server, async t => {
    const address = await start(t, server)
    await using producer = new Producer({ 'bootstrap.servers': address })
    for (const [i, [name, configs, wanted]] of scenarios.entries()) {
      const makes = wanted.map(makeOf)
      await t.test(`${name}: ${makes.join(', ')}`, async t => {
        const topic = `orders-${i}`
        const words = ['--create', '--topic', topic, '--partitions', String(PARTITIONS), '--bootstrap-server', address]
        await tskafka(['topics', ...words])
        const play = new Play(t, producer, topic)
        const members = makes.map((make, i) => () => {
          const own = configs[Math.min(i, configs.length - 1)]!
          return play.join(make, { address, group: `group-${topic}`, topic, properties: own })
        })
        const first = members[0]!()
        await play.settle([first])
        const second = members[1]!()
        await play.settle([first, second])
        const third = members[2]!()
        await play.settle([first, second, third])
        await first.stop()
        await play.settle([second, third])
        await third.stop()
        await play.settle([second])
        await second.stop()
        play.check()
      })
    }
  })

/** Rounds of records, and who read which. */
class Play {
  readonly #t: Test
  readonly #producer: Producer
  readonly #topic: string
  readonly #members: RunningMember[] = []
  #next = 0

  constructor(t: Test, producer: Producer, topic: string) {
    this.#t = t
    this.#producer = producer
    this.#topic = topic
  }

  join(
    ...args: ConstructorParameters<typeof RunningMember> extends [Test, ...infer Rest] ? Rest : never
  ): RunningMember {
    const member = new RunningMember(this.#t, ...args)
    this.#members.push(member)
    return member
  }

  /** Records to all partitions, a value each: `partition:number`. Resolves when all were read. */
  async #round(deadline: number): Promise<Set<string>> {
    const values = new Set<string>()
    const sent = Array.from({ length: ROUND }, () => {
      const number = this.#next++
      const partition = number % PARTITIONS
      const value = `${partition}:${number}`
      values.add(value)
      return this.#producer.send({ topic: this.#topic, partition, value })
    })
    await Promise.all(sent)
    for (;;) {
      const read = new Set(this.#members.flatMap(({ values }) => values))
      if ([...values].every(value => read.has(value))) return values
      if (Date.now() > deadline)
        throw new Error(`Not all was read in time\n${this.#members.map(each => each.errors).join('\n')}`)
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }

  /** Rounds until `members` share what there is; in that last one each partition is one member's. */
  async settle(members: readonly RunningMember[]): Promise<void> {
    const deadline = Date.now() + SETTLE_MS
    for (;;) {
      const values = await this.#round(deadline)
      const owners = new Map<string, Set<RunningMember>>()
      for (const member of this.#members)
        for (const value of member.values)
          if (values.has(value)) {
            const [partition] = value.split(':') as [string]
            owners.set(partition, (owners.get(partition) ?? new Set()).add(member))
          }
      const all = new Set([...owners.values()].flatMap(set => [...set]))
      const isShared = members.every(member => all.has(member)) && all.size === members.length
      if (isShared && [...owners.values()].every(({ size }) => size === 1)) {
        this.#t.pass(`${members.map(({ make }) => make).join(', ')} share ${owners.size} partitions`)
        return
      }
      if (Date.now() > deadline)
        throw new Error(`They do not share\n${this.#members.map(each => each.errors).join('\n')}`)
    }
  }

  check(): void {
    const read = this.#members.flatMap(({ values }) => values)
    const early = new Set(this.#members.filter(each => each.commitsEarly).flatMap(({ values }) => values))
    const twice = read.filter((value, i) => read.indexOf(value) !== i && !early.has(value))
    this.#t.same(twice, [], 'no record was read twice')
    this.#t.equal(new Set(read).size, this.#next, 'every record was read')
  }
}
