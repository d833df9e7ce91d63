/** SqliteSource under a worker that is killed again and again while rows come: committed records are the table, each once. */
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import t from 'tap'
import { Admin } from '../../../src/client/admin/admin.ts'
import { Consumer } from '../../../src/client/consumer/consumer.ts'
import { eventually, rest, spawnMember, world } from '../kit.ts'

const modes: Record<string, Record<string, string>> = {
  incrementing: { mode: 'incrementing' },
  timestamp: { mode: 'timestamp', 'timestamp.column.name': 'at' },
}

for (const [name, settings] of Object.entries(modes))
  t.test(`kill -9, mode ${name}`, async t => {
    const place = await world(t, {
      'group.min.session.timeout.ms': '500',
      'transaction.state.log.num.partitions': '1',
      'transaction.abort.timed.out.transaction.cleanup.interval.ms': '100',
    })
    const file = path.join(place.dir, 'source.db')
    const db = new Sqlite(file)
    t.teardown(() => db.close())
    db.exec('PRAGMA journal_mode = WAL; CREATE TABLE items (id INTEGER PRIMARY KEY, at INTEGER NOT NULL)')
    await using admin = await Admin.connect({ 'bootstrap.servers': place.bootstrap })
    await admin.createTopics([{ name: 'db-items', partitions: 1, replicationFactor: 1 }])
    const COUNT = 800
    let last = 0
    const insert = db.prepare('INSERT INTO items VALUES (?, ?)')
    const filling = setInterval(() => {
      // Several of one moment.
      db.transaction(() => {
        const now = Date.now()
        for (let n = 0; n < 5 && last < COUNT; n++) insert.run(++last, now)
      })()
      if (last === COUNT) clearInterval(filling)
    }, 20)
    t.teardown(() => clearInterval(filling))

    const member = () =>
      spawnMember(t, place, {
        'exactly.once.source.support': 'enabled',
        'scheduled.rebalance.max.delay.ms': '0',
        'session.timeout.ms': '1000',
        'offset.flush.interval.ms': '50',
        // A worker that starts waits, as Java's, for transactions of those that were killed.
        'producer.transaction.timeout.ms': '1000',
        'value.converter.schemas.enable': 'false',
      })
    const config = {
      'connector.class': 'SqliteSource',
      'connection.url': file,
      'topic.prefix': 'db-',
      'poll.interval.ms': '10',
      'batch.max.rows': '7',
      ...settings,
    }
    const consumer = new Consumer({
      'bootstrap.servers': place.bootstrap,
      'auto.offset.reset': 'earliest',
      'isolation.level': 'read_committed',
    })
    t.teardown(() => consumer.close())
    await consumer.subscribe(['db-items'])
    const ids: number[] = []
    const read = async () => {
      for (const { value } of await consumer.poll(50)) ids.push(JSON.parse(String(value)).id)
      return ids.length
    }
    for (let kills = 0; kills < 2; kills++) {
      const { url, end } = await member()
      if (kills === 0) {
        const { status, body } = await rest(url, 'PUT', '/connectors/items/config', config)
        t.equal(status, 201, JSON.stringify(body))
      }
      const before = ids.length
      await eventually(read, count => count > before || count === COUNT, 'something is committed', 40_000)
      await new Promise(resolve => setTimeout(resolve, 37 * (kills + 1)))
      await end('SIGKILL')
    }
    await member()
    await eventually(read, count => count >= COUNT, 'all', 40_000)
    await new Promise(resolve => setTimeout(resolve, 300))
    await read()
    t.same(
      ids,
      Array.from({ length: COUNT }, (_, index) => index + 1),
      'each once, in order',
    )
  })
