import fs from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { ByteSink } from '../../src/cli/byte-sink.ts'
import { deserializer, javaDouble, javaFloat } from '../../src/cli/deserializers.ts'
import { formatter, type RecordView } from '../../src/cli/formatters.ts'
import { world } from './world.ts'

interface Case {
  class: string
  record: 'full' | 'nil' | 'append'
  properties: Record<string, string>
  out: string
}
const fixture = path.resolve(import.meta.dirname, '../../fixtures/cli/formatters.json.gz')
const { output, coordinatorOutput } = JSON.parse(gunzipSync(fs.readFileSync(fixture)).toString()) as {
  output: Case[]
  coordinatorOutput: { class: string; key: string; value: string | null; out: string }[]
}

function record(key: Buffer | null, value: Buffer | null, more: Partial<RecordView> = {}): RecordView {
  const buffer = Buffer.concat([key ?? Buffer.alloc(0), value ?? Buffer.alloc(0)])
  return {
    buffer,
    offset: 0,
    timestamp: -1,
    keyStart: 0,
    keyLength: key?.length ?? -1,
    valueStart: key?.length ?? 0,
    valueLength: value?.length ?? -1,
    headers: () => [],
    ...more,
  }
}
const int64 = (value: bigint) => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(value)
  return bytes
}
/** The three records of the fixture. */
const records = {
  full: record(Buffer.from('key'), Buffer.from('value'), {
    offset: 42,
    timestamp: 1_700_000_000_000,
    headers: () => [
      { key: 'h1', value: Buffer.from('v1') },
      { key: 'h2', value: null },
    ],
  }),
  nil: record(null, null),
  append: record(Buffer.from('k'), int64(256n), { offset: 1, timestamp: 1_700_000_000_000 }),
}
const batch = (partition: number, timestampType: string) => ({
  topic: 'orders',
  partition,
  timestampType,
  header: {
    leaderEpoch: 0,
    producerId: -1,
    producerEpoch: -1,
    compression: 'none' as const,
    isTransactional: false,
    isControl: false,
  },
  edges: { logStartOffset: 0, lastStableOffset: 3, highWatermark: 3 },
})
const batches = {
  full: batch(3, 'CreateTime'),
  nil: batch(0, 'NoTimestampType'),
  append: batch(0, 'LogAppendTime'),
}

t.test("records are printed as Kafka's formatters print them", async t => {
  for (const { class: name, record, properties, out } of output) {
    const made = world()
    const sink = new ByteSink(made.io.stdout)
    const format = await formatter(name, properties, () => {})
    format(records[record], batches[record], sink)
    sink.flush()
    // The console consumer hands no epoch and no delivery count to its formatter: there Kafka prints NOT_PRESENT too.
    const wanted = out.replace('Delivery:2', 'Delivery:NOT_PRESENT').replace('Epoch:7', 'Epoch:NOT_PRESENT')
    t.equal(made.stdout, wanted, `${name} ${record} ${JSON.stringify(properties)}`)
  }
})

t.test("records of internal topics are printed as Kafka's formatters print them, others passed over", async t => {
  const classes = new Set(coordinatorOutput.map(each => each.class))
  t.equal(classes.size, 5)
  for (const name of classes) {
    const format = await formatter(name, {}, () => {})
    const show = (key: Buffer | null, value: Buffer | null) => {
      const made = world()
      const sink = new ByteSink(made.io.stdout)
      format(record(key, value, { offset: 7 }), batches.full, sink)
      sink.flush()
      return made.stdout
    }
    for (const { class: of, key, value, out } of coordinatorOutput) {
      if (of !== name) continue
      t.equal(show(Buffer.from(key, 'hex'), value === null ? null : Buffer.from(value, 'hex')), out, `${name} ${key}`)
    }
    t.equal(show(null, Buffer.from('x')), '', 'without a key: not a record of a coordinator')
    t.equal(show(Buffer.from('00ff', 'hex'), null), '', 'of a type that is not known')
    t.throws(() => show(Buffer.from('00', 'hex'), null), { message: /^Could not read record at offset 7 due to: / })
  }
  const offsets = await formatter('OffsetsMessageFormatter', {}, () => {})
  const made = world()
  const sink = new ByteSink(made.io.stdout)
  for (const { class: name, key } of coordinatorOutput)
    if (name.includes('GroupMetadata')) offsets(record(Buffer.from(key, 'hex'), null), batches.full, sink)
  sink.flush()
  t.equal(made.stdout, '', 'of a type for another formatter')
})

