/**
 * OffsetFetch v1-10: how far groups have read; several groups at once from v8, topic ids from v10.
 * Source: KIP-709, KIP-447 (require stable); Kafka 4.3 `KafkaApis.handleOffsetFetchRequest`.
 */
import { ZERO_UUID } from '../../lib/uuid.ts'
import { errorCodes, KafkaError } from '../../protocol/errors.ts'
import { OffsetFetch, type OffsetFetchRequest } from '../../protocol/generated/apis/09-offset-fetch.ts'
import type { Broker } from '../broker.ts'
import { handler } from '../handler.ts'

const GROUPS_SINCE = 8
const IDS_SINCE = 10
const NOBODY = { memberId: null, memberEpoch: -1 }

export const offsetFetch = handler(
  OffsetFetch,
  async (request, { version }, broker) => {
    if (version >= GROUPS_SINCE) {
      const { groups, requireStable } = request
      return { groups: await Promise.all(groups.map(group => fetchGroup(group, requireStable, version, broker))) }
    }
    const { groupId, topics, requireStable } = request
    const { offsets } = broker.groups
    const rows =
      topics === null
        ? await offsets.fetchAll(groupId, NOBODY, requireStable)
        : await offsets.fetch(
            groupId,
            NOBODY,
            topics.map(({ name, partitionIndexes }) => ({ name, topicId: ZERO_UUID, partitionIndexes })),
            requireStable,
          )
    return { topics: rows }
  },
  {
    refusal: ({ groups, topics }, { errorCode }) => ({
      errorCode,
      topics: (topics ?? []).map(({ name, partitionIndexes }) => ({
        name,
        partitions: partitionIndexes.map(partitionIndex => ({
          partitionIndex,
          committedOffset: -1,
          metadata: '',
          errorCode,
        })),
      })),
      groups: groups.map(({ groupId }) => ({ groupId, errorCode, topics: [] })),
    }),
  },
)

type Group = OffsetFetchRequest['groups'][number]

/** One group's refusal does not fail the others. */
async function fetchGroup(
  { groupId, memberId, memberEpoch, topics }: Group,
  requireStable: boolean,
  version: number,
  broker: Broker,
) {
  const { offsets } = broker.groups
  try {
    if (topics === null) {
      const all = await offsets.fetchAll(groupId, { memberId, memberEpoch }, requireStable)
      return { groupId, topics: version < IDS_SINCE ? all : withIds(all, broker) }
    }
    const named = topics.map(topic => ({
      ...topic,
      name: version < IDS_SINCE ? topic.name : (broker.metadata.topicById(topic.topicId)?.name ?? ''),
    }))
    const known = await offsets.fetch(groupId, { memberId, memberEpoch }, named, requireStable)
    return {
      groupId,
      topics: version < IDS_SINCE ? known : known.map(topic => (topic.name === '' ? unknownId(topic) : topic)),
    }
  } catch (error) {
    if (error instanceof KafkaError) return { groupId, errorCode: error.code, topics: [] }
    throw error
  }
}

/** A topic that is gone has no id to answer with: it is left out. */
const withIds = <T extends { name: string }>(topics: readonly T[], { metadata }: Broker) =>
  topics.flatMap(topic => {
    const topicId = metadata.topics.get(topic.name)?.id
    return topicId === undefined ? [] : [{ ...topic, topicId }]
  })

const unknownId = <T extends { partitions: readonly { errorCode: number }[] }>(topic: T) => ({
  ...topic,
  partitions: topic.partitions.map(partition => ({ ...partition, errorCode: errorCodes.UNKNOWN_TOPIC_ID.code })),
})
