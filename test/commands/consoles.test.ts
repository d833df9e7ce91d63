/** What the consoles can beyond Kafka's, against a broker: round trips, ranges, filters, made-up lines. */
import fs from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { consoleConsumer } from '../../commands/console-consumer.ts'
import { consoleProducer } from '../../commands/console-producer.ts'
import { Consumer } from '../../src/client/consumer/consumer.ts'
import { Producer } from '../../src/client/producer/producer.ts'
import { createTopic, directory, startBroker } from '../broker/start.ts'
import { typed } from '../cli/world.ts'

/** A broker with `orders` of two partitions, and the two consoles. */
async function start(t: Test) {
  const { broker, connect } = await startBroker(t, { 'group.initial.rebalance.delay.ms': '0' })
  await createTopic(await connect(), 'orders', 2)
  const at = ['--bootstrap-server', broker.address]
  return {
    broker,
    connect,
    write: (stdin: string | string[], ...words: string[]) =>
      typed(consoleProducer, ['--topic', 'orders', ...at, ...words], { stdin }),
    read: (...words: string[]) => typed(consoleConsumer, ['--topic', 'orders', ...at, ...words]),
  }
}

const jsonLines = (...records: object[]) => records.map(record => `${JSON.stringify(record)}\n`).join('')
/** Values 0 to 9: even ones in partition 0, a minute between two. */
const minutes = (began: number) =>
  jsonLines(
    ...Array.from({ length: 10 }, (_, i) => ({ value: String(i), partition: i % 2, timestamp: began + i * 60_000 })),
  )
const words = (stdout: string) => stdout.trim().split(/\s+/).sort().join(' ').trim()

t.test('--json goes round: what one console prints, the other writes again, all of it', async t => {
  const { write, read, connect, broker } = await start(t)
  const records = jsonLines(
    { partition: 1, timestamp: 1_795_244_400_000, key: '42', value: 'one', headers: [{ key: 'h', value: null }] },
    { partition: 1, timestamp: 1_795_244_400_001, key: null, value: null, headers: [] },
    {
      partition: 0,
      timestamp: 0,
      key: 'gA==',
      keyEncoding: 'base64',
      value: '/w==',
      valueEncoding: 'base64',
      headers: [{ key: 'b', value: 'AIA=', valueEncoding: 'base64' }],
    },
  )
  t.same(await write(records, '--json'), { code: 0, stdout: '', stderr: '' })
  const first = await read('--json', '--exit-at-end')
  t.equal(first.code, 0)
  await createTopic(await connect(), 'copy', 2)
  const at = ['--bootstrap-server', broker.address, '--topic', 'copy', '--json']
  await typed(consoleProducer, at, { stdin: first.stdout })
  const second = await typed(consoleConsumer, [...at, '--exit-at-end'])
  const sorted = (stdout: string) => stdout.split('\n').sort().join('\n')
  t.equal(sorted(second.stdout), sorted(first.stdout.replaceAll('"orders"', '"copy"')))
  t.equal(first.stdout.split('\n').length, 4)
})

t.test('--json: a line that is no record ends it with 1, what came before is written', async t => {
  const { write, read } = await start(t)
  const { code, stderr } = await write('{"value":"good"}\n\n{"vaule":"bad"}\n{"value":"after"}\n', '--json')
  t.equal(code, 1)
  t.equal(stderr, 'Line 3 has a field "vaule": did you mean "value"?\n')
  t.equal((await read('--exit-at-end')).stdout, 'good\n')
})

