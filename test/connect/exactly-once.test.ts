/** Sources that write in transactions: what readers of committed records see, whoever is fenced, aborted or restarted. */
import fs from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { Admin } from '../../src/client/admin/admin.ts'
import { listTransactions } from '../../src/client/admin/transactions.ts'
import { Consumer } from '../../src/client/consumer/consumer.ts'
import { Producer } from '../../src/client/producer/producer.ts'
import { eventually, rest, spawnMember, startMember, type World, world } from './kit.ts'

const plugins = ['counter.ts', 'boundaries.ts'].map(name => path.join(import.meta.dirname, name)).join()
const enabled = {
  'exactly.once.source.support': 'enabled',
  'plugin.path': plugins,
  'scheduled.rebalance.max.delay.ms': '0',
}
const text = { 'key.converter': 'String', 'value.converter': 'String' }
const boundaries = (script: string, more: Record<string, string> = {}) => ({
  'connector.class': 'Boundaries',
  'transaction.boundary': 'connector',
  script,
  ...text,
  ...more,
})
const counter = (tasks: number, more: Record<string, string> = {}) => ({
  'connector.class': 'Counter',
  tasks: String(tasks),
  'tasks.max': String(tasks),
  ...text,
  ...more,
})
const put = (url: string, name: string, config: Record<string, string>) =>
  rest(url, 'PUT', `/connectors/${name}/config`, config)
const tasksAre = (url: string, name: string, wanted: string, count = 1) =>
  eventually(
    async () => (await rest(url, 'GET', `/connectors/${name}/status`)).body,
    ({ tasks }) => tasks?.length === count && tasks.every((each: { state: string }) => each.state === wanted),
    `${count} tasks of ${name} are ${wanted}`,
  )

/** Values of a topic so far, and on. */
async function follow(t: Test, { bootstrap }: World, topic: string, isolation = 'read_committed') {
  const consumer = new Consumer({
    'bootstrap.servers': bootstrap,
    'auto.offset.reset': 'earliest',
    'isolation.level': isolation,
  })
  t.teardown(() => consumer.close())
  await consumer.subscribe([topic])
  const seen: { key: string; value: string }[] = []
  const more = async () => {
    for (const { key, value } of await consumer.poll(100)) seen.push({ key: String(key), value: String(value) })
    return seen
  }
  return {
    more,
    until: (count: number) => eventually(more, () => seen.length >= count, `${count} records of ${topic}`),
  }
}

/** Of all records that were written to a topic, how many compaction has left. */
async function share({ bootstrap }: World, topic: string, partitions: number): Promise<number> {
  await using consumer = new Consumer({ 'bootstrap.servers': bootstrap, 'auto.offset.reset': 'earliest' })
  const all = Array.from({ length: partitions }, (_, partition) => ({ topic, partition }))
  const end = (await consumer.endOffsets(all)).reduce((sum, each) => sum + each)
  await consumer.assign(all)
  let left = 0
  const at = () => consumer.positions().reduce((sum, { offset }) => sum + offset, 0)
  while (at() < end) left += (await consumer.poll(20)).length
  return left / end
}
const valuesOf = (records: readonly { value: string }[]) => records.map(({ value }) => value)

t.test('a connector says where transactions end; what it aborts is passed over and not asked for again', async t => {
  const place = await world(t)
  const one = await startMember(t, place, enabled)
  await put(one.url, 'it', boundaries('xyC xya xcz A wC'))
  const reader = await follow(t, place, 'bounded')
  await reader.until(5)
  t.strictSame(valuesOf(await reader.more()), ['1x', '1y', '3x', '3c', '5w'])
  await one.stop()
  const two = await startMember(t, place, enabled)
  await tasksAre(two.url, 'it', 'RUNNING')
  await put(two.url, 'it', boundaries('xyC xya xcz A wC vC'))
  await reader.until(6)
  t.strictSame(valuesOf(await reader.more()).slice(5), ['6v'], 'it goes on where it was')
})

