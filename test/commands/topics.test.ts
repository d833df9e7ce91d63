/** topics beyond Kafka's: truncate, clone. */
import t, { type Test } from 'tap'
import { consoleConsumer } from '../../commands/console-consumer.ts'
import { consoleProducer } from '../../commands/console-producer.ts'
import { consumerGroups } from '../../commands/consumer-groups.ts'
import { topics } from '../../commands/topics.ts'
import { Consumer } from '../../src/client/consumer/consumer.ts'
import { Producer } from '../../src/client/producer/producer.ts'
import { createTopic, startBroker } from '../broker/start.ts'
import { typed } from '../cli/world.ts'

async function start(t: Test, configs: Record<string, string> = {}) {
  const { broker, connect } = await startBroker(t, { 'group.initial.rebalance.delay.ms': '0' })
  await createTopic(await connect(), 'orders', 2, configs)
  const at = ['--bootstrap-server', broker.address]
  const lines = [0, 1, 0].map((partition, i) =>
    JSON.stringify({
      partition,
      timestamp: 1_795_244_400_000 + i,
      key: i === 1 ? null : `k${i}`,
      value: i === 2 ? null : 'gA==',
      ...(i === 2 ? {} : { valueEncoding: 'base64' }),
      headers: [{ key: 'h', value: null }],
    }),
  )
  await typed(consoleProducer, ['--topic', 'orders', '--json', ...at], { stdin: lines.join('\n') })
  return {
    broker,
    run: (...words: string[]) => typed(topics, [...words, ...at]),
    read: async (topic: string, ...words: string[]) =>
      (await typed(consoleConsumer, ['--topic', topic, '--exit-at-end', '--json', ...words, ...at])).stdout
        .split('\n')
        .filter(line => line !== '')
        .sort(),
    write: (topic: string, stdin: string) => typed(consoleProducer, ['--topic', topic, ...at], { stdin }),
  }
}

t.test('--truncate deletes the records of a topic, and offsets go on', async t => {
  const { run, read, write } = await start(t)
  t.same(await run('--truncate', '--topic', 'orders'), {
    code: 0,
    stdout:
      'Truncated orders-0: 2 offsets deleted, it begins at 2.\nTruncated orders-1: 1 offsets deleted, it begins at 1.\n',
    stderr: '',
  })
  t.same(await read('orders'), [])
  await write('orders', 'next')
  const [next] = await read('orders')
  t.ok(JSON.parse(next!).offset > 0)
  t.same(JSON.parse((await run('--truncate', '--topic', 'ord.*', '--json')).stdout).truncated.length, 2)
  t.match((await run('--truncate', '--topic', 'orders')).stdout, /^Truncated orders-0: 0 offsets deleted/)
})

