/**
 * What plugins hand over, looked at where it comes in: a plugin in JavaScript, or with a cast, can return anything, and what is
 * wrong with it should be said by its own words and not break far away. Shapes only; values are for converters, which know schemas.
 */
import { type Schema, schemaTypes } from '../data/schema.ts'
import { describe, isPlain } from '../data/values.ts'
import { ConnectError } from '../errors.ts'
import type {
  Given,
  Offsets,
  RunningConnector,
  SchemaAndValue,
  SinkTask,
  SourceRecord,
  SourceTask,
  TopicPartition,
} from '../plugin.ts'
import { flat } from '../storage/offsets.ts'

/** `describe`, of what may break when it is looked at. */
function shown(value: unknown): string {
  try {
    return value === undefined ? 'undefined' : describe(value)
  } catch {
    return `something that cannot be shown (${typeof value})`
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** @returns a list that the connector does not change any more @throws {ConnectError} */
export function polled(value: unknown): readonly SourceRecord[] | null {
  if (value === null || value === undefined) return null
  if (!Array.isArray(value))
    throw new ConnectError(`poll() returned ${shown(value)}: it must return an array of records, or null`)
  const records = [...value] as SourceRecord[]
  for (const record of records) checkRecord(record)
  return records
}

function checkRecord(record: unknown): void {
  if (!isObject(record)) throw new ConnectError(`poll() returned a record that is ${shown(record)}`)
  const wrong = (field: string, want: string) =>
    new ConnectError(`poll() returned a record whose ${field} is ${shown(record[field])}: it must be ${want}`)
  const { topic, sourcePartition, sourceOffset, partition, headers, keySchema, valueSchema } = record
  if (typeof topic !== 'string' || topic === '') throw wrong('topic', 'the name of a topic')
  if (!isPlain(sourcePartition)) throw wrong('sourcePartition', 'an object, such as { file: "a" }')
  if (!isPlain(sourceOffset)) throw wrong('sourceOffset', 'an object, such as { position: 5 }')
  flat(sourcePartition, 'partition')
  flat(sourceOffset, 'offset')
  if (partition != null && !(Number.isInteger(partition) && (partition as number) >= 0))
    throw wrong('partition', 'a whole number from 0, or left out')
  if (headers != null) checkHeaders(headers, wrong)
  if (keySchema != null) checkSchema(keySchema, 'keySchema')
  if (valueSchema != null) checkSchema(valueSchema, 'valueSchema')
}

function checkHeaders(headers: unknown, wrong: (field: string, want: string) => Error): void {
  if (!Array.isArray(headers)) throw wrong('headers', 'an array of { key, schema, value }')
  for (const header of headers) {
    if (!isObject(header)) throw new ConnectError(`poll() returned a record with a header that is ${shown(header)}`)
    if (typeof header['key'] !== 'string')
      throw new ConnectError(
        `poll() returned a record with a header whose key is ${shown(header['key'])}: it must be a text`,
      )
    if (header['schema'] != null) checkSchema(header['schema'], `schema of header ${header['key']}`)
  }
}

const types: ReadonlySet<unknown> = new Set(schemaTypes)
/** Connectors use the same one for all their records. */
const known = new WeakSet<object>()

function checkSchema(schema: unknown, where: string): void {
  if (!isObject(schema))
    throw new ConnectError(
      `${where} is ${shown(schema)}, and no schema: make it by Schema.struct({...}), Schema.string and the like`,
    )
  if (known.has(schema)) return
  const { type, fields, keySchema, valueSchema } = schema as Partial<Schema>
  if (!types.has(type))
    throw new ConnectError(`${where} has the type ${shown(type)}: there are ${schemaTypes.join(', ')}`)
  // Before what is below: a schema may hold itself.
  known.add(schema)
  try {
    if (type === 'struct') {
      if (!Array.isArray(fields))
        throw new ConnectError(`${where} is a struct without fields: make it by Schema.struct({...})`)
      for (const field of fields as readonly unknown[]) {
        if (!isObject(field) || typeof field['name'] !== 'string')
          throw new ConnectError(`${where} has a field without a name`)
        checkSchema(field['schema'], `${where}.${field['name']}`)
      }
    }
    if (keySchema != null) checkSchema(keySchema, `${where}, keys`)
    if (valueSchema != null) checkSchema(valueSchema, `${where}, elements`)
  } catch (error) {
    known.delete(schema)
    throw error
  }
}

function demandMethods<Of>(value: unknown, call: string, ...methods: readonly string[]): Of {
  const missing = methods.filter(name => !isObject(value) || typeof value[name] !== 'function')
  if (missing.length === 0) return value as Of
  throw new ConnectError(`${call} returned ${shown(value)}: it must return an object with ${missing.join('() and ')}()`)
}

/** What `create` of a transform or predicate makes. @throws {ConnectError} */
export function demandFunction<Of>(value: Of, who: string): Of {
  if (typeof value === 'function') return value
  throw new ConnectError(`${who}: create() returned ${shown(value)}: it must return a function`)
}

export const converter = <Of>(value: Of, who: string): Of =>
  demandMethods(value, `${who}: create()`, 'toBytes', 'fromBytes')
export const sourceTask = (value: unknown): SourceTask => demandMethods(value, 'task()', 'poll')
export const sinkTask = (value: unknown): SinkTask => demandMethods(value, 'task()', 'put')
export const runningConnector = (value: unknown): RunningConnector => demandMethods(value, 'start()', 'taskConfigs')

/** @returns all as texts, as they are kept @throws {ConnectError} */
export function taskConfigs(value: unknown): Given[] {
  if (!Array.isArray(value))
    throw new ConnectError(`taskConfigs() returned ${shown(value)}: it must return an array of settings`)
  return value.map((settings: unknown) => {
    if (!isObject(settings))
      throw new ConnectError(`taskConfigs() returned an array with ${shown(settings)} in it, in place of settings`)
    const entries = Object.entries(settings).filter(([, each]) => each !== null && each !== undefined)
    return Object.fromEntries(
      entries.map(([name, each]) => {
        if (typeof each === 'object' || typeof each === 'function' || typeof each === 'symbol')
          throw new ConnectError(`taskConfigs() returned ${shown(each)} for ${name}: settings are texts`)
        return [name, String(each)]
      }),
    )
  })
}

/** What preCommit says is safe. @throws {ConnectError} */
export function safeOffsets(value: unknown): Offsets {
  if (value === null || value === undefined) return []
  if (!Array.isArray(value))
    throw new ConnectError(
      `preCommit() returned ${shown(value)}: it must return an array of { topic, partition, offset }`,
    )
  for (const row of value)
    if (
      !isObject(row) ||
      typeof row['topic'] !== 'string' ||
      !Number.isInteger(row['partition']) ||
      !isOffset(row['offset'])
    )
      throw new ConnectError(
        `preCommit() returned an array with ${shown(row)} in it, in place of { topic, partition, offset }`,
      )
  return value as Offsets
}

const isOffset = (value: unknown) => value === null || (Number.isSafeInteger(value) && (value as number) >= 0)

/** Where a sink wants to read on. @throws {ConnectError} */
export function demandPlace(at: TopicPartition, offset: unknown): void {
  if (!isObject(at) || typeof at.topic !== 'string' || !Number.isInteger(at.partition))
    throw new ConnectError(`context.offset() was given ${shown(at)} in place of { topic, partition }`)
  if (!isOffset(offset) || offset === null)
    throw new ConnectError(
      `context.offset() was given the offset ${shown(offset)} for ${at.topic}-${at.partition}: it must be a whole number from 0`,
    )
}

/** @throws {ConnectError} */
export function demandRecord(value: unknown, who: string): void {
  if (value === null || (isObject(value) && typeof value['topic'] === 'string')) return
  const hint = value instanceof Promise ? '. Transforms cannot be async' : ''
  throw new ConnectError(
    `Transform ${who} returned ${shown(value)}: it must return a record, or null to drop it${hint}`,
  )
}

/** @throws {ConnectError} */
export function demandBoolean(value: unknown, who: string): boolean {
  if (typeof value === 'boolean') return value
  throw new ConnectError(`Predicate ${who} returned ${shown(value)}: it must return true or false`)
}

/** @throws {ConnectError} */
export function demandBytes(value: unknown, who: string): Uint8Array | null {
  if (value === null || value instanceof Uint8Array) return value
  throw new ConnectError(`Converter ${who}: toBytes() returned ${shown(value)}: it must return bytes, or null`)
}

/** @throws {ConnectError} */
export function demandSchemaAndValue(value: unknown, who: string): SchemaAndValue {
  if (isObject(value) && 'value' in value) return value as unknown as SchemaAndValue
  throw new ConnectError(`Converter ${who}: fromBytes() returned ${shown(value)}: it must return { schema, value }`)
}
