/** Filter: no record at all; with a predicate, those that it lets through are dropped. Source: Kafka 4.3 `Filter`. */
import type { Transformation } from '../plugin.ts'
import { KAFKA_VERSION } from '../version.ts'
import { className } from './sides.ts'

export const filter: Transformation<Record<never, never>> = {
  kind: 'transformation',
  class: className('Filter'),
  version: KAFKA_VERSION,
  config: {},
  create: () => () => null,
}
