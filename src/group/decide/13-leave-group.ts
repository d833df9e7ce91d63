/**
 * LeaveGroup v0-5: members go, several in one request, static ones by their names. One rebalance for all of them.
 * Source: KIP-345; Kafka 4.3 `GroupMetadataManager.classicGroupLeaveToClassicGroup`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { LeaveGroupRequest, LeaveGroupResponseInit } from '../../protocol/generated/apis/13-leave-group.ts'
import { type Rebalance, sessionTimer } from '../classic/rebalance.ts'

export type Leaving = LeaveGroupRequest['members'][number]

/** @throws {KafkaError} COORDINATOR_NOT_AVAILABLE */
export function leaveGroup(rebalance: Rebalance, leaving: readonly Leaving[]): LeaveGroupResponseInit {
  const { group } = rebalance
  if (group.is('Dead')) throw new KafkaError('COORDINATOR_NOT_AVAILABLE', `Group "${group.groupId}" is being deleted`)
  const left: string[] = []
  const members = leaving.map(identity => {
    const { memberId, groupInstanceId } = identity
    try {
      leave(rebalance, identity)
      left.push(groupInstanceId ?? memberId)
      return { memberId, groupInstanceId }
    } catch (error) {
      if (error instanceof KafkaError) return { memberId, groupInstanceId, errorCode: error.code }
      throw error
    }
  })
  if (left.length > 0) {
    if (group.is('Stable', 'CompletingRebalance')) rebalance.prepareOrComplete(`${left.join(', ')} left`)
    else rebalance.completeIfAllJoined()
  }
  return { members }
}

function leave(rebalance: Rebalance, { memberId, groupInstanceId }: Leaving): void {
  const { group, effects } = rebalance
  if (memberId !== '' && group.pendingJoin.has(memberId)) {
    group.remove(memberId)
    effects.cancel(sessionTimer(memberId))
    return
  }
  // An administrator knows a static member by its name alone.
  const byName = memberId === '' && groupInstanceId !== null ? group.staticMemberId(groupInstanceId) : undefined
  rebalance.leave(group.demand(byName ?? memberId, byName === undefined ? groupInstanceId : null))
}
