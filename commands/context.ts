/** context: clusters by name, for --context, TSKAFKA_CONTEXT, and whenever no address is typed. Kafka has no such tool. */
import path from 'node:path'
import { addresses, propertiesOf } from '../src/cli/client.ts'
import { type Contexts, contextNamed, readContexts, saveContexts } from '../src/cli/contexts.ts'
import { required, text, toggle } from '../src/cli/flags.ts'
import { json, printJson } from '../src/cli/json.ts'
import { type Family, tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'

/** The one word beside the flags. */
function nameIn(operands: readonly string[], verb: string): string {
  const [name, ...others] = operands
  if (name === undefined || others.length > 0)
    throw new UsageError(
      name === undefined
        ? 'The name of the context is missing'
        : `One name is enough: "${others.join(' ')}" is too much`,
      { next: `tskafka context ${verb} ${name ?? 'dev'}` },
    )
  return name
}

const add = tool({
  name: 'context add',
  summary: 'Name a cluster, or change what a name means',
  own: true,
  grammar: 'argparse4j',
  operands: '<name>',
  flags: {
    server: required(text('--bootstrap-server <host:port>', 'a broker of the cluster, or several with commas between')),
    config: text('--command-config <file>', 'properties of the clients, as key=value lines'),
    use: toggle('--use', 'from now on, unless another one is named'),
  },
  examples: ['tskafka context add dev --bootstrap-server localhost:9092 --use'],
  run({ options, operands, io }) {
    const name = nameIn(operands, 'add')
    if (!/^[\w.-]+$/.test(name)) throw new UsageError(`"${name}" cannot be a name: letters, digits, ".", "_", "-" can`)
    const bootstrapServer = addresses(options.server)
    propertiesOf(io, options.config)
    const all = readContexts(io)
    const first = Object.keys(all.contexts).length === 0
    const commandConfig = options.config === undefined ? {} : { commandConfig: path.resolve(io.cwd, options.config) }
    const contexts = { ...all.contexts, [name]: { bootstrapServer, ...commandConfig } }
    const used = options.use || first
    saveContexts(io, { ...all, ...(used ? { current: name } : {}), contexts })
    io.print(
      `Context ${name} is ${bootstrapServer}${used ? ', and in use' : `. To use it: tskafka context use ${name}`}`,
    )
    return 0
  },
})

const use = tool({
  name: 'context use',
  summary: 'Use a cluster from now on, where no address is typed',
  own: true,
  grammar: 'argparse4j',
  operands: '<name>',
  flags: { none: toggle('--none', 'no cluster: addresses are typed again') },
  examples: ['tskafka context use dev', 'tskafka context use --none'],
  run({ options, operands, io }) {
    const { current: _, ...all } = readContexts(io)
    if (options.none) {
      saveContexts(io, all)
      io.print('No context is in use')
      return 0
    }
    const name = nameIn(operands, 'use')
    const { bootstrapServer } = contextNamed(all, name)
    saveContexts(io, { current: name, contexts: all.contexts })
    io.print(`Context ${name} is in use: ${bootstrapServer}`)
    return 0
  },
})

const list = tool({
  name: 'context list',
  summary: 'Show the names, and which one is in use',
  own: true,
  grammar: 'argparse4j',
  flags: { json: json() },
  examples: ['tskafka context list'],
  run({ options, io }) {
    const all = readContexts(io)
    const current = io.env['TSKAFKA_CONTEXT'] || all.current
    const rows = Object.entries(all.contexts).sort(([a], [b]) => (a < b ? -1 : 1))
    if (options.json) {
      const contexts = rows.map(([name, context]) => ({ name, current: name === current, ...context }))
      printJson(io, { contexts })
      return 0
    }
    if (rows.length === 0)
      io.warn('There are no contexts. Try: tskafka context add dev --bootstrap-server localhost:9092')
    const width = Math.max(...rows.map(([name]) => name.length))
    for (const [name, { bootstrapServer, commandConfig }] of rows)
      io.print(
        `${name === current ? '*' : ' '} ${name.padEnd(width)}  ${bootstrapServer}${commandConfig ? `  ${commandConfig}` : ''}`,
      )
    return 0
  },
})

const remove = tool({
  name: 'context remove',
  summary: 'Forget a name',
  own: true,
  grammar: 'argparse4j',
  operands: '<name>',
  flags: {},
  examples: ['tskafka context remove dev'],
  run({ operands, io }) {
    const name = nameIn(operands, 'remove')
    const { current, contexts } = readContexts(io)
    contextNamed({ contexts }, name)
    const { [name]: _, ...rest } = contexts
    const kept: Contexts = { contexts: rest, ...(current === undefined || current === name ? {} : { current }) }
    saveContexts(io, kept)
    io.print(`Context ${name} is forgotten${current === name ? ': none is in use now' : ''}`)
    return 0
  },
})

export const context: Family = {
  name: 'context',
  summary: 'Name clusters, and use one without typing its address',
  own: true,
  subcommands: [add, use, list, remove],
}
