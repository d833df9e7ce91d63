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
    await this.demandValid(submitted)
    return this.#next(() => this.#put(name, submitted as Given, replace, target))
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
    await this.#startConnector(name)
    return { created: !before, info: this.info(name) }
  }

  /** With its tasks, if it runs. @throws what it throws */
  async #startConnector(name: string): Promise<void> {
    const { config, target } = this.demand(name)
    await this.worker.startConnector({
      name,
      given: await this.worker.transformer.transform(config),
      target,
      status: this.connectorStatus,
      requestTaskReconfiguration: () => {
        this.#next(() => this.#updateTasks(name)).catch(error =>
          this.log.error(`Connector ${name} was asked for new tasks, and threw`, error),
        )
      },
    })
    if (target === 'STARTED') await this.#updateTasks(name)
  }

  /** Ask the connector what its tasks are to do, and have them do that. */
  async #updateTasks(name: string): Promise<void> {
    const state = this.#connectors.get(name)
    if (!state || !this.worker.isRunning(name)) return
    const given = await this.worker.transformer.transform(state.config)
    const tasks = withReferences(state.config, await this.worker.taskConfigs(name, given))
    if (sameTasks(state, tasks)) return
    await this.#removeTasks(name)
    this.#connectors.set(name, { ...this.demand(name), tasks, appliedConfig: state.config })
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
      status: this.taskStatusListener,
      onTopic: topic => this.onTopic(id, topic),
    })
  }

  async #removeTasks(name: string): Promise<void> {
    const state = this.#connectors.get(name)
    if (!state || state.tasks.length === 0) return
    const ids = state.tasks.map((_, task) => ({ connector: name, task }))
    await this.worker.stopTasks(ids)
    this.#connectors.set(name, { ...state, tasks: [] })
    for (const id of ids) this.onTaskDeletion(id)
  }

  override async patchConfig(name: string, patch: Submitted) {
    return this.#next(async () => {
      const config = patched(this.demand(name).config, patch)
      await this.demandValid(config)
      return this.#put(name, config, true, undefined)
    })
  }

  override deleteConnector(name: string): Promise<void> {
    return this.#next(async () => {
      this.demand(name)
      await this.#removeTasks(name)
      await this.worker.stopConnectors([name])
      this.#connectors.delete(name)
      this.onDeletion(name)
      this.resetTopics(name)
    })
  }

  override setTarget(name: string, target: TargetState): Promise<void> {
    return this.#next(async () => {
      const state = this.demand(name, `Unknown connector ${name}`)
      if (target === 'STOPPED') await this.#removeTasks(name)
      this.#connectors.set(name, { ...this.demand(name), target })
      await this.worker.setTargetState(name, target)
      if (target === 'STARTED' && state.target !== 'STARTED') await this.#updateTasks(name)
    })
  }

  override restartConnector(name: string): Promise<void> {
    return this.#next(async () => {
      this.demand(name)
      await this.worker.stopConnectors([name])
      await this.#startConnector(name)
    })
  }

  override restartTask(id: TaskId): Promise<void> {
    return this.#next(async () => {
      if (!this.demand(id.connector).tasks[id.task]) throw notFound(`Task ${taskKey(id)} not found`)
      await this.worker.stopTasks([id])
      if (!(await this.#startTask(id))) throw new ConnectError(`Failed to start task: ${taskKey(id)}`)
    })
  }

  override restart(request: RestartRequest) {
    return this.#next(async () => {
      const { connector } = request
      const plan = this.has(connector) ? this.restartPlan(request) : undefined
      if (!plan) return undefined
      if (plan.restartsConnector) this.onRestart(connector)
      for (const id of plan.tasks) this.onTaskRestart(id)
      await this.worker.stopTasks(plan.tasks)
      if (plan.restartsConnector) {
        await this.worker.stopConnectors([connector])
        await this.#startConnector(connector)
      }
      const running = new Set(this.worker.taskIds.map(taskKey))
      const { tasks } = this.demand(connector)
      await this.#startTasks(plan.tasks.filter(id => tasks[id.task] && !running.has(taskKey(id))))
      return plan.shown
    })
  }

  override changeOffsets(name: string, offsets: SubmittedOffsets | null): Promise<string> {
    return this.#next(() => this.modifyOffsets(name, offsets))
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
