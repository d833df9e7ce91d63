/** Workers that share connectors and tasks: who runs what when they come, go, are killed and are cut off. */
import fs from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { Consumer } from '../../src/client/consumer/consumer.ts'
import type { ConnectorStateInfo } from '../../src/connect/herder/herder.ts'
import { eventually, read, rest, spawnMember, startMember, type World, world } from './kit.ts'

const counter = (tasks: number, more: Record<string, string> = {}) => ({
  'connector.class': 'Counter',
  tasks: String(tasks),
  'tasks.max': String(tasks),
  'value.converter': 'String',
  'key.converter': 'String',
  ...more,
})
const put = (url: string, name: string, config: Record<string, string>) =>
  rest(url, 'PUT', `/connectors/${name}/config`, config)
const status = async (url: string, name: string): Promise<ConnectorStateInfo> =>
  (await rest(url, 'GET', `/connectors/${name}/status`)).body
const allRun = (count: number) => (state: ConnectorStateInfo) =>
  state.connector?.state === 'RUNNING' &&
  state.tasks.length === count &&
  state.tasks.every(each => each.state === 'RUNNING')
const owners = (state: ConnectorStateInfo) => new Set(state.tasks.map(each => each.worker_id))

/** What each task counted, in order. */
async function counts(t: Test, { bootstrap }: World, topic = 'counts') {
  const consumer = new Consumer({ 'bootstrap.servers': bootstrap, 'auto.offset.reset': 'earliest' })
  t.teardown(() => consumer.close())
  await consumer.subscribe([topic])
  const byTask = new Map<string, number[]>()
  return {
    byTask,
    async more() {
      for (const { value } of await consumer.poll(100)) {
        const [task, n] = value!.toString().split(' ')
        byTask.set(task!, [...(byTask.get(task!) ?? []), Number(n)])
      }
      return byTask
    },
  }
}
/** Numbers that were passed over. */
const holes = (numbers: readonly number[]) => {
  const seen = new Set(numbers)
  return Array.from({ length: Math.max(...numbers) }, (_, n) => n).filter(n => !seen.has(n))
}

t.test('work is shared out, and moves from a worker that is killed', { timeout: 90_000 }, async t => {
  const place = await world(t, { 'group.min.session.timeout.ms': '100' })
  const quick = { 'session.timeout.ms': '2000' }
  const one = await startMember(t, place, quick)
  t.match(await put(one.url, 'count', counter(4)), { status: 201, body: { name: 'count', type: 'source' } })
  await eventually(() => status(one.url, 'count'), allRun(4), 'four tasks run')
  const [two, three] = await Promise.all([spawnMember(t, place, quick), spawnMember(t, place, quick)])
  const shared = await eventually(
    () => status(two.url, 'count'),
    state => allRun(4)(state) && owners(state).size === 3,
    'three workers have tasks',
    40_000,
  )
  t.match(shared, { name: 'count', connector: { version: '1.0' }, type: 'source' })
  const reader = await counts(t, place)
  await eventually(
    () => reader.more(),
    byTask => byTask.size === 4,
    'all count',
  )

  // To one that does not lead: a new connector, and a restart of a task that is somewhere.
  t.match(await put(three.url, 'other', counter(1, { topic: 'others' })), { status: 201 })
  await eventually(() => status(three.url, 'other'), allRun(1), 'it runs')
  for (const task of [0, 1, 2, 3])
    t.match(
      await eventually(
        () => rest(three.url, 'POST', `/connectors/count/tasks/${task}/restart`),
        ({ status }) => status !== 409,
        'settled',
      ),
      { status: 204 },
    )
  t.match(await rest(two.url, 'POST', '/connectors/count/restart?includeTasks=true'), {
    status: 202,
    body: { connector: { state: 'RESTARTING' }, tasks: [{ state: 'RESTARTING' }, {}, {}, {}] },
  })
  await eventually(() => status(two.url, 'count'), allRun(4), 'they run again')

  const began = Date.now()
  await three.end('SIGKILL')
  const moved = await eventually(
    () => status(one.url, 'count'),
    state => allRun(4)(state) && !owners(state).has(three.id),
    'others run what it ran',
    30_000,
  )
  t.comment(`moved after ${Date.now() - began} ms`)
  t.equal(owners(moved).size, 2)
  const marks = new Map([...(await reader.more())].map(([task, numbers]) => [task, numbers.length]))
  await eventually(
    () => reader.more(),
    byTask => [...byTask].every(([task, numbers]) => numbers.length > marks.get(task)! + 5),
    'all count on',
  )
  for (const [task, numbers] of reader.byTask) t.strictSame(holes(numbers), [], `task ${task} left nothing out`)

  t.match(await rest(two.url, 'DELETE', '/connectors/count'), { status: 204 })
  await eventually(
    () => rest(one.url, 'GET', '/connectors/count/status'),
    ({ status }) => status === 404,
    'it is gone',
  )
  await eventually(
    () => rest(two.url, 'GET', '/connectors'),
    ({ body }) => String(body) === 'other',
    'of all',
  )
})

