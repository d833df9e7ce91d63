/** A record as it is given to a producer, and as bytes, checked. Source: Kafka 4.3 `KafkaProducer.doSend`. */
import { KafkaError } from '../../protocol/errors.ts'
import { maxRecordBatchSize } from '../../protocol/record.ts'
import type { Serializer } from '../serde.ts'
import type { ProducerSettings } from './settings.ts'

export type Bytes = Uint8Array | string | null

export interface ProducerRecord<Key = Bytes, Value = Bytes> {
  topic: string
  partition?: number | undefined
  key?: Key | null | undefined
  /** Null is a tombstone. */
  value: Value | null
  headers?: readonly { key: string; value: Uint8Array | null }[] | undefined
  /** Milliseconds since the epoch; default: now. */
  timestamp?: number | undefined
}

export interface Serializers<Key, Value> {
  key: Serializer<Key>
  value: Serializer<Value>
}

export interface Prepared {
  topic: string
  partition: number | undefined
  key: Uint8Array | null
  value: Uint8Array | null
  headers: readonly { key: string; value: Uint8Array | null }[]
  timestamp: number
  /** Of a batch that holds nothing else, at most. */
  size: number
}

/** @throws {KafkaError} MESSAGE_TOO_LARGE, INVALID_TIMESTAMP */
export function prepare<Key, Value>(
  record: ProducerRecord<Key, Value>,
  serializers: Serializers<Key, Value>,
  config: ProducerSettings['config'],
  now: number,
): Prepared {
  const { topic, partition, timestamp = now, headers = [] } = record
  const key = record.key == null ? null : serializers.key.serialize(record.key, topic)
  const value = record.value === null ? null : serializers.value.serialize(record.value, topic)
  const size = maxRecordBatchSize(key, value, headers)
  for (const name of ['max.request.size', 'buffer.memory'] as const)
    if (size > config[name]) throw tooLarge(size, name, config[name])
  if (timestamp < 0 || !Number.isSafeInteger(timestamp))
    throw new KafkaError('INVALID_TIMESTAMP', `Timestamp ${timestamp} is not a number of milliseconds since the epoch`)
  return { topic, partition, key, value, headers, timestamp, size }
}

export const tooLarge = (size: number, name: string, limit: number) =>
  new KafkaError(
    'MESSAGE_TOO_LARGE',
    `The message is ${size} bytes when serialized which is larger than ${limit}, which is the value of the ${name} configuration.`,
  )
