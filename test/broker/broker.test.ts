import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import t from 'tap'
import { Broker } from '../../src/broker/broker.ts'
import { Produce } from '../../src/protocol/generated/apis/00-produce.ts'
import { Metadata } from '../../src/protocol/generated/apis/03-metadata.ts'
import { typescript } from '../kit/typescript.ts'
import {
  batchOf,
  connectTo,
  createTopic,
  directory,
  fetchFrom,
  offsetAt,
  produceTo,
  startBroker,
  startWithTopic,
} from './start.ts'

t.test('a restart keeps topics, records, settings and the cluster id', async t => {
  const dir = directory(t)
  const one = await startWithTopic(t, {
    partitions: 2,
    configs: { 'retention.ms': '1234567' },
    broker: { 'log.dirs': dir },
  })
  await produceTo(one.connection, 'orders', 1, batchOf(['a', 'b']))
  const { clusterId } = one.broker
  await one.broker.close()

  const two = await startBroker(t, {}, dir)
  t.equal(two.broker.clusterId, clusterId)
  const connection = await two.connect()
  const { topics } = await connection.send(Metadata, 12, {
    topics: [{ name: 'orders' }],
    allowAutoTopicCreation: false,
  })
  t.match(topics, [{ topicId: one.topicId, partitions: [{ leaderId: 1 }, { leaderId: 1 }] }])
  t.same((await fetchFrom(connection, 'orders', 1, 0)).values, ['0 a', '1 b'])
  t.match(await produceTo(connection, 'orders', 1, batchOf(['c'])), { baseOffset: 2 })
  t.equal(two.broker.settings.topic('orders')['retention.ms'], 1234567)
})

t.test('everything acknowledged is there after a kill', async t => {
  const dir = directory(t)
  const script = path.join(import.meta.dirname, 'child.ts')
  const { spawn } = await import('node:child_process')
  for (let round = 0; round < 3; round++) {
    const child = spawn(process.execPath, [typescript, script, dir], { stdio: ['ignore', 'pipe', 'inherit'] })
    const address = await new Promise<string>(resolve =>
      child.stdout.once('data', chunk => resolve(String(chunk).trim())),
    )
    const connection = await connectTo(t, { address } as Broker)
    if (round === 0) await createTopic(connection, 'orders')
    const acked: string[] = []
    let stop = false
    const producing = Promise.allSettled(
      Array.from({ length: 5 }, async (_, worker) => {
        for (let i = 0; !stop; i++) {
          const { baseOffset, error } = await produceTo(connection, 'orders', 0, batchOf([`${round}-${worker}-${i}`]))
          if (error === 'NONE') acked.push(`${baseOffset} ${round}-${worker}-${i}`)
        }
      }),
    )
    // In the middle of it: a busy machine takes its time until the first is acknowledged.
    for (let tries = 0; acked.length < 20 && tries < 500; tries++) await new Promise(resolve => setTimeout(resolve, 20))
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGKILL')
    stop = true
    await Promise.all([producing, gone])
    const again = await startBroker(t, {}, dir)
    const reader = await again.connect()
    const found = new Set<string>()
    for (let next = 0; ; ) {
      const { values } = await fetchFrom(reader, 'orders', 0, next)
      if (values.length === 0) break
      for (const value of values) found.add(value)
      next = Number(values.at(-1)!.split(' ')[0]) + 1
    }
    t.ok(acked.length > 0)
    t.same(
      acked.filter(each => !found.has(each)),
      [],
      `round ${round}: ${acked.length} were acknowledged`,
    )
    await again.broker.close()
  }
})

t.test('a stop answers what was asked, and leaves the directory to another', async t => {
  const { connection, broker, dir } = await startWithTopic(t)
  const answers = Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      connection.send(Produce, 12, {
        acks: -1,
        timeoutMs: 1000,
        topicData: [{ name: 'orders', partitionData: [{ index: 0, records: batchOf([`${i}`]) }] }],
      }),
    ),
  )
  while (broker.partitions.leader('orders', 0).log.endOffset === 0) await new Promise(resolve => setTimeout(resolve, 1))
  await broker.close()
  await broker.close()
  t.equal((await answers).length, 20)
  t.ok(fs.existsSync(path.join(dir, '.kafka_cleanshutdown')))
  const next = await startBroker(t, {}, dir)
  t.match(await offsetAt(await next.connect(), 'orders', 0, -1), { offset: 20 })
})

