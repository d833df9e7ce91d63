/**
 * SyncGroup v0-5 to a consumer group: a classic member fetches what the coordinator has assigned to it. What it brings is not
 * looked at: nobody leads.
 * Source: KIP-848; Kafka 4.3 `GroupMetadataManager.classicGroupSyncToConsumerGroup`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { SyncGroupRequest, SyncGroupResponseInit } from '../../protocol/generated/apis/14-sync-group.ts'
import { CONSUMER_PROTOCOL_TYPE, encodeAssignment } from '../classic/consumer-protocol.ts'
import { type ClassicMember, type ConsumerGroup, MemberState } from '../consumer/group.ts'
import type { Sessions } from '../consumer/sessions.ts'
import { demandSame } from '../decide/14-sync-group.ts'
import type { Topics } from '../topics.ts'

/** @throws {KafkaError} REBALANCE_IN_PROGRESS, or what is wrong with the member, its generation or its protocol */
export function syncConsumerGroup(
  group: ConsumerGroup,
  request: SyncGroupRequest,
  sessions: Sessions,
  topics: Topics,
): SyncGroupResponseInit {
  const { protocolType, protocolName } = request
  const member = group.demandClassic(request.memberId, request.groupInstanceId)
  demandMemberGeneration(member, request.generationId)
  const [protocol] = member.classic.supportedProtocols
  demandSame('protocol type', protocolType, CONSUMER_PROTOCOL_TYPE)
  demandSame('protocol', protocolName, protocol!.name)
  // One that still has to give something up has rejoined for this target already: it does that first.
  if (group.assignmentEpoch > member.epoch && member.state !== MemberState.unrevoked) {
    sessions.expectJoin(group.groupId, member)
    throw new KafkaError('REBALANCE_IN_PROGRESS', `Member ${member.memberId} should rejoin group ${group.groupId}`)
  }
  sessions.synced(group.groupId, member)
  const assigned = new Map(Array.from(member.assigned, ([topicId, epochs]) => [topicId, [...epochs.keys()]]))
  return { protocolType, protocolName, assignment: encodeAssignment(assigned, protocol!.metadata, topics) }
}

/** @throws {KafkaError} ILLEGAL_GENERATION */
export function demandMemberGeneration({ memberId, epoch }: ClassicMember, generationId: number): void {
  if (generationId !== epoch)
    throw new KafkaError('ILLEGAL_GENERATION', `Member ${memberId} is at generation ${epoch}, not ${generationId}`)
}
