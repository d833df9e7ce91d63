/**
 * partition.metadata: the id of the topic that a partition's directory is of. Two topics may have had the same name.
 * Source: KIP-516; Kafka 4.3 `PartitionMetadataFile`.
 */
import path from 'node:path'
import type { Files } from '../lib/files.ts'
import type { Uuid } from '../lib/uuid.ts'
import { PARTITION_METADATA } from './paths.ts'

/** No file; or no directory, which is an error for whoever opens the log. */
const NOT_THERE: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR'])

/** @returns undefined when the directory does not say: formatting makes one without, and so does a kill in its first moment */
export function topicIdIn(files: Files, dir: string): Uuid | undefined {
  try {
    return /^topic_id: (\S+)$/m.exec(files.readAll(path.join(dir, PARTITION_METADATA)).toString())?.[1]
  } catch (error) {
    // Asked first and read then would be a system call more, for each of very many directories at a start.
    if (NOT_THERE.has((error as NodeJS.ErrnoException).code)) return undefined
    throw error
  }
}

export function writeTopicId(files: Files, dir: string, topicId: Uuid): void {
  files.writeAtomic(path.join(dir, PARTITION_METADATA), `version: 0\ntopic_id: ${topicId}`)
}
