/**
 * Building and reading batches, in one process.
 */
import { BatchBuilder, decodeRecords, RecordCursor } from '../../../src/protocol/record.ts'
import { best, say, seen } from './best.ts'

const rate = (name: string, perCall: number, fn: () => void) => say(name, perCall / best(fn), 'M records/s')

const BATCH = 64 * 1024
const now = 1_700_000_000_000

export function run(): void {
  for (const size of [20, 100, 1000]) {
    const lines = Buffer.alloc(256 * 1024, 'some letters, {"and": "json"} ')
    const builder = new BatchBuilder({ limit: BATCH, capacity: BATCH })
    const perBatch = fill(builder, lines, size)
    rate(`appendValue ${size} B, finish with CRC`, perBatch, () => {
      builder.reset()
      fill(builder, lines, size)
      builder.finish()
    })
    const bounds = Int32Array.from({ length: 2 * Math.floor(BATCH / size) }, (_, i) => ((i + 1) >> 1) * size)
    rate(`appendValues ${size} B, finish with CRC`, perBatch, () => {
      builder.reset()
      builder.appendValues(lines, bounds, 0, bounds.length / 2, now)
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
    rate(`append ${size} B with a key`, count, keyed)
    const headed = () => {
      builder.reset()
      count = 0
      while (builder.append(now + count, key, value, headers)) count++
      builder.finish()
    }
    headed()
    rate(`append ${size} B with a key and a header`, count, headed)

    keyed()
    builder.reset()
    const records = fill(builder, lines, size)
    const batch = builder.finish()
    const cursor = new RecordCursor()
    rate(`RecordCursor ${size} B`, records, () => {
      cursor.open(batch)
      while (cursor.next()) seen.sum += cursor.valueLength
    })
    const out = Buffer.allocUnsafe(BATCH)
    rate(`RecordCursor ${size} B, values copied out`, records, () => {
      cursor.open(batch)
      let at = 0
      while (cursor.next()) {
        cursor.buffer.copy(out, at, cursor.valueStart, cursor.valueStart + cursor.valueLength)
        at += cursor.valueLength
      }
    })
    rate(`decodeRecords ${size} B`, records, () => {
      seen.sum += decodeRecords(batch).length
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
    rate(`appendValue 100 B, 16 KB batches, ${compression}`, perBatch, () => {
      builder.reset()
      fill(builder, lines, 100)
      builder.finish()
    })
    builder.reset()
    fill(builder, lines, 100)
    const batch = Buffer.from(builder.finish())
    const cursor = new RecordCursor()
    rate(`RecordCursor 100 B, 16 KB batches, ${compression}`, perBatch, () => {
      cursor.open(batch)
      while (cursor.next()) seen.sum += cursor.valueLength
    })
  }
}

function fill(builder: BatchBuilder, lines: Buffer, size: number): number {
  let at = 0
  while (builder.appendValue(lines, at, at + size, now)) {
    at += size
    if (at + size > lines.length) at = 0
  }
  return builder.count
}
