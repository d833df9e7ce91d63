/**
 * What is asked of a herder in a group. Connectors and tasks are written down by the leader, and started by whoever they are assigned
 * to; who is asked and is neither says who is. Source: Kafka 4.3 `DistributedHerder`.
 * Not as Kafka's: what only asks is answered from the config topic at once, and not with a conflict while work is shared out anew.
 */
import { backoffMs } from '../../client/retry.ts'
import { MINUTES, SECONDS } from '../../lib/units.ts'
import { withReferences } from '../config-providers/transformer.ts'
import { badRequest, ConnectError, conflict, NotLeaderError, notFound, RestError } from '../errors.ts'
import { connectorUnit } from '../group/work.ts'
import type { Given } from '../plugin.ts'
import { askWorker } from '../rest/ask-worker.ts'
import type { ClusterConnectorState } from '../runtime/config-state.ts'
import { type RestartRequest, type TargetState, type TaskId, taskKey } from '../runtime/states.ts'
import type { ExactlyOnce } from '../runtime/worker.ts'
import { patched, sameTasks } from './changes.ts'
import { GroupHerder } from './group-herder.ts'
import type { RequestSignature } from './herder.ts'
import type { SubmittedOffsets } from './offsets.ts'
import { sourceStart } from './source-start.ts'
import type { Submitted } from './validate.ts'
import { noSource, ZombieFencing } from './zombie-fencing.ts'

const REQUEST_MS = 90 * SECONDS
const HEALTH_MS = 10 * SECONDS
/** Before a connector is asked for its tasks again, after they could not be written down. */
const RECONFIGURE = { firstMs: 250, maxMs: 1 * MINUTES }
const exactly = () => 0.5