t.test('a part of the topic: --since, --until, --last, --exit-at-end', async t => {
  const { write, read, broker } = await start(t)
  const began = Date.now() - 10 * 60_000
  await write(minutes(began), '--json')
  const shown = async (...flags: string[]) => words((await read(...flags)).stdout)
  t.equal(await shown('--exit-at-end'), '0 1 2 3 4 5 6 7 8 9')
  t.equal(await shown('--exit-at-end', '--last', '2'), '6 7 8 9', 'of each partition')
  t.equal(await shown('--exit-at-end', '--last', '100'), '0 1 2 3 4 5 6 7 8 9')
  t.equal(await shown('--exit-at-end', '--last', '0'), '')
  t.equal(await shown('--exit-at-end', '--last', '2', '--partition', '1'), '7 9')
  t.equal(await shown('--exit-at-end', '--since', '150s'), '8 9')
  t.equal(await shown('--exit-at-end', '--since', 'now'), '')
  t.equal(await shown('--since', '330s', '--until', '150s'), '5 6 7', 'the end is not in it')
  t.equal(await shown('--until', '570s'), '0', 'from the beginning, if nothing else is said')
  t.equal(await shown('--until', '1h'), '')
  t.equal(await shown('--until', 'now', '--partition', '0', '--offset', '3'), '6 8')
  const included = ['--include', 'ord.*', '--until', new Date(began + 60_000).toISOString()]
  const { stdout } = await typed(consoleConsumer, [...included, '--bootstrap-server', broker.address])
  t.equal(stdout, '0\n')
  const none = await typed(consoleConsumer, [
    '--include',
    'nothing.*',
    '--exit-at-end',
    '--bootstrap-server',
    broker.address,
  ])
  t.same([none.code, none.stderr], [0, 'Processed a total of 0 messages\n'], 'no topic is an end, too')
  t.equal(await shown('--since', String(began + 9 * 60_000), '--until', 'now'), '9')
  t.equal(await shown('--since', '150s', '--max-messages', '1'), '8', 'and without an end')
})

t.test('--exit-at-end stops behind the marker of a transaction, and before one that is open', async t => {
  const { read, broker } = await start(t)
  const producer = new Producer({ 'bootstrap.servers': broker.address, 'transactional.id': 'a' })
  t.teardown(() => producer.close())
  await producer.initTransactions()
  await producer.transaction(async () => void (await producer.send({ topic: 'orders', partition: 0, value: 'one' })))
  producer.beginTransaction()
  await producer.send({ topic: 'orders', partition: 0, value: 'two' })
  t.equal((await read('--exit-at-end')).stdout, 'one\ntwo\n')
  t.equal((await read('--exit-at-end', '--isolation-level', 'read_committed')).stdout, 'one\n')
})

t.test('in a group the end can be chosen, and what lies behind it is for the next one', async t => {
  const { write, read } = await start(t)
  await write(minutes(Date.now() - 10 * 60_000), '--json')
  t.equal(words((await read('--group', 'g', '--until', '330s')).stdout), '0 1 2 3 4')
  t.equal(words((await read('--group', 'g', '--exit-at-end')).stdout), '5 6 7 8 9')
  t.equal(words((await read('--group', 'g', '--until', '330s')).stdout), '', 'what was read is not read again')
  t.equal(words((await read('--group', 'g', '--exit-at-end')).stdout), '', 'nor after that')
  const { code, stderr } = await read('--group', 'g', '--since', '1h')
  t.equal(code, 1)
  t.match(stderr, /--since and --group do not go together: a group begins where it has committed; consumer-groups/)
})

