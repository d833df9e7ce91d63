/** Converters, held against Apache Kafka's own: the same bytes in, the same bytes and texts out, the same things refused. */
import t from 'tap'
import { ByteArrayConverter } from '../../src/connect/converters/bytes.ts'
import { createJson } from '../../src/connect/converters/json.ts'
import {
  BooleanConverter,
  DoubleConverter,
  FloatConverter,
  IntegerConverter,
  LongConverter,
  ShortConverter,
} from '../../src/connect/converters/numbers.ts'
import { SimpleHeaderConverter } from '../../src/connect/converters/simple-header.ts'
import { StringConverter } from '../../src/connect/converters/text.ts'
import { Decimal } from '../../src/connect/data/decimal.ts'
import { javaDouble, javaFloat } from '../../src/connect/data/java-numbers.ts'
import { Schema } from '../../src/connect/data/schema.ts'
import { toText } from '../../src/connect/data/text.ts'
import { float64 } from '../../src/connect/data/values.ts'
import type { Converter } from '../../src/connect/plugin.ts'
import { factsOf } from './facts.ts'

interface Fact {
  kind: string
  input: string
  output: string | null
  error?: string
  schemas: boolean
  format: string
  nulls: string
  string: string | null
  header: string | null
  json: string
  bits: string
  text: string
  bytes: string
  scale: number
}
const facts = factsOf<Fact>('converters')
const of = (kind: string) => facts.filter(fact => fact.kind === kind)
const text = StringConverter.create({ 'converter.type': 'value', 'converter.encoding': 'UTF-8' }, 'value')
const header = SimpleHeaderConverter.create({})
/** What a line of TAP can hold. */
const printable = (text: string) => text.replace(/[^ -~]/g, c => `\\u${c.charCodeAt(0).toString(16)}`)
const string = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString())

t.test('JsonConverter reads what Java reads, writes what Java writes, and refuses what Java refuses', async t => {
  for (const { input, output, error, schemas, format, nulls, string: java, header } of of('json')) {
    const json = createJson({ schemas, numericDecimals: format === 'NUMERIC', nullIsDefault: nulls === 'true' })
    const what = `${printable(input)} (schemas ${schemas}, ${format}, nulls ${nulls})`
    const attempt = () => {
      const { schema, value } = json.fromBytes('t', Buffer.from(input))
      return { schema, value, bytes: json.toBytes('t', schema, value) }
    }
    if (error !== undefined) {
      t.throws(attempt, { name: 'DataError' }, what)
      continue
    }
    try {
      const { schema, value, bytes } = attempt()
      t.equal(string(bytes), output, what)
      if (java !== null) t.equal(string(text.toBytes('t', schema, value)), java, `${what}: as text`)
      t.equal(toText(schema, value), header, `${what}: as a header`)
    } catch (error) {
      t.fail(`${what}: ${(error as Error).message}`)
    }
  }
})

t.test('a header is the value that its text looks like', async t => {
  const json = createJson({ schemas: true })
  for (const { input, json: expected, output } of of('header')) {
    const { schema, value } = header.fromBytes('t', 'h', Buffer.from(input))
    let written: string | null
    try {
      written = string(json.toBytes('t', schema, value))
    } catch (error) {
      written = (error as Error).name
    }
    t.equal(written, expected, printable(input))
    t.equal(string(header.toBytes('t', 'h', schema, value)), output, `${printable(input)}: back`)
  }
})

t.test('numbers are printed as Java prints them', async t => {
  const view = new DataView(new ArrayBuffer(8))
  for (const { bits, text } of of('double')) {
    view.setBigUint64(0, BigInt(`0x${bits}`))
    t.equal(javaDouble(view.getFloat64(0)), text)
  }
  for (const { bits, text } of of('float')) {
    view.setUint32(0, Number.parseInt(bits, 16))
    t.equal(javaFloat(view.getFloat32(0)), text)
  }
  for (const { input, text, bytes, scale } of of('decimal')) {
    const decimal = Decimal.parse(input)
    t.equal(decimal.toString(), text, input)
    t.equal(decimal.scale, scale, input)
    t.equal(decimal.toBytes().toString('hex'), bytes, input)
    t.same(Decimal.fromBytes(decimal.toBytes(), scale), decimal, `${input}: back`)
  }
})

t.test('a value that does not fit its schema is refused, with what it is', async t => {
  const json = createJson({ schemas: true })
  const table: (readonly [Schema, unknown, RegExp])[] = [
    [Schema.int32, 'x', /Invalid type for INT32: string x/],
    [Schema.int32, 1.5, /Invalid type for INT32: number 1.5/],
    [Schema.string, 5, /Invalid type for STRING: number 5/],
    [Schema.boolean, 0, /Invalid type for BOOLEAN/],
    [Schema.bytes, 'x', /Invalid type for BYTES/],
    [Schema.struct({ a: Schema.int32 }), [1], /Invalid type for STRUCT: Array/],
    [Schema.struct({ a: Schema.int32 }), {}, /null value for field that is required/],
    [Schema.date, new Date(1), /whole day/],
    [Schema.timestamp, 5, /expected Date but was number 5/],
    [Schema.decimal(2), Decimal.parse('1.5'), /scale 1 .*scale 2/],
  ]
  for (const [schema, value, message] of table) t.throws(() => json.toBytes('t', schema, value), { message })
  t.throws(() => json.toBytes('t', null, () => 1), /has no type in Connect/)
  t.throws(() => json.toBytes('t', null, new Set()), /Set has no type/)
})

t.test('a double that is whole stays one', async t => {
  const json = createJson({ schemas: false })
  t.equal(string(json.toBytes('t', null, { a: 5, b: float64(5), c: 5n, d: -0 })), '{"a":5,"b":5.0,"c":5,"d":-0.0}')
  t.equal(Number(float64(5)) + 1, 6)
})

t.test('numbers, booleans and bytes are big-endian and of one size', async t => {
  const table: (readonly [Converter, unknown, string])[] = [
    [ShortConverter.create({ 'converter.type': 'value' }, 'value'), -2, 'fffe'],
    [IntegerConverter.create({ 'converter.type': 'value' }, 'value'), 258, '00000102'],
    [LongConverter.create({ 'converter.type': 'value' }, 'value'), 2n ** 62n, '4000000000000000'],
    [FloatConverter.create({ 'converter.type': 'value' }, 'value'), 1.5, '3fc00000'],
    [DoubleConverter.create({ 'converter.type': 'value' }, 'value'), -1.5, 'bff8000000000000'],
    [BooleanConverter.create({ 'converter.type': 'value' }, 'value'), true, '01'],
    [ByteArrayConverter.create({ 'converter.type': 'value' }, 'value'), Buffer.from([1, 2]), '0102'],
  ]
  for (const [converter, value, hex] of table) {
    const bytes = converter.toBytes('t', null, value)!
    t.equal(Buffer.from(bytes).toString('hex'), hex)
    t.same(converter.fromBytes('t', bytes).value, value)
    t.equal(converter.toBytes('t', null, null), null)
    t.equal(converter.fromBytes('t', null).value, null)
    t.throws(() => converter.toBytes('t', null, 'x'), { name: 'DataError' })
  }
  const long = LongConverter.create({ 'converter.type': 'value' }, 'value')
  t.throws(() => long.fromBytes('t', Buffer.alloc(3)), /has 8 bytes, and these are 3/)
  t.throws(
    () => ShortConverter.create({ 'converter.type': 'value' }, 'value').toBytes('t', null, 40000),
    /Failed to serialize to short/,
  )
})
