/** Bytes of a record that a cursor stands on: views on its buffer, null for null. */
import type { RecordView } from '../formatters.ts'

export const keyBytes = ({ buffer, keyStart, keyLength }: RecordView): Buffer | null =>
  keyLength < 0 ? null : buffer.subarray(keyStart, keyStart + keyLength)

export const valueBytes = ({ buffer, valueStart, valueLength }: RecordView): Buffer | null =>
  valueLength < 0 ? null : buffer.subarray(valueStart, valueStart + valueLength)

/** The same record with another value. */
export function withValue(record: RecordView, value: Buffer | null): RecordView {
  const key = keyBytes(record)
  return {
    buffer: Buffer.concat([key ?? NOTHING, value ?? NOTHING]),
    offset: record.offset,
    timestamp: record.timestamp,
    keyStart: 0,
    keyLength: key?.length ?? -1,
    valueStart: key?.length ?? 0,
    valueLength: value?.length ?? -1,
    headers: () => record.headers(),
  }
}
const NOTHING = Buffer.alloc(0)
