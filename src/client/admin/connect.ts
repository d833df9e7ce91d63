/**
 * The way in for everything in this folder: a cluster that is asked by way of its brokers, or of its controllers, which serve no
 * Metadata and say by DescribeCluster who they are (KIP-919).
 */
import { adminConfigs } from '../../config/admin.ts'
import { resolve } from '../../config/define.ts'
import { type GivenConfigs, textsOf } from '../../config/given.ts'
import type { MetadataResponse } from '../../protocol/generated/apis/03-metadata.ts'
import { DescribeCluster } from '../../protocol/generated/apis/60-describe-cluster.ts'
import { ANY, Cluster } from '../cluster.ts'
import { clusterOptions } from '../options.ts'
import { demand } from './results.ts'

type Addresses = string | readonly string[]
export type AdminConfigs = GivenConfigs<typeof adminConfigs> &
  ({ readonly 'bootstrap.servers': Addresses } | { readonly 'bootstrap.controllers': Addresses })

/** @throws {KafkaError} NETWORK_EXCEPTION when none of the bootstrap servers answers */
export function connectAdmin(target: string | AdminConfigs): Promise<Cluster> {
  const given = textsOf(typeof target === 'string' ? { 'bootstrap.servers': target } : target)
  const config = resolve(adminConfigs, given)
  const controllers = given['bootstrap.controllers']
  return Cluster.connect({
    ...clusterOptions(config, controllers ?? given['bootstrap.servers'] ?? '', 'admin'),
    apiTimeoutMs: config['default.api.timeout.ms'],
    metadataMaxAgeMs: 0,
    ...(controllers === undefined ? {} : { ask: askController }),
  })
}

/** Of DescribeCluster: controllers, not brokers. */
const CONTROLLERS = 2

/** The controllers, as if they were brokers without topics. */
async function askController(cluster: Cluster): Promise<MetadataResponse> {
  const response = await cluster.request(
    DescribeCluster,
    ANY,
    { includeClusterAuthorizedOperations: false, endpointType: CONTROLLERS },
    { minVersion: 1 },
  )
  demand(response.errorCode, response.errorMessage, 'the controllers')
  const { throttleTimeMs, clusterId, controllerId } = response
  const brokers = response.brokers.map(({ brokerId, host, port, rack }) => ({ nodeId: brokerId, host, port, rack }))
  return { throttleTimeMs, brokers, clusterId, controllerId, topics: [], clusterAuthorizedOperations: 0, errorCode: 0 }
}
