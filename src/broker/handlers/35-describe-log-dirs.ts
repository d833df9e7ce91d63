/**
 * DescribeLogDirs v1-5: the data directories, what lies in them or is on its way there, and the room that is left.
 * Source: KIP-113, KIP-827 (sizes of the disk), KIP-1066 (cordoned, v5); Kafka 4.3 `ReplicaManager.describeLogDirs`.
 * Not here: cordoned directories.
 */
import fs from 'node:fs'
import path from 'node:path'
import type { Uuid } from '../../lib/uuid.ts'
import { directoryOf } from '../../metadata/directories.ts'
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

type Row = DescribeLogDirsTopicInit['partitions'][number]

function topicsIn(
  { path: where, directoryId }: { path: string; directoryId: Uuid | undefined },
  { topics }: DescribeLogDirsRequest,
  { logs, metadata, nodeId }: Broker,
): DescribeLogDirsTopicInit[] {
  const wanted =
    topics && new Set(topics.flatMap(({ topic, partitions }) => partitions.map(index => `${topic}-${index}`)))
  const found = new Map<string, Map<number, Row>>()
  const add = (topic: string, partitionIndex: number, more: () => Omit<Row, 'partitionIndex'>) => {
    if (wanted?.has(`${topic}-${partitionIndex}`) === false) return
    const rows = found.get(topic) ?? new Map<number, Row>()
    found.set(topic, rows)
    if (!rows.has(partitionIndex)) rows.set(partitionIndex, { partitionIndex, ...more() })
  }
  // The metadata log is the quorum's, and has no replicas.
  for (const { topic, partition, dir } of logs.list())
    if (dir === where && topic !== METADATA_TOPIC)
      add(topic, partition, () => ({ partitionSize: logs.sizeOf(topic, partition), offsetLag: 0, isFutureKey: false }))
  for (const { topic, partition, dir, log } of logs.copies.list())
    if (dir === where)
      add(topic, partition, () => {
        const end = logs.log(topic, partition)?.endOffset ?? 0
        const offsetLag = Math.max(0, end - (log?.endOffset ?? 0))
        return { partitionSize: log?.size ?? 0, offsetLag, isFutureKey: true }
      })
  // Those that nobody has used yet have no bytes, but their place.
  for (const { name, partitions } of metadata.topics.values())
    for (const [index, partition] of partitions.entries())
      if (directoryOf(partition, nodeId) === directoryId && !logs.placeOf(name, index))
        add(name, index, () => ({ partitionSize: 0, offsetLag: 0, isFutureKey: false }))
  return Array.from(found, ([name, rows]) => ({ name, partitions: [...rows.values()] }))
}

function room(dir: string): { totalBytes: number; usableBytes: number } {
  const { bsize, blocks, bavail } = fs.statfsSync(dir)
  return { totalBytes: bsize * blocks, usableBytes: bsize * bavail }
}
