/** StringConverter: text, as Java's toString() has a value. Source: Kafka 4.3 `StringConverter`. */
import { javaText } from '../data/java-text.ts'
import { Schema } from '../data/schema.ts'
import { SettingsError } from '../errors.ts'
import { converter, settings } from '../plugin.ts'
import { converterSettings, version } from './settings.ts'

const optionalText = Schema.optional(Schema.string)

/** Java's names of what Buffer knows. */
const encodings: Readonly<Record<string, BufferEncoding>> = {
  'UTF-8': 'utf8',
  UTF8: 'utf8',
  'US-ASCII': 'ascii',
  ASCII: 'ascii',
  'ISO-8859-1': 'latin1',
  LATIN1: 'latin1',
  'UTF-16LE': 'utf16le',
}

export const StringConverter = converter({
  class: 'org.apache.kafka.connect.storage.StringConverter',
  version,
  forHeaders: true,
  config: settings({
    ...converterSettings,
    'converter.encoding': {
      type: 'string',
      default: 'UTF-8',
      importance: 'high',
      width: 'medium',
      displayName: 'Encoding',
      doc: `How text is written: ${Object.keys(encodings).join(', ')}.`,
    },
  }),
  create(config) {
    const name = config['converter.encoding']
    const encoding = encodings[name.toUpperCase()]
    if (!encoding)
      throw new SettingsError(
        `Invalid value ${name} for configuration converter.encoding: There are ${Object.keys(encodings).join(', ')}`,
      )
    return {
      toBytes: (_topic, schema, value) => (value == null ? null : Buffer.from(javaText(schema, value), encoding)),
      fromBytes: (_topic, bytes) => ({
        schema: optionalText,
        value: bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(encoding),
      }),
    }
  },
})
