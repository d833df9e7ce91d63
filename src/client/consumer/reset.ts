/**
 * Where to begin in a partition that has no position: auto.offset.reset.
 * Source: KIP-1106 (by_duration); Kafka 4.3 `AutoOffsetResetStrategy`.
 */
import { ConfigError } from '../../config/define.ts'
import { DAYS, HOURS, MINUTES, SECONDS } from '../../lib/units.ts'
import type { Timestamp } from '../../protocol/types.ts'
import { offsetSpecs } from '../list-offsets.ts'

export type Reset = { kind: 'earliest' } | { kind: 'latest' } | { kind: 'none' } | { kind: 'duration'; ms: number }

const DURATION = 'by_duration:'

/** @throws {ConfigError} */
export function parseReset(text: string): Reset {
  const kind = text.toLowerCase()
  if (kind === 'earliest' || kind === 'latest' || kind === 'none') return { kind }
  if (kind.startsWith(DURATION)) {
    const ms = parseDuration(text.slice(DURATION.length))
    if (ms !== undefined) return { kind: 'duration', ms }
  }
  throw new ConfigError(
    'auto.offset.reset',
    text,
    'It must be earliest, latest, none, or by_duration: and a duration of ISO 8601 such as by_duration:PT1H',
  )
}

/** ISO 8601, days and shorter, as Java's `Duration.parse` reads it; undefined when it is none, or negative. */
export function parseDuration(text: string): number | undefined {
  const match = /^P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{0,9})?)S)?)?$/i.exec(text)
  if (!match || text.length < 3) return undefined
  const [, days, hours, minutes, seconds] = match.map(part => Number(part ?? 0))
  return Math.floor(days! * DAYS + hours! * HOURS + minutes! * MINUTES + seconds! * SECONDS)
}

/** What to ask ListOffsets for; undefined with none. */
export function resetTimestamp(reset: Reset, now: Timestamp): Timestamp | undefined {
  if (reset.kind === 'none') return undefined
  return reset.kind === 'duration' ? Math.max(0, now - reset.ms) : offsetSpecs[reset.kind]
}
