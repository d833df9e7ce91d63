/**
 * Committed offsets: written, read, deleted, and forgotten when their group has been empty for long enough.
 * Source: KIP-211 (expiry counts from when a group became empty); Kafka 4.3 `OffsetMetadataManager`.
 */
import { assert } from '../lib/assert.ts'
import { type ErrorName, errorCodes, KafkaError } from '../protocol/errors.ts'
import { ZERO_UUID } from '../protocol/types.ts'
import { tombstones } from './consumer/draft.ts'
import { isClassic } from './consumer/group.ts'
import {
  type Committer,
  commit,
  demandClassicCommitter,
  demandConsumerCommitter,
  type TopicCommit,
} from './decide/08-offset-commit.ts'
import type { AnyGroup, Groups } from './groups.ts'
import * as queries from './queries.ts'
import { type CommittedOffset, classicGroupGone, type GroupRecord, offsetGone } from './records.ts'
import type { TransactionIds } from './store.ts'

export interface OffsetSettings {
  maxMetadataBytes: number
  retentionMs: number
  checkIntervalMs: number
}

export interface CommitRequest extends Committer {
  groupId: string
  apiVersion: number
  topics: readonly TopicCommit[]
  /** -1: as the broker says. */
  retentionMs: number
  transaction?: TransactionIds | undefined
}

/** What OffsetFetch answers for one partition. */
export interface FetchedOffset {
  partitionIndex: number
  committedOffset: number
  committedLeaderEpoch: number
  metadata: string
  errorCode: number
}

const NO_OFFSET = -1
/** The first version that says GROUP_ID_NOT_FOUND where older ones say ILLEGAL_GENERATION. */
const GROUP_ID_NOT_FOUND_SINCE = 9
/** Offsets of a batch of expiries: so many tombstones at once at most. */
const EXPIRE_AT_ONCE = 1000

export class Offsets {
  readonly #groups: Groups
  readonly #settings: () => OffsetSettings

  constructor(groups: Groups, settings: () => OffsetSettings) {
    this.#groups = groups
    this.#settings = settings
  }