t.test('a start that fails says why, and leaves nothing open', async t => {
  const { broker, dir } = await startBroker(t)
  const port = broker.address.split(':')[1]
  const start = (configs: Record<string, string>) =>
    Broker.start({ configs: { listeners: 'PLAINTEXT://127.0.0.1:0', ...configs } })
  const other = directory(t)
  await t.rejects(start({ 'log.dirs': other, listeners: `PLAINTEXT://127.0.0.1:${port}` }), {
    name: 'ListenError',
    message: new RegExp(`Cannot listen on PLAINTEXT://127.0.0.1:${port}: the port is in use`),
  })
  t.same(fs.readdirSync(other), [], 'the directory was not touched')
  await t.rejects(start({ 'log.dirs': dir }), { name: 'DirectoryError' }, 'in use')
  const file = path.join(dir, 'meta.properties', 'sub')
  await t.rejects(start({ 'log.dirs': file }), { name: 'DirectoryError', message: /Cannot make the data directory/ })
  await t.rejects(start({ 'log.dirs': other, 'num.partitions': 'many' }), {
    name: 'ConfigError',
    message: /num.partitions/,
  })
  await t.rejects(start({ 'log.dirs': other, 'num.partitions': '0' }), { name: 'ConfigError' })
  await t.rejects(start({ 'log.dirs': other, listeners: 'SSL://:0' }), { name: 'ListenError' })

  const held = await startBroker(t, { 'node.id': '7' }, other)
  await held.broker.close()
  await t.rejects(start({ 'log.dirs': other, 'node.id': '8' }), {
    name: 'DirectoryError',
    message: /belongs to node 7/,
  })
  const fine = await start({ 'log.dirs': other, 'node.id': '7' })
  await fine.close()
})

t.test('an unknown property is a warning, with the near one', async t => {
  const { log } = await startBroker(t, { 'num.partition': '3' })
  t.ok(log.some(line => /Unknown property num.partition=3 is ignored. Did you mean num.partitions\?/.test(line)))
})

t.test('two brokers in one process know nothing of each other', async t => {
  const [one, two] = await Promise.all([startBroker(t), startBroker(t)])
  t.not(one.broker.clusterId, two.broker.clusterId)
  await createTopic(await one.connect(), 'orders')
  t.equal(two.broker.metadata.topics.has('orders'), false)
})

t.test('connections are limited', async t => {
  const { broker } = await startBroker(t, { 'max.connections.per.ip': '2' })
  const [host, port] = broker.address.split(':')
  const sockets = Array.from({ length: 5 }, () => net.connect(Number(port), host).on('error', () => {}))
  let closed = 0
  for (const socket of sockets) socket.on('close', () => closed++).resume()
  while (closed < 3) await new Promise(resolve => setTimeout(resolve, 5))
  await new Promise(resolve => setTimeout(resolve, 30))
  t.equal(closed, 3)
  for (const socket of sockets) socket.destroy()
})

t.test('frames larger than socket.request.max.bytes are refused', async t => {
  const { connection, log } = await startWithTopic(t, { broker: { 'socket.request.max.bytes': '10000' } })
  t.match(await produceTo(connection, 'orders', 0, batchOf(['x'.repeat(5000)])), { errorCode: 0 })
  await t.rejects(produceTo(connection, 'orders', 0, batchOf(['x'.repeat(20_000)])), { name: 'NETWORK_EXCEPTION' })
  t.match(log.at(-1), /a frame of 20\d+ bytes was announced; 0 to 10000 are possible \(socket.request.max.bytes\)/)
})

t.test('await using closes it', async t => {
  const dir = directory(t)
  let address = ''
  {
    await using broker = await Broker.start({ configs: { 'log.dirs': dir, listeners: 'PLAINTEXT://127.0.0.1:0' } })
    address = broker.bootstrapServers
    t.match(address, /^127\.0\.0\.1:\d+$/)
  }
  const [host, port] = address.split(':')
  await t.rejects(new Promise((_, reject) => net.connect(Number(port), host).on('error', reject)), {
    code: 'ECONNREFUSED',
  })
})

t.test('offsets are written down as often as log.flush.offset.checkpoint.interval.ms says', async t => {
  const { connection, dir } = await startWithTopic(t, { broker: { 'log.flush.offset.checkpoint.interval.ms': '20' } })
  await produceTo(connection, 'orders', 0, batchOf(['a', 'b']))
  const file = path.join(dir, 'recovery-point-offset-checkpoint')
  const isThere = () => fs.existsSync(file) && fs.readFileSync(file, 'utf8').includes('orders 0 ')
  for (let tries = 0; tries < 1000 && !isThere(); tries++) await new Promise(resolve => setTimeout(resolve, 10))
  t.ok(isThere())
})
