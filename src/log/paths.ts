/**
 * The names of all files and directories of a log, in one place; README.md draws what is in them.
 * Source: Kafka 4.3 `LogFileUtils`, `UnifiedLog`, `LocalLog`.
 */
import type { Uuid } from '../lib/uuid.ts'
import { uuidToBytes } from '../lib/uuid.ts'
import type { Offset } from '../protocol/types.ts'

export type SegmentFile = 'log' | 'index' | 'timeindex' | 'txnindex' | 'snapshot'
export const segmentFiles: readonly SegmentFile[] = ['log', 'index', 'timeindex', 'txnindex', 'snapshot']

/** 20 digits, so that names sort as numbers. */
export const segmentFile = (baseOffset: Offset, kind: SegmentFile): string =>
  `${String(baseOffset).padStart(20, '0')}.${kind}`

/** @returns undefined for a name that is none of a segment's files */
export function parseSegmentFile(name: string): { baseOffset: Offset; kind: SegmentFile } | undefined {
  const match = /^(\d{20})\.(log|index|timeindex|txnindex|snapshot)$/.exec(name)
  return match ? { baseOffset: Number(match[1]), kind: match[2] as SegmentFile } : undefined
}

/** Added to a segment's file while it waits to be removed. */
export const DELETED = '.deleted'
/** Added to what a cleaner writes: not finished, it goes. */
export const CLEANED = '.cleaned'
/** Added to what a cleaner has finished: it takes the place of the segments that it was made from. */
export const SWAP = '.swap'
/** What a crash left in the middle of replacing a small file. */
export const TEMPORARY = '.tmp'

export const LEADER_EPOCHS = 'leader-epoch-checkpoint'
export const PARTITION_METADATA = 'partition.metadata'
export const META_PROPERTIES = 'meta.properties'
export const LOCK = '.lock'
export const CLEAN_SHUTDOWN = '.kafka_cleanshutdown'
export const RECOVERY_POINTS = 'recovery-point-offset-checkpoint'
export const HIGH_WATERMARKS = 'replication-offset-checkpoint'
export const LOG_START_OFFSETS = 'log-start-offset-checkpoint'
export const CLEANER_OFFSETS = 'cleaner-offset-checkpoint'

export const partitionDir = (topic: string, partition: number): string => `${topic}-${partition}`

/** The last dash divides: topics may have dashes, partitions are digits. */
export function parsePartitionDir(name: string): { topic: string; partition: number } | undefined {
  const match = /^(.+)-(\d+)$/.exec(name)
  return match ? { topic: match[1]!, partition: Number(match[2]) } : undefined
}

/** ext4 and others allow no longer name. */
const NAME_MAX = 255

/** `<topic>-<partition>.<32 hex>-delete`; a long topic is cut so that the whole stays a legal name. */
export function deletedDir(topic: string, partition: number, id: Uuid, suffix: 'delete' | 'stray' = 'delete'): string {
  const tail = `-${partition}.${uuidToBytes(id)!.toString('hex')}-${suffix}`
  return topic.slice(0, NAME_MAX - tail.length) + tail
}

/**
 * `<topic>-<partition>.<32 hex>-future`: a copy on its way to this directory. The topic is never cut, for it is read back.
 * @returns undefined where the name would be too long
 */
export function futureDir(topic: string, partition: number, id: Uuid): string | undefined {
  const name = `${topic}-${partition}.${uuidToBytes(id)!.toString('hex')}-future`
  return name.length > NAME_MAX ? undefined : name
}

/** @returns undefined for a name that is none of a copy on its way */
export function parseFutureDir(name: string): { topic: string; partition: number } | undefined {
  const match = /^(.+-\d+)\.[0-9a-f]{32}-future$/.exec(name)
  return match ? parsePartitionDir(match[1]!) : undefined
}

export const isDeletedDir = (name: string): boolean => /\.[0-9a-f]{32}-delete$/.test(name)
