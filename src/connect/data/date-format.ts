/**
 * Dates as text, by Java's patterns (`yyyy-MM-dd'T'HH:mm:ss.SSSX`), in UTC and English.
 * Source: java.text.SimpleDateFormat. Lenient as it is: month 13 is the next January; what comes behind is not looked at.
 * Not here: week years (Y), the Julian calendar before 1582, other languages.
 */
import { SettingsError } from '../errors.ts'

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const DAY_MS = 86_400_000

type Part = { literal: string } | { letter: string; count: number }

/** What parsing has found. */
interface Found {
  year: number
  month: number
  day: number
  dayOfYear?: number
  hour: number
  /** 0 to 11, with `pm`. */
  halfHour?: number
  pm: boolean
  minute: number
  second: number
  ms: number
  zoneMinutes: number
  era: number
}

interface Field {
  format: (date: Date, count: number) => string
  /** Numbers have a set of digits; words are read by name. */
  number?: (found: Found, value: number, count: number, digits: number) => void
  words?: (found: Found, text: string) => number
}

const digits = (value: number, count: number) => String(Math.abs(value)).padStart(count, '0')
const name = (all: readonly string[], index: number, count: number) =>
  count >= 4 ? all[index]! : all[index]!.slice(0, 3)

/** @returns how many characters were a name; 0: none */
function readName(all: readonly string[], text: string, take: (index: number) => void): number {
  const lower = text.toLowerCase()
  for (const length of [undefined, 3])
    for (const [index, full] of all.entries()) {
      const word = full.slice(0, length).toLowerCase()
      if (!lower.startsWith(word)) continue
      take(index)
      return word.length
    }
  return 0
}

const startOfYear = (date: Date) => Date.UTC(date.getUTCFullYear(), 0, 1)
const dayOfYear = (date: Date) => Math.floor((date.getTime() - startOfYear(date)) / DAY_MS) + 1
const halfHour = (date: Date) => date.getUTCHours() % 12

/** A year of two digits is within 80 years before and 20 after now. */
function nearYear(value: number): number {
  const now = new Date().getUTCFullYear()
  const century = now - (now % 100) + value
  return century > now + 20 ? century - 100 : century <= now - 80 ? century + 100 : century
}

const monthField: Field = {
  format: (date, count) =>
    count >= 3 ? name(MONTHS, date.getUTCMonth(), count) : digits(date.getUTCMonth() + 1, count),
  number: (found, value) => {
    found.month = value - 1
  },
  words: (found, text) =>
    readName(MONTHS, text, index => {
      found.month = index
    }),
}

const zone = (format: (count: number) => string): Field => ({ format: (_, count) => format(count), words: readZone })

function readZone(found: Found, text: string): number {
  const match = /^(?:(Z|GMT|UTC)(?![+-])|(?:GMT|UTC)?([+-])(\d{2}):?(\d{2})?)/i.exec(text)
  if (!match) return 0
  const [whole, , sign, hours = '0', minutes = '0'] = match
  found.zoneMinutes = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  return whole.length
}

const fields: Readonly<Record<string, Field>> = {
  G: {
    format: date => (date.getUTCFullYear() > 0 ? 'AD' : 'BC'),
    words: (found, text) => {
      const match = /^(AD|BC)/i.exec(text)
      if (match?.[0].toUpperCase() === 'BC') found.era = 0
      return match?.[0].length ?? 0
    },
  },
  y: {
    format: (date, count) =>
      count === 2 ? digits(date.getUTCFullYear() % 100, 2) : digits(date.getUTCFullYear(), count),
    number: (found, value, count, read) => {
      found.year = count <= 2 && read === 2 ? nearYear(value) : value
    },
  },
  M: monthField,
  L: monthField,
  d: {
    format: (date, count) => digits(date.getUTCDate(), count),
    number: (found, value) => {
      found.day = value
    },
  },
  D: {
    format: (date, count) => digits(dayOfYear(date), count),
    number: (found, value) => {
      found.dayOfYear = value
    },
  },
  E: {
    format: (date, count) => name(DAYS, date.getUTCDay(), count),
    words: (_, text) => readName(DAYS, text, () => {}),
  },
  u: { format: (date, count) => digits(date.getUTCDay() || 7, count), number: () => {} },
  F: { format: (date, count) => digits(Math.ceil(date.getUTCDate() / 7), count), number: () => {} },
  w: { format: (date, count) => digits(weekOfYear(date), count), number: () => {} },
  W: { format: (date, count) => digits(weekOfMonth(date), count), number: () => {} },
  a: {
    format: date => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
    words: (found, text) => {
      const match = /^(AM|PM)/i.exec(text)
      found.pm = match?.[0].toUpperCase() === 'PM'
      return match?.[0].length ?? 0
    },
  },
  H: {
    format: (date, count) => digits(date.getUTCHours(), count),
    number: (found, value) => {
      found.hour = value
    },
  },
  k: {
    format: (date, count) => digits(date.getUTCHours() || 24, count),
    number: (found, value) => {
      found.hour = value === 24 ? 0 : value
    },
  },
  K: {
    format: (date, count) => digits(halfHour(date), count),
    number: (found, value) => {
      found.halfHour = value
    },
  },
  h: {
    format: (date, count) => digits(halfHour(date) || 12, count),
    number: (found, value) => {
      found.halfHour = value === 12 ? 0 : value
    },
  },
  m: {
    format: (date, count) => digits(date.getUTCMinutes(), count),
    number: (found, value) => {
      found.minute = value
    },
  },
  s: {
    format: (date, count) => digits(date.getUTCSeconds(), count),
    number: (found, value) => {
      found.second = value
    },
  },
  S: {
    format: (date, count) => digits(date.getUTCMilliseconds(), count),
    number: (found, value) => {
      found.ms = value
    },
  },
  z: zone(count => (count >= 4 ? 'Coordinated Universal Time' : 'UTC')),
  Z: zone(() => '+0000'),
  X: zone(() => 'Z'),
}

