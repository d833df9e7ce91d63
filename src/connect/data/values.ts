/**
 * Values without a schema, and what Java would take them for: whole numbers and bigints are longs, other numbers doubles.
 * A double that is whole, or a float, must say so, or it would be written as `5` where Java writes `5.0`.
 */
import { DataError } from '../errors.ts'
import { Decimal } from './decimal.ts'
import type { SchemaType } from './schema.ts'

/** A whole number that is a double all the same. It counts like a number. */
export class Float64 extends Number {
  readonly bits = 64
  /** Also one of another copy of this module: plugins may bring their own. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return bitsOf(value) === 64
  }
}

/** A number with a float's precision. */
export class Float32 extends Number {
  readonly bits = 32
  static override [Symbol.hasInstance](value: unknown): boolean {
    return bitsOf(value) === 32
  }
}

const bitsOf = (value: unknown) =>
  typeof value === 'object' && value !== null ? (value as { bits?: unknown }).bits : undefined

/** As few wrappers as can be. */
export const float64 = (value: number): number | Float64 => (isWhole(value) ? new Float64(value) : value)

/** -0 is no long: only a double has it. */
export const isWhole = (value: number): boolean => Number.isInteger(value) && !Object.is(value, -0)

/** @throws {DataError} for what no topic can hold: functions, symbols, undefined */
export function typeOfValue(value: unknown): SchemaType {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return typeof value as 'string' | 'boolean'
    case 'bigint':
      return 'int64'
    case 'number':
      return isWhole(value) ? 'int64' : 'float64'
    case 'object':
      if (value instanceof Float64) return 'float64'
      if (value instanceof Float32) return 'float32'
      if (value instanceof Uint8Array) return 'bytes'
      if (Array.isArray(value)) return 'array'
      if (value instanceof Map || isPlain(value)) return 'map'
  }
  throw new DataError(`${describe(value)} has no type in Connect: give it a schema, or another form`)
}

export const isPlain = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** For messages: what it is, and the beginning of it. */
export function describe(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value !== 'object') return `${typeof value} ${short(String(value))}`
  if (value instanceof Decimal) return `Decimal ${value}`
  if (value instanceof Date) return `Date ${Number.isNaN(value.getTime()) ? 'Invalid' : value.toISOString()}`
  return value.constructor?.name ?? 'Object'
}

const short = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}...` : text)

/** Entries of a map in either form. */
export const entriesOf = (value: unknown): Iterable<[unknown, unknown]> =>
  value instanceof Map ? value : Object.entries(value as object)
