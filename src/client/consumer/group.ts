/**
 * A consumer's side of its group: brings together who it is there (membership), what it commits, and what it reads. Partitions
 * that are assigned by hand have a group, too: one without members, for its offsets.
 */
import { systemRandom } from '../../lib/random.ts'
import { randomUuid } from '../../lib/uuid.ts'
import type { KafkaError } from '../../protocol/errors.ts'
import type { Cluster } from '../cluster.ts'
import { type CommittedOffset, type GroupMetadata, nobodyIn, type TopicPartition } from '../offsets.ts'
import type { Assigned } from './assigned.ts'
import { Commits, type CommitsHost } from './commits.ts'
import { ConsumerCoordinator } from './membership/classic.ts'
import { ConsumerMembershipManager } from './membership/consumer.ts'
import { foreignMember } from './membership/group-errors.ts'
import type {
  CommitVerdict,
  Membership,
  MembershipHost,
  MembershipOptions,
  RebalanceListener,
} from './membership/membership.ts'
import type { Member } from './offset-requests.ts'
import type { ConsumerSettings } from './settings.ts'
import type { TopicWatch } from './topic-watch.ts'

export class Group implements MembershipHost, CommitsHost {
  readonly cluster: Cluster
  readonly commits: Commits
  listener: RebalanceListener = {}
  readonly #assigned: Assigned
  readonly #watch: TopicWatch
  readonly #o: MembershipOptions
  readonly #protocol: ConsumerSettings['groupProtocol']
  readonly #warn: (error: KafkaError) => void
  /** KIP-848: a member makes up its id, and keeps it. */
  readonly #memberId = randomUuid(systemRandom)
  #membership: Membership | undefined

  constructor(
    cluster: Cluster,
    settings: ConsumerSettings & { group: MembershipOptions },
    parts: { assigned: Assigned; watch: TopicWatch; warn: (error: KafkaError) => void },
  ) {
    this.cluster = cluster
    this.#assigned = parts.assigned
    this.#watch = parts.watch
    this.#warn = parts.warn
    this.#o = settings.group
    this.#protocol = settings.groupProtocol
    this.commits = new Commits(cluster, settings.group.groupId, settings.autoCommitMs, this)
  }

  get metadata(): Member {
    return this.#membership?.metadata ?? nobodyIn(this.#o.groupId)
  }

  /** Take part. The first poll joins. */
  join(listener: RebalanceListener): void {
    this.listener = listener
    if (this.#membership) this.#membership.changed()
    else if (this.#protocol === 'classic') this.#membership = new ConsumerCoordinator(this, this.#o)
    else this.#membership = new ConsumerMembershipManager(this, this.#o, this.#memberId)
  }

  /** @returns undefined when there is nothing to wait for */
  poll(timeoutMs: number): Promise<void> | undefined {
    this.#membership?.heartbeat.polled()
    if (this.#membership?.isDue) return this.#membership.poll(timeoutMs)
    this.commits.maybeAutoCommit()
    return undefined
  }

  /** The group waits for the next poll. */
  get isDue(): boolean {
    return this.#membership?.isDue === true
  }

  /** In how long a poll should look again though nothing has come, in ms. */
  get dueInMs(): number {
    return Math.max(this.commits.dueInMs, this.cluster.retryBackoff.firstMs)
  }

  /** Partitions are about to go: nothing is read. */
  get isHeld(): boolean {
    return this.#membership?.isHeld === true
  }

  /** The reader waits for records. @returns what to call when it does no more */
  waits(): () => void {
    return this.#membership?.heartbeat.waited() ?? (() => {})
  }

  rejoin(reason: string): void {
    if (!this.#membership) throw new TypeError('Cannot rebalance: this consumer has not subscribed to topics')
    this.#membership.rejoin(reason)
  }

  changed(): void {
    this.#membership?.changed()
  }

  /** Give up everything, after a last commit. What there is of timeoutMs limits all of it. */
  async leave(timeoutMs: number): Promise<void> {
    const { clock } = this.cluster
    const deadline = clock.monotonic() + timeoutMs
    const left = () => Math.max(1, deadline - clock.monotonic())
    const membership = this.#membership
    // Who is out of the group already can commit nothing: its listener hears that all is lost.
    if (!membership || membership.metadata.generationId > 0) await this.commits.autoCommitAll(left(), true)
    await this.commits.settled(left())
    if (!membership) return
    try {
      await membership.leave(left())
    } finally {
      this.#membership = undefined
    }
  }

  // What a membership asks of its host.

  topics(): readonly string[] {
    const { subscription, topics } = this.#watch
    const names = subscription?.pattern ? topics.map(({ name }) => name) : [...(subscription?.names ?? [])]
    return names.sort()
  }

  get pattern(): string | null {
    return this.#watch.subscription?.remote ?? null
  }

  wants(topic: string): boolean {
    const internal = this.cluster.known(topic)?.internal ?? false
    return this.#watch.subscription?.wants({ name: topic, internal }) ?? false
  }

  watch(topics: readonly string[]): Promise<void> {
    return this.#watch.more(topics)
  }

  track(topics: readonly string[]): void {
    this.#watch.trackMore(topics)
  }

  owned(): readonly TopicPartition[] {
    return this.#assigned.partitions
  }

  own(partitions: readonly TopicPartition[]): void {
    this.#assigned.set(partitions)
    this.commits.restart()
  }

  commitOwned(timeoutMs: number): Promise<void> {
    return this.commits.autoCommitAll(timeoutMs)
  }

  wake(): void {
    this.#assigned.fetcher.arrival.ring()
  }

  // What commits ask of theirs.

  commitAs(leaving: boolean): Member {
    return this.#membership?.commitAs(leaving) ?? nobodyIn(this.#o.groupId)
  }

  commitRefused(error: KafkaError, sentAs: GroupMetadata): CommitVerdict | Promise<CommitVerdict> {
    if (this.#membership) return this.#membership.commitRefused(error, sentAs)
    return foreign.has(error.name) ? foreignMember(this.#o.groupId, error) : undefined
  }

  positions(): CommittedOffset[] {
    return this.#assigned.positions
  }

  warn(error: KafkaError): void {
    this.#warn(error)
  }
}

const foreign: ReadonlySet<string> = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION'])
