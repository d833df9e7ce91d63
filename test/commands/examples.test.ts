/** The examples of every help page work: each is run as it is printed, against a broker that holds what it speaks of. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { commands } from '../../commands/index.ts'
import { load } from '../../commands/load.ts'
import { describe } from '../../src/cli/describe.ts'
import { parse } from '../../src/cli/parse.ts'
import { check } from '../../src/cli/rules.ts'
import { run } from '../../src/cli/run.ts'
import { flagsOf, isFamily, type Tool } from '../../src/cli/tool.ts'
import { connectAdmin } from '../../src/client/admin/connect.ts'
import { alterGroupOffsets } from '../../src/client/admin/group-offsets.ts'
import { createTopics } from '../../src/client/admin/topics.ts'
import { Producer } from '../../src/client/producer/producer.ts'
import { directory, startBroker } from '../broker/start.ts'
import { world } from '../cli/world.ts'

type T = Parameters<typeof directory>[0]

/** Read, and not run: what they need is not to be had in a test. */
const onlyRead: Readonly<Record<string, string>> = {
  'server-start': 'takes port 9092 and stays',
  'server-stop': 'ends processes of this machine',
  'zookeeper-server-start': 'says what to type instead',
  doctor: 'looks into directories that no broker uses: its own tests make them',
  'transactions abort': 'needs a transaction that hangs',
  'metadata-quorum add-controller': 'needs a second controller',
  'metadata-quorum remove-controller': 'needs a second controller',
  'features downgrade': 'is refused while groups use the feature',
  'features disable': 'is refused while groups use the feature',
}
/** Files of a broker's directory that this one does not have: another partition, and an index that comes with a second segment. */
const isElsewhere = (example: string) => /\.tskafka\/(__consumer_offsets-7|.*\.index)/.test(example)

/** What ends otherwise than with 0, and that is right. */
const endings: readonly [RegExp, number][] = [
  [/^tskafka plan --check/, 1],
  [/^tskafka cluster unregister --id 3/, 1], // there is no broker 3
  [/forceTerminateTransaction/, 0],
]

/** As a shell has it: quotes, an input file, and one command. */
function wordsOf(example: string): { words: string[]; input: string | undefined } {
  const command = /tskafka [^|)]*/.exec(example)![0].replace(/"$/, '')
  const [line = '', input] = command.split(' < ')
  return { words: Array.from(line.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, word]) => quoted ?? word!), input }
}

const tools = async (): Promise<[entry: (typeof commands)[number], tool: Tool][]> =>
  (
    await Promise.all(
      commands.map(async entry => {
        const tool = await load(entry)
        return (isFamily(tool) ? tool.subcommands : [tool]).map(each => [entry, each] as [typeof entry, Tool])
      }),
    )
  ).flat()

t.test('every example is of its command, and has no wrong word in it', async t => {
  for (const [entry, tool] of await tools()) {
    t.ok(tool.examples.length > 0, `${tool.name} has an example`)
    for (const example of tool.examples) {
      const { words } = wordsOf(example)
      if (words[1] !== entry.name) continue // zookeeper-server-start shows another command
      const verb = tool.name === entry.name ? undefined : tool.name.slice(entry.name.length + 1)
      const typed = words.slice(2)
      if (verb) typed.splice(typed.indexOf(verb), 1)
      const { given } = parse(flagsOf(tool), typed, tool.grammar)
      check(tool, given)
    }
  }
})

t.test('--help-json says of every command what its page says', async t => {
  for (const entry of commands) {
    if (entry.name === 'zookeeper-server-start') continue // it takes any word, and says that there is no ZooKeeper
    const tool = await load(entry)
    const made = world()
    t.equal(await run(tool, ['--help-json'], made.io), 0, entry.name)
    t.same(JSON.parse(made.stdout), JSON.parse(JSON.stringify({ version: 1, ...describe(tool) })), entry.name)
    t.match(JSON.parse(made.stdout), { name: entry.name, summary: entry.summary })
  }
})

