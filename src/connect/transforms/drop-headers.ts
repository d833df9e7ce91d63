/** DropHeaders: records without some headers. Source: Kafka 4.3 `DropHeaders`. */
import { settings, type Transformation } from '../plugin.ts'
import { KAFKA_VERSION } from '../version.ts'
import { className } from './sides.ts'

const dropConfig = settings({
  headers: { type: 'list', nonEmpty: true, importance: 'high', doc: 'Names of headers to take away.' },
})

export const dropHeaders: Transformation<typeof dropConfig> = {
  kind: 'transformation',
  class: className('DropHeaders'),
  version: KAFKA_VERSION,
  config: dropConfig,
  create({ headers }) {
    const dropped = new Set(headers)
    return record => ({ ...record, headers: (record.headers ?? []).filter(({ key }) => !dropped.has(key)) })
  },
}
