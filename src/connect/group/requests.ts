/**
 * The requests by which workers are a group: those of the classic protocol of consumers, with workers' own words inside.
 * Source: Kafka 4.3 `AbstractCoordinator`; KIP-394 (the member id comes first), KIP-800 (reasons).
 * Not here: static members; workers have none.
 */
import type { Cluster } from '../../client/cluster.ts'
import { errorName, KafkaError } from '../../protocol/errors.ts'
import { JoinGroup } from '../../protocol/generated/apis/11-join-group.ts'
import { Heartbeat } from '../../protocol/generated/apis/12-heartbeat.ts'
import { LeaveGroup } from '../../protocol/generated/apis/13-leave-group.ts'
import { SyncGroup } from '../../protocol/generated/apis/14-sync-group.ts'
import { PROTOCOL_TYPE } from './protocol.ts'

export interface GroupTimes {
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  readonly heartbeatIntervalMs: number
  readonly requestTimeoutMs: number
}

export interface Joined {
  readonly memberId: string
  readonly generation: number
  readonly protocol: string
  /** This one leads: what all said. Undefined: another one does. */
  readonly members: ReadonlyMap<string, Buffer> | undefined
}

/** A join waits for all members; the coordinator's own wait comes first. */
const JOIN_LAPSE_MS = 5000
const LEAVE_SEVERAL = 3

export class GroupRequests {
  readonly #cluster: Cluster
  readonly #groupId: string
  readonly #times: GroupTimes

  constructor(cluster: Cluster, groupId: string, times: GroupTimes) {
    this.#cluster = cluster
    this.#groupId = groupId
    this.#times = times
  }

  get #waitMs(): number {
    return Math.max(this.#times.requestTimeoutMs, this.#times.rebalanceTimeoutMs + JOIN_LAPSE_MS)
  }

  /**
   * @param onMemberId gets a member id as soon as there is one: the coordinator may want it before it lets us in
   * @throws {KafkaError} what the group refuses us with
   */
  async join(
    memberId: string,
    protocols: readonly { name: string; metadata: Buffer }[],
    reason: string,
    onMemberId: (memberId: string) => void,
  ): Promise<Joined> {
    const { sessionTimeoutMs, rebalanceTimeoutMs } = this.#times
    const answer = await this.#cluster.coordinators.request(
      'group',
      this.#groupId,
      JoinGroup,
      {
        groupId: this.#groupId,
        memberId,
        sessionTimeoutMs,
        rebalanceTimeoutMs,
        protocolType: PROTOCOL_TYPE,
        protocols,
        reason,
      },
      { timeoutMs: this.#waitMs },
    )
    if (errorName(answer.errorCode) === 'MEMBER_ID_REQUIRED') onMemberId(answer.memberId)
    this.#check(answer.errorCode, 'join')
    return {
      memberId: answer.memberId,
      generation: answer.generationId,
      protocol: answer.protocolName ?? '',
      members:
        answer.leader === answer.memberId
          ? new Map(answer.members.map(({ memberId, metadata }) => [memberId, metadata]))
          : undefined,
    }
  }

  /** @returns this member's part */
  async sync({ memberId, generation, protocol }: Joined, assignments: ReadonlyMap<string, Buffer>): Promise<Buffer> {
    const answer = await this.#cluster.coordinators.request(
      'group',
      this.#groupId,
      SyncGroup,
      {
        groupId: this.#groupId,
        memberId,
        generationId: generation,
        protocolType: PROTOCOL_TYPE,
        protocolName: protocol,
        assignments: [...assignments].map(([memberId, assignment]) => ({ memberId, assignment })),
      },
      { timeoutMs: this.#waitMs },
    )
    this.#check(answer.errorCode, 'get an assignment in')
    return answer.assignment
  }

  async heartbeat(memberId: string, generation: number): Promise<void> {
    const init = { groupId: this.#groupId, memberId, generationId: generation }
    const { errorCode } = await this.#cluster.coordinators.request('group', this.#groupId, Heartbeat, init)
    this.#check(errorCode, 'stay in')
  }

  /** Not behind a join that waits: on another connection. */
  async leave(memberId: string, reason: string): Promise<void> {
    const groupId = this.#groupId
    const answer = await this.#cluster.coordinators.request(
      'group',
      groupId,
      LeaveGroup,
      version => (version >= LEAVE_SEVERAL ? { groupId, members: [{ memberId, reason }] } : { groupId, memberId }),
      { channel: 'main', timeoutMs: this.#times.heartbeatIntervalMs },
    )
    this.#check(answer.members[0]?.errorCode || answer.errorCode, 'leave')
  }

  #check(errorCode: number, what: string): void {
    if (errorCode === 0) return
    const name = errorName(errorCode)
    throw new KafkaError(name, `Cannot ${what} group "${this.#groupId}" (group.id): ${name}${hints[name] ?? ''}`)
  }
}

const hints: Readonly<Record<string, string>> = {
  INVALID_SESSION_TIMEOUT:
    '. session.timeout.ms must be between group.min.session.timeout.ms and group.max.session.timeout.ms of the broker',
  INCONSISTENT_GROUP_PROTOCOL:
    '. Its members are no workers, or speak no protocol that this one does (connect.protocol): is it the group of consumers?',
  INVALID_GROUP_ID: '. A group.id must not be empty',
}
