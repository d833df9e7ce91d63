/**
 * The herder of a worker by itself: what is to run is in memory, and comes from files and REST when it starts.
 * Source: Kafka 4.3 `StandaloneHerder`. One change comes after the other.
 */

import { withReferences } from '../config-providers/transformer.ts'
import { ConnectError, notFound, RestError } from '../errors.ts'
import type { Given } from '../plugin.ts'
import type { ConfigState, ConnectorState } from '../runtime/config-state.ts'
import { type RestartRequest, type TargetState, type TaskId, taskKey } from '../runtime/states.ts'
import { patched, sameTasks } from './changes.ts'
import { Herder } from './herder.ts'
import type { SubmittedOffsets } from './offsets.ts'
import type { Submitted } from './validate.ts'

/** A connector on its way to the state that it is to have. */
interface Begun {
  readonly reached: Promise<void>
  readonly target: TargetState
}

export class StandaloneHerder extends Herder {
  readonly #connectors = new Map<string, ConnectorState>()
  #queue: Promise<unknown> = Promise.resolve()
  #isReady = false

  protected override get configs(): ConfigState {
    return { connectors: this.#connectors }
  }

  protected override get generation(): number {
    return 0
  }

  override get starting(): string | undefined {
    return this.#isReady ? undefined : 'the worker is starting'
  }

  #next<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(work)
    this.#queue = result.catch(() => {})
    return result
  }

  override async start(): Promise<void> {
    await this.worker.o.offsets.start()
    await this.statuses.start()
    this.#isReady = true
  }

  override async stop(): Promise<void> {
    this.#isReady = false
    await this.#queue
    const names = this.connectors()
    await this.worker.stopTasks()
    await this.worker.stopConnectors()
    for (const name of names) this.#connectors.delete(name)
    await this.worker.o.offsets.stop()
    await this.statuses.stop()
  }

  override async putConfig(
    name: string,
    submitted: Submitted,
    { replace, target }: { replace: boolean; target?: TargetState },
  ) {
    const config = await this.demandValid(submitted)
    const { result, begun } = await this.#next(() => this.#put(name, config, replace, target))
    await this.#follow(name, begun)
    return { ...result, info: this.info(name) }
  }

