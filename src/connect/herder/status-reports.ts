/**
 * What a worker says of its connectors and tasks, as statuses that are kept. Source: Kafka 4.3 `AbstractHerder`, whose listeners these are.
 */
import { traceOf } from '../errors.ts'
import type { State, StatusListener, TaskId } from '../runtime/states.ts'
import type { StatusStore } from '../runtime/status-store.ts'
import type { Worker } from '../runtime/worker.ts'

export interface StatusReportsOptions {
  readonly statuses: StatusStore
  readonly worker: Worker
  readonly workerId: string
  /** Of the group; 0 without one. */
  readonly generation: () => number
}

export class StatusReports {
  readonly #o: StatusReportsOptions

  constructor(options: StatusReportsOptions) {
    this.#o = options
  }

  readonly connectors: StatusListener<string> = {
    onStartup: name => this.#put(name, 'RUNNING'),
    onPause: name => this.#put(name, 'PAUSED'),
    onResume: name => this.#put(name, 'RUNNING'),
    onStop: name => this.#put(name, 'STOPPED'),
    onFailure: (name, error) => this.#put(name, 'FAILED', error),
    onShutdown: name => this.#put(name, 'UNASSIGNED'),
  }

  readonly tasks: StatusListener<TaskId> = {
    onStartup: id => this.#putTask(id, 'RUNNING'),
    onPause: id => this.#putTask(id, 'PAUSED'),
    onResume: id => this.#putTask(id, 'RUNNING'),
    onStop: id => this.#putTask(id, 'STOPPED'),
    onFailure: (id, error) => this.#putTask(id, 'FAILED', error),
    onShutdown: id => this.#putTask(id, 'UNASSIGNED'),
  }

  #put(name: string, state: State, error?: unknown): void {
    const { statuses, worker } = this.#o
    statuses.putConnector(name, this.#statusOf(state, error, worker.connectorVersion(name)))
  }

  #putTask(id: TaskId, state: State, error?: unknown): void {
    const { statuses, worker } = this.#o
    statuses.putTask(id, this.#statusOf(state, error, worker.taskVersion(id)))
  }

  #statusOf(state: State, error: unknown, version: string | null) {
    const { workerId, generation } = this.#o
    return { state, workerId, generation: generation(), trace: error === undefined ? null : traceOf(error), version }
  }

  onRestart(name: string): void {
    this.#put(name, 'RESTARTING')
  }

  onTaskRestart(id: TaskId): void {
    this.#putTask(id, 'RESTARTING')
  }

  onTaskDeletion(id: TaskId): void {
    this.#putTask(id, 'DESTROYED')
  }

  /** Its status goes, and those of its tasks. */
  onDeletion(name: string): void {
    for (const { task } of this.#o.statuses.tasks(name)) this.onTaskDeletion({ connector: name, task })
    this.#put(name, 'DESTROYED')
  }

  onTopic({ connector, task }: TaskId, topic: string): void {
    const { statuses, worker } = this.#o
    if (worker.o.settings.config['topic.tracking.enable'])
      statuses.putTopic({ topic, connector, task, discoveredAt: Date.now() })
  }
}
