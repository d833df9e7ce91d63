/**
 * DescribeLogDirs v1-5: the data directories, what lies in them, and the room that is left.
 * Source: KIP-113, KIP-827 (sizes of the disk), KIP-1066 (cordoned, v5); Kafka 4.3 `ReplicaManager.describeLogDirs`.
 * Not here: future logs (moves between directories), cordoned directories.
 */
import fs from 'node:fs'
import path from 'node:path'
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
  (request, _session, { logs }) => ({
    results: logs.dirs.map(dir => {
      const logDir = path.resolve(dir.path)
      if (dir.failure) return { errorCode: errorCodes.KAFKA_STORAGE_ERROR.code, logDir, topics: [] }
      return { errorCode: 0, logDir, topics: topicsIn(dir.path, request, logs), ...room(dir.path) }
    }),
  }),
  { refusal: (_request, { errorCode }) => ({ errorCode, results: [] }) },
)

function topicsIn(dir: string, { topics }: DescribeLogDirsRequest, logs: Broker['logs']): DescribeLogDirsTopicInit[] {
  const wanted =
    topics && new Set(topics.flatMap(({ topic, partitions }) => partitions.map(index => `${topic}-${index}`)))
  const found = new Map<string, DescribeLogDirsTopicInit['partitions'][number][]>()
  for (const { topic, partition, dir: where } of logs.list()) {
    // The metadata log is the controller's: Kafka leaves it out as well.
    if (where !== dir || topic === METADATA_TOPIC || wanted?.has(`${topic}-${partition}`) === false) continue
    if (!found.has(topic)) found.set(topic, [])
    const partitionSize = logs.log(topic, partition)?.size ?? 0
    found.get(topic)!.push({ partitionIndex: partition, partitionSize, offsetLag: 0, isFutureKey: false })
  }
  return Array.from(found, ([name, partitions]) => ({ name, partitions }))
}

function room(dir: string): { totalBytes: number; usableBytes: number } {
  const { bsize, blocks, bavail } = fs.statfsSync(dir)
  return { totalBytes: bsize * blocks, usableBytes: bsize * bavail }
}
