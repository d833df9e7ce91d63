/**
 * Converters of one number, and of one boolean: big-endian, of the size of its type.
 * Source: Kafka 4.3 `NumberConverter` and what extends it, `BooleanConverter`, and the serializers they use.
 */
import { Schema } from '../data/schema.ts'
import { validate } from '../data/validate.ts'
import { describe } from '../data/values.ts'
import { DataError } from '../errors.ts'
import { converter } from '../plugin.ts'
import { converterSettings, version } from './settings.ts'

interface Form {
  /** In the class's name. */
  java: string
  /** In messages. */
  word: string
  schema: Schema
  size: number
  write: (bytes: Buffer, value: never) => unknown
  read: (bytes: Buffer) => unknown
}

function numberConverter({ java, word, schema, size, write, read }: Form) {
  const optional = Schema.optional(schema)
  return converter({
    class: `org.apache.kafka.connect.converters.${java}Converter`,
    version,
    forHeaders: true,
    config: converterSettings,
    create: () => ({
      toBytes(_topic, given, value) {
        if (given && schema.type === 'boolean' && given.type !== 'boolean')
          throw new DataError(`Invalid schema type for BooleanConverter: ${given.type.toUpperCase()}`)
        if (value == null) return null
        try {
          validate(schema, value)
        } catch (cause) {
          throw new DataError(`Failed to serialize to ${word} (was ${describe(value)})`, { cause })
        }
        const bytes = Buffer.allocUnsafe(size)
        write(bytes, (schema.type === 'int64' ? BigInt(value as number) : value) as never)
        return bytes
      },
      fromBytes(_topic, bytes) {
        if (bytes === null) return { schema: optional, value: null }
        if (bytes.length !== size)
          throw new DataError(`Failed to deserialize ${word}: it has ${size} bytes, and these are ${bytes.length}`)
        return { schema: optional, value: read(Buffer.from(bytes.buffer, bytes.byteOffset, size)) }
      },
    }),
  })
}

export const ShortConverter = numberConverter({
  java: 'Short',
  word: 'short',
  schema: Schema.int16,
  size: 2,
  write: (bytes, value) => bytes.writeInt16BE(value),
  read: bytes => bytes.readInt16BE(),
})
export const IntegerConverter = numberConverter({
  java: 'Integer',
  word: 'integer',
  schema: Schema.int32,
  size: 4,
  write: (bytes, value) => bytes.writeInt32BE(value),
  read: bytes => bytes.readInt32BE(),
})
export const LongConverter = numberConverter({
  java: 'Long',
  word: 'long',
  schema: Schema.int64,
  size: 8,
  write: (bytes, value) => bytes.writeBigInt64BE(value),
  read: bytes => bytes.readBigInt64BE(),
})
export const FloatConverter = numberConverter({
  java: 'Float',
  word: 'float',
  schema: Schema.float32,
  size: 4,
  write: (bytes, value) => bytes.writeFloatBE(value),
  read: bytes => bytes.readFloatBE(),
})
export const DoubleConverter = numberConverter({
  java: 'Double',
  word: 'double',
  schema: Schema.float64,
  size: 8,
  write: (bytes, value) => bytes.writeDoubleBE(value),
  read: bytes => bytes.readDoubleBE(),
})
export const BooleanConverter = numberConverter({
  java: 'Boolean',
  word: 'boolean',
  schema: Schema.boolean,
  size: 1,
  write: (bytes, value) => bytes.writeUInt8(value ? 1 : 0),
  read(bytes) {
    const byte = bytes[0]!
    if (byte > 1)
      throw new DataError(`Failed to deserialize boolean: Unexpected byte received by BooleanDeserializer: ${byte}`)
    return byte === 1
  },
})
