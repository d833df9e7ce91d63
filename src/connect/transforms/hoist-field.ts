/** HoistField: the whole becomes the one field of a struct or object. Source: Kafka 4.3 `HoistField`. */
import { settings } from '../plugin.ts'
import { bothSides, cached, structOf } from './sides.ts'

const config = settings({
  field: { type: 'string', importance: 'medium', doc: 'The name of the field.' },
})

export const hoistField = bothSides('HoistField', config, ({ field }, side) => {
  const schemaOf = cached(schema => structOf([{ name: field, schema }]))
  return record => {
    const schema = side.schema(record)
    return side.with(record, schema && schemaOf(schema), { [field]: side.value(record) })
  }
})
