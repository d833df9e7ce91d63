/**
 * A moment, as a person says it: `now`, `1h` ago, `7d12h` ago, `today`, `yesterday`, `2026-11-21`, `2026-11-21T07:00`, with a zone or in UTC,
 * milliseconds since 1970. Seconds since 1970 are refused: as milliseconds they would be a day in January 1970.
 */
import { DAYS, HOURS, MINUTES, SECONDS } from '../../lib/units.ts'
import { UsageError } from '../usage-error.ts'

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECONDS,
  m: MINUTES,
  h: HOURS,
  d: DAYS,
  w: 7 * DAYS,
}
const AGO = /^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/
const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/
/** Of milliseconds, since 2001. */
const DIGITS = 12

/** @throws {UsageError} that says what is possible */
export function moment(flag: string, text: string, now: number): number {
  const midnight = now - (now % DAYS)
  if (text === 'now') return now
  if (text === 'today') return midnight
  if (text === 'yesterday') return midnight - DAYS
  if (AGO.test(text)) {
    const parts = text.matchAll(/([\d.]+)([a-z]+)/g)
    return Math.round(
      Array.from(parts, ([, count, unit]) => Number(count) * units[unit!]!).reduce((at, ms) => at - ms, now),
    )
  }
  if (/^\d+$/.test(text)) {
    if (text.length >= DIGITS || Number(text) === 0) return Number(text)
    throw new UsageError(
      `${flag} ${text} is ${new Date(Number(text)).toISOString()}: it takes milliseconds since 1970, and these may be seconds: ${flag} ${text}000`,
      { slip: { typed: text, meant: `${text}000` } },
    )
  }
  const time = ISO.test(text) ? Date.parse(zoned(text)) : Number.NaN
  if (!Number.isNaN(time)) return time
  throw new UsageError(
    `${flag} "${text}" is no moment: it takes such as 1h (ago), 7d, now, today, 2026-11-21, 2026-11-21T07:00:00Z, 1795244400000`,
  )
}

function zoned(text: string): string {
  const iso = text
    .replace(' ', 'T')
    .replace(',', '.')
    .replace(/(T.*[+-]\d\d)$/, '$1:00')
  return iso.includes('T') && !/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? `${iso}Z` : iso
}
