/**
 * Offsets by time. The time index leads near the place, headers to the batch, and the batch is decoded to the record.
 * Source: KIP-79, KIP-734; Kafka 4.3 `LogSegment.findOffsetByTimestamp`, `UnifiedLog.fetchOffsetByTimestamp`.
 */
import type { Offset, Timestamp } from '../protocol/types.ts'
import { recordsOf } from './scan.ts'
import type { Segment } from './segment.ts'
import type { TimestampOffset } from './time-index.ts'

/** The first record at or after `timestamp`, by offset, none before `start`; undefined when all are older. */
export function offsetForTimestamp(
  segments: readonly Segment[],
  timestamp: Timestamp,
  start: Offset,
): TimestampOffset | undefined {
  for (const segment of segments) {
    if (segment.largestTimestamp.timestamp < timestamp) continue
    for (const { header, bytes } of segment.file.soundBatches(segment.findTime(timestamp, start))) {
      if (header.maxTimestamp < timestamp || header.lastOffset < start) continue
      const found = firstIn(bytes, record => {
        return record.timestamp >= timestamp && record.offset >= start
      })
      if (found) return found
    }
  }
  return undefined
}

/** The record with the largest timestamp, the first of them; undefined when none has one. */
export function largestTimestamp(segments: readonly Segment[], start: Offset): TimestampOffset | undefined {
  let best: { segment: Segment; at: TimestampOffset } | undefined
  for (const segment of segments) {
    const at = segment.largestTimestamp
    if (at.timestamp >= 0 && (!best || at.timestamp > best.at.timestamp)) best = { segment, at }
  }
  if (!best) return undefined
  const { segment, at } = best
  for (const { bytes } of segment.file.soundBatches(segment.find(at.offset)))
    return (
      firstIn(bytes, record => {
        return record.timestamp === at.timestamp && record.offset >= start
      }) ?? at
    )
  return at
}

function firstIn(batch: Buffer, wanted: (record: TimestampOffset) => boolean): TimestampOffset | undefined {
  for (const { timestamp, offset } of recordsOf(batch)) if (wanted({ timestamp, offset })) return { timestamp, offset }
  return undefined
}
