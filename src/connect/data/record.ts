/**
 * A record on its way through Connect: as a source's task makes it, and as a sink's gets it. What is in its key and value its
 * schemas say (schema.ts). Source: Kafka 4.3 `ConnectRecord`, `SourceRecord`, `SinkRecord`.
 */
import type { SchemaAndValue } from './parse-text.ts'
import type { Schema } from './schema.ts'

export interface Header extends SchemaAndValue {
  readonly key: string
}

interface RecordBase {
  readonly topic: string
  readonly keySchema?: Schema | null
  readonly key?: unknown
  readonly valueSchema?: Schema | null
  /** Null is a tombstone. */
  readonly value?: unknown
  readonly headers?: readonly Header[]
  /** Milliseconds since 1970. */
  readonly timestamp?: number | null
}

/** Where records come from, and how far: what the connector needs to go on there. Flat objects that JSON can hold. */
export type Place = Readonly<Record<string, unknown>>

export interface SourceRecord extends RecordBase {
  readonly sourcePartition: Place
  readonly sourceOffset: Place
  /** In the topic; default: the producer's partitioner decides. */
  readonly partition?: number | null
}

export interface SinkRecord extends RecordBase {
  readonly partition: number
  readonly offset: number
  readonly keySchema: Schema | null
  readonly key: unknown
  readonly valueSchema: Schema | null
  readonly value: unknown
  readonly headers: readonly Header[]
  readonly timestampType: 'create' | 'append' | 'none'
  /** Before transforms: what may be committed. */
  readonly originalTopic: string
  readonly originalPartition: number
  readonly originalOffset: number
}

/** What transforms and predicates see. A record is never changed: `{ ...record, value }`. */
export type ConnectRecord = SourceRecord | SinkRecord
