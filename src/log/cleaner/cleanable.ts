/**
 * How much of a compacted log waits to be cleaned, and whether it is enough.
 *
 * ```
 *   log start      first dirty          up to                 end
 *      │  clean        │    cleanable      │   too young, open, active │
 * ```
 * Source: Kafka 4.3 `LogCleanerManager.cleanableOffsets`, `grabFilthiestCompactedLog`, `LogToClean`.
 */
import type { Offset, Timestamp } from '../../protocol/types.ts'
import type { LogConfig } from '../config.ts'
import type { PartitionLog } from '../partition-log.ts'
import type { Segment } from '../segment.ts'

export interface Cleanable {
  log: PartitionLog
  firstDirty: Offset
  /** Base offset of the first segment that cannot be cleaned. */
  upTo: Offset
  /** Dirty bytes among those that can be clean. */
  ratio: number
  /** It has to be cleaned now: there is enough dirt, or it waits longer than max.compaction.lag.ms. */
  due: boolean
}

/** @param checkpoint one past what was clean when the log was last cleaned; undefined: it never was */
export function cleanable(log: PartitionLog, checkpoint: Offset | undefined, now: Timestamp): Cleanable {
  const { config, segments, logStartOffset, endOffset } = log
  const valid = checkpoint !== undefined && checkpoint >= logStartOffset && checkpoint <= endOffset
  const firstDirty = valid ? checkpoint : logStartOffset
  const closed = segments.slice(0, -1)
  const dirty = closed.filter((_, i) => segments[i + 1]!.baseOffset > firstDirty)

  const limit = Math.min(log.lastStableOffset, firstYoung(dirty, now - config['min.compaction.lag.ms'], config))
  const from = Math.max(limit, firstDirty)
  const upTo = (closed.find((_, i) => segments[i + 1]!.baseOffset > from) ?? segments.at(-1)!).baseOffset

  const dirtyBytes = bytesOf(dirty.filter(({ baseOffset }) => baseOffset < upTo))
  // A segment that is clean in part counts on both sides.
  const cleanBytes = bytesOf(closed.filter(({ baseOffset }) => baseOffset < firstDirty))
  const ratio = dirtyBytes === 0 ? 0 : dirtyBytes / (cleanBytes + dirtyBytes)
  const overdue = dirtyBytes > 0 && isOverdue(dirty, now - config['max.compaction.lag.ms'])
  return { log, firstDirty, upTo, ratio, due: overdue || ratio > config['min.cleanable.dirty.ratio'] }
}

const bytesOf = (segments: readonly Segment[]): number => segments.reduce((sum, { size }) => sum + size, 0)

/** Where records begin that min.compaction.lag.ms protects. */
function firstYoung(dirty: readonly Segment[], since: Timestamp, config: LogConfig): Offset {
  if (config['min.compaction.lag.ms'] === 0) return Number.POSITIVE_INFINITY
  const young = dirty.find(({ largestTimestamp }) => largestTimestamp.timestamp > since)
  return young?.baseOffset ?? Number.POSITIVE_INFINITY
}

const isOverdue = (dirty: readonly Segment[], before: Timestamp): boolean =>
  dirty.some(({ firstTimestamp = -1 }) => firstTimestamp > 0 && firstTimestamp < before)
