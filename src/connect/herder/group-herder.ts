/**
 * A herder in a group: what runs where is agreed on by all workers, over and over. One loop does everything, one thing at a time:
 *
 *   be a member → have read the config topic as far as the leader had → run what is assigned → do what was asked
 *               → see to what the config topic says → wait until there is something
 *
 * Source: Kafka 4.3 `DistributedHerder.tick`. Not as Kafka's: an error that nobody expects does not end the process; it is said, also
 * by /health, and the loop goes on.
 */
import { Cluster } from '../../client/cluster.ts'
import { clusterOptions } from '../../client/options.ts'
import { Bell } from '../../client/wait.ts'
import { adminConfigs } from '../../config/admin.ts'
import { resolve } from '../../config/define.ts'
import { systemClock } from '../../lib/clock.ts'
import { SECONDS } from '../../lib/units.ts'
import { NotLeaderError } from '../errors.ts'
import { GroupMember } from '../group/member.ts'
import { SESSIONED } from '../group/protocol.ts'
import { connectorUnit, type Work } from '../group/work.ts'
import { internalClients } from '../runtime/clients.ts'
import type { ClusterConnectorState, ConfigState } from '../runtime/config-state.ts'
import type { RestartRequest, TaskId } from '../runtime/states.ts'
import type { ExactlyOnce } from '../runtime/worker.ts'
import type { DistributedConfig, WorkerSettings } from '../runtime/worker-config.ts'
import { ConfigTopic } from '../storage/config-topic.ts'
import { Herder, type HerderOptions } from './herder.ts'
import { LeaderDuties } from './leader-duties.ts'
import { LocalWork } from './local-work.ts'
import { PendingUpdates } from './pending-updates.ts'
import { HerderQueue } from './queue.ts'
import { Rebalances } from './rebalances.ts'
import { SessionKeys } from './session-keys.ts'

export interface GroupHerderOptions extends HerderOptions {
  readonly settings: WorkerSettings<DistributedConfig>
  /** Of this worker's REST. */
  readonly url: string
  /** Of the view of the config topic; undefined: it is in memory. */
  readonly configView: string | undefined
}

const NEVER = Number.POSITIVE_INFINITY
/** After an error that nobody expected. */
const FAILED_MS = 1 * SECONDS

export abstract class GroupHerder extends Herder {
  protected readonly config: DistributedConfig
  protected readonly topic: ConfigTopic
  protected readonly keys: SessionKeys
  protected readonly queue: HerderQueue
  protected readonly member: GroupMember
  protected readonly local: LocalWork
  protected readonly updates: PendingUpdates
  readonly #rebalances: Rebalances
  readonly #duties: LeaderDuties
  readonly #cluster: Cluster
  readonly #bell = new Bell()
  #isWoken = false
  #isReady = false
  #isStopping = false
  #loop: Promise<void> = Promise.resolve()
  #stage = { what: 'initializing and reading to the end of internal topics', since: systemClock.now() }
  #problem: string | undefined

