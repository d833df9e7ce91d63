/**
 * A partition's directory becomes a log: what is there is looked at, recovered where the last stop was not clean, and the
 * producers are read. A directory that is not there is made.
 * Source: Kafka 4.3 `LogLoader.load`.
 */
import path from 'node:path'
import type { Clock } from '../lib/clock.ts'
import type { Files } from '../lib/files.ts'
import type { Logger } from '../lib/logger.ts'
import type { Uuid } from '../lib/uuid.ts'
import type { Offset } from '../protocol/types.ts'
import type { LogConfig } from './config.ts'
import { Epochs } from './epochs.ts'
import type { Handles } from './handles.ts'
import { writeTopicId } from './partition-metadata.ts'
import { PARTITION_METADATA, segmentFile } from './paths.ts'
import { removeStraySnapshots } from './producer-snapshot.ts'
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
  logger: Logger
  /** Everything before it is known to be whole; what follows is checked unless the stop was clean. */
  recoveryPoint: Offset
  logStartOffset: Offset
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
  const recoveryPoint = cleanShutdown ? Number.POSITIVE_INFINITY : options.recoveryPoint
  let from = recoveryPoint
  if (!cleanShutdown) {
    epochs.rebuild(() => {
      epochs.truncateEnd(recoveryPoint)
      const recovered = recoverSegments(segments, { recoveryPoint, epochs, aborts: inventory.aborts })
      from = recovered.from
      if (recovered.cut === 0) return
      files.syncDir(dir)
      options.logger.warn(
        `${options.topic}-${options.partition}: the last stop was not clean; ${recovered.cut} bytes at the end were no whole batch and are gone`,
      )
    })
  }
  const { endOffset } = segments.at(-1)!
  if (epochs.missing) epochs.rebuild(() => readEpochs(epochs, segments))
  epochs.truncateEnd(endOffset)

  const producers = new Producers()
  loadProducers(producers, { files, dir, segments, snapshots: inventory.snapshots, endOffset, from })
  const bases = new Set(segments.map(({ baseOffset }) => baseOffset))
  removeStraySnapshots(files, dir, inventory.snapshots, { bases, endOffset })
  // A start that is recorded beyond the end is of records that a crash has taken.
  const logStartOffset = Math.min(Math.max(options.logStartOffset, segments[0]!.baseOffset), endOffset)
  return { segments, epochs, producers, logStartOffset, endOffset, recoveryPoint: Math.min(recoveryPoint, endOffset) }
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

/** From the headers of all batches: the file was lost. */
function readEpochs(epochs: Epochs, segments: readonly Segment[]): void {
  // Those behind the recovery point are known by now, and would hide the ones before it.
  epochs.truncateEnd(0)
  for (const segment of segments)
    for (const { header } of segment.file.scan(0)) epochs.assign(header.leaderEpoch, header.baseOffset)
}
