/**
 * consumer-perf-test (kafka-consumer-perf-test.sh): measure how fast records can be read.
 * Source: Kafka 4.3 `ConsumerPerformance`. It is a member of a group, as that one: rebalance.time.ms is the time without partitions,
 * which on a cluster's defaults is three seconds at least (group.initial.rebalance.delay.ms). Of the consumer's metrics there are
 * those that this tool counts.
 */
import { bootstrapServer, clientConfigs, commandConfig, dropUnknown, pairs, renamed } from '../src/cli/client.ts'
import { deprecated, integer, long, many, or, text, toggle, type Values } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { aside, json, printJson } from '../src/cli/json.ts'
import { formatDate, metricLines, RebalanceTime } from '../src/cli/perf.ts'
import { tool } from '../src/cli/tool.ts'
import { topicPattern } from '../src/cli/topic-filter.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { Consumer } from '../src/client/consumer/consumer.ts'
import { keyOf } from '../src/client/offsets.ts'
import { consumerConfigs } from '../src/config/consumer.ts'
import { MiB, SECONDS } from '../src/lib/units.ts'

const flags = {
  bootstrapServer: bootstrapServer(),
  topic: text('--topic <name>', 'topic to read'),
  include: text('--include <regex>', 'topics to read: those whose whole name matches'),
  numRecords: long('--num-records <count>', 'how many records to read'),
  timeout: or(long('--timeout [ms]', 'give up when no record came for so long').preset('10000'), 10_000),
  fromLatest: toggle('--from-latest', 'begin with the next record, not with the oldest'),
  showDetailedStats: toggle('--show-detailed-stats', 'a line every interval, and no sum'),
  reportingInterval: or(long('--reporting-interval <ms>', 'time between two lines'), 5000),
  hideHeader: toggle('--hide-header', 'no line of headings'),
  dateFormat: or(text('--date-format <pattern>', 'how times are written'), 'yyyy-MM-dd HH:mm:ss:SSS'),
  fetchSize: or(integer('--fetch-size <bytes>', 'how much of a partition to ask for at once'), 1 * MiB),
  socketBufferSize: or(integer('--socket-buffer-size <bytes>', 'receive buffer of the socket'), 2 * MiB),
  group: text('--group <id>', 'the group to read in; one is made up if not given'),
  printMetrics: toggle('--print-metrics', "the consumer's metrics at the end"),
  commandProperty: many(text('--command-property <key=value>', 'a property of the consumer')),
  commandConfig: commandConfig(),
  json: json(),
  messages: deprecated(long('--messages <count>', 'how many records to read'), '--num-records'),
  consumerConfig: deprecated(text('--consumer.config <file>', 'properties of the consumer'), '--command-config'),
}
type Options = Values<typeof flags>

const tail = ', rebalance.time.ms, fetch.time.ms, fetch.MB.sec, fetch.nMsg.sec'

export const consumerPerfTest = tool({
  name: 'consumer-perf-test',
  summary: 'Measure how fast records can be read',
  grammar: 'joptsimple',
  flags,
  rules: [
    { all: ['--bootstrap-server'] },
    { one: ['--topic', '--include'] },
    { one: ['--messages', '--num-records'] },
    { flag: '--consumer.config', not: ['--command-config'] },
  ],
  examples: ['tskafka consumer-perf-test --topic orders --num-records 1000000 --bootstrap-server localhost:9092'],
  async run({ options, given, io }) {
    const old = <K extends keyof typeof flags>(key: K) => ({ given: given.has(key), value: options[key] })
    const words = aside(io, options)
    const count = renamed(
      words,
      'Warning: --messages is deprecated. Use --num-records instead.',
      old('messages'),
      options.numRecords,
    )!
    const file = renamed(
      words,
      'Warning: --consumer.config is deprecated. Use --command-config instead.',
      old('consumerConfig'),
      options.commandConfig,
    )
    if (options.reportingInterval <= 0) throw new UsageError('Reporting interval must be greater than 0.')
    const configs = clientConfigs(
      io,
      { bootstrapServer: options.bootstrapServer, commandConfig: file },
      pairs(options.commandProperty),
    )
    Object.assign(configs, {
      'max.partition.fetch.bytes': String(options.fetchSize),
      'receive.buffer.bytes': String(options.socketBufferSize),
      'auto.offset.reset': options.fromLatest ? 'latest' : 'earliest',
      'check.crcs': 'false',
      'client.id': configs['client.id'] ?? 'perf-consumer-client',
      'group.id': options.group ?? `perf-consumer-${Math.floor(Math.random() * NAMES)}`,
    })
    dropUnknown(io, configs, consumerConfigs)
    if (!options.hideHeader && !options.json)
      io.print(
        `${options.showDetailedStats ? 'time, threadId' : 'start.time, end.time'}, data.consumed.in.MB, MB.sec, data.consumed.in.nMsg, nMsg.sec${tail}`,
      )
    const began = io.clock.now()
    const rebalances = new RebalanceTime(io.clock.now)
    await using consumer = await Consumer.connect(configs)
    await consumer.subscribe(options.include === undefined ? [options.topic!] : topicPattern(options.include), {
      onPartitionsAssigned: partitions => rebalances.assigned(partitions.map(keyOf)),
      onPartitionsRevoked: partitions => rebalances.revoked(partitions.map(keyOf)),
    })
    const { records, fetchMs } = await measure(io, consumer, options, { count, began, rebalances })
    if (options.printMetrics && !options.json)
      for (const line of metricLines(configs['client.id']!, {
        'consumer-coordinator-metrics:assigned-partitions': rebalances.owned,
        'consumer-coordinator-metrics:rebalance-latency-total': rebalances.totalMs,
        'consumer-coordinator-metrics:rebalance-total': rebalances.count,
        'consumer-fetch-manager-metrics:records-consumed-rate': (records * SECONDS) / Math.max(fetchMs, 1),
        'consumer-fetch-manager-metrics:records-consumed-total': records,
      }))
        io.print(line)
    return 0
  },
})
/** How many names of groups are made up. */
const NAMES = 100_000