t.test('commit and abort of the same is a mistake that fails the task', async t => {
  const place = await world(t)
  const one = await startMember(t, place, enabled)
  await put(one.url, 'it', boundaries('xCA'))
  const { tasks } = await tasksAre(one.url, 'it', 'FAILED')
  t.match(tasks[0].trace, /Connector requested both commit and abort of same transaction/)
  const reader = await follow(t, place, 'bounded')
  t.strictSame(await reader.more(), [], 'nothing of it is seen')
})

t.test(
  'tasks of before can write no more: the leader fences them off, by their ids, one round for each generation',
  async t => {
    const place = await world(t)
    const one = await startMember(t, place, enabled)
    await put(one.url, 'count', counter(3))
    await tasksAre(one.url, 'count', 'RUNNING', 3)
    // As task 2 of a worker that is cut off: nobody with its id comes after it.
    const zombie = new Producer({ 'bootstrap.servers': place.bootstrap, 'transactional.id': 'workers-count-2' })
    t.teardown(() => zombie.close(0))
    await zombie.initTransactions()
    zombie.beginTransaction()
    await zombie.send({ topic: 'counts', value: 'from the grave' })
    t.match(await put(one.url, 'count', counter(2)), { status: 200 })
    const configs = await follow(t, place, 'configs')
    const counts = async () => (await configs.more()).filter(({ key }) => key === 'tasks-fencing-count')
    const rounds = await eventually(counts, ({ length }) => length > 1, 'another round')
    t.strictSame(valuesOf(rounds), ['{"task-count":3}', '{"task-count":2}'], 'once for each generation')
    await t.rejects(zombie.commitTransaction(), { name: /PRODUCER_FENCED|INVALID_PRODUCER_EPOCH/ })

    await using admin = await Admin.connect({ 'bootstrap.servers': place.bootstrap })
    t.strictSame(
      (await listTransactions(admin.cluster)).map(each => each.transactionalId).sort(),
      ['connect-cluster-workers', 'workers-count-0', 'workers-count-1', 'workers-count-2'],
      "the names are Kafka's",
    )
    const reader = await follow(t, place, 'counts')
    await reader.until(20)
    t.notOk(valuesOf(await reader.more()).includes('from the grave'))
    const own = valuesOf(await reader.more()).filter(value => value.startsWith('0 '))
    t.strictSame(
      own,
      [...own.keys()].map(n => `0 ${n}`),
      'task 0 wrote each once',
    )
  },
)

t.test('a task that is fenced fails, and says what it may be', async t => {
  const place = await world(t)
  const one = await startMember(t, place, enabled)
  await put(one.url, 'count', counter(1))
  await tasksAre(one.url, 'count', 'RUNNING')
  await using other = new Producer({ 'bootstrap.servers': place.bootstrap, 'transactional.id': 'workers-count-0' })
  await other.initTransactions()
  const { tasks } = await tasksAre(one.url, 'count', 'FAILED')
  t.match(tasks[0].trace, /Failed to flush offsets and\/or records for task count-0: another task has taken over/)
  t.match(await rest(one.url, 'POST', '/connectors/count/restart?includeTasks=true&onlyFailed=true'), { status: 202 })
  await tasksAre(one.url, 'count', 'RUNNING')
  const reader = await follow(t, place, 'counts')
  const values = valuesOf(await reader.until(30))
  t.strictSame(
    values,
    [...values.keys()].map(n => `0 ${n}`),
    'each once',
  )
})

