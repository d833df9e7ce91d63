/**
 * OffsetDelete v0: offsets of topics that a group does not read now.
 * Source: KIP-496; Kafka 4.3 `KafkaApis.handleOffsetDeleteRequest`.
 */
import { errorCodes } from '../../protocol/errors.ts'
import { OffsetDelete } from '../../protocol/generated/apis/47-offset-delete.ts'
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
    const work = async (allowed: typeof topics) => {
      const there = allowed.filter(({ name }) => broker.metadata.topics.has(name))
      const rows = new Map((await broker.groups.offsets.delete(groupId, there)).map(row => [row.name, row]))
      return allowed.map(({ name, partitions }) => rows.get(name) ?? { name, partitions: partitions.map(unknown) })
    }
    const rows = await forAllowed(asked, work, ({ name, partitions }, errorCode) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
    }))
    return { topics: rows }
  },
  { refusal: (_request, { errorCode }) => ({ errorCode, topics: [] }) },
)

const unknown = ({ partitionIndex }: { partitionIndex: number }) => ({
  partitionIndex,
  errorCode: errorCodes.UNKNOWN_TOPIC_OR_PARTITION.code,
})