async function measure(
  io: Io,
  consumer: Consumer,
  options: Options,
  { count, began, rebalances }: { count: number; began: number; rebalances: RebalanceTime },
): Promise<Sums> {
  const { timeout, showDetailedStats, reportingInterval, dateFormat } = options
  const { now } = io.clock
  let [records, bytes] = [0, 0]
  let last = { time: began, records: 0, bytes: 0 }
  let consumedAt = now()
  const windows: Sums[] = []
  while (records < count && now() - consumedAt <= timeout) {
    const batches = await consumer.pollBatches(POLL_MS, (cursor, { from }) => {
      while (records < count && cursor.next()) {
        if (cursor.offset < from) continue
        records++
        if (cursor.keyLength > 0) bytes += cursor.keyLength
        if (cursor.valueLength > 0) bytes += cursor.valueLength
      }
      // What is behind the last one was not read: it is not committed, either.
      return records < count
    })
    const time = now()
    if (batches === 0) continue
    consumedAt = time
    if (time - last.time < reportingInterval) continue
    const window = sums(last.time, time, records - last.records, bytes - last.bytes, rebalances.windowMs)
    rebalances.windowMs = 0
    windows.push(window)
    if (showDetailedStats && !options.json) io.print(progress(dateFormat, window, records, bytes))
    last = { time, records, bytes }
  }
  const timedOut = records < count
  const total = sums(began, now(), records, bytes, rebalances.totalMs)
  if (options.json) {
    printJson(io, { timedOut, total, ...(showDetailedStats && { windows }) })
    return total
  }
  if (timedOut)
    io.print(
      `WARNING: Exiting before consuming the expected number of records: timeout (${timeout} ms) exceeded. You can use the --timeout option to increase the timeout.`,
    )
  if (showDetailedStats) return total
  io.print(
    [
      formatDate(dateFormat, began),
      formatDate(dateFormat, total.ended),
      fixed(total.megabytes),
      fixed(total.megabytesPerSecond),
      records,
      fixed(total.recordsPerSecond),
      total.rebalanceMs,
      total.fetchMs,
      fixed(total.fetchMegabytesPerSecond),
      fixed(total.fetchRecordsPerSecond),
    ].join(', '),
  )
  return total
}
const POLL_MS = 100

type Sums = ReturnType<typeof sums>

function sums(began: number, ended: number, records: number, bytes: number, joinMs: number) {
  const [ms, megabytes] = [ended - began, bytes / MiB]
  const rate = (amount: number, ms: number) => (amount * SECONDS) / ms
  const fetchMs = ms - joinMs
  return {
    began,
    ended,
    records,
    megabytes,
    megabytesPerSecond: rate(megabytes, ms),
    recordsPerSecond: rate(records, ms),
    rebalanceMs: joinMs,
    fetchMs,
    fetchMegabytesPerSecond: rate(megabytes, fetchMs),
    fetchRecordsPerSecond: rate(records, fetchMs),
  }
}

/** A line of a window, with what was read in all so far. */
function progress(dateFormat: string, window: Sums, records: number, bytes: number): string {
  const rate = (value: number) => (window.fetchMs <= 0 ? 0 : value)
  return [
    formatDate(dateFormat, window.ended),
    0,
    fixed(bytes / MiB),
    fixed(window.megabytesPerSecond),
    records,
    fixed(window.recordsPerSecond),
    window.rebalanceMs,
    window.fetchMs,
    fixed(rate(window.fetchMegabytesPerSecond)),
    fixed(rate(window.fetchRecordsPerSecond)),
  ].join(', ')
}

const fixed = (value: number) => (Number.isFinite(value) ? value.toFixed(4) : Number.isNaN(value) ? 'NaN' : 'Infinity')
