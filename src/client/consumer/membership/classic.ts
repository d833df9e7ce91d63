/**
 * Membership under the classic protocol: one member leads, and decides for all by the assignor that all have.
 *
 *   unjoined ─ poll ─→ preparing ─ poll ─→ joining ─────────→ completing ─ poll ─→ stable
 *                      commit, give up     JoinGroup,         take over            heartbeats
 *      ↑               (eager: all)        SyncGroup          (cooperative:          │
 *      │                                   while polls go on   give up the rest)     │
 *      └── the group does not know us any more, another generation, no poll in time ─┘
 *
 * Eager members give up everything before they join. Cooperative ones keep what they have, give up what the new assignment
 * takes from them, and then join again, so that it can be given to others (KIP-429).
 * Source: Kafka 4.3 `ConsumerCoordinator`, `AbstractCoordinator`; KIP-62, KIP-345, KIP-429.
 */
import { KafkaError } from '../../../protocol/errors.ts'
import { type GroupMetadata, keyOf } from '../../offsets.ts'
import { mayRetry } from '../../retry.ts'
import { within } from '../../wait.ts'
import { assignors, rebalanceProtocolOf } from '../assignors/index.ts'
import type { RebalanceProtocol } from '../assignors/types.ts'
import { kickedOut, rebalancing } from './group-errors.ts'
import { Heartbeat } from './heartbeat.ts'
import { MemberIdentity } from './identity.ts'
import { GroupRequests, type Member } from './join.ts'
import { type Agreed, type JoinSteps, joinGroup, Offers } from './joining.ts'
import { Leader } from './leader.ts'
import {
  Callbacks,
  type Membership,
  type MembershipHost,
  type MembershipOptions,
  NO_MEMBER,
  without,
} from './membership.ts'

const OWNERS: ReadonlySet<Phase> = new Set(['preparing', 'stable'])
type Phase = 'unjoined' | 'preparing' | 'joining' | 'completing' | 'stable' | 'left'

export class ConsumerCoordinator implements Membership {
  readonly #host: MembershipHost
  readonly #o: MembershipOptions
  readonly #requests: GroupRequests
  readonly #callbacks: Callbacks
  readonly #member: MemberIdentity
  readonly #leader: Leader
  readonly #offers: Offers
  readonly #protocol: RebalanceProtocol
  readonly heartbeat: Heartbeat
  #phase: Phase = 'unjoined'
  /** Why to join (again); undefined: no need. */
  #rejoin: string | undefined = 'it is new'
  #error: KafkaError | undefined
  #preparing: Promise<void> | undefined
  /** What was agreed on, for the next poll to take over. */
  #agreed: Agreed | undefined
  /** Topics as they were told when joining. */
  #joinedTopics: readonly string[] = []
  /** Raised by whatever makes a join that is under way pointless. */
  #attempt = 0

  constructor(host: MembershipHost, options: MembershipOptions) {
    this.#host = host
    this.#o = options
    this.#requests = new GroupRequests(host.cluster, options)
    this.#callbacks = new Callbacks(host)
    this.#member = new MemberIdentity(options)
    this.#leader = new Leader(host, options.rackId)
    const offered = options.assignors.map(name => assignors[name])
    this.#offers = new Offers(offered, options.rackId)
    this.#protocol = rebalanceProtocolOf(offered)
    const { clock, random, retryBackoff } = host.cluster
    this.heartbeat = new Heartbeat({
      clock,
      random,
      retryBackoff,
      maxPollIntervalMs: options.maxPollIntervalMs,
      send: () => this.#beat(),
      onPollTimeout: () => this.#pollTimeout(),
    })
  }

  get metadata(): Member {
    return this.#member.metadata
  }