t.test(
  'offsets in a topic of the connector, in the same transaction; forgotten, altered, and copied to the workers',
  async t => {
    const place = await world(t)
    const one = await startMember(t, place, enabled)
    const config = counter(1, { count: '5', 'offsets.storage.topic': 'own' })
    t.match(await put(one.url, 'count', config), { status: 201 })
    const reader = await follow(t, place, 'counts')
    t.strictSame(valuesOf(await reader.until(5)), ['0 0', '0 1', '0 2', '0 3', '0 4'])
    const offsets = async () => (await rest(one.url, 'GET', '/connectors/count/offsets')).body
    const at = (n: number) => ({ offsets: [{ partition: { task: 0 }, offset: { n } }] })
    t.same(await eventually(offsets, ({ offsets }) => offsets[0]?.offset.n === 5, 'committed'), at(5))
    for (const topic of ['own', 'offsets']) {
      const records = await follow(t, place, topic)
      const last = (await records.until(5)).at(-1)
      t.same(last, { key: '["count",{"task":0}]', value: '{"n":5}' }, `${topic} has it`)
    }
    t.match(await rest(one.url, 'PATCH', '/connectors/count/offsets', at(2)), { status: 400 }, 'it runs')
    await rest(one.url, 'PUT', '/connectors/count/stop')
    const settled = (work: () => ReturnType<typeof rest>) => eventually(work, ({ status }) => status !== 409, 'settled')
    t.match(await settled(() => rest(one.url, 'PATCH', '/connectors/count/offsets', at(2))), { status: 200 })
    t.same(await offsets(), at(2))
    await rest(one.url, 'PUT', '/connectors/count/resume')
    t.strictSame(valuesOf(await reader.until(8)).slice(5), ['0 2', '0 3', '0 4'])
    await rest(one.url, 'PUT', '/connectors/count/stop')
    t.match(await settled(() => rest(one.url, 'DELETE', '/connectors/count/offsets')), { status: 200 })
    t.same(await offsets(), { offsets: [] }, 'forgotten in both')
  },
)

t.test('pause commits what there is; an interval counts from the resume', async t => {
  const place = await world(t)
  const one = await startMember(t, place, enabled)
  const config = counter(1, { 'transaction.boundary': 'interval', 'transaction.boundary.interval.ms': '600000' })
  await put(one.url, 'count', config)
  const all = await follow(t, place, 'counts', 'read_uncommitted')
  await all.until(3)
  const reader = await follow(t, place, 'counts')
  t.strictSame(await reader.more(), [], 'nothing is committed yet')
  await rest(one.url, 'PUT', '/connectors/count/pause')
  await tasksAre(one.url, 'count', 'PAUSED')
  t.ok((await reader.until(3)).length >= 3)
  await rest(one.url, 'PUT', '/connectors/count/resume')
  await tasksAre(one.url, 'count', 'RUNNING')
  await one.stop()
  const values = valuesOf(await all.more())
  t.strictSame(valuesOf(await reader.until(values.length)), values, 'a stop commits, too')
})

t.test('a worker that was disabled is upgraded by way of preparing; the leader is fenced, too', async t => {
  const place = await world(t)
  const one = await startMember(t, place, { ...enabled, 'exactly.once.source.support': 'disabled' })
  await put(one.url, 'count', counter(1, { count: '3' }))
  const reader = await follow(t, place, 'counts')
  await reader.until(3)
  await one.stop()
  const two = await startMember(t, place, { ...enabled, 'exactly.once.source.support': 'PREPARING' })
  await eventually(
    () => put(two.url, 'count', counter(1, { count: '3', batch: '2' })),
    ({ status }) => status === 200,
    'it leads',
  )
  await eventually(
    async () => (await rest(two.url, 'GET', '/connectors/count/tasks')).body,
    ([task]) => task?.config.batch === '2',
    'it has nothing more to write',
  )
  // A leader that does not know that it is none.
  await using other = new Producer({
    'bootstrap.servers': place.bootstrap,
    'transactional.id': 'connect-cluster-workers',
  })
  await other.initTransactions()
  const fenced = await put(two.url, 'count', counter(1, { count: '4' }))
  t.match(fenced, { status: 500, body: { message: /Failed to write to config topic; this may be due to a transient/ } })
  t.match(
    await eventually(
      () => put(two.url, 'count', counter(1, { count: '4' })),
      ({ status }) => status === 200,
      'it leads, and takes the id back',
    ),
    { status: 200 },
  )
  await reader.until(4)
  await two.stop()
  const three = await startMember(t, place, enabled)
  await put(three.url, 'count', counter(1, { count: '5' }))
  t.strictSame(valuesOf(await reader.until(5)), ['0 0', '0 1', '0 2', '0 3', '0 4'])
})

