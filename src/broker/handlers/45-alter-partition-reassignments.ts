/** AlterPartitionReassignments v0-1: the controller decides (`metadata/decide/45-alter-partition-reassignments`). */
import { AlterPartitionReassignments } from '../../protocol/generated/apis/45-alter-partition-reassignments.ts'
import { handler } from '../handler.ts'

export const alterPartitionReassignments = handler(
  AlterPartitionReassignments,
  async (request, session, { acls, controller }) => {
    acls.demand(session, 'ALTER', 'CLUSTER')
    const { allowReplicationFactorChange, ...answer } = await controller.forward(
      AlterPartitionReassignments,
      request,
      session.principal,
    )
    return session.version > 0 ? { ...answer, allowReplicationFactorChange } : answer
  },
  { refusal: (_request, error) => ({ ...error, responses: [] }) },
)
