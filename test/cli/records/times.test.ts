/** Moments as a person says them. */
import t from 'tap'
import { moment } from '../../../src/cli/records/times.ts'

const now = Date.parse('2026-11-21T07:08:09.123Z')

t.test('moment() knows ago, days, ISO and milliseconds', async t => {
  const cases: Record<string, string> = {
    now: '2026-11-21T07:08:09.123Z',
    today: '2026-11-21T00:00:00.000Z',
    yesterday: '2026-11-20T00:00:00.000Z',
    '1h': '2026-11-21T06:08:09.123Z',
    '90s': '2026-11-21T07:06:39.123Z',
    '1d12h': '2026-11-19T19:08:09.123Z',
    '2w': '2026-11-07T07:08:09.123Z',
    '0.5h': '2026-11-21T06:38:09.123Z',
    '123ms': '2026-11-21T07:08:09.000Z',
    '2026-11-01': '2026-11-01T00:00:00.000Z',
    '2026-11-01T02:03': '2026-11-01T02:03:00.000Z',
    '2026-11-01 02:03:04': '2026-11-01T02:03:04.000Z',
    '2026-11-01T02:03:04.5Z': '2026-11-01T02:03:04.500Z',
    '2026-11-01T09:00:00+09:00': '2026-11-01T00:00:00.000Z',
    '2026-11-01T09:00:00+09': '2026-11-01T00:00:00.000Z',
    '1795244400000': '2026-11-21T07:00:00.000Z',
    '0': '1970-01-01T00:00:00.000Z',
  }
  for (const [text, iso] of Object.entries(cases))
    t.equal(new Date(moment('--since', text, now)).toISOString(), iso, text)
})

t.test('moment() says what it takes', async t => {
  for (const text of ['tomorrow', '', '1', 'h', '1y', '2026-13-01', '2026-02-40', '2026-11-01T25:00', '-1h', '1h ago'])
    t.throws(() => moment('--since', text, now), { name: 'UsageError', message: /^--since / }, text)
  t.throws(() => moment('--since', '1795244400', now), {
    message: /these may be seconds: --since 1795244400000/,
    slip: { typed: '1795244400', meant: '1795244400000' },
  })
})
