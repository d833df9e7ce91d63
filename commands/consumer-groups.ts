/**
 * consumer-groups (kafka-consumer-groups.sh): list and describe groups, move their offsets, delete them. The lines are Kafka's own,
 * and so is the exit code: 0 even when the cluster refused, which the line `Error: ...` says; with --json it is 1.
 * Source: Kafka 4.3 `ConsumerGroupCommand`.
 */
import { advise } from '../src/cli/advice.ts'
import { bootstrapServer, clientConfigs, commandConfig } from '../src/cli/client.ts'
import { row, widest } from '../src/cli/columns.ts'
import { Refusal } from '../src/cli/executing.ts'
import { decimal, long, many, optional, or, text, toggle, type Values, word } from '../src/cli/flags.ts'
import {
  type PartitionRow,
  partitionRows,
  printMembers,
  printOffsets,
  printStates,
} from '../src/cli/groups/description.ts'
import { forget } from '../src/cli/groups/forget.ts'
import { byLag } from '../src/cli/groups/lag.ts'
import { reset } from '../src/cli/groups/reset.ts'
import type { Io } from '../src/cli/io.ts'
import { javaText } from '../src/cli/java-exceptions.ts'
import { hashMapOrder } from '../src/cli/java-order.ts'
import { json, printJson, printJsonError } from '../src/cli/json.ts'
import { complaint } from '../src/cli/re2.ts'
import { type Rule, tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import {
  deleteGroups,
  describeGroups,
  type GroupDescription,
  type GroupListing,
  listGroups,
} from '../src/client/admin/groups.ts'
import type { Cluster } from '../src/client/cluster.ts'
import { KafkaError } from '../src/protocol/errors.ts'

const flags = {
  bootstrapServer: bootstrapServer(),
  list: toggle('--list', 'list groups, one a line'),
  describe: toggle('--describe', 'show what groups have read, and how far behind they are'),
  delete: toggle('--delete', 'delete groups that have no members'),
  resetOffsets: toggle('--reset-offsets', 'move the offsets of groups that have no members'),
  deleteOffsets: toggle('--delete-offsets', 'forget the offsets of some topics'),
  validateRegex: text('--validate-regex <regex>', 'say whether brokers take this expression for topic names'),
  group: many(text('--group <id>', 'the group')),
  allGroups: toggle('--all-groups', 'all groups there are'),
  state: optional('--state [list]', 'with --describe: the state; with --list: the states too, or only groups in these'),
  type: optional('--type [list]', 'with --list: the types too, or only groups of these'),
  offsets: toggle('--offsets', 'with --describe: offsets and lag, which is the default'),
  members: toggle('--members', 'with --describe: the members'),
  verbose: toggle('--verbose', 'with --describe: more columns'),
  topic: many(
    text('--topic <name>', 'with --reset-offsets and --delete-offsets: a topic, or some partitions: orders:0,1'),
  ),
  allTopics: toggle('--all-topics', 'every topic that the group has read'),
  toEarliest: toggle('--to-earliest', 'to where partitions begin'),
  toLatest: toggle('--to-latest', 'to where partitions end'),
  toCurrent: toggle('--to-current', 'to where the group is; to the end where it has not been'),
  toOffset: long('--to-offset <offset>', 'to an offset'),
  shiftBy: long('--shift-by <count>', 'by so many records, back if negative'),
  toDatetime: text('--to-datetime <time>', 'to the first record since then: 2026-11-21T07:00:00.000'),
  byDuration: text('--by-duration <duration>', 'to the first record of the last PT1H30M'),
  fromFile: text('--from-file <file>', 'to what a file says: topic,partition,offset a line, as --export writes it'),
  dryRun: toggle('--dry-run', 'only say what would be'),
  execute: toggle('--execute', 'do it'),
  export: toggle('--export', 'say it as lines for --from-file'),
  timeout: or(long('--timeout <ms>', 'how long the cluster may take'), 30_000),
  commandConfig: commandConfig(),
  json: json(),
  sort: word('--sort <what>', 'with --describe: those furthest behind first', ['lag']),
  minLag: long(
    '--min-lag <count>',
    'with --describe: only partitions that are so far behind, and groups that have one',
  ),
  watch: decimal('--watch <seconds>', 'with --describe: again and again, on a terminal'),
}
type Options = Values<typeof flags>

const actions = ['--list', '--describe', '--delete', '--reset-offsets', '--delete-offsets', '--validate-regex'] as const
const scenarios = [
  '--to-offset',
  '--to-datetime',
  '--by-duration',
  '--to-earliest',
  '--to-latest',
  '--to-current',
  '--shift-by',
  '--from-file',
]
const only = (flag: string, ...allowed: readonly string[]): Rule => ({
  flag,
  not: actions.filter(each => !allowed.includes(each)),
})

const rules: readonly Rule[] = [
  { one: actions },
  ...['--describe', '--delete', '--reset-offsets'].map(on => ({ one: ['--group', '--all-groups'], on })),
  { all: ['--group', '--topic'], on: '--delete-offsets' },
  ...['--offsets', '--members', '--verbose'].map(flag => only(flag, '--describe')),
  only('--state', '--describe', '--list'),
  only('--type', '--list'),
  ...['--sort', '--min-lag', '--watch'].map(flag => only(flag, '--describe')),
  ...['--sort', '--min-lag'].map(flag => ({ flag, not: ['--members', '--state'] })),
  { flag: '--watch', not: ['--json'] },
  { flag: '--members', not: ['--offsets', '--state'] },
  { flag: '--offsets', not: ['--state'] },
  { flag: '--dry-run', not: ['--execute'] },
  { one: scenarios, on: '--reset-offsets' },
  { flag: '--group', not: ['--list', '--all-groups'] },
  { flag: '--topic', not: ['--list', '--describe'] },
  {
    flag: '--topic',
    not: ['--delete'],
    because: 'a group is deleted whole; --delete-offsets forgets the offsets of a topic',
  },
]

export const consumerGroups = tool({
  name: 'consumer-groups',
  summary: 'List, describe, reset and delete consumer groups',
  grammar: 'joptsimple',
  flags,
  rules,
  examples: [
    'tskafka consumer-groups --list --bootstrap-server localhost:9092',
    'tskafka consumer-groups --describe --group billing --bootstrap-server localhost:9092',
    'tskafka consumer-groups --describe --all-groups --sort lag --min-lag 1000 --watch 2 --bootstrap-server localhost:9092',
    'tskafka consumer-groups --reset-offsets --group billing --topic orders --to-earliest --dry-run --bootstrap-server localhost:9092',
  ],
  async run({ options, io, given }) {
    if (options.validateRegex !== undefined) return validate(options.validateRegex, io, options.json)
    if (options.describe && typeof options.state === 'string')
      throw new UsageError(`--state takes no value beside --describe, and was given "${options.state}"`)
    const filter = {
      states: listed('state', options.state, states),
      types: listed('type', options.type, ['Classic', 'Consumer']),
    }
    if (options.resetOffsets && !options.dryRun && !options.execute)
      io.warn(
        'WARN: nothing is changed without --execute. Say --dry-run if that is what you want: Kafka 5.0 will ask for one',
      )
    const configs = clientConfigs(io, options, { 'default.api.timeout.ms': String(options.timeout) })
    try {
      await using cluster = await connectAdmin(configs)
      if (options.list) await list(cluster, filter, options, given, io)
      else if (options.watch !== undefined) return await watched(cluster, options, options.watch, io)
      else if (options.describe) await describe(cluster, options, io)
      else if (options.delete) await remove(cluster, options, io)
      else if (options.resetOffsets) await reset(cluster, await idsOf(cluster, options), options, io)
      else await forget(cluster, options.group.at(-1)!, options.topic, options.json, io)
      return 0
    } catch (error) {
      if (!(error instanceof KafkaError || error instanceof Refusal)) throw error
      if (options.json) {
        printJsonError(io, error)
        return 1
      }
      const why = error instanceof KafkaError ? javaText(error) : error.message
      io.print(`\nError: Executing consumer group command failed due to ${why}`)
      if (error instanceof Refusal && error.hint) io.warn(error.hint)
      advise(io, error)
      return 0
    }
  },
})

const states = [
  'PreparingRebalance',
  'CompletingRebalance',
  'Stable',
  'Dead',
  'Empty',
  'Assigning',
  'Reconciling',
] as const

/** Words with commas between, in any case, as Kafka writes them. @throws {UsageError} */
function listed(what: string, given: string | true | undefined, known: readonly string[]): string[] {
  if (typeof given !== 'string' || given === '') return []
  return given.split(',').map(word => {
    const found = known.find(each => each.toLowerCase() === word.trim().toLowerCase())
    if (found) return found
    throw new UsageError(`Invalid ${what}s list '${given}'. Valid ${what}s are: ${known.join(', ')}`)
  })
}

function validate(regex: string, io: Io, asJson: boolean): number {
  const why = complaint(regex)
  if (asJson) printJson(io, { regex, valid: why === undefined, ...(why === undefined ? {} : { reason: why }) })
  else io.print(`The regular expression \`${regex}\` is ${why === undefined ? 'valid' : `invalid: ${why}`}.`)
  return 0
}

interface Filter {
  states: readonly string[]
  types: readonly string[]
}

/** Groups of consumers, and those of nobody yet, in the order of Kafka's tool. */
async function consumerGroupsOf(cluster: Cluster, { states, types }: Filter = { states: [], types: [] }) {
  const groups = await listGroups(cluster, {
    states,
    types: types.length > 0 ? types : ['Classic', 'Consumer'],
    protocols: ['', 'consumer'],
  })
  return hashMapOrder(groups, ({ id }) => id)
}

async function list(cluster: Cluster, filter: Filter, { json: asJson }: Options, given: ReadonlySet<string>, io: Io) {
  const groups = await consumerGroupsOf(cluster, filter)
  if (asJson) {
    printJson(io, { groups: groups.map(({ id, type, state, protocol }) => ({ group: id, type, state, protocol })) })
    return
  }
  if (!given.has('type') && !given.has('state')) {
    for (const { id } of groups) io.print(id)
    return
  }
  const columns: [name: string, width: number, cell: (group: GroupListing) => string][] = [
    [
      'GROUP',
      widest(
        15,
        groups.map(({ id }) => id),
      ) + 10,
      ({ id }) => id,
    ],
  ]
  if (given.has('type')) columns.push(['TYPE', 20, ({ type }) => type])
  if (given.has('state')) columns.push(['STATE', 20, ({ state }) => state || 'Unknown'])
  const widths = columns.map(([, width]) => width)
  io.print(
    row(
      widths,
      columns.map(([name]) => name),
    ),
  )
  for (const group of groups)
    io.print(
      row(
        widths,
        columns.map(([, , cell]) => cell(group)),
      ),
    )
}

const idsOf = async (cluster: Cluster, { allGroups, group }: Options): Promise<string[]> =>
  allGroups ? (await consumerGroupsOf(cluster)).map(({ id }) => id) : [...new Set(group)]

async function describe(cluster: Cluster, options: Options, io: Io): Promise<void> {
  const found = await describeGroups(cluster, await idsOf(cluster, options))
  const groups = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => unwrapped(each))
  const withOffsets = !options.members && options.state === undefined
  if (!withOffsets) {
    if (options.json) printJson(io, { groups: groups.map(asObject) })
    else for (const group of groups) (options.members ? printMembers : printStates)(io, group, options.verbose)
    return
  }
  const all: (readonly [GroupDescription, readonly PartitionRow[]])[] = []
  for (const group of groups) all.push([group, await partitionRows(cluster, group)])
  const chosen = byLag(all, options)
  if (options.json) printJson(io, { groups: chosen.map(([group, partitions]) => ({ ...asObject(group), partitions })) })
  else for (const [group, rows] of chosen) printOffsets(io, group, rows, options.verbose)
}

