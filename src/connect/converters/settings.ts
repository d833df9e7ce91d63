/** What every converter is told. */
import { settings } from '../plugin.ts'
import { KAFKA_VERSION } from '../version.ts'

export const converterSettings = settings({
  'converter.type': {
    type: 'string',
    values: ['key', 'value', 'header'],
    importance: 'low',
    doc: 'Which part of a record it converts. The worker says so by itself.',
  },
})

/** Plugins that Kafka ships carry Kafka's version. */
export const version = KAFKA_VERSION