export class DistributedHerder extends GroupHerder {
  #ask<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    return this.queue.ask(work, REQUEST_MS, () => this.stage)
  }

  override async problem(): Promise<string | undefined> {
    try {
      await this.queue.ask(
        () => {},
        HEALTH_MS,
        () => this.stage,
      )
      return this.lastProblem
    } catch (error) {
      return this.lastProblem ?? (error as Error).message
    }
  }

  /** Work is about to be shared out anew: who has what is not known for sure. */
  #demandSettled(): void {
    if (this.updates.needsRebalance)
      throw conflict(
        'Cannot complete request momentarily due to stale configuration (typically caused by a concurrent config change)',
      )
  }

  override async putConfig(name: string, submitted: Submitted, options: { replace: boolean; target?: TargetState }) {
    const config = await this.demandValid(submitted)
    return this.#ask(() => this.#put(name, config, options))
  }

  async #put(name: string, config: Given, { replace, target }: { replace: boolean; target?: TargetState }) {
    this.demandLeader('Only the leader can set connector configs.')
    const created = !this.has(name)
    if (!created && !replace) throw this.alreadyExists(name)
    await this.topic.putConnector(name, config, target)
    return { created, info: this.info(name) }
  }

  override async patchConfig(name: string, patch: Submitted) {
    const config = await this.#ask(() => {
      this.demandLeader('Only the leader can set connector configs.')
      return patched(this.demand(name).config, patch)
    })
    return this.putConfig(name, config, { replace: true })
  }

  override deleteConnector(name: string): Promise<void> {
    return this.#ask(async () => {
      this.demandLeader('Only the leader can delete connector configs.')
      this.demand(name)
      await this.topic.removeConnector(name)
    })
  }

  override async setTarget(name: string, target: TargetState): Promise<void> {
    if (target === 'STOPPED') return this.#ask(() => this.#stopConnector(name))
    this.demand(name, `Unknown connector ${name}`)
    await this.topic.putTarget(name, target)
  }

  /** Its tasks first: a connector that is to run and has none is less odd than one that is stopped and has some. */
  async #stopConnector(name: string): Promise<void> {
    this.demand(name, `Unknown connector ${name}`)
    this.demandLeader('Only the leader can transition connectors to the STOPPED state.')
    await this.#writeTasks(name, [])
    await this.topic.putTarget(name, 'STOPPED')
    await this.topic.refresh(this.config['worker.sync.timeout.ms'])
  }

  override async restartConnector(name: string): Promise<void> {
    const { reached } = await this.#ask(() => {
      this.#demandSettled()
      this.demand(name, `Unknown connector: ${name}`)
      if (this.assigned.has(connectorUnit(name))) return this.local.restartConnector(name)
      this.demandLeader('Only the leader can process restart requests.')
      throw new NotLeaderError(
        'Cannot restart connector since it is not assigned to this member',
        this.member.ownerUrl(connectorUnit(name)),
      )
    })
    try {
      await reached
    } catch (cause) {
      throw new ConnectError(`Failed to start connector: ${name}`, { cause })
    }
  }

  override restartTask(id: TaskId): Promise<void> {
    return this.#ask(async () => {
      this.#demandSettled()
      const { tasks } = this.demand(id.connector, `Unknown connector: ${id.connector}`)
      if (!tasks[id.task]) throw notFound(`Unknown task: ${taskKey(id)}`)
      const elsewhere = 'Cannot restart task since it is not assigned to this member'
      if (!this.assigned.has(id)) {
        this.demandLeader(elsewhere)
        throw new NotLeaderError(elsewhere, this.member.ownerUrl(id))
      }
      await this.worker.stopTasks([id])
      if (!(await this.local.startTask(id))) throw new ConnectError(`Failed to start task: ${taskKey(id)}`)
    })
  }

  override restart(request: RestartRequest) {
    const { connector } = request
    return this.#ask(async () => {
      this.#demandSettled()
      this.demand(connector, `Unknown connector: ${connector}`)
      this.demandLeader('Only the leader can process restart requests.')
      await this.topic.putRestart(request)
      const plan = this.restartPlan(request)
      if (!plan) throw notFound(`Status for connector ${connector} not found`)
      return plan.shown
    })
  }

  override async changeOffsets(name: string, offsets: SubmittedOffsets | null): Promise<string> {
    const checked = async () => {
      this.#demandSettled()
      this.demandLeader('Only the leader can process external offsets modification requests')
      await this.topic.refresh(this.config['worker.sync.timeout.ms'])
      this.demandStopped(name)
    }
    if (this.settings.exactlyOnce === 'enabled') {
      await this.#ask(checked)
      // Tasks that nobody could stop must not write theirs over these.
      if (this.#isSource(this.demand(name).config)) await this.#fenceFirst(name)
    }
    await this.#ask(checked)
    return this.modifyOffsets(name, offsets)
  }

  async #fenceFirst(name: string): Promise<void> {
    try {
      await this.#fencing.fence(name)
    } catch (cause) {
      const what = 'Failed to perform zombie fencing for source connector prior to modifying offsets'
      throw new ConnectError(what, { cause })
    }
  }

  override setClusterLogLevel(logger: string, level: string): Promise<void> {
    return this.topic.putLogLevel(logger, level)
  }

  override async putTaskConfigs(
    name: string,
    configs: readonly Given[],
    signature: RequestSignature | undefined,
  ): Promise<void> {
    if (this.isSigned) this.keys.verify(signature)
    await this.#ask(async () => {
      this.demandLeader('Only the leader may write task configurations.')
      this.demand(name)
      await this.#writeTasks(name, configs)
    })
  }

  async #writeTasks(name: string, configs: readonly Given[]): Promise<void> {
    if (configs.length > 0 && this.demand(name).target === 'STOPPED')
      throw badRequest(`Cannot submit non-empty set of task configs for stopped connector ${name}`)
    await this.topic.putTasks(name, configs)
  }

  protected override reconfigure(name: string, attempt = 0): void {
    this.queue
      .add(() => {}, attempt === 0 ? 0 : backoffMs(RECONFIGURE, attempt - 1, exactly))
      // The connector and the leader may take their time, and this worker has other things to do meanwhile.
      .then(() => this.#reconfigure(name))
      .catch((error: Error) => {
        if (error instanceof RestError && error.message === 'Worker is shutting down') return
        this.log.error(`The tasks of connector ${name} could not be written down, and are tried again`, error)
        this.reconfigure(name, attempt + 1)
      })
  }

  async #reconfigure(name: string): Promise<void> {
    const config = this.topic.snapshot.connectors.get(name)?.config
    if (!config || !this.worker.isRunning(name)) return
    const given = await this.worker.transformer.transform(config)
    const tasks = withReferences(config, await this.worker.taskConfigs(name, given))
    const isToTell = await this.queue.add(async () => {
      const now = this.topic.snapshot.connectors.get(name)
      // With other settings it is restarted, and asked again.
      if (now?.target !== 'STARTED' || now.config !== config || sameTasks(now, tasks)) return false
      if (this.member.isLeader) await this.#writeTasks(name, tasks)
      return !this.member.isLeader
    })
    if (isToTell) await this.#tellLeader(`/connectors/${encodeURIComponent(name)}/tasks`, 'POST', tasks)
  }

  async #tellLeader(path: string, method: string, json: unknown): Promise<void> {
    if (!this.leaderUrl) throw conflict(`Nobody knows now where the leader is: ${method} ${path} must wait`)
    const body = json === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(json))
    await askWorker(this.settings, new URL(path, this.leaderUrl), { method, body, headers: this.keys.sign(body) })
  }

  readonly #fencing = new ZombieFencing({
    settings: this.settings,
    inTurn: work => this.#ask(work),
    putTaskCount: (name, count) => this.topic.putTaskCount(name, count),
    transform: config => this.worker.transformer.transform(config),
    source: async name => {
      this.demandLeader('Only the leader may perform zombie fencing.')
      this.demand(name)
      await this.topic.refresh(this.config['worker.sync.timeout.ms'])
      this.demand(name)
      const state = this.topic.snapshot.connectors.get(name)!
      if (!this.#isSource(state.config)) throw noSource(name)
      return state
    },
  })

  #isSource(config: Given): boolean {
    return this.typeOf(config) === 'source'
  }

  protected override exactlyOnce(id: TaskId, state: ClusterConnectorState): ExactlyOnce | undefined {
    if (this.settings.exactlyOnce !== 'enabled' || !this.#isSource(state.config)) return undefined
    return sourceStart(
      {
        log: this.log,
        fence: name => this.#fencing.fence(name),
        tellLeader: (path, method) => this.#tellLeader(path, method, undefined),
        refresh: () => this.topic.refresh(),
        inTurn: work => this.queue.add(work),
        state: () => this.topic.snapshot,
        assigned: () => this.assigned,
      },
      id,
      state.taskGeneration,
    )
  }

  override async fenceZombies(name: string, signature: RequestSignature | undefined): Promise<void> {
    if (this.isSigned) this.keys.verify(signature)
    await this.#fencing.fence(name)
  }
}
