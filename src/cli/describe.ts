/** `--help-json`: a command as data, for programs that call it and for completion. From the tool's own table, like its help page. */
import type { Flag } from './flags.ts'
import { type AnyTool, flagsOf, helpOf, isFamily, ownHelp, type Tool } from './tool.ts'

export interface FlagDescription {
  name: string
  short?: string
  description: string
  /** What the value is called, and whether it may be left out; undefined: the flag takes none. */
  value?: { name: string; optional: boolean }
  required: boolean
  repeatable: boolean
  choices?: readonly string[]
  default?: string | number
  /** It is an old name; this is the present one. */
  instead?: string
  hidden: boolean
}

export interface ToolDescription {
  name: string
  summary: string
  usage: string
  operands?: string
  flags: readonly FlagDescription[]
  rules: NonNullable<Tool['rules']>
  examples: readonly string[]
  exitCodes: Readonly<Record<string, string>>
}

export interface FamilyDescription {
  name: string
  summary: string
  usage: string
  subcommands: readonly ToolDescription[]
}

export type Description = ToolDescription | FamilyDescription

export const describe = (tool: AnyTool): Description =>
  isFamily(tool)
    ? {
        name: tool.name,
        summary: tool.summary,
        usage: `tskafka ${tool.name} <command> [flags]`,
        subcommands: tool.subcommands.map(describeTool),
      }
    : describeTool(tool)

function describeTool(tool: Tool): ToolDescription {
  return {
    name: tool.name,
    summary: tool.summary,
    usage: `tskafka ${tool.name} [flags]${tool.operands ? ` ${tool.operands}` : ''}`,
    ...(tool.operands ? { operands: tool.operands } : {}),
    flags: Object.values(flagsOf(tool)).map(describeFlag),
    rules: tool.rules ?? [],
    examples: tool.examples,
    exitCodes: exitCodesOf(tool),
  }
}

function describeFlag(flag: Flag<unknown>): FlagDescription {
  const value = /[<[]([^>\]]*?)(?:\.\.\.)?[>\]]/.exec(flag.flags)?.[1]
  const { defaultValue } = flag
  return {
    name: flag.long!,
    ...(flag.short ? { short: flag.short } : {}),
    description: flag.description,
    ...(flag.takesValue ? { value: { name: value ?? 'value', optional: flag.optional } } : {}),
    required: flag.mandatory,
    repeatable: flag.many || flag.variadic,
    ...(flag.argChoices ? { choices: flag.argChoices } : {}),
    ...(typeof defaultValue === 'string' || typeof defaultValue === 'number' ? { default: defaultValue } : {}),
    ...(flag.instead ? { instead: flag.instead } : {}),
    hidden: flag.hidden,
  }
}

/** What every command ends with; more of one command is in its page. */
function exitCodesOf(tool: Tool): Record<string, string> {
  const { exit } = tool.help ?? (tool.own ? ownHelp : helpOf[tool.grammar])
  return {
    0: 'done',
    1: `the broker said no, or something is not there${tool.own ? '' : '; wrong usage'}${exit === 1 ? '; --help' : ''}`,
    ...(tool.own ? { 2: 'wrong usage' } : {}),
    130: 'interrupted by Ctrl-C',
    143: 'ended by SIGTERM',
  }
}