  constructor(options: GroupHerderOptions) {
    super(options)
    const { settings, url, worker, log, configView: file } = options
    const { config, groupId } = settings
    this.config = config
    this.keys = new SessionKeys(config)
    this.queue = new HerderQueue(
      () => this.#wake(),
      () => systemClock.monotonic(),
    )
    this.updates = new PendingUpdates({
      knows: name => this.#rebalances.state.connectors.has(name),
      wake: () => this.#wake(),
      onSessionKey: key => {
        this.keys.key = key
      },
      onLogLevel: this.onLogLevel,
    })
    this.topic = new ConfigTopic({ settings, listener: this.updates, log: log.child('config-topic'), file })
    const clients = internalClients(settings, config['client.id'] || `connect-${options.workerId}`)
    this.#cluster = new Cluster(
      clusterOptions(resolve(adminConfigs, clients.admin), settings.bootstrapServers, 'connect'),
    )
    this.member = new GroupMember(
      {
        cluster: this.#cluster,
        groupId: groupId!,
        protocol: config['connect.protocol'],
        maxDelayMs: config['scheduled.rebalance.max.delay.ms'],
        sessionTimeoutMs: config['session.timeout.ms'],
        rebalanceTimeoutMs: config['rebalance.timeout.ms'],
        heartbeatIntervalMs: config['heartbeat.interval.ms'],
        requestTimeoutMs: config['request.timeout.ms'],
        url,
        log: log.child('group'),
      },
      {
        snapshot: () => this.topic.snapshot,
        onRevoked: work => this.#rebalances.onRevoked(work),
        onAssigned: (assignment, generation) => this.#rebalances.onAssigned(assignment, generation),
        wake: () => this.#wake(),
      },
    )
    this.local = new LocalWork({
      worker,
      log,
      state: () => this.#rebalances.state,
      connectorStatus: this.reports.connectors,
      taskStatus: this.reports.tasks,
      onTopic: (id, topic) => this.reports.onTopic(id, topic),
      reconfigure: name => this.reconfigure(name),
      exactlyOnce: (id, state) => this.exactlyOnce(id, state),
    })
    this.#duties = new LeaderDuties({
      topic: this.topic,
      member: this.member,
      keys: this.keys,
      statuses: this.statuses,
      log,
      isSigned: () => this.isSigned,
      during: what => this.#during(what),
      sleep: ms => this.#sleep(ms),
      doubtConfigs: () => this.#rebalances.doubtConfigs(),
      onDeletion: name => this.reports.onDeletion(name),
      onTaskDeletion: id => this.reports.onTaskDeletion(id),
    })
    this.#rebalances = new Rebalances({
      config,
      topic: this.topic,
      member: this.member,
      local: this.local,
      log,
      during: what => this.#during(what),
      sleep: ms => this.#sleep(ms),
      onElected: () => this.#duties.onElected(),
      onStopped: gone => this.#stopped(gone),
    })
  }

  /** Ask a connector for its tasks, and have them known. */
  protected abstract reconfigure(name: string): void
  protected abstract exactlyOnce(id: TaskId, state: ClusterConnectorState): ExactlyOnce | undefined

  protected override get configs(): ConfigState {
    return this.topic.snapshot
  }

  protected override get generation(): number {
    return this.#rebalances.generation
  }

  override get starting(): string | undefined {
    return this.#isReady ? undefined : this.stage
  }

  /** What the loop does now, in a sentence. */
  protected get stage(): string {
    const { what, since } = this.#stage
    return `The worker is currently ${what}, which began at ${new Date(since).toISOString()}.`
  }

  protected get lastProblem(): string | undefined {
    return this.#problem
  }

  protected get assigned(): Work {
    return this.#rebalances.assigned
  }

  protected get isSigned(): boolean {
    return this.member.protocolVersion >= SESSIONED
  }

  /** @throws {NotLeaderError} */
  protected demandLeader(message: string): void {
    if (!this.member.isLeader) throw new NotLeaderError(message, this.leaderUrl)
  }

  protected get leaderUrl(): string | null {
    return this.#rebalances.leaderUrl
  }

  #wake(): void {
    this.#isWoken = true
    this.#bell.ring()
  }

  async #sleep(ms: number): Promise<void> {
    const until = systemClock.monotonic() + ms
    for (let left = ms; left > 0 && !this.#isStopping; left = until - systemClock.monotonic())
      await this.#bell.wait(systemClock, left)
  }

  #during(what: string): void {
    this.#stage = { what, since: systemClock.now() }
  }

  override async start(): Promise<void> {
    await this.worker.o.offsets.start()
    await this.statuses.start()
    await this.topic.start()
    this.#rebalances.state = this.topic.snapshot
    this.keys.key = this.topic.snapshot.sessionKey
    this.#loop = this.#run()
  }

  override async stop(): Promise<void> {
    this.#isStopping = true
    this.#wake()
    this.queue.close()
    // Others may have it only when it runs here no more.
    await Promise.all([this.worker.stopConnectors(), this.worker.stopTasks()])
    await this.member.close()
    await this.statuses.flush()
    await this.#cluster.close()
    await this.#loop
    await this.topic.stop()
    await this.statuses.stop()
    await this.worker.o.offsets.stop()
  }

  async #run(): Promise<void> {
    while (!this.#isStopping)
      try {
        await this.#turn()
      } catch (error) {
        if (this.#isStopping) return
        this.#problem = (error as Error).message
        this.log.error('The herder met an error that it did not expect, and goes on', error)
        await this.#sleep(FAILED_MS)
      }
  }

  async #turn(): Promise<void> {
    if (!(await this.#rebalances.mayJoin())) return
    this.#during('ensuring membership in the cluster')
    await this.member.ensureActive()
    if (
      this.#isStopping ||
      !(await this.#rebalances.settle()) ||
      !(await this.#duties.claim()) ||
      !(await this.#duties.renewKey())
    )
      return
    this.#during('doing what it was asked')
    await this.queue.run()
    for (const request of this.updates.takeRestarts()) await this.#restart(request)
    this.#isReady = true
    this.#problem = undefined
    if (!(await this.#update())) await this.#wait()
  }

  /** See to what the config topic says. @returns whether a rebalance comes first */
  async #update(): Promise<boolean> {
    const updates = this.updates.take()
    if (!updates) return false
    this.#during('seeing to changes of the config topic')
    this.#rebalances.state = this.topic.snapshot
    const { needsRebalance } = updates
    if (needsRebalance) this.#rebalances.rejoin('there is other work')
    if (needsRebalance && this.member.protocolVersion === 0) return true
    await this.local.follow(updates, this.assigned, this.member.protocolVersion > 0)
    return needsRebalance
  }

  async #restart(request: RestartRequest): Promise<void> {
    const plan = this.restartPlan(request)
    if (!plan) return
    const { connector } = request
    if (plan.restartsConnector && this.assigned.has(connectorUnit(connector)))
      await this.local.restartConnector(connector, () => this.reports.onRestart(connector))
    const tasks = plan.tasks.filter(id => this.assigned.has(id))
    await this.local.restartTasks(tasks, id => this.reports.onTaskRestart(id))
  }

  async #wait(): Promise<void> {
    const { keyDueAt } = this.#duties
    const next = Math.min(this.queue.nextAt ?? NEVER, this.#rebalances.rejoinAt)
    const keyMs = keyDueAt === undefined ? NEVER : keyDueAt - systemClock.now()
    this.#during('waiting for work')
    const over = this.member.heartbeat.waited()
    if (!this.#isWoken) await this.#bell.wait(systemClock, Math.min(next - systemClock.monotonic(), keyMs))
    this.#isWoken = false
    over()
  }

  async #stopped(gone: readonly string[]): Promise<void> {
    if (this.config['topic.tracking.enable']) for (const name of gone) this.resetTopics(name)
    await this.statuses.flush()
  }
}
