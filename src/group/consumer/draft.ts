/**
 * A group as it will be once the records of this decision are applied. Every change is two things at once: a record, and
 * what the rest of the decision sees. The group it was made from stays as it is, so a refused decision leaves nothing.
 */
import type { Assignment } from '../assign/types.ts'
import * as records from '../records.ts'
import { ConsumerGroup, type ConsumerMember, type ResolvedRegex } from './group.ts'

export class Draft {
  readonly group: ConsumerGroup
  readonly records: records.GroupRecord[] = []

  constructor(from: ConsumerGroup) {
    this.group = new ConsumerGroup(from.groupId)
    Object.assign(this.group, {
      epoch: from.epoch,
      metadataHash: from.metadataHash,
      assignmentEpoch: from.assignmentEpoch,
      assignmentTimestampMs: from.assignmentTimestampMs,
    })
    for (const [id, member] of from.members) this.group.members.set(id, member)
    for (const [id, target] of from.target) this.group.target.set(id, target)
    for (const [regex, resolved] of from.regexes) this.group.regexes.set(regex, resolved)
  }

  /** Who a member is and what it wants. */
  putMember(member: ConsumerMember): void {
    this.records.push(records.consumerMember(this.group.groupId, member))
    this.group.members.set(member.memberId, member)
  }

  /** Where a member is on its way. */
  putCurrent(member: ConsumerMember): void {
    this.records.push(records.currentAssignment(this.group.groupId, member))
    this.group.members.set(member.memberId, member)
  }

  /** Tombstones go in the reverse of the order in which a member is made. */
  removeMember(memberId: string): void {
    const { groupId } = this.group
    this.records.push(
      records.currentAssignmentGone(groupId, memberId),
      records.targetMemberGone(groupId, memberId),
      records.consumerMemberGone(groupId, memberId),
    )
    this.group.members.delete(memberId)
    this.group.target.delete(memberId)
  }

  /** The group ends: tombstones of all that is known of it. */
  disband(): void {
    const { groupId, members, regexes } = this.group
    const ids = [...members.keys()]
    this.records.push(
      ...ids.map(memberId => records.currentAssignmentGone(groupId, memberId)),
      ...ids.map(memberId => records.targetMemberGone(groupId, memberId)),
      records.targetEpochGone(groupId),
      ...ids.map(memberId => records.consumerMemberGone(groupId, memberId)),
      ...Array.from(regexes.keys(), regex => records.regularExpressionGone(groupId, regex)),
      records.subscriptionMetadataGone(groupId),
      records.groupEpochGone(groupId),
    )
    members.clear()
    this.group.target.clear()
    regexes.clear()
  }

  putRegex(regex: string, resolved: ResolvedRegex): void {
    this.records.push(records.regularExpression(this.group.groupId, regex, resolved))
    this.group.regexes.set(regex, resolved)
  }

  removeRegex(regex: string): void {
    this.records.push(records.regularExpressionGone(this.group.groupId, regex))
    this.group.regexes.delete(regex)
  }

  bumpEpoch(metadataHash: bigint): void {
    this.group.epoch++
    this.group.metadataHash = metadataHash
    this.records.push(records.groupEpoch(this.group.groupId, this.group.epoch, metadataHash))
  }

  putTarget(memberId: string, target: Assignment): void {
    this.records.push(records.targetMember(this.group.groupId, memberId, target))
    this.group.target.set(memberId, target)
  }

  /** The target is complete for this epoch: written after all its members'. */
  putTargetEpoch(epoch: number, timestampMs: number): void {
    this.records.push(records.targetEpoch(this.group.groupId, epoch, timestampMs))
    this.group.assignmentEpoch = epoch
    this.group.assignmentTimestampMs = timestampMs
  }
}

/** All that there is of a group, undone. */
export function tombstones(group: ConsumerGroup): readonly records.GroupRecord[] {
  const draft = new Draft(group)
  draft.disband()
  return draft.records
}
