/** What is folded in memory, and what its rows say after a start, are the same: whatever was said, and whenever it was saved. */
import t from 'tap'
import { ConfigRows } from '../../../src/connect/storage/config-rows.ts'
import { ConfigTable } from '../../../src/connect/storage/config-table.ts'
import { StatusTopic } from '../../../src/connect/storage/status-topic.ts'
import type { Projection } from '../../../src/connect/view/topic-view.ts'
import { createLogger } from '../../../src/lib/logger.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import { View } from '../../../src/view/view.ts'

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const random = seededRandom(seed)
const log = createLogger({ write: () => {} })
const STEPS = 600

const pick = <Item>(items: readonly Item[]): Item => items[random.below(items.length)]!
const names = ['a', 'b', 'a-1', 'ü\u0000']
const viewFor = ({ schema, version }: Projection) => View.open({ file: ':memory:', schema, version })
const record = (offset: number, key: string, value: unknown) => ({
  offset,
  key: Buffer.from(key),
  value: value === null ? null : Buffer.from(JSON.stringify(value)),
})

function configTable() {
  const nobody = {
    onConnectorRemoved() {},
    onConnectorUpdated() {},
    onTasksUpdated() {},
    onTargetChanged() {},
    onSessionKey() {},
    onRestart() {},
    onLogLevel() {},
  }
  const table = new ConfigTable(nobody, log)
  return { table, rows: new ConfigRows(table) }
}

t.test(`the config topic, seed ${seed}`, async t => {
  const whole = configTable()
  let part = configTable()
  const view = viewFor(part.rows)
  const properties = () => ({ properties: { n: String(random.below(1e6)) } })
  const says: readonly ((name: string) => [string, unknown])[] = [
    name => [`connector-${name}`, properties()],
    name => [`connector-${name}`, null],
    name => [`target-state-${name}`, pick([null, { 'state.v2': 'PAUSED' }, { state: 'STARTED' }, { state: 7 }])],
    name => [`task-${name}-${pick([0, 1])}`, properties()],
    name => [`task-${name}-${pick([0, 1])}`, properties()],
    name => [`commit-${name}`, { tasks: pick([0, 1, 2]) }],
    name => [`tasks-fencing-${name}`, { 'task-count': pick([1, 2, 1.5]) }],
    name => [`restart-connector-${name}`, {}],
    () => ['session-key', { key: 'AQI=', algorithm: 'HmacSHA256', 'creation-timestamp': random.below(1e12) }],
    () => ['nonsense', []],
  ]
  for (let offset = 0; offset < STEPS; offset++) {
    const said = record(offset, ...pick(says)(pick(names)))
    whole.rows.apply(said)
    part.rows.apply(said)
    if (random.below(10) < 3) part.rows.save(view)
    if (random.below(10) === 0) {
      part.rows.save(view)
      part = configTable()
      part.rows.load(view)
    }
    if (offset % 20 === 0) t.strictSame(part.table.snapshot, whole.table.snapshot, `at ${offset}`)
  }
  t.strictSame(part.table.snapshot, whole.table.snapshot)
  t.ok(whole.table.snapshot.connectors.size > 0)
})

function statuses() {
  const clients = { 'bootstrap.servers': 'localhost:9092' }
  return new StatusTopic({
    internal: { topic: 's', purpose: '', setting: '', partitions: 1, replicationFactor: 1, configs: {} },
    clients: { admin: clients, consumer: clients, producer: clients },
    log,
    file: undefined,
  })
}

const shown = (table: StatusTopic) =>
  names.map(name => ({
    name,
    status: table.connector(name),
    tasks: table.tasks(name),
    topics: table.topics(name).sort((a, b) => (a.topic < b.topic ? -1 : 1)),
  }))

t.test(`the status topic, seed ${seed}`, async t => {
  const whole = statuses()
  let part = statuses()
  const view = viewFor(part)
  const status = () => ({
    state: pick(['RUNNING', 'FAILED', 'UNASSIGNED', 'DESTROYED']),
    trace: pick([null, 'at x', { odd: 1 }]),
    worker_id: 'w:1',
    generation: pick([1, 2, 3, 1.5, null]),
    version: pick([null, '1.0']),
  })
  const topic = (name: string) => ({
    topic: { name: 't', connector: name, task: 0, discoverTimestamp: pick([1763700000000, 'x']) },
  })
  const says: readonly ((name: string) => [string, unknown])[] = [
    name => [`status-connector-${name}`, pick([null, status(), status()])],
    name => [`status-task-${name}-${pick([0, 1, 2])}`, pick([null, status(), status(), status()])],
    name => [`status-topic-${pick(['t', 'u'])}:connector-${name}`, pick([null, topic(name), topic(name)])],
    () => ['nonsense', 1],
  ]
  let seen = 0
  for (let offset = 0; offset < STEPS; offset++) {
    const said = record(offset, ...pick(says)(pick(names)))
    whole.apply(said)
    part.apply(said)
    if (random.below(10) < 3) part.save(view)
    if (random.below(10) === 0) {
      part.save(view)
      part = statuses()
      part.load(view)
    }
    if (offset % 20 === 0) t.strictSame(shown(part), shown(whole), `at ${offset}`)
    seen += shown(whole).filter(({ status, tasks, topics }) => status && tasks.length + topics.length > 0).length
  }
  t.ok(seen > 0, 'and there was something to compare')
})
