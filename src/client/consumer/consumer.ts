/**
 * Consumer: records out of partitions that it is given, or of all partitions of topics. Without a group: nothing is committed.
 *
 * @example
 * await using consumer = new Consumer({ 'bootstrap.servers': 'localhost:9092', 'auto.offset.reset': 'earliest' })
 * await consumer.subscribe(['orders'])
 * for await (const { value } of consumer) console.log(value?.toString())
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { Offset, Timestamp } from '../../protocol/types.ts'
import { Cluster } from '../cluster.ts'
import { listOffsets, type OffsetAnswer, type OffsetQuery, offsetSpecs } from '../list-offsets.ts'
import { keyOf, type TopicPartition } from '../offsets.ts'
import { clusterOptions } from '../options.ts'
import { mayRetry } from '../retry.ts'
import { type Deserializer, deserializerOf } from '../serde.ts'
import { Fetcher } from './fetcher.ts'
import { Locator } from './locator.ts'
import { Position } from './position.ts'
import { type BatchRead, type ConsumerRecord, RecordReader } from './reader.ts'
import type { Reset } from './reset.ts'
import { type ConsumerConfigs, type ConsumerSettings, consumerSettings } from './settings.ts'
import { Subscription, type Topics } from './subscription.ts'

export type { TopicPartition } from '../offsets.ts'
export type { BatchInfo, BatchRead, ConsumerRecord } from './reader.ts'
export type { ConsumerConfigs } from './settings.ts'

export interface ConsumerOptions<Key, Value> {
  /** Default: key.deserializer and value.deserializer, and bytes without them. */
  key?: Deserializer<Key>
  value?: Deserializer<Value>
}

/** How often topics that are not there yet are looked for. */
const MISSING_MS = 1000

export class Consumer<Key = Buffer, Value = Buffer> {
  readonly cluster: Cluster
  readonly #settings: ConsumerSettings
  readonly #fetcher: Fetcher
  readonly #locator: Locator
  readonly #reader: RecordReader<Key, Value>
  #subscription: Subscription | undefined
  /** What is not assigned by now came later than the subscription. */
  #resolved = false
  /** A poll is to end without records. */
  #woken = false
  #closed = false

