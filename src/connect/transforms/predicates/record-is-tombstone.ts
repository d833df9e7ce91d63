/** RecordIsTombstone: records without a value. Source: Kafka 4.3 `RecordIsTombstone`. */
import type { Predicate } from '../../plugin.ts'
import { KAFKA_VERSION } from '../../version.ts'

export const recordIsTombstone: Predicate<Record<never, never>> = {
  kind: 'predicate',
  class: 'org.apache.kafka.connect.transforms.predicates.RecordIsTombstone',
  version: KAFKA_VERSION,
  config: {},
  create: () => record => record.value == null,
}
