import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { toldError } from '../../src/broker/faults.ts'
import { createLogger } from '../../src/lib/logger.ts'
import { CorruptLogError } from '../../src/log/errors.ts'
import { KafkaError } from '../../src/protocol/errors.ts'
import {
  batchOf,
  createTopic,
  directory,
  fetchFrom,
  offsetAt,
  produceTo,
  startBroker,
  startWithTopic,
} from './start.ts'

t.test('a fault of the disk is told as one; a bug is not', async t => {
  const log: string[] = []
  const logger = createLogger({ write: line => log.push(line) })
  const refused = new KafkaError('OFFSET_OUT_OF_RANGE', 'x')
  t.equal(toldError(refused, logger), refused)
  t.equal(log.length, 0)
  t.equal(toldError(new CorruptLogError('a.log', 5, 'torn'), logger).name, 'KAFKA_STORAGE_ERROR')
  try {
    fs.readFileSync('/nowhere/at/all')
  } catch (error) {
    t.match(toldError(error, logger), { name: 'KAFKA_STORAGE_ERROR', message: /ENOENT/ })
  }
  t.equal(log.length, 2)
  const bug = new TypeError('undefined is not a function')
  t.throws(() => toldError(bug, logger), bug)
})

t.test('a partition whose files are gone fails by itself', async t => {
  const dir = directory(t)
  const one = await startWithTopic(t, { partitions: 2, broker: { 'log.dirs': dir } })
  for (const partition of [0, 1]) await produceTo(one.connection, 'orders', partition, batchOf(['a']))
  await one.broker.close()
  const gone = path.join(dir, 'orders-0')
  const two = await startBroker(t, {}, dir)
  fs.rmSync(gone, { recursive: true })
  fs.writeFileSync(gone, 'a file where a directory was')
  const connection = await two.connect()
  t.match(await fetchFrom(connection, 'orders', 0, 0), { error: 'KAFKA_STORAGE_ERROR' })
  t.match(await produceTo(connection, 'orders', 0, batchOf(['x'])), { error: 'KAFKA_STORAGE_ERROR' })
  t.match(await offsetAt(connection, 'orders', 0, -1), { error: 'KAFKA_STORAGE_ERROR' })
  t.same((await fetchFrom(connection, 'orders', 1, 0)).values, ['0 a'])
  t.match(
    await fetchFrom(connection, 'orders', 0, 0, {}, 5),
    { error: 'NOT_LEADER_OR_FOLLOWER' },
    'what old clients know',
  )
  t.ok(two.log.some(line => /ERROR The disk failed: /.test(line)))
})

t.test('after a crash, logs of topics that are gone are put aside', async t => {
  const dir = directory(t)
  const one = await startWithTopic(t, { broker: { 'log.dirs': dir } })
  await one.broker.close()
  fs.cpSync(path.join(dir, 'orders-0'), path.join(dir, 'ghost-3'), { recursive: true })
  fs.rmSync(path.join(dir, '.kafka_cleanshutdown'))
  const two = await startBroker(t, {}, dir)
  const names = fs.readdirSync(dir)
  t.ok(names.includes('orders-0'))
  t.notOk(names.includes('ghost-3'))
  t.ok(names.some(name => /^ghost-3\.[0-9a-f]{32}-stray$/.test(name)))
  t.ok(two.log.some(line => /ghost-3 in .* is of no topic that there is/.test(line)))
  await createTopic(await two.connect(), 'ghost', 4)
  t.match(await produceTo(await two.connect(), 'ghost', 3, batchOf(['a'])), { baseOffset: 0 })
})
