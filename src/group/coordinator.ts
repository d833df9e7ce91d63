/**
 * The group coordinator: from a request to its group, from a decision to the log, and back to the answer. All of it on one
 * thread, one request at a time, so a decision sees the group as the one before left it.
 * Source: Kafka 4.3 `GroupCoordinatorService`, `GroupMetadataManager`.
 * Not here: share groups and streams groups.
 */
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { Random } from '../lib/random.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { JoinGroupRequest, JoinGroupResponseInit } from '../protocol/generated/apis/11-join-group.ts'
import type { HeartbeatRequest } from '../protocol/generated/apis/12-heartbeat.ts'
import type { LeaveGroupRequest, LeaveGroupResponseInit } from '../protocol/generated/apis/13-leave-group.ts'
import type { SyncGroupRequest, SyncGroupResponseInit } from '../protocol/generated/apis/14-sync-group.ts'
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponseInit,
} from '../protocol/generated/apis/68-consumer-group-heartbeat.ts'
import type { ClassicSettings } from './classic/rebalance.ts'
import { tombstones } from './consumer/draft.ts'
import { ConsumerGroup } from './consumer/group.ts'
import { joinGroup } from './decide/11-join-group.ts'
import { heartbeat } from './decide/12-heartbeat.ts'
import { leaveGroup } from './decide/13-leave-group.ts'
import { syncGroup } from './decide/14-sync-group.ts'
import { type ConsumerSettings, consumerGroupHeartbeat, demandValid } from './decide/68-consumer-group-heartbeat.ts'
import type { Caller } from './effects.ts'
import { Groups } from './groups.ts'
import { joinConsumerGroup } from './migration/11-join-group.ts'
import { heartbeatToConsumerGroup } from './migration/12-heartbeat.ts'
import { leaveConsumerGroup } from './migration/13-leave-group.ts'
import { syncConsumerGroup } from './migration/14-sync-group.ts'
import { upgraded } from './migration/upgrade.ts'
import { type OffsetSettings, Offsets } from './offsets.ts'
import { classicGroupGone, type GroupRecord } from './records.ts'
import type { GroupStore } from './store.ts'
import type { Topics } from './topics.ts'

export interface CoordinatorOptions {
  store: GroupStore
  topics: Topics
  clock: Clock
  random: Random
  logger: Logger
  classic: () => ClassicSettings
  consumer: (groupId: string) => ConsumerSettings & { sessionTimeoutMs: number; regexRefreshIntervalMs: number }
  offsets: () => OffsetSettings
}

export class GroupCoordinator {
  readonly groups: Groups
  readonly offsets: Offsets
  readonly #o: CoordinatorOptions

  constructor(options: CoordinatorOptions) {
    this.#o = options
    this.groups = new Groups(options)
    this.offsets = new Offsets(this.groups, options.offsets)
    this.#expireLater()
  }

  get store(): GroupStore {
    return this.#o.store
  }

  get topics(): Topics {
    return this.#o.topics
  }

