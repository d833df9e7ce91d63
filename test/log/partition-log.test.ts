import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { VirtualClock } from '../../src/lib/clock.ts'
import { realFiles } from '../../src/lib/files.ts'
import { silentLogger } from '../../src/lib/logger.ts'
import type { LogConfig } from '../../src/log/config.ts'
import { Handles } from '../../src/log/handles.ts'
import { PartitionLog } from '../../src/log/partition-log.ts'
import { encodeBatch } from '../../src/protocol/record.ts'
import { defaults, NOW } from './config.ts'

const open = (dir: string, more: Partial<LogConfig> = {}, cleanShutdown = true, recoveryPoint = 0) =>
  PartitionLog.open({
    dir,
    topic: 'orders',
    partition: 0,
    topicId: 'AQIDBAUGBwgJCgsMDQ4PEA',
    config: () => ({ ...defaults, ...more }),
    files: realFiles,
    handles: new Handles(realFiles),
    clock: new VirtualClock(NOW),
    logger: silentLogger,
    recoveryPoint,
    logStartOffset: 0,
    cleanShutdown,
  })
const batch = (values: string[], more: Partial<Parameters<typeof encodeBatch>[0]> = {}) =>
  encodeBatch({ records: values.map((value, i) => ({ timestamp: NOW + i, value: Buffer.from(value) })), ...more })
const client = { leaderEpoch: 0, origin: 'client' } as const
const readAll = (log: PartitionLog, from: number, maxBytes = 1 << 20, upTo = log.writtenOffset) => {
  const plan = log.read({ from, maxBytes, upTo, minOneBatch: true })
  const buffer = Buffer.alloc(plan.size)
  return buffer.subarray(0, plan.readInto(buffer))
}
const bases = (buffer: Buffer) => {
  const offsets: number[] = []
  for (let at = 0; at < buffer.length; at += buffer.readInt32BE(at + 8) + 12)
    offsets.push(Number(buffer.readBigInt64BE(at)))
  return offsets
}

t.test('an append has its offsets at once, and is read only when it is written', async t => {
  const log = open(t.testdir())
  t.match(log.append(batch(['a', 'b']), client), { firstOffset: 0, lastOffset: 1, duplicate: false })
  t.match(log.append(batch(['c']), client), { firstOffset: 2, lastOffset: 2 })
  t.equal(log.endOffset, 3)
  t.equal(log.writtenOffset, 0)
  t.equal(log.read({ from: 0, maxBytes: 100, upTo: 3, minOneBatch: true }).size, 0)
  await new Promise<void>(resolve => log.onWritten(() => resolve()))
  t.equal(log.writtenOffset, 3)
  t.same(bases(readAll(log, 0)), [0, 2])
  log.close()
})

t.test(
  'indexes are no larger than segment.index.bytes, however much comes at once: Kafka opens no larger ones',
  async t => {
    const dir = t.testdir()
    const log = open(dir, { 'segment.index.bytes': 64, 'index.interval.bytes': 1 })
    for (let i = 0; i < 100; i++) log.append(batch(['x']), client)
    log.close()
    const indexes = fs.readdirSync(dir).filter(name => /index$/.test(name))
    t.ok(indexes.length > 20)
    for (const name of indexes) t.ok(fs.statSync(path.join(dir, name)).size <= 64, name)
  },
)

t.test('read() answers with whole batches from the one that holds the offset', async t => {
  const log = open(t.testdir())
  for (let i = 0; i < 10; i++) log.append(batch(['x', 'y', 'z']), client) // 0..2, 3..5 .. 27..29
  log.write()
  const size = batch(['x', 'y', 'z']).length
  t.same(bases(readAll(log, 4, 2 * size)), [3, 6])
  t.same(bases(readAll(log, 4, 2 * size + 5)), [3, 6], 'a batch that does not fit is left out')
  t.same(bases(readAll(log, 4, 1)), [3], 'the first one comes, however large: a fetch must make progress')
  t.same(bases(readAll(log, 29)), [27])
  t.equal(log.read({ from: 30, maxBytes: 10, upTo: 30, minOneBatch: true }).size, 0, 'the end is not an error')
  t.same(bases(readAll(log, 0, 1 << 20, 6)), [0, 3], 'nothing at or after the limit')
  t.throws(() => readAll(log, 31), { name: 'OFFSET_OUT_OF_RANGE' })
  log.close()
})

