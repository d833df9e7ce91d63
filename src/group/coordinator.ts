/**
 * The group coordinator: from a request to its group, from a decision to the log, and back to the answer. All of it on one
 * thread, one request at a time, so a decision sees the group as the one before left it.
 * Source: Kafka 4.3 `GroupCoordinatorService`, `GroupMetadataManager`.
 * Not here: share groups and streams groups.
 */
import type { Clock, Timer } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { Random } from '../lib/random.ts'
import { errorCodes, KafkaError } from '../protocol/errors.ts'
import type { JoinGroupRequest, JoinGroupResponseInit } from '../protocol/generated/apis/11-join-group.ts'
import type { HeartbeatRequest } from '../protocol/generated/apis/12-heartbeat.ts'
import type { LeaveGroupRequest, LeaveGroupResponseInit } from '../protocol/generated/apis/13-leave-group.ts'
import type { SyncGroupRequest, SyncGroupResponseInit } from '../protocol/generated/apis/14-sync-group.ts'
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponseInit,
} from '../protocol/generated/apis/68-consumer-group-heartbeat.ts'
import { answerJoin, answerSync, ClassicGroup, NO_ASSIGNMENT, refusedJoin } from './classic/group.ts'
import { type ClassicSettings, Rebalance } from './classic/rebalance.ts'
import { ConsumerGroup, type ConsumerMember, MemberState } from './consumer/group.ts'
import { joinGroup } from './decide/11-join-group.ts'
import { heartbeat } from './decide/12-heartbeat.ts'
import { leaveGroup } from './decide/13-leave-group.ts'
import { syncGroup } from './decide/14-sync-group.ts'
import {
  type ConsumerSettings,
  consumerGroupHeartbeat,
  demandValid,
  fence,
} from './decide/68-consumer-group-heartbeat.ts'
import type { Caller, Effects } from './effects.ts'
import { type OffsetSettings, Offsets } from './offsets.ts'
import * as queries from './queries.ts'
import { classicGroup as classicGroupRecord, type GroupRecord, groupEpochGone, targetEpochGone } from './records.ts'
import type { GroupStore, TransactionIds } from './store.ts'
import type { Topics } from './topics.ts'

export interface CoordinatorOptions {
  store: GroupStore
  topics: Topics
  clock: Clock
  random: Random
  logger: Logger
  classic: () => ClassicSettings
  consumer: (groupId: string) => ConsumerSettings & { sessionTimeoutMs: number }
  offsets: () => OffsetSettings
}

/** A group of either kind, or none. */
export type AnyGroup = { kind: 'classic'; group: ClassicGroup } | { kind: 'consumer'; group: ConsumerGroup } | undefined

export class GroupCoordinator {
  readonly store: GroupStore
  readonly offsets: Offsets
  readonly #o: CoordinatorOptions
  readonly #classic = new Map<string, Rebalance>()
  /** Rebuilt from the view when a commit touched it. */
  readonly #consumer = new Map<string, ConsumerGroup>()
  readonly #timers = new Map<string, Timer>()
  #closed = false

  constructor(options: CoordinatorOptions) {
    this.#o = options
    this.store = options.store
    this.store.onChanged = groupIds => {
      for (const groupId of groupIds) this.#consumer.delete(groupId)
    }
    this.offsets = new Offsets(this)
    this.#expireLater()
  }

  get topics(): Topics {
    return this.#o.topics
  }

  get offsetSettings(): OffsetSettings {
    return this.#o.offsets()
  }

  now(): number {
    return this.#o.clock.now()
  }

