/**
 * All partitions of all topics, one after the other, to the next member that wants the topic.
 * Source: Kafka 4.3 `RoundRobinAssignor`.
 */
import { type Assignment, type Assignor, byInstance, compare } from './types.ts'

export const roundRobin: Assignor = {
  name: 'roundrobin',
  protocols: ['eager'],
  assign(topics, members) {
    const assignment: Assignment = new Map(members.map(({ memberId }) => [memberId, []]))
    const circle = [...members].sort(byInstance).map(({ memberId, topics }) => ({ memberId, wants: new Set(topics) }))
    const wanted = [...new Set(members.flatMap(({ topics }) => topics))].sort(compare)
    let next = 0
    for (const topic of wanted)
      for (const partition of (topics.get(topic) ?? []).keys()) {
        while (!circle[next]!.wants.has(topic)) next = (next + 1) % circle.length
        assignment.get(circle[next]!.memberId)!.push({ topic, partition })
        next = (next + 1) % circle.length
      }
    return assignment
  },
}
