/**
 * Heartbeat v0-4: still here, in this generation. The answer is how a member learns that it has to rejoin.
 * Source: Kafka 4.3 `GroupMetadataManager.classicGroupHeartbeatToClassicGroup`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { HeartbeatRequest } from '../../protocol/generated/apis/12-heartbeat.ts'
import type { Rebalance } from '../classic/rebalance.ts'
import { demandGeneration } from './14-sync-group.ts'

/** @throws {KafkaError} REBALANCE_IN_PROGRESS, or what is wrong with the member or its generation */
export function heartbeat(rebalance: Rebalance, request: HeartbeatRequest): void {
  const { group } = rebalance
  if (group.is('Dead')) throw new KafkaError('COORDINATOR_NOT_AVAILABLE', `Group "${group.groupId}" is being deleted`)
  const member = group.demand(request.memberId, request.groupInstanceId)
  demandGeneration(rebalance, request.generationId)
  // Members begin to heartbeat after JoinGroup, so CompletingRebalance is fine.
  rebalance.touch(member)
  if (group.is('PreparingRebalance'))
    throw new KafkaError('REBALANCE_IN_PROGRESS', `Group "${group.groupId}" is rebalancing`)
}
