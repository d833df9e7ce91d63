/** The table of commands, held against what it names: modules, scripts, Kafka's own flags, how Kafka's tools end. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { commands, inapplicable, planned } from '../commands/index.ts'
import { load } from '../commands/load.ts'
import { program } from '../commands/program.ts'
import type { Flag } from '../src/cli/flags.ts'
import { parse } from '../src/cli/parse.ts'
import { flagsOf, isFamily, type Tool } from '../src/cli/tool.ts'
import { typed, world } from './cli/world.ts'

interface FlagFact {
  flags: string[]
  argument: 'none' | 'optional' | 'required'
  type?: string
  action?: string
  arguments?: string
}
interface ToolFacts {
  parser: string
  options?: FlagFact[]
  subcommands?: Record<string, { options: FlagFact[] }>
  endings: Record<string, { exit: number; stdout: number; stderr: number }>
}
const root = path.resolve(import.meta.dirname, '..')
const facts = JSON.parse(
  gunzipSync(fs.readFileSync(path.join(root, 'fixtures/cli/flags.json.gz'))).toString(),
) as Record<string, ToolFacts>
const missing = fs.readFileSync(path.join(root, 'commands/MISSING.md'), 'utf8')

t.test('every command is a module of its name, and every module a command', async t => {
  const modules = fs.readdirSync(path.join(root, 'commands')).filter(name => name.endsWith('.ts'))
  const others = ['index.ts', 'load.ts', 'program.ts']
  t.same(modules.filter(name => !others.includes(name)).sort(), commands.map(({ name }) => `${name}.ts`).sort())
  for (const entry of commands) {
    const tool = await load(entry)
    t.match(tool, { name: entry.name, summary: entry.summary }, entry.name)
  }
})

t.test('bin/ has a script for every tool of a Kafka release, and each runs its command', async t => {
  const scripts = new Map(
    [...commands, ...planned, ...inapplicable].flatMap(({ name, scripts }) => scripts.map(script => [script, name])),
  )
  const others = ['tskafka', 'package.json']
  t.same(
    fs
      .readdirSync(path.join(root, 'bin'))
      .filter(name => !others.includes(name))
      .sort(),
    [...scripts.keys()].sort(),
  )
  for (const [script, name] of scripts) {
    const file = path.join(root, 'bin', script)
    t.match(fs.readFileSync(file, 'utf8'), new RegExp(`/tskafka" ${name} "\\$@"\\n$`), script)
    t.ok(fs.statSync(file).mode & 0o111, `${script} can be run`)
  }
  for (const tool of Object.keys(facts)) t.ok(scripts.has(`${tool}.sh`), `${tool}.sh is there`)
})

t.test('what is to come is written down, and said in one line', async t => {
  for (const { name, scripts } of planned) {
    t.ok(missing.includes(`| \`${name}\` | \`${scripts[0]}\` |`), name)
    for (const words of [[name], [name, '--help'], ['help', name], scripts]) {
      const made = world()
      t.equal(program(words, made.io), 1, words.join(' '))
      t.match(made.stderr, new RegExp(`^tskafka ${name} is not there yet .*\n$`))
    }
  }
  const named = Array.from(missing.matchAll(/^\| `([\w-]+)` \| `[\w-]+\.sh` \|/gm), ([, name]) => name)
  t.same(named.sort(), [...planned, ...inapplicable].map(({ name }) => name).sort(), 'and nothing else is')
})

t.test('what does not apply says why, and what to type, which is right', async t => {
  for (const { name, scripts, because, instead } of inapplicable) {
    t.ok(missing.includes(`| \`${name}\` | \`${scripts[0]}\` | ${because} |`), name)
    const made = world()
    t.equal(program([name, '--jmx-url', 'x'], made.io), 1)
    t.equal(made.stderr, `tskafka has no ${name}: ${because}\nTry: ${instead}\n`)
    const [, command, ...words] = instead.split(' ')
    const tool = (await load(commands.find(each => each.name === command)!)) as Tool
    t.doesNotThrow(() => parse(flagsOf(tool), words, tool.grammar), instead)
  }
})

/** Known flags of Kafka's that are not here, with the reason. */
const without: Record<string, string[]> = {
  // A subcommand of `storage` that is not here: MISSING.md
}

