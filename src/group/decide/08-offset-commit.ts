/**
 * OffsetCommit v2-10 and TxnOffsetCommit v0-5: how far a group has read. Whoever commits for a group with members must be one
 * of them, at its generation or epoch; a group nobody manages (an admin's, or a simple consumer's) takes offsets from anyone.
 * Source: KIP-848, KIP-447 (fencing within transactions); Kafka 4.3 `OffsetMetadataManager`, `ClassicGroup.validateOffsetCommit`.
 */
import { type Uuid, ZERO_UUID } from '../../lib/uuid.ts'
import { type ErrorName, errorCodes, KafkaError } from '../../protocol/errors.ts'
import type { Offset } from '../../protocol/types.ts'
import type { ClassicGroup } from '../classic/group.ts'
import { type ConsumerGroup, isClassic, type OwnedPartitions } from '../consumer/group.ts'
import { type GroupRecord, offsetCommit } from '../records.ts'

export interface Committer {
  memberId: string
  instanceId: string | null
  /** Generation of a classic member, epoch of a consumer; -1: nobody's. */
  generation: number
  transactional: boolean
}

/** @throws {KafkaError} UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID, ILLEGAL_GENERATION, REBALANCE_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE */
export function demandClassicCommitter(group: ClassicGroup, committer: Committer): void {
  const { memberId, instanceId, generation, transactional } = committer
  if (group.is('Dead')) throw new KafkaError('COORDINATOR_NOT_AVAILABLE', `Group "${group.groupId}" is being deleted`)
  if (generation < 0 && group.isEmpty) return
  if (generation >= 0 || memberId !== '' || instanceId !== null) {
    group.demand(memberId, instanceId)
    if (generation !== group.generationId)
      throw new KafkaError(
        'ILLEGAL_GENERATION',
        `Group "${group.groupId}" is at generation ${group.generationId}, not ${generation}`,
      )
  } else if (!transactional)
    throw new KafkaError('UNKNOWN_MEMBER_ID', `Group "${group.groupId}" has members: only they commit`)
  // It has heard of the new generation, but not yet what it is to read.
  if (!transactional && group.is('CompletingRebalance'))
    throw new KafkaError('REBALANCE_IN_PROGRESS', `Group "${group.groupId}" is rebalancing`)
}

/** The first version that can be told that its epoch is stale; older ones know only generations. */
export const STALE_EPOCH_SINCE = 9

/** @throws {KafkaError} when this committer has nothing to say about the partition */
export type DemandPartition = (topicId: Uuid | undefined, partition: number) => void
const ANY_PARTITION: DemandPartition = () => {}

/**
 * A member's epoch moves while a commit is on its way. An epoch that is behind still counts for what the member has had since
 * then or longer, and has not given up (KIP-1251).
 * @throws {KafkaError} UNKNOWN_MEMBER_ID, STALE_MEMBER_EPOCH (ILLEGAL_GENERATION of a classic member, or within a transaction), UNSUPPORTED_VERSION
 */
export function demandConsumerCommitter(
  group: ConsumerGroup,
  { memberId, instanceId, generation, transactional }: Committer,
  apiVersion: number,
): DemandPartition {
  if (generation < 0 && group.isEmpty) return ANY_PARTITION
  // Producers from before KIP-447 do not say who reads.
  if (transactional && generation < 0 && memberId === '' && instanceId === null) return ANY_PARTITION
  const member = group.demand(memberId)
  if (!transactional && !isClassic(member) && apiVersion < STALE_EPOCH_SINCE)
    throw new KafkaError(
      'UNSUPPORTED_VERSION',
      `OffsetCommit version ${apiVersion} cannot be used by a member of the consumer protocol: ${STALE_EPOCH_SINCE} can`,
    )
  if (generation === member.epoch) return ANY_PARTITION
  const stale = (why: string) =>
    new KafkaError(
      isClassic(member) || transactional ? 'ILLEGAL_GENERATION' : 'STALE_MEMBER_EPOCH',
      `Member "${memberId}" of group "${group.groupId}" is at epoch ${member.epoch}, not ${generation}${why}`,
    )
  if (generation > member.epoch) throw stale('')
  return (topicId, partition) => {
    const owned = (partitions: OwnedPartitions) => partitions.get(topicId ?? '')?.get(partition)
    const since = owned(member.assigned) ?? owned(member.pendingRevocation)
    if (since === undefined) throw stale(`, and has no partition ${partition} of topic ${topicId}`)
    if (generation < since) throw stale(`, and has partition ${partition} of topic ${topicId} since ${since}`)
  }
}

interface PartitionCommit {
  partitionIndex: number
  committedOffset: Offset
  committedLeaderEpoch: number
  committedMetadata: string | null
}

export interface TopicCommit {
  /** Undefined: the request gives an id that no topic has. */
  name: string | undefined
  /** Partitions that there are: 0 for a topic that is not there. */
  partitionCount: number
  topicId: Uuid
  /** The id of the topic there is; `topicId` is what the request says. */
  knownId: Uuid | undefined
  partitions: readonly PartitionCommit[]
}

export interface CommitSettings {
  now: number
  /** offset.metadata.max.bytes */
  maxMetadataBytes: number
  /** When the client says how long to keep them; null: as the broker says. */
  expireTimestampMs: number | null
}

/** One record a partition; one partition's refusal does not fail its neighbours, but a stale epoch fails them all. */
export function commit(
  groupId: string,
  topics: readonly TopicCommit[],
  { now, maxMetadataBytes, expireTimestampMs }: CommitSettings,
  demandPartition: DemandPartition = ANY_PARTITION,
) {
  const records: GroupRecord[] = []
  const refused = (error: ErrorName) => errorCodes[error].code
  const rows = topics.map(({ name, topicId, knownId, partitionCount, partitions }) => ({
    name: name ?? '',
    topicId,
    partitions: partitions.map(({ partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }) => {
      if (name === undefined) return { partitionIndex, errorCode: refused('UNKNOWN_TOPIC_ID') }
      if (partitionIndex < 0 || partitionIndex >= partitionCount)
        return { partitionIndex, errorCode: refused('UNKNOWN_TOPIC_OR_PARTITION') }
      const metadata = committedMetadata ?? ''
      if (metadata.length > maxMetadataBytes) return { partitionIndex, errorCode: refused('OFFSET_METADATA_TOO_LARGE') }
      demandPartition(knownId, partitionIndex)
      const known = topicId === ZERO_UUID ? null : topicId
      records.push(
        offsetCommit(groupId, name, partitionIndex, {
          offset: committedOffset,
          leaderEpoch: committedLeaderEpoch,
          metadata,
          commitTimestampMs: now,
          expireTimestampMs,
          topicId: known,
        }),
      )
      return { partitionIndex, errorCode: 0 }
    }),
  }))
  return { records, rows }
}
