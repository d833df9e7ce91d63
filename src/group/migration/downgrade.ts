/**
 * A consumer group whose last member of the consumer protocol is gone becomes a classic group, while its classic members stay.
 * Source: KIP-848; Kafka 4.3 `GroupMetadataManager.convertToClassicGroup`, `ClassicGroup.fromConsumerGroup`.
 */
import { assert } from '../../lib/assert.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { CONSUMER_PROTOCOL_TYPE, encodeAssignment, subscribedTopics } from '../classic/consumer-protocol.ts'
import { ClassicGroup, NO_ASSIGNMENT } from '../classic/group.ts'
import type { Draft } from '../consumer/draft.ts'
import { type ConsumerGroup, type ConsumerMember, isClassic } from '../consumer/group.ts'
import { classicGroup } from '../records.ts'
import type { Topics } from '../topics.ts'

/** group.consumer.migration.policy: which way a group with members may go. */
export type MigrationPolicy = 'bidirectional' | 'upgrade' | 'downgrade' | 'disabled'

export interface MigrationSettings {
  policy: MigrationPolicy
  /** group.max.size */
  classicMaxSize: number
  /** group.consumer.max.size */
  consumerMaxSize: number
}

export interface Downgrade {
  /** Stable, at the generation that was the group's epoch. */
  group: ClassicGroup
  /** Why its members have to rejoin at once; undefined when they need not. */
  reason?: string
}

/** Whether only classic members stay, `coming` among them, when `leaving` are gone; and whether that is allowed. */
export function mayDowngrade(
  { members }: ConsumerGroup,
  leaving: readonly string[],
  { policy, classicMaxSize }: MigrationSettings,
  coming = 0,
): boolean {
  const size = members.size - leaving.length + coming
  if (size === 0 || size > classicMaxSize || policy === 'upgrade' || policy === 'disabled') return false
  return [...members.values()].every(member => isClassic(member) || leaving.includes(member.memberId))
}

/** The draft's group ends, and a classic one of those who stay begins. @throws {KafkaError} GROUP_ID_NOT_FOUND when their metadata cannot be read */
export function downgraded(
  draft: Draft,
  leaving: readonly string[],
  generation: number,
  { topics, now }: { topics: Topics; now: number },
): Downgrade {
  const { group } = draft
  const classic = new ClassicGroup(group.groupId, now)
  classic.generationId = generation
  classic.state = 'Stable'
  for (const member of group.members.values())
    if (!leaving.includes(member.memberId)) classic.add(classicMember(member), CONSUMER_PROTOCOL_TYPE)
  classic.protocolName = classic.selectProtocol()
  classic.topics = subscribedTopics(classic)
  for (const member of classic.members.values()) {
    const metadata = classic.metadataOf(member)
    if (metadata.length < 2)
      throw new KafkaError(
        'GROUP_ID_NOT_FOUND',
        `Cannot downgrade group ${group.groupId}: a subscription is malformed.`,
      )
    member.assignment = encodeAssignment(group.target.get(member.memberId) ?? new Map(), metadata, topics)
  }
  draft.disband()
  draft.records.push(classicGroup(classic))
  return { group: classic }
}

function classicMember(member: ConsumerMember) {
  assert(isClassic(member), `member ${member.memberId} of the consumer protocol cannot stay in a classic group`)
  const { memberId, instanceId, clientId, clientHost, rebalanceTimeoutMs, classic } = member
  return {
    memberId,
    instanceId,
    clientId,
    clientHost,
    rebalanceTimeoutMs,
    sessionTimeoutMs: classic.sessionTimeoutMs,
    protocols: classic.supportedProtocols,
    assignment: NO_ASSIGNMENT,
    isNew: false,
    awaitingJoin: undefined,
    awaitingSync: undefined,
  }
}
