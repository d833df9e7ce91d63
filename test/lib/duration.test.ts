import t from 'tap'
import { durationMs } from '../../src/lib/duration.ts'

t.test('a length of time is read as a person writes it', async t => {
  const table: [number | string, number][] = [
    [0, 0],
    [1500, 1500],
    ['250ms', 250],
    ['10s', 10_000],
    ['1.5s', 1500],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    ['1d12h', 129_600_000],
  ]
  for (const [given, expected] of table) t.equal(durationMs(given), expected, String(given))
})

t.test('what is none is refused with what could be', async t => {
  for (const given of ['', '7', 'd', '7 d', '7D', '-1s', '1s!', '1w', -1, Number.NaN, Number.POSITIVE_INFINITY])
    t.throws(
      () => durationMs(given),
      { name: 'TypeError', message: /as a length of time: give milliseconds/ },
      String(given),
    )
})
