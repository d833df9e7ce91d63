/**
 * console-consumer (kafka-console-consumer.sh): print what a topic holds, and what comes.
 * Source: Kafka 4.3 `ConsoleConsumer`, `ConsoleConsumerOptions`.
 * Without --group it shows itself in a group that it makes up, as Kafka's does, and does not wait for it. A broker or a topic
 * that is not there yet is waited for, as long as --timeout-ms says.
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
import { chooseGroup } from '../src/cli/console-group.ts'
import { readRecords } from '../src/cli/console-reader.ts'
import { deprecated, integer, long, many, or, text, toggle, type Values, word } from '../src/cli/flags.ts'
import { DEFAULT_FORMATTER, formatter } from '../src/cli/formatters.ts'
import { aside, ndjson } from '../src/cli/json.ts'
import { type Rule, tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { consumerConfigs } from '../src/config/consumer.ts'

const flags = {
  bootstrapServer: bootstrapServer(),
  topic: text('--topic <name>', 'topic to read'),
  include: text('--include <regex>', 'topics to read: those whose whole name matches'),
  fromBeginning: toggle('--from-beginning', 'begin with the oldest record, not with the next one'),
  partition: integer('--partition <number>', 'one partition only'),
  offset: or(text('--offset <offset>', 'where to begin in it: a number, earliest or latest'), 'latest'),
  maxMessages: integer('--max-messages <count>', 'stop after so many records'),
  timeoutMs: long('--timeout-ms <ms>', 'stop when no record came for so long'),
  formatterProperty: many(
    text(
      '--formatter-property <key=value>',
      'print.timestamp, print.partition, print.offset, print.headers, print.key, print.value: true or false; key.separator, line.separator, headers.separator, null.literal; key.deserializer, value.deserializer, headers.deserializer',
    ),
  ),
  formatterConfig: text('--formatter-config <file>', 'the same properties, from a file'),
  formatter: or(text('--formatter <class>', 'how to print records'), DEFAULT_FORMATTER),
  keyDeserializer: text('--key-deserializer <class>', 'what keys are'),
  valueDeserializer: text('--value-deserializer <class>', 'what values are'),
  isolationLevel: or(
    word(
      '--isolation-level <level>',
      'whether to wait for transactions to end, and leave out those that were aborted',
      ['read_committed', 'read_uncommitted'],
    ),
    'read_uncommitted',
  ),
  group: text('--group <id>', 'read as a member of this group'),
  skipMessageOnError: toggle('--skip-message-on-error', 'go on after a record that cannot be printed'),
  commandProperty: many(text('--command-property <key=value>', 'a property of the consumer')),
  commandConfig: commandConfig(),
  enableSystestEvents: toggle('--enable-systest-events', 'print a line at the end: for system tests'),
  json: ndjson('record'),
  format: text(
    '-f, --format <format>',
    "how to print records, in kcat's letters and rpk's: '%t-%p@%o %k: %s\\n', '%h{%k=%v }%v{json}\\n'",
  ),
  since: text('--since <moment>', 'begin with the first record since then: 1h (ago), today, 2026-11-21T07:00:00Z, ms'),
  until: text('--until <moment>', 'stop before the first record since then, and at the end of what there is'),
  last: integer('--last <count>', 'begin so many offsets before the end of each partition'),
  exitAtEnd: toggle('--exit-at-end', 'stop at the end of what there is; begin with the oldest if nothing else is said'),
  grep: text('--grep <regex>', 'only records whose key or value matches: paid, /paid/i'),
  filter: text('--filter <expression>', "only records for which it is true, in JavaScript: 'value.amount > 10'"),
  map: text('--map <expression>', "what the value becomes, in JavaScript: '({ id: key, ...value })'"),
  property: deprecated(many(text('--property <key=value>', 'a property of the formatter')), '--formatter-property'),
  consumerProperty: deprecated(
    many(text('--consumer-property <key=value>', 'a property of the consumer')),
    '--command-property',
  ),
  consumerConfig: deprecated(text('--consumer.config <file>', 'properties of the consumer'), '--command-config'),
}
type Options = Values<typeof flags>

/** Flags beyond Kafka's, which load what they need. */
const ours = ['json', 'format', 'since', 'until', 'last', 'exitAtEnd', 'grep', 'filter', 'map'] as const

const formatting = ['--formatter', '--formatter-property', '--formatter-config', '--property']
const beginning = ['--from-beginning', '--offset']
const inGroup = 'a group begins where it has committed; consumer-groups --reset-offsets moves it'
const rules: readonly Rule[] = [
  { one: ['--topic', '--include'] },
  { all: ['--topic'], on: '--partition' },
  { all: ['--partition'], on: '--offset' },
  { flag: '--offset', not: ['--from-beginning'] },
  { all: ['--bootstrap-server'] },
  { flag: '--consumer-property', not: ['--command-property'] },
  { flag: '--consumer.config', not: ['--command-config'] },
  { flag: '--property', not: ['--formatter-property'] },
  { flag: '--group', not: ['--partition'] },
  { flag: '--format', not: ['--json', ...formatting] },
  { flag: '--json', not: formatting },
  { flag: '--since', not: ['--last', ...beginning] },
  { flag: '--last', not: beginning },
  ...['--since', '--last'].map(flag => ({ flag, not: ['--group'], because: inGroup })),
]