  #expireLater(): void {
    const { checkIntervalMs } = this.offsetSettings
    this.#schedule('expire offsets', checkIntervalMs, () => {
      this.offsets.expire(this.now()).catch(error => this.#o.logger.error('Offsets could not be expired', error))
      this.#expireLater()
    })
  }

  /** The group, once its partition has been read. @throws {KafkaError} INVALID_GROUP_ID, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR */
  demand(groupId: string): AnyGroup {
    this.#demandHere(groupId)
    return this.find(groupId)
  }

  /** @throws {KafkaError} INVALID_GROUP_ID, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR */
  #demandHere(groupId: string): void {
    if (this.#closed) throw new KafkaError('COORDINATOR_NOT_AVAILABLE', 'The broker is stopping')
    if (groupId === '') throw new KafkaError('INVALID_GROUP_ID', 'The group id is empty')
    this.store.load(groupId)
  }

  /** The group of that id, of whatever kind; groups that only have offsets are none. */
  find(groupId: string): AnyGroup {
    const known = this.#classic.get(groupId)
    if (known) return { kind: 'classic', group: known.group }
    const consumer = this.#consumer.get(groupId) ?? queries.consumerGroup(this.store.view, groupId)
    if (consumer) {
      if (!this.#consumer.has(groupId)) this.#watchMembers(consumer)
      this.#consumer.set(groupId, consumer)
      return { kind: 'consumer', group: consumer }
    }
    const group = queries.classicGroup(this.store.view, groupId)
    if (!group) return undefined
    const rebalance = this.#rebalance(group)
    // It was stable when its coordinator stopped: its members have a session's time to show that they are still there.
    for (const member of group.members.values()) rebalance.touch(member)
    return { kind: 'classic', group }
  }

  #rebalance(group: ClassicGroup): Rebalance {
    const rebalance = new Rebalance(group, this.#o.classic(), this.#effects(group.groupId))
    this.#classic.set(group.groupId, rebalance)
    return rebalance
  }

  #effects(groupId: string): Effects {
    return {
      now: () => this.#o.clock.now(),
      append: (records, written) => this.append(groupId, records, written),
      schedule: (key, delayMs, fn) => this.#schedule(key, delayMs, fn),
      cancel: key => this.#cancel(key),
      newMemberId: prefix => `${prefix}-${this.newUuid()}`,
      info: message => this.#o.logger.info(message),
    }
  }

  /** In the form of Java's UUID, as member ids have it. */
  newUuid(): string {
    const bytes = this.#o.random.bytes(16)
    bytes[6] = (bytes[6]! & 0x0f) | 0x40
    bytes[8] = (bytes[8]! & 0x3f) | 0x80
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  }

  append(
    groupId: string,
    records: readonly GroupRecord[],
    written: (error?: KafkaError) => void,
    transaction?: TransactionIds,
  ): void {
    this.store.append(groupId, records, written, transaction)
    this.#consumer.delete(groupId)
  }

  /** Append, and resolve when it is in the file. */
  write(groupId: string, records: readonly GroupRecord[], transaction?: TransactionIds): Promise<void> {
    if (records.length === 0) return Promise.resolve()
    return new Promise((resolve, reject) =>
      this.append(groupId, records, error => (error ? reject(error) : resolve()), transaction),
    )
  }

  #schedule(key: string, delayMs: number, fn: () => void): void {
    this.#cancel(key)
    const timer = this.#o.clock.after(delayMs, () => {
      this.#timers.delete(key)
      if (this.#closed) return
      try {
        fn()
      } catch (error) {
        this.#o.logger.error(`A group's timer failed (${key})`, error)
      }
    })
    this.#timers.set(key, timer)
  }

  #cancel(key: string): void {
    this.#timers.get(key)?.cancel()
    this.#timers.delete(key)
  }

  joinGroup(request: JoinGroupRequest, caller: Caller): Promise<JoinGroupResponseInit> {
    const { groupId, sessionTimeoutMs, memberId } = request
    this.#demandHere(groupId)
    const settings = this.#o.classic()
    if (sessionTimeoutMs < settings.minSessionTimeoutMs || sessionTimeoutMs > settings.maxSessionTimeoutMs)
      throw new KafkaError(
        'INVALID_SESSION_TIMEOUT',
        `session.timeout.ms=${sessionTimeoutMs} was asked; ${settings.minSessionTimeoutMs} to ${settings.maxSessionTimeoutMs} are possible`,
      )
    const found = this.find(groupId)
    const gone: GroupRecord[] = []
    if (found?.kind === 'consumer') {
      if (!found.group.isEmpty)
        throw new KafkaError(
          'INCONSISTENT_GROUP_PROTOCOL',
          `Group "${groupId}" uses the consumer protocol (group.protocol=consumer)`,
        )
      gone.push(...emptied(found.group))
      this.#consumer.delete(groupId)
    }
    const known = found?.kind === 'classic' ? this.#classic.get(groupId) : undefined
    if (!known && memberId !== '') throw new KafkaError('UNKNOWN_MEMBER_ID', `There is no group "${groupId}"`)
    const rebalance = known ?? this.#rebalance(new ClassicGroup(groupId, this.#o.clock.now()))
    // A group begins with a record, so that it is there for whoever lists groups, and after a restart.
    if (!known) this.append(groupId, [...gone, classicGroupRecord(rebalance.group)], () => {})
    return new Promise(resolve => joinGroup(rebalance, request, caller, resolve))
  }

  /** @throws {KafkaError} UNKNOWN_MEMBER_ID for a group that is not there, or not classic */
  #classicOf(groupId: string): Rebalance {
    this.#demandHere(groupId)
    const found = this.find(groupId)
    const rebalance = found?.kind === 'classic' ? this.#classic.get(groupId) : undefined
    if (!rebalance) throw new KafkaError('UNKNOWN_MEMBER_ID', `There is no classic group "${groupId}"`)
    return rebalance
  }

  syncGroup(request: SyncGroupRequest): Promise<SyncGroupResponseInit> {
    const rebalance = this.#classicOf(request.groupId)
    return new Promise(resolve => syncGroup(rebalance, request, resolve))
  }

  heartbeat(request: HeartbeatRequest): void {
    heartbeat(this.#classicOf(request.groupId), request)
  }

  leaveGroup({ groupId, members }: Pick<LeaveGroupRequest, 'groupId' | 'members'>): LeaveGroupResponseInit {
    return leaveGroup(this.#classicOf(groupId), members)
  }

  /** A member of a stable classic group that commits is alive. */
  touch(groupId: string, memberId: string): void {
    const rebalance = this.#classic.get(groupId)
    const member = rebalance?.group.members.get(memberId)
    if (member && rebalance!.group.is('Stable', 'PreparingRebalance')) rebalance!.touch(member)
  }

  async consumerGroupHeartbeat(
    request: ConsumerGroupHeartbeatRequest,
    caller: Caller,
  ): Promise<ConsumerGroupHeartbeatResponseInit> {
    const { groupId, memberEpoch } = request
    demandValid(request, caller.apiVersion)
    this.#demandHere(groupId)
    const found = this.find(groupId)
    const gone: GroupRecord[] = []
    if (found?.kind === 'classic') {
      if (memberEpoch !== 0) throw new KafkaError('GROUP_ID_NOT_FOUND', `Group ${groupId} is not a consumer group.`)
      if (!found.group.isEmpty)
        throw new KafkaError(
          'GROUP_ID_NOT_FOUND',
          `Group ${groupId} is not a consumer group: its members use the classic protocol`,
        )
      gone.push({ ...classicGroupRecord(found.group), value: null })
    }
    const group = found?.kind === 'consumer' ? found.group : new ConsumerGroup(groupId)
    if (found?.kind !== 'consumer' && memberEpoch !== 0)
      throw new KafkaError('GROUP_ID_NOT_FOUND', `Group ${groupId} not found.`)
    const settings = this.#o.consumer(groupId)
    const world = { topics: this.#o.topics, settings, now: this.#o.clock.now(), newMemberId: () => this.newUuid() }
    const decision = consumerGroupHeartbeat(group, request, caller, world)
    const before = group.members.get(decision.member?.memberId ?? '')
    if (gone.length > 0) this.#forgetClassic(groupId)
    await this.write(groupId, [...gone, ...decision.records])
    for (const memberId of decision.gone) this.#forgetMember(groupId, memberId)
    if (decision.member) this.#watch(groupId, decision.member, before)
    return decision.response
  }

  #forgetClassic(groupId: string): void {
    this.#classic.delete(groupId)
  }

  #forgetMember(groupId: string, memberId: string): void {
    this.#cancel(sessionKey(groupId, memberId))
    this.#cancel(revokeKey(groupId, memberId))
  }

  /** A coordinator that starts gives every member a whole session. */
  #watchMembers(group: ConsumerGroup): void {
    for (const member of group.members.values()) {
      const key = sessionKey(group.groupId, member.memberId)
      if (!this.#timers.has(key)) this.#watch(group.groupId, member, undefined)
    }
  }

  #watch(groupId: string, member: ConsumerMember, before: ConsumerMember | undefined): void {
    const { memberId, epoch } = member
    const { sessionTimeoutMs } = this.#o.consumer(groupId)
    this.#schedule(sessionKey(groupId, memberId), sessionTimeoutMs, () =>
      this.#expel(groupId, memberId, `was silent for ${sessionTimeoutMs} ms`),
    )
    if (member.state !== MemberState.unrevoked) return this.#cancel(revokeKey(groupId, memberId))
    if (before?.state === MemberState.unrevoked && before.epoch === epoch) return
    this.#schedule(revokeKey(groupId, memberId), member.rebalanceTimeoutMs, () => {
      const found = this.find(groupId)
      const now = found?.kind === 'consumer' ? found.group.members.get(memberId) : undefined
      if (now?.epoch === epoch && now.state === MemberState.unrevoked)
        this.#expel(groupId, memberId, `did not give up its partitions within ${member.rebalanceTimeoutMs} ms`)
    })
  }

  #expel(groupId: string, memberId: string, why: string): void {
    const found = this.find(groupId)
    const member = found?.kind === 'consumer' ? found.group.members.get(memberId) : undefined
    if (!member || found?.kind !== 'consumer') return
    this.#o.logger.info(`Group "${groupId}" goes on without "${memberId}", which ${why}`)
    const { records } = fence(found.group, [member], this.#o.topics)
    this.append(groupId, records, () => {})
    this.#forgetMember(groupId, memberId)
  }

  /** A group was deleted: nothing of it is left in memory. */
  drop(groupId: string): void {
    this.#classic.delete(groupId)
    this.#consumer.delete(groupId)
  }

  /** The broker stops: whoever waits for others is sent to look for its coordinator again, and nobody new is let in. */
  stop(): void {
    this.#closed = true
    for (const { group } of this.#classic.values())
      for (const member of group.members.values()) {
        answerJoin(member, refusedJoin('COORDINATOR_NOT_AVAILABLE', member.memberId))
        answerSync(member, { errorCode: errorCodes.COORDINATOR_NOT_AVAILABLE.code, assignment: NO_ASSIGNMENT })
      }
    for (const timer of this.#timers.values()) timer.cancel()
  }

  /** After the last answer. */
  close(): void {
    this.store.close()
  }
}

const sessionKey = (groupId: string, memberId: string) => `session ${groupId} ${memberId}`
const revokeKey = (groupId: string, memberId: string) => `revoke ${groupId} ${memberId}`

/** Tombstones of a consumer group without members. */
export const emptied = ({ groupId }: ConsumerGroup): GroupRecord[] => [
  targetEpochGone(groupId),
  groupEpochGone(groupId),
]
