/** The bytes of Kafka 4.3.1's own classes: every message, every version, read and written back, byte for byte. */
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import t from 'tap'
import { apis } from '../../src/protocol/generated/apis/index.ts'
import type { Message } from '../../src/protocol/message.ts'
import { ProtocolError, Reader } from '../../src/protocol/reader.ts'
import { Writer } from '../../src/protocol/writer.ts'

// biome-ignore lint/suspicious/noExplicitAny: any message will do
type AnyMessage = Message<any, any>
interface Example {
  message: string
  type: string
  version: number
  variant: string
  value: Json
  hex: string
}
type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

const root = path.resolve(import.meta.dirname, '../..')
const examples: Example[] = zlib
  .gunzipSync(fs.readFileSync(path.join(root, 'fixtures/wire/wire.jsonl.gz')))
  .toString()
  .trim()
  .split('\n')
  .map(line => JSON.parse(line))
  .filter(({ type }) => type !== 'request-frame')

const messages = new Map<string, AnyMessage>()
for (const api of apis) for (const message of [api.request, api.response]) messages.set(message.name, message)
const records = path.join(root, 'src/protocol/generated/records')
for (const group of fs.readdirSync(records)) {
  const index: { messages: AnyMessage[] } = await import(path.join(records, group, 'index.ts'))
  for (const message of index.messages) messages.set(message.name, message)
}

t.test('every example is read whole and written back to the same bytes', async t => {
  let count = 0
  for (const { message: name, version, variant, hex } of examples) {
    const message = messages.get(name)
    const reader = new Reader(Buffer.from(hex, 'hex'))
    const writer = new Writer()
    message!.write(writer, message!.read(reader, version), version)
    const written = writer.toBuffer().toString('hex')
    if (reader.remaining > 0 || written !== hex) t.fail(`${name} v${version} ${variant}: ${written} is not ${hex}`)
    else count++
  }
  t.equal(count, 2341)
})

t.test('what is read is what Kafka says is there', async t => {
  for (const { message: name, version, variant, value, hex } of examples) {
    const read = messages.get(name)!.read(new Reader(Buffer.from(hex, 'hex')), version)
    const difference = compare(value, read as Json, name)
    if (difference) t.fail(`${name} v${version} ${variant}: ${difference}`)
  }
})

t.test('an example cut at any byte is refused with a ProtocolError, never read', async t => {
  for (const { message: name, version, variant, hex } of examples) {
    if (variant !== 'full') continue
    const bytes = Buffer.from(hex, 'hex')
    for (let cut = 0; cut < bytes.length; cut++)
      try {
        messages.get(name)!.read(new Reader(bytes, 0, cut), version)
        t.fail(`${name} v${version} cut at ${cut} was read`)
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error
      }
  }
})

t.test('every message of every API and record has its examples', async t => {
  const seen = new Set(examples.map(({ message, version }) => `${message} ${version}`))
  for (const [name, { min, max }] of messages)
    for (let version = min; version <= max; version++)
      if (!seen.has(`${name} ${version}`)) t.fail(`${name} v${version} has no example`)
})

/** Field by field, in Kafka's JSON form: bytes are base64, and fields that a version lacks are not there. */
function compare(expected: Json, actual: unknown, at: string): string | undefined {
  if (Buffer.isBuffer(actual)) return actual.toString('base64') === expected ? undefined : `${at}: other bytes`
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return `${at}: other length`
    return expected.map((item, i) => compare(item, actual[i], `${at}[${i}]`)).find(Boolean)
  }
  if (expected !== null && typeof expected === 'object') {
    for (const [name, value] of Object.entries(expected)) {
      if (name.startsWith('_')) continue
      const key = Object.keys(actual as object).find(key => key.toLowerCase() === name.toLowerCase())
      if (key === undefined) return `${at}: no ${name}`
      const difference = compare(value, (actual as Record<string, unknown>)[key], `${at}.${name}`)
      if (difference) return difference
    }
    return undefined
  }
  if (typeof actual === 'bigint') return compare(expected, Number(actual), at)
  return expected === actual ? undefined : `${at}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`
}
