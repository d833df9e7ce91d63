/** Rows into records: types, modes, exact offsets, late commits, locks, and what is said of what cannot be. */
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import t, { type Test } from 'tap'
import { SqliteSource } from '../../../src/connect/connectors/sqlite-source.ts'
import type { SourceRecord } from '../../../src/connect/plugin.ts'
import { resolveSettings } from '../../../src/connect/settings.ts'
import { directory } from '../../broker/start.ts'
import { type Kept, startSource } from './task.ts'

function database(t: Test, ddl: string) {
  const file = path.join(directory(t), 'source.db')
  const db = new Sqlite(file)
  t.teardown(() => db.close())
  db.exec(ddl)
  const given = (more: Record<string, string> = {}) => ({
    'connection.url': `jdbc:sqlite:${file}`,
    mode: 'incrementing',
    'topic.prefix': 'db-',
    'poll.interval.ms': '1',
    ...more,
  })
  const start = (more: Record<string, string> = {}, kept: Kept = new Map()) =>
    startSource(t, SqliteSource as never, given(more), kept)
  return { db, file, given, start }
}

const ids = (records: readonly SourceRecord[]) => records.map(({ value }) => Number((value as { id: bigint }).id))
const column = (name: string) => (records: readonly SourceRecord[]) =>
  records.map(({ value }) => (value as Record<string, unknown>)[name])

t.test('columns become fields of their types', async t => {
  const { db, start } = database(
    t,
    `CREATE TABLE items (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, price REAL, count BIGINT, ok BOOLEAN,
      raw BLOB, day DATE, at DATETIME, amount DECIMAL(10,2), plain)`,
  )
  db.prepare('INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
    1,
    'pear',
    1.5,
    9007199254740993n,
    1,
    Buffer.from([1, 2]),
    '2026-11-21',
    '2026-11-21 10:00:00.5',
    12.5,
    'any',
  )
  db.exec(`INSERT INTO items (id, name) VALUES (2, 'null')`)
  const [full, empty] = await (await start()).drain()
  t.match(full, { topic: 'db-items', sourcePartition: { table: 'items' }, sourceOffset: { incrementing: 1n } })
  t.same(full!.value, {
    id: 1n,
    name: 'pear',
    price: 1.5,
    count: 9007199254740993n,
    ok: true,
    raw: Buffer.from([1, 2]),
    day: new Date('2026-11-21'),
    at: new Date('2026-11-21T10:00:00.500Z'),
    amount: 12.5,
    plain: 'any',
  })
  t.same(
    full!.valueSchema!.fields!.map(
      ({ name, schema }) => `${name} ${schema.name ?? schema.type}${schema.optional ? '?' : ''}`,
    ),
    [
      'id int64',
      'name string',
      'price float64?',
      'count int64?',
      'ok boolean?',
      'raw bytes?',
      'day org.apache.kafka.connect.data.Date?',
      'at org.apache.kafka.connect.data.Timestamp?',
      'amount float64?',
      'plain string?',
    ],
  )
  t.match(empty!.value, { id: 2n, name: 'null', price: null, plain: null })
  t.equal(empty!.valueSchema, full!.valueSchema, 'one schema for all rows')
  const exact = await (await start({ 'numeric.mapping': 'none' })).drain()
  t.equal(String(column('amount')(exact)[0]), '12.50')
})

t.test('a value that is not of its column’s type is named, with its row', async t => {
  const wrong: [string, unknown, RegExp][] = [
    ['count BIGINT', 'many', /Table items, column count, row with id=7: "many" is no BIGINT\. Mend the row/],
    ['ok BOOLEAN', 2, /column ok, row with id=7: 2 is no BOOLEAN/],
    ['day DATE', '21.11.2026', /column day, .*"21\.11\.2026" is no DATE/],
    ['at TIMESTAMP', 'noon', /column at, .*"noon" is no TIMESTAMP/],
    ['name TEXT', Buffer.from('x'), /column name, .*1 bytes is no TEXT/],
  ]
  for (const [declared, value, message] of wrong) {
    const { db, start } = database(t, `CREATE TABLE items (id INTEGER PRIMARY KEY, ${declared})`)
    db.prepare('INSERT INTO items VALUES (7, ?)').run(value)
    await t.rejects((await start()).poll(), message)
  }
})