  async #put(name: string, config: Given, replace: boolean, target: TargetState | undefined) {
    const before = this.#connectors.get(name)
    if (before && !replace) throw this.alreadyExists(name)
    if (before) await this.worker.stopConnectors([name])
    this.#connectors.set(name, {
      config,
      target: target ?? before?.target ?? 'STARTED',
      tasks: before?.tasks ?? [],
      appliedConfig: before?.appliedConfig,
    })
    return { result: { created: !before }, begun: await this.#begin(name) }
  }

  /** In turn. What it does then is not waited for there: it may take for ever, and others have their turn. */
  async #begin(name: string): Promise<Begun> {
    const { config, target } = this.demand(name)
    const reached = this.worker.startConnector({
      name,
      given: await this.worker.transformer.transform(config),
      target,
      status: this.reports.connectors,
      requestTaskReconfiguration: () => {
        this.#updateTasks(name).catch(error =>
          this.log.error(`Connector ${name} was asked for new tasks, and threw`, error),
        )
      },
    })
    reached.catch(() => {})
    return { reached, target }
  }

  /** With its tasks, if it runs. Out of turn. @throws what the connector throws */
  async #follow(name: string, { reached, target }: Begun): Promise<void> {
    await reached
    if (target === 'STARTED') await this.#updateTasks(name)
  }

  /** Ask the connector what its tasks are to do, and then, in turn, have them do that. */
  async #updateTasks(name: string): Promise<void> {
    const state = this.#connectors.get(name)
    if (!state || !this.worker.isRunning(name)) return
    const given = await this.worker.transformer.transform(state.config)
    const tasks = withReferences(state.config, await this.worker.taskConfigs(name, given))
    await this.#next(() => this.#setTasks(name, state.config, tasks))
  }

  /** Unless the connector has other settings by now, or stops: then it is, or will be, asked again. */
  async #setTasks(name: string, config: Given, tasks: readonly Given[]): Promise<void> {
    const state = this.#connectors.get(name)
    if (state?.config !== config || state.target !== 'STARTED' || sameTasks(state, tasks)) return
    await this.#removeTasks(name)
    this.#connectors.set(name, { ...this.demand(name), tasks, appliedConfig: config })
    await this.#startTasks(tasks.map((_, task) => ({ connector: name, task })))
  }

  async #startTasks(ids: readonly TaskId[]): Promise<void> {
    for (const id of ids) await this.#startTask(id)
  }

  async #startTask(id: TaskId): Promise<boolean> {
    const { config, tasks, target } = this.demand(id.connector)
    return this.worker.startTask({
      id,
      connector: await this.worker.transformer.transform(config),
      given: await this.worker.transformer.transform(tasks[id.task]!),
      taskCount: tasks.length,
      target,
      status: this.reports.tasks,
      onTopic: topic => this.reports.onTopic(id, topic),
    })
  }

  async #removeTasks(name: string): Promise<void> {
    const state = this.#connectors.get(name)
    if (!state || state.tasks.length === 0) return
    const ids = state.tasks.map((_, task) => ({ connector: name, task }))
    await this.worker.stopTasks(ids)
    this.#connectors.set(name, { ...state, tasks: [] })
    for (const id of ids) this.reports.onTaskDeletion(id)
  }

  override async patchConfig(name: string, patch: Submitted) {
    return this.putConfig(name, patched(this.demand(name).config, patch), { replace: true })
  }

  override deleteConnector(name: string): Promise<void> {
    return this.#next(async () => {
      this.demand(name)
      await this.#removeTasks(name)
      await this.worker.stopConnectors([name])
      this.#connectors.delete(name)
      this.reports.onDeletion(name)
      this.resetTopics(name)
    })
  }

  override async setTarget(name: string, target: TargetState): Promise<void> {
    const begun = await this.#next(async () => {
      this.demand(name, `Unknown connector ${name}`)
      if (target === 'STOPPED') await this.#removeTasks(name)
      this.#connectors.set(name, { ...this.demand(name), target })
      const reached = this.worker.setTargetState(name, target)
      reached.catch(() => {})
      return { reached, target }
    })
    await this.#follow(name, begun)
  }

  override async restartConnector(name: string): Promise<void> {
    const begun = await this.#next(async () => {
      this.demand(name)
      await this.worker.stopConnectors([name])
      return this.#begin(name)
    })
    await this.#follow(name, begun)
  }

  override restartTask(id: TaskId): Promise<void> {
    return this.#next(async () => {
      if (!this.demand(id.connector).tasks[id.task]) throw notFound(`Task ${taskKey(id)} not found`)
      await this.worker.stopTasks([id])
      if (!(await this.#startTask(id))) throw new ConnectError(`Failed to start task: ${taskKey(id)}`)
    })
  }

  override async restart(request: RestartRequest) {
    const { connector } = request
    const { shown, begun } = await this.#next(async () => {
      const plan = this.has(connector) ? this.restartPlan(request) : undefined
      if (!plan) return {}
      if (plan.restartsConnector) this.reports.onRestart(connector)
      for (const id of plan.tasks) this.reports.onTaskRestart(id)
      await this.worker.stopTasks(plan.tasks)
      if (plan.restartsConnector) await this.worker.stopConnectors([connector])
      const begun = plan.restartsConnector ? await this.#begin(connector) : undefined
      await this.#startTasks(plan.tasks.filter(({ task }) => this.demand(connector).tasks[task]))
      return { shown: plan.shown, begun }
    })
    if (begun) await this.#follow(connector, begun)
    return shown
  }

  override async changeOffsets(name: string, offsets: SubmittedOffsets | null): Promise<string> {
    await this.#next(async () => this.demandStopped(name))
    return this.modifyOffsets(name, offsets)
  }

  /** A cluster of one. */
  override async setClusterLogLevel(logger: string, level: string): Promise<void> {
    this.onLogLevel(logger, level)
  }

  override async putTaskConfigs(): Promise<void> {
    throw new RestError(
      500,
      'Kafka Connect in standalone mode does not support externally setting task configurations.',
    )
  }

  override async fenceZombies(): Promise<void> {
    throw new RestError(500, 'Kafka Connect in standalone mode does not support exactly-once source connectors.')
  }
}
