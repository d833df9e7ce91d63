/**
 * A worker: starts and stops connectors and tasks, as a herder tells it. It decides nothing by itself.
 * Source: Kafka 4.3 `Worker`.
 */
import type { Producer } from '../../client/producer/producer.ts'
import { within } from '../../client/wait.ts'
import { systemClock } from '../../lib/clock.ts'
import type { Logger } from '../../lib/logger.ts'
import { ConfigTransformer } from '../config-providers/transformer.ts'
import { ConnectError } from '../errors.ts'
import type { Given } from '../plugin.ts'
import { type Plugins, taskClassOf } from '../plugins/registry.ts'
import { resolveSettings } from '../settings.ts'
import type { OffsetStore } from '../storage/offsets.ts'
import { buildSinkTask } from './build-sink-task.ts'
import { buildSourceTask } from './build-source-task.ts'
import { connectorSettings } from './connector-settings.ts'
import { type OffsetsTopicSettings, sourceOffsets } from './source-offsets.ts'
import { type StatusListener, type TargetState, type TaskId, taskKey } from './states.ts'
import type { WorkerSettings } from './worker-config.ts'
import { WorkerConnector } from './worker-connector.ts'
import type { WorkerTask } from './worker-task.ts'

export interface WorkerOptions {
  /** How long a connector may take to stop, tasks apart. Default: Kafka's. */
  readonly connectorStopMs?: number | undefined
  readonly settings: WorkerSettings
  readonly plugins: Plugins
  /** Of all source connectors that have no topic of their own for them. */
  readonly offsets: OffsetStore
  /** Where those are; undefined: in a file. */
  readonly offsetsTopic: OffsetsTopicSettings | undefined
  readonly workerId: string
  readonly log: Logger
}

export interface ConnectorStart {
  readonly name: string
  /** With all references to other places put in. */
  readonly given: Given
  readonly target: TargetState
  readonly status: StatusListener<string>
  requestTaskReconfiguration(): void
}

/** What a source task that writes in transactions does when it begins. */
export interface ExactlyOnce {
  /** Before its producer: those of tasks of before can write no more. @param signal aborted when nobody waits for it any more */
  fence(signal: AbortSignal): Promise<void>
  /** With its producer: there is nothing newer, and it is still this worker's. */
  verify(): Promise<void>
}

export interface TaskStart {
  readonly id: TaskId
  readonly connector: Given
  readonly given: Given
  /** How many tasks the connector has. */
  readonly taskCount: number
  readonly target: TargetState
  readonly status: StatusListener<TaskId>
  readonly exactlyOnce?: ExactlyOnce
  /** Told of each topic that the task reads or writes. */
  onTopic(topic: string): void
}

const CONNECTOR_STOP_MS = 5000

export class Worker {
  readonly o: WorkerOptions
  readonly transformer: ConfigTransformer
  readonly #connectors = new Map<string, WorkerConnector>()
  readonly #tasks = new Map<string, WorkerTask>()

  /** @throws {SettingsError} for converters and providers that are not there, or cannot be as they are set up */
  constructor(options: WorkerOptions) {
    this.o = options
    const { settings, plugins } = options
    this.transformer = new ConfigTransformer(plugins, settings.given, settings.config['config.providers'])
    for (const role of ['key', 'value'] as const) plugins.find(settings.config[`${role}.converter`], 'converter')
    plugins.find(settings.config['header.converter'], 'header_converter', 'converter')
  }

