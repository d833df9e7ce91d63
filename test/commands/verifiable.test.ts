/**
 * The lines of the verifiable tools, as Apache Kafka 4.3.1's printed them for the same words, but for times and rates; and what
 * they do when they are stopped.
 */
import t from 'tap'
import { verifiableConsumer } from '../../commands/verifiable-consumer.ts'
import { verifiableProducer } from '../../commands/verifiable-producer.ts'
import { run } from '../../src/cli/run.ts'
import { createTopic, startBroker } from '../broker/start.ts'
import { typed, type World, world } from '../cli/world.ts'
import { until } from '../kit/until.ts'

/** Kafka prints records of several partitions in any order: ours has one here, so that the order is the same. */
async function setUp(t: Parameters<typeof startBroker>[0]) {
  const started = await startBroker(t, { 'group.initial.rebalance.delay.ms': '0' })
  await createTopic(await started.connect(), 'vv', 1)
  return { ...started, to: ['--topic', 'vv', '--bootstrap-server', started.broker.bootstrapServers] }
}

const plain = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map(line => line.replace(/^\{"timestamp":\d{13},/, '{').replace(/"avg_throughput":\d+\.\d+/, '"avg_throughput":R'))

t.test('the producer says of each record where it is', async t => {
  const { to } = await setUp(t)
  const said = await typed(verifiableProducer, [
    ...to,
    '--max-messages',
    '3',
    '--value-prefix',
    '7',
    '--repeating-keys',
    '2',
  ])
  t.same(plain(said.stdout), [
    '{"name":"startup_complete"}',
    '{"name":"producer_send_success","key":"0","value":"7.0","offset":0,"topic":"vv","partition":0}',
    '{"name":"producer_send_success","key":"1","value":"7.1","offset":1,"topic":"vv","partition":0}',
    '{"name":"producer_send_success","key":"0","value":"7.2","offset":2,"topic":"vv","partition":0}',
    '{"name":"shutdown_complete"}',
    '{"name":"tool_data","sent":3,"acked":3,"target_throughput":-1,"avg_throughput":R}',
  ])
  t.equal(said.code, 0)
})

t.test('the producer says what was not written, and why', async t => {
  const { to } = await setUp(t)
  const said = await typed(verifiableProducer, ['--topic', 'no/good', ...to.slice(2), '--max-messages', '1'])
  const lines = plain(said.stdout)
  t.match(
    lines[1],
    /^\{"name":"producer_send_error","topic":"no\/good","key":null,"value":"0","exception":"class org\.apache\.kafka\.common\.errors\.InvalidTopicException","message":"/,
  )
  t.equal(
    lines.at(-1),
    '{"name":"tool_data","sent":1,"acked":0,"target_throughput":-1,"avg_throughput":0.0}'.replace('0.0', 'R'),
  )
  t.equal(said.code, 0)
})

for (const [protocol, ...more] of [['classic'], ['consumer', '--group-remote-assignor', 'uniform']])
  t.test(`the consumer says what it was given, read and committed: ${protocol}`, async t => {
    const { to } = await setUp(t)
    await typed(verifiableProducer, [...to, '--max-messages', '5', '--repeating-keys', '2'])
    const words = [...to, '--group-id', 'vg', '--group-protocol', protocol!, ...more]
    const first = await typed(verifiableConsumer, [...words, '--max-messages', '3', '--verbose'])
    t.same(plain(first.stdout), [
      '{"name":"startup_complete"}',
      '{"name":"partitions_assigned","partitions":[{"topic":"vv","partition":0}]}',
      '{"name":"record_data","key":"0","value":"0","topic":"vv","partition":0,"offset":0}',
      '{"name":"record_data","key":"1","value":"1","topic":"vv","partition":0,"offset":1}',
      '{"name":"record_data","key":"0","value":"2","topic":"vv","partition":0,"offset":2}',
      '{"name":"records_consumed","count":5,"partitions":[{"topic":"vv","partition":0,"count":3,"minOffset":0,"maxOffset":2}]}',
      '{"name":"offsets_committed","offsets":[{"topic":"vv","partition":0,"offset":3}],"success":true}',
      '{"name":"partitions_revoked","partitions":[{"topic":"vv","partition":0}]}',
      '{"name":"shutdown_complete"}',
      '{"name":"shutdown_requested"}',
    ])
    t.equal(first.code, 0)
    const second = await typed(verifiableConsumer, [...words, '--max-messages', '1', '--enable-autocommit'])
    t.same(plain(second.stdout).slice(2, 4), [
      '{"name":"records_consumed","count":2,"partitions":[{"topic":"vv","partition":0,"count":1,"minOffset":3,"maxOffset":3}]}',
      '{"name":"partitions_revoked","partitions":[{"topic":"vv","partition":0}]}',
    ])
  })

t.test('both end in order when they are stopped', async t => {
  const { to } = await setUp(t)
  const stopped = async (tool: Parameters<typeof run>[0], words: readonly string[], when: (made: World) => boolean) => {
    const made = world()
    const over = run(tool, words, made.io)
    await until('it is at work', () => when(made))
    made.interrupt()
    t.equal(await over, 130)
    return plain(made.stdout)
  }
  const written = await stopped(verifiableProducer, [...to, '--throughput', '20'], ({ stdout }) =>
    stdout.includes('"value":"2"'),
  )
  t.match(written.slice(-2), [
    '{"name":"shutdown_complete"}',
    /^\{"name":"tool_data","sent":\d,"acked":\d,"target_throughput":20,"avg_throughput":R\}$/,
  ])
  const read = await stopped(verifiableConsumer, [...to, '--group-id', 'vg'], ({ stdout }) =>
    stdout.includes('offsets_committed'),
  )
  t.same(read.slice(-3), [
    '{"name":"shutdown_requested"}',
    '{"name":"partitions_revoked","partitions":[{"topic":"vv","partition":0}]}',
    '{"name":"shutdown_complete"}',
  ])
})
