/** The way in for everything in this folder: a cluster that is asked, and remembers nothing between two questions. */
import { adminConfigs } from '../../config/admin.ts'
import { resolve } from '../../config/define.ts'
import { Cluster } from '../cluster.ts'
import { clusterOptions } from '../options.ts'

export type AdminConfigs = Readonly<Record<string, string>> & { readonly 'bootstrap.servers': string }

/** @throws {KafkaError} NETWORK_EXCEPTION when none of the bootstrap servers answers */
export function connectAdmin(target: string | AdminConfigs): Promise<Cluster> {
  const given = typeof target === 'string' ? { 'bootstrap.servers': target } : target
  const config = resolve(adminConfigs, given)
  return Cluster.connect({
    ...clusterOptions(config, given['bootstrap.servers'], 'admin'),
    apiTimeoutMs: config['default.api.timeout.ms'],
    metadataMaxAgeMs: 0,
  })
}
