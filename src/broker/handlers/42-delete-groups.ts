/** DeleteGroups v0-2: empty groups, with their offsets. Source: KIP-229. */
import { errorCodes, KafkaError } from '../../protocol/errors.ts'
import { DeleteGroups } from '../../protocol/generated/apis/42-delete-groups.ts'
import type { Broker } from '../broker.ts'
import { handler, type Session } from '../handler.ts'

export const deleteGroups = handler(
  DeleteGroups,
  async ({ groupsNames }, session, broker) => ({
    results: await Promise.all(
      groupsNames.map(async groupId => ({ groupId, errorCode: await deleteOne(groupId, session, broker) })),
    ),
  }),
  { refusal: ({ groupsNames }, { errorCode }) => ({ results: groupsNames.map(groupId => ({ groupId, errorCode })) }) },
)

async function deleteOne(groupId: string, session: Session, broker: Broker): Promise<number> {
  try {
    broker.acls.demand(session, 'DELETE', 'GROUP', groupId)
    const refused = await broker.groups.offsets.deleteGroup(groupId)
    return refused === undefined ? 0 : errorCodes[refused].code
  } catch (error) {
    if (error instanceof KafkaError) return error.code
    throw error
  }
}
