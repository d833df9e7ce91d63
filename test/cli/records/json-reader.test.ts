/** Records as JSON: what is printed is read back, what people write is understood, what is wrong is said with its line. */
import t from 'tap'
import { jsonLines } from '../../../src/cli/records/json-lines.ts'
import { jsonReader } from '../../../src/cli/records/json-reader.ts'
import { world } from '../world.ts'
import { printed, recordOf } from './records.ts'

const read = (text: string, line = 1) => jsonReader().parse(Buffer.from(text), line)

t.test('what --json prints is read back byte for byte', async t => {
  const format = await jsonLines(world().io)
  for (const json of [
    { key: 'k', value: 'text with "quotes" and\nlines', timestamp: 5, headers: [{ key: 'h', value: null }] },
    { key: null, value: null, timestamp: 0, headers: [] },
    { key: '', value: '', timestamp: 1, headers: [{ key: '', value: '' }] },
    { key: 'gA==', keyEncoding: 'base64', value: '/w==', valueEncoding: 'base64', timestamp: 1, headers: [] },
    { key: 'k', value: 'v', timestamp: 1, headers: [{ key: 'a', value: 'gA==', valueEncoding: 'base64' }] },
    { key: 'ключ', value: '서울 \u0000 ☃ \ufeff', timestamp: 1, headers: [] },
  ]) {
    const line = printed(format, recordOf(json, 9)).toString()
    t.same(JSON.parse(line), {
      topic: 'kc',
      partition: 0,
      offset: 9,
      timestampType: 'CreateTime',
      ...json,
    })
    t.same(read(line), { ...read(JSON.stringify(json)), partition: 0 })
  }
})

t.test('a terminal gets it indented and in colours, with documents as such', async t => {
  const { io } = world()
  const tty = Object.assign(Object.create(io) as typeof io, { stdout: { ...io.stdout, isTTY: true } })
  const text = printed(await jsonLines(tty), recordOf({ key: 'k', value: { a: 1 } })).toString()
  t.match(text, '\x1b[36m"a"\x1b[39m: \x1b[33m1\x1b[39m')
  t.match(JSON.parse(text.replace(/\x1b\[\d+m/g, '')), { key: 'k', value: { a: 1 } })
  const plain = Object.assign(Object.create(tty) as typeof io, { env: { NO_COLOR: '1' } })
  t.notMatch(printed(await jsonLines(plain), recordOf({ value: 'x' })).toString(), '\x1b')
})

t.test('values may be JSON, headers an object, times ISO; blank lines are none', async t => {
  t.match(read('{"value":{"a":1}}'), { key: null, value: Buffer.from('{"a":1}'), headers: [] })
  t.match(read('{"value":0,"key":7}'), { key: Buffer.from('7'), value: Buffer.from('0') })
  t.same(read('{"value":"v","headers":{"a":"1","b":null}}')?.headers, [
    { key: 'a', value: Buffer.from('1') },
    { key: 'b', value: null },
  ])
  t.equal(read('{"value":"v","timestamp":"2026-11-21T07:00:00Z"}')?.timestamp, 1_795_244_400_000)
  t.equal(read('{"value":"v","timestamp":-1}')?.timestamp, undefined, 'of a broker that keeps none')
  t.equal(read('{"value":"v","partition":3}')?.partition, 3)
  t.match(read('\ufeff{"value":"v"}'), { value: Buffer.from('v') }, 'a byte order mark')
  for (const blank of ['', '  ', '\t']) t.equal(read(blank), undefined)
})

t.test('what is no record is refused with its line', async t => {
  const wrong: Record<string, RegExp> = {
    one: /^Line 4 is no JSON \(.*\): a record takes one line, as jq -c writes it$/,
    '{': /^Line 4 is no JSON/,
    '[]': /is no object/,
    null: /is no object/,
    '"text"': /is no object/,
    '{}': /has no value; "value":null is a tombstone/,
    '{"version":1,"error":{}}': /has a field "version"/,
    '{"vaule":1}': /has a field "vaule": did you mean "value"\?/,
    '{"value":"x","valueEncoding":"hex"}': /has valueEncoding "hex": there is base64/,
    '{"value":"%","valueEncoding":"base64"}': /has a value that is not base64/,
    '{"value":1,"partition":-1}': /has a partition that is none: -1/,
    '{"value":1,"partition":"0"}': /has a partition that is none: "0"/,
    '{"value":1,"timestamp":"yesterday"}': /has a timestamp that is none: "yesterday"/,
    '{"value":1,"headers":"a=b"}': /has headers that are none: "a=b"/,
    '{"value":1,"headers":[{"value":"b"}]}': /has headers that are none/,
    '{"value":1,"headers":[null]}': /has headers that are none/,
  }
  for (const [text, message] of Object.entries(wrong))
    t.throws(() => read(text, 4), { name: 'LineError', message }, text)
})
