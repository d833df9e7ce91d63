/** Cast: values of another type. Source: Kafka 4.3 `Cast`. */

import { Decimal } from '../data/decimal.ts'
import { dateToNumber } from '../data/logical.ts'
import { type More, Schema, type SchemaType } from '../data/schema.ts'
import { numberText, toText } from '../data/text.ts'
import { describe, Float32, float64, typeOfValue } from '../data/values.ts'
import { DataError, SettingsError } from '../errors.ts'
import { settings } from '../plugin.ts'
import { invalid } from '../settings.ts'
import {
  basics,
  bothSides,
  cached,
  demandMap,
  demandStruct,
  fieldValue,
  hashMapOf,
  nullIsDefault,
  structOf,
} from './sides.ts'

const PURPOSE = 'cast types'
const WHOLE = Symbol('the whole value')
const targets = ['int8', 'int16', 'int32', 'int64', 'float32', 'float64', 'boolean', 'string'] as const
type Target = (typeof targets)[number]

/** @throws {SettingsError} */
function castsOf(spec: readonly string[]): Map<string | typeof WHOLE, Target> {
  const casts = new Map<string | typeof WHOLE, Target>()
  for (const mapping of spec) {
    const parts = mapping.split(':')
    if (parts.length > 2) throw new SettingsError(invalid('spec', spec, `Invalid rename mapping: ${mapping}`))
    const word = parts.at(-1)!.trim().toLowerCase()
    const type = targets.find(each => each === word)
    if (!type && !['bytes', 'array', 'map', 'struct'].includes(word))
      throw new SettingsError(`Invalid type found in casting spec: ${parts.at(-1)!.trim()}`)
    if (!type)
      throw new SettingsError(
        `Cast transformation does not support casting to ${word.toUpperCase()}; supported types are [${targets.join(', ').toUpperCase()}]`,
      )
    casts.set(parts.length === 1 ? WHOLE : parts[0]!.trim(), type)
  }
  if (casts.has(WHOLE) && spec.length > 1)
    throw new SettingsError(
      'Cast transformations that specify a type to cast the entire value to may only specify a single cast in their spec',
    )
  return casts
}

const config = settings({
  spec: {
    type: 'list',
    nonEmpty: true,
    importance: 'high',
    doc: 'Pairs of a field and its new type, or one type for the whole: int8 int16 int32 int64 float32 float64 boolean string.',
    check: ((spec: readonly string[]) => {
      try {
        castsOf(spec)
        return undefined
      } catch (error) {
        return (error as Error).message
      }
    }) as (value: never) => string | undefined,
  },
  'replace.null.with.default': nullIsDefault,
})

export const cast = bothSides('Cast', config, ({ spec, 'replace.null.with.default': withDefault }, side) => {
  const casts = castsOf(spec)
  const whole = casts.get(WHOLE)
  const schemaOf = cached(schema => {
    const more = { ...basics(schema), ...(schema.optional && { optional: true }) }
    if (whole) return { ...Schema[whole], ...more, ...defaultAs(schema, whole) }
    const fields = schema.fields!.map(field => {
      const target = casts.get(field.name)
      if (!target) return field
      const optional: More = field.schema.optional ? { optional: true } : {}
      return { name: field.name, schema: { ...Schema[target], ...optional, ...defaultAs(field.schema, target) } }
    })
    return structOf(fields, more)
  })
  return record => {
    const [schema, value] = [side.schema(record), side.value(record)]
    if (value === null) return record
    if (whole) return side.with(record, schema && schemaOf(schema), convert(schema, value, whole))
    if (!schema) {
      const map = demandMap(value, PURPOSE)
      const changes = [...casts].map(([name, target]) => [name, convert(null, map[name as string], target)] as const)
      return side.with(record, null, hashMapOf(map, Object.fromEntries(changes)))
    }
    const struct = demandStruct(value, PURPOSE)
    const result: Record<string, unknown> = {}
    for (const field of schema.fields!) {
      const each = fieldValue(struct, field, withDefault)
      const target = casts.get(field.name)
      result[field.name] = target ? convert(field.schema, each, target) : each
    }
    return side.with(record, schemaOf(schema), result)
  }
})

const defaultAs = (schema: Schema, target: Target): More =>
  schema.default == null ? {} : { default: convert(schema, schema.default, target) }

