/** Times and durations as Kafka's tools take them. */
import t from 'tap'
import { dateTime, duration } from '../../src/cli/moments.ts'

t.test('dateTime() is UTC unless it names a zone', async t => {
  const cases: Record<string, string> = {
    '2026-11-21T07:08:09.123': '2026-11-21T07:08:09.123Z',
    '2026-11-21T07:08:09.123Z': '2026-11-21T07:08:09.123Z',
    '2026-11-21T07:08:09.123+09:00': '2026-11-20T22:08:09.123Z',
    '2026-11-21T07:08:09.123-0330': '2026-11-21T10:38:09.123Z',
    '2026-11-21T07:08:09.123+09': '2026-11-20T22:08:09.123Z',
    '2026-1-2T3:4:5.6': '2026-01-02T03:04:05.006Z', // the digits after the point are a number of milliseconds
    '2024-02-29T00:00:00.000': '2024-02-29T00:00:00.000Z',
  }
  for (const [text, iso] of Object.entries(cases)) t.equal(new Date(dateTime(text)).toISOString(), iso, text)
})

t.test('dateTime() refuses what is no moment, in the words of the tool', async t => {
  for (const text of ['yesterday', '2026-11-21', '']) t.throws(() => dateTime(text), /does not contain a 'T'/, text)
  for (const text of [
    '2026-13-01T00:00:00.000',
    '2026-02-29T00:00:00.000',
    '2026-01-01T24:00:00.000',
    '2026-01-01T00:60:00.000',
    '2026-01-01T00:00:00',
    '2026-01-01T',
  ])
    t.throws(() => dateTime(text), /ParseException/, text)
})

t.test('duration() is what java.time.Duration parses', async t => {
  const cases: Record<string, number> = {
    PT1H: 3_600_000,
    P1D: 86_400_000,
    P2DT3H4M5S: 183_845_000,
    'PT1.5S': 1500,
    'PT-1H': -3_600_000,
    '-PT1H': -3_600_000,
    pt1m: 60_000,
    PT0S: 0,
  }
  for (const [text, ms] of Object.entries(cases)) t.equal(duration(text), ms, text)
  for (const text of ['1h', 'PT', 'P', '', 'P1H', 'PT1', 'P1DT', 'P1W'])
    t.throws(() => duration(text), { message: 'Text cannot be parsed to a Duration' }, text)
})
