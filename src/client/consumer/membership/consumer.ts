/**
 * Membership by KIP-848: the coordinator decides who owns what, and tells each member in the answers to its heartbeats. A member
 * gives up and takes over what it is told within polls, and says so in its next heartbeat; only then does the coordinator give
 * to another what was given up. Nobody waits for all.
 *
 *   new ─ poll ─→ member ─ heartbeats ─→ a target that differs ─ poll ─→ commit, give up, take over ─→ told at once
 *    ↑               │
 *    └── poll ── lost: the coordinator does not know us, or not in this epoch; no poll in time
 *
 * Source: KIP-848; Kafka 4.3 `ConsumerMembershipManager`, `AbstractMembershipManager`.
 */
import { KafkaError } from '../../../protocol/errors.ts'
import type { Uuid } from '../../../protocol/types.ts'
import type { GroupMetadata } from '../../offsets.ts'
import { mayRetry } from '../../retry.ts'
import { Bell, within } from '../../wait.ts'
import { fenced, kickedOut } from './group-errors.ts'
import { GroupHeartbeat, JOIN_EPOCH, type TopicIdPartition } from './group-heartbeat.ts'
import { Heartbeat } from './heartbeat.ts'
import type { Member } from './join.ts'
import { Callbacks, type Membership, type MembershipHost, type MembershipOptions } from './membership.ts'

type State = 'new' | 'member' | 'lost' | 'left'
type Target = readonly { readonly topicId: Uuid; readonly partitions: readonly number[] }[]

export class ConsumerMembershipManager implements Membership {
  readonly #host: MembershipHost
  readonly #o: MembershipOptions
  readonly #requests: GroupHeartbeat
  readonly #callbacks: Callbacks
  readonly heartbeat: Heartbeat
  readonly #memberId: string
  #state: State = 'new'
  #epoch = JOIN_EPOCH
  #error: KafkaError | undefined
  /** What the coordinator said last. */
  #target: Target | undefined
  #owned: readonly TopicIdPartition[] = []
  #differs = false
  #committing: Promise<void> | undefined
  /** Rings when a heartbeat was answered. */
  readonly #answered = new Bell()
  /** Raised when what was begun before is pointless. */
  #life = 0
  #looking = false

  /** @param memberId is this consumer's own, as long as it lives */
  constructor(host: MembershipHost, options: MembershipOptions, memberId: string) {
    this.#host = host
    this.#o = options
    this.#memberId = memberId
    this.#requests = new GroupHeartbeat(host, options)
    this.#callbacks = new Callbacks(host)
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
    const { groupId, groupInstanceId } = this.#o
    return { groupId, groupInstanceId, memberId: this.#memberId, generationId: this.#epoch }
  }

  get isDue(): boolean {
    return this.#error !== undefined || this.#state === 'new' || this.#state === 'lost' || this.#differs
  }

  get isHeld(): boolean {
    return this.#committing !== undefined
  }

  /** Target, names or what is owned have changed: is there something to give up or to take over? */
  #compare(): void {
    const { kept, coming } = this.#changes()
    const isTold = this.#state === 'member' && this.#target !== undefined
    this.#differs = isTold && (kept.length < this.#owned.length || coming.length > 0)
    if (this.isDue) this.#host.wake()
  }

