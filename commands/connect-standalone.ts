/**
 * connect-standalone (connect-standalone.sh): run connectors in one process, those of the files and those that REST brings.
 * Source: Kafka 4.3 `ConnectStandalone`. The log goes to stderr: a sink without a file writes to stdout.
 */
import { propertiesOf } from '../src/cli/client.ts'
import { runWorker } from '../src/cli/connect.ts'
import { toggle } from '../src/cli/flags.ts'
import { readGiven } from '../src/cli/given-file.ts'
import type { Io } from '../src/cli/io.ts'
import { tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { ConnectError } from '../src/connect/errors.ts'
import type { TargetState } from '../src/connect/runtime/states.ts'
import { surviveStrayErrors } from '../src/connect/runtime/stray-errors.ts'
import { startStandalone } from '../src/connect/start.ts'

export const connectStandalone = tool({
  name: 'connect-standalone',
  summary: 'Run connectors in one process',
  grammar: 'joptsimple',
  flags: { daemon: toggle('--daemon', 'go to the background once it is ready; the log goes to a file') },
  operands: '<connect-standalone.properties> [connector.properties | connector.json] ...',
  examples: [
    'tskafka connect-standalone config/connect-standalone.properties config/connect-file-source.properties config/connect-file-sink.properties',
  ],
  run({ io, options, operands: [file, ...connectors] }) {
    if (file === undefined)
      throw new UsageError(
        'The settings of the worker are missing: a file, such as config/connect-standalone.properties',
        {
          next: 'tskafka connect-standalone config/connect-standalone.properties',
        },
      )
    const given = propertiesOf(io, file)
    const wanted = connectors.map(each => ({ each, ...connectorOf(io, each) }))
    return runWorker(io, {
      name: 'connect-standalone',
      words: [file, ...connectors],
      background: options.daemon,
      async start(write) {
        const worker = await startStandalone({ given, write, env: io.env })
        surviveStrayErrors(message => worker.log.error(message), worker.herder.plugins.entries)
        return worker
      },
      async ready({ herder }) {
        for (const { each, name, config, target } of wanted)
          try {
            await herder.putConfig(name, config, { replace: false, ...(target && { target }) })
          } catch (error) {
            throw new ConnectError(`Failed to create connector for ${each}: ${(error as Error).message}`, {
              cause: error,
            })
          }
      },
    })
  },
})

interface Wanted {
  name: string
  config: Record<string, string>
  target: TargetState | undefined
}

const targets: Readonly<Record<string, TargetState>> = { RUNNING: 'STARTED', PAUSED: 'PAUSED', STOPPED: 'STOPPED' }

/** Properties, or JSON: the settings, or what POST /connectors takes. */
function connectorOf(io: Io, file: string): Wanted {
  if (!file.endsWith('.json')) {
    const config = propertiesOf(io, file)
    return { name: config['name'] ?? '', config, target: undefined }
  }
  const text = readGiven(io, file)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new UsageError(`${file} is no JSON: ${(cause as Error).message}`, { cause })
  }
  const said = Object(json) as Record<string, unknown>
  const { name, config, initial_state: state } = said
  const settings = (typeof config === 'object' && config !== null ? config : said) as Record<string, unknown>
  const texts = Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)]))
  if (typeof name !== 'string')
    throw new UsageError(`${file} has no "name": a connector is {"name":"...","config":{...}}, or its settings alone`)
  return { name, config: { ...texts, name }, target: targets[String(state)] }
}
