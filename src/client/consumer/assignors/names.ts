/**
 * The assignors that partition.assignment.strategy may name: by short name or by Kafka's class.
 * Source: Kafka 4.3 `ConsumerConfig`. Not here: assignors of one's own.
 */
import { ConfigError } from '../../../config/define.ts'

const classes = {
  RangeAssignor: 'range',
  RoundRobinAssignor: 'roundrobin',
  StickyAssignor: 'sticky',
  CooperativeStickyAssignor: 'cooperative-sticky',
} as const
export type AssignorName = (typeof classes)[keyof typeof classes]

/** @throws {ConfigError} for a name that is none, or twice there */
export function assignorNames(texts: readonly string[]): AssignorName[] {
  const setting = 'partition.assignment.strategy'
  const found = texts.map(text => {
    // As Java prints a class, and as it is written in a file.
    const name = text.replace(/^class /, '').replace(/^org\.apache\.kafka\.clients\.consumer\./, '')
    const known = Object.entries(classes)
    const match = known.find(([java, short]) => java === name || short === name)
    if (match) return match[1]
    throw new ConfigError(
      setting,
      text,
      `It must be of ${known.map(([java, short]) => `${short} (${java})`).join(', ')}`,
    )
  })
  if (found.length === 0) throw new ConfigError(setting, texts.join(','), 'It must name at least one assignor')
  if (new Set(found).size < found.length) throw new ConfigError(setting, texts.join(','), 'It names an assignor twice')
  return found
}
