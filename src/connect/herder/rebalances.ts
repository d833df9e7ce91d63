/**
 * From an assignment to what runs: read the config topic as far as the leader had, start what is assigned, stop what is not; and
 * join again where that cannot be yet. Source: Kafka 4.3 `DistributedHerder.handleRebalanceCompleted`, `RebalanceListener`.
 */
import { systemClock } from '../../lib/clock.ts'
import { KafkaError } from '../../protocol/errors.ts'
import type { GroupMember } from '../group/member.ts'
import { type Assignment, assignmentErrors } from '../group/protocol.ts'
import { Work } from '../group/work.ts'
import type { Log } from '../plugin.ts'
import type { ClusterState } from '../runtime/config-state.ts'
import type { DistributedConfig } from '../runtime/worker-config.ts'
import type { ConfigTopic } from '../storage/config-topic.ts'
import type { LocalWork } from './local-work.ts'

export interface RebalancesHost {
  readonly config: DistributedConfig
  readonly topic: ConfigTopic
  readonly member: GroupMember
  readonly local: LocalWork
  readonly log: Log
  /** What it does now, for whoever asks. */
  during(what: string): void
  sleep(ms: number): Promise<void>
  /** This one leads from now on. */
  onElected(): Promise<void>
  /** What ran here does not any more; these connectors are there no more at all. */
  onStopped(gone: readonly string[]): Promise<void>
}

const NEVER = Number.POSITIVE_INFINITY
/** How often to wait for the config topic, before what runs here is given up. */
const UNSYNCED_ROUNDS = 5

export class Rebalances {
  readonly #host: RebalancesHost
  /** The config topic, as the herder has looked at it last. */
  state: ClusterState
  generation = -1
  #assignment: Assignment | undefined
  /** What is assigned runs. */
  #isResolved = true
  /** When to join again, because the leader said so. */
  #rejoinAt = NEVER
  #canRead = true
  #unsyncedRounds = UNSYNCED_ROUNDS

  constructor(host: RebalancesHost) {
    this.#host = host
    this.state = host.topic.snapshot
  }

  get assigned(): Work {
    return this.#assignment?.work ?? new Work()
  }

  /** Of its REST; null: nobody knows now. */
  get leaderUrl(): string | null {
    return this.#assignment?.leaderUrl || null
  }

  get rejoinAt(): number {
    return this.#rejoinAt
  }

  /** The config topic could not be written to: it may have more than is known here. */
  doubtConfigs(): void {
    this.#canRead = false
  }

  /** Before it joins: who cannot read the config topic would only be in the way. */
  async mayJoin(): Promise<boolean> {
    if (!this.#canRead) this.#canRead = await this.#readConfigs()
    return this.#canRead
  }

  /** @returns whether what is assigned runs */
  async settle(): Promise<boolean> {
    const { member, local, during } = this.#host
    const isDue = systemClock.monotonic() >= this.#rejoinAt
    if (this.#isResolved && !isDue) return true
    const assignment = this.#assignment!
    const isFailed = assignment.error !== assignmentErrors.none
    const mustRead = this.state.offset < assignment.offset || (isFailed && member.isLeader)
    if (mustRead) this.#canRead = await this.#readConfigs()
    if (!this.#canRead) return this.rejoin('the config topic cannot be read')
    if (isFailed) return this.rejoin('the leader could not assign anything')
    if (isDue) return this.rejoin('the scheduled delay is over')
    // Read further, and the assignment is of before.
    if (this.state.offset !== assignment.offset)
      return this.rejoin(`the config topic is read up to ${this.state.offset}, not ${assignment.offset}`)
    during('starting what is assigned')
    await local.start(assignment.work)
    this.#isResolved = true
    if (assignment.revoked.size === 0) return true
    this.#assignment = { ...assignment, revoked: new Work() }
    return this.rejoin('what it gave up is for others')
  }

  rejoin(reason: string): false {
    this.#rejoinAt = NEVER
    this.#host.member.requestRejoin(reason)
    return false
  }

  /** @returns whether the config topic was read to its end; if not, some time went by */
  async #readConfigs(): Promise<boolean> {
    const { config, topic, member, log, during } = this.#host
    during('reading to the end of the config topic')
    try {
      await topic.refresh(config['worker.sync.timeout.ms'])
      this.state = topic.snapshot
      this.#unsyncedRounds = UNSYNCED_ROUNDS
      return true
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      log.warn(`The config topic is not read to its end in time: ${error.message}`)
      await member.leave('taking too long to read the log')
      await this.#unsynced()
      return false
    }
  }

  async #unsynced(): Promise<void> {
    const { config, member, local, log, sleep } = this.#host
    if (member.protocolVersion === 0) return sleep(config['worker.unsync.backoff.ms'])
    if (this.#unsyncedRounds > 0) return sleep(config['scheduled.rebalance.max.delay.ms'] / 10 / this.#unsyncedRounds--)
    log.warn(`The worker does not catch up with the cluster: ${local.running} stops here`)
    await this.onRevoked(local.running)
    this.#unsyncedRounds = UNSYNCED_ROUNDS
  }

  async onAssigned(assignment: Assignment, generation: number): Promise<void> {
    const { work, delayMs, leaderUrl, error } = assignment
    const { log, member, onElected } = this.#host
    const what = error === assignmentErrors.none ? work : 'nothing: the leader has not read the config topic yet'
    const again = delayMs > 0 ? `, and again in ${delayMs} ms` : ''
    log.info(`In the group at generation ${generation}, led from ${leaderUrl}, with ${what}${again}`)
    this.#assignment = assignment
    this.generation = generation
    this.#rejoinAt = delayMs > 0 ? systemClock.monotonic() + delayMs : NEVER
    this.#isResolved = false
    if (member.isLeader) await onElected()
  }

  async onRevoked(work: Work): Promise<void> {
    const { member, local, onStopped } = this.#host
    // What was assigned last was not even started.
    if (!this.#isResolved && member.protocolVersion === 0) return
    await local.stop(work)
    const names = [...new Set([...work].map(({ connector }) => connector))]
    await onStopped(names.filter(name => !this.state.connectors.has(name)))
  }
}
