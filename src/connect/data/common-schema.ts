/**
 * One schema for several values: numbers widen, else they must agree. Source: Kafka 4.3 `Values.SchemaMerger`, `convertTo`.
 */
import { DataError } from '../errors.ts'
import { Decimal } from './decimal.ts'
import { daysToDate, msToTime } from './logical.ts'
import { logicalNames, type Schema, type SchemaType, sameSchema } from './schema.ts'
import { toText } from './text.ts'
import { describe } from './values.ts'

/** Narrow to wide. */
const numbers: readonly SchemaType[] = ['int8', 'int16', 'int32', 'int64', 'float32', 'float64']

/** Nulls have no schema, and fit any. */
export function commonSchema() {
  let common: Schema | null = null
  let possible = true
  return {
    get schema() {
      return common
    },
    add(schema: Schema | null | undefined) {
      if (!schema || !possible) return
      common = common ? merged(common, schema) : schema
      possible = common !== null
    },
  }
}

function merged(before: Schema, schema: Schema): Schema | null {
  if (before.type !== schema.type) {
    const [a, b] = [numbers.indexOf(before.type), numbers.indexOf(schema.type)]
    return a < 0 || b < 0 ? null : a > b ? before : schema
  }
  if (before.optional === schema.optional) return before.optional ? before : schema
  return sameSchema(before, schema) ? before : null
}

const fromNumber: Readonly<Record<string, (value: number) => Date>> = {
  [logicalNames.date]: daysToDate,
  [logicalNames.time]: msToTime,
  [logicalNames.timestamp]: ms => new Date(ms),
}

/** @throws {DataError} for a null, and when it would say something else then */
export function convertTo(schema: Schema, value: unknown): unknown {
  if (value == null) throw new DataError('A null has no place among values that are required')
  const isNumber = typeof value === 'number' || typeof value === 'bigint'
  const temporal = fromNumber[schema.name ?? '']
  if (temporal) return value instanceof Date ? value : temporal(Number(value))
  switch (schema.type) {
    case 'int64':
      if (isNumber) return BigInt(value)
      break
    case 'float32':
      if (isNumber) return Math.fround(Number(value))
      break
    case 'int8':
    case 'int16':
    case 'int32':
    case 'float64':
      if (isNumber) return Number(value)
      break
    case 'string':
      return toText(null, value)
    case 'bytes':
      if (value instanceof Uint8Array || value instanceof Decimal) return value
      break
    default:
      return value
  }
  throw new DataError(`Cannot make ${describe(value)} a value of type ${schema.type.toUpperCase()}`)
}
