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

/** Of a cluster, where tasks of before may run on somewhere (KIP-618). */
export interface ClusterConnectorState extends ConnectorState {
  /** How many rounds of task settings there were; undefined: none. */
  readonly taskGeneration: number | undefined
  /** How many tasks may have producers: those of the last round that was fenced off from the one before. */
  readonly taskCountRecord: number | undefined
  /** There are newer tasks than those. */
  readonly pendingFencing: boolean
}

export interface SessionKey {
  readonly key: Buffer
  readonly algorithm: string
  /** In milliseconds since 1970. */
  readonly createdAt: number
}

export interface ClusterState extends ConfigState {
  readonly connectors: ReadonlyMap<string, ClusterConnectorState>
  /** That of the next record: who has the same has the same state. */
  readonly offset: number
  readonly sessionKey: SessionKey | undefined
}

export const taskIds = (state: ConfigState, connector: string): TaskId[] =>
  (state.connectors.get(connector)?.tasks ?? []).map((_, task) => ({ connector, task }))
