/**
 * streams-application-reset (kafka-streams-application-reset.sh): let a Streams application begin anew: its group reads its inputs
 * again, and the topics it has made for itself are deleted. The lines are Kafka's own. Source: Kafka 4.3 `StreamsResetter`.
 * Not here: what the application keeps on its own disks.
 */

import fs from 'node:fs'
import path from 'node:path'
import { advise } from '../src/cli/advice.ts'
import { bootstrapServer, clientConfigs, commandConfig, renamed } from '../src/cli/client.ts'
import { Refusal } from '../src/cli/executing.ts'
import { deprecated, long, many, required, text, toggle, type Values } from '../src/cli/flags.ts'
import { ends } from '../src/cli/groups/offsets-at.ts'
import { type NewOffset, parsePlan } from '../src/cli/groups/plan.ts'
import { inMapOrder } from '../src/cli/groups/scenarios.ts'
import type { Io } from '../src/cli/io.ts'
import { javaText } from '../src/cli/java-exceptions.ts'
import { hashMapOrder } from '../src/cli/java-order.ts'
import { json, printJson, printJsonError } from '../src/cli/json.ts'
import { inputOffsets, isInternalTopic } from '../src/cli/streams-reset.ts'
import { tool } from '../src/cli/tool.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import { alterGroupOffsets } from '../src/client/admin/group-offsets.ts'
import { describeGroups, removeMembers } from '../src/client/admin/groups.ts'
import { unwrap } from '../src/client/admin/results.ts'
import { deleteTopics, listTopics } from '../src/client/admin/topics.ts'
import type { Cluster, TopicInfo } from '../src/client/cluster.ts'
import { KafkaError } from '../src/protocol/errors.ts'

const flags = {
  applicationId: required(text('--application-id <id>', "the application's application.id")),
  bootstrapServer: bootstrapServer(),
  inputTopics: many(
    text('--input-topics <list>', 'topics that are read again, from their beginning if nothing else is said'),
  ),
  intermediateTopics: many(text('--intermediate-topics <list>', 'topics that are skipped to their end')),
  internalTopics: many(
    text('--internal-topics <list>', 'only these of the topics that the application has made for itself'),
  ),
  toEarliest: toggle('--to-earliest', 'inputs from where they begin'),
  toLatest: toggle('--to-latest', 'inputs from where they end'),
  toOffset: long('--to-offset <offset>', 'inputs from an offset'),
  shiftBy: long('--shift-by <count>', 'inputs so many records on, back if negative'),
  toDatetime: text('--to-datetime <time>', 'inputs from the first record since then: 2026-11-21T07:00:00.000'),
  byDuration: text('--by-duration <duration>', 'inputs of the last PT1H30M'),
  fromFile: text('--from-file <file>', 'inputs from what a file says: topic,partition,offset a line'),
  dryRun: toggle('--dry-run', 'only say what would be done'),
  force: toggle('--force', 'remove members that are still in the group'),
  commandConfig: commandConfig(),
  configFile: deprecated(text('--config-file <file>', 'properties of the client'), '--command-config'),
  json: json(),
}
type Options = Values<typeof flags>

const scenarios = [
  '--to-offset',
  '--to-datetime',
  '--by-duration',
  '--to-earliest',
  '--to-latest',
  '--from-file',
  '--shift-by',
]

export const streamsApplicationReset = tool({
  name: 'streams-application-reset',
  summary: 'Reset a Streams application',
  grammar: 'joptsimple',
  flags,
  rules: [
    ...scenarios.map((flag, i) => ({ flag, not: scenarios.slice(i + 1) })),
    { flag: '--config-file', not: ['--command-config'] },
  ],
  examples: [
    'tskafka streams-application-reset --application-id wordcount --input-topics lines --dry-run --bootstrap-server localhost:9092',
  ],
  async run({ options, io, given }) {
    const line =
      'Option --config-file has been deprecated and will be removed in a future version. Use --command-config instead.'
    const file = renamed(io, line, { given: given.has('configFile'), value: options.configFile }, options.commandConfig)
    const bootstrapServer = options.bootstrapServer ?? 'localhost:9092'
    const configs = clientConfigs(io, { bootstrapServer, commandConfig: file })
    const said: Io = options.json ? Object.assign(Object.create(io) as Io, { print: () => {} }) : io
    try {
      const plan = planOf(options, io)
      await using cluster = await connectAdmin(configs)
      await demandIdle(cluster, options, said)
      const topics = await listTopics(cluster)
      if (options.dryRun)
        said.print('----Dry run displays the actions which will be performed when running Streams Reset Tool----')
      const { moved, missing } = await reset(cluster, topics, plan, options, said)
      const deleted = await deleteInternal(cluster, topics, options, said)
      if (options.json) printJson(io, { dryRun: options.dryRun, offsets: moved, deleted, missing })
      return missing.length > 0 ? 1 : 0
    } catch (error) {
      if (!(error instanceof KafkaError || error instanceof Refusal)) throw error
      if (options.json) printJsonError(io, error)
      else {
        io.warn(`ERROR: ${error instanceof KafkaError ? javaText(error) : error.message}`)
        advise(io, error)
      }
      return 1
    }
  },
})

const words = (lists: readonly string[]) => lists.flatMap(list => list.split(','))
const shown = (names: readonly string[]) => `[${names.join(', ')}]`

