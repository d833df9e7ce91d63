/** TimestampRouter: topics by the time of their records. Source: Kafka 4.3 `TimestampRouter`. */
import { dateFormat } from '../data/date-format.ts'
import { DataError } from '../errors.ts'
import { settings, type Transformation } from '../plugin.ts'
import { KAFKA_VERSION } from '../version.ts'
import { className } from './sides.ts'

const [TOPIC, TIMESTAMP] = ['$' + '{topic}', '$' + '{timestamp}'] as const

const config = settings({
  'topic.format': {
    type: 'string',
    default: `${TOPIC}-${TIMESTAMP}`,
    importance: 'high',
    doc: `The name, with ${TOPIC} and ${TIMESTAMP} in it.`,
  },
  'timestamp.format': {
    type: 'string',
    default: 'yyyyMMdd',
    importance: 'high',
    doc: 'How the time is written, in UTC.',
  },
})

export const timestampRouter: Transformation<typeof config> = {
  kind: 'transformation',
  class: className('TimestampRouter'),
  version: KAFKA_VERSION,
  config,
  create(options) {
    const { format } = dateFormat(options['timestamp.format'])
    return record => {
      if (record.timestamp == null) throw new DataError(`Timestamp missing on record: of topic ${record.topic}`)
      const time = format(new Date(record.timestamp))
      const topic = options['topic.format'].replaceAll(TOPIC, () => record.topic).replaceAll(TIMESTAMP, () => time)
      return { ...record, topic }
    }
  },
}
