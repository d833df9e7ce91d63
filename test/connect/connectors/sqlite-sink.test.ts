/** Records into tables: types, keys, deletes, tables that grow; exactly once whatever happens; and what is said of bad records. */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import t, { type Test } from 'tap'
import { Admin } from '../../../src/client/admin/admin.ts'
import { Consumer } from '../../../src/client/consumer/consumer.ts'
import { Producer } from '../../../src/client/producer/producer.ts'
import { TOPIC } from '../../../src/connect/connectors/sqlite/sink-settings.ts'
import { SqliteSink } from '../../../src/connect/connectors/sqlite-sink.ts'
import { resolveSettings } from '../../../src/connect/settings.ts'
import { typescript } from '../../kit/typescript.ts'
import { eventually, rest, startWorker, type World, workerSettings, world } from '../kit.ts'

async function setUp(t: Test) {
  const place = await world(t)
  const file = path.join(place.dir, 'sink.db')
  const { url, stop } = await startWorker(t, place, { 'offset.flush.interval.ms': '100' })
  const producer = new Producer({ 'bootstrap.servers': place.bootstrap })
  t.teardown(() => producer.close())
  const send = (topic: string, key: unknown, value: unknown) =>
    producer.send({
      topic,
      key: key === null ? null : JSON.stringify(key),
      value: value === null ? null : typeof value === 'string' ? value : JSON.stringify(value),
    })
  const config = (more: Record<string, string> = {}) => ({ ...sinkConfig(file), ...more })
  const put = (more: Record<string, string> = {}, name = 'sink') =>
    rest(url, 'PUT', `/connectors/${name}/config`, config(more))
  const rows = (sql = 'SELECT * FROM items ORDER BY id') => {
    if (!fs.existsSync(file)) return []
    const db = new Sqlite(file, { readonly: true })
    try {
      return db.prepare(sql).all() as Record<string, unknown>[]
    } catch (error) {
      return [{ error: (error as Error).message }]
    } finally {
      db.close()
    }
  }
  const failed = async (name = 'sink') => {
    const { tasks } = await eventually(
      async () => (await rest(url, 'GET', `/connectors/${name}/status`)).body,
      ({ tasks }) => tasks[0]?.state === 'FAILED',
      'the task fails',
    )
    return tasks[0].trace as string
  }
  return { place, file, url, stop, send, put, rows, failed }
}

const sinkConfig = (file: string) => ({
  'connector.class': 'SqliteSink',
  'connection.url': file,
  topics: 'items',
  'pk.mode': 'record_key',
  'pk.fields': 'id',
  'auto.create': 'true',
  'key.converter': 'Json',
  'key.converter.schemas.enable': 'false',
  'value.converter': 'Json',
  'value.converter.schemas.enable': 'false',
})

t.test('upsert: the last value of each key; tombstones delete; the table grows', async t => {
  const { send, put, rows } = await setUp(t)
  await send('items', 1, { name: 'pear', price: 1.5, tags: ['a', { b: 1 }], ok: true })
  await send('items', 2, { name: 'fig', price: 2, tags: null, ok: false })
  await send('items', 3, { name: 'gone', price: 0 })
  t.equal((await put({ 'delete.enabled': 'true', 'auto.evolve': 'true' })).status, 201)
  await eventually(rows, found => found.length === 3, 'three rows')
  await send('items', 3, null)
  await send('items', 99, null)
  await send('items', 1, { name: 'Pear', origin: 'IT' })
  t.same(await eventually(rows, found => found.length === 2 && found[0]!['name'] === 'Pear', 'changed and deleted'), [
    { id: 1, name: 'Pear', price: 1.5, tags: '["a",{"b":1}]', ok: 1, origin: 'IT' },
    { id: 2, name: 'fig', price: 2, tags: null, ok: 0, origin: null },
  ])
})

