/** Which names a topic may have. Source: Kafka 4.3 `Topic.validate`, in whose words a refusal is said: scripts look for them. */
import { KafkaError } from '../protocol/errors.ts'

const LONGEST = 249

/** Why `name` can be no topic's; undefined when it can. */
export function illegalTopicName(name: string): string | undefined {
  if (name === '') return 'the empty string is not allowed'
  if (name === '.' || name === '..') return `'${name}' is not allowed`
  if (name.length > LONGEST) return `the length of '${name}' is longer than the max allowed length ${LONGEST}`
  if (!/^[a-zA-Z0-9._-]+$/.test(name))
    return `'${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`
  return undefined
}

/** @throws {KafkaError} INVALID_TOPIC_EXCEPTION */
export function demandTopicName(name: string): void {
  const why = illegalTopicName(name)
  if (why !== undefined) throw new KafkaError('INVALID_TOPIC_EXCEPTION', `Topic name is invalid: ${why}`)
}
