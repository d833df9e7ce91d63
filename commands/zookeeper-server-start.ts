/** zookeeper-server-start: old notes and books begin with it. Nothing has to be started, so nothing failed. */
import { tool } from '../src/cli/tool.ts'

export const zookeeperServerStart = tool({
  name: 'zookeeper-server-start',
  summary: 'Say that no ZooKeeper is needed',
  grammar: 'joptsimple',
  flags: {},
  operands: '[zookeeper.properties]',
  examples: ['tskafka server-start'],
  run({ io }) {
    io.print('No ZooKeeper is needed: the broker keeps its own metadata. Go on with: tskafka server-start')
    return 0
  },
})
