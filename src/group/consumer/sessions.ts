/**
 * How long the members of consumer groups are waited for. Every member has a session. One of the consumer protocol has its
 * rebalance timeout to give up what it was told to; one of the classic protocol has it to rejoin when it was told to, and
 * again to ask for its assignment. Who is late is out.
 * Source: KIP-848; Kafka 4.3 `GroupMetadataManager.scheduleConsumerGroup{Session,Rebalance,Join,Sync}Timeout`.
 */
import type { Timers } from '../timers.ts'
import { type ClassicMember, type ConsumerGroup, type ConsumerMember, isClassic, MemberState } from './group.ts'

export interface SessionsOptions {
  timers: Timers
  /** consumer.session.timeout.ms of a group */
  sessionTimeoutMs: (groupId: string) => number
  /** The member as it is now; undefined when it is gone, or its group is no consumer group any more. */
  find: (groupId: string, memberId: string) => ConsumerMember | undefined
  /** It is late: out with it. */
  expel: (groupId: string, member: ConsumerMember, why: string) => void
}

const names = (memberId: string) => ({
  session: `session ${memberId}`,
  revoke: `revoke ${memberId}`,
  join: `join ${memberId}`,
  sync: `sync ${memberId}`,
})

export class Sessions {
  readonly #o: SessionsOptions

  constructor(options: SessionsOptions) {
    this.#o = options
  }

  /** A coordinator that starts gives every member a whole session. */
  watchAll(group: ConsumerGroup): void {
    const { timers } = this.#o
    for (const member of group.members.values()) {
      if (timers.has(group.groupId, names(member.memberId).session)) continue
      this.touch(group.groupId, member)
      this.expectRevocation(group.groupId, member, undefined)
    }
  }

  /** The member gave a sign of life: its session starts anew. */
  touch(groupId: string, member: ConsumerMember): void {
    const timeoutMs = isClassic(member) ? member.classic.sessionTimeoutMs : this.#o.sessionTimeoutMs(groupId)
    this.#expel(groupId, member, names(member.memberId).session, timeoutMs, `was silent for ${timeoutMs} ms`)
  }

  /** What the member was told to give up it must have given up in time, counted from when it was told. */
  expectRevocation(groupId: string, member: ConsumerMember, before: ConsumerMember | undefined): void {
    const { memberId, epoch, state, rebalanceTimeoutMs } = member
    const { revoke } = names(memberId)
    if (state !== MemberState.unrevoked || isClassic(member)) return this.#o.timers.cancel(groupId, revoke)
    if (before?.state === MemberState.unrevoked && before.epoch === epoch) return
    this.#o.timers.schedule(groupId, revoke, rebalanceTimeoutMs, () => {
      const now = this.#o.find(groupId, memberId)
      if (now?.epoch === epoch && now.state === MemberState.unrevoked)
        this.#o.expel(groupId, now, `did not give up its partitions within ${rebalanceTimeoutMs} ms`)
    })
  }

  /** The classic member was told to rejoin: the time counts from the first time that it was told. */
  expectJoin(groupId: string, member: ClassicMember): void {
    const { join } = names(member.memberId)
    if (this.#o.timers.has(groupId, join)) return
    const { rebalanceTimeoutMs } = member
    this.#expel(groupId, member, join, rebalanceTimeoutMs, `did not rejoin within ${rebalanceTimeoutMs} ms`)
  }

  /** The classic member has joined: next it asks for its assignment. */
  joined(groupId: string, member: ConsumerMember): void {
    const { join, sync } = names(member.memberId)
    this.#o.timers.cancel(groupId, join)
    this.touch(groupId, member)
    const { rebalanceTimeoutMs } = member
    this.#expel(groupId, member, sync, rebalanceTimeoutMs, `did not sync within ${rebalanceTimeoutMs} ms`)
  }

  synced(groupId: string, member: ClassicMember): void {
    this.#o.timers.cancel(groupId, names(member.memberId).sync)
    this.touch(groupId, member)
  }

  forget(groupId: string, memberId: string): void {
    for (const name of Object.values(names(memberId))) this.#o.timers.cancel(groupId, name)
  }

  #expel(groupId: string, { memberId }: ConsumerMember, name: string, delayMs: number, why: string): void {
    this.#o.timers.schedule(groupId, name, delayMs, () => {
      const member = this.#o.find(groupId, memberId)
      if (member) this.#o.expel(groupId, member, why)
    })
  }
}
