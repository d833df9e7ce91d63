import fs from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { Broker } from '../../src/broker/broker.ts'
import { realFiles } from '../../src/lib/files.ts'
import { createLogger } from '../../src/lib/logger.ts'
import { errorName } from '../../src/protocol/errors.ts'
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