t.test('schemas: types of columns, keys of several fields, logical values', async t => {
  const { send, put, rows } = await setUp(t)
  const schema = {
    type: 'struct',
    optional: false,
    fields: [
      { field: 'a', type: 'int64', optional: false },
      { field: 'b', type: 'string', optional: false },
      { field: 'big', type: 'int64', optional: true },
      { field: 'at', type: 'int64', optional: true, name: 'org.apache.kafka.connect.data.Timestamp', version: 1 },
      { field: 'day', type: 'int32', optional: true, name: 'org.apache.kafka.connect.data.Date', version: 1 },
      { field: 'raw', type: 'bytes', optional: true },
      { field: 'f', type: 'double', optional: true },
      { field: 'with', type: 'int32', optional: true, default: 7 },
    ],
  }
  const payload = `{"a":1,"b":"x","big":9007199254740993,"at":1795257214076,"day":20778,"raw":"AQI=","f":1.5}`
  await send('items', null, `{"schema":${JSON.stringify(schema)},"payload":${payload}}`)
  await put({ 'pk.mode': 'record_value', 'pk.fields': 'a,b', 'value.converter.schemas.enable': 'true' })
  const [row] = await eventually(
    () => rows('SELECT a, b, CAST(big AS TEXT) AS big, at, day, hex(raw) AS raw, f, "with" FROM items'),
    found => 'a' in (found[0] ?? {}),
    'the row',
  )
  t.same(row, {
    a: 1,
    b: 'x',
    big: '9007199254740993',
    at: '2026-11-21 10:33:34.076',
    day: '2026-11-21',
    raw: '0102',
    f: 1.5,
    with: 7,
  })
  t.match(
    rows(`SELECT sql FROM sqlite_schema WHERE name = 'items'`)[0]!['sql'],
    /"a" INTEGER NOT NULL, "b" TEXT NOT NULL, "big" INTEGER, "at" DATETIME, "day" DATE, "raw" BLOB, "f" REAL, "with" INTEGER, PRIMARY KEY \("a", "b"\)/,
  )
})

t.test('insert with pk.mode=kafka and none; update; chosen fields; another table', async t => {
  const { send, put, rows } = await setUp(t)
  await send('items', 1, { n: 'x', m: 1 })
  await send('items', 1, { n: 'y', m: 2 })
  await put({ 'pk.mode': 'kafka', 'pk.fields': '', 'table.name.format': `k_${TOPIC}` }, 'kafka')
  await put(
    {
      'pk.mode': 'none',
      'insert.mode': 'insert',
      'table.name.format': 'plain',
      'fields.whitelist': 'n',
      'pk.fields': '',
    },
    'none',
  )
  const keyed = await eventually(
    () => rows('SELECT * FROM k_items ORDER BY __connect_offset'),
    found => found.length === 2,
    'both',
  )
  t.same(
    keyed.map(({ __connect_topic, __connect_offset, n, m }) => [__connect_topic, __connect_offset, n, m]),
    [
      ['items', 0, 'x', 1],
      ['items', 1, 'y', 2],
    ],
  )
  t.same(
    await eventually(
      () => rows('SELECT * FROM plain'),
      found => found.length === 2,
      'both',
    ),
    [{ n: 'x' }, { n: 'y' }],
  )
})

t.test(
  'what a record cannot be is said with table, column, value and offset; tolerated, the others are written',
  async t => {
    const { send, put, rows, failed, file, place } = await setUp(t)
    new Sqlite(file)
      .exec('CREATE TABLE items (id INTEGER PRIMARY KEY, n INTEGER NOT NULL CHECK (n < 100), s TEXT UNIQUE)')
      .close()
    await send('items', 1, { n: 1, s: 'one' })
    await send('items', 2, { n: 'many', s: 'two' })
    await put()
    t.match(
      await failed(),
      /DataError: Record items-0 at offset 1 is no row: Table items, column n: "many" is no INTEGER/,
    )
    t.same(rows(), [], 'nothing of its transaction')
    for (const [key, value] of [
      [3, { n: 3, s: 'three' }],
      [4, { n: 400, s: 'four' }],
      [5, { n: 5, s: 'one' }],
      [6, { n: null }],
      [null, { n: 1 }],
      [7, null],
      [8, 'text'],
      [9, { n: 9, s: 'nine' }],
    ] as const)
      await send('items', key, value === 'text' ? '"text"' : value)
    await put({
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'dead',
      'errors.deadletterqueue.topic.replication.factor': '1',
      'errors.deadletterqueue.context.headers.enable': 'true',
    })
    await eventually(
      () => rows('SELECT id FROM items ORDER BY id'),
      found => found.length === 3,
      'the good ones',
    )
    t.same(
      rows().map(({ id }) => id),
      [1, 3, 9],
    )
    const consumer = new Consumer({ 'bootstrap.servers': place.bootstrap, 'auto.offset.reset': 'earliest' })
    t.teardown(() => consumer.close())
    await consumer.subscribe(['dead'])
    const said: string[] = []
    await eventually(
      async () => {
        for (const { headers } of await consumer.poll(100))
          said.push(String(headers.find(({ key }) => key === '__connect.errors.exception.message')!.value))
        return said
      },
      all => all.length >= 7,
      'the bad ones',
    )
    for (const [offset, why] of [
      [1, /"many" is no INTEGER/],
      [3, /CHECK constraint failed/],
      [4, /UNIQUE constraint failed: items\.s/],
      [5, /column n: null in a column that is NOT NULL/],
      [6, /no key/],
      [7, /no value\. With delete\.enabled=true/],
      [8, /value is no struct/],
    ] as const)
      t.match(
        said.find(each => each.startsWith(`Record items-0 at offset ${offset} is no row`)),
        why,
        `offset ${offset}`,
      )
  },
)

