/**
 * Runs a command to its exit code. Whatever goes wrong ends here, as one or two lines; a stack trace is never the answer,
 * unless TSKAFKA_DEBUG=1 asks for it.
 * Exit codes: 0 done, 1 refused or failed, 130 and 143 interrupted: those of Kafka's tools. Commands that Kafka has not
 * end with 2 for wrong usage.
 */
import { advise } from './advice.ts'
import { fromContext } from './contexts.ts'
import { describe } from './describe.ts'
import type { Flags } from './flags.ts'
import { helpPage } from './help.ts'
import { type Io, type Output, OutputClosed } from './io.ts'
import { printJson, printJsonError } from './json.ts'
import { parse } from './parse.ts'
import { check } from './rules.ts'
import { type AnyTool, type Family, flagsOf, helpOf, isFamily, ownHelp, type Tool } from './tool.ts'
import { nearest, UsageError } from './usage-error.ts'
import { KAFKA_VERSION } from './version.ts'

const WRONG_USAGE = 2

export async function run(tool: AnyTool, argv: readonly string[], io: Io): Promise<number> {
  try {
    return isFamily(tool) ? await runFamily(tool, argv, io) : await runTool(tool, argv, io)
  } catch (error) {
    if (!(error instanceof UsageError)) return failed(error, io)
    io.warn(error.message)
    io.warn(`Try: ${error.next ?? corrected(error, tool, argv) ?? `tskafka ${tool.name} --help`}`)
    return tool.own ? WRONG_USAGE : 1
  }
}

async function runTool(tool: Tool, typed: readonly string[], io: Io): Promise<number> {
  if (typed.length === 0 && tool.emptyIsHelp !== undefined) {
    showHelp(tool, io)
    return tool.emptyIsHelp
  }
  if (typed.length === 0 && tool.grammar === 'joptsimple' && tool.operands === undefined) return showHelp(tool, io)
  const argv = tool.rewrite?.(typed, io) ?? typed
  const { options: words, given, operands } = parse(flagsOf(tool), argv, tool.grammar)
  if (given.has('help')) return showHelp(tool, io)
  if (given.has('helpJson')) return showJson(tool, io)
  if (given.has('version')) {
    io.print(KAFKA_VERSION) // as Kafka's tools answer, for scripts; `tskafka --version` says ours too
    return 0
  }
  const named = fromContext(tool, given, words['context'] as string | undefined, io)
  const options = { ...words, ...named }
  const said = new Set([...given, ...Object.keys(named)].filter(key => key in tool.flags))
  try {
    check(tool, said)
  } catch (error) {
    throw completed(dashless(error, tool, operands), tool, argv, operands)
  }
  if (tool.operands === undefined && operands.length > 0) {
    const strange = `${operands.map(word => `"${word}"`).join(' ')} belongs to no flag`
    if (tool.grammar === 'argparse4j') throw new UsageError(strange)
    io.warn(`${strange} and is not looked at`)
  }
  try {
    return await tool.run({ options, io, given: said, operands })
  } catch (error) {
    // Who asked for JSON looks for the error there. A wrong word is a person's, and a fault ours.
    const asked = options['json' as never] === true && !tool.streams
    if (!asked || error instanceof UsageError || !(error instanceof Error && expected(error))) throw error
    printJsonError(io, error)
    return 1
  }
}

/** `topics list` for `topics --list`, or the dash of a web page: a flag is missing, and a word is there that is its name. */
function dashless(error: unknown, { flags }: Tool, operands: readonly string[]): unknown {
  const flagOf = (word: string) => `--${word.replace(/^[\u2010-\u2015\u2212]+-*/, '')}`
  const word = operands.find(each => Object.values(flags).some(({ long }) => long === flagOf(each)))
  if (!(error instanceof UsageError) || word === undefined) return error
  const meant = flagOf(word)
  return new UsageError(`${error.message}. Did you mean ${meant}?`, { slip: { typed: word, meant } })
}

/** `get-offsets localhost:9092`: a flag is missing, and the word that is there is its value; or nothing is missing but the flag. */
function completed(
  error: unknown,
  { name, flags }: Tool,
  argv: readonly string[],
  operands: readonly string[],
): unknown {
  if (!(error instanceof UsageError) || error.slip || error.next || error.missing === undefined) return error
  const missing = Object.values(flags).find(({ long }) => long === error.missing)
  const isAddress = error.missing === '--bootstrap-server' || error.missing === '--broker-list'
  const value = isAddress ? operands.find(word => ADDRESS.test(word)) : operands.length === 1 ? operands[0] : undefined
  if (!missing || (missing.takesValue && value === undefined)) return error
  const words = missing.takesValue ? argv.flatMap(word => (word === value ? [missing.long!, word] : [word])) : argv
  const line = missing.takesValue ? words : [...words, missing.long!]
  return new UsageError(error.message, { next: ['tskafka', name, ...line.map(quoted)].join(' ') })
}
const ADDRESS = /^[\w.-]+:\d+$/

