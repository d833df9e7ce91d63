/** OffsetDelete v0: offsets of topics that a group does not read now. Source: KIP-496. */
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
    const work = (allowed: typeof topics) => broker.groups.offsets.delete(groupId, allowed)
    const rows = await forAllowed(asked, work, ({ name, partitions }, errorCode) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
    }))
    return { topics: rows }
  },
  { refusal: (_request, { errorCode }) => ({ errorCode, topics: [] }) },
)
