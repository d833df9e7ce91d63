/** A segment finds what is in it whatever has become of its indexes, and does not go on behind what cannot be. */
import t, { type Test } from 'tap'
import { CorruptLogError } from '../../src/log/errors.ts'
import { Handles } from '../../src/log/handles.ts'
import { MAX_OFFSET_DELTA, Segment } from '../../src/log/segment.ts'
import { encodeBatch } from '../../src/protocol/record.ts'
import { faultyFiles } from '../kit/faulty-files.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { NOW } from './config.ts'

const DIR = '/orders-0'
const NAME = `${DIR}/00000000000000000100`
const BATCHES = 10

function newDisk(): ForgetfulDisk {
  const disk = new ForgetfulDisk()
  disk.mkdir(DIR)
  return disk
}

const optionsOf = (files: ForgetfulDisk, said: string[] = []) => ({
  dir: DIR,
  baseOffset: 100,
  files,
  handles: new Handles(files),
  // An entry for every second batch.
  indexIntervalBytes: () => 100,
  warn: (message: string) => void said.push(message),
})

/** Two records at `baseOffset`; the later one is `baseOffset` seconds after NOW. */
function batch(baseOffset: number) {
  const maxTimestamp = NOW + baseOffset * 1000
  const records = [{ timestamp: NOW }, { timestamp: maxTimestamp }]
  return { bytes: encodeBatch({ baseOffset, records }), lastOffset: baseOffset + 1, maxTimestamp }
}
const SIZE = batch(100).bytes.length

/** 100..101, 102..103, and so on to 118..119, equal in size; in one segment that is closed. */
function closed(): ForgetfulDisk {
  const disk = newDisk()
  const segment = Segment.create(optionsOf(disk))
  for (let i = 0; i < BATCHES; i++) segment.append([batch(100 + 2 * i)])
  segment.close()
  return disk
}

const openOf = (disk: ForgetfulDisk, said: string[] = []) =>
  new Segment(optionsOf(disk, said), disk.stat(`${NAME}.log`)!.size)

function demandAllFound(t: Test, segment: Segment, what: string): void {
  for (let offset = 0; offset <= 130; offset++) {
    const expected = Math.min(Math.max(0, Math.floor((offset - 100) / 2)), BATCHES) * SIZE
    if (segment.find(offset) !== expected) t.fail(`${what}: ${offset} is looked for at ${segment.find(offset)}`)
  }
  for (let i = 0; i < BATCHES; i++) {
    // From here on to look: not behind the batch, which is the first of its time.
    const position = segment.findTime(NOW + (100 + 2 * i) * 1000, 100)
    if (position > i * SIZE) t.fail(`${what}: the time of batch ${i} is looked for at ${position}`)
  }
  t.same(segment.largestTimestamp, { timestamp: NOW + 118_000, offset: 119 }, what)
}

t.test('find() leads to the batch that holds an offset, while it is written and when it is read again', async t => {
  const disk = newDisk()
  const written = Segment.create(optionsOf(disk))
  t.equal(written.find(100), 0)
  t.equal(written.endOffset, 100, 'an empty segment ends where it begins')
  t.equal(written.firstTimestamp, undefined)
  written.append(Array.from({ length: BATCHES }, (_, i) => batch(100 + 2 * i)))
  demandAllFound(t, written, 'in one go')
  t.equal(written.size, BATCHES * SIZE)
  t.equal(written.firstTimestamp, NOW + 100_000)
  const said: string[] = []
  const again = openOf(closed(), said)
  demandAllFound(t, again, 'read again')
  t.equal(again.endOffset, 120)
  t.equal(again.firstTimestamp, NOW + 100_000)
  t.ok(again.index.count > 3 && again.times.count > 3, 'by its indexes')
  t.same(said, [])
})

t.test('indexes that are missing, torn or wrong are made again, and it is said', async t => {
  const all = (disk: ForgetfulDisk) => [disk.readAll(`${NAME}.index`), disk.readAll(`${NAME}.timeindex`)]
  const cases: [what: string, harm: (disk: ForgetfulDisk) => void, said: RegExp][] = [
    ['no .index', disk => disk.remove(`${NAME}.index`), /missing or broken/],
    ['no .timeindex', disk => disk.remove(`${NAME}.timeindex`), /missing or broken/],
    ['a torn entry', disk => disk.writeAll(`${NAME}.index`, all(disk)[0]!.subarray(0, 11)), /missing or broken/],
    [
      'a position in the middle of a batch',
      disk => {
        const bytes = all(disk)[0]!
        for (let at = 4; at < bytes.length; at += 8) bytes.writeInt32BE(bytes.readInt32BE(at) + 1, at)
        disk.writeAll(`${NAME}.index`, bytes)
      },
      /where its batch does not begin|missing or broken/,
    ],
    [
      'offsets that are one too small',
      disk => {
        const bytes = all(disk)[0]!
        for (let at = 0; at < bytes.length; at += 8) bytes.writeInt32BE(bytes.readInt32BE(at) - 3, at)
        disk.writeAll(`${NAME}.index`, bytes)
      },
      /where its batch does not begin|missing or broken/,
    ],
    [
      'a largest time that no batch has',
      disk => {
        const bytes = all(disk)[1]!
        bytes.writeBigInt64BE(BigInt(NOW + 900_000), bytes.length - 12)
        disk.writeAll(`${NAME}.timeindex`, bytes)
      },
      /missing or broken/,
    ],
    [
      'a time in the middle that no batch has',
      disk => {
        const bytes = all(disk)[1]!
        bytes.writeBigInt64BE(bytes.readBigInt64BE(12) + 1n, 12)
        disk.writeAll(`${NAME}.timeindex`, bytes)
      },
      /no batch at offset \d+ has timestamp/,
    ],
  ]
  for (const [what, harm, message] of cases) {
    const disk = closed()
    const before = all(disk)
    harm(disk)
    const said: string[] = []
    demandAllFound(t, openOf(disk, said), what)
    t.match(said, [message], what)
    t.same(all(disk), before, `${what}: the files are as they were`)
    const later: string[] = []
    demandAllFound(t, openOf(disk, later), `${what}, a second time`)
    t.same(later, [], `${what}: once`)
  }
})

