/** TimestampConverter: times as text, as a number, or as Date, Time or Timestamp. Source: Kafka 4.3 `TimestampConverter`. */
import { type DateFormat, dateFormat } from '../data/date-format.ts'
import { DAY_MS } from '../data/logical.ts'
import { logicalNames, type More, Schema } from '../data/schema.ts'
import { describe } from '../data/values.ts'
import { ConnectError, DataError, SettingsError } from '../errors.ts'
import { settings } from '../plugin.ts'
import {
  basics,
  bothSides,
  cached,
  demandMap,
  demandStruct,
  fieldValue,
  hashMapOf,
  nullIsDefault,
  type Struct,
  structOf,
} from './sides.ts'

const PURPOSE = 'converting timestamp formats'
const forms = ['string', 'unix', 'Date', 'Time', 'Timestamp'] as const
type Form = (typeof forms)[number]

/** Of a second. */
const precisions = { nanoseconds: 1_000_000_000n, microseconds: 1_000_000n, milliseconds: 1000n, seconds: 1n } as const

const config = settings({
  field: { type: 'string', default: '', importance: 'high', doc: 'The field. Empty: the whole.' },
  'target.type': { type: 'string', values: forms, importance: 'high', doc: 'What it becomes.' },
  format: {
    type: 'string',
    default: '',
    importance: 'medium',
    doc: "How text is written, to be read or to be made: yyyy-MM-dd'T'HH:mm:ss.SSSX and the like.",
  },
  'unix.precision': {
    type: 'string',
    default: 'milliseconds',
    values: Object.keys(precisions),
    importance: 'low',
    doc: 'What numbers count since 1970, to be read or to be made.',
  },
  'replace.null.with.default': nullIsDefault,
})

interface Options {
  readonly format: DateFormat | undefined
  readonly pattern: string
  readonly perSecond: bigint
}

const asDate = (kind: string) => (value: unknown) => {
  if (value instanceof Date) return value
  throw new DataError(`Expected ${kind} to be a Date, but found ${describe(value)}`)
}
const dayOf = (date: Date) => Math.floor(date.getTime() / DAY_MS) * DAY_MS

const translators: Readonly<
  Record<
    Form,
    { schema: Schema; read: (value: unknown, o: Options) => Date; write: (date: Date, o: Options) => unknown }
  >
> = {
  string: {
    schema: Schema.string,
    read(value, { format, pattern }) {
      if (typeof value !== 'string')
        throw new DataError(`Expected string timestamp to be a String, but found ${describe(value)}`)
      const date = format?.parse(value)
      if (!date) throw new DataError(`Could not parse timestamp: value (${value}) does not match pattern (${pattern})`)
      return date
    },
    write: (date, { format }) => format!.format(date),
  },
  unix: {
    schema: Schema.int64,
    read(value, { perSecond }) {
      if (typeof value !== 'bigint' && !Number.isInteger(value))
        throw new DataError(`Expected Unix timestamp to be a Long, but found ${describe(value)}`)
      return new Date(Number((BigInt(value as number) * 1000n) / perSecond))
    },
    write: (date, { perSecond }) => (BigInt(date.getTime()) * perSecond) / 1000n,
  },
  Date: { schema: Schema.date, read: asDate('Date'), write: date => new Date(dayOf(date)) },
  Time: { schema: Schema.time, read: asDate('Time'), write: date => new Date(date.getTime() - dayOf(date)) },
  Timestamp: { schema: Schema.timestamp, read: asDate('Timestamp'), write: date => date },
}

export const timestampConverter = bothSides('TimestampConverter', config, (given, side) => {
  const { field, format: pattern, 'replace.null.with.default': withDefault } = given
  const target = given['target.type'] as Form
  if (target === 'string' && pattern.trim() === '')
    throw new SettingsError('TimestampConverter requires format option to be specified when using string timestamps')
  const options: Options = {
    format: pattern.trim() === '' ? undefined : dateFormat(pattern),
    pattern,
    perSecond: precisions[given['unix.precision'] as keyof typeof precisions],
  }
  const { schema: targetSchema, write } = translators[target]
  const convert = (value: unknown, form: Form) =>
    value == null ? null : write(translators[form].read(value, options), options)
  const plain = (value: unknown) => {
    if (value == null) return null
    const result = convert(value, inferred(value))
    return typeof result === 'bigint' && Number.isSafeInteger(Number(result)) ? Number(result) : result
  }
  const typed = (schema: Schema) => (schema.optional ? Schema.optional(targetSchema) : targetSchema)
  const withField = (schema: Schema, value: unknown): Struct | null => {
    if (value === null) return null
    const struct = demandStruct(value, PURPOSE)
    return Object.fromEntries(
      schema.fields!.map(each => {
        const old = fieldValue(struct, each, withDefault)
        return [each.name, each.name === field ? convert(old, formOf(each.schema)) : old]
      }),
    )
  }
  const schemaOf = cached(schema => {
    const more: More = {
      ...basics(schema),
      ...(schema.optional && { optional: true }),
      ...(schema.default != null && { default: withField(schema, schema.default) }),
    }
    return structOf(
      schema.fields!.map(each => (each.name === field ? { name: field, schema: typed(each.schema) } : each)),
      more,
    )
  })
  return record => {
    const [schema, value] = [side.schema(record), side.value(record)]
    if (!schema) {
      if (value === null || field === '') return side.with(record, null, plain(value))
      const map = demandMap(value, PURPOSE)
      return side.with(record, null, hashMapOf(map, { [field]: plain(map[field]) }))
    }
    if (field === '') return side.with(record, typed(schema), convert(value, formOf(schema)))
    return side.with(record, schemaOf(schema), withField(schema, value))
  }
})

const logical: Readonly<Record<string, Form>> = {
  [logicalNames.timestamp]: 'Timestamp',
  [logicalNames.date]: 'Date',
  [logicalNames.time]: 'Time',
}

function formOf({ name, type }: Schema): Form {
  const form = logical[name ?? ''] ?? (type === 'string' ? 'string' : type === 'int64' ? 'unix' : undefined)
  if (form) return form
  throw new ConnectError(`Schema ${name ?? type.toUpperCase()} does not correspond to a known timestamp type format`)
}

function inferred(value: unknown): Form {
  if (value instanceof Date) return 'Timestamp'
  if (typeof value === 'bigint' || Number.isInteger(value)) return 'unix'
  if (typeof value === 'string') return 'string'
  throw new DataError(`TimestampConverter does not support ${describe(value)} objects as timestamps`)
}
