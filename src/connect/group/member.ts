/**
 * A worker as a member of its group: joins, agrees, pulses; leads when it is its turn. What it is given, and must give up, it tells
 * its host. One that cannot reach the coordinator for heartbeat.interval.ms gives everything up: others may have it soon.
 * Source: Kafka 4.3 `WorkerCoordinator`, `WorkerGroupMember`.
 */
import type { Cluster } from '../../client/cluster.ts'
import { Heartbeat } from '../../client/consumer/membership/heartbeat.ts'
import { Backoff, mayRetry } from '../../client/retry.ts'
import { pause } from '../../client/wait.ts'
import { KafkaError } from '../../protocol/errors.ts'
import type { Log } from '../plugin.ts'
import type { ClusterState } from '../runtime/config-state.ts'
import type { TaskId } from '../runtime/states.ts'
import { Leader } from './leader.ts'
import {
  type Assignment,
  decodeAssignment,
  encodeState,
  offeredBy,
  type ProtocolVersion,
  versionOf,
} from './protocol.ts'
import { GroupRequests, type GroupTimes } from './requests.ts'
import { Work } from './work.ts'

export interface MemberOptions extends GroupTimes {
  readonly cluster: Cluster
  readonly groupId: string
  /** connect.protocol */
  readonly protocol: string
  readonly maxDelayMs: number
  /** Of its REST. */
  readonly url: string
  readonly log: Log
}

/** What a member needs of its herder. */
export interface MemberHost {
  /** The config topic, as far as it was read. */
  snapshot(): ClusterState
  /** Resolves when it runs no more. */
  onRevoked(work: Work): Promise<void>
  onAssigned(assignment: Assignment, generation: number): Promise<void>
  /** Something is to be done: call `ensureActive`. */
  wake(): void
}

const NO_MEMBER = ''
const NO_GENERATION = -1

export class GroupMember {
  readonly #o: MemberOptions
  readonly #host: MemberHost
  readonly #requests: GroupRequests
  readonly #leader: Leader
  readonly heartbeat: Heartbeat
  #memberId = NO_MEMBER
  #generation = NO_GENERATION
  #lastGeneration = NO_GENERATION
  #lastJoined = NO_GENERATION
  /** Generations went by without this member since it was assigned what it has. */
  #wasAway = false
  #isStable = false
  #protocolVersion: ProtocolVersion
  #assignment: Assignment | undefined
  /** Why to join (again); undefined: no need. */
  #rejoin: string | undefined = 'it is new'
  /** Since when the coordinator does not answer. */
  #unansweredSince: number | undefined
  #isClosed = false

  constructor(options: MemberOptions, host: MemberHost) {
    this.#o = options
    this.#host = host
    const { cluster, groupId, protocol, maxDelayMs, rebalanceTimeoutMs } = options
    this.#protocolVersion = offeredBy(protocol)[0]!.version
    this.#requests = new GroupRequests(cluster, groupId, options)
    this.#leader = new Leader(host, maxDelayMs, cluster.clock)
    const { clock, random, retryBackoff } = cluster
    this.heartbeat = new Heartbeat({
      clock,
      random,
      retryBackoff,
      maxPollIntervalMs: rebalanceTimeoutMs,
      send: () => this.#beat(),
      onPollTimeout: () => this.#pollTimeout(),
    })
  }

  get protocolVersion(): ProtocolVersion {
    return this.#protocolVersion
  }

  get isLeader(): boolean {
    return this.#isStable && this.#assignment?.leader === this.#memberId
  }

  /** Where the REST of the worker is that runs it; null: unknown. For the leader. */
  ownerUrl(unit: TaskId): string | null {
    return this.#rejoin === undefined && this.isLeader ? this.#leader.ownerUrl(unit) : null
  }

  requestRejoin(reason: string): void {
    this.#rejoin ??= reason
    this.#host.wake()
  }

