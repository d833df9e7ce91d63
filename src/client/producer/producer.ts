/**
 * Producer: records in, offsets out. Idempotent unless told otherwise: what `send` resolves was written once, in order.
 *
 * @example
 * await using producer = await Producer.connect({ 'bootstrap.servers': 'localhost:9092' })
 * const { partition, offset } = await producer.send({ topic: 'orders', key: '42', value: 'one apple' })
 */
import { resolve } from '../../config/define.ts'
import { producerConfigs } from '../../config/producer.ts'
import type { CompressionType } from '../../protocol/batch.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { maxRecordBatchSize } from '../../protocol/record.ts'
import { Cluster, type TopicInfo } from '../cluster.ts'
import { Accumulator, type Batch, type PartitionQueue, type RecordMetadata } from './accumulator.ts'
import { partitionOfKey, Sticky } from './partitioner.ts'
import { Sender } from './sender.ts'

export type { RecordMetadata } from './accumulator.ts'

export interface ProducerRecord {
  topic: string
  partition?: number | undefined
  key?: Uint8Array | string | null | undefined
  /** Null is a tombstone. */
  value: Uint8Array | string | null
  headers?: readonly { key: string; value: Uint8Array | null }[] | undefined
  /** Milliseconds since the epoch; default: now. */
  timestamp?: number | undefined
}

export type ProducerConfigs = Readonly<Record<string, string>> & { readonly 'bootstrap.servers': string }

export class Producer {
  readonly cluster: Cluster
  readonly #accumulator: Accumulator
  readonly #sender: Sender
  readonly #sticky = new Sticky()
  readonly #maxBytes: number
  readonly #batchSize: number
  readonly #maxRequestSize: number
  readonly #topics = new Map<string, { info: TopicInfo; queues: PartitionQueue[] }>()
  readonly #looking = new Map<string, Promise<void>>()
  #closed = false

