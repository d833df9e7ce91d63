/**
 * What a plugin is: a value, exported from a module, that says its `kind`. All that a plugin's author needs is to be had from here; a
 * connector is thirty lines (see README.md). Source: Kafka 4.3 `org.apache.kafka.connect.{connector,source,sink,transforms,
 * storage}`; the same life, without classes: what Java gives to `start`, `create` and `task` get.
 *
 * A method may be async or not. What it throws fails the task, with its stack in the status; a RetriableError is tried again.
 */
import type { ConfigOf, Definition } from '../config/define.ts'
import type { SchemaAndValue } from './data/parse-text.ts'
import type { ConnectRecord, Place, SinkRecord, SourceRecord } from './data/record.ts'
import type { Schema } from './data/schema.ts'

export type { SchemaAndValue } from './data/parse-text.ts'
export type { ConnectRecord, Header, Place, SinkRecord, SourceRecord } from './data/record.ts'

/** A setting, as `GET /connector-plugins/.../config` tells it. */
export interface Setting extends Definition {
  readonly group?: string
  readonly order?: number
  readonly width?: 'none' | 'short' | 'medium' | 'long'
  readonly displayName?: string
  readonly dependents?: readonly string[]
  /** Words in any case. */
  readonly anyCase?: true
  /** @returns what is wrong with a value that its type admits; undefined: nothing */
  readonly check?: (value: never, name: string) => string | undefined
  /** Values to choose from, beside those of `values`. */
  readonly recommended?: readonly unknown[]
}
export type Settings = Readonly<Record<string, Setting>>
/** Only there for its type: the table stays as it is, with its literal types. */
export const settings = <const S extends Settings>(table: S): S => table

/** A connector's or task's settings as they were given: names to text. */
export type Given = Readonly<Record<string, string>>
export type MaybePromise<T> = T | Promise<T>

interface PluginBase<S extends Settings> {
  /** Default: the name under which the module exports it. Java's, for those that Kafka ships. */
  readonly class?: string
  readonly version: string
  readonly config: S
}

export interface Log {
  debug(message: string): void
  info(message: string): void
  warn(message: string): void
  error(message: string, cause?: unknown): void
}

export interface ConnectorContext {
  readonly connectorName: string
  readonly log: Log
  /** The tasks' settings are to be asked for again: there are new tables, say. */
  requestTaskReconfiguration(): void
  /** Fail the connector, from outside of any call. */
  raiseError(error: Error): void
}

export interface SourceConnectorContext extends ConnectorContext {
  readonly offsets: OffsetReader
}

/** What runs of a connector beside its tasks. */
export interface RunningConnector {
  /** Each task's settings, at most `maxTasks` of them. */
  taskConfigs(maxTasks: number): MaybePromise<readonly Given[]>
  stop?(): MaybePromise<void>
}

export interface OffsetReader {
  /** The offset last committed for a place; null: none. */
  offset(partition: Place): Promise<Place | null>
  offsets(partitions: readonly Place[]): Promise<(Place | null)[]>
}

/** What the validation of several settings together found, by name. */
export type ConfigErrors = Readonly<Record<string, string | readonly string[]>>

interface ConnectorBase<S extends Settings, Context> extends PluginBase<S> {
  validate?(config: ConfigOf<S>, given: Given): MaybePromise<ConfigErrors>
  /** Without it there is one task, with the connector's own settings. */
  start?(config: ConfigOf<S>, context: Context, given: Given): MaybePromise<RunningConnector>
}

export interface SourceConnector<S extends Settings = Settings> extends ConnectorBase<S, SourceConnectorContext> {
  readonly kind: 'source'
  /** Its life: `task(...)`, then `poll` again and again, then `stop`. */
  task(config: ConfigOf<S>, context: SourceTaskContext, given: Given): MaybePromise<SourceTask>
  exactlyOnceSupport?(config: ConfigOf<S>): 'supported' | 'unsupported'
  canDefineTransactionBoundaries?(config: ConfigOf<S>): boolean
  /** Somebody wants to change (null: forget) offsets. @returns false: not from outside; throw for those that cannot be */
  alterOffsets?(
    given: Given,
    offsets: readonly (readonly [partition: Place, offset: Place | null])[],
  ): MaybePromise<boolean>
}

export interface SourceTaskContext {
  readonly connectorName: string
  readonly taskNumber: number
  readonly given: Given
  readonly log: Log
  readonly offsets: OffsetReader
  /** Aborted when the task is to stop: a long wait ends then. */
  readonly signal: AbortSignal
  /** With transaction.boundary=connector. */
  readonly transaction: TransactionContext | undefined
}

export interface TransactionContext {
  commitTransaction(record?: SourceRecord): void
  abortTransaction(record?: SourceRecord): void
}

/** Where a record went; undefined when a transform dropped it, or it could not be written and errors.tolerance=all. */
export interface Written {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly timestamp: number
}

export interface SourceTask {
  /** Records that there are; empty or null: none now, and it is asked again at once, so wait a little before. */
  poll(): MaybePromise<readonly SourceRecord[] | null>
  /** Offsets were committed. */
  commit?(): MaybePromise<void>
  commitRecord?(record: SourceRecord, written: Written | undefined): MaybePromise<void>
  stop?(): MaybePromise<void>
}

export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}
export type Offsets = readonly (TopicPartition & { readonly offset: number | null })[]

