/**
 * reassign-partitions (kafka-reassign-partitions.sh): move replicas between brokers, and between directories of one. The lines are
 * Kafka's own: scripts parse them. Source: Kafka 4.3 `ReassignPartitionsCommand`.
 */
import { advise } from '../src/cli/advice.ts'
import { adminConfigs, commandConfig } from '../src/cli/client.ts'
import { Refusal } from '../src/cli/executing.ts'
import { long, optional, or, text, toggle, type Values } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { javaText } from '../src/cli/java-exceptions.ts'
import { json, printJson, printJsonError } from '../src/cli/json.ts'
import {
  currentPlacements,
  directoriesOf,
  directoryProgress,
  moving,
  placementProgress,
  placementsOf,
  refuse,
  startDirectoryMoves,
} from '../src/cli/reassign/moves.ts'
import { place } from '../src/cli/reassign/placement.ts'
import {
  brokerList,
  byPartition,
  checkPlan,
  type Placement,
  type Plan,
  planText,
  readPlan,
  readTopics,
} from '../src/cli/reassign/plan.ts'
import { clear, limitBrokers, limitDirectories, movesOf } from '../src/cli/reassign/throttles.ts'
import { type Rule, tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import { alterReassignments, describeReplicaLogDirs, listReassignments } from '../src/client/admin/replicas.ts'
import type { Cluster } from '../src/client/cluster.ts'
import { keyOf } from '../src/client/offsets.ts'
import { KafkaError } from '../src/protocol/errors.ts'

const flags = {
  bootstrapServer: optional(
    '--bootstrap-server [host:port]',
    'a broker of the cluster, or several with commas between',
  ),
  bootstrapController: optional('--bootstrap-controller [host:port]', 'with --list and --cancel: a controller instead'),
  list: toggle('--list', 'list what moves now'),
  generate: toggle('--generate', 'propose where replicas of topics could be'),
  execute: toggle('--execute', 'start moving'),
  verify: toggle('--verify', 'say how far it is, and take limits away when it is done'),
  cancel: toggle('--cancel', 'stop moving, and go back'),
  reassignmentJsonFile: text(
    '--reassignment-json-file <file>',
    'what goes where: {"partitions":[{"topic":"orders","partition":0,"replicas":[1,2]}]}',
  ),
  topicsToMoveJsonFile: text('--topics-to-move-json-file <file>', 'with --generate: {"topics":[{"topic":"orders"}]}'),
  brokerList: text('--broker-list <list>', 'with --generate: the brokers to use, 1,2,3'),
  disableRackAware: toggle('--disable-rack-aware', 'with --generate: do not look at racks'),
  additional: toggle('--additional', 'with --execute: while others move; or to change their limit'),
  throttle: or(long('--throttle <bytes>', 'with --execute: bytes a second between brokers'), -1),
  replicaAlterLogDirsThrottle: or(
    long('--replica-alter-log-dirs-throttle <bytes>', 'with --execute: bytes a second between directories'),
    -1,
  ),
  timeout: or(long('--timeout <ms>', 'how long a move between directories may take to start'), 10_000),
  disallowReplicationFactorChange: toggle(
    '--disallow-replication-factor-change',
    'with --execute: refuse more or fewer replicas than there are',
  ),
  preserveThrottles: toggle('--preserve-throttles', 'with --verify and --cancel: leave limits as they are'),
  commandConfig: commandConfig(),
  json: json(),
}
type Options = Values<typeof flags>

const actions = ['--generate', '--execute', '--verify', '--cancel', '--list'] as const
const only = (flag: string, ...allowed: readonly string[]): Rule => ({
  flag,
  not: actions.filter(each => !allowed.includes(each)),
})

export const reassignPartitions = tool({
  name: 'reassign-partitions',
  summary: 'Move replicas between brokers',
  grammar: 'joptsimple',
  flags,
  rules: [
    { one: actions },
    { one: ['--bootstrap-server', '--bootstrap-controller'] },
    ...['--execute', '--verify', '--cancel'].map(on => ({ all: ['--reassignment-json-file'], on })),
    { all: ['--topics-to-move-json-file', '--broker-list'], on: '--generate' },
    only('--reassignment-json-file', '--execute', '--verify', '--cancel'),
    only('--topics-to-move-json-file', '--generate'),
    only('--broker-list', '--generate'),
    only('--disable-rack-aware', '--generate'),
    only('--bootstrap-controller', '--cancel', '--list'),
    ...['--additional', '--throttle', '--replica-alter-log-dirs-throttle'].map(flag => only(flag, '--execute')),
    only('--disallow-replication-factor-change', '--execute'),
    only('--timeout', '--execute', '--cancel'),
    only('--preserve-throttles', '--verify', '--cancel'),
  ],
  examples: [
    'tskafka reassign-partitions --list --bootstrap-server localhost:9092',
    'tskafka reassign-partitions --generate --topics-to-move-json-file topics.json --broker-list 1,2 --bootstrap-server localhost:9092',
    'tskafka reassign-partitions --execute --reassignment-json-file moves.json --bootstrap-server localhost:9092',
  ],
  async run({ options, io }) {
    const configs = adminConfigs(
      io,
      {
        commandConfig: options.commandConfig,
        bootstrapServer: named('--bootstrap-server', options.bootstrapServer),
        bootstrapController: named('--bootstrap-controller', options.bootstrapController),
      },
      { 'client.id': 'reassign-partitions-tool' },
    )
    try {
      const action = prepare(options, io)
      await using cluster = await connectAdmin(configs)
      await action(cluster)
      return 0
    } catch (error) {
      if (!(error instanceof KafkaError || error instanceof Refusal)) throw error
      if (options.json) printJsonError(io, error)
      else if (error instanceof Refusal && terse.test(error.message)) io.print(error.message)
      else {
        io.print(`Error: ${error instanceof KafkaError ? javaText(error) : error.message}`)
        advise(io, error)
      }
      return 1
    }
  },
})

/** What is to be done; files are read first, so that a wrong word is said before anything is asked. */
function prepare(options: Options, io: Io): (cluster: Cluster) => Promise<void> {
  if (options.list) return cluster => list(cluster, options, io)
  if (options.generate) {
    const ids = brokerList(options.brokerList!)
    const topics = readTopics(io, options.topicsToMoveJsonFile!)
    return cluster => generate(cluster, ids, topics, options, io)
  }
  const plan = readPlan(io, options.reassignmentJsonFile!)
  if (options.execute) checkPlan(plan)
  const action = options.execute ? execute : options.verify ? verify : cancel
  return cluster => action(cluster, plan, options, io)
}

/** Said as they are. */
const terse = /^(Cannot execute because|Error |Timed out before)/

function named(flag: string, value: string | true | undefined): string | undefined {
  if (value === true) throw new UsageError(`${flag} needs a value: ${flag} localhost:9092`)
  return value
}

async function list(cluster: Cluster, options: Options, io: Io): Promise<void> {
  const found = (await listReassignments(cluster)).sort(byPartition)
  if (options.json) {
    printJson(io, { reassignments: found })
    return
  }
  if (found.length === 0) io.print('No partition reassignments found.')
  else io.print('Current partition reassignments:')
  for (const each of found) {
    const part = (word: string, ids: readonly number[]) => (ids.length > 0 ? ` ${word}: ${ids.join(',')}.` : '')
    io.print(
      `${keyOf(each)}: replicas: ${each.replicas.join(',')}.${part('adding', each.adding)}${part('removing', each.removing)}`,
    )
  }
}

async function generate(
  cluster: Cluster,
  ids: readonly number[],
  names: readonly string[],
  options: Options,
  io: Io,
): Promise<void> {
  const current = await placementsOf(cluster, names)
  const candidates = [...cluster.brokers.values()]
    .filter(({ id }) => ids.includes(id))
    .map(({ id, rack }) => ({ id, rack: options.disableRackAware ? null : rack }))
  const rackless = candidates.filter(({ rack }) => rack === null).length
  if (!options.disableRackAware && rackless > 0 && rackless < candidates.length)
    throw new Refusal(
      'Not all brokers have rack information. Add --disable-rack-aware in command line to make replica assignment without rack information.',
    )
  const topics = new Map<string, Placement[]>()
  for (const each of current) topics.set(each.topic, [...(topics.get(each.topic) ?? []), each])
  const proposed = [...topics].flatMap(([topic, placements]) => {
    const dealt = { partitions: placements.length, replicationFactor: placements[0]!.replicas.length }
    return place(candidates, dealt, Math.random).map((replicas, partition) => ({ topic, partition, replicas }))
  })
  const directories = await directoriesOf(cluster, current)
  const [now, then] = [planText(current, directories), planText(proposed, new Map())]
  if (options.json) {
    printJson(io, { current: JSON.parse(now), proposed: JSON.parse(then) })
    return
  }
  io.print(`Current partition replica assignment\n${now}\n`)
  io.print(`Proposed partition reassignment configuration\n${then}`)
}

async function execute(cluster: Cluster, plan: Plan, options: Options, io: Io): Promise<void> {
  const others = await listReassignments(cluster)
  if (!options.additional && others.length > 0)
    throw new Refusal(
      'Cannot execute because there is an existing partition assignment.  Use --additional to override this and create a new partition assignment in addition to the existing one. The --additional flag can also be used to change the throttle by resubmitting the current reassignment.',
    )
  const unknown = plan.placements.flatMap(({ replicas }) => replicas).find(id => !cluster.brokers.has(id))
  if (unknown !== undefined) throw new Refusal(`Unknown broker id ${unknown}`)
  const current = await currentPlacements(cluster, plan.placements)
  const say = options.json ? () => {} : io.print
  say(
    `Current partition replica assignment\n\n${planText(current, await directoriesOf(cluster, current))}\n\nSave this to use as the --reassignment-json-file option during rollback`,
  )
  const quiet: Io = Object.assign(Object.create(io) as Io, { print: say })
  if (options.throttle >= 0 || options.replicaAlterLogDirsThrottle >= 0)
    say(
      'Warning: You must run --verify periodically, until the reassignment completes, to ensure the throttle is removed.',
    )
  if (options.throttle >= 0)
    await limitBrokers(cluster, movesOf(others, plan.placements, current), options.throttle, quiet)
  if (options.replicaAlterLogDirsThrottle >= 0)
    await limitDirectories(
      cluster,
      new Set(plan.moves.map(({ broker }) => broker)),
      options.replicaAlterLogDirsThrottle,
      quiet,
    )
  const rows = await alterReassignments(cluster, plan.placements, {
    allowReplicationFactorChange: !options.disallowReplicationFactorChange,
  })
  refuse(rows, () => 'Error reassigning partition(s):')
  const names = plan.placements.toSorted(byPartition).map(keyOf)
  say(`Successfully started partition reassignment${names.length === 1 ? '' : 's'} for ${names.join(',')}`)
  if (plan.moves.length > 0) await startDirectoryMoves(cluster, plan.moves, options.timeout, quiet)
  if (options.json) printJson(io, { started: plan.placements, directories: plan.moves })
}

async function verify(cluster: Cluster, plan: Plan, options: Options, io: Io): Promise<void> {
  const placements = await placementProgress(cluster, plan.placements)
  const directories = await directoryProgress(cluster, plan.moves)
  const done = placements.done && directories.done
  const lines = [...placements.lines, ...(directories.lines.length > 0 ? directories.lines : [''])]
  if (options.json) printJson(io, { done, status: lines.slice(1).filter(line => line !== '') })
  else for (const line of lines) io.print(line)
  const quiet: Io = options.json ? Object.assign(Object.create(io) as Io, { print: () => {} }) : io
  if (done && !options.preserveThrottles) await clear(cluster, plan.placements, quiet)
}

async function cancel(cluster: Cluster, plan: Plan, options: Options, io: Io): Promise<void> {
  const quiet: Io = options.json ? Object.assign(Object.create(io) as Io, { print: () => {} }) : io
  const partitions = await moving(cluster, plan.placements)
  if (partitions.length > 0) {
    const rows = await alterReassignments(
      cluster,
      partitions.map(at => ({ ...at, replicas: null })),
    )
    refuse(rows, count => `Error cancelling partition reassignment${count === 1 ? '' : 's'} for:`)
    quiet.print(
      `Successfully cancelled partition reassignment${partitions.length === 1 ? '' : 's'} for: ${partitions.map(keyOf).join(',')}`,
    )
  } else quiet.print('None of the specified partition reassignments are active.')
  const found = await describeReplicaLogDirs(cluster, plan.moves)
  const back = found.flatMap(({ topic, partition, broker, current, future }) =>
    current !== undefined && future !== undefined ? [{ topic, partition, broker, directory: current }] : [],
  )
  if (back.length > 0) await startDirectoryMoves(cluster, back, options.timeout, quiet)
  else if (!options.json) io.stdout.write('None of the specified partition moves are active.') // no end of line there
  if (!options.preserveThrottles) await clear(cluster, plan.placements, quiet)
  if (options.json) printJson(io, { cancelled: partitions, directories: back })
}
