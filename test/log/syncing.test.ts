/** How far a log is safe from a power cut: never further than what had been written when a sync began. */
import t from 'tap'
import { VirtualClock } from '../../src/lib/clock.ts'
import type { Files } from '../../src/lib/files.ts'
import { MiB } from '../../src/lib/units.ts'
import { Epochs } from '../../src/log/epochs.ts'
import { Handles } from '../../src/log/handles.ts'
import { Segment } from '../../src/log/segment.ts'
import { Syncing } from '../../src/log/syncing.ts'
import { encodeBatch } from '../../src/protocol/record.ts'
import { faultyFiles } from '../kit/faulty-files.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { NOW } from './config.ts'

const DIR = '/orders-0'
const LOG = `${DIR}/00000000000000000000.log`
const batch = (baseOffset: number) => encodeBatch({ baseOffset, records: [{ timestamp: NOW }] })
const SIZE = batch(0).length

function world({ disk = new ForgetfulDisk(), files = disk }: { disk?: ForgetfulDisk; files?: Files } = {}) {
  disk.mkdir(DIR)
  disk.syncDir('/')
  const clock = new VirtualClock(NOW)
  const handles = new Handles(files)
  const segmentAt = (baseOffset: number) =>
    Segment.create({ dir: DIR, baseOffset, files, handles, indexIntervalBytes: () => 4096, warn: () => {} })
  const segments = [segmentAt(0)]
  const epochs = new Epochs(files, DIR)
  const points: number[] = []
  /** What whoever is told of a sync does then. */
  const told: (() => void)[] = []
  const errors: Error[] = []
  const syncing: Syncing = new Syncing({
    dir: DIR,
    segments,
    epochs,
    files,
    handles,
    clock,
    endOffset: 0,
    recoveryPoint: 0,
    onSynced: () => {
      points.push(syncing.recoveryPoint)
      told.pop()?.()
    },
    onFailed: error => void errors.push(error),
  })
  /** Batches of one record, each with the next offset. */
  const write = (count: number) => {
    for (let i = 0; i < count; i++) {
      const offset = syncing.inFileOffset
      segments.at(-1)!.append([{ bytes: batch(offset), lastOffset: offset, maxTimestamp: NOW }])
      syncing.wrote(offset + 1, SIZE)
    }
  }
  return { disk, clock, segments, segmentAt, epochs, syncing, write, told, points, errors }
}

t.test('the recovery point moves to where the file ended when the sync began', async t => {
  const { disk, syncing, write, points } = world()
  write(3)
  t.same([syncing.inFileOffset, syncing.recoveryPoint, syncing.unsyncedBytes], [3, 0, 3 * SIZE])
  const done = syncing.later()
  t.ok(syncing.isRunning)
  write(2)
  await done
  t.same([syncing.inFileOffset, syncing.recoveryPoint, syncing.unsyncedBytes], [5, 3, 2 * SIZE])
  t.notOk(syncing.isRunning)
  disk.powerCut()
  t.equal(disk.stat(LOG)?.size, 3 * SIZE, 'so much a power cut leaves')
  t.same(points, [3])
})

t.test('who asks while a sync is on its way is served by the next, however many ask', async t => {
  const { disk, syncing, write, points } = world()
  write(1)
  const first = syncing.later()
  write(1)
  const asked = [syncing.later(), syncing.later(), syncing.later()]
  t.equal(asked[0], first, 'it is one promise for all')
  await Promise.all(asked)
  t.same(points, [1, 2], 'two syncs')
  await syncing.later()
  t.same(points, [1, 2], 'with nothing new there is none')
  disk.powerCut()
  t.equal(disk.stat(LOG)?.size, 2 * SIZE)
})

t.test('who asks between the last look of a sync and its end is not forgotten', async t => {
  const { syncing, write, told, points } = world()
  write(1)
  told.push(() =>
    queueMicrotask(() => {
      write(1)
      syncing.later()
    }),
  )
  await syncing.later()
  while (syncing.isRunning) await new Promise(resolve => setImmediate(resolve))
  t.same(points, [1, 2])
})

