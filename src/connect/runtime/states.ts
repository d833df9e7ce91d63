/** What runs, who it is, and how it does. Source: Kafka 4.3 `ConnectorTaskId`, `TargetState`, `AbstractStatus`. */

export interface TaskId {
  readonly connector: string
  readonly task: number
}
export const taskKey = ({ connector, task }: TaskId): string => `${connector}-${task}`

/** What a user wants. */
export type TargetState = 'STARTED' | 'PAUSED' | 'STOPPED'

/** What is. */
export type State = 'UNASSIGNED' | 'RUNNING' | 'PAUSED' | 'FAILED' | 'STOPPED' | 'DESTROYED' | 'RESTARTING'

export interface Status {
  readonly state: State
  /** host:port of its worker. */
  readonly workerId: string
  /** Of the group; a status of an older one is not written over a newer one's. */
  readonly generation: number
  /** A stack; null: nothing failed. */
  readonly trace: string | null
  readonly version: string | null
}

/** Told by connectors and tasks as they go; what it does about it is not waited for. */
export interface StatusListener<Id> {
  onStartup(id: Id): void
  onPause(id: Id): void
  onResume(id: Id): void
  onStop(id: Id): void
  onFailure(id: Id, error: unknown): void
  onShutdown(id: Id): void
}

export interface RestartRequest {
  readonly connector: string
  readonly onlyFailed: boolean
  readonly includeTasks: boolean
}
