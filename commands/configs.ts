/**
 * configs (kafka-configs.sh): show and change the settings of topics, brokers, loggers, groups and client metrics.
 * Source: Kafka 4.3 `ConfigCommand`. Not here yet: quotas of users, clients and addresses, SCRAM credentials, controllers.
 */
import { bootstrapServer, clientConfigs, commandConfig, propertiesOf } from '../src/cli/client.ts'
import { type Entity, entityOf } from '../src/cli/config-entities.ts'
import { many, text, toggle, type Values } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { hashMapOrder } from '../src/cli/java-order.ts'
import { messages } from '../src/cli/run.ts'
import { type Rule, tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import {
  type ConfigChange,
  type ConfigEntry,
  configOperations,
  describeConfigs,
  incrementalAlterConfigs,
  listConfigResources,
} from '../src/client/admin/configs.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import { listGroups } from '../src/client/admin/groups.ts'
import { unwrap } from '../src/client/admin/results.ts'
import type { Cluster } from '../src/client/cluster.ts'
import { KafkaError } from '../src/protocol/errors.ts'

const flags = {
  bootstrapServer: bootstrapServer(),
  describe: toggle('--describe', 'show what was set at run time'),
  all: toggle('--all', 'with --describe: every setting, whoever set it'),
  alter: toggle('--alter', 'change settings'),
  topic: text('--topic <name>', 'a topic'),
  broker: text('--broker <id>', 'a broker'),
  brokerDefaults: toggle('--broker-defaults', 'what holds for all brokers'),
  brokerLogger: text('--broker-logger <id>', 'the log levels of a broker'),
  group: text('--group <id>', 'a group'),
  clientMetrics: text('--client-metrics <name>', 'a subscription to metrics of clients'),
  addConfig: text('--add-config <list>', 'settings to set: name=value,name=[value,with,commas]'),
  addConfigFile: text('--add-config-file <file>', 'the same, as lines of a file'),
  deleteConfig: many(text('--delete-config <list>', 'settings to take back: name,name')),
  entityType: many(
    text(
      '--entity-type <type>',
      'topics, brokers, broker-loggers, groups or client-metrics; --topic and the like are shorter',
    ),
  ),
  entityName: many(text('--entity-name <name>', 'which one')),
  entityDefault: toggle('--entity-default', 'what holds for all of them'),
  commandConfig: commandConfig(),
  bootstrapController: text('--bootstrap-controller <host:port>', 'a controller').hideHelp(),
  client: text('--client <id>', 'quotas of a client').hideHelp(),
  clientDefaults: toggle('--client-defaults', 'quotas of all clients').hideHelp(),
  user: text('--user <name>', 'quotas and credentials of a user').hideHelp(),
  userDefaults: toggle('--user-defaults', 'quotas of all users').hideHelp(),
  ip: text('--ip <address>', 'quotas of an address').hideHelp(),
  ipDefaults: toggle('--ip-defaults', 'quotas of all addresses').hideHelp(),
}
type Options = Values<typeof flags>

const rules: readonly Rule[] = [
  { one: ['--describe', '--alter'] },
  { one: ['--bootstrap-server', '--bootstrap-controller'] },
  { flag: '--describe', not: ['--add-config', '--add-config-file', '--delete-config'] },
  { flag: '--add-config', not: ['--add-config-file'], on: '--alter' },
]

export const configs = tool({
  name: 'configs',
  summary: 'Show and change the settings of topics, brokers and others',
  grammar: 'joptsimple',
  flags,
  rules,
  examples: [
    'tskafka configs --describe --topic orders --bootstrap-server localhost:9092',
    'tskafka configs --alter --topic orders --add-config retention.ms=3600000 --bootstrap-server localhost:9092',
  ],
  async run({ options, io }) {
    if (options.bootstrapController !== undefined)
      throw new UsageError('--bootstrap-controller is not there yet: brokers pass changes on, --bootstrap-server', {
        slip: { typed: '--bootstrap-controller', meant: '--bootstrap-server' },
      })
    const entity = entityOf(options, options.alter ? 'alter' : 'describe')
    const changes = options.alter ? changesOf(io, options) : []
    const client = clientConfigs(io, options)
    try {
      await using cluster = await connectAdmin(client)
      await (options.alter ? alter(cluster, entity, changes, io) : describe(cluster, entity, options.all, io))
      return 0
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      io.warn(`Error while executing config command: ${messages(error)}`)
      return 1
    }
  },
})

/** What was taken back comes first, as in Kafka. @throws {UsageError} */
function changesOf(io: Io, { addConfig, addConfigFile, deleteConfig }: Options): ConfigChange[] {
  if (addConfig === undefined && addConfigFile === undefined && deleteConfig.length === 0)
    throw new UsageError(
      'At least one of --add-config, --add-config-file, or --delete-config must be specified with --alter',
    )
  const added = { ...propertiesOf(io, addConfigFile), ...(addConfig === undefined ? {} : parsed(addConfig)) }
  const wrong = Object.keys(added).find(name => !/^[$\w.-]*$/.test(name))
  if (wrong !== undefined) throw new UsageError(`Invalid character found for config key: ${wrong}`)
  return [
    ...deleteConfig
      .flatMap(words => words.split(','))
      .map(name => ({ name: name.trim(), operation: configOperations.delete, value: '' })),
    ...Object.entries(added).map(([name, value]) => ({ name, operation: configOperations.set, value })),
  ]
}

/** `a=1,b=[x,y]`: commas and equals signs within brackets belong to the value. */
function parsed(text: string): Record<string, string> {
  const outside = '(?=[^\\]]*(?:\\[|$))'
  const settings = text.split(new RegExp(`,${outside}`)).map(part => part.split(new RegExp(`\\s*=\\s*${outside}`)))
  if (settings.some(({ length }) => length !== 2))
    throw new UsageError(
      'Invalid entity config: all configs to be added must be in the format "key=val" or  "key=[val1,val2]" to group values which contain commas.',
    )
  return Object.fromEntries(settings.map(([name, value]) => [name!.trim(), value!.replace(/\[|\]/g, '').trim()]))
}

async function alter(
  cluster: Cluster,
  { kind, name, singular }: Entity,
  changes: readonly ConfigChange[],
  io: Io,
): Promise<void> {
  unwrap(await incrementalAlterConfigs(cluster, [{ type: kind.resource!, name: name!, changes }]))
  io.print(
    name === ''
      ? `Completed updating default config for ${kind.type} in the cluster.`
      : `Completed updating config for ${singular} ${name}.`,
  )
}

async function describe(cluster: Cluster, { kind, name, singular }: Entity, all: boolean, io: Io): Promise<void> {
  if (name && !all && !(await existing(cluster, kind.type)).includes(name)) {
    io.print(`The ${singular} '${name}' doesn't exist and doesn't have dynamic config.`)
    return
  }
  const names =
    name === undefined ? [...(await existing(cluster, kind.type)), ...(kind.type === 'brokers' ? [''] : [])] : [name]
  const described = await describeConfigs(
    cluster,
    names.map(each => ({ type: kind.resource!, name: each })),
    { synonyms: true },
  )
  for (const each of names) {
    const found = described.find(answer => answer.name === each)
    const source = each === '' ? DYNAMIC_DEFAULT_BROKER : kind.source
    io.print(
      each === ''
        ? `Default configs for ${kind.type} in the cluster are:`
        : `${all ? 'All' : 'Dynamic'} configs for ${singular} ${each} are:`,
    )
    if (found?.error) throw found.error
    const entries = (found?.entries ?? []).filter(entry => all || entry.source === source)
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) io.print(line(entry))
  }
}

/** Those there are of a kind, in the order of Kafka's tool. */
async function existing(cluster: Cluster, type: string): Promise<string[]> {
  if (type === 'topics')
    return hashMapOrder(
      (await cluster.allTopics()).map(({ name }) => name),
      name => name,
    )
  if (type.startsWith('broker')) return [...cluster.brokers.keys()].map(String)
  const kind = type === 'groups' ? GROUP : CLIENT_METRICS
  const names = (await listConfigResources(cluster, [kind])).map(({ name }) => name)
  if (type !== 'groups') return names
  const ids = (await listGroups(cluster)).map(({ id }) => id)
  return [...new Set([...hashMapOrder(ids, id => id), ...names])]
}
const GROUP = 32
const CLIENT_METRICS = 16
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
