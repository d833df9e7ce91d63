/**
 * A consumer group of KIP-848, as its records say it is: nothing here that is not in the log. Rebuilt from the view for
 * each group that a commit touched, and never changed in place: decisions make records, records make the next one.
 *
 * Three epochs move behind each other: the group's (who wants what changed) → the target's (somebody computed who shall
 * have what) → each member's (it has got there).
 * Source: KIP-848; Kafka 4.3 `ConsumerGroup`, `ConsumerGroupMember`.
 */
import type { Uuid } from '../../lib/uuid.ts'
import { KafkaError } from '../../protocol/errors.ts'
import type { Assignment } from '../assign/types.ts'
import { CONSUMER_PROTOCOL_TYPE } from '../classic/consumer-protocol.ts'

/** Partitions by topic, each with the member epoch in which it was assigned (KIP-1251). */
export type OwnedPartitions = ReadonlyMap<Uuid, ReadonlyMap<number, number>>

/** The numbers are those of the log: ConsumerGroupCurrentMemberAssignmentValue.State. */
export const MemberState = { stable: 0, unrevoked: 1, unreleased: 2, unknown: 127 } as const
export type MemberState = (typeof MemberState)[keyof typeof MemberState]

export interface ClassicProtocols {
  sessionTimeoutMs: number
  supportedProtocols: readonly { name: string; metadata: Buffer }[]
}

export interface ConsumerMember {
  readonly memberId: string
  readonly instanceId: string | null
  readonly rackId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly topics: readonly string[]
  /** Empty: none. */
  readonly regex: string
  readonly rebalanceTimeoutMs: number
  readonly serverAssignor: string | null
  /** Set when this member speaks the classic protocol, while the group is being moved from one to the other. */
  readonly classic: ClassicProtocols | null
  readonly epoch: number
  readonly previousEpoch: number
  readonly state: MemberState
  readonly assigned: OwnedPartitions
  readonly pendingRevocation: OwnedPartitions
}

/** A member that speaks the classic protocol. */
export interface ClassicMember extends ConsumerMember {
  readonly classic: ClassicProtocols
}

export const isClassic = (member: ConsumerMember): member is ClassicMember => member.classic !== null

export interface ResolvedRegex {
  topics: ReadonlySet<string>
  /** Metadata offset at which it was resolved. */
  version: number
  timestampMs: number
}

/** A static member that went away for a moment and keeps its partitions until its session ends. */
export const LEFT_STATIC_EPOCH = -2
export const LEAVE_EPOCH = -1

export const NOTHING_OWNED: OwnedPartitions = new Map()

export class ConsumerGroup {
  readonly groupId: string
  epoch = 0
  metadataHash = 0n
  assignmentEpoch = 0
  assignmentTimestampMs = 0
  readonly members = new Map<string, ConsumerMember>()
  readonly target = new Map<string, Assignment>()
  readonly regexes = new Map<string, ResolvedRegex>()

  constructor(groupId: string) {
    this.groupId = groupId
  }

  get isEmpty(): boolean {
    return this.members.size === 0
  }

  /** Empty, Assigning, Reconciling or Stable, as ConsumerGroupDescribe and ListGroups print it. */
  get state(): 'Empty' | 'Assigning' | 'Reconciling' | 'Stable' {
    if (this.isEmpty) return 'Empty'
    if (this.epoch > this.assignmentEpoch) return 'Assigning'
    for (const member of this.members.values())
      if (member.state !== MemberState.stable || member.epoch !== this.assignmentEpoch) return 'Reconciling'
    return 'Stable'
  }

  staticMember(instanceId: string): ConsumerMember | undefined {
    for (const member of this.members.values()) if (member.instanceId === instanceId) return member
    return undefined
  }

  /** @throws {KafkaError} UNKNOWN_MEMBER_ID */
  demand(memberId: string): ConsumerMember {
    const member = this.members.get(memberId)
    if (!member) throw new KafkaError('UNKNOWN_MEMBER_ID', `Group "${this.groupId}" has no member "${memberId}"`)
    return member
  }

  /** The member, which speaks the classic protocol. @throws {KafkaError} UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID */
  demandClassic(memberId: string, instanceId: string | null): ClassicMember {
    const member = instanceId === null ? this.demand(memberId) : this.demandInstance(memberId, instanceId)
    if (isClassic(member)) return member
    throw new KafkaError('UNKNOWN_MEMBER_ID', `Member ${memberId} does not use the classic protocol.`)
  }

  /** The static member of that name. @throws {KafkaError} UNKNOWN_MEMBER_ID; FENCED_INSTANCE_ID when it has another id by now */
  demandInstance(memberId: string, instanceId: string): ConsumerMember {
    const member = this.staticMember(instanceId)
    if (!member) throw new KafkaError('UNKNOWN_MEMBER_ID', `Instance id ${instanceId} is unknown.`)
    if (member.memberId !== memberId)
      throw new KafkaError(
        'FENCED_INSTANCE_ID',
        `Static member ${memberId} with instance id ${instanceId} was fenced by member ${member.memberId}.`,
      )
    return member
  }

  /** Whether a classic member that speaks `protocols` of `type` can be in this group: one of them all classic members speak. */
  supportsClassic(type: string, protocols: readonly { name: string }[]): boolean {
    if (type !== CONSUMER_PROTOCOL_TYPE) return false
    const classic = [...this.members.values()].filter(isClassic)
    return protocols.some(({ name }) =>
      classic.every(member => member.classic.supportedProtocols.some(protocol => protocol.name === name)),
    )
  }

  /** Whether something that a member shall have is still with others. */
  waitsForOthers(member: ConsumerMember): boolean {
    if (member.state !== MemberState.unreleased) return false
    for (const [topicId, partitions] of this.target.get(member.memberId) ?? [])
      for (const partition of partitions)
        if (!member.assigned.get(topicId)?.has(partition) && this.ownerOf(topicId, partition)) return true
    return false
  }

  /** The member that has a partition now, or still has to give it up; undefined when it is free. */
  ownerOf(topicId: Uuid, partition: number): ConsumerMember | undefined {
    for (const member of this.members.values())
      if (member.assigned.get(topicId)?.has(partition) || member.pendingRevocation.get(topicId)?.has(partition))
        return member
    return undefined
  }

  /** Every topic name some member wants, by name or by a resolved expression, with how many want it. */
  subscribedTopics(): Map<string, number> {
    const counts = new Map<string, number>()
    for (const member of this.members.values())
      for (const topic of this.topicsOf(member)) counts.set(topic, (counts.get(topic) ?? 0) + 1)
    return counts
  }

  /** What one member wants. An expression that is not resolved yet matches nothing. */
  topicsOf({ topics, regex }: Pick<ConsumerMember, 'topics' | 'regex'>): Set<string> {
    const names = new Set(topics)
    if (regex) for (const name of this.regexes.get(regex)?.topics ?? []) names.add(name)
    return names
  }
}
