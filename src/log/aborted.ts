/**
 * Transactions that were aborted, for readers of committed records only: a fetch tells them whose records to leave out.
 * Source: KIP-98; Kafka 4.3 `LogSegment.collectAbortedTxns`.
 */
import type { Files } from '../lib/files.ts'
import type { Logger } from '../lib/logger.ts'
import type { BatchHeader } from '../protocol/batch.ts'
import type { Offset } from '../protocol/types.ts'
import type { LogConfig } from './config.ts'
import { newestSnapshot } from './producer-snapshot.ts'
import { Producers } from './producers.ts'
import { replay } from './recover.ts'
import type { Segment } from './segment.ts'
import type { AbortedTransaction } from './txn-index.ts'

interface Where {
  files: Files
  dir: string
  logger: Logger
  segments: readonly Segment[]
  config: () => LogConfig
}

/**
 * Those that touch [from, upTo), in the order of their markers.
 * @param first index of the segment that holds `from`
 */
export function abortedTransactions(where: Where, first: number, from: Offset, upTo: Offset): AbortedTransaction[] {
  const found: AbortedTransaction[] = []
  for (let i = first; i < where.segments.length; i++)
    for (const transaction of abortedIn(where, where.segments[i]!)) {
      if (transaction.lastOffset >= from && transaction.firstOffset < upTo) found.push(transaction)
      if (transaction.lastStableOffset >= upTo) return found
    }
  return found
}

/** Of one segment; from the log again when its file is broken, or says what the log does not. */
function abortedIn(where: Where, segment: Segment): readonly AbortedTransaction[] {
  const { files, dir, logger, segments } = where
  const { entries, path } = segment.aborted
  if (entries !== undefined && (segment.aborted.checked || entries.every(entry => isTrue(where, segment, entry)))) {
    segment.aborted.checked = true
    return entries
  }
  logger.warn(`${path} is broken; it is made again`)
  const producers = new Producers()
  const bases = segments.map(({ baseOffset }) => baseOffset)
  const snapshot = newestSnapshot(files, dir, bases, segment.baseOffset)
  producers.replace(snapshot?.states ?? [])
  let aborted: AbortedTransaction[] = []
  for (const each of segments.slice(0, segments.indexOf(segment) + 1))
    aborted = replay(producers, each, snapshot?.offset ?? 0)
  segment.aborted.replace(aborted)
  return aborted
}

/** No CRC covers an entry: the log must have its marker, and the batches that it begins with and waits for. */
function isTrue({ segments, config }: Where, segment: Segment, entry: AbortedTransaction): boolean {
  const { producerId, firstOffset, lastOffset, lastStableOffset } = entry
  const marker = headerAt([segment], lastOffset)
  if (!marker?.isControl || marker.lastOffset !== lastOffset || marker.producerId !== producerId) return false
  if (lastStableOffset > lastOffset + 1) return false
  // What is cleaned, or deleted, cannot be asked any more.
  if (config()['cleanup.policy'].includes('compact') || firstOffset < segments[0]!.baseOffset) return true
  const first = headerAt(segments, firstOffset)
  if (first?.baseOffset !== firstOffset || first.producerId !== producerId) return false
  if (endedBetween(segments, entry)) return false
  if (lastStableOffset > lastOffset || lastStableOffset < segments[0]!.baseOffset) return true
  const open = headerAt(segments, lastStableOffset)
  return open?.baseOffset === lastStableOffset && open.isTransactional
}

/** Batches that are looked at for one entry: a longer transaction is believed. */
const LOOK_MAX = 1000

/** Whether a marker of the same producer lies in between: then it began later than the entry says. */
function endedBetween(
  segments: readonly Segment[],
  { producerId, firstOffset, lastOffset }: AbortedTransaction,
): boolean {
  let looks = 0
  for (const [i, segment] of segments.entries()) {
    if ((segments[i + 1]?.baseOffset ?? Number.POSITIVE_INFINITY) <= firstOffset || segment.size === 0) continue
    const from = segment.baseOffset < firstOffset ? segment.find(firstOffset) : 0
    for (const { header } of segment.file.scan(from)) {
      if (header.baseOffset >= lastOffset || ++looks > LOOK_MAX) return false
      if (header.isControl && header.producerId === producerId && header.baseOffset > firstOffset) return true
    }
  }
  return false
}

function headerAt(segments: readonly Segment[], offset: Offset): BatchHeader | undefined {
  const segment = segments.findLast(({ baseOffset }) => baseOffset <= offset)
  return segment?.file.headerAt(segment.find(offset))
}
