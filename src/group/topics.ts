/** What a group must know of topics. Handed in by the broker, read only: groups and metadata are strangers. */
import type { Uuid } from '../lib/uuid.ts'

export interface Topic {
  id: Uuid
  name: string
  partitionCount: number
  /** The racks of a partition's replicas, where brokers say theirs; absent: none does. */
  racksOf?: (partition: number) => readonly string[]
}

export interface Topics {
  byName(name: string): Topic | undefined
  byId(id: Uuid): Topic | undefined
  names(): Iterable<string>
  /** Grows with every topic that is created: when to look at regular expressions again. */
  readonly version: number
}
