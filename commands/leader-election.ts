/**
 * leader-election (kafka-leader-election.sh): elect the leaders of partitions. The lines are Kafka's own: scripts parse them.
 * Source: Kafka 4.3 `LeaderElectionCommand`.
 */
import { bootstrapServer, clientConfigs, commandConfig, renamed } from '../src/cli/client.ts'
import { Refusal } from '../src/cli/executing.ts'
import { deprecated, integer, text, toggle, type Values } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { javaText } from '../src/cli/java-exceptions.ts'
import { hashMapOrder, hashOfPartition } from '../src/cli/java-order.ts'
import { json, printJson, printJsonError } from '../src/cli/json.ts'
import { fieldsOf, integerOf, listOf, readJson, textOf } from '../src/cli/json-file.ts'
import { tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import { type ElectionType, electionTypes, electLeaders } from '../src/client/admin/replicas.ts'
import { keyOf, type TopicPartition } from '../src/client/offsets.ts'
import type { KafkaError } from '../src/protocol/errors.ts'

const flags = {
  bootstrapServer: bootstrapServer(),
  electionType: text(
    '--election-type <type>',
    'preferred: back to the first replica; unclean: any, where there is none',
  ),
  topic: text('--topic <name>', 'the topic, with --partition'),
  partition: integer('--partition <number>', 'the partition'),
  allTopicPartitions: toggle('--all-topic-partitions', 'all partitions that need it'),
  pathToJsonFile: text(
    '--path-to-json-file <file>',
    'the partitions in a file: {"partitions":[{"topic":"orders","partition":0}]}',
  ),
  commandConfig: commandConfig(),
  adminConfig: deprecated(text('--admin.config <file>', 'properties of the client'), '--command-config'),
  json: json(),
}
type Options = Values<typeof flags>

export const leaderElection = tool({
  name: 'leader-election',
  summary: 'Elect the leaders of partitions',
  grammar: 'joptsimple',
  flags,
  rules: [
    { all: ['--bootstrap-server', '--election-type'] },
    { flag: '--admin.config', not: ['--command-config'] },
    { one: ['--topic', '--all-topic-partitions', '--path-to-json-file'] },
    { all: ['--partition'], on: '--topic' },
    { all: ['--topic'], on: '--partition' },
  ],
  examples: [
    'tskafka leader-election --election-type preferred --all-topic-partitions --bootstrap-server localhost:9092',
    'tskafka leader-election --election-type preferred --topic orders --partition 0 --bootstrap-server localhost:9092',
  ],
  async run({ options, io, given }) {
    const type = options.electionType!.toLowerCase()
    if (!(type in electionTypes))
      throw new UsageError(
        `--election-type "${options.electionType}" is none: there are ${Object.keys(electionTypes).join(', ')}`,
      )
    try {
      const partitions = partitionsOf(options, io)
      const file = renamed(
        io,
        'Option --admin.config has been deprecated and will be removed in a future version. Use --command-config instead.',
        { given: given.has('adminConfig'), value: options.adminConfig },
        options.commandConfig,
      )
      const properties = { 'default.api.timeout.ms': '30000', 'request.timeout.ms': '15000' }
      await using cluster = await connectAdmin(clientConfigs(io, { ...options, commandConfig: file }, properties))
      const rows = await electLeaders(cluster, type as ElectionType, partitions)
      if (options.json) printJson(io, { partitions: rows.map(asJson) })
      else print(rows, type, io)
      const failed = rows.filter(isFailed).length
      if (failed > 0) io.warn(`${failed} replica(s) could not be elected`)
      return failed > 0 ? 1 : 0
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (options.json) printJsonError(io, error)
      else io.warn(error.message)
      return 1
    }
  },
})

/** Undefined: all. @throws {Refusal} when the file is not what it should be */
function partitionsOf({ topic, partition, pathToJsonFile }: Options, io: Io): TopicPartition[] | undefined {
  if (topic !== undefined) return [{ topic, partition: partition! }]
  if (pathToJsonFile === undefined) return undefined
  const file = fieldsOf(
    readJson(io, pathToJsonFile, why => `Replica election data is no JSON: ${why}`),
    'Replica election data',
  )
  if (file['partitions'] === undefined) throw new Refusal('Replica election data is missing "partitions" field')
  const found = listOf(file['partitions'], '"partitions"').map((row, i) => {
    const fields = fieldsOf(row, `Partition ${i}`)
    return {
      topic: textOf(fields['topic'], `"topic" of partition ${i}`),
      partition: integerOf(fields['partition'], `"partition" of partition ${i}`),
    }
  })
  const keys = found.map(keyOf)
  const twice = [...new Set(keys.filter((key, i) => keys.indexOf(key) !== i))]
  if (twice.length > 0) throw new Refusal(`Replica election data contains duplicate partitions: [${twice.join(', ')}]`)
  return found
}

type Row = TopicPartition & { error: KafkaError | undefined }

const isFailed = ({ error }: Row) => error !== undefined && error.name !== 'ELECTION_NOT_NEEDED'
const asJson = ({ error, ...at }: Row) => ({
  ...at,
  elected: error === undefined,
  ...(error ? { error: error.name } : {}),
})

function print(rows: readonly Row[], type: string, io: Io): void {
  const ordered = hashMapOrder(rows, ({ topic, partition }) => hashOfPartition(topic, partition))
  const names = (some: readonly Row[]) => some.map(keyOf).join(', ')
  const elected = ordered.filter(({ error }) => error === undefined)
  const same = ordered.filter(({ error }) => error?.name === 'ELECTION_NOT_NEEDED')
  const election = type.toUpperCase()
  if (elected.length > 0)
    io.print(`Successfully completed leader election (${election}) for partitions ${names(elected)}`)
  if (same.length > 0) io.print(`Valid replica already elected for partitions ${names(same)}`)
  for (const row of ordered.filter(isFailed))
    io.print(`Error completing leader election (${election}) for partition: ${keyOf(row)}: ${javaText(row.error!)}`)
}
