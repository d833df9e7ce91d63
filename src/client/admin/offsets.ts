/** Where partitions begin and end, and which offsets they have at a time; the deletion of their oldest records. */
import { KafkaError } from '../../protocol/errors.ts'
import { DeleteRecords } from '../../protocol/generated/apis/21-delete-records.ts'
import type { Offset } from '../../protocol/types.ts'
import type { Cluster } from '../cluster.ts'
import {
  type ListOffsetsOptions,
  listOffsets as listOnce,
  type OffsetAnswer,
  type OffsetQuery,
} from '../list-offsets.ts'
import type { TopicPartition } from '../offsets.ts'
import { mayRetry } from '../retry.ts'
import { BROKER_TIMEOUT_MS, failure, type Outcome } from './results.ts'

export { type OffsetAnswer, offsetSpecs } from '../list-offsets.ts'

/** A leader that moves is there again by then; a partition without one has none for longer. */
const SETTLED_MS = 5_000
/** A topic that was just made is known everywhere by then. */
const KNOWN_MS = 1_000

/** Offsets of partitions at a time, or at one of `offsetSpecs`; a row each, in their order, what failed with its error. */
export async function listOffsets(
  cluster: Cluster,
  queries: readonly OffsetQuery[],
  options: ListOffsetsOptions = {},
): Promise<OffsetAnswer[]> {
  const topics = [...new Set(queries.map(({ topic }) => topic))]
  let rows: OffsetAnswer[] | undefined
  const ask = async () => {
    await cluster.retry(() => cluster.refresh(topics))
    rows = await listOnce(cluster, queries, options)
    const moving = rows.find(({ error }) => mayRetry(error) && error.name !== 'UNKNOWN_TOPIC_OR_PARTITION')
    if (moving) throw moving.error
  }
  try {
    await cluster.retry(ask, Math.min(cluster.apiTimeoutMs, SETTLED_MS))
  } catch (error) {
    if (!rows) throw error
  }
  return rows!
}

export interface DeletedRecords extends TopicPartition, Outcome {
  /** Where the partition begins now. */
  lowWatermark: Offset
}

/** Delete records before an offset (-1: all there are). @returns where each partition begins then */
export async function deleteRecords(
  cluster: Cluster,
  before: readonly (TopicPartition & { offset: Offset })[],
): Promise<DeletedRecords[]> {
  const rows: DeletedRecords[] = []
  for (const { topic, partition, offset } of before) {
    const began = cluster.clock.monotonic()
    const response = await cluster.retry(async () => {
      await cluster.refresh([topic])
      const leader = await leaderOf(cluster, { topic, partition }, cluster.clock.monotonic() - began < KNOWN_MS)
      if (leader instanceof KafkaError) return leader
      const topics = [{ name: topic, partitions: [{ partitionIndex: partition, offset }] }]
      return cluster.request(DeleteRecords, leader, { topics, timeoutMs: BROKER_TIMEOUT_MS })
    })
    if (response instanceof KafkaError) {
      rows.push({ topic, partition, error: response, lowWatermark: -1 })
      continue
    }
    const [row] = response.topics[0]?.partitions ?? []
    const error: KafkaError | undefined = failure(row?.errorCode ?? -1, null, `${topic}-${partition}`)
    rows.push({ topic, partition, error, lowWatermark: row?.lowWatermark ?? -1 })
  }
  return rows
}

/** @returns what says that there is no such topic, which is believed when it is still said after a while */
async function leaderOf(
  cluster: Cluster,
  { topic, partition }: TopicPartition,
  mayCome: boolean,
): Promise<number | KafkaError> {
  try {
    return (await cluster.leaderOf(topic, partition)).leader
  } catch (error) {
    if (mayCome || !(error instanceof KafkaError) || error.name !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error
    return error
  }
}
