import t from 'tap'
import { integer, many, required, text, toggle } from '../../src/cli/flags.ts'
import { OutputClosed } from '../../src/cli/io.ts'
import { printHelp, quoted } from '../../src/cli/run.ts'
import { type Family, type Tool, tool } from '../../src/cli/tool.ts'
import { UsageError } from '../../src/cli/usage-error.ts'
import { KafkaError } from '../../src/protocol/errors.ts'
import { typed, world } from './world.ts'

const flags = {
  topic: text('--topic <name>', 'the topic'),
  partitions: integer('--partitions <count>', 'how many'),
  list: toggle('--list', 'list them'),
  create: toggle('--create', 'create one'),
  config: many(text('--config <name=value>', 'a setting')),
}
const demo = (run: Tool['run'] = () => 0, more: Partial<Tool> = {}) =>
  tool({
    name: 'demo',
    summary: 'Show how commands run',
    grammar: 'joptsimple',
    flags,
    rules: [
      { one: ['--list', '--create'] },
      { all: ['--topic'], on: '--create' },
      { flag: '--partitions', not: ['--list'], because: 'a list has none' },
    ],
    examples: ['tskafka demo --list'],
    run,
    ...more,
  })

t.test('what was typed reaches the command, and its number is the exit code', async t => {
  const { code, stdout } = await typed(
    demo(({ options, io, given }) => {
      io.print(JSON.stringify([options, [...given].sort()]))
      return 7
    }),
    ['--create', '--topic', 'a', '--config', 'x=1'],
  )
  t.equal(code, 7)
  t.match(JSON.parse(stdout), [
    { create: true, list: false, topic: 'a', config: ['x=1'] },
    ['config', 'create', 'topic'],
  ])
})

t.test('a misspelt flag is answered with the whole line, put right', async t => {
  const { code, stdout, stderr } = await typed(demo(), ['--lst', '--config', "it's=1"])
  t.equal(code, 1)
  t.equal(stdout, '')
  t.equal(stderr, "--lst is not a flag here. Did you mean --list?\nTry: tskafka demo --list --config 'it'\\''s=1'\n")
})

t.test('the word that a missing flag was meant for is put behind it; a missing action is added', async t => {
  const told = tool({
    name: 'demo',
    summary: 'Show what is missing',
    grammar: 'joptsimple',
    flags: {
      bootstrapServer: text('--bootstrap-server <host:port>', 'which cluster'),
      topic: required(text('--topic <name>', 'the topic')),
      show: toggle('--show', 'what there is to do'),
    },
    rules: [{ all: ['--bootstrap-server'] }, { one: ['--show'] }],
    examples: ['tskafka demo'],
    run: () => 0,
  })
  const cases: readonly (readonly [string[], string])[] = [
    [['my topic'], "tskafka demo --topic 'my topic'"],
    [['a', 'b'], 'tskafka demo --help'],
    [['--topic', 'a', 'localhost:9092'], 'tskafka demo --topic a --bootstrap-server localhost:9092'],
    [['--topic', 'a', 'localhost'], 'tskafka demo --help'],
    [['--topic', 'a', 'b', 'c.d:1'], 'tskafka demo --topic a b --bootstrap-server c.d:1'],
    [['--topic', 'a', '--bootstrap-server', 'b:1'], 'tskafka demo --topic a --bootstrap-server b:1 --show'],
  ]
  for (const [argv, next] of cases) {
    const { code, stderr } = await typed(told, argv)
    t.equal(code, 1)
    t.match(stderr, `is missing`)
    t.equal(stderr.split('\n')[1], `Try: ${next}`, argv.join(' '))
  }
})

t.test('a rule that is broken is said, and what to type next', async t => {
  const cases: readonly (readonly [string[], string])[] = [
    [['--topic', 'a'], 'One of --list or --create is missing'],
    [['--list', '--create', '--topic', 'a'], '--list and --create exclude each other: give one of them'],
    [['--create'], '--topic is missing: the topic'],
    [['--list', '--partitions', '3'], '--partitions and --list do not go together: a list has none'],
    [['--partitions', 'x', '--create'], '--partitions: "x" is not a whole number of 32 bits'],
  ]
  for (const [argv, message] of cases) {
    const { code, stderr } = await typed(demo(), argv)
    t.equal(code, 1)
    t.equal(stderr, `${message}\nTry: tskafka demo --help\n`, argv.join(' '))
  }
})

