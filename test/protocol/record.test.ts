import t from 'tap'
import { seededRandom } from '../../src/lib/random.ts'
import { BATCH_OVERHEAD, batches, readBatchHeader, verifyCrc, writeCrc } from '../../src/protocol/batch.ts'
import {
  BatchBuilder,
  type BatchInit,
  decodeRecords,
  encodeBatch,
  maxRecordBatchSize,
  maxValueBatchSize,
  RecordCursor,
  type RecordInit,
} from '../../src/protocol/record.ts'
import { asHex, kafkaBatches, kafkaLog } from '../kit/batches.ts'

const magic2 = kafkaBatches.filter(({ magic }) => magic === 2)
const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const

t.test('the records of every batch Kafka wrote', async t => {
  for (const { note, codec, hex, records } of magic2)
    t.same(asHex(decodeRecords(Buffer.from(hex, 'hex'))), records, `${note} ${codec}`)
})

t.test('the records of a log Kafka wrote, five codecs one after the other', async t => {
  const log = kafkaLog('codecs.log')
  const values = [...batches(log)].map(({ start }) =>
    asHex(decodeRecords(log, start)).map(({ timestamp }) => timestamp),
  )
  t.same(values, Array(5).fill([1_700_000_000_000, 1_700_000_000_001, 1_700_000_000_002]))
  t.same(
    [...batches(log)].map(({ header }) => header.compression),
    codecs,
  )
})

t.test('what librdkafka sends', async t => {
  const log = kafkaLog('librdkafka.log')
  const all = [...batches(log)].flatMap(({ start }) => decodeRecords(log, start))
  t.equal(all.length, 30)
  all.forEach(({ offset, key, value, headers }, index) => {
    const codec = codecs[Math.floor(index / 6)]!
    const n = (index % 6) + 1
    t.equal(offset, index)
    t.equal(key?.toString(), `k${n}`)
    t.equal(value?.toString(), `${codec} value ${n} ${'abc '.repeat(10)}`)
    t.same(headers, [{ key: 'source', value: Buffer.from('kcat') }])
  })
})

t.test('encodeBatch writes Kafka’s bytes', async t => {
  for (const { note, codec, hex } of magic2) {
    const kafka = Buffer.from(hex, 'hex')
    const header = readBatchHeader(kafka)
    if (header.timestampType === 'LogAppendTime') continue // the records' own times are not known any more
    const ours = encodeBatch({ ...fieldsOf(kafka), records: decodeRecords(kafka) })
    if (codec === 'none' || codec === 'lz4') t.same(ours, kafka, `${note} ${codec}`)
    else t.same(decodeRecords(ours), decodeRecords(kafka), `${note} ${codec}: compressed a little otherwise`)
  }
})

const fieldsOf = (batch: Buffer): Omit<BatchInit, 'records'> => {
  const { baseOffset, leaderEpoch, compression, producerId, producerEpoch, baseSequence } = readBatchHeader(batch)
  const { isTransactional, isControl } = readBatchHeader(batch)
  return { baseOffset, leaderEpoch, compression, producerId, producerEpoch, baseSequence, isTransactional, isControl }
}

t.test('what was encoded is decoded, whatever it was', async t => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1e9)
  const random = seededRandom(seed)
  t.comment(`SEED=${seed}`)
  const bytes = () => {
    const kind = random.below(8)
    return kind === 0 ? null : random.bytes(kind === 1 ? 0 : kind === 2 ? random.below(3000) : random.below(90))
  }
  for (let round = 0; round < 150; round++) {
    const compression = codecs[random.below(5)]!
    const baseOffset = random.below(3) === 0 ? 0 : random.below(2 ** 31) * 1000
    let offset = baseOffset
    const records = Array.from({ length: random.below(40) }, () => {
      offset += random.below(4) === 0 ? 1 + random.below(300) : 1
      return {
        offset: offset - 1,
        timestamp: 1_700_000_000_000 + (random.below(2) === 0 ? random.below(100) : random.below(2 ** 31) * 900 - 1e12),
        key: bytes(),
        value: bytes(),
        headers: Array.from({ length: Math.max(0, random.below(6) - 3) }, () => ({
          key: ['', 'h', 'ключ', 'x'.repeat(100)][random.below(4)]!,
          value: bytes(),
        })),
      }
    })
    const batch = encodeBatch({ records, baseOffset, compression })
    const header = readBatchHeader(batch)
    t.ok(verifyCrc(batch))
    t.equal(header.count, records.length)
    t.equal(header.lastOffset, records.at(-1)?.offset ?? baseOffset)
    t.equal(header.maxTimestamp, Math.max(-1, ...records.map(({ timestamp }) => timestamp)))
    t.same(decodeRecords(batch), records, `round ${round}`)
  }
})