const inputs: ReadonlySet<SchemaType> = new Set([...targets, 'bytes'])

function convert(schema: Schema | null, value: unknown, target: Target): unknown {
  if (value == null) return null
  const type = schema ? schema.type : value instanceof Date || value instanceof Decimal ? undefined : typeOfValue(value)
  if (!type)
    throw new DataError(
      `Cast transformation was passed a value of type ${describe(value)} which is not supported by Connect's data API`,
    )
  if (!inputs.has(type))
    throw new DataError(
      `Cast transformation does not support casting from ${type.toUpperCase()}; supported types are [${[...inputs].join(', ').toUpperCase()}]`,
    )
  if (target === 'string') return asText(schema, value)
  const logical = dateToNumber[schema?.name ?? '']
  const result = converters[target](logical ? logical(value) : value)
  // Without a schema the value itself says what it is.
  if (schema) return result
  if (target === 'float32') return new Float32(result as number)
  if (target === 'float64') return float64(result as number)
  return target === 'int64' && Number.isSafeInteger(Number(result)) ? Number(result) : result
}

function asText(schema: Schema | null, value: unknown): string {
  if (value instanceof Date || value instanceof Uint8Array) return toText(schema, value)!
  return typeof value === 'number' || value instanceof Number ? numberText(schema, value) : String(value)
}

/** A number in any form, as Java's Number.longValue() has it: what is behind the point is cut, what is too large is the largest. */
function longOf(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value
  if (value instanceof Decimal) return value.toLong()
  if (typeof value !== 'number' && !(value instanceof Number)) return undefined
  const number = Number(value)
  if (Number.isNaN(number)) return 0n
  if (number >= 2 ** 63) return 2n ** 63n - 1n
  if (number <= -(2 ** 63)) return -(2n ** 63n)
  return BigInt(Math.trunc(number))
}

const whole =
  (bits: 8 | 16 | 32 | 64) =>
  (value: unknown): bigint => {
    if (typeof value === 'boolean') return value ? 1n : 0n
    if (typeof value === 'string') return parseWhole(value, bits)
    const long = longOf(value)
    if (long === undefined) throw unexpected(value)
    // A double becomes an int first, a long does not.
    const isFloat = (typeof value === 'number' && !Number.isInteger(value)) || value instanceof Number
    const isLarge = typeof value === 'number' && Math.abs(value) >= 2 ** 53
    return BigInt.asIntN(bits, (isFloat || isLarge) && bits < 64 ? saturate(long) : long)
  }

const saturate = (value: bigint) => (value > 2147483647n ? 2147483647n : value < -2147483648n ? -2147483648n : value)

function parseWhole(text: string, bits: number): bigint {
  const value = /^[+-]?\d+$/.test(text) ? BigInt(text.replace('+', '')) : undefined
  if (value === undefined || BigInt.asIntN(bits, value) !== value)
    throw new DataError(`Value (${text}) was out of range for requested data type`)
  return value
}

function decimal(value: unknown): number {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'bigint' || typeof value === 'number' || value instanceof Number) return Number(value)
  if (value instanceof Decimal) return value.toNumber()
  if (typeof value !== 'string') throw unexpected(value)
  const text = value.trim().replace(/[fFdD]$/, '')
  if (/^[+-]?(NaN|Infinity|\d+\.?\d*(e[+-]?\d+)?|\.\d+(e[+-]?\d+)?)$/i.test(text)) return Number(text)
  throw new DataError(`Value (${value}) was out of range for requested data type`)
}

const unexpected = (value: unknown) => new DataError(`Unexpected type in Cast transformation: ${describe(value)}`)

const converters: Readonly<Record<Exclude<Target, 'string'>, (value: unknown) => unknown>> = {
  int8: value => Number(whole(8)(value)),
  int16: value => Number(whole(16)(value)),
  int32: value => Number(whole(32)(value)),
  int64: value => whole(64)(value),
  float32: value => Math.fround(decimal(value)),
  float64: value => decimal(value),
  boolean(value) {
    if (typeof value === 'boolean') return value
    if (typeof value === 'string') return value.toLowerCase() === 'true'
    const long = longOf(value)
    if (long === undefined) throw unexpected(value)
    return long !== 0n
  },
}
