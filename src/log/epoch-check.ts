/**
 * No checksum covers leader-epoch-checkpoint, and every batch says its epoch: the first time that somebody asks where an epoch
 * ends the file is compared with the batches, one an entry, and made again when it is wrong. An opening compares the last batch.
 * Apache Kafka believes the file.
 */
import path from 'node:path'
import type { Logger } from '../lib/logger.ts'
import type { BatchHeader } from '../protocol/batch.ts'
import type { LeaderEpoch, Offset } from '../protocol/types.ts'
import type { Epochs } from './epochs.ts'
import type { Segment } from './segment.ts'

/** Make `epochs` again unless they agree with the batches. */
export function checkEpochs(epochs: Epochs, segments: readonly Segment[], logger: Logger): void {
  if (agree(epochs, segments) && lastAgrees(epochs, segments)) return
  logger.warn(`${epochs.path} is not what the batches say; it is made again`)
  epochs.rebuild(() => remakeEpochs(epochs, segments, epochs.entries[0]?.startOffset ?? 0))
}

function agree({ entries }: Epochs, segments: readonly Segment[]): boolean {
  return entries.every(({ epoch, startOffset }, i) => {
    const batch = batchAt(segments, startOffset)
    // Nothing was written in it; or all that was is compacted away, and the batch is of a later one.
    const next = entries[i + 1]?.startOffset ?? Number.POSITIVE_INFINITY
    return batch === undefined || batch.baseOffset >= next || batch.leaderEpoch === epoch
  })
}

/** Whether the last batch of all is of the epoch that `epochs` has there. One read, of what an opening reads anyway. */
export function lastAgrees(epochs: Epochs, segments: readonly Segment[]): boolean {
  const last = segments.at(-1)!
  if (last.size === 0) return true
  const batch = batchAt([last], last.endOffset - 1)
  return batch === undefined || batch.leaderEpoch < 0 || epochs.at(batch.baseOffset) === batch.leaderEpoch
}

/** A batch that claims to be of a later epoch than `epoch`, the latest there is, is taken for one of that. */
export function dropLaterThan(epoch: LeaderEpoch, epochs: Epochs, logger: Logger): void {
  if (epochs.latest <= epoch) return
  logger.warn(
    `${path.dirname(epochs.path)}: there is a batch of leader epoch ${epochs.latest}, and ${epoch} is the latest: it is taken for one of that`,
  )
  epochs.dropAfter(epoch)
}

/** From the headers of all batches; none of them begins before `start`. */
export function remakeEpochs(epochs: Epochs, segments: readonly Segment[], start: Offset): void {
  // Those behind the recovery point are known by now, and would hide the ones before it.
  epochs.truncateEnd(0)
  for (const segment of segments)
    for (const { header } of segment.file.scan(0))
      if (header.lastOffset >= start) epochs.assign(header.leaderEpoch, Math.max(header.baseOffset, start))
  epochs.made = true
}

/** The batch that holds `offset`, or the first behind it. */
export function batchAt(segments: readonly Segment[], offset: Offset): BatchHeader | undefined {
  for (const segment of segments.slice(
    Math.max(
      0,
      segments.findLastIndex(({ baseOffset }) => baseOffset <= offset),
    ),
  )) {
    const header = segment.size > 0 ? segment.file.headerAt(segment.find(offset)) : undefined
    if (header) return header
  }
  return undefined
}
