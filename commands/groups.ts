/**
 * groups (kafka-groups.sh): list groups of every kind. The lines are Kafka's own: scripts parse them.
 * Source: Kafka 4.3 `GroupsCommand`.
 */
import { bootstrapServer, clientConfigs, commandConfig } from '../src/cli/client.ts'
import { row, widest } from '../src/cli/columns.ts'
import { executing } from '../src/cli/executing.ts'
import { required, text, toggle, type Values } from '../src/cli/flags.ts'
import { hashMapOrder } from '../src/cli/java-order.ts'
import { json, printJson } from '../src/cli/json.ts'
import { tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import { type GroupListing, listGroups } from '../src/client/admin/groups.ts'

const flags = {
  bootstrapServer: required(bootstrapServer()),
  list: toggle('--list', 'list groups, one a line'),
  groupType: text('--group-type <type>', 'only groups of this type: classic, consumer, share or streams'),
  protocol: text('--protocol <name>', 'only groups that speak this: consumer, connect ...'),
  consumer: toggle('--consumer', 'only groups of consumers, of both types, and those that nobody has joined'),
  share: toggle('--share', 'only share groups'),
  streams: toggle('--streams', 'only Streams groups'),
  commandConfig: commandConfig(),
  json: json(),
}
type Options = Values<typeof flags>

const types = ['classic', 'consumer', 'share', 'streams']

export const groups = tool({
  name: 'groups',
  summary: 'List groups of every kind',
  grammar: 'joptsimple',
  flags,
  rules: [
    { one: ['--list'] },
    { flag: '--consumer', not: ['--group-type', '--protocol', '--share', '--streams'] },
    { flag: '--share', not: ['--consumer', '--group-type', '--protocol', '--streams'] },
    { flag: '--streams', not: ['--consumer', '--group-type', '--protocol', '--share'] },
  ],
  examples: [
    'tskafka groups --list --bootstrap-server localhost:9092',
    'tskafka groups --list --consumer --bootstrap-server localhost:9092',
  ],
  run({ options, io }) {
    if (options.groupType !== undefined && !types.includes(options.groupType.toLowerCase()))
      throw new UsageError(`--group-type "${options.groupType}" is none: there are ${types.join(', ')}`)
    const configs = clientConfigs(io, options)
    return executing(io, 'groups command', options, async () => {
      await using cluster = await connectAdmin(configs)
      const found = hashMapOrder(await listGroups(cluster), ({ id }) => id).filter(wanted(options))
      if (options.json)
        printJson(io, { groups: found.map(({ id, type, protocol, state }) => ({ group: id, type, protocol, state })) })
      else for (const line of lines(found)) io.print(line)
    })
  },
})

const wanted =
  ({ groupType, protocol, consumer, share, streams }: Options) =>
  (group: GroupListing): boolean => {
    const is = (type: string) => group.type.toLowerCase() === type.toLowerCase()
    if (consumer) return group.protocol === 'consumer' || group.protocol === '' || is('consumer')
    if (share) return is('share')
    if (streams) return is('streams')
    return (groupType === undefined || is(groupType)) && (protocol === undefined || group.protocol === protocol)
  }

/** Every column is as wide as the longest cell of all. */
function* lines(groups: readonly GroupListing[]): Generator<string> {
  const rows = groups.map(({ id, type, protocol }) => [id, type, protocol])
  const width = widest(20, rows.flat())
  const widths = [width, width, width]
  yield row(widths, ['GROUP', 'TYPE', 'PROTOCOL'])
  for (const cells of rows) yield row([...widths, 0], [...cells, ''])
}
