/**
 * producer-perf-test (kafka-producer-perf-test.sh): measure how fast records can be written, and how long each takes.
 * Source: Kafka 4.3 `ProducerPerformance`. Of the producer's metrics there are those that this tool counts.
 */
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { clientConfigs, dropUnknown, pairs, renamed } from '../src/cli/client.ts'
import { decimal, deprecated, integer, long, or, required, text, toggle, type Values } from '../src/cli/flags.ts'
import { readGiven } from '../src/cli/given-file.ts'
import type { Io } from '../src/cli/io.ts'
import { aside, json, printJson } from '../src/cli/json.ts'
import {
  delayFor,
  metricLines,
  Payloads,
  ProducerStats,
  type TotalSums,
  totalLine,
  type WindowSums,
  windowLine,
} from '../src/cli/perf.ts'
import { messages } from '../src/cli/run.ts'
import { type Rule, tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { Producer } from '../src/client/producer/producer.ts'
import { producerConfigs } from '../src/config/producer.ts'
import { systemRandom } from '../src/lib/random.ts'
import { randomUuid } from '../src/lib/uuid.ts'

const flags = {
  bootstrapServer: text('--bootstrap-server <host:port>', 'a broker of the cluster, or several with commas between'),
  topic: required(text('--topic <name>', 'topic to write to')),
  numRecords: required(long('--num-records <count>', 'how many records')),
  recordSize: integer('--record-size <bytes>', 'size of each record: random letters'),
  payloadFile: text('--payload-file <file>', 'records to choose from at random'),
  payloadMonotonic: toggle('--payload-monotonic', 'records are numbers, counted up'),
  payloadDelimiter: or(text('--payload-delimiter <text>', 'what stands between records in the file'), '\\n'),
  throughput: required(decimal('--throughput <rate>', 'records a second; -1 for as many as possible')),
  commandProperty: text('--command-property <key=value...>', 'properties of the producer'),
  commandConfig: text('--command-config <file>', 'properties of the producer, as key=value lines'),
  warmupRecords: or(long('--warmup-records <count>', 'records before those that are summed up apart'), 0),
  reportingInterval: or(long('--reporting-interval <ms>', 'time between two lines'), 5000),
  printMetrics: toggle('--print-metrics', "the producer's metrics at the end"),
  transactionalId: text('--transactional-id <id>', 'write in transactions'),
  transactionDurationMs: long('--transaction-duration-ms <ms>', 'length of a transaction'),
  json: json(),
  producerProps: deprecated(
    text('--producer-props <key=value...>', 'properties of the producer'),
    '--command-property',
  ),
  producerConfig: deprecated(text('--producer.config <file>', 'properties of the producer'), '--command-config'),
}
type Options = Values<typeof flags>

const rules: readonly Rule[] = [
  { one: ['--record-size', '--payload-file', '--payload-monotonic'] },
  { flag: '--command-property', not: ['--producer-props'] },
  { flag: '--command-config', not: ['--producer.config'] },
]

export const producerPerfTest = tool({
  name: 'producer-perf-test',
  summary: 'Measure how fast records can be written',
  grammar: 'argparse4j',
  flags,
  rules,
  emptyIsHelp: 0,
  examples: [
    'tskafka producer-perf-test --topic orders --num-records 1000000 --record-size 100 --throughput -1 --bootstrap-server localhost:9092',
  ],
  async run({ options, given, io }) {
    refuse(options)
    const now = `has been deprecated and will be removed in a future version. Use`
    const said = aside(io, options)
    const words = renamed(
      said,
      `Option --producer-props ${now} --command-property instead.`,
      { given: given.has('producerProps'), value: options.producerProps },
      options.commandProperty,
    ) as readonly string[] | undefined
    const file = renamed(
      said,
      `Option --producer.config ${now} --command-config instead.`,
      { given: given.has('producerConfig'), value: options.producerConfig },
      options.commandConfig,
    )
    const wrong = words?.find(word => word.split('=').length !== 2)
    if (wrong !== undefined) throw new UsageError(`Invalid property: ${wrong}`)
    const configs = clientConfigs(io, { ...options, commandConfig: file }, pairs(words ?? []))
    configs['client.id'] ??= 'perf-producer-client'
    dropUnknown(io, configs, producerConfigs)
    const transactionMs = transactionsOf(configs, options)
    const payload = payloads(io, options)
    await using producer = await Producer.connect(configs)
    if (transactionMs !== undefined) await producer.initTransactions()
    const { sent, failed } = await measure(io, producer, { ...options, transactionMs }, payload)
    if (options.printMetrics && !options.json)
      for (const line of metricLines(configs['client.id'], {
        'producer-metrics:record-error-total': failed,
        'producer-metrics:record-send-rate': sent.recordsPerSecond,
        'producer-metrics:record-send-total': sent.records + failed,
      }))
        io.print(line)
    return 0
  },
})

/** Any of the three ways turns transactions on; the flag's id beats the property's. @returns how long each is to last */
function transactionsOf(
  configs: Record<string, string>,
  { transactionalId, transactionDurationMs }: Options,
): number | undefined {
  const id = transactionalId ?? configs['transactional.id']
  if (id === undefined && transactionDurationMs === undefined) return undefined
  configs['transactional.id'] = id ?? `performance-producer-${randomUuid(systemRandom)}`
  return transactionDurationMs ?? TRANSACTION_MS
}
const TRANSACTION_MS = 3000

function refuse({ numRecords, warmupRecords, recordSize, reportingInterval, transactionDurationMs }: Options): void {
  const positive = {
    '--num-records': numRecords,
    '--record-size': recordSize,
    '--reporting-interval': reportingInterval,
    '--transaction-duration-ms': transactionDurationMs,
  }
  for (const [flag, value] of Object.entries(positive))
    if (value !== undefined && value <= 0) throw new UsageError(`${flag} should be greater than zero.`)
  if (warmupRecords >= numRecords)
    throw new UsageError(
      'The value for --warmup-records must be strictly fewer than the number of records in the test, --num-records.',
    )
}

function payloads(io: Io, { recordSize, payloadFile, payloadDelimiter, json }: Options): (index: number) => Buffer {
  if (recordSize !== undefined) {
    const random = new Payloads(recordSize)
    return () => random.next()
  }
  if (payloadFile === undefined) return index => Buffer.from(String(index))
  const file = path.resolve(io.cwd, payloadFile)
  if (!json) io.print(`Reading payloads from: ${file}`)
  const content = fs.existsSync(file) ? readGiven(io, file) : ''
  if (content === '') throw new UsageError('File does not exist or empty file provided.')
  const parts = content.split(payloadDelimiter === '\\n' ? '\n' : payloadDelimiter)
  if (parts.at(-1) === '') parts.pop()
  const records = parts.map(part => Buffer.from(part))
  if (!json) io.print(`Number of records read: ${records.length}`)
  return () => records[Math.floor(Math.random() * records.length)]!
}

/** Requests leave and answers come in between two turns: without one, nothing is sent until all memory is full. */
const RECORDS_A_TURN = 128

async function measure(
  io: Io,
  producer: Producer,
  options: Options & { transactionMs: number | undefined },
  payload: (index: number) => Buffer,
): Promise<{ sent: TotalSums; failed: number }> {
  const { topic, numRecords, warmupRecords, throughput, reportingInterval, transactionMs, json } = options
  const { now } = io.clock
  const windows: (WindowSums & { steadyState: boolean })[] = []
  const make = (records: number, steadyState: boolean) =>
    new ProducerStats({
      records,
      intervalMs: reportingInterval,
      now,
      onWindow(window, isFirst) {
        windows.push({ ...window, steadyState })
        if (json) return
        if (steadyState && isFirst) io.print('In steady state.')
        io.print(windowLine(window))
      },
    })
  if (warmupRecords > 0 && !json)
    io.print(`Warmup first ${warmupRecords} records. Steady state results will print after the complete test summary.`)
  const stats = make(numRecords, false)
  let steady: ProducerStats | undefined
  const failures = new Map<string, number>()
  const started = io.clock.monotonic()
  /** When the open transaction began. */
  let began: number | undefined
  for (let i = 0; i < numRecords; i++) {
    if (warmupRecords > 0 && i === warmupRecords) {
      steady = make(numRecords - warmupRecords, true)
      stats.quiet = true
    }
    if (transactionMs !== undefined && began === undefined) {
      producer.beginTransaction()
      began = now()
    }
    const value = payload(i)
    const counted = steady
    const sentAt = now()
    const { written } = await producer.enqueue({ topic, value })
    written.then(
      () => {
        const answeredAt = now()
        stats.record(answeredAt - sentAt, value.length, answeredAt)
        counted?.record(answeredAt - sentAt, value.length, answeredAt)
      },
      error => failures.set(messages(error), (failures.get(messages(error)) ?? 0) + 1),
    )
    if (began !== undefined && sentAt - began >= transactionMs!) {
      await producer.commitTransaction()
      began = undefined
    }
    const wait = delayFor(throughput, i + 1, io.clock.monotonic() - started)
    if (wait >= 1) await delay(wait)
    else if (i % RECORDS_A_TURN === 0) await new Promise(setImmediate)
  }
  if (began !== undefined) await producer.commitTransaction()
  await producer.flush()
  // What the last answers set off comes before the sums.
  await new Promise(setImmediate)
  for (const [message, count] of failures) io.warn(`${count} records were not written: ${message}`)
  const failed = [...failures.values()].reduce((sum, count) => sum + count, 0)
  const [total, steadyState] = [stats.total(), steady?.total()]
  if (json) {
    const notWritten = Array.from(failures, ([message, count]) => ({ message, count }))
    printJson(io, { windows, total, ...(steadyState && { steadyState }), notWritten })
    return { sent: total, failed }
  }
  io.print(totalLine(total, false))
  if (steadyState) io.print(totalLine(steadyState, true))
  return { sent: total, failed }
}
