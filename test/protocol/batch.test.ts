import t from 'tap'
import {
  addSequence,
  BATCH_OVERHEAD,
  batches,
  batchSize,
  compressionTypes,
  LOG_OVERHEAD,
  readBatchHeader,
  setBaseOffset,
  setLeaderEpoch,
  setMaxTimestamp,
  verifyCrc,
} from '../../src/protocol/batch.ts'
import { decodeRecords, encodeBatch } from '../../src/protocol/record.ts'
import { kafkaBatches, kafkaLog, kafkaLogs, vectors } from '../kit/batches.ts'

const magic2 = kafkaBatches.filter(({ magic }) => magic === 2)
const bytesOf = (note: string) => Buffer.from(magic2.find(batch => batch.note.startsWith(note))!.hex, 'hex')

t.test('the headers of Kafka’s batches', async t => {
  t.match(readBatchHeader(bytesOf('idempotent')), {
    baseOffset: 7,
    size: 184,
    leaderEpoch: 9,
    compression: 'none',
    timestampType: 'CreateTime',
    lastOffset: 10,
    nextOffset: 11,
    baseTimestamp: 1_700_000_000_000,
    maxTimestamp: 1_700_000_000_009,
    producerId: 4000,
    hasProducerId: true,
    producerEpoch: 3,
    baseSequence: 17,
    lastSequence: 20,
    count: 4,
    isTransactional: false,
    isControl: false,
    deleteHorizonMs: undefined,
  })
  t.match(readBatchHeader(bytesOf('transactional')), { isTransactional: true, isControl: false, compression: 'gzip' })
  t.match(readBatchHeader(bytesOf('end of transaction ABORT')), { isTransactional: true, isControl: true, count: 1 })
  t.match(readBatchHeader(bytesOf('leader change')), { producerId: -1, hasProducerId: false, lastSequence: -1 })
  t.match(readBatchHeader(bytesOf('log append time')), {
    timestampType: 'LogAppendTime',
    maxTimestamp: 1_700_000_009_999,
  })
  t.same(
    vectors.codecs.map(({ name }) => name),
    compressionTypes,
  )
})

t.test('the CRC of every batch Kafka wrote holds, and no flipped bit passes', async t => {
  for (const { hex, note, codec } of magic2) t.ok(verifyCrc(Buffer.from(hex, 'hex')), `${note} ${codec}`)
  for (const name of kafkaLogs) {
    const log = kafkaLog(name)
    for (const { start } of batches(log)) if (!verifyCrc(log, start)) t.fail(`${name} at ${start}`)
  }
  const batch = bytesOf('idempotent')
  for (let bit = 17 * 8; bit < batch.length * 8; bit++) {
    const flipped = Buffer.from(batch)
    flipped[bit >> 3]! ^= 1 << (bit & 7)
    if (verifyCrc(flipped)) t.fail(`bit ${bit}`)
  }
})

t.test('base offset and leader epoch are written in place, and the CRC still holds', async t => {
  const batch = bytesOf('idempotent')
  for (const offset of [0, 1, 2 ** 32, 2 ** 53 - 20]) {
    setBaseOffset(batch, 0, offset)
    setLeaderEpoch(batch, 0, 77)
    t.match(readBatchHeader(batch), { baseOffset: offset, leaderEpoch: 77 })
    t.equal(decodeRecords(batch)[3]!.offset, offset + 3)
  }
  t.ok(verifyCrc(batch))
})

t.test('setMaxTimestamp makes it every record’s time, or takes that back, with a new CRC', async t => {
  const batch = Buffer.concat([Buffer.alloc(5), bytesOf('transactional')])
  setMaxTimestamp(batch, 5, 'LogAppendTime', 1_800_000_000_000)
  t.ok(verifyCrc(batch, 5))
  t.match(readBatchHeader(batch, 5), { timestampType: 'LogAppendTime', isTransactional: true, compression: 'gzip' })
  t.same(
    decodeRecords(batch, 5).map(({ timestamp }) => timestamp),
    [1_800_000_000_000, 1_800_000_000_000, 1_800_000_000_000, 1_800_000_000_000],
  )
  setMaxTimestamp(batch, 5, 'CreateTime', 1_700_000_000_009)
  t.ok(verifyCrc(batch, 5))
  t.same(batch.subarray(5), bytesOf('transactional'), 'as it was')
})