async function watched(cluster: Cluster, options: Options, seconds: number, io: Io): Promise<number> {
  const { watch } = await import('../src/cli/watch.ts')
  return watch(io, seconds, options.allGroups ? 'All groups' : options.group.join(', '), page =>
    describe(cluster, options, page),
  )
}

const asObject = ({ id, members, coordinator, ...group }: GroupDescription) => ({
  group: id,
  ...group,
  coordinator: { id: coordinator.id, host: coordinator.host, port: coordinator.port },
  members,
})

function unwrapped<Row>(row: Row | KafkaError): Row {
  if (row instanceof KafkaError) throw row
  return row
}

async function remove(cluster: Cluster, options: Options, io: Io): Promise<void> {
  const rows = hashMapOrder(await deleteGroups(cluster, await idsOf(cluster, options)), ({ id }) => id)
  if (options.json) {
    printJson(io, { groups: rows.map(({ id, error }) => ({ group: id, ...(error ? { error: error.name } : {}) })) })
    return
  }
  const failed = rows.filter(({ error }) => error)
  const names = rows.flatMap(({ id, error }) => (error ? [] : `'${id}'`)).join(', ')
  if (failed.length === 0) {
    io.print(`Deletion of requested consumer groups (${names}) was successful.`)
    return
  }
  io.print('\nError: Deletion of some consumer groups failed:')
  for (const { id, error } of failed) io.print(`* Group '${id}' could not be deleted due to: ${javaText(error!)}`)
  if (names) io.print(`\nThese consumer groups were deleted successfully: ${names}`)
}