t.test('incrementing: new rows once, across restarts, in batches', async t => {
  const { db, start } = database(t, 'CREATE TABLE items (id INTEGER PRIMARY KEY, x)')
  const insert = db.prepare('INSERT INTO items (x) VALUES (?)')
  const kept: Kept = new Map()
  const first = await start({ 'batch.max.rows': '3' }, kept)
  for (let x = 1; x <= 7; x++) insert.run(x)
  t.equal((await first.poll())!.length, 3)
  await first.stop()
  const second = await start({ 'batch.max.rows': '3' }, kept)
  t.same(ids(await second.drain()), [4, 5, 6, 7])
  insert.run(8)
  t.same(ids(await second.drain()), [8])
  db.exec('ALTER TABLE items ADD COLUMN later TEXT')
  db.exec(`INSERT INTO items (x, later) VALUES (9, 'new')`)
  t.match((await second.drain())[0], { value: { id: 9n, later: 'new' } }, 'a new column is seen')
})

const at = (ms: number) => new Date(ms).toISOString().slice(0, 23).replace('T', ' ')

t.test(
  'timestamp: changed rows again; rows of one moment are never parted; a moment that is not over waits',
  async t => {
    const { db, start } = database(t, 'CREATE TABLE items (id INTEGER PRIMARY KEY, changed TEXT NOT NULL)')
    const put = db.prepare('REPLACE INTO items VALUES (?, ?)')
    const past = Date.now() - 60_000
    const kept: Kept = new Map()
    const run = await start({ mode: 'timestamp', 'timestamp.column.name': 'changed', 'batch.max.rows': '2' }, kept)
    for (const id of [1, 2, 3]) put.run(id, at(past))
    put.run(4, at(past + 1))
    const batch = await run.poll()
    t.same(ids(batch!), [1, 2, 3], 'three rows of one moment, though two are the limit')
    t.same(
      batch!.map(({ sourceOffset }) => sourceOffset),
      [{ timestamp: null }, { timestamp: null }, { timestamp: at(past) }],
    )
    t.same(ids(await run.drain()), [4])
    put.run(2, at(past + 5))
    put.run(9, at(Date.now() + 400))
    t.same(ids(await run.drain()), [2], 'the changed one; not the one of a moment to come')
    await new Promise(resolve => setTimeout(resolve, 450))
    t.same(ids(await run.drain()), [9])
    await run.stop()
    t.same(ids(await (await start({ mode: 'timestamp', 'timestamp.column.name': 'changed' }, kept)).drain()), [])
  },
)

t.test('a crash within a moment brings the whole moment again', async t => {
  const { db, start } = database(t, 'CREATE TABLE items (id INTEGER PRIMARY KEY, changed INTEGER NOT NULL)')
  const put = db.prepare('REPLACE INTO items VALUES (?, ?)')
  for (const [id, time] of [
    [1, 100],
    [2, 200],
    [3, 200],
    [4, 200],
  ] as const)
    put.run(id, time)
  const more = { mode: 'timestamp', 'timestamp.column.name': 'changed' }
  const batch = await (await start(more)).poll()
  const after = async (count: number) => {
    const { sourcePartition, sourceOffset } = batch![count - 1]!
    return ids(await (await start(more, new Map([[JSON.stringify(sourcePartition), sourceOffset]]))).drain())
  }
  t.same(await after(1), [2, 3, 4])
  t.same(await after(2), [2, 3, 4])
  t.same(await after(3), [2, 3, 4])
  t.same(await after(4), [])
})

t.test('timestamp+incrementing: exact behind every row', async t => {
  const { db, start } = database(t, 'CREATE TABLE items (id INTEGER PRIMARY KEY, changed TEXT NOT NULL)')
  const put = db.prepare('REPLACE INTO items VALUES (?, ?)')
  for (const [id, time] of [
    [5, '2026-01-01 00:00:00'],
    [1, '2026-01-01 00:00:01'],
    [3, '2026-01-01 00:00:01'],
    [2, '2026-01-01 00:00:02'],
  ] as const)
    put.run(id, time)
  const more = { mode: 'timestamp+incrementing', 'timestamp.column.name': 'changed', 'batch.max.rows': '1' }
  const all = await (await start(more)).drain()
  t.same(ids(all), [5, 1, 3, 2])
  for (const [index, { sourcePartition, sourceOffset }] of all.entries()) {
    const kept = new Map([[JSON.stringify(sourcePartition), sourceOffset]])
    t.same(ids(await (await start(more, kept)).drain()), [5, 1, 3, 2].slice(index + 1))
  }
})

