/**
 * The rebalance of a classic group: who is waited for, how long, and what everybody is told. Every way in ends in
 * `prepareRebalance`, every way out in `completeJoin`.
 * Source: Kafka 4.3 `GroupMetadataManager`, the parts named classicGroup.
 */
import { type ErrorName, errorCodes } from '../../protocol/errors.ts'
import type { JoinGroupResponseInit } from '../../protocol/generated/apis/11-join-group.ts'
import type { Effects } from '../effects.ts'
import { classicGroup } from '../records.ts'
import { answerJoin, answerSync, type ClassicGroup, type ClassicMember, NO_ASSIGNMENT, refusedJoin } from './group.ts'

export interface ClassicSettings {
  /** group.initial.rebalance.delay.ms */
  initialRebalanceDelayMs: number
  /** group.max.size */
  maxSize: number
  /** group.min.session.timeout.ms and group.max.session.timeout.ms */
  minSessionTimeoutMs: number
  maxSessionTimeoutMs: number
}

/**
 * A member without an id cannot heartbeat, and a parked JoinGroup hides a dead client: after this its join is answered
 * with an error, and a living one tries again. Source: Kafka `classicGroupNewMemberJoinTimeoutMs`.
 */
export const NEW_MEMBER_JOIN_TIMEOUT_MS = 5 * 60 * 1000

/** The group's timers: while it waits for joins, for syncs, and for a sign of life of each member. */
export const JOIN_TIMER = 'join'
export const SYNC_TIMER = 'sync'
export const sessionTimer = (memberId: string) => `session ${memberId}`

/** The decisions of one classic group, with the world they need. */
export class Rebalance {
  readonly group: ClassicGroup
  readonly settings: ClassicSettings
  readonly effects: Effects

  constructor(group: ClassicGroup, settings: ClassicSettings, effects: Effects) {
    this.group = group
    this.settings = settings
    this.effects = effects
  }

  /** Start a rebalance if none is going on; else see whether the one that is can end. */
  prepareOrComplete(reason: string): void {
    if (this.group.canRebalance) this.prepare(reason)
    else this.completeIfAllJoined()
  }

