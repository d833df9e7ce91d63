import fs from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { AlterReplicaLogDirs } from '../../../src/protocol/generated/apis/34-alter-replica-log-dirs.ts'
import { DescribeLogDirs } from '../../../src/protocol/generated/apis/35-describe-log-dirs.ts'
import { IncrementalAlterConfigs } from '../../../src/protocol/generated/apis/44-incremental-alter-configs.ts'
import { batchOf, createTopic, directory, fetchFrom, produceTo, startBroker } from '../start.ts'

type Wanted = [dir: string, topic: string, ...partitions: number[]]

async function start(t: Test, dirs: string[], more: Record<string, string> = {}) {
  const { broker, connect, log } = await startBroker(t, { 'log.dirs': dirs.join(','), ...more }, dirs[0])
  const connection = await connect()
  const ask = async (version: number, ...wanted: Wanted[]) => {
    const request = { dirs: wanted.map(([path, name, ...partitions]) => ({ path, topics: [{ name, partitions }] })) }
    const { results } = await connection.send(AlterReplicaLogDirs, version, request)
    return results.flatMap(({ topicName, partitions }) =>
      partitions.map(({ partitionIndex, errorCode }) => `${topicName}-${partitionIndex} ${errorName(errorCode)}`),
    )
  }
  const throttle = (value: string | null) =>
    connection.send(IncrementalAlterConfigs, 1, {
      resources: [
        {
          resourceType: 4,
          resourceName: '1',
          configs: [
            { name: 'replica.alter.log.dirs.io.max.bytes.per.second', configOperation: value === null ? 1 : 0, value },
          ],
        },
      ],
      validateOnly: false,
    })
  /** Rows of `orders`: directory, partition, bytes, whether it is on its way. */
  const rows = async () => {
    const { results } = await connection.send(DescribeLogDirs, 4, { topics: null })
    return results.flatMap(({ logDir, topics }) =>
      topics
        .filter(({ name }) => name === 'orders')
        .flatMap(({ partitions }) =>
          partitions.map(({ partitionIndex, offsetLag, isFutureKey }) => ({
            dir: path.basename(logDir),
            partitionIndex,
            offsetLag,
            isFutureKey,
          })),
        ),
    )
  }
  /** All of orders-0: one answer ends where its segment does. */
  const values = async () => {
    const found: string[] = []
    for (;;) {
      const { values } = await fetchFrom(connection, 'orders', 0, found.length)
      if (values.length === 0) return found
      found.push(...values)
    }
  }
  const place = () => broker.logs.placeOf('orders', 0)!.path
  const isMoved = async (dir: string) => {
    for (let i = 0; i < 500 && place() !== dir; i++) await new Promise(resolve => setTimeout(resolve, 10))
    t.equal(place(), dir)
  }
  const assigned = () => broker.metadata.partition('orders', 0)!.directories
  return { broker, connection, ask, log, throttle, rows, values, place, isMoved, assigned }
}

/** Two directories of a broker, `a` and `b`. */
function twoDirs(t: Test): string[] {
  const root = directory(t)
  const dirs = ['a', 'b'].map(name => path.join(root, name))
  for (const dir of dirs) fs.mkdirSync(dir)
  return dirs
}

t.test('what lies there already is there; a directory is one of ours, in the letters of the setting', async t => {
  const dir = directory(t)
  const { connection, ask } = await start(t, [dir])
  await createTopic(connection, 'orders', 2)
  await createTopic(connection, 'large', 200)
  for (const version of [1, 2])
    t.same(
      await ask(
        version,
        [dir, 'orders', 0, 9],
        [dir, 'nowhere', 0],
        [dir, 'large', 199],
        ['/nowhere', 'orders', 1],
        ['/nowhere', 'nowhere', 1],
        [dir, '__cluster_metadata', 0],
      ),
      [
        'orders-0 NONE',
        'orders-9 UNKNOWN_TOPIC_OR_PARTITION',
        'orders-1 LOG_DIR_NOT_FOUND',
        'nowhere-0 UNKNOWN_TOPIC_OR_PARTITION',
        'nowhere-1 LOG_DIR_NOT_FOUND',
        'large-199 NONE',
        '__cluster_metadata-0 UNKNOWN_TOPIC_OR_PARTITION',
      ],
    )
  t.same(await ask(2, [`${dir}/`, 'orders', 0]), ['orders-0 LOG_DIR_NOT_FOUND'])
  t.same(await ask(2, ['/nowhere', 'orders', 0], [dir, 'orders', 0]), ['orders-0 NONE'], 'the last counts')
})

