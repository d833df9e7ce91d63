/**
 * A partition on its way from one directory to another changes hands: what tskafka has begun to copy Apache Kafka goes on with,
 * and the other way round, after clean stops and after crashes. The tools are Apache Kafka's.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import t, { type Test } from 'tap'
import { Connection } from '../../src/net/connection.ts'
import { batchOf, createTopic, fetchFrom, produceTo } from '../broker/start.ts'
import { formatWithKafka, kafkaTool, properties, type Server, serveKafka, serveTskafka, tskafka } from './kafka.ts'

const makers = { kafka: serveKafka, tskafka: serveTskafka }
type Maker = keyof typeof makers
const RECORDS = 200

async function connect(t: Test, { address }: Server): Promise<Connection> {
  const [host, port] = address.split(':')
  const connection = await Connection.connect({ host: host!, port: Number(port), clientId: 'test' })
  t.teardown(() => connection.close())
  return connection
}

/** A leader may take a moment after the start. @returns where it is */
async function produce(connection: Connection, value: string): Promise<number> {
  for (;;) {
    const { error, baseOffset } = await produceTo(connection, 'orders', 0, batchOf([value]))
    if (error === 'NONE') return baseOffset
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

async function read(connection: Connection): Promise<string[]> {
  const found: string[] = []
  for (;;) {
    const { values, error } = await fetchFrom(connection, 'orders', 0, found.length)
    if (error !== 'NONE') await new Promise(resolve => setTimeout(resolve, 100))
    else if (values.length === 0) return found
    found.push(...values.map(value => value.slice(0, 20)))
  }
}

const expected = Array.from({ length: RECORDS }, (_, i) => `${i} record ${i} ${'x'.repeat(1000)}`.slice(0, 20))

/** What log-dirs says of orders-0: directory, and whether it is on its way. */
async function placesBy(tool: (words: string[]) => Promise<{ stdout: string }>, address: string): Promise<string[]> {
  const { stdout } = await tool(['--describe', '--topic-list', 'orders', '--bootstrap-server', address])
  const { brokers } = JSON.parse(stdout.split('\n').find(line => line.startsWith('{'))!) as {
    brokers: { logDirs: { logDir: string; partitions: { isFuture: boolean }[] }[] }[]
  }
  return brokers[0]!.logDirs
    .flatMap(({ logDir, partitions }) => partitions.map(each => `${path.basename(logDir)} ${each.isFuture}`))
    .sort()
}

/** The same by both tools. The move may come to its end between them: then ours is asked once more. */
async function places(address: string): Promise<string[]> {
  const byOurs = () => placesBy(words => tskafka(['log-dirs', ...words]), address)
  const before = await byOurs()
  const theirs = await placesBy(words => kafkaTool('org.apache.kafka.tools.LogDirsCommand', words), address)
  const hasMoved = JSON.stringify(before) !== JSON.stringify(theirs)
  t.same(hasMoved ? await byOurs() : before, theirs, 'both tools say the same')
  return theirs
}

function reassign(address: string, dir: string, to: string, more: readonly string[]) {
  const file = path.join(dir, 'moves.json')
  const partitions = [{ topic: 'orders', partition: 0, replicas: [1], log_dirs: [to] }]
  fs.writeFileSync(file, JSON.stringify({ version: 1, partitions }))
  const words = ['--bootstrap-server', address, '--reassignment-json-file', file, ...more]
  return kafkaTool('org.apache.kafka.tools.reassign.ReassignPartitionsCommand', words)
}

async function handOver(t: Test, first: Maker, second: Maker, crash: boolean): Promise<void> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-move-'))
  t.teardown(() => fs.rmSync(dir, { recursive: true, force: true }))
  const dirs = ['a', 'b'].map(name => path.join(dir, name))
  const { file, port } = await properties(dir, dirs.join(','))
  await formatWithKafka(file)
  const one = await makers[first](t, file, port)
  const connection = await connect(t, one)
  await createTopic(connection, 'orders', 1, { 'index.interval.bytes': '1000', 'segment.index.bytes': '64' })
  for (let i = 0; i < RECORDS; i++) await produce(connection, `record ${i} ${'x'.repeat(1000)}`)
  const [was] = await places(one.address)
  const from = was!.split(' ')[0]!
  const to = dirs.find(each => path.basename(each) !== from)!
  const begun = await reassign(one.address, dir, to, ['--execute', '--replica-alter-log-dirs-throttle', '20000'])
  t.match(
    begun.stdout,
    /Successfully started partition reassignment|Successfully started log directory move/,
    begun.stderr,
  )
  t.same(await places(one.address), [`${from} false`, `${path.basename(to)} true`].sort(), `on its way at ${first}`)
  // What a kill would leave.
  const image = path.join(dir, 'image')
  if (crash) for (const each of dirs) fs.cpSync(each, path.join(image, path.basename(each)), { recursive: true })
  connection.close()
  await one.stop()
  for (const each of crash ? dirs : []) {
    fs.rmSync(each, { recursive: true })
    fs.renameSync(path.join(image, path.basename(each)), each)
  }
  const two = await makers[second](t, file, port)
  const there = await connect(t, two)
  t.same(await read(there), expected, `all is there at ${second}`)
  const verified = await reassign(two.address, dir, to, ['--verify'])
  t.match(verified.stdout, /still in progress|is completed|completed successfully/, 'verify')
  await reassign(two.address, dir, to, ['--execute', '--additional', '--replica-alter-log-dirs-throttle', '100000000'])
  for (let tries = 0; tries < 30 && (await places(two.address)).length > 1; tries++)
    await new Promise(resolve => setTimeout(resolve, 500))
  t.same(await places(two.address), [`${path.basename(to)} false`], `it has come to its end at ${second}`)
  t.same(await read(there), expected)
  there.close()
  await two.stop()
  const three = await makers[first](t, file, port)
  const back = await connect(t, three)
  t.same(await read(back), expected, `and is there at ${first}`)
  t.equal(await produce(back, 'one more'), RECORDS)
  back.close()
  await three.stop()
}

for (const crash of [false, true])
  for (const [first, second] of [
    ['tskafka', 'kafka'],
    ['kafka', 'tskafka'],
  ] as const)
    t.test(`${first} begins, ${second} ends, after ${crash ? 'a crash' : 'a clean stop'}`, { timeout: 240_000 }, t =>
      handOver(t, first, second, crash),
    )
