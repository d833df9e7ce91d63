/**
 * cluster (kafka-cluster.sh): print the id and the endpoints of a cluster; take a broker off its books.
 * Source: Kafka 4.3 `ClusterTool`.
 */
import { adminConfigs } from '../src/cli/client.ts'
import { row } from '../src/cli/columns.ts'
import { deprecated, integer, required, text, toggle, type Values } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { json, printJson } from '../src/cli/json.ts'
import { type Family, tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { describeCluster, unregisterBroker } from '../src/client/admin/cluster.ts'
import { type AdminConfigs, connectAdmin } from '../src/client/admin/connect.ts'
import { KafkaError } from '../src/protocol/errors.ts'

const connection = () => ({
  bootstrapServer: text(
    '-b, --bootstrap-server <host:port>',
    'a broker of the cluster, or several with commas between',
  ),
  bootstrapController: text('-C, --bootstrap-controller <host:port>', 'a controller of the cluster'),
  commandConfig: text('-c, --command-config <file>', 'properties of the client, as key=value lines'),
  config: deprecated(text('--config <file>', 'properties of the client'), '--command-config'),
  json: json(),
})
const rules = [
  { one: ['--bootstrap-server', '--bootstrap-controller'] },
  { flag: '--config', not: ['--command-config'] },
] as const

function configsOf(io: Io, options: Values<ReturnType<typeof connection>>): AdminConfigs {
  if (options.config !== undefined)
    io.print(
      'Option --config has been deprecated and will be removed in a future version. Use --command-config instead.',
    )
  return adminConfigs(io, { ...options, commandConfig: options.config ?? options.commandConfig })
}

const clusterId = tool({
  name: 'cluster cluster-id',
  summary: 'Print the id of a cluster',
  grammar: 'argparse4j',
  flags: connection(),
  rules,
  examples: ['tskafka cluster cluster-id --bootstrap-server localhost:9092'],
  async run({ options, io }) {
    await using cluster = await connectAdmin(configsOf(io, options))
    const { clusterId } = cluster // of the answer that connecting got
    if (options.json) printJson(io, { clusterId })
    else
      io.print(clusterId ? `Cluster ID: ${clusterId}` : 'No cluster ID found. The Kafka version is probably too old.')
    return 0
  },
})

const unregister = tool({
  name: 'cluster unregister',
  summary: 'Take a broker that is gone off the books',
  grammar: 'argparse4j',
  flags: { ...connection(), id: required(integer('-i, --id <id>', 'id of the broker')) },
  rules,
  examples: ['tskafka cluster unregister --id 3 --bootstrap-server localhost:9092'],
  async run({ options, io }) {
    await using cluster = await connectAdmin(configsOf(io, options))
    const brokerId = options.id
    try {
      await unregisterBroker(cluster, brokerId)
      if (options.json) printJson(io, { unregistered: brokerId })
      else io.print(`Broker ${brokerId} is no longer registered.`)
    } catch (error) {
      if (!(error instanceof KafkaError && error.name === 'UNSUPPORTED_VERSION')) throw error
      if (options.json) throw error
      io.print('The target cluster does not support the broker unregistration API.')
    }
    return 0
  },
})

const listEndpoints = tool({
  name: 'cluster list-endpoints',
  summary: 'Print the brokers, and where each is reached',
  grammar: 'argparse4j',
  flags: {
    ...connection(),
    includeFencedBrokers: toggle('--include-fenced-brokers', 'those too that are registered and not in service'),
  },
  rules,
  examples: ['tskafka cluster list-endpoints --bootstrap-server localhost:9092'],
  async run({ options, io }) {
    const controllers = options.bootstrapController !== undefined
    if (controllers && options.includeFencedBrokers)
      throw new UsageError('The option --include-fenced-brokers is only supported with --bootstrap-server option')
    await using cluster = await connectAdmin(configsOf(io, options))
    const { brokers } = await describeCluster(cluster, { includeFenced: options.includeFencedBrokers, controllers })
    if (options.json) {
      printJson(io, { [controllers ? 'controllers' : 'brokers']: brokers })
      return 0
    }
    const hostWidth = Math.max(...brokers.map(({ host }) => host.length))
    const racks = brokers.flatMap(({ rack }) => (rack ? [rack.length] : []))
    const rackWidth = racks.length > 0 ? Math.max(...racks) : 10
    const columns: [name: string, width: number, cell: (broker: (typeof brokers)[number]) => unknown][] = [
      ['ID', 10, ({ brokerId }) => brokerId],
      ['HOST', hostWidth, ({ host }) => host],
      ['PORT', 10, ({ port }) => port],
      ['RACK', rackWidth, ({ rack }) => rack],
      ...(controllers
        ? []
        : [['STATE', 10, ({ isFenced }) => (isFenced ? 'fenced' : 'unfenced')] satisfies (typeof columns)[number]]),
      ['ENDPOINT_TYPE', 15, () => (controllers ? 'controller' : 'broker')],
    ]
    const widths = columns.map(([, width]) => width)
    io.print(
      row(
        widths,
        columns.map(([name]) => name),
      ),
    )
    for (const broker of brokers)
      io.print(
        row(
          widths,
          columns.map(([, , cell]) => cell(broker)),
        ),
      )
    return 0
  },
})

export const cluster: Family = {
  name: 'cluster',
  summary: 'Print the id and the endpoints of a cluster',
  subcommands: [clusterId, unregister, listEndpoints],
}
