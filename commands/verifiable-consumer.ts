/**
 * verifiable-consumer (kafka-verifiable-consumer.sh): read as a member of a group, and say of everything what it was:
 * partitions that come and go, records, commits. Source: Kafka 4.3 `VerifiableConsumer`.
 */
import { addresses, dropUnknown, propertiesOf, renamed } from '../src/cli/client.ts'
import { deprecated, integer, or, required, text, toggle, type Values } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { messages } from '../src/cli/run.ts'
import { tool } from '../src/cli/tool.ts'
import { event, thrown, warnUnreachable } from '../src/cli/verifiable.ts'
import {
  type CommittedOffset,
  Consumer,
  type ConsumerRecord,
  type TopicPartition,
} from '../src/client/consumer/consumer.ts'
import { string } from '../src/client/serde.ts'
import { consumerConfigs } from '../src/config/consumer.ts'
import { KafkaError } from '../src/protocol/errors.ts'

const flags = {
  bootstrapServer: required(
    text('--bootstrap-server <host:port>', 'a broker of the cluster, or several with commas between'),
  ),
  topic: required(text('--topic <name>', 'topic to read')),
  groupProtocol: or(text('--group-protocol <protocol>', 'classic or consumer'), 'classic'),
  groupRemoteAssignor: text('--group-remote-assignor <name>', "the coordinator's assignor, with consumer"),
  groupId: required(text('--group-id <id>', 'the group')),
  groupInstanceId: text('--group-instance-id <id>', 'be a static member'),
  maxMessages: or(integer('--max-messages <count>', 'how many records; -1: until it is stopped'), -1),
  sessionTimeout: integer('--session-timeout <ms>', 'session.timeout.ms, with classic'),
  verbose: toggle('--verbose', 'print every record'),
  enableAutocommit: toggle('--enable-autocommit', 'commit by itself, not after each poll'),
  resetPolicy: or(text('--reset-policy <policy>', 'auto.offset.reset: earliest, latest or none'), 'earliest'),
  assignmentStrategy: or(
    text('--assignment-strategy <class>', 'partition.assignment.strategy, with classic'),
    'org.apache.kafka.clients.consumer.RangeAssignor',
  ),
  consumerConfig: deprecated(text('--consumer.config <file>', 'properties of the consumer'), '--command-config'),
  commandConfig: text('--command-config <file>', 'properties of the consumer, as key=value lines'),
}
type Options = Values<typeof flags>

export const verifiableConsumer = tool({
  name: 'verifiable-consumer',
  summary: 'Read, and say everything as JSON',
  grammar: 'argparse4j',
  flags,
  rules: [{ flag: '--command-config', not: ['--consumer.config'] }],
  emptyIsHelp: 0,
  examples: ['tskafka verifiable-consumer --topic orders --group-id fruit --bootstrap-server localhost:9092'],
  async run({ options, given, io }) {
    const file = renamed(
      io,
      'Option --consumer.config has been deprecated and will be removed in a future version. Use --command-config instead.',
      { given: given.has('consumerConfig'), value: options.consumerConfig },
      options.commandConfig,
    )
    const configs = { ...propertiesOf(io, file), ...configsOf(options) }
    dropUnknown(io, configs, consumerConfigs)
    warnUnreachable(io, configs['bootstrap.servers'])
    return new Reading(io, new Consumer(configs, { key: string, value: string }), options).run()
  },
})

/** What a flag says beats what a file does. */
function configsOf(options: Options): Record<string, string> & { 'bootstrap.servers': string } {
  const isNew = options.groupProtocol.toLowerCase() === 'consumer'
  const own: Record<string, string | undefined> = {
    'group.protocol': options.groupProtocol,
    'group.id': options.groupId,
    'group.instance.id': options.groupInstanceId,
    'group.remote.assignor': isNew ? options.groupRemoteAssignor : undefined,
    'partition.assignment.strategy': isNew ? undefined : options.assignmentStrategy,
    'session.timeout.ms': options.sessionTimeout?.toString(),
    'enable.auto.commit': String(options.enableAutocommit),
    'auto.offset.reset': options.resetPolicy,
  }
  const set = Object.entries(own).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { ...Object.fromEntries(set), 'bootstrap.servers': addresses(options.bootstrapServer) }
}