t.test('appendValues writes what appendValue writes, value by value, and says where it stopped', async t => {
  const random = seededRandom(4711)
  const source = random.bytes(200_000)
  for (let round = 0; round < 200; round++) {
    const longest = [0, 10, 100, 1000, 30_000][random.below(5)]!
    const bounds: number[] = []
    for (let at = 0; bounds.length < 4000; ) {
      const end = at + random.below(longest + 1)
      if (end > source.length) break
      bounds.push(at, end)
      at = end + random.below(3)
    }
    const count = bounds.length / 2
    const compression = round % 5 === 0 ? 'lz4' : 'none'
    const options = { limit: 1 + random.below(20_000), compression, capacity: 64 } as const
    const [together, alone] = [new BatchBuilder(options), new BatchBuilder(options)]
    for (let at = 0; at < count; ) {
      const next = together.appendValues(source, Int32Array.from(bounds), at, count, 1000 + at)
      let i = at
      while (i < count && alone.appendValue(source, bounds[2 * i]!, bounds[2 * i + 1]!, 1000 + at)) i++
      const what = `round ${round}, limit ${options.limit}, values up to ${longest}, from ${at}`
      if (next !== i) t.equal(next, i, what)
      if (!together.finish().equals(alone.finish())) t.fail(`other bytes: ${what}`)
      together.reset()
      alone.reset()
      at = i
    }
  }
})

t.test('appendValue writes what append writes', async t => {
  const lines = Buffer.from(Array.from({ length: 5000 }, (_, i) => i & 0xff))
  const fast = new BatchBuilder({ capacity: 64 })
  const slow = new BatchBuilder()
  for (let round = 0; round < 2; round++) {
    fast.reset()
    slow.reset()
    for (const size of [0, 1, 47, 48, 49, 63, 64, 100, 127, 128, 1000, 4000])
      for (const timestamp of [1_700_000_000_000, 1_700_000_000_000 + size, 1_600_000_000_000]) {
        t.equal(fast.appendValue(lines, 7, 7 + size, timestamp), true)
        t.equal(slow.append(timestamp, null, lines.subarray(7, 7 + size)), true)
        t.equal(fast.uncompressedSize, slow.uncompressedSize)
      }
    t.same(fast.finish(), slow.finish())
  }
})

t.test('a builder is full at its limit, but takes a lone record of any size', async t => {
  const value = Buffer.alloc(100)
  const builder = new BatchBuilder({ limit: 1000 })
  let count = 0
  while (builder.append(5, null, value)) count++
  const size = builder.sizeInBytes
  t.equal(builder.appendValue(value, 0, 100, 5), false, 'and says so again')
  t.equal(builder.sizeInBytes, size, 'nothing is changed by a refusal')
  const batch = builder.finish()
  t.equal(batch.length, size, 'the size was exact')
  t.ok(size <= 1000 && size + 108 > 1000, `${size}`)
  t.equal(decodeRecords(batch).length, count)
  builder.reset()
  t.equal(builder.count, 0)
  t.equal(builder.append(5, null, Buffer.alloc(5000)), true)
  t.equal(builder.append(5, null, null), false)
  t.equal(decodeRecords(builder.finish())[0]!.value!.length, 5000)
})

t.test('with an expected ratio a batch takes more before it is full, and learns the real one', async t => {
  const fill = (expectedRatio: number) => {
    const builder = new BatchBuilder({ limit: 16384, compression: 'gzip' })
    builder.expectedRatio = expectedRatio
    while (builder.append(5, null, Buffer.alloc(100, 'abc')));
    builder.finish()
    return builder
  }
  const cautious = fill(1)
  t.ok(cautious.ratio < 0.1, `${cautious.ratio}`)
  t.ok(fill(0.25).count > cautious.count * 3)
})

