/**
 * What every word of a member sets in motion, whichever protocol it speaks: who it is and what it wants is written down, the
 * group's epoch moves if that is something else, the target follows the epoch, and the member takes a step towards it.
 * Source: KIP-848; Kafka 4.3 `GroupMetadataManager.consumerGroupHeartbeat`, its three numbered parts.
 */
import type { Topics } from '../topics.ts'
import type { Draft } from './draft.ts'
import type { ClassicProtocols, ConsumerMember } from './group.ts'
import { type Reported, reconcile, sameOwned } from './reconcile.ts'
import { metadataHash, refreshRegexes, subscribedIds } from './subscription.ts'
import { type TargetWorld, updateTarget } from './target.ts'

export interface StepWorld extends TargetWorld {
  /** group.consumer.regex.refresh.interval.ms */
  regexRefreshIntervalMs: number
}

/** Part one: the member, its expressions, the group's epoch. @returns whether the member wants something else now */
export function subscribe(draft: Draft, before: ConsumerMember, wanted: ConsumerMember, world: StepWorld): boolean {
  if (!draft.group.members.has(wanted.memberId) || differs(before, wanted)) draft.putMember(wanted)
  const namesChanged = !sameList(before.topics, wanted.topics)
  const regexChanged = refreshRegexes(draft, before, wanted, world)
  const hash = metadataHash(draft.group, world.topics)
  if (namesChanged || regexChanged || hash !== draft.group.metadataHash) draft.bumpEpoch(hash)
  return namesChanged || regexChanged
}

/** Parts two and three: the target, if the group's epoch has left it behind, and the member's step towards it. */
export function follow(
  draft: Draft,
  wanted: ConsumerMember,
  world: StepWorld,
  { subscriptionChanged, owned }: { subscriptionChanged: boolean; owned: Reported | undefined },
): ConsumerMember {
  updateTarget(draft, world)
  return stepTowardsTarget(draft, wanted, world.topics, { subscriptionChanged, owned })
}

export function stepTowardsTarget(
  draft: Draft,
  wanted: ConsumerMember,
  topics: Topics,
  { subscriptionChanged, owned }: { subscriptionChanged: boolean; owned: Reported | undefined },
): ConsumerMember {
  const { group } = draft
  const member = reconcile(wanted, {
    targetEpoch: group.assignmentEpoch,
    target: group.target.get(wanted.memberId) ?? new Map(),
    subscribed: subscribedIds(group, wanted, topics),
    subscriptionChanged,
    owned,
    isOwned: (topicId, partition) => group.ownerOf(topicId, partition) !== undefined,
  })
  if (samePlace(member, wanted)) return wanted
  draft.putCurrent(member)
  return member
}

const samePlace = (a: ConsumerMember, b: ConsumerMember) =>
  a === b ||
  (a.state === b.state &&
    a.epoch === b.epoch &&
    a.previousEpoch === b.previousEpoch &&
    sameOwned(a.assigned, b.assigned) &&
    sameOwned(a.pendingRevocation, b.pendingRevocation))

const identity = [
  'instanceId',
  'rackId',
  'rebalanceTimeoutMs',
  'serverAssignor',
  'regex',
  'clientId',
  'clientHost',
] as const

const differs = (a: ConsumerMember, b: ConsumerMember) =>
  identity.some(field => a[field] !== b[field]) || !sameList(a.topics, b.topics) || !sameClassic(a.classic, b.classic)

const sameList = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((name, i) => name === b[i])

const sameClassic = (a: ClassicProtocols | null, b: ClassicProtocols | null) =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.sessionTimeoutMs === b.sessionTimeoutMs &&
    a.supportedProtocols.length === b.supportedProtocols.length &&
    a.supportedProtocols.every(({ name, metadata }, i) => {
      const other = b.supportedProtocols[i]!
      return name === other.name && metadata.equals(other.metadata)
    }))