t.test('a source may not write where its offsets are', async t => {
  const place = await world(t)
  const one = await startMember(t, place, enabled)
  await put(one.url, 'count', counter(1, { topic: 'offsets' }))
  const { tasks } = await tasksAre(one.url, 'count', 'FAILED')
  t.match(
    tasks[0].trace,
    /Source tasks may not produce to their own offsets topics when exactly-once support is enabled/,
  )
})

t.test("what cannot be exactly once is said before it runs, in Kafka's words", async t => {
  const place = await world(t)
  fs.writeFileSync(path.join(place.dir, 'in.txt'), '')
  const [on, off] = [
    await startMember(t, place, { ...enabled, 'group.id': 'on', 'config.storage.topic': 'on' }),
    await startMember(t, place, { ...enabled, 'exactly.once.source.support': 'disabled' }),
  ]
  const required = { 'exactly.once.support': 'Required', ...text }
  const stdin = { 'connector.class': 'FileStreamSource', topic: 'in', ...required }
  const sink = { 'connector.class': 'FileStreamSink', topics: 'in' }
  const cases: [string, Record<string, string>, RegExp][] = [
    [off.url, counter(1, required), /\nThis worker does not have exactly-once source support enabled\.\n/],
    [on.url, stdin, /\nThe connector does not support exactly-once semantics with the provided configuration\.\n/],
    [
      on.url,
      counter(1, { 'transaction.boundary': 'connector' }),
      /\nThe connector does not support connector-defined tran/,
    ],
    [
      on.url,
      counter(1, { 'admin.override.retries': 'x' }),
      /Invalid value x for configuration retries: Not a number of/,
    ],
    [on.url, boundaries('not'), /Please reconfigure it to use a different transaction boundary definition\.\n/],
    [on.url, counter(1, { 'exactly.once.support': 'maybe' }), /must be one of/],
    [
      on.url,
      { ...sink, 'consumer.override.group.id': 'on' },
      /Consumer group on conflicts with Connect worker group on\n/,
    ],
  ]
  for (const [url, config, message] of cases)
    t.match(await put(url, 'new', config), { status: 400, body: { message } }, String(message))
  t.match(await put(on.url, 'new', { ...stdin, file: path.join(place.dir, 'in.txt') }), { status: 201 })
  const clash = await startMember(t, place, { ...enabled, 'group.id': 'connect-sink', 'config.storage.topic': 'three' })
  t.match(await put(clash.url, 'sink', sink), {
    status: 400,
    body: {
      message: /Consumer group for sink connector named sink conflicts with Connect worker group connect-sink\n/,
    },
  })
})

// It believes that it runs what it has, and the group does, too: nobody would begin it anew, and its failure would be told to nobody.
t.test(
  'a worker that comes back from the dead begins anew what others have run meanwhile',
  { timeout: 60_000 },
  async t => {
    const place = await world(t, { 'group.min.session.timeout.ms': '100' })
    const settings = { ...enabled, 'session.timeout.ms': '1000' }
    const one = await spawnMember(t, place, settings)
    await put(one.url, 'count', counter(1))
    const reader = await follow(t, place, 'counts')
    await reader.until(20)
    const two = await spawnMember(t, place, settings)
    one.signal('SIGSTOP')
    const ranBy = (worker: string) =>
      eventually(
        async () => (await rest(two.url, 'GET', '/connectors/count/status').catch(() => ({ body: {} }))).body,
        ({ tasks }) => tasks?.[0]?.worker_id === worker && tasks[0].state === 'RUNNING',
        `it runs on ${worker}`,
      )
    await ranBy(two.id)
    await reader.until((await reader.more()).length + 20)
    one.signal('SIGCONT')
    await two.end('SIGKILL')
    const values = valuesOf(await reader.until((await reader.more()).length + 50))
    t.strictSame(
      values,
      [...values.keys()].map(n => `0 ${n}`),
      'each once',
    )
    const { body } = await rest(one.url, 'GET', '/connectors/count/status')
    t.match(body, { connector: { worker_id: one.id }, tasks: [{ state: 'RUNNING', worker_id: one.id }] })
  },
)