  get #view() {
    return this.#groups.store.view
  }

  /** @throws {KafkaError} why this caller may not commit for the group */
  async commit(request: CommitRequest) {
    const { groupId, generation, topics, apiVersion, retentionMs, transaction } = request
    const found = this.#groups.demand(groupId)
    const demandPartition =
      found?.kind === 'consumer' ? demandConsumerCommitter(found.group, request, apiVersion) : undefined
    if (found?.kind === 'classic') demandClassicCommitter(found.group, request)
    else if (!found && generation >= 0)
      throw new KafkaError(
        apiVersion >= GROUP_ID_NOT_FOUND_SINCE && !request.transactional ? 'GROUP_ID_NOT_FOUND' : 'ILLEGAL_GENERATION',
        `There is no group "${groupId}"`,
      )
    if (found?.kind === 'classic' && !request.transactional) this.#groups.touch(groupId, request.memberId)
    const now = this.#groups.now()
    const settings = {
      now,
      maxMetadataBytes: this.#settings().maxMetadataBytes,
      expireTimestampMs: retentionMs < 0 ? null : now + retentionMs,
    }
    const { records, rows } = commit(groupId, topics, settings, demandPartition)
    await this.#groups.write(groupId, records, transaction)
    return rows
  }

  /**
   * Offsets of some partitions. @param requireStable an offset that a transaction may still change is an error (KIP-447)
   * @throws {KafkaError} UNKNOWN_MEMBER_ID, STALE_MEMBER_EPOCH, ILLEGAL_GENERATION
   */
  async fetch(
    groupId: string,
    member: { memberId: string | null; memberEpoch: number },
    topics: readonly { name: string; topicId: string; partitionIndexes: readonly number[] }[],
    requireStable: boolean,
  ) {
    this.#demandReader(groupId, member)
    const rows = topics.map(({ name, topicId, partitionIndexes }) => ({
      name,
      topicId,
      partitions: partitionIndexes.map(partition => {
        const committed = queries.committed(this.#view, groupId, name, partition)
        const other = committed?.topicId && topicId !== ZERO_UUID && committed.topicId !== topicId
        return this.#row(groupId, name, partition, other ? undefined : committed, requireStable)
      }),
    }))
    await this.#groups.store.settled(groupId)
    return rows
  }

  /** All offsets of a group. */
  async fetchAll(groupId: string, member: { memberId: string | null; memberEpoch: number }, requireStable: boolean) {
    this.#demandReader(groupId, member)
    const rows = [...queries.allCommitted(this.#view, groupId)].map(([name, partitions]) => ({
      name,
      topicId: ZERO_UUID,
      partitions: [...partitions].map(([partition, committed]) =>
        this.#row(groupId, name, partition, committed, requireStable),
      ),
    }))
    await this.#groups.store.settled(groupId)
    return rows
  }

  #row(
    groupId: string,
    topic: string,
    partition: number,
    committed: CommittedOffset | undefined,
    requireStable: boolean,
  ): FetchedOffset {
    const none = {
      partitionIndex: partition,
      committedOffset: NO_OFFSET,
      committedLeaderEpoch: -1,
      metadata: '',
      errorCode: 0,
    }
    if (requireStable && queries.isPending(this.#view, groupId, topic, partition))
      return { ...none, errorCode: errorCodes.UNSTABLE_OFFSET_COMMIT.code }
    if (!committed) return none
    return {
      ...none,
      committedOffset: committed.offset,
      committedLeaderEpoch: committed.leaderEpoch,
      metadata: committed.metadata,
    }
  }

  /** Only members of the consumer protocol say who they are when they read. */
  #demandReader(groupId: string, { memberId, memberEpoch }: { memberId: string | null; memberEpoch: number }): void {
    const found = this.#groups.demand(groupId)
    if (found?.kind !== 'consumer' || (memberId === null && memberEpoch < 0)) return
    const member = found.group.demand(memberId ?? '')
    if (member.epoch !== memberEpoch)
      throw new KafkaError(
        isClassic(member) ? 'ILLEGAL_GENERATION' : 'STALE_MEMBER_EPOCH',
        `Member "${memberId}" of group "${groupId}" is at epoch ${member.epoch}, not ${memberEpoch}`,
      )
  }

  /** @throws {KafkaError} INVALID_GROUP_ID, GROUP_ID_NOT_FOUND, NON_EMPTY_GROUP */
  async delete(
    groupId: string,
    topics: readonly { name: string; partitions: readonly { partitionIndex: number }[] }[],
  ) {
    const found = this.#groups.demandNamed(groupId)
    const subscribed = demandDeletable(groupId, found, this.has(groupId))
    const records: GroupRecord[] = []
    const rows = topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => {
        if (subscribed(name)) return { partitionIndex, errorCode: errorCodes.GROUP_SUBSCRIBED_TO_TOPIC.code }
        if (
          queries.committed(this.#view, groupId, name, partitionIndex) ||
          queries.isPending(this.#view, groupId, name, partitionIndex)
        )
          records.push(offsetGone(groupId, name, partitionIndex))
        return { partitionIndex, errorCode: 0 }
      }),
    }))
    await this.#groups.write(groupId, records)
    return rows
  }

  has(groupId: string): boolean {
    return queries.allCommitted(this.#view, groupId).size > 0 || queries.pendingOf(this.#view, groupId).length > 0
  }

  /** Tombstones of all that a group has committed. */
  tombstones(groupId: string): GroupRecord[] {
    const records: GroupRecord[] = []
    const committed = queries.allCommitted(this.#view, groupId)
    for (const [topic, partitions] of committed)
      for (const partition of partitions.keys()) records.push(offsetGone(groupId, topic, partition))
    for (const { topic, partition } of queries.pendingOf(this.#view, groupId))
      if (!committed.get(topic)?.has(partition)) records.push(offsetGone(groupId, topic, partition))
    return records
  }

  /** Delete an empty group with its offsets. @returns the error, if it may not be */
  async deleteGroup(groupId: string): Promise<ErrorName | undefined> {
    const found = this.#groups.demand(groupId)
    if (!found && !this.has(groupId)) return 'GROUP_ID_NOT_FOUND'
    if (found && !found.group.isEmpty) return 'NON_EMPTY_GROUP'
    await this.#groups.write(groupId, [...this.tombstones(groupId), ...groupTombstones(groupId, found)])
    this.#groups.drop(groupId)
    return undefined
  }

  /** Forget what is too old. @returns how many offsets went */
  async expire(now: number): Promise<number> {
    const { retentionMs } = this.#settings()
    let count = 0
    for (const groupId of queries.groupIds(this.#view)) {
      const found = this.#groups.find(groupId)
      const records: GroupRecord[] = []
      let left = 0
      for (const [topic, partitions] of queries.allCommitted(this.#view, groupId))
        for (const [partition, committed] of partitions) {
          if (
            !queries.isPending(this.#view, groupId, topic, partition) &&
            isExpired(found, topic, committed, now, retentionMs)
          )
            records.push(offsetGone(groupId, topic, partition))
          else left++
        }
      count += records.length
      // An empty group without offsets is nothing that anybody could miss.
      const over = records.length > 0 && left === 0 && (!found || found.group.isEmpty)
      if (over) records.push(...groupTombstones(groupId, found))
      for (let at = 0; at < records.length; at += EXPIRE_AT_ONCE)
        await this.#groups.write(groupId, records.slice(at, at + EXPIRE_AT_ONCE))
      if (over) this.#groups.drop(groupId)
    }
    return count
  }

  /** Offsets of a deleted topic are of no use: another topic of that name is another one. */
  async forgetTopic(topic: string): Promise<void> {
    const rows = this.#view
      .sql<{ group_id: string; partition: number }>('SELECT group_id, partition FROM offset_commit WHERE topic = ?')
      .all(topic)
    const byGroup = new Map<string, GroupRecord[]>()
    for (const { group_id, partition } of rows)
      byGroup.set(group_id, [...(byGroup.get(group_id) ?? []), offsetGone(group_id, topic, partition)])
    for (const [groupId, records] of byGroup) await this.#groups.write(groupId, records)
  }
}

/** @returns whether the group reads a topic now: such offsets stay */
function demandDeletable(groupId: string, found: AnyGroup, hasOffsets: boolean): (topic: string) => boolean {
  if (!found && !hasOffsets) throw new KafkaError('GROUP_ID_NOT_FOUND', `There is no group "${groupId}"`)
  if (!found) return () => false
  if (found.kind === 'consumer') {
    const topics = found.group.subscribedTopics()
    return topic => topics.has(topic)
  }
  const { group } = found
  if (group.isEmpty) return () => false
  if (group.protocolType !== 'consumer') throw new KafkaError('NON_EMPTY_GROUP', `Group "${groupId}" has members`)
  // Its members' metadata cannot be read: they may read anything.
  return topic => group.topics?.has(topic) ?? true
}

function groupTombstones(groupId: string, found: AnyGroup): GroupRecord[] {
  if (found?.kind === 'classic') return [classicGroupGone(groupId)]
  return found?.kind === 'consumer' ? [...tombstones(found.group)] : []
}

function isExpired(
  found: AnyGroup,
  topic: string,
  { commitTimestampMs, expireTimestampMs }: CommittedOffset,
  now: number,
  retentionMs: number,
): boolean {
  const old = (since: number) => (expireTimestampMs === null ? now - since >= retentionMs : now >= expireTimestampMs)
  if (!found) return old(commitTimestampMs)
  if (found.kind === 'consumer') return !found.group.subscribedTopics().has(topic) && old(commitTimestampMs)
  const { group } = found
  assert(group.state !== 'Dead', 'a group that is being deleted is not looked at')
  if (group.protocolType === null) return old(commitTimestampMs)
  if (group.isEmpty) return old(group.stateTimestampMs)
  return group.state === 'Stable' && group.topics !== undefined && !group.topics.has(topic) && old(commitTimestampMs)
}