t.test('before it moves all is safe that it vouches for: segments, files beside them, and their names', async t => {
  for (const how of ['now', 'later'] as const) {
    const { disk, segments, segmentAt, epochs, syncing, write } = world()
    write(2)
    const closed = segments[0]!.close()
    segments.push(segmentAt(2))
    // Those of the log it knows by itself.
    syncing.add(closed.filter(file => file !== LOG))
    epochs.assign(4, 0)
    write(1)
    await syncing[how]()
    t.same([syncing.recoveryPoint, syncing.unsyncedBytes], [3, 0], how)
    t.notOk(epochs.unsynced, how)
    disk.powerCut()
    for (const [name, size] of [
      ['00000000000000000000.log', 2 * SIZE],
      ['00000000000000000000.timeindex', 12],
      ['00000000000000000002.log', SIZE],
      ['leader-epoch-checkpoint', '0\n1\n4 0\n'.length],
    ] as const)
      t.equal(disk.stat(`${DIR}/${name}`)?.size, size, `${how}: ${name}`)
  }
})

t.test('besides() makes safe what is written beside a log that has nothing new', async t => {
  const { disk, syncing, write } = world()
  write(1)
  syncing.now()
  disk.writeAll(`${DIR}/beside`, 'text')
  syncing.add([`${DIR}/beside`])
  await syncing.later()
  await syncing.besides()
  disk.powerCut()
  t.equal(disk.readAll(`${DIR}/beside`).toString(), 'text')
})

t.test('within() syncs after that time at the latest, and not again where it was done meanwhile', async t => {
  const { clock, syncing, write, points } = world()
  write(1)
  syncing.within(100)
  clock.advance(60)
  write(1)
  syncing.within(100)
  clock.advance(39)
  t.same(points, [])
  clock.advance(1)
  await syncing.later()
  t.same(points, [2], 'the first who waits says when')
  write(1)
  syncing.within(100)
  syncing.now()
  write(1)
  clock.advance(1000)
  t.notOk(syncing.isRunning, 'the timer went with the sync')
  syncing.within(100)
  syncing.within(50)
  syncing.stop()
  clock.advance(1000)
  t.notOk(syncing.isRunning)
  t.same(points, [2, 3])
})

t.test('a sync that fails, or ends when nobody waits any more, moves nothing', async t => {
  const disk = new ForgetfulDisk()
  let fails = false
  const files = faultyFiles(disk, ({ kind }) => (fails && kind === 'sync' ? 'EIO' : undefined))
  const { syncing, write, points, errors } = world({ disk, files })
  write(1)
  fails = true
  syncing.now()
  await syncing.besides()
  const later = syncing.later()
  // Who is told of the first failure stops it: otherwise it would be tried for ever.
  syncing.stop()
  await later
  t.match(errors, [{ code: 'EIO' }, { code: 'EIO' }, { code: 'EIO' }])
  t.same([syncing.recoveryPoint, syncing.unsyncedBytes, points.length], [0, SIZE, 0])
  const other = world()
  other.write(1)
  const running = other.syncing.later()
  other.syncing.stop()
  await running
  t.same([other.syncing.recoveryPoint, other.points.length], [0, 0])
})

t.test('two megabytes go to the disk while it has time, and nothing counts for it', async t => {
  const disk = new ForgetfulDisk()
  let fails = false
  const files = faultyFiles(disk, ({ kind }) => (fails && kind === 'sync' ? 'EIO' : undefined))
  const { syncing, write, points, errors } = world({ disk, files })
  write(1)
  const turn = () => new Promise(resolve => setImmediate(resolve))
  const grow = async (bytes: number) => {
    syncing.wrote(syncing.inFileOffset, bytes)
    await turn()
  }
  await grow(2 * MiB - SIZE - 1)
  disk.powerCut()
  t.equal(disk.stat(LOG), undefined, 'not yet')

  const other = world({ disk: new ForgetfulDisk() })
  other.write(1)
  other.disk.syncDir(DIR)
  other.syncing.wrote(1, 2 * MiB)
  await turn()
  t.same([other.syncing.recoveryPoint, other.points.length], [0, 0], 'a start after a crash looks at it all the same')
  other.disk.powerCut()
  t.equal(other.disk.stat(LOG)?.size, SIZE, 'it is there')

  fails = true
  await grow(1)
  t.match(errors, [{ code: 'EIO' }], 'what could not be written may be lost: that is a failure of the log')
  syncing.stop()
  await grow(2 * MiB)
  t.same([errors.length, points.length], [1, 0])
})
