/**
 * ConsumerGroupHeartbeat v0-1: join, stay, report, leave. The group's epoch moves when somebody wants something else, the
 * target follows at once, and each member walks towards it one heartbeat at a time.
 * Source: KIP-848; Kafka 4.3 `GroupMetadataManager.consumerGroupHeartbeat`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponseInit,
} from '../../protocol/generated/apis/68-consumer-group-heartbeat.ts'
import { Draft } from '../consumer/draft.ts'
import {
  type ConsumerGroup,
  type ConsumerMember,
  LEAVE_EPOCH,
  LEFT_STATIC_EPOCH,
  MemberState,
  NOTHING_OWNED,
  type OwnedPartitions,
} from '../consumer/group.ts'
import { type Reported, reconcile } from '../consumer/reconcile.ts'
import { compile, metadataHash, resolve, subscribedIds } from '../consumer/subscription.ts'
import { assignors, updateTarget } from '../consumer/target.ts'
import type { Caller } from '../effects.ts'
import type { GroupRecord } from '../records.ts'
import type { Topics } from '../topics.ts'

export interface ConsumerSettings {
  /** group.consumer.max.size */
  maxSize: number
  /** group.consumer.heartbeat.interval.ms, or the group's own */
  heartbeatIntervalMs: number
  /** group.consumer.regex.refresh.interval.ms */
  regexRefreshIntervalMs: number
}

export interface HeartbeatDecision {
  records: readonly GroupRecord[]
  response: ConsumerGroupHeartbeatResponseInit
  /** The member after it; undefined when it left. */
  member: ConsumerMember | undefined
  /** Ids whose timers mean nothing any more. */
  gone: readonly string[]
}

/** From this version on the client makes its own member id (KIP-1082). */
const FIRST_WITH_OWN_MEMBER_ID = 1

type Request = ConsumerGroupHeartbeatRequest

/** What can be said without looking at the group. @throws {KafkaError} INVALID_REQUEST, UNSUPPORTED_ASSIGNOR */
export function demandValid(request: Request, apiVersion: number): void {
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
  if (serverAssignor !== null && !assignors[serverAssignor])
    throw new KafkaError(
      'UNSUPPORTED_ASSIGNOR',
      `ServerAssignor ${serverAssignor} is not supported. Supported assignors: ${Object.keys(assignors).join(', ')}.`,
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
  world: { topics: Topics; settings: ConsumerSettings; now: number; newMemberId: () => string },
): HeartbeatDecision {
  if (request.memberEpoch < 0) return leave(group, request, world)
  const { topics, settings, now } = world
  const draft = new Draft(group)
  const memberId = request.memberId || world.newMemberId()
  const gone: string[] = []
  const before = seat(draft, { ...request, memberId }, settings, gone)

  const wanted = updated(before, request, caller)
  const changed = !group.members.has(memberId) || differs(before, wanted)
  if (changed) draft.putMember(wanted)
  const namesChanged = !sameList(before.topics, wanted.topics)
  const regexChanged = refreshRegexes(draft, before, wanted, { topics, settings, now })
  const hash = metadataHash(draft.group, topics)
  if (namesChanged || regexChanged || hash !== draft.group.metadataHash) draft.bumpEpoch(hash)
  updateTarget(draft, topics, now)

  const member = reconcile(wanted, {
    targetEpoch: draft.group.assignmentEpoch,
    target: draft.group.target.get(memberId) ?? new Map(),
    subscribed: subscribedIds(draft.group, wanted, topics),
    subscriptionChanged: namesChanged || regexChanged,
    owned: request.topicPartitions ?? undefined,
    isOwned: (topicId, partition) => draft.group.ownerOf(topicId, partition) !== undefined,
  })
  if (member !== wanted) draft.putCurrent(member)

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
    gone,
  }
}

/** Find the member's place, or make one. @throws {KafkaError} GROUP_MAX_SIZE_REACHED, UNKNOWN_MEMBER_ID, FENCED_MEMBER_EPOCH, FENCED_INSTANCE_ID, UNRELEASED_INSTANCE_ID */
function seat(draft: Draft, request: Request, settings: ConsumerSettings, gone: string[]): ConsumerMember {
  const { group } = draft
  const { memberId, memberEpoch, instanceId } = request
  const holder = instanceId === null ? undefined : group.staticMember(instanceId)
  if (!holder && !group.members.has(memberId) && group.members.size >= settings.maxSize)
    throw new KafkaError(
      'GROUP_MAX_SIZE_REACHED',
      `The consumer group has reached its maximum capacity of ${settings.maxSize} members.`,
    )
  if (instanceId !== null) {
    if (memberEpoch === 0 && holder && holder.memberId !== memberId) return replaceStatic(draft, holder, memberId, gone)
    if (memberEpoch !== 0) {
      if (!holder) throw new KafkaError('UNKNOWN_MEMBER_ID', `Instance id ${instanceId} is unknown.`)
      demandInstance(holder, memberId, instanceId)
    }
  }
  const member = holder ?? group.members.get(memberId)
  if (!member) {
    if (memberEpoch === 0) return newcomer(memberId)
    throw new KafkaError('UNKNOWN_MEMBER_ID', `Member ${memberId} is not a member of group ${group.groupId}.`)
  }
  demandEpoch(member, memberEpoch, request.topicPartitions)
  return member
}

