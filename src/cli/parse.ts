/**
 * From words to options, by the rules of the parser that Kafka's tool has. commander does the work; before it runs, every
 * word that names a flag is put into the one form that commander and both parsers agree on, `--name`.
 *
 * joptsimple (most tools): `--flag value`, `--flag=value`, one dash as well as two (`-topic`); names must be whole, since
 *   Kafka switched abbreviations off; a flag with one value is given once.
 * argparse4j (storage, cluster, producer-perf-test ...): `--flag value`, `--flag=value`; the beginning of a name is
 *   enough when no other begins so; the last one given counts.
 */
import { Command, CommanderError } from 'commander'
import type { Flag, Flags, Values } from './flags.ts'
import { nearest, UsageError } from './usage-error.ts'

export type Grammar = 'joptsimple' | 'argparse4j'

export interface Parsed<F extends Flags> {
  options: Values<F>
  /** Keys of the flags that were typed, defaults not counted. */
  given: ReadonlySet<keyof F & string>
  /** Words that belong to no flag. */
  operands: readonly string[]
}

/** @throws {UsageError} */
export function parse<F extends Flags>(flags: F, argv: readonly string[], grammar: Grammar): Parsed<F> {
  const all = Object.values(flags)
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} })
  for (const flag of all) command.addOption(flag)
  const { words, seen } = canonical(all, argv, grammar)
  const operands = attempt(() => command.parseOptions(words).operands)
  if (grammar === 'joptsimple') for (const flag of all) refuseTwice(flag, seen.get(flag) ?? 0)
  const values = command.opts()
  const entries = Object.entries(flags)
  const given = new Set(entries.filter(([, flag]) => seen.has(flag)).map(([key]) => key))
  return {
    options: Object.fromEntries(entries.map(([key, flag]) => [key, values[flag.name()]])) as Values<F>,
    given,
    operands,
  }
}

const refuseTwice = (flag: Flag<unknown>, times: number) => {
  if (times > 1 && flag.takesValue && !flag.many && !flag.variadic)
    throw new UsageError(`${flag.long} is given ${times === 2 ? 'twice' : `${times} times`}, and takes one value`)
}

/** The words with every flag under its full name, and how often each flag was there. */
function canonical(flags: readonly Flag<unknown>[], argv: readonly string[], grammar: Grammar) {
  const words: string[] = []
  const seen = new Map<Flag<unknown>, number>()
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!
    if (word === '--') {
      words.push(...argv.slice(i))
      break
    }
    if (!looksLikeFlag(word)) {
      words.push(word)
      continue
    }
    const equals = word.indexOf('=')
    const typed = equals < 0 ? word : word.slice(0, equals)
    const flag = find(flags, typed, grammar)
    seen.set(flag, (seen.get(flag) ?? 0) + 1)
    if (equals >= 0) {
      if (!flag.takesValue)
        throw new UsageError(`${flag.long} takes no value, and was given "${word.slice(equals + 1)}"`)
      words.push(`${flag.long}=${word.slice(equals + 1)}`)
      continue
    }
    words.push(flag.long!)
    // The next word is this flag's value whatever it looks like: `--time -1`, `--topic --list`.
    if (flag.required && i + 1 < argv.length) words.push(argv[++i]!)
  }
  return { words, seen }
}

/** A lone dash and negative numbers are values. */
const looksLikeFlag = (word: string) => word.length > 1 && word.startsWith('-') && !/^-\d+(\.\d+)?$/.test(word)

function find(flags: readonly Flag<unknown>[], typed: string, grammar: Grammar): Flag<unknown> {
  const name = typed.replace(/^-{1,2}/, '')
  const exact = flags.find(flag => flag.name() === name && (grammar === 'joptsimple' || typed.startsWith('--')))
  const found = exact ?? flags.find(flag => flag.short === typed)
  if (found) return found
  const starting = typed.startsWith('--') ? flags.filter(flag => !flag.whole && flag.long!.startsWith(typed)) : []
  if (grammar === 'argparse4j' && starting.length === 1) return starting[0]!
  if (grammar === 'argparse4j' && starting.length > 1)
    throw new UsageError(`${typed} could be ${list(starting.map(flag => flag.long!))}`)
  const now = flags.find(flag => flag.long === formerly[name])?.long
  if (now) throw new UsageError(`${typed} is gone: it is ${now} now`, { slip: { typed, meant: now } })
  const near = nearest(
    `--${name}`,
    flags.filter(flag => !flag.hidden).map(flag => flag.long!),
  )
  if (near === undefined) throw new UsageError(`${typed} is not a flag here`)
  const slip = { typed, meant: near }
  if (near.startsWith(typed)) throw new UsageError(`${typed} is cut short: flags are written out, ${near}`, { slip })
  throw new UsageError(`${typed} is not a flag here. Did you mean ${near}?`, { slip })
}

/** Flags of old notes and books, by what does their work today. */
const formerly: Readonly<Record<string, string>> = {
  'broker-list': '--bootstrap-server',
  zookeeper: '--bootstrap-server',
  authorizer: '--bootstrap-server',
  whitelist: '--include',
}

/** `a, b or c` */
export const list = (words: readonly string[], last = 'or') =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`

/** commander's own refusals, as ours. */
function attempt<T>(fn: () => T): T {
  try {
    return fn()
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    throw new UsageError(sentence(error.message), { cause: error })
  }
}

/** "error: option '--x <n>' argument 'y' is invalid. "y" is not a number": the flag, then what is wrong. */
function sentence(message: string): string {
  const invalid = /^error: option '(?:-\w, )?(--[\w.-]+).*?' argument '.*' is invalid\. (.*)$/s.exec(message)
  if (invalid) return `${invalid[1]}: ${invalid[2]!.replace(/\.$/, '')}`
  const lacking = /^error: option '(?:-\w, )?(--[\w.-]+) ?<?(.*?)>?' argument missing$/.exec(message)
  if (lacking) return `${lacking[1]} needs a value: ${lacking[1]} <${lacking[2]}>`
  return message.replace(/^error: /, '')
}