t.test('after a clean stop everything is as it was, and nothing is scanned for', async t => {
  const dir = t.testdir()
  const log = open(dir, { 'segment.bytes': 500 })
  for (let i = 0; i < 20; i++) log.append(batch([`value ${i}`]), client)
  log.close()
  const again = open(dir, { 'segment.bytes': 500 })
  t.equal(again.endOffset, 20)
  t.ok(again.segments.length > 3)
  const all: number[] = []
  for (let from = 0; from < 20; from = all.at(-1)! + 1) all.push(...bases(readAll(again, from)))
  t.same(
    all,
    Array.from({ length: 20 }, (_, i) => i),
  )
  again.close()
})

// A crash can cut the file anywhere, so cut it everywhere: recovery keeps the whole batches and nothing else.
t.test('a start after a crash keeps whole batches and nothing else, wherever the file was cut', async t => {
  const dir = t.testdir()
  const log = open(dir)
  log.append(batch(['a', 'b', 'c']), client)
  log.append(batch(['d', 'e', 'f']), client)
  log.write()
  const bytes = fs.readFileSync(path.join(dir, '00000000000000000000.log'))
  log.abandon()
  const half = bytes.length / 2
  for (let cut = 0; cut <= bytes.length; cut++) {
    const torn = path.join(dir, `cut-${cut}`)
    fs.mkdirSync(torn)
    fs.writeFileSync(path.join(torn, '00000000000000000000.log'), bytes.subarray(0, cut))
    const recovered = open(torn, {}, false)
    if (recovered.endOffset !== 3 * Math.floor(cut / half)) t.fail(`cut at byte ${cut}: ends at ${recovered.endOffset}`)
    recovered.append(batch(['g']), client)
    recovered.write()
    if (bases(readAll(recovered, 0)).length !== Math.floor(cut / half) + 1) t.fail(`cut at byte ${cut}: cannot go on`)
    recovered.abandon()
  }
})

t.test('after a crash the epochs are those of the batches, and written down only where they were not', async t => {
  const dir = t.testdir()
  const log = open(dir)
  for (const leaderEpoch of [0, 3, 5]) log.append(batch(['a', 'b']), { ...client, leaderEpoch })
  log.write()
  log.abandon()
  const file = path.join(dir, 'leader-epoch-checkpoint')
  const { ino } = fs.statSync(file)
  const after = (recoveryPoint: number) => {
    const { epochs } = open(dir, {}, false, recoveryPoint)
    return epochs.map(({ epoch, startOffset }) => `${epoch}@${startOffset}`).join(' ')
  }
  for (let recoveryPoint = 0; recoveryPoint <= 6; recoveryPoint++) t.equal(after(recoveryPoint), '0@0 3@2 5@4')
  t.equal(fs.statSync(file).ino, ino, 'nothing was written')
  fs.rmSync(file)
  t.equal(after(4), '0@0 3@2 5@4', 'of batches before the recovery point, too')
})

t.test('a flipped bit ends the log before its batch', async t => {
  const dir = t.testdir()
  const log = open(dir)
  for (const value of ['a', 'b', 'c']) log.append(batch([value]), client)
  log.write()
  log.abandon()
  const file = path.join(dir, '00000000000000000000.log')
  const bytes = fs.readFileSync(file)
  const size = bytes.length / 3
  // The CRC, and what it is of.
  for (let at = 17; at < size; at++) {
    const copy = Buffer.from(bytes)
    copy[size + at]! ^= 0x10
    fs.writeFileSync(file, copy)
    const recovered = open(dir, {}, false)
    if (recovered.endOffset !== 1) t.fail(`byte ${at} of the second batch: ends at ${recovered.endOffset}`)
    recovered.abandon()
    fs.rmSync(path.join(dir, 'leader-epoch-checkpoint'), { force: true })
  }
})

