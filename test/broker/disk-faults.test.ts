import fs from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { Broker } from '../../src/broker/broker.ts'
import { realFiles } from '../../src/lib/files.ts'
import { createLogger } from '../../src/lib/logger.ts'
import { errorName } from '../../src/protocol/errors.ts'
import { Metadata } from '../../src/protocol/generated/apis/03-metadata.ts'
import { DescribeLogDirs } from '../../src/protocol/generated/apis/35-describe-log-dirs.ts'
import { type Decide, faultyFiles } from '../kit/faulty-files.ts'
import { batchOf, connectTo, createTopic, directory, fetchFrom, produceTo } from './start.ts'

/** A broker with two directories; in the second lie partitions that `decide` may let down. */
async function startTwo(t: Test, decide: Decide, dirs = [directory(t), directory(t)], more = {}) {
  const log: string[] = []
  const broker = await Broker.start({
    configs: { 'log.dirs': dirs.join(','), listeners: 'PLAINTEXT://127.0.0.1:0', ...more },
    files: faultyFiles(realFiles, decide),
    logger: createLogger({ write: line => log.push(line.trimEnd()), level: 'info' }),
  })
  t.teardown(() => broker.close())
  const connection = await connectTo(t, broker)
  const inDir = (dir: string) =>
    broker.logs
      .list()
      .filter(({ topic, dir: where }) => topic === 'orders' && where === dir)
      .map(each => each.partition)
  return { broker, connection, log, dirs, inDir }
}

for (const [code, kind] of [
  ['ENOSPC', 'write'],
  ['EIO', 'sync'],
] as const)
  t.test(`${code} of a ${kind}: an error for the producer, the directory goes offline, the other goes on`, async t => {
    const dirs = [directory(t), directory(t)]
    let bad = false
    const decide: Decide = ({ kind: each, path }) =>
      bad && each === kind && path.startsWith(dirs[1]!) ? code : undefined
    const one = await startTwo(t, decide, dirs)
    await createTopic(one.connection, 'orders', 4, { 'flush.messages': '1' })
    const [healthy, sick] = [one.inDir(dirs[0]!), one.inDir(dirs[1]!)]
    t.ok(healthy.length > 0 && sick.length > 1, 'both directories have partitions')
    for (const index of [...healthy, ...sick])
      t.match(await produceTo(one.connection, 'orders', index, batchOf(['before'])), { error: 'NONE', baseOffset: 0 })
    bad = true
    t.match(await produceTo(one.connection, 'orders', sick[0]!, batchOf(['lost'])), {
      error: 'KAFKA_STORAGE_ERROR',
      baseOffset: -1,
      logStartOffset: -1,
    })
    bad = false
    for (const index of sick) {
      t.match(await produceTo(one.connection, 'orders', index, batchOf(['late'])), { error: 'KAFKA_STORAGE_ERROR' })
      t.match(await fetchFrom(one.connection, 'orders', index, 0), { error: 'KAFKA_STORAGE_ERROR', values: [] })
    }
    for (const index of healthy) {
      t.match(await produceTo(one.connection, 'orders', index, batchOf(['after'])), { error: 'NONE', baseOffset: 1 })
      t.same((await fetchFrom(one.connection, 'orders', index, 0)).values, ['0 before', '1 after'])
    }
    const leaders = async () => {
      const { topics } = await one.connection.send(Metadata, 12, {
        topics: [{ name: 'orders' }],
        allowAutoTopicCreation: false,
      })
      return topics[0]!.partitions.map(each => ({ ...each, error: errorName(each.errorCode) }))
    }
    for (const { partitionIndex, error, leaderId, offlineReplicas } of await leaders()) {
      const isSick = sick.includes(partitionIndex)
      t.same([leaderId, error, offlineReplicas], isSick ? [-1, 'LEADER_NOT_AVAILABLE', [1]] : [1, 'NONE', []])
    }
    const { results } = await one.connection.send(DescribeLogDirs, 4, { topics: null })
    t.same(
      results.map(({ logDir, errorCode }) => [logDir, errorName(errorCode)]),
      [
        [dirs[0], 'NONE'],
        [dirs[1], 'KAFKA_STORAGE_ERROR'],
      ],
    )
    t.ok(one.log.some(line => line.includes(`${dirs[1]} has failed, and is offline`)))
    await one.broker.close()
    t.ok(fs.existsSync(path.join(dirs[0]!, '.kafka_cleanshutdown')))
    t.notOk(fs.existsSync(path.join(dirs[1]!, '.kafka_cleanshutdown')), 'nobody vouches for the directory that failed')

    const two = await startTwo(t, () => undefined, dirs)
    for (const index of sick) {
      const { values } = await fetchFrom(two.connection, 'orders', index, 0)
      t.equal(values[0], '0 before', 'what was acknowledged is there')
      t.ok(values.length === 1 || (kind === 'sync' && values[1] === '1 lost'), 'and nothing that is half written')
      t.match(await produceTo(two.connection, 'orders', index, batchOf(['again'])), { error: 'NONE' })
    }
  })

