/** Compute who shall have what, when the group's epoch has moved past the target's. */
import { range } from '../assign/range.ts'
import type { Assignment, Assignor } from '../assign/types.ts'
import { uniform } from '../assign/uniform.ts'
import type { Topics } from '../topics.ts'
import type { Draft } from './draft.ts'
import type { ConsumerGroup } from './group.ts'
import { subscribedIds } from './subscription.ts'

/** By the names that group.consumer.assignors and a member's server assignor use. */
const assignors = { uniform, range } satisfies Record<string, Assignor>
export type AssignorName = keyof typeof assignors

const NOTHING: Assignment = new Map()

export interface TargetWorld {
  topics: Topics
  now: number
  /** group.consumer.assignors: those that may be used; the first is for members that name none. */
  assignors: readonly AssignorName[]
}

/** Write the targets that changed, then the target's epoch. */
export function updateTarget(draft: Draft, { topics, now, assignors: allowed }: TargetWorld): void {
  const { group } = draft
  if (group.assignmentEpoch >= group.epoch) return
  const partitionCounts = new Map<string, number>()
  const members = new Map(
    [...group.members].map(([memberId, member]) => {
      const subscribed = subscribedIds(group, member, topics)
      for (const id of subscribed) partitionCounts.set(id, topics.byId(id)!.partitionCount)
      return [
        memberId,
        { instanceId: member.instanceId, topics: subscribed, target: group.target.get(memberId) ?? NOTHING },
      ]
    }),
  )
  const assign = assignors[preferredAssignor(group, allowed)]
  for (const [memberId, target] of assign({ members, partitionCounts }))
    if (!sameAssignment(target, group.target.get(memberId))) draft.putTarget(memberId, target)
  draft.putTargetEpoch(group.epoch, now)
}

/** Most votes of the members that name one; on a tie the first to be named. */
function preferredAssignor(group: ConsumerGroup, allowed: readonly AssignorName[]): AssignorName {
  const votes = new Map<AssignorName, number>()
  for (const { serverAssignor } of group.members.values()) {
    const name = allowed.find(name => name === serverAssignor)
    if (name !== undefined) votes.set(name, (votes.get(name) ?? 0) + 1)
  }
  let best: [AssignorName, number] = [allowed[0]!, 0]
  for (const vote of votes) if (vote[1] > best[1]) best = vote
  return best[0]
}

/** A member without a target yet has changed even if it gets nothing: the log must know that it was looked at. */
function sameAssignment(a: Assignment, b: Assignment | undefined): boolean {
  if (!b || a.size !== b.size) return false
  for (const [topic, partitions] of a) {
    const others = b.get(topic)
    if (!others || others.length !== partitions.length || !partitions.every(partition => others.includes(partition)))
      return false
  }
  return true
}
