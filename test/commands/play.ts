/**
 * Plays: command lines, and what Apache Kafka's tools printed for them on stdout, with their exit codes. The tests say the
 * lines to our commands and our broker. To record them again, on a fresh Apache Kafka 4.3:
 *
 *   KAFKA_HOME=... BOOTSTRAP=127.0.0.1:19092 npx tsx test/commands/play.ts
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

export const folder = path.resolve(import.meta.dirname, '../../fixtures/golden')

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
export const normalized = (stdout: string): string => stdout.replace(/(TopicId: |Cluster ID: )[\w-]{22}/g, '$1ID')

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
    const { stdout, status } = spawnSync(script, [...argv, '--bootstrap-server', bootstrap], {
      input: stdin,
      encoding: 'utf8',
    })
    const lines = normalized(stdout)
      .replace(/[^\n]$/, '$&\\\n')
      .split('\n')
    out.push(line, ...lines.slice(0, -1), `exit ${status}`)
  }
  return `${out.join('\n')}\n`
}

if (process.argv[1] === import.meta.filename)
  for (const name of fs.readdirSync(folder)) {
    const file = path.join(folder, name)
    fs.writeFileSync(file, record(fs.readFileSync(file, 'utf8'), process.env['KAFKA_HOME']!, process.env['BOOTSTRAP']!))
  }