t.test('a partition is moved, with all that is in it, while it is written to; and back', async t => {
  const dirs = twoDirs(t)
  const one = await start(t, dirs)
  const { connection, ask, broker } = one
  await createTopic(connection, 'orders', 1, {
    'segment.index.bytes': '40',
    'index.interval.bytes': '500',
    'file.delete.delay.ms': '10',
  })
  const { topicId } = broker.partitions.leader('orders', 0)
  const values: string[] = []
  const produce = async () => {
    const value = `${values.length} ${'x'.repeat(500)}`
    const answer = await produceTo(connection, 'orders', 0, batchOf([value]))
    t.match(answer, { error: 'NONE', baseOffset: values.length })
    values.push(`${values.length} ${value}`)
  }
  for (let i = 0; i < 30; i++) await produce()
  const here = one.place()
  const there = dirs.find(dir => dir !== here)!
  const { log } = broker.partitions.leader('orders', 0)
  for (const to of [there, here]) {
    t.same(await ask(2, [to, 'orders', 0]), ['orders-0 NONE'])
    while (one.place() !== to) await produce()
    await produce()
    t.equal(broker.partitions.leader('orders', 0).log, log, 'the log is the same for those who hold it')
    t.equal(log.dir, path.join(to, 'orders-0'))
    t.same(await one.values(), values)
    t.same(
      one.assigned(),
      [broker.logs.dirs.find(({ path }) => path === to)!.directoryId],
      'the metadata says where it lies',
    )
    const left = () => dirs.flatMap(dir => fs.readdirSync(dir)).filter(name => name.startsWith('orders'))
    for (let i = 0; i < 500 && left().length > 1; i++) await new Promise(resolve => setTimeout(resolve, 10))
    for (const dir of dirs)
      t.same(
        fs.readdirSync(dir).filter(name => name.startsWith('orders')),
        dir === to ? ['orders-0'] : [],
        'nothing is left where it was',
      )
  }
  await broker.close()
  const two = await start(t, dirs)
  t.equal(two.broker.partitions.leader('orders', 0).topicId, topicId)
  t.same(await two.values(), values, 'after a restart')
})

t.test('a move is as slow as it is told to be, shows itself, and can be called off', async t => {
  const dirs = twoDirs(t)
  const one = await start(t, dirs)
  const { connection, ask, throttle, rows } = one
  await createTopic(connection, 'orders', 1, { 'segment.index.bytes': '40', 'index.interval.bytes': '500' })
  for (let i = 0; i < 10; i++) await produceTo(connection, 'orders', 0, batchOf(['x'.repeat(1000)]))
  const here = one.place()
  const there = dirs.find(dir => dir !== here)!
  await throttle('1000')
  t.same(await ask(2, [there, 'orders', 0]), ['orders-0 NONE'])
  const both = await rows()
  t.match(
    both.find(({ isFutureKey }) => isFutureKey),
    { dir: path.basename(there), partitionIndex: 0 },
  )
  t.ok(both.find(({ isFutureKey }) => isFutureKey)!.offsetLag > 5)
  t.match(
    both.find(({ isFutureKey }) => !isFutureKey),
    { dir: path.basename(here), offsetLag: 0 },
  )
  t.ok(fs.readdirSync(there).some(name => /^orders-0\.[0-9a-f]{32}-future$/.test(name)))
  t.same(await ask(2, [here, 'orders', 0]), ['orders-0 NONE'], 'called off')
  t.same(await rows(), [{ dir: path.basename(here), partitionIndex: 0, offsetLag: 0, isFutureKey: false }])
  await ask(2, [there, 'orders', 0])
  await throttle(null)
  await one.isMoved(there)
})