t.test('a misspelt property or class is pointed out', async t => {
  const made = world()
  await formatter('DefaultMessageFormatter', { 'print.keys': 'true', 'key.deserializer': 'a.LongDeserialiser' }, line =>
    made.io.warn(line),
  )
  t.match(made.stderr, 'print.keys is not a property of the formatter: did you mean print.key?')
  t.match(made.stderr, 'did you mean LongDeserializer?')
  await t.rejects(
    formatter('org.apache.kafka.tools.consumer.DefaultFormatter', {}, () => {}),
    { name: 'UsageError' },
  )
})

t.test('deserializers print what Java prints', async t => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['IntegerDeserializer', 'ffffffff', '-1'],
    ['LongDeserializer', '7fffffffffffffff', '9223372036854775807'],
    ['ShortDeserializer', '8000', '-32768'],
    ['DoubleDeserializer', '3ff0000000000000', '1.0'],
    ['FloatDeserializer', '3dcccccd', '0.1'],
    ['BooleanDeserializer', '01', 'true'],
    ['BytesDeserializer', '00415c7f', '\\x00A\\x5C\\x7F'],
    ['ByteBufferDeserializer', '0102', 'java.nio.HeapByteBuffer[pos=0 lim=2 cap=2]'],
    ['UUIDDeserializer', Buffer.from('1-2-3-4-5').toString('hex'), '00000001-0002-0003-0004-000000000005'],
  ]
  for (const [name, hex, wanted] of cases) t.equal(deserializer(name)!(Buffer.from(hex, 'hex')), wanted, name)
  t.throws(() => deserializer('LongDeserializer')!(Buffer.alloc(7)), {
    name: 'SerializationError',
    message: 'Size of data received by LongDeserializer is not 8',
  })
  t.throws(() => deserializer('BooleanDeserializer')!(Buffer.from([2])), { name: 'SerializationError' })
  t.throws(() => deserializer('UUIDDeserializer')!(Buffer.from('no')), { name: 'SerializationError' })
  t.equal(deserializer('org.apache.kafka.common.serialization.StringDeserializer')!(Buffer.from('é')), 'é')
  t.equal(deserializer('com.example.Mine'), undefined)
})

t.test("numbers have Java's form", async t => {
  const doubles: readonly (readonly [number, string])[] = [
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [0.1, '0.1'],
    [0.001, '0.001'],
    [0.0009, '9.0E-4'],
    [1234567, '1234567.0'],
    [9999999, '9999999.0'],
    [10_000_000, '1.0E7'],
    [12_345_678.9, '1.23456789E7'],
    [1e300, '1.0E300'],
    [-1.5e-10, '-1.5E-10'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ]
  for (const [value, wanted] of doubles) t.equal(javaDouble(value), wanted, wanted)
  t.equal(javaFloat(Math.fround(3.4028235e38)), '3.4028235E38')
  t.equal(javaFloat(Math.fround(16_777_216)), '1.6777216E7')
  t.equal(javaFloat(Math.fround(0.3)), '0.3')
})

t.test('a sink keeps the order of what is short, long, and longer than itself', async t => {
  const made = world()
  const sink = new ByteSink(made.io.stdout)
  const parts = [
    'a',
    'b'.repeat(100),
    'c'.repeat(200_000),
    'é'.repeat(10),
    'd'.repeat(131_072),
    'é'.repeat(70_000),
    'z',
  ]
  for (const [i, part] of parts.entries()) {
    if (i % 2) sink.text(part)
    else sink.bytes(Buffer.from(part))
    sink.byte(10)
  }
  sink.flush()
  t.ok(made.stdout === `${parts.join('\n')}\n`)
})