t.test('every command knows every flag of its Kafka tool, with the same kind of value', async t => {
  for (const entry of commands) {
    if (!entry.facts) continue
    const { options = [], subcommands = {} } = facts[entry.facts]!
    const tool = await load(entry)
    // What stands before a subcommand in Kafka's tool, each of ours takes in any place.
    const pairs: (readonly [Tool, FlagFact[]])[] = isFamily(tool)
      ? tool.subcommands.map(
          each => [each, [...options, ...(subcommands[each.name.slice(tool.name.length + 1)]?.options ?? [])]] as const,
        )
      : [[tool, options]]
    if (isFamily(tool))
      for (const name of Object.keys(subcommands))
        t.ok(
          tool.subcommands.some(each => each.name === `${tool.name} ${name}`),
          `${tool.name} ${name} is there`,
        )
    for (const [tool, options] of pairs)
      for (const option of options) {
        const name = option.flags.find(flag => flag.startsWith('--'))!
        if (['--help', '--version'].includes(name) || without[tool.name]?.includes(name)) continue
        const flag: Flag<unknown> | undefined = Object.values(tool.flags).find(({ long }) => long === name)
        if (!flag) {
          t.fail(`${tool.name} does not know ${name}`)
          continue
        }
        const kind = flag.required ? 'required' : flag.optional ? 'optional' : 'none'
        t.equal(kind, option.argument, `${tool.name} ${name}: value ${option.argument}`)
        for (const short of option.flags.filter(each => /^-\w$/.test(each)))
          t.equal(flag.short, short, `${name} ${short}`)
        if (option.arguments === '1-many') t.ok(flag.variadic, `${name} takes several words`)
      }
  }
})

t.test('help, version, an empty line and an unknown flag end as those of Kafka do', async t => {
  const lines: Record<string, string[]> = {
    help: ['--help'],
    version: ['--version'],
    noArguments: [],
    unknownFlag: ['--no-such-flag'],
  }
  for (const entry of commands) {
    if (!entry.facts || entry.name === 'server-start') continue // it starts without a file, which Kafka's cannot
    const { endings, parser } = facts[entry.facts]!
    for (const [name, argv] of Object.entries(lines)) {
      const ending = endings[name]
      if (!ending) continue
      // Kafka's take any word for a file: that it cannot be read ends them with 2.
      if (parser === 'none' && (name === 'version' || name === 'unknownFlag')) continue
      // These do not know --version, and one says help for it: that a word is understood is no loss.
      if (name === 'version' && (parser === 'argparse4j' || entry.name === 'e2e-latency')) continue
      const { code, stdout, stderr } = await typed(await load(entry), argv)
      const what = `${entry.name} ${argv.join(' ')}`
      t.equal(code, ending.exit, `${what}: exit code`)
      t.equal(stdout !== '', ending.stdout > 0, `${what}: stdout ${ending.stdout > 0 ? 'has lines' : 'is empty'}`)
      if (ending.exit !== 0) t.ok(stdout + stderr, `${what}: says something`)
      t.notMatch(stdout + stderr, /\n {4}at /, `${what}: no stack`)
    }
  }
})

t.test('the launcher without dist/ says what to type', async t => {
  const dir = t.testdir({ bin: {} })
  for (const name of ['tskafka', 'package.json'])
    fs.copyFileSync(path.join(root, 'bin', name), path.join(dir, 'bin', name))
  const { status, stderr } = spawnSync(process.execPath, [path.join(dir, 'bin/tskafka'), 'topics', '--list'], {
    encoding: 'utf8',
  })
  t.equal(status, 1)
  t.equal(stderr, 'tskafka is not built yet. Type: npm run build\n')
})
