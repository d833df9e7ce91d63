/** SimpleHeaderConverter: headers as text that looks like their value. Source: Kafka 4.3 `SimpleHeaderConverter`. */
import { parseText } from '../data/parse-text.ts'
import { toText } from '../data/text.ts'
import type { HeaderConverterPlugin } from '../plugin.ts'
import { version } from './settings.ts'

export const SimpleHeaderConverter: HeaderConverterPlugin<Record<never, never>> = {
  kind: 'header_converter',
  class: 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
  version,
  config: {},
  create: () => ({
    toBytes(_topic, _key, schema, value) {
      const text = toText(schema, value)
      return text === null ? null : Buffer.from(text)
    },
    fromBytes: (_topic, _key, bytes) =>
      bytes === null
        ? { schema: null, value: null }
        : parseText(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()),
  }),
}
