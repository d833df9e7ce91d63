import t from 'tap'
import { delayFor, formatDate, Payloads, ProducerStats, percentile, totalLine, windowLine } from '../../src/cli/perf.ts'

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
  for (const size of [1, 100, 300_000]) {
    const payloads = new Payloads(size)
    for (let i = 0; i < 5; i++) t.equal(payloads.next().length, size)
    t.match(payloads.next().subarray(0, 50).toString(), /^[A-Z]+$/)
  }
})

t.test("times are written by Java's pattern", async t => {
  const time = new Date(2026, 10, 5, 7, 8, 9, 42).getTime()
  t.equal(formatDate('yyyy-MM-dd HH:mm:ss:SSS', time), '2026-11-05 07:08:09:042')
  t.equal(formatDate("yy/M/d 'at' H:m:s", time), '26/11/5 at 7:8:9')
})
