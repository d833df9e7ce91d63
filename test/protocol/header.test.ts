import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import t from 'tap'
import { Heartbeat } from '../../src/protocol/generated/apis/12-heartbeat.ts'
import { ApiVersions } from '../../src/protocol/generated/apis/18-api-versions.ts'
import { apis } from '../../src/protocol/generated/apis/index.ts'
import { encodeRequest, encodeResponse, readRequestHeader, readResponseHeader } from '../../src/protocol/header.ts'
import { Reader } from '../../src/protocol/reader.ts'

const of = (hex: string) => new Reader(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const hex = (chunks: Buffer[]) => Buffer.concat(chunks).toString('hex')

/** One frame a request API: size, header, and body as Kafka's own client sends them. */
const frames: { message: string; key: number; version: number; hex: string }[] = zlib
  .gunzipSync(fs.readFileSync(path.resolve(import.meta.dirname, '../../fixtures/wire/wire.jsonl.gz')))
  .toString()
  .split('\n')
  .filter(line => line.includes('"type":"request-frame"'))
  .map(line => JSON.parse(line))

t.test('a frame of every API, as Kafka’s client sends it: read whole, and sent again as the same bytes', async t => {
  for (const { message, key, version, hex: sent } of frames) {
    const api = apis.find(api => api.key === key)!
    const reader = of(sent)
    t.equal(reader.int32(), reader.remaining, `${message}: its size`)
    const header = readRequestHeader(reader, version >= api.flexibleFrom)
    t.strictSame(header, { apiKey: key, apiVersion: version, correlationId: 7, clientId: 'facts' }, message)
    const body = api.request.read(reader, version)
    t.equal(reader.remaining, 0, message)
    t.equal(hex(encodeRequest(api, version, body, header)), sent, message)
  }
  t.equal(frames.length, apis.length)
})

t.test('a request header: tagged fields come with flexible versions, the client id stays as it was', async t => {
  const plain = '000c 0003 00000007 0001 63'
  const header = { apiKey: 12, apiVersion: 3, correlationId: 7, clientId: 'c' }
  const rows: [string, boolean, object][] = [
    [plain, false, header],
    ['000c 0003 00000007 ffff', false, { ...header, clientId: null }],
    [`${plain} 00`, true, header],
    ['000c 0003 80000000 ffff 00', true, { ...header, correlationId: -(2 ** 31), clientId: null }],
    // Two tags that nobody knows: 0 of two bytes, 5 of none.
    [`${plain} 02 0002aabb 0500`, true, header],
  ]
  for (const [bytes, flexible, expected] of rows) {
    const reader = of(bytes)
    t.strictSame(readRequestHeader(reader, flexible), expected, bytes)
    t.equal(reader.remaining, 0, bytes)
  }
})

t.test('a request header cut anywhere is refused', async t => {
  const bytes = Buffer.from('000c0004000000070001630101 01aa'.replaceAll(' ', ''), 'hex')
  t.equal(readRequestHeader(new Reader(bytes), true).clientId, 'c')
  for (let cut = 0; cut < bytes.length; cut++)
    t.throws(() => readRequestHeader(new Reader(bytes, 0, cut), true), { name: 'ProtocolError' }, `cut at ${cut}`)
})

t.test('a response: its header has tagged fields from the flexible version on', async t => {
  t.equal(
    hex(encodeResponse(Heartbeat, 3, {}, { correlationId: 7 })),
    '0000000a 00000007 00000000 0000'.replaceAll(' ', ''),
  )
  t.equal(
    hex(encodeResponse(Heartbeat, 4, {}, { correlationId: 7 })),
    '0000000c 00000007 00 00000000 0000 00'.replaceAll(' ', ''),
  )
  for (const [bytes, version] of [
    ['00000007', 3],
    ['00000007 00', 4],
    ['00000007 01 0902aabb', 4],
  ] as const) {
    const reader = of(bytes)
    t.equal(readResponseHeader(reader, Heartbeat, version), 7, bytes)
    t.equal(reader.remaining, 0, bytes)
  }
})

// A client that speaks a newer version than the broker gets the answer of version 0: it must be able to find it (KIP-511).
t.test('an answer to ApiVersions has the old header in every version', async t => {
  for (let version = ApiVersions.min; version <= ApiVersions.max; version++) {
    const frame = encodeResponse(ApiVersions, version, { errorCode: 35, apiKeys: [] }, { correlationId: 7 })
    const reader = new Reader(Buffer.concat(frame))
    t.equal(reader.int32(), reader.remaining)
    t.equal(readResponseHeader(reader, ApiVersions, version), 7)
    t.equal(reader.remaining, Buffer.concat(frame).length - 8, `version ${version}: nothing between it and the body`)
    t.equal(reader.int16(), 35, `version ${version}`)
  }
  // Its request follows the rule of all others.
  const request = encodeRequest(
    ApiVersions,
    3,
    { clientSoftwareName: '', clientSoftwareVersion: '' },
    { correlationId: 7, clientId: null },
  )
  t.equal(hex(request), '0000000e 0012 0003 00000007 ffff 00 01 01 00'.replaceAll(' ', ''))
})

t.test('the size counts large bytes that are chunks of their own', async t => {
  const records = Buffer.alloc(10_000, 1)
  const api = apis.find(({ name }) => name === 'Produce')!
  const body = { acks: 1, timeoutMs: 1, topicData: [{ name: 't', partitionData: [{ index: 0, records }] }] }
  const chunks = encodeRequest(api, 9, body, { correlationId: 1, clientId: 'x'.repeat(400) })
  t.ok(chunks.includes(records), 'by reference')
  const frame = Buffer.concat(chunks)
  t.equal(frame.readInt32BE(), frame.length - 4)
})