t.test('--exit-at-end in a group that has no partition left waits for what the others commit, and says so', async t => {
  for (const protocol of ['classic', 'consumer']) {
    const { broker, connect } = await start(t)
    await createTopic(await connect(), 'one', 1)
    const at = ['--bootstrap-server', broker.address, '--topic', 'one']
    await typed(consoleProducer, at, { stdin: 'a\nb\nc\n' })
    const configs = {
      'group.protocol': protocol,
      ...(protocol === 'classic'
        ? { 'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor' }
        : {}),
    }
    const holder = await Consumer.connect({
      ...configs,
      'bootstrap.servers': broker.address,
      'group.id': 'g',
      'auto.offset.reset': 'earliest',
      'enable.auto.commit': 'false',
    })
    t.teardown(() => holder.close())
    await holder.subscribe(['one'])
    while ((await holder.poll(100)).length === 0);
    let over = false
    const idle = async () => {
      while (!over) await holder.poll(50)
    }
    const holding = idle()
    const said = typed(consoleConsumer, [
      ...at,
      '--group',
      'g',
      '--exit-at-end',
      ...Object.entries(configs).flatMap(([name, value]) => ['--command-property', `${name}=${value}`]),
    ])
    const early = await Promise.race([said, new Promise(resolve => setTimeout(resolve, 4500, 'waits'))])
    t.equal(early, 'waits', `${protocol}: nothing is committed yet`)
    await holder.commitSync()
    const { code, stdout, stderr } = await said
    over = true
    await holding
    t.same([code, stdout], [0, ''], protocol)
    t.match(stderr, /^Other members of the group have every partition: .*\nProcessed a total of 0 messages\n$/)
  }
})

t.test('--format tells of the partition and of the batch', async t => {
  const { write, read } = await start(t)
  await write(
    jsonLines({ partition: 1, value: 'a' }, { partition: 1, value: 'b' }),
    '--json',
    '--compression-codec',
    'gzip',
  )
  t.equal(
    (await read('--exit-at-end', '--format', '%[ %| %] %a{compression} %a{transactional-bit} %v{unpack[B]}\\n')).stdout,
    '0 2 2 gzip 0 97\n0 2 2 gzip 0 98\n',
  )
})

t.test('--grep, --filter, --map and --format work together, and --max-messages counts what is printed', async t => {
  const { write, read } = await start(t)
  const amounts = [5, 50, 7, 70, 9]
  await write(jsonLines(...amounts.map((amount, i) => ({ partition: 0, key: `k${i}`, value: { amount } }))), '--json')
  const flags = ['--exit-at-end', '--grep', '/AMOUNT/i', '--filter', 'value.amount < 20', '--map', 'value.amount * 2']
  t.equal((await read(...flags, '--format', '%k=%s,')).stdout, 'k0=10,k2=14,k4=18,')
  const some = await read(...flags, '--max-messages', '2')
  t.equal(some.stdout, '10\n14\n')
  t.equal(some.stderr, 'Processed a total of 2 messages\n')
  t.equal((await read(...flags, '--formatter-property', 'print.key=true')).stdout, 'k0\t10\nk2\t14\nk4\t18\n')
})

t.test('an expression that fails stops, when what came before is out; or goes on when it is told to', async t => {
  const { write, read } = await start(t)
  await write(jsonLines(...[{ a: 1 }, null, { a: 3 }].map(value => ({ partition: 0, value }))), '--json')
  const stopped = await read('--exit-at-end', '--filter', 'value.a')
  t.equal(stopped.code, 1)
  t.equal(stopped.stdout, '{"a":1}\n')
  t.match(stopped.stderr, /^--filter 'value\.a' failed at orders-0@1: TypeError: /m)
  const went = await read('--exit-at-end', '--filter', 'value.a', '--skip-message-on-error')
  t.equal(went.code, 0)
  t.equal(went.stdout, '{"a":1}\n{"a":3}\n')
  t.match(went.stderr, /^ERROR Record orders-0@1 is skipped: --filter/m)
})

t.test('lines made up: so many, so fast, the same from the same seed', async t => {
  const { write, read } = await start(t)
  const line = '{{seq}}:{{uuid}} {{int 1 9}}'
  const keyed = ['--reader-property', 'parse.key=true', '--reader-property', 'key.separator=:']
  for (const seed of ['1', '1', '2']) await write('', '--template', line, '--count', '3', '--seed', seed, ...keyed)
  const lines = (await read('--exit-at-end', '--format', '%k %s\n')).stdout.trim().split('\n')
  t.equal(lines.length, 9)
  t.equal(new Set(lines).size, 6, 'two runs of one seed, one of another')
  const began = performance.now()
  await write('', '--template', '{"value":"{{word}}"}', '--json', '--count', '6', '--rate', '20/s')
  const took = performance.now() - began
  t.ok(took >= 250, `six at 20 a second take a quarter of a second: ${took}`)
  t.equal((await read('--exit-at-end', '--grep', '^[a-z]+$')).stdout.trim().split('\n').length, 6)
})

