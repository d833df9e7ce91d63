/**
 * What `dump-log` says about the files beside a log, entry by entry, and what does not agree with it. Source: Kafka 4.3 `DumpLogSegments`.
 */
import { type FileBatch, fileBatches } from '../../log/dump/batches.ts'
import { abortedEntries, offsetEntries, producerEntries, timeEntries } from '../../log/dump/indexes.ts'
import { MAGIC, NO_TIMESTAMP, readBatchHeader } from '../../protocol/batch.ts'
import { decodeLegacyRecords, readLegacyMessage } from '../../protocol/legacy.ts'
import { decodeRecords } from '../../protocol/record.ts'
import type { Fields } from './log-entries.ts'

/** Complaints by headline, a line each; they are said after everything else, on stderr. */
export type Complaints = Map<string, string[]>

const complain = (complaints: Complaints, headline: string, line: string) =>
  complaints.set(headline, [...(complaints.get(headline) ?? []), line])

const lastOffsetOf = ({ magic, bytes }: FileBatch) =>
  magic < MAGIC ? readLegacyMessage(bytes).offset : readBatchHeader(bytes).lastOffset

/** An index, as it was given and as complaints name it; the files beside it. */
export interface Segment {
  file: string
  absolute: string
  log: string
  index: string
  base: number
}

/** An entry names the last offset of the batch that begins at its position. */
export function* offsetIndexEntries({ file, absolute, log, base }: Segment, complaints: Complaints): Generator<Fields> {
  for (const { offset, position } of offsetEntries(file, base)) {
    const first = firstReaching(log, position, Number.NEGATIVE_INFINITY)
    const found = first ? lastOffsetOf(first) : -1
    if (found !== offset)
      complain(complaints, `Mismatches in :${absolute}`, `  Index offset: ${offset}, log offset: ${found}`)
    yield { offset, position }
  }
}

/** An entry names the last offset of the batch whose newest record has that timestamp; both only grow. */
export function* timeIndexEntries(
  { file, absolute, log, index, base }: Segment,
  complaints: Complaints,
): Generator<Fields> {
  const positions = [...offsetEntries(index, base)]
  let before = NO_TIMESTAMP
  for (const { timestamp, offset } of timeEntries(file, base)) {
    const from = positions.findLast(entry => entry.offset <= offset)?.position ?? 0
    const batch = firstReaching(log, from, offset)
    const last = batch ? lastOffsetOf(batch) : -1
    if (!batch || last !== offset)
      complain(
        complaints,
        `The following indexed offsets are not found in :${absolute}`,
        `Indexed offset: ${offset}, found log offset: ${last}`,
      )
    else {
      const newest = newestTimestamp(batch)
      if (newest !== timestamp)
        complain(
          complaints,
          `Found timestamp mismatch in :${absolute}`,
          `  Index timestamp: ${timestamp}, log timestamp: ${newest}`,
        )
      if (before >= timestamp)
        complain(
          complaints,
          `Found out of order timestamp in :${absolute}`,
          `  Index timestamp: ${timestamp}, Previously indexed timestamp: ${before}`,
        )
    }
    yield { timestamp, offset }
    before = timestamp
  }
}

function firstReaching(log: string, from: number, offset: number): FileBatch | undefined {
  for (const batch of fileBatches(log, from)) if (lastOffsetOf(batch) >= offset) return batch
  return undefined
}

function newestTimestamp({ magic, bytes }: FileBatch): number {
  let newest = NO_TIMESTAMP
  for (const { timestamp } of magic < MAGIC ? decodeLegacyRecords(bytes) : decodeRecords(bytes))
    if (timestamp > newest) newest = timestamp
  return newest
}

/** Sequences wrap: 0 comes after 2^31 - 1. */
const SEQUENCES = 2 ** 31

export function* txnIndexEntries(file: string): Generator<Fields> {
  for (const entry of abortedEntries(file)) yield { ...entry }
}

export function* snapshotEntries(file: string): Generator<Fields> {
  for (const entry of producerEntries(file)) {
    const open = entry.currentTxnFirstOffset
    const fields = {
      producerId: entry.producerId,
      producerEpoch: entry.epoch,
      coordinatorEpoch: entry.coordinatorEpoch,
      currentTxnFirstOffset: open < 0 ? undefined : open,
      lastTimestamp: entry.timestamp,
    }
    const { lastSequence, lastOffset, offsetDelta, timestamp } = entry
    const first = lastSequence - offsetDelta
    const firstSequence = first < 0 && lastSequence >= 0 ? first + SEQUENCES : first
    yield lastOffset < 0 ? fields : { ...fields, firstSequence, lastSequence, lastOffset, offsetDelta, timestamp }
  }
}
