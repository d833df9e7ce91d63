/**
 * JSON to values, by their schema or, without one, by what they are: whole numbers are numbers, or bigints beyond 2^53, others
 * doubles. Where Jackson makes something of a value of another kind (text is 0 as a number), so does this.
 * Source: Kafka 4.3 `JsonConverter.convertToConnect`; Jackson 2.21 `JsonNode`.
 */
import { Decimal } from '../data/decimal.ts'
import { daysToDate, msToTime, scaleOf } from '../data/logical.ts'
import { logicalNames, type Schema, type SchemaType } from '../data/schema.ts'
import { float64 } from '../data/values.ts'
import { DataError } from '../errors.ts'
import { Fraction, inHashOrder, isObject, type Json, put } from '../json/parse.ts'
import { decimalOf } from './json-schema.ts'

export type ReadJson = (schema: Schema | null, json: Json | undefined) => unknown

export function createReader(options: { nullIsDefault: boolean }): ReadJson {
  const byType: Readonly<Record<SchemaType, (schema: Schema, json: Json) => unknown>> = {
    ...scalars,
    array: (schema, json) => elements(json).map(each => read(schema.valueSchema ?? null, each)),
    map: readMap,
    struct(schema, json) {
      if (!isObject(json)) throw new DataError(`Structs should be encoded as JSON objects, but found ${kindOf(json)}`)
      const struct: Record<string, unknown> = {}
      for (const { name, schema: own } of schema.fields!) {
        const value = read(own, Object.hasOwn(json, name) ? json[name] : undefined)
        if (value === null && !own.optional && own.default == null)
          throw new DataError(
            `Invalid value: null used for required field: "${name}", schema type: ${own.type.toUpperCase()}`,
          )
        put(struct, name, value)
      }
      return struct
    },
  }
  return read

  function read(schema: Schema | null, json: Json | undefined): unknown {
    if (!schema) return plain(json)
    if (json === undefined || json === null) {
      if (schema.default != null && options.nullIsDefault) return schema.default
      if (schema.optional) return null
      throw new DataError(`Invalid null value for required ${schema.type.toUpperCase()} field`)
    }
    const special = schema.name === undefined ? undefined : logical[schema.name]
    return special ? special(schema, json) : byType[schema.type](schema, json)
  }

  function plain(json: Json | undefined): unknown {
    if (json === undefined || json === null || typeof json === 'boolean' || typeof json === 'string')
      return json ?? null
    // -0 is 0: BigDecimal, through which Java reads, has no other.
    if (typeof json === 'number') return json + 0
    if (typeof json === 'bigint') return BigInt.asIntN(64, json)
    if (json instanceof Fraction) return float64(Number(json.text) + 0)
    if (Array.isArray(json)) return json.map(plain)
    const object: Record<string, unknown> = {}
    for (const [name, each] of Object.entries(inHashOrder(json))) put(object, name, plain(each))
    return object
  }

  function readMap(schema: Schema, json: Json): Map<unknown, unknown> {
    const [keys, values] = [schema.keySchema ?? null, schema.valueSchema ?? null]
    if (keys?.type === 'string') {
      if (!isObject(json))
        throw new DataError(`Maps with string fields should be encoded as JSON objects, but found ${kindOf(json)}`)
      return new Map(Object.entries(inHashOrder(json)).map(([name, each]) => [name, read(values, each)]))
    }
    if (!Array.isArray(json))
      throw new DataError(
        `Maps with non-string fields should be encoded as JSON array of tuples, but found ${kindOf(json)}`,
      )
    return new Map(
      json.map(entry => {
        if (!Array.isArray(entry))
          throw new DataError(`Found invalid map entry instead of array tuple: ${kindOf(entry)}`)
        if (entry.length !== 2)
          throw new DataError(`Found invalid map entry, expected length 2 but found :${entry.length}`)
        return [read(keys, entry[0]), read(values, entry[1])]
      }),
    )
  }
}

/** An object's values are its elements, and anything else has none. */
const elements = (json: Json): Json[] => (Array.isArray(json) ? json : isObject(json) ? Object.values(json) : [])

/** Without its fraction; 0 for what is no number. */
function wholeOf(json: Json): bigint {
  if (typeof json === 'number') return BigInt(json)
  if (typeof json === 'bigint') return json
  return json instanceof Fraction ? Decimal.parse(json.text).toLong() : 0n
}
const whole = (bits: number) => (_: Schema, json: Json) => Number(BigInt.asIntN(bits, wholeOf(json)))
const numberOf = (json: Json) =>
  typeof json === 'number' || typeof json === 'bigint'
    ? Number(json)
    : json instanceof Fraction
      ? Number(json.text) + 0
      : 0

const scalars = {
  int8: whole(8),
  int16: whole(16),
  int32: whole(32),
  int64: (_, json) => BigInt.asIntN(64, wholeOf(json)),
  float32: (_, json) => Math.fround(numberOf(json)),
  float64: (_, json) => numberOf(json),
  boolean: (_, json) => json === true,
  string: (_, json) => (typeof json === 'string' ? json : null),
  bytes: (_, json) => (typeof json === 'string' ? fromBase64(json, 'Invalid bytes field') : null),
} satisfies Partial<Record<SchemaType, (schema: Schema, json: Json) => unknown>>

/** Buffer takes anything for base64, Jackson does not. */
function fromBase64(text: string, message: string): Buffer {
  const compact = text.replace(/\s+/g, '')
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact))
    throw new DataError(`${message}: it is not base64`)
  return Buffer.from(compact, 'base64')
}

const isInt = (json: Json): json is number => typeof json === 'number' && json === (json | 0)
const wrong = (kind: string, wanted: string, json: Json) =>
  new DataError(`Invalid type for ${kind}, underlying representation should be ${wanted} but was ${kindOf(json)}`)

const logical: Readonly<Record<string, (schema: Schema, json: Json) => unknown>> = {
  [logicalNames.decimal](schema, json) {
    if (typeof json === 'number' || typeof json === 'bigint' || json instanceof Fraction) return decimalOf(json)
    if (typeof json !== 'string') throw wrong('Decimal', 'numeric or bytes', json)
    return Decimal.fromBytes(fromBase64(json, 'Invalid bytes for Decimal field'), scaleOf(schema))
  },
  [logicalNames.date](_, json) {
    if (!isInt(json)) throw wrong('Date', 'integer', json)
    return daysToDate(json)
  },
  [logicalNames.time](_, json) {
    if (!isInt(json)) throw wrong('Time', 'integer', json)
    return msToTime(json)
  },
  [logicalNames.timestamp](_, json) {
    if (typeof json !== 'number' && typeof json !== 'bigint') throw wrong('Timestamp', 'integral', json)
    return new Date(Number(json))
  },
}

/** Jackson's JsonNodeType. */
function kindOf(json: Json | undefined): string {
  if (json === undefined) return 'MISSING'
  if (json === null) return 'NULL'
  if (Array.isArray(json)) return 'ARRAY'
  if (isObject(json)) return 'OBJECT'
  return typeof json === 'object' || typeof json === 'bigint' ? 'NUMBER' : (typeof json).toUpperCase()
}
