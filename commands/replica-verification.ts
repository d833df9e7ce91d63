/**
 * replica-verification (kafka-replica-verification.sh): read all replicas of partitions and compare them, until interrupted; how
 * far the comparison is behind is said every now and then. The lines are Kafka's own. Source: Kafka 4.3 `ReplicaVerificationTool`.
 * Another than Kafka's: --time after the last record begins at the end, where Kafka's tool fails.
 */
import { addresses } from '../src/cli/client.ts'
import { integer, long, or, required, text, type Values } from '../src/cli/flags.ts'
import { inMapOrder } from '../src/cli/groups/scenarios.ts'
import type { Io } from '../src/cli/io.ts'
import { json, printJson } from '../src/cli/json.ts'
import { formatDate } from '../src/cli/perf.ts'
import { type Copy, type Finding, type Lag, ReplicaCheck } from '../src/cli/replica-check.ts'
import { messages } from '../src/cli/run.ts'
import { tool } from '../src/cli/tool.ts'
import { topicPattern } from '../src/cli/topic-filter.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import { listOffsets, offsetSpecs } from '../src/client/admin/offsets.ts'
import { fetchReplica } from '../src/client/admin/replica-fetch.ts'
import { unwrap } from '../src/client/admin/results.ts'
import { listTopics } from '../src/client/admin/topics.ts'
import type { Cluster } from '../src/client/cluster.ts'
import { keyOf, type TopicPartition } from '../src/client/offsets.ts'
import { mayRetry } from '../src/client/retry.ts'
import { pause } from '../src/client/wait.ts'
import { MiB, SECONDS } from '../src/lib/units.ts'

const flags = {
  brokerList: required(text('--broker-list <host:port>', 'a broker of the cluster, or several with commas between')),
  topicsInclude: or(text('--topics-include <regex>', 'topics whose whole name matches'), '.*'),
  time: or(long('--time <time>', 'where to begin: milliseconds since 1970, -1 the end, -2 the beginning'), -1),
  reportIntervalMs: or(long('--report-interval-ms <ms>', 'time between two lines about the lag'), 30 * SECONDS),
  fetchSize: or(integer('--fetch-size <bytes>', 'bytes of a partition in one answer'), 1 * MiB),
  maxWaitMs: or(integer('--max-wait-ms <ms>', 'how long a broker may wait for new records'), 1 * SECONDS),
  json: json(),
}
type Options = Values<typeof flags>

/** As the consumer has it that Kafka's tool makes its fetchers from. */
const REQUEST_TIMEOUT_MS = 30 * SECONDS
/** Brokers that cannot be reached are not asked more often. */
const PAUSE_MS = 250

export const replicaVerification = tool({
  name: 'replica-verification',
  summary: 'Compare the replicas of partitions',
  grammar: 'joptsimple',
  flags,
  examples: ['tskafka replica-verification --topics-include orders --time -2 --broker-list localhost:9092'],
  async run({ options, io }) {
    const pattern = topicPattern(options.topicsInclude)
    await using cluster = await connectAdmin({ 'bootstrap.servers': addresses(options.brokerList, '--broker-list') })
    const topics = (await listTopics(cluster)).filter(({ name }) => pattern.test(name))
    const replicas = topics.flatMap(({ name, partitions }) =>
      partitions.map(({ index, replicas }) => ({ topic: name, partition: index, replicas })),
    )
    if (replicas.length === 0) {
      io.warn(
        'ERROR No topics found. [topics-include] if specified, is either filtering out all topics or there is no topic.',
      )
      return 1
    }
    const check = new ReplicaCheck(inMapOrder(await beginnings(cluster, replicas, options.time)))
    return await compare(cluster, replicas, check, options, io)
  },
})

type Replicas = TopicPartition & { readonly replicas: readonly number[] }

