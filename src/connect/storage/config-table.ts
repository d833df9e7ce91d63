/**
 * What the records of the config topic say, one after the other: a table of connectors, and who is told when it changes.
 * Settings of tasks count from the record on that commits them, all together; a commit whose tasks are not all there (compaction
 * took some) makes the connector inconsistent, and it has no tasks until it commits others.
 * Source: Kafka 4.3 `KafkaConfigBackingStore`, whose keys and values these are.
 */
import type { Given, Log } from '../plugin.ts'
import type { ClusterConnectorState, ClusterState, SessionKey } from '../runtime/config-state.ts'
import type { RestartRequest, TargetState, TaskId } from '../runtime/states.ts'

/** Told of what changes, once the table was read to its end for the first time. */
export interface ConfigListener {
  onConnectorRemoved(name: string): void
  onConnectorUpdated(name: string): void
  onTasksUpdated(connector: string, tasks: readonly TaskId[]): void
  onTargetChanged(name: string): void
  onSessionKey(key: SessionKey): void
  onRestart(request: RestartRequest): void
  onLogLevel(logger: string, level: string): void
}

export const SESSION_KEY = 'session-key'
export const configKeys = {
  target: (connector: string) => `target-state-${connector}`,
  connector: (connector: string) => `connector-${connector}`,
  task: ({ connector, task }: TaskId) => `task-${connector}-${task}`,
  commit: (connector: string) => `commit-${connector}`,
  restart: (connector: string) => `restart-connector-${connector}`,
  taskCount: (connector: string) => `tasks-fencing-${connector}`,
  logger: (logger: string) => `logger-cluster-${logger}`,
}

export interface Round {
  /** Settings of tasks that are not committed yet. */
  readonly deferred: Map<number, Given>
  readonly tasks: Map<number, Given>
  count: number
  isInconsistent: boolean
  appliedConfig: Given | undefined
}

export interface Entry {
  readonly config: Given | undefined
  readonly target: TargetState | undefined
  readonly round: Round | undefined
  readonly taskCount: number | undefined
  readonly generation: number | undefined
  readonly pendingFencing: boolean
}

const newRound = (): Round => ({
  deferred: new Map(),
  tasks: new Map(),
  count: 0,
  isInconsistent: false,
  appliedConfig: undefined,
})

/** A connector, and the number of a task. */
const TASK = /^(.*)-(\d{1,9})$/s
type Value = Readonly<Record<string, unknown>> | null
const targets = new Set(['STARTED', 'PAUSED', 'STOPPED'])

export class ConfigTable {
  readonly #listener: ConfigListener
  readonly #log: Log
  readonly #configs = new Map<string, Given>()
  readonly #targets = new Map<string, TargetState>()
  readonly #rounds = new Map<string, Round>()
  /** These stay when a connector goes: its tasks may not have heard of it. */
  readonly #taskCounts = new Map<string, number>()
  readonly #generations = new Map<string, number>()
  readonly #pendingFencing = new Set<string>()
  #sessionKey: SessionKey | undefined
  #offset = -1
  #snapshot: ClusterState | undefined
  #isStarted = false

  constructor(listener: ConfigListener, log: Log) {
    this.#listener = listener
    this.#log = log
  }

  /** From here on the listener is told. */
  started(): void {
    this.#isStarted = true
  }

  get snapshot(): ClusterState {
    this.#snapshot ??= {
      connectors: new Map([...this.#configs].map(([name, config]) => [name, this.#stateOf(name, config)])),
      offset: this.#offset,
      sessionKey: this.#sessionKey,
    }
    return this.#snapshot
  }

  #stateOf(name: string, config: Given): ClusterConnectorState {
    const round = this.#rounds.get(name)
    const count = !round || round.isInconsistent ? 0 : round.count
    return {
      config,
      target: this.#targets.get(name) ?? 'STARTED',
      tasks: Array.from({ length: count }, (_, task) => round!.tasks.get(task) ?? {}),
      appliedConfig: round?.appliedConfig,
      taskGeneration: this.#generations.get(name),
      taskCountRecord: this.#taskCounts.get(name),
      pendingFencing: this.#pendingFencing.has(name),
    }
  }

  /** All that is known of a connector, or of one that was; undefined: nothing. */
  entry(name: string): Entry | undefined {
    const entry = {
      config: this.#configs.get(name),
      target: this.#targets.get(name),
      round: this.#rounds.get(name),
      taskCount: this.#taskCounts.get(name),
      generation: this.#generations.get(name),
      pendingFencing: this.#pendingFencing.has(name),
    }
    return Object.values(entry).some(each => each !== undefined && each !== false) ? entry : undefined
  }

  /** That of the next record; -1: there was none. */
  get offset(): number {
    return this.#offset
  }

  get sessionKey(): SessionKey | undefined {
    return this.#sessionKey
  }

  /** As a table of before had it. */
  restore(entries: ReadonlyMap<string, Entry>, offset: number, sessionKey: SessionKey | undefined): void {
    for (const [name, { config, target, round, taskCount, generation, pendingFencing }] of entries) {
      if (config) this.#configs.set(name, config)
      if (target) this.#targets.set(name, target)
      if (round) this.#rounds.set(name, round)
      if (taskCount !== undefined) this.#taskCounts.set(name, taskCount)
      if (generation !== undefined) this.#generations.set(name, generation)
      if (pendingFencing) this.#pendingFencing.add(name)
    }
    this.#offset = offset
    this.#sessionKey = sessionKey
    this.#snapshot = undefined
  }

