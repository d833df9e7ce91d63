/**
 * `tskafka` without a command: the list of commands, the version, a misspelt or a coming command. It loads no command.
 */
import type { Io } from '../src/cli/io.ts'
import { printJson } from '../src/cli/json.ts'
import { quoted } from '../src/cli/run.ts'
import { twoColumns } from '../src/cli/table.ts'
import { nearest } from '../src/cli/usage-error.ts'
import { programVersion } from '../src/cli/version.ts'
import { commands, inapplicable, planned } from './index.ts'

export function program([word = '--help', ...rest]: readonly string[], io: Io): number {
  if (word === '--version' || word === 'version') {
    io.print(programVersion)
    return 0
  }
  if (word === '--help' || word === '-h' || (word === 'help' && rest.length === 0)) {
    for (const line of page(io.stdout.columns)) io.print(line)
    return 0
  }
  if (word === '--help-json') {
    const table = commands.map(({ name, summary, scripts }) => ({
      name,
      summary,
      scripts,
      help: `tskafka ${name} --help-json`,
    }))
    printJson(io, {
      name: 'tskafka',
      commands: table,
      planned: planned.map(({ name, summary }) => ({ name, summary })),
      inapplicable: inapplicable.map(({ name, because, instead }) => ({ name, because, instead })),
      exitCodes,
    })
    return 0
  }
  if (word === 'help' && rest[0] === 'exit-codes') {
    for (const line of exitCodePage(io.stdout.columns)) io.print(line)
    return 0
  }
  return word === 'help' ? unknown(rest[0]!, ['help'], rest.slice(1), io) : unknown(word, [], rest, io)
}

const page = (width: number) => [
  'Apache Kafka in TypeScript: a broker, clients and every kafka-*.sh, in one program.',
  '',
  'Usage: tskafka <command> [flags]',
  '',
  'Commands:',
  ...twoColumns(
    commands.map(({ name, summary }) => [name, summary] as const),
    Math.min(width, 120),
  ),
  '',
  'Begin:',
  '  tskafka server-start',
  '  tskafka topics --create --topic orders --bootstrap-server localhost:9092',
  '  tskafka help topics',
  '',
  'tskafka help exit-codes says what commands end with; --help-json says all of this to programs.',
]

const exitCodes = {
  0: 'done',
  1: "the broker said no, or something is not there; of Kafka's tools also wrong usage and --help",
  2: 'wrong usage, of commands that Kafka has not',
  130: 'interrupted by Ctrl-C',
  143: 'ended by SIGTERM',
}

const exitCodePage = (width: number) => [
  'What commands end with. Where Kafka has the tool, it is what that tool ends with.',
  '',
  ...twoColumns(Object.entries(exitCodes), Math.min(width, 120)),
  '',
  'Commands that Kafka has not:',
  ...twoColumns(
    commands.filter(({ own }) => own).map(({ name, summary }) => [name, summary] as const),
    Math.min(width, 120),
  ),
]

const ownFlags = ['--help', '--help-json', '--version']

function unknown(word: string, before: readonly string[], after: readonly string[], io: Io): number {
  const name = word.replace(/^kafka-/, '').replace(/\.sh$/, '')
  const coming = planned.find(each => each.name === name)
  if (coming) {
    io.warn(`tskafka ${coming.name} is not there yet (${coming.summary.toLowerCase()}); see commands/MISSING.md`)
    return 1
  }
  const never = inapplicable.find(each => each.name === name)
  if (never) {
    io.warn(`tskafka has no ${never.name}: ${never.because}`)
    io.warn(`Try: ${never.instead}`)
    return 1
  }
  // Kafka's scripts are known by their names, also those that one command stands for.
  const script = commands.find(each => each.scripts.includes(`${word.replace(/\.sh$/, '')}.sh`))?.name
  const near = script ?? nearest(name, commands.map(each => each.name).concat(word.startsWith('-') ? ownFlags : []))
  io.warn(`"${word}" is not a command of tskafka${near ? `. Did you mean ${near}?` : ''}`)
  io.warn(`Try: ${['tskafka', ...(near ? [...before, near, ...after.map(quoted)] : ['--help'])].join(' ')}`)
  return 1
}
