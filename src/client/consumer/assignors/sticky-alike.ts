/**
 * The sticky assignment of members that all want the same topics. Each gets ⌊partitions / members⌋, and some get one more.
 *
 *   1. Each keeps what it had, up to its share; who had more than ⌊⌋ keeps one more, as long as there are ones more to have.
 *   2. Where racks matter, what is left goes to members next to it that have room.
 *   3. The rest goes round, first to those with less than ⌊⌋, then to those that may have one more.
 *
 * Source: Kafka 4.3 `AbstractStickyAssignor.ConstrainedAssignmentBuilder`.
 */
import { keyOf, type TopicPartition } from '../../offsets.ts'
import type { StickyInput, StickyResult } from './sticky.ts'
import { type Assignment, compare } from './types.ts'

export const balanceAlike = (input: StickyInput): StickyResult => new Balance(input).run()

class Balance {
  readonly #input: StickyInput
  readonly #least: number
  readonly #most: number
  /** How many members may still get one more than the least. */
  #extra: number
  readonly #assignment: Assignment
  readonly #assigned = new Set<string>()
  /** Who had what nobody keeps. */
  readonly #given = new Map<string, string>()
  readonly #moving = new Map<string, string>()
  /** Members with less than the least, and those with just that who may get one more. */
  #under: string[] = []
  #level: string[] = []

  constructor(input: StickyInput) {
    this.#input = input
    const total = [...input.topics.values()].reduce((sum, { length }) => sum + length, 0)
    const count = input.members.length
    this.#least = Math.floor(total / count)
    this.#most = Math.ceil(total / count)
    this.#extra = total % count
    this.#assignment = new Map(input.members.map(({ memberId }) => [memberId, []]))
  }

  run(): StickyResult {
    for (const [memberId, owned] of this.#input.owned) this.#keep(memberId, owned)
    this.#under.sort(compare)
    this.#level.sort(compare)
    const left = this.#input.racks.sort(this.#unassigned())
    this.#goRound(this.#input.racks.matter ? this.#assignNear(left) : left)
    return { assignment: this.#assignment, moving: this.#moving }
  }

  #keep(memberId: string, owned: readonly TopicPartition[]): void {
    const { racks, disputed } = this.#input
    const near: TopicPartition[] = []
    for (const at of owned)
      if (racks.mismatch(memberId, at)) this.#given.set(keyOf(at), memberId)
      else near.push(at)
    const had = near
      .filter(at => !disputed.has(keyOf(at)))
      .sort((a, b) => a.partition - b.partition || compare(a.topic, b.topic))
    let count = had.length
    if (count < this.#least) this.#under.push(memberId)
    else if (count >= this.#most && this.#extra > 0) {
      count = this.#most
      this.#oneMore()
    } else {
      count = this.#least
      if (this.#extra > 0) this.#level.push(memberId)
    }
    for (const [i, at] of had.entries())
      if (i >= count) this.#given.set(keyOf(at), memberId)
      else {
        this.#assignment.get(memberId)!.push(at)
        this.#assigned.add(keyOf(at))
      }
  }

  /** A member has one more than the least; when that was the last one, nobody else can. */
  #oneMore(): void {
    if (--this.#extra === 0) this.#level = []
  }

  #unassigned(): TopicPartition[] {
    const { topics } = this.#input
    return [...topics.keys()]
      .sort(compare)
      .flatMap(topic => [...topics.get(topic)!.keys()].map(partition => ({ topic, partition })))
      .filter(at => !this.#assigned.has(keyOf(at)))
  }

  /** @returns how many the member has now */
  #give(memberId: string, at: TopicPartition): number {
    const key = keyOf(at)
    const before = this.#given.get(key)
    if ((before !== undefined && before !== memberId) || this.#input.disputed.has(key)) this.#moving.set(key, memberId)
    return this.#assignment.get(memberId)!.push(at)
  }

  /** @returns what is next to nobody with room */
  #assignNear(left: readonly TopicPartition[]): TopicPartition[] {
    let turn = 0
    return left.filter(at => {
      const next = this.#nearIn(this.#under, at, turn)
      if (next >= 0) {
        const memberId = this.#under[next]!
        const count = this.#give(memberId, at)
        turn = next + 1
        if (count >= this.#least) {
          this.#under.splice(next, 1)
          if (count < this.#most && this.#extra > 0) this.#level.push(memberId)
          turn = next
        }
        turn = this.#under.length === 0 ? 0 : turn % this.#under.length
        return false
      }
      const level = this.#nearIn(this.#level, at, 0)
      if (level < 0) return true
      const memberId = this.#level[level]!
      if (this.#give(memberId, at) === this.#most) {
        this.#level.splice(level, 1)
        this.#oneMore()
      }
      return false
    })
  }

  #nearIn(members: readonly string[], at: TopicPartition, from: number): number {
    for (let i = 0; i < members.length; i++) {
      const index = (from + i) % members.length
      if (this.#input.racks.match(members[index]!, at)) return index
    }
    return -1
  }

  #goRound(left: readonly TopicPartition[]): void {
    let turn = 0
    for (const at of left) {
      if (turn >= this.#under.length) turn = 0
      const under = this.#under[turn]
      const memberId = under ?? this.#level.shift()
      if (memberId === undefined) throw new Error(`All members have their share, and ${keyOf(at)} is left: a bug`)
      const count = this.#give(memberId, at)
      if (under === undefined) continue
      if (count < this.#least) turn++
      else {
        this.#under.splice(turn, 1)
        this.#level.push(memberId)
      }
    }
  }
}