  private constructor(cluster: Cluster, given: ProducerConfigs) {
    const config = resolve(producerConfigs, defaultsFor(given))
    this.cluster = cluster
    this.#maxBytes = config['buffer.memory']
    this.#batchSize = Math.max(1, config['batch.size'])
    this.#maxRequestSize = config['max.request.size']
    this.#accumulator = new Accumulator({
      batchSize: this.#batchSize,
      compression: config['compression.type'] as CompressionType,
      maxRequestSize: this.#maxRequestSize,
      now: () => cluster.clock.monotonic(),
    })
    const acks = acksOf(config.acks)
    this.#sender = new Sender(cluster, this.#accumulator, {
      acks,
      idempotent: config['enable.idempotence'] && acks === -1,
      lingerMs: config['linger.ms'],
      requestTimeoutMs: config['request.timeout.ms'],
      deliveryTimeoutMs: config['delivery.timeout.ms'],
      retryBackoffMs: config['retry.backoff.ms'],
      maxRequestSize: this.#maxRequestSize,
      maxInFlight: config['max.in.flight.requests.per.connection'],
    })
  }

  static async connect(configs: ProducerConfigs): Promise<Producer> {
    const config = resolve(producerConfigs, defaultsFor(configs))
    const cluster = await Cluster.connect({
      bootstrapServers: configs['bootstrap.servers'],
      clientId: configs['client.id'] || 'tskafka-producer',
      requestTimeoutMs: config['request.timeout.ms'],
      apiTimeoutMs: config['max.block.ms'],
      metadataMaxAgeMs: config['metadata.max.age.ms'],
    })
    try {
      return new Producer(cluster, configs)
    } catch (error) {
      await cluster.close()
      throw error
    }
  }

  /**
   * Send a record. @returns where it is, when the broker has it
   * @throws {KafkaError} what the broker refused it with, or REQUEST_TIMED_OUT after delivery.timeout.ms
   */
  async send(record: ProducerRecord): Promise<RecordMetadata> {
    return (await this.enqueue(record)).written
  }

  /** The same in two steps: resolves when the record is taken in (there is room for it), with the promise of its offset. */
  async enqueue(record: ProducerRecord): Promise<{ written: Promise<RecordMetadata> }> {
    const { topic, timestamp = Date.now(), headers = [] } = record
    const key = bytesOf(record.key ?? null)
    const value = bytesOf(record.value)
    const size = maxRecordBatchSize(key, value, headers)
    if (size > this.#maxRequestSize)
      throw new KafkaError(
        'MESSAGE_TOO_LARGE',
        `The message is ${size} bytes when serialized which is larger than ${this.#maxRequestSize}, which is the value of the max.request.size configuration.`,
      )
    await this.ready(topic)
    const { info, queues } = this.#topics.get(topic)!
    const count = info.partitions.length
    const partition =
      record.partition ?? (key === null ? this.#sticky.partition(topic, count) : partitionOfKey(key, count))
    const queue = queues[partition]
    if (!queue)
      throw new KafkaError(
        'UNKNOWN_TOPIC_OR_PARTITION',
        `Topic "${topic}" has partitions 0 to ${count - 1}, and no ${partition}`,
      )
    let batch = this.#accumulator.open(queue)
    if (!batch.builder.append(timestamp, key, value, headers)) {
      if (key === null) this.#sticky.next(topic, count)
      batch = this.#accumulator.another(queue)
      batch.builder.append(timestamp, key, value, headers)
    }
    const index = batch.builder.count - 1
    const written = new Promise<RecordMetadata>((resolve, reject) => {
      batch.callbacks.push({
        index,
        timestamp,
        done: (error, metadata) => (error ? reject(error) : resolve(metadata!)),
      })
    })
    // Whoever awaits it sees the error; nobody has to.
    written.catch(() => {})
    this.#sender.wake()
    return { written }
  }

  /**
   * Append `source[start, end)` as a value without key: no promise, no object per record. Call `ready(topic)` first, and again
   * whenever this returns false: there is no room for more. Batches that are lost are told to `onLost`.
   */
  append(topic: string, source: Buffer, start: number, end: number, timestamp: number): boolean {
    const known = this.#topics.get(topic)!
    const count = known.queues.length
    const queue = known.queues[this.#sticky.partition(topic, count)]!
    if (!this.#accumulator.open(queue).builder.appendValue(source, start, end, timestamp)) {
      const next = known.queues[this.#sticky.next(topic, count)]!
      const fits = next !== queue && this.#accumulator.open(next).builder.appendValue(source, start, end, timestamp)
      if (!fits) this.#accumulator.another(next).builder.appendValue(source, start, end, timestamp)
      this.#sender.wake()
      return this.#accumulator.bytes + this.#batchSize <= this.#maxBytes
    }
    this.#sender.wake()
    return true
  }

  set onLost(fn: (batch: Batch, error: KafkaError) => void) {
    this.#sender.onLost = fn
  }

  /** Resolves when `topic` is known, and there is room for another batch. @throws {KafkaError} when there is no such topic */
  async ready(topic: string): Promise<void> {
    if (this.#closed) throw new KafkaError('NETWORK_EXCEPTION', 'The producer is closed')
    if (this.#sender.fatal) throw this.#sender.fatal
    if (!this.#topics.has(topic)) {
      const looking = this.#looking.get(topic) ?? this.#look(topic).finally(() => this.#looking.delete(topic))
      this.#looking.set(topic, looking)
      await looking
    }
    while (this.#accumulator.bytes + this.#batchSize > this.#maxBytes) await this.#sender.changed()
  }

  async #look(topic: string): Promise<void> {
    const info = await this.cluster.retry(() => this.cluster.topic(topic, true))
    this.#topics.set(topic, { info, queues: info.partitions.map(({ index }) => this.#accumulator.queue(topic, index)) })
  }

  async partitionsFor(topic: string): Promise<TopicInfo> {
    await this.ready(topic)
    return this.#topics.get(topic)!.info
  }

  /** Resolves when everything sent so far is written, or has failed. */
  flush(): Promise<void> {
    return this.#sender.flush()
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#sender.flush()
    this.#sender.stop()
    await this.cluster.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

const bytesOf = (value: Uint8Array | string | null) => (typeof value === 'string' ? Buffer.from(value) : value)

const acksOf = (text: string): -1 | 0 | 1 => (text === 'all' || text === '-1' ? -1 : text === '1' ? 1 : 0)

/** Serializers are the caller's here: the settings are required for Java, and mean nothing to us. */
const defaultsFor = (given: ProducerConfigs): Record<string, string> => ({
  'key.serializer': 'org.apache.kafka.common.serialization.ByteArraySerializer',
  'value.serializer': 'org.apache.kafka.common.serialization.ByteArraySerializer',
  ...given,
})
