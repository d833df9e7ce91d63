/**
 * What this worker runs of what the group runs: started as the config topic says, stopped when it is to go elsewhere.
 * Source: Kafka 4.3 `DistributedHerder.startWork`, `startConnector`, `startTask`.
 */
import { CONNECTOR, connectorUnit, Work } from '../group/work.ts'
import type { Log } from '../plugin.ts'
import type { ClusterConnectorState, ClusterState } from '../runtime/config-state.ts'
import { type StatusListener, type TaskId, taskKey } from '../runtime/states.ts'
import type { ExactlyOnce, Worker } from '../runtime/worker.ts'
import type { Updates } from './pending-updates.ts'

export interface LocalWorkOptions {
  readonly worker: Worker
  readonly log: Log
  state(): ClusterState
  readonly connectorStatus: StatusListener<string>
  readonly taskStatus: StatusListener<TaskId>
  onTopic(id: TaskId, topic: string): void
  /** The connector runs, or asks by itself: what are its tasks to do now? */
  reconfigure(connector: string): void
  /** For source tasks of workers that write in transactions; undefined: this one does not. @param state what the task is started with */
  exactlyOnce(id: TaskId, state: ClusterConnectorState): ExactlyOnce | undefined
}

export class LocalWork {
  readonly #o: LocalWorkOptions
  /** What was started, and was not stopped since; it may have failed. */
  #running = new Work()
  /** Stopped, because there are new settings: to be started if they are still this worker's. */
  readonly #toRestart = new Work()

  constructor(options: LocalWorkOptions) {
    this.#o = options
  }

  get running(): Work {
    return this.#running
  }

  /** All of this runs here from now on, and nothing else. */
  async start(assigned: Work): Promise<void> {
    this.#running.remove(this.#toRestart)
    this.#toRestart.remove([...this.#toRestart])
    const due = assigned.minus(this.#running)
    this.#running = new Work(assigned)
    await Promise.all(
      [...due].map(unit => (unit.task === CONNECTOR ? this.startConnector(unit.connector) : this.startTask(unit))),
    )
  }

  async stop(work: Work): Promise<void> {
    const { worker } = this.#o
    await Promise.all([worker.stopConnectors(work.connectors), worker.stopTasks(work.tasks)])
    this.#running.remove(work)
  }

  /** Stop tasks whose settings are new; the next assignment starts them. */
  async stopReconfigured(connectors: ReadonlySet<string>): Promise<void> {
    const stale = new Work(this.#running.tasks.filter(({ connector }) => connectors.has(connector)))
    if (stale.size === 0) return
    this.#o.log.info(`Tasks ${stale} have new settings, and stop until it is known who runs them`)
    await this.#o.worker.stopTasks(stale.tasks)
    this.#toRestart.add(stale)
  }

  /** See to what the config topic says now. @param incremental tasks with new settings wait for a rebalance, the others do not */
  async follow({ connectors, targets, tasks }: Updates, assigned: Work, incremental: boolean): Promise<void> {
    for (const name of connectors)
      if (assigned.has(connectorUnit(name))) {
        if (this.#o.state().connectors.has(name)) await this.restartConnector(name)
        else await this.#o.worker.stopConnectors([name])
      }
    for (const name of targets) this.#setTarget(name)
    if (incremental) await this.stopReconfigured(tasks)
  }

  /** Connectors take as long as they do. */
  #setTarget(name: string): void {
    const { worker, log, reconfigure } = this.#o
    const target = this.#o.state().connectors.get(name)?.target
    if (!target) return
    worker.setTargetState(name, target).then(
      () => target === 'STARTED' && worker.has(name) && reconfigure(name),
      error => log.error(`Connector ${name} cannot be ${target}`, error),
    )
  }

  async restartConnector(name: string, stopped = () => {}): Promise<{ reached: Promise<void> }> {
    await this.#o.worker.stopConnectors([name])
    stopped()
    return this.startConnector(name)
  }

  async restartTasks(ids: readonly TaskId[], stopped: (id: TaskId) => void): Promise<void> {
    await this.#o.worker.stopTasks(ids)
    for (const id of ids) stopped(id)
    for (const id of ids) await this.startTask(id)
  }

  /** @returns what resolves when it has the state that it is to have: not waited for, since it may take for ever */
  async startConnector(name: string): Promise<{ reached: Promise<void> }> {
    const { worker, log, connectorStatus, reconfigure } = this.#o
    const state = this.#o.state().connectors.get(name)
    if (!state) return { reached: Promise.resolve() }
    try {
      const given = await worker.transformer.transform(state.config)
      const reached = worker.startConnector({
        name,
        given,
        target: state.target,
        status: connectorStatus,
        requestTaskReconfiguration: () => reconfigure(name),
      })
      reached.then(
        () => state.target === 'STARTED' && reconfigure(name),
        error => log.error(`Failed to start connector ${name}`, error),
      )
      return { reached }
    } catch (error) {
      connectorStatus.onFailure(name, error)
      const reached = Promise.reject(error)
      reached.catch(() => log.error(`Failed to start connector ${name}`, error))
      return { reached }
    }
  }

  /** @returns whether it was begun; if not, its status says why */
  async startTask(id: TaskId): Promise<boolean> {
    const { worker, log, taskStatus, onTopic } = this.#o
    const state = this.#o.state().connectors.get(id.connector)
    const own = state?.tasks[id.task]
    if (!state || !own) return false
    try {
      const exactlyOnce = this.#o.exactlyOnce(id, state)
      return worker.startTask({
        id,
        connector: await worker.transformer.transform(state.config),
        given: await worker.transformer.transform(own),
        taskCount: state.tasks.length,
        target: state.target,
        status: taskStatus,
        onTopic: topic => onTopic(id, topic),
        ...(exactlyOnce && { exactlyOnce }),
      })
    } catch (error) {
      log.error(`Task ${taskKey(id)} cannot be started`, error)
      taskStatus.onFailure(id, error)
      return false
    }
  }
}
