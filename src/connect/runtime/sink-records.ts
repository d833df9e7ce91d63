/**
 * A sink's records, out of what was consumed: converted, and sent through the transforms. Of each it is known what it was, for the
 * dead letter queue. Source: Kafka 4.3 `WorkerSinkTask.convertAndTransformRecord`, `WorkerErrantRecordReporter`.
 */
import type { SinkRecord } from '../plugin.ts'
import { applyChain, type Link } from './chain.ts'
import type { Consumed } from './sink-consumer.ts'
import type { TaskConverters } from './task-converters.ts'
import type { Place } from './tolerance.ts'

export interface SinkRecordsOptions {
  readonly converters: TaskConverters
  readonly chain: readonly Link[]
  /** A record of it came, for the first time. */
  readonly onTopic: (topic: string) => void
}

export class SinkRecords {
  readonly #o: SinkRecordsOptions
  /** Which record `convert` works at, and what does. */
  readonly place: Place<Consumed> = { original: null as never, stage: 'KEY_CONVERTER', at: '' }
  readonly #originals = new WeakMap<SinkRecord, Consumed>()
  readonly #topics = new Set<string>()

  constructor(options: SinkRecordsOptions) {
    this.#o = options
  }

  /** @returns null when a transform drops it. @throws what a converter or a transform throws, at `place` */
  convert(original: Consumed): SinkRecord | null {
    const { key, value, header, classes } = this.#o.converters
    const { topic, partition, offset, timestamp, timestampType, headers } = original
    const { place } = this
    place.original = original
    place.stage = 'KEY_CONVERTER'
    place.at = classes.key
    const readKey = key.fromBytes(topic, original.key)
    place.stage = 'VALUE_CONVERTER'
    place.at = classes.value
    const readValue = value.fromBytes(topic, original.value)
    place.stage = 'HEADER_CONVERTER'
    place.at = classes.header
    const readHeaders = headers.map(each => ({ key: each.key, ...header.fromBytes(topic, each.key, each.value) }))
    if (!this.#topics.has(topic)) {
      this.#topics.add(topic)
      this.#o.onTopic(topic)
    }
    const record: SinkRecord = {
      topic,
      partition,
      offset,
      keySchema: readKey.schema,
      key: readKey.value,
      valueSchema: readValue.schema,
      value: readValue.value,
      headers: readHeaders,
      timestamp: timestamp < 0 ? null : timestamp,
      timestampType: timestamp < 0 ? 'none' : timestampType === 'CreateTime' ? 'create' : 'append',
      originalTopic: topic,
      originalPartition: partition,
      originalOffset: offset,
    }
    const through = applyChain(this.#o.chain, record, place)
    if (through) this.#originals.set(through, original)
    return through
  }

  /** What a record was when it was consumed; one that the connector made itself: as it would be written. */
  originalOf(record: SinkRecord): Consumed {
    const known = this.#originals.get(record)
    if (known) return known
    const { key, value, header } = this.#o.converters
    const bytes = (data: Uint8Array | null) => (data === null ? null : Buffer.from(data))
    return {
      topic: record.topic,
      partition: record.partition,
      offset: record.offset,
      timestamp: record.timestamp ?? -1,
      timestampType: record.timestampType === 'append' ? 'LogAppendTime' : 'CreateTime',
      key: bytes(key.toBytes(record.topic, record.keySchema, record.key)),
      value: bytes(value.toBytes(record.topic, record.valueSchema, record.value)),
      headers: record.headers.map(each => ({
        key: each.key,
        value: header.toBytes(record.topic, each.key, each.schema, each.value),
      })),
    }
  }
}