  /** Connects when it is first used. @throws {ConfigError} */
  constructor(configs: ConsumerConfigs, options: ConsumerOptions<Key, Value> = {}) {
    this.#settings = consumerSettings(configs)
    const { config, readCommitted, reset } = this.#settings
    this.cluster = new Cluster({
      ...clusterOptions(config, configs['bootstrap.servers'], 'consumer'),
      apiTimeoutMs: config['default.api.timeout.ms'],
    })
    this.#fetcher = new Fetcher(this.cluster, this.#settings.fetcher, position => {
      position.lose(reset)
      this.#locator.run()
    })
    this.#locator = new Locator(this.cluster, this.#fetcher, { reset, readCommitted })
    this.#reader = new RecordReader(
      this.#fetcher,
      options.key ?? deserializerOf(configs['key.deserializer'], 'key.deserializer'),
      options.value ?? deserializerOf(configs['value.deserializer'], 'value.deserializer'),
    )
    this.cluster.onUpdate(() => this.#follow())
  }

  /** The same, and a broker was reached. @throws {KafkaError} NETWORK_EXCEPTION when none answers */
  static async connect<Key = Buffer, Value = Buffer>(
    configs: ConsumerConfigs,
    options: ConsumerOptions<Key, Value> = {},
  ): Promise<Consumer<Key, Value>> {
    const consumer = new Consumer(configs, options)
    try {
      await consumer.cluster.refresh([])
      return consumer
    } catch (error) {
      await consumer.close()
      throw error
    }
  }

  /** Read these partitions, from where auto.offset.reset says until a seek. Those it reads already go on where they are. */
  async assign(partitions: readonly TopicPartition[]): Promise<void> {
    this.#subscription = undefined
    this.cluster.trackAll = false
    this.cluster.tracked.clear()
    for (const { topic } of partitions) this.cluster.tracked.add(topic)
    this.#assign(partitions)
    // What cannot be reached now is waited for by `poll`.
    if (partitions.some(({ topic }) => !this.cluster.known(topic)))
      await this.cluster.update().catch((error: unknown) => {
        if (!mayRetry(error)) throw error
      })
  }

  #assign(partitions: readonly TopicPartition[], reset?: (at: TopicPartition) => Reset | undefined): void {
    const { positions, ready } = this.#fetcher
    const wanted = new Set(partitions.map(keyOf))
    for (const [key, position] of positions)
      if (!wanted.has(key)) {
        positions.delete(key)
        ready.delete(position)
        // What is under way for it is nobody's.
        position.lose()
      }
    for (const at of partitions) {
      if (positions.has(keyOf(at))) continue
      const position = new Position(at)
      position.reset = reset?.(at)
      positions.set(position.key, position)
    }
    this.#locator.run()
    this.#fetcher.pump()
  }

  /**
   * Read all partitions of topics, by name or by an expression that the whole name must match. Topics and partitions that come
   * later are read from their beginning once metadata shows them (metadata.max.age.ms).
   * @throws {KafkaError} for a name that cannot be one, or may not be read
   */
  async subscribe(topics: Topics): Promise<void> {
    const { config } = this.#settings
    const subscription = new Subscription(topics, !config['exclude.internal.topics'])
    this.#subscription = subscription
    this.#resolved = false
    this.cluster.tracked.clear()
    for (const name of subscription.names) this.cluster.tracked.add(name)
    this.cluster.trackAll = subscription.pattern !== undefined
    const names = subscription.pattern ? null : [...subscription.names]
    await this.cluster.retry(() => this.cluster.refresh(names, config['allow.auto.create.topics']))
    this.#resolved = true
    for (const name of subscription.names) {
      const error = this.cluster.metadata.errorOf(name)
      if (error && !mayRetry(new KafkaError(error, error)))
        throw new KafkaError(error, `Cannot read topic "${name}": ${error}`)
    }
  }

  /** Metadata changed: topics and partitions come and go. */
  #follow(): void {
    if (!this.#subscription || this.#closed) return
    const wanted = this.#subscription.partitions(this.cluster.metadata.topics)
    this.#assign(wanted, () => (this.#resolved ? { kind: 'earliest' } : undefined))
    const missing = [...this.#subscription.names].some(name => !this.cluster.known(name))
    if (missing) this.#lookAgain()
  }

  #lookingAgain = false
  #lookAgain(): void {
    if (this.#lookingAgain) return
    this.#lookingAgain = true
    this.cluster.clock.after(MISSING_MS, () => {
      this.#lookingAgain = false
      // Without an answer it is looked for again after the same time.
      if (!this.#closed) this.cluster.update().catch(() => this.#lookAgain())
    })
  }

  get assignment(): TopicPartition[] {
    return [...this.#fetcher.positions.values()].map(({ topic, partition }) => ({ topic, partition }))
  }

  #position(at: TopicPartition): Position {
    const position = this.#fetcher.positions.get(keyOf(at))
    if (!position) throw new TypeError(`Partition ${keyOf(at)} is not assigned to this consumer`)
    return position
  }

  /** Go on at `offset`. @throws {TypeError} when the partition is not assigned, or the offset cannot be one */
  seek(at: TopicPartition, offset: Offset): void {
    const position = this.#position(at)
    if (!Number.isSafeInteger(offset) || offset < 0)
      throw new TypeError(`Cannot seek to offset ${offset}: it must be 0 or more`)
    position.seek(offset)
    this.#fetcher.ready.delete(position)
    this.#fetcher.pump()
  }

  /** Resolves when the offsets are found. */
  async seekToBeginning(partitions: readonly TopicPartition[] = this.assignment): Promise<void> {
    await this.#seekTo(partitions, { kind: 'earliest' })
  }

  async seekToEnd(partitions: readonly TopicPartition[] = this.assignment): Promise<void> {
    await this.#seekTo(partitions, { kind: 'latest' })
  }

  async #seekTo(partitions: readonly TopicPartition[], reset: Reset): Promise<void> {
    const positions = partitions.map(at => this.#position(at))
    for (const position of positions) {
      position.lose(reset)
      this.#fetcher.ready.delete(position)
    }
    await this.#located(positions)
  }

  /** Wait until all have an offset. @throws {KafkaError} why one cannot be found, or REQUEST_TIMED_OUT */
  async #located(positions: readonly Position[]): Promise<void> {
    const { clock, apiTimeoutMs } = this.cluster
    const deadline = clock.monotonic() + apiTimeoutMs
    this.#locator.run()
    const isLost = (position: Position) => !position.isKnown && this.#fetcher.positions.get(position.key) === position
    for (let lost = positions.find(isLost); lost && !this.#closed; lost = positions.find(isLost)) {
      const entry = lost.entries.at(-1)
      if (entry?.kind === 'error') {
        lost.shift()
        this.#fetcher.ready.delete(lost)
        throw entry.error
      }
      const left = deadline - clock.monotonic()
      if (left <= 0 || !(await this.#fetcher.arrival.wait(clock, left)))
        throw new KafkaError(
          'REQUEST_TIMED_OUT',
          `No offset of ${lost.key} was found within ${apiTimeoutMs} ms (default.api.timeout.ms)`,
        )
    }
  }

  /** Offset and time of the first record at or after a time, for each; undefined where there is none. */
  async offsetsForTimes(queries: readonly OffsetQuery[]): Promise<(OffsetAnswer | undefined)[]> {
    return (await this.#listOffsets(queries)).map(row => (row.offset < 0 ? undefined : row))
  }

  /** Offset of the first record at or after `timestamp`; the end when there is none. */
  async offsetForTime(at: TopicPartition, timestamp: Timestamp): Promise<Offset> {
    const [found] = await this.offsetsForTimes([{ ...at, timestamp }])
    return found?.offset ?? (await this.endOffsets([at]))[0]!
  }

  async beginningOffsets(partitions: readonly TopicPartition[]): Promise<Offset[]> {
    return this.#edges(partitions, offsetSpecs.earliest)
  }

  /** With read_committed: before the first transaction that is still open. */
  async endOffsets(partitions: readonly TopicPartition[]): Promise<Offset[]> {
    return this.#edges(partitions, offsetSpecs.latest)
  }

  async #edges(partitions: readonly TopicPartition[], timestamp: Timestamp): Promise<Offset[]> {
    const rows = await this.#listOffsets(partitions.map(({ topic, partition }) => ({ topic, partition, timestamp })))
    return rows.map(({ offset }) => offset)
  }

  #listOffsets(queries: readonly OffsetQuery[]): Promise<OffsetAnswer[]> {
    return this.cluster.retry(async () => {
      const rows = await listOffsets(this.cluster, queries, { readCommitted: this.#settings.readCommitted })
      const failed = rows.find(({ error }) => error)
      if (failed) throw failed.error
      return rows
    })
  }

  /** The offset of the next record that `poll` gives of a partition. */
  async position(at: TopicPartition): Promise<Offset> {
    const position = this.#position(at)
    await this.#located([position])
    return position.offset
  }

  /** One past the last record of a partition, as its last fetch said; -1 before one. */
  highWatermark(at: TopicPartition): Offset {
    return this.#position(at).highWatermark
  }

  /** What was fetched stays; `poll` gives nothing of it until `resume`. */
  pause(partitions: readonly TopicPartition[]): void {
    for (const position of partitions.map(at => this.#position(at))) position.paused = true
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const position of partitions.map(at => this.#position(at))) position.paused = false
    this.#fetcher.pump()
  }

  get paused(): TopicPartition[] {
    return this.assignment.filter(at => this.#position(at).paused)
  }

  /**
   * Records that are there, at most max.poll.records; waits up to `timeoutMs` for the first.
   * @throws {KafkaError} CORRUPT_MESSAGE, OFFSET_OUT_OF_RANGE with auto.offset.reset=none, what a broker refused for good: when
   *   all that came before was given; the partition is asked for again with the next poll
   * @throws {SerdeError} for a record that is not what its deserializer takes; it comes again until a seek behind it
   */
  poll(timeoutMs: number): Promise<ConsumerRecord<Key, Value>[]> {
    const max = this.#settings.config['max.poll.records']
    return this.#until(timeoutMs, [], () => {
      const records = this.#reader.take(max)
      return records.length > 0 ? records : undefined
    })
  }

  /**
   * Whole batches, as they come, without an object per record: `read` gets a cursor that stands before the first record. Records
   * before `batch.from` are the caller's to skip.
   * @returns how many batches were read; 0 after `timeoutMs`
   */
  pollBatches(timeoutMs: number, read: BatchRead): Promise<number> {
    return this.#until(timeoutMs, 0, () => this.#reader.batches(read) || undefined)
  }

  async #until<Result>(timeoutMs: number, nothing: Result, attempt: () => Result | undefined): Promise<Result> {
    const { clock } = this.cluster
    const deadline = clock.monotonic() + timeoutMs
    // Whoever polls in a loop, and finds something each time, would keep the event loop from the sockets.
    await new Promise(resolve => setImmediate(resolve))
    for (;;) {
      if (this.#closed) return nothing
      const result = attempt()
      this.#fetcher.pump()
      this.#locator.run()
      if (result !== undefined) return result
      const left = deadline - clock.monotonic()
      if (this.#woken || left <= 0) {
        this.#woken = false
        return nothing
      }
      await this.#fetcher.arrival.wait(clock, left)
    }
  }

  /** End the poll that is waiting, or the next one, without records. */
  wakeup(): void {
    this.#woken = true
    this.#fetcher.arrival.ring()
  }

  /** Records one by one, for as long as the loop wants them. Nothing is fetched that does not fit; see fetch.max.bytes. */
  async *[Symbol.asyncIterator](): AsyncGenerator<ConsumerRecord<Key, Value>> {
    while (!this.#closed) {
      const record = await this.#until(ITERATOR_POLL_MS, undefined, () => this.#reader.next())
      if (!record) continue
      yield record
      for (let left = this.#settings.config['max.poll.records']; left > 1 && !this.#closed; left--) {
        const next = this.#reader.next()
        if (!next) break
        yield next
      }
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#locator.close()
    await this.#fetcher.close()
    await this.cluster.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/** How long a turn of `for await` waits for a record before it looks whether it is closed. */
const ITERATOR_POLL_MS = 1000
