/**
 * uniform: every member gets the same number of partitions, give or take one where subscriptions allow it, and keeps
 * what it had as far as that goes. Three steps: keep, hand out, level.
 * Source: KIP-848 (balance before stickiness); the steps are our own, Kafka 4.3 has `UniformAssignor` with two builders.
 * Not here: racks. Kafka 4 no longer looks at them either.
 */
import type { Uuid } from '../../lib/uuid.ts'
import type { Assignor, GroupSpec } from './types.ts'

interface Owner {
  memberId: string
  topics: ReadonlySet<Uuid>
  load: number
}

interface Slot {
  topic: Uuid
  partition: number
  owner: Owner | undefined
}

export const uniform: Assignor = group => {
  // Sorted, so that the answer does not depend on the order in which members joined.
  const owners = [...group.members.keys()]
    .sort()
    .map(memberId => ({ memberId, topics: group.members.get(memberId)!.topics, load: 0 }))
  const subscribers = new Map<Uuid, Owner[]>()
  for (const owner of owners)
    for (const topic of owner.topics) subscribers.set(topic, [...(subscribers.get(topic) ?? []), owner])

  const slots = slotsOf(group, subscribers)
  keep(group, owners, slots)
  handOut(slots, subscribers)
  level(slots, subscribers)
  return collect(owners, slots)
}

/** All partitions of all subscribed topics; topics with few subscribers first, for they have the least choice. */
function slotsOf({ partitionCounts }: GroupSpec, subscribers: ReadonlyMap<Uuid, readonly Owner[]>): Slot[] {
  const topics = [...subscribers.keys()].sort(
    (a, b) => subscribers.get(a)!.length - subscribers.get(b)!.length || (a < b ? -1 : 1),
  )
  return topics.flatMap(topic =>
    Array.from({ length: partitionCounts.get(topic) ?? 0 }, (_, partition) => ({ topic, partition, owner: undefined })),
  )
}

/** Leave each partition with the first member that had it and still wants it. */
function keep(group: GroupSpec, owners: readonly Owner[], slots: readonly Slot[]) {
  const former = new Map<Uuid, Map<number, Owner>>()
  for (const owner of owners)
    for (const [topic, partitions] of group.members.get(owner.memberId)!.target) {
      if (!owner.topics.has(topic)) continue
      const byPartition = former.get(topic) ?? new Map<number, Owner>()
      former.set(topic, byPartition)
      for (const partition of partitions) if (!byPartition.has(partition)) byPartition.set(partition, owner)
    }
  for (const slot of slots) give(slot, former.get(slot.topic)?.get(slot.partition))
}

function handOut(slots: readonly Slot[], subscribers: ReadonlyMap<Uuid, readonly Owner[]>) {
  for (const slot of slots) if (!slot.owner) give(slot, lightest(subscribers.get(slot.topic)!))
}

/**
 * Move single partitions from members that have two or more too many. Each move lowers the sum of squared loads, so
 * this ends; most groups are level after one pass.
 */
function level(slots: readonly Slot[], subscribers: ReadonlyMap<Uuid, readonly Owner[]>) {
  for (let moved = true; moved; ) {
    moved = false
    for (const slot of slots) {
      const target = lightest(subscribers.get(slot.topic)!)!
      if (slot.owner!.load < target.load + 2) continue
      give(slot, target)
      moved = true
    }
  }
}

function give(slot: Slot, owner: Owner | undefined) {
  if (slot.owner) slot.owner.load--
  if (owner) owner.load++
  slot.owner = owner
}

function lightest(owners: readonly Owner[]): Owner | undefined {
  let best = owners[0]
  for (const owner of owners) if (owner.load < best!.load) best = owner
  return best
}

function collect(owners: readonly Owner[], slots: readonly Slot[]) {
  const assignments = new Map(owners.map(({ memberId }) => [memberId, new Map<Uuid, number[]>()]))
  for (const { topic, partition, owner } of slots) {
    const assignment = assignments.get(owner!.memberId)!
    const partitions = assignment.get(topic)
    if (partitions) partitions.push(partition)
    else assignment.set(topic, [partition])
  }
  return assignments
}