t.test(
  'a worker reads what compaction has left of its topics, in transactions or not',
  { timeout: 60_000 },
  async t => {
    const place = await world(t, { 'log.cleaner.backoff.ms': '100' })
    const compacting = Object.fromEntries(
      ['config', 'offset', 'status'].flatMap(topic =>
        Object.entries({
          'segment.ms': '200',
          'min.cleanable.dirty.ratio': '0.001',
          'delete.retention.ms': '0',
        }).map(([name, value]) => [`${topic}.storage.${name}`, value]),
      ),
    )
    const settings = { ...enabled, ...compacting, 'view.dir': path.join(place.dir, 'views') }
    const one = await startMember(t, place, settings)
    t.match(await put(one.url, 'gone', counter(1, { topic: 'others' })), { status: 201 })
    const changed = () =>
      eventually(
        () => put(one.url, 'count', counter(2, { batch: '3' })),
        ({ status }) => status < 300,
        'it is changed',
      )
    for (let n = 0; n < 10; n++) {
      await put(one.url, 'count', counter(2, { batch: String(n + 1) }))
      await rest(one.url, 'PUT', `/connectors/count/${n % 2 ? 'resume' : 'pause'}`)
    }
    await rest(one.url, 'DELETE', '/connectors/gone')
    const keys = async () => {
      const records = await follow(t, place, 'configs')
      return (await records.until(1)).map(({ key }) => key).filter(key => key === 'connector-count').length
    }
    await eventually(
      async () => {
        await changed()
        return keys()
      },
      count => count < 6,
      'records of before are gone',
      30_000,
    )
    await using admin = await Admin.connect({ 'bootstrap.servers': place.bootstrap })
    for (const name of ['configs', 'offsets', 'statuses']) {
      const [found] = await admin.describeConfigs([{ type: 2, name }], { names: ['cleanup.policy'] })
      t.match(found, { entries: [{ value: 'compact' }] }, name)
    }
    for (const [name, partitions] of [
      ['offsets', 2],
      ['statuses', 1],
    ] as const)
      await eventually(
        async () => {
          // The segment that is written to is not cleaned: something has to come for it to be left.
          await changed()
          return share(place, name, partitions)
        },
        kept => kept < 0.3,
        `most of ${name} is gone`,
        30_000,
      )
    await tasksAre(one.url, 'count', 'RUNNING', 2)
    const config = (await rest(one.url, 'GET', '/connectors/count')).body
    await one.stop()
    const two = await startMember(t, place, settings)
    t.match(
      place.log.join('\n'),
      /view .*offsets\.db is made anew .* deleted is remembered for 0/,
      'tombstones may be gone',
    )
    t.strictSame((await rest(two.url, 'GET', '/connectors')).body, ['count'])
    // The last change may have been half written when its worker stopped: whoever leads now asks for the tasks again.
    const read = await eventually(
      async () => (await rest(two.url, 'GET', '/connectors/count')).body,
      ({ tasks }) => tasks.length === 2,
      'its tasks are known',
    )
    t.strictSame(read, config)
    await tasksAre(two.url, 'count', 'RUNNING', 2)
    const reader = await follow(t, place, 'counts')
    await reader.until(200)
    for (const task of ['0', '1']) {
      const own = valuesOf(await reader.more()).filter(value => value.startsWith(`${task} `))
      t.strictSame(
        own,
        [...own.keys()].map(n => `${task} ${n}`),
        `task ${task} wrote each once`,
      )
    }
  },
)
