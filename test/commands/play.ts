/**
 * Plays: command lines, and what Apache Kafka's tools printed for them on stdout, with their exit codes. The tests say the
 * lines to our commands and our broker. To record them again, on a fresh Apache Kafka 4.3:
 *
 *   KAFKA_HOME=... BOOTSTRAP=127.0.0.1:19092 npx tsx test/commands/play.ts [consumer-groups.txt ...]
 *
 * A play is text: `$ topics --list < "stdin, as JSON"`, the lines of stdout, `exit 0`. Ids are written ID; a backslash at the
 * end of a line says that it has no end. `$ top ^ "a word"` is ended with Ctrl-C once the word is said; lines that repeat the
 * one before are then left out. `said <line>` is the one line that tells why a command failed: it is searched for among
 * Java's logs, stacks and usages for the commands in `told`, whose stderr nobody compares word by word.
 */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { commands } from '../../commands/index.ts'

export interface Step {
  command: string
  argv: readonly string[]
  stdin: string
  stdout: string
  exit: number
  /** It is interrupted when its stdout has this. */
  until?: string
  /** Why it failed. */
  said?: string
}

/** Files that plays read lie beside them, in `files/`: this is the folder they run in. */
export const folder = path.resolve(import.meta.dirname, '../../fixtures/golden')

export const plays = (): string[] => fs.readdirSync(folder).filter(name => name.endsWith('.txt'))

const parseLine = (line: string): Pick<Step, 'command' | 'argv' | 'stdin' | 'until'> => {
  const [rest = '', until] = line.slice(2).split(' ^ ')
  const [typed = '', stdin = '""'] = rest.split(' < ')
  const [command = '', ...argv] = Array.from(typed.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, word]) => quoted ?? word!)
  const step = { command, argv, stdin: JSON.parse(stdin) as string }
  return until === undefined ? step : { ...step, until: JSON.parse(until) as string }
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
    if (step && told.has(step.command) && line.startsWith('said ')) step.said = line.slice(5)
    else if (exit && step)
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
    // How fast, how long, when; a few records may take no time at all.
    .replace(/-?\b(?:\d+(?:\.\d+)?|Infinity|NaN)(?= (?:records\/sec|MB\/sec|ms )|(?:ms|us)?\b.*Percentiles)/g, 'N')
    .replace(/("(?:timestamp|avg_throughput)":)-?[\d.E]+/g, '$1N')
    .replace(/^(Avg latency: ).*(?= ms)/gm, '$1N')
    .replace(/^(Percentiles: ).*$/gm, '$1N')
    .replace(/^(\d+\t)[\d.]+$/gm, '$1N')
    .replace(/^\d{4}-\d\d-\d\d .*:\d{3}, .*$/gm, line => line.replace(/[\d.]+/g, 'N'))
    .replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}(?=: )/gm, 'WHEN')
    // A file, by its whole name.
    .replaceAll(folder, 'FOLDER')

/** What a command says again and again until it is interrupted, once. */
export const once = (stdout: string): string =>
  stdout
    .split('\n')
    .filter((line, i, lines) => line === '' || line !== lines[i - 1])
    .join('\n')

/** With the cluster's address, where the command takes one: some take it before their subcommand only. */
export function addressed(command: string, argv: readonly string[], bootstrap: string): string[] {
  const flag = [command === 'replica-verification' ? '--broker-list' : '--bootstrap-server', bootstrap]
  if (local.has(command) || argv.includes(flag[0]!)) return [...argv]
  return addressFirst.has(command) ? [...flag, ...argv] : [...argv, ...flag]
}
const addressFirst = new Set(['transactions', 'features', 'metadata-quorum', 'streams-application-reset'])
const local = new Set(['dump-log', 'storage', 'metadata-shell', 'connect-plugin-path', 'server-start'])
/** Commands whose failures are recorded by the line that tells why. */
const told = new Set(['connect-plugin-path', 'server-start', 'replica-verification'])
/** Their stdout is Java's log: ours says nothing there, unless it was asked something. */
const logging = new Set(['server-start'])

/** The one line of Java's that says why, wherever it is. */
function telling(stdout: string, stderr: string): string {
  const usage = /: error: ([\s\S]*?)\n(?:\n|$)/.exec(stderr)?.[1]?.replace(/\n/g, ' ').replace('-- ', '--')
  const logged = /\] ERROR (?!Exiting)(.*) \([\w.$]+\)$/m.exec(stderr)?.[1]
  const thrown = /^[a-z][\w.$]+(?:Exception|Error): (.*)$/m.exec(stdout + stderr)?.[1]
  const plain = stderr.split('\n').find(line => !line.startsWith('['))
  return (usage ?? logged ?? thrown ?? plain ?? '').replaceAll(folder, 'FOLDER')
}

/** What one of the real tools says. */
async function played(script: string, argv: readonly string[], { stdin, until }: Pick<Step, 'stdin' | 'until'>) {
  const child = spawn(script, argv, { cwd: folder })
  const said = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', text => {
    said.stdout += text
    if (until !== undefined && said.stdout.includes(until)) child.kill('SIGINT')
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    said.stderr += text
  })
  child.stdin.on('error', () => {}) // It may end before it has read what it was told.
  child.stdin.end(stdin)
  const status = await new Promise<number | null>(resolve => void child.on('close', resolve))
  return { ...said, status }
}

/** The play again, with what the real tools say now. */
async function record(text: string, home: string, bootstrap: string): Promise<string> {
  const out: string[] = []
  let skipping = false
  for (const line of text.trimEnd().split('\n')) {
    if (!line.startsWith('$ ')) {
      if (!skipping || line.startsWith('#')) out.push(line)
      if (/^exit \d+$/.test(line)) skipping = false
      continue
    }
    skipping = true
    const step = parseLine(line)
    const { command, argv } = step
    const script = path.join(home, 'bin', commands.find(({ name }) => name === command)!.scripts[0]!)
    const { stdout, stderr, status } = await played(script, addressed(command, argv, bootstrap), step)
    const logged = logging.has(command) && (status === 0 ? stdout.replace(/^\[.*\n/gm, '') : '')
    const plain = normalized(logged === false ? stdout : logged)
    const lines = (step.until === undefined ? plain : once(plain)).replace(/[^\n]$/, '$&\\\n').split('\n')
    const why = told.has(command) && status !== 0 && step.until === undefined ? [`said ${telling(stdout, stderr)}`] : []
    out.push(line, ...lines.slice(0, -1), ...why, `exit ${status}`)
  }
  return `${out.join('\n')}\n`
}

/** Those named after the command's words, or all. */
if (process.argv[1] === import.meta.filename)
  for (const name of process.argv[2] ? process.argv.slice(2) : plays()) {
    const file = path.join(folder, name)
    const text = fs.readFileSync(file, 'utf8')
    fs.writeFileSync(file, await record(text, process.env['KAFKA_HOME']!, process.env['BOOTSTRAP']!))
  }
