/**
 * Lengths of time as a person writes them: `250ms`, `1.5s`, `10m`, `2h`, `7d`, `1d12h`. A number is milliseconds.
 */
import { DAYS, HOURS, MINUTES, SECONDS } from './units.ts'

export type Duration = number | string

const units: Readonly<Record<string, number>> = { ms: 1, s: SECONDS, m: MINUTES, h: HOURS, d: DAYS }
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/y

/** @returns milliseconds, not below 0 @throws {TypeError} for what is no length of time */
export function durationMs(duration: Duration): number {
  if (typeof duration === 'number') {
    if (Number.isFinite(duration) && duration >= 0) return duration
    throw refused(duration)
  }
  let total = 0
  let at = 0
  while (at < duration.length || at === 0) {
    PART.lastIndex = at
    const match = PART.exec(duration)
    if (match === null) throw refused(duration)
    total += Number(match[1]) * units[match[2]!]!
    at = PART.lastIndex
  }
  return total
}

const refused = (given: Duration) =>
  new TypeError(
    `Cannot read "${given}" as a length of time: give milliseconds, or text such as 250ms, 10s, 5m, 2h or 7d`,
  )
