import type { Uuid } from '../../lib/uuid.ts'

/** Partitions by topic, each list ascending. A topic without partitions is absent. */
export type Assignment = ReadonlyMap<Uuid, readonly number[]>

export interface AssignableMember {
  /** The static member's name; null for a dynamic one. */
  instanceId: string | null
  /** Topics it is subscribed to; all of them exist. */
  topics: ReadonlySet<Uuid>
  /** Its target so far: what a sticky assignor tries to leave it. May name partitions that are gone. */
  target: Assignment
}

/** What a server-side assignor is asked (KIP-848): who is there, and how large each subscribed topic is. */
export interface GroupSpec {
  members: ReadonlyMap<string, AssignableMember>
  partitionCounts: ReadonlyMap<Uuid, number>
}

/** Pure: the same group gives the same answer, in whatever order its maps were filled. Every member has an entry. */
export type Assignor = (group: GroupSpec) => Map<string, Assignment>
