/**
 * Times as rpk writes them: by strftime's letters, and by Go's layouts, where the moment 2006-01-02 15:04:05 shows the form. In
 * UTC always, to the millisecond. Source: rpk's help of `topic consume`; POSIX strftime; the documentation of Go's package time.
 * Letters and figures that mean nothing stay as they are.
 */
import { DAYS } from '../../lib/units.ts'

const months = 'January February March April May June July August September October November December'.split(' ')
const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

type Text = (at: Date) => string | number

const two = (value: number) => String(value).padStart(2, '0')
const blank = (value: number) => String(value).padStart(2, ' ')
const year: Text = at => at.getUTCFullYear()
const month = (at: Date) => at.getUTCMonth()
const day = (at: Date) => at.getUTCDate()
const weekday = (at: Date) => at.getUTCDay()
const hour = (at: Date) => at.getUTCHours()
const hour12 = (at: Date) => hour(at) % 12 || 12
const half = (at: Date) => (hour(at) < 12 ? 'AM' : 'PM')
const dayOfYear = (at: Date) => Math.floor((at.getTime() - Date.UTC(at.getUTCFullYear(), 0)) / DAYS) + 1
const shortYear = (at: Date) => two(at.getUTCFullYear() % 100)
/** Weeks of the year, the first beginning with its first such day. */
const weekFrom = (first: number) => (at: Date) =>
  two(Math.floor((dayOfYear(at) + 6 - ((weekday(at) + 7 - first) % 7)) / 7))
/** ISO 8601: the year and the week that the Thursday of these seven days is in. */
const thursday = (at: Date) => new Date(at.getTime() + (4 - (weekday(at) || 7)) * DAYS)

const letters: Readonly<Record<string, Text>> = {
  a: at => weekdays[weekday(at)]!.slice(0, 3),
  A: at => weekdays[weekday(at)]!,
  b: at => months[month(at)]!.slice(0, 3),
  B: at => months[month(at)]!,
  C: at => two(Math.floor(at.getUTCFullYear() / 100)),
  d: at => two(day(at)),
  e: at => blank(day(at)),
  G: at => year(thursday(at)),
  g: at => shortYear(thursday(at)),
  H: at => two(hour(at)),
  I: at => two(hour12(at)),
  j: at => String(dayOfYear(at)).padStart(3, '0'),
  k: at => blank(hour(at)),
  l: at => blank(hour12(at)),
  L: at => String(at.getUTCMilliseconds()).padStart(3, '0'),
  m: at => two(month(at) + 1),
  M: at => two(at.getUTCMinutes()),
  n: () => '\n',
  p: half,
  P: at => half(at).toLowerCase(),
  s: at => Math.floor(at.getTime() / 1000),
  S: at => two(at.getUTCSeconds()),
  t: () => '\t',
  u: at => weekday(at) || 7,
  U: weekFrom(0),
  V: at => two(Math.ceil(dayOfYear(thursday(at)) / 7)),
  w: weekday,
  W: weekFrom(1),
  y: shortYear,
  Y: year,
  z: () => '+0000',
  Z: () => 'UTC',
  '%': () => '%',
}
/** Letters that stand for others. */
const whole: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  h: '%b',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
}

export function strftime(pattern: string, timestamp: number): string {
  const at = new Date(timestamp)
  return pattern
    .replace(/%([%\w])/g, (all, letter: string) => (letter === '%' ? all : (whole[letter] ?? all)))
    .replace(/%([%\w])/g, (all, letter: string) => String(letters[letter]?.(at) ?? all))
}

/** What stands for what in a layout; where one is the beginning of another, the longer one counts. */
const layouts: Readonly<Record<string, Text>> = {
  January: letters['B']!,
  Jan: letters['b']!,
  Monday: letters['A']!,
  Mon: letters['a']!,
  MST: letters['Z']!,
  '01': letters['m']!,
  '1': at => month(at) + 1,
  '002': letters['j']!,
  __2: at => String(dayOfYear(at)).padStart(3),
  '02': letters['d']!,
  _2006: at => `_${year(at)}`,
  _2: letters['e']!,
  '2006': year,
  '2': day,
  '15': letters['H']!,
  '03': letters['I']!,
  '3': hour12,
  '04': letters['M']!,
  '4': at => at.getUTCMinutes(),
  '05': letters['S']!,
  '5': at => at.getUTCSeconds(),
  '06': shortYear,
  PM: half,
  pm: letters['P']!,
  '-07:00:00': () => '+00:00:00',
  '-070000': () => '+000000',
  '-07:00': () => '+00:00',
  '-0700': () => '+0000',
  '-07': () => '+00',
  'Z07:00:00': () => 'Z',
  Z070000: () => 'Z',
  'Z07:00': () => 'Z',
  Z0700: () => 'Z',
  Z07: () => 'Z',
}
/** A short name that goes on is another word (`Month`); a fraction of a second has no figure behind it. */
const parts = new RegExp(
  `${Object.keys(layouts)
    .sort((a, b) => b.length - a.length)
    .map(part => (part === 'Jan' || part === 'Mon' ? `${part}(?![a-z])` : part))
    .join('|')}|[.,](?:0+|9+)(?!\\d)`,
  'g',
)

export function goTime(layout: string, timestamp: number): string {
  const at = new Date(timestamp)
  return layout.replace(parts, part => {
    const known = layouts[part]
    if (known) return String(known(at))
    const digits = `${letters['L']!(at)}`.padEnd(part.length - 1, '0').slice(0, part.length - 1)
    const kept = part.includes('9') ? digits.replace(/0+$/, '') : digits
    return kept === '' ? '' : part[0] + kept
  })
}
