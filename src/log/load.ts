/**
 * A partition's directory becomes a log: what is there is looked at, recovered where the last stop was not clean, and the
 * producers are read. A directory that is not there is made.
 * Source: Kafka 4.3 `LogLoader.load`.
 */
import path from 'node:path'
import type { Clock } from '../lib/clock.ts'
import type { Files } from '../lib/files.ts'
import type { Logger } from '../lib/logger.ts'
import type { Random } from '../lib/random.ts'
import type { Uuid } from '../lib/uuid.ts'
import type { Offset } from '../protocol/types.ts'
import type { LogConfig } from './config.ts'
import { batchAt, checkEpochs, lastAgrees, remakeEpochs } from './epoch-check.ts'
import { Epochs } from './epochs.ts'
import type { Handles } from './handles.ts'
import { writeTopicId } from './partition-metadata.ts'
import { PARTITION_METADATA, segmentFile } from './paths.ts'
import { removeStraySnapshots, snapshotPath } from './producer-snapshot.ts'
import { Producers } from './producers.ts'
import { loadProducers, recoverSegments, takeInventory } from './recover.ts'
import { Segment, type SegmentOptions } from './segment.ts'

export interface PartitionLogOptions {
  dir: string
  topic: string
  partition: number
  topicId: Uuid
  /** Asked at every use: settings change while the log is open. */
  config: () => LogConfig
  files: Files
  handles: Handles
  clock: Clock
  /** Default: the system's. */
  random?: Random
  logger: Logger
  /** Everything before it is known to be whole; what follows is checked unless the stop was clean. */
  recoveryPoint: Offset
  /** As it was written down; 0: it was not, so the first segment says. */
  logStartOffset: Offset
  /** What was written down of it cannot be read. */
  logStartLost?: boolean
  cleanShutdown: boolean
  /** The disk has failed: this log takes nothing more in, and its directory should not, either. */
  onFailed?: (error: Error) => void
}

export interface Loaded {
  segments: Segment[]
  epochs: Epochs
  producers: Producers
  logStartOffset: Offset
  endOffset: Offset
  recoveryPoint: Offset
  /** All is synced, and what is beside the batches is written down: a clean stop has nothing to do. */
  saved: boolean
}

export function load(options: PartitionLogOptions): Loaded {
  const { files, dir, topicId, cleanShutdown } = options
  files.mkdir(dir)
  if (!files.exists(path.join(dir, PARTITION_METADATA))) writeTopicId(files, dir, topicId)
  const inventory = takeInventory(files, dir)
  const segments = inventory.logs.map(baseOffset => {
    const { size } = files.stat(path.join(dir, segmentFile(baseOffset, 'log')))!
    return new Segment(segmentOptions(options, baseOffset), size)
  })
  if (segments.length === 0) segments.push(Segment.create(segmentOptions(options, options.logStartOffset)))
  const epochs = new Epochs(files, dir)
  const clean = cleanShutdown && isWhereItWasLeft(options, segments, inventory.snapshots)
  const unclean = cleanShutdown ? segments.at(-1)!.baseOffset : options.recoveryPoint
  const recoveryPoint = clean ? Number.POSITIVE_INFINITY : unclean
  let from = recoveryPoint
  if (!clean) {
    epochs.rebuild(() => {
      const contiguous = !options.config()['cleanup.policy'].includes('compact')
      const warn = (message: string) => options.logger.warn(message)
      const recovered = recoverSegments(segments, { recoveryPoint, epochs, aborts: inventory.aborts, contiguous, warn })
      from = recovered.from
      if (recovered.cut === 0) return
      files.syncDir(dir)
      options.logger.warn(
        `${options.topic}-${options.partition}: the last stop was not clean; ${recovered.cut} bytes at the end were no whole batch and are gone`,
      )
    })
  }
  const { endOffset } = segments.at(-1)!
  if (epochs.missing) {
    if (endOffset > segments[0]!.baseOffset)
      options.logger.warn(`${epochs.path} is missing or broken; it is made again`)
    epochs.rebuild(() => remakeEpochs(epochs, segments, 0))
  }
  epochs.truncateEnd(endOffset)
  if (clean && !lastAgrees(epochs, segments)) checkEpochs(epochs, segments, options.logger)

  const producers = new Producers()
  loadProducers(producers, { files, dir, segments, snapshots: inventory.snapshots, endOffset, from })
  const bases = new Set(segments.map(({ baseOffset }) => baseOffset))
  removeStraySnapshots(files, dir, inventory.snapshots, { bases, endOffset })
  const logStartOffset = startOf(options, epochs, { segments, end: endOffset })
  return {
    segments,
    epochs,
    producers,
    logStartOffset,
    endOffset,
    recoveryPoint: Math.min(recoveryPoint, endOffset),
    saved: clean || isSaved(options, { segments, epochs, endOffset }),
  }
}

/** Whether nothing was written since the last clean stop, or since all was settled. Most partitions of many are idle. */
function isSaved(
  { files, dir, recoveryPoint }: PartitionLogOptions,
  { segments, epochs, endOffset }: Pick<Loaded, 'segments' | 'epochs' | 'endOffset'>,
): boolean {
  if (epochs.unsynced) return false
  if (segments.length === 1 && segments[0]!.size === 0) return true
  return recoveryPoint >= endOffset && segments.at(-1)!.isSaved && files.exists(snapshotPath(dir, endOffset))
}

/**
 * The offset of a batch is under no checksum; a clean stop leaves a snapshot that bears the name of the end. Where there is none of
 * it, the segment that is written to is looked at as after a crash.
 */
function isWhereItWasLeft(
  { dir, logger }: PartitionLogOptions,
  segments: readonly Segment[],
  snapshots: readonly Offset[],
): boolean {
  const { size, endOffset } = segments.at(-1)!
  if (size === 0 || snapshots.includes(endOffset)) return true
  logger.warn(
    `${dir} ends at offset ${endOffset}, and the clean stop before has left no snapshot of there: it is checked`,
  )
  return false
}

export function segmentOptions(options: PartitionLogOptions, baseOffset: Offset): SegmentOptions {
  const { dir, files, handles, config, logger } = options
  return {
    dir,
    baseOffset,
    files,
    handles,
    indexIntervalBytes: () => config()['index.interval.bytes'],
    warn: message => logger.warn(message),
  }
}

/**
 * Where the log starts is written down twice: every minute in the directory's checkpoint, and at once in the first leader epoch,
 * which is cut to it. After a clean stop both say the same; no checksum covers either. What they do not agree on is not hidden.
 */
function startOf(
  { logStartOffset: given, logStartLost = false, cleanShutdown, logger, dir }: PartitionLogOptions,
  epochs: Epochs,
  { segments, end }: { segments: readonly Segment[]; end: Offset },
): Offset {
  const first = segments[0]!.baseOffset
  const written = Math.max(given, first)
  const [epoch] = epochs.entries
  const cut = epoch && !epochs.made && epoch.startOffset > first && epoch.startOffset <= end ? epoch.startOffset : first
  // A start that is recorded beyond the end is of records that a crash has taken; and epochs may have been taken, too.
  if (written === cut || (!cleanShutdown && written > cut)) return Math.min(written, end)
  // Epochs that were made again begin with the first batch that compaction has left.
  if (written < cut && (batchAt(segments, written)?.baseOffset ?? end) >= cut) return written
  const start = logStartLost ? cut : Math.min(written, cut, end)
  logger.warn(
    `${dir} starts at offset ${written} by the checkpoint, and at ${cut} by its leader epochs: ${start} is taken`,
  )
  return start
}
