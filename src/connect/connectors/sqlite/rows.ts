/**
 * Records to rows: which columns, with which values, of which types when a table is made for them.
 *
 *   int8..64  INTEGER     boolean  BOOLEAN (0, 1)    Timestamp  DATETIME `2026-11-21 10:00:00.000`    Decimal  NUMERIC
 *   float     REAL        string   TEXT              Date       DATE `2026-11-21`                     array, map, struct
 *   bytes     BLOB                                   Time       TIME `10:00:00.000`                            TEXT, JSON
 */
import { logicalNames, type Schema, type SchemaType } from '../../data/schema.ts'
import { isPlain, typeOfValue } from '../../data/values.ts'
import { DataError } from '../../errors.ts'
import type { SinkRecord } from '../../plugin.ts'
import type { SqlValue } from './database.ts'
import { type SinkConfig, TOPIC } from './sink-settings.ts'

export interface Cell {
  readonly column: string
  readonly value: SqlValue
  /** To declare the column with. */
  readonly type: string
  readonly required: boolean
}

export interface RowChange {
  readonly kind: 'write' | 'delete'
  readonly table: string
  readonly keys: readonly Cell[]
  /** Beside the keys. */
  readonly cells: readonly Cell[]
}

/** @throws {DataError} for a record that is no row */
export function rowOf(record: SinkRecord, config: SinkConfig): RowChange {
  const table = config['table.name.format'].replaceAll(TOPIC, record.topic)
  const keys = keysOf(record, config)
  if (record.value === null) {
    if (!config['delete.enabled'])
      throw new DataError('It has no value. With delete.enabled=true (and pk.mode=record_key) that deletes the row')
    return { kind: 'delete', table, keys, cells: [] }
  }
  const taken = new Set(keys.map(({ column }) => column))
  const wanted = config['fields.whitelist']
  const cells = fieldsOf(record.value, record.valueSchema, 'value').filter(
    ({ column }) => !taken.has(column) && (wanted.length === 0 || wanted.includes(column)),
  )
  if (keys.length + cells.length === 0)
    throw new DataError('It has no field that would be a column: look at fields.whitelist')
  return { kind: 'write', table, keys, cells }
}

const KAFKA_COLUMNS = ['__connect_topic', '__connect_partition', '__connect_offset'] as const

function keysOf(record: SinkRecord, config: SinkConfig): Cell[] {
  const { 'pk.mode': mode, 'pk.fields': names } = config
  if (mode === 'none') return []
  if (mode === 'kafka') {
    const columns = names.length === 3 ? names : KAFKA_COLUMNS
    const { originalTopic, originalPartition, originalOffset } = record
    return [
      { column: columns[0]!, value: originalTopic, type: 'TEXT', required: true },
      { column: columns[1]!, value: BigInt(originalPartition), type: 'INTEGER', required: true },
      { column: columns[2]!, value: BigInt(originalOffset), type: 'INTEGER', required: true },
    ]
  }
  const what = mode === 'record_key' ? 'key' : 'value'
  const [data, schema] = what === 'key' ? [record.key, record.keySchema] : [record.value, record.valueSchema]
  if (data === null || data === undefined)
    throw new DataError(
      `It has no ${what}, and pk.mode is ${mode}. Give records a key (transform ValueToKey), or choose another pk.mode`,
    )
  if (!isFields(data, schema)) {
    if (names.length !== 1)
      throw new DataError(
        `Its ${what} is no struct but one value: pk.fields must be the one column for it, not ${names.length ? names.join(', ') : 'empty'}`,
      )
    return [demandKey({ ...cellOf(names[0]!, data, schema), required: true })]
  }
  const fields = fieldsOf(data, schema, what)
  const chosen =
    names.length === 0
      ? fields
      : names.map(name => fields.find(({ column }) => column === name) ?? missing(name, what, fields))
  return chosen.map(cell => demandKey({ ...cell, required: true }))
}

function missing(name: string, what: string, fields: readonly Cell[]): never {
  throw new DataError(
    `Its ${what} has no field ${name}, which pk.fields names: it has ${fields.map(({ column }) => column).join(', ')}`,
  )
}

function demandKey(cell: Cell): Cell {
  if (cell.value === null) throw new DataError(`Field ${cell.column} of the primary key is null`)
  return cell
}

const isFields = (data: unknown, schema: Schema | null): boolean =>
  schema ? schema.type === 'struct' : isPlain(data) || data instanceof Map

function fieldsOf(data: unknown, schema: Schema | null, what: string): Cell[] {
  if (!isFields(data, schema))
    throw new DataError(
      `Its ${what} is no struct, so it has no columns. Hoist it into a field (transform HoistField), or use a converter that reads structs, such as Json`,
    )
  if (!schema) {
    const entries = data instanceof Map ? [...data] : Object.entries(data as object)
    return entries.map(([name, value]) => cellOf(String(name), value, null))
  }
  return schema.fields!.map(field => cellOf(field.name, (data as Record<string, unknown>)[field.name], field.schema))
}

const declared: Readonly<Record<SchemaType, string>> = {
  int8: 'INTEGER',
  int16: 'INTEGER',
  int32: 'INTEGER',
  int64: 'INTEGER',
  float32: 'REAL',
  float64: 'REAL',
  boolean: 'BOOLEAN',
  string: 'TEXT',
  bytes: 'BLOB',
  array: 'TEXT',
  map: 'TEXT',
  struct: 'TEXT',
}

const isoOf = (value: unknown): string => {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString()
  throw new DataError(`A Date was expected, not ${String(value)}`)
}
const logical: Readonly<Record<string, { type: string; of: (value: unknown) => SqlValue }>> = {
  [logicalNames.timestamp]: { type: 'DATETIME', of: value => isoOf(value).slice(0, 23).replace('T', ' ') },
  [logicalNames.date]: { type: 'DATE', of: value => isoOf(value).slice(0, 10) },
  [logicalNames.time]: { type: 'TIME', of: value => isoOf(value).slice(11, 23) },
  [logicalNames.decimal]: { type: 'NUMERIC', of: String },
}

function cellOf(column: string, given: unknown, schema: Schema | null): Cell {
  const value = given ?? schema?.default ?? null
  const required = schema !== null && !schema.optional && schema.default === undefined
  if (value === null) return { column, value: null, type: schema ? typeOf(schema) : '', required }
  if (schema)
    return { column, value: logical[schema.name ?? '']?.of(value) ?? plain(value), type: typeOf(schema), required }
  return { column, value: plain(value), type: declared[typeOfValue(value)], required }
}

const typeOf = (schema: Schema): string => logical[schema.name ?? '']?.type ?? declared[schema.type]

function plain(value: unknown): SqlValue {
  switch (typeof value) {
    case 'string':
    case 'bigint':
      return value
    case 'boolean':
      return value ? 1n : 0n
    case 'number':
      // A whole one would be bound as a double.
      return Number.isSafeInteger(value) ? BigInt(value) : value
  }
  if (value instanceof Number) return Number(value)
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  return JSON.stringify(value, json)
}

function json(_name: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value)
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof Number) return Number(value)
  return value
}
