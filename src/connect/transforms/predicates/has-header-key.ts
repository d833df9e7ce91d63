/** HasHeaderKey: records with a header of that name. Source: Kafka 4.3 `HasHeaderKey`. */
import { type Predicate, settings } from '../../plugin.ts'
import { KAFKA_VERSION } from '../../version.ts'

const config = settings({
  name: { type: 'string', nonEmpty: true, importance: 'medium', doc: 'The name of the header.' },
})

export const hasHeaderKey: Predicate<typeof config> = {
  kind: 'predicate',
  class: 'org.apache.kafka.connect.transforms.predicates.HasHeaderKey',
  version: KAFKA_VERSION,
  config,
  create:
    ({ name }) =>
    record =>
      (record.headers ?? []).some(({ key }) => key === name),
}
