/**
 * console-producer (kafka-console-producer.sh): lines of stdin become records of a topic.
 * Source: Kafka 4.3 `ConsoleProducer`, `LineMessageReader`.
 * Like Kafka's, it ends with 0 even when records were lost, and says so on stderr; input that cannot be read ends it with 1.
 * Other defaults than Kafka's, where only speed can tell: batches of 512 KB for 16, and a batch waits 5 ms to be filled, not
 * a second. 200 MB of lines cost 0.71 s of CPU here and 0.88 s in the broker with 64 KB, 0.42 and 0.76 with 512 (2026-11-21).
 * Not here: --line-reader of a class of one's own; the first lines may wait for a broker as long as max.block.ms says.
 */
import {
  bootstrapServer,
  clientConfigs,
  commandConfig,
  dropUnknown,
  pairs,
  propertiesOf,
  renamed,
} from '../src/cli/client.ts'
import { writeLines } from '../src/cli/console-writer.ts'
import { deprecated, integer, long, many, or, required, text, toggle } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { aside } from '../src/cli/json.ts'
import { createLineReader, LINE_READER_CLASS, type LineReader, readerProperties } from '../src/cli/line-reader.ts'
import { tool } from '../src/cli/tool.ts'
import { nearest, UsageError } from '../src/cli/usage-error.ts'
import { producerConfigs } from '../src/config/producer.ts'
import { KiB, MINUTES, MiB } from '../src/lib/units.ts'

const flags = {
  bootstrapServer: bootstrapServer(),
  topic: required(text('--topic <name>', 'topic to write to')),
  sync: toggle('--sync', 'send one line at a time, and wait until it is written'),
  compressionCodec: text(
    '--compression-codec [codec]',
    'none, gzip, snappy, lz4 or zstd; gzip when no codec is named',
  ).preset('gzip'),
  readerProperty: many(
    text(
      '--reader-property <key=value>',
      'parse.key, key.separator, parse.headers, headers.delimiter, headers.separator, headers.key.separator, null.marker, ignore.error',
    ),
  ),
  readerConfig: text('--reader-config <file>', 'the same properties, from a file'),
  commandProperty: many(text('--command-property <key=value>', 'a property of the producer')),
  commandConfig: commandConfig(),
  requestRequiredAcks: or(
    text('--request-required-acks <acks>', 'who must have a record before it counts as written: 0, 1, or all'),
    '-1',
  ),
  batchSize: or(integer('--batch-size <bytes>', 'largest batch'), 512 * KiB),
  timeout: or(long('--timeout <ms>', 'how long a batch waits to be filled'), 5),
  requestTimeoutMs: or(integer('--request-timeout-ms <ms>', 'how long an answer may take'), 1500),
  maxBlockMs: or(long('--max-block-ms <ms>', 'how long to wait for a broker, or for room'), 1 * MINUTES),
  maxMemoryBytes: or(long('--max-memory-bytes <bytes>', 'room for lines that are not written yet'), 32 * MiB),
  messageSendMaxRetries: or(integer('--message-send-max-retries <count>', 'how often a batch is tried again'), 3),
  retryBackoffMs: or(long('--retry-backoff-ms <ms>', 'pause before a batch is tried again'), 100),
  metadataExpiryMs: or(long('--metadata-expiry-ms <ms>', 'when to look for new partitions and leaders'), 5 * MINUTES),
  socketBufferSize: or(integer('--socket-buffer-size <bytes>', 'send buffer of the socket'), 100 * KiB),
  lineReader: or(text('--line-reader <class>', 'who reads the lines; only the default is here'), LINE_READER_CLASS),
  json: toggle(
    '--json',
    'lines are records as JSON, as console-consumer --json prints them: {"key":"42","value":"one"}',
  ),
  valueFile: many(text('--value-file <file>', 'a whole file is one value')),
  template: text(
    '--template <line>',
    'make lines up: {"id":"{{uuid}}","amount":{{int 1 100}}}; there are seq, int, float, choice, bool, uuid, now, iso, name, email, word, ip, hex, alpha',
  ),
  seed: integer('--seed <number>', 'the same number makes the same lines up'),
  count: integer('--count <count>', 'stop after so many lines'),
  rate: text('--rate <rate>', 'no more than so many lines: 10, 10/s, 90/m'),
  maxPartitionMemoryBytes: deprecated(integer('--max-partition-memory-bytes <bytes>', 'largest batch'), '--batch-size'),
  property: deprecated(many(text('--property <key=value>', 'a property of the reader')), '--reader-property'),
  producerProperty: deprecated(
    many(text('--producer-property <key=value>', 'a property of the producer')),
    '--command-property',
  ),
  producerConfig: deprecated(text('--producer.config <file>', 'properties of the producer'), '--command-config'),
}

