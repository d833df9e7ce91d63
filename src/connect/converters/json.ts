/**
 * JsonConverter: values as JSON, each with its schema beside it (schemas.enable=true) or none at all. Byte for byte what Kafka's
 * writes, and as lenient in what it reads. Source: Kafka 4.3 `JsonConverter`, `JsonConverterConfig`.
 */
import type { Schema } from '../data/schema.ts'
import { DataError } from '../errors.ts'
import { isObject, type Json, parseJson, parseJsonBytes } from '../json/parse.ts'
import type { SchemaAndValue } from '../plugin.ts'
import { type Converter, converter, settings } from '../plugin.ts'
import { createReader } from './json-reader.ts'
import { readSchema, writeSchema } from './json-schema.ts'
import { createWriter } from './json-writer.ts'
import { converterSettings, version } from './settings.ts'

export const jsonSettings = settings({
  ...converterSettings,
  'schemas.enable': {
    type: 'boolean',
    default: true,
    importance: 'high',
    group: 'Schemas',
    order: 0,
    width: 'medium',
    displayName: 'Enable Schemas',
    doc: 'Write each value with its schema: {"schema":...,"payload":...}. False: the value alone.',
  },
  'schemas.cache.size': {
    type: 'int',
    default: 1000,
    importance: 'high',
    group: 'Schemas',
    order: 1,
    width: 'medium',
    displayName: 'Schema Cache Size',
    doc: 'How many schemas are remembered in the form that was read.',
  },
  'schema.content': {
    type: 'string',
    default: null,
    importance: 'high',
    group: 'Schemas',
    order: 2,
    width: 'medium',
    displayName: 'Schema Content',
    doc: 'A schema, as JSON, for all values that are read: they come without one then. Needs schemas.enable.',
  },
  'decimal.format': {
    type: 'string',
    default: 'BASE64',
    values: ['NUMERIC', 'BASE64'],
    anyCase: true,
    importance: 'low',
    group: 'Serialization',
    order: 0,
    width: 'medium',
    displayName: 'Decimal Format',
    doc: 'How decimals are written: BASE64 of their bytes, or NUMERIC, as a number.',
  },
  'replace.null.with.default': {
    type: 'boolean',
    default: true,
    importance: 'low',
    group: 'Serialization',
    order: 1,
    width: 'medium',
    displayName: 'Replace null with default',
    doc: 'Whether a null becomes the default, where its schema has one.',
  },
})

export const JsonConverter = converter({
  class: 'org.apache.kafka.connect.json.JsonConverter',
  version,
  forHeaders: true,
  config: jsonSettings,
  create: config =>
    createJson({
      schemas: config['schemas.enable'],
      cacheSize: config['schemas.cache.size'],
      content: config['schema.content'],
      numericDecimals: config['decimal.format'].toUpperCase() === 'NUMERIC',
      nullIsDefault: config['replace.null.with.default'],
    }),
})

export interface JsonOptions {
  schemas: boolean
  cacheSize?: number
  content?: string | null
  numericDecimals?: boolean
  nullIsDefault?: boolean
}

export function createJson({
  schemas,
  cacheSize = 1000,
  content = null,
  numericDecimals = false,
  nullIsDefault = true,
}: JsonOptions): Converter {
  const write = createWriter({ numericDecimals, nullIsDefault })
  const read = createReader({ nullIsDefault })
  const fixed = content ? schemaOf(parseJson(content)) : null
  /** What was written of a schema: schemas are rarely made anew for a record. */
  const written = new WeakMap<Schema, string>()
  /** What was read, by its text. */
  const known = new Map<string, Schema | null>()

  function schemaOf(json: Json | undefined): Schema | null {
    return readSchema(json, read)
  }

  function schemaText(schema: Schema | null): string {
    if (!schema) return 'null'
    let text = written.get(schema)
    if (text === undefined) {
      text = writeSchema(schema, write)
      written.set(schema, text)
    }
    return text
  }

  function remembered(json: Json): Schema | null {
    const text = JSON.stringify(json, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))
    let schema = known.get(text)
    if (schema === undefined) {
      schema = schemaOf(json)
      if (known.size >= cacheSize) known.delete(known.keys().next().value!)
      known.set(text, schema)
    }
    return schema
  }

  const payloadOf = (schema: Schema | null, value: unknown): string => {
    try {
      return write(schema, value)
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
      throw new DataError('The value is nested too deep, or holds itself', { cause })
    }
  }

  return {
    toBytes(_topic, schema, value) {
      if (!schema && value == null) return null
      const payload = payloadOf(schema, value)
      return Buffer.from(schemas ? `{"schema":${schemaText(schema)},"payload":${payload}}` : payload)
    },
    fromBytes(_topic, bytes): SchemaAndValue {
      if (bytes === null) return { schema: null, value: null }
      const json = parseJsonBytes(bytes)
      if (!schemas) return { schema: null, value: json === undefined ? null : read(null, json) }
      if (fixed) return { schema: fixed, value: read(fixed, json) }
      if (!isObject(json) || Object.keys(json).length !== 2 || !('schema' in json) || !('payload' in json))
        throw new DataError(
          'JsonConverter with schemas.enable requires "schema" and "payload" fields and may not contain additional fields. If you are trying to deserialize plain JSON data, set schemas.enable=false in your converter configuration.',
        )
      const schema = remembered(json['schema']!)
      return { schema, value: read(schema, json['payload']!) }
    },
  }
}
