/**
 * Schemas as JsonConverter writes them beside the value: `{"type":"struct","fields":[...],"optional":false,"name":"..."}`.
 * Source: Kafka 4.3 `JsonConverter.asJsonSchema`, `asConnectSchema`.
 */
import { Decimal } from '../data/decimal.ts'
import type { Field, SchemaType } from '../data/schema.ts'
import { type More, Schema } from '../data/schema.ts'
import { validate } from '../data/validate.ts'
import { DataError } from '../errors.ts'
import { isObject, type Json, type JsonObject } from '../json/parse.ts'
import { jsonText } from '../json/write.ts'

const jsonTypes: Readonly<Record<SchemaType, string>> = {
  int8: 'int8',
  int16: 'int16',
  int32: 'int32',
  int64: 'int64',
  float32: 'float',
  float64: 'double',
  boolean: 'boolean',
  string: 'string',
  bytes: 'bytes',
  array: 'array',
  map: 'map',
  struct: 'struct',
}
const types = new Map(Object.entries(jsonTypes).map(([type, name]) => [name, type as SchemaType]))

/** @param write how a default is written; @param field its name within a struct, which comes last */
export function writeSchema(
  schema: Schema | null | undefined,
  write: (schema: Schema, value: unknown) => string,
  field?: string,
): string {
  if (!schema) return 'null'
  const parts = [`"type":"${jsonTypes[schema.type]}"`]
  if (schema.type === 'array') parts.push(`"items":${writeSchema(schema.valueSchema, write)}`)
  if (schema.type === 'map')
    parts.push(`"keys":${writeSchema(schema.keySchema, write)}`, `"values":${writeSchema(schema.valueSchema, write)}`)
  if (schema.type === 'struct')
    parts.push(`"fields":[${schema.fields!.map(({ name, schema }) => writeSchema(schema, write, name)).join(',')}]`)
  parts.push(`"optional":${schema.optional}`)
  if (schema.name !== undefined) parts.push(`"name":${jsonText(schema.name)}`)
  if (schema.version !== undefined) parts.push(`"version":${schema.version}`)
  if (schema.doc !== undefined) parts.push(`"doc":${jsonText(schema.doc)}`)
  if (schema.parameters) {
    const parameters = Object.entries(schema.parameters).map(([name, value]) => `${jsonText(name)}:${jsonText(value)}`)
    parts.push(`"parameters":{${parameters.join(',')}}`)
  }
  if (schema.default != null) parts.push(`"default":${write(schema, schema.default)}`)
  if (field !== undefined) parts.push(`"field":${jsonText(field)}`)
  return `{${parts.join(',')}}`
}

/** @param read how a default is read @throws {DataError} */
export function readSchema(json: Json | undefined, read: (schema: Schema, json: Json) => unknown): Schema | null {
  if (json === null) return null
  const object = isObject(json) ? json : {}
  const type = typeof object['type'] === 'string' ? types.get(object['type']) : undefined
  if (typeof object['type'] !== 'string') throw new DataError("Schema must contain 'type' field")
  if (!type) throw new DataError(`Unknown schema type: ${object['type']}`)
  const schema = { ...bare(type, object, read), ...more(object) }
  const given = object['default']
  if (given === undefined) return schema
  const value = read(schema, given)
  if (value == null) return schema
  validate(schema, value, 'the default')
  return { ...schema, default: value }
}

function bare(type: SchemaType, json: JsonObject, read: (schema: Schema, json: Json) => unknown): Schema {
  if (type === 'array') {
    if (json['items'] == null) throw new DataError('Array schema did not specify the element type')
    return Schema.array(readSchema(json['items'], read))
  }
  if (type === 'map') {
    const { keys, values } = json
    if (keys === undefined) throw new DataError('Map schema did not specify the key type')
    if (values === undefined) throw new DataError('Map schema did not specify the value type')
    return Schema.map(readSchema(keys, read), readSchema(values, read))
  }
  if (type === 'struct') return { type, optional: false, fields: fields(json['fields'], read) }
  return { type, optional: false }
}

function fields(json: Json | undefined, read: (schema: Schema, json: Json) => unknown): Field[] {
  if (!Array.isArray(json)) throw new DataError('Struct schema\'s "fields" argument is not an array.')
  const names = new Set<string>()
  return json.map(field => {
    const name = isObject(field) ? field['field'] : undefined
    if (typeof name !== 'string') throw new DataError("Struct schema's field name not specified properly")
    if (names.has(name)) throw new DataError(`Cannot create field because of field name duplication ${name}`)
    names.add(name)
    const schema = readSchema(field, read)
    if (!schema) throw new DataError(`The field "${name}" of a struct has no schema`)
    return { name, schema }
  })
}

function more(json: JsonObject): More {
  const { optional, name, version, doc, parameters } = json
  const texts: Record<string, string> = {}
  if (isObject(parameters))
    for (const [key, value] of Object.entries(parameters)) {
      if (typeof value !== 'string') throw new DataError('Schema parameters must have string values.')
      texts[key] = value
    }
  return {
    ...(optional === true && { optional }),
    ...(typeof name === 'string' && { name }),
    ...((typeof version === 'number' || typeof version === 'bigint') && { version: Number(version) | 0 }),
    ...(typeof doc === 'string' && { doc }),
    ...(Object.keys(texts).length > 0 && { parameters: texts }),
  }
}

/** A number as Jackson's decimalValue() has it. */
export const decimalOf = (json: number | bigint | { text: string }): Decimal =>
  typeof json === 'object' ? Decimal.parse(json.text) : new Decimal(BigInt(json), 0)
