/**
 * topics (kafka-topics.sh): create, list, describe, alter and delete topics. The lines are Kafka's own: scripts parse them.
 * Source: Kafka 4.3 `TopicCommand`.
 */
import { bootstrapServer, clientConfigs, commandConfig } from '../src/cli/client.ts'
import { executing, Refusal } from '../src/cli/executing.ts'
import type { Values } from '../src/cli/flags.ts'
import { integer, many, text, toggle } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { hashMapOrder } from '../src/cli/java-order.ts'
import { type Rule, tool } from '../src/cli/tool.ts'
import { descriptionLines, type Reassignment } from '../src/cli/topic-description.ts'
import { isInternal, topicPattern } from '../src/cli/topic-filter.ts'
import { describeCluster } from '../src/client/admin/cluster.ts'
import { describeConfigs, resourceTypes } from '../src/client/admin/configs.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import { listReassignments } from '../src/client/admin/replicas.ts'
import { unwrap } from '../src/client/admin/results.ts'
import {
  createPartitions,
  createTopics,
  deleteTopics,
  describeTopics,
  listTopics,
  type TopicDescription,
} from '../src/client/admin/topics.ts'
import type { Cluster } from '../src/client/cluster.ts'
import { uuidToBytes, ZERO_UUID } from '../src/lib/uuid.ts'
import { ListPartitionReassignments } from '../src/protocol/generated/apis/46-list-partition-reassignments.ts'

const flags = {
  bootstrapServer: bootstrapServer(),
  create: toggle('--create', 'create a topic'),
  list: toggle('--list', 'list topics, one name a line'),
  describe: toggle('--describe', 'show partitions, leaders, replicas and settings'),
  alter: toggle('--alter', 'add partitions'),
  delete: toggle('--delete', 'delete topics'),
  topic: text('--topic <name>', 'the topic; a regular expression for all but --create, commas meaning "or"'),
  topicId: text('--topic-id <id>', 'the topic to describe, by its id'),
  partitions: integer('--partitions <count>', "how many partitions; the broker's num.partitions if not given"),
  replicationFactor: integer('--replication-factor <count>', "how many replicas; the broker's default if not given"),
  replicaAssignment: text(
    '--replica-assignment <list>',
    'brokers instead of counts: 1:2,2:3 is two partitions of two replicas',
  ),
  config: many(text('--config <name=value>', 'a setting of the new topic')),
  ifNotExists: toggle('--if-not-exists', 'do not fail when the topic is already there'),
  ifExists: toggle('--if-exists', 'do not fail when there is no such topic'),
  excludeInternal: toggle('--exclude-internal', 'leave out topics that Kafka keeps for itself'),
  underReplicatedPartitions: toggle(
    '--under-replicated-partitions',
    'describe only partitions that lack an in-sync replica',
  ),
  unavailablePartitions: toggle('--unavailable-partitions', 'describe only partitions without a living leader'),
  underMinIsrPartitions: toggle(
    '--under-min-isr-partitions',
    'describe only partitions with fewer in-sync replicas than needed',
  ),
  atMinIsrPartitions: toggle(
    '--at-min-isr-partitions',
    'describe only partitions with just as many in-sync replicas as needed',
  ),
  topicsWithOverrides: toggle('--topics-with-overrides', 'describe only topics with settings of their own'),
  partitionSizeLimitPerResponse: integer(
    '--partition-size-limit-per-response <count>',
    'partitions in one answer of the broker; changes nothing in what is printed',
  ),
  commandConfig: commandConfig(),
  deleteConfig: text('--delete-config <name>', 'not supported since Kafka 4.0').hideHelp(),
}
type Options = Values<typeof flags>

const actions = ['--list', '--describe', '--create', '--alter', '--delete'] as const
const reports = [
  '--under-replicated-partitions',
  '--under-min-isr-partitions',
  '--at-min-isr-partitions',
  '--unavailable-partitions',
]
const only = (flag: string, ...allowed: readonly string[]): Rule => ({
  flag,
  not: actions.filter(each => !allowed.includes(each)),
})

