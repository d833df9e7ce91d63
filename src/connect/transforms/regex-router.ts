/** RegexRouter: other topics, by an expression that the whole name matches. Source: Kafka 4.3 `RegexRouter`. */
import { javaReplacement, regexProblem, wholeMatch } from '../data/java-regex.ts'
import { settings, type Transformation } from '../plugin.ts'
import { KAFKA_VERSION } from '../version.ts'
import { className } from './sides.ts'

const config = settings({
  regex: {
    type: 'string',
    importance: 'high',
    doc: 'The expression.',
    check: regexProblem as (value: never, name: string) => string | undefined,
  },
  replacement: { type: 'string', importance: 'high', doc: 'The other name; $1 is what the first group matched.' },
})

export const regexRouter: Transformation<typeof config> = {
  kind: 'transformation',
  class: className('RegexRouter'),
  version: KAFKA_VERSION,
  config,
  create({ regex, replacement }) {
    const pattern = wholeMatch(regex)
    const replace = javaReplacement(replacement)
    return record => {
      const match = pattern.exec(record.topic)
      return match ? { ...record, topic: replace(match) } : record
    }
  },
}
