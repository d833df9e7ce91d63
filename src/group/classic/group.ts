/**
 * A classic group in memory: who is in it, what they can speak, how far the rebalance is. Only a completed generation is
 * ever written to the log; the rest is gone with the process, and members that come back in time do not notice.
 *
 * ```
 *          join                 all joined            leader's sync
 *  Empty ───────► Preparing ───────────► Completing ───────────► Stable
 *    ▲            Rebalance ◄─────────── Rebalance                  │
 *    └── nobody left ──┘ ▲      join, leave, silence, new metadata  │
 *                        └──────────────────────────────────────────┘
 * ```
 * Source: KIP-62, KIP-345 (static members), KIP-394 (member ids); Kafka 4.3 `ClassicGroup`.
 */
import { assert } from '../../lib/assert.ts'
import { type ErrorName, errorCodes, KafkaError } from '../../protocol/errors.ts'
import type { JoinGroupResponseInit } from '../../protocol/generated/apis/11-join-group.ts'
import type { SyncGroupResponseInit } from '../../protocol/generated/apis/14-sync-group.ts'
import { subscribedTopics } from './consumer-protocol.ts'

export type ClassicState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead'

export interface Protocol {
  name: string
  metadata: Buffer
}

export interface ClassicMember {
  readonly memberId: string
  /** The name of a static member (KIP-345); null for a dynamic one. */
  readonly instanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  rebalanceTimeoutMs: number
  sessionTimeoutMs: number
  protocols: readonly Protocol[]
  assignment: Buffer
  /** It has not been in a generation yet, so it cannot have heartbeaten. */
  isNew: boolean
  /** Its JoinGroup waits for the others; its answer goes here. */
  awaitingJoin: ((response: JoinGroupResponseInit) => void) | undefined
  /** Its SyncGroup waits for the leader's. */
  awaitingSync: ((response: SyncGroupResponseInit) => void) | undefined
}

export const NO_ASSIGNMENT: Buffer = Buffer.alloc(0)

/** From where a state may be entered. */
const mayFollow: Record<ClassicState, readonly ClassicState[]> = {
  Empty: ['PreparingRebalance'],
  PreparingRebalance: ['Stable', 'CompletingRebalance', 'Empty'],
  CompletingRebalance: ['PreparingRebalance'],
  Stable: ['CompletingRebalance'],
  Dead: ['Stable', 'PreparingRebalance', 'CompletingRebalance', 'Empty', 'Dead'],
}

export class ClassicGroup {
  readonly groupId: string
  state: ClassicState = 'Empty'
  previousState: ClassicState = 'Empty'
  stateTimestampMs: number
  generationId = 0
  protocolType: string | null = null
  protocolName: string | null = null
  leaderId: string | null = null
  /** What a consumer group reads, as far as its members' metadata can be parsed; undefined when it cannot. */
  topics: ReadonlySet<string> | undefined
  /** Somebody joined while the first rebalance was being delayed: wait a little longer for more. */
  newMemberAdded = false
  /** In the order in which they joined: the oldest becomes leader when the leader is gone. */
  readonly members = new Map<string, ClassicMember>()
  /** Ids given out with MEMBER_ID_REQUIRED, not yet come back. */
  readonly pendingJoin = new Set<string>()
  /** Who has its generation but has not synced yet. */
  readonly pendingSync = new Set<string>()
  readonly #static = new Map<string, string>()

  constructor(groupId: string, now: number) {
    this.groupId = groupId
    this.stateTimestampMs = now
  }

  is(...states: readonly ClassicState[]): boolean {
    return states.includes(this.state)
  }

  get isEmpty(): boolean {
    return this.state === 'Empty'
  }

  get canRebalance(): boolean {
    return mayFollow.PreparingRebalance.includes(this.state)
  }

  isLeader(memberId: string): boolean {
    return this.leaderId === memberId
  }

  staticMemberId(instanceId: string): string | undefined {
    return this.#static.get(instanceId)
  }

  /** The member of that id. @throws {KafkaError} UNKNOWN_MEMBER_ID; FENCED_INSTANCE_ID when its name belongs to another by now */
  demand(memberId: string, instanceId: string | null): ClassicMember {
    if (instanceId !== null) {
      const owner = this.#static.get(instanceId)
      if (owner === undefined)
        throw new KafkaError('UNKNOWN_MEMBER_ID', `Group "${this.groupId}" has no static member "${instanceId}"`)
      if (owner !== memberId)
        throw new KafkaError(
          'FENCED_INSTANCE_ID',
          `Static member "${instanceId}" of group "${this.groupId}" is ${owner} now, not ${memberId}`,
        )
    }
    const member = this.members.get(memberId)
    if (!member) throw new KafkaError('UNKNOWN_MEMBER_ID', `Group "${this.groupId}" has no member "${memberId}"`)
    return member
  }

  transition(state: ClassicState, now: number): void {
    assert(mayFollow[state].includes(this.state), `group ${this.groupId} cannot go from ${this.state} to ${state}`)
    this.previousState = this.state
    this.state = state
    this.stateTimestampMs = now
  }

  /**
   * True when a member that speaks `protocols` of `type` can be in this group: one of them all members speak. A rebalance may
   * have lost its last member while the next is between its two joins: nobody is left to disagree.
   */
  supports(type: string, protocols: readonly Protocol[]): boolean {
    if (this.isEmpty) return type !== '' && protocols.length > 0
    if (this.protocolType !== type) return false
    if (this.members.size === 0) return protocols.length > 0
    const common = this.#common()
    return protocols.some(({ name }) => common.has(name))
  }

