import t from 'tap'
import { assignEager } from '../../../src/connect/group/assign-eager.ts'
import { IncrementalAssignor } from '../../../src/connect/group/assign-incremental.ts'
import { CONNECTOR, connectorUnit, Work } from '../../../src/connect/group/work.ts'
import type { TaskId } from '../../../src/connect/runtime/states.ts'
import { factsOf } from '../facts.ts'

type Units = readonly string[]
interface Round {
  now: number
  generation: number
  last: number
  /** How many tasks each has. */
  connectors: Record<string, number>
  members: Record<string, Units>
  /** To start, to stop, and what it has then. */
  shares: Record<string, [start: Units, stop: Units, all: Units]>
  delay: number
}
interface Play {
  kind: string
  seed: number
  maxDelay: number
  rounds: Round[]
}

/** Connectors, then tasks as `connector/task`, as Java told them. */
const read = (units: Units) =>
  new Work(
    units.map((text): TaskId => {
      const [connector, task] = text.split('/')
      return { connector: connector!, task: task === undefined ? CONNECTOR : Number(task) }
    }),
  )
const shown = (work: Work): Units => {
  const units = work.sorted
  return [
    ...units.filter(({ task }) => task === CONNECTOR).map(({ connector }) => connector),
    ...units.filter(({ task }) => task !== CONNECTOR).map(({ connector, task }) => `${connector}/${task}`),
  ]
}
const configured = (connectors: Record<string, number>) =>
  Work.of(
    Object.keys(connectors),
    Object.entries(connectors).flatMap(([connector, count]) =>
      Array.from({ length: count }, (_, task) => ({ connector, task })),
    ),
  )

t.test('round by round, what the leader of Apache Kafka decides', async t => {
  for (const { seed, maxDelay, rounds } of factsOf<Play>('groups').filter(({ kind }) => kind === 'play')) {
    let now = 0
    const assignor = new IncrementalAssignor({ maxDelayMs: maxDelay, now: () => now })
    for (const [index, round] of rounds.entries()) {
      now = round.now
      const { shares, delayMs } = assignor.assign({
        generation: round.generation,
        lastGeneration: round.last,
        configured: configured(round.connectors),
        members: new Map(Object.entries(round.members).map(([member, units]) => [member, read(units)])),
      })
      const got = Object.fromEntries(
        [...shares].map(([member, { start, stop, all }]) => [member, [shown(start), shown(stop), shown(all)]]),
      )
      if (
        !t.strictSame({ shares: got, delay: delayMs }, { shares: round.shares, delay: round.delay }, `${seed}.${index}`)
      )
        return
    }
  }
})

t.test('eager: connectors first, then tasks, round and round', async t => {
  const work = assignEager(['b', 'a'], configured({ y: 2, x: 1 }))
  t.strictSame(
    [...work].map(([member, own]) => [member, shown(own)]),
    [
      ['a', ['x', 'x/0', 'y/1']],
      ['b', ['y', 'y/0']],
    ],
  )
})

t.test('a set of work', async t => {
  const work = new Work([connectorUnit('a'), { connector: 'a', task: 0 }, { connector: 'a', task: 0 }])
  t.equal(work.size, 2)
  t.strictSame(work.connectors, ['a'])
  t.strictSame(work.tasks, [{ connector: 'a', task: 0 }])
  // Names that look like others' tasks.
  const odd = new Work([connectorUnit('a-0'), connectorUnit('a--1'), connectorUnit('-1 a')])
  t.equal(odd.and(work).size, 0)
  t.equal(String(work.minus(new Work([connectorUnit('a')]))), '[a-0]')
})