export const topics = tool({
  name: 'topics',
  summary: 'Create, list, describe, alter and delete topics',
  grammar: 'joptsimple',
  flags,
  rules: [
    { one: actions },
    ...['--create', '--alter', '--delete'].map(on => ({ all: ['--topic'], on })),
    { flag: '--config', not: ['--alter'], because: 'settings are changed by tskafka configs --alter' },
    { all: ['--partitions'], on: '--alter' },
    only('--config', '--create'),
    only('--partitions', '--create', '--alter'),
    only('--replication-factor', '--create'),
    only('--replica-assignment', '--create', '--alter'),
    { flag: '--replica-assignment', not: ['--partitions', '--replication-factor'], on: '--create' },
    ...reports.map(flag => only(flag, '--describe')),
    only('--topics-with-overrides', '--describe'),
    { flag: '--topics-with-overrides', not: reports },
    only('--if-exists', '--alter', '--delete', '--describe'),
    only('--if-not-exists', '--create'),
    only('--exclude-internal', '--list', '--describe'),
  ],
  examples: [
    'tskafka topics --create --topic orders --partitions 3 --bootstrap-server localhost:9092',
    'tskafka topics --list --bootstrap-server localhost:9092',
    'tskafka topics --describe --topic orders --bootstrap-server localhost:9092',
  ],
  run({ options, io }) {
    if (options.deleteConfig !== undefined)
      io.warn('--delete-config does nothing since Kafka 4.0: use tskafka configs --alter')
    if (options.describe && options.topic !== undefined && options.topicId !== undefined)
      io.print(
        'Only topic id will be used when both --topic and --topic-id are specified and topicId is not Uuid.ZERO_UUID',
      )
    const configs = clientConfigs(io, options)
    const action = options.create
      ? create
      : options.list
        ? list
        : options.describe
          ? describe
          : options.alter
            ? alter
            : remove
    return executing(io, 'topic command', {}, async () => {
      await using cluster = await connectAdmin(configs)
      await action(cluster, options, io)
    })
  },
})

/** Partition counts, replicas and settings are checked by the broker; here only what cannot be put into a request. */
async function create(cluster: Cluster, options: Options, io: Io): Promise<void> {
  const name = options.topic!
  const { partitions, replicationFactor } = options
  const configs = configsOf(options.config)
  const assignments = assignmentsOf(options.replicaAssignment)
  if (/[._]/.test(name))
    io.print(
      "WARNING: Due to limitations in metric names, topics with a period ('.') or underscore ('_') could collide. To avoid issues it is best to use either, but not both.",
    )
  if (replicationFactor !== undefined && (replicationFactor < 1 || replicationFactor > 32767))
    throw new Refusal('The replication factor must be between 1 and 32767 inclusive')
  if (partitions !== undefined && partitions < 1) throw new Refusal('The partitions must be greater than 0')
  const [result] = await createTopics(cluster, [
    {
      name,
      configs,
      ...(partitions === undefined ? {} : { partitions }),
      ...(replicationFactor === undefined ? {} : { replicationFactor }),
      ...(assignments === undefined ? {} : { assignments }),
    },
  ])
  const error = result?.error
  if (error === undefined) io.print(`Created topic ${name}.`)
  else if (!(error.name === 'TOPIC_ALREADY_EXISTS' && options.ifNotExists)) throw error
}

function configsOf(words: readonly string[]): Record<string, string> {
  const parts = words.map(word => word.split(/\s*=\s*/))
  if (parts.some(({ length }) => length !== 2))
    throw new Refusal(
      'requirement failed: Invalid topic config: all configs to be added must be in the format "key=val".',
    )
  return Object.fromEntries(parts.map(([name, value]) => [name!.trim(), value!.trim()]))
}

/** `1:2,2:3`: a partition between commas, a broker between colons. */
function assignmentsOf(text: string | undefined): Map<number, number[]> | undefined {
  if (!text) return undefined
  const assignments = new Map<number, number[]>()
  for (const [index, part] of text.split(',').entries()) {
    const brokers = part.split(':').map(id => {
      if (!/^\s*[+-]?\d+\s*$/.test(id)) throw new Refusal(`For input string: "${id}"`)
      return Number(id)
    })
    const twice = brokers.filter((id, i) => brokers.indexOf(id) !== i)
    if (twice.length > 0)
      throw new Refusal(`Partition replica lists may not contain duplicate entries: ${[...new Set(twice)].join(',')}`)
    assignments.set(index, brokers)
    if (brokers.length !== assignments.get(0)!.length)
      throw new Refusal(`Partition ${index} has different replication factor: [${brokers.join(', ')}]`)
  }
  return assignments
}

