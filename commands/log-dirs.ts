/**
 * log-dirs (kafka-log-dirs.sh): print how large partitions are, by broker and directory. The JSON is Kafka's own: scripts parse
 * it, and so is the order of its fields. Source: Kafka 4.3 `LogDirsCommand`.
 */
import { bootstrapServer, clientConfigs, commandConfig } from '../src/cli/client.ts'
import { or, text, toggle } from '../src/cli/flags.ts'
import { javaClass } from '../src/cli/java-exceptions.ts'
import { hashMapOrder, hashOfPartition } from '../src/cli/java-order.ts'
import { json, printJson } from '../src/cli/json.ts'
import { tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { describeLogDirs } from '../src/client/admin/cluster.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import { failure } from '../src/client/admin/results.ts'
import type { DescribeLogDirsResponse } from '../src/protocol/generated/apis/35-describe-log-dirs.ts'

export const logDirs = tool({
  name: 'log-dirs',
  summary: 'Print how large partitions are, by directory',
  grammar: 'joptsimple',
  flags: {
    bootstrapServer: bootstrapServer(),
    describe: toggle('--describe', 'what there is to do'),
    topicList: or(text('--topic-list <list>', 'only these topics: orders,stock'), ''),
    brokerList: or(text('--broker-list <list>', 'only these brokers: 1,2'), ''),
    commandConfig: commandConfig(),
    json: json(),
  },
  rules: [{ all: ['--bootstrap-server', '--describe'] }],
  examples: [
    'tskafka log-dirs --describe --bootstrap-server localhost:9092',
    'tskafka log-dirs --describe --topic-list orders --bootstrap-server localhost:9092',
  ],
  async run({ options, io }) {
    const wanted = numbers(options.brokerList ?? '')
    const topics = new Set(words(options.topicList ?? ''))
    await using cluster = await connectAdmin(clientConfigs(io, options, { 'client.id': 'log-dirs-tool' }))
    const there = [...cluster.brokers.keys()]
    const unknown = wanted.filter(id => !there.includes(id))
    if (unknown.length > 0) {
      io.warn(
        `ERROR: The given brokers do not exist from --broker-list: ${unknown.join(',')}. Current existent brokers: ${there.join(',')}`,
      )
      return 1
    }
    const asked = wanted.length > 0 ? wanted : there
    if (!options.json) io.print('Querying brokers for log directories information')
    const answers = await describeLogDirs(cluster, asked)
    const brokers = [...answers].map(([broker, dirs]) => ({ broker, logDirs: directories(dirs, topics) }))
    if (options.json) printJson(io, { brokers })
    else {
      io.print(`Received log directory information from brokers ${asked.join(',')}`)
      io.print(JSON.stringify({ brokers, version: 1 }))
    }
    return 0
  },
})

const words = (text: string) => text.split(',').filter(word => word !== '')

function numbers(text: string): number[] {
  const wrong = words(text).find(word => !/^[+-]?\d+$/.test(word))
  if (wrong !== undefined) throw new UsageError(`--broker-list has "${wrong}" in it: it takes ids, such as 1,2`)
  return [...new Set(words(text).map(Number))]
}

const directories = (dirs: DescribeLogDirsResponse['results'], topics: ReadonlySet<string>) =>
  hashMapOrder(dirs, ({ logDir }) => logDir).map(({ logDir, errorCode, topics: rows }) => {
    const error = failure(errorCode, null, logDir)
    const partitions = rows
      .filter(({ name }) => topics.size === 0 || topics.has(name))
      .flatMap(({ name, partitions }) => partitions.map(partition => ({ topic: name, ...partition })))
    return {
      partitions: hashMapOrder(partitions, each => hashOfPartition(each.topic, each.partitionIndex)).map(each => ({
        partition: `${each.topic}-${each.partitionIndex}`,
        size: each.partitionSize,
        offsetLag: each.offsetLag,
        isFuture: each.isFutureKey,
      })),
      error: error ? `org.apache.kafka.common.errors.${javaClass(error)}` : null,
      logDir,
    }
  })
