/** Apache Kafka's own tools against tskafka, and tskafka's against Apache Kafka. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import t, { type Test } from 'tap'
import { kafkaTool, startKafka, startTskafka, tskafka } from './kafka.ts'

const lines = Array.from({ length: 2000 }, (_, i) => `line ${i}`).join('\n')
const folder = (t: Test) => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-real-'))
  t.teardown(() => fs.rmSync(dir, { recursive: true, force: true }))
  return dir
}

t.test('Kafka’s tools find in tskafka the broker they know', async t => {
  const dir = folder(t)
  const { address, stop } = await startTskafka(t, dir)
  const at = ['--bootstrap-server', address]
  const tool = async (main: string, args: readonly string[], input?: string) => {
    const outcome = await kafkaTool(main, args, input)
    t.equal(outcome.code, 0, `${main.split('.').at(-1)}: ${outcome.stderr.slice(-300)}`)
    return outcome.stdout
  }
  t.equal(
    await tool('org.apache.kafka.tools.TopicCommand', ['--create', '--topic', 'orders', '--partitions', '2', ...at]),
    'Created topic orders.\n',
  )
  t.match(
    await tool('org.apache.kafka.tools.TopicCommand', ['--describe', '--topic', 'orders', ...at]),
    /PartitionCount: 2\tReplicationFactor: 1/,
  )
  t.match(
    await tool('kafka.admin.ConfigCommand', [
      '--alter',
      '--add-config',
      'retention.ms=1000',
      '--entity-type',
      'topics',
      '--entity-name',
      'orders',
      ...at,
    ]),
    /Completed updating/,
  )
  t.match(
    await tool('kafka.admin.ConfigCommand', [
      '--describe',
      '--entity-type',
      'topics',
      '--entity-name',
      'orders',
      ...at,
    ]),
    /retention.ms=1000/,
  )
  t.match(
    await tool('org.apache.kafka.tools.ProducerPerformance', [
      '--topic',
      'orders',
      '--num-records',
      '20000',
      '--record-size',
      '100',
      '--throughput',
      '-1',
      ...at,
    ]),
    /20000 records sent/,
  )
  const offsets = await tool('org.apache.kafka.tools.GetOffsetShell', ['--topic', 'orders', ...at])
  t.equal(
    offsets
      .trim()
      .split('\n')
      .reduce((sum, line) => sum + Number(line.split(':')[2]), 0),
    20000,
  )
  await tool('org.apache.kafka.tools.ConsoleProducer', ['--topic', 'lines', ...at], lines)
  const read = await tool('org.apache.kafka.tools.consumer.ConsoleConsumer', [
    '--topic',
    'lines',
    '--from-beginning',
    '--max-messages',
    '2000',
    ...at,
  ])
  t.equal(read.trim(), lines)
  t.match(await tool('org.apache.kafka.tools.BrokerApiVersionsCommand', at), /Produce\(0\): 0 to 13 \[usable: 13\]/)

  await stop()
  for (const partition of ['orders-0', 'orders-1', 'lines-0', '__cluster_metadata-0']) {
    const files = fs.readdirSync(path.join(dir, partition)).filter(name => /\.(log|index|timeindex)$/.test(name))
    const decoder = partition.startsWith('__cluster') ? ['--cluster-metadata-decoder'] : ['--deep-iteration']
    for (const file of files) {
      const said = await tool('org.apache.kafka.tools.DumpLogSegments', [
        ...(file.endsWith('.log') ? decoder : ['--index-sanity-check']),
        '--files',
        path.join(dir, partition, file),
      ])
      t.notMatch(said, /isvalid: false|mismatch|Non-?consecutive|corrupt|exception/i, `${partition}/${file}`)
    }
  }
})

t.test('tskafka’s tools find in Apache Kafka the broker they know', async t => {
  const address = await startKafka(t, folder(t))
  const at = ['--bootstrap-server', address]
  const tool = async (args: readonly string[], input?: string) => {
    const outcome = await tskafka([...args, ...at], input)
    t.equal(outcome.code, 0, `${args[0]}: ${outcome.stderr.slice(-300)}`)
    return outcome.stdout
  }
  t.equal(await tool(['topics', '--create', '--topic', 'lines', '--partitions', '1']), 'Created topic lines.\n')
  await tool(['console-producer', '--topic', 'lines'], lines)
  t.equal(
    (await tool(['console-consumer', '--topic', 'lines', '--from-beginning', '--max-messages', '2000'])).trim(),
    lines,
  )
  const ours = await tool(['topics', '--describe', '--topic', 'lines'])
  const theirs = await kafkaTool('org.apache.kafka.tools.TopicCommand', ['--describe', '--topic', 'lines', ...at])
  t.equal(ours, theirs.stdout)
})
