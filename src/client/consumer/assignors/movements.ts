/**
 * Which partitions went from whom to whom while a group is balanced. Two partitions of a topic that change places between two
 * members are two moves for nothing: `instead` finds the one that can simply go back.
 * Source: Kafka 4.3 `AbstractStickyAssignor.PartitionMovements`.
 */
import { keyOf, type TopicPartition } from '../../offsets.ts'

interface Move {
  readonly at: TopicPartition
  readonly from: string
  readonly to: string
}

export class Movements {
  readonly #moves = new Map<string, Move>()

  /** A partition that moved before is counted from where it was first; back there, it did not move. */
  add(at: TopicPartition, from: string, to: string): void {
    const key = keyOf(at)
    const origin = this.#moves.get(key)?.from ?? from
    this.#moves.delete(key)
    if (origin !== to) this.#moves.set(key, { at, from: origin, to })
  }

  /** Before `at` goes to `to`: another one of its topic, that came from there. */
  instead(at: TopicPartition, from: string, to: string): TopicPartition {
    const origin = this.#moves.get(keyOf(at))?.from ?? from
    for (const move of this.#moves.values())
      if (move.at.topic === at.topic && move.from === to && move.to === origin) return move.at
    return at
  }
}
