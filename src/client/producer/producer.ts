/**
 * Producer: records in, offsets out. Idempotent unless told otherwise: what `send` resolves was written once, in order.
 *
 * @example
 * await using producer = new Producer({ 'bootstrap.servers': 'localhost:9092' })
 * const { partition, offset } = await producer.send({ topic: 'orders', key: '42', value: 'one apple' })
 *
 * @example Consume, transform, produce, exactly once
 * await using producer = new Producer({ 'bootstrap.servers': server, 'transactional.id': 'fruit-1' })
 * await producer.initTransactions()
 * await consumer.subscribe(['fruit'])                   // a consumer with enable.auto.commit=false
 * for (;;) {
 *   const records = await consumer.poll(1000)
 *   await producer.transaction(async () => {
 *     for (const { value } of records) producer.send({ topic: 'juice', value: press(value) }).catch(() => {})
 *     await producer.sendOffsetsToTransaction(consumer.positions(), consumer.groupMetadata())
 *   })                                                  // when it throws, nothing was done: consumer.seekToCommitted()
 * }
 */
import { KafkaError } from '../../protocol/errors.ts'
import { maxValueBatchSize } from '../../protocol/record.ts'
import { Cluster, type TopicInfo } from '../cluster.ts'
import type { CommittedOffset, GroupMetadata } from '../offsets.ts'
import { clusterOptions } from '../options.ts'
import { mayRetry } from '../retry.ts'
import { type Serializer, serializerOf } from '../serde.ts'
import { within } from '../wait.ts'
import { Accumulator } from './accumulator.ts'
import type { Batch, Done, RecordMetadata } from './batch.ts'
import { anonymous, IdempotentIdentity } from './identity.ts'
import { Line } from './line.ts'
import { type Bytes, type Prepared, type ProducerRecord, prepare, type Serializers, tooLarge } from './record.ts'
import { Sender } from './sender.ts'
import { type ProducerConfigs, type ProducerSettings, producerSettings } from './settings.ts'
import { type Topic, Topics } from './topics.ts'
import { Transactions } from './transactions.ts'

export type { RecordMetadata } from './batch.ts'
export type { Bytes, ProducerRecord } from './record.ts'
export type { ProducerConfigs } from './settings.ts'

export interface ProducerOptions<Key, Value> {
  /** Default: key.serializer and value.serializer, and without them bytes and text as they are. */
  key?: Serializer<Key>
  value?: Serializer<Value>
}

export class Producer<Key = Bytes, Value = Bytes> {
  readonly cluster: Cluster
  readonly #settings: ProducerSettings
  readonly #serializers: Serializers<Key, Value>
  readonly #accumulator: Accumulator
  readonly #sender: Sender
  readonly #transactions: Transactions | undefined
  readonly #topics: Topics
  /** Records that wait for room or for their topic, in order: those that come later wait behind them. */
  readonly #line = new Line()
  #closed = false

