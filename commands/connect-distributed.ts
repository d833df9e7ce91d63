/**
 * connect-distributed (connect-distributed.sh): a worker of a group that runs connectors together; REST brings them.
 * Source: Kafka 4.3 `ConnectDistributed`.
 */
import { propertiesOf } from '../src/cli/client.ts'
import { runWorker } from '../src/cli/connect.ts'
import { toggle } from '../src/cli/flags.ts'
import { tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { surviveStrayErrors } from '../src/connect/runtime/stray-errors.ts'
import { startDistributed } from '../src/connect/start.ts'

export const connectDistributed = tool({
  name: 'connect-distributed',
  summary: 'Run a worker of a group that runs connectors together',
  grammar: 'joptsimple',
  flags: { daemon: toggle('--daemon', 'go to the background once it is ready; the log goes to a file') },
  operands: '<connect-distributed.properties>',
  examples: ['tskafka connect-distributed config/connect-distributed.properties'],
  run({ io, options, operands: [file] }) {
    if (file === undefined)
      throw new UsageError(
        'The settings of the worker are missing: a file, such as config/connect-distributed.properties',
        { next: 'tskafka connect-distributed config/connect-distributed.properties' },
      )
    const given = propertiesOf(io, file)
    return runWorker(io, {
      name: 'connect-distributed',
      words: [file],
      background: options.daemon,
      async start(write) {
        const worker = await startDistributed({ given, write, env: io.env })
        surviveStrayErrors(message => worker.log.error(message), worker.herder.plugins.entries)
        return worker
      },
    })
  },
})
