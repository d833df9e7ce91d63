/**
 * Heartbeat v0-4 to a consumer group: a classic member is here, and hears whether to rejoin: because there is a new target,
 * because it has to give something up, or because what it waits for is free.
 * Source: KIP-848; Kafka 4.3 `GroupMetadataManager.classicGroupHeartbeatToConsumerGroup`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { HeartbeatRequest } from '../../protocol/generated/apis/12-heartbeat.ts'
import { type ConsumerGroup, MemberState } from '../consumer/group.ts'
import type { Sessions } from '../consumer/sessions.ts'
import { demandMemberGeneration } from './14-sync-group.ts'

/** @throws {KafkaError} REBALANCE_IN_PROGRESS, or what is wrong with the member or its generation */
export function heartbeatToConsumerGroup(group: ConsumerGroup, request: HeartbeatRequest, sessions: Sessions): void {
  const member = group.demandClassic(request.memberId, request.groupInstanceId)
  demandMemberGeneration(member, request.generationId)
  sessions.touch(group.groupId, member)
  const free = member.state === MemberState.unreleased && !group.waitsForOthers(member)
  if (member.epoch >= group.assignmentEpoch && member.state !== MemberState.unrevoked && !free) return
  sessions.expectJoin(group.groupId, member)
  throw new KafkaError('REBALANCE_IN_PROGRESS', `Member ${member.memberId} should rejoin group ${group.groupId}`)
}
