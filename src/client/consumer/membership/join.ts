/**
 * The requests of the classic protocol: join, agree, pulse, leave. What to do about an answer is the coordinator's
 * (classic.ts); how to ask is here.
 *
 *   JoinGroup   → a member id, the generation, and for the leader what all members said
 *   SyncGroup   → this member's part of what the leader decided
 *
 * Source: Kafka 4.3 `AbstractCoordinator`; KIP-345 (static members), KIP-394 (the member id comes first), KIP-800 (reasons).
 */
import { errorName, KafkaError } from '../../../protocol/errors.ts'
import { JoinGroup, type JoinGroupResponse } from '../../../protocol/generated/apis/11-join-group.ts'
import { Heartbeat } from '../../../protocol/generated/apis/12-heartbeat.ts'
import { LeaveGroup } from '../../../protocol/generated/apis/13-leave-group.ts'
import { SyncGroup } from '../../../protocol/generated/apis/14-sync-group.ts'
import type { Api } from '../../../protocol/message.ts'
import type { Body, Cluster, RequestOptions } from '../../cluster.ts'
import type { GroupMetadata, TopicPartition } from '../../offsets.ts'
import type { MemberSubscription } from '../assignors/types.ts'
import { decodeSubscription, encodeAssignment, PROTOCOL_TYPE } from './consumer-protocol.ts'
import type { MembershipOptions } from './membership.ts'

export type Member = Required<GroupMetadata>

export interface Joined {
  readonly memberId: string
  readonly generationId: number
  /** The assignor that all members have. */
  readonly protocol: string
  /** This member leads: what all said. Undefined: another one does. */
  readonly members: readonly MemberSubscription[] | undefined
  /** It leads, and the assignment stays as it is: it is a static member that came back (KIP-814). */
  readonly skipAssignment: boolean
}

/** From here on requests have a group.instance.id. */
const STATIC_FROM = { join: 5, sync: 3, heartbeat: 3 } as const
const LEAVE_SEVERAL = 3
/** A join waits for all members; the broker's own wait comes first. */
const JOIN_LAPSE_MS = 5000

export class GroupRequests {
  readonly #cluster: Cluster
  readonly #o: MembershipOptions

  constructor(cluster: Cluster, options: MembershipOptions) {
    this.#cluster = cluster
    this.#o = options
  }

  #request<Init, Response>(
    api: Api<unknown, Init, Response, unknown>,
    init: Body<Init>,
    staticFrom = 0,
    options: RequestOptions = {},
  ): Promise<Response> {
    const { groupId, groupInstanceId } = this.#o
    const minVersion = groupInstanceId === null ? 0 : staticFrom
    return this.#cluster.coordinators.request('group', groupId, api, init, { minVersion, ...options })
  }

  /**
   * @param onMemberId gets a member id as soon as there is one: the broker may want it before it lets us in
   * @throws {KafkaError} what the group refuses us with
   */
  async join(
    { memberId }: Member,
    protocols: readonly { name: string; metadata: Buffer }[],
    reason: string,
    onMemberId: (memberId: string) => void,
  ): Promise<Joined> {
    const { groupId, groupInstanceId, sessionTimeoutMs, maxPollIntervalMs, requestTimeoutMs } = this.#o
    const answer = await this.#request(
      JoinGroup,
      {
        groupId,
        groupInstanceId,
        memberId,
        sessionTimeoutMs,
        rebalanceTimeoutMs: maxPollIntervalMs,
        protocolType: PROTOCOL_TYPE,
        protocols,
        reason,
      },
      STATIC_FROM.join,
      { timeoutMs: Math.max(requestTimeoutMs, maxPollIntervalMs + JOIN_LAPSE_MS) },
    )
    if (errorName(answer.errorCode) === 'MEMBER_ID_REQUIRED') onMemberId(answer.memberId)
    this.#check(answer.errorCode, 'join')
    if (answer.protocolName === null || !protocols.some(({ name }) => name === answer.protocolName))
      throw new KafkaError(
        'INCONSISTENT_GROUP_PROTOCOL',
        `Group "${groupId}" uses the assignor ${answer.protocolName}, which this member did not offer: it has ${protocols.map(({ name }) => name).join(', ')} (partition.assignment.strategy)`,
      )
    return {
      memberId: answer.memberId,
      generationId: answer.generationId,
      protocol: answer.protocolName,
      members: answer.leader === answer.memberId ? membersOf(answer) : undefined,
      skipAssignment: answer.skipAssignment,
    }
  }

  /** @returns this member's part, as bytes */
  async sync(
    { memberId, generationId, protocol }: Joined,
    assignment: ReadonlyMap<string, readonly TopicPartition[]>,
  ): Promise<Buffer> {
    const { groupId, groupInstanceId, maxPollIntervalMs, requestTimeoutMs } = this.#o
    const answer = await this.#request(
      SyncGroup,
      {
        groupId,
        groupInstanceId,
        memberId,
        generationId,
        protocolType: PROTOCOL_TYPE,
        protocolName: protocol,
        assignments: [...assignment].map(([memberId, partitions]) => ({
          memberId,
          assignment: encodeAssignment(partitions),
        })),
      },
      STATIC_FROM.sync,
      { timeoutMs: Math.max(requestTimeoutMs, maxPollIntervalMs + JOIN_LAPSE_MS) },
    )
    this.#check(answer.errorCode, 'get an assignment in')
    return answer.assignment
  }

  async heartbeat({ memberId, generationId }: Member): Promise<void> {
    const { groupId, groupInstanceId } = this.#o
    const init = { groupId, groupInstanceId, memberId, generationId }
    const { errorCode } = await this.#request(Heartbeat, init, STATIC_FROM.heartbeat)
    this.#check(errorCode, 'stay in')
  }

  /** Not behind a join that waits: on another connection. */
  async leave({ memberId }: Member, reason: string, timeoutMs: number): Promise<void> {
    const { groupId } = this.#o
    const answer = await this.#request(
      LeaveGroup,
      version => (version >= LEAVE_SEVERAL ? { groupId, members: [{ memberId, reason }] } : { groupId, memberId }),
      0,
      { channel: 'main', timeoutMs },
    )
    this.#check(answer.members[0]?.errorCode || answer.errorCode, 'leave')
  }

  #check(errorCode: number, what: string): void {
    if (errorCode === 0) return
    const name = errorName(errorCode)
    throw new KafkaError(name, `Cannot ${what} group "${this.#o.groupId}": ${name}${hints[name] ?? ''}`)
  }
}

const hints: Readonly<Record<string, string>> = {
  INVALID_SESSION_TIMEOUT:
    '. session.timeout.ms must be between group.min.session.timeout.ms and group.max.session.timeout.ms of the broker',
  INCONSISTENT_GROUP_PROTOCOL:
    '. Its members have no assignor in common with this one (partition.assignment.strategy), or are no consumers',
  GROUP_MAX_SIZE_REACHED: '. It has as many members as it may have (group.max.size)',
  INVALID_GROUP_ID: '. A group.id must not be empty',
}

const membersOf = ({ members }: JoinGroupResponse): MemberSubscription[] =>
  members.map(({ memberId, groupInstanceId, metadata }) => decodeSubscription(metadata, { memberId, groupInstanceId }))
