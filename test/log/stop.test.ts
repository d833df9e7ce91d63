/** A clean stop: what it writes, and what it leaves alone, of many partitions most of which are idle. */
import t from 'tap'
import { VirtualClock } from '../../src/lib/clock.ts'
import { encodeBatch } from '../../src/protocol/record.ts'
import { faultyFiles } from '../kit/faulty-files.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { defaults, NOW } from './config.ts'
import { openDir, TOPIC } from './life.ts'

const PARTITIONS = 40

/** A directory with a log of every kind: some empty, some of one time, some with a producer. */
async function filled(): Promise<ForgetfulDisk> {
  const disk = new ForgetfulDisk()
  disk.mkdir('/data')
  disk.syncDir('/')
  const dir = openDir(disk, new VirtualClock(NOW), defaults)
  for (let i = 0; i < PARTITIONS; i++) {
    const log = dir.open(TOPIC, i, 'AQIDBAUGBwgJCgsMDQ4PEA')
    for (let j = 0; j < i % 4; j++) {
      const records = [{ timestamp: NOW + (i % 3) * j, value: Buffer.alloc(5000) }]
      const producer = i % 8 > 3 && { producerId: 7, producerEpoch: 0, baseSequence: j }
      log.append(encodeBatch({ records, ...producer }), { leaderEpoch: 0, origin: 'client' })
    }
    log.write()
  }
  await dir.close(1)
  return disk
}

t.test('after a crash in which nothing was written, a stop looks at all logs and writes to none', async t => {
  const disk = await filled()
  disk.remove('/data/.kafka_cleanshutdown')
  const touched = new Set<string>()
  const files = faultyFiles(disk, ({ kind, path }) => {
    if (!['open', 'read', 'list'].includes(kind) && path.includes(TOPIC)) touched.add(`${kind} ${path}`)
    return undefined
  })
  const dir = openDir(files, new VirtualClock(NOW), defaults)
  await dir.close(2)
  t.same([...touched], [])
  t.ok(disk.exists('/data/.kafka_cleanshutdown'))
  t.ok(openDir(disk, new VirtualClock(NOW), defaults).cleanShutdown)
})

t.test('one log that something has come to is written, and what it needs is synced, before the marker', async t => {
  const disk = await filled()
  disk.remove('/data/.kafka_cleanshutdown')
  const dir = openDir(disk, new VirtualClock(NOW), defaults)
  const records = [{ timestamp: NOW + 9, value: Buffer.from('new') }]
  dir.open(TOPIC, 5).append(encodeBatch({ records }), { leaderEpoch: 0, origin: 'client' })
  await dir.close(2)
  disk.powerCut()
  const again = openDir(disk, new VirtualClock(NOW), defaults)
  t.ok(again.cleanShutdown)
  for (let i = 0; i < PARTITIONS; i++)
    t.equal(again.open(TOPIC, i).endOffset, (i % 4) + (i === 5 ? 1 : 0), `${TOPIC}-${i}`)
  t.same(again.open(TOPIC, 5).offsetForTimestamp(NOW + 5), { timestamp: NOW + 9, offset: 1 })
})

t.test('a log that cannot be written down is no clean stop; the others are closed', async t => {
  const disk = await filled()
  const files = faultyFiles(disk, ({ kind, path }) =>
    kind === 'rename' && path.includes('-7/') ? 'ENOENT' : undefined,
  )
  const dir = openDir(files, new VirtualClock(NOW), defaults)
  for (const partition of [6, 7, 8]) {
    const records = [{ timestamp: NOW, value: Buffer.from('new') }]
    dir.open(TOPIC, partition).append(encodeBatch({ records }), { leaderEpoch: 0, origin: 'client' })
  }
  await dir.close(2)
  t.notOk(disk.exists('/data/.kafka_cleanshutdown'))
  disk.powerCut()
  const again = openDir(disk, new VirtualClock(NOW), defaults)
  t.same([again.open(TOPIC, 6).endOffset, again.open(TOPIC, 8).endOffset], [3, 1])
})
