/**
 * The part of a connector that is not a task: it watches its source or sink, and says what its tasks are to do.
 *
 *   INIT → STARTED ⇄ PAUSED, ⇄ STOPPED; from any: FAILED, and only STOPPED helps then
 *
 * Source: Kafka 4.3 `WorkerConnector`. Changes of state come one after the other; a newer one takes the place of one that has not
 * begun.
 */
import { asError, ConnectError } from '../errors.ts'
import type { Connector, ConnectorContext, Given, Log, RunningConnector, SourceConnectorContext } from '../plugin.ts'
import { resolveSettings } from '../settings.ts'
import { type OffsetStore, offsetReader } from '../storage/offsets.ts'
import { runningConnector, taskConfigs } from './handed-over.ts'
import type { StatusListener, TargetState } from './states.ts'

export interface ConnectorOptions {
  readonly name: string
  readonly class: string
  readonly plugin: Connector
  /** With all references to other places put in. */
  readonly given: Given
  /** A source's; undefined for sinks. */
  readonly offsets: OffsetStore | undefined
  readonly status: StatusListener<string>
  readonly log: Log
  requestTaskReconfiguration(): void
}

type ConnectorState = 'INIT' | 'STARTED' | 'PAUSED' | 'STOPPED' | 'FAILED'

export class WorkerConnector {
  readonly o: ConnectorOptions
  #state: ConnectorState = 'INIT'
  #running: RunningConnector | undefined
  #pending: { target: TargetState; done: (error?: Error) => void } | undefined
  #turn: Promise<void> = Promise.resolve()
  #isStopping = false
  #isCancelled = false
  #readsOffsets = false

  constructor(options: ConnectorOptions) {
    this.o = options
  }

  get isRunning(): boolean {
    return this.#state === 'STARTED'
  }

  /** Resolves when it is there. @throws {ConnectError} when it cannot be, or another change came before */
  transitionTo(target: TargetState): Promise<void> {
    this.#pending?.done(
      new ConnectError(
        `Could not begin changing connector state to ${this.#pending.target} before another request to change state was made; the new request (which is to change the state to ${target}) has pre-empted this one`,
      ),
    )
    return new Promise((resolve, reject) => {
      this.#pending = { target, done: error => (error ? reject(error) : resolve()) }
      this.#turn = this.#turn.then(() => this.#change())
    })
  }

  async #change(): Promise<void> {
    const pending = this.#pending
    if (!pending) return
    this.#pending = undefined
    const { target, done } = pending
    if (this.#isStopping)
      return done(
        new ConnectError(
          `Could not begin changing connector state to ${target} as the connector has been scheduled for shutdown`,
        ),
      )
    if (this.#state === 'FAILED' && target !== 'STOPPED')
      return done(new ConnectError(`Connector ${this.o.name} cannot be ${target}: it has failed`))
    try {
      await (target === 'STARTED' ? this.#start() : this.#suspend(target))
      done()
    } catch (cause) {
      done(new ConnectError(`Failed to transition connector ${this.o.name} to state ${target}`, { cause }))
    }
  }

  async #start(): Promise<void> {
    const { name, plugin, given, status } = this.o
    if (this.#state === 'STARTED') return
    const isFirst = this.#state === 'INIT'
    try {
      // It may have been PAUSED from the beginning.
      if (!this.#readsOffsets) await this.o.offsets?.start()
      this.#readsOffsets = true
      const config = resolveSettings(plugin.config, given)
      this.#running = plugin.start
        ? runningConnector(await plugin.start(config as never, this.#context() as never, given))
        : { taskConfigs: () => [given] }
      this.#state = 'STARTED'
    } catch (error) {
      this.fail(error)
      throw error
    }
    if (isFirst) status.onStartup(name)
    else status.onResume(name)
  }

  #context(): ConnectorContext | SourceConnectorContext {
    const { name, offsets, log } = this.o
    const context: ConnectorContext = {
      connectorName: name,
      log,
      requestTaskReconfiguration: () => {
        if (!this.#isCancelled && !this.#isStopping) this.o.requestTaskReconfiguration()
      },
      raiseError: error => this.fail(error),
    }
    return offsets ? { ...context, offsets: offsetReader(offsets, name) } : context
  }

  async #suspend(target: 'PAUSED' | 'STOPPED'): Promise<void> {
    const { name, status, log } = this.o
    if (this.#state === target) return
    try {
      await this.#halt()
      this.#state = target
    } catch (error) {
      if (target === 'PAUSED') {
        this.fail(error)
        throw error
      }
      // It was to be stopped, and it is: only it could not say good bye.
      log.error(`Connector ${name} threw while it was stopped`, error)
      this.#state = target
    }
    if (target === 'PAUSED') status.onPause(name)
    else status.onStop(name)
  }

  async #halt(): Promise<void> {
    if (this.#state !== 'STARTED') return
    const running = this.#running
    this.#running = undefined
    await running?.stop?.()
  }

  /** From within, or from its context. The first failure stays. */
  fail(thrown: unknown): void {
    const { name, status, log } = this.o
    if (this.#state === 'FAILED' || this.#isCancelled) return
    // It is over, and its status may be gone: raised too late.
    if (this.#isStopping) return log.error(`Connector ${name} raised an error when it was over`, thrown)
    const error = asError(thrown)
    log.error(`Connector ${name} has failed`, error)
    this.#state = 'FAILED'
    status.onFailure(name, error)
  }

  /** @throws what the connector throws; and when it is not running */
  async taskConfigs(maxTasks: number): Promise<readonly Given[]> {
    if (!this.#running) throw new ConnectError(`Connector ${this.o.name} is not running`)
    return taskConfigs(await this.#running.taskConfigs(maxTasks))
  }

  /** Resolves when it is over. */
  shutdown(): Promise<void> {
    this.#isStopping = true
    this.#turn = this.#turn.then(() => this.#shutdown())
    return this.#turn
  }

  async #shutdown(): Promise<void> {
    const { name, status, log, offsets } = this.o
    await this.#change()
    try {
      await this.#halt()
      this.#state = 'STOPPED'
      if (!this.#isCancelled) status.onShutdown(name)
    } catch (error) {
      log.error(`Connector ${name} threw while it was shut down`, error)
      this.#state = 'FAILED'
      if (!this.#isCancelled) status.onFailure(name, error)
    } finally {
      await offsets?.stop()
    }
  }

  /** It does not stop in time: forget it. */
  cancel(): void {
    this.o.status.onShutdown(this.o.name)
    this.#isCancelled = true
  }
}
