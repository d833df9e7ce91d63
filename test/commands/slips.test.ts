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
import { quoted } from '../../src/cli/run.ts'
import { flagsOf, isFamily, type Tool } from '../../src/cli/tool.ts'
import { directory, startBroker } from '../broker/start.ts'
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

t.test('an address that is none: the nearest one is what to type', async t => {
  const topics = (await tools()).find(({ name }) => name === 'topics')!
  const meant: Record<string, string> = {
    '': 'localhost:9092',
    ',': 'localhost:9092',
    broker: 'broker:9092',
    ':9093': 'localhost:9093',
    'broker:': 'broker:9092',
    'broker:99999': 'broker:9092',
    'broker:0': 'broker:9092',
    'broker:9093/path': 'broker:9093',
    'http://broker:9093/': 'broker:9093',
    'bro ker:9093': 'bro:9093',
    'a:1,': 'a:1',
    'a:1,,b': 'a:1,b:9092',
    '[::1]': '[::1]:9092',
    'broker:port': 'broker:9092',
  }
  for (const [given, next] of Object.entries(meant)) {
    const { code, stdout, stderr } = await typed(topics, ['--list', '--bootstrap-server', given])
    t.same([code, stdout], [1, ''], given)
    t.match(stderr, /^--bootstrap-server ".*" is no address: it takes host:port/, given)
    t.equal(stderr.split('\n')[1], `Try: tskafka topics --list --bootstrap-server ${quoted(next)}`, given)
  }
  for (const name of ['verifiable-producer', 'verifiable-consumer']) {
    const tool = (await tools()).find(each => each.name === name)!
    const group = name === 'verifiable-consumer' ? ['--group-id', 'g'] : []
    t.match(
      await typed(tool, ['--topic', 'x', ...group, '--bootstrap-server', 'x']),
      { code: 1, stdout: '', stderr: /^--bootstrap-server "x" is no address/ },
      `${name}: it is not tried again`,
    )
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
t.test('a folder where a file is meant is called one', async t => {
  const cwd = directory(t)
  fs.mkdirSync(path.join(cwd, 'folder'))
  const at = ['--bootstrap-server', '127.0.0.1:1']
  const lines: [tool: string, ...words: string[]][] = [
    ['delete-records', '--offset-json-file', 'folder', ...at],
    ['delete-records', '--offset-json-file', '', ...at],
    [
      'producer-perf-test',
      '--payload-file',
      'folder',
      '--topic',
      'x',
      '--num-records',
      '1',
      '--throughput',
      '1',
      ...at,
    ],
    ['storage info', '--config', 'folder'],
  ]
  for (const [name, ...words] of lines) {
    const tool = (await tools()).find(each => each.name === name)!
    const { code, stderr } = await typed(tool, words, { cwd })
    t.equal(code, 1, name)
    t.match(stderr, /it is a directory/, `${name} ${words.join(' ')}`)
    t.match(stderr, new RegExp(`\nTry: tskafka ${name.split(' ')[0]}.* --help\n$`), name)
    t.notMatch(stderr, /EISDIR|JSON \(/, name)
  }
})

t.test('a flag with the dash of a web page', async t => {
  const topics = (await tools()).find(({ name }) => name === 'topics')!
  for (const word of ['\u2013list', '\u2014list', '\u2013-list', '\u2212\u2212list', 'list']) {
    const [line = '', next = ''] = await refused(topics, [word, '--bootstrap-server', 'a:1'])
    t.match(line, 'Did you mean --list?', word)
    t.equal(next, 'Try: tskafka topics --list --bootstrap-server a:1', word)
  }
})

t.test('files of connectors that hold none', async t => {
  const cwd = directory(t)
  fs.writeFileSync(path.join(cwd, 'worker.properties'), 'bootstrap.servers=127.0.0.1:1')
  fs.mkdirSync(path.join(cwd, 'folder.json'))
  const tool = (await tools()).find(({ name }) => name === 'connect-standalone')!
  const messages: [file: string, text: string | undefined, message: RegExp][] = [
    ['null.json', 'null', /^null\.json has no "name": a connector is /],
    ['list.json', '[1]', /^list\.json has no "name"/],
    ['broken.json', '{', /^broken\.json is no JSON/],
    ['folder.json', undefined, /^Cannot read folder\.json: it is a directory/],
  ]
  for (const [file, text, message] of messages) {
    if (text !== undefined) fs.writeFileSync(path.join(cwd, file), text)
    t.match((await refused(tool, ['worker.properties', file], cwd))[0], message, file)
  }
})

t.test('what went wrong is told once, though each error has a cause', async t => {
  const topics = (await tools()).find(({ name }) => name === 'topics')!
  const { stdout } = await typed(topics, ['--list', '--bootstrap-server', '127.0.0.1:1'])
  t.equal(
    stdout,
    'Error while executing topic command : Cannot connect to 127.0.0.1:1: nothing listens there (ECONNREFUSED)\n',
  )
})

t.test('an empty name does nothing, and that is said', async t => {
  const { broker } = await startBroker(t)
  const topics = (await tools()).find(({ name }) => name === 'topics')!
  for (const flag of ['--delete', '--describe', '--truncate'])
    t.match(
      await typed(topics, [flag, '--topic', '', '--bootstrap-server', broker.address]),
      { code: 0, stdout: '', stderr: 'WARN --topic "" names no topic\n' },
      flag,
    )
})

/** They read another file before, which is not there either; or ask no cluster. */
const needsMore = new Set([
  ...['delete-records', 'plan', 'up', 'leader-election', 'reassign-partitions'],
  ...['features version-mapping', 'features feature-dependencies'],
])
