/**
 * What a start reads back: after a crash the batches behind the recovery point, whole ones only; always the producers.
 * Source: Kafka 4.3 `LogLoader`, `LogSegment.recover`, `ProducerStateManager.truncateAndReload`.
 */
import path from 'node:path'
import { assert } from '../lib/assert.ts'
import type { Files } from '../lib/files.ts'
import { decodeRecords } from '../protocol/record.ts'
import type { Offset } from '../protocol/types.ts'
import type { Epochs } from './epochs.ts'
import { parseSegmentFile, segmentFile } from './paths.ts'
import type { Marker, Producers } from './producers.ts'
import type { Segment } from './segment.ts'

/**
 * Check every segment that reaches behind `recoveryPoint`; cut at the first batch that is torn or wrong, and drop all
 * segments after it: what follows a hole was never acknowledged in order.
 * @returns bytes that are gone
 */
export function recoverSegments(
  segments: Segment[],
  recoveryPoint: Offset,
  epochs: Epochs,
  indexIntervalBytes: number,
): number {
  let gone = 0
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i]!
    const next = segments[i + 1]
    if (next && next.baseOffset <= recoveryPoint) continue
    let end = segment.baseOffset
    segment.resetAborted()
    const cut = segment.rebuildIndexes(
      false,
      (_, header) => {
        epochs.assign(header.leaderEpoch, header.baseOffset)
        end = header.nextOffset
      },
      indexIntervalBytes,
    )
    gone += cut
    if (cut === 0 && (!next || next.baseOffset >= end)) continue
    for (const later of segments.splice(i + 1)) {
      gone += later.size
      later.truncate(0)
      later.discard()
    }
  }
  return gone
}

interface Loading {
  files: Files
  dir: string
  segments: readonly Segment[]
  endOffset: Offset
}

/**
 * Fill `producers`: the newest snapshot at or before the end, then what the log says after it. The transaction indexes of
 * the segments that are read on the way are made again where they were reset.
 */
export function loadProducers(producers: Producers, { files, dir, segments, endOffset }: Loading): void {
  let from = segments[0]!.baseOffset
  const snapshots = files
    .list(dir)
    .map(parseSegmentFile)
    .filter(file => file?.kind === 'snapshot')
    .map(file => file!.baseOffset)
  for (const offset of snapshots.reverse()) {
    const file = path.join(dir, segmentFile(offset, 'snapshot'))
    if (offset > endOffset) files.remove(file)
    else if (producers.load(files.readAll(file))) {
      from = Math.max(from, offset)
      break
    } else files.remove(file)
  }
  if (from >= endOffset) return
  for (const [i, segment] of segments.entries()) {
    const next = segments[i + 1]
    if (next && next.baseOffset <= from) continue
    for (const { header, position } of segment.scan(segment.find(from))) {
      if (!header.hasProducerId || header.baseOffset < from) continue
      if (!header.isControl) {
        producers.add(header)
        continue
      }
      const ended = producers.end(header, markerOf(segment.batchAt(position, header.size))!)
      if (ended && !segment.aborted.some(({ lastOffset }) => lastOffset === ended.lastOffset))
        segment.addAborted({ ...ended, lastStableOffset: producers.firstOpenOffset ?? header.nextOffset })
    }
  }
}

/** Snapshots before the last two are of no use: nobody goes back that far. */
const KEPT_SNAPSHOTS = 2

export function saveSnapshot(producers: Producers, files: Files, dir: string, offset: Offset): void {
  files.writeAtomic(path.join(dir, segmentFile(offset, 'snapshot')), producers.toSnapshot())
  const snapshots = files.list(dir).filter(name => parseSegmentFile(name)?.kind === 'snapshot')
  for (const name of snapshots.slice(0, -KEPT_SNAPSHOTS)) files.remove(path.join(dir, name))
}

const ABORT = 0
const COMMIT = 1

/** What an end-of-transaction marker says; undefined for the other control batches. */
export function markerOf(batch: Buffer): Marker | undefined {
  const [record] = decodeRecords(batch)
  if (!record?.key || record.key.length < 4) return undefined
  const type = record.key.readInt16BE(2)
  if (type !== ABORT && type !== COMMIT) return undefined
  assert(record.value && record.value.length >= 6, 'an end-of-transaction marker has a coordinator epoch')
  return { committed: type === COMMIT, coordinatorEpoch: record.value.readInt32BE(2) }
}
