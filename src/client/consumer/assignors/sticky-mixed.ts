/**
 * The sticky assignment of members that want different topics: no share is fair for all. Each keeps what it had, what is left
 * goes to whoever has least, and then partitions move from members that have more to ones that have at least two less, until
 * none can. A move that undoes another of the same topic is made with a partition that came the other way.
 * Source: KIP-54; Kafka 4.3 `AbstractStickyAssignor.GeneralAssignmentBuilder`.
 */
import { keyOf, type TopicPartition } from '../../offsets.ts'
import { Movements } from './movements.ts'
import type { StickyInput, StickyResult } from './sticky.ts'
import { type Assignment, compare, NO_GENERATION } from './types.ts'

export const balanceMixed = (input: StickyInput): StickyResult => ({ assignment: new Balance(input).run() })

class Balance {
  readonly #input: StickyInput
  /** By topic, who wants it. */
  readonly #wanters = new Map<string, string[]>()
  readonly #wants: ReadonlyMap<string, ReadonlySet<string>>
  #assignment: Assignment
  readonly #owners = new Map<string, string>()
  /** Members that take part, those with the fewest partitions first. */
  #ranks: string[] = []
  /** A member had to give up something: moves are needed anyway. */
  #gaveUp = false
  readonly #movements = new Movements()
  /** Who had a partition in an earlier generation. */
  readonly #before = new Map<string, { memberId: string; generationId: number }>()

  constructor(input: StickyInput) {
    this.#input = input
    const { topics, members, owned, racks } = input
    for (const topic of topics.keys()) this.#wanters.set(topic, [])
    for (const { memberId, topics } of members) for (const topic of topics) this.#wanters.get(topic)!.push(memberId)
    this.#wants = new Map(members.map(({ memberId, topics }) => [memberId, topics]))
    this.#assignment = new Map()
    for (const { memberId, topics } of members) {
      const kept = owned.get(memberId)!.filter(at => topics.has(at.topic) && !racks.mismatch(memberId, at))
      if (kept.length < owned.get(memberId)!.length) this.#gaveUp = true
      this.#assignment.set(memberId, kept)
      for (const at of kept) this.#owners.set(keyOf(at), memberId)
    }
    this.#remember()
  }