t.test("--truncate refuses what is not there, what is Kafka's own, and says what a broker refused", async t => {
  const { run, read } = await start(t, { 'cleanup.policy': 'compact' })
  const nowhere = await run('--truncate', '--topic', 'nowhere')
  t.same(
    [nowhere.code, nowhere.stdout],
    [1, "Error while executing topic command : Topic 'nowhere' does not exist as expected\n"],
  )
  t.same(await run('--truncate', '--topic', 'nowhere', '--if-exists'), { code: 0, stdout: '', stderr: '' })
  await read('orders', '--group', 'g')
  t.match((await run('--truncate', '--topic', '__consumer_offsets')).stdout, /__consumer_offsets is Kafka's own/)
  const compacted = await run('--truncate', '--topic', 'orders')
  t.equal(compacted.code, 1)
  t.match(compacted.stdout, /^Cannot truncate orders-0: its cleanup\.policy has no delete in it/)
  const json = await run('--truncate', '--topic', 'orders', '--json')
  t.equal(json.code, 1)
  t.match(JSON.parse(json.stdout).truncated[0], {
    topic: 'orders',
    partition: 0,
    deleted: 0,
    error: { name: 'POLICY_VIOLATION' },
  })
  t.equal((await run('--truncate')).code, 1)
  t.match((await run('--truncate')).stderr, /--topic is missing/)
})

t.test('--clone makes a topic like another', async t => {
  const { run, read } = await start(t, { 'retention.ms': '3600000', 'cleanup.policy': 'compact' })
  t.same(await run('--clone', '--topic', 'orders', '--to', 'copy'), {
    code: 0,
    stdout: 'Created topic copy.\n',
    stderr: '',
  })
  const described = JSON.parse((await run('--describe', '--topic', 'copy', '--json')).stdout).topics[0]
  t.match(described, {
    partitionCount: 2,
    replicationFactor: 1,
    configs: { 'retention.ms': '3600000', 'cleanup.policy': 'compact' },
  })
  t.same(await read('copy'), [])
})

t.test('--with-records copies records with all they have, but not what was aborted', async t => {
  const { run, read, broker } = await start(t)
  const producer = new Producer({ 'bootstrap.servers': broker.address, 'transactional.id': 'a' })
  t.teardown(() => producer.close())
  await producer.initTransactions()
  producer.beginTransaction()
  await producer.send({ topic: 'orders', partition: 1, value: 'aborted' })
  await producer.abortTransaction()
  await producer.transaction(async () => {
    await producer.send({ topic: 'orders', partition: 1, value: 'committed', timestamp: 5 })
  })
  const { stdout, code } = await run('--clone', '--topic', 'orders', '--to', 'copy', '--with-records')
  t.equal(code, 0)
  t.equal(stdout, 'Created topic copy.\nCopied 4 records from orders to copy.\n')
  const plain = (lines: string[]) =>
    lines
      .map(line => ({ ...(JSON.parse(line) as { value: unknown }), topic: '', offset: 0 }))
      .filter(({ value }) => value !== 'aborted')
      .map(each => JSON.stringify(each))
      .sort()
  t.same(plain(await read('copy')), plain(await read('orders')))
  t.match((await run('--clone', '--topic', 'copy', '--to', 'third', '--with-records', '--json')).stdout, /"records":4/)
})

t.test('--with-offsets: groups go on in the clone where they are in the source', async t => {
  const { run, read, broker, write } = await start(t)
  const at = ['--bootstrap-server', broker.address]
  const groups = (...words: string[]) => typed(consumerGroups, [...words, ...at])
  // orders-1 is now: 0 gone, 1 and 2 aborted with their marker at 3, then a record at 4 and its marker at 5.
  const producer = new Producer({ 'bootstrap.servers': broker.address, 'transactional.id': 'a' })
  t.teardown(() => producer.close())
  await producer.initTransactions()
  producer.beginTransaction()
  for (const value of ['aborted', 'too']) await producer.send({ topic: 'orders', partition: 1, value })
  await producer.abortTransaction()
  await producer.transaction(async () => {
    await producer.send({ topic: 'orders', partition: 1, value: 'committed' })
  })
  await write('unrelated', 'x')
  await read('unrelated', '--group', 'stranger')
  const move = (group: string, topic: string, offset: number) =>
    groups('--reset-offsets', '--execute', '--group', group, '--topic', topic, '--to-offset', String(offset))
  for (const [group, topic, offset] of [
    ['begin', 'orders:1', 0],
    ['gap', 'orders:1', 2],
    ['end', 'orders:1', 6],
    ['both', 'orders:0', 1],
    ['both', 'orders:1', 4],
  ] as const)
    t.equal((await move(group, topic, offset)).code, 0, `${group} is at ${offset} of ${topic}`)

  t.same(await run('--clone', '--topic', 'orders', '--to', 'copy', '--with-records', '--with-offsets'), {
    code: 0,
    stdout: `Created topic copy.
Copied 4 records from orders to copy.
Committed copy-1@0 for begin.
Committed copy-0@1, copy-1@1 for both.
Committed copy-1@2 for end.
Committed copy-1@1 for gap.
`,
    stderr: '',
  })
  const ones = (await read('copy', '--group', 'gap')).filter(line => line.includes('"partition":1'))
  t.match(ones, [/"value":"committed"/], 'it goes on behind the gap')
  t.equal(ones.length, 1)
  t.match((await groups('--describe', '--group', 'end')).stdout, /^end +copy +1 +2 +2 +0 /m)
  t.notMatch((await groups('--describe', '--group', 'stranger')).stdout, /copy/)
  t.notMatch((await run('--clone', '--topic', 'orders', '--to', 'plain', '--with-records')).stdout, /Committed/)
  const json = JSON.parse(
    (await run('--clone', '--topic', 'orders', '--to', 'third', '--with-records', '--with-offsets', '--json')).stdout,
  )
  t.match(json.cloned, {
    records: 4,
    offsets: [
      { group: 'begin', offsets: [{ partition: 1, from: 0, to: 0 }], error: null },
      { group: 'both' },
      { group: 'end' },
      { group: 'gap', offsets: [{ partition: 1, from: 2, to: 1 }], error: null },
    ],
  })
})

t.test('--with-offsets says whose could not be taken along, and what to type', async t => {
  const { run, broker, read } = await start(t)
  const nobody = await run('--clone', '--topic', 'orders', '--to', 'zero', '--with-records', '--with-offsets')
  t.match(nobody, { code: 0, stdout: /\nNo group has committed offsets to take along\.\n$/ })
  await read('orders', '--group', 'idle')
  for (const protocol of ['classic', 'consumer']) {
    const group = `live-${protocol}`
    const consumer = new Consumer({
      'bootstrap.servers': broker.address,
      'group.id': group,
      'group.protocol': protocol,
      'auto.offset.reset': 'earliest',
    })
    t.teardown(() => consumer.close())
    await consumer.subscribe(['orders'])
    for (let count = 0; count < 3; ) count += (await consumer.poll(100)).length
    await consumer.commitSync()
    const copy = `copy-${protocol}`
    const { code, stdout, stderr } = await run(
      ...['--clone', '--topic', 'orders', '--to', copy, '--with-records', '--with-offsets'],
    )
    t.equal(code, 1)
    t.match(stdout, new RegExp(`\nCommitted ${copy}-0@2, ${copy}-1@1 for idle\\.\n$`))
    t.equal(
      stderr,
      `Nothing is committed for ${group}: it has members, who commit for themselves. Stop them first
Try: tskafka consumer-groups --reset-offsets --group ${group} --topic ${copy}:0 --to-offset 2 --execute
Try: tskafka consumer-groups --reset-offsets --group ${group} --topic ${copy}:1 --to-offset 1 --execute
`,
    )
    const json = await run(
      ...['--clone', '--topic', 'orders', '--to', `${copy}-2`, '--with-records', '--with-offsets', '--json'],
    )
    t.equal(json.code, 1)
    t.match(JSON.parse(json.stdout).cloned.offsets[1], { group, error: { name: 'UNKNOWN_MEMBER_ID' } })
    await consumer.close()
    t.match(await typed(consumerGroups, ['--delete', '--group', group, '--bootstrap-server', broker.address]), {
      code: 0,
    })
  }
})

t.test('--clone refuses', async t => {
  const { run } = await start(t)
  const cases: Record<string, RegExp> = {
    '--topic nowhere --to copy': /Topic 'nowhere' does not exist as expected/,
    '--topic orders --to orders': /A topic cannot be cloned to itself/,
    '--topic orders --to a/b': /a\/b/,
  }
  for (const [words, message] of Object.entries(cases)) {
    const { code, stdout } = await run('--clone', ...words.split(' '))
    t.equal(code, 1, words)
    t.match(stdout, message, words)
  }
  await run('--clone', '--topic', 'orders', '--to', 'copy')
  t.match((await run('--clone', '--topic', 'orders', '--to', 'copy')).stdout, /Topic 'copy' already exists/)
  t.match((await run('--clone', '--topic', 'orders')).stderr, /--to is missing: with --clone: the new topic/)
  t.match(
    (await run('--clone', '--topic', 'orders', '--to', 'b', '--with-offsets')).stderr,
    /^--with-records is missing: .*\nTry: tskafka topics --clone .* --with-records/,
  )
  t.match((await run('--list', '--with-offsets')).stderr, /--with-offsets and --list do not go together/)
  t.match((await run('--list', '--to', 'x')).stderr, /--to and --list do not go together/)
})
