/**
 * `tskafka` without a command: the list of commands, the version, a misspelt or a coming command. It loads no command.
 */
import type { Io } from '../src/cli/io.ts'
import { quoted } from '../src/cli/run.ts'
import { twoColumns } from '../src/cli/table.ts'
import { nearest } from '../src/cli/usage-error.ts'
import { programVersion } from '../src/cli/version.ts'
import { commands, planned } from './index.ts'

export function program([word = '--help', ...rest]: readonly string[], io: Io): number {
  if (word === '--version' || word === 'version') {
    io.print(programVersion)
    return 0
  }
  if (word === '--help' || word === '-h' || (word === 'help' && rest.length === 0)) {
    for (const line of page(io.stdout.columns)) io.print(line)
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
]

function unknown(word: string, before: readonly string[], after: readonly string[], io: Io): number {
  const name = word.replace(/^kafka-/, '').replace(/\.sh$/, '')
  const coming = planned.find(each => each.name === name)
  if (coming) {
    io.warn(`tskafka ${coming.name} is not there yet (${coming.summary.toLowerCase()}); see commands/MISSING.md`)
    return 1
  }
  const near = nearest(
    name,
    commands.map(each => each.name),
  )
  io.warn(`"${word}" is not a command of tskafka${near ? `. Did you mean ${near}?` : ''}`)
  io.warn(`Try: ${['tskafka', ...(near ? [...before, near, ...after.map(quoted)] : ['--help'])].join(' ')}`)
  return 1
}
