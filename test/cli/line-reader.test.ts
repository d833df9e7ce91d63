import fs from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { createLineReader } from '../../src/cli/line-reader.ts'
import { Lines, type TakeLines } from '../../src/cli/lines.ts'

interface Case {
  properties: Record<string, string>
  in: string
  records: { key: string | null; value: string | null; headers?: [string, string | null][] }[]
  fails?: string
}
const fixture = path.resolve(import.meta.dirname, '../../fixtures/cli/formatters.json.gz')
const { reader: cases } = JSON.parse(gunzipSync(fs.readFileSync(fixture)).toString()) as { reader: Case[] }

const text = (bytes: Buffer | null) => bytes?.toString() ?? null

function read(properties: Record<string, string>, input: string) {
  const reader = createLineReader(properties)
  const records: Case['records'] = []
  const lines = new Lines()
  const add: TakeLines = (buffer, bounds, count) => {
    for (let i = 0; i < count; i++) {
      const line = buffer.subarray(bounds[2 * i], bounds[2 * i + 1])
      const { key, value, headers } = reader.parse(line, records.length + 1)
      records.push({
        key: text(key),
        value: text(value),
        ...(headers.length > 0
          ? { headers: headers.map(each => [each.key, text(each.value)] as [string, string | null]) }
          : {}),
      })
    }
  }
  lines.push(Buffer.from(input), add)
  lines.end(add)
  return records
}

t.test("lines become the records that Kafka's reader makes of them", async t => {
  for (const { properties, in: input, records, fails } of cases) {
    const what = `${JSON.stringify(properties)} ${JSON.stringify(input)}`
    if (fails) t.throws(() => read(properties, input), { name: 'LineError' }, what)
    else t.same(read(properties, input), records, what)
  }
})

t.test('what is wrong with a line is said with its number', async t => {
  t.throws(() => read({ 'parse.key': 'true' }, 'a\tb\nnokey\n'), {
    message: "No key separator found on line number 2: 'nokey'",
  })
  t.throws(() => read({ 'parse.headers': 'true' }, 'h\tv\n'), {
    message: "No header key separator found in pair 'h' on line number 1",
  })
  t.throws(() => read({ 'parse.headers': 'true', 'null.marker': 'N' }, 'N:1\tv\n'), { message: /Header keys/ })
})

t.test('separators must differ, from one another and from the null marker', async t => {
  const refused: Record<string, string>[] = [
    { 'headers.delimiter': ',' },
    { 'headers.separator': ':' },
    { 'headers.key.separator': '\t' },
    { 'null.marker': '\t' },
    { 'null.marker': ',' },
  ]
  for (const properties of refused)
    t.throws(
      () => createLineReader(properties),
      { name: 'UsageError', message: /may not be equal/ },
      JSON.stringify(properties),
    )
})

t.test('bytes stay bytes', async t => {
  const bytes = Buffer.from([0xff, 0x09, 0xfe, 0x00])
  const { key, value } = createLineReader({ 'parse.key': 'true' }).parse(bytes, 1)
  t.same([key, value], [Buffer.from([0xff]), Buffer.from([0xfe, 0x00])])
})
