/**
 * configs (kafka-configs.sh): show and change the settings of topics, brokers, loggers, groups and client metrics, the limits of
 * users, clients and addresses, the passwords of users. The lines are Kafka's own. Source: Kafka 4.3 `ConfigCommand`.
 */
import { advise } from '../src/cli/advice.ts'
import { adminConfigs, bootstrapController, bootstrapServer, commandConfig } from '../src/cli/client.ts'
import { type Changes, changesOf } from '../src/cli/configs/changes.ts'
import { checkAddresses, type Entity, entitiesOf, entityWords } from '../src/cli/configs/entities.ts'
import * as quotas from '../src/cli/configs/quotas.ts'
import * as resources from '../src/cli/configs/resources.ts'
import * as scram from '../src/cli/configs/scram.ts'
import { many, text, toggle, type Values } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { json, printJson, printJsonError } from '../src/cli/json.ts'
import { messages } from '../src/cli/run.ts'
import { type Rule, tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
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
  user: text('--user <name>', 'limits and passwords of a user; with --client limits of that client of the user'),
  userDefaults: toggle('--user-defaults', 'limits of users that have none of their own'),
  client: text('--client <id>', 'limits of a client'),
  clientDefaults: toggle('--client-defaults', 'limits of clients that have none of their own'),
  ip: text('--ip <address>', 'limits of an address'),
  ipDefaults: toggle('--ip-defaults', 'limits of addresses that have none of their own'),
  addConfig: text('--add-config <list>', 'settings to set: name=value,name=[value,with,commas]'),
  addConfigFile: text('--add-config-file <file>', 'the same, as lines of a file'),
  deleteConfig: many(text('--delete-config <list>', 'settings to take back: name,name')),
  entityType: many(
    text(
      '--entity-type <type>',
      'topics, brokers, broker-loggers, groups, client-metrics, users, clients or ips; --topic and the like are shorter',
    ),
  ),
  entityName: many(text('--entity-name <name>', 'which one')),
  entityDefault: toggle('--entity-default', 'what holds for all of them'),
  commandConfig: commandConfig(),
  bootstrapController: bootstrapController(),
  json: json(),
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
    'tskafka configs --alter --user alice --add-config producer_byte_rate=1048576 --bootstrap-server localhost:9092',
  ],
  rewrite: entityWords,
  async run({ options, io }) {
    const entities = entitiesOf(options, options.alter ? 'alter' : 'describe')
    const changes = options.alter ? changesOf(io, options) : undefined
    if (changes) checkNames(entities, changes)
    await checkAddresses(entities)
    const client = adminConfigs(io, options)
    try {
      await using cluster = await connectAdmin(client)
      if (changes) await alter(cluster, entities, changes, options.json, io)
      else await describe(cluster, entities, options, io)
      return 0
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      if (options.json) printJsonError(io, error)
      else {
        io.warn(`Error while executing config command: ${messages(error)}`)
        advise(io, error)
      }
      return 1
    }
  },
})

/** Users and clients have limits, users alone passwords too, and never both in one go. @throws {UsageError} */
function checkNames(entities: readonly Entity[], { set, remove }: Changes): void {
  const [{ kind }] = entities as [Entity]
  if (kind.resource !== undefined) return
  const alone = kind.type === 'users' && entities.length === 1
  const known = kind.type === 'ips' ? quotas.addressQuotas : quotas.clientQuotas
  const unknown = (names: Iterable<string>) =>
    [...names].filter(name => !known.includes(name) && !(alone && scram.isMechanism(name)))
  const what = kind.type === 'ips' ? 'connection quota' : alone ? 'quota and SCRAM credential' : 'quota'
  const type = alone || kind.type === 'ips' ? kind.type : 'clients'
  for (const [names, verb] of [
    [unknown(set.keys()), 'added'],
    [unknown(remove), 'deleted'],
  ] as const)
    if (names.length > 0)
      throw new UsageError(
        `Only ${what} configs can be ${verb} for '${type}' using --bootstrap-server. Unexpected config names: ${names.join(', ')}. There are ${[...known, ...(alone ? ['SCRAM-SHA-256', 'SCRAM-SHA-512'] : [])].join(', ')}`,
      )
  const names = [...set.keys(), ...remove]
  if (!names.some(scram.isMechanism)) return
  if (entities[0]!.name === '')
    throw new UsageError(
      'The use of --entity-default or --user-defaults is not allowed with User SCRAM Credentials using --bootstrap-server.',
    )
  if (!names.every(scram.isMechanism))
    throw new UsageError(
      "Cannot alter both quota and SCRAM credential configs simultaneously for 'users' using --bootstrap-server.",
    )
}

async function alter(
  cluster: Cluster,
  entities: readonly Entity[],
  changes: Changes,
  asJson: boolean,
  io: Io,
): Promise<void> {
  const [{ kind, name, singular }] = entities as [Entity]
  if (kind.resource !== undefined) await resources.alter(cluster, entities[0]!, changes)
  else if ([...changes.set.keys(), ...changes.remove].some(scram.isMechanism))
    await scram.alter(cluster, name!, changes)
  else await quotas.alter(cluster, entities, changes)
  if (asJson) printJson(io, { altered: entities.map(each => ({ type: each.kind.type, name: each.name })) })
  else
    io.print(
      name === ''
        ? `Completed updating default config for ${kind.type} in the cluster.`
        : `Completed updating config for ${singular} ${name}.`,
    )
}

async function describe(cluster: Cluster, entities: readonly Entity[], options: Options, io: Io): Promise<void> {
  const [first] = entities as [Entity]
  if (first.kind.resource !== undefined) {
    await resources.describe(cluster, first, options, io)
    return
  }
  const found = await quotas.find(cluster, entities)
  // Passwords are of users, whatever client they use, and nobody has one by default.
  const ofUsers = entities.length === 1 && first.kind.type === 'users' && first.name !== ''
  const users = ofUsers ? await scram.find(cluster, first.name) : []
  if (options.json) printJson(io, { quotas: found.map(quotas.asJson), credentials: users.map(scram.asJson) })
  else {
    quotas.print(found, io)
    scram.print(users, io)
  }
}