async function beginnings(cluster: Cluster, partitions: readonly TopicPartition[], timestamp: number) {
  const at = async (timestamp: number) =>
    unwrap(
      await listOffsets(
        cluster,
        partitions.map(({ topic, partition }) => ({ topic, partition, timestamp })),
      ),
    )
  const rows = await at(timestamp)
  if (rows.every(({ offset }) => offset >= 0)) return rows
  const ends = await at(offsetSpecs.latest)
  return rows.map((row, i) => (row.offset < 0 ? ends[i]! : row))
}

/** Round by round: every broker is asked for what it has of each partition, then the answers are held against one another. */
async function compare(
  cluster: Cluster,
  partitions: readonly Replicas[],
  check: ReplicaCheck,
  options: Options,
  io: Io,
): Promise<number> {
  let interrupted: number | undefined
  const stopped = new Promise<void>(resolve => {
    io.onInterrupt(code => {
      interrupted = code
      resolve()
    })
  })
  const brokers = [...new Set(partitions.flatMap(({ replicas }) => replicas))]
  const byBroker = brokers.map(id => [id, partitions.filter(({ replicas }) => replicas.includes(id))] as const)
  let told = io.clock.now()
  const say = speaker(io, options, partitions.length)
  say.started()
  const unreachable = new Set<number>()
  while (interrupted === undefined) {
    const copies = new Map<string, Copy[]>(partitions.map(each => [keyOf(each), []]))
    const round = Promise.all(
      byBroker.map(async ([broker, theirs]) => {
        const asked = theirs.map(each => ({ ...each, offset: check.next(each) }))
        const limits = { ...options, timeoutMs: REQUEST_TIMEOUT_MS }
        try {
          for (const { highWatermark, bytes, ...at } of await fetchReplica(cluster, broker, asked, limits))
            copies.get(keyOf(at))!.push({ broker, highWatermark, bytes })
          unreachable.delete(broker)
        } catch (error) {
          if (!mayRetry(error)) throw error
          for (const at of asked) copies.get(keyOf(at))!.push({ broker, highWatermark: -1, bytes: Buffer.alloc(0) })
          if (!unreachable.has(broker) && interrupted === undefined)
            io.warn(`WARN ${messages(error)}; its replicas are waited for`)
          unreachable.add(broker)
          await pause(io.clock, PAUSE_MS)
        }
      }),
    )
    await Promise.race([round, stopped])
    if (interrupted !== undefined) break
    const { findings, lag } = check.verify(copies)
    for (const finding of findings) {
      say.finding(finding)
      if (finding.kind === 'offsets') return 1
    }
    if (io.clock.now() - told > options.reportIntervalMs) {
      told = io.clock.now()
      say.lag(lag)
    }
    io.stdout.flush()
  }
  return interrupted
}

function speaker(io: Io, { json }: Options, count: number) {
  const line = (text: string) => io.print(`${formatDate('yyyy-MM-dd HH:mm:ss,SSS', io.clock.now())}: ${text}`)
  if (json)
    return {
      started: () => printJson(io, { event: 'started', partitions: count }),
      finding: ({ kind, at, first, other }: Finding) =>
        printJson(io, { event: 'difference', in: kind, topic: at.topic, partition: at.partition, first, other }),
      lag: ({ lag, at, offset }: Lag) =>
        printJson(io, { event: 'lag', lag, topic: at.topic, partition: at.partition, offset, partitions: count }),
    }
  return {
    started: () => line('verification process is started'),
    finding: ({ kind, at, first, other }: Finding) =>
      line(
        kind === 'offsets'
          ? `partition ${keyOf(at)}: replica ${first.broker}'s offset ${first.offset} doesn't match replica ${other.broker}'s offset ${other.offset}`
          : `partition ${keyOf(at)} has unmatched checksum at offset ${other.offset}; replica ${first.broker}'s checksum ${first.checksum}; replica ${other.broker}'s checksum ${other.checksum}`,
      ),
    lag: ({ lag, at, offset }: Lag) =>
      line(`max lag is ${lag} for partition ${keyOf(at)} at offset ${offset} among ${count} partitions`),
  }
}