/** @throws {Refusal} when a topic was named and nothing matches, unless that is all right */
async function names(cluster: Cluster, { topic, excludeInternal, ifExists, list }: Options): Promise<string[]> {
  const pattern = topic === undefined ? undefined : topicPattern(topic)
  const found = (await listTopics(cluster, { internal: !excludeInternal }))
    .map(({ name }) => name)
    .filter(name => (pattern?.test(name) ?? true) && !(excludeInternal && isInternal(name)))
  if (topic && !list && !ifExists && found.length === 0)
    throw new Refusal(`Topic '${topic}' does not exist as expected`)
  return found
}

/** No topics are an empty line, as in Kafka. */
async function list(cluster: Cluster, options: Options, io: Io): Promise<void> {
  for (const name of (await names(cluster, options)).join('\n').split('\n')) io.print(name)
}

async function alter(cluster: Cluster, options: Options): Promise<void> {
  const assignments = assignmentsOf(options.replicaAssignment)
  const found = await names(cluster, options)
  const described = assignments === undefined ? [] : unwrap(await describeTopics(cluster, found))
  const added = new Map(
    described.map(({ name, partitions }) => [name, [...assignments!.values()].slice(partitions.length)] as const),
  )
  unwrap(
    await createPartitions(cluster, new Map(found.map(name => [name, options.partitions!])), { assignments: added }),
  )
}

async function remove(cluster: Cluster, options: Options): Promise<void> {
  unwrap(await deleteTopics(cluster, await names(cluster, options)))
}

async function describe(cluster: Cluster, options: Options, io: Io): Promise<void> {
  const found = await describedNames(cluster, options)
  const described = hashMapOrder(unwrap(await describeTopics(cluster, found)), ({ name }) => name, found.length)
  if (described.length === 0) return
  const configs = new Map(
    unwrap(
      await describeConfigs(
        cluster,
        described.map(({ name }) => ({ type: resourceTypes.topic, name })),
      ),
    ).map(({ name, entries }) => [name, entries] as const),
  )
  const live = new Set((await describeCluster(cluster)).brokers.map(({ brokerId }) => brokerId))
  const moving = await reassignments(cluster, described)
  const wanted = {
    underReplicated: options.underReplicatedPartitions,
    underMinIsr: options.underMinIsrPartitions,
    atMinIsr: options.atMinIsrPartitions,
    unavailable: options.unavailablePartitions,
    withOverrides: options.topicsWithOverrides,
  }
  for (const topic of described) {
    const one = { topic, configs: configs.get(topic.name) ?? [], reassignments: moving.get(topic.name) ?? new Map() }
    for (const line of descriptionLines(one, wanted, live)) io.print(line)
  }
}

async function describedNames(cluster: Cluster, options: Options): Promise<string[]> {
  const { topicId, ifExists, excludeInternal } = options
  if (topicId === undefined || topicId === ZERO_UUID) return names(cluster, options)
  if (!uuidToBytes(topicId))
    throw new Refusal(
      `Input string \`${topicId}\` decoded as ${Buffer.from(topicId, 'base64url').length} bytes, which is not equal to the expected 16 bytes of a base64-encoded UUID`,
    )
  const found = (await listTopics(cluster, { internal: !excludeInternal })).filter(({ id }) => id === topicId)
  if (found.length === 0 && !ifExists) throw new Refusal(`TopicId '${topicId}' does not exist as expected`)
  return found.map(({ name }) => name)
}

/** Replicas on the move, by topic and partition. A broker that cannot tell has none. */
async function reassignments(
  cluster: Cluster,
  topics: readonly TopicDescription[],
): Promise<Map<string, Map<number, Reassignment>>> {
  if (!(await cluster.serves(ListPartitionReassignments))) return new Map()
  const partitions = topics.flatMap(({ name, partitions }) =>
    partitions.map(({ index }) => ({ topic: name, partition: index })),
  )
  const found = new Map<string, Map<number, Reassignment>>()
  for (const { topic, partition, ...move } of await listReassignments(cluster, partitions))
    found.set(topic, (found.get(topic) ?? new Map()).set(partition, move))
  return found
}
