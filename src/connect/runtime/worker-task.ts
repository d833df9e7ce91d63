/**
 * A task's life: start, execute until it is told to stop, close; paused and resumed meanwhile. Whatever it throws makes it FAILED,
 * with the stack in its status, and nothing else stops for it.
 *
 *   start → RUNNING ⇄ PAUSED → UNASSIGNED (stopped)     an error: FAILED
 *
 * Source: Kafka 4.3 `WorkerTask`. Not as Kafka's: there are no threads. Tasks take turns where they await something; one that
 * computes for a long time keeps all others waiting.
 */
import { asError } from '../errors.ts'
import type { Log } from '../plugin.ts'
import { type StatusListener, type TargetState, type TaskId, taskKey } from './states.ts'

export interface TaskOptions {
  readonly id: TaskId
  readonly version: string
  readonly status: StatusListener<TaskId>
  readonly initial: TargetState
  readonly log: Log
}

export abstract class WorkerTask {
  readonly id: TaskId
  readonly version: string
  protected readonly log: Log
  readonly #status: StatusListener<TaskId>
  readonly #stop = new AbortController()
  #target: TargetState
  #failed = false
  /** Left behind: what it says of itself is not true any more. */
  #cancelled = false
  #over: Promise<void> | undefined
  #unpaused: (() => void)[] = []

  constructor({ id, version, status, initial, log }: TaskOptions) {
    this.id = id
    this.version = version
    this.log = log
    this.#status = status
    this.#target = initial
  }

  /** Aborted when the task is to stop. */
  get signal(): AbortSignal {
    return this.#stop.signal
  }

  get isStopping(): boolean {
    return this.#stop.signal.aborted || this.#target === 'STOPPED'
  }

  get isFailed(): boolean {
    return this.#failed
  }

  get isCancelled(): boolean {
    return this.#cancelled
  }

  get shouldPause(): boolean {
    return this.#target === 'PAUSED'
  }

  protected abstract start(): Promise<void>
  protected abstract execute(): Promise<void>
  protected abstract close(): Promise<void>
  /** The target state changed: a wait in `execute` may have to end. */
  protected abstract wake(): void

  run(): void {
    this.#over ??= this.#run()
  }

  async #run(): Promise<void> {
    let error: unknown
    try {
      await this.#live()
    } catch (cause) {
      this.#failed = true
      error = asError(cause)
    }
    try {
      await this.close()
    } catch (cause) {
      this.log.error(`Task ${taskKey(this.id)} threw while it was closed`, cause)
      error ??= asError(cause)
    }
    this.#stop.abort()
    if (this.#cancelled) return
    if (error !== undefined && this.#failed && !this.#wasStopped) {
      this.log.error(
        `Task ${taskKey(this.id)} threw an uncaught and unrecoverable exception. Task is being killed and will not recover until manually restarted`,
        error,
      )
      this.#status.onFailure(this.id, error)
    } else this.#status.onShutdown(this.id)
  }

  #wasStopped = false

  async #live(): Promise<void> {
    try {
      if (this.isStopping) return
      if (this.shouldPause && !(await this.pauseHere())) return
      await this.start()
      this.#status.onStartup(this.id)
      await this.execute()
    } finally {
      this.#wasStopped = this.isStopping
    }
  }

  /** PAUSED until it is to go on. @returns false when it is to stop */
  protected async pauseHere(): Promise<boolean> {
    this.onPause()
    while (this.shouldPause && !this.isStopping) await new Promise<void>(resolve => this.#unpaused.push(resolve))
    return !this.isStopping
  }

  protected onPause(): void {
    this.#status.onPause(this.id)
  }

  protected onResume(): void {
    this.#status.onResume(this.id)
  }

  transitionTo(target: TargetState): void {
    if (this.isStopping || this.#target === target) return
    this.#target = target
    for (const resolve of this.#unpaused.splice(0)) resolve()
    this.wake()
  }

  stop(): void {
    this.#stop.abort()
    for (const resolve of this.#unpaused.splice(0)) resolve()
    this.wake()
  }

  /** It does not stop in time: forget it. */
  cancel(): void {
    this.#cancelled = true
    this.stop()
    this.abandon()
  }

  /** Close what it may be waiting for. */
  protected abstract abandon(): void

  /** Resolves when it is over. */
  get over(): Promise<void> {
    return this.#over ?? Promise.resolve()
  }
}
