/** MaskField: nothing, or something else, in place of what a field holds. Source: Kafka 4.3 `MaskField`. */
import { Decimal } from '../data/decimal.ts'
import { logicalNames, type Schema, type SchemaType } from '../data/schema.ts'
import { describe, Float32, Float64, float64, typeOfValue } from '../data/values.ts'
import { DataError } from '../errors.ts'
import { settings } from '../plugin.ts'
import { bothSides, demandMap, demandStruct, fieldValue, hashMapOf, nullIsDefault } from './sides.ts'

const PURPOSE = 'mask fields'

const config = settings({
  fields: { type: 'list', nonEmpty: true, importance: 'high', doc: 'Fields to mask.' },
  replacement: {
    type: 'string',
    default: null,
    nonEmpty: true,
    importance: 'low',
    doc: 'A number or text for them. Without it: 0, "", false, nothing in lists and maps.',
  },
  'replace.null.with.default': nullIsDefault,
})

export const maskField = bothSides('MaskField', config, (options, side) => {
  const { fields, replacement, 'replace.null.with.default': withDefault } = options
  const masked = (schema: Schema | null, value: unknown) =>
    value == null ? null : replacement === null ? emptied(schema, value) : replaced(schema, value, replacement)
  const isMasked = new Set(fields)
  return record => {
    const [schema, value] = [side.schema(record), side.value(record)]
    if (!schema) {
      const map = demandMap(value, PURPOSE)
      return side.with(
        record,
        null,
        hashMapOf(map, Object.fromEntries(fields.map(name => [name, masked(null, map[name])]))),
      )
    }
    const struct = demandStruct(value, PURPOSE)
    const entries = schema.fields!.map(field => {
      const each = fieldValue(struct, field, withDefault)
      return [field.name, isMasked.has(field.name) ? masked(field.schema, each) : each] as const
    })
    return side.with(record, schema, Object.fromEntries(entries))
  }
})

type Kind = SchemaType | 'decimal' | 'date'

function kindOf(schema: Schema | null, value: unknown): Kind {
  if (value instanceof Decimal || schema?.name === logicalNames.decimal) return 'decimal'
  if (value instanceof Date) return 'date'
  return schema ? schema.type : typeOfValue(value)
}

const empty: Partial<Readonly<Record<Kind, () => unknown>>> = {
  int8: () => 0,
  int16: () => 0,
  int32: () => 0,
  int64: () => 0n,
  float32: () => 0,
  float64: () => 0,
  boolean: () => false,
  string: () => '',
  decimal: () => new Decimal(0n, 0),
  date: () => new Date(0),
  array: () => [],
  map: () => new Map(),
}

function emptied(schema: Schema | null, value: unknown): unknown {
  if (!schema && typeof value === 'number' && Number.isInteger(value)) return 0
  if (!schema && (typeof value === 'number' || value instanceof Float64)) return float64(0)
  if (!schema && value instanceof Float32) return new Float32(0)
  const make = empty[kindOf(schema, value)]
  if (!make) throw new DataError(`Cannot mask value of type: ${describe(value)}`)
  const result = make()
  return !schema && result instanceof Map ? {} : result
}

function replaced(schema: Schema | null, value: unknown, text: string): unknown {
  const kind = kindOf(schema, value)
  if (kind === 'string') return text
  const make = replacements[kind]
  if (!make) throw new DataError(`Cannot mask value of type ${describe(value)} with custom replacement.`)
  const number = Decimal.tryParse(text)
  if (!number) throw new DataError(`Unable to convert ${text} (String) to number`)
  const result = make(number)
  if (schema) return result
  if (kind === 'float64') return float64(result as number)
  if (kind === 'float32') return new Float32(result as number)
  return Number.isSafeInteger(Number(result)) && typeof result === 'bigint' ? Number(result) : result
}

const narrow = (bits: number) => (number: Decimal) => Number(BigInt.asIntN(bits, number.toLong()))
const replacements: Partial<Readonly<Record<Kind, (number: Decimal) => unknown>>> = {
  int8: narrow(8),
  int16: narrow(16),
  int32: narrow(32),
  int64: number => number.toLong(),
  float32: number => Math.fround(number.toNumber()),
  float64: number => number.toNumber(),
  decimal: number => number,
}
