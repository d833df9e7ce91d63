/**
 * Limits on replication while replicas move: set at the start of a move, taken away when --verify finds it done.
 * Source: KIP-73; Kafka 4.3 `ReassignPartitionsCommand`.
 */
import {
  type ConfigChange,
  configOperations,
  incrementalAlterConfigs,
  resourceTypes,
} from '../../client/admin/configs.ts'
import type { Reassignment } from '../../client/admin/replicas.ts'
import { unwrap } from '../../client/admin/results.ts'
import type { Cluster } from '../../client/cluster.ts'
import { keyOf } from '../../client/offsets.ts'
import type { Io } from '../io.ts'
import { hashMapOrder } from '../java-order.ts'
import type { Placement } from './plan.ts'

const brokerRates = ['leader.replication.throttled.rate', 'follower.replication.throttled.rate'] as const
const directoryRate = 'replica.alter.log.dirs.io.max.bytes.per.second'
const topicLists = ['leader.replication.throttled.replicas', 'follower.replication.throttled.replicas'] as const

const set = (name: string, value: string): ConfigChange => ({ name, operation: configOperations.set, value })
const remove = (name: string): ConfigChange => ({ name, operation: configOperations.delete, value: null })

async function alter(
  cluster: Cluster,
  type: number,
  names: Iterable<string | number>,
  changes: (name: string) => readonly ConfigChange[],
): Promise<void> {
  const all = Array.from(names, name => ({ type, name: String(name), changes: changes(String(name)) }))
  if (all.length > 0) unwrap(await incrementalAlterConfigs(cluster, all))
}

/** Where replicas of a partition come from and go to. */
interface Move {
  topic: string
  partition: number
  sources: ReadonlySet<number>
  destinations: ReadonlySet<number>
}

/** What moves already and what is to move; of a partition that is moving the source is where it came from. */
export function movesOf(
  current: readonly Reassignment[],
  wanted: readonly Placement[],
  now: readonly Placement[],
): readonly Move[] {
  const moves = new Map<string, Move>()
  for (const { topic, partition, replicas, adding } of current) {
    const sources = new Set(replicas.filter(id => !adding.includes(id)))
    moves.set(keyOf({ topic, partition }), { topic, partition, sources, destinations: new Set(adding) })
  }
  const places = new Map(now.map(each => [keyOf(each), each.replicas]))
  for (const { topic, partition, replicas } of wanted) {
    const key = keyOf({ topic, partition })
    const sources = moves.get(key)?.sources ?? new Set(places.get(key))
    const destinations = new Set(replicas.filter(id => !sources.has(id)))
    moves.set(key, { topic, partition, sources, destinations })
  }
  return [...moves.values()]
}

export async function limitBrokers(cluster: Cluster, moves: readonly Move[], rate: number, io: Io): Promise<void> {
  const listed = (topic: string, side: 'sources' | 'destinations') => {
    const pairs = moves
      .filter(each => each.topic === topic)
      .flatMap(each => Array.from(each[side], broker => `${each.partition}:${broker}`))
    return [...new Set(pairs)].sort().join(',')
  }
  await alter(cluster, resourceTypes.topic, new Set(moves.map(({ topic }) => topic)), topic => [
    set(topicLists[0], listed(topic, 'sources')),
    set(topicLists[1], listed(topic, 'destinations')),
  ])
  const brokers = new Set(moves.flatMap(({ sources, destinations }) => [...sources, ...destinations]))
  await alter(cluster, resourceTypes.broker, brokers, () => brokerRates.map(name => set(name, String(rate))))
  io.print(`The inter-broker throttle limit was set to ${rate} B/s`)
}

export async function limitDirectories(
  cluster: Cluster,
  brokers: ReadonlySet<number>,
  rate: number,
  io: Io,
): Promise<void> {
  await alter(cluster, resourceTypes.broker, brokers, () => [set(directoryRate, String(rate))])
  io.print(`The replica-alter-dir throttle limit was set to ${rate} B/s`)
}

/** All of them: who took part in the move is not known any more. */
export async function clear(cluster: Cluster, placements: readonly Placement[], io: Io): Promise<void> {
  const brokers = hashMapOrder(
    [...new Set([...cluster.brokers.keys(), ...placements.flatMap(({ replicas }) => replicas)])],
    id => id,
  )
  io.print(`Clearing broker-level throttles on broker${brokers.length === 1 ? '' : 's'} ${brokers.join(',')}`)
  await alter(cluster, resourceTypes.broker, brokers, () => [...brokerRates, directoryRate].map(remove))
  const topics = hashMapOrder([...new Set(placements.map(({ topic }) => topic))], topic => topic)
  io.print(`Clearing topic-level throttles on topic${topics.length === 1 ? '' : 's'} ${topics.join(',')}`)
  await alter(cluster, resourceTypes.topic, topics, () => topicLists.map(remove))
}
