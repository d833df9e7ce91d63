/**
 * The .snapshot files: producers as they were at the offset in the file's name, so that a start need not read the log from
 * its beginning. Written when a segment is closed, under the base offset of the next one, and at a clean stop.
 *
 * ```
 *  0  int16   version 1
 *  2  uint32  CRC-32C of byte 6 to the end
 *  6  int32   count; then 46 bytes each:
 *             int64 producer id · int16 epoch · int32 last sequence · int64 last offset · int32 offset delta ·
 *             int64 timestamp · int32 coordinator epoch, -1 none · int64 first offset of the open transaction, -1 none
 * ```
 * Of a producer's five batches it keeps the last: after a start an older repetition is out of order, as on Kafka.
 * Source: KIP-98; Kafka 4.3 `ProducerStateManager.writeSnapshot`, `removeStraySnapshots`.
 */
import path from 'node:path'
import { crc32c } from '../lib/crc32c.ts'
import type { Files } from '../lib/files.ts'
import { NO_SEQUENCE } from '../protocol/batch.ts'
import { ProducerSnapshot } from '../protocol/generated/records/storage/producer-snapshot.ts'
import { Reader } from '../protocol/reader.ts'
import type { Offset } from '../protocol/types.ts'
import { Writer } from '../protocol/writer.ts'
import { segmentFile } from './paths.ts'
import type { ProducerState } from './producers.ts'

const VERSION = 1
const CRC_COVERS_FROM = 6
const ENTRY_BYTES = 46
const NONE = -1
const SEQUENCES = 2 ** 31

export function encodeSnapshot(states: Iterable<ProducerState>): Buffer {
  const producerEntries = Array.from(states, state => {
    const last = state.batches.at(-1)
    return {
      producerId: state.producerId,
      epoch: state.epoch,
      lastSequence: last?.lastSequence ?? NO_SEQUENCE,
      lastOffset: last?.lastOffset ?? NONE,
      offsetDelta: last?.offsetDelta ?? 0,
      timestamp: state.lastTimestamp,
      coordinatorEpoch: state.coordinatorEpoch,
      currentTxnFirstOffset: state.txnFirstOffset ?? NONE,
    }
  })
  const writer = new Writer(CRC_COVERS_FROM + 4 + producerEntries.length * ENTRY_BYTES)
  writer.int16(VERSION)
  ProducerSnapshot.write(writer, { crc: 0, producerEntries }, VERSION)
  const bytes = writer.toBuffer()
  bytes.writeUInt32BE(crc32c(bytes.subarray(CRC_COVERS_FROM)), 2)
  return bytes
}

/** @returns undefined when the bytes are no snapshot of ours or Kafka's: then the log has to be read */
export function decodeSnapshot(bytes: Buffer): ProducerState[] | undefined {
  if (bytes.length < CRC_COVERS_FROM + 4 || bytes.readInt16BE(0) !== VERSION) return undefined
  if (bytes.readUInt32BE(2) !== crc32c(bytes.subarray(CRC_COVERS_FROM))) return undefined
  const { producerEntries } = ProducerSnapshot.read(new Reader(bytes, 2), VERSION)
  return producerEntries.map(entry => {
    const { producerId, epoch, lastSequence, lastOffset, offsetDelta, timestamp, coordinatorEpoch } = entry
    const firstSequence =
      lastSequence < offsetDelta ? lastSequence - offsetDelta + SEQUENCES : lastSequence - offsetDelta
    return {
      producerId,
      epoch,
      batches: lastOffset < 0 ? [] : [{ firstSequence, lastSequence, lastOffset, offsetDelta, timestamp }],
      lastTimestamp: timestamp,
      coordinatorEpoch,
      txnFirstOffset: entry.currentTxnFirstOffset < 0 ? undefined : entry.currentTxnFirstOffset,
    }
  })
}

export const snapshotPath = (dir: string, offset: Offset): string => path.join(dir, segmentFile(offset, 'snapshot'))

/** @returns its path; it is not synced yet */
export function saveSnapshot(states: Iterable<ProducerState>, files: Files, dir: string, offset: Offset): string {
  const file = snapshotPath(dir, offset)
  files.writeAll(file, encodeSnapshot(states))
  return file
}

/**
 * The newest snapshot at or before `upTo` that can be read. Those that cannot be are removed.
 * @param snapshots offsets of the files there are
 */
export function newestSnapshot(
  files: Files,
  dir: string,
  snapshots: readonly Offset[],
  upTo: Offset,
): { offset: Offset; states: ProducerState[] } | undefined {
  for (const offset of [...snapshots].sort((a, b) => b - a)) {
    if (offset > upTo || !files.exists(snapshotPath(dir, offset))) continue
    const states = decodeSnapshot(files.readAll(snapshotPath(dir, offset)))
    if (states) return { offset, states }
    files.remove(snapshotPath(dir, offset))
  }
  return undefined
}

/** Remove snapshots beyond the end, and those that belong to no segment, but for the newest: a clean stop left it. */
export function removeStraySnapshots(
  files: Files,
  dir: string,
  snapshots: readonly Offset[],
  { bases, endOffset }: { bases: ReadonlySet<Offset>; endOffset: Offset },
): void {
  const newest = Math.max(-1, ...snapshots.filter(offset => offset <= endOffset))
  for (const offset of snapshots) if (!bases.has(offset) && offset !== newest) files.remove(snapshotPath(dir, offset))
}