t.test(
  'late commits: a transaction that began earlier is read, with the delay; it would be missed without',
  async t => {
    for (const [delay, expected] of [
      ['0', [1]],
      ['400', [2, 1]],
    ] as const) {
      const { db, start } = database(
        t,
        'PRAGMA journal_mode = WAL; CREATE TABLE items (id INTEGER PRIMARY KEY, changed INTEGER NOT NULL)',
      )
      const run = await start({
        mode: 'timestamp',
        'timestamp.column.name': 'changed',
        'timestamp.delay.interval.ms': delay,
      })
      const began = Date.now() - 100
      db.prepare('INSERT INTO items VALUES (1, ?)').run(began + 50)
      const early = await run.drain()
      db.prepare('INSERT INTO items VALUES (2, ?)').run(began) // stamped before, committed after
      await new Promise(resolve => setTimeout(resolve, 500))
      t.same(ids([...early, ...(await run.drain())]), expected, `delay ${delay}`)
    }
  },
)

t.test('bulk: everything, every time, in one picture', async t => {
  const { db, start } = database(t, 'PRAGMA journal_mode = WAL; CREATE TABLE items (id INTEGER PRIMARY KEY)')
  db.exec('INSERT INTO items VALUES (1), (2), (3)')
  const run = await start({ mode: 'bulk', 'batch.max.rows': '2', 'poll.interval.ms': '50' })
  t.same(ids((await run.poll())!), [1, 2])
  db.exec('INSERT INTO items VALUES (4)')
  t.same(ids((await run.poll())!), [3], 'not what came meanwhile')
  t.equal(await run.poll(), null)
  t.same(ids(await run.drain()), [1, 2, 3, 4])
})

t.test('a query in place of tables', async t => {
  const { db, start } = database(
    t,
    `CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER); CREATE TABLE b (id INTEGER PRIMARY KEY, name TEXT)`,
  )
  db.exec(`INSERT INTO b VALUES (1, 'one'); INSERT INTO a VALUES (1, 1), (2, 1), (3, NULL)`)
  const query = 'SELECT a.id, b.name, a.id * 1.5 AS more FROM a JOIN b ON a.b = b.id WHERE a.id < 100;'
  const run = await start({ query, 'incrementing.column.name': 'id', 'topic.prefix': 'joined' })
  const records = await run.drain()
  t.same(
    records.map(({ topic, value }) => [topic, value]),
    [
      ['joined', { id: 1n, name: 'one', more: 1.5 }],
      ['joined', { id: 2n, name: 'one', more: 3 }],
    ],
  )
  t.same(records[0]!.sourcePartition, { query: 'query' })
  db.exec('INSERT INTO a VALUES (4, 1)')
  t.same(ids(await run.drain()), [4])
})

t.test('tables: chosen, left out, in turns', async t => {
  const { db, start } = database(
    t,
    'CREATE TABLE a1 (id INTEGER PRIMARY KEY); CREATE TABLE a2 (id INTEGER PRIMARY KEY); CREATE TABLE "b c" (id INTEGER PRIMARY KEY); CREATE VIEW v AS SELECT * FROM a1',
  )
  for (const table of ['a1', 'a2', '"b c"']) db.exec(`INSERT INTO ${table} VALUES (1), (2), (3)`)
  const topics = async (more: Record<string, string>) =>
    (await (await start({ 'batch.max.rows': '2', ...more })).drain()).map(({ topic }) => topic)
  t.same(await topics({ 'table.include.list': 'a.' }), ['db-a1', 'db-a1', 'db-a2', 'db-a2', 'db-a1', 'db-a2'])
  t.same(new Set(await topics({ 'table.exclude.list': 'a1,a2' })), new Set(['db-b c']))
})

t.test('a locked database is waited for', async t => {
  const { db, start } = database(t, 'CREATE TABLE items (id INTEGER PRIMARY KEY)')
  const run = await start()
  db.exec('BEGIN EXCLUSIVE; INSERT INTO items VALUES (1)')
  const polled = run.poll()
  await new Promise(resolve => setTimeout(resolve, 150))
  db.exec('COMMIT')
  t.same(ids((await polled)!), [1])
})

