/**
 * Eager assignment: all connectors, then all tasks, round and round over all workers. Connectors come first, for they are light:
 * one with a single task would else put all tasks on every other worker. Source: Kafka 4.3 `EagerAssignor`.
 */
import type { TaskId } from '../runtime/states.ts'
import { byUnit, CONNECTOR, Work } from './work.ts'

export function assignEager(members: readonly string[], configured: Work): Map<string, Work> {
  const sorted = [...members].sort()
  const work = new Map(sorted.map(member => [member, new Work()]))
  const order = [...configured.sorted.filter(isConnector), ...configured.tasks.sort(byUnit)]
  for (const [index, unit] of order.entries()) work.get(sorted[index % sorted.length]!)!.add([unit])
  return work
}

const isConnector = ({ task }: TaskId) => task === CONNECTOR
