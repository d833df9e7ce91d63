/** A directory as a crash leaves it: what a cleaning or a deletion had begun, batches that are torn, and producers. */
import t from 'tap'
import { VirtualClock } from '../../src/lib/clock.ts'
import { silentLogger } from '../../src/lib/logger.ts'
import { Epochs } from '../../src/log/epochs.ts'
import { Handles } from '../../src/log/handles.ts'
import { PartitionLog } from '../../src/log/partition-log.ts'
import { Producers } from '../../src/log/producers.ts'
import { loadProducers, markerOf, recoverSegments, replay, takeInventory } from '../../src/log/recover.ts'
import { Segment } from '../../src/log/segment.ts'
import { encodeEndTxnMarker } from '../../src/protocol/control.ts'
import { encodeBatch } from '../../src/protocol/record.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { defaults, NOW } from './config.ts'

const DIR = '/orders-0'
const nameOf = (baseOffset: number, kind: string) => `${String(baseOffset).padStart(20, '0')}.${kind}`

/** A directory of files, each with these bytes. */
function directory(files: Readonly<Record<string, Uint8Array | string>>): ForgetfulDisk {
  const disk = new ForgetfulDisk()
  disk.mkdir(DIR)
  for (const [name, bytes] of Object.entries(files)) disk.writeAll(`${DIR}/${name}`, bytes)
  return disk
}

/** Two records at `baseOffset`. */
const batch = (baseOffset: number, leaderEpoch = 0) =>
  encodeBatch({ baseOffset, leaderEpoch, records: [{ timestamp: NOW }, { timestamp: NOW }] })
const SIZE = batch(0).length

const segmentsOf = (disk: ForgetfulDisk): Segment[] =>
  takeInventory(disk, DIR).logs.map(
    baseOffset =>
      new Segment(
        {
          dir: DIR,
          baseOffset,
          files: disk,
          handles: new Handles(disk),
          indexIntervalBytes: () => 100,
          warn: () => {},
        },
        disk.stat(`${DIR}/${nameOf(baseOffset, 'log')}`)!.size,
      ),
  )

const recovery = (disk: ForgetfulDisk, recoveryPoint = 0, aborts: readonly number[] = []) => ({
  recoveryPoint,
  epochs: new Epochs(disk, DIR),
  aborts: new Set(aborts),
  contiguous: true,
  warn: () => {},
})

t.test('takeInventory() removes what was not finished and what has no log, and nothing else', async t => {
  const disk = directory({
    [nameOf(0, 'log')]: batch(0),
    [nameOf(0, 'index')]: '',
    [nameOf(0, 'txnindex')]: '',
    [nameOf(0, 'log.deleted')]: '',
    [nameOf(0, 'log.cleaned')]: '',
    [nameOf(2, 'log')]: '',
    [nameOf(2, 'snapshot')]: '',
    [nameOf(4, 'index')]: '',
    [nameOf(4, 'txnindex')]: '',
    [nameOf(9, 'snapshot')]: '',
    'leader-epoch-checkpoint': '0\n0\n',
    'leader-epoch-checkpoint.tmp': '',
    'notes.txt': 'somebody else’s',
  })
  t.same(takeInventory(disk, DIR), { logs: [0, 2], snapshots: [2, 9], aborts: new Set([0]) })
  t.same(disk.list(DIR), [
    nameOf(0, 'index'),
    nameOf(0, 'log'),
    nameOf(0, 'txnindex'),
    nameOf(2, 'log'),
    nameOf(2, 'snapshot'),
    nameOf(9, 'snapshot'),
    'leader-epoch-checkpoint',
    'notes.txt',
  ])
  t.same(takeInventory(directory({}), DIR), { logs: [], snapshots: [], aborts: new Set() })
})

t.test(
  'a finished cleaning takes the place of what it was made from; one that is part of an unfinished does not',
  async t => {
    const old = { [nameOf(0, 'log')]: batch(0), [nameOf(2, 'log')]: batch(2), [nameOf(4, 'log')]: batch(4) }
    // Of offsets 0 to 3 one batch is left, with the base of the first.
    const swap = { [nameOf(0, 'log.swap')]: batch(2), [nameOf(0, 'index.swap')]: 'new' }
    const cases: [what: string, more: Record<string, string>, logs: number[], first: Buffer][] = [
      ['finished', {}, [0, 4], batch(2)],
      ['another is being made behind it', { [nameOf(4, 'log.cleaned')]: '' }, [0, 4], batch(2)],
      ['another is being made of the same', { [nameOf(0, 'log.cleaned')]: '' }, [0, 2, 4], batch(0)],
    ]
    for (const [what, more, logs, first] of cases) {
      const disk = directory({ ...old, ...swap, ...more })
      t.same(takeInventory(disk, DIR).logs, logs, what)
      t.same(disk.readAll(`${DIR}/${nameOf(0, 'log')}`), first, what)
      t.equal(disk.exists(`${DIR}/${nameOf(0, 'index')}`), first.equals(batch(2)), `${what}: its index comes with it`)
      t.same(
        disk.list(DIR).filter(name => /swap|cleaned/.test(name)),
        [],
        what,
      )
      t.same(takeInventory(disk, DIR).logs, logs, `${what}: a second start changes nothing`)
    }
  },
)

