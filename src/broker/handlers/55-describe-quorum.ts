/** DescribeQuorum v0-2: the controller answers (`metadata/decide/55-describe-quorum`), of which each version tells a part. */
import { DescribeQuorum, type ReplicaStateInit } from '../../protocol/generated/apis/55-describe-quorum.ts'
import { handler } from '../handler.ts'

export const describeQuorum = handler(
  DescribeQuorum,
  async (request, session, { acls, controller }) => {
    const { version, principal } = session
    acls.demand(session, 'DESCRIBE', 'CLUSTER')
    const { nodes, topics } = await controller.forward(DescribeQuorum, request, principal)
    const states = (replicas: readonly ReplicaStateInit[]) => replicas.map(state => told(state, version))
    return {
      ...(version > 1 && { nodes }),
      topics: topics.map(({ topicName, partitions }) => ({
        topicName,
        partitions: partitions.map(({ errorMessage, currentVoters, observers, ...row }) => ({
          ...row,
          ...(version > 1 && { errorMessage }),
          currentVoters: states(currentVoters),
          observers: states(observers),
        })),
      })),
    }
  },
  {
    refusal: (_request, { errorCode, errorMessage }, version) => ({
      errorCode,
      ...(version > 1 && { errorMessage }),
      topics: [],
    }),
  },
)

const told = (
  { replicaId, replicaDirectoryId, logEndOffset, lastFetchTimestamp, lastCaughtUpTimestamp }: ReplicaStateInit,
  version: number,
): ReplicaStateInit => ({
  replicaId,
  logEndOffset,
  ...(version > 0 && { lastFetchTimestamp, lastCaughtUpTimestamp }),
  ...(version > 1 && { replicaDirectoryId }),
})
