/** Settings of topics, brokers, loggers, groups and client metrics, as `configs` changes and prints them. Source: Kafka 4.3 `ConfigCommand`. */
import {
  type ConfigChange,
  type ConfigEntry,
  configOperations,
  describeConfigs,
  incrementalAlterConfigs,
  listConfigResources,
  resourceTypes,
} from '../../client/admin/configs.ts'
import { listGroups } from '../../client/admin/groups.ts'
import { unwrap } from '../../client/admin/results.ts'
import type { Cluster } from '../../client/cluster.ts'
import type { Io } from '../io.ts'
import { hashMapOrder } from '../java-order.ts'
import { printJson } from '../json.ts'
import { UsageError } from '../usage-error.ts'
import type { Changes } from './changes.ts'
import type { Entity } from './entities.ts'

/** What is taken back comes first, as in Kafka. @throws {UsageError} for a logger that the broker does not have */
export async function alter(cluster: Cluster, { kind, name }: Entity, { set, remove }: Changes): Promise<void> {
  if (kind.type === 'broker-loggers') await demandLoggers(cluster, name!, [...remove, ...set.keys()])
  const changes: ConfigChange[] = [
    ...remove.map(each => ({ name: each, operation: configOperations.delete, value: '' })),
    ...Array.from(set, ([each, value]) => ({ name: each, operation: configOperations.set, value })),
  ]
  unwrap(await incrementalAlterConfigs(cluster, [{ type: kind.resource!, name: name!, changes }]))
}

async function demandLoggers(cluster: Cluster, broker: string, names: readonly string[]): Promise<void> {
  const [found] = unwrap(await describeConfigs(cluster, [{ type: resourceTypes.brokerLogger, name: broker }]))
  const known = new Set(found?.entries.map(each => each.name))
  const unknown = names.filter(each => !known.has(each))
  if (unknown.length > 0) throw new UsageError(`Invalid broker logger(s): ${unknown.join(',')}`)
}

/** Settings of what was named, or of all there are. */
export async function describe(
  cluster: Cluster,
  { kind, name, singular }: Entity,
  { all, json }: { readonly all: boolean; readonly json: boolean },
  io: Io,
): Promise<void> {
  if (name && !all && !(await existing(cluster, kind.type)).includes(name)) {
    if (json) printJson(io, { resources: [] })
    else io.print(`The ${singular} '${name}' doesn't exist and doesn't have dynamic config.`)
    return
  }
  const names =
    name === undefined ? [...(await existing(cluster, kind.type)), ...(kind.type === 'brokers' ? [''] : [])] : [name]
  const described = await describeConfigs(
    cluster,
    names.map(each => ({ type: kind.resource!, name: each })),
    { synonyms: true },
  )
  const shown = names.map(each => {
    const found = described.find(answer => answer.name === each)
    const source = each === '' ? DYNAMIC_DEFAULT_BROKER : kind.source
    const entries = (found?.entries ?? []).filter(entry => all || entry.source === source)
    return { name: each, error: found?.error, entries: entries.sort((a, b) => (a.name < b.name ? -1 : 1)) }
  })
  if (json) {
    printJson(io, {
      resources: unwrap(shown).map(each => ({ type: kind.type, name: each.name, configs: each.entries.map(asJson) })),
    })
    return
  }
  for (const each of shown) {
    io.print(
      each.name === ''
        ? `Default configs for ${kind.type} in the cluster are:`
        : `${all ? 'All' : 'Dynamic'} configs for ${singular} ${each.name} are:`,
    )
    if (each.error) throw each.error
    for (const entry of each.entries) io.print(line(entry))
  }
}

const asJson = ({ name, value, source, sensitive, readOnly, synonyms }: ConfigEntry) => ({
  name,
  value,
  source: sources[source],
  sensitive,
  readOnly,
  synonyms: synonyms.map(each => ({ ...each, source: sources[each.source] })),
})

/** Those there are of a kind, in the order of Kafka's tool. */
async function existing(cluster: Cluster, type: string): Promise<string[]> {
  if (type === 'topics')
    return hashMapOrder(
      (await cluster.allTopics()).map(({ name }) => name),
      name => name,
    )
  if (type.startsWith('broker')) return [...cluster.brokers.keys()].map(String)
  const kind = type === 'groups' ? resourceTypes.group : resourceTypes.clientMetrics
  const names = (await listConfigResources(cluster, [kind])).map(({ name }) => name)
  if (type !== 'groups') return names
  const ids = (await listGroups(cluster)).map(({ id }) => id)
  return [...new Set([...hashMapOrder(ids, id => id), ...names])]
}
const DYNAMIC_DEFAULT_BROKER = 3

const sources = [
  'UNKNOWN',
  'DYNAMIC_TOPIC_CONFIG',
  'DYNAMIC_BROKER_CONFIG',
  'DYNAMIC_DEFAULT_BROKER_CONFIG',
  'STATIC_BROKER_CONFIG',
  'DEFAULT_CONFIG',
  'DYNAMIC_BROKER_LOGGER_CONFIG',
  'DYNAMIC_CLIENT_METRICS_CONFIG',
  'DYNAMIC_GROUP_CONFIG',
]

const line = ({ name, value, sensitive, synonyms }: ConfigEntry) =>
  `  ${name}=${value} sensitive=${sensitive} synonyms={${synonyms.map(each => `${sources[each.source]}:${each.name}=${each.value}`).join(', ')}}`
