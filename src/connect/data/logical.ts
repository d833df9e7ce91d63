/**
 * Logical types: a `Decimal` or a `Date` in the program, bytes or a whole number below.
 * Source: Kafka 4.3 `connect.data.Decimal`, `Date`, `Time`, `Timestamp`.
 */
import { DataError } from '../errors.ts'
import { Decimal } from './decimal.ts'
import { logicalNames, type Schema } from './schema.ts'
import { describe } from './values.ts'

export const DAY_MS = 86_400_000

/** @throws {DataError} when a Decimal's schema does not say its scale */
export function scaleOf(schema: Schema): number {
  const text = schema.parameters?.['scale']
  if (text === undefined) throw new DataError('Invalid Decimal schema: scale parameter not found.')
  if (!/^-?\d+$/.test(text)) throw new DataError('Invalid scale parameter found in Decimal schema: ')
  return Number(text)
}

export function decimalToBytes(schema: Schema, value: unknown): Buffer {
  if (!(value instanceof Decimal))
    throw new DataError(`Invalid type for Decimal, expected Decimal but was ${describe(value)}`)
  const scale = scaleOf(schema)
  if (value.scale !== scale)
    throw new DataError(`A decimal of scale ${value.scale} (${value}) does not fit a schema of scale ${scale}`)
  return value.toBytes()
}

const timeOf = (kind: string, value: unknown): number => {
  if (!(value instanceof Date) || Number.isNaN(value.getTime()))
    throw new DataError(`Invalid type for ${kind}, expected Date but was ${describe(value)}`)
  return value.getTime()
}

/** Days since 1970. */
export function dateToDays(value: unknown): number {
  const time = timeOf('Date', value)
  if (time % DAY_MS !== 0) throw new DataError(`A Connect Date is a whole day, in UTC: ${describe(value)} is not`)
  return time / DAY_MS
}

/** Milliseconds of the day. */
export function timeToMs(value: unknown): number {
  const time = timeOf('Time', value)
  if (time < 0 || time > DAY_MS)
    throw new DataError(`A Connect Time is a time of 1970-01-01: ${describe(value)} is not`)
  return time
}

export const timestampToMs = (value: unknown): number => timeOf('Timestamp', value)

export const daysToDate = (days: number): Date => new Date(days * DAY_MS)

export function msToTime(ms: number): Date {
  if (ms < 0 || ms > DAY_MS) throw new DataError(`A Connect Time is 0 to ${DAY_MS} milliseconds, not ${ms}`)
  return new Date(ms)
}

/** From Date, Time or Timestamp to what is below, by the schema's name. */
export const dateToNumber: Readonly<Record<string, (value: unknown) => number>> = {
  [logicalNames.date]: dateToDays,
  [logicalNames.time]: timeToMs,
  [logicalNames.timestamp]: timestampToMs,
}