t.test('--count and --rate for lines of stdin; --value-file for files', async t => {
  const { write, read } = await start(t)
  await write(['one\ntw', 'o\nthree\n', 'four'], '--count', '2')
  t.equal(words((await read('--exit-at-end')).stdout), 'one two')
  await write('five\nsix', '--rate', '100')
  t.equal(words((await read('--exit-at-end')).stdout), 'five one six two')
  await write('seven\n', '--count', '0')
  const dir = directory(t)
  const bytes = Buffer.from([0, 10, 13, 255])
  fs.writeFileSync(path.join(dir, 'a'), bytes)
  fs.writeFileSync(path.join(dir, 'empty'), '')
  await write('not read', '--value-file', path.join(dir, 'a'), '--value-file', path.join(dir, 'empty'))
  const shown = await read('--exit-at-end', '--format', '%s{hex} ')
  t.equal(words(shown.stdout.replace(/\s\s/, ' - ')), words('- 6f6e65 74776f 66697665 736978 000a0dff'))
})

t.test('mistakes are answered with what to type', async t => {
  const { write, read } = await start(t)
  const producer: Record<string, RegExp> = {
    '--template x': /--template needs to know when to stop: --count 100; or --rate 10/,
    '--template {{nmae}} --count 1': /did you mean \{\{name\}\}\?/,
    '--seed 1': /--seed repeats a --template, and there is none/,
    '--rate fast': /--rate "fast" is no rate: it takes such as 10/,
    '--rate 0': /--rate "0" is no rate/,
    '--count -1': /--count -1 is less than nothing/,
    '--value-file nowhere.txt': /Cannot read --value-file nowhere\.txt: there is no such file/,
    '--json --reader-property parse.key=true': /--json and --reader-property do not go together/,
    '--value-file a --template b': /--value-file and --template do not go together/,
  }
  for (const [line, message] of Object.entries(producer)) {
    const { code, stderr } = await write('x\n', ...line.split(' '))
    t.equal(code, 1, line)
    t.match(stderr, message, line)
    t.match(stderr, /^Try: tskafka console-producer/m, line)
  }
  t.match(await typed(consoleConsumer, ['--topic', 'a,b', '--bootstrap-server', 'h:1']), {
    code: 1,
    stderr: /^"a,b" is no topic: .*\nTry: tskafka console-consumer --include 'a\|b' --bootstrap-server h:1\n$/,
  })
  const consumer: Record<string, RegExp> = {
    '--since tomorrow': /--since "tomorrow" is no moment: it takes such as 1h/,
    '--until 2100-01-01': /--until 2100-01-01 lies ahead: without it, what comes is read too/,
    '--since 1h --until 2h': /--since 1h is not before --until 2h/,
    '--since 1h --from-beginning': /--since and --from-beginning do not go together/,
    '--last 5 --partition 0 --offset 3': /--last and --offset do not go together/,
    '--last -5': /--last -5 is less than nothing/,
    '--format %z': /--format does not know %z: there are %t/,
    '--format %s --json': /--format and --json do not go together/,
    '--json --formatter-property print.key=true': /--json and --formatter-property do not go together/,
    '--filter (': /--filter '\(' is no JavaScript expression/,
    '--grep (': /--grep '\(' is no regular expression/,
  }
  for (const [line, message] of Object.entries(consumer)) {
    const { code, stderr } = await read(...line.split(' '))
    t.equal(code, 1, line)
    t.match(stderr, message, line)
    t.match(stderr, /^Try: tskafka console-consumer/m, line)
  }
})