  prepare(reason: string): void {
    const { group, effects, settings } = this
    if (group.is('CompletingRebalance')) this.resetAssignments('REBALANCE_IN_PROGRESS')
    group.pendingSync.clear()
    effects.cancel(SYNC_TIMER)
    const initial = group.isEmpty
    group.transition('PreparingRebalance', effects.now())
    effects.info(`Group "${group.groupId}" rebalances after generation ${group.generationId}: ${reason}`)
    if (initial) {
      // The first members rarely come alone: one rebalance for all of them instead of one each (KIP-134).
      const delay = settings.initialRebalanceDelayMs
      const remaining = Math.max(group.rebalanceTimeoutMs - delay, 0)
      effects.schedule(JOIN_TIMER, delay, () => this.#initialDelayOver(delay, remaining))
    } else if (group.allJoined) this.completeJoin()
    else effects.schedule(JOIN_TIMER, group.rebalanceTimeoutMs, () => this.completeJoin())
  }

  #initialDelayOver(delayMs: number, remainingMs: number): void {
    const { group, effects, settings } = this
    if (!group.newMemberAdded || remainingMs === 0) return this.completeJoin()
    group.newMemberAdded = false
    const next = Math.min(settings.initialRebalanceDelayMs, remainingMs)
    effects.schedule(JOIN_TIMER, next, () => this.#initialDelayOver(next, Math.max(remainingMs - delayMs, 0)))
  }

  completeIfAllJoined(): void {
    const { group } = this
    // The delay of the first rebalance is waited out even when all are there.
    if (group.is('PreparingRebalance') && group.previousState !== 'Empty' && group.allJoined) this.completeJoin()
  }

  /** End the joining: those who did not come are out, except static members, who have until their session ends. */
  completeJoin(): void {
    const { group, effects } = this
    effects.cancel(JOIN_TIMER)
    for (const member of [...group.members.values()])
      if (!member.awaitingJoin && member.instanceId === null) {
        group.remove(member.memberId)
        effects.cancel(sessionTimer(member.memberId))
        effects.info(`Group "${group.groupId}" goes on without "${member.memberId}", who did not rejoin in time`)
      }
    if (group.is('Dead')) return
    if (!group.electJoinedLeader() && group.members.size > 0) {
      // Only silent static members are left. Their sessions decide.
      effects.schedule(JOIN_TIMER, group.rebalanceTimeoutMs, () => this.completeJoin())
      return
    }
    group.nextGeneration(effects.now())
    if (group.isEmpty) {
      // A failed write is harmless: the old generation would come back after a restart, and time out.
      effects.append([classicGroup(group)], () => {})
      return
    }
    effects.info(`Group "${group.groupId}" has generation ${group.generationId} with ${group.members.size} members`)
    for (const member of group.members.values()) {
      answerJoin(member, this.joined(member))
      this.touch(member)
      member.isNew = false
      group.pendingSync.add(member.memberId)
    }
    const { generationId } = group
    effects.schedule(SYNC_TIMER, group.rebalanceTimeoutMs, () => this.#syncOverdue(generationId))
  }

  /** What JoinGroup answers for the generation there is. Only the leader sees the members. */
  joined(member: ClassicMember): JoinGroupResponseInit {
    const { group } = this
    return {
      memberId: member.memberId,
      generationId: group.generationId,
      protocolType: group.protocolType,
      protocolName: group.protocolName ?? '',
      leader: group.leaderId ?? '',
      skipAssignment: false,
      members: group.isLeader(member.memberId) ? group.membersForLeader() : [],
    }
  }

  #syncOverdue(generationId: number): void {
    const { group, effects } = this
    if (
      generationId !== group.generationId ||
      !group.is('CompletingRebalance', 'Stable') ||
      group.pendingSync.size === 0
    )
      return
    const silent = [...group.pendingSync]
    for (const memberId of silent) {
      group.remove(memberId)
      effects.cancel(sessionTimer(memberId))
    }
    this.prepare(`${silent.join(', ')} did not sync in time`)
  }

  /** Give everybody what the leader decided. */
  assign(assignments: ReadonlyMap<string, Buffer>): void {
    for (const member of this.group.members.values())
      member.assignment = assignments.get(member.memberId) ?? NO_ASSIGNMENT
    this.#answerSyncs(undefined)
    this.group.transition('Stable', this.effects.now())
  }

  resetAssignments(error: ErrorName): void {
    for (const member of this.group.members.values()) member.assignment = NO_ASSIGNMENT
    this.#answerSyncs(error)
  }

  #answerSyncs(error: ErrorName | undefined): void {
    const { group } = this
    for (const member of group.members.values()) {
      const answered = answerSync(
        member,
        error
          ? { errorCode: errorCodes[error].code, assignment: NO_ASSIGNMENT }
          : { protocolType: group.protocolType, protocolName: group.protocolName, assignment: member.assignment },
      )
      // Its session may have run out while its SyncGroup was parked, unnoticed: it starts anew.
      if (answered) this.touch(member)
    }
  }

  /** The member gave a sign of life: its session starts anew. */
  touch(member: ClassicMember, timeoutMs: number = member.sessionTimeoutMs): void {
    const { memberId } = member
    this.effects.schedule(sessionTimer(memberId), timeoutMs, () => this.expire(memberId))
  }

  /** A session ended. A member whose JoinGroup or SyncGroup we hold is not silent; we are. */
  expire(memberId: string): void {
    const { group } = this
    if (group.is('Dead')) return
    if (group.pendingJoin.has(memberId)) return this.forgetPending(memberId)
    const member = group.members.get(memberId)
    if (!member) return
    if (!member.isNew && (member.awaitingJoin || member.awaitingSync)) return
    this.effects.info(`Group "${group.groupId}" heard nothing of "${memberId}" for its session timeout`)
    this.removeMember(member, `${memberId} was silent for too long`)
  }

  forgetPending(memberId: string): void {
    const { group } = this
    group.remove(memberId)
    if (group.is('PreparingRebalance') && group.allJoined) this.completeJoin()
  }

  removeMember(member: ClassicMember, reason: string): void {
    const { group } = this
    this.#turnAway(member)
    if (group.is('Stable', 'CompletingRebalance')) this.prepareOrComplete(reason)
    else if (group.is('PreparingRebalance') && group.allJoined) this.completeJoin()
  }

  /** Out, without a rebalance yet: LeaveGroup may name several. */
  leave(member: ClassicMember): void {
    this.effects.cancel(sessionTimer(member.memberId))
    this.#turnAway(member)
  }

  /** UNKNOWN_MEMBER_ID makes a client that is still there join again. */
  #turnAway(member: ClassicMember): void {
    answerJoin(member, refusedJoin('UNKNOWN_MEMBER_ID', ''))
    this.group.remove(member.memberId)
  }
}
