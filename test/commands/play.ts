/**
 * Plays: command lines, and what Apache Kafka's tools printed for them on stdout, with their exit codes. The tests say the
 * lines to our commands and our broker. To record them again, on a fresh Apache Kafka 4.3:
 *
 *   KAFKA_HOME=... BOOTSTRAP=127.0.0.1:19092 npx tsx test/commands/play.ts [consumer-groups.txt ...]
 *
 * A play is text: `$ topics --list < "stdin, as JSON"`, the lines of stdout, `exit 0`. Ids are written ID; a backslash at the
 * end of a line says that it has no end.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { commands } from '../../commands/index.ts'

export interface Step {
  command: string
  argv: readonly string[]
  stdin: string
  stdout: string
  exit: number
}

/** Files that plays read lie beside them, in `files/`: this is the folder they run in. */
export const folder = path.resolve(import.meta.dirname, '../../fixtures/golden')

export const plays = (): string[] => fs.readdirSync(folder).filter(name => name.endsWith('.txt'))

const parseLine = (line: string) => {
  const [typed = '', stdin = '""'] = line.slice(2).split(' < ')
  const [command = '', ...argv] = Array.from(typed.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, word]) => quoted ?? word!)
  return { command, argv, stdin: JSON.parse(stdin) as string }
}

export function readPlay(text: string): Step[] {
  const steps: Step[] = []
  let said: string[] = []
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) continue
    if (line.startsWith('$ ')) {
      steps.push({ ...parseLine(line), stdout: '', exit: 0 })
      said = []
      continue
    }
    const exit = /^exit (\d+)$/.exec(line)
    const step = steps.at(-1)
    if (exit && step)
      Object.assign(step, {
        exit: Number(exit[1]),
        stdout: said
          .map(each => `${each}\n`)
          .join('')
          .replace(/\\\n$/, ''),
      })
    else said.push(line)
  }
  return steps
}

/** What differs from one cluster to the next. */
export const normalized = (stdout: string): string =>
  stdout
    .replace(/(TopicId: |Cluster ID: )[\w-]{22}/g, '$1ID')
    .replace(/127\.0\.0\.1:\d+/g, 'HOST:PORT')
    .replace(/(127\.0\.0\.1 )\d{5} /g, '$1PORT  ')
    .replace(/(Feature: .* Epoch: )\d+$/gm, '$1N')
    .replace(/"logDir":"[^"]*"/g, '"logDir":"DIR"')
    .replace(/"log_dirs":\["\/[^"]*"\]/g, '"log_dirs":["DIR"]')
    // The stack that some tools print after the line that says it.
    .replace(/^[\w.$]+Exception(?:: .*)?\n(?:(?:\tat |Caused by: |\t\.\.\. | at \[).*\n)*\n/gm, '')
    // What a future failed with: a word of Java's.
    .replaceAll('java.util.concurrent.ExecutionException: ', '')
    // The metadata shell, where nobody sees its prompts; who built it.
    .replace(/^Loading\.\.\.\nStarting\.\.\.\n\[ Kafka Metadata Shell \]\n/, '')
    .replace(/^(>> )+/gm, '')
    // How fast, how long, when.
    .replace(/-?\b\d+(\.\d+)?(?= (?:records\/sec|MB\/sec|ms )|(?:ms|us)?\b.*Percentiles)/g, 'N')
    .replace(/("(?:timestamp|avg_throughput)":)-?[\d.E]+/g, '$1N')
    .replace(/^(Avg latency: ).*(?= ms)/gm, '$1N')
    .replace(/^(Percentiles: ).*$/gm, '$1N')
    .replace(/^(\d+\t)[\d.]+$/gm, '$1N')
    .replace(/^\d{4}-\d\d-\d\d .*:\d{3}, .*$/gm, line => line.replace(/[\d.]+/g, 'N'))
    // A file, by its whole name.
    .replaceAll(folder, 'FOLDER')

/** With the cluster's address, where the command takes one: some take it before their subcommand only. */
export function addressed(command: string, argv: readonly string[], bootstrap: string): string[] {
  const flag = ['--bootstrap-server', bootstrap]
  return addressFirst.has(command) ? [...flag, ...argv] : local.has(command) ? [...argv] : [...argv, ...flag]
}
const addressFirst = new Set(['transactions', 'features', 'metadata-quorum', 'streams-application-reset'])
const local = new Set(['dump-log', 'storage', 'metadata-shell'])

/** The play again, with what the real tools say now. */
function record(text: string, home: string, bootstrap: string): string {
  const out: string[] = []
  let skipping = false
  for (const line of text.trimEnd().split('\n')) {
    if (!line.startsWith('$ ')) {
      if (!skipping || line.startsWith('#')) out.push(line)
      if (/^exit \d+$/.test(line)) skipping = false
      continue
    }
    skipping = true
    const { command, argv, stdin } = parseLine(line)
    const script = path.join(home, 'bin', commands.find(({ name }) => name === command)!.scripts[0]!)
    const { stdout, status } = spawnSync(script, addressed(command, argv, bootstrap), {
      input: stdin,
      encoding: 'utf8',
      cwd: folder,
    })
    const lines = normalized(stdout)
      .replace(/[^\n]$/, '$&\\\n')
      .split('\n')
    out.push(line, ...lines.slice(0, -1), `exit ${status}`)
  }
  return `${out.join('\n')}\n`
}

/** Those named after the command's words, or all. */
if (process.argv[1] === import.meta.filename)
  for (const name of process.argv[2] ? process.argv.slice(2) : plays()) {
    const file = path.join(folder, name)
    fs.writeFileSync(file, record(fs.readFileSync(file, 'utf8'), process.env['KAFKA_HOME']!, process.env['BOOTSTRAP']!))
  }
