import t from 'tap'
import { VirtualClock } from '../../src/lib/clock.ts'
import { silentLogger } from '../../src/lib/logger.ts'
import { seededRandom } from '../../src/lib/random.ts'
import { LogManager } from '../../src/log/log-manager.ts'
import { encodeBatch } from '../../src/protocol/record.ts'
import { directory } from '../broker/start.ts'
import { faultyFiles } from '../kit/faulty-files.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { defaults, NOW } from './config.ts'

const ID = 'AQIDBAUGBwgJCgsMDQ4PEA'

/** Directories in memory; their locks lie where the real ones do. */
function managed(t: Parameters<typeof directory>[0], count: number) {
  const disk = new ForgetfulDisk()
  const dirs = Array.from({ length: count }, () => directory(t))
  for (const dir of dirs) disk.mkdir(dir)
  const open = (more: Partial<Parameters<typeof LogManager.open>[0]> = {}) =>
    LogManager.open({
      dirs,
      nodeId: 1,
      configOf: () => defaults,
      files: disk,
      clock: new VirtualClock(NOW),
      random: seededRandom(1),
      logger: silentLogger,
      format: true,
      ...more,
    })
  return { disk, dirs, open }
}

t.test('new partitions go where the fewest are, or where they are told to', async t => {
  const { open, dirs } = managed(t, 3)
  const logs = open()
  for (let i = 0; i < 7; i++) logs.create('orders', i, ID)
  const places = Array.from({ length: 7 }, (_, i) => dirs.indexOf(logs.placeOf('orders', i)!.path))
  t.same(places, [0, 1, 2, 0, 1, 2, 0])
  const last = logs.dirs[2]!.directoryId!
  logs.create('told', 0, ID, last)
  t.equal(logs.placeOf('told', 0)!.directoryId, last)
  t.throws(() => logs.create('told', 1, ID, 'ICEiIyQlJicoKSorLC0uLw'), /lies in the directory .*, which is offline/)
  await logs.close(1)
})

t.test(
  'a partition that lies in two directories is nobody’s to choose: the start is refused, and nothing is locked',
  async t => {
    const { open, dirs, disk } = managed(t, 2)
    const logs = open()
    const log = logs.create('orders', 0, ID)
    log.append(encodeBatch({ records: [{ timestamp: NOW, value: Buffer.from('x') }] }), {
      leaderEpoch: 0,
      origin: 'client',
    })
    await logs.close(1)
    const [from, to] = dirs.map(dir => `${dir}/orders-0`)
    disk.mkdir(to!)
    for (const name of disk.list(from!)) disk.writeAll(`${to}/${name}`, disk.readAll(`${from}/${name}`))
    t.throws(open, {
      name: 'DirectoryError',
      message: `The partition orders-0 lies both in ${dirs[0]} and in ${dirs[1]}.`,
    })
    disk.removeTree(from!)
    const again = open()
    t.equal(again.log('orders', 0)!.endOffset, 1)
    t.equal(again.placeOf('orders', 0)!.path, dirs[1])
    await again.close(1)
  },
)

t.test('a disk that fails at the stop of one directory leaves the others cleanly stopped', async t => {
  const { open, dirs, disk } = managed(t, 2)
  let broken = false
  const files = faultyFiles(disk, ({ path }) => (broken && path.startsWith(dirs[0]!) ? 'EIO' : undefined))
  const failed: string[] = []
  const logs = open({ files, onFailed: dir => failed.push(dir) })
  for (let i = 0; i < 4; i++) {
    const records = [{ timestamp: NOW, value: Buffer.from('x') }]
    logs.create('orders', i, ID).append(encodeBatch({ records }), { leaderEpoch: 0, origin: 'client' })
  }
  broken = true
  await logs.close(1)
  t.same(failed, [dirs[0]])
  t.same(
    dirs.map(dir => disk.exists(`${dir}/.kafka_cleanshutdown`)),
    [false, true],
  )
  broken = false
  const again = open()
  t.notOk(again.cleanShutdown)
  t.same([again.log('orders', 1)!.endOffset, again.log('orders', 3)!.endOffset], [1, 1])
  again.abandon()
})
