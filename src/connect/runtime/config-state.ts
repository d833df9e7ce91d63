/**
 * What is to run: connectors, what their users want of them, and their tasks' settings. Source: Kafka 4.3 `ClusterConfigState`.
 */
import type { Given } from '../plugin.ts'
import type { TargetState, TaskId } from './states.ts'

export interface ConnectorState {
  readonly config: Given
  readonly target: TargetState
  /** Those of the last round of task settings that is complete. */
  readonly tasks: readonly Given[]
  /** The connector's settings when those were made; undefined: unknown. */
  readonly appliedConfig?: Given | undefined
}

/** A snapshot: it does not change. */
export interface ConfigState {
  readonly connectors: ReadonlyMap<string, ConnectorState>
}

export const taskIds = (state: ConfigState, connector: string): TaskId[] =>
  (state.connectors.get(connector)?.tasks ?? []).map((_, task) => ({ connector, task }))
