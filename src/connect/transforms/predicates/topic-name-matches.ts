/** TopicNameMatches: records of topics whose whole name matches. Source: Kafka 4.3 `TopicNameMatches`. */
import { regexProblem, wholeMatch } from '../../data/java-regex.ts'
import { type Predicate, settings } from '../../plugin.ts'
import { KAFKA_VERSION } from '../../version.ts'

const config = settings({
  pattern: {
    type: 'string',
    nonEmpty: true,
    importance: 'medium',
    doc: 'The expression.',
    check: regexProblem as (value: never, name: string) => string | undefined,
  },
})

export const topicNameMatches: Predicate<typeof config> = {
  kind: 'predicate',
  class: 'org.apache.kafka.connect.transforms.predicates.TopicNameMatches',
  version: KAFKA_VERSION,
  config,
  create({ pattern }) {
    const whole = wholeMatch(pattern)
    return ({ topic }) => whole.test(topic)
  },
}
