/**
 * A classic group to which a member of the consumer protocol comes becomes a consumer group, and its members stay in it: they
 * go on with JoinGroup, SyncGroup and Heartbeat, and their generation is an epoch from now on. Nothing changes hands yet:
 * what a member had it has, and it shall have.
 * Source: KIP-848; Kafka 4.3 `GroupMetadataManager.convertToConsumerGroup`, `ConsumerGroup.fromClassicGroup`.
 */
import type { Uuid } from '../../lib/uuid.ts'
import { KafkaError } from '../../protocol/errors.ts'
import type { ConsumerProtocolSubscription } from '../../protocol/generated/records/consumer/consumer-protocol-subscription.ts'
import { byId, CONSUMER_PROTOCOL_TYPE, readAssignment, readSubscription } from '../classic/consumer-protocol.ts'
import type { ClassicGroup, ClassicMember } from '../classic/group.ts'
import {
  ConsumerGroup,
  type ConsumerMember,
  MemberState,
  NOTHING_OWNED,
  type OwnedPartitions,
} from '../consumer/group.ts'
import { metadataHash } from '../consumer/subscription.ts'
import * as records from '../records.ts'
import type { Topics } from '../topics.ts'
import type { MigrationSettings } from './downgrade.ts'

export interface Upgrade {
  group: ConsumerGroup
  records: readonly records.GroupRecord[]
}

/** @throws {KafkaError} GROUP_ID_NOT_FOUND when that is not allowed, or not possible */
export function upgraded(classic: ClassicGroup, topics: Topics, settings: MigrationSettings): Upgrade {
  demandUpgradable(classic, settings)
  const { groupId, generationId } = classic
  const group = new ConsumerGroup(groupId)
  group.epoch = generationId
  group.assignmentEpoch = generationId
  const seats = [...classic.members.values()].map(member => ({
    member,
    subscription: demandSubscription(member, classic),
    assigned: assignedTo(member, groupId, topics),
    rejoined: classic.is('CompletingRebalance') || member.awaitingJoin !== undefined,
  }))
  const owner = owners(seats, topics)
  for (const { member, subscription, assigned } of seats) {
    const { memberId } = member
    const has = new Map([...owner].map(([topicId, owned]) => [topicId, ownedBy(memberId, owned, generationId)]))
    group.members.set(memberId, { ...consumerMember(member, subscription), ...place(generationId, has) })
    group.target.set(memberId, new Map(assigned.map(({ topicId, partitions }) => [topicId, partitions])))
  }
  group.metadataHash = metadataHash(group, topics)
  return { group, records: [records.classicGroupGone(groupId), ...recordsOf(group)] }
}

function demandUpgradable(
  { groupId, protocolType, members }: ClassicGroup,
  { policy, consumerMaxSize }: MigrationSettings,
): void {
  if (policy === 'downgrade' || policy === 'disabled') throw refused(groupId, 'online upgrade is disabled')
  if (protocolType !== CONSUMER_PROTOCOL_TYPE)
    throw refused(groupId, 'the group does not use the consumer embedded protocol')
  if (members.size > consumerMaxSize) throw refused(groupId, 'the group size exceeds the consumer group maximum size')
}

const refused = (groupId: string, why: string) =>
  new KafkaError('GROUP_ID_NOT_FOUND', `Cannot upgrade classic group ${groupId} to consumer group because ${why}.`)

function demandSubscription(member: ClassicMember, classic: ClassicGroup): ConsumerProtocolSubscription {
  // All of a consumer's protocols carry the same subscription, and before the first generation none is chosen yet.
  const metadata = classic.protocolName === null ? member.protocols[0]!.metadata : classic.metadataOf(member)
  const subscription = readSubscription(metadata)
  if (!subscription) throw refused(classic.groupId, 'the embedded consumer protocol is malformed')
  return subscription
}