// A crash can cut the file anywhere, so cut it everywhere.
t.test('recoverSegments() keeps the whole batches before a torn one, and nothing behind it', async t => {
  const first = Buffer.concat([batch(0), batch(2, 1)])
  const second = Buffer.concat([batch(4, 1), batch(6, 2)])
  for (let cut = 0; cut <= first.length + second.length; cut++) {
    const disk = directory({
      [nameOf(0, 'log')]: first.subarray(0, cut),
      [nameOf(4, 'log')]: second.subarray(0, Math.max(0, cut - first.length)),
    })
    const segments = segmentsOf(disk)
    const point = recovery(disk)
    const recovered = recoverSegments(segments, point)
    const whole = Math.floor(cut / SIZE)
    // Where no batch is torn, nothing says that one is missing before the next segment: its offsets are not given again.
    const isHole = cut < first.length && cut % SIZE === 0
    t.equal(segments.at(-1)!.endOffset, isHole ? 4 : 2 * whole, `cut at byte ${cut}`)
    t.equal(recovered.cut, cut - whole * SIZE, `cut at byte ${cut}`)
    t.equal(segments.length, cut >= first.length || isHole ? 2 : 1, `cut at byte ${cut}`)
    t.same(
      point.epochs.entries,
      [
        { epoch: 0, startOffset: 0 },
        { epoch: 1, startOffset: 2 },
        { epoch: 2, startOffset: 6 },
      ].slice(0, [0, 1, 2, 2, 3][whole]),
    )
  }
})

t.test('a bit that has turned ends the log behind the recovery point, and is not seen before it', async t => {
  const files = {
    [nameOf(0, 'log')]: Buffer.concat([batch(0), batch(2)]),
    [nameOf(4, 'log')]: Buffer.concat([batch(4), batch(6)]),
    [nameOf(8, 'log')]: batch(8),
  }
  const harmed = (name: string, at: number) => {
    const bytes = Buffer.from(files[name]!)
    bytes[at]! ^= 1
    return directory({ ...files, [name]: bytes })
  }
  const disk = harmed(nameOf(4, 'log'), SIZE - 1)
  const segments = segmentsOf(disk)
  const [, , last] = segments
  t.same(recoverSegments(segments, recovery(disk)), { cut: 3 * SIZE, from: 0 }, 'the rest of it, and what follows')
  t.same(
    segments.map(({ endOffset }) => endOffset),
    [4, 4],
  )
  t.same(
    disk.list(DIR).filter(name => name.includes('.log')),
    [nameOf(0, 'log'), nameOf(4, 'log'), nameOf(8, 'log.deleted')],
    'put aside',
  )
  t.equal(last!.file.path, `${DIR}/${nameOf(8, 'log.deleted')}`)
  const before = harmed(nameOf(0, 'log'), SIZE - 1)
  before.writeAll(`${DIR}/leader-epoch-checkpoint`, '0\n2\n0 0\n5 6\n')
  const synced = recovery(before, 4)
  t.same(recoverSegments(segmentsOf(before), synced), { cut: 0, from: 4 }, 'that segment was synced')
  t.same(synced.epochs.entries, [{ epoch: 0, startOffset: 0 }], 'so were epochs before the recovery point')
})

/** A transaction of producer 7 that was aborted, one of producer 8 that is open, and 9, who has none. Offsets 0 to 5. */
const transactions = Buffer.concat([
  encodeBatch({
    baseOffset: 0,
    producerId: 7,
    producerEpoch: 1,
    baseSequence: 0,
    isTransactional: true,
    records: two(),
  }),
  encodeEndTxnMarker({
    baseOffset: 2,
    committed: false,
    coordinatorEpoch: 3,
    producerId: 7,
    producerEpoch: 1,
    timestamp: NOW,
  }),
  encodeBatch({
    baseOffset: 3,
    producerId: 8,
    producerEpoch: 0,
    baseSequence: 5,
    isTransactional: true,
    records: two(),
  }),
  encodeBatch({ baseOffset: 5, producerId: 9, producerEpoch: 0, baseSequence: 9, records: two().slice(1) }),
])
const ABORTED = { producerId: 7, firstOffset: 0, lastOffset: 2, lastStableOffset: 3 }

function two() {
  return [{ timestamp: NOW }, { timestamp: NOW }]
}