const later = 'is deprecated and will be removed in a future version.'

export const consoleConsumer = tool({
  name: 'console-consumer',
  summary: 'Print what a topic holds, and what comes',
  grammar: 'joptsimple',
  streams: true,
  flags,
  rules,
  examples: [
    'tskafka console-consumer --topic orders --from-beginning --bootstrap-server localhost:9092',
    'tskafka console-consumer --topic orders --partition 0 --offset 42 --max-messages 1 --bootstrap-server localhost:9092',
    "tskafka console-consumer --topic orders --since 1h --exit-at-end --filter 'value.amount > 10' --json --bootstrap-server localhost:9092",
    "tskafka console-consumer --topic orders --last 10 -f '%t-%p@%o %T %k: %s\\n' --bootstrap-server localhost:9092",
  ],
  async run({ options, given, io }) {
    if (options.topic?.includes(','))
      throw new UsageError(`"${options.topic}" is no topic: several are an expression, --include`, {
        next: `tskafka console-consumer --include '${options.topic.replaceAll(',', '|')}' --bootstrap-server ${options.bootstrapServer}`,
      })
    const old = <K extends keyof typeof flags>(key: K) => ({ given: given.has(key), value: options[key] })
    const words = aside(io, options)
    const properties = renamed(
      words,
      `Option --consumer-property ${later} Use --command-property instead.`,
      old('consumerProperty'),
      options.commandProperty,
    )
    const file = renamed(
      words,
      `Option --consumer.config ${later} Use --command-config instead.`,
      old('consumerConfig'),
      options.commandConfig,
    )
    const printing = renamed(
      words,
      `Option --property ${later} Use --formatter-property instead.`,
      old('property'),
      options.formatterProperty,
    )
    const configs = clientConfigs(
      io,
      { bootstrapServer: options.bootstrapServer, commandConfig: file },
      pairs(properties),
    )
    if (given.has('isolationLevel') || !configs['isolation.level']) configs['isolation.level'] = options.isolationLevel
    const fromBeginning = options.fromBeginning || isBounded(options, given, configs)
    configs['auto.offset.reset'] = resetOf(configs, { ...options, fromBeginning })
    configs['client.id'] ??= 'console-consumer'
    const ids = [options.group, propertiesOf(io, file)['group.id'], pairs(properties)['group.id']]
    if (options.partition !== undefined && ids.some(id => id !== undefined))
      throw new UsageError('Options group and partition cannot be specified together.')
    const madeUp = options.partition === undefined ? chooseGroup(configs, ids) : undefined
    dropUnknown(io, configs, consumerConfigs)
    const plain = await formatter(
      options.formatter,
      {
        ...propertiesOf(io, options.formatterConfig),
        ...(options.keyDeserializer ? { 'key.deserializer': options.keyDeserializer } : {}),
        ...(options.valueDeserializer ? { 'value.deserializer': options.valueDeserializer } : {}),
        ...pairs(printing),
      },
      line => io.warn(line),
    )
    const offset = offsetOf(options.offset)
    const { format, range } = ours.some(key => given.has(key))
      ? await (await import('../src/cli/records/comforts.ts')).comforts(options, plain, io)
      : { format: plain, range: undefined }
    const state = { count: 0, exitCode: 0 }
    const seek = given.has('offset') ? offset : undefined
    try {
      await readRecords(io, configs, format, { ...options, fromBeginning, madeUp, seek, range }, state)
    } finally {
      io.warn(`Processed a total of ${state.count} messages`)
      if (options.enableSystestEvents) io.print('shutdown_complete')
    }
    return state.exitCode
  },
})

/** Somebody who wants to stop wants to have read something: without a word about where to begin, everything. */
const isBounded = (
  { exitAtEnd, until }: Options,
  given: ReadonlySet<string>,
  configs: Readonly<Record<string, string>>,
): boolean =>
  (exitAtEnd || until !== undefined) &&
  !['since', 'last', 'offset'].some(key => given.has(key)) &&
  configs['auto.offset.reset'] === undefined

function resetOf(configs: Readonly<Record<string, string>>, { fromBeginning }: Options): string {
  const given = configs['auto.offset.reset']
  if (given === undefined) return fromBeginning ? 'earliest' : 'latest'
  if (fromBeginning && given !== 'earliest')
    throw new UsageError(
      `Can't simultaneously specify --from-beginning and 'auto.offset.reset=${given}', please remove one option`,
    )
  return given
}

function offsetOf(text: string): number | 'earliest' | 'latest' {
  const lower = text.toLowerCase()
  if (lower === 'earliest' || lower === 'latest') return lower
  if (!/^\d+$/.test(text))
    throw new UsageError(
      `The provided offset value '${text}' is incorrect. Valid values are 'earliest', 'latest', or a non-negative long.`,
    )
  return Number(text)
}
