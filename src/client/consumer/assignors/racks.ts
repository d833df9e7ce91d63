/**
 * Racks of members and partitions: a member reads from a replica next to it when it may (KIP-881). They count only where they
 * make a difference: not when every partition is in every rack, nor when members and replicas have no rack in common.
 * Source: Kafka 4.3 `AbstractPartitionAssignor.useRackAwareAssignment`, `AbstractStickyAssignor.RackInfo`.
 */
import type { TopicPartition } from '../../offsets.ts'
import type { MemberSubscription, PartitionRacks } from './types.ts'

/** @param perPartition racks of each partition's replicas */
export function racksMatter(members: Iterable<string>, perPartition: readonly (readonly string[])[]): boolean {
  const all = new Set(perPartition.flat())
  if (![...members].some(rack => all.has(rack))) return false
  return perPartition.some(racks => new Set(racks).size !== all.size)
}

/** By member id; members that do not say are left out. */
export const racksOf = (members: readonly MemberSubscription[]): Map<string, string> =>
  new Map(members.flatMap(({ memberId, rackId }) => (rackId ? [[memberId, rackId]] : [])))

/** Over all topics of a group: what the sticky assignors ask. */
export class Racks {
  readonly matter: boolean
  readonly #topics: PartitionRacks
  readonly #members: ReadonlyMap<string, string>
  /** How many members are in each rack. */
  readonly #counts = new Map<string, number>()

  constructor(topics: PartitionRacks, members: readonly MemberSubscription[]) {
    const racks = racksOf(members)
    for (const rack of racks.values()) this.#counts.set(rack, (this.#counts.get(rack) ?? 0) + 1)
    this.matter = racksMatter(racks.values(), [...topics.values()].flat())
    this.#topics = topics
    this.#members = this.matter ? racks : new Map()
  }

  #at({ topic, partition }: TopicPartition): readonly string[] {
    return this.#topics.get(topic)?.[partition] ?? []
  }

  /** The member has a rack, and the partition no replica in it. */
  mismatch(memberId: string, at: TopicPartition): boolean {
    const rack = this.#members.get(memberId)
    return rack !== undefined && !this.#at(at).includes(rack)
  }

  /** The member has a rack, and the partition a replica in it. */
  match(memberId: string, at: TopicPartition): boolean {
    const rack = this.#members.get(memberId)
    return rack !== undefined && this.#at(at).includes(rack)
  }

  /** Those that the fewest members are next to come first. */
  sort(partitions: readonly TopicPartition[]): TopicPartition[] {
    if (this.#counts.size === 0) return [...partitions]
    const near = (at: TopicPartition) =>
      [...new Set(this.#at(at))].reduce((sum, rack) => sum + (this.#counts.get(rack) ?? 0), 0)
    return partitions
      .map(at => ({ at, near: near(at) }))
      .sort((a, b) => a.near - b.near)
      .map(({ at }) => at)
  }
}
