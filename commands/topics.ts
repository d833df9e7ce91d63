/**
 * topics (kafka-topics.sh): create, list, describe, alter and delete topics. The lines are Kafka's own: scripts parse them.
 * Source: Kafka 4.3 `TopicCommand`.
 */
import { clientConfigs } from '../src/cli/client.ts'
import { executing } from '../src/cli/executing.ts'
import { tool } from '../src/cli/tool.ts'
import { alter, create, remove } from '../src/cli/topics/changes.ts'
import { flags, rules } from '../src/cli/topics/flags.ts'
import { describe, list } from '../src/cli/topics/shown.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'

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
  ],
  run({ options, io }) {
    if (options.deleteConfig !== undefined)
      io.warn('--delete-config does nothing since Kafka 4.0: use tskafka configs --alter')
    if (options.describe && options.topic !== undefined && options.topicId !== undefined && !options.json)
      io.print(
        'Only topic id will be used when both --topic and --topic-id are specified and topicId is not Uuid.ZERO_UUID',
      )
    const configs = clientConfigs(io, options)
    const action = options.create
      ? create
      : options.list
        ? list
        : options.describe
          ? describe
          : options.alter
            ? alter
            : remove
    return executing(io, 'topic command', options, async () => {
      await using cluster = await connectAdmin(configs)
      await action(cluster, options, io)
    })
  },
})
