/**
 * SyncGroup v0-5: the leader brings what everybody gets, the others fetch theirs. The leader's assignment is written
 * before anybody hears of it: a generation that was announced survives a restart.
 * Source: Kafka 4.3 `GroupMetadataManager.classicGroupSyncToClassicGroup`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { SyncGroupRequest, SyncGroupResponseInit } from '../../protocol/generated/apis/14-sync-group.ts'
import { NO_ASSIGNMENT } from '../classic/group.ts'
import { type Rebalance, SYNC_TIMER } from '../classic/rebalance.ts'
import { classicGroup } from '../records.ts'

/** @throws {KafkaError} what is wrong with the member, its generation or its protocol */
export function syncGroup(
  rebalance: Rebalance,
  request: SyncGroupRequest,
  respond: (response: SyncGroupResponseInit) => void,
): void {
  const { group, effects } = rebalance
  if (group.is('Dead')) throw new KafkaError('COORDINATOR_NOT_AVAILABLE', `Group "${group.groupId}" is being deleted`)
  const member = group.demand(request.memberId, request.groupInstanceId)
  demandGeneration(rebalance, request.generationId)
  demandSame('protocol type', request.protocolType, group.protocolType)
  demandSame('protocol', request.protocolName, group.protocolName)
  if (group.is('PreparingRebalance'))
    throw new KafkaError('REBALANCE_IN_PROGRESS', `Group "${group.groupId}" is rebalancing`)

  group.pendingSync.delete(member.memberId)
  if (group.pendingSync.size === 0) effects.cancel(SYNC_TIMER)
  if (group.is('Stable')) {
    const { protocolType, protocolName } = group
    return respond({ protocolType, protocolName, assignment: member.assignment })
  }
  member.awaitingSync = respond
  if (!group.isLeader(member.memberId)) return

  const { generationId } = group
  const assignments = new Map(
    request.assignments.map(({ memberId, assignment }) => [memberId, Buffer.from(assignment)]),
  )
  effects.append([classicGroup(group, memberId => assignments.get(memberId) ?? NO_ASSIGNMENT)], error => {
    // Somebody may have joined meanwhile: then this generation is over, and all have been told.
    if (!group.is('CompletingRebalance') || group.generationId !== generationId) return
    if (!error) return rebalance.assign(assignments)
    rebalance.resetAssignments(error.name)
    rebalance.prepareOrComplete(`the assignment could not be stored: ${error.message}`)
  })
}

/** @throws {KafkaError} ILLEGAL_GENERATION */
export function demandGeneration({ group }: Rebalance, generationId: number): void {
  if (generationId !== group.generationId)
    throw new KafkaError(
      'ILLEGAL_GENERATION',
      `Group "${group.groupId}" is at generation ${group.generationId}, not ${generationId}`,
    )
}

/** @throws {KafkaError} INCONSISTENT_GROUP_PROTOCOL */
export function demandSame(what: string, asked: string | null, actual: string | null): void {
  if (asked !== null && actual !== null && asked !== actual)
    throw new KafkaError('INCONSISTENT_GROUP_PROTOCOL', `The group's ${what} is "${actual}", not "${asked}"`)
}
