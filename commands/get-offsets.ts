/**
 * get-offsets (kafka-get-offsets.sh): print the offset each partition had at a moment. The lines are Kafka's own: scripts parse
 * them. Source: Kafka 4.3 `GetOffsetShell`.
 */
import { bootstrapServer, clientConfigs, commandConfig } from '../src/cli/client.ts'
import { Refusal } from '../src/cli/executing.ts'
import { or, text, toggle } from '../src/cli/flags.ts'
import { errorJson, json, printJson } from '../src/cli/json.ts'
import { messages } from '../src/cli/run.ts'
import { tool } from '../src/cli/tool.ts'
import { topicPattern } from '../src/cli/topic-filter.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import { listOffsets, type OffsetAnswer } from '../src/client/admin/offsets.ts'
import { listTopics } from '../src/client/admin/topics.ts'
import type { TopicInfo } from '../src/client/cluster.ts'

const moments: Readonly<Record<string, number>> = {
  latest: -1,
  earliest: -2,
  'max-timestamp': -3,
  'earliest-local': -4,
  'latest-tiered': -5,
  'earliest-pending-upload': -6,
}

type Filter = (topic: string, partition: number) => boolean

export const getOffsets = tool({
  name: 'get-offsets',
  summary: 'Print the offset each partition had at a moment',
  grammar: 'joptsimple',
  flags: {
    bootstrapServer: bootstrapServer(),
    topic: text('--topic <regex>', 'only topics whose whole name matches'),
    partitions: text('--partitions <list>', 'only these partitions: 0,1,2'),
    topicPartitions: text(
      '--topic-partitions <list>',
      'topics with partitions: orders:1,stock:0-3,prices:5-,.*:-3; the end of a range is not in it',
    ),
    time: or(text('--time <time>', `milliseconds since 1970, or ${Object.keys(moments).join(', ')}`), 'latest'),
    excludeInternalTopics: toggle('--exclude-internal-topics', 'leave out topics that Kafka keeps for itself'),
    commandConfig: commandConfig(),
    json: json(),
  },
  rules: [{ all: ['--bootstrap-server'] }, { flag: '--topic-partitions', not: ['--topic', '--partitions'] }],
  examples: [
    'tskafka get-offsets --topic orders --bootstrap-server localhost:9092',
    'tskafka get-offsets --time earliest --bootstrap-server localhost:9092',
  ],
  async run({ options, io }) {
    const timestamp = timeOf(options.time)
    const wanted =
      options.topicPartitions === undefined
        ? byTopicAndPartition(options.topic, options.partitions)
        : byList(options.topicPartitions)
    await using cluster = await connectAdmin(clientConfigs(io, options, { 'client.id': 'GetOffsetShell' }))
    const partitions = partitionsOf(await listTopics(cluster, { internal: !options.excludeInternalTopics }), wanted)
    if (partitions.length === 0) {
      const why = 'Could not match any topic-partitions with the specified filters'
      if (options.json) throw new Refusal(why)
      io.warn(`Error occurred: ${why}`)
      return 1
    }
    const rows = await listOffsets(
      cluster,
      partitions.map(at => ({ ...at, timestamp })),
    )
    rows.sort((a, b) => compare(`${a.topic}-${a.partition}`, `${b.topic}-${b.partition}`))
    if (options.json) printJson(io, { offsets: rows.map(offsetJson) })
    else
      for (const { topic, partition, offset, error } of rows)
        if (error)
          io.warn(`Skip getting offsets for topic-partition ${topic}-${partition} due to error: ${messages(error)}`)
        else if (offset >= 0) io.print(`${topic}:${partition}:${offset}`)
    return 0
  },
})

/** No record at or after that time: no offset. */
const offsetJson = ({ topic, partition, offset, timestamp, leaderEpoch, error }: OffsetAnswer) =>
  error
    ? { topic, partition, error: errorJson(error) }
    : {
        topic,
        partition,
        offset: offset < 0 ? null : offset,
        timestamp: timestamp < 0 ? null : timestamp,
        leaderEpoch: leaderEpoch < 0 ? null : leaderEpoch,
      }

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const partitionsOf = (topics: readonly TopicInfo[], wanted: Filter) =>
  topics.flatMap(({ name, partitions }) =>
    partitions.filter(({ index }) => wanted(name, index)).map(({ index }) => ({ topic: name, partition: index })),
  )

function timeOf(text: string): number {
  const time = moments[text] ?? (/^[+-]?\d+$/.test(text) ? Number(text) : undefined)
  if (time === undefined)
    throw new UsageError(
      `Malformed time argument ${text}. It takes milliseconds since 1970, or ${Object.entries(moments)
        .map(([name, number]) => `${number} or ${name}`)
        .join(' / ')}`,
    )
  return time
}

function byTopicAndPartition(topic: string | undefined, partitions: string | undefined): Filter {
  const pattern = topicPattern(topic ?? '.*')
  const numbers = partitions ? partitions.split(',') : []
  if (numbers.some(number => !/^[+-]?\d+$/.test(number)))
    throw new UsageError(
      `--partitions expects a comma separated list of numeric partition ids, but received: ${partitions}`,
    )
  const set = new Set(numbers.map(Number))
  return (name, index) => pattern.test(name) && (set.size === 0 || set.has(index))
}

/** `topic:partition`, each with a pattern; a topic without one is all topics, a partition all partitions. */
function byList(text: string): Filter {
  const rules = text.split(',').map(rule => {
    const match = /^([^:,]*)(?::(?:([0-9]*)|(?:([0-9]*)-([0-9]*))))?$/.exec(rule)
    if (!match) throw new UsageError(`Invalid rule specification: ${rule}`)
    const [, topic, one, from, to] = match
    const pattern = topicPattern(topic || '.*')
    const [first, end] = one
      ? [Number(one), Number(one) + 1]
      : [Number(from || 0), to ? Number(to) : Number.POSITIVE_INFINITY]
    return (name: string, index: number) => pattern.test(name) && index >= first && index < end
  })
  return (name, index) => rules.some(rule => rule(name, index))
}