t.test('endOffset does not lie behind a last batch that is torn, broken, or out of its place', async t => {
  const cases: [what: string, harm: (log: Buffer) => Buffer][] = [
    ['torn', log => log.subarray(0, log.length - 1)],
    ['more behind it', log => Buffer.concat([log, Buffer.alloc(7)])],
    ['a bit has turned', log => Buffer.concat([log.subarray(0, -1), Buffer.of(log.at(-1)! ^ 1)])],
    ['the batch before comes again', log => Buffer.concat([log, log.subarray(8 * SIZE, 9 * SIZE)])],
    ['an offset that no index has room for', log => Buffer.concat([log, batch(100 + MAX_OFFSET_DELTA).bytes])],
  ]
  for (const [what, harm] of cases) {
    const disk = closed()
    disk.writeAll(`${NAME}.log`, harm(disk.readAll(`${NAME}.log`)))
    t.throws(() => openOf(disk).endOffset, CorruptLogError, what)
  }
})

t.test('it is full when an offset has no room in the index, or the index has none for an entry', async t => {
  const segment = Segment.create(optionsOf(newDisk()))
  const much = 1 << 20
  t.notOk(segment.isFull(100 + MAX_OFFSET_DELTA, much, 0), 'the last offset that fits')
  t.ok(segment.isFull(101 + MAX_OFFSET_DELTA, much, 0), 'one more')
  for (let i = 0; i < BATCHES; i++) segment.append([batch(100 + 2 * i)])
  // The time index is the larger one: an entry has 12 bytes, and one more is for the close.
  const entries = segment.times.count
  t.notOk(segment.isFull(121, 12 * (entries + 2), 0))
  t.ok(segment.isFull(121, 12 * (entries + 2), 1), 'with one that is queued')
  t.ok(segment.isFull(121, 12 * (entries + 1), 0))
})

t.test('a write that the disk refuses leaves the size and the indexes as they were', async t => {
  const disk = newDisk()
  let full = false
  const files = faultyFiles(disk, ({ kind }) => (full && kind === 'write' ? 'ENOSPC' : undefined))
  const segment = Segment.create({ ...optionsOf(disk), files, handles: new Handles(files) })
  segment.append([batch(100)])
  full = true
  t.throws(() => segment.append([batch(102), batch(104)]), { code: 'ENOSPC' })
  t.equal(segment.size, SIZE)
  t.equal(segment.endOffset, 102)
  full = false
  segment.append([batch(102)])
  t.equal(segment.endOffset, 104, 'what follows is written over a part that was left')
  t.equal(segment.find(103), SIZE)
})

t.test('after a crash the indexes are those of before, once what is not trusted was noted again', async t => {
  for (let trusted = 100; trusted <= 120; trusted++) {
    const disk = closed()
    const before = disk.readAll(`${NAME}.index`)
    const segment = openOf(disk)
    const from = segment.resume(trusted)
    t.ok(from <= Math.floor((trusted - 100) / 2) * SIZE, `${trusted}: from ${from} on`)
    for (let i = from / SIZE; i < BATCHES; i++) {
      const { bytes, lastOffset, maxTimestamp } = batch(100 + 2 * i)
      segment.note(i * SIZE, bytes.length, lastOffset, maxTimestamp)
    }
    segment.close()
    if (from === 0) t.same(disk.readAll(`${NAME}.index`), before, `${trusted}: made again`)
    demandAllFound(t, openOf(disk), `trusted up to ${trusted}`)
  }
})

t.test('with another ending it is read on, and a start does not find it', async t => {
  const disk = closed()
  disk.writeAll(`${NAME}.snapshot`, 'producers')
  const segment = openOf(disk)
  t.same(segment.rename('.deleted', ['log', 'index', 'txnindex']), [`${NAME}.log.deleted`, `${NAME}.index.deleted`])
  t.same(disk.list(DIR), [
    '00000000000000000100.index.deleted',
    '00000000000000000100.log.deleted',
    '00000000000000000100.snapshot',
    '00000000000000000100.timeindex',
  ])
  t.equal(segment.endOffset, 120)
  segment.aborted.append({ producerId: 1, firstOffset: 100, lastOffset: 119, lastStableOffset: 120 })
  t.ok(disk.exists(`${NAME}.txnindex.deleted`), 'what is made later has it, too')
  segment.rename('')
  t.ok(disk.exists(`${NAME}.txnindex`))
  demandAllFound(t, segment, 'renamed to and fro')
})
