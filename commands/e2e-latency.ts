/**
 * e2e-latency (kafka-e2e-latency.sh): measure the time from a record being sent to its being read, one record at a time.
 * Source: Kafka 4.3 `EndToEndLatency`, with its words in order of place too, which it will take until 5.0.
 */
import { bootstrapServer, clientConfigs } from '../src/cli/client.ts'
import { javaDouble } from '../src/cli/deserializers.ts'
import { Refusal } from '../src/cli/executing.ts'
import { integer, or, text, type Values } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { json, printJson } from '../src/cli/json.ts'
import { percentile } from '../src/cli/perf.ts'
import { type Rule, tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { type AdminConfigs, connectAdmin } from '../src/client/admin/connect.ts'
import { unwrap } from '../src/client/admin/results.ts'
import { createTopics, listTopics } from '../src/client/admin/topics.ts'
import { Consumer } from '../src/client/consumer/consumer.ts'
import { Producer } from '../src/client/producer/producer.ts'

const size = (names: string, doc: string) => or(integer(`${names} [bytes]`, doc).preset('0'), 0)

const flags = {
  bootstrapServer: bootstrapServer(),
  topic: text('--topic <name>', 'topic to write to and to read from; it is made when it is not there'),
  numRecords: integer('--num-records <count>', 'how many records'),
  producerAcks: text('--producer-acks <acks>', 'who must have a record before it counts as written: 1 or all'),
  recordSize: integer('--record-size <bytes>', 'size of each value'),
  recordKeySize: size('--record-key-size', 'size of each key; 0 for none'),
  numHeaders: or(integer('--num-headers [count]', 'how many headers').preset('0'), 0),
  recordHeaderKeySize: size('--record-header-key-size', 'size of the name of a header'),
  recordHeaderSize: size('--record-header-size', 'size of the value of a header; -1 for null'),
  commandConfig: text('--command-config [file]', 'properties of the clients, as key=value lines'),
  json: json(),
}
type Options = Values<typeof flags>

const inPlace = ['bootstrapServer', 'topic', 'numRecords', 'producerAcks', 'recordSize', 'commandConfig'] as const
const needed = ['--bootstrap-server', '--topic', '--num-records', '--producer-acks', '--record-size']
const rules: readonly Rule[] = [{ all: needed }]

export const e2eLatency = tool({
  name: 'e2e-latency',
  summary: 'Measure the time from a record being sent to its being read',
  grammar: 'joptsimple',
  flags,
  rules,
  rewrite(argv, io) {
    if (argv.length === 0 || argv.some(word => word.startsWith('-'))) return argv
    if (argv.length !== 5 && argv.length !== 6)
      throw new UsageError(`Invalid number of arguments. Expected 5 or 6 positional arguments, but got ${argv.length}`)
    io.print(
      'WARNING: Positional argument usage is deprecated and will be removed in Apache Kafka 5.0. Please use named arguments instead: --bootstrap-server, --topic, --num-records, --producer-acks, --record-size, --command-config',
    )
    return argv.flatMap((word, i) => [flags[inPlace[i]!].long!, word])
  },
  examples: [
    'tskafka e2e-latency --topic orders --num-records 1000 --producer-acks all --record-size 100 --bootstrap-server localhost:9092',
  ],
  async run({ options, io }) {
    refuse(options)
    const file = typeof options.commandConfig === 'string' ? options.commandConfig : undefined
    const shared = clientConfigs(io, { ...options, commandConfig: file })
    await create(io, shared, options)
    await using consumer = await Consumer.connect({
      ...shared,
      'auto.offset.reset': 'latest',
      'fetch.max.wait.ms': '0',
    })
    await using producer = await Producer.connect({ ...shared, 'linger.ms': '0', acks: options.producerAcks! })
    await consumer.subscribe([options.topic!])
    await consumer.seekToEnd()
    await measure(io, { consumer, producer }, options)
    return 0
  },
})

function refuse(options: Options): void {
  if (!['1', 'all'].includes(options.producerAcks!))
    throw new UsageError(
      "Invalid value for --producer-acks. Latency testing requires synchronous acknowledgement. Please use '1' or 'all'.",
    )
  if (options.numRecords! <= 0) throw new UsageError('Value for --num-records must be a positive integer.')
  const sizes = ['recordSize', 'recordKeySize', 'recordHeaderKeySize', 'numHeaders'] as const
  for (const key of sizes)
    if (options[key]! < 0) throw new UsageError(`Value for ${flags[key].long} must be a non-negative integer.`)
  if (options.recordHeaderSize < -1)
    throw new UsageError('Value for --record-header-size must be a non-negative integer or -1 for null header value.')
}

async function create(io: Io, configs: AdminConfigs, { topic: name, json }: Options): Promise<void> {
  const topic = name!
  await using cluster = await connectAdmin(configs)
  if ((await listTopics(cluster)).some(({ name }) => name === topic)) return
  if (!json)
    io.print(`Topic "${topic}" does not exist. Will create topic with 1 partition(s) and replication factor = 1`)
  unwrap(await createTopics(cluster, [{ name: topic, partitions: 1, replicationFactor: 1 }]))
}

async function measure(io: Io, { consumer, producer }: { consumer: Consumer; producer: Producer }, options: Options) {
  const { topic, numRecords, recordSize, recordKeySize, numHeaders, recordHeaderKeySize, recordHeaderSize } = options
  const latencies: number[] = []
  let total = 0
  for (let i = 0; i < numRecords!; i++) {
    const key = recordKeySize > 0 ? letters(recordKeySize) : null
    const value = letters(recordSize!)
    const headers = Array.from({ length: numHeaders }, () => ({
      key: letters(recordHeaderKeySize).toString(),
      value: recordHeaderSize < 0 ? null : letters(recordHeaderSize),
    }))
    const began = io.clock.monotonic()
    await producer.send({ topic: topic!, key, value, headers })
    const records = await consumer.poll(POLL_MS)
    const elapsed = io.clock.monotonic() - began
    const [read] = records
    if (!read) throw new Refusal(`poll() timed out before finding a result (timeout:[${POLL_MS}ms])`)
    if (records.length > 1)
      throw new Refusal(`Only one result was expected during this test. We found [${records.length}]`)
    if (!read.value?.equals(value)) throw new Refusal('The message value read did not match the message value sent')
    if (i % 1000 === 0 && !options.json) io.print(`${i}\t${javaDouble(Number(elapsed.toFixed(NANOSECONDS)))}`)
    latencies.push(Math.floor(elapsed))
    total += elapsed
  }
  latencies.sort((a, b) => a - b)
  const averageMs = total / numRecords!
  const [p50, p99, p999] = [0.5, 0.99, 0.999].map(part => percentile(latencies, part))
  if (options.json) {
    printJson(io, { records: numRecords, averageMs, percentilesMs: { '50': p50, '99': p99, '99.9': p999 } })
    return
  }
  io.print(`Avg latency: ${averageMs.toFixed(4)} ms`)
  io.print(`Percentiles: 50th = ${p50}, 99th = ${p99}, 99.9th = ${p999}`)
}
const POLL_MS = 60_000
/** Digits of a millisecond that the clock has. */
const NANOSECONDS = 6

/** One letter, as often as is asked for: another one each time. */
const letters = (length: number) => Buffer.alloc(length, 65 + Math.floor(Math.random() * 26))
