/**
 * One step of a member from what it has to what it shall have. It gives up first, then moves to the target's epoch, then
 * takes what others have released by then. No partition has two owners at any step.
 *
 * ```
 *   stable ──target moved, something to give up──► unrevoked ──gave it up──┐
 *     ▲  └─target moved, nothing to give up──────────────┐                 │
 *     └──────── all there ◄──── unreleased ◄── some still with others ◄────┘
 * ```
 * Source: KIP-848; Kafka 4.3 `CurrentAssignmentBuilder`.
 */
import type { Uuid } from '../../lib/uuid.ts'
import { KafkaError } from '../../protocol/errors.ts'
import type { Assignment } from '../assign/types.ts'
import { type ConsumerMember, MemberState, NOTHING_OWNED, type OwnedPartitions } from './group.ts'

/** What a member says it owns, in a heartbeat. */
export type Reported = readonly { topicId: Uuid; partitions: readonly number[] }[]

export interface Reconciliation {
  targetEpoch: number
  target: Assignment
  /** Topics the member wants now: a target may be older than its subscription. */
  subscribed: ReadonlySet<Uuid>
  subscriptionChanged: boolean
  /** Undefined when the heartbeat said nothing about it: then nothing counts as given up. */
  owned: Reported | undefined
  /** Whether any member has the partition, or has yet to give it up. */
  isOwned: (topicId: Uuid, partition: number) => boolean
}

/**
 * @returns the member after the step; the same object when nothing changed
 * @throws {KafkaError} FENCED_MEMBER_EPOCH for a member in a state we do not know that still owns something
 */
export function reconcile(member: ConsumerMember, step: Reconciliation): ConsumerMember {
  switch (member.state) {
    case MemberState.stable:
      if (member.epoch !== step.targetEpoch) return towardsTarget(member, member.epoch, step)
      return step.subscriptionChanged ? giveUpUnsubscribed(member, step) : member
    case MemberState.unrevoked:
      if (stillOwns(step.owned, member.pendingRevocation))
        return step.subscriptionChanged ? giveUpUnsubscribed(member, step) : member
      return towardsTarget(member, member.epoch, step)
    case MemberState.unreleased:
      return towardsTarget(member, member.epoch, step)
    default:
      // A newer coordinator wrote it. Start over, once the member holds nothing.
      if (!step.owned || step.owned.length > 0)
        throw new KafkaError(
          'FENCED_MEMBER_EPOCH',
          `Member "${member.memberId}" must give up its partitions and join again`,
        )
      return towardsTarget(member, step.targetEpoch, step)
  }
}

function towardsTarget(member: ConsumerMember, epoch: number, step: Reconciliation): ConsumerMember {
  const assigned = new Map<Uuid, Map<number, number>>()
  const revoke = new Map<Uuid, Map<number, number>>()
  const take = new Map<Uuid, number[]>()
  let unreleased = false
  for (const topicId of new Set([...step.target.keys(), ...member.assigned.keys()])) {
    const target = new Set(step.subscribed.has(topicId) ? step.target.get(topicId) : [])
    const current = member.assigned.get(topicId) ?? new Map<number, number>()
    for (const [partition, since] of current) put(target.has(partition) ? assigned : revoke, topicId, partition, since)
    for (const partition of target) {
      if (current.has(partition)) continue
      // What this member itself is giving up is nobody else's: it may keep it.
      const free = !step.isOwned(topicId, partition) || member.pendingRevocation.get(topicId)?.has(partition)
      if (free) take.set(topicId, [...(take.get(topicId) ?? []), partition])
      else unreleased = true
    }
  }
  if (revoke.size > 0 && stillOwns(step.owned, revoke))
    return { ...member, state: MemberState.unrevoked, ...atEpoch(member, epoch), assigned, pendingRevocation: revoke }
  for (const [topicId, partitions] of take)
    for (const partition of partitions) put(assigned, topicId, partition, step.targetEpoch)
  return {
    ...member,
    state: unreleased ? MemberState.unreleased : MemberState.stable,
    ...atEpoch(member, step.targetEpoch),
    assigned,
    pendingRevocation: NOTHING_OWNED,
  }
}

/** Topics the member no longer wants go at once, whatever the target says. */
function giveUpUnsubscribed(member: ConsumerMember, step: Reconciliation): ConsumerMember {
  const assigned = new Map([...member.assigned].filter(([topicId]) => step.subscribed.has(topicId)))
  if (assigned.size === member.assigned.size) return member
  const pendingRevocation = new Map(member.pendingRevocation)
  for (const [topicId, partitions] of member.assigned)
    if (!step.subscribed.has(topicId))
      pendingRevocation.set(topicId, new Map([...(pendingRevocation.get(topicId) ?? []), ...partitions]))
  if (stillOwns(step.owned, pendingRevocation))
    return { ...member, state: MemberState.unrevoked, ...atEpoch(member, member.epoch), assigned, pendingRevocation }
  return { ...member, ...atEpoch(member, member.epoch), assigned }
}

/** The epoch before is kept: a response that was lost leaves the member one behind, and that is fine. */
const atEpoch = (member: ConsumerMember, epoch: number) => ({ previousEpoch: member.epoch, epoch })

function stillOwns(owned: Reported | undefined, partitions: OwnedPartitions): boolean {
  if (!owned) return true
  return owned.some(topic => topic.partitions.some(partition => partitions.get(topic.topicId)?.has(partition)))
}

function put(map: Map<Uuid, Map<number, number>>, topicId: Uuid, partition: number, epoch: number): void {
  const partitions = map.get(topicId) ?? new Map<number, number>()
  partitions.set(partition, epoch)
  map.set(topicId, partitions)
}

/** The same partitions, each since the same epoch. */
export function sameOwned(a: OwnedPartitions, b: OwnedPartitions): boolean {
  if (a === b) return true
  if (a.size !== b.size) return false
  for (const [topicId, epochs] of a) {
    const others = b.get(topicId)
    if (others?.size !== epochs.size) return false
    for (const [partition, epoch] of epochs) if (others.get(partition) !== epoch) return false
  }
  return true
}
