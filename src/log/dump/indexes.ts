/**
 * The files beside a segment's log, entry by entry, as they are.
 *
 *   .index      int32 offset - base · int32 position
 *   .timeindex  int64 timestamp · int32 offset - base
 *   .txnindex   int16 version · int64 producer id · first offset · last offset · last stable offset
 *   .snapshot   int16 version · uint32 CRC-32C of what follows · producers
 *
 * Indexes of the active segment are preallocated: zeros follow the last entry. Kafka's tool opens them as a broker does, which cuts
 * what is no whole entry; here nothing is written.
 * Source: Kafka 4.3 `OffsetIndex`, `TimeIndex`, `AbortedTxn`, `ProducerStateManager`.
 */
import fs from 'node:fs'
import { crc32c } from '../../lib/crc32c.ts'
import { type ProducerEntry, ProducerSnapshot } from '../../protocol/generated/records/storage/producer-snapshot.ts'
import { Reader } from '../../protocol/reader.ts'
import type { Offset, ProducerId, Timestamp } from '../../protocol/types.ts'
import { CorruptLogError } from '../errors.ts'

const OFFSET_ENTRY = 8
const TIME_ENTRY = 12
const TXN_ENTRY = 34
/** Behind version and CRC. */
const SNAPSHOT_HEAD = 6

export interface OffsetEntry {
  offset: Offset
  position: number
}
export interface TimeEntry {
  timestamp: Timestamp
  offset: Offset
}
export interface AbortedEntry {
  version: number
  producerId: ProducerId
  firstOffset: Offset
  lastOffset: Offset
  lastStableOffset: Offset
}

/** Up to the first entry of zeros: a file was longer than what was written, or the machine went down. */
export function* offsetEntries(file: string, base: Offset): Generator<OffsetEntry> {
  const bytes = fs.readFileSync(file)
  for (let at = 0; at + OFFSET_ENTRY <= bytes.length; at += OFFSET_ENTRY) {
    const relative = bytes.readInt32BE(at)
    if (relative === 0 && at > 0) return
    yield { offset: base + relative, position: bytes.readInt32BE(at + 4) }
  }
}

export function* timeEntries(file: string, base: Offset): Generator<TimeEntry> {
  const bytes = fs.readFileSync(file)
  for (let at = 0; at + TIME_ENTRY <= bytes.length; at += TIME_ENTRY) {
    const relative = bytes.readInt32BE(at + 8)
    if (relative === 0 && at > 0) return
    yield { timestamp: Number(bytes.readBigInt64BE(at)), offset: base + relative }
  }
}

export function abortedEntries(file: string): AbortedEntry[] {
  const bytes = fs.readFileSync(file)
  return Array.from({ length: Math.floor(bytes.length / TXN_ENTRY) }, (_, i) => {
    const at = (byte: number) => Number(bytes.readBigInt64BE(i * TXN_ENTRY + byte))
    return {
      version: bytes.readInt16BE(i * TXN_ENTRY),
      producerId: at(2),
      firstOffset: at(10),
      lastOffset: at(18),
      lastStableOffset: at(26),
    }
  })
}

/** @throws {CorruptLogError} when it is not what its checksum says, or is no snapshot */
export function producerEntries(file: string): readonly ProducerEntry[] {
  const bytes = fs.readFileSync(file)
  const version = bytes.length < SNAPSHOT_HEAD ? -1 : bytes.readInt16BE(0)
  if (version < ProducerSnapshot.min || version > ProducerSnapshot.max)
    throw new CorruptLogError(file, 0, `Snapshot contained an unknown file version ${version}`)
  const reader = new Reader(bytes, 2)
  const { crc, producerEntries } = ProducerSnapshot.read(reader, version)
  const computed = crc32c(bytes.subarray(SNAPSHOT_HEAD))
  if (crc !== computed)
    throw new CorruptLogError(
      file,
      2,
      `Snapshot is corrupt (CRC is no longer valid). Stored crc: ${crc}. Computed crc: ${computed}`,
    )
  return producerEntries
}

/** What a start checks before it trusts an index: its ends. @returns what is wrong, undefined: nothing */
export function indexComplaint(file: string, kind: 'offset' | 'time'): string | undefined {
  const bytes = fs.readFileSync(file)
  const entrySize = kind === 'offset' ? OFFSET_ENTRY : TIME_ENTRY
  if (bytes.length % entrySize !== 0) return `its ${bytes.length} bytes are no multiple of ${entrySize}`
  if (bytes.length === 0) return undefined
  const last = bytes.length - entrySize
  const relative = bytes.readInt32BE(kind === 'offset' ? last : last + 8)
  if (relative < 0) return `its last offset is ${-relative} below its base offset`
  if (kind === 'offset') return undefined
  const [first, newest] = [bytes.readBigInt64BE(0), bytes.readBigInt64BE(last)]
  return newest < first ? `its last timestamp, ${newest}, is below its first, ${first}` : undefined
}
