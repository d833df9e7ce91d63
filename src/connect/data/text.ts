/**
 * A value as text, as headers carry it: text as it is, `[1,2]`, `{"a":1}`, bytes in base64, dates in ISO 8601.
 * Source: Kafka 4.3 `Values.convertToString`.
 */
import { DataError } from '../errors.ts'
import { Decimal } from './decimal.ts'
import { javaDouble, javaFloat } from './java-numbers.ts'
import { DAY_MS } from './logical.ts'
import type { Schema } from './schema.ts'
import { describe, entriesOf, Float32, Float64, isWhole } from './values.ts'

/** @param schema tells a float from a double, and a struct's order; null: by the value itself */
export const toText = (schema: Schema | null, value: unknown): string | null =>
  value == null ? null : write(schema, value, false)

function write(schema: Schema | null | undefined, value: unknown, embedded: boolean): string {
  if (value == null) return 'null'
  if (typeof value === 'string') return embedded ? quote(value) : value
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (typeof value === 'number' || value instanceof Number) return numberText(schema, value as number | number)
  if (value instanceof Decimal) return value.toString()
  if (value instanceof Date) return dateText(value)
  if (value instanceof Uint8Array) {
    const base64 = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
    return embedded ? `"${base64}"` : base64
  }
  if (Array.isArray(value)) return `[${value.map(each => write(schema?.valueSchema, each, true)).join(',')}]`
  if (typeof value !== 'object') throw new DataError(`Cannot write ${describe(value)} as text`)
  if (schema?.type === 'struct') {
    const values = value as Record<string, unknown>
    const fields = schema.fields!.map(({ name, schema: own }) => {
      const each = values[name] ?? own.default
      return `${quote(name)}:${write(own, each, true)}`
    })
    return `{${fields.join(',')}}`
  }
  const entries = [...entriesOf(value)].map(
    ([key, each]) => `${write(schema?.keySchema, key, true)}:${write(schema?.valueSchema, each, true)}`,
  )
  return `{${entries.join(',')}}`
}

/** Java's text of a number, by its schema or, without one, by what it is. */
export function numberText(schema: Schema | null | undefined, value: unknown): string {
  const number = Number(value)
  if (schema?.type === 'float32' || value instanceof Float32) return javaFloat(number)
  if (schema?.type === 'float64' || value instanceof Float64) return javaDouble(number)
  return schema || isWhole(number) ? wholeText(number) : javaDouble(number)
}

/** Never `1e+21`. */
const wholeText = (value: number) => (Number.isSafeInteger(value) ? String(value) : BigInt(value).toString())

const quote = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

function dateText(value: Date): string {
  // Beyond the year 9999 it begins with a plus.
  const [date = '', time = ''] = value.toISOString().replace(/^\+0*/, '').split('T')
  if (value.getTime() < DAY_MS) return time
  return value.getTime() % DAY_MS === 0 ? date : `${date}T${time}`
}