t.test('a mandatory flag is asked for, but not before help', async t => {
  const strict = demo(() => 0, { flags: { ...flags, size: required(integer('--size <n>', 'how large')) } })
  t.match(await typed(strict, ['--list']), { code: 1, stderr: /^--size is missing: how large\n/ })
  t.match(await typed(strict, ['--help']), { code: 1, stderr: /--size <n> +how large \(required\)/ })
})

t.test('bare words that nobody reads are pointed out, and nothing more', async t => {
  const { code, stderr } = await typed(demo(), ['--list', 'extra'])
  t.equal(code, 0)
  t.match(stderr, '"extra" belongs to no flag')
})

t.test('no fault shows a stack unless it is asked for', async t => {
  const faults: readonly (readonly [Error, string])[] = [
    [new KafkaError('INVALID_CONFIG', 'No such setting'), 'No such setting\n'],
    [Object.assign(new Error('no space left'), { code: 'ENOSPC' }), 'no space left\n'],
    [new KafkaError('NETWORK_EXCEPTION', 'Lost', { cause: new Error('reset') }), 'Lost: reset\n'],
    [new TypeError('x is not a function'), 'x is not a function\n'],
    [new Error('odd'), 'tskafka broke: odd\nThis is a fault of tskafka. TSKAFKA_DEBUG=1 shows where it happened\n'],
    [new UsageError('Wrong', { next: 'tskafka right' }), 'Wrong\nTry: tskafka right\n'],
  ]
  for (const [fault, stderr] of faults) {
    const fail = demo(() => {
      throw fault
    })
    t.match(await typed(fail, ['--list']), { code: 1, stdout: '', stderr }, fault.message)
    if (!(fault instanceof UsageError))
      t.match((await typed(fail, ['--list'], { env: { TSKAFKA_DEBUG: '1' } })).stderr, /\n {4}at /)
  }
})

t.test('a reader that goes away is no fault', async t => {
  const closed = demo(() => {
    throw new OutputClosed('gone')
  })
  t.match(await typed(closed, ['--list']), { code: 0, stderr: '' })
})

t.test('help and an empty line end as Kafka says; tskafka help is for people', async t => {
  for (const argv of [[], ['--help'], ['-h'], ['--list', '--help']])
    t.match(await typed(demo(), argv), {
      code: 1,
      stdout: '',
      stderr: /^Show how commands run\.\n\nUsage: tskafka demo \[flags\]\n/,
    })
  const { io, ...said } = world()
  t.equal(printHelp(demo(), [], io), 0)
  t.equal(said.stderr, '')
  t.match(await typed(demo(), ['--version']), { code: 0, stdout: '4.3.1\n' })
})

t.test('a family runs its members, and knows their names', async t => {
  const member = (name: string) => {
    const say: Tool['run'] = ({ io }) => {
      io.print(name)
      return 0
    }
    return demo(say, { name: `fam ${name}`, grammar: 'argparse4j', rules: [] })
  }
  const family: Family = { name: 'fam', summary: 'Several', subcommands: [member('info'), member('format')] }
  t.match(await typed(family, ['info']), { code: 0, stdout: 'info\n' })
  t.match(await typed(family, ['fromat', '--list']), { code: 1, stderr: /Try: tskafka fam format --list\n$/ })
  t.match(await typed(family, []), { code: 1, stderr: /info, format/ })
  t.match(await typed(family, ['--help']), { code: 1, stdout: /info +Show how/ })
})

t.test('words are quoted as a shell needs them', async t => {
  t.same(['a', 'a b', "it's", '', '*', 'k=v'].map(quoted), ['a', "'a b'", "'it'\\''s'", "''", "'*'", 'k=v'])
})

t.test('a flag without its dashes is offered with them', async t => {
  const { code, stderr } = await typed(demo(), ['create', '--topic', 'a'])
  t.equal(code, 1)
  t.match(stderr, 'Did you mean --create?\nTry: tskafka demo --create --topic a\n')
})

t.test('a flag in the place of a subcommand is not taken for one', async t => {
  const { cluster } = await import('../../commands/cluster.ts')
  const { code, stderr } = await typed(cluster, ['--bootstrap-server', 'localhost:9092'])
  t.equal(code, 1)
  t.match(stderr, /^tskafka cluster needs to be told what to do: cluster-id, unregister, list-endpoints\nTry: /)
})
