/**
 * cluster (kafka-cluster.sh): print the id and the endpoints of a cluster; take a broker off its books.
 * Source: Kafka 4.3 `ClusterTool`. Not here: asking controllers directly.
 */
import { type ClientConfigs, clientConfigs } from '../src/cli/client.ts'
import { deprecated, integer, required, text, toggle, type Values } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { type Family, tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { describeCluster, unregisterBroker } from '../src/client/admin/cluster.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import { KafkaError } from '../src/protocol/errors.ts'

const connection = () => ({
  bootstrapServer: text(
    '-b, --bootstrap-server <host:port>',
    'a broker of the cluster, or several with commas between',
  ),
  bootstrapController: text('-C, --bootstrap-controller <host:port>', 'a controller of the cluster'),
  commandConfig: text('-c, --command-config <file>', 'properties of the client, as key=value lines'),
  config: deprecated(text('--config <file>', 'properties of the client'), '--command-config'),
})
const rules = [
  { one: ['--bootstrap-server', '--bootstrap-controller'] },
  { flag: '--config', not: ['--command-config'] },
] as const

function configsOf(io: Io, options: Values<ReturnType<typeof connection>>): ClientConfigs {
  if (options.bootstrapController !== undefined)
    throw new UsageError('--bootstrap-controller is not there yet: a broker knows the same, --bootstrap-server', {
      slip: { typed: '--bootstrap-controller', meant: '--bootstrap-server' },
    })
  if (options.config !== undefined)
    io.print(
      'Option --config has been deprecated and will be removed in a future version. Use --command-config instead.',
    )
  return clientConfigs(io, { ...options, commandConfig: options.config ?? options.commandConfig })
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
    const { clusterId } = await describeCluster(cluster)
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
      io.print(`Broker ${brokerId} is no longer registered.`)
    } catch (error) {
      if (!(error instanceof KafkaError && error.name === 'UNSUPPORTED_VERSION')) throw error
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
    await using cluster = await connectAdmin(configsOf(io, options))
    const { brokers } = await describeCluster(cluster, { includeFenced: options.includeFencedBrokers })
    const hostWidth = Math.max(...brokers.map(({ host }) => host.length))
    const racks = brokers.flatMap(({ rack }) => (rack ? [rack.length] : []))
    const widths = [10, hostWidth, 10, racks.length > 0 ? Math.max(...racks) : 10, 10, 15]
    const row = (cells: readonly unknown[]) => cells.map((cell, i) => String(cell).padEnd(widths[i]!)).join(' ')
    io.print(row(['ID', 'HOST', 'PORT', 'RACK', 'STATE', 'ENDPOINT_TYPE']))
    for (const { brokerId, host, port, rack, isFenced } of brokers)
      io.print(row([brokerId, host, port, rack, isFenced ? 'fenced' : 'unfenced', 'broker']))
    return 0
  },
})

export const cluster: Family = {
  name: 'cluster',
  summary: 'Print the id and the endpoints of a cluster',
  subcommands: [clusterId, unregister, listEndpoints],
}