t.test('a timestamp column that changes its way of writing is named, not misread', async t => {
  const { db, start } = database(t, 'CREATE TABLE items (id INTEGER PRIMARY KEY, changed NOT NULL)')
  const run = await start({ mode: 'timestamp', 'timestamp.column.name': 'changed' })
  db.exec(`INSERT INTO items VALUES (1, '2026-01-01 00:00:00')`)
  t.same(ids(await run.drain()), [1])
  db.exec(`INSERT INTO items VALUES (2, '2026-01-01T00:00:05Z')`)
  await t.rejects(run.drain(), /column changed, row of "2026-01-01T00:00:05Z": .* is written in another way/)
  db.exec(`DELETE FROM items WHERE id = 2; INSERT INTO items VALUES (3, 1800000000)`)
  await t.rejects(run.drain(), /its first row: 1800000000 is written in another way/, 'numbers are before all text')
})

t.test('what cannot be is said of each setting', async t => {
  const { given } = database(t, `CREATE TABLE plain (a TEXT); CREATE TABLE timed (id INTEGER PRIMARY KEY, at TEXT)`)
  const ask = (more: Record<string, string>) =>
    SqliteSource.validate!(resolveSettings(SqliteSource.config, given(more)) as never, given(more))
  const cases: [Record<string, string>, Record<string, RegExp>][] = [
    [{ 'connection.url': '/no/such.db' }, { 'connection.url': /There is no \/no\/such\.db/ }],
    [{ 'connection.url': import.meta.filename }, { 'connection.url': /the file is no SQLite database/ }],
    [
      { 'table.include.list': 'a', 'table.exclude.list': 'b' },
      { 'table.include.list': /exclude one another/, 'table.exclude.list': /exclude one another/ },
    ],
    [{ 'table.include.list': 'nope' }, { 'table.include.list': /None of the tables is nope: there are plain, timed/ }],
    [{ 'table.include.list': 'plain' }, { 'incrementing.column.name': /Table plain has no INTEGER PRIMARY KEY/ }],
    [
      { 'table.include.list': 'timed', 'incrementing.column.name': 'x' },
      { 'incrementing.column.name': /Table timed has no column x: it has id, at/ },
    ],
    [{ 'table.include.list': 'timed', mode: 'timestamp' }, { 'timestamp.column.name': /needs the column/ }],
    [
      { 'table.include.list': 'timed', mode: 'timestamp', 'timestamp.column.name': 'at' },
      { 'timestamp.column.name': /at may be null.*validate\.non\.null=false/ },
    ],
    [
      { query: 'SELEC 1', 'incrementing.column.name': 'id' },
      { query: /The query cannot be read: near "1": syntax error/ },
    ],
    [{ query: 'SELECT 1 AS id' }, { 'incrementing.column.name': /A query has no primary key/ }],
  ]
  for (const [more, errors] of cases) {
    const found = await ask(more)
    t.match(
      Object.fromEntries(Object.entries(found).map(([name, problem]) => [name, String(problem)])),
      errors,
      JSON.stringify(more),
    )
    t.same(Object.keys(found).sort(), Object.keys(errors).sort())
  }
  t.same(await ask({ 'table.include.list': 'timed' }), {})
  t.throws(
    () => resolveSettings(SqliteSource.config, { ...given(), mode: 'often' }),
    /mode: String must be one of: bulk, incrementing/,
  )
  t.throws(
    () => resolveSettings(SqliteSource.config, { ...given(), 'table.include.list': '(' }),
    /Invalid value \( for configuration table\.include\.list/,
  )
})

t.test('offsets changed by hand are checked', async t => {
  const { given } = database(t, 'CREATE TABLE items (id INTEGER PRIMARY KEY)')
  const alter =
    (partition: object, offset: object | null, mode = 'incrementing') =>
    async () =>
      SqliteSource.alterOffsets!(given({ mode }), [[partition as never, offset as never]])
  t.equal(await alter({ table: 'items' }, { incrementing: 5 })(), true)
  t.equal(await alter({ table: 'items' }, null)(), true)
  await t.rejects(alter({ file: 'x' }, null), /A partition is \{"table": "<name>"\}/)
  await t.rejects(alter({ table: 'items' }, {}), /mode incrementing needs "incrementing"/)
  await t.rejects(alter({ table: 'items' }, { incrementing: 'x' }), /is a whole number, not "x"/)
  await t.rejects(
    alter({ table: 'items' }, { timestamp: {}, incrementing: 1 }, 'timestamp+incrementing'),
    /"timestamp" is what the column holds/,
  )
})
