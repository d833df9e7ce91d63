import t from 'tap'
import { parseDuration, parseReset, resetTimestamp } from '../../../src/client/consumer/reset.ts'

t.test('auto.offset.reset is earliest, latest, none or a duration', async t => {
  for (const kind of ['earliest', 'latest', 'none'] as const) t.same(parseReset(kind), { kind })
  t.same(parseReset('EARLIEST'), { kind: 'earliest' })
  t.same(parseReset('by_duration:PT1H'), { kind: 'duration', ms: 3_600_000 })
})

t.test('durations are those of ISO 8601 that Java reads', async t => {
  const table: [string, number | undefined][] = [
    ['P1D', 86_400_000],
    ['PT0S', 0],
    ['PT1H2M3S', 3_723_000],
    ['P2DT3H', 183_600_000],
    ['PT0.5S', 500],
    ['pt15m', 900_000],
    ['P', undefined],
    ['PT', undefined],
    ['P1DT', undefined],
    ['P1M', undefined],
    ['P1W', undefined],
    ['-PT1H', undefined],
    ['PT-1H', undefined],
    ['1h', undefined],
    ['', undefined],
  ]
  for (const [text, ms] of table) t.equal(parseDuration(text), ms, text)
})

t.test('anything else is refused, with what it may be', async t => {
  for (const text of ['', 'smallest', 'by_duration', 'by_duration:', 'by_duration:5m'])
    t.throws(() => parseReset(text), { name: 'ConfigError', message: /earliest, latest, none/ }, text)
})

t.test('what ListOffsets is asked for', async t => {
  t.equal(resetTimestamp({ kind: 'latest' }, 5000), -1)
  t.equal(resetTimestamp({ kind: 'earliest' }, 5000), -2)
  t.equal(resetTimestamp({ kind: 'duration', ms: 1000 }, 5000), 4000)
  t.equal(resetTimestamp({ kind: 'none' }, 5000), undefined)
})
