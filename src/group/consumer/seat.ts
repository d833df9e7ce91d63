/**
 * Who may sit down in a consumer group, and where: a newcomer, a member that is known, or the next process of a static one.
 * Source: KIP-848; Kafka 4.3 `GroupMetadataManager.getOrMaybeSubscribe{Dynamic,Static}ConsumerGroupMember`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { Draft } from './draft.ts'
import { type ConsumerGroup, type ConsumerMember, LEFT_STATIC_EPOCH, MemberState, NOTHING_OWNED } from './group.ts'
import type { Reported } from './reconcile.ts'

/** @throws {KafkaError} GROUP_MAX_SIZE_REACHED */
export function demandRoom(group: ConsumerGroup, memberId: string, instanceId: string | null, maxSize: number): void {
  const known = group.members.has(memberId) || (instanceId !== null && group.staticMember(instanceId) !== undefined)
  if (!known && group.members.size >= maxSize)
    throw new KafkaError(
      'GROUP_MAX_SIZE_REACHED',
      `The consumer group has reached its maximum capacity of ${maxSize} members.`,
    )
}

/** The process that had this name is gone: its seat, its partitions and its target go to the next. */
export function replaceStatic(draft: Draft, former: ConsumerMember, memberId: string): ConsumerMember {
  const target = draft.group.target.get(former.memberId) ?? new Map()
  const member = { ...former, memberId, epoch: 0, previousEpoch: 0 }
  draft.removeMember(former.memberId)
  draft.putMember(member)
  draft.putTarget(memberId, target)
  draft.putCurrent(member)
  return member
}

/** Two processes of the consumer protocol do not share a name: the first must have said that it would be away (epoch -2). */
export function demandReleased(former: ConsumerMember, memberId: string): void {
  if (former.classic === null && former.epoch !== LEFT_STATIC_EPOCH)
    throw new KafkaError(
      'UNRELEASED_INSTANCE_ID',
      `Static member ${memberId} with instance id ${former.instanceId} cannot join the group because the instance id is still owned by member ${former.memberId}.`,
    )
}

/** One behind is fine if the answer may have been lost: then it owns no more than what it was given. @throws {KafkaError} FENCED_MEMBER_EPOCH */
export function demandEpoch(member: ConsumerMember, received: number, owned: Reported | null): void {
  if (received === 0 || received === member.epoch) return
  const ahead = received > member.epoch
  const subset = owned?.every(({ topicId, partitions }) =>
    partitions.every(partition => member.assigned.get(topicId)?.has(partition)),
  )
  if (!ahead && received === member.previousEpoch && subset) return
  throw new KafkaError(
    'FENCED_MEMBER_EPOCH',
    `The consumer group member has a ${ahead ? 'greater' : 'smaller'} member epoch (${received}) than the one known by the group coordinator (${member.epoch}). The member must abandon all its partitions and rejoin.`,
  )
}

export const newcomer = (memberId: string): ConsumerMember => ({
  memberId,
  instanceId: null,
  rackId: null,
  clientId: '',
  clientHost: '',
  topics: [],
  regex: '',
  rebalanceTimeoutMs: -1,
  serverAssignor: null,
  classic: null,
  epoch: 0,
  previousEpoch: 0,
  state: MemberState.stable,
  assigned: NOTHING_OWNED,
  pendingRevocation: NOTHING_OWNED,
})
