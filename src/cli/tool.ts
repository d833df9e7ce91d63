/**
 * A command: a name, flags, and what it does, told its world. `tool({...})` only infers types; `run.ts` runs it.
 * `rules` are the checks that Kafka's tool makes after parsing, as data, so that help and tests can read them too.
 */
import type { Flags, Values } from './flags.ts'
import { text, toggle, whole } from './flags.ts'
import type { Io } from './io.ts'
import type { Grammar } from './parse.ts'

export type Rule =
  /** Exactly one of these; `on`: only beside that flag. */
  | { one: readonly string[]; on?: string }
  /** All of these; `on`: only beside that flag. */
  | { all: readonly string[]; on?: string }
  /** `flag` never with any of `not`; `on`: only beside that flag. */
  | { flag: string; not: readonly string[]; on?: string; because?: string }

export interface Call<F extends Flags> {
  options: Values<F>
  io: Io
  /** Keys of the flags that were typed. */
  given: ReadonlySet<keyof F & string>
  /** Words that belong to no flag. */
  operands: readonly string[]
}

export interface Tool<F extends Flags = Flags> {
  /** As the user types it: `topics`, `storage format`. */
  name: string
  /** One line, sentence case, no full stop. */
  summary: string
  grammar: Grammar
  /** Kafka has no such tool: help is no failure, and wrong usage ends with 2. */
  own?: true
  flags: F
  /** Words beside the flags, for the usage line: `[server.properties]`. Without it they are refused. */
  operands?: string
  rules?: readonly Rule[]
  /** --json prints an object a line: what goes wrong is said on stderr, not among them. */
  streams?: boolean
  /** Whole lines to type. The first one is shown when somebody mistyped. */
  examples: readonly string[]
  /** What `--help` and an empty command line do in Kafka's tool: scripts look at the exit code. */
  help?: Help
  /** The exit code of an empty command line that says the help; without it, joptsimple's tools fail and others go on. */
  emptyIsHelp?: 0 | 1
  /** An older form of the whole line, as the present one. */
  rewrite?(argv: readonly string[], io: Io): readonly string[]
  /** @returns the exit code */
  run(call: Call<F>): Promise<number> | number
}

/** A command that is several: `storage format`, `storage info`. */
export interface Family {
  name: string
  summary: string
  own?: true
  help?: Help
  /** Flags of all of them, which may also stand before the subcommand's name. */
  flags?: Flags
  subcommands: readonly Tool[]
}

/** A family whose subcommands have flags in common. */
export const family = (definition: Family & { flags: Flags }): Family => ({
  ...definition,
  subcommands: definition.subcommands.map(each => ({
    ...(definition.help ? { help: definition.help } : {}),
    ...(definition.own ? { own: definition.own } : {}),
    ...each,
    flags: { ...each.flags, ...definition.flags },
  })),
})

export interface Help {
  exit: 0 | 1
  to: 'stdout' | 'stderr'
}

/** joptsimple's tools say help on stderr and fail; so do we: `tskafka help topics` says it on stdout. */
export const helpOf: Record<Grammar, Help> = {
  joptsimple: { exit: 1, to: 'stderr' },
  argparse4j: { exit: 1, to: 'stdout' },
}

/** What our own do. */
export const ownHelp: Help = { exit: 0, to: 'stdout' }

export type AnyTool = Tool | Family
export const isFamily = (tool: AnyTool): tool is Family => 'subcommands' in tool

export const tool = <F extends Flags>(definition: Tool<F>): Tool => definition as unknown as Tool

/** Every tool has these. */
export const commonFlags = {
  help: toggle('-h, --help', 'this page'),
  helpJson: whole(toggle('--help-json', 'this page as JSON')),
  version: toggle('--version', 'print the version'),
}

/** The flag that says which cluster; undefined: the tool needs none. */
export const addressKey = ({ flags }: Tool): string | undefined =>
  ['bootstrapServer', 'brokerList'].find(key => key in flags)

const context = whole(text('--context <name>', 'the cluster by its name: see tskafka context'))

/** All that may be typed. */
export const flagsOf = (tool: Tool): Flags => ({
  ...tool.flags,
  ...(addressKey(tool) === undefined ? {} : { context }),
  ...commonFlags,
})
