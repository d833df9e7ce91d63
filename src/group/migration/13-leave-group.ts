/**
 * LeaveGroup v0-5 to a consumer group: members go, of either protocol: an administrator may name any of them.
 * Source: KIP-848; Kafka 4.3 `GroupMetadataManager.classicGroupLeaveToConsumerGroup`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { LeaveGroupResponseInit } from '../../protocol/generated/apis/13-leave-group.ts'
import { type Fenced, fence } from '../consumer/fence.ts'
import type { ConsumerGroup, ConsumerMember } from '../consumer/group.ts'
import type { Leaving } from '../decide/13-leave-group.ts'

export function leaveConsumerGroup(
  group: ConsumerGroup,
  leaving: readonly Leaving[],
  world: Parameters<typeof fence>[2],
): { fenced: Fenced; response: LeaveGroupResponseInit } {
  const found = new Map<string, ConsumerMember>()
  const members = leaving.map(({ memberId, groupInstanceId }) => {
    try {
      const member = memberOf(group, memberId, groupInstanceId)
      found.set(member.memberId, member)
      return { memberId, groupInstanceId }
    } catch (error) {
      if (error instanceof KafkaError) return { memberId, groupInstanceId, errorCode: error.code }
      throw error
    }
  })
  return { fenced: fence(group, [...found.values()], world), response: { members } }
}

/** An administrator knows a static member by its name alone. */
function memberOf(group: ConsumerGroup, memberId: string, instanceId: string | null): ConsumerMember {
  if (instanceId === null) return group.demand(memberId)
  return group.demandInstance(memberId || (group.staticMember(instanceId)?.memberId ?? ''), instanceId)
}
