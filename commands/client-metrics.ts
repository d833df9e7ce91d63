/**
 * client-metrics (kafka-client-metrics.sh): choose which metrics clients push to the cluster. The lines are Kafka's own.
 * Source: Kafka 4.3 `ClientMetricsCommand`; KIP-714, KIP-1000.
 */
import { bootstrapServer, clientConfigs, commandConfig } from '../src/cli/client.ts'
import { executing } from '../src/cli/executing.ts'
import { many, text, toggle, type Values } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { json, printJson } from '../src/cli/json.ts'
import { tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import {
  type ConfigChange,
  type ConfigEntry,
  configOperations,
  describeConfigs,
  incrementalAlterConfigs,
  listConfigResources,
  resourceTypes,
} from '../src/client/admin/configs.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import { unwrap } from '../src/client/admin/results.ts'
import type { Cluster } from '../src/client/cluster.ts'
import { systemRandom } from '../src/lib/random.ts'
import { randomUuid } from '../src/lib/uuid.ts'

const flags = {
  bootstrapServer: bootstrapServer(),
  list: toggle('--list', 'list subscriptions, one a line'),
  describe: toggle('--describe', 'show what subscriptions say'),
  alter: toggle('--alter', 'make a subscription, or change it'),
  delete: toggle('--delete', 'delete a subscription'),
  name: text('--name <name>', 'which one'),
  generateName: toggle('--generate-name', 'with --alter: a name that nobody has'),
  metrics: many(text('--metrics <list>', 'beginnings of names: org.apache.kafka.consumer.,org.apache.kafka.producer.')),
  interval: text('--interval <ms>', "how often; '' for the default"),
  match: many(text('--match <list>', 'which clients: client_id=billing,client_software_name=.*java')),
  commandConfig: commandConfig(),
  json: json(),
}
type Options = Values<typeof flags>

const settings = ['--generate-name', '--interval', '--match', '--metrics']

export const clientMetrics = tool({
  name: 'client-metrics',
  summary: 'Choose which metrics clients push',
  grammar: 'joptsimple',
  flags,
  rules: [
    { one: ['--alter', '--delete', '--describe', '--list'] },
    { all: ['--bootstrap-server'] },
    { flag: '--delete', not: settings },
    { flag: '--describe', not: settings },
    { flag: '--list', not: ['--name', ...settings] },
    { one: ['--name', '--generate-name'], on: '--alter' },
    { all: ['--name'], on: '--delete' },
  ],
  examples: [
    'tskafka client-metrics --alter --name slow --metrics org.apache.kafka.consumer. --interval 60000 --bootstrap-server localhost:9092',
    'tskafka client-metrics --describe --bootstrap-server localhost:9092',
  ],
  run({ options, io }) {
    if (options.interval && !/^[+-]?\d+$/.test(options.interval))
      throw new UsageError(`--interval "${options.interval}" is no number of milliseconds; '' is the default`)
    const configs = clientConfigs(io, options)
    const action = options.alter ? alter : options.delete ? remove : options.describe ? describe : list
    return executing(io, 'client metrics command', options, async () => {
      await using cluster = await connectAdmin(configs)
      await action(cluster, options, io)
    })
  },
})

const names = async (cluster: Cluster) =>
  (await listConfigResources(cluster, [resourceTypes.clientMetrics])).map(({ name }) => name)

/** None are an empty line, as in Kafka. */
async function list(cluster: Cluster, options: Options, io: Io): Promise<void> {
  const found = await names(cluster)
  if (options.json) printJson(io, { subscriptions: found })
  else io.print(found.join('\n'))
}

async function settingsOf(cluster: Cluster, name: string): Promise<readonly ConfigEntry[]> {
  const [found] = unwrap(await describeConfigs(cluster, [{ type: resourceTypes.clientMetrics, name }]))
  return found!.entries
}

async function describe(cluster: Cluster, options: Options, io: Io): Promise<void> {
  const all = await names(cluster)
  const wanted = options.name === undefined ? all : all.filter(name => name === options.name)
  const found = await Promise.all(wanted.map(async name => ({ name, entries: await settingsOf(cluster, name) })))
  if (options.json) {
    const plain = (entries: readonly ConfigEntry[]) =>
      Object.fromEntries(entries.map(({ name, value }) => [name, value]))
    printJson(io, { subscriptions: found.map(({ name, entries }) => ({ name, configs: plain(entries) })) })
    return
  }
  if (options.name !== undefined && found.length === 0)
    io.print(`The client metric resource ${options.name} doesn't exist and doesn't have dynamic config.`)
  for (const { name, entries } of found) {
    io.print(`Client metrics configs for ${name} are:`)
    for (const entry of entries) io.print(`  ${entry.name}=${entry.value}`)
  }
}

async function alter(cluster: Cluster, options: Options, io: Io): Promise<void> {
  const name = options.generateName ? randomUuid(systemRandom) : options.name!
  const given = {
    'interval.ms': options.interval,
    metrics: options.metrics.length > 0 ? options.metrics.join(',') : undefined,
    match: options.match.length > 0 ? options.match.join(',') : undefined,
  }
  const changes = Object.entries(given).flatMap(([setting, value]): ConfigChange[] =>
    value === undefined
      ? []
      : [{ name: setting, operation: value === '' ? configOperations.delete : configOperations.set, value }],
  )
  unwrap(await incrementalAlterConfigs(cluster, [{ type: resourceTypes.clientMetrics, name, changes }]))
  if (options.json) printJson(io, { altered: name })
  else io.print(`Altered client metrics config for ${name}.`)
}

async function remove(cluster: Cluster, options: Options, io: Io): Promise<void> {
  const name = options.name!
  const entries = await settingsOf(cluster, name)
  const changes = entries.map(entry => ({ name: entry.name, operation: configOperations.delete, value: null }))
  unwrap(await incrementalAlterConfigs(cluster, [{ type: resourceTypes.clientMetrics, name, changes }]))
  if (options.json) printJson(io, { deleted: name })
  else io.print(`Deleted client metrics config for ${name}.`)
}