  get isDue(): boolean {
    if (this.#phase === 'completing' || this.#phase === 'preparing' || this.#error) return true
    return this.#rejoin !== undefined && (this.#phase === 'unjoined' || this.#phase === 'stable')
  }

  get isHeld(): boolean {
    return this.#phase === 'preparing'
  }

  async poll(timeoutMs: number): Promise<void> {
    const { clock } = this.#host.cluster
    const deadline = clock.monotonic() + timeoutMs
    this.heartbeat.polled()
    const error = this.#error
    this.#error = undefined
    if (error) throw error
    while (this.isDue && !this.#error) {
      if (this.#phase === 'completing') await this.#complete()
      else if (await this.#prepare(Math.max(0, deadline - clock.monotonic()))) this.#join()
      else return
      this.#callbacks.rethrow()
    }
  }

  /** Before joining: commit, and give up what must be. @returns whether it is done */
  async #prepare(timeoutMs: number): Promise<boolean> {
    this.#phase = 'preparing'
    this.#preparing ??= this.#member.isMember ? this.#host.commitOwned(this.#o.maxPollIntervalMs) : Promise.resolve()
    if (!(await within(this.#host.cluster.clock, this.#preparing, timeoutMs))) return false
    this.#preparing = undefined
    const [owned, isLost] = [this.#host.owned(), !this.#member.isMember]
    const going = isLost || this.#protocol === 'eager' ? owned : owned.filter(({ topic }) => !this.#host.wants(topic))
    await (isLost ? this.#callbacks.lost(going) : this.#callbacks.revoked(going))
    // A listener may take its time: what is left of this may be another's by now.
    if ((this.#phase as Phase) === 'left') return false
    this.#host.own(without(owned, going))
    return this.#phase === 'preparing'
  }

  #join(): void {
    const reason = this.#rejoin ?? 'it is new'
    this.#rejoin = undefined
    this.#phase = 'joining'
    this.#leader.reset()
    this.heartbeat.stop()
    const attempt = ++this.#attempt
    joinGroup(this.#host.cluster, this.#requests, this.#steps(attempt), reason).then(
      agreed => {
        if (!agreed || attempt !== this.#attempt) return
        this.#agreed = agreed
        this.#phase = 'completing'
        this.#host.wake()
      },
      error => {
        if (attempt !== this.#attempt) return
        this.#error = error
        this.#restart('the last join failed')
      },
    )
  }

  #steps(attempt: number): JoinSteps {
    return {
      isWanted: () => attempt === this.#attempt,
      member: () => this.metadata,
      offers: () => {
        this.#joinedTopics = this.#host.topics()
        const ownedPartitions = this.#host.owned()
        return this.#offers.of({ topics: this.#joinedTopics, ownedPartitions, generationId: this.#member.generationId })
      },
      onMemberId: id => {
        this.#member.memberId = id
      },
      onJoined: joined => {
        this.#member.become(joined)
        this.heartbeat.start(this.#o.heartbeatIntervalMs)
      },
      assign: async ({ members, protocol, skipAssignment }) =>
        members ? this.#leader.assign(this.#offers.assignor(protocol), members, skipAssignment) : new Map(),
      onFailed: error => {
        this.heartbeat.stop()
        this.#host.cluster.coordinators.noteError('group', this.#o.groupId, error)
      },
      onForgotten: ({ name }) => {
        this.#member.forget(name)
        if (this.#host.owned().length === 0) return true
        // What is owned still is another's by now: that comes first, in a poll.
        this.#restart(`the last join failed with ${name}`)
        return false
      },
    }
  }

  /** Take over what was agreed on. */
  async #complete(): Promise<void> {
    const { protocol, partitions } = this.#agreed!
    this.#agreed = undefined
    this.#phase = 'stable'
    const owned = this.#host.owned()
    const stranger = partitions.find(({ topic }) => !this.#host.wants(topic))
    // The wish has changed since it was told.
    if (stranger) return this.rejoin(`${keyOf(stranger)} is not wanted any more`)
    const attempt = this.#attempt
    const going = without(owned, partitions)
    if (going.length > 0) {
      await this.#host.commitOwned(this.#o.sessionTimeoutMs)
      await this.#callbacks.revoked(going)
      this.#rejoin ??= 'partitions were given up for others'
    }
    // A listener may take its time: whoever was put out of the group meanwhile owns nothing new.
    if (attempt !== this.#attempt) return
    this.#offers.remember(protocol, { partitions, generationId: this.#member.generationId })
    this.#joinedTopics = [...new Set([...this.#joinedTopics, ...partitions.map(({ topic }) => topic)])].sort()
    this.#host.own(partitions)
    await this.#callbacks.assigned(without(partitions, owned))
    this.changed()
  }

  rejoin(reason: string): void {
    if (this.#phase === 'left') return
    this.#rejoin ??= reason
    this.#host.wake()
  }

  changed(): void {
    if (this.#phase === 'unjoined' || this.#phase === 'preparing' || this.#phase === 'left') return
    const known = new Set(this.#joinedTopics)
    const wish = this.#host.topics()
    if (wish.some(topic => !known.has(topic)) || this.#joinedTopics.some(topic => !this.#host.wants(topic)))
      this.rejoin('the subscription has changed')
    const news = this.#leader.news()
    if (news) this.rejoin(news)
  }

  /** @returns when the next is due */
  async #beat(): Promise<number | undefined> {
    const { groupId, heartbeatIntervalMs } = this.#o
    const attempt = this.#attempt
    try {
      await this.#requests.heartbeat(this.metadata)
      return heartbeatIntervalMs
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      if (attempt !== this.#attempt) return undefined
      this.#host.cluster.coordinators.noteError('group', groupId, error)
      const { name } = error
      if (name === 'REBALANCE_IN_PROGRESS') {
        if (this.#phase === 'stable') this.rejoin('the group is rebalancing')
        return heartbeatIntervalMs
      }
      const isForgotten = name === 'UNKNOWN_MEMBER_ID' || name === 'ILLEGAL_GENERATION'
      if (!isForgotten && mayRetry(error)) return undefined
      if (!isForgotten) this.#error = name === 'FENCED_INSTANCE_ID' ? this.#member.fenced(error) : error
      this.#member.forget(name)
      this.#restart(`a heartbeat was answered with ${name}`)
      return undefined
    }
  }

  /** The next poll joins. */
  #restart(reason: string): void {
    if (this.#phase === 'left') return
    this.#attempt++
    this.#phase = 'unjoined'
    this.#preparing = undefined
    this.#agreed = undefined
    this.heartbeat.stop()
    this.rejoin(reason)
  }

  #pollTimeout(): void {
    const member = this.metadata
    this.#member.forget()
    this.#restart('there was no poll for max.poll.interval.ms')
    this.#goodbye(member, 'consumer poll timeout has expired.', this.#o.requestTimeoutMs)
  }

  /** Static members may come back. And where the broker cannot be told, it finds out by itself. */
  async #goodbye(member: Member, reason: string, timeoutMs: number): Promise<void> {
    if (member.memberId === NO_MEMBER || member.groupInstanceId !== null) return
    await this.#requests.leave(member, reason, timeoutMs).catch(error => {
      if (!(error instanceof KafkaError)) throw error
    })
  }

  commitAs(leaving = false): Member {
    if (!leaving && (this.#phase === 'joining' || this.#phase === 'completing')) throw rebalancing(this.#o.groupId)
    if (!this.#member.isMember) throw kickedOut('UNKNOWN_MEMBER_ID', this.#o.groupId)
    return this.metadata
  }

  commitRefused(error: KafkaError, sentAs: GroupMetadata): KafkaError | undefined {
    // The group is in its next generation, and the answer that says so is on its way.
    if (this.#phase === 'joining' && error.name === 'ILLEGAL_GENERATION') return rebalancing(this.#o.groupId, error)
    const verdict = this.#member.commitRefused(error, sentAs)
    if (error.name === 'REBALANCE_IN_PROGRESS') this.rejoin('a commit was answered with REBALANCE_IN_PROGRESS')
    // While partitions are being given up, joining comes next anyway.
    else if (!this.#member.isMember && this.#phase === 'stable')
      this.#restart(`a commit was answered with ${error.name}`)
    return verdict
  }

  async leave(timeoutMs: number): Promise<void> {
    const member = this.metadata
    const isOwner = this.#member.isMember && OWNERS.has(this.#phase)
    this.#attempt++
    this.#phase = 'left'
    this.heartbeat.stop()
    const owned = this.#host.owned()
    await (isOwner ? this.#callbacks.revoked(owned) : this.#callbacks.lost(owned))
    this.#host.own([])
    this.#member.forget()
    await this.#goodbye(member, 'the consumer is being closed', timeoutMs)
    this.#callbacks.rethrow()
  }
}