const consumerMember = (member: ClassicMember, subscription: ConsumerProtocolSubscription) => ({
  memberId: member.memberId,
  instanceId: member.instanceId,
  rackId: subscription.rackId || null,
  clientId: member.clientId,
  clientHost: member.clientHost,
  topics: [...new Set(subscription.topics)].sort(),
  regex: '',
  rebalanceTimeoutMs: member.rebalanceTimeoutMs,
  serverAssignor: null,
  classic: { sessionTimeoutMs: member.sessionTimeoutMs, supportedProtocols: member.protocols },
})

/** What the last generation gave it; nothing when it has not been in one. */
function assignedTo({ assignment }: ClassicMember, groupId: string, topics: Topics) {
  if (assignment.length === 0) return []
  const read = readAssignment(assignment)
  if (!read) throw refused(groupId, 'the embedded consumer protocol is malformed')
  if (read.userData !== null && read.userData.length > 0)
    throw refused(
      groupId,
      'an unsupported custom assignor is in use. Please refer to the documentation or switch to a default assignor before re-attempting the upgrade',
    )
  return byId(read.assignedPartitions, topics)
}

interface Seat {
  member: ClassicMember
  subscription: ConsumerProtocolSubscription
  assigned: ReturnType<typeof assignedTo>
  /** It has joined the generation that is being made: what it said then is newer than what it was assigned. */
  rejoined: boolean
}

/**
 * Who has each partition now. A cooperative member goes on reading while its group rebalances, and says so when it joins: that
 * comes first, for an assignment may be a target that a downgrade made of it, while another still reads; of two who say so the
 * younger generation knows. Then what was assigned; then what was said before that.
 * Kafka goes by assignments alone, and takes what a rebalance has forgotten for free: two members read it until the first hears.
 */
function owners(seats: readonly Seat[], topics: Topics): Map<Uuid, Map<number, string>> {
  const owner = new Map<Uuid, Map<number, string>>()
  const give = (memberId: string, partitions: ReturnType<typeof byId>) => {
    for (const { topicId, partitions: indexes } of partitions) {
      const owned = owner.get(topicId) ?? new Map<number, string>()
      for (const index of indexes) if (!owned.has(index)) owned.set(index, memberId)
      owner.set(topicId, owned)
    }
  }
  const say = (said: readonly Seat[]) => {
    const youngestFirst = [...said].sort((a, b) => b.subscription.generationId - a.subscription.generationId)
    for (const { member, subscription } of youngestFirst)
      give(member.memberId, byId(subscription.ownedPartitions, topics))
  }
  const rejoined = seats.filter(seat => seat.rejoined)
  const others = seats.filter(seat => !seat.rejoined)
  say(rejoined)
  for (const { member, assigned } of others) give(member.memberId, assigned)
  say(others)
  for (const { member, assigned } of rejoined) give(member.memberId, assigned)
  return owner
}

const ownedBy = (memberId: string, owned: ReadonlyMap<number, string>, epoch: number) =>
  new Map([...owned].filter(([, owner]) => owner === memberId).map(([index]) => [index, epoch]))

const place = (
  epoch: number,
  has: OwnedPartitions,
): Pick<ConsumerMember, 'epoch' | 'previousEpoch' | 'state' | 'assigned' | 'pendingRevocation'> => ({
  epoch,
  previousEpoch: epoch,
  state: MemberState.stable,
  assigned: new Map([...has].filter(([, partitions]) => partitions.size > 0)),
  pendingRevocation: NOTHING_OWNED,
})

function recordsOf({ groupId, epoch, metadataHash, members, target, assignmentEpoch }: ConsumerGroup) {
  return [
    ...Array.from(members.values(), member => records.consumerMember(groupId, member)),
    records.groupEpoch(groupId, epoch, metadataHash),
    ...Array.from(target, ([memberId, assignment]) => records.targetMember(groupId, memberId, assignment)),
    records.targetEpoch(groupId, assignmentEpoch, 0),
    ...Array.from(members.values(), member => records.currentAssignment(groupId, member)),
  ]
}
