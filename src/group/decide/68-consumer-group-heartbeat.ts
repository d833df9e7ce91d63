/**
 * ConsumerGroupHeartbeat v0-1: join, stay, report, leave. The group's epoch moves when somebody wants something else, the
 * target follows at once, and each member walks towards it one heartbeat at a time.
 * Source: KIP-848; Kafka 4.3 `GroupMetadataManager.consumerGroupHeartbeat`.
 * Not here: consumer.assignment.interval.ms (KIP-1263), with which Kafka computes targets no more often than that.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponseInit,
} from '../../protocol/generated/apis/68-consumer-group-heartbeat.ts'
import { Draft } from '../consumer/draft.ts'
import { fence } from '../consumer/fence.ts'
import {
  type ConsumerGroup,
  type ConsumerMember,
  LEAVE_EPOCH,
  LEFT_STATIC_EPOCH,
  NOTHING_OWNED,
  type OwnedPartitions,
} from '../consumer/group.ts'
import { demandEpoch, demandReleased, demandRoom, newcomer, replaceStatic } from '../consumer/seat.ts'
import { follow, type StepWorld, subscribe } from '../consumer/step.ts'
import type { AssignorName } from '../consumer/target.ts'
import type { Caller } from '../effects.ts'
import type { Downgrade, MigrationSettings } from '../migration/downgrade.ts'
import type { GroupRecord } from '../records.ts'

export interface ConsumerSettings {
  /** group.consumer.max.size */
  maxSize: number
  /** group.consumer.heartbeat.interval.ms, or the group's own */
  heartbeatIntervalMs: number
  /** group.consumer.assignors */
  assignors: readonly AssignorName[]
  migration: MigrationSettings
}

export interface ConsumerWorld extends StepWorld {
  settings: ConsumerSettings
  newMemberId: () => string
}

export interface HeartbeatDecision {
  records: readonly GroupRecord[]
  response: ConsumerGroupHeartbeatResponseInit
  /** The member after it; undefined when it left. */
  member: ConsumerMember | undefined
  /** Ids whose timers mean nothing any more. */
  gone: readonly string[]
  downgrade?: Downgrade
}

/** From this version on the client makes its own member id (KIP-1082). */
const FIRST_WITH_OWN_MEMBER_ID = 1

type Request = ConsumerGroupHeartbeatRequest

/** What can be said without looking at the group. @throws {KafkaError} INVALID_REQUEST, UNSUPPORTED_ASSIGNOR */
export function demandValid(request: Request, apiVersion: number, assignors: readonly AssignorName[]): void {
  const { memberEpoch, memberId } = request
  const needsId = apiVersion >= FIRST_WITH_OWN_MEMBER_ID || memberEpoch > 0 || memberEpoch === LEAVE_EPOCH
  if (needsId) demandText('MemberId', memberId)
  demandText('GroupId', request.groupId)
  demandText('InstanceId', request.instanceId)
  demandText('RackId', request.rackId)
  if (memberEpoch === 0) {
    if (request.rebalanceTimeoutMs === -1) throw invalid('RebalanceTimeoutMs must be provided in first request.')
    if (request.topicPartitions === null || request.topicPartitions.length > 0)
      throw invalid('TopicPartitions must be empty when (re-)joining.')
    if (request.subscribedTopicNames === null && request.subscribedTopicRegex === null)
      throw invalid('Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.')
  } else if (memberEpoch === LEFT_STATIC_EPOCH && request.instanceId === null)
    throw invalid("InstanceId can't be null.")
  else if (memberEpoch < LEFT_STATIC_EPOCH) throw invalid('MemberEpoch is invalid.')
  const { serverAssignor } = request
  if (serverAssignor !== null && !assignors.some(name => name === serverAssignor))
    throw new KafkaError(
      'UNSUPPORTED_ASSIGNOR',
      `ServerAssignor ${serverAssignor} is not supported. Supported assignors: ${assignors.join(', ')}.`,
    )
}

const invalid = (message: string) => new KafkaError('INVALID_REQUEST', message)

function demandText(what: string, value: string | null): void {
  if (value !== null && value.trim() === '') throw invalid(`${what} can't be empty.`)
}