/** Sunday is the first day, the week of January 1 the first week. */
const weekOfYear = (date: Date) => {
  const first = new Date(startOfYear(date)).getUTCDay()
  const week = Math.floor((dayOfYear(date) - 1 + first) / 7) + 1
  const isLast = date.getUTCMonth() === 11 && date.getUTCDate() - date.getUTCDay() + 6 > 31
  return isLast ? 1 : week
}
const weekOfMonth = (date: Date) => {
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)).getUTCDay()
  return Math.floor((date.getUTCDate() - 1 + first) / 7) + 1
}

export interface DateFormat {
  format(date: Date): string
  /** @returns undefined when it does not match */
  parse(text: string): Date | undefined
}

/** @throws {SettingsError} for a letter that is no field, or a quote without end */
export function dateFormat(pattern: string): DateFormat {
  const parts = partsOf(pattern)
  return {
    format: date =>
      parts.map(part => ('literal' in part ? part.literal : fields[part.letter]!.format(date, part.count))).join(''),
    parse: text => parse(parts, text),
  }
}

function partsOf(pattern: string): Part[] {
  const parts: Part[] = []
  for (const [whole, quoted, run] of pattern.matchAll(/'((?:[^']|'')*)'|(([a-zA-Z])\3*)|[\s\S]/g))
    if (quoted !== undefined) parts.push({ literal: quoted === '' ? "'" : quoted.replaceAll("''", "'") })
    else if (run !== undefined) {
      if (!fields[run[0]!]) throw new SettingsError(`Illegal pattern character '${run[0]}' in ${pattern}`)
      parts.push({ letter: run[0]!, count: run.length })
    } else if (whole === "'") throw new SettingsError(`Unterminated quote in ${pattern}`)
    else parts.push({ literal: whole })
  return parts
}

function parse(parts: readonly Part[], text: string): Date | undefined {
  const found: Found = {
    year: 1970,
    month: 0,
    day: 1,
    hour: 0,
    pm: false,
    minute: 0,
    second: 0,
    ms: 0,
    zoneMinutes: 0,
    era: 1,
  }
  let at = 0
  for (const [index, part] of parts.entries()) {
    if ('literal' in part) {
      if (!text.startsWith(part.literal, at)) return undefined
      at += part.literal.length
      continue
    }
    const read = readField(part, parts[index + 1], text.slice(at), found)
    if (read === 0) return undefined
    at += read
  }
  return dateOf(found)
}

/** @returns how many characters it took; 0: it is not there */
function readField(
  { letter, count }: { letter: string; count: number },
  next: Part | undefined,
  text: string,
  found: Found,
): number {
  const { number, words } = fields[letter]!
  if (words && (!number || count >= 3)) return words(found, text)
  // Right before another number it has its own digits only, or nobody could tell them apart.
  const isTight = next !== undefined && 'letter' in next && isNumeric(next)
  const match = (isTight ? new RegExp(`^ *\\d{1,${count}}`) : /^ *-?\d+/).exec(text)
  if (!match) return 0
  const word = match[0].trim()
  number!(found, Number(word), count, word.length)
  return match[0].length
}

const isNumeric = ({ letter, count }: { letter: string; count: number }) =>
  Boolean(fields[letter]!.number) && !(fields[letter]!.words && count >= 3)

function dateOf(found: Found): Date {
  const date = new Date(0)
  const year = found.era === 0 ? 1 - found.year : found.year
  date.setUTCFullYear(year, found.dayOfYear === undefined ? found.month : 0, found.dayOfYear ?? found.day)
  const hour = found.halfHour === undefined ? found.hour : found.halfHour + (found.pm ? 12 : 0)
  date.setUTCHours(hour, found.minute - found.zoneMinutes, found.second, found.ms)
  return date
}
