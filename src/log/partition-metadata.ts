/**
 * partition.metadata: the id of the topic that a partition's directory is of. Two topics may have had the same name.
 * Source: KIP-516; Kafka 4.3 `PartitionMetadataFile`.
 */
import path from 'node:path'
import type { Files } from '../lib/files.ts'
import type { Uuid } from '../lib/uuid.ts'
import { PARTITION_METADATA } from './paths.ts'

/** @returns undefined when the directory does not say: formatting makes one without, and so does a kill in its first moment */
export function topicIdIn(files: Files, dir: string): Uuid | undefined {
  const file = path.join(dir, PARTITION_METADATA)
  return files.exists(file) ? /^topic_id: (\S+)$/m.exec(files.readAll(file).toString())?.[1] : undefined
}

export function writeTopicId(files: Files, dir: string, topicId: Uuid): void {
  files.writeAtomic(path.join(dir, PARTITION_METADATA), `version: 0\ntopic_id: ${topicId}`)
}