/** The process that had this name has said that it would be away (epoch -2): its seat, and its target, go to the next. */
function replaceStatic(draft: Draft, former: ConsumerMember, memberId: string, gone: string[]): ConsumerMember {
  if (former.classic === null && former.epoch !== LEFT_STATIC_EPOCH)
    throw new KafkaError(
      'UNRELEASED_INSTANCE_ID',
      `Static member ${memberId} with instance id ${former.instanceId} cannot join the group because the instance id is still owned by member ${former.memberId}.`,
    )
  const target = draft.group.target.get(former.memberId) ?? new Map()
  const member = { ...former, memberId, epoch: 0, previousEpoch: 0 }
  draft.removeMember(former.memberId)
  draft.putMember(member)
  draft.putTarget(memberId, target)
  draft.putCurrent(member)
  gone.push(former.memberId)
  return member
}

function demandInstance(holder: ConsumerMember, memberId: string, instanceId: string): void {
  if (holder.memberId !== memberId)
    throw new KafkaError(
      'FENCED_INSTANCE_ID',
      `Static member ${memberId} with instance id ${instanceId} was fenced by member ${holder.memberId}.`,
    )
}

/** One behind is fine if the answer may have been lost: then it owns no more than what it was given. */
function demandEpoch(member: ConsumerMember, received: number, owned: Reported | null): void {
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

const newcomer = (memberId: string): ConsumerMember => ({
  memberId,
  instanceId: null,
  rackId: null,
  clientId: '',
  clientHost: '',
  topics: [],
  regex: null,
  rebalanceTimeoutMs: -1,
  serverAssignor: null,
  classic: null,
  epoch: 0,
  previousEpoch: 0,
  state: MemberState.stable,
  assigned: NOTHING_OWNED,
  pendingRevocation: NOTHING_OWNED,
})

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

const identity = [
  'instanceId',
  'rackId',
  'rebalanceTimeoutMs',
  'serverAssignor',
  'regex',
  'clientId',
  'clientHost',
  'classic',
] as const
const differs = (a: ConsumerMember, b: ConsumerMember) =>
  identity.some(field => a[field] !== b[field]) || !sameList(a.topics, b.topics)
const sameList = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((name, i) => name === b[i])

/** Resolve what is new, drop what nobody wants, look again when topics came or time passed. @returns whether the group's topics changed by it */
function refreshRegexes(
  draft: Draft,
  before: ConsumerMember,
  member: ConsumerMember,
  { topics, settings, now }: { topics: Topics; settings: ConsumerSettings; now: number },
): boolean {
  const { group } = draft
  const wanted = new Set(
    [...group.members.values()].map(({ regex }) => regex).filter(regex => regex !== null && regex !== ''),
  )
  let changed = (before.regex ?? '') !== (member.regex ?? '')
  if (changed && member.regex) compile(member.regex)
  for (const regex of group.regexes.keys()) if (!wanted.has(regex)) draft.removeRegex(regex)
  for (const regex of wanted as Set<string>) {
    const known = group.regexes.get(regex)
    if (known && known.version >= topics.version && now <= known.timestampMs + settings.regexRefreshIntervalMs) continue
    const names = resolve(regex, topics)
    if (!known || known.topics.size !== names.size || [...names].some(name => !known.topics.has(name))) changed = true
    draft.putRegex(regex, { topics: names, version: topics.version, timestampMs: now })
  }
  return changed
}

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

function leave(group: ConsumerGroup, request: Request, world: { topics: Topics }): HeartbeatDecision {
  const { memberId, memberEpoch, instanceId } = request
  const response = { memberId, memberEpoch, heartbeatIntervalMs: 0 }
  if (instanceId === null)
    return { ...fence(group, [group.demand(memberId)], world.topics), response, member: undefined }
  const member = group.staticMember(instanceId)
  if (!member) throw new KafkaError('UNKNOWN_MEMBER_ID', `Instance id ${instanceId} is unknown.`)
  demandInstance(member, memberId, instanceId)
  if (memberEpoch !== LEFT_STATIC_EPOCH) return { ...fence(group, [member], world.topics), response, member: undefined }
  // Away, not gone: it keeps its partitions until its session ends, and gives up at once what it was to give up.
  const draft = new Draft(group)
  const away = { ...member, epoch: LEFT_STATIC_EPOCH, pendingRevocation: NOTHING_OWNED }
  draft.putCurrent(away)
  return { records: draft.records, response, member: away, gone: [] }
}

/** Members are out: left, silent, or too slow to give up a partition. The others take over at their next heartbeats. */
export function fence(
  group: ConsumerGroup,
  members: readonly ConsumerMember[],
  topics: Topics,
): Pick<HeartbeatDecision, 'records' | 'gone'> {
  const draft = new Draft(group)
  for (const { memberId } of members) draft.removeMember(memberId)
  const wanted = new Set([...draft.group.members.values()].map(({ regex }) => regex))
  for (const regex of draft.group.regexes.keys()) if (!wanted.has(regex)) draft.removeRegex(regex)
  draft.bumpEpoch(metadataHash(draft.group, topics))
  return { records: draft.records, gone: members.map(({ memberId }) => memberId) }
}