export interface SinkConnector<S extends Settings = Settings> extends ConnectorBase<S, ConnectorContext> {
  readonly kind: 'sink'
  /** Its life: `task(...)`, `open`, then `put` and `flush` again and again, `close`, `stop`. */
  task(config: ConfigOf<S>, context: SinkTaskContext, given: Given): MaybePromise<SinkTask>
  alterOffsets?(given: Given, offsets: Offsets): MaybePromise<boolean>
}

export interface SinkTaskContext {
  readonly connectorName: string
  readonly taskNumber: number
  readonly given: Given
  readonly log: Log
  readonly signal: AbortSignal
  /** Read on from there, at the next chance: for sinks that keep offsets themselves. */
  offset(partition: TopicPartition, offset: number): void
  /** How long to wait before a `put` that threw a RetriableError is tried again. */
  timeout(ms: number): void
  assignment(): readonly TopicPartition[]
  pause(...partitions: TopicPartition[]): void
  resume(...partitions: TopicPartition[]): void
  /** Commit offsets at the next chance. */
  requestCommit(): void
  /** Give up a record: to the dead letter queue, or to the log. Undefined when errors are not tolerated. */
  readonly report: ((record: SinkRecord, error: Error) => Promise<void>) | undefined
}

export interface SinkTask {
  put(records: readonly SinkRecord[]): MaybePromise<void>
  /** Everything `put` so far must be safe when this resolves: the offsets are committed then. */
  flush?(offsets: Offsets): MaybePromise<void>
  /** Offsets that are safe. Default: `flush`, and all of them. */
  preCommit?(offsets: Offsets): MaybePromise<Offsets>
  open?(partitions: readonly TopicPartition[]): MaybePromise<void>
  close?(partitions: readonly TopicPartition[]): MaybePromise<void>
  stop?(): MaybePromise<void>
}

export interface Transformation<S extends Settings = Settings> extends PluginBase<S> {
  readonly kind: 'transformation'
  /** @returns what makes of one record another, or none: null drops it */
  create(config: ConfigOf<S>, given: Given): Transform
}
export type Transform = <R extends ConnectRecord>(record: R) => R | null

export interface Predicate<S extends Settings = Settings> extends PluginBase<S> {
  readonly kind: 'predicate'
  create(config: ConfigOf<S>, given: Given): (record: ConnectRecord) => boolean
}

export type ConverterRole = 'key' | 'value' | 'header'
export interface Converter {
  toBytes(topic: string, schema: Schema | null, value: unknown): Uint8Array | null
  /** @throws {DataError} for bytes that are something else */
  fromBytes(topic: string, bytes: Uint8Array | null): SchemaAndValue
}
export interface ConverterPlugin<S extends Settings = Settings> extends PluginBase<S> {
  readonly kind: 'converter'
  /** It can be a header.converter too. */
  readonly forHeaders?: true
  create(config: ConfigOf<S>, role: ConverterRole): Converter
}

export interface HeaderConverter {
  toBytes(topic: string, key: string, schema: Schema | null, value: unknown): Uint8Array | null
  fromBytes(topic: string, key: string, bytes: Uint8Array | null): SchemaAndValue
}
export interface HeaderConverterPlugin<S extends Settings = Settings> extends PluginBase<S> {
  readonly kind: 'header_converter'
  create(config: ConfigOf<S>): HeaderConverter
}

/** `${name:path:key}` in settings. */
export interface ConfigProvider<S extends Settings = Settings> extends PluginBase<S> {
  readonly kind: 'config_provider'
  create(config: ConfigOf<S>): {
    get(path: string, keys: readonly string[]): MaybePromise<Readonly<Record<string, string>>>
  }
}

/** Which settings of its own clients a connector may choose. @returns for each that it may not, why */
export interface OverridePolicy<S extends Settings = Settings> extends PluginBase<S> {
  readonly kind: 'override_policy'
  create(config: ConfigOf<S>): (overrides: Given) => ConfigErrors
}

export type Connector = SourceConnector | SinkConnector
// biome-ignore lint/suspicious/noExplicitAny: a plugin of any settings; each `create` and `task` gets those of its own table
type Any = any
export type Plugin =
  | SourceConnector<Any>
  | SinkConnector<Any>
  | Transformation<Any>
  | Predicate<Any>
  | ConverterPlugin<Any>
  | HeaderConverterPlugin<Any>
  | ConfigProvider<Any>
  | OverridePolicy<Any>
export type PluginKind = Plugin['kind']

/** These only infer types: a plugin is the value itself. */
export const sourceConnector = <const S extends Settings>(
  plugin: Omit<SourceConnector<S>, 'kind'>,
): SourceConnector<S> => ({
  kind: 'source',
  ...plugin,
})
export const sinkConnector = <const S extends Settings>(plugin: Omit<SinkConnector<S>, 'kind'>): SinkConnector<S> => ({
  kind: 'sink',
  ...plugin,
})
export const transformation = <const S extends Settings>(
  plugin: Omit<Transformation<S>, 'kind'>,
): Transformation<S> => ({ kind: 'transformation', ...plugin })
export const predicate = <const S extends Settings>(plugin: Omit<Predicate<S>, 'kind'>): Predicate<S> => ({
  kind: 'predicate',
  ...plugin,
})
export const converter = <const S extends Settings>(plugin: Omit<ConverterPlugin<S>, 'kind'>): ConverterPlugin<S> => ({
  kind: 'converter',
  ...plugin,
})