/** Decide on one heartbeat of a group that exists, or that epoch 0 brings into being. */
export function consumerGroupHeartbeat(
  group: ConsumerGroup,
  request: Request,
  caller: Caller,
  world: ConsumerWorld,
): HeartbeatDecision {
  if (request.memberEpoch < 0) return leave(group, request, world)
  const { settings } = world
  const draft = new Draft(group)
  const memberId = request.memberId || world.newMemberId()
  demandRoom(group, memberId, request.instanceId, settings.maxSize)
  const former = request.instanceId === null ? undefined : group.staticMember(request.instanceId)
  const before = seat(draft, { ...request, memberId })
  const wanted = updated(before, request, caller)
  const subscriptionChanged = subscribe(draft, before, wanted, world)
  const member = follow(draft, wanted, world, { subscriptionChanged, owned: request.topicPartitions ?? undefined })

  const full =
    request.rebalanceTimeoutMs !== -1 &&
    request.topicPartitions !== null &&
    (request.subscribedTopicNames ?? request.subscribedTopicRegex) !== null
  const assignment =
    request.memberEpoch === 0 || full || !samePartitions(before.assigned, member.assigned)
      ? toResponse(member.assigned)
      : null
  return {
    records: draft.records,
    response: { memberId, memberEpoch: member.epoch, heartbeatIntervalMs: settings.heartbeatIntervalMs, assignment },
    member,
    gone: former && former.memberId !== memberId ? [former.memberId] : [],
  }
}

/** Find the member's place, or make one. @throws {KafkaError} UNKNOWN_MEMBER_ID, FENCED_MEMBER_EPOCH, FENCED_INSTANCE_ID, UNRELEASED_INSTANCE_ID */
function seat(draft: Draft, { memberId, memberEpoch, instanceId, topicPartitions }: Request): ConsumerMember {
  const { group } = draft
  const holder = instanceId === null ? undefined : group.staticMember(instanceId)
  if (memberEpoch === 0 && holder && holder.memberId !== memberId) {
    demandReleased(holder, memberId)
    return replaceStatic(draft, holder, memberId)
  }
  if (instanceId !== null && memberEpoch !== 0) group.demandInstance(memberId, instanceId)
  const member = holder ?? group.members.get(memberId)
  if (!member) {
    if (memberEpoch === 0) return newcomer(memberId)
    throw new KafkaError('UNKNOWN_MEMBER_ID', `Member ${memberId} is not a member of group ${group.groupId}.`)
  }
  demandEpoch(member, memberEpoch, topicPartitions)
  return member
}

/** A heartbeat only says what changed; null and -1 are as before. */
const updated = (member: ConsumerMember, request: Request, caller: Caller): ConsumerMember => ({
  ...member,
  instanceId: request.instanceId ?? member.instanceId,
  rackId: request.rackId ?? member.rackId,
  rebalanceTimeoutMs: request.rebalanceTimeoutMs === -1 ? member.rebalanceTimeoutMs : request.rebalanceTimeoutMs,
  serverAssignor: request.serverAssignor ?? member.serverAssignor,
  topics: request.subscribedTopicNames ? [...new Set(request.subscribedTopicNames)].sort() : member.topics,
  regex: request.subscribedTopicRegex ?? member.regex,
  clientId: caller.clientId,
  clientHost: caller.clientHost,
  classic: null,
})

function samePartitions(a: OwnedPartitions, b: OwnedPartitions): boolean {
  if (a === b) return true
  if (a.size !== b.size) return false
  for (const [topicId, partitions] of a) {
    const others = b.get(topicId)
    if (!others || others.size !== partitions.size) return false
    for (const partition of partitions.keys()) if (!others.has(partition)) return false
  }
  return true
}

const toResponse = (assigned: OwnedPartitions) => ({
  topicPartitions: [...assigned].map(([topicId, partitions]) => ({ topicId, partitions: [...partitions.keys()] })),
})

function leave(group: ConsumerGroup, request: Request, world: ConsumerWorld): HeartbeatDecision {
  const { memberId, memberEpoch, instanceId } = request
  const response = { memberId, memberEpoch, heartbeatIntervalMs: 0 }
  const out = (member: ConsumerMember) => ({
    ...fence(group, [member], { ...world, migration: world.settings.migration }),
    response,
    member: undefined,
  })
  if (instanceId === null) return out(group.demand(memberId))
  const member = group.demandInstance(memberId, instanceId)
  if (memberEpoch !== LEFT_STATIC_EPOCH) return out(member)
  const draft = new Draft(group)
  const gone = away(member)
  draft.putCurrent(gone)
  return { records: draft.records, response, member: gone, gone: [] }
}

/**
 * Away, not gone: it keeps its partitions until its session ends, and gives up at once what it was to give up. Whoever takes
 * its place has had them since epoch 0: a late commit of the one that left is refused all the same, by its member id.
 */
const away = (member: ConsumerMember): ConsumerMember => ({
  ...member,
  epoch: LEFT_STATIC_EPOCH,
  pendingRevocation: NOTHING_OWNED,
  assigned: new Map(
    Array.from(member.assigned, ([topicId, epochs]) => [
      topicId,
      new Map(Array.from(epochs.keys(), each => [each, 0])),
    ]),
  ),
})
