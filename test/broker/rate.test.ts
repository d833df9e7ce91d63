import t from 'tap'
import { Rate } from '../../src/broker/rate.ts'

const windows = { count: 11, ms: 1000 }

t.test('a rate that has just begun is taken over all windows but the one that runs', async t => {
  const rate = new Rate(windows)
  t.equal(rate.at(0), 0)
  rate.record(1000, 0)
  t.equal(rate.spanMs(0), 10_000)
  t.equal(rate.at(0), 100)
  t.equal(rate.at(500), 1000 / 10.5)
  rate.record(1000, 5000)
  t.equal(rate.spanMs(5000), 10_000)
  t.equal(rate.at(5000), 200)
})

t.test('what is older than all windows is forgotten', async t => {
  const rate = new Rate(windows)
  rate.record(1000, 0)
  rate.record(500, 3000)
  t.ok(rate.at(10_999) > 100)
  t.equal(rate.at(11_000), 500 / 10, 'the first window is gone, and with it its time')
  t.equal(rate.at(14_000), 0)
})

t.test('throttling lasts until the rate would be down to the bound', async t => {
  const rate = new Rate(windows)
  rate.record(2000, 0)
  t.equal(rate.throttleMs(200, 0), 0, 'at the bound is not above it')
  rate.record(2000, 0)
  t.equal(rate.throttleMs(200, 0), 10_000)
  // The same bytes over twice the time are the bound.
  t.equal(4000 / ((rate.spanMs(0) + rate.throttleMs(200, 0)) / 1000), 200)
})
