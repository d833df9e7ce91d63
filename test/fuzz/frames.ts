/**
 * Frames that no client should send: random bytes, and real ones with bytes changed, cut, doubled or put in. A decoder may
 * read them or refuse them with a ProtocolError; it may not crash, hang, or make more memory than they could fill.
 * `tsx test/fuzz/frames.ts 1000000 42` tries a million with seed 42.
 */
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import { seededRandom } from '../../src/lib/random.ts'
import { KafkaError } from '../../src/protocol/errors.ts'
import { apis } from '../../src/protocol/generated/apis/index.ts'
import { readRequestHeader } from '../../src/protocol/header.ts'
import { ProtocolError, Reader } from '../../src/protocol/reader.ts'
import { decodeRecords } from '../../src/protocol/record.ts'

interface Example {
  message: string
  version: number
  bytes: Buffer
}

const root = path.resolve(import.meta.dirname, '../..')
const messages = new Map(
  apis.flatMap(({ request, response }) => [request, response].map(message => [message.name, message] as const)),
)

const examples: Example[] = zlib
  .gunzipSync(fs.readFileSync(path.join(root, 'fixtures/wire/wire.jsonl.gz')))
  .toString()
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as { message: string; version: number; type: string; hex: string })
  .filter(({ message, type }) => messages.has(message) && type !== 'request-frame')
  .map(({ message, version, hex }) => ({ message, version, bytes: Buffer.from(hex, 'hex') }))

export interface FuzzReport {
  frames: number
  read: number
  refused: number
  /** Milliseconds of the slowest frame, with its bytes. */
  slowest: { ms: number; what: string }
}

/** @throws whatever a decoder threw that is no refusal, with the frame that made it */
export function fuzzFrames(count: number, seed: number): FuzzReport {
  const random = seededRandom(seed)
  const report: FuzzReport = { frames: count, read: 0, refused: 0, slowest: { ms: 0, what: '' } }
  for (let i = 0; i < count; i++) {
    const { message, version, bytes } = examples[random.below(examples.length)]!
    const frame = random.below(4) === 0 ? random.bytes(random.below(200)) : mutate(bytes, random)
    const began = performance.now()
    try {
      if (i % 8 === 0) readRequestHeader(new Reader(frame), i % 16 === 0)
      else if (i % 8 === 1) decodeRecords(frame, 0, 1 << 20)
      else messages.get(message)!.read(new Reader(frame), version)
      report.read++
    } catch (error) {
      if (!(error instanceof ProtocolError || error instanceof KafkaError))
        throw new Error(`${message} v${version}, seed ${seed}, frame ${i}: ${frame.toString('hex')}`, { cause: error })
      report.refused++
    }
    const ms = performance.now() - began
    if (ms > report.slowest.ms) report.slowest = { ms, what: `${message} v${version}, ${frame.length} bytes` }
  }
  return report
}

type Random = ReturnType<typeof seededRandom>

function mutate(bytes: Buffer, random: Random): Buffer {
  let frame = Buffer.from(bytes)
  for (let changes = 1 + random.below(4); changes > 0; changes--) {
    const at = random.below(frame.length + 1)
    switch (random.below(5)) {
      case 0:
        if (at < frame.length) frame[at] = random.below(256)
        break
      case 1:
        frame = frame.subarray(0, at)
        break
      case 2:
        frame = Buffer.concat([frame.subarray(0, at), random.bytes(random.below(9)), frame.subarray(at)])
        break
      case 3:
        frame = Buffer.concat([frame.subarray(0, at), frame])
        break
      default:
        // Lengths and counts are where it hurts: the largest of every width.
        if (at + 4 <= frame.length) frame.writeInt32BE([0x7fffffff, -1, -2147483648, 1_000_000][random.below(4)]!, at)
    }
  }
  return frame
}

if (process.argv[1] === import.meta.filename) {
  const [count = 1_000_000, seed = Date.now() % 100_000] = process.argv.slice(2).map(Number)
  const before = process.memoryUsage().rss
  const report = fuzzFrames(count, seed)
  console.log(
    JSON.stringify({ seed, ...report, rssGrowthMB: Math.round((process.memoryUsage().rss - before) / 2 ** 20) }),
  )
}