  #remember(): void {
    const { members } = this.#input
    const latest = Math.max(NO_GENERATION, ...members.map(({ generationId }) => generationId ?? NO_GENERATION))
    for (const { memberId, partitions, generationId = NO_GENERATION } of members) {
      if (generationId >= latest) continue
      for (const at of partitions)
        if (generationId > (this.#before.get(keyOf(at))?.generationId ?? Number.NEGATIVE_INFINITY))
          this.#before.set(keyOf(at), { memberId, generationId })
    }
  }

  run(): Assignment {
    const { topics, racks } = this.#input
    /** Topics that the fewest want first. */
    const order = [...topics.keys()].sort(
      (a, b) => this.#wanters.get(a)!.length - this.#wanters.get(b)!.length || compare(a, b),
    )
    const all = order.flatMap(topic => [...topics.get(topic)!.keys()].map(partition => ({ topic, partition })))
    const left = all.filter(at => !this.#owners.has(keyOf(at)))
    this.#ranks = [...this.#assignment.keys()]
    this.#sortRanks()
    const isNew = this.#sizeOf(this.#ranks.at(-1)!) === 0
    const far = racks.matter ? left.filter(at => !this.#assign(at, true)) : left
    for (const at of far) this.#assign(at, false)
    this.#settle(all, left, isNew)
    return this.#assignment
  }

  #sizeOf(memberId: string): number {
    return this.#assignment.get(memberId)!.length
  }

  #compareRanks = (a: string, b: string): number => this.#sizeOf(a) - this.#sizeOf(b) || compare(a, b)

  #sortRanks(): void {
    this.#ranks.sort(this.#compareRanks)
  }

  /** To the one with the fewest that wants it. */
  #assign(at: TopicPartition, near: boolean): boolean {
    const memberId = this.#ranks.find(
      id => this.#wants.get(id)!.has(at.topic) && !(near && this.#input.racks.mismatch(id, at)),
    )
    if (memberId === undefined) return false
    this.#assignment.get(memberId)!.push(at)
    this.#owners.set(keyOf(at), memberId)
    this.#sortRanks()
    return true
  }

  #settle(all: readonly TopicPartition[], left: readonly TopicPartition[], isNew: boolean): void {
    const movable = ({ topic }: TopicPartition) => this.#isMovable(topic)
    const fixed = new Map<string, TopicPartition[]>()
    for (const memberId of this.#wants.keys())
      if (!this.#mayChange(memberId)) {
        fixed.set(memberId, this.#assignment.get(memberId)!)
        this.#assignment.delete(memberId)
      }
    this.#ranks = this.#ranks.filter(id => !fixed.has(id))
    const before: Assignment = new Map([...this.#assignment].map(([id, partitions]) => [id, [...partitions]]))
    if (!this.#gaveUp) this.#move(left.filter(movable))
    const moved = this.#move(all.filter(movable))
    if (!isNew && moved && unevenness(this.#assignment) >= unevenness(before)) this.#assignment = before
    for (const [id, partitions] of fixed) this.#assignment.set(id, partitions)
  }

  #isMovable(topic: string): boolean {
    return this.#wanters.get(topic)!.length >= 2
  }

  /** All the partitions that it could have. */
  #reach(memberId: string): number {
    let sum = 0
    for (const topic of this.#wants.get(memberId)!) sum += this.#input.topics.get(topic)!.length
    return sum
  }

  #mayChange(memberId: string): boolean {
    const partitions = this.#assignment.get(memberId)!
    return partitions.length < this.#reach(memberId) || partitions.some(({ topic }) => this.#isMovable(topic))
  }

  /** Over and over, until nothing moves. @returns whether anything did */
  #move(partitions: readonly TopicPartition[]): boolean {
    let moved = false
    for (let again = true; again; ) {
      again = false
      for (const at of partitions) {
        if (this.#isEven()) break
        const target = this.#betterOwner(at)
        if (target === undefined) continue
        this.#reassign(at, target)
        again = moved = true
      }
    }
    return moved
  }

  /** Its owner in an earlier generation, or whoever has least; undefined: it is where it should be. */
  #betterOwner(at: TopicPartition): string | undefined {
    const size = this.#sizeOf(this.#owners.get(keyOf(at))!)
    const earlier = this.#before.get(keyOf(at))?.memberId
    if (earlier !== undefined && this.#assignment.has(earlier) && size > this.#sizeOf(earlier) + 1) return earlier
    const wanters = this.#wanters.get(at.topic)!
    if (!wanters.some(id => this.#assignment.has(id) && size > this.#sizeOf(id) + 1)) return undefined
    return this.#ranks.find(id => this.#wants.get(id)!.has(at.topic))
  }

  #isEven(): boolean {
    if (this.#sizeOf(this.#ranks[0]!) >= this.#sizeOf(this.#ranks.at(-1)!) - 1) return true
    for (const memberId of this.#ranks) {
      const size = this.#sizeOf(memberId)
      if (size === this.#reach(memberId)) continue
      for (const topic of this.#wants.get(memberId)!)
        for (const partition of this.#input.topics.get(topic)!.keys()) {
          const owner = this.#owners.get(keyOf({ topic, partition }))
          if (owner !== undefined && owner !== memberId && this.#assignment.has(owner))
            if (size + 1 < this.#sizeOf(owner)) return false
        }
    }
    return true
  }

  #reassign(wanted: TopicPartition, to: string): void {
    const at = this.#movements.instead(wanted, this.#owners.get(keyOf(wanted))!, to)
    const key = keyOf(at)
    const from = this.#owners.get(key)!
    this.#movements.add(at, from, to)
    const partitions = this.#assignment.get(from)!
    partitions.splice(
      partitions.findIndex(each => keyOf(each) === key),
      1,
    )
    this.#assignment.get(to)!.push(at)
    this.#owners.set(key, to)
    this.#sortRanks()
  }
}

/** Of each pair of members, how many more the one has than the other, summed up. */
function unevenness(assignment: Assignment): number {
  const sizes = [...assignment.values()].map(({ length }) => length)
  let sum = 0
  for (const [i, a] of sizes.entries()) for (const b of sizes.slice(i + 1)) sum += Math.abs(a - b)
  return sum
}