async function runFamily(family: Family, argv: readonly string[], io: Io): Promise<number> {
  const at = wordAfterFlags(family.flags ?? {}, argv)
  const word = argv[at]
  const rest = [...argv.slice(0, at), ...argv.slice(at + 1)]
  if (word === '-h' || word === '--help') return showHelp(family, io)
  if (word === '--help-json') return showJson(family, io)
  if (family.flags && (word === '--version' || word === '-v')) {
    io.print(KAFKA_VERSION)
    return 0
  }
  const names = family.subcommands.map(({ name }) => name.slice(family.name.length + 1))
  const found = family.subcommands[names.indexOf(word ?? '')]
  if (found) return run(found, rest, io)
  const near = word?.startsWith('-') ? undefined : nearest(word ?? '', names)
  const next = `tskafka ${family.name} ${near ?? names[0]}${near ? '' : ' --help'}`
  throw new UsageError(
    word === undefined || word.startsWith('-')
      ? `tskafka ${family.name} needs to be told what to do: ${names.join(', ')}`
      : `"${word}" is not a command of tskafka ${family.name}: there are ${names.join(', ')}`,
    { next: near ? [next, ...rest.map(quoted)].join(' ') : next },
  )
}

/** The subcommand's place: flags of the whole family may stand before it, with their values. */
function wordAfterFlags(flags: Flags, argv: readonly string[]): number {
  const all = Object.values(flags)
  let at = 0
  for (; at < argv.length; at++) {
    const [name = ''] = argv[at]!.split('=')
    const flag = all.find(({ long, short }) => long === name || short === name)
    if (!flag) break
    if (flag.takesValue && !argv[at]!.includes('=')) at++
  }
  return at
}

function showHelp(tool: AnyTool, io: Io): number {
  const { exit, to } =
    tool.help ?? (tool.own ? ownHelp : undefined) ?? helpOf[isFamily(tool) ? 'argparse4j' : tool.grammar]
  write(tool, io[to])
  return exit
}

/** For programs, so always on stdout and with success. */
function showJson(tool: AnyTool, io: Io): number {
  printJson(io, describe(tool))
  return 0
}

/** `tskafka help storage format`: for people, so on stdout and with success, whatever Kafka's tool does. */
export function printHelp(tool: AnyTool, words: readonly string[], io: Io): number {
  const named = isFamily(tool) ? tool.subcommands.find(({ name }) => name === `${tool.name} ${words[0]}`) : undefined
  write(named ?? tool, io.stdout)
  return 0
}

const write = (tool: AnyTool, output: Output) =>
  output.write(`${helpPage(tool, Math.min(output.columns, WIDEST)).join('\n')}\n`)
/** Longer lines are hard to read. */
const WIDEST = 120

/** Say what went wrong, as far as a person can use it. @returns the exit code */
export function failed(error: unknown, io: Io): number {
  if (error instanceof OutputClosed) return 0
  const debug = Boolean(io.env['TSKAFKA_DEBUG'])
  const message = error instanceof Error ? messages(error) : String(error)
  if (error instanceof Error && expected(error)) {
    io.warn(message)
    advise(io, error)
  } else {
    io.warn(`tskafka broke: ${message}`)
    if (!debug) io.warn('This is a fault of tskafka. TSKAFKA_DEBUG=1 shows where it happened')
  }
  if (debug && error instanceof Error) io.warn(error.stack ?? '')
  return 1
}

/** What was typed, with the misspelt word put right. */
function corrected({ slip }: UsageError, tool: AnyTool, argv: readonly string[]): string | undefined {
  if (!slip) return undefined
  const words = argv.map(word =>
    word === slip.typed
      ? slip.meant
      : word.startsWith(`${slip.typed}=`)
        ? slip.meant + word.slice(slip.typed.length)
        : word,
  )
  return ['tskafka', tool.name, ...words.map(quoted)].join(' ')
}

/** As a shell needs it. */
export const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)

/** Errors that say what is wrong with the world, not with us: those of the protocol, of settings, of the system. */
const expected = (error: Error) => (error.name !== 'Error' || 'code' in error) && !ourFaults.has(error.name)
const ourFaults = new Set(['RangeError', 'ReferenceError', 'SyntaxError', 'AssertionError'])

/** A message and those of its causes, once each. */
export function messages(error: Error): string {
  const parts: string[] = []
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const { message, name, code } = each as NodeJS.ErrnoException
    // What was put into plain words has the system's code in brackets.
    if (!parts.some(part => part.includes(message) || part.includes(`(${code})`))) parts.push(message || name)
  }
  return parts.join(': ')
}
