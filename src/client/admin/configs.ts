/** Settings of topics, brokers, loggers, groups and client metrics: show and change. */
import { DescribeConfigs } from '../../protocol/generated/apis/32-describe-configs.ts'
import { IncrementalAlterConfigs } from '../../protocol/generated/apis/44-incremental-alter-configs.ts'
import { ListConfigResources } from '../../protocol/generated/apis/74-list-config-resources.ts'
import { ANY, type Cluster } from '../cluster.ts'
import { demand, failure, type Outcome } from './results.ts'

/** ConfigResource.Type. */
export const resourceTypes = { topic: 2, broker: 4, brokerLogger: 8, clientMetrics: 16, group: 32 } as const
/** AlterConfigOp.OpType. */
export const configOperations = { set: 0, delete: 1, append: 2, subtract: 3 } as const

export interface Resource {
  type: number
  name: string
}

export interface ConfigEntry {
  name: string
  value: string | null
  readOnly: boolean
  /** 1 dynamic topic, 2 dynamic broker, 3 dynamic default broker, 4 static broker, 5 default, 7 client metrics, 8 group. */
  source: number
  sensitive: boolean
  type: number
  documentation: string | null
  synonyms: readonly { name: string; value: string | null; source: number }[]
}

export interface ConfigChange {
  name: string
  operation: number
  value: string | null
}

/** Settings of resources; `names` for some of them only. A broker is asked about itself. */
export async function describeConfigs(
  cluster: Cluster,
  resources: readonly Resource[],
  options: { names?: readonly string[]; synonyms?: boolean; documentation?: boolean } = {},
): Promise<(Resource & Outcome & { entries: ConfigEntry[] })[]> {
  const answers: (Resource & Outcome & { entries: ConfigEntry[] })[] = []
  for (const [node, group] of byNode(resources)) {
    const response = await cluster.retry(() =>
      cluster.request(DescribeConfigs, node, {
        resources: group.map(({ type, name }) => ({
          resourceType: type,
          resourceName: name,
          configurationKeys: options.names ?? null,
        })),
        includeSynonyms: options.synonyms ?? false,
        includeDocumentation: options.documentation ?? false,
      }),
    )
    for (const row of response.results)
      answers.push({
        type: row.resourceType,
        name: row.resourceName,
        error: failure(row.errorCode, row.errorMessage, row.resourceName),
        entries: row.configs.map(
          ({ name, value, readOnly, configSource, isSensitive, configType, documentation, synonyms }) => ({
            name,
            value,
            readOnly,
            source: configSource,
            sensitive: isSensitive,
            type: configType,
            documentation,
            synonyms,
          }),
        ),
      })
  }
  return answers
}

export async function incrementalAlterConfigs(
  cluster: Cluster,
  changes: readonly (Resource & { changes: readonly ConfigChange[] })[],
  options: { validateOnly?: boolean } = {},
): Promise<(Resource & Outcome)[]> {
  const answers: (Resource & Outcome)[] = []
  for (const [node, group] of byNode(changes)) {
    const response = await cluster.retry(() =>
      cluster.request(IncrementalAlterConfigs, node, {
        resources: group.map(({ type, name, changes }) => ({
          resourceType: type,
          resourceName: name,
          configs: changes.map(({ name, operation, value }) => ({ name, configOperation: operation, value })),
        })),
        validateOnly: options.validateOnly ?? false,
      }),
    )
    for (const row of response.responses)
      answers.push({
        type: row.resourceType,
        name: row.resourceName,
        error: failure(row.errorCode, row.errorMessage, row.resourceName),
      })
  }
  return answers
}

/** Names of the resources of some types that have settings of their own. */
export async function listConfigResources(cluster: Cluster, types: readonly number[]): Promise<Resource[]> {
  const response = await cluster.retry(() => cluster.request(ListConfigResources, ANY, { resourceTypes: types }))
  demand(response.errorCode, null, 'resources with settings')
  return response.configResources.map(({ resourceName, resourceType }) => ({ name: resourceName, type: resourceType }))
}

/** A broker's own settings are asked of itself; all else of any broker. */
function byNode<R extends Resource>(resources: readonly R[]): Map<number, R[]> {
  const groups = new Map<number, R[]>()
  for (const resource of resources) {
    const own =
      resource.name !== '' && (resource.type === resourceTypes.broker || resource.type === resourceTypes.brokerLogger)
    const node = own ? Number(resource.name) : ANY
    groups.set(node, [...(groups.get(node) ?? []), resource])
  }
  return groups
}