t.test('an index that is missing, cut or nonsense is made again', async t => {
  const dir = t.testdir()
  const log = open(dir, { 'index.interval.bytes': 100 })
  for (let i = 0; i < 50; i++) log.append(batch(['x'.repeat(50)]), client)
  log.close()
  const index = path.join(dir, '00000000000000000000.index')
  const good = fs.readFileSync(index)
  t.ok(good.length > 80)
  for (const bad of [undefined, good.subarray(0, 13), Buffer.alloc(80, 0xff), Buffer.from([...good].reverse())]) {
    if (bad) fs.writeFileSync(index, bad)
    else fs.rmSync(index)
    const again = open(dir)
    t.equal(again.endOffset, 50)
    t.same(bases(readAll(again, 37, 1)), [37])
    again.close()
  }
})

t.test('an idempotent producer: repetitions are recognised, gaps and old epochs refused', async t => {
  const log = open(t.testdir())
  const from = (baseSequence: number, producerEpoch = 0, count = 1) =>
    batch(
      Array.from({ length: count }, () => 'v'),
      { producerId: 7, producerEpoch, baseSequence },
    )
  for (let i = 0; i < 6; i++) log.append(from(i * 2, 0, 2), client) // sequences 0..11, offsets 0..11
  t.match(log.append(from(10, 0, 2), client), { firstOffset: 10, lastOffset: 11, duplicate: true })
  t.match(
    log.append(from(2, 0, 2), client),
    { firstOffset: 2, duplicate: true },
    'the fifth from the end is still known',
  )
  t.throws(() => log.append(from(0, 0, 2), client), { name: 'OUT_OF_ORDER_SEQUENCE_NUMBER' }, 'the sixth is not')
  t.throws(() => log.append(from(13), client), { name: 'OUT_OF_ORDER_SEQUENCE_NUMBER' })
  t.match(log.append(from(0, 1), client), { firstOffset: 12 }, 'a new epoch begins at 0')
  t.throws(() => log.append(from(12, 0), client), { name: 'INVALID_PRODUCER_EPOCH' })
  t.throws(() => log.append(from(7, 2), client), { name: 'OUT_OF_ORDER_SEQUENCE_NUMBER' })
  t.equal(log.endOffset, 13, 'what is refused leaves nothing')
  log.close()
})

t.test('sequences wrap from 2147483647 to 0', async t => {
  const log = open(t.testdir())
  const from = (baseSequence: number, count: number) =>
    batch(
      Array.from({ length: count }, () => 'v'),
      { producerId: 7, producerEpoch: 0, baseSequence },
    )
  log.append(from(2147483646, 2), client)
  t.match(log.append(from(0, 1), client), { firstOffset: 2, duplicate: false })
  log.close()
})

t.test('producers are known again after a start, clean or not', async t => {
  for (const clean of [true, false]) {
    const dir = t.testdir()
    const log = open(dir, { 'segment.bytes': 200 })
    for (let i = 0; i < 9; i++) log.append(batch(['v'], { producerId: 7, producerEpoch: 3, baseSequence: i }), client)
    log.write()
    if (clean) log.close()
    else log.abandon()
    const again = open(dir, { 'segment.bytes': 200 }, clean)
    t.match(again.append(batch(['v'], { producerId: 7, producerEpoch: 3, baseSequence: 8 }), client), {
      firstOffset: 8,
      duplicate: true,
    })
    t.match(again.append(batch(['v'], { producerId: 7, producerEpoch: 3, baseSequence: 9 }), client), {
      firstOffset: 9,
      duplicate: false,
    })
    again.close()
  }
})

