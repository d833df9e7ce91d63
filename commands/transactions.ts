/**
 * transactions (kafka-transactions.sh): what is open, who has opened it, and the end of what hangs. The lines are Kafka's own.
 * Source: Kafka 4.3 `TransactionsCommand`; KIP-664.
 */
import { advise } from '../src/cli/advice.ts'
import { type ClientConfigs, clientConfigs } from '../src/cli/client.ts'
import { table } from '../src/cli/columns.ts'
import { type Flags, integer, long, or, required, text, type Values } from '../src/cli/flags.ts'
import { type Hanging, hangingTransactions } from '../src/cli/hanging-transactions.ts'
import type { Io } from '../src/cli/io.ts'
import { javaMessage } from '../src/cli/java-exceptions.ts'
import { hashMapOrder, hashOfPartition } from '../src/cli/java-order.ts'
import { json, printJson, printJsonError } from '../src/cli/json.ts'
import { family, type Tool, tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import { unwrap } from '../src/client/admin/results.ts'
import {
  abortTransaction,
  describeProducers,
  describeTransactions,
  type HangingTransaction,
  listTransactions,
  terminateTransaction,
} from '../src/client/admin/transactions.ts'
import type { Cluster } from '../src/client/cluster.ts'
import { keyOf } from '../src/client/offsets.ts'
import { KafkaError } from '../src/protocol/errors.ts'

const shared = {
  bootstrapServer: required(
    text('--bootstrap-server <host:port>', 'a broker of the cluster, or several with commas between'),
  ),
  commandConfig: text('--command-config <file>', 'properties of the client, as key=value lines'),
  json: json(),
}
type Shared = Values<typeof shared>

/** A subcommand whose work may fail: `Failed to <what>: <why>. ...` on stderr, as Kafka's. */
const subcommand = <F extends Flags>(definition: {
  name: string
  summary: string
  flags: F
  example: string
  what: (options: Values<F>) => string
  check?: (options: Values<F>) => void
  work: (cluster: Cluster, options: Values<F> & Shared, io: Io) => Promise<void>
}): Tool =>
  tool<F>({
    name: `transactions ${definition.name}`,
    summary: definition.summary,
    grammar: 'argparse4j',
    flags: definition.flags,
    examples: [
      `tskafka transactions --bootstrap-server localhost:9092 ${definition.name} ${definition.example}`.trim(),
    ],
    async run({ options: given, io }) {
      const options = given as Values<F> & Shared
      definition.check?.(options)
      const configs: ClientConfigs = clientConfigs(io, options)
      try {
        await using cluster = await connectAdmin(configs)
        await definition.work(cluster, options, io)
        return 0
      } catch (error) {
        if (!(error instanceof KafkaError)) throw error
        if (options.json) printJsonError(io, error)
        else {
          io.warn(`Failed to ${definition.what(options)}: ${javaMessage(error).replace(/\.$/, '')}.`)
          advise(io, error)
        }
        return 1
      }
    },
  })

const topic = () => required(text('--topic <name>', 'the topic'))
const partition = () => required(integer('--partition <number>', 'the partition'))

const list = subcommand({
  name: 'list',
  summary: 'List transactional ids, and what is going on with each',
  flags: {
    durationFilter: long('--duration-filter <ms>', 'only transactions that run for longer'),
    transactionalIdPattern: text('--transactional-id-pattern <regex>', 'only ids that match'),
  },
  example: '',
  what: () => 'list transactions',
  async work(cluster, { durationFilter, transactionalIdPattern, json }, io) {
    const found = await listTransactions(cluster, {
      ...(durationFilter === undefined ? {} : { durationMs: durationFilter }),
      ...(transactionalIdPattern === undefined ? {} : { pattern: transactionalIdPattern }),
    })
    if (json) printJson(io, { transactions: found })
    else
      print(
        io,
        ['TransactionalId', 'Coordinator', 'ProducerId', 'TransactionState'],
        found.map(each => [each.transactionalId, each.coordinator, each.producerId, each.state]),
      )
  },
})

const describe = subcommand({
  name: 'describe',
  summary: 'Show what is going on with a transactional id',
  flags: { transactionalId: required(text('--transactional-id <id>', 'the id')) },
  example: '--transactional-id billing-1',
  what: ({ transactionalId }) => `describe transaction state of transactional-id \`${transactionalId}\``,
  async work(cluster, { transactionalId, json }, io) {
    const found = (await describeTransactions(cluster, [transactionalId!])).get(transactionalId!)!
    if (found instanceof KafkaError) throw found
    if (json) {
      printJson(io, { transactions: [found] })
      return
    }
    const open = found.startTime >= 0
    const partitions = hashMapOrder(found.partitions, at => hashOfPartition(at.topic, at.partition)).map(keyOf)
    const head = [
      ...['CoordinatorId', 'TransactionalId', 'ProducerId', 'ProducerEpoch', 'TransactionState'],
      ...['TransactionTimeoutMs', 'CurrentTransactionStartTimeMs', 'TransactionDurationMs', 'TopicPartitions'],
    ]
    print(io, head, [
      [
        ...[found.coordinator, found.transactionalId, found.producerId, found.producerEpoch, found.state],
        ...[found.timeoutMs, open ? found.startTime : 'None', open ? io.clock.now() - found.startTime : 'None'],
        partitions.join(','),
      ],
    ])
  },
})

const describeProducersOf = subcommand({
  name: 'describe-producers',
  summary: 'Show the producers that a partition knows',
  flags: {
    brokerId: integer('--broker-id <id>', 'as this broker sees them; the leader if not given'),
    topic: topic(),
    partition: partition(),
  },
  example: '--topic orders --partition 0',
  what: ({ topic, partition, brokerId }) =>
    `describe producers for partition ${topic}-${partition} on ${brokerId === undefined ? 'leader' : `broker ${brokerId}`}`,
  async work(cluster, { topic, partition, brokerId, json }, io) {
    const [found] = unwrap(
      await describeProducers(cluster, [{ topic: topic!, partition: partition! }], { broker: brokerId }),
    )
    if (json) {
      printJson(io, { topic, partition, producers: found!.producers })
      return
    }
    const head = [
      ...['ProducerId', 'ProducerEpoch', 'LatestCoordinatorEpoch', 'LastSequence', 'LastTimestamp'],
      'CurrentTransactionStartOffset',
    ]
    print(
      io,
      head,
      found!.producers.map(each => [
        ...[each.producerId, each.producerEpoch, each.coordinatorEpoch, each.lastSequence, each.lastTimestamp],
        each.transactionStart < 0 ? 'None' : each.transactionStart,
      ]),
    )
  },
})

const abort = subcommand({
  name: 'abort',
  summary: 'End a transaction that hangs, in one partition, past its coordinator',
  flags: {
    topic: topic(),
    partition: partition(),
    startOffset: long('--start-offset <offset>', 'where the transaction begins; enough for brokers since 3.0'),
    producerId: long('--producer-id <id>', 'for older brokers: its producer'),
    producerEpoch: integer('--producer-epoch <epoch>', 'for older brokers: the epoch of that'),
    coordinatorEpoch: integer('--coordinator-epoch <epoch>', 'for older brokers: the epoch of its coordinator'),
  },
  example: '--topic orders --partition 0 --start-offset 4711',
  what: ({ topic, partition, startOffset }) =>
    startOffset === undefined
      ? `abort transaction on ${topic}-${partition}`
      : `abort transaction at ${topic}-${partition}`,
  check({ startOffset, producerId, producerEpoch, coordinatorEpoch }) {
    if (startOffset !== undefined) return
    if (producerId === undefined)
      throw new UsageError(
        'The transaction to abort must be identified either with --start-offset (for brokers on 3.0 or above) or with --producer-id, --producer-epoch, and --coordinator-epoch (for older brokers)',
      )
    if (producerEpoch === undefined) throw new UsageError('Missing required argument --producer-epoch')
    if (coordinatorEpoch === undefined) throw new UsageError('Missing required argument --coordinator-epoch')
  },
  async work(cluster, options, io) {
    const at = { topic: options.topic!, partition: options.partition! }
    const hanging: HangingTransaction =
      options.startOffset === undefined
        ? {
            ...at,
            producerId: options.producerId!,
            producerEpoch: options.producerEpoch!,
            coordinatorEpoch: Math.max(0, options.coordinatorEpoch!),
          }
        : await openAt(cluster, at, options.startOffset)
    await abortTransaction(cluster, hanging)
    if (options.json) printJson(io, { aborted: hanging })
  },
})

/** @throws {UsageError} when nothing open begins there */
async function openAt(
  cluster: Cluster,
  at: { topic: string; partition: number },
  start: number,
): Promise<HangingTransaction> {
  const [row] = unwrap(await describeProducers(cluster, [at]))
  const found = row!.producers.find(({ transactionStart }) => transactionStart === start)
  if (!found)
    throw new UsageError(`Could not find any open transactions starting at offset ${start} on partition ${keyOf(at)}`, {
      next: `tskafka transactions describe-producers --topic ${at.topic} --partition ${at.partition}`,
    })
  const { producerId, producerEpoch, coordinatorEpoch } = found
  return { ...at, producerId, producerEpoch, coordinatorEpoch: Math.max(0, coordinatorEpoch) }
}

const findHanging = subcommand({
  name: 'find-hanging',
  summary: 'Find open transactions that no coordinator will end',
  flags: {
    brokerId: integer('--broker-id <id>', 'only partitions of this broker, as it sees them'),
    maxTransactionTimeout: or(integer('--max-transaction-timeout <minutes>', 'only what is open for longer'), 15),
    topic: text('--topic <name>', 'only this topic'),
    partition: integer('--partition <number>', 'only this partition of it'),
  },
  example: '--broker-id 1',
  what: () => 'find hanging transactions',
  check({ topic, brokerId, partition }) {
    if (topic === undefined && brokerId === undefined)
      throw new UsageError(
        'The `find-hanging` command requires either --topic or --broker-id to limit the scope of the search',
      )
    if (partition !== undefined && topic === undefined)
      throw new UsageError('The --partition argument requires --topic to be provided')
  },
  async work(cluster, options, io) {
    const found = await hangingTransactions(cluster, options, io.clock.now())
    if (options.json) {
      printJson(io, { transactions: found.map(({ at, producer }) => ({ ...at, ...producer })) })
      return
    }
    const head = [
      ...['Topic', 'Partition', 'ProducerId', 'ProducerEpoch', 'CoordinatorEpoch', 'StartOffset'],
      ...['LastTimestamp', 'Duration(min)'],
    ]
    const minutes = ({ producer }: Hanging) => Math.trunc((io.clock.now() - producer.lastTimestamp) / 60_000)
    print(
      io,
      head,
      found.map(each => [
        ...[each.at.topic, each.at.partition, each.producer.producerId, each.producer.producerEpoch],
        ...[each.producer.coordinatorEpoch, each.producer.transactionStart, each.producer.lastTimestamp],
        minutes(each),
      ]),
    )
  },
})

const forceTerminate = subcommand({
  name: 'forceTerminateTransaction',
  summary: 'Abort what a transactional id has open, and fence its producer',
  flags: { transactionalId: required(text('--transactionalId <id>', 'the id')) },
  example: '--transactionalId billing-1',
  what: ({ transactionalId }) => `force terminate transactionalId \`${transactionalId}\``,
  async work(cluster, { transactionalId, json }, io) {
    await terminateTransaction(cluster, transactionalId!)
    if (json) printJson(io, { terminated: transactionalId })
  },
})

function print(io: Io, head: readonly string[], rows: readonly (readonly unknown[])[]): void {
  for (const line of table(head, rows)) io.print(line)
}

export const transactions = family({
  name: 'transactions',
  summary: 'List, describe and end transactions',
  flags: shared,
  subcommands: [list, describe, describeProducersOf, abort, findHanging, forceTerminate],
})