/** Flags beyond Kafka's, which load what they need. */
const ours = ['json', 'valueFile', 'template', 'seed', 'count', 'rate'] as const
const lineReading = ['--reader-property', '--reader-config', '--property', '--line-reader']

/** Flags that are properties of the producer; a property that was typed beats a default. */
const settings = {
  'linger.ms': 'timeout',
  acks: 'requestRequiredAcks',
  'request.timeout.ms': 'requestTimeoutMs',
  retries: 'messageSendMaxRetries',
  'retry.backoff.ms': 'retryBackoffMs',
  'send.buffer.bytes': 'socketBufferSize',
  'buffer.memory': 'maxMemoryBytes',
  'batch.size': 'batchSize',
  'metadata.max.age.ms': 'metadataExpiryMs',
  'max.block.ms': 'maxBlockMs',
} as const

const later = 'is deprecated and will be removed in'

export const consoleProducer = tool({
  name: 'console-producer',
  summary: 'Write lines to a topic',
  grammar: 'joptsimple',
  streams: true,
  flags,
  rules: [
    { flag: '--command-config', not: ['--producer.config'] },
    { flag: '--command-property', not: ['--producer-property'] },
    { flag: '--reader-property', not: ['--property'] },
    ...['--json', '--value-file'].map(flag => ({ flag, not: lineReading })),
    { flag: '--value-file', not: ['--json', '--template'] },
  ],
  examples: [
    'tskafka console-producer --topic orders --bootstrap-server localhost:9092 < orders.txt',
    'tskafka console-producer --topic orders --bootstrap-server localhost:9092 --reader-property parse.key=true',
    'tskafka console-producer --topic copy --json --bootstrap-server localhost:9092 < records.jsonl',
    `tskafka console-producer --topic orders --template '{"id":{{seq}},"amount":{{int 1 100}}}' --count 1000 --rate 50/s --bootstrap-server localhost:9092`,
  ],
  async run({ options, given, io }) {
    const old = <K extends keyof typeof flags>(key: K) => ({ given: given.has(key), value: options[key] })
    const words = aside(io, options)
    const properties = renamed(
      words,
      `Warning: --producer-property ${later} a future version. Use --command-property instead.`,
      old('producerProperty'),
      options.commandProperty,
    )
    const file = renamed(
      words,
      `Warning: --producer.config ${later} a future version. Use --command-config instead.`,
      old('producerConfig'),
      options.commandConfig,
    )
    const reading = renamed(
      words,
      `Warning: --property ${later} a future version. Use --reader-property instead.`,
      old('property'),
      options.readerProperty,
    )
    if (given.has('maxPartitionMemoryBytes'))
      words.print(`Warning: --max-partition-memory-bytes ${later} Apache Kafka 5.0. Use --batch-size instead.`)
    const configs = clientConfigs(
      io,
      { bootstrapServer: options.bootstrapServer, commandConfig: file },
      pairs(properties),
    )
    configs['compression.type'] = options.compressionCodec ?? 'none'
    configs['client.id'] ??= 'console-producer'
    for (const [name, key] of Object.entries(settings))
      if (given.has(key) || !(name in configs)) configs[name] = String(options[key])
    if (options.maxPartitionMemoryBytes !== undefined) configs['batch.size'] = String(options.maxPartitionMemoryBytes)
    dropUnknown(io, configs, producerConfigs)
    if (options.lineReader !== LINE_READER_CLASS)
      throw new UsageError(`--line-reader ${options.lineReader} is a Java class; only ${LINE_READER_CLASS} is here`)
    const reader = lineReader(io, { ...propertiesOf(io, options.readerConfig), ...pairs(reading) })
    if (!ours.some(key => given.has(key))) return writeLines(io, configs, reader, options)
    const { input } = await import('../src/cli/records/input.ts')
    const from = input(options, reader, io)
    return writeLines(from.io, configs, from.reader, options)
  },
})

function lineReader(io: Io, properties: Readonly<Record<string, string>>): LineReader {
  for (const name of Object.keys(properties)) {
    if (name === 'topic' || readerProperties.includes(name)) continue
    const near = nearest(name, readerProperties)
    io.warn(`WARN ${name} is not a property of the line reader${near ? `: did you mean ${near}?` : ''}`)
  }
  return createLineReader(properties)
}