  add(member: ClassicMember, type: string): void {
    if (member.instanceId !== null) {
      assert(
        !this.#static.has(member.instanceId),
        `static member ${member.instanceId} is in group ${this.groupId} already`,
      )
      this.#static.set(member.instanceId, member.memberId)
    }
    if (this.members.size === 0) this.protocolType = type
    this.leaderId ??= member.memberId
    this.members.set(member.memberId, member)
    this.pendingJoin.delete(member.memberId)
  }

  remove(memberId: string): void {
    const member = this.members.get(memberId)
    if (member?.instanceId != null && this.#static.get(member.instanceId) === memberId)
      this.#static.delete(member.instanceId)
    this.members.delete(memberId)
    if (this.isLeader(memberId)) this.leaderId = this.members.keys().next().value ?? null
    this.pendingJoin.delete(memberId)
    this.pendingSync.delete(memberId)
  }

  /** The new process of a static member takes the old one's place; what the old one waits for is answered as fenced. */
  replaceStatic(instanceId: string, newMemberId: string): ClassicMember {
    const oldMemberId = this.#static.get(instanceId)
    const old = oldMemberId === undefined ? undefined : this.members.get(oldMemberId)
    assert(old, `group ${this.groupId} has no static member ${instanceId} to replace`)
    answerJoin(old, refusedJoin('FENCED_INSTANCE_ID', old.memberId))
    answerSync(old, { errorCode: errorCodes.FENCED_INSTANCE_ID.code, assignment: NO_ASSIGNMENT })
    const replacement = { ...old, memberId: newMemberId, awaitingJoin: undefined, awaitingSync: undefined }
    this.members.delete(old.memberId)
    this.members.set(newMemberId, replacement)
    if (this.isLeader(old.memberId)) this.leaderId = newMemberId
    this.#static.set(instanceId, newMemberId)
    return replacement
  }

  get awaitingJoinCount(): number {
    let count = 0
    for (const member of this.members.values()) if (member.awaitingJoin) count++
    return count
  }

  get allJoined(): boolean {
    return this.pendingJoin.size === 0 && this.awaitingJoinCount === this.members.size
  }

  get rebalanceTimeoutMs(): number {
    let longest = 0
    for (const member of this.members.values()) longest = Math.max(longest, member.rebalanceTimeoutMs)
    return longest
  }

  /** A leader that did not come back loses its place to one that did. @returns whether there is a leader that joined */
  electJoinedLeader(): boolean {
    if (this.leaderId === null) return false
    if (this.members.get(this.leaderId)?.awaitingJoin) return true
    for (const member of this.members.values())
      if (member.awaitingJoin) {
        this.leaderId = member.memberId
        return true
      }
    return false
  }

  nextGeneration(now: number): void {
    this.generationId++
    this.protocolName = this.members.size > 0 ? this.selectProtocol() : null
    this.topics = subscribedTopics(this)
    this.transition(this.members.size > 0 ? 'CompletingRebalance' : 'Empty', now)
    this.pendingSync.clear()
  }

  /** Each member votes for the first of its protocols that all speak; most votes win, the earliest vote breaks a tie. */
  selectProtocol(): string {
    const common = this.#common()
    const votes = new Map<string, number>()
    for (const { protocols } of this.members.values()) {
      const vote = protocols.find(({ name }) => common.has(name))
      assert(vote, `group ${this.groupId} has a member that speaks no common protocol`)
      votes.set(vote.name, (votes.get(vote.name) ?? 0) + 1)
    }
    const [winner] = [...votes].reduce((best, entry) => (entry[1] > best[1] ? entry : best))
    return winner
  }

  /** Members with their metadata, for the leader: it assigns. */
  membersForLeader() {
    return [...this.members.values()].map(member => ({
      memberId: member.memberId,
      groupInstanceId: member.instanceId,
      metadata: this.metadataOf(member),
    }))
  }

  metadataOf(member: ClassicMember): Buffer {
    return member.protocols.find(({ name }) => name === this.protocolName)?.metadata ?? NO_ASSIGNMENT
  }

  #common(): Set<string> {
    const counts = new Map<string, number>()
    for (const { protocols } of this.members.values())
      for (const name of new Set(protocols.map(({ name }) => name))) counts.set(name, (counts.get(name) ?? 0) + 1)
    return new Set([...counts].filter(([, count]) => count === this.members.size).map(([name]) => name))
  }
}

/** What JoinGroup answers when it does not let a member in. */
export const refusedJoin = (error: ErrorName, memberId: string): JoinGroupResponseInit => ({
  errorCode: errorCodes[error].code,
  memberId,
  protocolName: '',
  leader: '',
  members: [],
})

/** Answer a waiting JoinGroup, once. */
export function answerJoin(member: ClassicMember, response: JoinGroupResponseInit): void {
  const answer = member.awaitingJoin
  member.awaitingJoin = undefined
  answer?.(response)
}

/** Answer a waiting SyncGroup, once. @returns whether one was waiting */
export function answerSync(member: ClassicMember, response: SyncGroupResponseInit): boolean {
  const answer = member.awaitingSync
  member.awaitingSync = undefined
  answer?.(response)
  return answer !== undefined
}

/** Same protocols in the same order with the same bytes: the member has nothing new to say. */
export const sameProtocols = (a: readonly Protocol[], b: readonly Protocol[]) =>
  a.length === b.length && a.every(({ name, metadata }, i) => name === b[i]!.name && metadata.equals(b[i]!.metadata))