t.test(
  'loadProducers() knows them from the log alone, and puts an aborted transaction where it is missing',
  async t => {
    const disk = directory({ [nameOf(0, 'log')]: transactions })
    const source = { files: disk, dir: DIR, snapshots: [], endOffset: 6, from: Number.POSITIVE_INFINITY }
    for (const what of ['made', 'there already']) {
      const producers = new Producers()
      const segments = segmentsOf(disk)
      loadProducers(producers, { ...source, segments })
      t.same(
        Array.from(producers.all(), ({ producerId, batches, txnFirstOffset, coordinatorEpoch }) => [
          producerId,
          batches.at(-1)?.lastSequence,
          txnFirstOffset,
          coordinatorEpoch,
        ]),
        [
          [7, 1, undefined, 3],
          [8, 6, 3, -1],
          [9, 9, undefined, -1],
        ],
        what,
      )
      t.equal(producers.firstUnstableOffset, 3)
      t.same(segments[0]!.aborted.entries, [ABORTED], what)
    }
    const later = new Producers()
    const last = new Producers()
    replay(last, segmentsOf(disk)[0]!, 4)
    t.same(
      Array.from(last.all(), ({ producerId }) => producerId),
      [9],
      'from offset 4 on: a batch that begins before is known already',
    )
    t.same(replay(later, segmentsOf(disk)[0]!, 3), [], 'from offset 3 on there is no marker')
    t.same(
      Array.from(later.all(), ({ producerId }) => producerId),
      [8, 9],
    )
  },
)

t.test('a transaction index is kept as far as its markers are there, and is made again where it is wrong', async t => {
  const other = { producerId: 1, firstOffset: 0, lastOffset: 1, lastStableOffset: 2 }
  const cases: [what: string, entry: typeof ABORTED | undefined, recoveryPoint: number, from: number, kept: boolean][] =
    [
      ['its marker was synced', ABORTED, 3, 3, true],
      ['its marker was not: it is read again', ABORTED, 1, 1, false],
      ['it is of no marker', { ...other, lastOffset: 5 }, 3, 0, false],
      ['it is no index', undefined, 3, 0, false],
    ]
  for (const [what, entry, recoveryPoint, from, kept] of cases) {
    const disk = directory({ [nameOf(0, 'log')]: transactions })
    const [before] = segmentsOf(disk)
    if (entry) before!.aborted.append(entry)
    else disk.writeAll(`${DIR}/${nameOf(0, 'txnindex')}`, 'torn')
    const segments = segmentsOf(disk)
    const recovered = recoverSegments(segments, recovery(disk, recoveryPoint, [0]))
    t.equal(recovered.from, from, what)
    t.same(segments[0]!.aborted.entries, kept ? [ABORTED] : [], what)
    loadProducers(new Producers(), {
      files: disk,
      dir: DIR,
      segments,
      snapshots: [],
      endOffset: 6,
      from: recovered.from,
    })
    t.same(segments[0]!.aborted.entries, [ABORTED], `${what}: and complete in the end`)
  }
})

t.test('markerOf() tells ends of transactions from other control records', async t => {
  const of = (key: Buffer | null, value: Buffer | null) =>
    markerOf(encodeBatch({ isControl: true, records: [{ timestamp: NOW, key, value }] }))
  const value = Buffer.from('0000' + '0000000c', 'hex')
  t.same(of(Buffer.from('00000000', 'hex'), value), { committed: false, coordinatorEpoch: 12 })
  t.same(of(Buffer.from('00000001', 'hex'), value), { committed: true, coordinatorEpoch: 12 })
  t.equal(of(Buffer.from('00000002', 'hex'), value), undefined, 'a leader change')
  t.equal(of(Buffer.from('000000', 'hex'), value), undefined, 'a short key')
  t.equal(of(Buffer.from('00000001', 'hex'), value.subarray(1)), undefined, 'a short value')
  t.equal(of(null, value), undefined)
  t.equal(of(Buffer.from('00000001', 'hex'), null), undefined)
  t.equal(markerOf(encodeBatch({ isControl: true, lastOffset: 0, records: [] })), undefined, 'emptied by cleaning')
})

t.test('a log of one segment that has nothing is opened after a crash, and taken up', async t => {
  const disk = directory({ [nameOf(5, 'log')]: '' })
  const log = PartitionLog.open({
    dir: DIR,
    topic: 'orders',
    partition: 0,
    topicId: 'AQIDBAUGBwgJCgsMDQ4PEA',
    config: () => defaults,
    files: disk,
    handles: new Handles(disk),
    clock: new VirtualClock(NOW),
    logger: silentLogger,
    recoveryPoint: 0,
    logStartOffset: 0,
    cleanShutdown: false,
  })
  t.same([log.logStartOffset, log.endOffset], [5, 5])
  const { firstOffset } = log.append(batch(0), { leaderEpoch: 0, origin: 'client' })
  log.write()
  t.same([firstOffset, log.writtenOffset], [5, 7])
})
