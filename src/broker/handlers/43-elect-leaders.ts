/** ElectLeaders v0-2: the controller decides (`metadata/decide/43-elect-leaders`). */
import { ElectLeaders } from '../../protocol/generated/apis/43-elect-leaders.ts'
import { handler } from '../handler.ts'

export const electLeaders = handler(
  ElectLeaders,
  async (request, session, { acls, controller }) => {
    acls.demand(session, 'ALTER', 'CLUSTER')
    return await controller.forward(ElectLeaders, request, session.principal)
  },
  {
    refusal: ({ topicPartitions }, { errorCode, errorMessage }, version) => ({
      ...(version > 0 && { errorCode }),
      replicaElectionResults: (topicPartitions ?? []).map(({ topic, partitions }) => ({
        topic,
        partitionResult: partitions.map(partitionId => ({ partitionId, errorCode, errorMessage })),
      })),
    }),
  },
)
