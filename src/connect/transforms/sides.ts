/**
 * What most transforms share: they are for the key or for the value, `...$Key` and `...$Value`, and work on a struct by its schema
 * or on a plain object without one. Source: Kafka 4.3 `transforms.util`.
 */
import type { ConfigOf } from '../../config/define.ts'
import { hashMapOrder } from '../../lib/java-order.ts'
import { type Field, type More, Schema } from '../data/schema.ts'
import { describe, isPlain } from '../data/values.ts'
import { DataError } from '../errors.ts'
import { put } from '../json/parse.ts'
import type { ConnectRecord, Settings, Transform, Transformation } from '../plugin.ts'
import { KAFKA_VERSION } from '../version.ts'

/** The key of a record, or its value. */
export interface Side {
  readonly name: 'Key' | 'Value'
  schema(record: ConnectRecord): Schema | null
  value(record: ConnectRecord): unknown
  with<R extends ConnectRecord>(record: R, schema: Schema | null, value: unknown): R
}

const key: Side = {
  name: 'Key',
  schema: record => record.keySchema ?? null,
  value: record => record.key ?? null,
  with: (record, keySchema, value) => ({ ...record, keySchema, key: value }),
}
const value: Side = {
  name: 'Value',
  schema: record => record.valueSchema ?? null,
  value: record => record.value ?? null,
  with: (record, valueSchema, value) => ({ ...record, valueSchema, value }),
}

export const className = (name: string) => `org.apache.kafka.connect.transforms.${name}`

/** The two transforms of one name. */
export const bothSides = <const S extends Settings>(
  name: string,
  config: S,
  create: (config: ConfigOf<S>, side: Side) => Transform,
): [Transformation<S>, Transformation<S>] => [oneSide(name, config, create, key), oneSide(name, config, create, value)]

const oneSide = <S extends Settings>(
  name: string,
  config: S,
  create: (config: ConfigOf<S>, side: Side) => Transform,
  side: Side,
): Transformation<S> => ({
  kind: 'transformation',
  class: className(`${name}$${side.name}`),
  version: KAFKA_VERSION,
  config,
  create: values => create(values, side),
})

export const nullIsDefault = {
  type: 'boolean',
  default: true,
  importance: 'medium',
  doc: 'Whether a null becomes the default, where its schema has one.',
} as const

export type Struct = Readonly<Record<string, unknown>>

export function demandStruct(value: unknown, purpose: string): Struct {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map))
    return value as Struct
  throw new DataError(`Only Struct objects supported for [${purpose}], found: ${describe(value)}`)
}

export function demandMap(value: unknown, purpose: string): Struct {
  if (isPlain(value)) return value
  if (value instanceof Map) return Object.fromEntries(value)
  throw new DataError(`Only Map objects supported in absence of schema for [${purpose}], found: ${describe(value)}`)
}

/** A field of a struct, its default for a null if that is wanted. */
export function fieldValue(struct: Struct, { name, schema }: Field, withDefault: boolean): unknown {
  const value = struct[name] ?? null
  return value === null && withDefault ? (schema.default ?? null) : value
}

/** Name, version, doc and parameters: what is kept of a schema whose fields change. */
export function basics({ name, version, doc, parameters }: Schema): More {
  return {
    ...(name !== undefined && { name }),
    ...(version !== undefined && { version }),
    ...(doc !== undefined && { doc }),
    ...(parameters && { parameters }),
  }
}

/** @throws {DataError} for two fields of one name */
export function structOf(fields: readonly Field[], more: More = {}): Schema {
  const names = new Set<string>()
  for (const { name } of fields) {
    if (names.has(name)) throw new DataError(`Cannot create field because of field name duplication ${name}`)
    names.add(name)
  }
  return { ...Schema.struct({}, more), fields }
}

/** What is made of a schema once, for all its records. */
export function cached(make: (schema: Schema) => Schema): (schema: Schema) => Schema {
  const known = new WeakMap<Schema, Schema>()
  return schema => {
    const found = known.get(schema)
    if (found) return found
    const made = make(schema)
    known.set(schema, made)
    return made
  }
}

/** Entries in the order in which Java's `new HashMap<>(original)` with `changes` put into it has them. */
export function hashMapOf(original: Struct, changes: Struct = {}): Record<string, unknown> {
  const size = Object.keys(original).length
  return ordered({ ...original, ...changes }, Math.floor(size / 0.75 + 1))
}

/** The same of a map that was made for so many. */
export function ordered(entries: Struct, capacity: number): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [name, each] of hashMapOrder(Object.entries(entries), ([name]) => name, capacity)) put(result, name, each)
  return result
}
