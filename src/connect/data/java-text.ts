/**
 * A value as Java's toString() has it: `Struct{id=1,name=x}`, `{a=1, b=2}`, `[1, 2]`. What StringConverter writes, and what
 * FileStreamSink prints. Source: Kafka 4.3 `Struct.toString`; java.util `AbstractMap`, `AbstractCollection`, `Date`.
 * Not as Java's: bytes are base64, where Java prints an address; dates are in UTC, where Java has the worker's time zone.
 */
import { Decimal } from './decimal.ts'
import type { Schema } from './schema.ts'
import { numberText } from './text.ts'
import { entriesOf } from './values.ts'

export function javaText(schema: Schema | null | undefined, value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'number' || value instanceof Number) return numberText(schema, value as number | number)
  if (typeof value !== 'object' || value instanceof Decimal) return String(value)
  if (value instanceof Date) return dateText(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return `[${value.map(each => javaText(schema?.valueSchema, each)).join(', ')}]`
  if (schema?.type === 'struct') {
    const parts = schema.fields!.flatMap(({ name, schema: own }) => {
      const each = (value as Record<string, unknown>)[name]
      return each == null ? [] : [`${name}=${javaText(own, each)}`]
    })
    return `Struct{${parts.join(',')}}`
  }
  const entries = [...entriesOf(value)]
  return `{${entries.map(([key, each]) => `${javaText(schema?.keySchema, key)}=${javaText(schema?.valueSchema, each)}`).join(', ')}}`
}

/** `Thu Jan 01 00:00:00 UTC 1970` */
function dateText(value: Date): string {
  const [, weekday, day, month, year, time] = /^(\w+), (\d+) (\w+) (\d+) (\S+)/.exec(value.toUTCString())!
  return `${weekday} ${month} ${day} ${time} UTC ${year}`
}
