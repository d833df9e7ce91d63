/**
 * Which partition a record goes to: by its key's murmur2, as every Kafka client does, so that a key stays where it is; without
 * a key to one partition until a batch of it is full, then to another (KIP-480, KIP-794).
 */
import { murmur2 } from '../../lib/murmur2.ts'

export const partitionOfKey = (key: Uint8Array, partitions: number): number => (murmur2(key) & 0x7fffffff) % partitions

/** The partition of records without keys, topic by topic. */
export class Sticky {
  readonly #current = new Map<string, number>()
  readonly #random: () => number

  constructor(random: () => number = Math.random) {
    this.#random = random
  }

  partition(topic: string, partitions: number): number {
    const current = this.#current.get(topic)
    if (current !== undefined && current < partitions) return current
    return this.next(topic, partitions)
  }

  /** A batch is full: another partition, unless there is only one. */
  next(topic: string, partitions: number): number {
    const current = this.#current.get(topic)
    let next = Math.floor(this.#random() * partitions)
    if (next === current && partitions > 1) next = (next + 1) % partitions
    this.#current.set(topic, next)
    return next
  }
}