  #expireLater(): void {
    this.#o.clock.after(this.#o.offsets().checkIntervalMs, () => {
      if (this.groups.closed) return
      this.offsets
        .expire(this.#o.clock.now())
        .catch(error => this.#o.logger.error('Offsets could not be expired', error))
      this.#expireLater()
    })
  }

  async joinGroup(request: JoinGroupRequest, caller: Caller): Promise<JoinGroupResponseInit> {
    const { groupId, sessionTimeoutMs, memberId } = request
    const found = this.groups.demandNamed(groupId)
    const settings = this.#o.classic()
    if (sessionTimeoutMs < settings.minSessionTimeoutMs || sessionTimeoutMs > settings.maxSessionTimeoutMs)
      throw new KafkaError(
        'INVALID_SESSION_TIMEOUT',
        `session.timeout.ms=${sessionTimeoutMs} was asked; ${settings.minSessionTimeoutMs} to ${settings.maxSessionTimeoutMs} are possible`,
      )
    if (found?.kind === 'consumer' && !found.group.isEmpty) return this.#joinConsumerGroup(found.group, request, caller)
    if (found?.kind === 'classic') return new Promise(resolve => joinGroup(found.rebalance, request, caller, resolve))
    if (memberId !== '') throw new KafkaError('UNKNOWN_MEMBER_ID', `There is no group "${groupId}"`)
    // A group begins with a record, so that it is there for whoever lists groups, and after a restart.
    const rebalance = this.groups.beginClassic(groupId, found ? tombstones(found.group) : [])
    return new Promise(resolve => joinGroup(rebalance, request, caller, resolve))
  }

  async #joinConsumerGroup(
    group: ConsumerGroup,
    request: JoinGroupRequest,
    caller: Caller,
  ): Promise<JoinGroupResponseInit> {
    const { groups } = this
    const decision = joinConsumerGroup(group, request, caller, this.#world(group.groupId))
    const written = groups.carryOut(group.groupId, decision)
    if (decision.member && !decision.downgrade) groups.sessions.joined(group.groupId, decision.member)
    await written
    return decision.response
  }

  async syncGroup(request: SyncGroupRequest): Promise<SyncGroupResponseInit> {
    const found = this.groups.demandMembers(request.groupId)
    if (found.kind === 'consumer') {
      const response = syncConsumerGroup(found.group, request, this.groups.sessions, this.topics)
      await this.store.settled(request.groupId)
      return response
    }
    return new Promise(resolve => syncGroup(found.rebalance, request, resolve))
  }

  heartbeat(request: HeartbeatRequest): void {
    const found = this.groups.demandMembers(request.groupId)
    if (found.kind === 'consumer') heartbeatToConsumerGroup(found.group, request, this.groups.sessions)
    else heartbeat(found.rebalance, request)
  }

  async leaveGroup({
    groupId,
    members,
  }: Pick<LeaveGroupRequest, 'groupId' | 'members'>): Promise<LeaveGroupResponseInit> {
    const found = this.groups.demandMembers(groupId)
    if (found.kind === 'classic') return leaveGroup(found.rebalance, members)
    const { migration } = this.#o.consumer(groupId)
    const world = { topics: this.topics, now: this.#o.clock.now(), migration }
    const { fenced, response } = leaveConsumerGroup(found.group, members, world)
    await this.groups.carryOut(groupId, fenced)
    return response
  }

  async consumerGroupHeartbeat(
    request: ConsumerGroupHeartbeatRequest,
    caller: Caller,
  ): Promise<ConsumerGroupHeartbeatResponseInit> {
    const { groupId, memberEpoch } = request
    demandValid(request, caller.apiVersion, this.#o.consumer(groupId).assignors)
    const { groups } = this
    const { group, records } = this.#consumerGroup(groupId, memberEpoch)
    const world = this.#world(groupId)
    const decision = consumerGroupHeartbeat(group, request, caller, world)
    const before = group.members.get(decision.member?.memberId ?? '')
    const written = groups.carryOut(groupId, { ...decision, records: [...records, ...decision.records] })
    if (decision.member) {
      // Whatever it was waited for before, it begins anew.
      if (memberEpoch === 0) groups.sessions.forget(groupId, decision.member.memberId)
      groups.sessions.touch(groupId, decision.member)
      groups.sessions.expectRevocation(groupId, decision.member, before)
    }
    await written
    return decision.response
  }

  #world(groupId: string) {
    const settings = this.#o.consumer(groupId)
    const { regexRefreshIntervalMs, assignors } = settings
    const newMemberId = () => this.groups.newUuid()
    return { topics: this.topics, settings, assignors, regexRefreshIntervalMs, now: this.#o.clock.now(), newMemberId }
  }

  /** The consumer group of that id, or one that is made of what there is, with the records that make it. @throws {KafkaError} GROUP_ID_NOT_FOUND */
  #consumerGroup(groupId: string, memberEpoch: number): { group: ConsumerGroup; records: readonly GroupRecord[] } {
    const found = this.groups.demand(groupId)
    if (found?.kind === 'consumer') return { group: found.group, records: [] }
    if (memberEpoch !== 0)
      throw new KafkaError(
        'GROUP_ID_NOT_FOUND',
        found ? `Group ${groupId} is not a consumer group.` : `Consumer group ${groupId} not found.`,
      )
    if (!found) return { group: new ConsumerGroup(groupId), records: [] }
    if (found.group.isEmpty) return { group: new ConsumerGroup(groupId), records: [classicGroupGone(groupId)] }
    return upgraded(found.group, this.topics, this.#o.consumer(groupId).migration)
  }

  /** The broker stops: whoever waits is answered, and nobody new is let in. */
  stop(): void {
    this.groups.stop()
  }

  /** After the last answer. */
  close(): void {
    this.store.close()
  }
}
