/**
 * Members go: left, silent, or too slow to give up a partition. The others take over at their next words. If only members of
 * the classic protocol stay behind, the group becomes a classic one.
 * Source: KIP-848; Kafka 4.3 `GroupMetadataManager.consumerGroupFenceMembers`.
 */

import type { Downgrade, MigrationSettings } from '../migration/downgrade.ts'
import { downgraded, mayDowngrade } from '../migration/downgrade.ts'
import type { GroupRecord } from '../records.ts'
import type { Topics } from '../topics.ts'
import { Draft } from './draft.ts'
import type { ConsumerGroup, ConsumerMember } from './group.ts'
import { metadataHash } from './subscription.ts'

export interface Fenced {
  records: readonly GroupRecord[]
  /** Ids whose timers mean nothing any more. */
  gone: readonly string[]
  /** The group is a classic one from now on. */
  downgrade?: Downgrade
}

export function fence(
  group: ConsumerGroup,
  members: readonly ConsumerMember[],
  world: { topics: Topics; now: number; migration: MigrationSettings },
): Fenced {
  const gone = members.map(({ memberId }) => memberId)
  if (gone.length === 0) return { records: [], gone }
  const draft = new Draft(group)
  if (mayDowngrade(group, gone, world.migration)) {
    const downgrade = downgraded(draft, gone, group.epoch, world)
    return { records: draft.records, gone, downgrade: { ...downgrade, reason: `${gone.join(', ')} left` } }
  }
  for (const memberId of gone) draft.removeMember(memberId)
  const wanted = new Set([...draft.group.members.values()].map(({ regex }) => regex))
  for (const regex of draft.group.regexes.keys()) if (!wanted.has(regex)) draft.removeRegex(regex)
  draft.bumpEpoch(metadataHash(draft.group, world.topics))
  return { records: draft.records, gone }
}
