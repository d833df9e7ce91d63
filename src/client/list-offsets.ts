/**
 * ListOffsets: the offsets that partitions have at a time, or where they begin and end. Each leader is asked once for all of
 * its partitions. Source: ListOffsets v1-11; KIP-79, KIP-734 (max timestamp), KIP-405 and KIP-1005 (tiers).
 */
import { errorName, KafkaError } from '../protocol/errors.ts'
import { ListOffsets } from '../protocol/generated/apis/02-list-offsets.ts'
import type { LeaderEpoch, Offset, Timestamp } from '../protocol/types.ts'
import { type Cluster, leaderIn } from './cluster.ts'
import { groupByTopic, keyOf, type TopicPartition } from './offsets.ts'

/** Instead of a time. */
export const offsetSpecs = { latest: -1, earliest: -2, maxTimestamp: -3, earliestLocal: -4, latestTiered: -5 } as const

/** The version that came with each; earlier brokers would take the number for a time before 1970. */
const specVersions: ReadonlyMap<number, number> = new Map([
  [offsetSpecs.maxTimestamp, 7],
  [offsetSpecs.earliestLocal, 8],
  [offsetSpecs.latestTiered, 9],
])

export interface OffsetQuery extends TopicPartition {
  /** Milliseconds, or one of `offsetSpecs`. */
  readonly timestamp: Timestamp
}

export interface OffsetAnswer extends TopicPartition {
  error: KafkaError | undefined
  /** -1: no record at or after that time. */
  offset: Offset
  /** Of that record; -1 for where a partition begins or ends. */
  timestamp: Timestamp
  leaderEpoch: LeaderEpoch
}

export interface ListOffsetsOptions {
  /** Where a partition ends: before the first open transaction. */
  readCommitted?: boolean
  /** Let the broker wait that long for tiers. */
  timeoutMs?: number
}

/** What a consumer is, to a leader. */
export const NO_REPLICA = -1
const TIMEOUT_MS = 30_000

/** @returns a row for each query, in their order; what failed carries its error */
export async function listOffsets(
  cluster: Cluster,
  queries: readonly OffsetQuery[],
  options: ListOffsetsOptions = {},
): Promise<OffsetAnswer[]> {
  const answers = new Map<string, OffsetAnswer>()
  const fail = ({ topic, partition }: TopicPartition, error: KafkaError) =>
    answers.set(keyOf({ topic, partition }), { topic, partition, error, offset: -1, timestamp: -1, leaderEpoch: -1 })
  const byLeader = await leadersOf(cluster, queries, fail)
  await Promise.all(
    [...byLeader].map(async ([leader, group]) => {
      try {
        for (const row of await ask(cluster, leader, group, options)) answers.set(keyOf(row), row)
      } catch (error) {
        if (!(error instanceof KafkaError)) throw error
        for (const { query } of group) fail(query, error)
      }
    }),
  )
  return queries.map(
    query =>
      answers.get(keyOf(query)) ?? {
        ...fail(query, new KafkaError('UNKNOWN_SERVER_ERROR', `The broker did not answer for ${keyOf(query)}`)).get(
          keyOf(query),
        )!,
      },
  )
}

interface Asked {
  query: OffsetQuery
  leaderEpoch: LeaderEpoch
}

async function leadersOf(
  cluster: Cluster,
  queries: readonly OffsetQuery[],
  fail: (query: OffsetQuery, error: KafkaError) => void,
): Promise<Map<number, Asked[]>> {
  const byLeader = new Map<number, Asked[]>()
  for (const query of queries)
    try {
      const { leader, leaderEpoch } = leaderIn(await cluster.topic(query.topic), query.partition)
      const group = byLeader.get(leader)
      if (group) group.push({ query, leaderEpoch })
      else byLeader.set(leader, [{ query, leaderEpoch }])
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      fail(query, error)
    }
  return byLeader
}

async function ask(cluster: Cluster, leader: number, group: readonly Asked[], options: ListOffsetsOptions) {
  const minVersion = Math.max(0, ...group.map(({ query }) => specVersions.get(query.timestamp) ?? 0))
  const rows = group.map(({ query, leaderEpoch }) => ({ ...query, leaderEpoch }))
  const init = {
    replicaId: NO_REPLICA,
    isolationLevel: options.readCommitted ? 1 : 0,
    topics: groupByTopic(rows, ({ partition, timestamp, leaderEpoch }) => ({
      partitionIndex: partition,
      currentLeaderEpoch: leaderEpoch,
      timestamp,
    })),
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
  }
  const response = await cluster.request(ListOffsets, leader, init, { minVersion })
  return response.topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, errorCode, offset, timestamp, leaderEpoch }): OffsetAnswer => {
      const error = errorName(errorCode)
      const at = { topic: name, partition: partitionIndex }
      return {
        ...at,
        error: errorCode === 0 ? undefined : new KafkaError(error, `Cannot find an offset of ${keyOf(at)}: ${error}`),
        offset,
        timestamp,
        leaderEpoch,
      }
    }),
  )
}
