/** The assignors by name. Source: Kafka 4.3 `ConsumerCoordinator` (a protocol that all of a member's assignors speak). */
import type { AssignorName } from './names.ts'
import { range } from './range.ts'
import { roundRobin } from './roundrobin.ts'
import { cooperativeSticky, sticky } from './sticky.ts'
import type { Assignor, RebalanceProtocol } from './types.ts'

export const assignors: Readonly<Record<AssignorName, Assignor>> = {
  range,
  roundrobin: roundRobin,
  sticky,
  'cooperative-sticky': cooperativeSticky,
}

/** What all of them speak, cooperative before eager. */
export const rebalanceProtocolOf = (list: readonly Assignor[]): RebalanceProtocol =>
  list.every(({ protocols }) => protocols.includes('cooperative')) ? 'cooperative' : 'eager'
