/**
 * Whether a value is what its schema says, all the way down. Source: Kafka 4.3 `ConnectSchema.validateValue`.
 */
import { DataError } from '../errors.ts'
import { Decimal } from './decimal.ts'
import { logicalNames, type Schema, type SchemaType } from './schema.ts'
import { describe, entriesOf, isPlain } from './values.ts'

const wholeIn = (bits: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= -(2 ** (bits - 1)) && (value as number) < 2 ** (bits - 1)
const isNumber = (value: unknown) => typeof value === 'number' || value instanceof Number

const fits: Record<SchemaType, (value: unknown) => boolean> = {
  int8: wholeIn(8),
  int16: wholeIn(16),
  int32: wholeIn(32),
  int64: value =>
    typeof value === 'bigint' ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value as number),
  float32: isNumber,
  float64: isNumber,
  boolean: value => typeof value === 'boolean',
  string: value => typeof value === 'string',
  bytes: value => value instanceof Uint8Array,
  array: value => Array.isArray(value),
  map: value => value instanceof Map || isPlain(value),
  struct: value => typeof value === 'object' && !Array.isArray(value) && !(value instanceof Map),
}

const isDate = (value: unknown) => value instanceof Date && !Number.isNaN(value.getTime())
const logical: Readonly<Record<string, (value: unknown) => boolean>> = {
  [logicalNames.decimal]: value => value instanceof Decimal,
  [logicalNames.date]: isDate,
  [logicalNames.time]: isDate,
  [logicalNames.timestamp]: isDate,
}

/** @param where for the message: `value`, `field "id"` @throws {DataError} */
export function validate(schema: Schema, value: unknown, where = 'value'): void {
  if (value === null || value === undefined) {
    if (schema.optional) return
    throw new DataError(`Invalid value: null used for required ${where}, schema type: ${schema.type.toUpperCase()}`)
  }
  const isFit = logical[schema.name ?? ''] ?? fits[schema.type]
  if (!isFit(value))
    throw new DataError(
      `Invalid value for schema${schema.name ? ` "${schema.name}"` : ''} with type ${schema.type.toUpperCase()}: ${describe(value)} for ${where}`,
    )
  parts[schema.type]?.(schema, value, where)
}

const parts: Partial<Record<SchemaType, (schema: Schema, value: unknown, where: string) => void>> = {
  array(schema, value, where) {
    const element = demand(schema.valueSchema, `element of array ${where}`)
    for (const each of value as unknown[]) validate(element, each, `element of array ${where}`)
  },
  map(schema, value, where) {
    const [keys, values] = [
      demand(schema.keySchema, `key of map ${where}`),
      demand(schema.valueSchema, `value of map ${where}`),
    ]
    for (const [key, each] of entriesOf(value)) {
      validate(keys, key, `key of map ${where}`)
      validate(values, each, `value of map ${where}`)
    }
  },
  struct(schema, value) {
    for (const { name, schema: own } of schema.fields ?? []) {
      const each = (value as Record<string, unknown>)[name]
      // A default stands for what is not there.
      if (each == null && own.default !== undefined) continue
      validate(own, each, `field: "${name}"`)
    }
  },
}

function demand(schema: Schema | null | undefined, where: string): Schema {
  if (schema) return schema
  throw new DataError(`No schema defined for ${where}`)
}
