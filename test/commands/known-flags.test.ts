/**
 * Of each script of Apache Kafka 4.3.1, how many flags are known here: `fixtures/cli/known-flags.md`. A flag counts by each of
 * its names and in each subcommand, and is known when it can be typed where Kafka's tool takes it.
 * `KNOWN=1 npx tap test/commands/known-flags.test.ts` writes the table again.
 */
import fs from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { commands, inapplicable, planned } from '../../commands/index.ts'
import { load } from '../../commands/load.ts'
import { type AnyTool, flagsOf, isFamily, type Tool } from '../../src/cli/tool.ts'
import { typed } from '../cli/world.ts'

interface Facts {
  options?: { flags: string[]; dest?: string }[]
  subcommands?: Record<string, { options: { flags: string[] }[] }>
}
const fixtures = path.resolve(import.meta.dirname, '../../fixtures/cli')
const facts = JSON.parse(gunzipSync(fs.readFileSync(path.join(fixtures, 'flags.json.gz'))).toString()) as Record<
  string,
  Facts
>

const names = (options: Facts['options'] = []) => options.flatMap(({ flags }) => flags)

/** Whether `flag` may be typed before a subcommand's name, or where there are none. */
async function isKnown(tool: AnyTool, flag: string): Promise<boolean> {
  if (!isFamily(tool)) return has(tool, flag)
  if (tool.subcommands.some(each => has(each, flag))) return true
  // What the family answers by itself.
  return (await typed(tool, [flag])).code === 0
}
const has = (tool: Tool, flag: string) =>
  Object.values(flagsOf(tool)).some(({ long, short }) => long === flag || short === flag)

async function row(script: string, { options, subcommands = {} }: Facts): Promise<{ row: string; missing: string[] }> {
  const all = [...names(options), ...Object.values(subcommands).flatMap(each => names(each.options))].length
  const of = (list: readonly { facts?: string; name: string }[]) => list.find(each => each.facts === script)?.name
  const name = of(commands)
  if (name === undefined) {
    const why = of(planned) ? 'not here yet' : of(inapplicable) ? 'does not apply' : 'unheard of'
    return { row: `| \`${script}.sh\` | ${why} | 0 / ${all} | |`, missing: [] }
  }
  const tool = await load(commands.find(each => each.name === name)!)
  const missing: string[] = []
  for (const flag of names(options)) if (!(await isKnown(tool, flag))) missing.push(flag)
  for (const [word, each] of Object.entries(subcommands)) {
    const sub = isFamily(tool) ? tool.subcommands.find(one => one.name === `${tool.name} ${word}`) : undefined
    for (const flag of names(each.options)) if (!sub || !has(sub, flag)) missing.push(`${word} ${flag}`)
  }
  return {
    row: `| \`${script}.sh\` | \`${name}\` | ${all - missing.length} / ${all} | ${missing.join(', ')} |`,
    missing,
  }
}

t.test('every flag of every script that is here is known, and the table says so', async t => {
  const rows: string[] = []
  for (const [script, each] of Object.entries(facts)) {
    const { row: line, missing } = await row(script, each)
    rows.push(line)
    t.same(missing, [], script)
  }
  const head = ['| script | command | flags known / of Kafka 4.3.1 | missing |', '| --- | --- | --- | --- |']
  const table = `${[...head, ...rows].join('\n')}\n`
  const file = path.join(fixtures, 'known-flags.md')
  if (process.env['KNOWN']) fs.writeFileSync(file, table)
  t.equal(fs.readFileSync(file, 'utf8'), table)
})