/** A poll that waits this long is woken by whatever comes. */
const FOR_EVER_MS = 2 ** 31 - 1
type Text = ConsumerRecord<string, string>

class Reading {
  readonly #io: Io
  readonly #consumer: Consumer<string, string>
  readonly #options: Options
  #count = 0
  #stopped = false
  #stop!: () => void
  readonly #end = new Promise<void>(resolve => {
    this.#stop = resolve
  })

  constructor(io: Io, consumer: Consumer<string, string>, options: Options) {
    this.#io = io
    this.#consumer = consumer
    this.#options = options
  }

  get #left(): number {
    const { maxMessages } = this.#options
    return maxMessages < 0 ? Number.POSITIVE_INFINITY : maxMessages - this.#count
  }

  async run(): Promise<number> {
    let exitCode = 0
    this.#io.onInterrupt(code => {
      exitCode = code
      this.#stopped = true
      this.#stop()
      event(this.#io, 'shutdown_requested')
      this.#consumer.wakeup()
    })
    event(this.#io, 'startup_complete')
    try {
      await this.#read()
    } catch (error) {
      // It is for the log; stdout is for events.
      this.#io.warn(`ERROR Error during processing, terminating consumer process: ${messages(error as Error)}`)
    }
    await this.#consumer.close()
    event(this.#io, 'shutdown_complete')
    if (!this.#stopped) event(this.#io, 'shutdown_requested')
    return exitCode
  }

  async #read(): Promise<void> {
    const { topic, enableAutocommit } = this.#options
    const say = (name: string) => (partitions: readonly TopicPartition[]) =>
      event(this.#io, name, { partitions: [...partitions].sort((a, b) => a.partition - b.partition) })
    const subscribed = this.#consumer.subscribe([topic], {
      onPartitionsAssigned: say('partitions_assigned'),
      onPartitionsRevoked: say('partitions_revoked'),
    })
    // It waits for a broker, which an interrupt does not.
    await Promise.race([subscribed, this.#end])
    while (!this.#stopped && this.#left > 0) {
      const records = await this.#consumer.poll(FOR_EVER_MS)
      if (records.length === 0) continue
      const offsets = this.#received(records)
      if (!enableAutocommit) await this.#commit(offsets)
    }
  }

  /** @returns what to commit: no more than was to be read */
  #received(records: readonly Text[]): CommittedOffset[] {
    const partitions = new Map<number, Text[]>()
    for (const record of records) {
      const own = partitions.get(record.partition)
      if (own) own.push(record)
      else partitions.set(record.partition, [record])
    }
    const summaries: (TopicPartition & { count: number; minOffset: number; maxOffset: number })[] = []
    for (const [partition, all] of partitions) {
      const own = all.slice(0, this.#left)
      if (own.length === 0) continue
      this.#count += own.length
      const [minOffset, maxOffset] = [own[0]!.offset, own.at(-1)!.offset]
      summaries.push({ topic: this.#options.topic, partition, count: own.length, minOffset, maxOffset })
      if (this.#options.verbose) for (const record of own) this.#print(record)
    }
    event(this.#io, 'records_consumed', { count: records.length, partitions: summaries })
    return summaries.map(({ topic, partition, maxOffset }) => ({ topic, partition, offset: maxOffset + 1 }))
  }

  #print({ key, value, topic, partition, offset }: Text): void {
    event(this.#io, 'record_data', { key, value, topic, partition, offset })
  }

  async #commit(offsets: readonly CommittedOffset[]): Promise<void> {
    try {
      await this.#consumer.commitSync(offsets)
      event(this.#io, 'offsets_committed', { offsets, success: true })
    } catch (error) {
      if (!(error instanceof KafkaError) || error.name === 'FENCED_INSTANCE_ID') throw error
      event(this.#io, 'offsets_committed', { offsets, error: thrown(error).message, success: false })
    }
  }
}
