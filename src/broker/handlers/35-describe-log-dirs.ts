/**
 * DescribeLogDirs v1-5: the data directories, what lies in them, and the room that is left.
 * Source: KIP-113, KIP-827 (sizes of the disk), KIP-1066 (cordoned, v5); Kafka 4.3 `ReplicaManager.describeLogDirs`.
 * Not here: future logs (moves between directories), cordoned directories.
 */
import fs from 'node:fs'
import path from 'node:path'
import type { Uuid } from '../../lib/uuid.ts'
import { METADATA_TOPIC } from '../../metadata/seam.ts'
import { errorCodes } from '../../protocol/errors.ts'
import {
  DescribeLogDirs,
  type DescribeLogDirsRequest,
  type DescribeLogDirsTopicInit,
} from '../../protocol/generated/apis/35-describe-log-dirs.ts'
import type { Broker } from '../broker.ts'
import { handler } from '../handler.ts'

export const describeLogDirs = handler(
  DescribeLogDirs,
  (request, session, broker) => {
    broker.acls.demand(session, 'DESCRIBE', 'CLUSTER')
    return {
      results: broker.logs.dirs.map(dir => {
        const logDir = path.resolve(dir.path)
        if (dir.failure) return { errorCode: errorCodes.KAFKA_STORAGE_ERROR.code, logDir, topics: [] }
        return { errorCode: 0, logDir, topics: topicsIn(dir, request, broker), ...room(dir.path) }
      }),
    }
  },
  { refusal: (_request, { errorCode }) => ({ errorCode, results: [] }) },
)

function topicsIn(
  { path: where, directoryId }: { path: string; directoryId: Uuid },
  { topics }: DescribeLogDirsRequest,
  { logs, metadata, nodeId }: Broker,
): DescribeLogDirsTopicInit[] {
  const wanted =
    topics && new Set(topics.flatMap(({ topic, partitions }) => partitions.map(index => `${topic}-${index}`)))
  const found = new Map<string, Map<number, number>>()
  const add = (topic: string, index: number, size: () => number) => {
    if (wanted?.has(`${topic}-${index}`) === false) return
    const sizes = found.get(topic) ?? new Map<number, number>()
    found.set(topic, sizes)
    if (!sizes.has(index)) sizes.set(index, size())
  }
  // The metadata log is the quorum's, and has no replicas.
  for (const { topic, partition, dir } of logs.list())
    if (dir === where && topic !== METADATA_TOPIC) add(topic, partition, () => logs.log(topic, partition)?.size ?? 0)
  // Those that nobody has used yet have no bytes, but their place.
  for (const { name, partitions } of metadata.topics.values())
    for (const [index, { replicas, directories }] of partitions.entries())
      if (directories[replicas.indexOf(nodeId)] === directoryId) add(name, index, () => 0)
  return Array.from(found, ([name, sizes]) => ({
    name,
    partitions: Array.from(sizes, ([partitionIndex, partitionSize]) => ({
      partitionIndex,
      partitionSize,
      offsetLag: 0,
      isFutureKey: false,
    })),
  }))
}

function room(dir: string): { totalBytes: number; usableBytes: number } {
  const { bsize, blocks, bavail } = fs.statfsSync(dir)
  return { totalBytes: bsize * blocks, usableBytes: bsize * bavail }
}
