/**
 * metadata-quorum (kafka-metadata-quorum.sh): describe and change the controllers' quorum. The lines are Kafka's own.
 * Source: Kafka 4.3 `MetadataQuorumCommand`; KIP-853.
 */
import { adminConfigs, bootstrapController, bootstrapServer } from '../src/cli/client.ts'
import { table } from '../src/cli/columns.ts'
import { controllerOf, endpointText } from '../src/cli/controller-file.ts'
import { integer, required, text, toggle } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { json, printJson } from '../src/cli/json.ts'
import { family, type Rule, tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import { addVoter, describeQuorum, type Quorum, type QuorumReplica, removeVoter } from '../src/client/admin/quorum.ts'
import { uuidToBytes, ZERO_UUID } from '../src/lib/uuid.ts'

const shared = {
  bootstrapServer: bootstrapServer(),
  bootstrapController: bootstrapController(),
  commandConfig: text(
    '--command-config <file>',
    'properties of the client, as key=value lines; for add-controller those of the controller',
  ),
  json: json(),
}
const rules: readonly Rule[] = [{ one: ['--bootstrap-server', '--bootstrap-controller'] }]
const dryRun = () => toggle('--dry-run', 'only say what would be done')

const describe = tool({
  name: 'metadata-quorum describe',
  summary: 'Show who leads, who votes, and how far the others are',
  grammar: 'argparse4j',
  flags: {
    status: toggle('--status', 'in a few lines'),
    replication: toggle('--replication', 'a line for each replica of the log'),
    humanReadable: toggle('--human-readable', 'times as "5 ms ago"'),
    ...shared,
  },
  rules: [...rules, { one: ['--status', '--replication'] }, { flag: '--human-readable', not: ['--status'] }],
  examples: ['tskafka metadata-quorum --bootstrap-server localhost:9092 describe --status'],
  async run({ options, io }) {
    await using cluster = await connectAdmin(adminConfigs(io, options))
    const quorum = await describeQuorum(cluster)
    if (options.json)
      printJson(io, { clusterId: cluster.clusterId, ...quorum, endpoints: Object.fromEntries(quorum.endpoints) })
    else if (options.status) for (const line of statusLines(cluster.clusterId, quorum)) io.print(line)
    else for (const line of replicationLines(quorum, options.humanReadable, io)) io.print(line)
    return 0
  },
})

function* statusLines(clusterId: string, quorum: Quorum): Generator<string> {
  const { leaderId, leaderEpoch, highWatermark, voters, observers } = quorum
  const leader = voters.find(({ id }) => id === leaderId)!
  const slowest = voters.reduce((a, b) => (b.logEndOffset < a.logEndOffset ? b : a))
  const rows = {
    ClusterId: clusterId,
    LeaderId: leaderId,
    LeaderEpoch: leaderEpoch,
    HighWatermark: highWatermark,
    MaxFollowerLag: leader.logEndOffset - slowest.logEndOffset,
    MaxFollowerLagTimeMs: lagMs(leader, slowest),
    CurrentVoters: replicasText(voters, quorum),
    CurrentObservers: replicasText(observers, quorum),
  }
  for (const [name, value] of Object.entries(rows)) yield `${`${name}:`.padEnd(24)}${value}`
}

/** -1: nobody says when they were even. */
function lagMs(leader: QuorumReplica, slowest: QuorumReplica): number {
  if (leader === slowest) return 0
  if (leader.lastCaughtUpTimestamp < 0 || slowest.lastCaughtUpTimestamp < 0) return -1
  return leader.lastCaughtUpTimestamp - slowest.lastCaughtUpTimestamp
}

const replicasText = (replicas: readonly QuorumReplica[], { endpoints }: Quorum) =>
  `[${replicas
    .map(({ id, directoryId }) => {
      const at = (endpoints.get(id) ?? []).map(each => `"${endpointText(each)}"`)
      const parts = [
        `"id": ${id}`,
        ...(directoryId === ZERO_UUID ? [] : [`"directoryId": "${directoryId}"`]),
        ...(at.length === 0 ? [] : [`"endpoints": [${at.join(', ')}]`]),
      ]
      return `{${parts.join(', ')}}`
    })
    .join(', ')}]`

function replicationLines({ leaderId, voters, observers }: Quorum, forPeople: boolean, io: Io): Iterable<string> {
  const leader = voters.find(({ id }) => id === leaderId)!
  const time = (ms: number) => (ms < 0 ? -1 : forPeople ? `${Math.max(0, io.clock.now() - ms)} ms ago` : ms)
  const row = (status: string) => (each: QuorumReplica) => [
    each.id,
    each.directoryId,
    each.logEndOffset,
    leader.logEndOffset - each.logEndOffset,
    time(each.lastFetchTimestamp),
    time(each.lastCaughtUpTimestamp),
    status,
  ]
  const head = ['NodeId', 'DirectoryId', 'LogEndOffset', 'Lag', 'LastFetchTimestamp', 'LastCaughtUpTimestamp', 'Status']
  return table(head, [
    row('Leader')(leader),
    ...voters.filter(({ id }) => id !== leaderId).map(row('Follower')),
    ...observers.map(row('Observer')),
  ])
}

const addController = tool({
  name: 'metadata-quorum add-controller',
  summary: 'Let a controller vote, whose settings --command-config names',
  grammar: 'argparse4j',
  flags: { dryRun: dryRun(), ...shared },
  rules,
  examples: [
    'tskafka metadata-quorum --bootstrap-server localhost:9092 --command-config controller.properties add-controller',
  ],
  async run({ options, io }) {
    if (options.commandConfig === undefined)
      throw new UsageError(
        'You must supply the configuration file of the controller you are adding when using add-controller.',
      )
    const voter = controllerOf(io, options.commandConfig)
    if (!options.dryRun) {
      await using cluster = await connectAdmin(adminConfigs(io, options))
      await addVoter(cluster, voter)
    }
    if (options.json) printJson(io, { dryRun: options.dryRun, added: voter })
    else
      io.print(
        `${options.dryRun ? 'DRY RUN of adding' : 'Added'} controller ${voter.id} with directory id ${voter.directoryId} and endpoints: ${voter.endpoints.map(endpointText).join(', ')}`,
      )
    return 0
  },
})

const removeController = tool({
  name: 'metadata-quorum remove-controller',
  summary: 'Take the vote from a controller',
  grammar: 'argparse4j',
  flags: {
    controllerId: required(integer('-i, --controller-id <id>', 'id of the controller')),
    controllerDirectoryId: required(text('-d, --controller-directory-id <id>', 'id of its directory')),
    dryRun: dryRun(),
    ...shared,
  },
  rules,
  examples: [
    'tskafka metadata-quorum --bootstrap-server localhost:9092 remove-controller -i 3 -d AQIDBAUGBwgJCgsMDQ4PEA',
  ],
  async run({ options, io }) {
    const { controllerId: id, controllerDirectoryId: directoryId } = options
    if (id < 0) throw new UsageError(`Invalid negative --controller-id: ${id}`)
    if (!uuidToBytes(directoryId))
      throw new UsageError(
        `Failed to parse --controller-directory-id: Input string \`${directoryId}\` decoded as ${Buffer.from(directoryId, 'base64url').length} bytes, which is not equal to the expected 16 bytes of a base64-encoded UUID`,
      )
    if (!options.dryRun) {
      await using cluster = await connectAdmin(adminConfigs(io, options))
      await removeVoter(cluster, { id, directoryId })
    }
    if (options.json) printJson(io, { dryRun: options.dryRun, removed: { id, directoryId } })
    else
      io.print(
        `${options.dryRun ? 'DRY RUN of removing ' : 'Removed '} KRaft controller ${id} with directory id ${directoryId}`,
      )
    return 0
  },
})

export const metadataQuorum = family({
  name: 'metadata-quorum',
  summary: 'Describe and change the controller quorum',
  help: { exit: 0, to: 'stdout' },
  flags: shared,
  subcommands: [describe, addController, removeController],
})
