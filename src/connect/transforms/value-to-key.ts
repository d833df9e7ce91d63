/** ValueToKey: fields of the value make the key. Source: Kafka 4.3 `ValueToKey`. */
import { fieldOf } from '../data/schema.ts'
import { DataError } from '../errors.ts'
import { settings, type Transformation } from '../plugin.ts'
import { KAFKA_VERSION } from '../version.ts'
import { cached, className, demandMap, demandStruct, fieldValue, nullIsDefault, ordered, structOf } from './sides.ts'

const PURPOSE = 'copying fields from value to key'

const config = settings({
  fields: { type: 'list', nonEmpty: true, importance: 'high', doc: 'Fields of the value.' },
  'replace.null.with.default': nullIsDefault,
})

export const valueToKey: Transformation<typeof config> = {
  kind: 'transformation',
  class: className('ValueToKey'),
  version: KAFKA_VERSION,
  config,
  create({ fields, 'replace.null.with.default': withDefault }) {
    const schemaOf = cached(schema =>
      structOf(
        fields.map(name => {
          const field = fieldOf(schema, name)
          if (!field) throw new DataError(`Field does not exist: ${name}`)
          return field
        }),
      ),
    )
    return record => {
      const { valueSchema: schema, value } = record
      if (!schema) {
        const map = demandMap(value, PURPOSE)
        const key = Object.fromEntries(fields.map(name => [name, map[name] ?? null]))
        return { ...record, keySchema: null, key: ordered(key, fields.length) }
      }
      const struct = demandStruct(value, PURPOSE)
      const keySchema = schemaOf(schema)
      const key = keySchema.fields!.map(field => [field.name, fieldValue(struct, field, withDefault)] as const)
      return { ...record, keySchema, key: Object.fromEntries(key) }
    }
  },
}
