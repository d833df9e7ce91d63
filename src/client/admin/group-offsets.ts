/**
 * What groups have committed: read, change, delete. A change is a commit of nobody in particular, which a group with members
 * refuses. Source: OffsetCommit v2-9, OffsetFetch v1-9, OffsetDelete v0; Kafka 4.3 `ListConsumerGroupOffsetsHandler`.
 * Not here: the versions that name topics by id, which say nothing more.
 */
import { KafkaError } from '../../protocol/errors.ts'
import { OffsetCommit } from '../../protocol/generated/apis/08-offset-commit.ts'
import { OffsetFetch } from '../../protocol/generated/apis/09-offset-fetch.ts'
import { OffsetDelete } from '../../protocol/generated/apis/47-offset-delete.ts'
import type { LeaderEpoch } from '../../protocol/types.ts'
import type { Cluster } from '../cluster.ts'
import type { BrokerInfo } from '../metadata.ts'
import { type CommittedOffset, groupByTopic, keyOf, type TopicPartition } from '../offsets.ts'
import { mayRetry } from '../retry.ts'
import { askCoordinators } from './coordinated.ts'
import { demand, failure, type Outcome } from './results.ts'

/** The last version that names topics. */
const BY_NAME = { maxVersion: 9 }
/** OffsetFetch: several groups in one question, and their answers apart. */
const GROUPS = 8
const NO_EPOCH: LeaderEpoch = -1

/** @throws {KafkaError} what the coordinator says of the group, or of the first partition that it cannot tell */
export function listGroupOffsets(cluster: Cluster, group: string): Promise<CommittedOffset[]> {
  return atCoordinator(cluster, group, async coordinator => {
    const response = await cluster.requestAt(
      OffsetFetch,
      coordinator,
      version =>
        version >= GROUPS ? { groups: [{ groupId: group, topics: null }] } : { groupId: group, topics: null },
      BY_NAME,
    )
    const [row] = response.groups.length > 0 ? response.groups : [response]
    demand(row!.errorCode, null, group)
    return row!.topics.flatMap(({ name, partitions }) =>
      partitions.flatMap(
        ({ partitionIndex: partition, committedOffset, committedLeaderEpoch, metadata, errorCode }) => {
          const at = { topic: name, partition }
          demand(errorCode, null, keyOf(at))
          return committedOffset < 0
            ? []
            : [{ ...at, offset: committedOffset, leaderEpoch: committedLeaderEpoch, metadata }]
        },
      ),
    )
  })
}

/** @returns each partition with its error @throws {KafkaError} what the coordinator says of the group */
export function alterGroupOffsets(
  cluster: Cluster,
  group: string,
  offsets: readonly CommittedOffset[],
): Promise<(TopicPartition & Outcome)[]> {
  return atCoordinator(cluster, group, async coordinator => {
    const topics = groupByTopic(offsets, ({ partition, offset, leaderEpoch = NO_EPOCH, metadata = '' }) => ({
      partitionIndex: partition,
      committedOffset: offset,
      committedLeaderEpoch: leaderEpoch,
      committedMetadata: metadata,
    }))
    const response = await cluster.requestAt(
      OffsetCommit,
      coordinator,
      { groupId: group, memberId: '', topics },
      BY_NAME,
    )
    return rowsOf(response.topics)
  })
}

/** @returns each partition with its error @throws {KafkaError} what the coordinator says of the group */
export function deleteGroupOffsets(
  cluster: Cluster,
  group: string,
  partitions: readonly TopicPartition[],
): Promise<(TopicPartition & Outcome)[]> {
  return atCoordinator(cluster, group, async coordinator => {
    const topics = groupByTopic(partitions, ({ partition }) => ({ partitionIndex: partition }))
    const response = await cluster.requestAt(OffsetDelete, coordinator, { groupId: group, topics })
    demand(response.errorCode, null, group)
    return rowsOf(response.topics)
  })
}

/** @throws {KafkaError} that the coordinator is another one, or not ready: it says so of each partition */
function rowsOf(
  topics: readonly { name: string; partitions: readonly { partitionIndex: number; errorCode: number }[] }[],
): (TopicPartition & Outcome)[] {
  const rows = topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex: partition, errorCode }) => ({
      topic: name,
      partition,
      error: failure(errorCode, null, keyOf({ topic: name, partition })),
    })),
  )
  const moved = rows.find(({ error }) => mayRetry(error) && error.name !== 'UNKNOWN_TOPIC_OR_PARTITION')
  if (moved) throw moved.error
  return rows
}

async function atCoordinator<Row>(
  cluster: Cluster,
  group: string,
  ask: (coordinator: BrokerInfo) => Promise<Row>,
): Promise<Row> {
  const rows = await askCoordinators(
    cluster,
    'group',
    [group],
    async coordinator => new Map([[group, await ask(coordinator)]]),
  )
  const row = rows.get(group)!
  if (row instanceof KafkaError) throw row
  return row as Row
}
