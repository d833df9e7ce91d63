/** zookeeper-server-start: old notes and books begin with it. Nothing has to be started, so nothing failed. */
import { tool } from '../src/cli/tool.ts'

export const zookeeperServerStart = tool({
  name: 'zookeeper-server-start',
  summary: 'Say that no ZooKeeper is needed',
  grammar: 'joptsimple',
  flags: {},
  operands: '[zookeeper.properties]',
  // Whatever it is given, files, -daemon or a path to look at: none of it is needed.
  rewrite: argv => argv.filter(word => word === '--help'),
  examples: ['tskafka server-start'],
  run({ io }) {
    io.print('No ZooKeeper is needed: the broker keeps its own metadata. Go on with: tskafka server-start')
    return 0
  },
})
