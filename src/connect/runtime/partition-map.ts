/** A map by topic and partition. */
import { keyOf } from '../../client/offsets.ts'
import type { TopicPartition } from '../plugin.ts'

export class PartitionMap<Value> {
  readonly #entries = new Map<string, { at: TopicPartition; value: Value }>()

  get(at: TopicPartition): Value | undefined {
    return this.#entries.get(keyOf(at))?.value
  }

  has(at: TopicPartition): boolean {
    return this.#entries.has(keyOf(at))
  }

  set({ topic, partition }: TopicPartition, value: Value): void {
    this.#entries.set(keyOf({ topic, partition }), { at: { topic, partition }, value })
  }

  setAll(others: Iterable<readonly [TopicPartition, Value]>): void {
    for (const [at, value] of others) this.set(at, value)
  }

  delete(at: TopicPartition): void {
    this.#entries.delete(keyOf(at))
  }

  clear(): void {
    this.#entries.clear()
  }

  get size(): number {
    return this.#entries.size
  }

  get partitions(): TopicPartition[] {
    return [...this.#entries.values()].map(({ at }) => at)
  }

  *[Symbol.iterator](): Generator<readonly [TopicPartition, Value]> {
    for (const { at, value } of this.#entries.values()) yield [at, value]
  }
}
