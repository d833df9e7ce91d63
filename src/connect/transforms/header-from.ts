/** HeaderFrom: fields become headers, moved or copied. Source: Kafka 4.3 `HeaderFrom`. */
import { fieldOf } from '../data/schema.ts'
import { DataError, SettingsError } from '../errors.ts'
import { type Header, settings } from '../plugin.ts'
import { invalid } from '../settings.ts'
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

const names = (doc: string) =>
  ({
    type: 'list',
    importance: 'high',
    doc,
    check: ((value: readonly string[], name: string) =>
      value.length === 0 ? invalid(name, value, 'Empty list') : undefined) as (
      value: never,
      name: string,
    ) => string | undefined,
  }) as const

const config = settings({
  fields: names('Fields of the key or value.'),
  headers: names('Their headers, in the same order.'),
  operation: {
    type: 'string',
    values: ['move', 'copy'],
    importance: 'high',
    doc: 'move: the fields are gone then; copy: they stay.',
  },
  'replace.null.with.default': nullIsDefault,
})

export const headerFrom = bothSides('HeaderFrom', config, (options, side) => {
  const { fields, headers, operation, 'replace.null.with.default': withDefault } = options
  if (fields.length !== headers.length)
    throw new SettingsError("'fields' config must have the same number of elements as 'headers' config.")
  const isMove = operation === 'move'
  const purpose = `header ${operation}`
  const movedSchema = cached(schema =>
    structOf(
      schema.fields!.filter(({ name }) => !fields.includes(name)),
      basics(schema),
    ),
  )
  return record => {
    const [schema, value] = [side.schema(record), side.value(record)]
    const added: Header[] = []
    if (!schema) {
      const map = demandMap(value, purpose)
      for (const [index, name] of fields.entries())
        added.push({ key: headers[index]!, schema: null, value: map[name] ?? null })
      const kept = isMove ? without(map, fields) : map
      return { ...side.with(record, null, hashMapOf(kept)), headers: [...(record.headers ?? []), ...added] }
    }
    const struct = demandStruct(value, purpose)
    for (const [index, name] of fields.entries()) {
      const field = fieldOf(schema, name)
      if (!field) throw new DataError(`Field does not exist: ${name}`)
      added.push({ key: headers[index]!, schema: field.schema, value: fieldValue(struct, field, withDefault) })
    }
    const updated = isMove ? movedSchema(schema) : schema
    const result = isMove
      ? Object.fromEntries(updated.fields!.map(field => [field.name, fieldValue(struct, field, withDefault)]))
      : struct
    return { ...side.with(record, updated, result), headers: [...(record.headers ?? []), ...added] }
  }
})

const without = (map: Readonly<Record<string, unknown>>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(map).filter(([name]) => !names.includes(name)))