t.test('reset with another buffer leaves the finished batch alone', async t => {
  const builder = new BatchBuilder({ capacity: 200 })
  builder.append(1, null, Buffer.from('first'))
  const first = builder.finish()
  builder.reset({ buffer: Buffer.alloc(200) })
  builder.append(2, null, Buffer.from('second'))
  const second = builder.finish()
  t.equal(decodeRecords(first)[0]!.value!.toString(), 'first')
  t.equal(decodeRecords(second)[0]!.value!.toString(), 'second')
})

t.test('maxRecordBatchSize is never less than the batch of one', async t => {
  const cases: [Buffer | null, Buffer | null, { key: string; value: Buffer | null }[]][] = [
    [null, null, []],
    [Buffer.alloc(10), Buffer.alloc(200), []],
    [
      Buffer.alloc(0),
      Buffer.alloc(70_000),
      [
        { key: 'ключ', value: Buffer.alloc(300) },
        { key: 'k', value: null },
      ],
    ],
  ]
  for (const [key, value, headers] of cases) {
    const size = encodeBatch({ records: [{ timestamp: 2 ** 52, key, value, headers }] }).length
    const bound = maxRecordBatchSize(key, value, headers)
    t.ok(bound >= size && bound < size + 40, `${bound} for ${size}`)
  }
})

// What kafka-console-producer.sh 4.3.1 says of a line of 1,100,000 bytes: 1100088 when serialized. One byte more than
// max.request.size is refused, so the byte counts.
t.test('maxRecordBatchSize is the number of Kafka, to the byte; so is maxValueBatchSize', async t => {
  t.equal(maxRecordBatchSize(null, Buffer.alloc(1_100_000)), 1_100_088)
  t.equal(maxRecordBatchSize(null, Buffer.alloc(1_048_489)), 1_048_576, 'the longest line that max.request.size takes')
  t.equal(maxRecordBatchSize(null, null), 61 + 21 + 1 + 1 + 1)
  t.equal(maxRecordBatchSize(Buffer.alloc(64), null, [{ key: 'h', value: null }]), 61 + 21 + 66 + 1 + 1 + 2 + 1)
  for (const length of [0, 1, 63, 64, 8191, 8192, 1_048_575, 1_048_576])
    t.equal(maxValueBatchSize(length), maxRecordBatchSize(null, Buffer.alloc(length)), `${length}`)
})

t.test('log append time is one for all', async t => {
  const records = [{ timestamp: 5 }, { timestamp: 9 }, { timestamp: 7 }]
  const batch = encodeBatch({ records, timestampType: 'LogAppendTime' })
  t.match(readBatchHeader(batch), { timestampType: 'LogAppendTime', maxTimestamp: 9, baseTimestamp: 5 })
  t.same(
    decodeRecords(batch).map(({ timestamp }) => timestamp),
    [9, 9, 9],
  )
})

t.test('what compaction leaves: gaps, no record at all, a delete horizon', async t => {
  const records: RecordInit[] = [
    { offset: 12, timestamp: 100, key: Buffer.from('a'), value: null },
    { offset: 17, timestamp: 90, key: Buffer.from('b'), value: null },
  ]
  for (const compression of codecs) {
    const left = encodeBatch({ records, baseOffset: 10, lastOffset: 20, deleteHorizonMs: 5000, compression })
    t.match(readBatchHeader(left), {
      baseOffset: 10,
      lastOffset: 20,
      deleteHorizonMs: 5000,
      maxTimestamp: 100,
      count: 2,
    })
    t.match(decodeRecords(left), [
      { offset: 12, timestamp: 100 },
      { offset: 17, timestamp: 90 },
    ])
    const empty = encodeBatch({ records: [], baseOffset: 10, lastOffset: 20, maxTimestamp: 100, compression })
    t.equal(empty.length, BATCH_OVERHEAD)
    t.match(readBatchHeader(empty), { lastOffset: 20, maxTimestamp: 100, count: 0 })
    t.same(decodeRecords(empty), [])
  }
  t.throws(() => encodeBatch({ records: [records[1]!, records[0]!] }), RangeError, 'offsets grow')
})

