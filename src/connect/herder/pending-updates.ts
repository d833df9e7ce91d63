/**
 * What the config topic said since a herder looked last. New connectors, and new rounds of tasks, are work to be shared out anew;
 * new settings of a connector, and what is wanted of it, are seen to by the worker that has it.
 * Source: Kafka 4.3 `DistributedHerder.ConfigUpdateListener`.
 */
import type { SessionKey } from '../runtime/config-state.ts'
import type { RestartRequest, TaskId } from '../runtime/states.ts'
import type { ConfigListener } from '../storage/config-table.ts'

export interface Updates {
  readonly needsRebalance: boolean
  readonly connectors: ReadonlySet<string>
  readonly targets: ReadonlySet<string>
  /** Connectors with new tasks. */
  readonly tasks: ReadonlySet<string>
}

export interface UpdatesHost {
  /** Whether the herder has heard of it. */
  knows(connector: string): boolean
  wake(): void
  onSessionKey(key: SessionKey): void
  onLogLevel(logger: string, level: string): void
}

/** Which of two does more. */
const impact = ({ onlyFailed, includeTasks }: RestartRequest) => (includeTasks ? 2 : 0) + (onlyFailed ? 0 : 1)

export class PendingUpdates implements ConfigListener {
  readonly #host: UpdatesHost
  #needsRebalance = false
  #connectors = new Set<string>()
  #targets = new Set<string>()
  #tasks = new Set<string>()
  #restarts = new Map<string, RestartRequest>()

  constructor(host: UpdatesHost) {
    this.#host = host
  }

  get needsRebalance(): boolean {
    return this.#needsRebalance
  }

  onConnectorRemoved(name: string): void {
    if (this.#host.knows(name)) this.#needsRebalance = true
    else this.#connectors.add(name)
    this.#host.wake()
  }

  onConnectorUpdated(name: string): void {
    if (this.#host.knows(name)) this.#connectors.add(name)
    else this.#needsRebalance = true
    this.#host.wake()
  }

  onTasksUpdated(connector: string, _tasks: readonly TaskId[]): void {
    this.#needsRebalance = true
    this.#tasks.add(connector)
    this.#host.wake()
  }

  onTargetChanged(name: string): void {
    this.#targets.add(name)
    this.#host.wake()
  }

  onSessionKey(key: SessionKey): void {
    this.#host.onSessionKey(key)
  }

  onRestart(request: RestartRequest): void {
    const before = this.#restarts.get(request.connector)
    if (!before || impact(request) > impact(before)) this.#restarts.set(request.connector, request)
    this.#host.wake()
  }

  onLogLevel(logger: string, level: string): void {
    this.#host.onLogLevel(logger, level)
  }

  takeRestarts(): RestartRequest[] {
    const taken = [...this.#restarts.values()]
    this.#restarts.clear()
    return taken
  }

  /** Undefined: nothing was said. */
  take(): Updates | undefined {
    const taken = {
      needsRebalance: this.#needsRebalance,
      connectors: this.#connectors,
      targets: this.#targets,
      tasks: this.#tasks,
    }
    if (!taken.needsRebalance && taken.connectors.size + taken.targets.size + taken.tasks.size === 0) return undefined
    this.#needsRebalance = false
    this.#connectors = new Set()
    this.#targets = new Set()
    this.#tasks = new Set()
    return taken
  }
}
