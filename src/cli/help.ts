/** The help page of a command: what it does, how it is called, every flag, examples. From the tool's own table. */
import { twoColumns, wrap } from './table.ts'
import { type AnyTool, flagsOf, isFamily, type Tool } from './tool.ts'

export function helpPage(tool: AnyTool, width: number): string[] {
  const lines = [...wrap(`${tool.summary}.`, width), '']
  if (isFamily(tool)) {
    const rows = tool.subcommands.map(({ name, summary }) => [name.slice(tool.name.length + 1), summary] as const)
    return [...lines, `Usage: tskafka ${tool.name} <command> [flags]`, '', 'Commands:', ...twoColumns(rows, width)]
  }
  const flags = Object.values(flagsOf(tool)).filter(flag => !flag.hidden)
  const rows = flags.map(flag => [flag.flags, described(flag)] as const)
  return [
    ...lines,
    `Usage: tskafka ${tool.name} [flags]${tool.operands ? ` ${tool.operands}` : ''}`,
    '',
    'Flags:',
    ...twoColumns(rows, width),
    ...renamed(tool),
    '',
    tool.examples.length > 1 ? 'Examples:' : 'Example:',
    ...tool.examples.map(example => `  ${example}`),
  ]
}

function described(flag: { description: string; mandatory: boolean; defaultValue?: unknown; many: boolean }): string {
  const notes: string[] = []
  if (flag.mandatory) notes.push('required')
  if (flag.many) notes.push('may be repeated')
  if (['string', 'number'].includes(typeof flag.defaultValue)) notes.push(`default ${flag.defaultValue}`)
  return notes.length === 0 ? flag.description : `${flag.description} (${notes.join(', ')})`
}

/** Old names still work; nobody should learn them. */
function renamed({ flags }: Tool): string[] {
  const old = Object.values(flags).filter(flag => flag.instead)
  return old.length === 0 ? [] : ['', `Old names: ${old.map(flag => `${flag.long} (now ${flag.instead})`).join(', ')}`]
}