t.test(
  'errors.log.enable without tolerance: the bad record stops the task, and is not passed over by a restart',
  async t => {
    const { send, put, rows, failed, url } = await setUp(t)
    await send('items', 1, { n: 1 })
    await put({ 'errors.log.enable': 'true' })
    await eventually(rows, found => found.length === 1, 'the first')
    await send('items', 2, { n: 'x' })
    t.match(await failed(), /Tolerance exceeded[\s\S]*offset 1 is no row/)
    await rest(url, 'POST', '/connectors/sink/restart?includeTasks=true')
    await new Promise(resolve => setTimeout(resolve, 300))
    t.match(await failed(), /Tolerance exceeded[\s\S]*offset 1 is no row/)
  },
)

t.test('the file says where to go on, not the group; a topic made anew is noticed; offsets can be reset', async t => {
  const { send, put, rows, failed, url, place } = await setUp(t)
  await send('items', 1, { n: 1 })
  await put()
  await eventually(rows, found => found.length === 1, 'the first')
  await rest(url, 'DELETE', '/connectors/sink')
  await using admin = await Admin.connect({ 'bootstrap.servers': place.bootstrap })
  await eventually(
    async () => (await admin.deleteGroups(['connect-sink']))[0]!.error?.name,
    error => error === undefined || error === 'GROUP_ID_NOT_FOUND',
    'the group is gone',
  )
  await send('items', 1, { n: 2 })
  await put()
  await eventually(rows, ([row]) => row!['n'] === 2, 'the second, without a group')
  t.same(rows('SELECT * FROM tskafka_offsets'), [{ connector: 'sink', topic: 'items', partition: 0, next_offset: 2 }])
  await rest(url, 'PUT', '/connectors/sink/stop')
  await eventually(
    async () => (await rest(url, 'GET', '/connectors/sink/status')).body,
    ({ connector }) => connector.state === 'STOPPED',
    'stopped',
  )
  await admin.deleteTopics(['items'])
  await admin.createTopics([{ name: 'items', partitions: 1, replicationFactor: 1 }])
  await using another = new Producer({ 'bootstrap.servers': place.bootstrap })
  await another.send({ topic: 'items', key: '5', value: '{"n":5}' })
  await rest(url, 'PUT', '/connectors/sink/resume')
  t.match(
    await failed(),
    /holds items-0 up to offset 2, and the topic goes on at 0: it was made anew, or cut\. .* DELETE \/connectors\/sink\/offsets/,
  )
  await rest(url, 'PUT', '/connectors/sink/stop')
  await eventually(
    async () => (await rest(url, 'GET', '/connectors/sink/status')).body,
    ({ connector, tasks }) => connector.state === 'STOPPED' && tasks.length === 0,
    'stopped',
  )
  const { status, body } = await rest(url, 'DELETE', '/connectors/sink/offsets')
  t.equal(status, 200, JSON.stringify(body))
  await rest(url, 'PUT', '/connectors/sink/resume')
  t.same(await eventually(rows, found => found.length === 2, 'the new topic too'), [
    { id: 1, n: 2 },
    { id: 5, n: 5 },
  ])
})

t.test('a locked file is waited for; nothing is lost or twice', async t => {
  const { send, put, rows, file, url } = await setUp(t)
  await send('items', 1, { n: 1 })
  await put({ 'insert.mode': 'insert', 'pk.mode': 'kafka', 'pk.fields': '' })
  const count = () => Number(rows('SELECT count(*) AS c FROM items')[0]?.['c'] ?? 0)
  await eventually(count, found => found === 1, 'the first')
  const other = new Sqlite(file)
  other.exec('BEGIN IMMEDIATE')
  for (let n = 2; n <= 20; n++) await send('items', n, { n })
  await new Promise(resolve => setTimeout(resolve, 500))
  t.equal(count(), 1)
  t.equal((await rest(url, 'GET', '/connectors')).status, 200, 'the worker answers meanwhile')
  other.exec('COMMIT')
  other.close()
  await eventually(count, found => found === 20, 'all')
})

t.test('what cannot be set is said of each setting', async t => {
  const ask = (more: Record<string, string>) => {
    const given = { 'connection.url': path.join(t.testdir(), 'x.db'), 'pk.mode': 'record_key', ...more }
    return SqliteSink.validate!(resolveSettings(SqliteSink.config, given) as never, given)
  }
  t.same(await ask({}), {})
  t.match(await ask({ 'connection.url': '/no/such/folder/x.db' }), {
    'connection.url': /Cannot open \/no\/such\/folder/,
  })
  t.match(await ask({ 'connection.url': import.meta.filename }), { 'connection.url': /is no SQLite database/ })
  t.match(await ask({ 'pk.mode': 'none' }), { 'pk.mode': /insert\.mode=upsert needs a primary key/ })
  t.match(await ask({ 'pk.mode': 'kafka', 'pk.fields': 'a,b' }), { 'pk.fields': /needs three columns/ })
  t.match(await ask({ 'pk.mode': 'record_value', 'delete.enabled': 'true' }), {
    'delete.enabled': /must be record_key, not record_value/,
  })
})

