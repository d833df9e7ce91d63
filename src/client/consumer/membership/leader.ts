/**
 * What falls to the member that leads a classic group: assign for all, and see when topics change, so that the group assigns
 * anew. Source: Kafka 4.3 `ConsumerCoordinator.onLeaderElected`, `MetadataSnapshot`.
 */
import type { TopicPartition } from '../../offsets.ts'
import type { Assignor, MemberSubscription, PartitionRacks } from '../assignors/types.ts'
import type { MembershipHost } from './membership.ts'

export class Leader {
  readonly #host: Pick<MembershipHost, 'cluster' | 'watch'>
  readonly #byRack: boolean
  /** All that any member wants; empty: this member does not lead. */
  #topics: readonly string[] = []
  /** What those looked like when they were assigned. */
  #seen: string | undefined

  constructor(host: Pick<MembershipHost, 'cluster' | 'watch'>, rackId: string) {
    this.#host = host
    this.#byRack = rackId !== ''
  }

  /** @param skip everything stays as it is; only watch from now on */
  async assign(
    assignor: Assignor,
    members: readonly MemberSubscription[],
    skip: boolean,
  ): Promise<ReadonlyMap<string, readonly TopicPartition[]>> {
    const topics = [...new Set(members.flatMap(({ topics }) => topics))].sort()
    await this.#host.watch(topics)
    this.#topics = topics
    this.#seen = this.#look()
    return skip ? new Map() : assignor.assign(this.#racks(), members)
  }

  #racks(): PartitionRacks {
    const { metadata, brokers } = this.#host.cluster
    const racks = new Map<string, string[][]>()
    for (const name of this.#topics) {
      const topic = metadata.topic(name)
      if (!topic) continue
      racks.set(
        name,
        topic.partitions.map(({ replicas }) => replicas.flatMap(id => brokers.get(id)?.rack ?? [])),
      )
    }
    return racks
  }

  #look(): string {
    const racks = [...this.#racks()]
    // Where replicas are matters to members that say where they are.
    return JSON.stringify(this.#byRack ? racks : racks.map(([name, { length }]) => [name, length]))
  }

  /** Why the group should assign anew; undefined: it should not. */
  news(): string | undefined {
    return this.#seen !== undefined && this.#seen !== this.#look() ? 'topics have changed' : undefined
  }

  reset(): void {
    this.#topics = []
    this.#seen = undefined
  }
}