t.test('a worker that stops hands over at once what it has finished', { timeout: 60_000 }, async t => {
  const place = await world(t)
  const settings = { 'scheduled.rebalance.max.delay.ms': '0' }
  const one = await startMember(t, place, settings)
  const two = await startMember(t, place, settings)
  await put(one.url, 'count', counter(2))
  await eventually(
    () => status(one.url, 'count'),
    state => allRun(2)(state) && owners(state).size === 2,
    'both have one',
  )
  await one.stop()
  const moved = await eventually(
    () => status(two.url, 'count'),
    state => allRun(2)(state) && owners(state).size === 1,
    'two has both',
  )
  t.strictSame([...owners(moved)], [new URL(two.url).host])
  const reader = await counts(t, place)
  await eventually(
    () => reader.more(),
    byTask => byTask.size === 2,
    'both count',
  )
  await new Promise(resolve => setTimeout(resolve, 300))
  await reader.more()
  // Whoever stops commits what it has written: nothing comes twice.
  for (const [task, numbers] of reader.byTask) t.strictSame(numbers, [...numbers.keys()], `task ${task}`)
})

t.test('pause, stop, offsets and new settings, by any worker', { timeout: 60_000 }, async t => {
  const place = await world(t)
  const settings = { 'scheduled.rebalance.max.delay.ms': '0' }
  const one = await startMember(t, place, settings)
  const two = await startMember(t, place, settings)
  await put(two.url, 'count', counter(2, { count: '3' }))
  await eventually(() => status(one.url, 'count'), allRun(2), 'it runs')
  const inState = (wanted: string, tasks: number) => (state: ConnectorStateInfo) =>
    state.connector.state === wanted && state.tasks.length === tasks && state.tasks.every(each => each.state === wanted)
  for (const [word, wanted, tasks] of [
    ['pause', 'PAUSED', 2],
    ['resume', 'RUNNING', 2],
    ['stop', 'STOPPED', 0],
  ] as const)
    for (const { url } of [two, one]) {
      t.match(await rest(url, 'PUT', `/connectors/count/${word}`), { status: word === 'stop' ? 204 : 202 })
      await eventually(() => status(url, 'count'), inState(wanted, tasks), wanted)
    }
  const offsets = await rest(two.url, 'GET', '/connectors/count/offsets')
  const at = (task: number, n: number | null) => ({ partition: { task }, offset: n === null ? null : { n } })
  t.same(
    offsets.body.offsets.sort(
      (a: { partition: { task: number } }, b: { partition: { task: number } }) => a.partition.task - b.partition.task,
    ),
    [at(0, 3), at(1, 3)],
  )
  const changed = await eventually(
    () => rest(two.url, 'PATCH', '/connectors/count/offsets', { offsets: [at(0, 1), at(1, null)] }),
    ({ status }) => status !== 409,
    'settled',
  )
  t.match(changed, { status: 200, body: { message: /altered successfully/ } })
  t.same((await rest(one.url, 'GET', '/connectors/count/offsets')).body, { offsets: [at(0, 1)] })
  // New settings while it is stopped: they count when it runs again.
  t.match(await put(two.url, 'count', counter(1, { count: '4' })), { status: 200 })
  t.match(await rest(one.url, 'PUT', '/connectors/count/resume'), { status: 202 })
  await eventually(() => status(one.url, 'count'), allRun(1), 'one task runs')
  const reader = await counts(t, place)
  await eventually(
    () => reader.more(),
    byTask => byTask.get('0')?.length === 6,
    'it counts on from 1',
  )
  t.strictSame(reader.byTask.get('0'), [0, 1, 2, 1, 2, 3])
  t.match(await rest(two.url, 'PUT', '/admin/loggers/connect.herder?scope=cluster', { level: 'DEBUG' }), {
    status: 204,
  })
  for (const { url } of [one, two])
    await eventually(
      () => rest(url, 'GET', '/admin/loggers/connect.herder'),
      ({ body }) => body.level === 'DEBUG',
      'both say more',
    )
})

