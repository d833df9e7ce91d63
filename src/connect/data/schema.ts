/**
 * Schemas: what a key, a value or a header is. Plain values, compared by what they say.
 *
 *   type       value                                      type      value
 *   int8..32   number, whole                              string    string
 *   int64      bigint (a whole, safe number is taken)     bytes     Uint8Array
 *   float32/64 number                                     array     array
 *   boolean    boolean                                    map       Map; with text keys a plain object will do
 *                                                         struct    plain object: a field's name, its value
 *
 * Logical types are names on top of them: Decimal (bytes) is a `Decimal`; Date, Time (int32) and Timestamp (int64) a `Date`.
 * Without a schema: numbers, bigint, text, booleans, bytes, arrays, plain objects (see values.ts).
 * Source: Kafka 4.3 `connect.data.Schema`, `SchemaBuilder`. Not as Java's: a struct does not carry its schema.
 */
export const schemaTypes = [
  'int8',
  'int16',
  'int32',
  'int64',
  'float32',
  'float64',
  'boolean',
  'string',
  'bytes',
  'array',
  'map',
  'struct',
] as const
export type SchemaType = (typeof schemaTypes)[number]

export interface Field {
  readonly name: string
  readonly schema: Schema
}

export interface Schema {
  readonly type: SchemaType
  readonly optional: boolean
  readonly name?: string
  readonly version?: number
  readonly doc?: string
  /** Taken for a null. */
  readonly default?: unknown
  readonly parameters?: Readonly<Record<string, string>>
  /** Of a struct, in order. */
  readonly fields?: readonly Field[]
  /** Of a map; null: all keys were null when it was guessed. */
  readonly keySchema?: Schema | null
  /** Of a map's values or an array's elements. */
  readonly valueSchema?: Schema | null
}

/** What else can be said of any schema. */
export type More = Partial<Pick<Schema, 'optional' | 'name' | 'version' | 'doc' | 'default' | 'parameters'>>

const simple = (type: SchemaType, more: More = {}): Schema => ({ type, optional: false, ...more })

export const logicalNames = {
  decimal: 'org.apache.kafka.connect.data.Decimal',
  date: 'org.apache.kafka.connect.data.Date',
  time: 'org.apache.kafka.connect.data.Time',
  timestamp: 'org.apache.kafka.connect.data.Timestamp',
} as const

/**
 * @example
 * const order = Schema.struct({ id: Schema.int64, fruit: Schema.string, note: Schema.optional(Schema.string) })
 */
export const Schema = {
  int8: simple('int8'),
  int16: simple('int16'),
  int32: simple('int32'),
  int64: simple('int64'),
  float32: simple('float32'),
  float64: simple('float64'),
  boolean: simple('boolean'),
  string: simple('string'),
  bytes: simple('bytes'),
  date: simple('int32', { name: logicalNames.date, version: 1 }),
  time: simple('int32', { name: logicalNames.time, version: 1 }),
  timestamp: simple('int64', { name: logicalNames.timestamp, version: 1 }),
  decimal: (scale: number, more: More = {}): Schema =>
    simple('bytes', { name: logicalNames.decimal, version: 1, parameters: { scale: String(scale) }, ...more }),
  array: (valueSchema: Schema | null, more: More = {}): Schema => ({ ...simple('array', more), valueSchema }),
  map: (keySchema: Schema | null, valueSchema: Schema | null, more: More = {}): Schema => ({
    ...simple('map', more),
    keySchema,
    valueSchema,
  }),
  struct: (fields: Readonly<Record<string, Schema>>, more: More = {}): Schema => ({
    ...simple('struct', more),
    fields: Object.entries(fields).map(([name, schema]) => ({ name, schema })),
  }),
  /** The same, where null is a value too. */
  optional: (schema: Schema): Schema => (schema.optional ? schema : { ...schema, optional: true }),
  /** The same, with something else said of it. */
  with: (schema: Schema, more: More): Schema => ({ ...schema, ...more }),
}

export const fieldOf = (schema: Schema, name: string): Field | undefined =>
  schema.fields?.find(field => field.name === name)

/** Whether two schemas say the same. */
export function sameSchema(a: Schema | null | undefined, b: Schema | null | undefined): boolean {
  if (a === b) return true
  if (!a || !b) return !a && !b
  return (
    a.type === b.type &&
    a.optional === b.optional &&
    a.name === b.name &&
    a.version === b.version &&
    a.doc === b.doc &&
    sameValue(a.default, b.default) &&
    sameParameters(a.parameters, b.parameters) &&
    sameSchema(a.keySchema, b.keySchema) &&
    sameSchema(a.valueSchema, b.valueSchema) &&
    sameFields(a.fields, b.fields)
  )
}

function sameParameters(a: Schema['parameters'], b: Schema['parameters']): boolean {
  const [names, others] = [Object.keys(a ?? {}), Object.keys(b ?? {})]
  return names.length === others.length && names.every(name => a![name] === b![name])
}

const sameFields = (a: readonly Field[] = [], b: readonly Field[] = []): boolean =>
  a.length === b.length &&
  a.every(({ name, schema }, index) => name === b[index]!.name && sameSchema(schema, b[index]!.schema))

/** Values that are numbers, text, bytes, dates, and arrays and objects of them. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime()
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0
  if (a instanceof Map && b instanceof Map) return sameValue([...a], [...b])
  const [names, others] = [Object.keys(a), Object.keys(b)]
  return (
    names.length === others.length &&
    names.every(name => sameValue((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]))
  )
}