function planOf({ fromFile, applicationId }: Options, io: Io): readonly NewOffset[] | undefined {
  if (fromFile === undefined) return undefined
  try {
    return (
      parsePlan(fs.readFileSync(path.resolve(io.cwd, fromFile), 'utf8'), [applicationId!], fromFile).get(
        applicationId!,
      ) ?? []
    )
  } catch (error) {
    if (error instanceof Error && 'syscall' in error)
      throw new Refusal(`Unable to read file ${fromFile}`, { cause: error })
    throw error
  }
}

/** @throws {Refusal} while the application runs */
async function demandIdle(cluster: Cluster, { applicationId, force }: Options, io: Io): Promise<void> {
  const group = (await describeGroups(cluster, [applicationId!])).get(applicationId!)!
  if (group instanceof KafkaError) {
    if (group.name !== 'GROUP_ID_NOT_FOUND') throw group
    return
  }
  if (group.members.length === 0) return
  if (!force)
    throw new Refusal(
      `Consumer group '${applicationId}' is still active and has following members: ${shown(group.members.map(({ id }) => id))}. Make sure to stop all running application instances before running the reset tool. You can use option '--force' to remove active members from the group.`,
    )
  io.print(`Force deleting all active members in the group: ${applicationId}`)
  unwrap(await removeMembers(cluster, group))
}

async function reset(
  cluster: Cluster,
  topics: readonly TopicInfo[],
  plan: readonly NewOffset[] | undefined,
  options: Options,
  io: Io,
): Promise<{ moved: NewOffset[]; missing: string[] }> {
  const [inputs, intermediates] = [words(options.inputTopics), words(options.intermediateTopics)]
  if (intermediates.length > 0)
    io.print('WARN: `--intermediate-topics` is deprecated and will be removed in a future release')
  if (inputs.length + intermediates.length === 0) {
    io.print('No input or intermediate topics specified. Skipping seek.')
    return { moved: [], missing: [] }
  }
  if (inputs.length > 0) io.print(`Reset-offsets for input topics ${shown(inputs)}`)
  if (intermediates.length > 0) io.print(`Seek-to-end for intermediate topics ${shown(intermediates)}`)
  const known = new Map(topics.map(each => [each.name, each]))
  const absent = (names: readonly string[]) => names.filter(name => !known.has(name))
  for (const [what, names, space] of [
    ['input', absent(inputs), ' '],
    ['intermediate', absent(intermediates), ''],
  ] as const)
    if (names.length > 0) {
      io.print(`Following ${what} topics are not found, skipping them`)
      for (const name of names) io.print(`Topic:${space}${name}`)
    }
  const asked = [...inputs, ...intermediates]
  const missing = absent(asked)
  const found = [...new Set(asked)].filter(name => known.has(name))
  if (found.length === 0) return { moved: [], missing }
  const partitionsOf = (names: readonly string[]) =>
    inMapOrder(
      hashMapOrder(found, name => name, asked.length)
        .filter(name => names.includes(name))
        .flatMap(name => known.get(name)!.partitions.map(({ index }) => ({ topic: name, partition: index }))),
    )
  const group = options.applicationId!
  const moved: NewOffset[] = []
  if (inputs.length > absent(inputs).length) {
    io.print(`Following input topics offsets will be reset to (for consumer group ${group})`)
    const offsets = await inputOffsets(cluster, group, partitionsOf(inputs), options, plan, io)
    for (const { topic, partition, offset } of offsets)
      io.print(`Topic: ${topic} Partition: ${partition} Offset: ${offset}`)
    moved.push(...offsets)
  }
  const skipped = partitionsOf(intermediates.filter(name => !inputs.includes(name)))
  if (skipped.length > 0) {
    io.print(`Following intermediate topics offsets will be reset to end (for consumer group ${group})`)
    for (const { topic } of skipped) io.print(`Topic: ${topic}`)
    moved.push(...(await ends(cluster, skipped)))
  }
  if (!options.dryRun) unwrap(await alterGroupOffsets(cluster, group, moved))
  io.print('Done.')
  return { moved, missing }
}

async function deleteInternal(
  cluster: Cluster,
  topics: readonly TopicInfo[],
  options: Options,
  io: Io,
): Promise<readonly string[]> {
  const own = [...words(options.inputTopics), ...words(options.intermediateTopics)]
  const inferred = hashMapOrder(
    topics.filter(({ internal }) => !internal).map(({ name }) => name),
    name => name,
  ).filter(name => !own.includes(name) && isInternalTopic(options.applicationId!, name))
  const named = words(options.internalTopics)
  if (!named.every(name => inferred.includes(name)))
    throw new Refusal(
      'java.lang.IllegalArgumentException: Invalid topic specified in the --internal-topics option. Ensure that the topics specified are all internal topics. Do a dry run without the --internal-topics option to see the list of all internal topics that can be deleted.',
    )
  const doomed = named.length > 0 ? named : inferred
  io.print(`Deleting ${named.length > 0 ? 'specified' : 'inferred'} internal topics ${shown(doomed)}`)
  if (!options.dryRun && doomed.length > 0) unwrap(await deleteTopics(cluster, doomed))
  io.print('Done.')
  return doomed
}
