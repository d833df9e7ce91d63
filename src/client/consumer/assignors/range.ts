/**
 * Topic by topic: each member gets a run of partitions, and the first ones get one more where it does not come out even.
 * Topics with the same number of partitions and the same members are split alike, so records with equal keys meet (KIP-881
 * keeps it so with racks).
 * Source: Kafka 4.3 `RangeAssignor`.
 */
import { racksMatter, racksOf } from './racks.ts'
import { type Assignment, type Assignor, byInstance, byTopic, type MemberSubscription } from './types.ts'

export const range: Assignor = {
  name: 'range',
  protocols: ['eager'],
  assign(topics, members) {
    const assignment: Assignment = new Map(members.map(({ memberId }) => [memberId, []]))
    const sorted = [...members].sort(byInstance)
    const racks = racksOf(members)
    const shares = [...topics]
      .filter(([, partitions]) => partitions.length > 0)
      .map(([topic, partitions]) => new Share(topic, partitions, sorted, racks, assignment))
    const byRack = shares.some(({ racksMatter }) => racksMatter)
    if (byRack) for (const alike of copartitioned(shares)) assignNear(alike)
    for (const share of shares) for (const id of share.members) share.takeRun(id, () => true)
    if (byRack) for (const partitions of assignment.values()) partitions.sort(byTopic)
    return assignment
  },
}

/** One topic, and how much of it each member may still get. */
class Share {
  readonly #topic: string
  readonly #racks: readonly (readonly string[])[]
  readonly #memberRacks: ReadonlyMap<string, string>
  readonly #assignment: Assignment
  /** Who wants the topic, in order. */
  readonly members: readonly string[]
  readonly racksMatter: boolean
  readonly #left: Set<number>
  readonly #counts = new Map<string, number>()
  readonly #quota: number
  /** How many members may still get one more than the quota. */
  #extra: number

  constructor(
    topic: string,
    racks: readonly (readonly string[])[],
    sorted: readonly MemberSubscription[],
    memberRacks: ReadonlyMap<string, string>,
    assignment: Assignment,
  ) {
    this.#topic = topic
    this.#racks = racks
    this.#memberRacks = memberRacks
    this.#assignment = assignment
    this.members = sorted.filter(({ topics }) => topics.includes(topic)).map(({ memberId }) => memberId)
    this.racksMatter = racksMatter(
      this.members.flatMap(id => memberRacks.get(id) ?? []),
      racks,
    )
    this.#left = new Set(racks.keys())
    const count = Math.max(1, this.members.length)
    this.#quota = Math.floor(racks.length / count)
    this.#extra = racks.length % count
  }

  get partitionCount(): number {
    return this.#racks.length
  }

  get hasRacks(): boolean {
    return this.members.some(id => this.#memberRacks.has(id))
  }

  /** A member without a rack is next to everything. */
  isNear(id: string, partition: number): boolean {
    const rack = this.#memberRacks.get(id)
    return rack === undefined || this.#racks[partition]!.includes(rack)
  }

  room(id: string): number {
    return Math.max(0, this.#quota + (this.#extra > 0 ? 1 : 0) - (this.#counts.get(id) ?? 0))
  }

  take(id: string, partitions: readonly number[]): void {
    const count = (this.#counts.get(id) ?? 0) + partitions.length
    this.#counts.set(id, count)
    if (count > this.#quota) this.#extra--
    for (const partition of partitions) {
      this.#left.delete(partition)
      this.#assignment.get(id)!.push({ topic: this.#topic, partition })
    }
  }

  /** The first partitions that are left and that `may` be taken, as many as there is room for. */
  takeRun(id: string, may: (partition: number) => boolean): void {
    const run = [...this.#left].filter(may).slice(0, this.room(id))
    if (run.length > 0) this.take(id, run)
  }
}

/** Topics that the same members want, and that have the same number of partitions. */
function copartitioned(shares: readonly Share[]): Share[][] {
  const groups = new Map<string, Share[]>()
  for (const share of shares.filter(({ hasRacks }) => hasRacks)) {
    const key = JSON.stringify([share.partitionCount, ...share.members])
    groups.set(key, [...(groups.get(key) ?? []), share])
  }
  return [...groups.values()]
}

/** Partitions to members that are next to them; those of one number go together, to a member that is next to them all. */
function assignNear(alike: readonly Share[]): void {
  const [first] = alike
  if (alike.length === 1) {
    if (first!.racksMatter)
      for (const id of first!.members) first!.takeRun(id, partition => first!.isNear(id, partition))
    return
  }
  for (let partition = 0; partition < first!.partitionCount; partition++) {
    const id = first!.members.find(id => alike.every(share => share.isNear(id, partition) && share.room(id) > 0))
    if (id !== undefined) for (const share of alike) share.take(id, [partition])
  }
}