t.test('a table that is not there, or has no such column, stops the task and says what to set', async t => {
  const { send, put, failed, file } = await setUp(t)
  await send('items', 1, { n: 1 })
  await put({ 'auto.create': 'false' })
  t.match(await failed(), /There is no table items\. Set auto\.create=true/)
  new Sqlite(file).exec('CREATE TABLE items (id INTEGER)').close()
  await put()
  t.match(await failed(), /Table items has no column n: it has id\. Set auto\.evolve=true/)
  new Sqlite(file).exec('ALTER TABLE items ADD COLUMN n').close()
  await put({ 'errors.retry.timeout': '1' })
  t.match(await failed(), /no PRIMARY KEY or UNIQUE index over just the columns of pk\.fields/)
})

/** A worker with the sink, as a process of its own. */
async function spawnSink(t: Test, place: World, settings: Record<string, string>) {
  const given = workerSettings(place, { 'offset.flush.interval.ms': '50' })
  const child = spawn(
    process.execPath,
    [typescript, path.join(import.meta.dirname, 'sink-process.ts'), JSON.stringify({ given, settings })],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  child.stderr.on('data', chunk => place.log.push(...String(chunk).trimEnd().split('\n')))
  const over = new Promise<void>(resolve => child.once('exit', () => resolve()))
  t.teardown(async () => {
    child.kill('SIGKILL')
    await over
  })
  await new Promise(resolve => child.stdout.once('data', resolve))
  return async () => {
    child.kill('SIGKILL')
    await over
  }
}

t.test('kill -9 at random: the table is the topic, each record once', async t => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1e6)
  t.comment(`SEED=${seed}`)
  let state = seed
  const random = () => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return state / 2 ** 31
  }
  const place = await world(t, { 'group.min.session.timeout.ms': '500' })
  t.teardown(() => {
    if (!t.passing()) t.comment(place.log.slice(-40).join('\n'))
  })
  const file = path.join(place.dir, 'sink.db')
  await using admin = await Admin.connect({ 'bootstrap.servers': place.bootstrap })
  await admin.createTopics([{ name: 'items', partitions: 3, replicationFactor: 1 }])
  const producer = new Producer({ 'bootstrap.servers': place.bootstrap, 'linger.ms': 1 })
  t.teardown(() => producer.close())
  const settings = {
    ...sinkConfig(file),
    name: 'sink',
    'insert.mode': 'insert',
    'pk.mode': 'none',
    'pk.fields': '',
    'batch.size': '7',
    'consumer.override.max.poll.records': '20',
    // Who was killed is gone soon.
    'consumer.override.session.timeout.ms': '600',
    'consumer.override.heartbeat.interval.ms': '200',
  }
  const COUNT = 3000
  const produced = (async () => {
    for (let n = 0; n < COUNT; n++) {
      const sent = producer.send({ topic: 'items', key: String(n % 17), value: JSON.stringify({ n, key: n % 17 }) })
      if (n % 20 === 0) {
        await sent
        await new Promise(resolve => setTimeout(resolve, 10))
      }
    }
    await producer.flush()
  })()
  const db = () => new Sqlite(file, { readonly: true })
  const count = () => {
    if (!fs.existsSync(file)) return 0
    const reader = db()
    try {
      return reader.prepare('SELECT count(*) FROM items').pluck().get() as number
    } catch {
      return 0 // no table yet
    } finally {
      reader.close()
    }
  }
  for (let kills = 0; kills < 6; kills++) {
    const kill = await spawnSink(t, place, settings)
    const before = count()
    await eventually(count, now => now > before || now === COUNT, 'something is written', 30_000)
    await new Promise(resolve => setTimeout(resolve, random() * 150))
    await kill()
  }
  await produced
  await spawnSink(t, place, settings)
  await eventually(count, found => found >= COUNT, 'all', 30_000)
  await new Promise(resolve => setTimeout(resolve, 200))
  const reader = db()
  t.teardown(() => reader.close())
  const all = reader.prepare('SELECT n, "key" FROM items ORDER BY rowid').all() as { n: number; key: number }[]
  t.equal(all.length, COUNT)
  t.equal(new Set(all.map(({ n }) => n)).size, COUNT, 'none twice')
  for (let key = 0; key < 17; key++) {
    const own = all.filter(row => row.key === key).map(({ n }) => n)
    t.same(
      own,
      [...own].sort((a, b) => a - b),
      `key ${key} in order`,
    )
  }
})
