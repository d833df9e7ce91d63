/** Groups as DescribeGroups, ConsumerGroupDescribe and ListGroups show them. Source: KIP-518, KIP-848, KIP-1043. */
import { errorCodes } from '../protocol/errors.ts'
import type { OwnedPartitions } from './consumer/group.ts'
import type { AnyGroup, Groups } from './groups.ts'
import * as queries from './queries.ts'
import type { Topics } from './topics.ts'

const EMPTY = Buffer.alloc(0)
/** The first version of DescribeGroups that says GROUP_ID_NOT_FOUND; older ones show a dead group. */
const NOT_FOUND_SINCE = 6

export interface Listed {
  groupId: string
  protocolType: string
  groupState: string
  groupType: string
}

/** Every group, those that only have offsets too: Kafka calls them simple, and shows them as empty classic ones. */
export function listGroups(groups: Groups): Listed[] {
  groups.store.loadAll()
  return queries.groupIds(groups.store.view).map(groupId => {
    const found = groups.find(groupId)
    if (found?.kind === 'consumer')
      return { groupId, protocolType: 'consumer', groupState: found.group.state, groupType: 'consumer' }
    return {
      groupId,
      protocolType: found?.group.protocolType ?? '',
      groupState: found?.group.state ?? 'Empty',
      groupType: 'classic',
    }
  })
}

export function describeClassic(groups: Groups, groupId: string, hasOffsets: boolean, apiVersion: number) {
  const found = groups.demand(groupId)
  const none = { groupId, groupState: 'Dead', protocolType: '', protocolData: '', members: [] }
  if (found?.kind !== 'classic') {
    if (!found && hasOffsets) return { ...none, groupState: 'Empty' }
    if (apiVersion < NOT_FOUND_SINCE) return none
    return {
      ...none,
      errorCode: errorCodes.GROUP_ID_NOT_FOUND.code,
      errorMessage: found ? `Group ${groupId} is not a classic group.` : `Group ${groupId} not found.`,
    }
  }
  const { group } = found
  // Before a generation stands nobody has metadata or an assignment that means anything.
  const settled = group.is('Stable')
  return {
    groupId,
    groupState: group.state,
    protocolType: group.protocolType ?? '',
    protocolData: settled ? (group.protocolName ?? '') : '',
    members: [...group.members.values()].map(member => ({
      memberId: member.memberId,
      groupInstanceId: member.instanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      memberMetadata: settled ? group.metadataOf(member) : EMPTY,
      memberAssignment: settled ? member.assignment : EMPTY,
    })),
  }
}

export function describeConsumer(groups: Groups, groupId: string, topics: Topics) {
  const found: AnyGroup = groups.demandNamed(groupId)
  const none = { groupId, groupState: '', groupEpoch: 0, assignmentEpoch: 0, assignorName: '', members: [] }
  if (found?.kind !== 'consumer')
    return {
      ...none,
      errorCode: errorCodes.GROUP_ID_NOT_FOUND.code,
      errorMessage: found ? `Group ${groupId} is not a consumer group.` : `Group ${groupId} not found.`,
    }
  const { group } = found
  const names = (id: string) => topics.byId(id)?.name ?? ''
  const owned = (partitions: OwnedPartitions) => ({
    topicPartitions: [...partitions].map(([topicId, list]) => ({
      topicId,
      topicName: names(topicId),
      partitions: [...list.keys()],
    })),
  })
  return {
    groupId,
    groupState: group.state,
    groupEpoch: group.epoch,
    assignmentEpoch: group.assignmentEpoch,
    assignorName: [...group.members.values()].find(({ serverAssignor }) => serverAssignor)?.serverAssignor ?? 'uniform',
    members: [...group.members.values()].map(member => ({
      memberId: member.memberId,
      instanceId: member.instanceId,
      rackId: member.rackId,
      memberEpoch: member.epoch,
      clientId: member.clientId,
      clientHost: member.clientHost,
      subscribedTopicNames: member.topics,
      subscribedTopicRegex: member.regex,
      assignment: owned(member.assigned),
      targetAssignment: {
        topicPartitions: [...(group.target.get(member.memberId) ?? [])].map(([topicId, partitions]) => ({
          topicId,
          topicName: names(topicId),
          partitions,
        })),
      },
      memberType: member.classic ? 0 : 1,
    })),
  }
}
