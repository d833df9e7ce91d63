/**
 * OffsetDelete v0: offsets of topics that a group does not read now.
 * Source: KIP-496; Kafka 4.3 `KafkaApis.handleOffsetDeleteRequest`.
 */
import { errorCodes } from '../../protocol/errors.ts'
import { OffsetDelete, type OffsetDeleteRequest } from '../../protocol/generated/apis/47-offset-delete.ts'
import { forAllowed } from '../allowed.ts'
import { handler } from '../handler.ts'

export const offsetDelete = handler(
  OffsetDelete,
  async ({ groupId, topics }, session, broker) => {
    broker.acls.demand(session, 'DELETE', 'GROUP', groupId)
    const asked = {
      session,
      broker,
      operation: 'READ',
      topics,
      nameOf: ({ name }: (typeof topics)[number]) => name,
    } as const
    const { metadata, groups } = broker
    const work = async (allowed: typeof topics) => {
      const there = allowed.filter(({ name }) => metadata.topics.has(name))
      const rows = new Map((await groups.offsets.delete(groupId, there)).map(row => [row.name, row]))
      return allowed.map(topic => rows.get(topic.name) ?? refused(topic, errorCodes.UNKNOWN_TOPIC_OR_PARTITION.code))
    }
    return { topics: await forAllowed(asked, work, refused) }
  },
  { refusal: (_request, { errorCode }) => ({ errorCode, topics: [] }) },
)

const refused = ({ name, partitions }: OffsetDeleteRequest['topics'][number], errorCode: number) => ({
  name,
  partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
})
