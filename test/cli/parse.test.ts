import t from 'tap'
import { decimal, integer, long, many, or, text, toggle } from '../../src/cli/flags.ts'
import { parse } from '../../src/cli/parse.ts'
import { UsageError } from '../../src/cli/usage-error.ts'

const flags = {
  bootstrapServer: text('--bootstrap-server <host:port>', 'where'),
  config: many(text('--config <name=value>', 'settings')),
  list: toggle('--list', 'all of them'),
  partitions: integer('--partitions <count>', 'how many'),
  time: or(text('--time <time>', 'when'), 'latest'),
  codec: text('--codec [codec]', 'which').preset('gzip'),
  file: text('--consumer.config <file>', 'a file'),
  noInitial: toggle('-N, --no-initial', 'none'),
  initial: text('-I, --initial <ids>', 'some'),
  timeoutMs: long('--timeout-ms <ms>', 'how long'),
  rate: decimal('--rate <rate>', 'how fast'),
}
const joptsimple = (...argv: string[]) => parse(flags, argv, 'joptsimple')
const argparse4j = (...argv: string[]) => parse(flags, argv, 'argparse4j')

t.test('a value comes after the flag, or after =, with one dash or two', async t => {
  for (const words of [['--partitions', '3'], ['--partitions=3'], ['-partitions', '3'], ['-partitions=3']]) {
    const { options, given } = joptsimple(...words)
    t.equal(options.partitions, 3, words.join(' '))
    t.same([...given], ['partitions'])
  }
  t.equal(joptsimple('--consumer.config', 'a.properties').options.file, 'a.properties')
})

t.test('the word after a flag is its value, whatever it looks like', async t => {
  t.equal(joptsimple('--time', '-1').options.time, '-1')
  t.equal(joptsimple('--bootstrap-server', '--list').options.bootstrapServer, '--list')
  t.equal(joptsimple('--time=').options.time, '')
  t.equal(joptsimple('--bootstrap-server=a=b').options.bootstrapServer, 'a=b')
})

t.test('defaults stand until something is typed', async t => {
  const { options, given } = joptsimple()
  t.match(options, { list: false, time: 'latest', config: [], partitions: undefined, codec: undefined })
  t.equal(given.size, 0)
})

t.test('an optional value may be left out', async t => {
  t.equal(joptsimple('--codec').options.codec, 'gzip')
  t.equal(joptsimple('--codec', 'zstd').options.codec, 'zstd')
  t.match(joptsimple('--codec', '--list').options, { codec: 'gzip', list: true })
})

t.test('what may be repeated is kept in order; what may not is refused', async t => {
  t.same(joptsimple('--config', 'a=1', '--config=b=2').options.config, ['a=1', 'b=2'])
  t.ok(joptsimple('--list', '--list').options.list, 'a flag without a value says the same twice')
  t.throws(() => joptsimple('--time', '1', '--time', '2'), { message: '--time is given twice, and takes one value' })
  t.equal(argparse4j('--time', '1', '--time', '2').options.time, '2', 'argparse4j: the last one counts')
})

t.test('--no-x is a name like any other', async t => {
  t.match(argparse4j('--no-initial').options, { noInitial: true, initial: undefined })
  t.match(argparse4j('-N').options, { noInitial: true })
  t.match(argparse4j('-I', '1@h:1').options, { noInitial: false, initial: '1@h:1' })
})

t.test('joptsimple refuses a name cut short, and offers the whole one', async t => {
  t.throws(() => joptsimple('--bootstrap', 'x:1'), {
    message: '--bootstrap is cut short: flags are written out, --bootstrap-server',
    slip: { typed: '--bootstrap', meant: '--bootstrap-server' },
  })
})

t.test('argparse4j takes the beginning of a name when only one begins so', async t => {
  t.equal(argparse4j('--boot', 'x:1').options.bootstrapServer, 'x:1')
  t.throws(() => argparse4j('--ti', '1'), { message: '--ti could be --time or --timeout-ms' })
})

t.test('a misspelt flag is answered with the right one', async t => {
  const slips = {
    '--bootstarp-server': '--bootstrap-server',
    '--partition': '--partitions',
    '--lst': '--list',
    '--Config': '--config',
    '-bootstrap-sever': '--bootstrap-server',
  }
  for (const [typed, meant] of Object.entries(slips))
    t.throws(() => joptsimple(typed, 'x'), { name: 'UsageError', slip: { typed, meant } }, typed)
  t.throws(() => joptsimple('--zebra'), { message: '--zebra is not a flag here' })
})

t.test('a flag of old books is answered with what does its work today', async t => {
  for (const old of ['--broker-list', '--zookeeper'])
    t.throws(() => joptsimple(old, 'localhost:9092'), {
      name: 'UsageError',
      message: `${old} is gone: it is --bootstrap-server now`,
      slip: { typed: old, meant: '--bootstrap-server' },
    })
  t.throws(
    () => joptsimple('--whitelist', '.*'),
    { message: '--whitelist is not a flag here' },
    'where that is no flag',
  )
})

t.test('values are checked where they are typed', async t => {
  const refused: readonly (readonly [string[], string])[] = [
    [['--partitions', 'three'], '--partitions: "three" is not a whole number of 32 bits'],
    [['--partitions', '1.5'], '--partitions: "1.5" is not a whole number of 32 bits'],
    [['--partitions', '2147483648'], '--partitions: "2147483648" is not a whole number of 32 bits'],
    [['--timeout-ms', '9223372036854775808000'], '--timeout-ms: "9223372036854775808000" is not a whole number'],
    [['--rate', 'fast'], '--rate: "fast" is not a number'],
    [['--partitions'], '--partitions needs a value: --partitions <count>'],
    [['--list=yes'], '--list takes no value, and was given "yes"'],
  ]
  for (const [argv, message] of refused)
    t.throws(() => joptsimple(...argv), { name: 'UsageError', message }, argv.join(' '))
  t.equal(joptsimple('--partitions', '2147483647').options.partitions, 2147483647)
  t.equal(joptsimple('--timeout-ms', '9223372036854775807').options.timeoutMs, 2 ** 63, 'Long.MAX_VALUE: for ever')
  t.equal(joptsimple('--rate', '-1').options.rate, -1)
})

t.test('bare words are handed on; all words after -- are bare', async t => {
  t.same(joptsimple('a', '--list', 'b').operands, ['a', 'b'])
  t.same(joptsimple('--', '--list').operands, ['--list'])
  t.ok(new UsageError('x') instanceof Error)
})
