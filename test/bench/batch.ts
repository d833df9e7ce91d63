/**
 * Building and reading batches, in one process: npx tsx test/bench/batch.ts
 * Best of several rounds: on a shared machine the best is the steadiest figure.
 */
import { BatchBuilder, decodeRecords, RecordCursor } from '../../src/protocol/record.ts'

const ROUNDS = 15
const ROUND_MS = 80

function best(name: string, perCall: number, fn: () => void): void {
  let most = 0
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    let calls = 0
    while (performance.now() - began < ROUND_MS) {
      fn()
      calls++
    }
    most = Math.max(most, (calls * perCall) / (performance.now() - began))
  }
  process.stdout.write(`${name.padEnd(44)} ${(most / 1000).toFixed(2).padStart(8)} M records/s\n`)
}

const BATCH = 64 * 1024
/** Grows with what was read, so that reading is not optimised away. */
let sum = 0
const now = 1_700_000_000_000

for (const size of [20, 100, 1000]) {
  const lines = Buffer.alloc(256 * 1024, 'some letters, {"and": "json"} ')
  const builder = new BatchBuilder({ limit: BATCH, capacity: BATCH })
  const perBatch = fill(builder, lines, size)
  best(`appendValue ${size} B, finish with CRC`, perBatch, () => {
    builder.reset()
    fill(builder, lines, size)
    builder.finish()
  })
  const key = Buffer.from('key-0001')
  const value = lines.subarray(0, size)
  const headers = [{ key: 'trace', value: Buffer.from('0123456789abcdef') }]
  let count = 0
  const keyed = () => {
    builder.reset()
    count = 0
    while (builder.append(now + count, key, value)) count++
    builder.finish()
  }
  keyed()
  best(`append ${size} B with a key`, count, keyed)
  const headed = () => {
    builder.reset()
    count = 0
    while (builder.append(now + count, key, value, headers)) count++
    builder.finish()
  }
  headed()
  best(`append ${size} B with a key and a header`, count, headed)

  keyed()
  builder.reset()
  const records = fill(builder, lines, size)
  const batch = builder.finish()
  const cursor = new RecordCursor()
  best(`RecordCursor ${size} B`, records, () => {
    cursor.open(batch)
    while (cursor.next()) sum += cursor.valueLength
  })
  const out = Buffer.allocUnsafe(BATCH)
  best(`RecordCursor ${size} B, values copied out`, records, () => {
    cursor.open(batch)
    let at = 0
    while (cursor.next()) {
      cursor.buffer.copy(out, at, cursor.valueStart, cursor.valueStart + cursor.valueLength)
      at += cursor.valueLength
    }
  })
  best(`decodeRecords ${size} B`, records, () => {
    sum += decodeRecords(batch).length
  })
}

for (const compression of ['gzip', 'snappy', 'lz4', 'zstd'] as const) {
  const lines = Buffer.from(
    Array.from(
      { length: 2000 },
      (_, i) => `{"id":${i},"user":"u${(i * 7919) % 10007}","amount":${(i * 104729) % 9973}}`,
    )
      .join('')
      .padEnd(256 * 1024, 'x'),
  )
  const builder = new BatchBuilder({ limit: 16384, capacity: 16384, compression })
  const perBatch = fill(builder, lines, 100)
  best(`appendValue 100 B, 16 KB batches, ${compression}`, perBatch, () => {
    builder.reset()
    fill(builder, lines, 100)
    builder.finish()
  })
  builder.reset()
  fill(builder, lines, 100)
  const batch = Buffer.from(builder.finish())
  const cursor = new RecordCursor()
  best(`RecordCursor 100 B, 16 KB batches, ${compression}`, perBatch, () => {
    cursor.open(batch)
    while (cursor.next()) sum += cursor.valueLength
  })
}

function fill(builder: BatchBuilder, lines: Buffer, size: number): number {
  let at = 0
  while (builder.appendValue(lines, at, at + size, now)) {
    at += size
    if (at + size > lines.length) at = 0
  }
  return builder.count
}
if (sum === 0) throw new Error('Nothing was read')
