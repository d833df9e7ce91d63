/**
 * What a person types wrong, at every flag of every command: letters changed places, a value forgotten, one too many, a number
 * that is none, a file that is not there. Each is refused before anything is done, in two lines: what is wrong, and what to type.
 */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { commands } from '../../commands/index.ts'
import { load } from '../../commands/load.ts'
import type { Flag } from '../../src/cli/flags.ts'
import { flagsOf, isFamily, type Tool } from '../../src/cli/tool.ts'
import { directory } from '../broker/start.ts'
import { typed } from '../cli/world.ts'

/** Says why any word is as good as another. */
const elsewhere = new Set(['zookeeper-server-start'])

async function tools(): Promise<Tool[]> {
  const loaded = await Promise.all(commands.filter(({ name }) => !elsewhere.has(name)).map(load))
  return loaded.flatMap(tool => (isFamily(tool) ? tool.subcommands : [tool]))
}

/** The command, unable to do anything: a slip that is taken for a wish must not stop somebody's broker. */
const harmless = (tool: Tool): Tool => ({
  ...tool,
  run: () => {
    throw new Error('it was run')
  },
})

const flagsIn = (tool: Tool): Flag<unknown>[] => Object.values(flagsOf(tool))

/** @returns lines of stderr, of which there are two */
async function refused(tool: Tool, argv: readonly string[], cwd?: string): Promise<string[]> {
  const { code, stdout, stderr } = await typed(
    cwd === undefined ? harmless(tool) : tool,
    argv,
    cwd === undefined ? {} : { cwd },
  )
  const line = `${tool.name} ${argv.join(' ')}`
  t.equal(code, tool.own ? 2 : 1, `${line}: exit code`)
  t.equal(stdout, '', `${line}: nothing on stdout`)
  const lines = stderr.split('\n').slice(0, -1)
  t.equal(lines.length, 2, `${line}: what is wrong, and what to type: ${stderr}`)
  t.match(lines[1], /^Try: tskafka /, line)
  t.notMatch(stderr, /\n {4}at |tskafka broke:|it was run/, line)
  return lines
}

t.test('letters that changed places: the flag that was meant is named', async t => {
  for (const tool of await tools()) {
    const flags = flagsIn(tool)
    for (const flag of flags) {
      const name = flag.name()
      if (name.length < 5 || flag.hidden) continue
      const typo = `--${name[0]}${name[2]}${name[1]}${name.slice(3)}`
      if (flags.some(({ long }) => long === typo || (long === flag.long && typo === long))) continue
      const [line = '', next = ''] = await refused(tool, flag.takesValue ? [typo, 'x'] : [typo])
      t.match(line, `Did you mean --`, `${tool.name} ${typo}: ${line}`)
      t.notMatch(next, typo, 'what to type is without the slip')
    }
  }
})

t.test('a value forgotten, and one too many', async t => {
  for (const tool of await tools())
    for (const flag of flagsIn(tool)) {
      if (flag.takesValue && !flag.optional && flag.presetArg === undefined)
        t.match((await refused(tool, [flag.long!]))[0], `${flag.long} needs a value: ${flag.long} <`)
      else if (!flag.takesValue)
        t.match((await refused(tool, [`${flag.long}=x`]))[0], `${flag.long} takes no value, and was given "x"`)
    }
})

t.test('a number that is none, a word that is none of the possible ones', async t => {
  for (const tool of await tools())
    for (const flag of flagsIn(tool)) {
      if (flag.argChoices) t.match((await refused(tool, [flag.long!, 'nonesuch']))[0], `${flag.long}: `)
      else if (flag.parseArg && /<(n|number|count|ms|bytes|size)>/.test(flag.flags) && !flag.many)
        t.match((await refused(tool, [flag.long!, 'many']))[0], flag.long!)
    }
})

t.test('a file of settings that cannot be read is named, with the reason', async t => {
  const cwd = directory(t)
  fs.mkdirSync(path.join(cwd, 'folder'))
  const reasons = {
    nowhere: 'Cannot read nowhere: there is no such file',
    folder: 'Cannot read folder: it is a directory',
    '': 'Cannot read a file without a name',
  }
  for (const tool of await tools()) {
    if (!('bootstrapServer' in tool.flags) || !('commandConfig' in tool.flags)) continue
    const line = tool.examples.find(example => example.startsWith(`tskafka ${tool.name} `) && !/ [<|] /.test(example))
    if (line === undefined || needsMore.has(tool.name)) continue
    const words = Array.from(
      line.replaceAll('localhost:9092', '127.0.0.1:1').matchAll(/'([^']*)'|(\S+)/g),
      ([, quoted, word]) => quoted ?? word!,
    )
    const typedWords = words.slice(1 + tool.name.split(' ').length)
    for (const [file, message] of Object.entries(reasons))
      t.equal((await refused(tool, [...typedWords, '--command-config', file], cwd))[0], message, tool.name)
  }
})
/** They read another file before, which is not there either; or ask no cluster. */
const needsMore = new Set([
  ...['delete-records', 'plan', 'up', 'leader-election', 'reassign-partitions'],
  ...['features version-mapping', 'features feature-dependencies'],
])
