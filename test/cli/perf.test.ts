import t from 'tap'
import {
  delayFor,
  formatDate,
  metricLines,
  Payloads,
  ProducerStats,
  percentile,
  RebalanceTime,
  totalLine,
  windowLine,
} from '../../src/cli/perf.ts'

t.test('rates and percentiles are those of the samples', async t => {
  let now = 0
  const lines: string[] = []
  const stats = new ProducerStats({
    records: 100,
    intervalMs: 500,
    now: () => now,
    onWindow: window => lines.push(windowLine(window)),
  })
  for (let i = 1; i <= 100; i++) {
    now += 10
    stats.record(i, 1024 * 1024, now)
  }
  lines.push(totalLine(stats.total(), false))
  t.same(lines, [
    '50 records sent, 100.0 records/sec (100.00 MB/sec), 25.5 ms avg latency, 50.0 ms max latency.',
    '50 records sent, 100.0 records/sec (100.00 MB/sec), 75.5 ms avg latency, 100.0 ms max latency.',
    '100 records sent, 100.000000 records/sec (100.00 MB/sec), 50.50 ms avg latency, 100.00 ms max latency, 51 ms 50th, 96 ms 95th, 100 ms 99th, 100 ms 99.9th.',
  ])
})

t.test('percentiles of few samples are among them', async t => {
  t.equal(percentile([], 0.5), 0)
  t.equal(percentile([7], 0.999), 7)
  t.equal(percentile([1, 2, 3, 4], 0.5), 3)
})

t.test('a rate is kept by waiting', async t => {
  t.equal(delayFor(-1, 1000, 0), 0, 'no limit')
  t.equal(delayFor(100, 50, 400), 100, '50 records at 100 a second are due at 500 ms')
  t.equal(delayFor(100, 50, 600), 0, 'late already')
})

t.test('payloads have the size that is asked for, and letters in them', async t => {
  // Beyond 32 MiB the letters are repeated, not thrown.
  for (const size of [1, 100, 300_000, 40_000_000]) {
    const payloads = new Payloads(size)
    for (let i = 0; i < 5; i++) t.equal(payloads.next().length, size)
    t.match(payloads.next().subarray(0, 50).toString(), /^[A-Z]+$/)
    t.match(payloads.next().subarray(-50).toString(), /^[A-Z]+$/)
  }
})

t.test("times are written by Java's pattern", async t => {
  const time = new Date(2026, 10, 5, 7, 8, 9, 42).getTime()
  t.equal(formatDate('yyyy-MM-dd HH:mm:ss:SSS', time), '2026-11-05 07:08:09:042')
  t.equal(formatDate("yy/M/d 'at' H:m:s", time), '26/11/5 at 7:8:9')
})

t.test('rebalance time is the time without partitions, and not that of losing some', async t => {
  let now = 100
  const time = new RebalanceTime(() => now)
  now = 3100
  time.assigned(['a', 'b'])
  t.match(time, { totalMs: 3000, windowMs: 3000, owned: 2, count: 1 }, 'from the start')
  time.windowMs = 0
  now = 4000
  time.revoked(['a'])
  now = 4500
  time.assigned(['c'])
  t.match(time, { totalMs: 3000, windowMs: 0, owned: 2 }, 'b was there all the time')
  time.revoked(['b', 'c'])
  now = 4600
  time.assigned([])
  t.match(time, { totalMs: 3100, owned: 0 })
  now = 5000
  time.assigned(['a'])
  t.match(time, { windowMs: 600, owned: 1, count: 4 }, "as Kafka's, which counts on while it has none")
})

t.test('metrics are a table, sorted and padded', async t => {
  t.same(metricLines('me', { 'g:long-name': 1.23456, 'a:b': 2 }), [
    '',
    'Metric Name                  Value',
    'a:b:{client-id=me}         : 2.000',
    'g:long-name:{client-id=me} : 1.235',
  ])
})
