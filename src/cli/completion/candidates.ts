/** What may come next on a command line, as far as it can be told without asking anybody. No I/O but `describe`. */
import type { Description, FlagDescription, ToolDescription } from '../describe.ts'

export interface Candidate {
  text: string
  about: string
}

export type Candidates =
  | { kind: 'words'; words: readonly Candidate[] }
  /** The shell's own. */
  | { kind: 'files' }
  | { kind: 'live'; what: Live; prefix: string }

export type Live = 'topics' | 'groups' | 'contexts'

export interface Table {
  commands: readonly { name: string; summary: string; scripts: readonly string[] }[]
  /** @returns undefined for a command that cannot be described */
  describe: (name: string) => Promise<Description | undefined>
}

/** Values that a cluster knows, by the flag that takes them. */
const live: Readonly<Record<string, Live>> = {
  '--topic': 'topics',
  '--topics': 'topics',
  '--input-topics': 'topics',
  '--topics-include': 'topics',
  '--group': 'groups',
  '--context': 'contexts',
}
/** Values that Kafka's tools take and whose flags are plain text: they refuse others in words of their own. */
const known: Readonly<Record<string, readonly string[]>> = {
  '--entity-type': ['topics', 'brokers', 'broker-loggers', 'clients', 'users', 'ips', 'groups', 'client-metrics'],
}
/** `configs --entity-name` after `--entity-type`. */
const entities: Readonly<Record<string, Live>> = { topics: 'topics', groups: 'groups' }

/** @param line the words from the program's name on; the last one is being typed, and may be empty */
export async function candidatesFor(line: readonly string[], { commands, describe }: Table): Promise<Candidates> {
  const [program = '', ...typed] = line
  const script = program.split('/').at(-1)!
  const named = commands.find(({ scripts }) => scripts.includes(script))
  const words = named ? [named.name, ...typed] : typed
  const current = words.at(-1) ?? ''
  if (words.length <= 1) return among([...commands.map(asCandidate), ...general], current)
  if (words[0] === 'help') return among(commands.map(asCandidate), current)
  const description = await describe(words[0]!)
  if (!description) return { kind: 'words', words: [] }
  if (!('subcommands' in description)) return within(description, words.slice(1))
  const verbs = description.subcommands.map(each => ({ ...each, verb: each.name.slice(description.name.length + 1) }))
  const chosen = verbs.find(({ verb }) => words.slice(1, -1).includes(verb))
  if (chosen) return within(chosen, words.slice(1))
  return among([...verbs.map(({ verb, summary }) => ({ text: verb, about: summary })), helpFlag], current)
}

const asCandidate = ({ name, summary }: { name: string; summary: string }): Candidate => ({
  text: name,
  about: summary,
})
const helpFlag = { text: '--help', about: 'what it does' }
const general: readonly Candidate[] = [
  { text: 'help', about: 'the page of a command' },
  helpFlag,
  { text: '--version', about: 'print the version' },
]

function among(all: readonly Candidate[], prefix: string): Candidates {
  return { kind: 'words', words: all.filter(({ text }) => text.startsWith(prefix)) }
}

function within({ flags, operands }: ToolDescription, words: readonly string[]): Candidates {
  const current = words.at(-1) ?? ''
  const before = words.at(-2) ?? ''
  const joined = /^(--[\w.-]+)=(.*)$/s.exec(current)
  if (joined) return valuesOf(find(flags, joined[1]!), joined[2]!, words, `${joined[1]}=`)
  const flag = find(flags, before)
  if (flag?.value && !flag.value.optional) return valuesOf(flag, current, words)
  const shown = flags.filter(each => !each.hidden && (each.repeatable || !words.slice(0, -1).includes(each.name)))
  const names = shown.map(({ name, description }) => ({ text: name, about: description }))
  if (current.startsWith('-')) return among(names, current)
  const choices = /^<(\w+(?:\|\w+)+)>$/.exec(operands ?? '')?.[1]?.split('|')
  if (choices)
    return among(
      choices.map(text => ({ text, about: '' })),
      current,
    )
  if (operands && /name/.test(operands)) return { kind: 'live', what: 'contexts', prefix: '' }
  return operands ? { kind: 'files' } : among(names, current)
}

const find = (flags: readonly FlagDescription[], name: string) =>
  flags.find(each => each.name === name || each.short === name)

function valuesOf(
  flag: FlagDescription | undefined,
  current: string,
  words: readonly string[],
  prefix = '',
): Candidates {
  if (!flag?.value) return { kind: 'words', words: [] }
  const choices = flag.choices ?? known[flag.name]
  if (choices)
    return {
      kind: 'words',
      words: choices.filter(text => text.startsWith(current)).map(text => ({ text: prefix + text, about: '' })),
    }
  const entity = flag.name === '--entity-name' ? entities[typedValue(words, '--entity-type') ?? ''] : undefined
  const what = live[flag.name] ?? entity
  if (what) return { kind: 'live', what, prefix }
  if (/file|path|director/.test(flag.value.name)) return { kind: 'files' }
  return { kind: 'words', words: [] }
}

/** `--flag value` or `--flag=value`, as far as it has been typed. */
export function typedValue(words: readonly string[], name: string): string | undefined {
  const at = words.indexOf(name)
  if (at >= 0 && at < words.length - 1) return words[at + 1]
  return words.find(word => word.startsWith(`${name}=`))?.slice(name.length + 1)
}
