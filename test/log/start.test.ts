import t from 'tap'
import { VirtualClock } from '../../src/lib/clock.ts'
import type { FileHandle } from '../../src/lib/files.ts'
import { MiB } from '../../src/lib/units.ts'
import type { LogConfig } from '../../src/log/config.ts'
import { encodeBatch } from '../../src/protocol/record.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { defaults, NOW } from './config.ts'
import { openDir, TOPIC } from './life.ts'

const config: LogConfig = { ...defaults, 'segment.bytes': 24 * MiB }

/** Counts what is read, in bytes. */
class CountingDisk extends ForgetfulDisk {
  bytesRead = 0

  override open(file: string, mode: 'r' | 'r+' | 'w+' | 'a+'): FileHandle {
    const handle = super.open(file, mode)
    const read = handle.read.bind(handle)
    handle.read = (...place) => {
      const got = read(...place)
      this.bytesRead += got
      return got
    }
    return handle
  }

  override readAll(file: string): Buffer {
    const content = super.readAll(file)
    this.bytesRead += content.length
    return content
  }
}

/** `megabytes` are written, with a background sync after each 6 of them, and 1 more; then the process is killed. */
async function killedAfter(megabytes: number): Promise<CountingDisk> {
  const disk = new CountingDisk()
  disk.mkdir('/data')
  const dir = openDir(disk, new VirtualClock(NOW), config)
  const log = dir.open(TOPIC, 0, 'AQIDBAUGBwgJCgsMDQ4PEA')
  const batch = (sequence: number) =>
    encodeBatch({
      records: [{ timestamp: NOW + sequence, value: Buffer.alloc(MiB / 16, 'x') }],
      producerId: 7,
      producerEpoch: 0,
      baseSequence: sequence,
    })
  for (let i = 0; i < megabytes; i++) {
    for (let j = 0; j < 16; j++) log.append(batch(i * 16 + j), { leaderEpoch: 0, origin: 'client' })
    log.write()
    if (i % 6 === 5) await dir.settle()
  }
  disk.kill()
  disk.bytesRead = 0
  return disk
}

t.test('whether a partition has anything is known without opening it', async t => {
  const disk = new ForgetfulDisk()
  disk.mkdir('/data')
  const before = openDir(disk, new VirtualClock(NOW), config)
  before.open(TOPIC, 0)
  before.open(TOPIC, 1).append(encodeBatch({ records: [{ timestamp: NOW, value: Buffer.from('x') }] }), {
    leaderEpoch: 0,
    origin: 'client',
  })
  t.notOk(before.logs.hasBytes(TOPIC, 1), 'not written yet')
  await before.close(1)
  const dir = openDir(disk, new VirtualClock(NOW), config)
  t.same([dir.logs.hasBytes(TOPIC, 0), dir.logs.hasBytes(TOPIC, 1)], [false, true])
  t.same([...dir.logs.opened()], [])
})

t.test('after a kill a start reads what was not synced, however much there is', async t => {
  const read: number[] = []
  for (const megabytes of [7, 19, 49, 67]) {
    const disk = await killedAfter(megabytes)
    const log = openDir(disk, new VirtualClock(NOW), config).open(TOPIC, 0)
    t.equal(log.endOffset, megabytes * 16)
    t.equal(log.producers.get(7)?.batches.at(-1)?.lastSequence, megabytes * 16 - 1)
    read.push(disk.bytesRead)
  }
  t.comment(read.join(', '))
  for (const bytes of read) t.ok(bytes < 2.5 * MiB, `${bytes} bytes read`)
})

t.test('a log that little has come to is not synced in the background', async t => {
  const disk = new ForgetfulDisk()
  disk.mkdir('/data')
  const dir = openDir(disk, new VirtualClock(NOW), config)
  const log = dir.open(TOPIC, 0, 'AQIDBAUGBwgJCgsMDQ4PEA')
  const records = [{ timestamp: NOW, value: Buffer.alloc(MiB) }]
  for (const [megabytes, synced] of [
    [1, 0],
    [2, 0],
    [3, 0],
    [4, 4],
  ]) {
    log.append(encodeBatch({ records }), { leaderEpoch: 0, origin: 'coordinator' })
    log.write()
    await dir.settle()
    t.equal(log.recoveryPoint, synced, `after ${megabytes} MiB`)
  }
})
