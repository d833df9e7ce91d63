/** Values to JSON, by their schema or, without one, by what they are. Source: Kafka 4.3 `JsonConverter.convertToJson`. */
import { Decimal } from '../data/decimal.ts'
import { javaDouble, javaFloat } from '../data/java-numbers.ts'
import { dateToNumber, decimalToBytes } from '../data/logical.ts'
import { logicalNames, type Schema, type SchemaType } from '../data/schema.ts'
import { describe, entriesOf, typeOfValue } from '../data/values.ts'
import { DataError } from '../errors.ts'
import { jsonBytes, jsonText } from '../json/write.ts'

export type WriteJson = (schema: Schema | null, value: unknown) => string

export function createWriter(options: { numericDecimals: boolean; nullIsDefault: boolean }): WriteJson {
  const byType: Readonly<Record<SchemaType, WriteJson>> = {
    ...scalars,
    array(schema, value) {
      if (!Array.isArray(value)) throw mismatch(schema, value)
      return `[${value.map(each => write(schema?.valueSchema ?? null, each)).join(',')}]`
    },
    map: writeMap,
    struct: writeStruct,
  }
  return write

  function write(schema: Schema | null, value: unknown): string {
    if (value === null || value === undefined) return writeNull(schema)
    if (schema?.name !== undefined) {
      if (schema.name === logicalNames.decimal) return writeDecimal(schema, value)
      const toNumber = dateToNumber[schema.name]
      if (toNumber) return String(toNumber(value))
    }
    return byType[schema ? schema.type : typeOfValue(value)](schema, value)
  }

  function writeNull(schema: Schema | null): string {
    if (!schema) return 'null'
    if (schema.default != null && options.nullIsDefault) return write(schema, schema.default)
    if (schema.optional) return 'null'
    throw new DataError('Conversion error: null value for field that is required and has no default value')
  }

  function writeDecimal(schema: Schema, value: unknown): string {
    if (!options.numericDecimals) return jsonBytes(decimalToBytes(schema, value))
    if (!(value instanceof Decimal))
      throw new DataError(`Invalid type for Decimal, expected Decimal but was ${describe(value)}`)
    return value.toString()
  }

  /** With text keys an object, else pairs. */
  function writeMap(schema: Schema | null, value: unknown): string {
    if (typeof value !== 'object') throw mismatch(schema, value)
    const entries = [...entriesOf(value)]
    const keys = schema?.keySchema ?? null
    const values = schema?.valueSchema ?? null
    const asObject = schema ? keys?.type === 'string' : entries.every(([key]) => typeof key === 'string')
    return asObject
      ? `{${entries.map(([key, each]) => `${nameOf(write(keys, key))}:${write(values, each)}`).join(',')}}`
      : `[${entries.map(([key, each]) => `[${write(keys, key)},${write(values, each)}]`).join(',')}]`
  }

  function writeStruct(schema: Schema | null, value: unknown): string {
    if (typeof value !== 'object' || Array.isArray(value)) throw mismatch(schema, value)
    let text = ''
    let at = ''
    try {
      for (const { name, schema: own } of schema!.fields!) {
        at = name
        text += `${text && ','}${jsonText(name)}:${write(own, (value as Record<string, unknown>)[name])}`
      }
    } catch (error) {
      if (error instanceof DataError) throw new DataError(`${error.message} (field "${at}")`, { cause: error.cause })
      throw error
    }
    return `{${text}}`
  }
}

/** A null as a name is the text "null". */
const nameOf = (json: string) => (json.startsWith('"') ? json : `"${json}"`)

const mismatch = (schema: Schema | null, value: unknown) =>
  new DataError(`Invalid type for ${schema ? schema.type.toUpperCase() : 'unknown schema'}: ${describe(value)}`)

/** Java's types could not hold more. */
const whole =
  (bits: number): WriteJson =>
  (schema, value) => {
    if (typeof value !== 'bigint' && !Number.isInteger(value)) throw mismatch(schema, value)
    if (bits < 64) {
      const number = Number(value)
      if (number < -(2 ** (bits - 1)) || number >= 2 ** (bits - 1)) throw mismatch(schema, value)
      return String(number)
    }
    if (Number.isSafeInteger(value)) return String(value)
    const long = BigInt(value as number | bigint)
    if (BigInt.asIntN(64, long) !== long) throw mismatch(schema, value)
    return long.toString()
  }
/** What is no number at all is text in JSON: Jackson puts it in quotes. */
const decimal =
  (format: (value: number) => string): WriteJson =>
  (schema, value) => {
    if (typeof value !== 'number' && !(value instanceof Number)) throw mismatch(schema, value)
    const text = format(Number(value))
    return Number.isFinite(Number(value)) ? text : `"${text}"`
  }

const scalars = {
  int8: whole(8),
  int16: whole(16),
  int32: whole(32),
  int64: whole(64),
  float32: decimal(javaFloat),
  float64: decimal(javaDouble),
  boolean(schema, value) {
    if (typeof value !== 'boolean') throw mismatch(schema, value)
    return String(value)
  },
  string(schema, value) {
    if (typeof value !== 'string') throw mismatch(schema, value)
    return jsonText(value)
  },
  bytes(schema, value) {
    if (!(value instanceof Uint8Array)) throw mismatch(schema, value)
    return jsonBytes(value)
  },
} satisfies Partial<Record<SchemaType, WriteJson>>
