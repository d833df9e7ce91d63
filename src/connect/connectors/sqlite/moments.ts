/**
 * Moments as SQLite databases hold them: text (`2026-11-21 10:00:00`, with a fraction or not, with a zone or not: then UTC), or
 * whole numbers since 1970, whose size tells seconds, milliseconds and microseconds apart.
 *
 * A moment has a length: `10:00:00` is the whole second, and only when that is over can no more rows of it come.
 */
import type { SqlValue } from './database.ts'

export interface Moment {
  readonly ms: number
  /** How long it lasts. */
  readonly lengthMs: number
  /** Values of one form are ordered by SQLite as they are in time; those of two are not. */
  readonly form: string
}

const TEXT = /^(\d{4}-\d\d-\d\d)(?:([ T])(\d\d:\d\d)(:\d\d)?(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?)?$/

/** @returns undefined for what is no moment */
export function msOf(value: SqlValue): Moment | undefined {
  if (typeof value === 'bigint') return ofNumber(value)
  if (typeof value !== 'string') return undefined
  const match = TEXT.exec(value)
  if (!match) return undefined
  const [, date, separator = '', minutes = '00:00', seconds = '', fraction = '', zone = ''] = match
  const ms = Date.parse(`${date}T${minutes}${seconds || ':00'}${fraction.slice(0, 4)}${zone || 'Z'}`)
  if (Number.isNaN(ms)) return undefined
  const lengthMs =
    separator === '' ? 86_400_000 : seconds === '' ? 60_000 : 1000 / 10 ** Math.min(3, Math.max(0, fraction.length - 1))
  // Digits behind the point may be more or fewer, unless something follows them.
  const tail = zone === '' ? '' : `${fraction.length}${zone}`
  return { ms, lengthMs, form: `text ${separator}${seconds === '' ? minutes.length : 's'}${tail}` }
}

function ofNumber(value: bigint): Moment {
  const size = value < 0n ? -value : value
  if (size < 100_000_000_000n) return { ms: Number(value) * 1000, lengthMs: 1000, form: 'seconds' }
  if (size < 100_000_000_000_000n) return { ms: Number(value), lengthMs: 1, form: 'milliseconds' }
  return { ms: Number(value / 1000n), lengthMs: 1, form: 'microseconds' }
}