t.test('a cursor hands out positions, batch after batch', async t => {
  const cursor = new RecordCursor()
  t.equal(cursor.next(), false, 'nothing is open')
  for (const compression of codecs) {
    const headers = [{ key: 'h', value: null }]
    const batch = encodeBatch({
      compression,
      baseOffset: 5,
      records: [
        { timestamp: 1, value: Buffer.from('one') },
        { timestamp: 2, key: Buffer.from('k'), headers },
      ],
    })
    const header = cursor.open(Buffer.concat([Buffer.from('xx'), batch]), 2)
    t.equal(header.count, 2)
    t.equal(cursor.next(), true)
    t.match(cursor, { offset: 5, timestamp: 1, keyLength: -1, valueLength: 3, headerCount: 0 })
    t.equal(cursor.buffer.toString('latin1', cursor.valueStart, cursor.valueStart + 3), 'one')
    t.equal(cursor.key(), null)
    t.equal(cursor.next(), true)
    t.match(cursor, { offset: 6, timestamp: 2, keyLength: 1, valueLength: -1, headerCount: 1 })
    t.same(cursor.headers(), headers)
    t.equal(cursor.value(), null)
    t.equal(cursor.next(), false)
    t.equal(cursor.next(), false, 'and stays at the end')
  }
})

t.test('a record that lies is INVALID_RECORD, never a view outside of it', async t => {
  // At 61: size 18 (9), attributes, timestamp delta, offset delta, key size 1 'k', value size 1 'v', no headers.
  const batch = () => encodeBatch({ records: [{ timestamp: 1, key: Buffer.from('k'), value: Buffer.from('v') }] })
  t.equal(batch().toString('hex', 61), '10000000026b027600')
  const lies: [string, number, number][] = [
    ['a record longer than the batch', 61, 0x12],
    ['a record shorter than itself', 61, 0x0e],
    ['a record of negative size', 61, 0x01],
    ['a key behind the record', 65, 0x20],
    ['a key of size -2', 65, 0x03],
    ['a value behind the record', 67, 0x04],
    ['a value of size -2', 67, 0x03],
    ['a header that is not there', 69, 0x02],
    ['a negative count of headers', 69, 0x01],
    ['a varint without end', 69, 0x80],
  ]
  for (const [what, at, byte] of lies) {
    const broken = batch()
    broken[at] = byte
    t.throws(() => decodeRecords(broken), { name: 'INVALID_RECORD' }, what)
  }
  const more = batch()
  more.writeInt32BE(2, 57)
  t.throws(() => decodeRecords(more), { name: 'INVALID_RECORD' }, 'more records than there are')
  const fewer = encodeBatch({ records: [{ timestamp: 1 }, { timestamp: 1 }] })
  fewer.writeInt32BE(1, 57)
  t.throws(
    () => decodeRecords(fewer),
    { name: 'INVALID_RECORD', message: /left behind/ },
    'fewer records than there are',
  )
})

t.test('no byte of a batch, changed in any way, does worse than a KafkaError', async t => {
  const records = Array.from({ length: 5 }, (_, i) => ({
    timestamp: 1_700_000_000_000 + i,
    key: Buffer.from(`key ${i}`),
    value: Buffer.from('some value '.repeat(5)),
    headers: [{ key: 'h', value: Buffer.from('x') }],
  }))
  for (const compression of codecs) {
    const batch = encodeBatch({ records, compression })
    for (let at = 0; at < batch.length; at++)
      for (const mask of [0x01, 0x04, 0x10, 0x40, 0x80, 0xff]) {
        const broken = Buffer.from(batch)
        broken[at]! ^= mask
        try {
          decodeRecords(broken, 0, 1 << 20)
        } catch (error) {
          const { name } = error as Error
          if (
            !['CORRUPT_MESSAGE', 'INVALID_RECORD', 'MESSAGE_TOO_LARGE', 'UNSUPPORTED_FOR_MESSAGE_FORMAT'].includes(name)
          )
            t.fail(`${compression}, byte ${at} ^ ${mask}: ${(error as Error).stack}`)
        }
      }
  }
})

t.test('records decompress to maxBytes and no further', async t => {
  for (const compression of codecs.slice(1)) {
    const batch = encodeBatch({ records: [{ timestamp: 1, value: Buffer.alloc(100_000) }], compression })
    t.throws(() => decodeRecords(batch, 0, 99_999), { name: 'MESSAGE_TOO_LARGE' }, compression)
    t.equal(decodeRecords(batch, 0, 100_100).length, 1)
    const cut = Buffer.from(batch.subarray(0, batch.length - 3))
    cut.writeInt32BE(cut.length - 12, 8)
    writeCrc(cut)
    t.throws(() => decodeRecords(cut), { name: 'CORRUPT_MESSAGE' }, `${compression}, cut`)
  }
})
