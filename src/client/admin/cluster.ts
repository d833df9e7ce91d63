/** The cluster itself: its brokers, and the directories they keep their data in. */
import { DescribeLogDirs, type DescribeLogDirsResponse } from '../../protocol/generated/apis/35-describe-log-dirs.ts'
import { DescribeCluster, type DescribeClusterResponse } from '../../protocol/generated/apis/60-describe-cluster.ts'
import { UnregisterBroker } from '../../protocol/generated/apis/64-unregister-broker.ts'
import { ANY, type Cluster } from '../cluster.ts'
import { controllerOf, demand } from './results.ts'

/** DescribeCluster knows brokers that are fenced, from this version on. */
const FENCED = 2
/** EndpointType. */
const BROKERS = 1
export const CONTROLLERS = 2

/** @param options.controllers the cluster was reached by its controllers, and these are what is wanted */
export function describeCluster(
  cluster: Cluster,
  options: { includeFenced?: boolean; controllers?: boolean } = {},
): Promise<DescribeClusterResponse> {
  return cluster.retry(async () => {
    const response = await cluster.request(DescribeCluster, ANY, version => ({
      includeClusterAuthorizedOperations: false,
      endpointType: options.controllers ? CONTROLLERS : BROKERS,
      ...(version >= FENCED ? { includeFencedBrokers: options.includeFenced ?? false } : {}),
    }))
    demand(response.errorCode, response.errorMessage, 'the cluster')
    return response
  })
}

/** A broker that is gone for good. */
export async function unregisterBroker(cluster: Cluster, brokerId: number): Promise<void> {
  const response = await cluster.retry(() => cluster.request(UnregisterBroker, controllerOf(cluster), { brokerId }))
  demand(response.errorCode, response.errorMessage, `broker ${brokerId}`)
}

/** Directories, and what lies in them, broker by broker. */
export async function describeLogDirs(
  cluster: Cluster,
  brokers: readonly number[] = [...cluster.brokers.keys()],
): Promise<Map<number, DescribeLogDirsResponse['results']>> {
  const answers = new Map<number, DescribeLogDirsResponse['results']>()
  for (const broker of brokers) {
    const response = await cluster.retry(() => cluster.request(DescribeLogDirs, broker, { topics: null }))
    demand(response.errorCode, null, `the directories of broker ${broker}`)
    answers.set(broker, response.results)
  }
  return answers
}
