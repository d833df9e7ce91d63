/**
 * topics (kafka-topics.sh): create, list, describe, alter and delete topics; and, beyond Kafka's,
 * truncate and clone them. The lines are Kafka's own: scripts parse them.
 * Source: Kafka 4.3 `TopicCommand`.
 */
import { type ClientConfigs, clientConfigs } from '../src/cli/client.ts'
import { executing } from '../src/cli/executing.ts'
import type { Io } from '../src/cli/io.ts'
import { tool } from '../src/cli/tool.ts'
import { alter, create, remove } from '../src/cli/topics/changes.ts'
import { flags, type Options, rules } from '../src/cli/topics/flags.ts'
import { describe, list } from '../src/cli/topics/shown.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import type { Cluster } from '../src/client/cluster.ts'

type Action = (cluster: Cluster, options: Options, io: Io, configs: ClientConfigs) => Promise<unknown>
/** By the flag that asks for it; what only some ask for is loaded for them. */
const actions = {
  create,
  list,
  describe,
  alter,
  delete: remove,
  truncate: async (cluster, options, io) =>
    (await import('../src/cli/topics/truncate.ts')).truncate(cluster, options, io),
  clone: async (...call) => (await import('../src/cli/topics/clone.ts')).clone(...call),
} satisfies Partial<Record<keyof Options, Action>>

export const topics = tool({
  name: 'topics',
  summary: 'Create, list, describe, alter and delete topics',
  grammar: 'joptsimple',
  flags,
  rules,
  examples: [
    'tskafka topics --create --topic orders --partitions 3 --bootstrap-server localhost:9092',
    'tskafka topics --list --bootstrap-server localhost:9092',
    'tskafka topics --describe --topic orders --bootstrap-server localhost:9092',
    'tskafka topics --truncate --topic orders --bootstrap-server localhost:9092',
    'tskafka topics --clone --topic orders --to orders-copy --with-records --bootstrap-server localhost:9092',
    'tskafka topics --clone --topic orders --to orders-v2 --with-records --with-offsets --bootstrap-server localhost:9092',
  ],
  run({ options, io }) {
    if (options.deleteConfig !== undefined)
      io.warn('--delete-config does nothing since Kafka 4.0: use tskafka configs --alter')
    if (options.describe && options.topic !== undefined && options.topicId !== undefined && !options.json)
      io.print(
        'Only topic id will be used when both --topic and --topic-id are specified and topicId is not Uuid.ZERO_UUID',
      )
    if (options.topic === '' && !options.create) io.warn('WARN --topic "" names no topic')
    const configs = clientConfigs(io, options)
    const action = Object.entries(actions).find(([name]) => options[name as keyof typeof actions])![1]
    return executing(io, 'topic command', options, async () => {
      await using cluster = await connectAdmin(configs)
      return await action(cluster, options, io, configs)
    })
  },
})
