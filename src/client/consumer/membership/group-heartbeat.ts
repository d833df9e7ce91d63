/**
 * The one request of KIP-848: it joins, says what is wanted and what is owned, stays, and leaves.
 *
 *   member epoch   0: join    n: stay    -1: leave    -2: a static member leaves, and may come back
 *
 * Fields are left out that the coordinator knows already. After a failure it is not known what it knows: all are sent again.
 * Source: ConsumerGroupHeartbeat v0-1; Kafka 4.3 `ConsumerHeartbeatRequestManager.HeartbeatState`.
 */
import { errorName, KafkaError } from '../../../protocol/errors.ts'
import {
  ConsumerGroupHeartbeat,
  type ConsumerGroupHeartbeatRequestInit,
  type ConsumerGroupHeartbeatResponse,
} from '../../../protocol/generated/apis/68-consumer-group-heartbeat.ts'
import type { Uuid } from '../../../protocol/types.ts'
import type { TopicPartition } from '../../offsets.ts'
import { foreignProtocol } from './group-errors.ts'
import type { MembershipHost, MembershipOptions } from './membership.ts'

export interface TopicIdPartition extends TopicPartition {
  readonly topicId: Uuid
}

export const JOIN_EPOCH = 0
const LEAVE_EPOCH = -1
const AWAY_EPOCH = -2
/** From here on a coordinator matches expressions. */
const REGEX_FROM = 1

interface Sent {
  rebalanceTimeoutMs: number
  subscribedTopicNames: readonly string[]
  subscribedTopicRegex: string
  serverAssignor: string | null
  topicPartitions: { topicId: Uuid; partitions: number[] }[]
}

export class GroupHeartbeat {
  readonly #host: Pick<MembershipHost, 'cluster' | 'topics' | 'pattern'>
  readonly #o: MembershipOptions
  /** By field: what the coordinator knows, as JSON. */
  #sent = new Map<string, string>()

  constructor(host: Pick<MembershipHost, 'cluster' | 'topics' | 'pattern'>, options: MembershipOptions) {
    this.#host = host
    this.#o = options
  }

  /** @throws {KafkaError} */
  async send(
    memberId: string,
    memberEpoch: number,
    owned: readonly TopicIdPartition[],
  ): Promise<ConsumerGroupHeartbeatResponse> {
    const { groupInstanceId: instanceId, rackId } = this.#o
    const isJoining = memberEpoch === JOIN_EPOCH
    if (isJoining) this.forget()
    const now = this.#now(owned)
    const fields = this.#news(now)
    const minVersion = this.#host.pattern === null ? 0 : REGEX_FROM
    try {
      const rack = isJoining && rackId !== '' ? { rackId } : {}
      const answer = await this.#request({ memberId, memberEpoch, instanceId, ...rack, ...fields }, { minVersion })
      this.#sent = new Map(Object.entries(now).map(([name, value]) => [name, JSON.stringify(value)]))
      return answer
    } catch (error) {
      this.forget()
      throw error
    }
  }

  /** Whether there is something that the coordinator does not know. */
  hasNews(owned: readonly TopicIdPartition[]): boolean {
    return Object.keys(this.#news(this.#now(owned))).length > 0
  }

  #news(now: Sent): Partial<Sent> {
    const news = Object.entries(now).filter(([name, value]) => this.#sent.get(name) !== JSON.stringify(value))
    const fields: Partial<Sent> = Object.fromEntries(news)
    // An expression is only spoken of where there is one, or was.
    if (fields.subscribedTopicRegex === '' && !this.#sent.has('subscribedTopicRegex'))
      delete fields.subscribedTopicRegex
    return fields
  }

  #now(owned: readonly TopicIdPartition[]): Sent {
    const topicPartitions = new Map<Uuid, number[]>()
    for (const { topicId, partition } of owned)
      topicPartitions.set(topicId, [...(topicPartitions.get(topicId) ?? []), partition])
    return {
      rebalanceTimeoutMs: this.#o.maxPollIntervalMs,
      subscribedTopicNames: this.#host.topics(),
      subscribedTopicRegex: this.#host.pattern ?? '',
      serverAssignor: this.#o.remoteAssignor,
      topicPartitions: [...topicPartitions].map(([topicId, partitions]) => ({ topicId, partitions })),
    }
  }

  /** Say goodbye. @throws {KafkaError} */
  async leave(memberId: string, timeoutMs: number): Promise<void> {
    const { groupInstanceId: instanceId } = this.#o
    const memberEpoch = instanceId === null ? LEAVE_EPOCH : AWAY_EPOCH
    await this.#request({ memberId, memberEpoch, instanceId }, { timeoutMs })
  }

  async #request(
    init: Omit<ConsumerGroupHeartbeatRequestInit, 'groupId'>,
    options: { minVersion?: number; timeoutMs?: number },
  ): Promise<ConsumerGroupHeartbeatResponse> {
    const { groupId } = this.#o
    const { coordinators } = this.#host.cluster
    let answer: ConsumerGroupHeartbeatResponse
    try {
      answer = await coordinators.request('group', groupId, ConsumerGroupHeartbeat, { groupId, ...init }, options)
    } catch (error) {
      throw error instanceof KafkaError && error.name === 'UNSUPPORTED_VERSION'
        ? foreignProtocol(options.minVersion === REGEX_FROM, error)
        : error
    }
    if (answer.errorCode === 0) return answer
    const name = errorName(answer.errorCode)
    const error = new KafkaError(name, `Cannot be a member of group "${groupId}": ${answer.errorMessage || name}`)
    throw name === 'UNSUPPORTED_VERSION' ? foreignProtocol(false, error) : error
  }

  forget(): void {
    this.#sent.clear()
  }
}