t.test('a header that lies is refused, whatever it says', async t => {
  const lies: [string, (batch: Buffer) => void, string, RegExp][] = [
    ['length of nothing', b => b.writeInt32BE(0, 8), 'CORRUPT_MESSAGE', /length as 0/],
    ['negative length', b => b.writeInt32BE(-1, 8), 'CORRUPT_MESSAGE', /length as -1/],
    ['less than a header', b => b.writeInt32BE(BATCH_OVERHEAD - LOG_OVERHEAD - 1, 8), 'CORRUPT_MESSAGE', /60 bytes/],
    ['one byte too many', b => b.writeInt32BE(b.length - 11, 8), 'CORRUPT_MESSAGE', /184 of 185/],
    ['2 GB', b => b.writeInt32BE(2 ** 31 - 1, 8), 'CORRUPT_MESSAGE', /ends behind/],
    ['magic 1', b => b.writeInt8(1, 16), 'UNSUPPORTED_FOR_MESSAGE_FORMAT', /magic 1/],
    ['magic 3', b => b.writeInt8(3, 16), 'CORRUPT_MESSAGE', /magic 3/],
    ['magic -1', b => b.writeInt8(-1, 16), 'CORRUPT_MESSAGE', /magic -1/],
    ['negative count', b => b.writeInt32BE(-4, 57), 'CORRUPT_MESSAGE', /-4 records/],
    ['negative delta', b => b.writeInt32BE(-1, 23), 'CORRUPT_MESSAGE', /delta -1/],
  ]
  for (const [what, lie, name, message] of lies) {
    const batch = bytesOf('idempotent')
    lie(batch)
    t.throws(() => readBatchHeader(batch), { name, message }, what)
  }
  const codec7 = bytesOf('idempotent')
  codec7.writeInt16BE(7, 21)
  t.throws(() => readBatchHeader(codec7).compression, { name: 'CORRUPT_MESSAGE', message: /codec 7/ })
  t.throws(() => decodeRecords(codec7), { name: 'CORRUPT_MESSAGE' })
})

t.test('a cut anywhere is corrupt, or skipped where it may be', async t => {
  const batch = bytesOf('idempotent')
  for (let cut = 0; cut < batch.length; cut++) {
    t.throws(() => readBatchHeader(batch.subarray(0, cut)), { name: 'CORRUPT_MESSAGE' })
    if (cut < 12) t.equal(batchSize(batch.subarray(0, cut)), undefined)
    else t.equal(batchSize(batch.subarray(0, cut)), batch.length)
    const torn = Buffer.concat([batch, batch.subarray(0, cut)])
    t.equal([...batches(torn, 'skip')].length, 1)
    if (cut > 0) t.throws(() => [...batches(torn)], { name: 'CORRUPT_MESSAGE' })
  }
  t.same(
    [...batches(Buffer.concat([batch, batch]))].map(({ start, end }) => [start, end]),
    [
      [0, 184],
      [184, 368],
    ],
  )
})

t.test('Kafka’s logs are batches from end to end, offsets without a gap', async t => {
  for (const name of kafkaLogs) {
    const log = kafkaLog(name)
    let next: number | undefined
    let end = 0
    for (const batch of batches(log)) {
      // Compaction leaves gaps; nothing goes back.
      if (next !== undefined && batch.header.baseOffset < next)
        t.fail(`${name}: ${batch.header.baseOffset} after ${next}`)
      next = batch.header.nextOffset
      end = batch.end
    }
    t.equal(end, log.length, name)
  }
})

t.test('sequences wrap to 0', async t => {
  t.equal(addSequence(2 ** 31 - 1, 1), 0)
  t.equal(addSequence(2 ** 31 - 2, 1), 2 ** 31 - 1)
  t.equal(addSequence(2 ** 31 - 1, 2 ** 31 - 1), 2 ** 31 - 2)
  const records = [1, 2, 3].map(timestamp => ({ timestamp }))
  const batch = encodeBatch({ records, producerId: 1, producerEpoch: 0, baseSequence: 2 ** 31 - 2 })
  t.equal(readBatchHeader(batch).lastSequence, 0)
})
