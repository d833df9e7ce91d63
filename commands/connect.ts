/** connect: the commands of Kafka Connect by one name. Kafka has a script for each. */
import type { Family, Tool } from '../src/cli/tool.ts'
import { connectDev } from './connect-dev.ts'
import { connectDistributed } from './connect-distributed.ts'
import { pluginPath } from './connect-plugin-path.ts'
import { connectStandalone } from './connect-standalone.ts'

/** `connect-dev` as `connect dev`. */
const under = (tool: Tool): Tool => ({ ...tool, name: tool.name.replace('-', ' ') })

export const connect: Family = {
  name: 'connect',
  summary: 'Move data in and out: workers, and one connector while it is being written',
  subcommands: [under(connectDev), under(connectStandalone), under(connectDistributed), pluginPath],
}
