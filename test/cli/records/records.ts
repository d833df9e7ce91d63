/** Records for formatters, made of the JSON that the console producer reads; and what a formatter prints of them. */
import { ByteSink } from '../../../src/cli/byte-sink.ts'
import type { BatchView, Formatter, RecordView } from '../../../src/cli/formatters.ts'
import { jsonReader } from '../../../src/cli/records/json-reader.ts'
import { withValue } from '../../../src/cli/records/view.ts'
import { world } from '../world.ts'

export const batch: BatchView = {
  topic: 'kc',
  partition: 0,
  timestampType: 'CreateTime',
  header: {
    leaderEpoch: 7,
    producerId: 1000,
    producerEpoch: 2,
    compression: 'lz4',
    isTransactional: true,
    isControl: false,
  },
  edges: { logStartOffset: 5, lastStableOffset: 260, highWatermark: 300 },
}

export function recordOf(json: object, offset = 0): RecordView {
  const { key, value, headers, timestamp = -1 } = jsonReader().parse(Buffer.from(JSON.stringify(json)), 1)!
  const empty = { buffer: Buffer.alloc(0), keyStart: 0, keyLength: -1, valueStart: 0, valueLength: -1 }
  const keyed = { ...empty, buffer: key ?? empty.buffer, keyLength: key?.length ?? -1 }
  return withValue({ ...keyed, offset, timestamp, headers: () => headers }, value)
}

export function printed(format: Formatter, ...records: readonly RecordView[]): Buffer {
  const chunks: Buffer[] = []
  const { io } = world()
  const sink = new ByteSink({ ...io.stdout, write: data => void chunks.push(Buffer.from(data as Uint8Array)) })
  for (const record of records) format(record, batch, sink)
  sink.flush()
  return Buffer.concat(chunks)
}
