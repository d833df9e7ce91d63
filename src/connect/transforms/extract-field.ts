/** ExtractField: one field in place of the whole. Source: Kafka 4.3 `ExtractField`, KIP-821. */
import { ConnectError } from '../errors.ts'
import { settings } from '../plugin.ts'
import { fieldAt, fieldPath, valueInMap, valueInStruct } from './field-path.ts'
import { bothSides, demandMap, demandStruct, nullIsDefault } from './sides.ts'

const PURPOSE = 'field extraction'

const config = settings({
  field: { type: 'string', importance: 'medium', doc: 'The field.' },
  'replace.null.with.default': nullIsDefault,
  'field.syntax.version': {
    type: 'string',
    default: 'V1',
    values: ['V1', 'V2'],
    anyCase: true,
    importance: 'high',
    doc: 'V2: a.b is the field b within a, and `a.b` in backticks a name with a dot. V1: a name is a name.',
  },
})

export const extractField = bothSides('ExtractField', config, (options, side) => {
  const path = fieldPath(options.field, options['field.syntax.version'].toUpperCase() as 'V1' | 'V2')
  return record => {
    const [schema, value] = [side.schema(record), side.value(record)]
    if (!schema) return side.with(record, null, value === null ? null : valueInMap(demandMap(value, PURPOSE), path))
    if (value !== null) demandStruct(value, PURPOSE)
    const field = fieldAt(schema, path)
    if (!field) throw new ConnectError(`Unknown field: ${options.field}`)
    return side.with(record, field.schema, valueInStruct(schema, value, path, options['replace.null.with.default']))
  }
})
