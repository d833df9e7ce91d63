/**
 * What both herders do: answer what is asked about connectors. A herder decides what runs where; its
 * worker runs it. Source: Kafka 4.3 `AbstractHerder`.
 */
import type { Logger } from '../../lib/logger.ts'
import { conflict, notFound, RestError } from '../errors.ts'
import type { Given, PluginKind, Settings } from '../plugin.ts'
import type { Plugins } from '../plugins/registry.ts'
import type { ConfigState, ConnectorState } from '../runtime/config-state.ts'
import { sinkSettings, sourceSettings } from '../runtime/connector-settings.ts'
import type { RestartRequest, State, TargetState, TaskId } from '../runtime/states.ts'
import { taskKey } from '../runtime/states.ts'
import type { StatusStore } from '../runtime/status-store.ts'
import type { Worker } from '../runtime/worker.ts'
import type { WorkerSettings } from '../runtime/worker-config.ts'
import { withoutNulls } from './changes.ts'
import { type ConfigInfos, type ConfigKeyInfo, definitionOf } from './config-infos.ts'
import { alterOffsets, type ConnectorOffsets, readOffsets, type SubmittedOffsets } from './offsets.ts'
import { StatusReports } from './status-reports.ts'
import { overridePolicy, type Submitted, validateConnector } from './validate.ts'

export interface ConnectorInfo {
  name: string
  config: Given
  tasks: readonly TaskId[]
  type: ConnectorType
}
export type ConnectorType = 'source' | 'sink' | 'unknown'

export interface StateInfo {
  state: State
  worker_id: string
  version: string | null
  trace?: string
}
export interface ConnectorStateInfo {
  name: string
  connector: StateInfo
  tasks: ({ id: number } & StateInfo)[]
  type: ConnectorType
}

export interface HerderOptions {
  readonly worker: Worker
  readonly settings: WorkerSettings
  readonly statuses: StatusStore
  readonly workerId: string
  readonly clusterId: string
  readonly log: Logger
  /** Told of a level of a logger that the cluster is to have. */
  onLogLevel?(logger: string, level: string): void
}

export abstract class Herder {
  readonly worker: Worker
  readonly settings: WorkerSettings
  readonly plugins: Plugins
  readonly clusterId: string
  protected readonly statuses: StatusStore
  protected readonly workerId: string
  protected readonly log: Logger
  /** How connectors and tasks are, written down. */
  protected readonly reports: StatusReports
  protected readonly onLogLevel: (logger: string, level: string) => void

  constructor({ worker, settings, statuses, workerId, clusterId, log, onLogLevel }: HerderOptions) {
    this.onLogLevel = onLogLevel ?? (() => {})
    this.worker = worker
    this.settings = settings
    this.plugins = worker.o.plugins
    this.statuses = statuses
    this.workerId = workerId
    this.clusterId = clusterId
    this.log = log
    this.reports = new StatusReports({ statuses, worker, workerId, generation: () => this.generation })
    // A policy that cannot be is a mistake of the worker's settings, not of each connector's.
    overridePolicy(this.plugins, settings)
  }

  protected abstract get configs(): ConfigState
  /** Of the group; 0 without one. */
  protected abstract get generation(): number
  /** Undefined once it can do what it is asked to; else what it waits for. */
  abstract get starting(): string | undefined

  /** Undefined: all is well; else what is wrong, for /health. */
  async problem(): Promise<string | undefined> {
    return undefined
  }

  /** All workers set the level of a logger. */
  abstract setClusterLogLevel(logger: string, level: string): Promise<void>

  abstract start(): Promise<void>
  abstract stop(): Promise<void>
  /** @returns the connector, and whether it is new */
  abstract putConfig(
    name: string,
    config: Submitted,
    options: { replace: boolean; target?: TargetState },
  ): Promise<{ created: boolean; info: ConnectorInfo }>
  abstract patchConfig(name: string, patch: Submitted): Promise<{ created: boolean; info: ConnectorInfo }>
  abstract deleteConnector(name: string): Promise<void>
  abstract setTarget(name: string, target: TargetState): Promise<void>
  abstract restartConnector(name: string): Promise<void>
  abstract restartTask(id: TaskId): Promise<void>
  /** @returns how it is then; undefined when there is no such connector */
  abstract restart(request: RestartRequest): Promise<ConnectorStateInfo | undefined>
  /** For other workers. */
  abstract putTaskConfigs(
    name: string,
    configs: readonly Given[],
    signature: RequestSignature | undefined,
  ): Promise<void>
  abstract fenceZombies(name: string, signature: RequestSignature | undefined): Promise<void>

  connectors(): string[] {
    return [...this.configs.connectors.keys()].sort()
  }

  protected has(name: string): boolean {
    return this.configs.connectors.has(name)
  }

  protected demand(name: string, message = `Connector ${name} not found`): ConnectorState {
    const found = this.configs.connectors.get(name)
    if (!found) throw notFound(message)
    return found
  }

  info(name: string): ConnectorInfo {
    const { config, tasks } = this.demand(name)
    return {
      name,
      config,
      tasks: tasks.map((_, task) => ({ connector: name, task })),
      type: this.typeOf(config),
    }
  }

  protected typeOf(config: Given | undefined): ConnectorType {
    const kind = this.plugins.lookup(config?.['connector.class'] ?? '', 'source', 'sink')?.plugin.kind
    return kind ?? 'unknown'
  }

