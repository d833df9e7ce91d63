/** The perf tools: columns that add up, a consumer that is a member of its group, metrics of what was counted. */
import t, { type Test } from 'tap'
import { consumerGroups } from '../../commands/consumer-groups.ts'
import { consumerPerfTest } from '../../commands/consumer-perf-test.ts'
import { producerPerfTest } from '../../commands/producer-perf-test.ts'
import { createTopic, startBroker } from '../broker/start.ts'
import { typed } from '../cli/world.ts'

async function start(t: Test, delayMs = 0) {
  const { broker, connect } = await startBroker(t, { 'group.initial.rebalance.delay.ms': String(delayMs) })
  await createTopic(await connect(), 'orders', 2)
  const at = ['--bootstrap-server', broker.address]
  const produce = (...words: string[]) =>
    typed(producerPerfTest, [
      ...['--topic', 'orders', '--num-records', '1000', '--record-size', '100', '--throughput', '-1'],
      ...words,
      ...at,
    ])
  return {
    at,
    produce,
    consume: (...words: string[]) => typed(consumerPerfTest, ['--topic', 'orders', ...words, ...at]),
  }
}

t.test('consumer-perf-test joins a group, and says how long that took', async t => {
  const { at, produce, consume } = await start(t, 200)
  await produce()
  const { stdout, code } = await consume('--num-records', '1000', '--group', 'perf')
  t.equal(code, 0)
  const [head = '', line = ''] = stdout.split('\n')
  t.equal(
    head,
    'start.time, end.time, data.consumed.in.MB, MB.sec, data.consumed.in.nMsg, nMsg.sec, rebalance.time.ms, fetch.time.ms, fetch.MB.sec, fetch.nMsg.sec',
  )
  const cells = line.split(', ')
  const [began, ended] = cells.slice(0, 2).map(text => Date.parse(text.replace(/:(\d+)$/, '.$1')))
  const [megabytes, , records, , rebalanceMs, fetchMs, , fetched] = cells.slice(2).map(Number)
  t.equal(megabytes, 0.0954)
  t.equal(records, 1000)
  t.ok(rebalanceMs! >= 200, `the group waited for others: ${rebalanceMs}`)
  t.equal(rebalanceMs! + fetchMs!, ended! - began!)
  t.ok(Math.abs(fetched! - (1000 / fetchMs!) * 1000) < 1)
  const described = await typed(consumerGroups, ['--describe', '--group', 'perf', '--json', ...at])
  const partitions = JSON.parse(described.stdout).groups[0].partitions as { currentOffset: number; lag: number }[]
  t.equal(
    partitions.reduce((sum, each) => sum + each.currentOffset, 0),
    1000,
    'what was read is committed',
  )
  const again = await consume('--num-records', '1', '--group', 'perf', '--timeout', '300')
  t.match(
    again.stdout,
    /^WARNING: Exiting before consuming the expected number of records: timeout \(300 ms\) exceeded/m,
  )
  t.equal(again.code, 0)
})

t.test('what is behind the last record that was asked for is not committed', async t => {
  const { produce, consume } = await start(t)
  await produce()
  const total = async (...words: string[]) =>
    JSON.parse((await consume('--group', 'g', '--json', ...words)).stdout) as {
      timedOut: boolean
      total: { records: number }
    }
  t.match(await total('--num-records', '300'), { timedOut: false, total: { records: 300 } })
  t.match(await total('--num-records', '5000', '--timeout', '2000'), { timedOut: true, total: { records: 700 } })
})

t.test('--print-metrics prints what was counted; old flags are said on stderr beside --json', async t => {
  const { produce, consume } = await start(t)
  const produced = await produce('--print-metrics')
  t.match(produced.stdout, /\n\nMetric Name +Value\n/)
  t.match(produced.stdout, /^producer-metrics:record-send-total:\{client-id=perf-producer-client\} +: 1000\.000$/m)
  const consumed = await consume('--num-records', '1000', '--print-metrics')
  t.match(
    consumed.stdout,
    /^consumer-coordinator-metrics:assigned-partitions:\{client-id=perf-consumer-client\} +: 2\.000$/m,
  )
  t.match(consumed.stdout, /^consumer-fetch-manager-metrics:records-consumed-total:.* : 1000\.000$/m)
  const old = await consume('--messages', '10', '--json')
  t.match(JSON.parse(old.stdout), { version: 1, total: { records: 10 } })
  t.match(old.stderr, 'Warning: --messages is deprecated. Use --num-records instead.\n')
})
