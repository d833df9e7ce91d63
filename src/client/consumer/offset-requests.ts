/**
 * Offsets of a group, as its coordinator keeps them: commit them, ask for them. Once each; who calls tries again.
 * Source: OffsetCommit v2-10, OffsetFetch v1-10; KIP-447 (require stable), KIP-848 (topic ids, member epochs).
 */
import { errorName, KafkaError } from '../../protocol/errors.ts'
import { OffsetCommit, type OffsetCommitRequestTopicInit } from '../../protocol/generated/apis/08-offset-commit.ts'
import { OffsetFetch } from '../../protocol/generated/apis/09-offset-fetch.ts'
import { type Uuid, ZERO_UUID } from '../../protocol/types.ts'
import type { Cluster } from '../cluster.ts'
import { type CommittedOffset, type GroupMetadata, groupByTopic, keyOf, type TopicPartition } from '../offsets.ts'
import { mayRetry } from '../retry.ts'

/** From here on topics go by their id: offsets of a topic that was made anew are not those of the old one. */
const BY_ID = { commit: 10, fetch: 10 } as const
/** Several groups in one question. */
const GROUPS_FROM = 8
const STABLE_FROM = 7
const STATIC_FROM = 7
const NONE = -1

export type Member = Required<GroupMetadata>

/** Not behind a join that waits: not on the group's own connection. */
const channel = 'main'

/** @throws {KafkaError} what the first partition was refused with, one that lasts before one that passes */
export async function commitOffsets(
  cluster: Cluster,
  { groupId, groupInstanceId, memberId, generationId }: Member,
  offsets: readonly CommittedOffset[],
): Promise<void> {
  const idOf = (name: string) => cluster.metadata.topic(name)?.id ?? ZERO_UUID
  const topics: OffsetCommitRequestTopicInit[] = groupByTopic(
    offsets,
    ({ partition, offset, leaderEpoch = NONE, metadata = '' }) => ({
      partitionIndex: partition,
      committedOffset: offset,
      committedLeaderEpoch: leaderEpoch,
      committedMetadata: metadata,
    }),
  ).map(topic => ({ ...topic, topicId: idOf(topic.name) }))
  const byId = topics.every(({ topicId }) => topicId !== ZERO_UUID)
  const answer = await cluster.coordinators.request(
    'group',
    groupId,
    OffsetCommit,
    { groupId, groupInstanceId, memberId, generationIdOrMemberEpoch: generationId, topics },
    {
      channel,
      maxVersion: byId ? OffsetCommit.max : BY_ID.commit - 1,
      minVersion: groupInstanceId === null ? 0 : STATIC_FROM,
    },
  )
  const names = namesOf(topics)
  const errors = answer.topics.flatMap(({ name, topicId, partitions }) =>
    partitions
      .filter(({ errorCode }) => errorCode !== 0)
      .map(({ partitionIndex, errorCode }) =>
        refusal(errorCode, 'commit an offset of', groupId, {
          topic: name || (names.get(topicId) ?? topicId),
          partition: partitionIndex,
        }),
      ),
  )
  const error = errors.find(each => !mayRetry(each)) ?? errors[0]
  if (error) throw error
}

/**
 * What is committed, by `topic-partition`; partitions without are left out. Offsets that a transaction is about to commit are
 * waited for: UNSTABLE_OFFSET_COMMIT. Asked as nobody: what a member gets was given up, and committed, before it is given it.
 */
export async function fetchOffsets(
  cluster: Cluster,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<Map<string, Required<CommittedOffset>>> {
  const idOf = (name: string) => cluster.metadata.topic(name)?.id ?? ZERO_UUID
  const topics = groupByTopic(partitions, ({ partition }) => partition).map(({ name, partitions }) => ({
    name,
    topicId: idOf(name),
    partitionIndexes: partitions,
  }))
  const byId = topics.every(({ topicId }) => topicId !== ZERO_UUID)
  const answer = await cluster.coordinators.request(
    'group',
    groupId,
    OffsetFetch,
    version =>
      version >= GROUPS_FROM
        ? { groups: [{ groupId, topics }], requireStable: true }
        : { groupId, topics, requireStable: version >= STABLE_FROM },
    { channel, maxVersion: byId ? OffsetFetch.max : BY_ID.fetch - 1 },
  )
  const group = answer.groups[0]
  const errorCode = group?.errorCode ?? answer.errorCode
  if (errorCode !== 0) throw refusal(errorCode, 'ask for offsets', groupId)
  const found = new Map<string, Required<CommittedOffset>>()
  const names = namesOf(topics)
  const rows = group
    ? group.topics.map(row => ({ ...row, name: row.name || (names.get(row.topicId) ?? '') }))
    : answer.topics
  for (const { name, partitions } of rows)
    for (const { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode } of partitions) {
      const at = { topic: name, partition: partitionIndex }
      if (errorCode !== 0) throw refusal(errorCode, 'ask for the offset of', groupId, at)
      if (committedOffset >= 0)
        found.set(keyOf(at), { ...at, offset: committedOffset, leaderEpoch: committedLeaderEpoch, metadata })
    }
  return found
}

/** An answer tells ids, and metadata may have forgotten them by then: what was asked for has not. */
const namesOf = (
  topics: readonly { name?: string | undefined; topicId?: Uuid | undefined }[],
): ReadonlyMap<Uuid, string> => new Map(topics.map(({ name = '', topicId = ZERO_UUID }) => [topicId, name]))

function refusal(errorCode: number, what: string, groupId: string, at?: TopicPartition): KafkaError {
  const name = errorName(errorCode)
  return new KafkaError(name, `Cannot ${what}${at ? ` ${keyOf(at)}` : ''} in group "${groupId}": ${name}`)
}
