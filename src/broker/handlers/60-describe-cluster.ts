/**
 * DescribeCluster v0-2: the brokers and the cluster's id. Source: KIP-700, KIP-919 (endpoint types), KIP-1073 (fenced).
 * Not here: the controllers' endpoints; their listener answers for those.
 */
import { KafkaError } from '../../protocol/errors.ts'
import { DescribeCluster } from '../../protocol/generated/apis/60-describe-cluster.ts'
import { handler } from '../handler.ts'
import { onCluster } from './03-metadata.ts'

const BROKERS = 1
const CONTROLLERS = 2

export const describeCluster = handler(
  DescribeCluster,
  ({ endpointType, includeClusterAuthorizedOperations, includeFencedBrokers }, session, broker) => {
    if (endpointType === CONTROLLERS)
      throw new KafkaError(
        'MISMATCHED_ENDPOINT_TYPE',
        'The request was sent to an endpoint of type BROKER, but we wanted CONTROLLER',
      )
    if (endpointType !== BROKERS)
      throw new KafkaError(
        'UNSUPPORTED_ENDPOINT_TYPE',
        `Endpoint type ${endpointType} is unknown; 1 is brokers, 2 controllers`,
      )
    return {
      endpointType,
      clusterId: broker.clusterId,
      controllerId: broker.nodeId,
      brokers: broker.nodes
        .list(session, { fenced: includeFencedBrokers })
        .map(({ nodeId, host, port, rack, fenced }) => ({
          brokerId: nodeId,
          host,
          port,
          rack,
          isFenced: fenced,
        })),
      ...(includeClusterAuthorizedOperations ? { clusterAuthorizedOperations: onCluster(session, broker) } : {}),
    }
  },
  {
    refusal: (_request, { errorCode, errorMessage }) => ({ errorCode, errorMessage, clusterId: '', brokers: [] }),
  },
)