  /** @returns the connector that it is about, if there is one */
  apply(key: string, bytes: Buffer | null, offset: number): string | undefined {
    let value: Value
    try {
      value = bytes === null ? null : (JSON.parse(bytes.toString()) as Value)
    } catch (error) {
      this.#log.error(`The record "${key}" of the config topic is no JSON, and is passed over`, error)
      return undefined
    }
    this.#offset = offset + 1
    this.#snapshot = undefined
    const handler = this.#handlers.find(([prefix]) => key.startsWith(prefix))
    if (!handler) {
      this.#log.error(`The config topic has a record "${key}", which is none of Kafka Connect's`)
      return undefined
    }
    const [prefix, handle] = handler
    const rest = key.slice(prefix.length)
    if (value !== null && (typeof value !== 'object' || Array.isArray(value))) this.#odd(key, value)
    else handle(rest, value, key)
    return prefix === 'task-' ? TASK.exec(rest)?.[1] : rest
  }

  #odd(key: string, value: unknown): void {
    this.#log.error(`The config topic has ${JSON.stringify(value)} as "${key}", which is passed over`)
  }

  /** By the beginning of the key; the first that fits. */
  readonly #handlers: readonly (readonly [string, (rest: string, value: Value, key: string) => void])[] = [
    [configKeys.target(''), (name, value, key) => this.#target(name, value, key)],
    [configKeys.connector(''), (name, value, key) => this.#connector(name, value, key)],
    ['task-', (rest, value, key) => this.#task(rest, value, key)],
    [configKeys.commit(''), (name, value, key) => this.#commit(name, value, key)],
    [configKeys.restart(''), (name, value, key) => this.#restart(name, value, key)],
    [configKeys.taskCount(''), (name, value, key) => this.#taskCount(name, value, key)],
    [SESSION_KEY, (_, value, key) => this.#session(value, key)],
    [configKeys.logger(''), (name, value, key) => this.#logger(name, value, key)],
  ]

  #target(name: string, value: Value, key: string): void {
    if (value === null) {
      this.#targets.delete(name)
      return
    }
    // Workers before 3.5 write only the first, and know no STOPPED.
    const target = value['state.v2'] ?? value['state']
    if (typeof target !== 'string' || !targets.has(target)) return this.#odd(key, value)
    const before = this.#targets.get(name)
    this.#targets.set(name, target as TargetState)
    if (this.#isStarted && before !== target && this.#configs.has(name)) this.#listener.onTargetChanged(name)
  }

  #connector(name: string, value: Value, key: string): void {
    if (value === null) {
      this.#configs.delete(name)
      this.#rounds.delete(name)
      if (this.#isStarted) this.#listener.onConnectorRemoved(name)
      return
    }
    const config = givenOf(value['properties'])
    if (!config) return this.#odd(key, value)
    this.#configs.set(name, config)
    if (!this.#targets.has(name)) this.#targets.set(name, 'STARTED')
    if (this.#isStarted) this.#listener.onConnectorUpdated(name)
  }

  #task(rest: string, value: Value, key: string): void {
    const match = TASK.exec(rest)
    const config = givenOf(value?.['properties'])
    if (!match || !config) return this.#odd(key, value)
    this.#round(match[1]!).deferred.set(Number(match[2]), config)
  }

  #round(name: string): Round {
    const round = this.#rounds.get(name) ?? newRound()
    this.#rounds.set(name, round)
    return round
  }

  #commit(name: string, value: Value, key: string): void {
    const config = this.#configs.get(name)
    // Deleted, and compaction took what said so.
    if (!config) {
      this.#rounds.delete(name)
      return
    }
    const count = value?.['tasks']
    if (!isCount(count)) return this.#odd(key, value)
    const round = this.#round(name)
    const { deferred } = round
    round.isInconsistent = !Array.from({ length: count }, (_, task) => task).every(task => deferred.has(task))
    const updated = round.isInconsistent ? [] : [...deferred.keys()]
    if (!round.isInconsistent) {
      for (const [task, given] of deferred) round.tasks.set(task, given)
      if (updated.length > 0 || this.#generations.has(name))
        this.#generations.set(name, (this.#generations.get(name) ?? -1) + 1)
      round.appliedConfig = config
    }
    deferred.clear()
    round.count = count
    this.#pendingFencing.add(name)
    if (this.#isStarted)
      this.#listener.onTasksUpdated(
        name,
        updated.map(task => ({ connector: name, task })),
      )
  }

  #restart(name: string, value: Value, key: string): void {
    if (value === null) return this.#odd(key, value)
    const { 'only-failed': onlyFailed = false, 'include-tasks': includeTasks = false } = value
    if (this.#isStarted)
      this.#listener.onRestart({
        connector: name,
        onlyFailed: onlyFailed === true,
        includeTasks: includeTasks === true,
      })
  }

  #taskCount(name: string, value: Value, key: string): void {
    const count = value?.['task-count']
    if (!isCount(count)) return this.#odd(key, value)
    this.#taskCounts.set(name, count)
    this.#pendingFencing.delete(name)
  }

  #session(value: Value, key: string): void {
    const { key: text, algorithm, 'creation-timestamp': createdAt } = value ?? {}
    if (typeof text !== 'string' || typeof algorithm !== 'string' || typeof createdAt !== 'number')
      return this.#log.error(`The record "${key}" of the config topic is no key, and is passed over`)
    this.#sessionKey = { key: Buffer.from(text, 'base64'), algorithm, createdAt }
    if (this.#isStarted) this.#listener.onSessionKey(this.#sessionKey)
  }

  #logger(name: string, value: Value, key: string): void {
    const level = value?.['level']
    if (typeof level !== 'string') return this.#odd(key, value)
    if (this.#isStarted) this.#listener.onLogLevel(name, level)
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value)

/** Undefined: these are no settings. Numbers and the like are taken for their text. */
function givenOf(value: unknown): Given | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => (each === null ? [] : [[name, String(each)]])),
  )
}
