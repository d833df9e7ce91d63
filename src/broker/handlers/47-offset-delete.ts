/** OffsetDelete v0: offsets of topics that a group does not read now. Source: KIP-496. */
import { OffsetDelete } from '../../protocol/generated/apis/47-offset-delete.ts'
import { handler } from '../handler.ts'

export const offsetDelete = handler(
  OffsetDelete,
  async ({ groupId, topics }, _session, broker) => ({ topics: await broker.groups.offsets.delete(groupId, topics) }),
  { refusal: (_request, { errorCode }) => ({ errorCode, topics: [] }) },
)
