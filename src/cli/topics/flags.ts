/** What `topics` takes, and which of it goes together. Source: Kafka 4.3 `TopicCommand.TopicCommandOptions`. */
import { bootstrapServer, commandConfig } from '../client.ts'
import { integer, many, text, toggle, type Values } from '../flags.ts'
import { json } from '../json.ts'
import type { Rule } from '../tool.ts'

export const flags = {
  bootstrapServer: bootstrapServer(),
  create: toggle('--create', 'create a topic'),
  list: toggle('--list', 'list topics, one name a line'),
  describe: toggle('--describe', 'show partitions, leaders, replicas and settings'),
  alter: toggle('--alter', 'add partitions'),
  delete: toggle('--delete', 'delete topics'),
  truncate: toggle('--truncate', 'delete the records of topics, and leave the rest of them as it is'),
  clone: toggle('--clone', 'create a topic like another: as many partitions, the same settings'),
  to: text('--to <name>', 'with --clone: the new topic'),
  withRecords: toggle('--with-records', 'with --clone: copy the records too, with their headers and times'),
  withOffsets: toggle(
    '--with-offsets',
    'with --clone --with-records: groups go on in the new topic where they are in the old one',
  ),
  topic: text(
    '--topic <name>',
    'the topic; a regular expression for all but --create and --clone, commas meaning "or"',
  ),
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
  json: json(),
  deleteConfig: text('--delete-config <name>', 'not supported since Kafka 4.0').hideHelp(),
}
export type Options = Values<typeof flags>

const actions = ['--list', '--describe', '--create', '--alter', '--delete', '--truncate', '--clone'] as const
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

export const rules: readonly Rule[] = [
  { one: actions },
  ...['--create', '--alter', '--delete', '--truncate'].map(on => ({ all: ['--topic'], on })),
  { all: ['--topic', '--to'], on: '--clone' },
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
  only('--if-exists', '--alter', '--delete', '--describe', '--truncate'),
  only('--to', '--clone'),
  only('--with-records', '--clone'),
  only('--with-offsets', '--clone'),
  { all: ['--with-records'], on: '--with-offsets' },
  only('--if-not-exists', '--create'),
  only('--exclude-internal', '--list', '--describe'),
]