  /** Resolves when it is in the group, with what is agreed on; or closed. @throws {KafkaError} what the group refuses it with */
  async ensureActive(): Promise<void> {
    this.heartbeat.polled()
    if (this.#isUnreachable) await this.#giveUp()
    while (this.#rejoin !== undefined && !this.#isClosed) await this.#join()
  }

  get #isUnreachable(): boolean {
    const { cluster, heartbeatIntervalMs } = this.#o
    return (
      this.#unansweredSince !== undefined && cluster.clock.monotonic() - this.#unansweredSince >= heartbeatIntervalMs
    )
  }

  async #giveUp(): Promise<void> {
    this.#rejoin ??= 'the coordinator could not be reached'
    const assignment = this.#assignment
    if (assignment?.error !== 0) return
    this.#o.log.warn(
      `The coordinator of group ${this.#o.groupId} does not answer for ${this.#o.heartbeatIntervalMs} ms: ${assignment.work} stops here, for others may run it soon`,
    )
    await this.#host.onRevoked(assignment.work)
    this.#assignment = undefined
  }

  async #join(): Promise<void> {
    const { cluster, log, heartbeatIntervalMs } = this.#o
    const backoff = new Backoff(cluster.retryBackoff, cluster.random)
    log.info('Rebalance started')
    this.heartbeat.stop()
    this.#isStable = false
    if (this.#protocolVersion === 0 && this.#assignment?.error === 0) await this.#host.onRevoked(this.#assignment.work)
    for (let reason = this.#rejoin ?? 'it is new'; !this.#isClosed; )
      try {
        this.#rejoin = undefined
        await this.#once(reason)
        return
      } catch (error) {
        if (!(error instanceof KafkaError)) throw error
        this.heartbeat.stop()
        this.#rejoin = reason = `the last join failed with ${error.name}`
        if (this.#isClosed) return
        cluster.coordinators.noteError('group', this.#o.groupId, error)
        if (kickedOut.has(error.name)) this.#forget(error.name)
        else if (!atOnce.has(error.name)) {
          if (!mayRetry(error)) throw error
          this.#unansweredSince ??= cluster.clock.monotonic()
          if (this.#isUnreachable) await this.#giveUp()
          await pause(cluster.clock, Math.min(backoff.next(), heartbeatIntervalMs))
        }
      }
  }

  async #once(reason: string): Promise<void> {
    // Others may take as long as rebalance.timeout.ms: that is no time in which this worker was busy.
    const over = this.heartbeat.waited()
    const { protocol, bytes } = await this.#agree(reason).finally(over)
    await this.#complete(protocol, decodeAssignment(bytes))
  }

  /** @returns what is agreed on, and this member's part of it */
  async #agree(reason: string): Promise<{ protocol: string; bytes: Buffer }> {
    const { protocol, url } = this.#o
    const snapshot = this.#host.snapshot()
    const work = this.#assignment?.work ?? new Work()
    const offers = offeredBy(protocol).map(({ name, version }) => ({
      name,
      metadata: encodeState({ url, offset: snapshot.offset, work }, this.#assignment, version),
    }))
    const joined = await this.#requests.join(this.#memberId, offers, reason, id => {
      this.#memberId = id
    })
    this.#unansweredSince = undefined
    this.#memberId = joined.memberId
    this.#generation = joined.generation
    this.#wasAway ||= this.#lastJoined !== NO_GENERATION && joined.generation !== this.#lastJoined + 1
    this.#lastJoined = joined.generation
    this.heartbeat.start(this.#o.heartbeatIntervalMs)
    const assignments = this.#leader.assign(joined, snapshot, this.#lastGeneration)
    return { protocol: joined.protocol, bytes: await this.#requests.sync(joined, assignments) }
  }

  async #complete(protocol: string, fresh: Assignment): Promise<void> {
    this.#protocolVersion = versionOf(protocol)
    let assignment = fresh
    if (this.#protocolVersion > 0) {
      if (fresh.revoked.size > 0) await this.#host.onRevoked(fresh.revoked)
      const kept = (this.#assignment?.work ?? new Work()).minus(fresh.revoked)
      await this.#renounce(kept)
      assignment = { ...fresh, work: new Work([...kept, ...fresh.work]) }
    }
    this.#assignment = assignment
    this.#lastGeneration = this.#generation
    this.#isStable = this.#memberId !== NO_MEMBER
    if (assignment.error !== 0) this.#rejoin ??= 'there was no assignment'
    await this.#host.onAssigned(assignment, this.#generation)
  }

  /** Others may have run it meanwhile: it begins anew, with offsets that are theirs, and says that it runs here. */
  async #renounce(kept: Work): Promise<void> {
    if (this.#wasAway && kept.size > 0) {
      this.#o.log.warn(`The group has shared out work without this worker: ${kept} begins anew here`)
      await this.#host.onRevoked(kept)
    }
    this.#wasAway = false
  }

  /** @returns when the next is due */
  async #beat(): Promise<number | undefined> {
    const { cluster, groupId, heartbeatIntervalMs } = this.#o
    const generation = this.#generation
    try {
      await this.#requests.heartbeat(this.#memberId, generation)
      this.#unansweredSince = undefined
      return heartbeatIntervalMs
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      if (this.#isClosed || generation !== this.#generation) return undefined
      cluster.coordinators.noteError('group', groupId, error)
      if (error.name === 'REBALANCE_IN_PROGRESS') {
        this.requestRejoin('the group is rebalancing')
        return heartbeatIntervalMs
      }
      if (kickedOut.has(error.name) || !mayRetry(error)) {
        this.#forget(error.name)
        this.requestRejoin(`a heartbeat was answered with ${error.name}`)
        return undefined
      }
      this.#unansweredSince ??= cluster.clock.monotonic()
      if (this.#isUnreachable) this.#host.wake()
      return undefined
    }
  }

  #forget(name: string): void {
    this.#isStable = false
    this.#generation = NO_GENERATION
    if (name !== 'ILLEGAL_GENERATION') this.#memberId = NO_MEMBER
    this.heartbeat.stop()
  }

  #pollTimeout(): void {
    this.#o.log.warn(
      `The worker was busy for ${this.#o.rebalanceTimeoutMs} ms (rebalance.timeout.ms), and leaves the group until it is not`,
    )
    void this.leave('worker poll timeout has expired.')
  }

  /** The next `ensureActive` joins anew. Where the broker cannot be told, it finds out by itself. */
  async leave(reason: string): Promise<void> {
    const memberId = this.#memberId
    this.#forget('UNKNOWN_MEMBER_ID')
    this.#rejoin ??= reason
    if (memberId === NO_MEMBER) return
    await this.#requests.leave(memberId, reason).catch(error => {
      if (!(error instanceof KafkaError)) throw error
      this.#o.log.warn(error.message)
    })
  }

  /** What it has counts for nothing: the next join brings it anew. */
  forgetAssignment(): void {
    this.#assignment = undefined
    this.#rejoin ??= 'it gave up what it had'
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.heartbeat.stop()
    await this.leave('the worker is being stopped')
  }
}

/** The group does not know us any more, or not in this generation. */
const kickedOut: ReadonlySet<string> = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID'])
const atOnce: ReadonlySet<string> = new Set(['MEMBER_ID_REQUIRED', 'REBALANCE_IN_PROGRESS'])
