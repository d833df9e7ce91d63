/**
 * Points in time and lengths of time, as Java's tools read them from a command line.
 * Source: Kafka 4.3 `Utils.getDateTime` (SimpleDateFormat, strict), java.time.Duration.parse. UTC where no zone is given.
 */
import { DAYS, HOURS, MINUTES, SECONDS } from '../lib/units.ts'
import { Refusal } from './executing.ts'

const dateTimeHint = 'A time is written 2026-11-21T07:00:00.000, in UTC, or with a zone: 2026-11-21T07:00:00.000+09:00'

/** `2026-11-21T07:00:00.000`, with a zone if there is one: `Z`, `+09`, `+09:00`. @throws {Refusal} in Java's words */
export function dateTime(text: string): number {
  if (!text.includes('T') || text.endsWith('T'))
    throw new Refusal(
      "java.text.ParseException: Error parsing timestamp. It does not contain a 'T' according to ISO8601 format",
      { hint: dateTimeHint },
    )
  const zoned = /[+\-Z]/.test(text.split('T')[1]!) ? text : `${text}Z`
  const match = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)\.(\d+)(Z|[+-]\d\d(?::?\d\d)?)/.exec(zoned)
  const time = match ? utc(match.slice(1, 8).map(Number)) : undefined
  if (!match || time === undefined)
    throw new Refusal(`java.text.ParseException: Unparseable date: "${zoned}"`, { hint: dateTimeHint })
  return time - zoneMs(match[8]!)
}

/** Undefined: there is no such day, or hour. */
function utc([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ms = 0]: number[]): number | undefined {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second, ms)
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour
  return same && minute < 60 && second < 60 && ms < 1000 ? date.getTime() : undefined
}

function zoneMs(zone: string): number {
  if (zone === 'Z') return 0
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  const ms = Number(digits.slice(0, 2)) * HOURS + Number(digits.slice(2)) * MINUTES
  return zone.startsWith('-') ? -ms : ms
}

/** `P2DT3H4M5.6S`: in milliseconds. @throws {Refusal} in Java's words */
export function duration(text: string): number {
  const match = /^([-+]?)P(?:([-+]?\d+)D)?(T(?:([-+]?\d+)H)?(?:([-+]?\d+)M)?(?:([-+]?\d+(?:[.,]\d{0,9})?)S)?)?$/i.exec(
    text,
  )
  const parts = match ? [match[2], match[4], match[5], match[6]] : []
  if (!match || parts.every(part => part === undefined) || match[3]?.length === 1)
    throw new Refusal('Text cannot be parsed to a Duration', {
      hint: `"${text}" is no duration: it takes such as PT30M, PT1H30M, P7D`,
    })
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map(part => Number(part?.replace(',', '.') ?? 0))
  const ms = days * DAYS + hours * HOURS + minutes * MINUTES + seconds * SECONDS
  return Math.trunc(match[1] === '-' ? -ms : ms)
}