/** What examples speak of. */
async function prepare(t: T) {
  const { broker, dir } = await startBroker(t, {
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:ANONYMOUS',
    'offsets.topic.num.partitions': '1',
    'transaction.state.log.num.partitions': '1',
    'group.initial.rebalance.delay.ms': '0',
    'node.id': '1',
  })
  const cluster = await connectAdmin(broker.address)
  t.teardown(() => cluster.close())
  await createTopics(cluster, [
    { name: 'lines', partitions: 1 },
    { name: 'orders', partitions: 3 },
  ])
  await alterGroupOffsets(cluster, 'billing', [{ topic: 'orders', partition: 0, offset: 1 }])
  const producer = new Producer({ 'bootstrap.servers': broker.address, 'transactional.id': 'billing-1' })
  await producer.initTransactions()
  await producer.beginTransaction()
  await Promise.all(
    Array.from({ length: 60 }, (_, i) => producer.send({ topic: 'orders', partition: 0, key: 'k', value: `${i}` })),
  )
  await producer.commitTransaction()
  await producer.close()
  const cwd = directory(t)
  const partitions = [{ topic: 'orders', partition: 0 }]
  const files: Record<string, string> = {
    'tskafka.yaml': 'topics:\n  shipments: 3\n',
    'orders.txt': 'one\ntwo\n',
    'records.jsonl': '{"key":"k","value":"v"}\n',
    'offsets.json': JSON.stringify({ version: 1, partitions: partitions.map(at => ({ ...at, offset: 3 })) }),
    'topics.json': JSON.stringify({ version: 1, topics: [{ topic: 'orders' }] }),
    'moves.json': JSON.stringify({ version: 1, partitions: partitions.map(at => ({ ...at, replicas: [1] })) }),
    'config/server.properties': 'process.roles=broker,controller\nlog.dirs=data\nnode.id=1\n',
  }
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(cwd, name)), { recursive: true })
    fs.writeFileSync(path.join(cwd, name), text)
  }
  fs.symlinkSync(dir, path.join(cwd, '.tskafka'))
  return { cwd, address: broker.address, env: { XDG_CONFIG_HOME: cwd, HOME: cwd } as Record<string, string> }
}

/** Long enough for what comes to an end; what does not is ended as by Ctrl-C. */
const PATIENCE_MS = 700

t.test('every example does what it says', async t => {
  const { cwd, address, env } = await prepare(t)
  await typedIn(cwd, env, ['context', 'add', 'other', '--bootstrap-server', 'localhost:1'])
  for (const [entry, tool] of await tools()) {
    const why = tool.name.startsWith('connect') ? 'needs plugins; its own tests start it' : onlyRead[tool.name]
    if (why) {
      t.comment(`${tool.name}: ${why}`)
      continue
    }
    if (entry.name === 'context' && tool.name !== 'context add')
      await typedIn(cwd, env, ['context', 'add', 'dev', '--bootstrap-server', address])
    if (tool.name === 'storage info')
      await typedIn(cwd, env, [
        'storage',
        'format',
        '-s',
        '-t',
        'MkU3OEVBNTcwNTJENDM2Qk',
        '-c',
        'config/server.properties',
      ])
    for (const example of tool.examples) {
      if (isElsewhere(example)) continue
      const { words, input } = wordsOf(example)
      // What is there cannot be created; alone at home, `up` would look at localhost:9092; and a million records take their time.
      const argv = words.slice(2).map(word => word.replace('localhost:9092', address).replace(/^10{3,}$/, '50'))
      // It draws on a terminal.
      if (argv.includes('--watch')) argv.splice(argv.indexOf('--watch'), 2)
      if (argv.includes('--create')) argv[argv.indexOf('orders')] = 'fresh'
      if (['plan', 'up'].includes(entry.name) && !argv.includes('--bootstrap-server'))
        argv.push('--bootstrap-server', address)
      if (tool.name === 'storage format') fs.rmSync(path.join(cwd, 'data'), { recursive: true, force: true })
      const stdin = input
        ? fs.readFileSync(path.join(cwd, input), 'utf8')
        : words.includes('parse.key=true')
          ? 'k\tv\n'
          : 'y\n'
      const made = world({ cwd, env, stdin })
      const timer = setTimeout(() => made.interrupt(), PATIENCE_MS)
      const code = await run(await load(entry), argv, made.io)
      clearTimeout(timer)
      const wanted = endings.find(([pattern]) => pattern.test(example))?.[1] ?? 0
      t.ok(code === wanted || code === 130, `${example}: exit ${code}`)
      t.notMatch(made.stderr, /^Try: /m, example)
      t.notMatch(made.stderr, /tskafka broke/, example)
      if (code !== wanted && code !== 130) t.comment(`${made.stdout}\n${made.stderr}`)
    }
  }
})

async function typedIn(cwd: string, env: Record<string, string>, words: readonly string[]): Promise<string> {
  const made = world({ cwd, env })
  await run(await load(commands.find(({ name }) => name === words[0])!), words.slice(1), made.io)
  return made.stdout
}
