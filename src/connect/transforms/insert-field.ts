/** InsertField: where a record is, when it is from, or something fixed, as fields. Source: Kafka 4.3 `InsertField`. */
import { Schema } from '../data/schema.ts'
import { DataError, SettingsError } from '../errors.ts'
import { type ConnectRecord, type Setting, settings } from '../plugin.ts'
import {
  basics,
  bothSides,
  cached,
  demandMap,
  demandStruct,
  fieldValue,
  hashMapOf,
  nullIsDefault,
  structOf,
} from './sides.ts'

const PURPOSE = 'field insertion'
const NAME = 'A ! behind it makes it a required field, a ? an optional one, which it is anyway.'
const field = (what: string) =>
  ({
    type: 'string',
    default: null,
    importance: 'medium',
    doc: `Name of a field with ${what}. ${NAME}`,
  }) as const satisfies Setting

const config = settings({
  'topic.field': field('the topic'),
  'partition.field': field('the partition'),
  'offset.field': field('the offset; for sinks only'),
  'timestamp.field': field('the timestamp'),
  'static.field': field('a fixed text'),
  'static.value': { type: 'string', default: null, importance: 'medium', doc: 'That text.' },
  'replace.null.with.default': nullIsDefault,
})

function offsetOf(record: ConnectRecord): number {
  if ('offset' in record) return record.offset
  throw new DataError(`Only SinkRecord supported for [${PURPOSE}], found: SourceRecord`)
}

interface Insertion {
  readonly name: string
  readonly schema: Schema
  /** Without a schema; undefined: nothing. */
  readonly plain: (record: ConnectRecord) => unknown
  readonly typed: (record: ConnectRecord) => unknown
}

export const insertField = bothSides('InsertField', config, (options, side) => {
  const text = options['static.value']
  const partition = (record: ConnectRecord) => record.partition ?? undefined
  const timestamp = (record: ConnectRecord) => record.timestamp ?? undefined
  const asDate = (record: ConnectRecord) => (record.timestamp == null ? undefined : new Date(record.timestamp))
  const insertions: Insertion[] = [
    insertion(options['topic.field'], Schema.string, record => record.topic),
    insertion(options['partition.field'], Schema.int32, partition),
    insertion(options['offset.field'], Schema.int64, offsetOf, record => BigInt(offsetOf(record))),
    insertion(options['timestamp.field'], Schema.timestamp, timestamp, asDate),
    insertion(options['static.field'], Schema.string, () => text ?? undefined),
  ].filter(each => each !== undefined)
  if (insertions.length === 0) throw new SettingsError('No field insertion configured')
  if (options['static.field'] !== null && text === null)
    throw new SettingsError(
      `Invalid value null for configuration static.value: No value specified for static field: ${options['static.field']}`,
    )
  const schemaOf = cached(schema =>
    structOf([...schema.fields!, ...insertions.map(({ name, schema }) => ({ name, schema }))], basics(schema)),
  )
  return record => {
    const [schema, value] = [side.schema(record), side.value(record)]
    if (value === null) return record
    const inserted = (how: 'plain' | 'typed') =>
      Object.fromEntries(
        insertions.flatMap(each => {
          const value = each[how](record)
          return value === undefined ? [] : [[each.name, value]]
        }),
      )
    if (!schema) return side.with(record, null, hashMapOf(demandMap(value, PURPOSE), inserted('plain')))
    const struct = demandStruct(value, PURPOSE)
    const kept = schema.fields!.map(
      each => [each.name, fieldValue(struct, each, options['replace.null.with.default'])] as const,
    )
    return side.with(record, schemaOf(schema), { ...Object.fromEntries(kept), ...inserted('typed') })
  }
})

function insertion(
  spec: string | null,
  schema: Schema,
  plain: Insertion['plain'],
  typed = plain,
): Insertion | undefined {
  if (spec === null) return undefined
  const name = spec.replace(/[?!]$/, '')
  return { name, schema: spec.endsWith('!') ? schema : Schema.optional(schema), plain, typed }
}