  status(name: string): ConnectorStateInfo {
    const status = this.statuses.connector(name)
    if (!status) throw notFound(`No status found for connector ${name}`)
    const tasks = this.statuses.tasks(name).map(({ task, status }) => ({ id: task, ...stateInfo(status) }))
    return {
      name,
      connector: stateInfo(status),
      tasks,
      type: this.typeOf(this.configs.connectors.get(name)?.config),
    }
  }

  taskStatus(id: TaskId): { id: number } & StateInfo {
    const status = this.statuses.task(id)
    if (!status) throw notFound(`No status found for task ${taskKey(id)}`)
    return { id: id.task, ...stateInfo(status) }
  }

  tasks(name: string): { id: TaskId; config: Given }[] {
    return this.demand(name).tasks.map((config, task) => ({ id: { connector: name, task }, config }))
  }

  activeTopics(name: string): string[] {
    return this.statuses.topics(name).map(({ topic }) => topic)
  }

  resetTopics(name: string): void {
    for (const { topic } of this.statuses.topics(name)) this.statuses.deleteTopic(name, topic)
  }

  /** @throws {RestError} 400 when it is not even said which connector */
  async validate(submitted: Submitted): Promise<ConfigInfos> {
    return validateConnector(this.plugins, this.settings, await this.#resolved(submitted))
  }

  /** With values of providers in place; what they are is not told: see `redacted`. */
  async #resolved(submitted: Submitted): Promise<Submitted> {
    return { ...submitted, ...(await this.worker.transformer.transform(withoutNulls(submitted))) }
  }

  /** @returns what is to be kept: a null is as good as nothing. @throws {RestError} 400 with all that is wrong */
  protected async demandValid(submitted: Submitted): Promise<Given> {
    const { error_count, configs } = await this.validate(submitted)
    if (error_count === 0) return withoutNulls(submitted)
    const errors = configs.flatMap(({ value }) => value?.errors ?? [])
    throw new RestError(
      400,
      [
        `Connector configuration is invalid and contains the following ${error_count} error(s):`,
        ...errors,
        'You can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`',
      ].join('\n'),
    )
  }

  /** Settings of a plugin of any kind, its own first. */
  pluginConfig(name: string): ConfigKeyInfo[] {
    const kinds: PluginKind[] = ['sink', 'source', 'converter', 'header_converter', 'transformation', 'predicate']
    const entry = this.plugins.lookup(name, ...kinds)
    if (!entry) throw notFound(`Unknown plugin ${name}.`)
    const { plugin } = entry
    const common = plugin.kind === 'sink' ? sinkSettings : plugin.kind === 'source' ? sourceSettings : {}
    const own: Settings = plugin.config
    const table: Settings = { ...own, ...common, ...own }
    return Object.entries(table).map(([key, setting]) =>
      definitionOf(key, key === 'connector.plugin.version' ? { ...setting, default: plugin.version } : setting),
    )
  }

  offsets(name: string): Promise<ConnectorOffsets> {
    const { config } = this.demand(name)
    return readOffsets(this.worker, name, config)
  }

  /** @throws {RestError} 400 unless the connector is stopped */
  protected demandStopped(name: string): ConnectorState {
    const state = this.demand(name)
    if (state.target === 'STOPPED' && state.tasks.length === 0) return state
    throw new RestError(
      400,
      `Connectors must be in the STOPPED state before their offsets can be modified. This can be done for the specified connector by issuing a 'PUT' request to the '/connectors/${name}/stop' endpoint`,
    )
  }

  /** Null: forget all. */
  protected async modifyOffsets(name: string, offsets: SubmittedOffsets | null): Promise<string> {
    const { config } = this.demandStopped(name)
    return alterOffsets(this.worker, name, await this.worker.transformer.transform(config), offsets)
  }

  abstract changeOffsets(name: string, offsets: SubmittedOffsets | null): Promise<string>

  /** What a restart would restart, as its answer shows it. */
  protected restartPlan({ connector, onlyFailed, includeTasks }: RestartRequest) {
    const status = this.statuses.connector(connector)
    if (!status) return undefined
    const due = (state: State) => !onlyFailed || state === 'FAILED'
    const restartsConnector = due(status.state)
    const tasks = this.statuses.tasks(connector)
    const dueTasks = includeTasks ? tasks.filter(each => due(each.status.state)).map(each => each.task) : []
    const info = this.status(connector)
    const shown: ConnectorStateInfo = {
      ...info,
      connector: restartsConnector ? { ...info.connector, state: 'RESTARTING' } : info.connector,
      tasks: info.tasks.map(each => (dueTasks.includes(each.id) ? { ...each, state: 'RESTARTING' } : each)),
    }
    return { restartsConnector, tasks: dueTasks.map(task => ({ connector, task })), shown }
  }

  protected alreadyExists = (name: string) => conflict(`Connector ${name} already exists`)
}

/** Who asks, and that it may: see rest/internal.ts. */
export interface RequestSignature {
  readonly algorithm: string
  readonly signature: Buffer
  readonly body: Buffer
}

const stateInfo = ({
  state,
  workerId,
  version,
  trace,
}: {
  state: State
  workerId: string
  version: string | null
  trace: string | null
}) => ({
  state,
  worker_id: workerId,
  version,
  ...(trace !== null && { trace }),
})
