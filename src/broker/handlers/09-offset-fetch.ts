/**
 * OffsetFetch v1-10: how far groups have read; several groups at once from v8, topic ids from v10.
 * Source: KIP-709, KIP-447 (require stable); Kafka 4.3 `KafkaApis.handleOffsetFetchRequest`.
 */
import { ZERO_UUID } from '../../lib/uuid.ts'
import { errorCodes, KafkaError } from '../../protocol/errors.ts'
import { OffsetFetch, type OffsetFetchRequest } from '../../protocol/generated/apis/09-offset-fetch.ts'
import { forAllowed } from '../allowed.ts'
import type { Broker } from '../broker.ts'
import { handler, type Session } from '../handler.ts'

const GROUPS_SINCE = 8
const IDS_SINCE = 10
const NOBODY = { memberId: null, memberEpoch: -1 }

export const offsetFetch = handler(
  OffsetFetch,
  async (request, session, broker) => {
    const { version } = session
    if (version >= GROUPS_SINCE) {
      const { groups, requireStable } = request
      return { groups: await Promise.all(groups.map(group => fetchGroup(group, requireStable, session, broker))) }
    }
    const { groupId, topics, requireStable } = request
    const named = topics?.map(({ name, partitionIndexes }) => ({ name, topicId: ZERO_UUID, partitionIndexes }))
    return { topics: await read({ groupId, ...NOBODY, requireStable }, named, session, broker) }
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
  session: Session,
  broker: Broker,
) {
  const { version } = session
  const who = { groupId, memberId, memberEpoch, requireStable }
  try {
    if (topics === null) {
      const all = await read(who, undefined, session, broker)
      return { groupId, topics: version < IDS_SINCE ? all : withIds(all, broker) }
    }
    const named = topics.map(topic => ({
      ...topic,
      name: version < IDS_SINCE ? topic.name : (broker.metadata.topicById(topic.topicId)?.name ?? ''),
    }))
    const known = await read(who, named, session, broker)
    return {
      groupId,
      topics: version < IDS_SINCE ? known : known.map(topic => (topic.name === '' ? unknownId(topic) : topic)),
    }
  } catch (error) {
    if (error instanceof KafkaError) return { groupId, errorCode: error.code, topics: [] }
    throw error
  }
}

interface Who {
  groupId: string
  memberId: string | null
  memberEpoch: number
  requireStable: boolean
}

interface Named {
  name: string
  topicId: string
  partitionIndexes: readonly number[]
}

/** What the asker may see of a group's offsets; all of them when no topic is named. @throws {KafkaError} */
async function read(
  { groupId, memberId, memberEpoch, requireStable }: Who,
  topics: readonly Named[] | undefined,
  session: Session,
  broker: Broker,
) {
  const { offsets } = broker.groups
  const member = { memberId, memberEpoch }
  broker.acls.demand(session, 'DESCRIBE', 'GROUP', groupId)
  if (topics === undefined) {
    const all = await offsets.fetchAll(groupId, member, requireStable)
    return all.filter(({ name }) => broker.acls.allows(session, 'DESCRIBE', 'TOPIC', name))
  }
  const nameOf = ({ name }: Named) => (name === '' ? undefined : name)
  const asked = { session, broker, operation: 'DESCRIBE', topics, nameOf } as const
  const fetch = (allowed: Named[]) => offsets.fetch(groupId, member, allowed, requireStable)
  return forAllowed(asked, fetch, ({ name, topicId, partitionIndexes }, errorCode) => ({
    name,
    topicId,
    partitions: partitionIndexes.map(partitionIndex => ({
      partitionIndex,
      committedOffset: -1,
      committedLeaderEpoch: -1,
      metadata: '',
      errorCode,
    })),
  }))
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