  async poll(timeoutMs: number): Promise<void> {
    this.heartbeat.polled()
    if (this.#state === 'lost') await this.#release()
    const error = this.#error
    this.#error = undefined
    // Who was just refused, and asks again, need not hurry.
    if (this.#state === 'new') this.#join(error ? this.#host.cluster.retryBackoff.firstMs : 0)
    if (error) throw error
    if (this.#differs) await this.#reconcile(timeoutMs)
    this.#callbacks.rethrow()
  }

  #join(inMs: number): void {
    this.#life++
    this.#state = 'member'
    this.#epoch = JOIN_EPOCH
    this.#target = undefined
    this.#requests.forget()
    this.heartbeat.start(inMs)
  }

  /** What is owned is another's already. */
  async #release(): Promise<void> {
    this.#committing = undefined
    await this.#callbacks.lost(this.#host.owned())
    // A listener may take its time.
    if (this.#state !== 'lost') return
    this.#owned = []
    this.#host.own([])
    this.#state = 'new'
  }

  /** @returns when the next is due */
  async #beat(): Promise<number | undefined> {
    const life = this.#life
    try {
      const answer = await this.#requests.send(this.#memberId, this.#epoch, this.#owned)
      if (life !== this.#life) return undefined
      this.#epoch = answer.memberEpoch
      if (answer.assignment) this.#target = answer.assignment.topicPartitions
      this.#resolve()
      this.#compare()
      return answer.heartbeatIntervalMs
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      if (life === this.#life) this.#refused(error)
      return undefined
    } finally {
      this.#answered.ring()
    }
  }

  #refused(error: KafkaError): void {
    const { groupId, groupInstanceId } = this.#o
    const { name } = error
    this.#host.cluster.coordinators.noteError('group', groupId, error)
    if (mayRetry(error)) return
    if (!unknown.has(name))
      this.#error = name === 'FENCED_INSTANCE_ID' ? fenced(groupId, groupInstanceId, error) : error
    // Somebody may grant what is missing: it stays as it is, and says what is.
    if (name === 'TOPIC_AUTHORIZATION_FAILED') this.#host.wake()
    else this.#lose()
  }

  /** The next poll gives up everything, and joins. */
  #lose(): void {
    if (this.#state === 'left') return
    this.#life++
    this.#state = 'lost'
    this.#epoch = JOIN_EPOCH
    this.#target = undefined
    this.#differs = false
    this.heartbeat.stop()
    this.#host.wake()
  }

  #pollTimeout(): void {
    this.#lose()
    this.#goodbye(this.#o.requestTimeoutMs)
  }

  /** Where the coordinator cannot be told, it finds out by itself. */
  async #goodbye(timeoutMs: number): Promise<void> {
    await this.#requests.leave(this.#memberId, timeoutMs).catch(error => {
      if (!(error instanceof KafkaError)) throw error
    })
  }

  /** Of the target, what is known by name; what is not comes when it is. */
  #changes(): { wanted: TopicIdPartition[]; kept: readonly TopicIdPartition[]; coming: TopicIdPartition[] } {
    const { metadata } = this.#host.cluster
    const wanted = (this.#target ?? []).flatMap(({ topicId, partitions }) => {
      const topic = metadata.nameOf(topicId)
      return topic === undefined ? [] : partitions.map(partition => ({ topicId, topic, partition }))
    })
    const [before, after] = [new Set(this.#owned.map(idOf)), new Set(wanted.map(idOf))]
    return {
      wanted,
      kept: this.#owned.filter(each => after.has(idOf(each))),
      coming: wanted.filter(each => !before.has(idOf(each))),
    }
  }

  /** Look up topics that are known by their id only. */
  #resolve(): void {
    const { cluster } = this.#host
    const missing = (this.#target ?? []).filter(({ topicId }) => cluster.metadata.nameOf(topicId) === undefined)
    if (missing.length === 0 || this.#looking) return
    this.#looking = true
    // Without an answer it is looked for again after the next heartbeat.
    cluster
      .refreshIds(missing.map(({ topicId }) => topicId))
      .catch(() => {})
      .finally(() => {
        this.#looking = false
      })
  }

  async #reconcile(timeoutMs: number): Promise<void> {
    const life = this.#life
    if (this.#changes().kept.length < this.#owned.length) {
      this.#committing ??= this.#host.commitOwned(this.#o.maxPollIntervalMs)
      if (!(await within(this.#host.cluster.clock, this.#committing, timeoutMs))) return
      this.#committing = undefined
      if (life !== this.#life) return
    }
    // As it is now: heartbeats went on.
    const { wanted, kept, coming } = this.#changes()
    const going = this.#owned.filter(each => !kept.includes(each))
    await this.#callbacks.revoked(going.map(plain))
    if (life !== this.#life) return
    this.#host.own(kept.map(plain))
    this.#host.track(wanted.map(({ topic }) => topic))
    this.#owned = wanted
    this.#compare()
    this.#host.own(wanted.map(plain))
    await this.#callbacks.assigned(coming.map(plain))
    if (life === this.#life) this.heartbeat.soon()
  }

  changed(): void {
    // The coordinator hears of another wish at once; of the same one, nothing.
    if (this.#state !== 'member') return
    if (this.#requests.hasNews(this.#owned)) this.heartbeat.soon()
    this.#compare()
  }

  rejoin(): void {
    throw new TypeError('Under group.protocol=consumer the coordinator decides when to rebalance; nobody else can')
  }

  commitAs(): Member {
    if (this.#epoch <= JOIN_EPOCH) throw kickedOut('UNKNOWN_MEMBER_ID', this.#o.groupId)
    return this.metadata
  }

  async commitRefused(error: KafkaError, sentAs: GroupMetadata): Promise<KafkaError | 'again' | undefined> {
    const { groupId, groupInstanceId, requestTimeoutMs } = this.#o
    const { name } = error
    if (name === 'FENCED_INSTANCE_ID') return fenced(groupId, groupInstanceId, error)
    if (name !== 'STALE_MEMBER_EPOCH' && !unknown.has(name)) return undefined
    if (name === 'STALE_MEMBER_EPOCH' && this.#state === 'member') {
      // The answer that tells the new epoch may be on its way.
      if (this.#epoch === sentAs.generationId) {
        this.heartbeat.soon()
        await this.#answered.wait(this.#host.cluster.clock, requestTimeoutMs)
      }
      if (this.#state === 'member' && this.#epoch > JOIN_EPOCH && this.#epoch !== sentAs.generationId) return 'again'
    }
    return kickedOut(name, groupId, error)
  }

  async leave(timeoutMs: number): Promise<void> {
    const state = this.#state
    const isMember = state === 'member' && this.#epoch > JOIN_EPOCH
    this.#life++
    this.#state = 'left'
    this.heartbeat.stop()
    const owned = this.#host.owned()
    await (isMember ? this.#callbacks.revoked(owned) : this.#callbacks.lost(owned))
    this.#host.own([])
    // Who has just asked to join may be in already.
    if (state === 'member') await this.#goodbye(timeoutMs)
    this.#callbacks.rethrow()
  }
}

/** The coordinator does not know the member, or not in this epoch: it joins again. */
const unknown: ReadonlySet<string> = new Set(['UNKNOWN_MEMBER_ID', 'FENCED_MEMBER_EPOCH'])

const idOf = ({ topicId, partition }: TopicIdPartition) => `${topicId}-${partition}`
const plain = ({ topic, partition }: TopicIdPartition) => ({ topic, partition })
