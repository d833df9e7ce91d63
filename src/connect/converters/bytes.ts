/** ByteArrayConverter: bytes as they are. Source: Kafka 4.3 `ByteArrayConverter`. */
import { Schema } from '../data/schema.ts'
import { describe } from '../data/values.ts'
import { DataError } from '../errors.ts'
import { converter } from '../plugin.ts'
import { converterSettings, version } from './settings.ts'

const optionalBytes = Schema.optional(Schema.bytes)

export const ByteArrayConverter = converter({
  class: 'org.apache.kafka.connect.converters.ByteArrayConverter',
  version,
  forHeaders: true,
  config: converterSettings,
  create: () => ({
    toBytes(_topic, schema, value) {
      if (schema && schema.type !== 'bytes')
        throw new DataError(`Invalid schema type for ByteArrayConverter: ${schema.type.toUpperCase()}`)
      if (value == null) return null
      if (!(value instanceof Uint8Array))
        throw new DataError(`ByteArrayConverter is not compatible with objects of type ${describe(value)}`)
      return value
    },
    fromBytes: (_topic, bytes) => ({ schema: optionalBytes, value: bytes }),
  }),
})
