/**
 * Topics by an expression that the whole name must match; a comma is "or". Source: Kafka 4.3 `TopicFilter`.
 * Java's and JavaScript's expressions are the same as far as topic names go; possessive quantifiers and the like are refused.
 */
import { Refusal } from './executing.ts'

/** What `isInternal` says of a topic that only its name is known of. */
const internalTopics = new Set(['__consumer_offsets', '__transaction_state', '__share_group_state'])
export const isInternal = (topic: string) => internalTopics.has(topic)

/** @throws {Refusal} when `text` is no expression */
export function topicPattern(text: string): RegExp {
  const source = text
    .trim()
    .replaceAll(',', '|')
    .replaceAll(' ', '')
    .replace(/^["']+|["']+$/g, '')
  try {
    return new RegExp(`^(?:${source})$`)
  } catch {
    throw new Refusal(`${source} is an invalid regex.`)
  }
}