t.test('what a client may not send is refused with the error Kafka gives', async t => {
  const log = open(t.testdir(), { 'max.message.bytes': 200 })
  const corrupt = batch(['a'])
  corrupt[65]! ^= 1
  t.throws(() => log.append(corrupt, client), { name: 'CORRUPT_MESSAGE' })
  t.throws(() => log.append(batch(['x'.repeat(200)]), client), { name: 'MESSAGE_TOO_LARGE' })
  t.throws(
    () => log.append(encodeBatch({ records: [{ timestamp: NOW + 4_000_000, value: Buffer.from('a') }] }), client),
    {
      name: 'INVALID_TIMESTAMP',
      recordErrors: [{ batchIndex: 0 }],
    },
  )
  t.throws(() => log.append(batch(['a'], { isControl: true }), client), { name: 'INVALID_RECORD' })
  t.equal(log.endOffset, 0)
  log.close()
  const compacted = open(t.testdir(), { 'cleanup.policy': ['compact'] })
  t.throws(() => compacted.append(batch(['a']), client), { name: 'INVALID_RECORD', recordErrors: [{ batchIndex: 0 }] })
  compacted.close()
})

t.test('offsets are found by time, and by leader epoch', async t => {
  const log = open(t.testdir(), { 'segment.bytes': 300, 'index.interval.bytes': 100 })
  for (let i = 0; i < 20; i++)
    log.append(encodeBatch({ records: [{ timestamp: NOW + i * 10, value: Buffer.from('v') }] }), {
      leaderEpoch: i < 10 ? 0 : 4,
      origin: 'client',
    })
  log.write()
  t.same(log.offsetForTimestamp(NOW + 55), { timestamp: NOW + 60, offset: 6 })
  t.same(log.offsetForTimestamp(NOW + 190), { timestamp: NOW + 190, offset: 19 })
  t.equal(log.offsetForTimestamp(NOW + 191), undefined)
  t.same(log.maxTimestampOffset(), { timestamp: NOW + 190, offset: 19 })
  t.same(log.offsetForLeaderEpoch(0), { epoch: 0, endOffset: 10 })
  t.same(log.offsetForLeaderEpoch(2), { epoch: 0, endOffset: 10 })
  t.same(log.offsetForLeaderEpoch(4), { epoch: 4, endOffset: 20 })
  t.same(log.offsetForLeaderEpoch(5), { epoch: -1, endOffset: -1 })
  log.close()
})

t.test('deleteBefore() raises the start and lets whole segments go', async t => {
  const dir = t.testdir()
  const log = open(dir, { 'segment.bytes': 300 })
  for (let i = 0; i < 20; i++) log.append(batch(['v']), client)
  log.write()
  const before = log.segments.length
  t.equal(log.deleteBefore(11), 11)
  t.ok(log.segments.length < before)
  t.throws(() => readAll(log, 10), { name: 'OFFSET_OUT_OF_RANGE' })
  t.same(bases(readAll(log, 11, 1)), [11])
  t.throws(() => log.deleteBefore(21), { name: 'OFFSET_OUT_OF_RANGE' })
  t.ok(fs.readdirSync(dir).some(name => name.endsWith('.log.deleted')))
  log.close()
})

t.test(
  'with flush.messages=1 nothing is acknowledged before it is synced, and one sync serves all that wait',
  async t => {
    let syncs = 0
    const files = {
      ...realFiles,
      open: (file: string, mode: 'r' | 'r+' | 'w+' | 'a+') => {
        const handle = realFiles.open(file, mode)
        const sync = handle.syncAsync.bind(handle)
        handle.syncAsync = () => {
          syncs++
          return sync()
        }
        return handle
      },
    }
    const log = PartitionLog.open({
      dir: t.testdir(),
      topic: 'orders',
      partition: 0,
      topicId: 'AQIDBAUGBwgJCgsMDQ4PEA',
      config: () => ({ ...defaults, 'flush.messages': 1 }),
      files,
      handles: new Handles(files),
      clock: new VirtualClock(NOW),
      logger: silentLogger,
      recoveryPoint: 0,
      logStartOffset: 0,
      cleanShutdown: true,
    })
    const acked: number[] = []
    for (let i = 0; i < 50; i++) {
      log.append(batch(['v']), client)
      log.onWritten(() => acked.push(i))
    }
    log.write()
    t.equal(acked.length, 0)
    await new Promise<void>(resolve => log.onWritten(() => resolve()))
    t.same(
      acked,
      Array.from({ length: 50 }, (_, i) => i),
    )
    t.equal(syncs, 1)
    log.close()
  },
)
