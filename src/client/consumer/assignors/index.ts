/**
 * The assignors that partition.assignment.strategy may name: by short name or by Kafka's class.
 * Source: Kafka 4.3 `ConsumerConfig`, `ConsumerCoordinator` (a protocol that all of a member's assignors speak).
 * Not here: assignors of one's own.
 */
import { ConfigError } from '../../../config/define.ts'
import { range } from './range.ts'
import { roundRobin } from './roundrobin.ts'
import { cooperativeSticky, sticky } from './sticky.ts'
import type { Assignor, RebalanceProtocol } from './types.ts'

const assignors: Readonly<Record<string, Assignor>> = {
  RangeAssignor: range,
  RoundRobinAssignor: roundRobin,
  StickyAssignor: sticky,
  CooperativeStickyAssignor: cooperativeSticky,
}

/** @throws {ConfigError} for a name that is none, or twice there */
export function assignorsOf(names: readonly string[]): Assignor[] {
  const setting = 'partition.assignment.strategy'
  const found = names.map(text => {
    // As Java prints a class, and as it is written in a file.
    const name = text.replace(/^class /, '').replace(/^org\.apache\.kafka\.clients\.consumer\./, '')
    const assignor = assignors[name] ?? Object.values(assignors).find(each => each.name === name)
    if (assignor) return assignor
    const known = Object.entries(assignors).map(([java, { name }]) => `${name} (${java})`)
    throw new ConfigError(setting, text, `It must be of ${known.join(', ')}`)
  })
  if (found.length === 0) throw new ConfigError(setting, names.join(','), 'It must name at least one assignor')
  if (new Set(found).size < found.length) throw new ConfigError(setting, names.join(','), 'It names an assignor twice')
  return found
}

/** What all of them speak, cooperative before eager. */
export const rebalanceProtocolOf = (assignors: readonly Assignor[]): RebalanceProtocol =>
  assignors.every(({ protocols }) => protocols.includes('cooperative')) ? 'cooperative' : 'eager'
