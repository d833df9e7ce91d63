/** Which flags go together: what Kafka's tools check after parsing (`CommandLineUtils`), from the table of each tool. */
import type { Flags } from './flags.ts'
import { list } from './parse.ts'
import type { Rule, Tool } from './tool.ts'
import { UsageError } from './usage-error.ts'

/** @throws {UsageError} for the first rule that is broken */
export function check(tool: Tool, given: ReadonlySet<string>): void {
  const typed = new Set(Array.from(given, key => tool.flags[key]!.long!))
  for (const { mandatory, long, description } of Object.values(tool.flags))
    if (mandatory && !typed.has(long!)) throw new UsageError(`${long} is missing: ${description}`, { missing: long! })
  for (const rule of tool.rules ?? []) refuse(tool.flags, rule, typed)
}

function refuse(flags: Flags, rule: Rule, typed: ReadonlySet<string>): void {
  if ('one' in rule) {
    if (rule.on !== undefined && !typed.has(rule.on)) return
    const there = rule.one.filter(flag => typed.has(flag))
    if (there.length === 0)
      throw new UsageError(
        `${rule.one.length > 1 ? 'One of ' : ''}${list(rule.one)} is missing${rule.on ? ` beside ${rule.on}` : ''}`,
        // Which of several is the person's to say; but an address is one of few things.
        rule.one.length === 1 || rule.one[0] === '--bootstrap-server' ? { missing: rule.one[0]! } : {},
      )
    if (there.length > 1) throw new UsageError(`${list(there, 'and')} exclude each other: give one of them`)
    return
  }
  if (rule.on !== undefined && !typed.has(rule.on)) return
  if ('all' in rule) {
    const lacking = rule.all.find(flag => !typed.has(flag))
    const doc = Object.values(flags).find(flag => flag.long === lacking)?.description
    if (lacking) throw new UsageError(`${lacking} is missing${doc ? `: ${doc}` : ''}`, { missing: lacking })
    return
  }
  if (!typed.has(rule.flag)) return
  const against = rule.not.find(flag => typed.has(flag))
  if (against)
    throw new UsageError(`${rule.flag} and ${against} do not go together${rule.because ? `: ${rule.because}` : ''}`)
}