t.test('a move that a stop has interrupted goes on, after a clean one and after a crash', async t => {
  for (const crash of [false, true]) {
    const dirs = twoDirs(t)
    const one = await start(t, dirs)
    const { connection, ask, throttle } = one
    await createTopic(connection, 'orders', 1, { 'segment.index.bytes': '40', 'index.interval.bytes': '500' })
    for (let i = 0; i < 20; i++) await produceTo(connection, 'orders', 0, batchOf([`${i} ${'x'.repeat(1000)}`]))
    const here = one.place()
    const there = dirs.find(dir => dir !== here)!
    await throttle('5000')
    await ask(2, [there, 'orders', 0])
    await new Promise(resolve => setTimeout(resolve, 300))
    t.equal(one.place(), here, 'not there yet')
    const values = await one.values()
    const left = crash ? twoDirs(t) : dirs
    for (const [i, dir] of crash ? dirs.entries() : []) fs.cpSync(dir, left[i]!, { recursive: true })
    await one.broker.close()
    const two = await start(t, left)
    t.ok((await two.rows()).some(({ isFutureKey }) => isFutureKey) || two.place() === left[dirs.indexOf(there)])
    await two.throttle(null)
    await two.isMoved(left[dirs.indexOf(there)]!)
    t.notMatch(two.log.join('\n'), /begun again/)
    t.same(await two.values(), values)
    await two.broker.close()
  }
})

const damages: [what: string, damage: (bytes: Buffer) => Buffer][] = [
  ['that has other batches than the log', bytes => bytes.fill(9, bytes.length - 10)],
  ['that is torn', bytes => bytes.subarray(0, -3)],
]

for (const [what, damage] of damages)
  t.test(`a copy ${what} is begun again`, async t => {
    const dirs = twoDirs(t)
    const one = await start(t, dirs)
    await createTopic(one.connection, 'orders')
    for (let i = 0; i < 5; i++) await produceTo(one.connection, 'orders', 0, batchOf([`${i}`]))
    const here = one.place()
    const there = dirs.find(dir => dir !== here)!
    await one.broker.close()
    const future = path.join(there, `orders-0.${'1'.repeat(32)}-future`)
    fs.cpSync(path.join(here, 'orders-0'), future, { recursive: true })
    // Its last batch is another one.
    const log = path.join(future, '00000000000000000000.log')
    fs.writeFileSync(log, damage(fs.readFileSync(log)))
    const two = await start(t, dirs)
    await two.isMoved(there)
    t.match(two.log.join('\n'), /begun again/, what)
    t.same(await two.values(), ['0 0', '1 1', '2 2', '3 3', '4 4'])
  })

t.test('a stop between the two renames of a swap: the copy is the log', async t => {
  const dirs = twoDirs(t)
  const one = await start(t, dirs)
  await createTopic(one.connection, 'orders')
  await produceTo(one.connection, 'orders', 0, batchOf(['kept']))
  const here = one.place()
  await one.broker.close()
  fs.renameSync(path.join(here, 'orders-0'), path.join(here, `orders-0.${'1'.repeat(32)}-future`))
  const two = await start(t, dirs)
  t.same(await two.values(), ['0 kept'])
  t.equal(two.place(), here)
})

t.test('the topic is deleted while it moves: both copies go', async t => {
  const dirs = twoDirs(t)
  const one = await start(t, dirs, { 'log.segment.delete.delay.ms': '0' })
  await createTopic(one.connection, 'orders')
  for (let i = 0; i < 10; i++) await produceTo(one.connection, 'orders', 0, batchOf(['x'.repeat(1000)]))
  await one.throttle('100')
  await one.ask(2, [dirs.find(dir => dir !== one.place())!, 'orders', 0])
  const { DeleteTopics } = await import('../../../src/protocol/generated/apis/20-delete-topics.ts')
  await one.connection.send(DeleteTopics, 5, { topicNames: ['orders'], timeoutMs: 1000 })
  await one.throttle(null)
  const left = () => dirs.flatMap(dir => fs.readdirSync(dir)).filter(name => name.startsWith('orders'))
  for (let i = 0; i < 500 && left().length > 0; i++) await new Promise(resolve => setTimeout(resolve, 10))
  t.same(left(), [])
})