  /** Resolves when it has reached its target state. @throws {ConnectError} when it could not; its status says so too */
  async startConnector({ name, given, target, status, requestTaskReconfiguration }: ConnectorStart): Promise<void> {
    if (this.#connectors.has(name)) throw new ConnectError(`Connector with name ${name} already exists`)
    const log = this.o.log.child(name)
    let connector: WorkerConnector
    try {
      const { class: className, plugin } = this.o.plugins.find(given['connector.class'] ?? '', 'source', 'sink')
      log.info(`Creating connector ${name} of type ${className}`)
      const offsets = plugin.kind === 'source' ? this.offsetsOf(name, given) : undefined
      connector = new WorkerConnector({
        name,
        class: className,
        plugin,
        given,
        offsets,
        status,
        log,
        requestTaskReconfiguration,
      })
    } catch (error) {
      log.error(`Failed to start connector ${name}`, error)
      status.onFailure(name, error)
      throw error
    }
    this.#connectors.set(name, connector)
    await connector.transitionTo(target)
  }

  /** Of a source connector: to be started and stopped by who asks. @param producer see `sourceOffsets` */
  offsetsOf(name: string, given: Given, producer?: () => Producer): OffsetStore {
    return sourceOffsets(this.o, { connector: name, task: 0 }, given, producer).store
  }

  isRunning(name: string): boolean {
    return this.#connectors.get(name)?.isRunning ?? false
  }

  has(name: string): boolean {
    return this.#connectors.has(name)
  }

  connectorVersion(name: string): string | null {
    return this.#connectors.get(name)?.o.plugin.version ?? null
  }

  taskVersion(id: TaskId): string | null {
    return this.#tasks.get(taskKey(id))?.version ?? null
  }

  get connectorNames(): string[] {
    return [...this.#connectors.keys()]
  }

  get taskIds(): TaskId[] {
    return [...this.#tasks.values()].map(({ id }) => id)
  }

  /** The connector and its tasks here. @throws {ConnectError} when the connector cannot */
  async setTargetState(name: string, target: TargetState): Promise<void> {
    for (const task of this.#tasks.values()) if (task.id.connector === name) task.transitionTo(target)
    await this.#connectors.get(name)?.transitionTo(target)
  }

  /** Each task's settings, as the connector says. @throws what the connector throws; ConnectError for too many */
  async taskConfigs(name: string, given: Given): Promise<Given[]> {
    const connector = this.#connectors.get(name)
    if (!connector) throw new ConnectError(`Connector ${name} not found in this worker.`)
    const config = resolveSettings(connectorSettings, given)
    const maxTasks = config['tasks.max']
    const configs = await connector.taskConfigs(maxTasks)
    try {
      this.#checkCount(name, configs.length, config)
    } catch (error) {
      connector.fail(error)
      throw error
    }
    const topics = Object.fromEntries(
      ['topics', 'topics.regex'].flatMap(key => (given[key] === undefined ? [] : [[key, given[key]!]])),
    )
    return configs.map(each => ({ ...each, 'task.class': taskClassOf(connector.o.class), ...topics }))
  }

  #checkCount(
    name: string,
    count: number,
    { 'tasks.max': max, 'tasks.max.enforce': enforce }: { 'tasks.max': number; 'tasks.max.enforce': boolean },
  ): void {
    if (count <= max) return
    const message = `The connector ${name} has generated ${count} tasks, which is greater than ${max}, the maximum number of tasks it is configured to create. This behaviour should be considered a bug and is disallowed. If necessary, it can be permitted by reconfiguring the connector with tasks.max.enforce set to false; however, this option will be removed in a future release of Kafka Connect.`
    if (enforce) throw new ConnectError(message)
    this.o.log.warn(message)
  }

  /** @returns whether it was begun; if not, its status says why */
  startTask(start: TaskStart): boolean {
    const { id, status } = start
    const key = taskKey(id)
    if (this.#tasks.has(key)) throw new ConnectError(`Task already exists in this worker: ${key}`)
    const log = this.o.log.child(key)
    log.info(`Creating task ${key}`)
    try {
      const config = resolveSettings(connectorSettings, start.connector)
      this.#checkCount(id.connector, start.taskCount, config)
      const entry = this.o.plugins.find(config['connector.class'], 'source', 'sink')
      const task =
        entry.plugin.kind === 'sink'
          ? buildSinkTask({ worker: this.o, start, log, class: entry.class, plugin: entry.plugin })
          : buildSourceTask({ worker: this.o, start, log, class: entry.class, plugin: entry.plugin })
      this.#tasks.set(key, task)
      task.run()
      return true
    } catch (error) {
      log.error(`Failed to start task ${key}`, error)
      status.onFailure(id, error)
      return false
    }
  }

  /** Resolves when they are over, or are left behind. */
  async stopConnectors(names: readonly string[] = this.connectorNames): Promise<void> {
    const { connectorStopMs: timeoutMs = CONNECTOR_STOP_MS } = this.o
    await Promise.all(
      names.map(async name => {
        const connector = this.#connectors.get(name)
        if (!connector) return
        if (!(await within(systemClock, connector.shutdown(), timeoutMs))) {
          this.o.log.error(`Connector ${name} does not stop within ${timeoutMs} ms, and is left behind`)
          connector.cancel()
        }
        this.#connectors.delete(name)
      }),
    )
  }

  /** The same of tasks, within task.shutdown.graceful.timeout.ms. */
  async stopTasks(ids: readonly TaskId[] = this.taskIds): Promise<void> {
    const timeoutMs = this.o.settings.config['task.shutdown.graceful.timeout.ms']
    const tasks = ids.flatMap(id => this.#tasks.get(taskKey(id)) ?? [])
    for (const task of tasks) task.stop()
    await Promise.all(
      tasks.map(async task => {
        if (!(await within(systemClock, task.over, timeoutMs))) {
          this.o.log.error(
            `Task ${taskKey(task.id)} does not stop within ${timeoutMs} ms (task.shutdown.graceful.timeout.ms), and is left behind`,
          )
          task.cancel()
        }
        if (this.#tasks.get(taskKey(task.id)) === task) this.#tasks.delete(taskKey(task.id))
      }),
    )
  }

  async stop(): Promise<void> {
    await this.stopConnectors()
    await this.stopTasks()
  }
}