  /** Connects when it is first used. @throws {ConfigError} */
  constructor(configs: ProducerConfigs, options: ProducerOptions<Key, Value> = {}) {
    const settings = producerSettings(configs)
    const { given, config, idempotent, transactions } = settings
    this.#settings = settings
    this.#serializers = {
      key: options.key ?? serializerOf(given['key.serializer'], 'key.serializer'),
      value: options.value ?? serializerOf(given['value.serializer']),
    }
    const cluster = new Cluster({
      ...clusterOptions(config, given['bootstrap.servers']!, 'producer'),
      apiTimeoutMs: config['max.block.ms'],
    })
    this.cluster = cluster
    this.#accumulator = new Accumulator({ ...settings.accumulator, now: () => cluster.clock.monotonic() })
    this.#transactions = transactions && new Transactions(cluster, () => this.#sender, transactions)
    const identities = this.#transactions ?? (idempotent ? this.#identity() : anonymous)
    this.#sender = new Sender(cluster, this.#accumulator, identities, settings.sender)
    this.#topics = new Topics(cluster, this.#accumulator, config)
  }

  /** The same, and a broker was reached. @throws {KafkaError} NETWORK_EXCEPTION when none answers */
  static async connect<Key = Bytes, Value = Bytes>(
    configs: ProducerConfigs,
    options: ProducerOptions<Key, Value> = {},
  ): Promise<Producer<Key, Value>> {
    const producer = new Producer(configs, options)
    try {
      await producer.cluster.refresh([])
      return producer
    } catch (error) {
      await producer.close()
      throw error
    }
  }

  #identity(): IdempotentIdentity {
    return new IdempotentIdentity(this.cluster, this.#settings.deliveryTimeoutMs, error => {
      if (error && !mayRetry(error)) this.#sender.fail(error)
      this.#sender.wake()
    })
  }

  /**
   * Send a record. @returns where it is, when the broker has it
   * @throws {KafkaError} what the broker refused it with; REQUEST_TIMED_OUT after delivery.timeout.ms, or when there was no
   *   room for max.block.ms; MESSAGE_TOO_LARGE beyond max.request.size
   */
  async send(record: ProducerRecord<Key, Value>): Promise<RecordMetadata> {
    const prepared = this.#prepare(record)
    if (!this.#mayAppend(prepared.topic)) return (await this.#wait(prepared)).written
    return this.#promise(prepared)
  }

  /** The same in two steps: resolves when the record is taken in (there is room for it), with the promise of its offset. */
  async enqueue(record: ProducerRecord<Key, Value>): Promise<{ written: Promise<RecordMetadata> }> {
    const prepared = this.#prepare(record)
    return this.#mayAppend(prepared.topic) ? { written: this.#promise(prepared) } : this.#wait(prepared)
  }

  #mayAppend(topic: string): boolean {
    return this.#line.isEmpty && this.#topics.get(topic) !== undefined && this.#accumulator.hasRoom
  }

  #promise(prepared: Prepared): Promise<RecordMetadata> {
    return new Promise((resolve, reject) =>
      this.#append(prepared, (error, metadata) => (error ? reject(error) : resolve(metadata!))),
    )
  }

  /** Behind those that wait already. */
  #wait(prepared: Prepared): Promise<{ written: Promise<RecordMetadata> }> {
    const { clock } = this.cluster
    const blockMs = this.#settings.config['max.block.ms']
    const deadline = clock.monotonic() + blockMs
    return this.#line.join(async () => {
      await this.#topics.demand(prepared.topic)
      while (!this.#accumulator.hasRoom) {
        const left = deadline - clock.monotonic()
        if (left <= 0 || !(await this.#sender.changed(left))) throw this.#accumulator.noRoom(blockMs)
      }
      return { written: this.#promise(prepared) }
    })
  }

  #prepare(record: ProducerRecord<Key, Value>): Prepared {
    this.#checkUsable()
    return prepare(record, this.#serializers, this.#settings.config, this.cluster.clock.now())
  }

  #checkUsable(): void {
    if (this.#closed) throw new KafkaError('NETWORK_EXCEPTION', 'The producer is closed')
    this.#transactions?.checkOpen()
    if (this.#sender.fatal) throw this.#sender.fatal
  }

  #append({ topic, partition, key, value, headers, timestamp, size }: Prepared, done: Done): void {
    const lane = this.#topics.lane(this.#topics.get(topic)!, partition, key)
    let batch = lane.filling
    if (!batch?.builder.append(timestamp, key, value, headers)) {
      batch = this.#accumulator.begin(lane, size)
      batch.builder.append(timestamp, key, value, headers)
    }
    batch.callbacks.push({ index: batch.count - 1, timestamp, done })
    this.#sender.wake()
  }

  /**
   * Values without keys, `source[bounds[2 * i], bounds[2 * i + 1])` for i below `count`, in ascending order: no promise, no
   * object per record, and the source may be used again at once. Call `ready` before the first, and when this says so. Batches
   * that are lost are told to `onLost`.
   * @param timestamp milliseconds since the epoch
   * @returns false when there is no room for more: await `ready`; these records were taken in all the same
   */
  append(topic: string, source: Buffer, bounds: Int32Array, count: number, timestamp: number): boolean {
    const known = this.#topics.get(topic)!
    for (let at = 0; at < count; ) {
      at = known.sticky?.filling?.builder.appendValues(source, bounds, at, count, timestamp) ?? at
      if (at < count) this.#appendNext(known, source, bounds[2 * at]!, bounds[2 * at + 1]!, timestamp)
      at++
    }
    return this.#accumulator.hasRoom
  }

  /** A new batch, here or in the next partition. */
  #appendNext(topic: Topic, source: Buffer, start: number, end: number, timestamp: number): void {
    this.#transactions?.checkOpen()
    // What is there is full, or was sent: a batch's worth or not decides whether the next partition is due.
    if (topic.sticky) this.#accumulator.close(topic.sticky)
    const lane = this.#topics.sticky(topic)
    topic.sticky = lane
    const size = maxValueBatchSize(end - start)
    const limit = this.#settings.config['max.request.size']
    if (size > limit) this.onLostRecord?.(lane, tooLarge(size, 'max.request.size', limit))
    else if (!lane.filling?.builder.appendValue(source, start, end, timestamp))
      this.#accumulator.begin(lane, size).builder.appendValue(source, start, end, timestamp)
    this.#sender.wake()
  }

  /** Told of every batch that is given up, for `append`; others learn it from their promise. */
  set onLost(fn: (batch: Batch, error: KafkaError) => void) {
    this.#sender.onLost = fn
  }

  /** Told of a record that `append` could not take. */
  onLostRecord: ((lane: { topic: string; partition: number }, error: KafkaError) => void) | undefined

  /**
   * Resolves when `topic` is known, and there is room for another batch.
   * @throws {KafkaError} when there is no such topic, or the producer is closed or past help
   */
  async ready(topic: string): Promise<void> {
    this.#checkUsable()
    await this.#topics.demand(topic)
    // delivery.timeout.ms makes room, if nothing else does.
    while (!this.#accumulator.hasRoom) await this.#sender.changed()
  }

  async partitionsFor(topic: string): Promise<TopicInfo> {
    return (await this.#topics.demand(topic)).info
  }

  /** Resolves when everything sent so far is written, or has failed. */
  async flush(): Promise<void> {
    await this.#line.end
    await this.#sender.flush()
  }

  #demandTransactions(): Transactions {
    if (this.#transactions) return this.#transactions
    throw new KafkaError('INVALID_TXN_STATE', 'This producer has no transactions: give it a transactional.id')
  }

  /** Before the first transaction: take over the transactional id, and end what an earlier producer left open under it. */
  initTransactions(): Promise<void> {
    return this.#demandTransactions().init()
  }

  beginTransaction(): void {
    this.#demandTransactions().begin()
  }

  /** Commit a consumer's offsets with the transaction: what was read and what was written are one. */
  sendOffsetsToTransaction(offsets: readonly CommittedOffset[], group: GroupMetadata): Promise<void> {
    return this.#demandTransactions().sendOffsets(offsets, group)
  }

  /** @throws {KafkaError} TRANSACTION_ABORTABLE: abort it, and do the work again; any other: this producer is past help */
  async commitTransaction(): Promise<void> {
    const transactions = this.#demandTransactions()
    await this.#line.end
    return transactions.commit()
  }

  async abortTransaction(): Promise<void> {
    const transactions = this.#demandTransactions()
    await this.#line.end
    return transactions.abort()
  }

  /** Do `work` in a transaction: committed when it resolves, aborted when it throws, and its error is thrown on. */
  async transaction<Result>(work: (producer: this) => Promise<Result>): Promise<Result> {
    this.beginTransaction()
    try {
      const result = await work(this)
      await this.commitTransaction()
      return result
    } catch (error) {
      if (this.#transactions!.state === 'open' || this.#transactions!.state === 'abortable')
        await this.abortTransaction()
      throw error
    }
  }

  /**
   * Write what there is, and close. An open transaction is aborted.
   * @param timeoutMs what is not written by then fails; default: delivery.timeout.ms decides
   */
  async close(timeoutMs = Number.POSITIVE_INFINITY): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await within(this.cluster.clock, this.#finish(), timeoutMs)
    this.#sender.stop(new KafkaError('NETWORK_EXCEPTION', 'The producer was closed before this was written'))
    await this.cluster.close()
  }

  async #finish(): Promise<void> {
    await this.#line.end
    const state = this.#transactions?.state
    // The coordinator's transaction.timeout.ms does it, when this cannot.
    if (state === 'open' || state === 'abortable') await this.#transactions!.abort().catch(() => {})
    else await this.#sender.flush()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
