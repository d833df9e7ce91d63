/** SetSchemaMetadata: another name or version for the schema. Source: Kafka 4.3 `SetSchemaMetadata`. */
import { DataError, SettingsError } from '../errors.ts'
import { settings } from '../plugin.ts'
import { bothSides, cached, fieldValue, nullIsDefault, type Struct } from './sides.ts'

const config = settings({
  'schema.name': { type: 'string', default: null, importance: 'high', doc: 'The name.' },
  'schema.version': { type: 'int', default: null, importance: 'high', doc: 'The version.' },
  'replace.null.with.default': nullIsDefault,
})

export const setSchemaMetadata = bothSides('SetSchemaMetadata', config, (options, side) => {
  const { 'schema.name': name, 'schema.version': version, 'replace.null.with.default': withDefault } = options
  if (name === null && version === null) throw new SettingsError('Neither schema name nor version configured')
  const schemaOf = cached(schema => ({
    ...schema,
    ...(name !== null && { name }),
    ...(version !== null && { version }),
  }))
  return record => {
    const [schema, value] = [side.schema(record), side.value(record)]
    if (value === null && !schema) return record
    if (!schema) throw new DataError('Schema required for [updating schema metadata]')
    if (schema.type !== 'struct' || value === null) return side.with(record, schemaOf(schema), value)
    const entries = schema.fields!.map(field => [field.name, fieldValue(value as Struct, field, withDefault)] as const)
    return side.with(record, schemaOf(schema), Object.fromEntries(entries))
  }
})