t.test('a source and a sink, eagerly, with one that only knows that', { timeout: 60_000 }, async t => {
  const place = await world(t)
  fs.writeFileSync(path.join(place.dir, 'in.txt'), 'a\nb\n')
  const one = await startMember(t, place, { 'connect.protocol': 'eager' })
  const two = await startMember(t, place)
  await put(two.url, 'in', {
    'connector.class': 'FileStreamSource',
    file: path.join(place.dir, 'in.txt'),
    topic: 'lines',
  })
  await put(two.url, 'out', {
    'connector.class': 'FileStreamSink',
    file: path.join(place.dir, 'out.txt'),
    topics: 'lines',
  })
  const text = () => read(path.join(place.dir, 'out.txt'))
  await eventually(text, found => found === 'a\nb\n', 'both lines')
  await two.stop()
  fs.appendFileSync(path.join(place.dir, 'in.txt'), 'c\n')
  await eventually(text, found => found === 'a\nb\nc\n', 'one goes on alone')
  t.match(await rest(one.url, 'POST', '/connectors/in/tasks', []), { status: 204 }, 'nothing is signed')
})

t.test('a task that throws is FAILED on its worker, and only restarts help', { timeout: 60_000 }, async t => {
  const place = await world(t)
  const one = await startMember(t, place)
  const file = path.join(place.dir, 'later', 'out.txt')
  await put(one.url, 'out', { 'connector.class': 'FileStreamSink', file, topics: 'none' })
  const failed = await eventually(
    () => status(one.url, 'out'),
    ({ tasks }) => tasks?.[0]?.state === 'FAILED',
    'it fails',
  )
  t.match(failed.tasks[0]!.trace, /ENOENT[\s\S]*at /)
  t.match(await rest(one.url, 'GET', '/health'), { status: 200 })
  fs.mkdirSync(path.dirname(file))
  t.match(await rest(one.url, 'POST', '/connectors/out/restart?includeTasks=true&onlyFailed=true'), { status: 202 })
  await eventually(() => status(one.url, 'out'), allRun(1), 'it runs')
})

t.test('topics that lose records, and a config topic with two partitions, are refused', async t => {
  const place = await world(t)
  const { Admin } = await import('../../src/client/admin/admin.ts')
  await using admin = await Admin.connect(place.bootstrap)
  await admin.createTopics([
    { name: 'deleted', partitions: 1, replicationFactor: 1 },
    { name: 'wide', partitions: 2, replicationFactor: 1, configs: { 'cleanup.policy': 'compact' } },
  ])
  await t.rejects(startMember(t, place, { 'config.storage.topic': 'wide' }), {
    message: /'wide' supplied via the 'config.storage.topic' .* single partition .* found 2 partitions/,
  })
  for (const name of ['config', 'offset', 'status'])
    await t.rejects(startMember(t, place, { [`${name}.storage.topic`]: 'deleted' }), {
      message: new RegExp(`'deleted' supplied via the '${name}.storage.topic' .*'cleanup.policy=delete'`),
    })
})

t.test(
  'a join that a frozen worker keeps waiting is no time in which this one was busy',
  { timeout: 60_000 },
  async t => {
    const place = await world(t, { 'group.min.session.timeout.ms': '100' })
    const one = await startMember(t, place, { 'rebalance.timeout.ms': '1000' })
    const two = await spawnMember(
      t,
      { ...place, log: [] },
      { 'rebalance.timeout.ms': '2500', 'session.timeout.ms': '20000' },
    )
    await eventually(
      () => place.log.join('\n'),
      log => /at generation 2,/.test(log),
      'both are in',
    )
    two.signal('SIGSTOP')
    t.match(await put(one.url, 'count', counter(1)), { status: 201 })
    await eventually(() => status(one.url, 'count'), allRun(1), 'it runs')
    t.notMatch(place.log.join('\n'), /The worker was busy/)
  },
)