t.test('a broker that loses the directory of its metadata says so', async t => {
  let bad = false
  const one = await startTwo(t, ({ kind, path }) =>
    bad && kind === 'write' && path.includes('__cluster_metadata') ? 'EIO' : undefined,
  )
  bad = true
  await t.rejects(createTopic(one.connection, 'orders', 1), /KAFKA_STORAGE_ERROR/)
  t.match((await one.broker.failed).message, /EIO/)
})

t.test('a directory that turns read-only goes offline at the first write', async t => {
  const dirs = [directory(t), directory(t)]
  let bad = false
  const one = await startTwo(
    t,
    ({ kind, path }) =>
      bad && !['open', 'read', 'list'].includes(kind) && path.startsWith(dirs[1]!) ? 'EROFS' : undefined,
    dirs,
  )
  await createTopic(one.connection, 'orders', 4)
  const [sick] = one.inDir(dirs[1]!)
  await produceTo(one.connection, 'orders', sick!, batchOf(['before']))
  bad = true
  t.same((await fetchFrom(one.connection, 'orders', sick!, 0)).values, ['0 before'], 'reads go on')
  t.match(await produceTo(one.connection, 'orders', sick!, batchOf(['lost'])), { error: 'KAFKA_STORAGE_ERROR' })
  t.match(await produceTo(one.connection, 'orders', one.inDir(dirs[0]!)[0]!, batchOf(['x'])), { error: 'NONE' })
  await createTopic(one.connection, 'made-after', 3)
  t.ok(
    one.broker.logs.list().every(({ dir }) => dir === dirs[0]),
    'new partitions lie where they can',
  )
})

const badStarts: [what: string, spoil: (dir: string) => void, fault?: Decide][] = [
  ['whose meta.properties cannot be read', dir => fs.writeFileSync(path.join(dir, 'meta.properties'), 'version=1\n')],
  [
    'whose meta.properties is gone, and whose partitions are there',
    dir => fs.rmSync(path.join(dir, 'meta.properties')),
  ],
  ['that is a file', dir => fs.renameSync(dir, `${dir}-away`) ?? fs.writeFileSync(dir, '')],
  ['that cannot be listed', () => {}, ({ kind }) => (kind === 'list' ? 'EACCES' : undefined)],
  ['that cannot be written to', () => {}, ({ kind }) => (kind === 'sync' ? 'EIO' : undefined)],
]

for (const [what, spoil, fault] of badStarts)
  t.test(`a start with a directory ${what} goes on with the others`, async t => {
    const root = directory(t)
    const dirs = ['a', 'b'].map(name => path.join(root, name))
    const one = await startTwo(t, () => undefined, dirs)
    await createTopic(one.connection, 'orders', 4)
    const [healthy, sick] = [one.inDir(dirs[0]!), one.inDir(dirs[1]!)]
    for (const index of [...healthy, ...sick])
      await produceTo(one.connection, 'orders', index, batchOf([`in ${index}`]))
    await one.broker.close()
    const away = `${dirs[1]}-copy`
    fs.cpSync(dirs[1]!, away, { recursive: true })

    spoil(dirs[1]!)
    const two = await startTwo(t, o => (o.path.startsWith(dirs[1]!) ? fault?.(o) : undefined), dirs)
    t.match(two.log.join('\n'), new RegExp(`The data directory ${dirs[1]} .*is offline`))
    for (const index of healthy) t.same((await fetchFrom(two.connection, 'orders', index, 0)).values, [`0 in ${index}`])
    for (const index of sick) {
      t.match(await fetchFrom(two.connection, 'orders', index, 0), { error: 'KAFKA_STORAGE_ERROR', values: [] })
      t.match(await produceTo(two.connection, 'orders', index, batchOf(['lost'])), { error: 'KAFKA_STORAGE_ERROR' })
    }
    t.equal(two.broker.metadata.partition('orders', sick[0]!)?.leader, -1)
    const { results } = await two.connection.send(DescribeLogDirs, 4, { topics: null })
    t.same(
      results.map(({ logDir, errorCode }) => [logDir, errorName(errorCode)]),
      [
        [dirs[0], 'NONE'],
        [dirs[1], 'KAFKA_STORAGE_ERROR'],
      ],
    )
    await createTopic(two.connection, 'made-meanwhile', 3)
    await two.broker.close()

    fs.rmSync(dirs[1]!, { recursive: true })
    fs.renameSync(away, dirs[1]!)
    const three = await startTwo(t, () => undefined, dirs)
    for (const index of sick) {
      t.same((await fetchFrom(three.connection, 'orders', index, 0)).values, [`0 in ${index}`], 'it is back')
      t.match(await produceTo(three.connection, 'orders', index, batchOf(['more'])), { error: 'NONE', baseOffset: 1 })
    }
  })

t.test('a start whose directory of the metadata is bad is refused', async t => {
  const dirs = [directory(t), directory(t)]
  const one = await startTwo(t, () => undefined, dirs)
  await one.broker.close()
  fs.writeFileSync(path.join(dirs[0]!, 'meta.properties'), 'version=1\nnode.id=x\n')
  await t.rejects(
    startTwo(t, () => undefined, dirs),
    { name: 'DirectoryError', message: /has no cluster.id/ },
  )
})
