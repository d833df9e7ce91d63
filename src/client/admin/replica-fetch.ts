/**
 * What one replica holds, leader or not, as tools read it that compare replicas. Source: Kafka 4.3
 * `FetchRequest.DEBUGGING_CONSUMER_ID`; KIP-392, by which a follower answers a consumer that says where it is.
 */
import type { ErrorName } from '../../protocol/errors.ts'
import { errorName } from '../../protocol/errors.ts'
import { Fetch } from '../../protocol/generated/apis/01-fetch.ts'
import type { Offset } from '../../protocol/types.ts'
import type { Cluster } from '../cluster.ts'
import { groupByTopic, type TopicPartition } from '../offsets.ts'

/** Not a replica, and not a consumer that would be sent to the leader. */
const DEBUGGING = -2
/** From KIP-392 to the last version that names topics: an id would have to be looked up. */
const VERSIONS = { minVersion: 11, maxVersion: 12 }
const ALL_BYTES = 2 ** 31 - 1

export interface ReplicaBytes extends TopicPartition {
  error: ErrorName
  highWatermark: Offset
  /** Whole batches, and perhaps a torn one at the end. */
  bytes: Buffer
}

export async function fetchReplica(
  cluster: Cluster,
  broker: number,
  partitions: readonly (TopicPartition & { offset: Offset })[],
  { fetchSize, maxWaitMs, timeoutMs }: { fetchSize: number; maxWaitMs: number; timeoutMs: number },
): Promise<ReplicaBytes[]> {
  const row = ({ partition, offset }: { partition: number; offset: Offset }) => ({
    partition,
    fetchOffset: offset,
    logStartOffset: 0,
    partitionMaxBytes: fetchSize,
  })
  const response = await cluster.request(
    Fetch,
    broker,
    {
      replicaId: DEBUGGING,
      maxWaitMs,
      minBytes: 1,
      maxBytes: ALL_BYTES,
      topics: groupByTopic(partitions, row).map(({ name, partitions }) => ({ topic: name, partitions })),
      forgottenTopicsData: [],
    },
    { ...VERSIONS, channel: 'fetch', timeoutMs: timeoutMs + maxWaitMs },
  )
  return response.responses.flatMap(({ topic, partitions }) =>
    partitions.map(({ partitionIndex, errorCode, highWatermark, records }) => ({
      topic,
      partition: partitionIndex,
      error: errorName(errorCode),
      highWatermark,
      bytes: records ?? Buffer.alloc(0),
    })),
  )
}
