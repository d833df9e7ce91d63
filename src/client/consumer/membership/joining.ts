/**
 * From the wish to be a member to an assignment: JoinGroup and SyncGroup, again and again, until the group has settled. What it
 * takes each time anew (who we are, what we offer) is asked for each time.
 * Source: Kafka 4.3 `AbstractCoordinator.joinGroupIfNeeded`.
 */
import { KafkaError } from '../../../protocol/errors.ts'
import type { Cluster } from '../../cluster.ts'
import type { TopicPartition } from '../../offsets.ts'
import { Backoff, mayRetry } from '../../retry.ts'
import { pause } from '../../wait.ts'
import type { Assignor, MemberSubscription, Memory } from '../assignors/types.ts'
import { decodeAssignment, encodeSubscription } from './consumer-protocol.ts'
import { fenced } from './group-errors.ts'
import type { GroupRequests, Joined, Member } from './join.ts'

export interface JoinSteps {
  /** Whether anybody still wants to know. */
  isWanted(): boolean
  member(): Member
  offers(): { name: string; metadata: Buffer }[]
  onMemberId(memberId: string): void
  onJoined(joined: Joined): void
  /** What the leader decides; nothing from others. */
  assign(joined: Joined): Promise<ReadonlyMap<string, readonly TopicPartition[]>>
  onFailed(error: KafkaError): void
  /** The group knows us no more, or not in this generation. @returns whether to try again right away */
  onForgotten(error: KafkaError): boolean
}

export interface Agreed {
  readonly protocol: string
  readonly partitions: TopicPartition[]
}

/** @returns undefined when nobody wants to know any more; @throws {KafkaError} what the group refuses us with for good */
export async function joinGroup(
  cluster: Cluster,
  requests: GroupRequests,
  steps: JoinSteps,
  reason: string,
): Promise<Agreed | undefined> {
  const backoff = new Backoff(cluster.retryBackoff, cluster.random)
  for (let why = reason; steps.isWanted(); )
    try {
      const joined = await requests.join(steps.member(), steps.offers(), why, id => steps.onMemberId(id))
      if (!steps.isWanted()) return undefined
      steps.onJoined(joined)
      const bytes = await requests.sync(joined, await steps.assign(joined))
      return steps.isWanted() ? { protocol: joined.protocol, partitions: decodeAssignment(bytes) } : undefined
    } catch (error) {
      if (!steps.isWanted()) return undefined
      if (!(error instanceof KafkaError)) throw error
      why = `the last join failed with ${error.name}`
      steps.onFailed(error)
      const again = verdicts[error.name]
      if (again === 'forgotten') {
        if (!steps.onForgotten(error)) return undefined
      } else if (error.name === 'FENCED_INSTANCE_ID') {
        const { groupId, groupInstanceId } = steps.member()
        throw fenced(groupId, groupInstanceId, error)
      } else if (again !== 'at once') {
        if (!mayRetry(error)) throw error
        await pause(cluster.clock, backoff.next())
      }
    }
  return undefined
}

const verdicts: Readonly<Record<string, 'at once' | 'forgotten'>> = {
  MEMBER_ID_REQUIRED: 'at once',
  REBALANCE_IN_PROGRESS: 'at once',
  UNKNOWN_MEMBER_ID: 'forgotten',
  ILLEGAL_GENERATION: 'forgotten',
}

/** What a member tells the group about itself, once for each of its assignors. */
export class Offers {
  readonly #assignors: readonly Assignor[]
  readonly #rackId: string
  /** By assignor: what it gave this member last. */
  readonly #memories = new Map<string, Memory>()

  constructor(assignors: readonly Assignor[], rackId: string) {
    this.#assignors = assignors
    this.#rackId = rackId
  }

  of(member: Pick<MemberSubscription, 'topics' | 'ownedPartitions' | 'generationId'>) {
    return this.#assignors.map(({ name, userData }) => ({
      name,
      metadata: encodeSubscription({
        ...member,
        userData: userData?.(this.#memories.get(name)) ?? null,
        rackId: this.#rackId,
      }),
    }))
  }

  remember(name: string, memory: Memory): void {
    this.#memories.set(name, memory)
  }

  assignor(name: string): Assignor {
    return this.#assignors.find(each => each.name === name)!
  }
}
