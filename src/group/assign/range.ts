/**
 * range: each topic is cut into one contiguous range per subscriber, so that topics of equal size line up partition by
 * partition (co-partitioning) when all members subscribe alike. Static members come first, by instance id: a restart that
 * changes their member ids moves nothing.
 * Source: KIP-848; Kafka 4.3 `assignor.RangeAssignor`.
 */
import type { Uuid } from '../../lib/uuid.ts'
import type { AssignableMember, Assignor } from './types.ts'

export const range: Assignor = ({ members, partitionCounts }) => {
  const sorted = [...members].sort(byInstanceThenMember)
  const subscribers = new Map<Uuid, number>()
  for (const [, { topics }] of sorted)
    for (const topic of topics) subscribers.set(topic, (subscribers.get(topic) ?? 0) + 1)

  const seen = new Map<Uuid, number>()
  return new Map(
    sorted.map(([memberId, { topics }]) => {
      const ranges = new Map<Uuid, number[]>()
      for (const topic of topics) {
        const nth = seen.get(topic) ?? 0
        seen.set(topic, nth + 1)
        const cut = cutOf(partitionCounts.get(topic) ?? 0, subscribers.get(topic)!, nth)
        if (cut.length) ranges.set(topic, cut)
      }
      return [memberId, ranges]
    }),
  )
}

/** The `nth` of `parts` ranges of [0, count); the first `count % parts` are one longer. */
function cutOf(count: number, parts: number, nth: number): number[] {
  const [quota, extra] = [Math.floor(count / parts), count % parts]
  const start = nth * quota + Math.min(nth, extra)
  return Array.from({ length: quota + (nth < extra ? 1 : 0) }, (_, i) => start + i)
}

type Entry = readonly [memberId: string, member: AssignableMember]

function byInstanceThenMember([idA, a]: Entry, [idB, b]: Entry): number {
  if (a.instanceId !== null && b.instanceId !== null) return compare(a.instanceId, b.instanceId)
  if (a.instanceId !== null) return -1
  if (b.instanceId !== null) return 1
  return compare(idA, idB)
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
