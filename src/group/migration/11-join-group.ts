/**
 * JoinGroup v0-9 to a consumer group: a member of the classic protocol comes in, or comes back to hear what it may have. It
 * waits for nobody: its generation is its epoch, nobody leads, and the coordinator assigns.
 * Source: KIP-848; Kafka 4.3 `GroupMetadataManager.classicGroupJoinToConsumerGroup`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { JoinGroupRequest, JoinGroupResponseInit } from '../../protocol/generated/apis/11-join-group.ts'
import { byId, CONSUMER_PROTOCOL_TYPE, readSubscription } from '../classic/consumer-protocol.ts'
import { refusedJoin } from '../classic/group.ts'
import { Draft } from '../consumer/draft.ts'
import { fence } from '../consumer/fence.ts'
import type { ClassicMember, ConsumerGroup, ConsumerMember } from '../consumer/group.ts'
import type { Reported } from '../consumer/reconcile.ts'
import { demandRoom, newcomer, replaceStatic } from '../consumer/seat.ts'
import { follow, stepTowardsTarget, subscribe } from '../consumer/step.ts'
import { copied, FIRST_WITH_KNOWN_MEMBER_ID } from '../decide/11-join-group.ts'
import type { ConsumerWorld } from '../decide/68-consumer-group-heartbeat.ts'
import type { Caller } from '../effects.ts'
import type { GroupRecord } from '../records.ts'
import { type Downgrade, downgraded, mayDowngrade } from './downgrade.ts'

export interface JoinDecision {
  records: readonly GroupRecord[]
  response: JoinGroupResponseInit
  /** The member after it; undefined when it is only given an id, or sent away. */
  member: ConsumerMember | undefined
  gone: readonly string[]
  downgrade?: Downgrade
}

/** @throws {KafkaError} INCONSISTENT_GROUP_PROTOCOL, GROUP_MAX_SIZE_REACHED, UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID */
export function joinConsumerGroup(
  group: ConsumerGroup,
  request: JoinGroupRequest,
  caller: Caller,
  world: ConsumerWorld,
): JoinDecision {
  const { topics, settings } = world
  const { groupInstanceId: instanceId, protocols } = request
  if (settings.migration.policy === 'disabled')
    throw inconsistent(
      `Cannot join the consumer group ${group.groupId} with the classic protocol because the group migration is disabled.`,
    )
  const isNew = request.memberId === ''
  const memberId = isNew ? world.newMemberId() : request.memberId
  demandRoom(group, memberId, instanceId, settings.maxSize)
  if (!group.supportsClassic(request.protocolType, protocols))
    throw inconsistent(`Member ${memberId}'s protocols are not supported.`)
  if (isNew && instanceId === null && caller.apiVersion >= FIRST_WITH_KNOWN_MEMBER_ID)
    return { records: [], response: refusedJoin('MEMBER_ID_REQUIRED', memberId), member: undefined, gone: [] }
  const subscription = readSubscription(protocols[0]!.metadata)
  if (!subscription) throw inconsistent('Malformed embedded consumer protocol in subscription deserialization.')

  const owned = byId(subscription.ownedPartitions, topics)
  const known = group.members.get(memberId)
  if (!isNew && !holds(known, owned)) return sendAway(group, memberId, known, world)

  const draft = new Draft(group)
  const former = instanceId === null ? undefined : group.staticMember(instanceId)
  const before = seat(draft, memberId, instanceId, isNew)
  const gone = former && former.memberId !== memberId ? [former.memberId] : []
  const downgrades =
    former !== undefined && former.classic === null && mayDowngrade(group, [former.memberId], settings.migration, 1)

  const wanted: ClassicMember = {
    ...before,
    instanceId: instanceId ?? before.instanceId,
    rackId: subscription.rackId || before.rackId,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs,
    topics: [...new Set(subscription.topics)].sort(),
    // A classic member finds its topics by itself.
    regex: '',
    clientId: caller.clientId,
    clientHost: caller.clientHost,
    classic: { sessionTimeoutMs: request.sessionTimeoutMs, supportedProtocols: copied(request) },
  }
  const subscriptionChanged = subscribe(draft, before, wanted, world)
  const joined = (member: ConsumerMember, downgrade?: Downgrade): JoinDecision => ({
    records: draft.records,
    response: {
      memberId,
      generationId: member.epoch,
      protocolType: CONSUMER_PROTOCOL_TYPE,
      protocolName: protocols[0]!.name,
      leader: '',
      members: [],
    },
    member,
    gone,
    ...(downgrade && { downgrade }),
  })
  if (!downgrades) return joined(follow(draft, wanted, world, { subscriptionChanged, owned }))
  if (draft.group.assignmentEpoch < draft.group.epoch) {
    const downgrade = downgraded(draft, [], group.epoch, world)
    return joined(wanted, { ...downgrade, reason: `the assignment is older than what ${memberId} wants` })
  }
  const member = stepTowardsTarget(draft, wanted, topics, { subscriptionChanged, owned })
  return joined(member, downgraded(draft, [], group.epoch, world))
}

/** Whether all that a member says it has is known to be its, or to be given up by it. */
const holds = (member: ConsumerMember | undefined, owned: Reported) =>
  owned.every(({ topicId, partitions }) =>
    partitions.every(
      partition =>
        member?.assigned.get(topicId)?.has(partition) || member?.pendingRevocation.get(topicId)?.has(partition),
    ),
  )

/**
 * A member that still reads what it has lost, or never had, would go on reading it until it syncs, with an epoch that lets it
 * commit, while another reads the same: it was sent away and does not know it, or the group changed its kind before it had
 * given up what it was to give up. UNKNOWN_MEMBER_ID makes it drop everything and come anew. Kafka lets it in.
 */
function sendAway(
  group: ConsumerGroup,
  memberId: string,
  known: ConsumerMember | undefined,
  { topics, now, settings: { migration } }: ConsumerWorld,
): JoinDecision {
  const fenced = fence(group, known ? [known] : [], { topics, now, migration })
  return { ...fenced, response: refusedJoin('UNKNOWN_MEMBER_ID', memberId), member: undefined }
}

const inconsistent = (message: string) => new KafkaError('INCONSISTENT_GROUP_PROTOCOL', message)

/** A static member that comes without its id takes its place back, whichever protocol it spoke: it says by that that it is new. */
function seat(draft: Draft, memberId: string, instanceId: string | null, isNew: boolean): ConsumerMember {
  const { group } = draft
  if (instanceId === null) return group.members.get(memberId) ?? newcomer(memberId)
  if (!isNew) return group.demandInstance(memberId, instanceId)
  const former = group.staticMember(instanceId)
  return former ? replaceStatic(draft, former, memberId) : newcomer(memberId)
}
