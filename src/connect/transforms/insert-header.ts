/** InsertHeader: one more header, the value that a text looks like. Source: Kafka 4.3 `InsertHeader`. */
import { parseText } from '../data/parse-text.ts'
import { settings, type Transformation } from '../plugin.ts'
import { KAFKA_VERSION } from '../version.ts'
import { className } from './sides.ts'

const config = settings({
  header: { type: 'string', importance: 'high', doc: 'Its name.' },
  'value.literal': {
    type: 'string',
    importance: 'high',
    doc: 'Its value: 5 is a number, true a boolean, [1,2] a list.',
  },
})

export const insertHeader: Transformation<typeof config> = {
  kind: 'transformation',
  class: className('InsertHeader'),
  version: KAFKA_VERSION,
  config,
  create({ header: key, 'value.literal': text }) {
    const header = { key, ...parseText(text) }
    return record => ({ ...record, headers: [...(record.headers ?? []), header] })
  },
}
