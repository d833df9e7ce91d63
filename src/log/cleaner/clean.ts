/**
 * One cleaning of one log: first the last offset of every key in what is dirty, then all segments up to there written anew
 * without what was overwritten, small ones put together, and swapped in.
 *
 * Everything is done in slices; appends, reads and even deletions come between. Only segments that nobody writes to are
 * cleaned, and the log takes the new ones in only if the old ones are still there.
 * Source: Kafka 4.3 `Cleaner`.
 */
import { readBatchHeader } from '../../protocol/batch.ts'
import type { Offset, ProducerId } from '../../protocol/types.ts'
import type { PartitionLog } from '../partition-log.ts'
import { CLEANED } from '../paths.ts'
import { recordsOf } from '../scan.ts'
import type { Segment, SegmentBatch } from '../segment.ts'
import { filterBatch, type LastOfProducer, type Rules } from './filter.ts'
import { OffsetMap } from './offset-map.ts'
import { CleaningStopped, type Pace, Slices } from './slices.ts'
import { CleanedTransactions } from './transactions.ts'

/** So much of a new segment is gathered before it is written. */
const WRITE_BYTES = 1024 * 1024

export interface CleaningOptions {
  /** Here begins what was not cleaned yet. */
  firstDirty: Offset
  /** A segment's base offset: from there on nothing is cleaned. */
  upTo: Offset
  /** Shared with the logs that are cleaned at the same time. */
  pace: Pace
  /** Of log.cleaner.dedupe.buffer.size */
  dedupeBytes: number
  /** log.cleaner.io.buffer.load.factor */
  loadFactor: number
  stopped: () => boolean
}

export interface Cleaned {
  /** One past what is clean now. */
  endOffset: Offset
  bytesBefore: number
  bytesAfter: number
}

/**
 * @throws {CleaningStopped} when it was told to, or the log's segments have changed under it; {KafkaError}
 *   KAFKA_STORAGE_ERROR; {CorruptLogError}
 */
export async function clean(log: PartitionLog, options: CleaningOptions): Promise<Cleaned> {
  const { pace, firstDirty, upTo } = options
  const slices = new Slices(pace, () => options.stopped() || log.segmentList.closed)
  const now = pace.clock.now()
  const map = await mapKeys(log, options, slices)
  const config = log.config
  const rules: Rules = {
    map,
    transactions: new CleanedTransactions(),
    producers: lastOfProducers(log),
    upTo,
    now,
    deleteRetentionMs: config['delete.retention.ms'],
  }
  const segments = log.segments.filter(({ baseOffset }) => baseOffset < map.endOffset && baseOffset < upTo)
  const cleaned: Cleaned = { endOffset: map.endOffset, bytesBefore: 0, bytesAfter: 0 }
  for (const group of groups(segments, upTo, config)) {
    for (const { size } of group) cleaned.bytesBefore += size
    cleaned.bytesAfter += await cleanGroup(log, group, rules, slices)
  }
  return { ...cleaned, endOffset: Math.max(firstDirty, map.endOffset) }
}

/** The last offset of every key in [firstDirty, upTo), as far as the map has room. */
async function mapKeys(
  log: PartitionLog,
  { firstDirty, upTo, dedupeBytes, loadFactor }: CleaningOptions,
  slices: Slices,
) {
  const map = new OffsetMap(dedupeBytes, loadFactor)
  map.endOffset = firstDirty
  const transactions = new CleanedTransactions()
  transactions.add(log.abortedTransactions(firstDirty, upTo))
  const all = log.segments
  for (const [i, segment] of all.entries()) {
    const end = all[i + 1]?.baseOffset ?? segment.baseOffset
    if (end <= firstDirty || segment.baseOffset >= upTo) continue
    const from = segment.baseOffset < firstDirty ? segment.find(firstDirty) : 0
    for (const { header, bytes } of segment.file.batches(from)) {
      await slices.spent(bytes.length)
      if (header.isControl) transactions.control(header, bytes)
      else if (!transactions.batch(header))
        for (const { key, offset } of recordsOf(bytes)) {
          if (key === null || offset < firstDirty) continue
          // What does not fit into the map is cleaned the next time.
          if (map.isFull) return map
          map.put(key, offset)
          map.endOffset = offset + 1
        }
      map.endOffset = Math.max(map.endOffset, header.nextOffset)
    }
    map.endOffset = Math.max(map.endOffset, Math.min(end, upTo))
  }
  return map
}

function lastOfProducers(log: PartitionLog): Map<ProducerId, LastOfProducer> {
  const last = new Map<ProducerId, LastOfProducer>()
  for (const { producerId, epoch, batches } of log.producers.all())
    last.set(producerId, { offset: batches.at(-1)?.lastOffset, epoch })
  return last
}

/** Neighbours that go into one new segment: none becomes larger than segment.bytes, in log and indexes. */
export function groups(
  segments: readonly Segment[],
  upTo: Offset,
  config: { 'segment.bytes': number; 'segment.index.bytes': number },
): Segment[][] {
  const groups: Segment[][] = []
  let sums = { log: 0, index: 0, times: 0 }
  for (const [i, segment] of segments.entries()) {
    const lastOffset = (segments[i + 1]?.baseOffset ?? upTo) - 1
    const group = groups.at(-1)
    sums.log += segment.size
    sums.index += segment.index.sizeBytes
    sums.times += segment.times.sizeBytes
    const fits =
      sums.log <= config['segment.bytes'] &&
      Math.max(sums.index, sums.times) <= config['segment.index.bytes'] &&
      (segment.size === 0 || lastOffset - (group?.[0]?.baseOffset ?? 0) <= 2 ** 31 - 1)
    if (group && fits) group.push(segment)
    else {
      groups.push([segment])
      sums = { log: segment.size, index: segment.index.sizeBytes, times: segment.times.sizeBytes }
    }
  }
  return groups
}

/** @returns bytes of the new segment */
async function cleanGroup(log: PartitionLog, group: readonly Segment[], rules: Rules, slices: Slices): Promise<number> {
  const cleaned = log.segmentList.create(group[0]!.baseOffset, CLEANED)
  try {
    for (const segment of group) await cleanInto(cleaned, log, segment, rules, slices)
    const aborted = rules.transactions.kept.splice(0)
    if (aborted.length > 0) cleaned.aborted.replace(aborted)
    await log.segmentList.replace(group, cleaned)
    return cleaned.size
  } catch (error) {
    if (error instanceof CleaningStopped) log.segmentList.discard(cleaned)
    throw error
  }
}

async function cleanInto(
  to: Segment,
  log: PartitionLog,
  segment: Segment,
  rules: Rules,
  slices: Slices,
): Promise<void> {
  const next = log.segments.find(({ baseOffset }) => baseOffset > segment.baseOffset)
  rules.transactions.add(log.abortedTransactions(segment.baseOffset, next?.baseOffset ?? rules.upTo))
  let kept: SegmentBatch[] = []
  let keptBytes = 0
  const write = async () => {
    if (kept.length > 0) to.append(kept)
    await slices.spent(keptBytes)
    kept = []
    keptBytes = 0
  }
  for (const { header, bytes: given } of segment.file.batches(0)) {
    // The next segment has it, too.
    if (next && header.baseOffset >= next.baseOffset) break
    await slices.spent(given.length)
    const bytes = filterBatch(given, header, rules)
    if (!bytes) continue
    const { lastOffset, maxTimestamp } = bytes === given ? header : readBatchHeader(bytes)
    kept.push({ bytes, lastOffset, maxTimestamp })
    keptBytes += bytes.length
    if (keptBytes >= WRITE_BYTES) await write()
  }
  await write()
}
