/** From database to database through a worker: new tables are found, restarts neither lose nor double, bad settings are a 400. */
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import t from 'tap'
import { eventually, rest, startWorker, world } from '../kit.ts'

t.test('tables are copied, new ones too, and once', async t => {
  const place = await world(t)
  const [from, to] = [path.join(place.dir, 'from.db'), path.join(place.dir, 'to.db')]
  const db = new Sqlite(from)
  t.teardown(() => db.close())
  db.exec('CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT, at DATETIME)')
  const fill = (table: string, ids: readonly number[]) => {
    for (const id of ids) db.exec(`INSERT INTO ${table} VALUES (${id}, 'n${id}', '2026-11-21 10:00:0${id % 10}.000')`)
  }
  fill('a', [1, 2, 3])
  const source = {
    'connector.class': 'SqliteSource',
    'connection.url': from,
    mode: 'incrementing',
    'topic.prefix': 'copy.',
    'poll.interval.ms': '20',
    'table.poll.interval.ms': '100',
    'tasks.max': '3',
  }
  const sink = {
    'connector.class': 'SqliteSink',
    'connection.url': to,
    'topics.regex': 'copy\\..*',
    'insert.mode': 'insert',
    'pk.mode': 'none',
    'auto.create': 'true',
    'consumer.override.metadata.max.age.ms': '300',
  }
  const start = async () => {
    const { url, stop } = await startWorker(t, place)
    for (const [name, config] of Object.entries({ source, sink })) {
      const { status, body } = await rest(url, 'PUT', `/connectors/${name}/config`, config)
      t.equal(status, 201, JSON.stringify(body))
    }
    return { url, stop }
  }
  const copied = () => {
    const reader = new Sqlite(to)
    try {
      const tables = reader
        .prepare(`SELECT name FROM sqlite_schema WHERE name LIKE 'copy.%' ORDER BY 1`)
        .pluck()
        .all() as string[]
      return tables.flatMap(table =>
        (reader.prepare(`SELECT id, name, at FROM "${table}" ORDER BY rowid`).raw().all() as unknown[][]).map(
          row => `${table} ${row.join(' ')}`,
        ),
      )
    } finally {
      reader.close()
    }
  }
  const first = await start()
  await eventually(copied, rows => rows.length === 3, 'three rows')
  db.exec('CREATE TABLE b (id INTEGER PRIMARY KEY, name TEXT, at DATETIME)')
  fill('b', [1, 2])
  await eventually(copied, rows => rows.length === 5, 'two of a new table')
  t.equal((await rest(first.url, 'GET', '/connectors/source')).body.tasks.length, 2)
  await first.stop()
  fill('a', [4])
  await start()
  await eventually(copied, rows => rows.length >= 6, 'one more')
  await new Promise(resolve => setTimeout(resolve, 300))
  t.same(copied(), [
    'copy.a 1 n1 2026-11-21 10:00:01.000',
    'copy.a 2 n2 2026-11-21 10:00:02.000',
    'copy.a 3 n3 2026-11-21 10:00:03.000',
    'copy.a 4 n4 2026-11-21 10:00:04.000',
    'copy.b 1 n1 2026-11-21 10:00:01.000',
    'copy.b 2 n2 2026-11-21 10:00:02.000',
  ])
})

t.test('bad settings are answered with each one’s error', async t => {
  const place = await world(t)
  const { url } = await startWorker(t, place)
  const answer = async (config: Record<string, string>) =>
    (await rest(url, 'PUT', '/connectors/x/config', config)) as { status: number; body: { message: string } }
  const missing = await answer({ 'connector.class': 'SqliteSource', 'batch.max.rows': '0' })
  t.equal(missing.status, 400)
  for (const said of [
    /"connection\.url" which has no default/,
    /"mode" which has no/,
    /"topic\.prefix"/,
    /0 for configuration batch\.max\.rows: Value must be at least 1/,
  ])
    t.match(missing.body.message, said)
  const together = await answer({
    'connector.class': 'SqliteSource',
    'connection.url': '/no/such.db',
    mode: 'timestamp',
    'topic.prefix': 'x',
  })
  t.match(together, { status: 400, body: { message: /Mode timestamp needs the column/ } })
  t.match(
    await answer({
      'connector.class': 'SqliteSink',
      'connection.url': '/no/such/x.db',
      topics: 'a',
      'pk.mode': 'none',
    }),
    {
      status: 400,
      body: {
        message:
          /2 error\(s\):[\s\S]*needs a primary key[\s\S]*Cannot open \/no\/such\/x\.db|2 error\(s\):[\s\S]*Cannot open[\s\S]*needs a primary key/,
      },
    },
  )
})
